"""The classes of the result of an analysis."""

from collections.abc import Hashable
from typing import Final, TypeAlias

from attrs import field, frozen

from linkage_rules.analysis.witnesses import Witness
from linkage_rules.engines.symbolic import Script
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.expressions import Expression
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Interval
from linkage_rules.model.package import Property
from linkage_rules.model.spans import Span
from linkage_rules.model.types import RecordType
from linkage_rules.model.working_days import Calendar
from linkage_rules.words.finding_words import FINDING_NAMES
from linkage_rules.words.messages import Phrase

_OF_FIELDS: Final = frozenset({FindingKind.OUTSIDE_BOUNDS, FindingKind.CONTRADICTORY_BOUNDS})
"""The kinds that name a field, and are answered for its record type."""


@frozen
class Shown:
    """A record that shows a finding, with the answers to expect there.

    ``complete`` says that every field of the record is known, and that fields which are not in
    ``fields`` play no part.
    """

    witness: Witness
    expected: tuple[Expression, ...] = ()
    complete: bool = False
    fields: frozenset[str] = frozenset()

    __repr__ = in_brief


@frozen(kw_only=True)
class Finding:
    """One thing in a policy that is probably not intended.

    ``names`` are the ASCII names of what it is about. A finding that something never happens is
    proved for all records, or for lists up to ``list_bound`` elements where that is not None; one
    that something does happen is ``shown``. ``answered_by`` is the property that says that it is
    intended. ``together`` are further findings with the same ``cause``; only the record of this
    first one was made small.
    """

    kind: FindingKind
    names: tuple[str, ...]
    words: Phrase
    span: Span
    list_bound: int | None = None
    shown: Shown | None = None
    answered_by: Property | None = None
    together: tuple["Finding", ...] = ()
    cause: Hashable = field(default=None, eq=False, repr=False)

    __repr__ = in_brief

    @property
    def answered_for(self) -> tuple[str, ...]:
        """The names that an answer to it lists."""
        return self.names[:1] if self.kind in _OF_FIELDS else self.names


@frozen
class Proved:
    """A property holds: for all records, or for lists up to ``list_bound`` elements."""

    property: Property
    list_bound: int | None = None

    __repr__ = in_brief


@frozen
class Proof:
    """A proof that no record of some kind exists, with what another solver needs to check it.

    ``kind`` and ``names`` are those of the finding that was looked for; ``claim`` says what was
    proved for the records of one type: for all, or for those with lists up to ``list_bound``
    elements.
    """

    kind: FindingKind
    names: tuple[str, ...]
    claim: Phrase
    span: Span
    record_type: RecordType
    list_bound: int | None
    script: Script = field(repr=False)

    __repr__ = in_brief


@frozen
class Open:
    """A question that was not decided, within the time limit or in principle: ``because`` says
    why."""

    kind: FindingKind
    names: tuple[str, ...]
    span: Span
    because: Phrase | None = None

    __repr__ = in_brief


Result: TypeAlias = Finding | Open


@frozen
class Analysis:
    """Everything that an analysis found, in the order of the policy's files.

    ``findings`` include those that the policy answers; ``proved`` are the properties that hold, and
    ``undecided`` what the solver could not decide. All of it is about ``days``: every day that was
    asked about is one of them, and so is every date of a record, or it is never. ``calendars`` are
    those by which the policy counts working days: of days that they do not cover nothing is
    claimed. ``remarks`` are
    about what nothing uses, which need not be answered. ``proofs`` are there where they were asked
    for: of each property that holds, of each finding that something never happens, and of each
    fault that was looked for and that no record has.
    """

    findings: tuple[Finding, ...]
    proved: tuple[Proved, ...]
    undecided: tuple[Open, ...]
    days: Interval
    remarks: tuple[Finding, ...] = ()
    proofs: tuple[Proof, ...] = ()
    calendars: tuple[Calendar, ...] = ()

    __repr__ = in_brief

    def _repr_html_(self) -> str:
        from linkage_rules.words.card import Row, card

        rows: list[Row] = [
            (Phrase("findings", "发现"), str(len(self.findings))),
            (Phrase("of them unanswered", "其中未答复"), str(len(self.unanswered))),
            (Phrase("proved", "已证明"), str(len(self.proved))),
            (Phrase("undecided", "未能断定"), str(len(self.undecided))),
            *((FINDING_NAMES[one.kind], one.words) for one in self.unanswered),
        ]
        return card(Phrase("analysis", "一致性分析"), rows)

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """The findings that no property answers."""
        return tuple(found for found in self.findings if found.answered_by is None)

    @property
    def clean(self) -> bool:
        """Whether every finding is answered and every question decided."""
        return not self.unanswered and not self.undecided
