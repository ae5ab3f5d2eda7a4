"""Advice: what may be done to reach a goal, or what stands in its way; as text and as plain
data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from linkage_rules.analysis.advice.consequences import Consequence, Sense
from linkage_rules.analysis.advice.fitting import Fitting, Stretch
from linkage_rules.analysis.advice.goals import (
    NothingViolated,
    described,
    without_nothing_violated,
)
from linkage_rules.engines.symbolic import Edit
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Citation, Fact, Norm
from linkage_rules.model.outcomes import Answer
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.model.working_days import Calendar

if TYPE_CHECKING:
    from linkage_rules.words.keywords import Language
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from linkage_rules.decisions.verdicts import conclusion
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import MOST_ELEMENTS, EditKind, Role, is_made_up
from linkage_rules.language.writing.transcribing import datum
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.clauses import han_numeral
from linkage_rules.model.deontic import is_failing
from linkage_rules.model.outcomes import Verdict
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import EnumType, ListType, Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.plain.writing import FORMATS, Plain, chosen, plain, tagged, written
from linkage_rules.words import advice_words as wording
from linkage_rules.words import decision_words as answers
from linkage_rules.words.called import called
from linkage_rules.words.citing import cited
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, enumerated, say
from linkage_rules.words.parties import conduct
from linkage_rules.words.places import asked, place
from linkage_rules.words.telling import not_in_force
from linkage_rules.words.told_values import in_words, printable
from linkage_rules.words.working_days import COVERED, covering
from linkage_rules.words.wrapping import hanging


@frozen
class Reason:
    """A norm or fact whose answer differs once a change is made; ``None`` is unknown."""

    declared: Norm | Fact
    before: Answer
    after: Answer

    __repr__ = in_brief

    @property
    def citation(self) -> Citation | None:
        """The first citation of the norm or fact."""
        return self.declared.citations[0] if self.declared.citations else None


@frozen
class Change:
    """One part of the record with another value, and why that is needed.

    ``withdraws`` are the norms that want what the change takes back; it is only filled where
    nothing else reaches the goal. ``fitting`` tells which other values would do as well: one for
    the part that is set, or one for each part of an added entry; empty where that could not be
    found out.
    """

    edit: Edit
    because: tuple[Reason, ...]
    withdraws: tuple[Norm, ...] = ()
    fitting: tuple[Fitting, ...] = ()

    __repr__ = in_brief


@frozen
class Alternative:
    """Changes that reach the goal; none can be left out.

    They reach it for certain, whatever is unknown, unless something is ``provided``: that unknown
    fields which cannot be changed turn out to have these values. ``record`` is the record with all
    of that. ``consequences`` are the norms and actions, beside those of the goal, whose status or
    verdict changes as well, the worst first. ``together`` says that the fitting values of the
    changes may be combined freely; otherwise those of one change hold only with the named values of
    the others.
    """

    changes: tuple[Change, ...]
    provided: tuple[Change, ...]
    record: Record = field(repr=False)
    consequences: tuple[Consequence, ...] = ()
    together: bool = True

    __repr__ = in_brief

    @property
    def cost(self) -> int:
        """The sum of the costs of the changes, by which alternatives are sorted."""
        return sum(change.edit.cost for change in self.changes)


@frozen
class Advice:
    """How a record may reach a goal.

    ``alternatives`` are in order of what they cost. Where there is none, ``obstacles`` are the
    smallest set of facts that cannot be changed and stand in the way, each with a value with
    which the goal could be reached; where those are empty too, no record within the bounds
    reaches it, and where it is `impossible`, none at all. The bounds: ``finished`` is false
    when the time was over before everything was looked at, ``most_added`` is how many entries a
    list was given at most, if there was one to be lengthened, ``curtailed`` tells that only the
    first entries of a list were considered, ``kept_known`` that the goal rests on whether
    something is known, which was never taken back, ``kept_wanted`` that ways which take back
    what norms want were not looked for, since there are others. ``left_open`` are the norms of
    which it is not known whether they are violated where the goal is that nothing is: they are
    only not to be violated for certain. ``calendars`` are those by which the goal counts working
    days: of days that they do not cover nothing is claimed.
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
    kept_known: bool = False
    kept_wanted: bool = False
    left_open: tuple[Norm, ...] = ()
    calendars: tuple[Calendar, ...] = ()

    __repr__ = in_brief

    @property
    def impossible(self) -> bool:
        """Whether it is proved that no record at all reaches the goal on the day."""
        nothing = not (self.reached or self.alternatives or self.obstacles)
        bounded = self.most_added is not None or self.curtailed or self.kept_known or self.calendars
        return nothing and self.finished and not bounded

    @property
    def in_force(self) -> bool:
        """Whether the policy is in force on the day. Where it is not, nothing is permitted by
        default and hardly anything forbidden, so that a goal may be reached for that reason."""
        return self.package.in_force_on(self.as_of)

    def _repr_html_(self) -> str:
        from linkage_rules.words.card import card

        return card(called(self.package), text=Phrase(self.to_text("en"), self.to_text("zh")))

    def to_text(self, language: Language = "zh", *, width: int = 100) -> str:
        """What to change, from what to what, because of which clause, in ``width`` columns."""
        return "\n".join(_Telling(self, language, width).lines())

    def to_dict(self) -> dict[str, Any]:
        """The advice as plain data; money is whole fen, dates are ISO 8601."""
        return _document(self)

    def to_json(self) -> str:
        """`to_dict` as JSON text, the same text for the same advice."""
        return written(self.to_dict())


# As text for a terminal


_MARGIN: Final = 4
"""The columns that are left free at the right."""

_STEP: Final = "  "

_MOST_NAMED: Final = 6
"""The most norms with open status that are named."""

_FEW: Final = 3
"""Up to this many values of an enum are listed as those that fit; of more, rather those that do
not."""


def _edit_in_words(change: Change, advice: Advice) -> Phrase:
    """What has to be done so that a part of the record gets its new value."""
    edit = change.edit
    where = place(edit.path, advice.record_type)
    words = _pattern(change).filled(
        place=asked(edit.path, advice.record_type) if _is_open(edit) else where,
        before=_before(edit),
        after=_after(change),
    )
    return words if edit.kind is EditKind.SET else _with_inner(words, change)


def _with_inner(words: Phrase, change: Change) -> Phrase:
    """The words for an added entry, with the other values that its parts may have."""
    inner = tuple(
        wording.INNER.filled(place=_inner_place(fit, change), fits=_fits(fit))
        for fit in change.fitting
        if fit.is_open and not _is_any(fit)
    )
    if not inner:
        return words
    return wording.WITH_INNER.filled(entry=words, inner=answers.LISTED.filled(listed=inner))


def _inner_place(fitting: Fitting, change: Change) -> Phrase:
    """The words for a part of an added entry."""
    inside = fitting.path.partition(f"{change.edit.path}[")[2].partition("].")[2]
    if isinstance(change.edit.type, RecordType) and inside:
        return place(inside, change.edit.type)
    return wording.THE_ENTRY


def _pattern(change: Change) -> Phrase:
    """The pattern of the sentence; it never asks to report something else, only to do something."""
    edit = change.edit
    if edit.kind is not EditKind.SET:
        return wording.EDITS[edit.kind.value]
    yes_or_no = edit.type is Scalar.YES_NO
    several = isinstance(edit.type, EnumType) or _fitting_of(change) is not None
    if _is_open(edit):
        if yes_or_no:
            return wording.REPORT_EITHER if several else wording.REPORT_TRUTH
        return wording.REPORT_RANGE if several else wording.REPORT_VALUE
    if yes_or_no:
        return wording.MAKE_SO if edit.after is True else wording.END_IT
    return wording.REACH_RANGE if several else wording.REACH


def _fitting_of(change: Change) -> Fitting | None:
    """The fitting values of the part that is set, where there is more than one."""
    found = change.fitting[0] if change.fitting else None
    one = change.edit.kind is EditKind.SET and found is not None and found.is_open
    return found if one else None


def _is_any(fitting: Fitting) -> bool:
    """Whether every value of the field fits."""
    if isinstance(fitting.type, EnumType):
        return len(fitting.values) == len(fitting.type.members)
    return fitting.stretches == (Stretch(None, None),)


def _fits(fitting: Fitting) -> Phrase:
    """The fitting values as a predicate: at least 60; one of two values."""
    if _is_any(fitting):
        return wording.ANY_VALUE
    if isinstance(fitting.type, EnumType):
        members = [member.name for member in fitting.type.members]
        others = [name for name in members if name not in fitting.values]
        few = len(others) < len(fitting.values) and len(members) > _FEW
        words = tuple(in_words(v, fitting.type) for v in (others if few else fitting.values))
        named = enumerated(words, *(wording.NOR if few else wording.OR))
        return (wording.ANY_BUT if few else wording.ONE_OF).filled(values=named)
    return enumerated((_stretch(one, fitting.type) for one in fitting.stretches), *wording.OR_ELSE)


def _stretch(one: Stretch, type_: Type) -> Phrase:
    low, high = (in_words(edge, type_) for edge in (one.low, one.high))
    if one.low == one.high:
        return (wording.ANY_VALUE if one.low is None else wording.EXACTLY).filled(value=low)
    kind = "date" if type_ is Scalar.DATE else "number"
    ends = []
    if one.low is not None:
        ends.append(wording.FROM[kind, one.low_in].filled(value=low))
    if one.high is not None:
        ends.append(wording.UP_TO[kind, one.high_in].filled(value=high))
    return enumerated(ends, *wording.AND)


def _is_open(edit: Edit) -> bool:
    return edit.kind is EditKind.SET and edit.before is None


def _assumption_in_words(change: Change, advice: Advice) -> Phrase:
    """Which value an unknown part of the record is assumed to have."""
    edit = change.edit
    pattern = wording.HAS if edit.kind is EditKind.ADD else wording.IS
    words = pattern.filled(place=place(edit.path, advice.record_type), after=_after(change))
    return words if edit.kind is EditKind.SET else _with_inner(words, change)


def _obstacle_in_words(change: Change, advice: Advice) -> Phrase:
    """The value that a part of the record has, and the one that it would need."""
    edit = change.edit
    if edit.kind is not EditKind.SET:
        return _edit_in_words(change, advice)
    where = place(edit.path, advice.record_type)
    before, after = _before(edit), _after(change)
    return wording.OBSTACLE.filled(place=where, before=before, after=after)


def _before(edit: Edit) -> Phrase:
    return _in_words(edit.before, edit.type)


def _after(change: Change) -> Phrase:
    edit = change.edit
    fitting = _fitting_of(change)
    if fitting is not None:
        return _fits(fitting)
    if isinstance(edit.type, EnumType) and edit.kind is EditKind.SET and edit.role is Role.CHANGE:
        return wording.EXACTLY.filled(value=_in_words(edit.after, edit.type))
    if isinstance(edit.after, str) and edit.type is Scalar.TEXT and is_made_up(edit.after):
        return wording.ANY_TEXT
    return _in_words(edit.after, edit.type)


def _in_words(value: Value, type_: Type) -> Phrase:
    """A value in words; a record or a list of records is written as in an example."""
    if isinstance(value, Mapping) and all(part is None for part in value.values()):
        return wording.EMPTY_RECORD
    if value and isinstance(type_, RecordType | ListType):
        return Phrase(datum(value, type_, "en"), datum(value, type_, "zh"))
    return in_words(value, type_)


def _reason_in_words(reason: Reason) -> Phrase:
    """What a norm or fact answers once the change is made."""
    name, before, after = called(reason.declared), reason.before, reason.after
    if isinstance(before, Status) and isinstance(after, Status):
        return wording.BECAUSE_STATUS.filled(
            name=name, before=answers.STATUSES[before], after=answers.STATUSES[after]
        )
    if isinstance(reason.declared, Norm):
        return wording.BECAUSE_NORM[None if after is None else bool(after)].filled(name=name)
    assert not isinstance(before, Status | VerdictStatus)
    assert not isinstance(after, Status | VerdictStatus)
    type_ = reason.declared.type
    return wording.BECAUSE_FACT.filled(
        name=name, before=in_words(before, type_), after=in_words(after, type_)
    )


def _has_costs(type_: Type) -> bool:
    """Whether the costs of changes differ between fields."""
    match type_:
        case RecordType(fields=fields):
            return any(f.cost != 1 or _has_costs(f.type) for f in fields)
        case ListType(element):
            return _has_costs(element)
    return False


def _named(alternative: Alternative, advice: Advice) -> Phrase:
    """The values with which an alternative was tried out."""
    words = (
        wording.IS.filled(
            place=place(fit.path, advice.record_type), after=in_words(fit.chosen, fit.type)
        )
        for change in (*alternative.provided, *alternative.changes)
        for fit in change.fitting
        if fit.is_open
    )
    return enumerated(words, *wording.WITH)


def _consequence_in_words(one: Consequence, package: Package) -> Phrase:
    """The status or verdict before and after, and for a norm what it says."""
    words = _turn_in_words(one, package)
    if isinstance(one.declared, Action):
        return words
    return wording.OF_CONDUCT.filled(words=words, conduct=conduct(one.declared, package))


def _turn_in_words(one: Consequence, package: Package) -> Phrase:
    """The status or verdict before and after."""
    if isinstance(one.declared, Action):
        before, after = (
            answers.COUNTED_VERDICTS[VerdictStatus(s)] for s in (one.before, one.after)
        )
        name = called(one.declared)
        return wording.ACTION_TURNS.filled(action=name, before=before, after=after)
    before, after = (answers.STATUSES[Status(s)] for s in (one.before, one.after))
    return wording.NORM_TURNS.filled(norm=called(one.declared), before=before, after=after)


def _standing(advice: Advice, record: Record) -> Iterator[tuple[Phrase, tuple[Phrase, ...]]]:
    """The status or verdict of everything that the goal speaks of, for a record, with what decides
    it."""
    package = advice.package
    found = Evaluation(package, advice.record_type, record, advice.as_of)
    asked = {
        part.action if isinstance(part, model.ActionIs) else part.norm: part
        for part in walk(without_nothing_violated(advice.goal))
        if isinstance(part, model.ActionIs | model.NormIs | model.NormApplies)
    }
    for part in asked.values():
        if isinstance(part, model.ActionIs):
            verdict = found.verdicts[part.action]
            yield conclusion(verdict, package), tuple(_deciding(verdict, package))
        else:
            norm = package.norms[part.norm]
            status = answers.STATUSES[found.norm_outcome(norm.name).status]
            named = {"norm": called(norm), "conduct": conduct(norm, package)}
            yield answers.NORM_HAS_STATUS.filled(status=status, **named), ()
    nothing = [part for part in walk(advice.goal) if isinstance(part, NothingViolated)]
    for one in nothing[:1]:
        yield from _violated(found, one, package)
    if not asked and not nothing:
        words = (describe(advice.goal, package, language) for language in LANGUAGES)
        answer = found.derive(advice.goal).answer
        assert answer is None or isinstance(answer, bool)
        subject = Phrase(*words)
        yield answers.IS.filled(subject=subject, answer=answers.ANSWERS[answer]), ()


def _violated(
    found: Evaluation, nothing: NothingViolated, package: Package
) -> Iterator[tuple[Phrase, tuple[Phrase, ...]]]:
    """The norms that are violated, each with its clause, or the sentence that none is."""
    norms = {
        part.norm: package.norms[part.norm]
        for part in walk(nothing)
        if isinstance(part, model.NormIs)
    }
    statuses = {name: found.norm_outcome(name).status for name in norms}
    failing = [name for name, status in statuses.items() if is_failing(status)]
    for name in failing:
        norm = norms[name]
        words = answers.NORM_HAS_STATUS.filled(
            status=answers.STATUSES[statuses[name]],
            norm=called(norm),
            conduct=conduct(norm, package),
        )
        yield words, tuple(cited(citation, package) for citation in norm.citations[:1])
    if not failing:
        yield wording.NOTHING_VIOLATED, ()


def _deciding(verdict: Verdict, package: Package) -> Iterator[Phrase]:
    """The norms that decide a verdict, with their clauses."""
    for name in verdict.by:
        norm = package.norms[name]
        yield answers.NORM_DECIDES.filled(norm=called(norm), conduct=conduct(norm, package))
        for citation in norm.citations[:1]:
            yield cited(citation, package)


class _Telling:
    def __init__(self, advice: Advice, language: Language, width: int) -> None:
        self.advice = advice
        self.language = language
        self.width = width - _MARGIN

    def lines(self) -> Iterator[str]:
        advice = self.advice
        goal = described(advice.goal, advice.package, self.language)
        yield from self._told(0, wording.GOAL.filled(goal=goal))
        if not advice.in_force:
            yield from self._told(0, not_in_force(advice.package, advice.as_of))
        for words, reasons in _standing(advice, advice.record):
            yield from self._told(0, wording.NOW.filled(words=words))
            for reason in reasons:
                yield from self._told(1, reason)
        if advice.left_open:
            named = tuple(called(norm) for norm in advice.left_open[:_MOST_NAMED])
            more = len(advice.left_open) - len(named)
            pattern = wording.LEFT_OPEN_AND_MORE if more else wording.LEFT_OPEN
            count = more if self.language == "en" else len(advice.left_open)
            yield from self._told(0, pattern.filled(norms=named, count=count))
        yield ""
        if advice.reached:
            yield from self._told(0, wording.REACHED)
            return
        if advice.alternatives and advice.alternatives[0].provided:
            held = self.advice.kept_wanted
            yield from self._told(0, wording.CONDITIONAL_KEEPING if held else wording.CONDITIONAL)
            yield ""
        for number, alternative in enumerate(advice.alternatives, 1):
            yield from self._alternative(number, alternative)
            yield ""
        if any(alternative.changes for alternative in advice.alternatives):
            yield from self._told(0, wording.IN_FACT)
        if not advice.alternatives and advice.finished:
            yield from self._none()
        yield from self._limits()

    def _alternative(self, number: int, alternative: Alternative) -> Iterator[str]:
        advice = self.advice
        count = len(alternative.changes)
        size = wording.SIZE.filled(count=count) if count > 1 else wording.SIZE_ONE
        if not count:
            size = wording.NOTHING_TO_CHANGE
        elif _has_costs(advice.record_type):
            size = wording.WITH_COST.filled(size=size, cost=alternative.cost)
        numeral = Phrase(str(number), han_numeral(number))
        yield from self._told(0, wording.ALTERNATIVE.filled(number=numeral, size=size))
        if alternative.provided:
            yield from self._told(1, wording.PROVIDED)
            for change in alternative.provided:
                yield from self._change(change, _assumption_in_words(change, self.advice))
            if alternative.changes:
                yield from self._told(1, wording.TO_CHANGE)
        for change in alternative.changes:
            yield from self._change(change, _edit_in_words(change, self.advice))
        if not alternative.together:
            yield from self._told(
                1, wording.ONE_AT_A_TIME.filled(values=_named(alternative, advice))
            )
        for words, _ in _standing(self.advice, alternative.record):
            yield from self._told(1, wording.THEN.filled(words=words))
        yield from self._consequences(alternative)

    def _consequences(self, alternative: Alternative) -> Iterator[str]:
        """What else becomes worse, better or different, in this order; worse ones with their
        clauses.

        That nothing becomes worse is said, too.
        """
        told = alternative.consequences
        if alternative.changes and not any(one.sense is Sense.WORSE for one in told):
            yield from self._told(1, wording.NOTHING_WORSE)
        package = self.advice.package
        for sense, of_sense in groupby(told, key=lambda one: one.sense):
            yield from self._told(1, wording.CONSEQUENCES[sense.value])
            for one in of_sense:
                yield from self._told(2, _consequence_in_words(one, package), bullet="- ")
                if sense is Sense.WORSE and one.citation is not None:
                    yield from self._told(4, cited(one.citation, package))

    def _change(self, change: Change, words: Phrase) -> Iterator[str]:
        yield from self._told(1, words, bullet="- ")
        for reason in change.because:
            yield from self._told(2, _reason_in_words(reason))
            if reason.citation is not None:
                yield from self._told(3, cited(reason.citation, self.advice.package))
        for fitting in change.fitting:
            for value, others in fitting.costlier:
                yield from self._costlier(value, others, fitting.type)
        if change.withdraws:
            names = answers.LISTED.filled(listed=tuple(map(called, change.withdraws)))
            yield from self._told(2, wording.WITHDRAWS.filled(norms=names))

    def _costlier(
        self, value: Value, others: tuple[Consequence, ...], type_: Type
    ) -> Iterator[str]:
        """Another value that reaches the goal, and what it makes worse."""
        package = self.advice.package
        worse = enumerated((_turn_in_words(one, package) for one in others), *wording.WITH)
        words = wording.COSTLIER.filled(value=in_words(value, type_), worse=worse)
        yield from self._told(2, words)

    def _none(self) -> Iterator[str]:
        yield from self._told(0, wording.NONE)
        if not self.advice.obstacles:
            none = wording.IMPOSSIBLE if self.advice.impossible else wording.NONE_WITHIN
            yield from self._told(0, none)
            return
        yield from self._told(0, wording.OBSTACLES)
        for change in self.advice.obstacles:
            yield from self._change(change, _obstacle_in_words(change, self.advice))

    def _limits(self) -> Iterator[str]:
        advice = self.advice
        if not advice.finished:
            some = wording.UNFINISHED if advice.alternatives else wording.UNFINISHED_NOTHING
            yield from self._told(0, some)
        if advice.most_added is not None and not advice.alternatives:
            yield from self._told(0, wording.MOST_ADDED.filled(count=advice.most_added))
        if advice.curtailed:
            yield from self._told(0, wording.CURTAILED.filled(count=MOST_ELEMENTS))
        if advice.kept_known and not advice.alternatives:
            yield from self._told(0, wording.KEPT_KNOWN)
        if advice.calendars and not advice.alternatives:
            covered = covering(advice.calendars)
            yield from self._told(0, COVERED.filled(calendars=covered))

    def _told(self, depth: int, words: Phrase, bullet: str = "") -> Iterator[str]:
        start = _STEP * depth
        told = printable(say(words, self.language))
        yield from hanging(told, self.width, start + bullet, start + _STEP)


# As plain data


_IN_WORDS: Final = {
    Role.CHANGE: _edit_in_words,
    Role.ASSUMPTION: _assumption_in_words,
    Role.OBSTACLE: _obstacle_in_words,
}


def _document(advice: Advice) -> Plain:
    """The advice as dictionaries, lists, texts and whole numbers."""
    package = advice.package
    return {
        **FORMATS["advice"].head,
        "policy": chosen(package, "name", "label"),
        "record_type": chosen(advice.record_type, "name", "label"),
        "as_of": advice.as_of.isoformat(),
        "in_force": advice.in_force,
        "goal": {language: described(advice.goal, package, language) for language in LANGUAGES},
        "now": [plain(words) for words, _ in _standing(advice, advice.record)],
        "reached": advice.reached,
        "alternatives": [_alternative(one, advice) for one in advice.alternatives],
        "obstacles": [_change(one, advice) for one in advice.obstacles],
        "finished": advice.finished,
        "most_added": advice.most_added,
        "curtailed": advice.curtailed,
        "kept_known": advice.kept_known,
        "kept_wanted": advice.kept_wanted,
        "impossible": advice.impossible,
        "left_open": [chosen(norm, "name", "label") for norm in advice.left_open],
        "calendars": [chosen(one, "name", "start", "end") for one in advice.calendars],
    }


def _alternative(alternative: Alternative, advice: Advice) -> Plain:
    return {
        "changes": [_change(change, advice) for change in alternative.changes],
        "provided": [_change(change, advice) for change in alternative.provided],
        "then": [plain(words) for words, _ in _standing(advice, alternative.record)],
        "consequences": [_consequence(one, advice) for one in alternative.consequences],
        "cost": alternative.cost,
        "together": alternative.together,
        "record": tagged(alternative.record, advice.record_type),
    }


def _fitting(one: Fitting, advice: Advice) -> Plain:
    return {
        "path": one.path,
        "values": [tagged(value, one.type) for value in one.values],
        "costlier": [
            {
                "value": tagged(value, one.type),
                "worse": [_consequence(other, advice) for other in others],
            }
            for value, others in one.costlier
        ],
        "stretches": [
            {
                "low": tagged(stretch.low, one.type),
                "high": tagged(stretch.high, one.type),
                "low_in": stretch.low_in,
                "high_in": stretch.high_in,
            }
            for stretch in one.stretches
        ],
    }


def _consequence(one: Consequence, advice: Advice) -> Plain:
    return {
        "kind": "norm" if isinstance(one.declared, Norm) else "action",
        "name": one.declared.name,
        "label": one.declared.label,
        "sense": one.sense.value,
        "before": one.before.value,
        "after": one.after.value,
        "words": plain(_consequence_in_words(one, advice.package)),
        "citation": one.citation and chosen(one.citation, "clause", "quote"),
    }


def _change(change: Change, advice: Advice) -> Plain:
    edit = change.edit
    return {
        "kind": edit.kind.value,
        "path": edit.path,
        "before": tagged(edit.before, edit.type),
        "after": tagged(edit.after, edit.type),
        "words": plain(_IN_WORDS[edit.role](change, advice)),
        "because": [_reason(reason) for reason in change.because],
        "fitting": [_fitting(one, advice) for one in change.fitting],
        "withdraws": [chosen(norm, "name", "label") for norm in change.withdraws],
    }


def _reason(reason: Reason) -> Plain:
    cited = reason.citation
    return {
        "kind": "norm" if isinstance(reason.declared, Norm) else "fact",
        "name": reason.declared.name,
        "label": reason.declared.label,
        "words": plain(_reason_in_words(reason)),
        "citation": cited and chosen(cited, "clause", "quote"),
    }
