"""What a comparison of two policies found."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from linkage_rules.analysis.difference.levels import Way
from linkage_rules.analysis.difference.readings import ReadingChange, reading_changes
from linkage_rules.analysis.difference.vocabulary import VocabularyChange
from linkage_rules.analysis.witnesses import Witness
from linkage_rules.model.norms import Action, Interval, Norm
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package

if TYPE_CHECKING:
    from linkage_rules.words.keywords import Language


class Relation(Enum):
    """How the new policy stands to the old one, in an action or a norm."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    BOTH = "both"
    UNDECIDED = "undecided"


@frozen
class Shown:
    """A record on which the two policies differ, with what each says of it.

    ``known`` is false where they differ only in what is left open: on records on which something
    that matters is unknown.
    """

    witness: Witness
    old: Outcome
    new: Outcome
    known: bool


@frozen
class Direction:
    """Whether the new policy is stricter anywhere, or looser.

    Where nothing is ``shown`` there is no such record: proved for all, or, with a ``list_bound``,
    for lists up to that length; unless it is ``undecided``.
    """

    shown: Shown | None = None
    undecided: bool = False
    list_bound: int | None = None


@frozen
class Comparison:
    """One action or norm in both policies; None in the one that does not have it."""

    old: Action | Norm | None
    new: Action | Norm | None
    ways: Mapping[Way, Direction]

    @property
    def declared(self) -> Action | Norm:
        """The newer of the two."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def relation(self) -> Relation:
        """``undecided`` when no difference was found and one could not be ruled out."""
        stricter, looser = (self.ways[way].shown is not None for way in Way)
        if stricter and looser:
            return Relation.BOTH
        if stricter or looser:
            return Relation.STRICTER if stricter else Relation.LOOSER
        undecided = any(direction.undecided for direction in self.ways.values())
        return Relation.UNDECIDED if undecided else Relation.SAME

    @property
    def list_bound(self) -> int | None:
        """Up to which length of lists holds what is not shown; None: proved for all records."""
        bounds = (direction.list_bound for direction in self.ways.values())
        return max((bound for bound in bounds if bound is not None), default=None)


@frozen
class Difference:
    """Everything in which a new policy differs from an old one.

    ``actions`` and ``norms`` hold one comparison each, those without a difference included.
    ``days`` are the days compared. ``set_aside`` tells that the policies are in force on no common
    day, so that the periods in force of the policies themselves were left out of account.
    """

    old: Package = field(repr=False)
    new: Package = field(repr=False)
    days: Interval
    set_aside: bool
    list_bound: int
    vocabulary: tuple[VocabularyChange, ...]
    actions: tuple[Comparison, ...]
    norms: tuple[Comparison, ...]

    @property
    def readings(self) -> tuple[ReadingChange, ...]:
        """The readings that are chosen, asked or reasoned differently on the days compared."""
        return tuple(reading_changes(self.old, self.new, self.days))

    def __bool__(self) -> bool:
        """Whether there is any difference, or one that could not be ruled out."""
        compared = (*self.actions, *self.norms)
        return (
            bool(self.vocabulary)
            or bool(self.readings)
            or self.old.in_force != self.new.in_force
            or any(one.relation is not Relation.SAME for one in compared)
        )

    def to_text(self, language: Language = "zh", *, width: int = 100) -> str:
        """The differences for a terminal of ``width`` columns, each with a record that shows it."""
        from linkage_rules.analysis.difference.text import text

        return text(self, language, width)

    def to_dict(self) -> dict[str, Any]:
        """The differences as plain data; money is whole fen, dates are ISO 8601."""
        from linkage_rules.analysis.difference.serialising import plain

        return plain(self)

    def to_json(self) -> str:
        """`to_dict` as JSON text, the same text for the same difference."""
        from linkage_rules.analysis.difference.serialising import serialised

        return serialised(self)


@frozen
class Loosening:
    """A strict prohibition of a parent policy that an overlay no longer keeps.

    ``norm`` applies to the record of ``shown`` in the parent, and the overlay does not forbid its
    action there.
    """

    norm: Norm
    shown: Shown
