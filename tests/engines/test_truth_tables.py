"""The tables of the language, one by one, on the reference engine and on compiled code."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any, get_args

import pytest

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import norm_status, verdict
from linkage_rules.model.norms import Action, Fact, Modality, Norm, Strength
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Period, Truth
from tests.policies import package_of

AS_OF = date(2023, 5, 1)

HEAD = """
policy tables "表"
  in force 2022-12-07 to 2025-12-31

enum kind
  red
  blue

record Item
  flag: yes/no
  amount: money
  size: whole number
  kind_: kind

record Thing
  a: yes/no
  b: yes/no
  n: whole number
  m: whole number
  q: number
  price: money
  cost: money
  day: date
  other_day: date
  span: period
  word: text
  colour: kind
  items: list of Item
  words: list of text

parameter colours: list of kind
  = [red]

parameter limit: money
  = 1元 from 2022-12-07 to 2022-12-31
  = 2元 from 2023-01-01

bearer someone

action act of Thing

"""


def package(text: str) -> Package:
    return package_of(HEAD + text)


def record(**given: Any) -> dict[str, Any]:
    fields = (
        *("a", "b", "n", "m", "q", "price", "cost", "day", "other_day", "span", "word", "colour"),
        *("items", "words"),
    )
    return {**dict.fromkeys(fields), **given}


def item(**given: Any) -> dict[str, Any]:
    return {**dict.fromkeys(("flag", "amount", "size", "kind_")), **given}


SUBJECTS = {*get_args(model.Expression), Fact, Norm, Action}
"""What a step of the reasoning may be about."""


def steps(derivation: Derivation) -> Iterator[Derivation]:
    """A derivation with all that it rests on."""
    yield derivation
    for part in derivation.parts:
        yield from steps(part)


def answer(type_: str, expression: str, as_of: date = AS_OF, **given: Any) -> Any:
    """The answer of the reference engine; for a condition, compiled code must agree."""
    text = f"fact asked of Thing: {type_}\n  means {expression}\n"
    if type_ == "yes/no":
        text += "norm asking for Thing\n  in force 2000-01-01\n  when asked\n  someone may act\n"
    policy = package(text)
    thing = policy.record_types["Thing"]
    derivation = Evaluation(policy, thing, record(**given), as_of).facts["asked"]
    assert {type(step.subject) for step in steps(derivation)} <= SUBJECTS
    found = derivation.answer
    assert not isinstance(found, float)
    if type_ == "yes/no":
        outcome = Program(policy, thing).outcome(record(**given), as_of)
        assert outcome.norms["asking"].applies is found
    return found


U = None
TRUTHS: tuple[Truth, ...] = (True, False, U)


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_and_or_implies_follow_strong_kleene_logic(a: Truth, b: Truth) -> None:
    both = False if a is False or b is False else U if U in (a, b) else True
    either = True if a is True or b is True else U if U in (a, b) else False
    implied = True if a is False or b is True else U if U in (a, b) else False
    assert answer("yes/no", "a and b", a=a, b=b) is both
    assert answer("yes/no", "a or b", a=a, b=b) is either
    assert answer("yes/no", "a implies b", a=a, b=b) is implied


@pytest.mark.parametrize(("a", "expected"), [(True, False), (False, True), (U, U)])
def test_not_follows_strong_kleene_logic(a: Truth, expected: Truth) -> None:
    assert answer("yes/no", "not a", a=a) is expected


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_de_morgan_holds_for_unknowns_too(a: Truth, b: Truth) -> None:
    assert answer("yes/no", "not (a and b)", a=a, b=b) is answer(
        "yes/no", "not a or not b", a=a, b=b
    )


@pytest.mark.parametrize(
    ("expression", "given", "expected"),
    [
        ("n < m", {"n": 1, "m": 2}, True),
        ("n < m", {"n": 1}, U),
        ("n = m", {"n": 2, "m": 2}, True),
        ("n != m", {"m": 2}, U),
        ("n >= m", {"n": 2, "m": 2}, True),
        ("n > m", {"n": 2, "m": 2}, False),
        ("n <= m", {"n": 3, "m": 2}, False),
        ("word = “x”", {"word": "x"}, True),
        ("a = no", {"a": False}, True),
        ("a = no", {}, U),
        ("n between 1 and m", {"n": 1, "m": 1}, True),
        ("n between 1 and m", {"n": 0}, False),
        ("n between 1 and m", {"n": 1}, U),
        ("n between 1 and m", {"m": 3}, U),
        ("colour in {red, blue}", {"colour": "red"}, True),
        ("colour in {red}", {"colour": "blue"}, False),
        ("colour in {red}", {}, U),
        ("n in {1, m}", {"n": 1}, True),
        ("n in {1, m}", {"n": 2}, U),
        ("colour in colours", {"colour": "red"}, True),
        ("colour in colours", {"colour": "blue"}, False),
        ("colour in colours", {}, U),
        ("word in words", {"word": "x", "words": ("x", U)}, True),
        ("word in words", {"word": "x", "words": ("y", U)}, U),
        ("word in words", {"word": "x", "words": ("y",)}, False),
        ("word in words", {"word": "x"}, U),
        ("word in words", {"words": ()}, False),
        ("n is known", {"n": 1}, True),
        ("n is known", {}, False),
        ("if a then b else n = 1", {"a": True, "b": True}, True),
        ("if a then b else n = 1", {"a": False, "n": 1}, True),
        ("if a then b else b", {"b": True}, U),
        ("price < limit", {"price": 150}, True),
    ],
)
def test_comparisons_and_choices(expression: str, given: dict[str, Any], expected: Truth) -> None:
    assert answer("yes/no", expression, **given) is expected


@pytest.mark.parametrize(
    ("type_", "expression", "given", "expected"),
    [
        ("whole number", "n + m", {"n": 2, "m": 3}, 5),
        ("whole number", "n - m", {"n": 2}, U),
        ("whole number", "n * m", {"n": 2, "m": 3}, 6),
        ("number", "n / m", {"n": 2, "m": 4}, Fraction(1, 2)),
        ("number", "n / m", {"n": 4, "m": 2}, 2),
        ("number", "n / m", {"n": 2, "m": 0}, U),
        ("number", "price / cost", {"price": 1, "cost": 3}, Fraction(1, 3)),
        ("money", "price * 30%", {"price": 5}, Fraction(3, 2)),
        ("money", "price / 2", {"price": 5}, Fraction(5, 2)),
        ("money", "price - cost", {"price": 5, "cost": 7}, -2),
        ("money", "-price", {"price": 5}, -5),
        ("money", "-price", {}, U),
        ("date", "day + 1 month", {"day": date(2023, 1, 31)}, date(2023, 2, 28)),
        ("date", "day - 1 month", {"day": date(2024, 3, 31)}, date(2024, 2, 29)),
        ("date", "day + 3年", {"day": date(2024, 2, 29)}, date(2027, 2, 28)),
        ("date", "day + 15 days", {"day": date(2023, 12, 20)}, date(2024, 1, 4)),
        ("date", "day + span", {"day": AS_OF, "span": Period(months=1, days=1)}, date(2023, 6, 2)),
        ("date", "day + 1 day", {"day": date(9999, 12, 30)}, U),
        ("date", "day + 1 day", {"day": date.max}, date.max),
        ("date", "day - 1 year", {"day": date.min}, U),
        ("date", "as_of", {}, AS_OF),
        (
            "whole number",
            "years between day and other_day",
            {"day": date(2020, 2, 29), "other_day": date(2023, 2, 28)},
            3,
        ),
        (
            "whole number",
            "years between day and other_day",
            {"day": date(2020, 5, 2), "other_day": date(2023, 5, 1)},
            2,
        ),
        ("whole number", "years between day and as_of", {"day": date(2025, 5, 1)}, -2),
        ("whole number", "years between day and as_of", {}, U),
    ],
)
def test_arithmetic_is_exact_and_unknown_spreads(
    type_: str, expression: str, given: dict[str, Any], expected: Any
) -> None:
    found = answer(type_, expression, **given)
    assert found == expected
    assert (found is None) is (expected is None)


YES, NO, BLANK = item(flag=True), item(flag=False), item()


@pytest.mark.parametrize(
    ("items", "some", "every"),
    [
        (U, U, U),
        ((), False, True),
        ((YES,), True, True),
        ((NO,), False, False),
        ((BLANK,), U, U),
        ((U,), U, U),
        ((YES, NO), True, False),
        ((YES, BLANK), True, U),
        ((NO, BLANK), U, False),
        ((NO, U), U, False),
        ((BLANK, YES), True, U),
    ],
)
def test_some_and_every(items: Any, some: Truth, every: Truth) -> None:
    assert answer("yes/no", "some i in items has i.flag", items=items) is some
    assert answer("yes/no", "every i in items has i.flag", items=items) is every


ONE, TWO = item(flag=True, amount=100, size=1), item(flag=False, amount=250, size=2)


@pytest.mark.parametrize(
    ("expression", "items", "expected"),
    [
        ("count(items)", U, U),
        ("count(items)", (), 0),
        ("count(items)", (U, BLANK), 2),
        ("count(i in items where i.flag)", (), 0),
        ("count(i in items where i.flag)", (ONE, TWO), 1),
        ("count(i in items where i.flag)", (ONE, BLANK), U),
        ("count(i in items where i.flag)", (ONE, U), U),
        ("sum(i.size over i in items)", U, U),
        ("sum(i.size over i in items)", (), 0),
        ("sum(i.size over i in items)", (ONE, TWO), 3),
        ("sum(i.size over i in items)", (ONE, BLANK), U),
        ("sum(i.size over i in items where i.flag)", (ONE, item(flag=False)), 1),
        ("sum(i.size over i in items where i.flag)", (ONE, item(size=3)), U),
        ("min(i.size over i in items)", (), U),
        ("min(i.size over i in items)", (TWO, ONE), 1),
        ("min(i.size over i in items)", (TWO, U), U),
        ("max(i.size over i in items)", (), U),
        ("max(i.size over i in items)", (ONE, TWO), 2),
        ("max(i.size over i in items where i.flag)", (ONE, TWO), 1),
        ("distinct(i.size over i in items)", (), 0),
        ("distinct(i.size over i in items)", (ONE, ONE, TWO), 2),
        ("distinct(i.size over i in items)", (ONE, BLANK), U),
        ("distinct(i.size over i in items)", U, U),
    ],
)
def test_aggregates(expression: str, items: Any, expected: int | None) -> None:
    assert answer("whole number", expression, items=items) == expected
    asked = "yes/no", f"{expression} = 1"
    assert answer(*asked, items=items) is (None if expected is None else expected == 1)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2022, 12, 6), U),
        (date(2022, 12, 7), 100),
        (date(2022, 12, 31), 100),
        (date(2023, 1, 1), 200),
        (date(2030, 1, 1), 200),
    ],
)
def test_a_parameter_has_its_value_of_the_day(as_of: date, expected: int | None) -> None:
    assert answer("money", "limit", as_of) == expected


@pytest.mark.parametrize(
    ("as_of", "applies"),
    [
        (date(2022, 12, 6), False),
        (date(2022, 12, 7), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_norm_applies_on_the_first_and_the_last_day(as_of: date, applies: bool) -> None:
    policy = package("norm rule for Thing\n  someone must act\n")
    thing = policy.record_types["Thing"]
    for outcome in (
        Evaluation(policy, thing, record(), as_of).outcome(),
        Program(policy, thing).outcome(record(), as_of),
    ):
        assert outcome.norms["rule"].applies is applies


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_an_overridden_norm_does_not_apply(a: Truth, b: Truth) -> None:
    policy = package(
        "norm general for Thing\n  when a\n  someone must act\n"
        "norm special for Thing\n  when b\n  overrides general\n  someone may act\n"
    )
    thing = policy.record_types["Thing"]
    expected = False if a is False or b is True else U if U in (a, b) else True
    for outcome in (
        Evaluation(policy, thing, record(a=a, b=b), AS_OF).outcome(),
        Program(policy, thing).outcome(record(a=a, b=b), AS_OF),
    ):
        assert outcome.norms["general"].applies is expected
        assert outcome.norms["special"].applies is b
    derivation = Evaluation(policy, thing, record(a=a, b=b), AS_OF).applies["general"]
    assert {type(step.subject) for step in steps(derivation)} <= SUBJECTS
    *_, overridden = derivation.parts
    assert overridden.subject == model.Not(model.NormApplies("special"))
    assert overridden.answer is {True: False, False: True, U: U}[b]


F, V, D, E = Status.FULFILLED, Status.VIOLATED, Status.DUE, Status.IN_EFFECT
T, O, N, X = Status.TAKEN_UP, Status.OPEN, Status.NOT_APPLICABLE, Status.UNDETERMINED  # noqa: E741


@pytest.mark.parametrize(
    ("modality", "done_yes", "done_no", "done_unknown", "unobserved"),
    [
        (Modality.OBLIGATION, F, V, X, D),
        (Modality.PROHIBITION, V, F, X, E),
        (Modality.RECOMMENDATION, T, O, X, E),
        (Modality.PERMISSION, E, E, E, E),
    ],
)
def test_the_status_of_a_norm(
    modality: Modality, done_yes: Status, done_no: Status, done_unknown: Status, unobserved: Status
) -> None:
    for done, expected in ((True, done_yes), (False, done_no), (U, done_unknown)):
        assert norm_status(modality, True, True, done) is expected
        assert norm_status(modality, False, True, done) is N
        assert norm_status(modality, U, True, done) is X
    assert norm_status(modality, True, False, U) is unobserved
    assert norm_status(modality, False, False, U) is N
    assert norm_status(modality, U, False, U) is X


FORCES = (
    ("strict_duty", Modality.OBLIGATION, Strength.STRICT),
    ("duty", Modality.OBLIGATION, Strength.DEFEASIBLE),
    ("strict_ban", Modality.PROHIBITION, Strength.STRICT),
    ("ban", Modality.PROHIBITION, Strength.DEFEASIBLE),
    ("advice", Modality.RECOMMENDATION, Strength.STRICT),
    ("leave", Modality.PERMISSION, Strength.STRICT),
)


def said_in_prose(applying: Iterable[str], by_default: bool) -> VerdictStatus:
    """The sentences of the language reference, first match wins."""
    norms = set(applying)
    if {"strict_duty", "strict_ban"} <= norms or {"duty", "ban"} <= norms:
        return VerdictStatus.CONFLICTING
    if "strict_ban" in norms:
        return VerdictStatus.FORBIDDEN
    if "ban" in norms and "strict_duty" not in norms:
        return VerdictStatus.FORBIDDEN
    if "strict_duty" in norms or "duty" in norms:
        return VerdictStatus.REQUIRED
    if "advice" in norms:
        return VerdictStatus.RECOMMENDED
    if "leave" in norms or by_default:
        return VerdictStatus.PERMITTED
    return VerdictStatus.UNREGULATED


@pytest.mark.parametrize("by_default", [False, True])
def test_the_verdict_of_every_combination_of_norms(by_default: bool) -> None:
    action = Action("act", None, "Thing")
    norms = [Norm(name, None, "Thing", m, s, "someone", "act") for name, m, s in FORCES]
    for truths in product(TRUTHS, repeat=len(norms)):
        found = verdict(action, zip(norms, truths, strict=True), by_default)
        completions = product(*((True, False) if t is None else (t,) for t in truths))
        possible = {
            said_in_prose((n.name for n, t in zip(norms, c, strict=True) if t), by_default)
            for c in completions
        }
        assert found.possible == possible
        settled = len(possible) == 1
        assert found.status is (possible.pop() if settled else VerdictStatus.UNDETERMINED)
        applying = {n.name for n, t in zip(norms, truths, strict=True) if t}
        if settled:
            assert {*found.by, *found.defeated} == applying
        assert set(found.open) == {n.name for n, t in zip(norms, truths, strict=True) if t is U}


@pytest.mark.parametrize(
    ("a", "forbidden", "permitted"), [(True, True, False), (False, False, True), (U, U, U)]
)
def test_asking_for_a_verdict_is_three_valued(a: Truth, forbidden: Truth, permitted: Truth) -> None:
    policy = package(
        "action open_ of Thing\n  permitted by default\n"
        "norm closed for Thing\n  when a\n  someone must not open_\n"
        "norm if_forbidden for Thing\n  when open_ is forbidden\n  someone must act\n"
        "norm if_permitted for Thing\n  when open_ is permitted\n  someone must act\n"
    )
    thing = policy.record_types["Thing"]
    for outcome in (
        Evaluation(policy, thing, record(a=a), AS_OF).outcome(),
        Program(policy, thing).outcome(record(a=a), AS_OF),
    ):
        assert outcome.norms["if_forbidden"].applies is forbidden
        assert outcome.norms["if_permitted"].applies is permitted


@pytest.mark.parametrize(("a", "done"), list(product(TRUTHS, TRUTHS)))
def test_a_contrary_to_duty_norm_applies_when_the_duty_is_violated(a: Truth, done: Truth) -> None:
    policy = package(
        "action build of Thing\n  done when b\n"
        "norm duty for Thing\n  when a\n  someone must build\n"
        "norm repair for Thing\n  when duty is violated\n  someone must act\n"
    )
    thing = policy.record_types["Thing"]
    violated = False if a is False or done is True else U if U in (a, done) else True
    for outcome in (
        Evaluation(policy, thing, record(a=a, b=done), AS_OF).outcome(),
        Program(policy, thing).outcome(record(a=a, b=done), AS_OF),
    ):
        assert outcome.norms["repair"].applies is violated
