"""What changes in results from one policy to another: impact over records, replay of filed ones."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

import linkage_rules as lr
from linkage_rules.commands.cli import main
from linkage_rules.commands.replay import replay
from linkage_rules.decisions.filed import filed
from tests.reviews.test_results import RECORDS, TEXT, UNREADABLE

DAY = date(2023, 5, 1)
HALF = TEXT.replace("income / 3", "income / 2")
OTHERS = TEXT.replace("\n  result for county\n  means sum", "\n  means sum")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("changes")
    for name, text in (("old.pol", TEXT), ("new.pol", HALF)):
        (place / name).write_text(text, "utf-8")
    (place / "known.json").write_text(json.dumps(RECORDS[:2]), "utf-8")
    (place / "all.json").write_text(json.dumps([*RECORDS, UNREADABLE]), "utf-8")
    return place


@pytest.fixture(scope="module")
def policies():
    return tuple(lr.loads({"subsidies.pol": text}) for text in (TEXT, HALF, OTHERS))


def run(*asked):
    ran = CliRunner().invoke(main, [*map(str, asked), "--language", "zh"])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.output
    return ran


def impact(folder, records):
    places = [folder / name for name in ("old.pol", "new.pol", records)]
    return run("impact", *places, "--as-of", "2023-05-01", "--record-type", "Project").output


def test_the_change_of_a_sum_is_told_where_both_are_whole(folder):
    told = impact(folder, "known.json")
    assert "- 补助总额：3300元 → 4950元（增加1650元）" in told
    assert "- 农户们第1项：补助金额：300元 → 450元" in told


def test_a_change_of_sums_with_unknowns_is_no_difference(folder):
    told = impact(folder, "all.json")
    assert (
        "- 补助总额：已知2项计3300元，另有1项待定；无法读取的1条未计入"
        " → 已知2项计4950元，另有1项待定；无法读取的1条未计入\n" in told
    )


def test_a_filed_decision_holds_no_more_where_a_result_is_another(policies):
    old, new, _ = policies
    before = filed(old.evaluate(RECORDS[0], as_of=DAY, record_type="Project").to_dict())
    again = old.evaluate(RECORDS[0], as_of=DAY, record_type="Project")
    assert replay(before, again).holds
    found = replay(before, new.evaluate(RECORDS[0], as_of=DAY, record_type="Project"))
    assert not found.holds
    assert [*found.results] == ["total", "share", "households[0].subsidy"]


def test_a_result_that_is_gone_is_told(policies):
    old, _, without = policies
    before = filed(old.evaluate(RECORDS[0], as_of=DAY, record_type="Project").to_dict())
    found = replay(before, without.evaluate(RECORDS[0], as_of=DAY, record_type="Project"))
    assert found.results["total"][1] is None


def test_a_decision_filed_before_there_were_results_is_compared_without_them(policies):
    old, new, _ = policies
    document = old.evaluate(RECORDS[0], as_of=DAY, record_type="Project").to_dict()
    del document["results"]
    found = replay(filed(document), new.evaluate(RECORDS[0], as_of=DAY, record_type="Project"))
    assert not found.results


def test_a_replayed_review_tells_the_change_of_its_sums(folder):
    out = folder / "filed.json"
    asked = ("review", folder / "old.pol", folder / "known.json", "--as-of", "2023-05-01")
    run(*asked, "--record-type", "Project", "--out", out)
    assert run("replay", out, "--policy", folder / "old.pol").exit_code == 0
    told = run("replay", out, "--policy", folder / "new.pol")
    assert told.exit_code == 1
    assert "  - 补助总额：3300元 → 4950元（增加1650元）" in told.output
    assert "    - households[0].补助金额：300元 → 450元" in told.output
