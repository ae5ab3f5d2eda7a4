"""The result of a comparison of two policies; as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from linkage_rules.analysis.difference.levels import Way
from linkage_rules.analysis.difference.renames import Renamed
from linkage_rules.analysis.difference.vocabulary import VocabularyChange
from linkage_rules.analysis.witnesses import Witness
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.calendar import overlap, some_day, stretches
from linkage_rules.model.norms import Action, Alternative, Fact, Interval, Norm, Parameter
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from linkage_rules.model.values import Value
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.words.messages import Phrase
from linkage_rules.words.parties import conduct
from linkage_rules.words.telling import choice_of

if TYPE_CHECKING:
    from linkage_rules.words.keywords import Language
from typing import Final, TypeAlias

from linkage_rules.decisions.verdicts import conclusion
from linkage_rules.language.writing import transcribing
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from linkage_rules.plain.writing import FORMATS, Plain, chosen, plain, tagged, written
from linkage_rules.words import decision_words as answers
from linkage_rules.words import difference_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.citing import cited
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import say
from linkage_rules.words.told_values import in_words, printable
from linkage_rules.words.working_days import spoken_days
from linkage_rules.words.wrapping import hanging

Side: TypeAlias = tuple[Phrase, tuple[Phrase, ...]]
"""What a policy says, as a sentence, and the norms and clauses that decide it."""


@frozen
class Said:
    """The choice of one policy on ``days``, and the reason; None where it made none."""

    days: Interval
    choice: Phrase | None
    because: str | None


@frozen
class ReadingChange:
    """A reading in both policies; None in the one that does not have it.

    ``choices`` are the stretches of days on which choices or reasons differ, each with the old and
    the new one; ``asked`` says that the question or the alternatives differ.
    """

    old: Parameter | None
    new: Parameter | None
    choices: tuple[tuple[Said, Said], ...]
    asked: bool

    __repr__ = in_brief

    @property
    def reading(self) -> Parameter:
        """The reading of the new policy, or else that of the old one."""
        found = self.new or self.old
        assert found is not None
        return found


def reading_changes(old: Package, new: Package, days: Interval) -> Iterator[ReadingChange]:
    """The readings that differ, in the order of the new policy, then those that are gone."""
    for name in dict.fromkeys((*new.readings, *old.readings)):
        before, after = old.readings.get(name), new.readings.get(name)
        choices = tuple(_choices(before, after, days))
        asked = before is None or after is None or _question(before) != _question(after)
        if choices or asked:
            yield ReadingChange(before, after, choices, asked)


def _choices(
    old: Parameter | None, new: Parameter | None, days: Interval
) -> Iterator[tuple[Said, Said]]:
    periods = [p.in_force for one in (old, new) if one is not None for p in one.periods]
    for stretch in stretches(periods):
        both = overlap(stretch, days)
        if both is None:
            continue
        before, after = (_said(one, both) for one in (old, new))
        if (before.choice, before.because) != (after.choice, after.because):
            yield before, after


def _said(reading: Parameter | None, days: Interval) -> Said:
    period = None if reading is None else reading.period_on(some_day(days))
    if reading is None or period is None:
        return Said(days, None, None)
    return Said(days, choice_of(period.value, reading.type), period.because)


def _question(reading: Parameter) -> tuple[str, frozenset[str]]:
    assert reading.reading is not None
    return reading.reading.question, frozenset(map(_alternative, reading.alternatives_to(None)))


def _alternative(one: Alternative) -> str:
    return f"{one.value!r} {one.because}"


@frozen
class NoteChange:
    """A norm or fact whose reason for saying less than the text differs between the policies.

    ``old`` and ``new`` are the reasons, None where there is none. It changes no answer.
    """

    declared: Norm | Fact
    old: str | None
    new: str | None

    __repr__ = in_brief


def note_changes(
    old: Package, new: Package, renamed: Iterable[Renamed] = ()
) -> Iterator[NoteChange]:
    """The norms and facts whose reasons for saying less differ, in the order of the new policy."""
    anew = dict(one.names for one in renamed if isinstance(one.old, Norm | Fact))
    before = {anew.get(name, name): said for name, said in old.simplified.items()}
    after = new.simplified
    for name in dict.fromkeys((*after, *before)):
        reasons = [said[name].simplified if name in said else None for said in (before, after)]
        if reasons[0] != reasons[1]:
            yield NoteChange(after.get(name) or before[name], reasons[0], reasons[1])


@frozen
class CalendarChange:
    """A calendar of working days in both policies; None in the one that does not have it.

    ``days`` are the stretches that differ: first and last day, and whether the new one has them as
    working days, ``None`` where it does not cover them. ``covered`` are those that only the new one
    covers.
    """

    old: WorkCalendar | None
    new: WorkCalendar | None
    days: tuple[tuple[date, date, bool | None], ...] = ()
    covered: tuple[tuple[date, date], ...] = ()

    __repr__ = in_brief

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar of the new policy, or else that of the old one."""
        found = self.new or self.old
        assert found is not None
        return found


def calendar_changes(old: Package, new: Package) -> Iterator[CalendarChange]:
    """The calendars that differ in a day, in the order of the new policy, then those that are
    gone."""
    for name in dict.fromkeys((*new.calendars, *old.calendars)):
        before, after = old.calendars.get(name), new.calendars.get(name)
        if before is None or after is None:
            yield CalendarChange(before, after)
            continue
        found = [*after.stretches(before)]
        both = range(before.start.toordinal(), before.end.toordinal() + 1)
        days = tuple(one for one in found if one[0].toordinal() in both)
        beyond = [(first, last) for first, last, _ in found if first.toordinal() not in both]
        if found:
            yield CalendarChange(before, after, days, tuple(_in_a_row(beyond)))


def _in_a_row(days: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The stretches, with those that follow each other directly joined."""
    start: date | None = None
    end = date.min
    for first, last in days:
        if start is not None and first.toordinal() == end.toordinal() + 1:
            end = last
            continue
        if start is not None:
            yield start, end
        start, end = first, last
    if start is not None:
        yield start, end


class Relation(StrEnum):
    """How the new policy compares with the old one in an action or a norm."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    BOTH = "both"
    UNDECIDED = "undecided"


class ResultRelation(StrEnum):
    """How a result of the new policy compares with that of the old one."""

    SAME = "same"
    CHANGED = "changed"
    REASSIGNED = "reassigned"
    RETYPED = "retyped"
    ADDED = "added"
    REMOVED = "removed"
    UNDECIDED = "undecided"


@frozen
class Shown:
    """A record on which the two policies differ, with what each says of it.

    ``known`` is false where they differ only on records on which something that matters is unknown.
    """

    witness: Witness
    old: Outcome
    new: Outcome
    known: bool


@frozen
class Direction:
    """Whether the new policy is stricter anywhere, or looser, in one direction.

    Where no record is ``shown`` there is none: proved for all records, or, with a ``list_bound``,
    for lists up to that length; unless it is ``undecided``.
    """

    shown: Shown | None = None
    undecided: bool = False
    list_bound: int | None = None

    __repr__ = in_brief


@frozen
class Comparison:
    """One action or norm in both policies; None in the one that does not have it."""

    old: Action | Norm | None
    new: Action | Norm | None
    ways: Mapping[Way, Direction]

    __repr__ = in_brief

    @property
    def declared(self) -> Action | Norm:
        """The declaration of the new policy, or else that of the old one."""
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
        """The length of lists up to which there is no further difference; None: proved for all
        records."""
        bounds = (direction.list_bound for direction in self.ways.values())
        return max((bound for bound in bounds if bound is not None), default=None)


@frozen
class ResultComparison:
    """One result in both policies; None in the one that does not have it.

    ``direction`` shows a record for which the value differs, ``before`` and ``after`` are the
    values there. It is None where nothing can be compared: the result is new, gone or of another
    type. ``reassigned`` says that it is owed by or to somebody else.
    """

    old: Fact | None
    new: Fact | None
    direction: Direction | None
    before: Value = None
    after: Value = None
    reassigned: bool = False

    __repr__ = in_brief

    @property
    def declared(self) -> Fact:
        """The fact of the new policy, or else that of the old one."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def relation(self) -> ResultRelation:
        """``undecided`` when no difference was found and one could not be ruled out."""
        if self.old is None or self.new is None:
            return ResultRelation.ADDED if self.old is None else ResultRelation.REMOVED
        if self.direction is None:
            return ResultRelation.RETYPED
        if self.direction.shown is not None:
            return ResultRelation.CHANGED
        if self.direction.undecided:
            return ResultRelation.UNDECIDED
        return ResultRelation.REASSIGNED if self.reassigned else ResultRelation.SAME


@frozen
class Difference:
    """Everything in which a new policy differs from an old one.

    ``actions``, ``norms`` and ``results`` hold one comparison each, those without a difference
    included. ``renamed`` is what was said to be the same under another name. ``days`` are the days
    compared. ``set_aside`` says that the policies are never in force on the same day, so that their
    own periods in force were ignored.
    """

    old: Package = field(repr=False)
    new: Package = field(repr=False)
    days: Interval
    set_aside: bool
    list_bound: int
    vocabulary: tuple[VocabularyChange, ...]
    actions: tuple[Comparison, ...]
    norms: tuple[Comparison, ...]
    results: tuple[ResultComparison, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    __repr__ = in_brief

    @property
    def readings(self) -> tuple[ReadingChange, ...]:
        """The readings whose choice, question or reasons differ on the days compared."""
        return tuple(reading_changes(self.old, self.new, self.days))

    @property
    def notes(self) -> tuple[NoteChange, ...]:
        """The norms and facts whose reasons for saying less than the text differ."""
        return tuple(note_changes(self.old, self.new, self.renamed))

    @property
    def calendars(self) -> tuple[CalendarChange, ...]:
        """The calendars of working days whose days differ."""
        return tuple(calendar_changes(self.old, self.new))

    def __bool__(self) -> bool:
        """Whether there is any difference, or one that could not be ruled out; notes do not
        count."""
        compared = (*self.actions, *self.norms)
        return (
            bool(self.vocabulary)
            or bool(self.readings)
            or bool(self.calendars)
            or self.old.in_force != self.new.in_force
            or any(one.relation is not Relation.SAME for one in compared)
            or any(one.relation is not ResultRelation.SAME for one in self.results)
        )

    def _repr_html_(self) -> str:
        from linkage_rules.words.card import card

        heading = f"{self.old.name} → {self.new.name}"
        text = Phrase(self.to_text("en"), self.to_text("zh"))
        return card(Phrase(heading, heading), text=text)

    def to_text(self, language: Language = "zh", *, width: int = 100) -> str:
        """The differences for a terminal of ``width`` columns, each with a record that shows it."""
        return "\n".join(Telling(self, language, width).lines())

    def to_dict(self) -> dict[str, Any]:
        """The differences as plain data; money is whole fen, dates are ISO 8601."""
        return _document(self)

    def to_json(self) -> str:
        """`to_dict` as JSON text, the same text for the same difference."""
        return written(self.to_dict())


@frozen
class Loosening:
    """A norm of a parent policy of which an overlay asks less.

    In the record of ``shown`` the parent asks something of a bearer of ``norm`` that nothing in the
    overlay asks, or the norm is unmet in the parent and nothing corresponding is in the overlay.
    For a permission: it permits in the overlay what it did not permit in the parent.
    """

    norm: Norm
    shown: Shown

    def sides(self, parent: Package, overlay: Package) -> tuple[Side, Side]:
        """What the parent and the overlay say of the record: a sentence, and the reasons."""
        compared = Comparison(self.norm, overlay.norms.get(self.norm.name), {})
        return sides_of(compared, self.shown, (parent, overlay))


# As text for a terminal


_MARGIN: Final = 4
"""The columns that are left free at the right."""

_UNTOLD: Final = (Status.IN_EFFECT, Status.UNDETERMINED)
"""The statuses that only say that a norm applies."""

_STEP: Final = "  "


def names_of(comparison: Comparison) -> Phrase:
    """The words for an action or norm, with whether it is new, gone or renamed."""
    old, new = comparison.old, comparison.new
    name = called(comparison.declared)
    if old is None:
        return wording.ADDED.filled(name=name)
    if new is None:
        return wording.REMOVED.filled(name=name)
    before = called(old)
    if old.name == new.name:
        return name
    return Phrase(
        wording.RENAMED.filled(name=name, old=before).en,
        name.zh if before.zh == name.zh else wording.RENAMED.filled(name=name, old=before).zh,
    )


def _claim(list_bound: int | None) -> Phrase:
    """The kind of claim that there is no such record: proved, or for short lists."""
    return wording.PROVED if list_bound is None else wording.BOUNDED.filled(bound=list_bound)


def sides_of(
    comparison: Comparison, shown: Shown, packages: tuple[Package, Package]
) -> tuple[Side, Side]:
    """What the old policy and the new one say of the record that is shown."""
    old = _side(comparison.old, comparison.declared, shown.old, packages[0])
    new = _side(comparison.new, comparison.declared, shown.new, packages[1])
    return old, new


def _side(
    one: Action | Norm | None, declared: Action | Norm, outcome: Outcome, package: Package
) -> Side:
    match one:
        case None:
            return wording.NO_NORM if isinstance(declared, Norm) else wording.NO_ACTION, ()
        case Norm():
            found = outcome.norms[one.name]
            named = {"norm": called(one), "conduct": conduct(one, package)}
            sentence = answers.APPLIES[found.applies].filled(**named)
            if found.applies and found.status not in _UNTOLD:
                status = answers.STATUSES[found.status]
                sentence = answers.NORM_HAS_STATUS.filled(status=status, **named)
            return sentence, tuple(cited(found, package) for found in one.citations[:1])
    verdict = outcome.verdicts[one.name]
    reasons: list[Phrase] = []
    if verdict.status is VerdictStatus.PERMITTED and not verdict.by:
        reasons.append(answers.PERMITTED_BY_DEFAULT)
    for name in (*verdict.by, *(verdict.open if not verdict.by else ())):
        norm = package.norms[name]
        pattern = answers.NORM_DECIDES if name in verdict.by else answers.NORM_IS_OPEN
        reasons.append(pattern.filled(norm=called(norm), conduct=conduct(norm, package)))
        reasons += (cited(one, package) for one in norm.citations[:1])
    return conclusion(verdict, package), tuple(reasons)


def _days_in_words(days: Interval) -> Phrase:
    """An interval of days, both ends included."""
    start, end = (
        None if day is None else in_words(day, Scalar.DATE) for day in (days.start, days.end)
    )
    if start and end:
        if days.start == days.end:
            return start
        return wording.FROM_UNTIL.filled(start=start, end=end)
    if start:
        return wording.FROM.filled(start=start)
    return wording.UNTIL.filled(end=end) if end else wording.ANY_DAY


@frozen
class Line:
    """A line of what is told, and how deep it stands; a heading has the depth 0."""

    depth: int
    words: Phrase


def head_of(found: Difference) -> Iterator[Line]:
    """Which policies are compared on which days, and what differs in what they declare."""
    for side, package in ((wording.OLD, found.old), (wording.NEW, found.new)):
        yield Line(1, wording.SIDE.filled(side=side, words=_policy(package)))
    yield Line(1, wording.DAYS.filled(days=_days_in_words(found.days)))
    if found.set_aside:
        yield Line(1, wording.SET_ASIDE)
    for side, package in ((wording.OLD, found.old), (wording.NEW, found.new)):
        if not found.set_aside and not overlap(package.in_force, found.days):
            interval = _days_in_words(package.in_force)
            yield Line(1, wording.NOT_IN_FORCE.filled(side=side, interval=interval))
    if found.old.in_force != found.new.in_force:
        before, after = (_days_in_words(p.in_force) for p in (found.old, found.new))
        yield Line(1, wording.IN_FORCE.filled(before=before, after=after))
    if found.renamed:
        yield Line(0, wording.RENAMINGS)
        for one in found.renamed:
            kind, old, new = wording.KINDS[one.kind.value], called(one.old), called(one.new)
            yield Line(1, wording.RENAMING.filled(kind=kind, old=old, new=new))
    if found.vocabulary:
        yield Line(0, wording.VOCABULARY)
        for change in found.vocabulary:
            said = wording.CHANGES[change.kind.value]
            yield Line(1, said.filled(owner=change.owner, name=change.name))
    if found.readings:
        yield Line(0, wording.READINGS)
        for reading in found.readings:
            yield from _reading_told(reading)
    if found.notes:
        yield Line(0, wording.NOTES)
        for note in found.notes:
            yield Line(1, _note(note))
    if found.calendars:
        yield Line(0, wording.CALENDARS)
        for calendar in found.calendars:
            yield from _calendar_told(calendar)


def _reading_told(change: ReadingChange) -> Iterator[Line]:
    pattern = wording.READING_CHANGED
    if change.old is None or change.new is None:
        pattern = wording.READING_ADDED if change.old is None else wording.READING_REMOVED
    yield Line(1, pattern.filled(name=called(change.reading)))
    for pair in change.choices:
        for side, said in zip((wording.OLD, wording.NEW), pair, strict=True):
            yield Line(2, _chosen(side, said))
    if change.asked and change.old is not None and change.new is not None:
        yield Line(2, wording.READING_ASKED)


def _calendar_told(change: CalendarChange) -> Iterator[Line]:
    pattern = wording.CALENDAR_CHANGED
    if change.old is None or change.new is None:
        pattern = wording.CALENDAR_ADDED if change.old is None else wording.CALENDAR_REMOVED
    yield Line(1, pattern.filled(name=called(change.calendar)))
    for first, last, is_worked in change.days:
        yield Line(2, wording.DAYS_WORKED[is_worked].filled(days=spoken_days(first, last)))
    for first, last in change.covered:
        yield Line(2, wording.DAYS_COVERED.filled(days=spoken_days(first, last)))


def end_of(found: Difference) -> Iterator[Phrase]:
    """What is the same in both, and whether everything is."""
    if not found:
        yield wording.NO_DIFFERENCE
    yield _same(found)
    if found.results:
        yield _same_results(found)


class Telling:
    """The text of a difference, whole or piece by piece.

    The head and the comparisons can be told while later comparisons are still being worked out.
    """

    def __init__(self, difference: Difference, language: Language, width: int) -> None:
        self.found = difference
        self.language = language
        self.width = width - _MARGIN
        self._under: Phrase | None = None

    def lines(self) -> Iterator[str]:
        """The whole text."""
        found = self.found
        yield from self.head()
        for compared in (found.actions, found.norms, found.results):
            for one in compared:
                yield from self.compared(one)
        yield from self.end(found)

    def head(self) -> Iterator[str]:
        """Which policies are compared on which days, and what differs in what they declare."""
        yield say(wording.TITLE, self.language)
        for line in head_of(self.found):
            if line.depth:
                yield from self._told(line.depth, line.words)
            else:
                yield from self._heading(line.words)

    def compared(self, one: Comparison | ResultComparison) -> Iterator[str]:
        """One comparison, under a heading if it is the first of its kind; nothing if both are the
        same."""
        if one.relation in (Relation.SAME, ResultRelation.SAME):
            return
        heading = wording.RESULTS
        if isinstance(one, Comparison):
            heading = wording.NORMS if isinstance(one.declared, Norm) else wording.VERDICTS
        if self._under is not heading:
            self._under = heading
            yield from self._heading(heading)
        yield from self._comparison(one) if isinstance(one, Comparison) else self._result(one)

    def end(self, found: Difference) -> Iterator[str]:
        """What is the same in both, and whether everything is."""
        yield ""
        for words in end_of(found):
            yield from self._told(0, words)

    def _heading(self, heading: Phrase) -> Iterator[str]:
        yield ""
        yield say(heading, self.language)

    def _comparison(self, comparison: Comparison) -> Iterator[str]:
        relation = wording.RELATIONS[comparison.relation.value]
        words = wording.COMPARED.filled(name=names_of(comparison), relation=relation)
        yield from self._told(1, words)
        for way, direction in comparison.ways.items():
            yield from self._direction(comparison, way, direction)

    def _result(self, one: ResultComparison) -> Iterator[str]:
        relation = wording.RESULT_RELATIONS[one.relation.value]
        words = wording.COMPARED.filled(name=called(one.declared), relation=relation)
        yield from self._told(1, words)
        for words in owed_otherwise(one, self.found):
            yield from self._told(2, words)
        shown = None if one.direction is None else one.direction.shown
        if shown is None:
            return
        yield from self._told(2, result_told(shown))
        yield from self._witness(shown)
        for side, value in ((wording.OLD, one.before), (wording.NEW, one.after)):
            words = in_words(value, one.declared.type)
            yield from self._told(3, wording.SIDE.filled(side=side, words=words))

    def _witness(self, shown: Shown) -> Iterator[str]:
        witness = shown.witness
        for lines in (
            transcribing.given(witness.record, witness.record_type, self.language),
            transcribing.as_of(witness.as_of, self.language),
        ):
            yield from (f"{_STEP * 2}{printable(line)}" for line in lines.split("\n"))

    def _direction(self, comparison: Comparison, way: Way, direction: Direction) -> Iterator[str]:
        yield from self._told(2, direction_told(way, direction))
        shown = direction.shown
        if shown is None:
            return
        yield from self._witness(shown)
        said = sides_of(comparison, shown, (self.found.old, self.found.new))
        for side, (sentence, reasons) in zip((wording.OLD, wording.NEW), said, strict=True):
            yield from self._told(3, wording.SIDE.filled(side=side, words=sentence))
            for reason in reasons:
                yield from self._told(4, reason)

    def _told(self, depth: int, words: Phrase) -> Iterator[str]:
        start = _STEP * depth
        told = printable(say(words, self.language))
        yield from hanging(told, self.width, start, start + _STEP)


def direction_told(way: Way, direction: Direction) -> Phrase:
    """Whether the new policy is ever stricter, or looser: introduces the record that shows it."""
    if direction.shown is not None:
        return (wording.SHOWN if direction.shown.known else wording.SHOWN_OPEN)[way.value]
    if direction.undecided:
        return wording.UNDECIDED[way.value]
    return wording.NOT_SHOWN[way.value].filled(claim=_claim(direction.list_bound))


def _same(found: Difference) -> Phrase:
    same = [
        [c for c in compared if c.relation is Relation.SAME]
        for compared in (found.actions, found.norms)
    ]
    counted = [c.list_bound for compared in same for c in compared]
    bounded = [bound for bound in counted if bound is not None]
    words = wording.PROVED
    if bounded:
        words = wording.SAME_BOUNDED.filled(
            proved=len(counted) - len(bounded), bounded=len(bounded), bound=max(bounded)
        )
    return wording.SAME.filled(actions=len(same[0]), norms=len(same[1]), claim=words)


def _same_results(found: Difference) -> Phrase:
    same = [one for one in found.results if one.relation is ResultRelation.SAME]
    bounds = [one.direction.list_bound for one in same if one.direction is not None]
    claim = _claim(max((bound for bound in bounds if bound is not None), default=None))
    return wording.SAME_RESULTS.filled(results=len(same), claim=claim)


def result_told(shown: Shown) -> Phrase:
    """Introduces the record for which a result differs."""
    return wording.RESULT_SHOWN if shown.known else wording.RESULT_SHOWN_OPEN


def owed_otherwise(one: ResultComparison, found: Difference) -> Iterator[Phrase]:
    """Who owes a result to whom in both policies, where that differs."""
    if one.old is not None and one.new is not None and one.reassigned:
        for side, fact, package in (
            (wording.OLD, one.old, found.old),
            (wording.NEW, one.new, found.new),
        ):
            who = _owed(fact, package) or wording.OWED_BY_NOBODY
            yield wording.SIDE.filled(side=side, words=who)


def _owed(fact: Fact, package: Package) -> Phrase | None:
    """The words for who owes a result to whom; None where the policy says neither."""
    result = fact.result
    if result is None:
        return None
    named = {"bearer": result.bearer, "counterparty": result.counterparty}
    parties = {role: called(package.bearers[name]) for role, name in named.items() if name}
    pattern = answers.OWED.get(("bearer" in parties, "counterparty" in parties))
    return None if pattern is None else pattern.filled(**parties)


def _chosen(side: Phrase, said: Said) -> Phrase:
    days = _days_in_words(said.days)
    if said.choice is None:
        return wording.NOT_CHOSEN.filled(side=side, days=days)
    because = said.because or ""
    return wording.CHOSEN.filled(side=side, days=days, choice=said.choice, because=because)


def _note(change: NoteChange) -> Phrase:
    pattern = wording.SIMPLIFIED_OTHERWISE
    if change.old is None or change.new is None:
        pattern = wording.SIMPLIFIED_NOW if change.old is None else wording.SIMPLIFIED_NO_MORE
    before, after = change.old or "", change.new or ""
    return pattern.filled(name=called(change.declared), before=before, after=after)


def _policy(package: Package) -> Phrase:
    name = Phrase(package.name, package.name)
    if package.label is None:
        return name
    return wording.POLICY.filled(label=package.label, name=name)


# As plain data


def _document(difference: Difference) -> Plain:
    """The comparison as dictionaries, lists, texts and whole numbers."""
    return {
        **FORMATS["difference"].head,
        "old": _policy_plain(difference.old),
        "new": _policy_plain(difference.new),
        "days": plain(difference.days),
        "periods_set_aside": difference.set_aside,
        "list_bound": difference.list_bound,
        "renamed": [
            {
                "kind": one.kind.value,
                "of": one.owner,
                "old": chosen(one.old, "name", "label"),
                "new": chosen(one.new, "name", "label"),
            }
            for one in difference.renamed
        ],
        "vocabulary": plain(difference.vocabulary),
        "readings": [_reading(change) for change in difference.readings],
        "notes": [
            {
                "kind": "norm" if isinstance(change.declared, Norm) else "fact",
                **chosen(change.declared, "name", "label"),
                **chosen(change, "old", "new"),
            }
            for change in difference.notes
        ],
        "calendars": [_calendar(change) for change in difference.calendars],
        "actions": [_comparison(c, difference) for c in difference.actions],
        "norms": [_comparison(c, difference) for c in difference.norms],
        "results": [_result(one) for one in difference.results],
    }


def _result(one: ResultComparison) -> Plain:
    shown = None if one.direction is None else one.direction.shown
    found: Plain = {
        "record_type": one.declared.record_type,
        **{
            side: fact and chosen(fact, "name", "label")
            for side, fact in (("old", one.old), ("new", one.new))
        },
        "relation": one.relation.value,
        "list_bound": one.direction and one.direction.list_bound,
        "shown": None,
    }
    if shown is not None:
        found["shown"] = {
            **_record(shown),
            "old": tagged(one.before, one.declared.type),
            "new": tagged(one.after, one.declared.type),
        }
    return found


def _record(shown: Shown) -> Plain:
    """The record that is shown."""
    witness = shown.witness
    return {
        "known": shown.known,
        "as_of": witness.as_of.isoformat(),
        "record": tagged(witness.record, witness.record_type),
        "given": {
            language: transcribing.given(witness.record, witness.record_type, language)
            for language in LANGUAGES
        },
    }


def _reading(change: ReadingChange) -> Plain:
    return {
        **{
            side: one and chosen(one, "name", "label")
            for side, one in (("old", change.old), ("new", change.new))
        },
        "asked_differently": change.asked,
        "choices": [
            {"days": plain(old.days), "old": _said_plain(old), "new": _said_plain(new)}
            for old, new in change.choices
        ],
    }


def _calendar(change: CalendarChange) -> Plain:
    return {
        **{
            side: one and chosen(one, "name", "label")
            for side, one in (("old", change.old), ("new", change.new))
        },
        "days": [
            {"first": first.isoformat(), "last": last.isoformat(), "worked": is_worked}
            for first, last, is_worked in change.days
        ],
        "covered": [
            {"first": first.isoformat(), "last": last.isoformat()} for first, last in change.covered
        ],
    }


def _said_plain(said: Said) -> Plain | None:
    if said.choice is None:
        return None
    return chosen(said, "choice", "because")


def _policy_plain(package: Package) -> Plain:
    return chosen(package, "name", "label", "in_force")


def _comparison(comparison: Comparison, difference: Difference) -> Plain:
    return {
        "record_type": comparison.declared.record_type,
        **{
            side: one and chosen(one, "name", "label")
            for side, one in (("old", comparison.old), ("new", comparison.new))
        },
        "relation": comparison.relation.value,
        **{way.value: _direction(comparison, comparison.ways[way], difference) for way in Way},
    }


def _direction(comparison: Comparison, direction: Direction, difference: Difference) -> Plain:
    if direction.shown is not None:
        return {"answer": "shown", **_shown(comparison, direction.shown, difference)}
    if direction.undecided:
        return {"answer": "undecided"}
    if direction.list_bound is None:
        return {"answer": "never", "proved": True}
    return {"answer": "never", "proved": False, "list_bound": direction.list_bound}


def _shown(comparison: Comparison, shown: Shown, difference: Difference) -> Plain:
    old, new = sides_of(comparison, shown, (difference.old, difference.new))
    return {
        **_record(shown),
        "old": _side_plain(comparison, comparison.old, shown.old)
        | {"sentence": plain(old[0]), "reasons": plain(old[1])},
        "new": _side_plain(comparison, comparison.new, shown.new)
        | {"sentence": plain(new[0]), "reasons": plain(new[1])},
    }


def _side_plain(comparison: Comparison, one: Any, outcome: Outcome) -> Plain:
    if one is None:
        return {"status": None}
    if isinstance(comparison.declared, Norm):
        return {"status": outcome.norms[one.name].status.value}
    verdict = outcome.verdicts[one.name]
    return {"status": verdict.status.value, "by": sorted(verdict.by)}
