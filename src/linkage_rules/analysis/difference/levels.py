"""The definition of stricter: how much norms and verdicts ask, as levels that can be compared.

What has to be done and what has to be left undone have separate scales: “must” and “must not” are
not more and less of one thing. A permission has a negative level on the scale of leaving undone.
Levels are computed from any `Judge`: over all records at once, or for one record.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from enum import Enum, StrEnum
from typing import Any, Final, Protocol, TypeAlias

from attrs import frozen

from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.engines.symbolic import (
    Bool,
    Truth,
    all_of,
    any_of,
    negated,
    other_value,
    plainest,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import MODALITIES, VERDICTS
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Bearing, Modality, Norm
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.model.values import Value


class Judge(Protocol):
    """The answers of a policy for one record, or as conditions for all records."""

    def applies(self, norm: str) -> Truth: ...

    def truth(self, expression: Expression) -> Truth: ...

    def possible_verdicts(self, action: str) -> Mapping[VerdictStatus, Bool]: ...

    def fact(self, name: str) -> Any: ...

    def all_known(self, fields: Container[tuple[str, str]]) -> Bool: ...


@frozen
class RecordJudge:
    """The answers for one record, from the reference engine."""

    evaluation: Evaluation
    record_type: RecordType

    def applies(self, norm: str) -> Truth:
        return _truth(self.evaluation.applies[norm].answer)

    def truth(self, expression: Expression) -> Truth:
        return _truth(self.evaluation.derive(expression).answer)

    def possible_verdicts(self, action: str) -> Mapping[VerdictStatus, Bool]:
        possible = self.evaluation.verdicts[action].possible
        return {verdict: verdict in possible for verdict in VERDICTS}

    def fact(self, name: str) -> Value:
        """The value of a fact."""
        return value_of(self.evaluation.facts[name])

    def all_known(self, fields: Container[tuple[str, str]]) -> bool:
        """Whether these fields are known wherever they stand."""
        return _all_known(self.evaluation.record, self.record_type, fields)


def _all_known(value: Value, type_: Type, fields: Container[tuple[str, str]]) -> bool:
    match type_, value:
        case _, None:
            return False
        case RecordType(), Mapping():
            asked = (one for one in type_.fields if (type_.name, one.name) in fields)
            return all(
                plainest(one) is None or _all_known(value[one.name], one.type, fields)
                for one in asked
            )
        case ListType(element), tuple():
            return all(_all_known(each, element, fields) for each in value)
    return True


def other_result(old: str, new: str, before: Judge, after: Judge, known: bool) -> Bool:
    """The condition that a result has different values in the two policies; with ``known`` only
    where both are known."""
    one, other = before.fact(old), after.fact(new)
    if not isinstance(before, RecordJudge):
        return other_value(one, other, known=known)
    return bool(one != other) and not (known and None in (one, other))


def _truth(answer: object) -> Truth:
    return Truth(answer is True, answer is False)


class Way(StrEnum):
    """The direction in which a policy changed."""

    STRICTER = "stricter"
    LOOSER = "looser"


class Scale(Enum):
    """What a level measures."""

    TO_DO = "to do"
    TO_LEAVE = "to leave"
    UNMET = "unmet"


Key: TypeAlias = tuple[Scale, str, str, str]
"""A scale, with the bearer, the action and the counterparty where these matter."""


@frozen(eq=False)
class Degree:
    """The range of what may be asked, from least to most, and the condition for it.

    Both are the same where it is ``known``.
    """

    levels: tuple[int, int]
    met: Bool
    known: bool = True


Levels: TypeAlias = Mapping[Key, Sequence[Degree]]
"""For each scale the degrees, of which exactly one has its condition met."""

_ABSENT: Final = (Degree((0, 0), True),)


@frozen
class Parties:
    """The bearers, the action and the counterparty of a norm, by the names of the old policy."""

    bearers: tuple[str, ...]
    action: str
    counterparty: str


def of_norm(norm: Norm | None, answers: Judge, parties: Parties, observed: bool) -> Levels:
    """What a norm asks of each bearer about an action, and whether it is unmet.

    ``observed`` says whether a record shows if the action is done. A missing norm (None) asks
    nothing.
    """
    if norm is None:
        return {}
    asked = asked_of_each(norm)
    scale, degrees = asked.scale, _degrees(answers.applies(norm.name), asked.level)
    levels: dict[Key, Sequence[Degree]] = {
        (scale, bearer, parties.action, parties.counterparty): degrees for bearer in parties.bearers
    }
    unmet = unmet_question(norm, observed)
    if unmet is not None:
        levels[Scale.UNMET, "", "", ""] = _degrees(answers.truth(unmet), 1)
    return levels


@frozen
class Demand:
    """How much is asked on a scale."""

    scale: Scale
    level: int


def asked_of_each(norm: Norm) -> Demand:
    """How much a norm that applies asks of each of its bearers.

    What several bearers may do in each other's place is asked less of each than what is asked of
    one alone, and what several may only do together is allowed less: by half a step, so that it
    never reaches the level of another force.
    """
    row = MODALITIES[norm.modality]
    scale, by_strength = (Scale.TO_DO, row.to_do) if row.to_do else (Scale.TO_LEAVE, row.to_leave)
    asked = by_strength[norm.strength]
    halved = Bearing.ANY if asked > 0 else Bearing.ALL
    is_less = norm.bearing is halved and norm.modality is not Modality.PROHIBITION
    return Demand(scale, 2 * asked - ((1 if asked > 0 else -1) if is_less else 0))


def unmet_question(norm: Norm, observed: bool) -> model.NormIs | None:
    """The question whether a norm is unmet; None where no record can show that."""
    status = MODALITIES[norm.modality].unmet if observed else None
    return None if status is None else model.NormIs(norm.name, status)


def _degrees(truth: Truth, most: int) -> Sequence[Degree]:
    low, high = sorted((0, most))
    return (
        Degree((0, 0), truth.no),
        Degree((low, high), truth.is_(None), known=False),
        Degree((most, most), truth.yes),
    )


def of_verdict(action: str | None, answers: Judge) -> Levels:
    """What the verdict on an action asks; nothing for a missing action (None)."""
    if action is None:
        return {}
    possible = answers.possible_verdicts(action)
    return {
        (scale, "", "", ""): tuple(_ranges(possible, scale))
        for scale in (Scale.TO_DO, Scale.TO_LEAVE)
    }


def _ranges(possible: Mapping[VerdictStatus, Bool], scale: Scale) -> Iterator[Degree]:
    """The ranges of what is asked on a scale, each with its condition."""
    at: dict[int, list[Bool]] = {}
    for verdict, can_be in possible.items():
        row = VERDICTS[verdict]
        level = row.to_do if scale is Scale.TO_DO else row.to_leave
        at.setdefault(level, []).append(can_be)
    reached = {level: any_of(ways) for level, ways in at.items()}
    ordered = sorted(reached)
    for number, low in enumerate(ordered):
        for high in ordered[number:]:
            outside = [negated(reached[n]) for n in ordered if n < low or n > high]
            met = all_of((reached[low], reached[high], *outside))
            yield Degree((low, high), met, known=low == high)


def moved(before: Levels, after: Levels, way: Way, *, known_only: bool) -> Bool:
    """The condition that some level rose (stricter) or fell (looser).

    With ``known_only`` only changes between known levels count. An unknown level is a range; it
    rose when its least or its most did. From one unknown level to another nothing counts as a
    change, because learning more shows whether there is one.
    """
    keys = dict.fromkeys((*before, *after))
    return any_of(
        _moved(before.get(key, _ABSENT), after.get(key, _ABSENT), way, known_only) for key in keys
    )


def _moved(before: Sequence[Degree], after: Sequence[Degree], way: Way, known_only: bool) -> Bool:
    if _identical(before, after):
        return False
    return any_of(
        all_of((old.met, new.met))
        for old in before
        for new in after
        if (old.known and new.known if known_only else old.known or new.known)
        and _changes(old, new, way)
    )


def _changes(old: Degree, new: Degree, way: Way) -> bool:
    pairs = zip(old.levels, new.levels, strict=True)
    if way is Way.STRICTER:
        return any(after > before for before, after in pairs)
    return any(after < before for before, after in pairs)


def _identical(before: Iterable[Degree], after: Iterable[Degree]) -> bool:
    """Whether nothing changed, judged by the terms being identical."""
    old, new = tuple(before), tuple(after)
    return len(old) == len(new) and all(
        one.levels == other.levels and is_same(one.met, other.met)
        for one, other in zip(old, new, strict=True)
    )


def is_same(first: Bool, second: Bool) -> bool:
    """Whether two conditions are one and the same term."""
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    return bool(first.eq(second))
