"""`linkage-rules analyse`: what it says, in which forms, and how it ends."""

import json
import re
import sys
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linkage_rules.commands.cli import main
from linkage_rules.model.findings import FAULTS
from linkage_rules.policy.loading import load
from linkage_rules.testing import run_examples
from linkage_rules.words.finding_words import ANSWERABLE
from tests.golden import Golden
from tests.places import ROOT

POLICY = """政策 analysed "小型工程管理办法"
  施行 2023年1月1日 至 2025年12月31日

枚举 kind "资金种类"
  fiscal "财政资金"
  own "自筹资金"

记录 Fund "资金"
  kind_ "种类"：资金种类
  amount "金额"：金额 不小于 0元

记录 Project "项目"
  id "编号"：文本 必填
  amount "工程额"：金额 不小于 0元
  urgent "紧急"：是否
  funds "资金列表"：多个 资金

主体 county "县级主管部门"

行为 simplify "简化审批" 关于 项目

规范 small "小型工程应简化" 对于 项目
  当 工程额 ≤ 200万元
  县级主管部门 应当 简化审批

规范 large "大型工程不得简化" 对于 项目
  当 工程额 ≥ 200万元
  除非 工程额 < 100万元
  县级主管部门 不得 简化审批

规范 small_urgent "紧急小型工程应简化" 对于 项目
  当 工程额 ≤ 200万元 且 紧急
  县级主管部门 应当 简化审批

行为 finance "落实资金" 关于 项目
  完成于 最小（笔.金额 遍历 笔 属于 资金列表）> 0元

规范 financed "应落实资金" 对于 项目
  县级主管部门 应当 落实资金

# 两条都在文件里，分别引用。
性质 "紧急小型工程是小型工程" 对于 项目
  总有 紧急小型工程应简化 适用 蕴含 小型工程应简化 适用
  答复 规范重复 关于 紧急小型工程应简化、小型工程应简化

性质 "有自筹资金就不简化" 对于 项目
  总有 （存在 笔 属于 资金列表 满足 笔.种类 = 自筹资金） 蕴含 非 简化审批 被要求
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("analysed.pol")
    path.write_text(POLICY, "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["analyse", *map(str, arguments)])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_text(policy: Path, golden: Golden, language: str) -> None:
    result = run(policy, "--language", language)
    golden(f"analyse.{language}.txt", result.output)
    assert result.exit_code == 1


def test_a_record_that_shows_something_can_be_pasted_as_an_example(policy: Path) -> None:
    for language in ("zh", "en"):
        text = run(policy, "--language", language).output
        examples = re.findall(r"^    (?:示例|example) .*\n(?:     .*\n)+", text, re.MULTILINE)
        assert len(examples) == 3
        unindented = "\n".join(line[4:] for e in examples for line in e.splitlines())
        policy.write_text(f"{POLICY}\n{unindented}\n", "utf-8")
        results = run_examples(load(policy).package)
        assert len(results) == 3
        # The one against the refuted property fails that property, as it has to.
        failed = [check for result in results for check in result.failures]
        assert [check.expected.zh[:6] for check in failed] == ["性质“有自筹"]
        policy.write_text(POLICY, "utf-8")


FOLDER = ROOT / "tests" / "analysis" / "faults"
KINDS = sorted(kind.value for kind in set(ANSWERABLE.values()) - FAULTS)
FAULTY = {
    kind: min(path for path in (FOLDER / kind).glob("*.pol") if path.suffixes == [".pol"])
    for kind in KINDS
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_line_that_is_proposed_answers_the_finding(
    tmp_path: Path, kind: str, language: str
) -> None:
    path = FAULTY[kind]
    policy = tmp_path / path.name
    policy.write_text(path.read_text("utf-8"), "utf-8")
    text = " ".join(run(policy, "--language", language).output.split())
    (line,) = re.findall(r"(?:如在其中写：|by a line in it: )(.*)$", text)
    about = next(iter(load(policy).package.record_types))
    claim = f'property "meant" for {about}\n  always 1 = 1\n  {line}\n'
    policy.write_text(f"{path.read_text('utf-8')}\n{claim}", "utf-8")
    told = json.loads(run(policy, "--format", "json").output)
    answered = {one["kind"] for one in told["findings"] if one["answered_by"] == "meant"}
    assert answered
    assert "stale-answer" not in {one["kind"] for one in told["findings"]}


def test_json_holds_the_same_and_its_witnesses_are_records(policy: Path) -> None:
    result = run(policy, "--format", "json")
    data = json.loads(result.output)
    found = {(f["kind"], *f["names"]): f for f in data["findings"]}
    assert set(found) == {
        ("conflicting-norms", "small", "large"),
        ("idle-exception", "large"),
        ("implied-norm", "small_urgent", "small"),
        ("undetermined-on-complete-record", "finance"),
        ("property-refuted", "有自筹资金就不简化"),
    }
    conflict = found["conflicting-norms", "small", "large"]
    assert conflict["witness"]["record"] == {"id": "1", "amount": 200_000_000}
    assert (conflict["file"], conflict["line"], conflict["column"]) == ("analysed.pol", 26, 1)
    (other,) = conflict["together"]
    assert (other["names"], other["line"]) == (["small_urgent", "large"], 31)
    answered = found["implied-norm", "small_urgent", "small"]
    assert answered["answered_by"] == "紧急小型工程是小型工程"
    assert answered["list_bound"] is None
    assert [p["holds"] for p in data["properties"]] == ["for all records"]
    assert data["undecided"] == []
    checked = load(policy)
    for one in data["findings"]:
        for each in (one, *one["together"]) if one["witness"] else ():
            checked.evaluate(each["witness"]["record"], as_of=checked.package.in_force.start)


def test_sarif_for_code_scanning(policy: Path) -> None:
    result = run(policy, "--format", "sarif", "--language", "zh")
    assert result.exit_code == 1
    log = json.loads(result.output)
    assert log["version"] == "2.1.0"
    (scan,) = log["runs"]
    rules = scan["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {one["ruleId"] for one in scan["results"]}
    for one in scan["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] in ("error", "warning")
        assert one["message"]["text"]
        place = one["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "analysed.pol"
        assert place["region"]["startLine"] > 1
        assert place["region"]["startColumn"] >= 1
    suppressed = [one for one in scan["results"] if "suppressions" in one]
    assert [one["ruleId"] for one in suppressed] == ["implied-norm"]
    conflict = next(one for one in scan["results"] if one["ruleId"] == "conflicting-norms")
    assert "工程额：200万元\n  截至" in conflict["message"]["text"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["xiangtan_2022", "example_county", "example_successor", "example_award", "example_fund"],
)
def test_the_shipped_policies_analyse_clean(name: str) -> None:
    # The clock must not decide on a busy machine.
    result = run(name, "--format", "json", "--time-limit", "600")
    assert result.exit_code == 0, result.output or repr(result.exception)
    found = json.loads(result.stdout)
    assert {one["holds"] for one in found["properties"]} == {"for all records"}
    claims = load(name).package.properties
    assert {one["title"] for one in found["properties"]} == {claim.title for claim in claims}


def test_without_z3_the_message_names_the_extra(
    policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    result = run(policy, "--language", "zh")
    assert result.exit_code == 2
    assert "linkage-rules[analysis]" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--list-bound", "11"),
        ("--list-bound", "-1"),
        ("--time-limit", "0"),
        ("--stop-after", "0"),
        ("--stop-after", "soon"),
    ],
)
def test_limits_have_limits(policy: Path, arguments: tuple[str, str]) -> None:
    result = run(policy, *arguments, "--language", "zh")
    assert result.exit_code == 2
    assert f"{arguments[0]} {arguments[1]}：应为" in result.output


def test_what_is_not_asked_in_time_is_named_with_its_place(
    policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = count(1000)
    monkeypatch.setattr("linkage_rules.analysis.limits.monotonic", lambda: 3 * next(times))
    result = run(policy, "--stop-after", "1", "--language", "zh")
    assert result.exit_code == 1
    undecided = result.output.partition("在时限内未能断定（可以延长时限）\n")[2]
    assert undecided.startswith("  [property-refuted] 性质不成立 ")
    assert f"{policy.name}:" in undecided
