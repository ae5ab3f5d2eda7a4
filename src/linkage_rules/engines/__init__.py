"""One meaning, several uses: a checked policy and a record in, outcomes out."""
