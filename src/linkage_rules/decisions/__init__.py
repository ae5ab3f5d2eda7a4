"""Decisions: what a policy says of a record, what is still missing, and why."""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.decisions.decision import Decision
    from linkage_rules.decisions.explanation import Kind, Node
    from linkage_rules.words.called import UnknownNameError

__all__ = ["Decision", "Kind", "Node", "UnknownNameError"]

__getattr__ = on_demand(
    __name__,
    {
        "decision": ("Decision",),
        "explanation": ("Kind", "Node"),
        ".words.called": ("UnknownNameError",),
    },
)
