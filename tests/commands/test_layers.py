"""``timeline``, ``impact`` and ``replay``: what changes in time, between policies, and since."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linkage_rules.decisions import Decision
from linkage_rules.policy.loading import load

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "projects.json"
DOCUMENTS = ROOT / "docs" / "policies"

CITY = """\
policy city "市政策"
  in force 2022-12-07 to 2025-12-31
record Project "项目"
  id "编号": text required
  households "户数": whole number
  share "比例": number
  started "开工日期": date
bearer county "县"
parameter least "最低户数": whole number
  = 5 from 2022-01-01
  = 8 from 2024-01-01
  tunable at least 1
action enter "入库" of Project
  permitted by default
norm too_few "户数不足不得入库" for Project
  when households < least
  county must not enter
"""
COUNTY = """\
policy county_rules "县细则"
  in force 2023-06-01 to 2025-12-31
amend city
set least
  = 20
"""


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "city.pol").write_text(CITY, "utf-8")
    (tmp_path / "county_rules.pol").write_text(COUNTY, "utf-8")
    return tmp_path


def decide(policy: str, **fields: object) -> Decision:
    return load(f"{policy}.pol").evaluate({"id": "P-1", **fields}, as_of=date(2023, 7, 1))


def test_the_timeline_has_every_day_on_which_something_changes(policies, run):
    found = run("timeline", "county_rules.pol", language="en")
    assert found.exit_code == 0
    assert found.stdout == (
        "county_rules\n"
        "\n2022-01-01\n"
        "  - parameter least is 5 from here on\n"
        "\n2022-12-07\n"
        "  - in force from here on: policy city\n"
        "  - in force from here on: permission by default of enter\n"
        "  - in force from here on: norm too_few\n"
        "\n2023-06-01\n"
        "  - in force from here on: policy county_rules\n"
        "  - county_rules sets least\n"
        "  - parameter least is 20 from here on\n"
        "\n2025-12-31\n"
        "  - in force until this day: policy city\n"
        "  - in force until this day: policy county_rules\n"
        "  - in force until this day: permission by default of enter\n"
        "  - in force until this day: norm too_few\n"
        "\n2026-01-01\n"
        "  - parameter least is 8 from here on\n"
    )


def test_the_timeline_as_json_says_which_layer_each_event_comes_from(policies, run):
    found = json.loads(run("timeline", "county_rules.pol", "--format", "json").stdout)
    values = [(e["day"], e["layer"]) for e in found["events"] if e["kind"] == "parameter"]
    assert values == [
        ("2022-01-01", "city"),
        ("2023-06-01", "county_rules"),
        ("2026-01-01", "city"),
    ]
    assert found["layers"] == ["city", "county_rules"]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("policy", "days"),
    [
        ("example_county", ["--as-of", "2024-05-01"]),
        ("example_successor", ["--before-as-of", "2025-12-31", "--as-of", "2026-01-01"]),
    ],
)
def test_the_impact_reports_in_the_documents_are_up_to_date(policy, days, language, run, tmp_path):
    """Otherwise: `linkage-rules impact xiangtan_2022 POLICY samples/projects.json DAYS
    --language LANGUAGE --out docs/policies/POLICY.impact.LANGUAGE.md`."""
    out = tmp_path / "impact.md"
    found = run(
        *("impact", "xiangtan_2022", policy, SAMPLES, *days, "--out", out), language=language
    )
    assert found.exit_code == 0
    kept = DOCUMENTS / f"{policy}.impact.{language}.md"
    assert out.read_text("utf-8") == kept.read_text("utf-8")


def test_a_policy_has_no_impact_on_itself(policies, run):
    (policies / "p.json").write_text('[{"id": "P-1", "households": 3}]', "utf-8")
    found = run(
        *("impact", "city.pol", "city.pol", "p.json", "--as-of", "2023-07-01"), language="en"
    )
    assert "1 records read, 0 could not be read; 0 with a change." in found.stdout
    assert "Nothing changes." in found.stdout


RATES = """\
政策 rates "补助标准"
记录 Project "项目"
  id "编号"：文本 必填
  cost "造价"：金额
参数 rate "补助比例"：数
  = 30%
参数 last_day "截止日期"：日期
  = 2023年12月31日
事实 amount "应补" 关于 项目：金额
  指 造价 × 补助比例 四舍五入到 0.01元
事实 in_time "没有过期" 关于 项目
  指 基准日 ≤ 截止日期
"""


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh",
            [
                "  - 应补：3000.01元 → 3500.01元",
                "  - 没有过期：是 → 否",
                "  - 补助比例：30% → 35%",
                "  - 截止日期：2023年12月31日 → 2023年6月30日",
            ],
        ),
        ("en", ["  - rate: 30% → 35%", "  - last_day: 2023-12-31 → 2023-06-30"]),
    ],
)
def test_a_replay_tells_values_as_people_read_them(language, told, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rates.pol").write_text(RATES, "utf-8")
    Path("d.json").write_text(decide("rates", cost="10000.04元").to_json(), "utf-8")
    changed = RATES.replace("30%", "35%").replace("2023年12月31日", "2023年6月30日")
    Path("rates.pol").write_text(changed, "utf-8")
    found = run("replay", "d.json", "--policy", "rates.pol", language=language)
    assert found.exit_code == 1
    assert [line for line in told if line not in found.stdout.splitlines()] == [], found.stdout


def test_a_filed_decision_holds_while_nothing_has_changed(policies, run):
    Path("d.json").write_text(decide("county_rules", households=25).to_json(), "utf-8")
    found = run("replay", "d.json", "--policy", "county_rules.pol", language="en")
    assert found.exit_code == 0
    assert found.stdout.startswith("The decision holds.\n")
    assert "Policy: unchanged" in found.stdout


def test_a_replay_says_what_changed_when_a_layer_below_or_above_did(policies, run):
    decision = decide("county_rules", households=25, share="12.5%", started="2023-01-31")
    Path("d.json").write_text(decision.to_json(), "utf-8")
    text = COUNTY.replace("= 20", "= 30")
    (policies / "county_rules.pol").write_text(text, "utf-8")
    found = run("replay", "d.json", "--policy", "county_rules.pol", language="en")
    assert found.exit_code == 1
    assert found.stdout.startswith("The decision no longer holds.\n")
    assert "enter: no ban found → must not (by too_few)" in found.stdout
    assert "too_few: not applicable → in effect" in found.stdout
    assert "least: 20 → 30" in found.stdout
    stated = json.loads(
        run("replay", "d.json", "--policy", "county_rules.pol", "--format", "json").stdout
    )
    assert stated["holds"] is False
    assert stated["verdicts"] == {"enter": {"before": "permitted", "after": "forbidden"}}
    assert stated["record"]["before"] == stated["record"]["after"]


def test_a_change_that_leaves_every_answer_as_it_is_is_told_and_the_decision_holds(policies, run):
    Path("d.json").write_text(decide("city", households=25).to_json(), "utf-8")
    (policies / "city.pol").write_text(CITY.replace("households < least", "households < 4"))
    found = run("replay", "d.json", "--policy", "city.pol", language="en")
    assert found.exit_code == 0
    assert "Policy: its text has changed." in found.stdout
    assert "too_few: changed" in found.stdout


Damage = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda d: d["record"]["households"].update(value=3), "not the one that was judged"),
        (lambda d: d["verdicts"]["enter"].update(status="forbidden"), "the file was altered"),
    ],
)
def test_a_file_that_was_altered_does_not_hold(damage, message, policies, run):
    document = decide("city", households=25).to_dict()
    damage(document)
    Path("d.json").write_text(json.dumps(document), "utf-8")
    found = run("replay", "d.json", "--policy", "city.pol", language="en")
    assert found.exit_code == 1
    assert message in found.stdout


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d.pop("policy"),
        lambda d: d.update(policy="city"),
        lambda d: d.update(format="other"),
        lambda d: d.update(format_version=99),
        lambda d: d.update(as_of="soon"),
        lambda d: d.update(verdicts=[]),
        lambda d: d["verdicts"]["enter"].update(status="maybe"),
        lambda d: d["verdicts"]["enter"].update(by="too_few"),
        lambda d: d["record"]["households"].update(value="3"),
        lambda d: d["record"].update(started={"type": "date", "value": "soon"}),
        lambda d: d["record"].update(share={"type": "number", "value": "1/0"}),
        lambda d: d["norms"]["too_few"].update(digest=5),
        lambda d: d.update(record=1.5),
    ],
)
def test_a_file_that_is_no_decision_is_refused_in_words(damage, policies, run):
    document = decide("city", households=25).to_dict()
    damage(document)
    Path("d.json").write_text(json.dumps(document), "utf-8")
    found = run("replay", "d.json", "--policy", "city.pol", language="en")
    assert found.exit_code == 2
    assert "d.json is no filed decision" in found.stderr


@pytest.mark.parametrize(
    "text", ["", "[" * 100_000, "null", '{"a": NaN}', "1" * 10_000, '{"format": 1e400}', "\ufeff{}"]
)
def test_hostile_texts_are_refused_in_words(text, policies, run):
    Path("d.json").write_text(text, "utf-8")
    found = run("replay", "d.json", language="en")
    assert found.exit_code == 2
    assert "d.json is no filed decision" in found.stderr


@pytest.mark.parametrize(("name", "why"), [("d.json", "没有这个文件"), (".", "这是文件夹")])
def test_a_decision_that_cannot_be_opened_is_told_in_the_reader_s_language(
    name, why, policies, run
):
    found = run("replay", name, language="zh")
    assert found.exit_code == 2
    assert f"{name}：{why}" in found.stderr


def test_a_policy_that_is_a_path_is_not_followed(policies, run):
    document = decide("city", households=25).to_dict()
    document["policy"]["name"] = "../secret"
    Path("d.json").write_text(json.dumps(document), "utf-8")
    found = run("replay", "d.json", language="en")
    assert found.exit_code == 2
    assert "give --policy" in found.stderr


def test_a_decision_of_the_first_format_is_replayed_with_its_record(policies, run):
    document = decide("city", households=25).to_dict()
    document["format_version"] = 1
    del document["record"], document["parameters"]
    Path("d.json").write_text(json.dumps(document), "utf-8")
    found = run("replay", "d.json", "--policy", "city.pol", language="en")
    assert found.exit_code == 2
    assert "--record FILE" in found.stderr
    Path("r.json").write_text('{"id": "P-1", "households": 25}', "utf-8")
    found = run(*("replay", "d.json", "--policy", "city.pol", "--record", "r.json"), language="en")
    assert found.exit_code == 0


def test_every_decision_of_a_review_is_replayed(policies, run):
    records = [{"id": f"P-{n}", "households": n} for n in (15, 25)]
    Path("rs.json").write_text(json.dumps(records), "utf-8")
    run("review", "county_rules.pol", "rs.json", "--as-of", "2023-07-01", "--out", "filed.json")
    found = run("replay", "filed.json", "--policy", "county_rules.pol", language="en")
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "P-15: The decision holds.",
        "P-25: The decision holds.",
        "2 decisions; 2 hold, 0 no longer do.",
    ]
    (policies / "county_rules.pol").write_text(COUNTY.replace("= 20", "= 30"), "utf-8")
    found = run("replay", "filed.json", "--policy", "county_rules.pol", language="en")
    assert found.exit_code == 1
    assert "P-25: The decision no longer holds.\n  county_rules, as of 2023-07-01\n" in found.stdout
    assert "    - enter: no ban found → must not (by too_few)" in found.stdout
    assert found.stdout.endswith("2 decisions; 1 hold, 1 no longer do.\n")
    replays = ("replay", "filed.json", "--policy", "county_rules.pol", "--format", "json")
    stated = json.loads(run(*replays).stdout)
    assert [(one["called"], one["holds"]) for one in stated["replays"]] == [
        ("P-15", True),
        ("P-25", False),
    ]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda d: d.update(format_version=9), "a review of format 9; this program reads 1"),
        (lambda d: d.update(decisions=[]), "a review without a decision"),
        (lambda d: d["decisions"].append(5), "decision 2: “decisions” is no object"),
        (lambda d: d["decisions"][0].update(id=5), "decision 1: “id” is no text"),
        (lambda d: d["decisions"][0]["decision"].pop("as_of"), "decision 1: no “as_of” in it"),
    ],
)
def test_a_damaged_review_is_refused_in_words(damage, message, policies, run):
    Path("rs.json").write_text('[{"id": "P-1", "households": 25}]', "utf-8")
    run("review", "city.pol", "rs.json", "--as-of", "2023-07-01", "--out", "filed.json")
    document = json.loads(Path("filed.json").read_text("utf-8"))
    damage(document)
    Path("filed.json").write_text(json.dumps(document), "utf-8")
    found = run("replay", "filed.json", "--policy", "city.pol", language="en")
    assert found.exit_code == 2
    assert message in found.stderr


def test_a_policy_that_is_elsewhere_is_asked_for(policies, run):
    Path("d.json").write_text(decide("city", households=25).to_json(), "utf-8")
    (policies / "city.pol").rename(policies / "moved.pol")
    found = run("replay", "d.json", language="en")
    assert found.exit_code == 2
    assert "the policy city, which is not here; give its file or folder with --policy" in (
        found.stderr
    )
    assert run("replay", "d.json", "--policy", "moved.pol").exit_code == 0


def test_a_record_of_a_review_that_is_none_any_more_is_named(policies, run):
    Path("rs.json").write_text('[{"id": "P-1", "households": 25}]', "utf-8")
    run("review", "city.pol", "rs.json", "--as-of", "2023-07-01", "--out", "filed.json")
    (policies / "city.pol").write_text(CITY.replace("households", "families"), "utf-8")
    found = run("replay", "filed.json", "--policy", "city.pol", language="en")
    assert found.exit_code == 2
    assert "P-1\n" in found.stderr
    assert "households" in found.stderr
