"""A change of a declaration, and the place at which the reading of one stops."""

from collections.abc import Sequence, Set
from typing import Final

from attrs import frozen

from linkage_rules.words.messages import Phrase

MOST_TRIED: Final = 24
"""So many changes are tried, at most, to find the one that was meant."""

WRITE: Final = Phrase("write “{text}” instead of “{word}”", "把“{word}”改写为“{text}”")


@frozen
class Repair:
    """The characters of a declaration from ``start`` to ``end``, and what to put in their place."""

    start: int
    end: int
    text: str
    hint: Phrase

    def made(self, code: str) -> str:
        return code[: self.start] + self.text + code[self.end :]


@frozen
class Stop:
    """Where the reading of a declaration stops.

    ``accepted`` are the terminals the grammar would take there; ``words`` are the places of the
    last words before it, nearest first, as far as they are names or could be meant as names.
    """

    at: int
    accepted: Set[str]
    words: Sequence[tuple[int, int]]
