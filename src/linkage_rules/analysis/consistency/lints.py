"""What looks odd in the text of a policy: gaps in time, odd units, declarations that nothing uses.

No record is needed to see it, so the solver is not asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from attrs import frozen

from linkage_rules.analysis.consistency.findings import Finding
from linkage_rules.analysis.criteria import is_own
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import overlap
from linkage_rules.model.expressions import Expression
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Action, Fact, Interval, Norm, Parameter
from linkage_rules.model.operations import (
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    GREATER,
    LESS,
    Operation,
)
from linkage_rules.model.package import Package, Property
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import EnumType, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER, Value
from linkage_rules.words import finding_words as wording
from linkage_rules.words.called import Named, called
from linkage_rules.words.told_values import in_words


def lints(package: Package) -> Iterator[Finding]:
    """All odd things in what a policy itself declares, except unused declarations."""
    yield from gaps_between_versions(package)
    yield from odd_units(package)


# Gaps in time

_LONGEST_GAP: Final = timedelta(days=366)
"""Norms further apart than that are not taken as versions of each other."""


def gaps_between_versions(package: Package) -> Iterator[Finding]:
    """Norms that look like successive versions of each other, with days in between on which neither
    is in force."""
    alike: dict[object, list[Norm]] = {}
    for norm in package.norms.values():
        effect = norm.record_type, norm.action, norm.modality, norm.strength
        for bearer in norm.bearers:
            alike.setdefault((*effect, bearer), []).append(norm)
    told: set[tuple[str, ...]] = set()
    for norms in alike.values():
        for one in _gaps(norms, package):
            if one.names not in told:
                told.add(one.names)
                yield one


def _gaps(norms: Sequence[Norm], package: Package) -> Iterator[Finding]:
    days = {norm.name: _days(norm, package) for norm in norms}
    latest: Norm | None = None
    for norm in sorted(norms, key=lambda one: days[one.name].start or date.min):
        end = None if latest is None else days[latest.name].end
        start = days[norm.name].start
        if latest is not None and end is not None and start is not None:
            between = start - end
            own = is_own(norm, package) or is_own(latest, package)
            if timedelta(days=1) < between <= _LONGEST_GAP and own:
                yield Finding(
                    kind=FindingKind.GAP_BETWEEN_VERSIONS,
                    names=(latest.name, norm.name),
                    words=wording.GAP_BETWEEN_VERSIONS.filled(
                        earlier=called(latest),
                        later=called(norm),
                        end=in_words(end, Scalar.DATE),
                        start=in_words(start, Scalar.DATE),
                    ),
                    span=norm.span,
                )
        if latest is None or (days[norm.name].end or date.max) >= (end or date.max):
            latest = norm


def _days(norm: Norm, package: Package) -> Interval:
    """The days on which a norm may apply: those on which it is in force, within the limits that its
    condition puts on the as-of date."""
    days = norm.in_force
    for condition in _conjuncts(norm.when):
        within = overlap(days, _bounds(condition, package))
        # A condition that leaves no day is reported as a norm that never applies.
        days = days if within is None else within
    return days


def _conjuncts(condition: Expression | None) -> Iterator[Expression]:
    match condition:
        case model.And(operands):
            for operand in operands:
                yield from _conjuncts(operand)
        case model.Apply():
            yield condition


_DAY: Final = timedelta(days=1)
_BOUNDS: Final[Mapping[Operation, Callable[[date], Interval]]] = {
    AT_MOST: lambda day: Interval(None, day),
    LESS: lambda day: Interval(None, day - _DAY),
    AT_LEAST: lambda day: Interval(day, None),
    GREATER: lambda day: Interval(day + _DAY, None),
}
_MIRRORED: Final = {AT_MOST: AT_LEAST, LESS: GREATER, AT_LEAST: AT_MOST, GREATER: LESS}


def _bounds(condition: Expression, package: Package) -> Interval:
    """The days that a comparison of the as-of date with a constant day allows."""
    match condition:
        case model.Apply(operation, (model.AsOf(), other)) if operation in _BOUNDS:
            day = _day(other, package)
            return Interval() if day is None else _BOUNDS[operation](day)
        case model.Apply(operation, (other, model.AsOf())) if operation in _BOUNDS:
            day = _day(other, package)
            return Interval() if day is None else _BOUNDS[_MIRRORED[operation]](day)
        case model.Apply(operation, (model.AsOf(), low, high)) if operation is BETWEEN:
            return Interval(_day(low, package), _day(high, package))
    return Interval()


def _day(written: Expression, package: Package) -> date | None:
    """The day of a literal, or of a parameter with a single value; None for `NEVER`."""
    values: set[Value] = set()
    match written:
        case model.Constant(value=value):
            values = {value}
        case model.ParameterValue(name=name):
            values = {period.value for period in package.parameters[name].periods}
    day = values.pop() if len(values) == 1 else None
    return day if isinstance(day, date) and date.min < day < NEVER else None


# Odd units

_TEN_THOUSAND: Final = 10_000
_FEN: Final = 100
_FAR: Final = 1_000
"""How many times larger the other amounts are where one may lack its 万."""
_NEAR: Final = 20
"""How near to the others the amount comes when it is multiplied by 10,000."""


@frozen
class _Written:
    """A value that a field is compared with, and its place in the text."""

    value: Fraction
    span: Span
    owner: str


def odd_units(package: Package) -> Iterator[Finding]:
    """Amounts that seem to lack their 万, and whole numbers among shares."""
    compared: dict[tuple[str, str, Type], list[_Written]] = {}
    for owner, constituent in package.parts():
        for field, value, span in _comparisons(constituent.expression, package):
            place = getattr(field.record.type, "name", ""), field.name, field.type
            name = owner.title if isinstance(owner, Property) else owner.name
            compared.setdefault(place, []).append(_Written(value, span, name))
    for (_, _, type_), written in compared.items():
        for one in written:
            others = [other.value for other in written if other.value != one.value]
            if others and one.span != NOWHERE:
                yield from _odd(one, others, type_)


def _comparisons(
    whole: Expression, package: Package
) -> Iterator[tuple[model.FieldValue, Fraction, Span]]:
    for part in walk(whole):
        if isinstance(part, model.Apply) and part.type is Scalar.YES_NO:
            fields = [o for o in part.operands if isinstance(o, model.FieldValue)]
            for operand in part.operands if len(fields) == 1 else ():
                for value, span in _values(operand, package):
                    yield fields[0], value, part.span if span == NOWHERE else span


def _values(operand: Expression, package: Package) -> Iterator[tuple[Fraction, Span]]:
    """The values that a field is compared with, also those of a parameter or of table rows, with a
    place."""
    values: Iterable[tuple[Value, Span]] = ()
    match operand:
        case model.Constant(value=value):
            values = ((value, NOWHERE),)
        case model.ParameterValue(name=name):
            values = ((period.value, NOWHERE) for period in package.parameters[name].periods)
        case model.FactValue(name=name):
            rows = (row.value for row in package.facts[name].table)
            values = ((row.value, row.span) for row in rows if isinstance(row, model.Constant))
    for value, span in values:
        if isinstance(value, int | Fraction) and not isinstance(value, bool) and value > 0:
            yield Fraction(value), span


def _odd(one: _Written, others: Sequence[Fraction], type_: Type) -> Iterator[Finding]:
    least, most = min(others), max(others)
    if type_ is Scalar.MONEY:
        words, meant = wording.ODD_AMOUNT, one.value * _TEN_THOUSAND
        is_odd = least / one.value >= _FAR and least / _NEAR <= meant <= most * _NEAR
    elif type_ is Scalar.NUMBER:
        words, meant = wording.ODD_SHARE, one.value / _FEN
        is_odd = most <= 1 < one.value <= _FEN
    else:
        return
    if is_odd:
        told = {"value": one.value, "other": least, "meant": meant}
        yield Finding(
            kind=FindingKind.ODD_UNIT,
            names=(one.owner,),
            words=words.filled(**{name: in_words(n, type_) for name, n in told.items()}),
            span=one.span,
        )


# What nothing uses


def unused(package: Package) -> Iterator[Finding]:
    """Declarations of a policy that none of its rules or properties uses: remarks, not findings.

    A policy without norms is not examined, being a vocabulary or a provider of facts for others.
    Text fields and required fields count as used, since they tell readers what a record is about.
    The declarations of the policies below an overlay are left out.
    """
    if not package.declared_norms:
        return
    used = set(_used(package))
    if not package.amends:
        for shape in package.declared_records:
            fields = [
                one
                for one in shape.fields
                if (shape.name, one.name) not in used
                and not (one.required or one.type is Scalar.TEXT)
            ]
            yield from _unused("field", fields, shape)
        for enum in package.declared_enums:
            members = [one for one in enum.members if (enum.name, one.name) not in used]
            yield from _unused("enum", members, enum)
        bearers = package.declared_bearers
        yield from _unused("bearer", [b for b in bearers if ("bearer", b.name) not in used])
    own: dict[str, Sequence[Fact | Parameter | Action]] = {
        "fact": [one for one in package.declared_facts if one.name not in package.hidden],
        # A reading is there to be looked up, and a tunable parameter for the overlay that sets it.
        "parameter": [
            one
            for one in package.declared_parameters
            if one.reading is None and one.tunable is None
        ],
        "action": package.declared_actions,
    }
    for kind, declared in own.items():
        idle = [one for one in declared if is_own(one, package) and (kind, one.name) not in used]
        yield from _unused(kind, idle)


def _used(package: Package) -> Iterator[tuple[str, str]]:
    """What rules and properties use, as pairs of the kind or owner and the name."""
    for norm in package.norms.values():
        for party in (*norm.bearers, norm.counterparty):
            yield "bearer", party or ""
        yield "action", norm.action
    for fact in package.facts.values():
        # A result is what the policy exists to give.
        if fact.result is not None:
            yield "fact", fact.name
            for party in (fact.result.bearer, fact.result.counterparty):
                yield "bearer", party or ""
    for _, constituent in package.parts():
        for part in walk(constituent.expression):
            for kind, name in _used_by(part):
                yield kind, name
                if name in package.hidden:
                    # A derived copy as of another date counts as use of the original.
                    yield kind, name.rpartition("__")[0]


def _used_by(part: Expression) -> Iterator[tuple[str, str]]:
    match part:
        case model.FieldValue(record=record, name=name):
            yield getattr(record.type, "name", ""), name
        case model.Constant(value=str() as value, type=EnumType(name=name)):
            yield name, value
        case model.FactValue(name=name) | model.FactOf(name=name):
            yield "fact", name
        case model.ParameterValue(name=name):
            yield "parameter", name
        case model.ActionIs(action=name):
            yield "action", name


def _unused(
    kind: str, idle: Sequence[Named], owner: RecordType | EnumType | None = None
) -> Iterator[Finding]:
    if not idle:
        return
    names = tuple(one.name for one in idle)
    where = owner or idle[0]
    told = {"names": tuple(map(called, idle))} | ({} if owner is None else {"owner": called(owner)})
    yield Finding(
        kind=FindingKind.UNUSED,
        names=names if owner is None else (owner.name, *names),
        words=wording.UNUSED[kind].filled(**told),
        span=getattr(where, "span", NOWHERE),
    )
