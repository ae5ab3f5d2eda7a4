"""Rules from the clauses of official documents: readable, checked, executable."""
