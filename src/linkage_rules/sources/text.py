"""An official text that was read, and where the files of a policy may lie."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from linkage_rules.sources.tree import ClauseTree


def stays_in(folder: Path, path: Path) -> bool:
    """Whether a path leads to something in a folder, also where it is a link.

    >>> stays_in(Path("policies"), Path("policies/source.txt"))
    True
    >>> stays_in(Path("policies"), Path("policies/../secret.txt"))
    False
    """
    return path.resolve().is_relative_to(folder.resolve())


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
