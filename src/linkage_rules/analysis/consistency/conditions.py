"""Conditions that never change an answer, and what the bounds of fields settle."""

from collections.abc import Callable, Generator, Hashable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs
from attrs import evolve, frozen

from linkage_rules.analysis.consistency.causes import cause_of, of_cause
from linkage_rules.analysis.consistency.findings import Finding, Result
from linkage_rules.analysis.consistency.inquiry import Inquiry
from linkage_rules.analysis.criteria import settled
from linkage_rules.engines.symbolic import (
    Bool,
    Impossible,
    Rules,
    Truth,
    overturned,
    overturned_value,
)
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.spans import NOWHERE
from linkage_rules.model.traversal import parts_of, walk
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE
from linkage_rules.words import finding_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.decision_words import ANSWERS
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase

# Where a condition stands that could be left out


_YES = model.Constant(True, Scalar.YES_NO)
_NO = model.Constant(False, Scalar.YES_NO)

_Put: TypeAlias = Callable[[Expression], Expression]
"""A function that puts an expression in a place of a whole, and gives that whole."""


@frozen(eq=False)
class Spot:
    """A condition inside a whole expression, and the whole without the condition.

    ``always`` is set where leaving it out means replacing it by a constant yes or no: for the
    condition of an “if” both are tried.
    """

    condition: Expression
    without: Expression
    always: bool | None = None


def spots(whole: Expression) -> Iterator[tuple[Spot, ...]]:
    """Every condition inside an expression, from the outside in, each with the ways to leave it
    out.

    >>> from linkage_rules.model.types import Scalar
    >>> a, b = (model.FactValue(name, Scalar.YES_NO) for name in "ab")
    >>> first, second = spots(model.And((a, b)))
    >>> first[0].without == model.And((model.Constant(True, Scalar.YES_NO), b))
    True
    """
    yield from _spots(whole, lambda new: new)


def _spots(expression: Expression, around: _Put) -> Iterator[tuple[Spot, ...]]:
    match expression:
        case model.Choose(condition, consequence, alternative):
            yield (
                Spot(condition, around(consequence), True),
                Spot(condition, around(alternative), False),
            )
        case model.Aggregate(where=where) if where is not None:
            yield (Spot(where, around(attrs.evolve(expression, where=None))),)
        case model.Distribute(where=where) if where is not None:
            yield (Spot(where, around(attrs.evolve(expression, where=None))),)
    for part, put in _parts(expression, around):
        neutral = _neutral(expression, part)
        if neutral is not None:
            yield (Spot(part, put(neutral)),)
        yield from _spots(part, put)


def _neutral(expression: Expression, part: Expression) -> Expression | None:
    """The constant by which a part of “and”, “or” or “implies” has to be replaced so that only the
    other parts decide; None elsewhere."""
    match expression:
        case model.And():
            return _YES
        case model.Or():
            return _NO
        case model.Implies(condition):
            return _YES if part is condition else _NO
        case _:
            return None


def _parts(expression: Any, around: _Put) -> Iterator[tuple[Expression, _Put]]:
    """The parts of an expression, each with the function that replaces it.

    The meaning of a fact that is asked of a record is left out; it is examined where the fact is
    declared.
    """
    if isinstance(expression, model.FactOf | model.OnDay):
        return
    for attribute in attrs.fields(type(expression)):
        value = getattr(expression, attribute.name)
        if isinstance(value, Expression) and not isinstance(value, model.Variable):
            yield value, _putting(expression, around, attribute.name)
        elif isinstance(value, tuple):
            for number, part in enumerate(value):
                if isinstance(part, Expression):
                    yield part, _putting(expression, around, attribute.name, number)


def _putting(expression: Any, around: _Put, name: str, number: int | None = None) -> _Put:
    def put(new: Expression) -> Expression:
        parts = getattr(expression, name)
        value = new if number is None else (*parts[:number], new, *parts[number + 1 :])
        changed: Expression = attrs.evolve(expression, **{name: value})
        return around(changed)

    return put


# Conditions that could be left out


_CONSTANTS: Final = {truth: model.Constant(truth, Scalar.YES_NO) for truth in (True, False)}

Variant: TypeAlias = Callable[[Expression], Callable[[Rules], Bool]]
"""A function from an expression in the place of another one to the condition that an answer
changes."""


@frozen(eq=False)
class _Line:
    """A line of a declaration with conditions, such as ``when``."""

    owner: Norm | Fact | Action
    expression: Expression
    about: Expression
    overturned_by: Variant


@frozen
class Known:
    """What was reported already, so that the same fault is not reported twice.

    ``dead`` norms never apply, so nothing in them matters; the exceptions of the norms in
    ``exceptions`` have no effect. ``decided`` are the ids of comparisons that bounds settle.
    """

    dead: frozenset[str]
    exceptions: frozenset[str]
    decided: frozenset[int]


def idle_conditions(inquiry: Inquiry, known: Known) -> Iterator[Result]:
    """Conditions that could be left out.

    The condition of a norm is examined without its exception and the norms that override it, since
    these only matter where it is met. The exception is examined on records that meet the condition.
    """
    decided = known.decided
    for line in _lines(inquiry, known):
        is_decided = not decided.isdisjoint(_cores(line.expression))
        whole = [] if is_decided else list(_whole(inquiry, line))
        yield from whole
        if not whole:
            yield from _inside(inquiry, line, decided)


def _lines(inquiry: Inquiry, known: Known) -> Iterator[_Line]:
    package, name = inquiry.package, inquiry.record_type.name
    for norm in package.declared_norms:
        if norm.record_type != name or norm.name in known.dead:
            continue
        if norm.when is not None:
            rule = evolve(norm, unless=None)
            yield _line_of(rule, norm.when, lambda norm, new: evolve(norm, when=new))
        if norm.unless is not None and norm.name not in known.exceptions:
            yield _line_of(norm, norm.unless, lambda norm, new: evolve(norm, unless=new))
    for fact in package.declared_facts:
        own = fact.record_type == name and fact.name not in package.hidden
        if own and fact.is_told and _is_single(fact.type):
            yield _Line(fact, fact.means, model.FactValue(fact.name, fact.type), _of_fact(fact))
    for action in package.declared_actions:
        if action.record_type == name and action.done_when is not None:
            done = action.done_when
            yield _Line(action, done, done, _of_condition(done))


def _is_single(type_: Type) -> bool:
    return not isinstance(type_, ListType | RecordType)


def _line_of(
    norm: Norm, condition: Expression, changed: Callable[[Norm, Expression], Norm]
) -> _Line:
    """The line of a norm with ``condition``, for the norm or for the norm without its exception."""

    plain = _once(lambda rules: rules.applies_with(norm, ()))

    def overturned_by(new: Expression) -> Callable[[Rules], Bool]:
        variant = changed(norm, new)
        return lambda rules: overturned(plain(rules), rules.applies_with(variant, ()))

    return _Line(norm, condition, model.NormApplies(norm.name), overturned_by)


def _once(worked_out: Callable[[Rules], Truth]) -> Callable[[Rules], Truth]:
    """A truth that is computed again only for other rules than the last time."""
    last: list[tuple[Rules, Truth]] = []

    def found(rules: Rules) -> Truth:
        if not last or last[0][0] is not rules:
            last[:] = [(rules, worked_out(rules))]
        return last[0][1]

    return found


def _of_fact(fact: Fact) -> Variant:
    return lambda new: lambda rules: overturned_value(rules.fact(fact.name), rules.value(new))


def _of_condition(condition: Expression) -> Variant:
    return lambda new: lambda rules: overturned(rules.truth(condition), rules.truth(new))


def _whole(inquiry: Inquiry, line: _Line) -> Iterator[Result]:
    """The finding that a line has the same answer for every record."""
    if line.expression.type is not Scalar.YES_NO or _is_settled(line.expression, inquiry.package):
        return
    if isinstance(line.owner, Norm):
        # That a norm never applies, or an exception has no effect, is reported elsewhere.
        answers = [] if line.expression is line.owner.unless else [True]
    else:
        answers = [True, False]
    for answer in answers:
        yield from _always(inquiry, line, answer)


def _always(inquiry: Inquiry, line: _Line, answer: bool) -> Iterator[Result]:
    found = inquiry.never(
        FindingKind.IDLE_CONDITION,
        (line.owner.name,),
        line.expression.span,
        line.overturned_by(_CONSTANTS[answer]),
        (line.about,),
        lambda: _whole_in_words(inquiry.package, line, answer),
    )
    return of_cause(found, _by_fact(line.owner.name) if isinstance(line.owner, Fact) else None)


def _by_fact(name: str) -> Hashable:
    """The cause of findings that follow from an idle fact: in the fact itself, or in a condition
    that is only a question for it."""
    return FindingKind.IDLE_CONDITION, name


def _whole_in_words(package: Package, line: _Line, answer: bool) -> Phrase:
    match line.owner:
        case Norm() as norm:
            condition = said(line.expression, package)
            return wording.ALWAYS_APPLIES.filled(norm=called(norm), condition=condition)
        case Fact() as fact:
            return wording.ALWAYS_THE_SAME.filled(fact=called(fact), answer=ANSWERS[answer])
        case Action() as action:
            return wording.DONE_ALWAYS_THE_SAME.filled(
                action=called(action), answer=ANSWERS[answer]
            )


def _inside(inquiry: Inquiry, line: _Line, decided: frozenset[int]) -> Iterator[Result]:
    """Conditions within a line that could be left out.

    Each is left out before the next is tried, so of two that say the same only one is reported.
    """
    tried: dict[int, Expression] = {}
    rest: Expression | None = line.expression
    while rest is not None:
        rest = yield from _next_idle(inquiry, line, rest, decided, tried)


def _next_idle(
    inquiry: Inquiry,
    line: _Line,
    whole: Expression,
    decided: frozenset[int],
    tried: dict[int, Expression],
) -> Generator[Result, None, Expression | None]:
    """Report the next idle condition of a line; gives the line without it, or None where there is
    none."""
    for ways in spots(whole):
        condition = ways[0].condition
        if id(condition) in tried or not decided.isdisjoint(_cores(condition)):
            continue
        tried[id(condition)] = condition
        if condition.span == NOWHERE or _is_settled(condition, inquiry.package):
            continue
        for spot in ways:
            for result in _idle(inquiry, line, spot):
                yield result
                return spot.without if isinstance(result, Finding) else whole
    return None


def _idle(inquiry: Inquiry, line: _Line, spot: Spot) -> Iterator[Result]:
    def words() -> Phrase:
        arguments = {
            "owner": called(line.owner),
            "condition": said(spot.condition, inquiry.package),
        }
        if spot.always is None:
            return wording.LEFT_OUT.filled(**arguments)
        return wording.ALWAYS.filled(**arguments, answer=ANSWERS[spot.always])

    found = inquiry.never(
        FindingKind.IDLE_CONDITION,
        (line.owner.name,),
        spot.condition.span,
        line.overturned_by(spot.without),
        (line.about, spot.without),
        words,
    )
    asks = spot.condition
    return of_cause(found, _by_fact(asks.name) if isinstance(asks, model.FactValue) else None)


def _is_settled(condition: Expression, package: Package) -> bool:
    """Whether a literal or parameter gives the answer, which is then an intended reading."""
    return settled(condition, package) is not None


def _cores(condition: Expression) -> Iterator[int]:
    """The ids of a condition and of what it negates."""
    yield id(condition)
    while isinstance(condition, model.Not):
        condition = condition.operand
        yield id(condition)


# Bounds


def contradictory_bounds(package: Package) -> Iterator[Finding]:
    """Fields whose bounds allow no value."""
    for record_type in package.declared_records:
        for field in record_type.fields:
            enum = _element(field.type)
            if isinstance(enum, EnumType) and not enum.members:
                words = (
                    wording.NO_RECORD if field.required and field.type is enum else wording.NO_VALUE
                )
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
    """A comparison with the same answer for all values that its fields may have."""

    comparison: Expression
    result: Result


def outside_bounds(inquiry: Inquiry) -> Iterator[Settled]:
    """Comparisons with a bounded field that always have the same answer."""
    package, name = inquiry.package, inquiry.record_type.name
    lines: list[Expression | None] = []
    lines += [n.when for n in package.declared_norms if n.record_type == name]
    lines += [n.unless for n in package.declared_norms if n.record_type == name]
    lines += [f.means for f in package.declared_facts if f.record_type == name and f.is_told]
    lines += [a.done_when for a in package.declared_actions if a.record_type == name]
    for line in lines:
        if line is not None:
            for comparison, variables in _comparisons(line, {}):
                yield from _settled(inquiry, comparison, variables)


def _comparisons(
    expression: Expression, variables: Mapping[str, Type]
) -> Iterator[tuple[Expression, Mapping[str, Type]]]:
    """Every comparison, with the types of the variables at its place."""
    match expression:
        case model.Apply(type=Scalar.YES_NO):
            yield expression, variables
    inner = variables
    match expression:
        case (
            model.Some(variable=variable)
            | model.Every(variable=variable)
            | model.HowMany(variable=variable)
            | model.Aggregate(variable=variable)
            | model.Distribute(variable=variable)
        ):
            inner = {**variables, variable.name: variable.type}
    for part in parts_of(expression):
        yield from _comparisons(part, inner)


def _settled(
    inquiry: Inquiry, comparison: Expression, variables: Mapping[str, Type]
) -> Iterator[Settled]:
    bounded = next(_bounded_fields(comparison), None)
    if bounded is None or any(isinstance(part, model.ShareOf) for part in walk(comparison)):
        # The share of an element depends on the others, so a free element cannot stand for any of
        # them.
        return
    record_type, field = bounded
    if _comes_out_both_ways(comparison, field):
        return

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
        if inquiry.beyond(_being(truth, not answer), (comparison,)):
            return
        if isinstance(inquiry.find(lambda rules: truth(rules).known, (comparison,)), Impossible):
            return
        words = wording.SETTLED.filled(
            comparison=said(comparison, inquiry.package),
            answer=ANSWERS[answer],
            field=called(field),
            type=called(record_type),
        )
        names = (record_type.name, field.name)
        kind, span = FindingKind.OUTSIDE_BOUNDS, comparison.span
        inquiry.proved(other, kind, names, span, words)
        found = Finding(
            kind=kind,
            names=names,
            words=words,
            span=span,
            list_bound=other.list_bound,
            cause=cause_of(kind, names, inquiry.package),
        )
        yield Settled(comparison, found)


_NUMBERS: Final = frozenset({Scalar.MONEY, Scalar.NUMBER, Scalar.WHOLE})


def _comes_out_both_ways(comparison: Expression, field: Field) -> bool:
    """Whether trial values of a field give both answers of a comparison.

    For nearly all comparisons they do, and then the solver need not be asked.
    """
    if not isinstance(comparison, model.Apply) or field.type not in _NUMBERS:
        return False
    operands = comparison.operands
    fields = [one for one in operands if isinstance(one, model.FieldValue)]
    written: list[Any] = [one.value for one in operands if isinstance(one, model.Constant)]
    if len(fields) != 1 or len(written) != len(operands) - 1 or None in written:
        return False
    least: Any = -MAX_MAGNITUDE if field.minimum is None else field.minimum
    most: Any = MAX_MAGNITUDE if field.maximum is None else field.maximum
    near = [value + step for value in written for step in (-1, 0, 1)]
    answers = {
        comparison.operation.answer(
            [one.value if isinstance(one, model.Constant) else value for one in operands]
        )
        for value in (least, most, *near)
        if least <= value <= most and (field.type is Scalar.NUMBER or value == int(value))
    }
    return {True, False} <= answers


def _being(truth: Callable[[Rules], Truth], answer: bool) -> Callable[[Rules], Bool]:
    return lambda rules: truth(rules).is_(answer)


def _bounded_fields(comparison: Expression) -> Iterator[tuple[RecordType, Field]]:
    """The fields with bounds that a comparison reads."""
    for part in parts_of(comparison):
        match part:
            case model.FieldValue(record, name) if isinstance(record.type, RecordType):
                field = record.type.by_spelling[name]
                if field.minimum is not None or field.maximum is not None:
                    yield record.type, field
            case model.Apply(type=type_) if type_ is not Scalar.YES_NO:
                yield from _bounded_fields(part)


def said(expression: Expression, package: Package) -> Phrase:
    """An expression in the policy language, in both languages."""
    return Phrase(*(describe(expression, package, language) for language in LANGUAGES))
