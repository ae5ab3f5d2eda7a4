"""Tables that offices keep, in spreadsheets and other files with columns, read into records."""
