"""Whether the examples and properties of a policy notice when it is slightly wrong."""
