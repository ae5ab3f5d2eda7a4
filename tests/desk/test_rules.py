"""What the place “Rules” is told: the text, what examples show, forms, decisions, drafts, new
policies."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Answer, Task
from linkage_rules.desk.rules import METHODS
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.presenting.endings import RefusedError

CANAL = """青禾县小型水渠修缮补助办法

一、申请

村集体修缮本村小型水渠的，可以申请补助。列入失信名单的村集体，不得申请补助，但信用已经修复的除外。

二、核查

乡镇政府应当自受理之日起20日内完成核查。水渠没有通水的，核查不得定为合格。

三、支付

核查合格的，县水利局应当自核查之日起5个工作日内，支付补助。

四、施行

本办法自2024年3月1日起施行，至2026年12月31日止。
"""

IN_FORCE = {"first": "2024-03-01", "last": "2026-12-31"}


def ask(desk: Desk, method: str, /, **asked: Any) -> Any:
    """What a question is answered."""
    how = METHODS[f"desk/rules/{method}"]
    if isinstance(how, Answer):
        return how.make(desk, asked)
    return how.make(desk, asked, Task(lambda done, total, words: None))


@pytest.fixture
def canal(desk: Desk) -> Desk:
    """A desk on which a policy was begun from a pasted text."""
    ask(desk, "begin", name="canal", title="", record="申请", text=CANAL, **IN_FORCE)
    return desk


def typed(desk: Desk, name: str, text: str) -> None:
    """Have a file of the folder open, with a text that is not saved."""
    path = desk.workbench.path(name)
    desk.session.open(path, path.as_uri(), text, 1)


def added(desk: Desk, name: str, text: str) -> None:
    """Type something at the end of a file."""
    path = desk.workbench.path(name)
    open_ = desk.session.opened.get(path)
    before = open_.document.written if open_ else path.read_text("utf-8")
    typed(desk, name, f"{before}\n{text}")


def nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for part in node.get("parts", ()):
        yield from nodes(part)


# The text


def test_every_sentence_says_how_it_is_accounted_for_and_what_rests_on_it(desk: Desk) -> None:
    told = ask(desk, "overview", policy="xiangtan_2022")
    sentences, rules = told["text"]["sentences"], told["text"]["rules"]
    assert {one["standing"] for one in sentences} == {"cited", "accounted", "heading", "formal"}
    cited = next(one for one in sentences if one["standing"] == "cited")
    assert cited["text"] == "".join(stretch["text"] for stretch in cited["stretches"])
    at = rules[cited["rules"][0]]["at"]
    lines = (desk.workbench.folder / at["path"]).read_text("utf-8").splitlines()
    assert rules[cited["rules"][0]]["title"].split("（")[0].split()[-1] in lines[at["line"] - 1]


def test_the_text_is_there_while_the_rules_have_a_fault(canal: Desk) -> None:
    added(canal, "canal/10_records.pol", "规范")
    told = ask(canal, "overview", policy="canal")
    assert told["problems"]
    assert told["first"]
    assert [s["text"] for s in told["text"]["sentences"]][:2] == [
        "青禾县小型水渠修缮补助办法",
        "申请",
    ]


# What examples show


def test_an_example_turns_red_and_green_as_the_text_is_typed(desk: Desk) -> None:
    ask(desk, "copy", bundled="bundled:example_award", name="award")
    name = "award/30_amounts.pol"
    before = ask(desk, "examples", policy="award", path=name)
    assert before["examples"]
    assert all(one["passed"] for one in before["examples"])
    text = (desk.workbench.folder / name).read_text("utf-8")
    first = before["examples"][0]["title"]
    at = text.index("期望 ", text.index(f'示例 "{first}"')) + len("期望 ")
    end = text.index("\n", at)
    typed(desk, name, f"{text[:at]}非 （{text[at:end]}）{text[end:]}")
    after = ask(desk, "examples", policy="award", path=name)
    failed = next(one for one in after["examples"] if one["title"] == first)
    assert not failed["passed"]
    assert failed["failures"][0]["expected"]
    assert failed["failures"][0]["found"]
    assert failed["failures"][0]["at"]["path"] == name


def test_norms_tell_in_how_many_examples_they_had_which_status(desk: Desk) -> None:
    ask(desk, "copy", bundled="bundled:example_award", name="award")
    counts = ask(desk, "examples", policy="award")["norms"]
    assert counts
    assert all(sum(s["count"] for s in one["statuses"]) for one in counts)


# Records


def test_a_form_has_every_field_with_what_leaving_it_out_means(desk: Desk) -> None:
    told = ask(desk, "form", policy="xiangtan_2022", type="Project")
    fields = {one["name"]: one for one in told["types"]["Project"]["fields"]}
    assert fields["id"]["required"]
    assert fields["id"]["kind"] == "text"
    assert fields["funds"]["kind"] == "list"
    inner = fields["funds"]["element"]
    assert inner == {"kind": "record", "type": "Fund"}
    assert "Fund" in told["types"]
    kinds = {one["kind"] for shape in told["types"].values() for one in shape["fields"]}
    assert kinds >= {"yes_no", "money", "date", "enum", "text", "list"}
    blanks = {f["blank"] for shape in told["types"].values() for f in shape["fields"]}
    assert "从未" in blanks
    assert None in blanks


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ({}, ["id"]),
        ({"id": "1", "funds": [{"amount": "12.345元"}]}, ["funds", 0, "amount"]),
        ({"id": "1", "operating": "也许"}, ["operating"]),
        ({"id": "1", "unheard_of": 1}, ["unheard_of"]),
    ],
    ids=["required", "in a list", "no yes", "no field"],
)
def test_what_is_wrong_with_a_record_is_told_at_its_field(
    desk: Desk, record: dict[str, Any], path: list[str | int]
) -> None:
    asked = {"policy": "xiangtan_2022", "type": "Project", "as_of": "2023-05-01"}
    told = ask(desk, "judge", record=record, **asked)
    assert told["decision"] is None
    assert path in [one["path"] for one in told["problems"]]
    assert all(one["words"] and one["expected"] for one in told["problems"])


def test_reasons_unfold_to_the_field_the_line_and_the_sentence(desk: Desk) -> None:
    record = {
        "id": "P-1",
        "operating": True,
        "mechanism_established": False,
        "funds": [{"type": "bridging_subsidy", "amount": "60万元"}],
    }
    asked = {"policy": "xiangtan_2022", "type": "Project", "as_of": "2023-05-01"}
    told = ask(desk, "judge", record=record, **asked)["decision"]
    entry = next(one for one in told["actions"] if one["name"] == "enter_library")
    assert entry["tone"] == "bad"
    below = [*nodes(entry["reasons"])]
    assert any(one.get("field") == "mechanism_established" for one in below)
    assert any("at" in one for one in below)
    cited = next(one["citation"] for one in below if "citation" in one)
    text = ask(desk, "overview", policy="xiangtan_2022")["text"]["sentences"]
    said = "".join(text[number - 1]["text"] for number in cited["sentences"])
    assert cited["quote"] in said


@pytest.mark.parametrize("day", ["", "2024-02-30", "明天"])
def test_a_day_that_is_none_is_refused_in_words(desk: Desk, day: str) -> None:
    with pytest.raises(RefusedError, match="2024-06-03"):
        ask(desk, "judge", policy="xiangtan_2022", type="Project", as_of=day, record={"id": "1"})


def test_a_record_becomes_an_example_that_passes(desk: Desk) -> None:
    into = "example_county/20_execution.pol"
    asked = {"policy": "example_county", "type": "Project", "as_of": "2023-05-01", "into": into}
    record = {"id": "P-1", "operating": True}
    offered = ask(desk, "example", record=record, title="新示例", chosen=[], **asked)["expects"]
    assert offered
    made = ask(desk, "example", record=record, title="新示例", chosen=offered[:2], **asked)["text"]
    assert made.count("期望") == 2
    added(desk, into, made)
    tried = ask(desk, "examples", policy="example_county", path=into)
    assert {one["title"]: one["passed"] for one in tried["examples"]}["新示例"]


# A new policy


def test_a_pasted_text_becomes_a_policy_without_problems(canal: Desk) -> None:
    told = ask(canal, "overview", policy="canal")
    assert told["problems"] == 0
    assert told["label"] == "青禾县小型水渠修缮补助办法"
    head = (canal.workbench.folder / "canal/00_policy.pol").read_text("utf-8")
    assert "施行 2024年3月1日 至 2026年12月31日" in head
    words = (canal.workbench.folder / "canal/10_records.pol").read_text("utf-8")
    assert "主体 乡镇政府" in words
    assert "主体 县水利局" in words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_for_a_new_policy_is_as_the_formatter_has_it(
    desk: Desk, language: Any
) -> None:
    desk.session.language = language
    ask(desk, "begin", name="canal", title="", record="申请", text=CANAL, **IN_FORCE)
    for name in ("00_policy.pol", "10_records.pol", "20_rules.pol"):
        text = (desk.workbench.folder / "canal" / name).read_text("utf-8")
        assert _formatted(text, language) == text


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": "../canal"}, "小写英文字母"),
        ({"name": "水渠"}, "小写英文字母"),
        ({"name": "vocabulary"}, "已有文件夹"),
        ({"record": " "}, "审核的是什么"),
        ({"first": "2024-03-01", "last": "2024-02-29"}, "早于施行日期"),
        ({"last": "2024-02-29"}, "请填写施行日期"),
    ],
    ids=["outside", "not ascii", "there already", "no record", "backwards", "no first day"],
)
def test_what_cannot_be_begun_is_refused_and_leaves_nothing(
    desk: Desk, given: dict[str, str], why: str
) -> None:
    before = sorted(desk.workbench.folder.rglob("*"))
    usual = {"name": "canal", "title": "", "record": "申请", "text": CANAL}
    with pytest.raises(RefusedError) as refused:
        ask(desk, "begin", **{**usual, **given})
    assert why in refused.value.words.zh
    assert sorted(desk.workbench.folder.rglob("*")) == before


def test_what_is_wrong_with_a_pasted_text_is_told(desk: Desk) -> None:
    told = ask(desk, "recognise", text="一、甲。\n\n三、丙。\n")
    assert told["problems"]
    assert "三" in told["problems"][0]
    assert ask(desk, "recognise", text=CANAL)["parties"] == ["乡镇政府", "县水利局"]


@pytest.mark.parametrize(
    ("said", "first", "last", "remarked"),
    [
        ("自2024年3月1日起施行，至2026年12月31日止", "2024-03-01", "2026-12-31", ""),
        ("自2024年3月1日起施行至2026年12月31日", "2024-03-01", "2026-12-31", ""),
        ("自2024年3月1日起施行，有效期至2026年12月31日", "2024-03-01", "2026-12-31", ""),
        ("自2024年3月1日起至2026年12月31日止执行", "2024-03-01", "2026-12-31", ""),
        ("有效期自2024年3月1日至2026年12月31日", "2024-03-01", "2026-12-31", ""),
        ("从 2024 年 3 月 1 日起正式施行", "2024-03-01", None, ""),
        ("自２０２４年３月１日起施行", "2024-03-01", None, ""),
        ("自二〇二四年十二月二十一日起施行", "2024-12-21", None, ""),
        ("自2024年3月1日起施行，有效期三年", "2024-03-01", "2027-02-28", "有效期三年"),
        ("自2024年1月1日起施行。有效期为5年", "2024-01-01", "2028-12-31", "有效期为5年"),
        ("有效期 2 年，自2024年1月1日起施行", "2024-01-01", "2025-12-31", "有效期 2 年"),
        ("自2024年2月29日起施行，试行一年", "2024-02-29", "2025-02-28", "试行一年"),
        ("自2024年8月31日起执行，有效期限六个月", "2024-08-31", "2025-02-28", "六个月"),
        ("自2024年3月1日起施行，有效期两年", "2024-03-01", "2026-02-28", "有效期两年"),
        ("自2024年3月1日起施行", "2024-03-01", None, ""),
        ("自2024年3月1日起施行，有效期九百年", "2024-03-01", None, ""),
        ("自2024年3月1日起施行，有效期2年零6个月", "2024-03-01", None, ""),
        ("自2024年3月1日起施行，实施三年行动计划", "2024-03-01", None, ""),
        ("自2024年3月1日起施行。申请受理至2025年1月1日止", "2024-03-01", None, ""),
        ("自2024年2月30日起施行", None, None, ""),
        ("自发布之日起施行，有效期五年", None, None, "没有写明日期"),
        ("自印发之日起30日后施行，有效期至2026年12月31日", None, "2026-12-31", "没有写明日期"),
        ("自2024年3月1日起施行，补贴自2025年1月1日起执行", None, None, "几处"),
        ("由县水利局解释", None, None, ""),
    ],
)
def test_the_days_in_force_are_read_as_they_are_said_and_what_is_not_said_is_asked_for(
    desk: Desk, said: str, first: str | None, last: str | None, remarked: str
) -> None:
    told = ask(desk, "recognise", text=f"办法\n\n一、施行\n\n本办法{said}。\n")
    assert (told["first"], told["last"]) == (first, last)
    assert remarked in (told["remark"] or "")
    assert (remarked == "") == (told["remark"] is None)


def test_what_is_shown_of_the_days_in_force_is_what_is_written(desk: Desk) -> None:
    given = {"title": "", "record": "申请", "text": CANAL}
    ask(desk, "begin", name="ends", first="2024-03-01", last="2027-02-28", **given)
    ask(desk, "begin", name="open", first="", last="", **given)
    head = "{}/00_policy.pol"
    heads = [desk.workbench.read(head.format(one)).text for one in ("ends", "open")]
    assert "施行 2024年3月1日 至 2027年2月28日" in heads[0]
    assert "施行 2" not in heads[1]


def test_a_shipped_policy_is_copied_whole(desk: Desk) -> None:
    ask(desk, "copy", bundled="bundled:example_award", name="award")
    assert ask(desk, "overview", policy="award")["problems"] == 0


# Drafts


def _sentence(desk: Desk, words: str, policy: str = "canal") -> dict[str, Any]:
    """What a sentence is asked for by."""
    sentences = ask(desk, "overview", policy=policy)["text"]["sentences"]
    found = next(one for one in sentences if words in one["text"])
    return {"sentence": found["number"], "words": found["text"]}


DRAFTS = [
    (
        "完成核查",
        "行为 完成核查 关于 申请\n  完成之日 「填：“完成核查”的日期」\n\n"
        "规范 乡镇政府应当完成核查 对于 申请\n"
        '  依据 二 "乡镇政府应当自受理之日起20日内完成核查"\n'
        "  限期 「填：受理之日」 之后 20天\n"
        "  乡镇政府 应当 完成核查\n",
    ),
    (
        "定为合格",
        "行为 定为合格 关于 申请\n  完成于 「填：怎样看出已经“定为合格”」\n\n"
        "规范 「填：起一个简短的名称」 对于 申请\n"
        '  依据 二 "水渠没有通水的，核查不得定为合格"\n'
        "  当 「填：水渠没有通水」\n"
        "  「填：谁」 不得 定为合格\n",
    ),
    (
        "支付补助",
        "行为 支付补助 关于 申请\n  完成之日 「填：“支付补助”的日期」\n\n"
        "规范 县水利局应当支付补助 对于 申请\n"
        '  依据 三 "核查合格的，县水利局应当自核查之日起5个工作日内，支付补助"\n'
        "  当 「填：核查合格」\n"
        "  限期 「填：核查之日」 之后 5个工作日\n"
        "  县水利局 应当 支付补助\n",
    ),
]


@pytest.mark.parametrize(("words", "draft"), DRAFTS, ids=[words for words, _ in DRAFTS])
def test_a_sentence_becomes_a_draft_whose_gaps_the_checker_tells(
    canal: Desk, words: str, draft: str
) -> None:
    assert ask(canal, "draft", **_asked(canal, words))["text"] == draft
    added(canal, "canal/10_records.pol", draft)
    problems = canal.loaded("canal").diagnostics
    assert {one.code for one in problems} == {"POL-210"}
    assert len(problems) == draft.count("「填：")


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ("自竣工之日起60日内", "「填：竣工之日」 之后 60天"),
        ("在竣工之日起60日内", "「填：竣工之日」 之后 60天"),
        ("于收到申请后5个工作日内", "「填：收到申请」 之后 5个工作日"),
        ("在公示期满之后的三十日内", "「填：公示期满」 之后 30天"),
        ("从批准之日起十五个工作日之内", "「填：批准之日」 之后 15个工作日"),
        ("自立项之日起二年内", "「填：立项之日」 之后 2年"),
    ],
)
def test_by_when_something_is_due_is_read_in_the_ways_it_is_said(
    desk: Desk, said: str, limit: str
) -> None:
    ask(
        desk,
        "begin",
        name="limits",
        title="",
        record="申请",
        text=f"一、期限\n\n申请人应当{said}提出申请。\n",
    )
    asked = {"policy": "limits", "type": "申请", "into": "limits/20_rules.pol"}
    draft = ask(desk, "draft", **asked, **_sentence(desk, "申请人", "limits"))["text"]
    assert f"  限期 {limit}\n  申请人 应当 提出申请\n" in draft


@pytest.mark.parametrize("language", ["zh", "en"])
def test_drafts_are_as_the_formatter_has_them(desk: Desk, language: Any) -> None:
    desk.session.language = language
    ask(desk, "begin", name="canal", title="", record="申请", text=CANAL, **IN_FORCE)
    for words, _ in DRAFTS:
        draft = ask(desk, "draft", **_asked(desk, words))["text"]
        assert _formatted(draft, language) == draft


def _asked(desk: Desk, words: str) -> dict[str, Any]:
    """What the page says of a sentence that a rule is to be written for."""
    of = {"policy": "canal", "type": "申请", "into": "canal/20_rules.pol"}
    return {**of, **_sentence(desk, words)}


def test_what_is_written_into_a_file_is_in_its_language_whatever_the_page_speaks(
    canal: Desk,
) -> None:
    """The file of the rules holds no declaration yet, so what the policy is written in counts."""
    canal.session.language = "en"
    asked = _asked(canal, "水渠没有通水")
    rule = ask(canal, "draft", **asked)["text"]
    assert _formatted(rule, "zh") == rule
    assert "「填：谁」" in rule
    statement = ask(canal, "draft", because="x", **asked)["text"]
    assert statement.startswith("陈述 ")
    added(canal, "canal/20_rules.pol", 'norm n for 申请\n  when 编号 = "1"\n  乡镇政府 must 通水\n')
    assert ask(canal, "draft", because="x", **asked)["text"].startswith("statement ")
    asked["into"] = "canal/10_records.pol"
    assert ask(canal, "draft", because="x", **asked)["text"].startswith("陈述 ")


def test_a_sentence_that_is_no_rule_becomes_a_statement(canal: Desk) -> None:
    sentence = _sentence(canal, "自2024年3月1日起施行")
    asked = {"policy": "canal", "into": "canal/10_records.pol", **sentence}
    made = ask(canal, "draft", because="写在施行日期里", **asked)
    added(canal, "canal/10_records.pol", made["text"])
    told = ask(canal, "overview", policy="canal")
    assert told["problems"] == 0
    assert told["text"]["sentences"][sentence["sentence"] - 1]["standing"] == "accounted"


def test_no_other_sentence_is_drafted_where_the_text_was_changed_since(canal: Desk) -> None:
    asked = _asked(canal, "自2024年3月1日起施行")
    typed(canal, "canal/source.txt", CANAL.replace("一、", "总说明。\n\n一、", 1))
    with pytest.raises(RefusedError, match="not in the text any more"):
        ask(canal, "draft", because="写在施行日期里", **asked)


def _formatted(text: str, language: Any) -> str:
    return print_file(parse(SourceFile("a.pol", text))[0], language)
