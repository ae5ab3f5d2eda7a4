"""What an officer is told of a distribution: who has what, in the opinion and in the workbook."""

import json
from datetime import date

import jsonschema
import openpyxl
import pytest

import linkage_rules as lr
from linkage_rules.decisions.serialising import schema
from linkage_rules.presenting.plain_words import in_plain_words
from linkage_rules.records import Entry
from linkage_rules.reviews.opinions import opinion
from linkage_rules.reviews.opinions.document import Grid, document
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import review
from linkage_rules.words.messages import Phrase

TEXT = """
政策 dividends "分红办法"
  施行 2023-01-01

记录 Household "农户"
  name "户主": 文本
  member "成员": 是否
  shares "股数": 整数 不小于 0 不大于 1000
  floor_return "保底收益": 金额 不小于 0元 不大于 1万元

记录 Project "项目"
  id "编号": 文本 必填
  households "农户们": 多个 Household
  net_income "净收益": 金额 不小于 0元 不大于 1000万元

主体 operator "经营主体"

分配 dividends "收益分配" 关于 Project
  分配对象 h 属于 农户们 其中 h.成员
  总额 净收益 × 50%
  先付 h.保底收益
  依照 h.股数
  精确到 1分

行为 pay "分红" 关于 Project

规范 all_have "成员都有收益" 对于 Project
  当 每个 h 属于 农户们 满足 h.成员 蕴含 收益分配 分给 h > 0元
  经营主体 应当 分红
"""
DAY = date(2023, 6, 1)


def household(name, shares, floor="0元", member=True):
    return {"name": name, "shares": shares, "floor_return": floor, "member": member}


RECORDS = {
    "P-1": {
        "id": "P-1",
        "net_income": "200.01元",
        "households": [
            household("甲", 1, "10元"),
            household("乙", 3),
            household(None, 2, member=False),
        ],
    },
    "P-2": {"id": "P-2", "net_income": "9元", "households": [household("丙", 1, "10元")]},
    "P-3": {"id": "P-3", "net_income": "9元", "households": [household("丁", None)]},
}


@pytest.fixture(scope="module")
def policy():
    return lr.loads({"dividends.pol": TEXT})


@pytest.fixture(scope="module")
def judged(policy):
    shape = policy.package.record_types["Project"]
    entries = [Entry(Phrase(name, name), "1", record) for name, record in RECORDS.items()]
    return dict(zip(RECORDS, review(policy, shape, entries, DAY), strict=True))


def test_a_decision_tells_who_has_what_and_why(policy):
    shares = policy.evaluate(RECORDS["P-1"], as_of=DAY).shares["收益分配"]
    assert (shares.total, shares.bases, shares.paid) == (20001 / 2, 1000, 10000)
    assert shares.undistributed * 2 == 1
    assert [(one.name.zh, one.share, one.takes_part) for one in shares.entries] == [
        ("甲", 3250, True),
        ("乙", 6750, True),
        ("农户们第3项", 0, False),
    ]
    assert [one.path for one in shares.entries][-1] == "households[2]"
    assert [note.zh for note in shares.notes] == ["余0.005元不足一个单位，不再分配。"]


def test_bases_above_the_total_are_told(policy):
    shares = policy.evaluate(RECORDS["P-2"], as_of=DAY).shares["dividends"]
    assert shares.paid == 1000
    assert [note.zh for note in shares.notes] == [
        "先付合计10元，超过总额4.5元：先付照付，按权重无可分。"
    ]


def test_why_no_share_is_known_is_told_and_what_is_missing(policy):
    decision = policy.evaluate(RECORDS["P-3"], as_of=DAY)
    shares = decision.shares["dividends"]
    assert not shares.are_known
    assert shares.entries[0].share is None
    assert shares.missing == ("households[0].shares",) == decision.missing
    assert [note.zh for note in shares.notes] == ["各份均未知：有一项的权重未知。"]
    assert "各份均未知：有一项的权重未知。" in decision.explain("dividends")


@pytest.mark.parametrize("name", RECORDS)
def test_the_document_is_what_the_schema_says(policy, name):
    decision = policy.evaluate(RECORDS[name], as_of=DAY)
    whole = json.loads(decision.to_json())
    jsonschema.validate(whole, schema())
    told = whole["shares"]["dividends"]
    assert [entry["share"] for entry in told["entries"]] == [
        one.share for one in decision.shares["dividends"].entries
    ]
    assert decision.to_dict(["shares"])["shares"] == whole["shares"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_text_and_page_have_a_table_of_the_shares(policy, language):
    decision = policy.evaluate(RECORDS["P-1"], as_of=DAY)
    share = {"en": "32.5 yuan", "zh": "32.5元"}[language]
    assert share in decision.to_text(language)
    assert 'id="shares-dividends"' in decision.to_html(language)


def test_the_opinion_has_a_sheet_of_shares(judged, policy):
    shape = policy.package.record_types["Project"]
    question = Question(policy, shape, DAY, DAY)
    paper = document(judged["P-1"], opinion(judged["P-1"]), question)
    (section,) = [one for one in paper.sections if one.name == "shares"]
    assert section.heading.zh == "收益分配"
    (grid,) = [block for block in section.blocks if isinstance(block, Grid)]
    assert [cell.zh for cell in grid.headings] == ["分配对象", "先付", "权重", "按权重", "合计"]
    assert [[cell.zh for cell in row] for row in grid.rows] == [
        ["甲", "10元", "1", "22.5元", "32.5元"],
        ["乙", "0元", "3", "67.5元", "67.5元"],
        ["农户们第3项", "0元", "0", "0元", "0元"],
        ["总计", "10元", "", "90元", "100元"],
    ]


def test_the_workbook_has_a_sheet_of_shares(run, tmp_path):
    (tmp_path / "dividends.pol").write_text(TEXT, "utf-8")
    (tmp_path / "projects.json").write_text(json.dumps([*RECORDS.values()]), "utf-8")
    out = tmp_path / "review.xlsx"
    asked = (tmp_path / "dividends.pol", tmp_path / "projects.json", "--as-of", DAY)
    result = run("review", *asked, "--out", out, language="zh")
    assert out.exists(), result.stderr
    head, *rows = openpyxl.load_workbook(out)["分配表"].iter_rows(values_only=True)
    assert head[1:] == (
        *("编号", "名称", "分配", "分配对象", "先付", "权重", "按权重", "合计", "说明"),
    )
    told = [(row[1], *row[4:9]) for row in rows]
    assert told == [
        ("P-1", "甲", "10元", "1", "22.5元", "32.5元"),
        ("P-1", "乙", "0元", "3", "67.5元", "67.5元"),
        ("P-1", "农户们第3项", "0元", "0", "0元", "0元"),
        ("P-1", "总计", "10元", None, "90元", "100元"),
        ("P-2", "丙", "10元", "1", "0元", "10元"),
        ("P-2", "总计", "10元", None, "0元", "10元"),
        ("P-3", "丁", "0元", "未知", "未知", "未知"),
        ("P-3", "总计", "0元", None, "未知", "未知"),
    ]
    assert rows[0][-1] == "甲：32.5元（先付10元，按权重1分得22.5元）"
    assert rows[3][-1].startswith("总额100.005元，精确到0.01元")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", "分给“农户们”中符合“h.成员”的"),
        ("en", "distributes “net_income * 50%” among “households” where “h.member”"),
    ],
)
def test_plain_words_say_what_is_distributed(policy, language, words):
    fact = policy.package.facts["dividends"]
    assert words in in_plain_words(fact, policy.package, language)
