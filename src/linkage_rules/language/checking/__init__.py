"""From the syntax tree to the model: names are resolved, types and units checked, and each mistake
is reported with its place."""
