"""From model and tree to text, in either language."""
