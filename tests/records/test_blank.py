"""What a field is read as where a record leaves it out."""

from datetime import date

import pytest

import linkage_rules as lr
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import format_text
from linkage_rules.model.values import NEVER
from linkage_rules.records import validate
from linkage_rules.records.schema import json_schema
from linkage_rules.testing.generation import checked
from linkage_rules.words.keywords import Language

TEXT = """\
policy p "P"

bearer county "县"

enum kind "类别"
  new "新建"
  old "改建"

record Part "分项"
  flag "标记": yes/no blank means yes

record Case "事项"
  id "编号": text required
  done_on "完工日期": date blank means never
  paid "已到账": yes/no blank means no
  amount "金额": money at least 0元 blank means 0元
  kind_ "类别": kind blank means new
  share "份额": number
  parts "分项": list of Part

action act "办理" of Case

norm duty "应当办理" for Case
  when not paid and amount = 0元 and done_on = never and kind_ = new
  county must act

norm each "逐项" for Case
  when every x in parts has x.flag
  county must act
"""
DAY = date(2023, 5, 1)
PACKAGE = checked(TEXT)
CASE = PACKAGE.record_types["Case"]
POLICY = lr.Policy(PACKAGE, "", None)
BLANK = {"done_on": NEVER, "paid": False, "amount": 0, "kind_": "new"}


def test_an_absent_field_is_what_blank_means_and_a_given_one_is_not() -> None:
    read = validate({"id": "1"}, CASE)
    assert read == {"id": "1", **BLANK, "share": None, "parts": None}
    given = {"id": "1", **dict.fromkeys(BLANK), "parts": [{}, None, {"flag": None}]}
    read = validate(given, CASE)
    assert read["parts"] == ({"flag": True}, None, {"flag": None})
    assert all(read[name] is None for name in BLANK)


@pytest.mark.parametrize("engine", ["compiled", "reference"])
@pytest.mark.parametrize(
    ("given", "duty", "each"),
    [
        ({}, "due", "undetermined"),
        ({"paid": True}, "not_applicable", "undetermined"),
        ({"paid": None}, "undetermined", "undetermined"),
        ({"完工日期": "从未", "amount": 0, "kind_": "改建"}, "not_applicable", "undetermined"),
        ({"parts": [{}, {"flag": True}]}, "due", "due"),
        ({"parts": [{}, {"flag": None}]}, "due", "undetermined"),
        ({"parts": [{}, {"flag": False}]}, "due", "not_applicable"),
        ({"share": 1, "done_on": date(2023, 1, 1), **{"parts": []}}, "not_applicable", "due"),
    ],
)
def test_a_record_is_judged_as_it_was_read(
    engine: str, given: dict[str, object], duty: str, each: str
) -> None:
    decision = POLICY.evaluate({"id": "1", **given}, as_of=DAY, record_type="Case", engine=engine)
    assert decision.norms["duty"].status.name.lower() == duty
    assert decision.norms["each"].status.name.lower() == each
    assert dict(decision.record) == {**validate({"id": "1", **given}, CASE)}


def test_a_name_that_is_no_field_is_still_told() -> None:
    with pytest.raises(lr.RecordError, match="paidd"):
        POLICY.evaluate({"id": "1", "paidd": True}, as_of=DAY, record_type="Case")


def test_an_explanation_says_that_a_blank_is_read_so() -> None:
    decision = POLICY.evaluate({"id": "1"}, as_of=DAY, record_type="Case")
    assert "完工日期：从未（空白即视为如此）" in decision.explain("act", language="zh")
    assert "done_on: never (as it is read where blank)" in decision.explain("act", language="en")


def test_an_example_leaves_fields_out_as_a_record_does() -> None:
    package = checked(
        TEXT + 'example "a" of Case\n  given id: "1", paid: unknown\n  as of 2023-05-01\n'
        "  expect duty is undetermined\n"
    )
    (example,) = package.examples
    assert example.given["paid"] is None
    assert example.given["amount"] == 0


@pytest.mark.parametrize(("language", "written"), [("en", "blank means no"), ("zh", "空白视为 否")])
def test_it_is_printed_in_both_languages(language: Language, written: str) -> None:
    text = format_text(SourceFile("a.pol", TEXT), language)
    assert written in text
    assert format_text(SourceFile("a.pol", text), language) == text


def test_the_schema_of_a_record_has_it_as_the_default() -> None:
    found = json_schema(CASE)["properties"]
    assert found["done_on"]["default"] == "never"
    assert found["paid"]["default"] is False
    assert "default" not in found["share"]


def test_a_table_without_the_column_is_blank_and_null_is_unknown() -> None:
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("ibis")
    columns = {"id": ["1", "2"], "paid": pa.array([None, False], pa.bool_())}
    rows = POLICY.evaluate_table(pa.table(columns), as_of=DAY, record_type="Case")
    found = {row["id"]: row["status_duty"] for row in rows.to_pyarrow().to_pylist()}
    assert found == {"1": "undetermined", "2": "due"}
