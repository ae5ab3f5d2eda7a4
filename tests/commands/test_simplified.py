"""A rule that is less than the text says so, and so does all that shows it or rests on it."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import linkage_rules as lr
from linkage_rules.decisions.serialising import schema
from linkage_rules.policy.comparing import difference
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.plain_words import in_plain_words

SOURCE = """\
某县收费办法

一、收费。经民主评议的困难户不得收费。
"""
POLICY = """\
policy fees "收费办法"
  in force 2023-01-01
  source "source.txt"
record Household "户"
  id "户号": text required
  income "收入": money at least 0元
bearer county "县"
fact poor "困难" of Household
  cites 一 "经民主评议的困难户"
  means income < 100元
  simplified because "原文还要求民主评议，记录中没有反映"
action charge "收费" of Household
  permitted by default
norm no_charge "困难户不得收费" for Household
  cites 一 "困难户不得收费"
  when poor
  county must not charge
"""
DAY = date(2024, 5, 1)
BECAUSE = "原文还要求民主评议，记录中没有反映"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fees").mkdir()
    (tmp_path / "fees" / "source.txt").write_text(SOURCE, "utf-8")
    (tmp_path / "fees" / "a.pol").write_text(POLICY, "utf-8")
    return tmp_path / "fees"


@pytest.fixture
def fees(folder: Path) -> Policy:
    return lr.load(folder)


@pytest.mark.parametrize("income", ["50元", "500元", None])
def test_every_decision_that_rests_on_it_says_so(fees: Policy, income: str | None) -> None:
    decision = fees.evaluate({"id": "1", "income": income}, as_of=DAY)
    assert [one.name for one in decision.simplified] == ["poor"]
    assert f"对原文作了简化：{BECAUSE}" in decision.explain("no_charge")
    assert "简化说明：“困难”对原文作了简化" in decision.to_text("zh")
    assert "对原文作了简化" in decision.to_html()
    document = json.loads(decision.to_json())
    Draft202012Validator(schema()).validate(document)
    assert document["simplified"] == [
        {"kind": "fact", "name": "poor", "label": "困难", "layer": "fees", "because": BECAUSE}
    ]


def test_a_decision_that_does_not_rest_on_it_is_silent(fees: Policy) -> None:
    decision = fees.evaluate({"id": "1"}, as_of=date(2022, 5, 1), outside="allow")
    assert decision.simplified == ()


def test_an_opinion_and_a_page_say_so(folder: Path, run) -> None:
    records = folder.parent / "records.json"
    records.write_text('[{"id": "1", "income": "50元"}]', "utf-8")
    page, opinions = folder.parent / "审核.html", folder.parent / "意见"
    paths = [option for path in (page, f"{opinions}/") for option in ("--out", str(path))]
    found = run("review", str(folder), str(records), "--as-of", "2024-05-01", *paths)
    assert found.exit_code == 0, found.stderr
    assert f"“困难”对原文作了简化：{BECAUSE}" in page.read_text("utf-8")
    for opinion in opinions.glob("*.html"):
        text = re.sub(r"</?span[^>]*>", "", opinion.read_text("utf-8"))
        assert f"“困难”对原文作了简化：{BECAUSE}" in text


def test_the_text_and_the_document_show_it(folder: Path, fees: Policy, run) -> None:
    said = f"对原文作了简化：{BECAUSE}"
    assert said in run("source", str(folder), language="zh").stdout
    assert f"理由是“{BECAUSE}”" in run("source", str(folder), "--format", "html").stdout
    assert f"对原文作了简化，理由是“{BECAUSE}”。" in run("document", str(folder)).stdout
    assert f"less than the text in 困难: {BECAUSE}" in run("audit", str(folder)).stdout
    words = in_plain_words(fees.package.facts["poor"], fees.package, "en")
    assert words.endswith(f" This says less than the text; the reason is “{BECAUSE}”.")


def test_a_strict_check_counts_it(folder: Path, run) -> None:
    assert run("check", str(folder)).exit_code == 0
    found = run("check", str(folder), "--strict", language="en")
    assert found.exit_code == 1
    assert f"poor says less than the text: {BECAUSE}" in found.stdout
    assert found.stdout.rstrip().endswith("less than the text: 1")
    said = json.loads(run("check", str(folder), "--strict", "--format", "json").stdout)
    assert [one["path"][1] for one in said["simplified"]] == [8]
    without = folder / "a.pol"
    without.write_text(
        "".join(line for line in POLICY.splitlines(True) if "simplified" not in line), "utf-8"
    )
    assert run("check", str(folder), "--strict").exit_code == 0


def test_a_change_of_it_is_a_note(fees: Policy, folder: Path) -> None:
    pytest.importorskip("z3")
    (folder / "a.pol").write_text(POLICY.replace(BECAUSE, "略去评议"), "utf-8")
    found = difference(fees, lr.load(folder))
    assert not found
    assert [(one.old, one.new) for one in found.notes] == [(BECAUSE, "略去评议")]
    assert f"困难：简化的理由有变：{BECAUSE} → 略去评议" in found.to_text("zh")


def test_results_and_shares_say_so_too(tmp_path: Path) -> None:
    (tmp_path / "a.pol").write_text(
        """\
policy p
record Household
  shares: number at least 0
record Project
  income: money at least 0元
  households: list of Household
bearer county
fact grant of Project: money
  result
  means income / 2
  simplified because "no cap"
distribution dividends of Project
  among h in households
  total income
  by h.shares
  to 1分
  simplified because "no floor"
action pay of Project
norm paying for Project
  when income > 5元
  county may pay
""",
        "utf-8",
    )
    record = {"income": "10元", "households": [{"shares": 1}]}
    decision = lr.load(tmp_path / "a.pol").evaluate(record, as_of=DAY, record_type="Project")
    assert [one.simplified for one in decision.simplified] == ["no cap", "no floor"]
    dividends = decision.package.facts["dividends"]
    assert in_plain_words(dividends, decision.package, "en").endswith("the reason is “no floor”.")
