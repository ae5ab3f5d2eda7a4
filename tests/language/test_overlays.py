"""Overlays: what they change, on which days, and that everything else stays as it is below."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import evaluate
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.model.norms import Interval
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Record
from linkage_rules.policy.loading import load
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.generation import as_of_dates, records
from tests.policies import policy_in

LAW = settings(max_examples=60, suppress_health_check=list(HealthCheck))

CITY = """\
policy city "市政策"
  issued 2022-12-07
  in force 2022-12-07 to 2025-12-31
enum kind "项目类型"
  industry "产业发展"
  jobs "就业项目"
  other "其他"
record Project "项目"
  id "编号": text required
  category "类型": kind
  total "总额": money at least 0元
  households "户数": whole number at least 0
  share "比例": number at least 0 at most 1
  approved_on "审批日期": date
  mechanism "机制": yes/no
record Town "镇"
  id: text required
  households: whole number
bearer county "县"
parameter min_households "最低户数": whole number
  = 5 from 2022-01-01
  = 8 from 2024-01-01
  tunable at least 1 at most 200
parameter min_share "最低比例": number
  = 10%
  tunable at least 0 at most 100%
fact enough "户数足够" of Project
  means households >= min_households
action enter "入库" of Project
  permitted by default
action reach "达到户数" of Project
  done when enough
action town_reach of Town
  done when households >= min_households
norm no_entry "无机制不得入库" for Project
  when not mechanism
  county must not enter
norm reaching "应达到户数" for Project
  county must reach
norm strict "未达户数不得入库" for Project
  when share < min_share and reaching is violated
  county must not enter
norm after_entry for Project
  when no_entry applies
  county must reach
norm town_norm for Town
  county must town_reach
"""
COUNTY = """\
policy county_rules "县细则"
  in force 2023-06-01 to 2025-06-30
amend city
  issued 2022-12-07
set min_households for Project by category, total
  industry, at least 100万元: 30
  industry, below 100万元: 20
  else: 10
set min_share
  = 30%
  = 40% from 2024-06-01
  tunable at most 50%
override no_entry because "本县从严"
  when not mechanism or share < min_share
  county must not enter
norm extra for Project
  when category = jobs
  county must not enter
"""
TOWN = """\
policy town_rules "镇细则"
  in force 2024-01-01
amend county_rules
set min_share
  = 45%
loosens strict because "本镇试行"
repeal strict because "本镇试行"
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Policy]:
    folder = tmp_path_factory.mktemp("stack")
    for name, text in (("city", CITY), ("county_rules", COUNTY), ("town_rules", TOWN)):
        (folder / f"{name}.pol").write_text(text, encoding="utf-8")
    return {name: load(folder / f"{name}.pol") for name in ("city", "county_rules", "town_rules")}


def _policy(tmp_path: Path, text: str, **others: str) -> Policy:
    return policy_in(tmp_path, **{"city": CITY, **others, "p": text})


def _statuses(policy: Policy, as_of: str, **fields: object) -> dict[str, Status]:
    day = date.fromisoformat(as_of)
    decision = policy.evaluate({"id": "1", **fields}, as_of=day, outside="allow")
    return {name: outcome.status for name, outcome in decision.norms.items()}


@pytest.mark.parametrize(
    ("as_of", "category", "total", "value"),
    [
        ("2023-06-01", "industry", "100万元", 30),
        ("2023-06-01", "industry", "99.99万元", 20),
        ("2023-06-01", "jobs", None, 10),
        ("2023-06-01", None, "1元", None),
        ("2023-06-01", "industry", None, None),
        ("2023-05-31", "industry", "100万元", 5),
        ("2025-06-30", "industry", "100万元", 30),
        ("2025-07-01", "industry", "100万元", 8),
        ("2021-12-31", "industry", "100万元", None),
    ],
)
def test_a_table_gives_a_value_for_each_record_while_the_overlay_is_in_force(
    stack: dict[str, Policy], as_of: str, category: str | None, total: str | None, value: int | None
) -> None:
    record = {"id": "1", "category": category, "total": total}
    day = date.fromisoformat(as_of)
    decision = stack["county_rules"].evaluate(record, as_of=day, outside="allow")
    assert decision.facts["min_households"] == value


def test_records_of_other_types_keep_the_value_below(stack: dict[str, Policy]) -> None:
    county = stack["county_rules"]
    for households, status in ((5, Status.FULFILLED), (4, Status.VIOLATED)):
        record = {"id": "1", "households": households}
        decision = county.evaluate(record, as_of=date(2023, 7, 1), record_type="Town")
        assert decision.norms["town_norm"].status is status


@pytest.mark.parametrize(
    ("layer", "as_of", "value", "by"),
    [
        ("county_rules", date(2023, 5, 31), Fraction(1, 10), "city"),
        ("county_rules", date(2023, 6, 1), Fraction(3, 10), "county_rules"),
        ("county_rules", date(2024, 6, 1), Fraction(4, 10), "county_rules"),
        ("county_rules", date(2025, 7, 1), Fraction(1, 10), "city"),
        ("town_rules", date(2023, 12, 31), Fraction(3, 10), "county_rules"),
        ("town_rules", date(2024, 1, 1), Fraction(45, 100), "town_rules"),
        ("town_rules", date(2030, 1, 1), Fraction(45, 100), "town_rules"),
    ],
)
def test_a_value_comes_from_the_topmost_layer_in_force(
    stack: dict[str, Policy], layer: str, as_of: date, value: Fraction, by: str
) -> None:
    period = stack[layer].package.parameters["min_share"].period_on(as_of)
    assert period is not None
    assert (period.value, period.layer) == (value, by)


def test_each_norm_says_which_layer_it_comes_from(stack: dict[str, Policy]) -> None:
    norms = stack["town_rules"].package.norms
    assert {name: norm.layer for name, norm in norms.items()} == {
        "no_entry": "county_rules",
        "no_entry__city": "city",
        "reaching": "city",
        "strict": "city",
        "after_entry": "city",
        "town_norm": "city",
        "extra": "county_rules",
    }


def test_an_overridden_norm_goes_on_where_the_overlay_is_not_in_force(
    stack: dict[str, Policy],
) -> None:
    county = stack["county_rules"]
    fields = {"mechanism": True, "share": "20%", "households": 50, "category": "other"}
    assert _statuses(county, "2023-06-01", **fields)["no_entry"] is Status.IN_EFFECT
    assert _statuses(county, "2023-06-01", **fields)["after_entry"] is Status.FULFILLED
    assert _statuses(county, "2023-05-31", **fields)["no_entry"] is Status.NOT_APPLICABLE
    early = _statuses(county, "2023-05-31", **{**fields, "mechanism": False})
    assert early["no_entry__city"] is Status.IN_EFFECT
    assert early["after_entry"] is Status.FULFILLED
    late = _statuses(county, "2025-07-01", **{**fields, "mechanism": False})
    assert late["no_entry__city"] is Status.IN_EFFECT


def test_a_repealed_norm_ends_when_the_overlay_begins(stack: dict[str, Policy]) -> None:
    strict = stack["town_rules"].package.norms["strict"]
    assert strict.in_force == Interval(date(2022, 12, 7), date(2023, 12, 31))


def test_a_norm_repealed_for_all_its_days_is_gone(tmp_path: Path) -> None:
    text = 'policy p "P"\namend city\nrepeal strict because "x"\nloosens strict because "x"\n'
    assert "strict" not in _policy(tmp_path, text).package.norms


def test_a_policy_that_continues_another_keeps_its_norms_in_force(tmp_path: Path) -> None:
    text = """\
policy p "下一版"
  in force 2026-01-01 to 2030-12-31
amend city
  continues to 2030-12-31
"""
    policy = _policy(tmp_path, text)
    assert _statuses(policy, "2030-12-31", mechanism=False)["no_entry"] is Status.IN_EFFECT
    assert _statuses(policy, "2031-01-01", mechanism=False)["no_entry"] is Status.NOT_APPLICABLE


def _shared(
    outcome: Outcome, names: set[str]
) -> tuple[dict[str, Status], dict[str, VerdictStatus]]:
    norms = {name: found.status for name, found in outcome.norms.items() if name in names}
    return norms, {name: verdict.status for name, verdict in outcome.verdicts.items()}


@LAW
@given(data=st.data())
def test_on_days_on_which_an_overlay_is_not_in_force_it_changes_nothing(
    stack: dict[str, Policy], data: st.DataObject
) -> None:
    city, county = stack["city"].package, stack["county_rules"].package
    shape = city.record_types["Project"]
    record = data.draw(records(county, shape))
    day = data.draw(as_of_dates(county).filter(lambda d: not county.in_force.contains(d)))
    names = set(city.norms) - {"no_entry"}
    before = _shared(evaluate(city, shape, record, day), names)
    assert _shared(evaluate(county, shape, record, day), names) == before


@LAW
@given(data=st.data())
def test_the_compiled_engine_agrees_on_every_layer(
    stack: dict[str, Policy], data: st.DataObject
) -> None:
    package = stack[data.draw(st.sampled_from(sorted(stack)))].package
    _agree(package, data)


def _agree(package: Package, data: st.DataObject) -> None:
    shape = package.record_types["Project"]
    record: Record = data.draw(records(package, shape))
    day = data.draw(as_of_dates(package))
    assert Program(package, shape).outcome(record, day) == evaluate(package, shape, record, day)


GOVERNED = """\
policy p "按审批日期"
  in force 2022-12-07
amend city
override reaching because "老项目老办法"
  governed by approved_on
  in force 2023-01-01
  county must reach
"""


@pytest.fixture
def plain_city(tmp_path: Path) -> Policy:
    # Another norm on the action would have to be governed by the same date.
    city = CITY.replace(
        "norm after_entry for Project\n  when no_entry applies\n  county must reach\n", ""
    )
    return _policy(tmp_path, GOVERNED, city=city)


@pytest.mark.parametrize(
    ("approved_on", "households", "status"),
    [
        ("2022-12-31", 3, Status.NOT_APPLICABLE),
        ("2023-01-01", 5, Status.FULFILLED),
        ("2023-12-31", 5, Status.FULFILLED),
        ("2024-01-01", 5, Status.VIOLATED),
        (None, 5, Status.UNDETERMINED),
        (None, 8, Status.UNDETERMINED),
    ],
)
def test_a_governed_norm_is_judged_by_the_rules_of_its_date(
    plain_city: Policy, approved_on: str | None, households: int, status: Status
) -> None:
    fields = {"approved_on": approved_on, "households": households}
    for as_of in ("2022-12-07", "2025-05-05", "2035-01-01"):
        assert _statuses(plain_city, as_of, **fields)["reaching"] is status


@LAW
@given(data=st.data())
def test_a_governed_norm_says_on_any_day_what_it_would_say_on_its_date(
    plain_city: Policy, data: st.DataObject
) -> None:
    package = plain_city.package
    _agree(package, data)
    shape = package.record_types["Project"]
    record = data.draw(records(package, shape))
    day = data.draw(as_of_dates(package))
    record = {**record, "approved_on": day}
    if day < date(2023, 1, 1):
        return
    expected = Program(package, shape).outcome(record, day).norms["reaching"].status
    enough = record["households"]
    least = package.parameters["min_households"].value_on(day)
    assert isinstance(least, int)
    known = enough is not None and (Status.FULFILLED if enough >= least else Status.VIOLATED)
    assert expected is (known or Status.UNDETERMINED)


AUDITS = """\
policy city
  issued 2022-12-07
calendar days
  covers 2024-01-01 to 2024-12-31
record Audit
  day: date
record Project
  total: money
  a: date
  b: date
  audits: list of Audit
record Town
  households: whole number
bearer county
parameter grace: period
  = 10 days
  tunable
parameter delay: period
  = 0 days
  tunable
action meet of Project
  done when total > 0元
action audit of Project
  done at 1 working days after (e.day + delay) over e in audits
action finish of Project
  done on a
norm meeting for Project
  county encouraged to meet
norm audited for Project
  every quarter from a to b
  within grace
  county must audit
norm finished for Project
  {asked}
  county must finish
"""
QUARTER = {
    "total": 1,
    "a": date(2024, 1, 1),
    "b": date(2024, 3, 31),
    "audits": ({"day": date(2024, 3, 29)},),
}


def audited(folder: Path, changes: str) -> tuple[Package, Status, Status]:
    """An overlay, and how the duty of the quarter stands below and with it."""
    (folder / "below").mkdir()
    below = policy_in(folder / "below", city=AUDITS.format(asked="no later than b")).package
    overlay = f"policy county_rules\namend city\n{changes}"
    package = policy_in(folder, city=AUDITS.format(asked="no later than b"), own=overlay).package
    statuses = []
    for one in (below, package):
        shape, day = one.record_types["Project"], date(2024, 4, 8)
        outcome = evaluate(one, shape, QUARTER, day)
        assert Program(one, shape).outcome(QUARTER, day) == outcome
        statuses.append(outcome.norms["audited"].status)
    return package, statuses[0], statuses[1]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("set grace for Town by households\n  else: 0 days\n", Status.FULFILLED),
        ("set grace for Project by total\n  below 1元: 0 days\n  else: 9 days\n", Status.LATE),
        ("set delay for Town by households\n  else: 9 days\n", Status.FULFILLED),
        # Done before the quarter ends, it is not done after its end.
        ('adjust calendar days because "x"\n  workday 2024-03-30\n', Status.DUE),
    ],
)
def test_what_a_recurring_duty_says_is_read_as_the_overlay_has_it(
    tmp_path: Path, changes: str, expected: Status
) -> None:
    package, below, status = audited(tmp_path, changes)
    assert [*package.norms] == ["meeting", "audited", "finished"]
    assert (below, status) == (Status.FULFILLED, expected)


def test_a_fault_of_the_action_of_an_overriding_norm_is_told_once(tmp_path: Path) -> None:
    for name, text in {
        "city": 'policy city "A"\nrecord R\n  a: yes/no\nbearer county\naction act of R\n'
        "norm n for R when a county must act\n",
        "county": 'policy county_rules "B"\namend city\naction other of Q\n'
        'override n because "x"\n  when a\n  county must other\n'
        "fact f of R means n is violated\nfact g of R means n is overdue\n",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.pol").write_text(text, "utf-8")
    told = load_package(tmp_path / "county").diagnostics
    assert [problem.code for problem in told] == ["POL-202"]


@pytest.mark.parametrize(
    "asked", ["when meeting applies", "no later than (if meeting applies then a else b)"]
)
def test_a_norm_that_is_repealed_for_good_takes_none_that_rests_on_it_along(
    tmp_path: Path, asked: str
) -> None:
    (tmp_path / "city.pol").write_text(AUDITS.format(asked=asked), "utf-8")
    overlay = tmp_path / "county_rules.pol"
    overlay.write_text('policy county_rules\namend city\nrepeal meeting because "x"\n', "utf-8")
    with pytest.raises(PolicyError) as refused:
        load(overlay)
    assert [problem.code for problem in refused.value.diagnostics] == ["POL-608"]
