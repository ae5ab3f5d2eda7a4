"""The schemas of the JSON documents: they describe what the commands write, whole and no more."""

import json
import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from linkage_rules.commands.schemas import SCHEMAS
from linkage_rules.commands.schemas.shapes import of_a_decision
from linkage_rules.plain.writing import FORMATS
from tests.analysis.advice import test_fitting, test_nothing_violated, test_wanted
from tests.commands import test_agenda, test_loosening, test_simplified, test_test
from tests.commands.described import Fields
from tests.places import LIBRARY_ENTRY, ROOT, SMALL_WORKS
from tests.reviews import test_results

SAMPLES = ROOT / "samples"
KEPT_BY_ITSELF = {"built-policy"}
"""What this library alone reads again, under a seal."""
TOLD_BY_THEMSELVES = {"decision", "summary", "problems"}
"""What has tests of its own, for every field."""
COMMANDS = SCHEMAS.keys() - TOLD_BY_THEMSELVES


def test_every_document_that_is_written_is_described():
    assert FORMATS.keys() - KEPT_BY_ITSELF == SCHEMAS.keys() - {"problems"}
    for name in FORMATS.keys() - KEPT_BY_ITSELF:
        head = {
            key: SCHEMAS[name].schema()["properties"][key]["const"] for key in FORMATS[name].head
        }
        assert head == FORMATS[name].head


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_of_the_draft_that_it_names_and_is_printed(run, name):
    schema = SCHEMAS[name].schema()
    Draft202012Validator.check_schema(schema)
    assert json.loads(run("schema", "--of", name).stdout) == schema
    if name != "problems":
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_a_document_that_there_is_not_is_refused_with_those_that_there_are(run):
    found = run("schema", "--of", "verdicts", language="en")
    assert found.exit_code == 2
    assert "--of" in found.stderr
    assert all(name in found.stderr for name in SCHEMAS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_an_object_with_fields_has_no_others_and_each_is_said_to_be_there_or_not(name):
    def objects(schema: Any) -> Iterator[Mapping[str, Any]]:
        if isinstance(schema, dict):
            if isinstance(schema.get("properties"), dict) and "type" in schema:
                yield schema
            for held in schema.values():
                yield from objects(held)
        elif isinstance(schema, list):
            for one in schema:
                yield from objects(one)

    found = [*objects(SCHEMAS[name].schema())]
    assert len(found) > 1
    for schema in found:
        assert schema["additionalProperties"] is False
        assert {*schema["required"]} <= schema["properties"].keys()


# What the commands write

FEES = test_simplified.POLICY
OLD = """policy grants "补助办法"
  in force 2023-01-01 to 2030-12-31
record Fund "资金"
  amount "金额": money at least 0元
record Project "项目"
  id "编号": text required
  operating "在营": yes/no
  people "人数": whole number at least 0
  income "收入": money at least 0元 at most 100000元
  funds "资金们": list of Fund
bearer county "县"
calendar works "厂历"
  covers 2023-01-01 to 2023-12-31
reading included "含本数": yes/no
  = yes because "民法典"
  or no because "从严"
fact poor "困难" of Project
  means income < 100元
  simplified because "原文还要求评议"
fact subsidy "补助" of Project: money
  result for county
  means round down (income / 3) to 1元
action enter "入库" of Project
  permitted by default
action build "建设" of Project
norm no_entry "不得入库" for Project
  when not operating and poor
  county must not enter
norm too_many "过多" for Project
  when people > 3 or included and people = 3
  county must not enter
norm build_it "应当建设" for Project
  when some f in funds has f.amount >= 100元
  county must build
norm much "资金多的不得建设" for Project
  when sum(f.amount over f in funds) >= 500元
  county must not build
property "收入不为负" for Project
  always income >= 0元
"""
NEW = (
    OLD.replace('= yes because "民法典"', '= no because "从严"')
    .replace('or no because "从严"', 'or yes because "民法典"')
    .replace("to 2023-12-31\n", "to 2024-06-30\n  holiday 2023-10-02\n")
    .replace("还要求评议", "还要求公示")
    .replace("round down", "round up")
    .replace("at most 100000元", "at most 200000元")
    .replace("build", "construct")
    .replace("when not operating and poor", "when not operating")
    .replace("f.amount >= 100元", "f.amount > 100元")
)
FUNDS = "sum(f.amount over f in funds"
SAME = OLD.replace(
    f"{FUNDS}) >=", f"{FUNDS} where f.amount > 9元) + {FUNDS} where f.amount <= 9元) >="
)
WORKING_DAYS = """policy p "例"
  in force 2024-01-01 to 2024-12-31
calendar works "厂历"
  covers 2024-01-01 to 2024-12-31
record R "件"
  got "收到": date
  sent "发出": date changeable blank means never
bearer o "厂办"
action send "发出" of R
  done on sent
norm in_time "按期" for R
  within 7 working days after got
  o must send
"""
WRONG_WORD = """policy fees "收费办法"
  in force 2023-01-01
  source "source.txt"
record Household "户"
  id "户号": text required
bearer county "县"
action charge "收费" of Household
norm no_charge "困难户不得收费" for Household
  cites 一 "困难户不得收费"
  county may charge
"""
DUTIES = (
    test_agenda.POLICY
    + """
record Check "审计情况"
  done_on "日期": date
record Year "年度"
  id "编号": text required
  checks "审计": list of Check
  from_ "起": date
  helped "已帮": yes/no
action help "帮扶" of Year
  done when helped
action audit "开展审计" of Year
  done at c.done_on over c in checks
norm helps "应帮扶" for Year
  county must help
norm audits "按季审计" for Year
  every quarter from from_
  county must audit
"""
)
FAILING = """
示例 "没有方案的应急项目" 关于 项目
  给定 有方案: 否, 应急: 是
  截至 2023年5月1日
  期望 入库 有冲突

性质 "应急项目总可以入库" 对于 项目
  总有 应急 蕴含 入库 被允许

性质 "金额为零的可以入库" 对于 项目
  总有 金额 = 0元 蕴含 入库 被允许
"""


def files(place: Path) -> None:
    """What the commands are asked about, in one folder."""
    for name, text in {
        "old.pol": OLD,
        "new.pol": NEW,
        "same.pol": SAME,
        "alone.pol": test_test.ALONE,
        "other.pol": test_loosening.CITY.replace("= 10", "= 9").replace(
            "when not mechanism", "when mechanism"
        ),
        "days.pol": WORKING_DAYS,
        "duties.pol": DUTIES,
        "wanted.pol": test_wanted.POLICY,
        "fitting.pol": test_fitting.POLICY.format(
            "income != household and income != village"
        ).replace("done when people <= 20", "done when income != village"),
        "nothing.pol": test_nothing_violated.POLICY,
        "city.pol": test_loosening.CITY,
        "county.pol": test_loosening.HEAD + test_loosening.NARROWER,
        "results.pol": test_results.TEXT,
        "half.pol": test_results.TEXT.replace("income / 3", "income / 2"),
        "wrong.pol": "norm\n",
        "duties.csv": test_agenda.ROWS,
    }.items():
        (place / name).write_text(text, "utf-8")
    for name, data in {
        "one.json": [{"id": "1", "people": 3}],
        "deal.json": [{"income": "household"}],
        "fixed.json": [{"income": "operator", "fixed": True}],
        "open.json": [{"a": False, "b": True, "c": True}],
        "city.json": [{"id": "1", "mechanism": False, "funded": True, "households": 11}],
        "got.json": [{"got": "2024-03-01"}],
        "years.json": [{"id": "1", "from_": "2023-01-01", "helped": False}],
        "results.json": [*test_results.RECORDS, test_results.UNREADABLE],
        "single.json": test_results.RECORDS[0],
    }.items():
        (place / name).write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    households = (SAMPLES / "award_households.csv").read_text("utf-8")
    (place / "households.csv").write_text(
        households.replace("50000,", "约两万,").replace(
            "李某,一般农户,3000.00", "李某,一般农户,３０"
        ),
        "utf-8",
    )
    for folder, text in {"fees": FEES, "words": WRONG_WORD}.items():
        (place / folder).mkdir()
        (place / folder / "a.pol").write_text(text, "utf-8")
        (place / folder / "source.txt").write_text(test_simplified.SOURCE, "utf-8")
    (place / "failing").mkdir()
    for path in LIBRARY_ENTRY.iterdir():
        text = path.read_text("utf-8") + (FAILING if path.suffix == ".pol" else "")
        (place / "failing" / path.name).write_text(text, "utf-8")


SHIPPED = "xiangtan_2022 example_county example_successor example_award example_fund"
DAY = "--as-of 2023-05-01"
ASKED: Mapping[str, tuple[str, ...]] = {
    "review": (
        f"xiangtan_2022 {SAMPLES}/project_library.xlsx {DAY}",
        f"example_award {SAMPLES}/award_applications.csv --record-type Application "
        "--linked households=households.csv --as-of 2024-06-10",
        f"example_fund {SAMPLES}/fund_assets.csv --record-type Asset "
        f"--linked audits={SAMPLES}/fund_audits.csv --as-of 2025-04-10",
        f"results.pol results.json --record-type Project {DAY}",
    ),
    "agenda": (
        "duties.pol duties.csv --record-type Project --as-of 2023-07-01 --until 2023-08-01",
        "duties.pol years.json --record-type Year --as-of 2023-07-01",
    ),
    "advise": (
        f"wanted.pol deal.json --record-type Project {DAY} --goal 'income = operator'",
        f"fitting.pol fixed.json --record-type Project {DAY} --goal 'enter is permitted'",
        f"fitting.pol fixed.json --record-type Project {DAY} --goal 'people >= 12'",
        f"nothing.pol open.json --record-type Project {DAY} --goal 'nothing violated'",
        "days.pol got.json --as-of 2024-06-01 --goal 'in_time is late'",
        f"xiangtan_2022 {SAMPLES}/projects.json --id XT2023-002 {DAY} "
        "--goal 'enter_library is permitted'",
    ),
    "replay": (
        "decision-results.json --policy half.pol",
        "decision-city.json --policy other.pol",
        "review-results.json --policy half.pol",
        "review-city.json --policy other.pol",
    ),
    "check": (f"xiangtan_2022 {SMALL_WORKS}", "wrong.pol fees --strict", "county.pol --analyse"),
    "test": (
        "example_award",
        "wrong.pol failing alone.pol",
        "failing --records 5",
        f"{SMALL_WORKS} --suggest",
    ),
    "analyse": ("old.pol", "duties.pol", "days.pol", "failing", f"{SMALL_WORKS}"),
    "diff": (
        "old.pol new.pol --rename build=construct",
        "old.pol same.pol",
    ),
    "timeline": tuple(SHIPPED.split()),
    "source": ("xiangtan_2022", "fees", "words"),
}
"""What is asked of each command, of shipped policies and of small ones with what these lack:
faults, and what seldom occurs."""
IN_A_HURRY: Mapping[str, str] = {
    "check": "county.pol --analyse --stop-after 5",
    "analyse": "old.pol --stop-after 5",
}
"""What is asked when there is no time to decide anything."""


@pytest.fixture
def folder(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the commands are asked about, as the current folder."""
    monkeypatch.chdir(tmp_path)
    files(tmp_path)
    for name, asked in {
        "results": "results.pol results.json --record-type Project",
        "city": "city.pol city.json",
    }.items():
        run("review", *asked.split(), *DAY.split(), "--out", f"review-{name}.json")
        review = json.loads((tmp_path / f"review-{name}.json").read_text("utf-8"))
        decision = json.dumps(review["decisions"][0]["decision"])
        (tmp_path / f"decision-{name}.json").write_text(decision, "utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ASKED)
def test_every_field_that_a_command_writes_is_described_and_no_other(run, monkeypatch, command):
    def documents() -> Iterator[tuple[str, Any]]:
        for asked in ASKED[command]:
            yield asked, run(command, *shlex.split(asked), "--format", "json")
        if command in IN_A_HURRY:
            times = count(1000)
            with monkeypatch.context() as hurried:
                hurried.setattr("linkage_rules.analysis.limits.monotonic", lambda: 9 * next(times))
                asked = IN_A_HURRY[command]
                yield asked, run(command, *shlex.split(asked), "--format", "json")

    described: dict[str, Fields] = {}
    occurring: defaultdict[str, set[str]] = defaultdict(set)
    for asked, found in documents():
        assert found.stdout, (asked, found.stderr)
        document = json.loads(found.stdout)
        name = document["format"].removeprefix("linkage-rules/")
        fields = described.setdefault(name, Fields(SCHEMAS[name].schema(), of_a_decision()))
        assert fields.faults(document) == [], asked
        occurring[name] |= fields.occurring(document)
    for name, fields in described.items():
        assert occurring[name] == fields.described(), name


def test_every_document_of_a_command_is_asked_for():
    commands = {
        "advice": "advise",
        "replays": "replay",
        "analysis": "analyse",
        "difference": "diff",
    }
    assert {commands.get(name, name) for name in COMMANDS} == {*ASKED}
