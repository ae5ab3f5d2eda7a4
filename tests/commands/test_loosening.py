"""``check --analyse``: an overlay may not loosen a norm of the policy below in silence."""

import json
from itertools import count
from pathlib import Path

import pytest

CITY = """\
policy city "市政策"
  in force 2022-12-07 to 2025-12-31
record Project "项目"
  id "编号": text required
  mechanism "机制": yes/no
  funded "用帮扶资金": yes/no
  households "户数": whole number at least 0
bearer county "县"
parameter least "最低户数": whole number
  = 10
  tunable at least 0
action enter "入库" of Project
  permitted by default
norm no_entry "无机制不得入库" for Project
  when not mechanism
  county must not enter
norm too_few "户数不足不得入库" for Project
  when households < least
  county must not enter
"""
HEAD = """\
policy county_rules "县细则"
  in force 2023-06-01 to 2025-12-31
amend city
"""
NARROWER = """\
override no_entry because "只管帮扶资金"
  when not mechanism and funded
  county must not enter
"""


@pytest.fixture
def analyse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run):
    pytest.importorskip("z3")
    monkeypatch.chdir(tmp_path)

    def analysed(overlay: str, city: str = CITY, language: str = "en"):
        Path("city.pol").write_text(city, "utf-8")
        Path("county_rules.pol").write_text(HEAD + overlay, "utf-8")
        return run("check", "--analyse", "county_rules.pol", language=language)

    return analysed


def test_a_gap_in_a_condition_is_an_error_with_a_record_that_shows_it(analyse):
    found = analyse(NARROWER)
    assert found.exit_code == 2
    assert "error: county_rules loosens no_entry of city without saying so" in found.stderr
    assert "  Looser, for example for this record:\n" in found.stderr
    assert "  city: Norm no_entry applies: county must not enter\n" in found.stderr
    assert "  county_rules: Norm no_entry does not apply: county must not enter\n" in found.stderr
    assert "    enter: nothing found that forbids it\n" in found.stderr
    assert "mechanism: no" in found.stderr
    assert "as of 20" in found.stderr
    assert "loosens no_entry because" in found.stderr


def test_the_error_is_in_chinese_too(analyse):
    found = analyse(NARROWER, language="zh")
    assert "错误：《县细则》放宽了《市政策》的“无机制不得入库”，却没有说明" in found.stderr
    assert "机制：否" in found.stderr
    assert found.stderr.rstrip().endswith("共1个问题")


def test_a_lower_value_of_a_parameter_is_a_gap_too(analyse):
    found = analyse("set least\n  = 9\n")
    assert found.exit_code == 2
    assert "loosens too_few of city without saying so" in found.stderr
    assert "households: 9" in found.stderr


def test_a_narrower_definition_is_a_gap_too(analyse):
    defined = CITY.replace("when not mechanism", "when bare") + (
        "fact bare of Project\n  means not mechanism\n"
    )
    narrower = 'override bare because "只管帮扶资金"\n  means bare__city and funded\n'
    found = analyse(narrower, defined)
    assert found.exit_code == 2
    assert "error: county_rules loosens no_entry of city without saying so" in found.stderr
    found = analyse(narrower + 'loosens no_entry because "试点"\n', defined)
    assert found.exit_code == 0
    wider = 'override bare because "从严"\n  means bare__city or funded\n'
    assert analyse(wider, defined).exit_code == 0


ADVISED = (
    CITY
    + """\
action help "帮扶" of Project
norm helped "鼓励帮扶" for Project
  when funded
  county encouraged to help
"""
)


def test_what_is_not_strict_is_a_finding_and_no_error(analyse, run):
    found = analyse('repeal helped because "已普遍"\n', ADVISED)
    assert found.exit_code == 1
    told = found.stderr
    assert "to look at: county_rules loosens helped of city, which is not strict, without" in told
    assert "  city: Norm helped applies: county is encouraged to help\n" in told
    assert "  county_rules: Norm helped does not apply: county is encouraged to help\n" in told
    assert "problem" not in told
    found = analyse('repeal helped because "已普遍"\n', ADVISED, language="zh")
    assert (
        "请留意：《县细则》放宽了《市政策》的“鼓励帮扶”（并非严格规范），却没有说明" in found.stderr
    )
    (one,) = json.loads(run("check", "--analyse", "county_rules.pol", "--format", "json").stdout)[
        "loosened"
    ]
    assert one["level"] == "warning"
    assert "鼓励帮扶" in one["message"]


def test_what_is_not_strict_may_be_loosened_with_a_reason(analyse):
    overlay = 'repeal helped because "已普遍"\nloosens helped because "已普遍"\n'
    found = analyse(overlay, ADVISED)
    assert found.exit_code == 0
    assert "county_rules loosens helped of city, and says why: 已普遍" in found.stdout


def test_what_is_said_to_be_loosened_may_be(analyse):
    found = analyse(NARROWER + 'loosens no_entry because "试点"\n')
    assert found.exit_code == 0
    assert "county_rules loosens no_entry of city, and says why: 试点" in found.stdout
    assert "loosens no other norm of city: proved for every record" in found.stdout


def test_what_was_delegated_may_be_loosened(analyse):
    city = CITY.replace("  when not mechanism\n", "  delegated\n  when not mechanism\n")
    found = analyse(NARROWER, city)
    assert found.exit_code == 0
    assert "county_rules loosens no_entry of city, which delegated it" in found.stdout


@pytest.mark.parametrize(
    "overlay",
    [
        "set least\n  = 11\n",
        'override no_entry because "从严"\n  when not mechanism or not funded\n'
        "  county must not enter\n",
    ],
)
def test_an_overlay_that_is_stricter_is_well(analyse, overlay):
    found = analyse(overlay)
    assert found.exit_code == 0
    assert "loosens no other norm of city: proved for every record" in found.stdout


def test_a_reason_for_nothing_is_pointed_out(analyse):
    found = analyse('loosens no_entry because "试点"\n')
    assert found.exit_code == 0
    assert "says that it loosens no_entry, but no record was found" in found.stdout


@pytest.mark.slow
def test_the_shipped_overlays_loosen_nothing_in_silence(run):
    pytest.importorskip("z3")
    found = run("check", "--analyse", "example_county", "example_successor", language="en")
    assert found.exit_code == 0
    assert "example_county loosens no_mechanism_no_approval of xiangtan_2022" in found.stdout


def test_a_policy_that_amends_none_has_nothing_to_loosen(run):
    pytest.importorskip("z3")
    found = run("check", "--analyse", "vocabulary", language="en")
    assert found.stdout.startswith("vocabulary: no problems")
    assert len(found.stdout.splitlines()) == 1


def test_a_norm_that_only_binds_less_is_told_as_that(analyse):
    softer = (
        'override no_entry because "试点"\n  when not mechanism\n'
        "  county must in principle not enter\n"
        'loosens no_entry because "试点"\n'
    )
    found = analyse(softer)
    assert found.exit_code == 0
    assert "county_rules keeps no_entry of city as a norm that binds less, and" in found.stdout
    assert "no record was found" not in found.stdout


def test_every_layer_of_a_stack_is_compared_with_the_one_below(analyse, run):
    analyse(NARROWER)
    Path("town.pol").write_text(
        'policy town "乡"\n  in force 2023-06-01 to 2025-12-31\namend county_rules\n'
        "set least\n  = 9\n",
        "utf-8",
    )
    found = run("check", "--analyse", "town.pol", language="en")
    assert found.exit_code == 2
    assert "error: county_rules loosens no_entry of city without saying so" in found.stderr
    assert "error: town loosens too_few of city without saying so" in found.stderr
    assert found.stderr.rstrip().endswith("2 problems")
    again = run("check", "--analyse", "county_rules.pol", "town.pol", language="en")
    assert again.stderr.rstrip().endswith("2 problems")


def test_what_could_not_be_decided_in_time_is_told_and_is_no_pass(
    analyse, run, monkeypatch: pytest.MonkeyPatch
):
    analyse(NARROWER)
    times = count(1000)
    monkeypatch.setattr("linkage_rules.analysis.limits.monotonic", lambda: 9 * next(times))
    command = ("check", "--analyse", "--stop-after", "5", "county_rules.pol")
    found = run(*command, language="zh")
    assert found.exit_code == 1
    assert "未能在限定时间内得出结论：无机制不得入库\n" in found.output
    data = json.loads(run(*command, "--format", "json", language="zh").stdout)
    assert data["loosened"] == []
    assert ["无机制不得入库" in one["message"] for one in data["undecided"]] == [True]


def test_a_time_limit_without_proofs_is_refused(analyse, run):
    analyse(NARROWER)
    found = run("check", "--stop-after", "5", "county_rules.pol", language="en")
    assert found.exit_code == 2
    assert "--stop-after ends what --analyse asks: give both, or neither" in found.stderr
