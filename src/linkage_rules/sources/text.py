"""An official text that was read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from linkage_rules.sources.tree import ClauseTree


@frozen
class Source:
    """An official text that was read whole: what it is called, its words and its clauses.

    >>> Source("source.txt", "一、要求。改善机制。").tree.clause("一").heading
    '要求。'
    """

    name: str
    text: str

    @cached_property
    def tree(self) -> ClauseTree:
        """The clauses, found when they are first asked for."""
        from linkage_rules.sources.building import clause_tree

        return clause_tree(self.text)
