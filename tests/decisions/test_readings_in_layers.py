"""A reading of a city, chosen otherwise by its county, by the county's successor, and by nobody."""

from datetime import date
from pathlib import Path

import pytest

import linkage_rules as lr

CITY = """policy city "市办法"
  issued 2022-12-07
  in force 2022-12-07 to 2026-12-31

record Project "项目"
  id "编号": text required
  cost "造价": money

bearer county "县级主管部门"

reading included "限额含本数": yes/no
  asks "“200万元以下”含不含200万元？"
  = yes because "民法典第一千二百五十九条"
  or no because "从严"
  tunable

action build "由村集体承建" of Project

norm may_build "小额项目可由村集体承建" for Project
  when cost < 200万元 or included and cost = 200万元
  county may build
"""
COUNTY = """policy county_rules "县细则"
  issued 2023-06-01
  in force 2023-07-01 to 2025-12-31

amend city
  issued 2022-12-07

reading own "本县的读法"
  = "从严" because "本县实际"

set included
  = no because "本县从严掌握"
  under reading own
  tunable
"""
TOWN = """policy town_rules "镇规则"
  in force 2024-01-01 to 2024-12-31

amend county_rules
  issued 2023-06-01

set included
  = yes because "本镇恢复"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("city", CITY), ("county_rules", COUNTY), ("town_rules", TOWN)):
        (tmp_path / f"{name}.pol").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("day", "status", "choice", "because", "layer"),
    [
        (date(2023, 6, 30), "permitted", True, "民法典第一千二百五十九条", "city"),
        (date(2023, 7, 1), "unregulated", False, "本县从严掌握", "county_rules"),
        (date(2024, 1, 1), "permitted", True, "本镇恢复", "town_rules"),
        (date(2025, 1, 1), "unregulated", False, "本县从严掌握", "county_rules"),
        (date(2026, 1, 1), "permitted", True, "民法典第一千二百五十九条", "city"),
    ],
)
def test_each_layer_chooses_for_its_own_days(folder, day, status, choice, because, layer):
    policy = lr.load(folder / "town_rules.pol")
    for engine in ("compiled", "reference"):
        decision = policy.evaluate({"id": "P", "cost": 200_000_000}, as_of=day, engine=engine)
        assert decision.verdicts["build"].status.value == status
        (found,) = [one for one in decision.readings if one.reading.name == "included"]
        assert (found.choice, found.because) == (choice, because)
        assert decision.to_dict()["readings"]["included"]["layer"] == layer
        assert found.decides
    assert because in decision.to_html()


def test_what_a_set_rests_on_is_told_with_it(folder):
    policy = lr.load(folder / "county_rules.pol")
    decision = policy.evaluate({"id": "P", "cost": 199_999_999}, as_of=date(2024, 5, 1))
    assert policy.package.parameters["included"].readings == ("own",)
    assert decision.verdicts["build"].status.value == "permitted"


def test_the_choice_below_is_an_alternative_above(folder):
    package = lr.load(folder / "county_rules.pol").package
    reading = package.parameters["included"]
    assert {one.value for one in reading.alternatives_to(False)} == {True}


def test_a_hundred_thousand_characters_of_reasons_are_read_and_more_are_refused(folder):
    reason = "理由" * 20_000
    (folder / "city.pol").write_text(CITY.replace("从严", reason), "utf-8")
    policy = lr.load(folder / "city.pol")
    decision = policy.evaluate({"id": "P", "cost": 200_000_000}, as_of=date(2023, 5, 1))
    assert reason in decision.to_dict()["readings"]["included"]["alternatives"][0]["because"]
    (folder / "city.pol").write_text(CITY.replace("从严", "理" * 100_001), "utf-8")
    with pytest.raises(lr.PolicyError, match="POL-010"):
        lr.load(folder / "city.pol")
