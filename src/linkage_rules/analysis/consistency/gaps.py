"""Records that a policy leaves without an answer."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from linkage_rules.analysis.consistency.findings import Finding, Open, Result, Shown
from linkage_rules.analysis.consistency.inquiry import Inquiry
from linkage_rules.decisions.missing import is_covered
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    Bool,
    Candidate,
    Impossible,
    Rules,
    Symbolic,
    Truth,
    Undecided,
    all_of,
    any_of,
    choose,
    known_of,
    negated,
    plainest,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import behind, expressions_of, rests_on
from linkage_rules.model.expressions import (
    ActionIs,
    Expression,
    IsKnown,
    NormApplies,
    Not,
)
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Action, Interval, Modality, Norm, Parameter
from linkage_rules.model.operations import (
    AT_LEAST,
    AT_MOST,
    BETWEEN,
    EQUAL,
    GREATER,
    LESS,
    NOT_EQUAL,
    ONE_OF,
)
from linkage_rules.model.package import Package, StepKind
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER, Record, Value
from linkage_rules.words import finding_words as wording
from linkage_rules.words import proof_words
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words


def without_verdict(inquiry: Inquiry) -> Iterator[Result]:
    """Actions that norms both forbid and permit, but with records on which no norm speaks of
    them."""
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
        wording.NO_VERDICT.filled(action=called(action)),
        lambda found: (
            found.verdicts[action.name].status is nothing and in_force.contains(found.as_of)
        ),
        (ActionIs(action.name, nothing),),
    )


def undetermined(inquiry: Inquiry) -> Iterator[Result]:
    """Norms and actions that stay unknown on records with all fields known.

    Parameters without a value are reported separately and left out here.
    """
    package, name = inquiry.package, inquiry.record_type.name
    never = _may_be_never(package)
    for norm in package.declared_norms:
        if norm.record_type == name:
            words = wording.NORM_UNDETERMINED.filled(norm=called(norm))
            asked = NormApplies(norm.name)
            unknown = _Unknown(inquiry, asked, package.in_force, (norm.name,), never)
            claim = proof_words.NORM_KNOWN.filled(one=called(norm))
            yield from _undetermined(unknown, norm.name, norm.span, words, claim)
    for action in package.declared_actions:
        done = action.done_when
        if action.record_type == name and done is not None:
            words = wording.DONE_UNDETERMINED.filled(action=called(action))
            norms = tuple(norm.name for norm in package.norms_on[action.name])
            unknown = _Unknown(inquiry, done, package.in_force, norms, never)
            claim = proof_words.DONE_KNOWN.filled(one=called(action))
            yield from _undetermined(unknown, action.name, done.span, words, claim)


def _undetermined(
    unknown: "_Unknown", name: str, span: Span, words: Phrase, claim: Phrase
) -> Iterator[Result]:
    kind = FindingKind.UNDETERMINED_ON_COMPLETE_RECORD
    match unknown.found():
        case Shown() as shown:
            cause = _unknown_first(unknown, shown)
            yield Finding(
                kind=kind, names=(name,), words=words, span=span, shown=shown, cause=cause
            )
        case Undecided(because):
            yield Open(kind, (name,), span, because)
        case Impossible() as none:
            unknown.inquiry.proved(none, kind, (name,), span, words, claim)


def _unknown_first(unknown: "_Unknown", shown: Shown) -> Hashable:
    """The cause of a finding: the unknown facts that rest on no other unknown fact; None without
    any."""
    package, witness = unknown.inquiry.package, shown.witness
    found = Evaluation(package, unknown.inquiry.record_type, witness.record, witness.as_of)
    open_ = {
        step
        for step in behind((unknown.asked,), package)
        if step.kind is StepKind.FACT and found.facts[step.name].answer is None
    }
    first = [step.name for step in open_ if open_.isdisjoint(rests_on(step, package))]
    return (FindingKind.UNDETERMINED_ON_COMPLETE_RECORD, frozenset(first)) if first else None


@frozen
class _Unknown:
    """The search for a complete record and a day in ``days`` on which ``asked`` is still unknown.

    Only records on which one of ``norms`` may apply count: elsewhere it does not matter. Without
    ``missing`` the answer has to stay unknown whatever values are put in for the parameters that
    have none on that day; with it, that parameter has to be the only reason. ``never`` are the date
    fields that may hold never.
    """

    inquiry: Inquiry
    asked: Expression
    days: Interval
    norms: tuple[str, ...]
    never: frozenset[tuple[str, str]]
    missing: str | None = None

    def found(self) -> Shown | Undecided | Impossible:
        parts = reach(self.inquiry.package, (self.asked,))
        proofs = self.inquiry.limits.proofs
        # Answered by the form of the expression alone; the solver is only asked where a proof is
        # wanted.
        if self.missing is None and not proofs and all(map(_is_known_of_known, parts)):
            return Impossible()
        about = (self.asked, *map(NormApplies, self.norms))
        match self.inquiry.find(self._condition, about, times=3):
            case Candidate(record, as_of):
                whole = completed(record, self.inquiry.record_type)
                witness = self.inquiry.witness(whole, as_of, self._shows, about)
                read = fields_read(reach(self.inquiry.package, (self.asked,)))
                expected = (Not(IsKnown(self.asked)),)
                return Shown(witness, expected, complete=True, fields=frozenset(read))
            case other:
                return other

    def _condition(self, rules: Rules) -> Bool:
        read = parameters_read(reach(self.inquiry.package, (self.asked,)))
        everything, given = _with_values(rules, read)
        conditions = [
            rules.truth(self.asked).is_(None),
            rules.in_force(self.days),
            any_of(negated(rules.applies(norm).no) for norm in self.norms),
            *given,
        ]
        if self.missing is None:
            conditions.append(everything.truth(self.asked).is_(None))
            conditions.append(everything.covered)
        else:
            others, _ = _with_values(rules, read - {self.missing})
            # If the answer is known with some value, the parameter is the reason, not a day of a
            # calendar.
            conditions.append(everything.truth(self.asked).known)
            conditions.append(others.truth(self.asked).is_(None))
            conditions.append(negated(known_of(rules.parameter(self.missing))))
        conditions += rules.scene.days_alone(self.never)
        return all_of((*conditions, *rules.scene.known_fields()))

    def _shows(self, found: Evaluation) -> bool:
        parameters = found.package.parameters
        return (
            (self.missing is None or parameters[self.missing].value_on(found.as_of) is None)
            and is_complete(found.record, self.inquiry.record_type)
            and self.days.contains(found.as_of)
            and any(found.applies[norm].answer is not False for norm in self.norms)
            and (answer := found.derive(self.asked)).answer is None
            and (self.missing is not None or is_covered(answer))
        )


_TOTAL: Final = (EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, BETWEEN, ONE_OF)


def _is_known_of_known(part: Expression) -> bool:
    """Whether a part is certain to be known if all fields, and the parts inside it, are known."""
    match part:
        case model.FieldValue(model.Subject(), _):
            if isinstance(part.type, EnumType):
                return bool(part.type.members)
            return isinstance(part.type, Scalar)
        case model.Constant(value):
            return value is not None
        case model.Apply(operation):
            return operation in _TOTAL
        case model.Choose() | model.And() | model.Or() | model.Not() | model.Implies():
            return True
        case model.FactValue() | NormApplies() | IsKnown() | model.Subject() | model.AsOf():
            return True
    return False


def _may_be_never(package: Package) -> frozenset[tuple[str, str]]:
    """The date fields (record type, field) that a policy itself compares with never, or reads
    a blank of as never."""
    declared = (*package.declared_facts, *package.declared_norms, *package.declared_actions)
    parts = (part for one in declared for whole in one.conditions() for part in walk(whole))
    found: set[tuple[str, str]] = set()
    for part in parts:
        # A comparison without a place in the text was added by `governed by`, not by the author.
        if isinstance(part, model.Apply) and part.span != NOWHERE:
            values = [o.value for o in part.operands if isinstance(o, model.Constant)]
            fields = [o for o in part.operands if isinstance(o, model.FieldValue)]
            if NEVER in values:
                types = ((field.record.type, field.name) for field in fields)
                found |= {
                    (type_.name, name) for type_, name in types if isinstance(type_, RecordType)
                }
    shapes = package.record_types.values()
    return frozenset(found) | {
        (shape.name, one.name) for shape in shapes for one in shape.fields if one.blank == NEVER
    }


def _with_values(rules: Rules, names: Iterable[str]) -> tuple[Rules, list[Bool]]:
    """The same rules with made-up values for parameters that have none on the day, and the
    conditions that each made-up value exists."""
    parameters: dict[str, Symbolic] = {}
    given: list[Bool] = []
    for name in sorted(names):
        actual = rules.parameter(name)
        made_up = f"{name}!"
        some = rules.scene.free(made_up, rules.package.parameters[name].type)
        has_value = known_of(actual)
        parameters[name] = choose(Truth(has_value, negated(has_value)), actual, some)
        given += rules.scene.free_known(made_up)
    return Rules(rules.package, rules.scene, parameters), given


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
    never = _may_be_never(package)
    for norm in package.declared_norms:
        if norm.record_type != inquiry.record_type.name:
            continue
        done = package.actions[norm.action].done_when
        for asked in (NormApplies(norm.name), *(() if done is None else (done,))):
            read = parameters_read(reach(package, (asked,)))
            for name in sorted(read & own - reported):
                for result in _missing(inquiry, norm, asked, name, never):
                    reported.add(name)
                    yield result


def _missing(
    inquiry: Inquiry,
    norm: Norm,
    asked: Expression,
    name: str,
    never: frozenset[tuple[str, str]],
) -> Iterator[Result]:
    parameter, kind = inquiry.package.parameters[name], FindingKind.MISSING_PARAMETER
    first = _day_without_value(parameter, norm)
    if first is None:
        return
    days = Interval(first, norm.in_force.end)
    match _Unknown(inquiry, asked, days, (norm.name,), never, name).found():
        case Shown() as shown:
            day = in_words(shown.witness.as_of, Scalar.DATE)
            words = wording.MISSING_PARAMETER.filled(
                parameter=called(parameter), norm=called(norm), day=day
            )
            yield Finding(kind=kind, names=(name,), words=words, span=parameter.span, shown=shown)
        case Undecided(because):
            yield Open(kind, (name,), parameter.span, because)
        case Impossible() as none:
            claim = proof_words.VALUE_ENOUGH.filled(one=called(parameter), norm=called(norm))
            inquiry.proved(none, kind, (name, norm.name), parameter.span, claim, claim)


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


# What an answer rests on


def reach(package: Package, asked: Iterable[Expression]) -> Iterator[Expression]:
    """The expressions behind some, those inside facts, norms and verdicts included.

    >>> from linkage_rules.model.expressions import AsOf, IsKnown
    >>> [type(part).__name__ for part in reach(Package(name="p"), [IsKnown(AsOf())])]
    ['IsKnown', 'AsOf']
    """
    asked = tuple(asked)
    further = (e for step in behind(asked, package) for e in expressions_of(step, package))
    for expression in (*asked, *further):
        yield from walk(expression)


def parameters_read(parts: Iterable[Expression]) -> set[str]:
    return {part.name for part in parts if isinstance(part, model.ParameterValue)}


def fields_read(parts: Iterable[Expression]) -> set[str]:
    """The fields of the record itself that are read."""
    return {
        part.name
        for part in parts
        if isinstance(part, model.FieldValue) and isinstance(part.record, model.Subject)
    }
