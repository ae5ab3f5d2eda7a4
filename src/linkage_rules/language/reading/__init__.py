"""From text to tree: lexing, parsing, the margin of a file, its comments."""
