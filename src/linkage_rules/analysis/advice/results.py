"""What may be done to reach a goal, or what stands in its way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from linkage_rules.engines.symbolic import Edit
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Citation, Fact, Norm
from linkage_rules.model.outcomes import Answer
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record

if TYPE_CHECKING:
    from linkage_rules.words.keywords import Language


@frozen
class Reason:
    """A norm or fact that says something else once a change is made; ``None`` is unknown."""

    declared: Norm | Fact
    before: Answer
    after: Answer

    @property
    def citation(self) -> Citation | None:
        """The first citation of the norm or fact."""
        return self.declared.citations[0] if self.declared.citations else None


@frozen
class Change:
    """One part of the record with another value, and why that is needed."""

    edit: Edit
    because: tuple[Reason, ...]


@frozen
class Alternative:
    """Changes that reach the goal; none can be left out.

    They reach it for certain, whatever is unknown, unless something is ``provided``: that unknown
    fields which cannot be changed turn out to have these values. ``record`` is the one after all
    that.
    """

    changes: tuple[Change, ...]
    provided: tuple[Change, ...]
    record: Record = field(repr=False)


@frozen
class Advice:
    """How a record may reach a goal.

    ``alternatives`` are in order of size. Where there is none, ``obstacles`` are the smallest set
    of facts that cannot be changed and stand in the way, each with a value with which the goal
    could be reached; where those are empty too, no record reaches it. ``finished`` is false when
    the time was over before everything was looked at. ``most_added`` is how many entries a list
    was given at most, if there was one to be lengthened; ``curtailed`` tells that only the first
    entries of a list were considered.
    """

    package: Package = field(repr=False)
    record_type: RecordType = field(repr=False)
    record: Record = field(repr=False)
    as_of: date
    goal: Expression = field(repr=False)
    reached: bool
    alternatives: tuple[Alternative, ...] = ()
    obstacles: tuple[Change, ...] = ()
    finished: bool = True
    most_added: int | None = None
    curtailed: bool = False

    @property
    def in_force(self) -> bool:
        """Whether the policy is in force on the day. Where it is not, nothing is permitted by
        default and hardly anything forbidden, so that a goal may be reached for that reason."""
        return self.package.in_force_on(self.as_of)

    def to_text(self, language: Language = "zh", *, width: int = 100) -> str:
        """What to change, from what to what, because of which clause, in ``width`` columns."""
        from linkage_rules.analysis.advice.text import text

        return text(self, language, width)

    def to_dict(self) -> dict[str, Any]:
        """The advice as plain data; money is whole fen, dates are ISO 8601."""
        from linkage_rules.analysis.advice.serialising import plain

        return plain(self)

    def to_json(self) -> str:
        """`to_dict` as JSON text, the same text for the same advice."""
        from linkage_rules.analysis.advice.serialising import serialised

        return serialised(self)
