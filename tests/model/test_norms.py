"""What can be asked of what a policy declares: by name, by day, by what it is made of."""

import pickle
from datetime import date

import pytest
from attrs import evolve

from linkage_rules.model import expressions as model
from linkage_rules.model.findings import FindingAnswer, FindingKind
from linkage_rules.model.norms import (
    Bound,
    Citation,
    Deadline,
    Fact,
    Interval,
    Parameter,
    ParameterPeriod,
    TableCell,
    TableRow,
    Term,
)
from linkage_rules.model.outcomes import NormOutcome, Verdict
from linkage_rules.model.package import (
    Amendment,
    AmendmentKind,
    Package,
    on_other_days,
    with_choice,
)
from linkage_rules.model.periods import Unit, named, period
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.traversal import transformed
from linkage_rules.model.types import Scalar
from tests.policies import package_of

TEXT = """policy p "政策"
  in force 2023-01-01 to 2025-12-31
record Item "项"
  amount "额": money
  day: date
record Thing "事"
  a: yes/no
  n: whole number
  d: date
  paid: date
  who: text
  amount: money
  items: list of Item
bearer town
bearer county
bearer people
reading wide "从宽": whole number
  = 3 from 2023-01-01 to 2023-12-31 because "多数"
  = 4 from 2024-01-01 because "修订"
  or 5 because "从严"
parameter limit: money
  = 1元 from 2023-01-01 to 2023-12-31
  = 2元 from 2024-01-01
fact rate of Thing: whole number by n, amount
  below 3, at least limit: 1
  below 3, below limit: 2
  else: wide
fact plain of Thing
  means a and n > 1
action pay of Thing
  done on paid
  permitted by default
action audit of Thing
  done at i.day over i in items where i.amount > 1元
action see of Thing
  done when a
norm due "付款" for Thing
  when a and plain
  unless n > 5
  within 3 days after d
  answered for by who
  town or county must pay to people
norm yearly for Thing
  every quarter from d to d + 2 years
  county must audit
norm own for Thing
  in force 2020-01-01
  holds for 3 years after d
  county must not see
norm above_all for Thing
  when n > 7
  overrides own, due
  county may see
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


def test_the_parts_of_what_is_declared_have_a_role_and_a_sign(package: Package) -> None:
    found = {
        one.name: [(part.role, part.sign) for part in one.parts()]
        for one in (*package.norms.values(), *package.actions.values(), *package.facts.values())
        if one.name not in package.derived
    }
    assert found == {
        "due": [("when", True), ("unless", False), ("answerable", None)],
        "yearly": [("spanning", True)],
        "own": [("lasting", True)],
        "above_all": [("when", True)],
        "pay": [("done_when", True), ("done_on", None)],
        "audit": [("done_when", True), ("done_at", None)],
        "see": [("done_when", True)],
        "rate": [("means", True)],
        "plain": [("means", True)],
    }


def test_who_bears_a_norm_and_what_is_told_of_its_deadline(package: Package) -> None:
    due, yearly = package.norms["due"], package.norms["yearly"]
    assert (due.bearers, due.counterparty) == (("town", "county"), "people")
    assert due.deadline is not None
    assert yearly.deadline is not None
    once, often = due.deadline, yearly.deadline
    assert (once.term, once.unit, often.term, often.unit) == (
        Term.WITHIN,
        None,
        Term.EVERY,
        Unit.QUARTER,
    )
    assert once.facts == (once.begun, once.in_time, once.over)
    assert once.made == (*once.facts, once.due)
    assert often.facts == (often.begun, often.done, often.in_time, often.over)
    assert often.made == (*often.facts, often.due, often.standing)
    assert {*once.made, *often.made} <= {*package.derived}
    assert [*once.parts()] == [once.written]
    graced = evolve(often, grace=model.AsOf())
    assert [*graced.parts()] == [often.written, model.AsOf()]
    no = model.Constant(None, Scalar.DATE)
    changed = graced.rewritten(lambda _: no)
    assert (changed.written, changed.grace) == (no, no)
    assert often.rewritten(lambda _: no).grace is None
    plain = Deadline(Term.WITHIN, no, None, "due", "in_time", "over")
    assert (plain.facts, plain.made, plain.unit) == (
        ("in_time", "over"),
        ("in_time", "over", "due"),
        None,
    )


def test_a_value_holds_on_its_days_and_a_reading_could_be_others(package: Package) -> None:
    wide, limit = package.parameters["wide"], package.parameters["limit"]
    days = (date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    assert [limit.value_on(day) for day in days] == [None, 100, 100, 200]
    assert limit.period_on(days[0]) is None
    assert limit.period_on(days[1]) == limit.periods[0]
    assert [(one.value, one.because) for one in wide.alternatives_to(3)] == [
        (5, "从严"),
        (4, "修订"),
    ]
    assert [one.value for one in wide.alternatives_to(5)] == [3, 4]
    assert limit.alternatives_to(100) == ()
    never = Parameter("x", None, Scalar.WHOLE, (ParameterPeriod(1, Interval()),))
    assert never.alternatives_to(2) == ()


def test_a_table_is_changed_with_what_it_means(package: Package) -> None:
    rate = package.facts["rate"]

    def smaller(expression: model.Expression) -> model.Expression:
        def change(part: model.Expression) -> model.Expression | None:
            if isinstance(part, model.Constant) and part.value == 3:
                return evolve(part, value=2)
            if isinstance(part, model.ParameterValue) and part.name == "limit":
                return model.Constant(7, Scalar.MONEY)
            if isinstance(part, model.FieldValue) and part.name == "amount":
                return model.Constant(8, Scalar.MONEY)
            return None

        return transformed(expression, change)

    changed = rate.rewritten(smaller)
    assert changed.means == smaller(rate.means) != rate.means
    assert changed.inputs == tuple(map(smaller, rate.inputs)) != rate.inputs
    for before, after in zip(rate.table, changed.table, strict=True):
        assert after.value == smaller(before.value)
        assert after.condition == (before.condition and smaller(before.condition))
        for old, new in zip(before.cells, after.cells, strict=True):
            for was, now in ((old.low, new.low), (old.high, new.high)):
                assert now == (was and Bound(smaller(was.limit), was.included))
    assert changed.table != rate.table
    assert rate.rewritten(lambda one: one) is rate
    plain = package.facts["plain"]
    assert plain.rewritten(smaller).table == ()


def test_a_cell_that_asks_nothing_is_any() -> None:
    one = model.Constant(1, Scalar.WHOLE)
    bound = Bound(one, included=True)
    asked = (TableCell(), TableCell((one,)), TableCell(low=bound), TableCell(high=bound))
    assert [cell.is_any for cell in asked] == [True, False, False, False]
    row = TableRow(None, one)
    assert row.rewritten(lambda _: model.AsOf()) == TableRow(None, model.AsOf())


def test_a_definition_that_holds_on_some_days_is_changed_on_these() -> None:
    yes, no, today = (model.Constant(v, Scalar.YES_NO) for v in (True, False, None))
    whole = Fact("f", None, "Thing", Scalar.YES_NO, model.Choose(today, yes, no, Scalar.YES_NO))
    part = evolve(whole, in_force=Interval(date(2023, 1, 1)))
    assert whole.definition == whole.means
    assert part.definition == yes
    assert whole.defined_as(no).means == no
    assert part.defined_as(no).means == model.Choose(today, no, no, Scalar.YES_NO)
    assert evolve(part, means=yes).definition == yes
    assert evolve(part, means=yes).defined_as(no).means == no
    assert whole.is_told


def test_a_policy_on_other_days_takes_along_what_is_its_own(package: Package) -> None:
    days = Interval(date(2030, 1, 1), date(2030, 12, 31))
    moved = on_other_days(package, days)
    assert moved.in_force == days
    assert {name: one.in_force for name, one in moved.norms.items()} == {
        **dict.fromkeys(package.norms, days),
        "own": Interval(date(2020, 1, 1)),
    }
    assert {one.in_force for one in moved.actions.values()} == {days}
    for day, permitted in ((date(2030, 1, 1), True), (date(2029, 12, 31), False)):
        assert moved.in_force_on(day) is permitted
        assert moved.permits_by_default("pay", day) is permitted
        assert not moved.permits_by_default("see", day)
    assert moved.default_periods == {"pay": (days,)}
    other = evolve(package.actions["see"], in_force=Interval())
    kept = on_other_days(evolve(package, declared_actions=(other,)), days)
    assert kept.declared_actions == (other,)


def test_a_reading_may_be_chosen_otherwise(package: Package) -> None:
    assert [*package.readings] == ["wide"]
    for value, because in ((5, "从严"), (4, "修订"), (3, "多数"), (6, None)):
        (period_,) = with_choice(package, "wide", value).parameters["wide"].periods
        assert (period_.value, period_.in_force, period_.because) == (value, Interval(), because)
    assert with_choice(package, "wide", 5).parameters["limit"] == package.parameters["limit"]
    with pytest.raises(KeyError):
        with_choice(package, "limit", 5)
    assert package.readings_behind("wide") == ("wide",)
    assert package.readings_behind("limit") == ()


def test_a_policy_shows_itself_in_short_and_travels(package: Package) -> None:
    assert repr(package) == "<Package p: 4 norms, in force 2023-01-01 to 2025-12-31>"
    assert Package(name="q", declared_norms=(package.norms["own"],)).in_short() == (
        "1 norm, in force on every day"
    )
    assert package.norms
    assert "norms" not in package.__getstate__()
    assert pickle.loads(pickle.dumps(package)) == package
    change = Amendment(AmendmentKind.REPEAL, "due", None, "county", "p")
    assert change.name == "due"
    assert package.layer.name == "p"
    assert package.layer.in_force == package.in_force


def test_norms_are_found_by_what_they_are_about_and_what_they_override(package: Package) -> None:
    assert {name: [n.name for n in on] for name, on in package.norms_on.items()} == {
        "pay": ["due"],
        "audit": ["yearly"],
        "see": ["own", "above_all"],
    }
    assert {name: [n.name for n in by] for name, by in package.overriding.items() if by} == {
        "own": ["above_all"],
        "due": ["above_all"],
    }
    conditions = [*package.conditions()]
    signed = [part for _, part in package.parts() if part.sign is not None]
    assert conditions == [part.expression for part in signed]
    assert len([*package.parts()]) == len(conditions) + 3
    assert not package.asks_facts


def test_a_status_is_equal_to_its_name_and_to_what_is_alike(package: Package) -> None:
    due, pay = package.norms["due"], package.actions["pay"]
    violated = NormOutcome(due, True, Status.VIOLATED)
    forbidden = Verdict(pay, VerdictStatus.FORBIDDEN)
    assert violated == "violated"
    assert violated != "fulfilled"
    assert violated == NormOutcome(due, True, Status.VIOLATED)
    assert violated != NormOutcome(due, None, Status.VIOLATED)
    assert violated != forbidden
    assert forbidden == "forbidden"
    assert violated != 3
    assert hash(violated) == hash(NormOutcome(due, None, Status.VIOLATED)) == hash("violated")
    cited = evolve(due, citations=(Citation("一", "甲"), Citation("二", "乙")))
    assert NormOutcome(cited, True, Status.DUE).citation == cited.citation == Citation("一", "甲")
    assert due.citation is None


@pytest.mark.parametrize(
    ("start", "end", "names"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), ("2024", "2024年")),
        (date(2024, 1, 1), date(2024, 6, 30), ("H1 2024", "2024年上半年")),
        (date(2024, 7, 1), date(2024, 12, 31), ("H2 2024", "2024年下半年")),
        (date(2024, 1, 1), date(2024, 3, 31), ("Q1 2024", "2024年第1季度")),
        (date(2024, 10, 1), date(2024, 12, 31), ("Q4 2024", "2024年第4季度")),
        (date(2024, 1, 1), date(2024, 1, 31), ("2024-01", "2024年1月")),
        (date(2024, 12, 1), date(2024, 12, 31), ("2024-12", "2024年12月")),
    ],
)
def test_periods_of_the_calendar_have_names(start: date, end: date, names: object) -> None:
    assert named(period(start, end)) == names


def test_what_is_joined_of_comparisons_is_spelt_out() -> None:
    one, two, three = (model.Constant(n, Scalar.WHOLE) for n in (1, 2, 3))
    among = model.one_of(one, [two, three])
    signs = [(part.operation.name, part.operands) for part in model.spelt_out(among)]
    assert signs == [("equal", (one, two)), ("equal", (one, three))]
    day = model.AsOf()
    inside = model.lies_in(day, model.Variable("q", Scalar.DATE))
    assert [part.operation.name for part in model.spelt_out(inside)] == ["at_least", "at_most"]
    assert model.spelt_out(model.compared(model.Comparison.LESS, one, two)) == ()


def test_an_answer_names_a_kind_of_finding() -> None:
    answer = FindingAnswer(FindingKind("idle-norm"), ("a",))
    assert (answer.kind, answer.names) == (FindingKind.IDLE_NORM, ("a",))
