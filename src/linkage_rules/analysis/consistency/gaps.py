"""Records that a policy leaves without an answer."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from linkage_rules.analysis.consistency.findings import Finding, Open, Shown
from linkage_rules.analysis.consistency.inquiry import Inquiry, Result
from linkage_rules.analysis.consistency.reach import fields_read, parameters_read, reach
from linkage_rules.decisions.names import called
from linkage_rules.decisions.values import in_words
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    Bool,
    Candidate,
    Rules,
    Undecided,
    all_of,
    known_of,
    negated,
    plainest,
)
from linkage_rules.language.messages import Phrase
from linkage_rules.model.expressions import (
    ActionIs,
    Expression,
    IsKnown,
    NormApplies,
    Not,
)
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Action, Interval, Modality, Norm, Parameter
from linkage_rules.model.spans import Span
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Record, Value

_NO_VERDICT: Final = Phrase(
    "{action} is forbidden for some records and permitted for others, but for some nothing is said",
    "{action}有的记录被禁止，有的被允许，还有的没有任何规定",
)
_NORM_UNDETERMINED: Final = Phrase(
    "whether {norm} applies stays unknown although every field of the record is known",
    "记录的每个字段都已填写，{norm}是否适用仍然无法判断",
)
_DONE_UNDETERMINED: Final = Phrase(
    "whether {action} is done stays unknown although every field of the record is known",
    "记录的每个字段都已填写，{action}是否完成仍然无法判断",
)
_MISSING_PARAMETER: Final = Phrase(
    "{parameter} has no value on {day}, when {norm} is in force and needs it",
    "{parameter}在{day}没有值，而{norm}当日施行，要用到它",
)


def without_verdict(inquiry: Inquiry) -> Iterator[Result]:
    """Actions that norms both forbid and permit, and records of which none of them speaks."""
    package = inquiry.package
    for action in package.declared_actions:
        modalities = {norm.modality for norm in package.norms_on[action.name]}
        if action.record_type != inquiry.record_type.name or action.permitted_by_default:
            continue
        if not modalities >= {Modality.PROHIBITION, Modality.PERMISSION}:
            continue
        yield from _without_verdict(inquiry, action)


def _without_verdict(inquiry: Inquiry, action: Action) -> Iterator[Result]:
    nothing, in_force = VerdictStatus.UNREGULATED, inquiry.package.in_force
    return inquiry.ever(
        FindingKind.NO_VERDICT,
        (action.name,),
        action.span,
        lambda rules: all_of((rules.verdict(action.name, nothing), rules.in_force(in_force))),
        (ActionIs(action.name, nothing),),
        _NO_VERDICT.filled(action=called(action)),
        lambda found: (
            found.verdicts[action.name].status is nothing and in_force.contains(found.as_of)
        ),
        (ActionIs(action.name, nothing),),
    )


def undetermined(inquiry: Inquiry) -> Iterator[Result]:
    """Norms and actions that stay unknown on records in which everything is known.

    Parameters without a value are reported as such, and left aside here.
    """
    package, name = inquiry.package, inquiry.record_type.name
    for norm in package.declared_norms:
        if norm.record_type == name:
            words = _NORM_UNDETERMINED.filled(norm=called(norm))
            yield from _undetermined(inquiry, norm.name, NormApplies(norm.name), norm.span, words)
    for action in package.declared_actions:
        done = action.done_when
        if action.record_type == name and done is not None:
            words = _DONE_UNDETERMINED.filled(action=called(action))
            yield from _undetermined(inquiry, action.name, done, done.span, words)


def _undetermined(
    inquiry: Inquiry, name: str, asked: Expression, span: Span, words: Phrase
) -> Iterator[Result]:
    kind, in_force = FindingKind.UNDETERMINED_ON_COMPLETE_RECORD, inquiry.package.in_force
    parameters = sorted(parameters_read(reach(inquiry.package, (asked,))))
    unknown = _Unknown(inquiry, asked, in_force, tuple(parameters))
    match unknown.found():
        case Shown() as shown:
            yield Finding(kind=kind, names=(name,), words=words, span=span, shown=shown)
        case Undecided():
            yield Open(kind, (name,), span)


@frozen
class _Unknown:
    """An answer that is unknown on a complete record and a day of an interval.

    On that day the ``given`` parameters have values, and the ``missing`` ones have none.
    """

    inquiry: Inquiry
    asked: Expression
    days: Interval
    given: tuple[str, ...]
    missing: tuple[str, ...] = ()

    def found(self) -> Shown | Undecided | None:
        match self.inquiry.find(self._condition, (self.asked,)):
            case Candidate(record, as_of):
                whole = completed(record, self.inquiry.record_type)
                witness = self.inquiry.witness(whole, as_of, self._shows)
                read = fields_read(reach(self.inquiry.package, (self.asked,)))
                expected = (Not(IsKnown(self.asked)),)
                return Shown(witness, expected, complete=True, fields=frozenset(read))
            case Undecided() as undecided:
                return undecided
        return None

    def _condition(self, rules: Rules) -> Bool:
        unknown = rules.truth(self.asked).is_(None)
        given = [known_of(rules.parameter(name)) for name in self.given]
        missing = [negated(known_of(rules.parameter(name))) for name in self.missing]
        in_force = rules.in_force(self.days)
        return all_of((unknown, in_force, *given, *missing, *rules.scene.known_fields()))

    def _shows(self, found: Evaluation) -> bool:
        parameters = found.package.parameters

        def has_value(name: str) -> bool:
            return parameters[name].value_on(found.as_of) is not None

        return (
            is_complete(found.record, self.inquiry.record_type)
            and self.days.contains(found.as_of)
            and all(has_value(name) for name in self.given)
            and not any(has_value(name) for name in self.missing)
            and found.derive(self.asked).answer is None
        )


def completed(record: Record, record_type: RecordType) -> dict[str, Value]:
    """A record with something plain in every field that is not known, at every level.

    >>> from linkage_rules.model.types import Scalar
    >>> completed({"a": None}, RecordType("V", None, (Field("a", None, Scalar.WHOLE),)))
    {'a': 0}
    """
    return {f.name: _completed(record[f.name], f.type, f) for f in record_type.fields}


def _completed(value: Value, type_: Type, field: Field) -> Value:
    if value is None:
        value = plainest(field)
    match type_, value:
        case RecordType(), Mapping():
            return completed(value, type_)
        case ListType(element), tuple():
            inner = Field(field.name, None, element, False, field.minimum, field.maximum)
            return tuple(_completed(each, element, inner) for each in value)
    return value


def is_complete(record: Value, type_: Type) -> bool:
    """Whether everything in a record is known that can be, at every level."""
    match type_, record:
        case _, None:
            return False
        case RecordType(fields=fields), Mapping():
            return all(is_complete(record[f.name], f.type) or plainest(f) is None for f in fields)
        case ListType(element), tuple():
            return all(is_complete(each, element) for each in record)
    return True


def missing_parameters(inquiry: Inquiry) -> Iterator[Result]:
    """Parameters that have no value on a day on which a norm that is in force needs it."""
    package = inquiry.package
    own = {parameter.name for parameter in package.declared_parameters}
    reported: set[str] = set()
    for norm in package.declared_norms:
        if norm.record_type != inquiry.record_type.name:
            continue
        done = package.actions[norm.action].done_when
        for asked in (NormApplies(norm.name), *(() if done is None else (done,))):
            read = parameters_read(reach(package, (asked,)))
            for name in sorted(read & own - reported):
                for result in _missing(inquiry, norm, asked, name, read):
                    reported.add(name)
                    yield result


def _missing(
    inquiry: Inquiry, norm: Norm, asked: Expression, name: str, read: set[str]
) -> Iterator[Result]:
    parameter, kind = inquiry.package.parameters[name], FindingKind.MISSING_PARAMETER
    first = _day_without_value(parameter, norm)
    if first is None:
        return
    days = Interval(first, norm.in_force.end)
    unknown = _Unknown(inquiry, asked, days, tuple(sorted(read - {name})), (name,))
    match unknown.found():
        case Shown() as shown:
            day = shown.witness.as_of
            words = _MISSING_PARAMETER.filled(
                parameter=called(parameter), norm=called(norm), day=in_words(day, Scalar.DATE)
            )
            yield Finding(kind=kind, names=(name,), words=words, span=parameter.span, shown=shown)
        case Undecided():
            yield Open(kind, (name,), parameter.span)


def _day_without_value(parameter: Parameter, norm: Norm) -> date | None:
    """The first such day; where a norm was always in force, from the first value on."""
    starts = [period.in_force.start or date.min for period in parameter.periods]
    first = norm.in_force.start or min(starts, default=date.min)
    days = [first]
    for period in parameter.periods:
        if period.in_force.end is not None and period.in_force.end < date.max:
            days.append(period.in_force.end + timedelta(days=1))
        if period.in_force.start is not None:
            days.append(period.in_force.start)
    in_force = Interval(first, norm.in_force.end)
    without = (d for d in sorted(days) if in_force.contains(d) and parameter.value_on(d) is None)
    return next(without, None)
