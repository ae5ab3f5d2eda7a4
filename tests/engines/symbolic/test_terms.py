"""Terms mean for open values what they mean for written ones, and stay written where they can."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
import z3

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.terms import UNKNOWN, Truth

NUMBERS = (-3, -1, 0, 2)
QUANTITIES: dict[Callable[..., Any], tuple[int, Callable[..., Any]]] = {
    terms.plus: (2, lambda a, b: a + b),
    terms.minus: (2, lambda a, b: a - b),
    terms.times: (2, lambda a, b: a * b),
    terms.over: (2, lambda a, b: Fraction(a, b) if b else None),
    terms.least: (2, min),
    terms.greatest: (2, max),
    terms.equal: (2, lambda a, b: a == b),
    terms.less: (2, lambda a, b: a < b),
    terms.at_most: (2, lambda a, b: a <= b),
    terms.between: (3, lambda a, b, c: a <= b <= c),
    lambda *parts: terms.total(parts): (3, lambda a, b, c: a + b + c),
}
CONDITIONS: dict[Callable[..., Any], Callable[..., Any]] = {
    lambda *parts: terms.all_of(parts): lambda a, b, c: a and b and c,
    lambda *parts: terms.any_of(parts): lambda a, b, c: a or b or c,
    lambda a, *_: terms.negated(a): lambda a, *_: not a,
    lambda a, b, _: terms.implied(a, b): lambda a, b, _: not a or b,
    lambda a, b, _: terms.same(a, b): lambda a, b, _: a is b,
    lambda a, b, _: terms.chosen(a, 1, terms.chosen(b, 2, 3)): (
        lambda a, b, _: 1 if a else 2 if b else 3
    ),
}


def settled(term: Any, known: dict[Any, Any]) -> Any:
    """What a term is where its symbols are known."""
    if not z3.is_expr(term):
        return term
    pairs = [(name, terms._term(value)) for name, value in known.items()]
    found = z3.simplify(z3.substitute(term, *pairs))
    if z3.is_bool(found):
        return z3.is_true(found)
    return Fraction(found.as_fraction()) if z3.is_rational_value(found) else found.as_long()


@pytest.mark.parametrize(("made", "meant"), QUANTITIES.items())
def test_quantities(made: Callable[..., Any], meant: tuple[int, Callable[..., Any]]) -> None:
    count, means = meant
    open_ = [terms.whole(f"x{place}") for place in range(count)]
    for numbers in product(NUMBERS, repeat=count):
        wanted = means(*numbers)
        if wanted is None:
            assert made(*numbers) == 0
            continue
        assert made(*numbers) == wanted
        assert not z3.is_expr(made(*numbers))
        for which in product((True, False), repeat=count):
            mixed = [
                x if is_open else n for x, n, is_open in zip(open_, numbers, which, strict=True)
            ]
            known = dict(zip(open_, numbers, strict=True))
            assert settled(made(*mixed), known) == wanted, (numbers, which)


@pytest.mark.parametrize("divisor", [1, 2, 3, 7])
def test_whole_quotients_are_rounded_down_and_what_is_left_is_never_negative(divisor: int) -> None:
    x = terms.whole("x")
    for number in range(-15, 16):
        for given, known in ((number, {}), (x, {x: number})):
            assert settled(terms.floor_over(given, divisor), known) == number // divisor
            assert settled(terms.remainder(given, divisor), known) == number % divisor


@pytest.mark.parametrize(("made", "means"), CONDITIONS.items())
def test_conditions(made: Callable[..., Any], means: Callable[..., Any]) -> None:
    open_ = [terms.boolean(name) for name in "abc"]
    for truths in product((True, False), repeat=3):
        wanted = means(*truths)
        assert made(*truths) == wanted
        for which in product((True, False), repeat=3):
            mixed = [
                x if is_open else t for x, t, is_open in zip(open_, truths, which, strict=True)
            ]
            found = made(*mixed)
            known = {x: z3.BoolVal(t) for x, t in zip(open_, truths, strict=True)}
            assert settled(found, known) == wanted, (truths, which)


def test_what_settles_a_matter_or_makes_no_difference_is_left_out() -> None:
    a, b = terms.boolean("a"), terms.boolean("b")
    x = terms.whole("x")
    assert terms.all_of([a, True, a]).eq(a)
    assert terms.any_of([a, False, a]).eq(a)
    assert terms.all_of([a, b, False]) is False
    assert terms.any_of([a, b, True]) is True
    assert terms.all_of([a, b, a]).sexpr() == "(and a b)"
    assert terms.any_of([a, b, a]).sexpr() == "(or a b)"
    assert terms.negated(terms.negated(a)).eq(a)
    assert terms.negated(a).sexpr() == "(not a)"
    for found in (terms.plus(x, 0), terms.plus(0, x), terms.minus(x, 0), terms.chosen(a, x, x)):
        assert found.eq(x)
    assert terms.times(x, 0) == terms.times(0, x) == 0
    assert terms.over(x, 0) == 0
    assert (terms.is_constant(x), terms.is_constant(1), terms.is_constant(Fraction(1, 2))) == (
        False,
        True,
        True,
    )
    assert terms.function("f", 3).sexpr() == "(f 3)"
    assert terms.real("r").sort() == z3.RealSort()


KLEENE = {True: Truth(True, False), False: Truth(False, True), None: UNKNOWN}


def told(truth: Truth) -> bool | None:
    return True if truth.yes else False if truth.no else None


@pytest.mark.parametrize("one", KLEENE)
@pytest.mark.parametrize("other", KLEENE)
def test_truths_are_connected_as_the_language_does(one: bool | None, other: bool | None) -> None:
    first, second = KLEENE[one], KLEENE[other]
    both = False if False in (one, other) else None if None in (one, other) else True
    either = True if True in (one, other) else None if None in (one, other) else False
    negative = None if one is None else not one
    assert told(terms.conjunction([first, second])) is both
    assert told(terms.disjunction([first, second])) is either
    assert told(terms.negation(first)) is negative
    implied = True if negative is True or other is True else None
    if (one, other) == (True, False):
        implied = False
    assert told(terms.implication(first, second)) is implied
    assert first.known is (one is not None)
    assert [first.is_(truth) for truth in (True, False, None)] == [
        one is truth for truth in (True, False, None)
    ]
    assert terms.same_truth(first, second) is (one is other)
    assert terms.overturned(first, second) is (one is not None and other is not one)
    for known, value in product((True, False), repeat=2):
        assert told(terms.truth_of(known, value)) is (value if known else None)
