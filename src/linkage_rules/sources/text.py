"""An official text that was read, and where the files of a policy may lie."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol, Self

from attrs import frozen

from linkage_rules.model.briefly import in_brief

if TYPE_CHECKING:
    from linkage_rules.sources.tree import ClauseTree


class Place(Protocol):
    """A file or folder that policies and official texts are read from: the part of `Path` that is
    used.

    A place that is not on a disk is that of texts which a program gives, see
    `linkage_rules.policy.loading.given`.
    """

    @property
    def name(self) -> str: ...
    @property
    def stem(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    @property
    def parent(self) -> Self: ...
    def __truediv__(self, name: str, /) -> Self: ...
    def __lt__(self, other: Any, /) -> bool: ...
    def resolve(self) -> Self: ...
    def is_relative_to(self, other: Any, /) -> bool: ...
    def exists(self) -> bool: ...
    def is_file(self) -> bool: ...
    def is_dir(self) -> bool: ...
    def iterdir(self) -> Iterator[Self]: ...
    def glob(self, pattern: str, /) -> Iterator[Self]: ...
    def open(self, mode: Literal["rb"], /) -> BinaryIO: ...


def stays_in(folder: Place, path: Place) -> bool:
    """Whether a path leads to nothing outside of a folder, also where it is a link.

    >>> from pathlib import Path
    >>> stays_in(Path("policies"), Path("policies/source.txt"))
    True
    >>> stays_in(Path("policies"), Path("policies/../secret.txt"))
    False
    """
    try:
        found = path.resolve()
    except (OSError, RuntimeError, ValueError):
        return True  # It leads nowhere: a link to itself, a name that no disk can have.
    return found.is_relative_to(folder.resolve())


@frozen
class Source:
    """An official text that was read whole: what it is called, its words and its clauses.

    >>> Source("source.txt", "一、要求。改善机制。").tree.clause("一").heading
    '要求。'
    """

    name: str
    text: str

    __repr__ = in_brief

    @cached_property
    def tree(self) -> ClauseTree:
        """The clauses, found when they are first asked for."""
        from linkage_rules.sources.building import clause_tree

        return clause_tree(self.text)
