"""Conditions of yes/no expressions: which there are and which of them decide."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.analysis.criteria import beside, conditions_of, weigh
from linkage_rules.model.expressions import (
    And,
    Constant,
    Expression,
    FactValue,
    Implies,
    Not,
    Or,
    compared,
)
from linkage_rules.model.operations import Comparison
from linkage_rules.model.truth import conjunction, disjunction, implication, negation
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Truth

A, B, C = (FactValue(name, Scalar.YES_NO) for name in "abc")
YES = Constant(True, Scalar.YES_NO)

TRUTHS = st.sampled_from([True, False, None])
FORMULAS = st.recursive(
    st.sampled_from([A, B, C, YES, Constant(False, Scalar.YES_NO)]),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(Implies, inner, inner),
        *(
            st.builds(kind, st.lists(inner, min_size=2, max_size=4).map(tuple))
            for kind in (And, Or)
        ),
    ),
    max_leaves=8,
)


def worked_out(expression: Expression, truths: Iterator[Truth]) -> Truth:
    """The answer, by nothing but the tables of Kleene logic."""
    match expression:
        case Not(operand):
            return negation(worked_out(operand, truths))
        case And(operands):
            return conjunction([worked_out(operand, truths) for operand in operands])
        case Or(operands):
            return disjunction([worked_out(operand, truths) for operand in operands])
        case Implies(condition, consequence):
            return implication(worked_out(condition, truths), worked_out(consequence, truths))
        case Constant(value):
            return value
        case _:
            return next(truths)


def turned_round(truths: list[Truth], index: int) -> list[Truth]:
    return [*truths[:index], negation(truths[index]), *truths[index + 1 :]]


def opposite(first: Truth, second: Truth) -> bool:
    return None not in (first, second) and first is not second


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (A, [A]),
        (Not(A), [A]),
        (And((A, Or((B, Not(C))))), [A, B, C]),
        (Implies(A, B), [A, B]),
        (And((A, YES)), [A]),
        (YES, []),
    ],
)
def test_a_condition_has_no_connective_on_top(expression, expected):
    assert [condition for condition, _ in conditions_of(expression)] == expected


def test_a_condition_written_twice_counts_twice():
    assert [c for c, _ in conditions_of(Or((And((A, B)), And((A, C)))))] == [A, B, A, C]


def test_a_connective_inside_a_comparison_is_no_connective_of_the_whole():
    comparison = compared(Comparison.EQUAL, And((A, B)), C)
    assert [condition for condition, _ in conditions_of(comparison)] == [comparison]


@pytest.mark.parametrize(
    ("expression", "truths", "decisive"),
    [
        (A, [True], [True]),
        (A, [None], [False]),
        (Not(A), [False], [True]),
        (And((A, B)), [True, True], [True, True]),
        (And((A, B)), [True, False], [False, True]),
        (And((A, B)), [False, False], [False, False]),
        (Or((A, B)), [False, False], [True, True]),
        (Or((A, B)), [True, False], [True, False]),
        (Or((A, B)), [True, True], [False, False]),
        (Implies(A, B), [True, False], [True, True]),
        (Implies(A, B), [False, False], [True, False]),
        (And((A, YES)), [True], [True]),
        (Or((A, YES)), [True], [False]),
    ],
)
def test_a_condition_is_decisive_when_turning_it_round_turns_the_answer(
    expression, truths, decisive
):
    assert list(weigh(expression, iter(truths)).decisive) == decisive


@pytest.mark.parametrize(
    ("expression", "truths", "decisive"),
    [
        (And((A, B)), [True, None], [False, False]),
        (And((A, B)), [False, None], [False, False]),
        (Or((And((A, B)), C)), [True, True, None], [False, False, False]),
        (And((Or((A, B)), Not(C))), [None, True, False], [False, False, True]),
    ],
)
def test_what_is_unknown_never_decides_and_may_keep_others_from_deciding(
    expression, truths, decisive
):
    assert list(weigh(expression, iter(truths)).decisive) == decisive


@given(FORMULAS, st.data())
def test_the_answer_is_that_of_kleene_logic(expression, data):
    truths = [data.draw(TRUTHS) for _ in conditions_of(expression)]
    assert weigh(expression, iter(truths)).truth is worked_out(expression, iter(truths))


@given(FORMULAS, st.data())
def test_decisive_is_what_flipping_the_condition_shows(expression, data):
    truths = [data.draw(TRUTHS) for _ in conditions_of(expression)]
    answer = worked_out(expression, iter(truths))
    flipped = [
        opposite(answer, worked_out(expression, iter(turned_round(truths, index))))
        for index in range(len(truths))
    ]
    assert list(weigh(expression, iter(truths)).decisive) == flipped


@given(FORMULAS, st.data())
def test_a_decisive_condition_stays_so_whatever_the_unknown_ones_are(expression, data):
    truths = [data.draw(TRUTHS) for _ in conditions_of(expression)]
    learnt = [data.draw(st.booleans()) if truth is None else truth for truth in truths]
    before = weigh(expression, iter(truths)).decisive
    after = weigh(expression, iter(learnt)).decisive
    assert all(later for earlier, later in zip(before, after, strict=True) if earlier)


@given(FORMULAS, st.data())
def test_what_is_needed_beside_a_condition_holds_exactly_when_it_decides(expression, data):
    assignment: dict[Expression, Truth] = {c: data.draw(TRUTHS) for c in (A, B, C)}

    def answer(part: Expression) -> Truth:
        return worked_out(part, iter([assignment[c] for c, _ in conditions_of(part)]))

    conditions = list(conditions_of(expression))
    decisive = weigh(expression, iter([assignment[c] for c, _ in conditions])).decisive
    assert list(decisive) == [
        assignment[condition] is not None
        and all(answer(needed.expression) is needed.truth for needed in beside(place))
        for condition, place in conditions
    ]


@given(FORMULAS)
def test_with_both_halves_shown_the_answers_differ(expression):
    """A place in a formula without exclusive-or always pushes the answer the same way."""
    places = list(conditions_of(expression))
    for index in range(len(places)):
        answers = {
            (truths[index], weighed.truth)
            for truths in _assignments(len(places))
            for weighed in [weigh(expression, iter(truths))]
            if weighed.decisive[index]
        }
        assert len(answers) in (0, 2)
        assert len({truth for truth, _ in answers}) == len({answer for _, answer in answers})


def _assignments(count: int) -> Iterator[list[Truth]]:
    for bits in range(2**count):
        yield [bool(bits >> index & 1) for index in range(count)]
