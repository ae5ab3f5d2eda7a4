"""Mutants of a policy: copies of it with one small fault in one declaration."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Final, TypeVar

from attrs import evolve, frozen

from linkage_rules.language.checking.deadlines import deadlines_again
from linkage_rules.language.overlays.governing import redefined
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.calendar import within
from linkage_rules.model.deontic import MODALITIES
from linkage_rules.model.dependencies import readings_in_conditions
from linkage_rules.model.expressions import Aggregate, Apply, Constant, Expression
from linkage_rules.model.norms import (
    Action,
    Fact,
    Interval,
    Modality,
    Norm,
    Parameter,
    Strength,
    TableRow,
)
from linkage_rules.model.operations import LATER
from linkage_rules.model.package import Package, on_other_days, with_choice
from linkage_rules.model.recurrence import done_on_one, spanning, working_days_after
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.traversal import transformed
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Period
from linkage_rules.testing.mutation.variants import (
    off_by_one,
    variants,
    with_exchanged_values,
    without_row,
)
from linkage_rules.words import deontic_words as words_of
from linkage_rules.words.messages import Phrase, keyword_phrase
from linkage_rules.words.telling import time_after
from linkage_rules.words.told_values import in_words

_T = TypeVar("_T")

_ARROW: Final = " → "
_EXCHANGED: Final = " ↔ "
_ROWS: Final = "\n"
_PERMITTED: Final = {
    True: Phrase("permitted by default", "默认允许"),
    False: Phrase("not permitted by default", "非默认允许"),
}
_WITHOUT: Final = Phrase("without: ", "删去：")


@frozen
class Turn:
    """What stood there and what stands there instead, None where it is left out; ``words`` say both
    in one line."""

    before: Phrase
    after: Phrase | None
    words: Phrase


@frozen
class Mutant:
    """A policy with one fault, in the declaration ``name``.

    ``record_type`` is that of the declaration; ``None`` if records of other types may be affected.
    """

    kind: str
    name: str
    record_type: str | None
    turn: Turn
    span: Span
    package: Package

    @property
    def change(self) -> Phrase:
        """What is changed, in one line."""
        return self.turn.words


@frozen
class _Change:
    kind: str
    turn: Turn
    span: Span


def mutants(package: Package) -> Iterator[Mutant]:
    """Every mutant of what a package declares itself: norms, facts, actions and parameters.

    >>> from linkage_rules.policy.loading import load
    >>> first = next(mutants(load("xiangtan_2022").package))
    >>> first.kind, first.change.en
    ('dropped', 'bears_duty and mechanism_established → mechanism_established')
    """
    for place, norm in enumerate(package.declared_norms):
        for change, changed in _of_norm(package, norm):
            norms = _replaced(package.declared_norms, place, changed)
            changed_package = redefined(package, evolve(package, declared_norms=norms))
            yield _mutant(change, norm.name, norm.record_type, changed_package)
        for change, changed in _of_recurrence(package, norm):
            norms = _replaced(package.declared_norms, place, changed)
            made_anew = deadlines_again(evolve(package, declared_norms=norms))
            yield _mutant(change, norm.name, norm.record_type, made_anew)
    of_periods = _made_of_periods(package)
    for place, fact in enumerate(package.declared_facts):
        if fact.name in of_periods:
            continue
        changes = (*_of_condition(package, fact.definition), *_of_rows(package, fact))
        for change, definition in changes:
            facts = _replaced(package.declared_facts, place, fact.defined_as(definition))
            plain = evolve(package, declared_facts=facts)
            changed_package = redefined(package, plain)
            # Where facts are asked of elements, records that contain these elements are affected,
            # too.
            about = fact.record_type if changed_package is plain else None
            yield _mutant(change, _written_in(fact, package), about, changed_package)
    for place, action in enumerate(package.declared_actions):
        for change, done in _of_action(package, action):
            actions = _replaced(package.declared_actions, place, done)
            plain = evolve(package, declared_actions=actions)
            again = plain if action.done_at is None else deadlines_again(plain)
            changed_package = redefined(package, again)
            yield _mutant(change, action.name, action.record_type, changed_package)
    asked = readings_in_conditions(package)
    for place, parameter in enumerate(package.declared_parameters):
        if parameter.reading is not None:
            if parameter.name in package.readings and parameter.name in asked:
                yield from _of_reading(package, parameter)
            continue
        for change, value in _of_parameter(parameter):
            parameters = _replaced(package.declared_parameters, place, value)
            changed_package = evolve(package, declared_parameters=parameters)
            yield _mutant(change, parameter.name, None, changed_package)
    yield from _of_the_whole(package)


def _written_in(fact: Fact, package: Package) -> str:
    """The declaration that a fact comes from; for a derived fact the one it was made for."""
    return fact.name.rpartition("__")[0] if fact.name in package.hidden else fact.name


def _mutant(change: _Change, name: str, record_type: str | None, package: Package) -> Mutant:
    """A mutant; parts without a place of their own, as in a table, get that of the declaration."""
    owners = (package.norms, package.facts, package.actions, package.parameters)
    declared = (names[name].span for names in owners if name in names)
    span = next((s for s in (change.span, *declared) if s != NOWHERE), NOWHERE)
    return Mutant(change.kind, name, record_type, change.turn, span, package)


def _of_norm(package: Package, norm: Norm) -> Iterator[tuple[_Change, Norm]]:
    for part in norm.parts():
        # The condition that a whole period exists follows from the deadline.
        if part.sign is None or part.role == "spanning":
            continue
        for change, whole in _of_condition(package, part.expression):
            yield change, norm.replacing(part, whole)
        turn = _without(_said(package, part.expression))
        dropped = _Change(f"dropped {part.role}", turn, part.expression.span)
        yield dropped, norm.replacing(part, None)
    for modality in Modality:
        if modality is not norm.modality:
            turn = _turned(words_of.MODALITIES[norm.modality], words_of.MODALITIES[modality])
            # Only duties have deadlines, and other modalities are no duties.
            turned = evolve(norm, modality=modality, deadline=None, spanning=None)
            yield _Change("modality", turn, norm.span), turned
    if norm.deadline is not None:
        turn = _without(_said(package, norm.deadline.written))
        span = norm.deadline.written.span
        yield _Change("dropped deadline", turn, span), evolve(norm, deadline=None, spanning=None)
    # Without a norm of the opposed modality, strength shows in no status and no verdict.
    opposed = MODALITIES[norm.modality].opposed
    if opposed in {n.modality for n in package.norms_on[norm.action]}:
        other = next(s for s in Strength if s is not norm.strength)
        turn = _turned(words_of.STRENGTHS[norm.strength], words_of.STRENGTHS[other])
        yield _Change("strength", turn, norm.span), evolve(norm, strength=other)
    for name in norm.overrides:
        rest = tuple(n for n in norm.overrides if n != name)
        turn = _without(Phrase(f"overrides {name}", f"优先于 {name}"))
        yield _Change("dropped override", turn, norm.span), evolve(norm, overrides=rest)
    if norm.in_force != package.in_force:
        for turn, in_force in _shifted(norm.in_force):
            yield _Change("in force", turn, norm.span), evolve(norm, in_force=in_force)


def _made_of_periods(package: Package) -> frozenset[str]:
    """The facts that are derived from duties of every period; the duties themselves are varied."""
    return frozenset(
        name
        for norm in package.norms.values()
        if norm.deadline is not None and norm.deadline.unit is not None
        for name in norm.deadline.made
    )


def _of_recurrence(package: Package, norm: Norm) -> Iterator[tuple[_Change, Norm]]:
    """Variants of a duty of every period: another unit, a later start, another time after each
    period."""
    deadline = norm.deadline
    if deadline is None or deadline.unit is None or not isinstance(deadline.written, Apply):
        return
    listed = deadline.written
    start, *end = listed.operands
    later = Apply(LATER, (start, Constant(Period(months=deadline.unit), Scalar.PERIOD)), start.type)
    moved = evolve(listed, operands=(later, *end))
    turn = _turned(_said(package, start), _said(package, later))
    changes = [(_Change("begin", turn, start.span), evolve(deadline, written=moved))]
    for change, other in _of_condition(package, listed):
        changes.append((change, evolve(deadline, written=other)))
    if deadline.grace is not None:
        for change, other in _of_grace(package, deadline.grace):
            changes.append((change, evolve(deadline, grace=other)))
        turn = _without(time_after(deadline.grace, partial(_said, package)))
        dropped = _Change("dropped time", turn, deadline.grace.span)
        changes.append((dropped, evolve(deadline, grace=None)))
    for change, changed in changes:
        yield change, evolve(norm, deadline=changed, spanning=spanning(changed))


def _of_grace(package: Package, grace: Expression) -> Iterator[tuple[_Change, Expression]]:
    """Variants of the time after each period; for working days also the same number of calendar
    days."""
    counted = working_days_after(grace)
    if not counted:
        yield from _of_condition(package, grace)
        return
    number, end = counted[0].operands
    for change, other in _of_condition(package, number):
        # The number of working days must be at least 1.
        if not isinstance(other, Constant) or other.value:
            yield change, _with_number(grace, counted, (other, end))
    if isinstance(number, Constant) and isinstance(number.value, int):
        days = Constant(Period(days=number.value), Scalar.PERIOD)
        turn = _turned(time_after(grace, partial(_said, package)), _said(package, days))
        yield _Change("operator", turn, grace.span), days


def _with_number(
    grace: Expression, counted: tuple[Apply, ...], operands: tuple[Expression, Expression]
) -> Expression:
    def change(part: Expression) -> Expression | None:
        return evolve(part, operands=operands) if part in counted else None

    return transformed(grace, change)


def _of_action(package: Package, action: Action) -> Iterator[tuple[_Change, Action]]:
    if action.done_at is not None:
        for change, days in _of_condition(package, action.done_at):
            assert isinstance(days, Aggregate)
            yield change, evolve(action, done_at=days, done_when=done_on_one(days))
    elif action.done_when is not None:
        for change, whole in _of_condition(package, action.done_when):
            yield change, evolve(action, done_when=whole)
    if _always_governed(package, action):
        return
    before, after = (
        _PERMITTED[action.permitted_by_default],
        _PERMITTED[not action.permitted_by_default],
    )
    changed = evolve(action, permitted_by_default=not action.permitted_by_default)
    yield _Change("default", Turn(before, after, after), action.span), changed


def _always_governed(package: Package, action: Action) -> bool:
    """Whether some norm on an action applies on every day on which its default could."""
    return any(
        not norm.conditions()
        and not package.overriding[norm.name]
        and within(action.in_force, norm.in_force)
        for norm in package.norms_on[action.name]
    )


def _of_parameter(parameter: Parameter) -> Iterator[tuple[_Change, Parameter]]:
    for place, period in enumerate(parameter.periods):
        for value in off_by_one(period.value, parameter.type):
            old, new = (in_words(v, parameter.type) for v in (period.value, value))
            turn = _turned(Phrase(old.en, old.zh), Phrase(new.en, new.zh))
            periods = _replaced(parameter.periods, place, evolve(period, value=value))
            yield _Change("threshold", turn, parameter.span), evolve(parameter, periods=periods)


def _of_reading(package: Package, reading: Parameter) -> Iterator[Mutant]:
    """One mutant for each alternative of a reading that a condition uses, for all days."""
    several = len(reading.periods) > 1
    chosen = reading.periods[0].value if reading.periods else None
    for other in reading.alternatives_to(None if several else chosen):
        old, new = (in_words(v, reading.type) for v in (chosen, other.value))
        turn = _turned(Phrase(old.en, old.zh), Phrase(new.en, new.zh))
        changed = with_choice(package, reading.name, other.value)
        yield Mutant("reading", reading.name, None, turn, reading.span, changed)


def _of_the_whole(package: Package) -> Iterator[Mutant]:
    """Variants of the days of the policy, which hold for all declarations without their own."""
    for turn, in_force in _shifted(package.in_force):
        changed = on_other_days(package, in_force)
        yield Mutant("in force", package.name, None, turn, package.span, changed)


def _of_condition(package: Package, condition: Expression) -> Iterator[tuple[_Change, Expression]]:
    for variant in variants(condition):
        turn = _turned(_said(package, variant.old), _said(package, variant.new))
        yield _Change(variant.kind, turn, variant.old.span), variant.whole


def _of_rows(package: Package, fact: Fact) -> Iterator[tuple[_Change, Expression]]:
    """A table with a row left out, or with the values of two neighbouring rows exchanged."""
    said = [_row_said(package, row, row) for row in fact.table]
    for row, words in zip(fact.table, said, strict=True):
        dropped = without_row(fact, row)
        if dropped != fact.definition:
            yield _Change("dropped row", _without(words), row.span), dropped
    neighbours = pairwise(zip(fact.table, said, strict=True))
    for (row, words), (following, its) in neighbours:
        exchanged = with_exchanged_values(fact, row, following)
        if exchanged != fact.definition:
            swapped = (_row_said(package, row, following), _row_said(package, following, row))
            turn = Turn(
                _both(_ROWS, words, its), _both(_ROWS, *swapped), _both(_EXCHANGED, words, its)
            )
            yield _Change("exchanged rows", turn, row.span), exchanged


def _both(between: str, one: Phrase, other: Phrase) -> Phrase:
    return Phrase(f"{one.en}{between}{other.en}", f"{one.zh}{between}{other.zh}")


def _row_said(package: Package, row: TableRow, valued: TableRow) -> Phrase:
    """The case of a row with the value of a row."""
    value = _said(package, valued.value)
    case = keyword_phrase("ELSE") if row.condition is None else _said(package, row.condition)
    return Phrase(f"{case.en}: {value.en}", f"{case.zh}：{value.zh}")


def _shifted(in_force: Interval) -> Iterator[tuple[Turn, Interval]]:
    for step in (timedelta(days=-1), timedelta(days=1)):
        if in_force.start is not None:
            moved = in_force.start + step
            yield _moved(in_force.start, moved), evolve(in_force, start=moved)
        if in_force.end is not None:
            moved = in_force.end + step
            yield _moved(in_force.end, moved), evolve(in_force, end=moved)


def _moved(old: date, new: date) -> Turn:
    return _turned(Phrase(str(old), str(old)), Phrase(str(new), str(new)))


def _said(package: Package, expression: Expression) -> Phrase:
    return Phrase(describe(expression, package, "en"), describe(expression, package, "zh"))


def _turned(old: Phrase, new: Phrase) -> Turn:
    return Turn(old, new, _both(_ARROW, old, new))


def _without(words: Phrase) -> Turn:
    without = Phrase(f"{_WITHOUT.en}{words.en}", f"{_WITHOUT.zh}{words.zh}")
    return Turn(words, None, without)


def _replaced(items: tuple[_T, ...], place: int, item: _T) -> tuple[_T, ...]:
    return (*items[:place], item, *items[place + 1 :])
