"""Conditions that never change an answer."""

from collections.abc import Callable, Generator, Iterator
from typing import Final, TypeAlias

from attrs import evolve, frozen

from linkage_rules.analysis.consistency.called import said
from linkage_rules.analysis.consistency.findings import Finding
from linkage_rules.analysis.consistency.inquiry import Inquiry, Result
from linkage_rules.analysis.consistency.spots import Spot, spots
from linkage_rules.analysis.criteria import settled
from linkage_rules.engines.symbolic import Bool, Rules, overturned, overturned_value
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.spans import NOWHERE
from linkage_rules.model.types import ListType, RecordType, Scalar
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase

_LEFT_OUT: Final = Phrase(
    "in {owner}, {condition} never changes the answer: it can be left out",
    "“{owner}”中的条件“{condition}”从不改变结论，可以删去",
)
_ALWAYS: Final = Phrase(
    "in {owner}, {condition} is {answer} wherever it matters: only one branch is ever taken",
    "“{owner}”中，凡起作用之处“{condition}”总为“{answer}”，只会走其中一支",
)
_ALWAYS_APPLIES: Final = Phrase(
    "the condition of {norm} is met by every record: {condition}",
    "“{norm}”的条件对每条记录都成立：{condition}",
)
_ALWAYS_THE_SAME: Final = Phrase(
    "{fact} is {answer} for every record", "“{fact}”对每条记录都为“{answer}”"
)
_DONE_ALWAYS_THE_SAME: Final = Phrase(
    "whether {action} is done is {answer} for every record",
    "“{action}”是否完成，对每条记录都为“{answer}”",
)

_ANSWERS: Final = {True: Phrase("yes", "是"), False: Phrase("no", "否")}
_CONSTANTS: Final = {truth: model.Constant(truth, Scalar.YES_NO) for truth in (True, False)}

Variant: TypeAlias = Callable[[Expression], Callable[[Rules], Bool]]
"""What asks whether an answer is overturned when another expression stands in place of one."""


@frozen(eq=False)
class _Line:
    """A line of a declaration that holds conditions."""

    owner: Norm | Fact | Action
    expression: Expression
    about: Expression
    overturned_by: Variant


@frozen
class Known:
    """What was reported before, so that the same fault is not reported twice.

    ``dead`` norms never apply, so that nothing in them matters; the ``exceptions`` of some norms
    have no effect. ``decided`` holds the identities of comparisons that bounds settle.
    """

    dead: frozenset[str]
    exceptions: frozenset[str]
    decided: frozenset[int]


def idle_conditions(inquiry: Inquiry, known: Known) -> Iterator[Result]:
    """Conditions that could be left out.

    The condition of a norm is looked at without its exception and what overrides it: those come
    after it. The exception is looked at where the condition is met.
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
        if fact.record_type == name and not isinstance(fact.type, ListType | RecordType):
            yield _Line(fact, fact.means, model.FactValue(fact.name, fact.type), _of_fact(fact))
    for action in package.declared_actions:
        if action.record_type == name and action.done_when is not None:
            done = action.done_when
            yield _Line(action, done, done, _of_condition(done))


def _line_of(
    norm: Norm, condition: Expression, changed: Callable[[Norm, Expression], Norm]
) -> _Line:
    """A line of a norm, or of the norm without its exception."""

    def overturned_by(new: Expression) -> Callable[[Rules], Bool]:
        variant = changed(norm, new)
        return lambda rules: overturned(
            rules.applies_with(norm, ()), rules.applies_with(variant, ())
        )

    return _Line(norm, condition, model.NormApplies(norm.name), overturned_by)


def _of_fact(fact: Fact) -> Variant:
    return lambda new: lambda rules: overturned_value(rules.fact(fact.name), rules.value(new))


def _of_condition(condition: Expression) -> Variant:
    return lambda new: lambda rules: overturned(rules.truth(condition), rules.truth(new))


def _whole(inquiry: Inquiry, line: _Line) -> Iterator[Result]:
    """A line that has the same answer for every record."""
    if line.expression.type is not Scalar.YES_NO or _is_settled(line.expression, inquiry.package):
        return
    if isinstance(line.owner, Norm):
        # What is never met, and exceptions, are looked at with the norms.
        answers = [] if line.expression is line.owner.unless else [True]
    else:
        answers = [True, False]
    for answer in answers:
        yield from _always(inquiry, line, answer)


def _always(inquiry: Inquiry, line: _Line, answer: bool) -> Iterator[Result]:
    return inquiry.never(
        FindingKind.IDLE_CONDITION,
        (line.owner.name,),
        line.expression.span,
        line.overturned_by(_CONSTANTS[answer]),
        (line.about,),
        lambda: _whole_in_words(inquiry.package, line, answer),
    )


def _whole_in_words(package: Package, line: _Line, answer: bool) -> Phrase:
    match line.owner:
        case Norm() as norm:
            condition = said(line.expression, package)
            return _ALWAYS_APPLIES.filled(norm=called(norm), condition=condition)
        case Fact() as fact:
            return _ALWAYS_THE_SAME.filled(fact=called(fact), answer=_ANSWERS[answer])
        case Action() as action:
            return _DONE_ALWAYS_THE_SAME.filled(action=called(action), answer=_ANSWERS[answer])


def _inside(inquiry: Inquiry, line: _Line, decided: frozenset[int]) -> Iterator[Result]:
    """Conditions within a line, each left out before the next one is tried.

    So of two that say the same only one is reported.
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
    """What is left of a line without its next idle condition; None where there is no such."""
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
            return _LEFT_OUT.filled(**arguments)
        return _ALWAYS.filled(**arguments, answer=_ANSWERS[spot.always])

    return inquiry.never(
        FindingKind.IDLE_CONDITION,
        (line.owner.name,),
        spot.condition.span,
        line.overturned_by(spot.without),
        (line.about, spot.without),
        words,
    )


def _is_settled(condition: Expression, package: Package) -> bool:
    """Whether a literal or parameter states the answer: a reading that is meant so."""
    return settled(condition, package) is not None


def _cores(condition: Expression) -> Iterator[int]:
    """A condition, and what it denies."""
    yield id(condition)
    while isinstance(condition, model.Not):
        condition = condition.operand
        yield id(condition)
