"""Mutation testing: whether the examples and properties of a policy notice small faults in it."""
