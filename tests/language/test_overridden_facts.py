"""An overlay defines a fact anew, for its days; what it meant below can be named."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import evaluate
from linkage_rules.language.writing.translate import format_text
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.plain_words import in_plain_words
from linkage_rules.testing.generation import as_of_dates, records
from linkage_rules.testing.mutation.mutants import mutants
from tests.policies import policy_in

CITY = """\
policy city "市政策"
  in force 2022-12-07 to 2025-12-31
record Household "户"
  id "户号": text required
  income "收入": money at least 0元
  members "人数": whole number at least 1
  owns_business "有经营": yes/no
  approved_on "审批日期": date
bearer county "县"
fact poor "困难" of Household
  means income < 100元
fact share "人均" of Household: money
  given rest: money
  means (income + rest) / members
fact helped "应帮扶" of Household
  means poor and share(rest: 10元) < 50元
action charge "收费" of Household
  permitted by default
norm no_charge "困难户不得收费" for Household
  when poor
  county must not charge
norm no_charge_then "审批时困难的不得收费" for Household
  governed by approved_on
  in force 2023-01-01
  when poor
  county must not charge
"""
COUNTY = """\
policy county_rules "县细则"
  in force 2023-06-01 to 2025-06-30
amend city
override poor because "有经营收入的不算"
  means poor__city and not owns_business
override share because "按户计算"
  in force 2024-01-01 to 2024-12-31
  means income + rest
"""
TOWN = """\
policy town_rules "镇细则"
  in force 2024-07-01
amend county_rules
override poor because "放宽到二百元"
  means poor__county_rules or income < 200元 and not owns_business
"""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Policy]:
    folder = tmp_path_factory.mktemp("stack")
    texts = {"city": CITY, "county_rules": COUNTY, "town_rules": TOWN}
    found = {}
    for name in texts:
        shown = {n: t for n, t in texts.items() if n != name} | {name: texts[name]}
        (folder / name).mkdir()
        found[name] = policy_in(folder / name, **shown)
    return found


def _fact(policy: Policy, name: str, day: str, **fields: object) -> object:
    record = {"id": "1", **fields}
    decision = policy.evaluate(record, as_of=date.fromisoformat(day), outside="allow")
    return decision.facts[name]


@pytest.mark.parametrize(
    ("layer", "day", "fields", "poor"),
    [
        ("city", "2024-01-01", {"income": "99元", "owns_business": True}, True),
        ("county_rules", "2023-05-31", {"income": "99元", "owns_business": True}, True),
        ("county_rules", "2023-06-01", {"income": "99元", "owns_business": True}, False),
        ("county_rules", "2025-06-30", {"income": "99元", "owns_business": True}, False),
        ("county_rules", "2025-07-01", {"income": "99元", "owns_business": True}, True),
        ("county_rules", "2024-01-01", {"income": "99元"}, None),
        ("county_rules", "2024-01-01", {"owns_business": True}, False),
        ("county_rules", "2023-01-01", {"owns_business": True}, None),
        ("town_rules", "2024-06-30", {"income": "150元", "owns_business": False}, False),
        ("town_rules", "2024-07-01", {"income": "150元", "owns_business": False}, True),
        ("town_rules", "2024-07-01", {"income": "99元", "owns_business": True}, False),
        ("town_rules", "2025-07-01", {"income": "99元", "owns_business": True}, True),
    ],
)
def test_a_definition_holds_on_the_days_of_its_layer(
    stack: dict[str, Policy], layer: str, day: str, fields: dict[str, object], poor: object
) -> None:
    assert _fact(stack[layer], "poor", day, **fields) is poor


def test_it_holds_in_what_the_policy_below_says(stack: dict[str, Policy]) -> None:
    fields = {"income": "60元", "members": 2, "owns_business": False}
    assert _fact(stack["city"], "helped", "2024-01-01", **fields) is True
    # Per head it is 35元, by household 70元: the other definition is asked for on its days.
    assert _fact(stack["county_rules"], "helped", "2023-12-31", **fields) is True
    assert _fact(stack["county_rules"], "helped", "2024-01-01", **fields) is False
    assert _fact(stack["county_rules"], "helped", "2025-01-01", **fields) is True


def test_a_governed_norm_asks_for_what_held_on_its_date(stack: dict[str, Policy]) -> None:
    record = {"id": "1", "income": "99元", "owns_business": True}

    def applies(approved_on: str) -> object:
        decision = stack["county_rules"].evaluate(
            {**record, "approved_on": approved_on}, as_of=date(2024, 5, 1)
        )
        return decision.norms["no_charge_then"].applies

    assert applies("2023-05-31") is True
    assert applies("2023-06-01") is False


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_compiled_engine_agrees(stack: dict[str, Policy], data: st.DataObject) -> None:
    package = stack[data.draw(st.sampled_from(sorted(stack)))].package
    shape = package.record_types["Household"]
    record, day = data.draw(records(package, shape)), data.draw(as_of_dates(package))
    assert Program(package, shape).outcome(record, day) == evaluate(package, shape, record, day)


def test_an_explanation_says_who_defines_it_and_why(stack: dict[str, Policy]) -> None:
    record = {"id": "1", "income": "99元", "owns_business": True}
    county = stack["county_rules"]
    on = county.evaluate(record, as_of=date(2024, 5, 1)).explain("poor")
    assert "出自《县细则》，取代《市政策》的这条定义，理由：有经营收入的不算" in on
    assert "如果" not in on
    before = county.evaluate(record, as_of=date(2023, 1, 1)).explain("poor", "en")
    assert "county_rules defines it anew for other days only: from 2023-06-01 to" in before
    assert "有经营收入的不算" not in before
    governed = {**record, "approved_on": "2023-05-31"}
    then = county.evaluate(governed, as_of=date(2024, 5, 1)).explain("no_charge_then")
    assert "另有定义，只适用于：2023年6月1日至2025年6月30日" in then


def test_plain_words_give_the_definition_and_the_reason(stack: dict[str, Policy]) -> None:
    package = stack["county_rules"].package
    assert in_plain_words(package.facts["share"], package, "zh") == (
        "户的“人均”，给定“rest”（金额），是指“收入 + rest”（金额）。自2024年1月1日起至"
        "2024年12月31日取代 city 的规定，理由是“按户计算”。"
    )
    assert in_plain_words(package.facts["poor"], package, "en").endswith(
        " This overrides what city says; the reason is “有经营收入的不算”."
    )


def test_mutants_change_the_definition_and_leave_its_days(stack: dict[str, Policy]) -> None:
    package = stack["county_rules"].package
    changed = [m for m in mutants(package) if m.name == "poor"]
    assert changed
    days = {m.package.facts["poor"].in_force for m in changed}
    assert days == {package.in_force}
    assert all("as_of" not in m.change.en for m in changed)


def test_it_is_written_in_both_languages(stack: dict[str, Policy], tmp_path: Path) -> None:
    (tmp_path / "city.pol").write_text(CITY, "utf-8")
    (tmp_path / "county_rules.pol").write_text(COUNTY, "utf-8")
    loaded = load_package(tmp_path / "county_rules.pol")
    ((source, _),) = loaded.files
    chinese = format_text(source, "zh", loaded.references)
    assert '取代 困难 因为 "有经营收入的不算"\n  指 「困难（city）」 且 非 有经营' in chinese
    (tmp_path / "county_rules.pol").write_text(chinese, "utf-8")
    again = load_package(tmp_path / "county_rules.pol").package
    assert again.facts["poor"] == stack["county_rules"].package.facts["poor"]


def test_a_table_may_be_defined_anew(tmp_path: Path) -> None:
    city = CITY + (
        "fact grant of Household: money by income\n  below 100元: income / 2\n  else: 50元\n"
    )
    county = COUNTY + 'override grant because "加倍"\n  means grant__city * 2\n'
    policy = policy_in(tmp_path, city=city, county_rules=county)
    assert _fact(policy, "grant", "2024-01-01", income="30元") == 3_000
    assert _fact(policy, "grant", "2022-12-31", income="30元") == 1_500
    words = in_plain_words(policy.package.facts["grant"], policy.package, "zh")
    assert words.startswith("户的“grant”，是指“grant__city × 2”")
