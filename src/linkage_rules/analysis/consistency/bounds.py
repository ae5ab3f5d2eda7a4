"""Fields that can hold no value, and comparisons that the bounds of a field settle."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.analysis.consistency.called import said
from linkage_rules.analysis.consistency.findings import Finding
from linkage_rules.analysis.consistency.inquiry import Inquiry, Result
from linkage_rules.engines.symbolic import Bool, Impossible, Rules, Truth
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import parts_of
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Type
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase

_SETTLED: Final = Phrase(
    "{comparison} is always {answer}: the bounds of {field} of {type} settle it",
    "“{comparison}”总为“{answer}”：“{type}”的字段“{field}”的范围已经决定了它",
)
_NO_VALUE: Final = Phrase(
    "{field} of {type} can hold no value: the enum {enum} has none",
    "“{type}”的字段“{field}”没有可取的值：枚举“{enum}”一个值也没有",
)
_NO_RECORD: Final = Phrase(
    "there is no valid {type}: {field} is required, and the enum {enum} has no values",
    "不可能有“{type}”：字段“{field}”必填，而枚举“{enum}”一个值也没有",
)
_ANSWERS: Final = {True: Phrase("yes", "是"), False: Phrase("no", "否")}


def contradictory_bounds(package: Package) -> Iterator[Finding]:
    """Fields that no record can hold a value of."""
    for record_type in package.declared_records:
        for field in record_type.fields:
            enum = _element(field.type)
            if isinstance(enum, EnumType) and not enum.members:
                words = _NO_RECORD if field.required and field.type is enum else _NO_VALUE
                yield Finding(
                    kind=FindingKind.CONTRADICTORY_BOUNDS,
                    names=(record_type.name, field.name),
                    words=words.filled(
                        field=called(field), type=called(record_type), enum=called(enum)
                    ),
                    span=field.span,
                )


def _element(type_: Type) -> Type:
    while isinstance(type_, ListType):
        type_ = type_.element
    return type_


@frozen(eq=False)
class Settled:
    """A comparison with the same answer whatever its fields hold."""

    comparison: Expression
    result: Result


def outside_bounds(inquiry: Inquiry) -> Iterator[Settled]:
    """Comparisons with a bounded field that come out one way only."""
    package, name = inquiry.package, inquiry.record_type.name
    lines: list[Expression | None] = []
    lines += [n.when for n in package.declared_norms if n.record_type == name]
    lines += [n.unless for n in package.declared_norms if n.record_type == name]
    lines += [f.means for f in package.declared_facts if f.record_type == name]
    lines += [a.done_when for a in package.declared_actions if a.record_type == name]
    for line in lines:
        if line is not None:
            for comparison, variables in _comparisons(line, {}):
                yield from _settled(inquiry, comparison, variables)


def _comparisons(
    expression: Expression, variables: Mapping[str, Type]
) -> Iterator[tuple[Expression, Mapping[str, Type]]]:
    """Every comparison, with the elements that are looked at where it stands."""
    match expression:
        case model.Compare() | model.Between() | model.OneOf():
            yield expression, variables
    inner = variables
    match expression:
        case (
            model.Some(variable=variable)
            | model.Every(variable=variable)
            | model.Aggregate(variable=variable)
        ):
            inner = {**variables, variable.name: variable.type}
    for part in parts_of(expression):
        yield from _comparisons(part, inner)


def _settled(
    inquiry: Inquiry, comparison: Expression, variables: Mapping[str, Type]
) -> Iterator[Settled]:
    bounded = next(_bounded_fields(comparison), None)
    if bounded is None:
        return
    record_type, field = bounded

    def truth(rules: Rules) -> Truth:
        elements = {
            name: rules.scene.free(f"{name}@{comparison.span.start}", type_)
            for name, type_ in variables.items()
        }
        return rules.truth(comparison, elements)

    for answer in (True, False):
        other = inquiry.find(_being(truth, not answer), (comparison,))
        if not isinstance(other, Impossible):
            continue
        if isinstance(inquiry.find(lambda rules: truth(rules).known, (comparison,)), Impossible):
            return
        words = _SETTLED.filled(
            comparison=said(comparison, inquiry.package),
            answer=_ANSWERS[answer],
            field=called(field),
            type=called(record_type),
        )
        names = (record_type.name, field.name)
        kind, span = FindingKind.OUTSIDE_BOUNDS, comparison.span
        found = Finding(kind=kind, names=names, words=words, span=span, list_bound=other.list_bound)
        yield Settled(comparison, found)


def _being(truth: Callable[[Rules], Truth], answer: bool) -> Callable[[Rules], Bool]:
    return lambda rules: truth(rules).is_(answer)


def _bounded_fields(comparison: Expression) -> Iterator[tuple[RecordType, Field]]:
    """The fields with bounds among what is compared or computed with."""
    for part in parts_of(comparison):
        match part:
            case model.FieldValue(record, name) if isinstance(record.type, RecordType):
                field = record.type.by_spelling[name]
                if field.minimum is not None or field.maximum is not None:
                    yield record.type, field
            case model.Arithmetic() | model.Negate():
                yield from _bounded_fields(part)
