"""A policy adds fields to a record type that another one declares, for itself and what it holds."""

import json
from datetime import date
from pathlib import Path

import pytest

from linkage_rules.errors import Error
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import format_text
from linkage_rules.model.types import Only
from linkage_rules.model.values import NEVER
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.policy.policy import Policy
from linkage_rules.records import propose_mapping, read_records
from linkage_rules.records.schema import json_schema
from tests.policies import policy_in

WORDS = """\
policy words "词汇"
record Household "户"
  id "户号": text required
  income "收入": money at least 0元
record Project "项目"
  id "编号": text required
  operating "经营性": yes/no
  households "农户": list of Household
fact busy "有收入" of Household
  means income > 0元
"""
CITY = """\
policy city "市政策"
  in force 2023-01-01
use words
bearer county "县"
action enter "入库" of Project
  permitted by default
fact poor "困难" of Household
  means income < 100元
norm no_entry "无困难户不得入库" for Project
  when every h in households has not h.poor
  county must not enter
"""
COUNTY = """\
policy county_rules "县细则"
  in force 2024-01-01
amend city
enum crop "作物"
  rice "水稻", tea "茶叶"
record Visit "走访"
  household "户号": text required
  day "日期": date
extend Household
  land "耕地": number at least 0 at most 100
  crop "种植": crop blank means tea
  visits "走访记录": has many Visit by household = id
extend Project
  closed_on "关停日期": date blank means never may be lowered change costs 2
norm closed "关停的不得入库" for Project
  when closed_on <= as_of
  county must not enter
override poor because "看耕地"
  means poor__city or land < 1 and crop = tea
"""
DAY = date(2024, 5, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("stack")
    policy_in(found, words=WORDS, city=CITY, county_rules=COUNTY)
    return found


@pytest.fixture(scope="module")
def county(folder: Path) -> Policy:
    return policy_in(folder, words=WORDS, city=CITY, county_rules=COUNTY)


def test_the_fields_stand_in_every_type_that_holds_the_record(county: Policy) -> None:
    project = county.package.record_types["Project"]
    assert [f.name for f in project.fields] == ["id", "operating", "households", "closed_on"]
    households = project.by_spelling["households"].type
    household = county.package.record_types["Household"]
    assert [f.name for f in household.fields] == ["id", "income", "land", "crop", "visits"]
    assert getattr(households, "element", None) == household
    closed_on = project.by_spelling["关停日期"]
    assert (closed_on.blank, closed_on.changeable) == (NEVER, True)
    assert (closed_on.only, closed_on.cost) == (Only.LOWERED, 2)


def test_a_record_is_read_with_them_and_without(county: Policy) -> None:
    def verdict(*households: object, **fields: object) -> str:
        record = {"id": "1", "农户": households, **fields}
        return county.evaluate(record, as_of=DAY).verdicts["enter"].status.value

    rich = {"id": "a", "income": "200元"}
    assert verdict(rich) == "undetermined"
    assert verdict({**rich, "耕地": 2}) == "forbidden"
    assert verdict({**rich, "耕地": 0.5}) == "permitted"
    assert verdict({**rich, "耕地": 0.5, "种植": "水稻"}) == "forbidden"
    assert verdict({**rich, "耕地": 0.5}, 关停日期="2024-04-01") == "forbidden"
    assert verdict({**rich, "耕地": 0.5}, 关停日期=None) == "undetermined"
    with pytest.raises(Error, match="100"):
        verdict({**rich, "耕地": 101})


def test_the_policy_below_does_not_know_them(folder: Path) -> None:
    from linkage_rules.policy.loading import load

    city = load(folder / "city.pol")
    with pytest.raises(Error, match="closed_on"):
        city.evaluate({"id": "1", "closed_on": "2024-01-01"}, as_of=DAY)


def test_the_schema_and_a_proposed_mapping_have_them(county: Policy, tmp_path: Path) -> None:
    project = county.package.record_types["Project"]
    schema = json_schema(project)
    assert "closed_on" in schema["properties"]
    ledger = tmp_path / "台账.csv"
    ledger.write_text("编号,经营性,关停日期\nP1,是,2024年4月1日\nP2,是,\n", "utf-8")
    (tmp_path / "a.toml").write_text(propose_mapping(ledger, project).text, "utf-8")
    first, second = read_records(ledger, project, tmp_path / "a.toml")
    assert first.data["closed_on"] == date(2024, 4, 1)
    assert second.data.get("closed_on", NEVER) == NEVER


def test_a_table_has_columns_for_them(county: Policy) -> None:
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("ibis")
    table = pa.table({"id": ["1", "2"], "closed_on": [date(2024, 4, 1), None]})
    rows = county.evaluate_table(table, as_of=DAY, record_type="Project").to_pyarrow()
    # A cell that is empty was not left out: it is unknown.
    assert rows["status_closed"].to_pylist() == ["in_effect", "undetermined"]


def test_a_cached_policy_has_them(folder: Path, county: Policy) -> None:
    waiting = [load_package(folder / "county_rules.pol")]
    files: set[str] = set()
    while waiting:
        loaded = waiting.pop()
        files |= {file.name for file, _ in loaded.files}
        waiting += [*loaded.uses, *((loaded.below,) if loaded.below else ())]
    package = load_package(folder / "county_rules.pol").package
    assert from_rows(to_rows(package, [*files]), [*files]) == package
    assert package.record_types == county.package.record_types


@pytest.mark.parametrize("uses", [("words", "county_rules"), ("county_rules", "words")])
def test_who_uses_the_words_and_the_overlay_has_one_record_type(
    folder: Path, uses: tuple[str, str]
) -> None:
    text = 'policy third "第三"\n' + "".join(f"use {name}\n" for name in uses)
    text += (
        "fact fine of Project\n  means (some h in households has h.land > 1 and h.busy)"
        " and closed_on > as_of\n"
    )
    third = policy_in(folder, third=text)
    household = {"id": "a", "income": "5元", "land": 2}
    decision = third.evaluate(
        {"id": "1", "households": [household]}, as_of=DAY, record_type="Project"
    )
    assert decision.facts["fine"] is True


def test_a_policy_that_uses_another_may_extend_without_amending(tmp_path: Path) -> None:
    text = 'policy one\nuse words\nextend Project\n  area "面积": number\n'
    policy = policy_in(tmp_path, words=WORDS, one=text + "fact big of Project\n  means area > 5\n")
    decision = policy.evaluate({"id": "1", "面积": 6}, as_of=DAY, record_type="Project")
    assert decision.facts["big"] is True


def test_the_word_stays_a_name_and_both_languages_say_it(folder: Path) -> None:
    loaded = load_package(folder / "county_rules.pol")
    ((source, _),) = loaded.files
    chinese = format_text(source, "zh", loaded.references)
    assert '扩展 户\n  land "耕地"：数 不小于 0 不大于 100\n' in chinese
    assert "空白视为 从未" in chinese
    named = (
        'policy p\nbearer extend "扩展"\nrecord R\n  extend: yes/no\nfact f of R\n  means extend\n'
    )
    file, problems = parse(SourceFile("a.pol", named))
    assert not problems
    assert len(file.declarations) == 4


def test_an_impact_leaves_out_for_one_policy_what_the_other_adds(folder: Path, run) -> None:
    household = {"id": "a", "income": "200元", "耕地": 0.5}
    project = {"id": "1", "农户": [household], "关停日期": "2030-01-01"}
    (folder / "some.json").write_text(json.dumps([project, {**project, "mistake": 1}]), "utf-8")
    places = [str(folder / name) for name in ("city.pol", "county_rules.pol", "some.json")]
    said = run("impact", *places, "--as-of", "2024-05-01", "--record-type", "Project").stdout
    assert "读取2条，无法读取1条；有变化的1条" in said
