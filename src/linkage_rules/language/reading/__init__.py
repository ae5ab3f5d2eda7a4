"""From text to the syntax tree: tokens, parsing, lines at the margin, comments."""
