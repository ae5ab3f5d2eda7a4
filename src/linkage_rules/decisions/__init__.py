"""Decisions: what a policy says of a record, what is still missing, and why."""

from linkage_rules.decisions.decision import Decision
from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.names import UnknownNameError

__all__ = ["Decision", "Kind", "Node", "UnknownNameError"]
