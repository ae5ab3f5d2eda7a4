"""Claims about the clauses and sentences of official texts, on two whole ones."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.sources import Clause, ClauseTree, SentenceKind, clause_tree
from linkage_rules.sources.folding import fold

ROOT = Path(__file__).resolve().parents[2]
XIANGTAN = (ROOT / "policies" / "xiangtan_2022" / "source.txt").read_text("utf-8")
ARTICLES = (Path(__file__).parent / "articles.txt").read_text("utf-8")
XIANGTAN_TREE = clause_tree(XIANGTAN)
ARTICLES_TREE = clause_tree(ARTICLES)

NORMATIVE_SENTENCES = {
    "序": 1,
    "一": 5,
    "二.(一).1": 3,
    "二.(一).2": 5,
    "二.(一).3": 4,
    "二.(一).4": 3,
    "二.(二).1": 1,
    "二.(二).2": 3,
    "二.(二).3": 2,
    "二.(三)": 3,
    "三.1": 2,
    "三.2": 2,
    "三.3": 4,
    "三.4": 2,
}

HEADINGS = {
    "一": "总体要求",
    "二": "重点工作",
    "二.(一)": "培育壮大联农带农主体",
    "二.(一).1": "培育壮大农业经营主体。",
    "二.(一).2": "加强产业园区建设。",
    "二.(一).3": "增强村集体经济组织发展活力。",
    "二.(一).4": "支持就业帮扶车间升级发展。",
    "二.(二)": "建立紧密的利益联结机制",
    "二.(二).1": "带动农户发展生产。",
    "二.(二).2": "吸纳农村劳动力稳定就业。",
    "二.(二).3": "促进农户共享资产收益。",
    "二.(三)": "落实帮扶项目联农带农责任",
    "三": "保障措施",
    "三.1": "加强统筹协调。",
    "三.2": "加强资金整合。",
    "三.3": "强化监督管理。",
    "三.4": "注重宣传引导。",
}


def clause(tree: ClauseTree, path: str) -> Clause:
    found = tree.clause(path)
    assert found is not None
    return found


def outline(text: str) -> list[tuple[str, int, SentenceKind, str]]:
    """What a tree says about a text, apart from where it stands."""
    return [(s.clause, s.number, s.kind, s.text) for s in clause_tree(text).sentences]


def test_the_clauses_of_the_document_are_its_preamble_its_numbers_and_its_issuing_line() -> None:
    paths = [c.path for c in XIANGTAN_TREE.clauses]
    assert paths == ["序", *HEADINGS, "尾"]


def test_every_numbered_clause_of_the_document_has_its_heading_and_no_other_clause_has_one() -> (
    None
):
    headings = {c.path: c.heading for c in XIANGTAN_TREE.clauses if c.heading}
    assert headings == HEADINGS


def test_the_normative_sentences_of_each_clause_are_counted() -> None:
    normative = (s for s in XIANGTAN_TREE.sentences if s.kind is SentenceKind.NORMATIVE)
    assert Counter(sentence.clause for sentence in normative) == NORMATIVE_SENTENCES


def test_of_the_letter_only_the_preamble_is_normative() -> None:
    described = [(s.number, s.kind.value, s.text[:8]) for s in XIANGTAN_TREE.roots[0].sentences]
    assert described == [
        (1, "heading", "关于进一步健全完"),
        (2, "formal", "各县市区（园区）"),
        (3, "formal", "现将《关于进一步"),
        (4, "formal", "中共湘潭市委农村"),
        (5, "formal", "2022年12月"),
        (6, "normative", "为进一步健全完善"),
    ]


def test_the_issuing_line_is_the_closing_clause_and_formal() -> None:
    closing = clause(XIANGTAN_TREE, "尾")
    assert [(s.kind, s.text, s.span.first_line) for s in closing.sentences] == [
        (SentenceKind.FORMAL, "中共湘潭市委农村工作领导小组办公室2022年12月7日印发", 50)
    ]


def test_white_space_inside_numbers_is_gone_from_a_sentence_and_kept_in_the_text() -> None:
    sentence = clause(XIANGTAN_TREE, "一").sentences[4]
    assert sentence.text == (
        "至2025年，力争每个脱贫村至少有1家、农业龙头企业、农民专业合作社或家庭农场有效运转，"
        "带动农户发展产业。"
    )
    assert "至 2025 年，" in XIANGTAN[sentence.span.start : sentence.span.end]
    assert (sentence.span.first_line, sentence.span.last_line) == (14, 14)


def test_a_semicolon_does_not_end_a_sentence() -> None:
    sentence = clause(XIANGTAN_TREE, "三.3").sentences[2]
    assert sentence.number == 2
    assert sentence.text.startswith("使用帮扶资金的经营性项目，在纳入")
    assert sentence.text.endswith(
        "不得纳入项目库；未建立联农带农机制的经营性帮扶项目，不得审批实施。"
    )


def test_articles_keep_their_own_path_and_their_paragraphs_hold_the_items() -> None:
    assert [c.path for c in ARTICLES_TREE.clauses] == [
        "序",
        "第一章",
        "第一条",
        "第二条",
        "第二条.第一款",
        "第二条.第二款",
        "第二章",
        "第二章.第一节",
        "第三条",
        "第三条.第一款",
        "第三条.第一款.(一)",
        "第三条.第一款.(二)",
        "第三条.第一款.(三)",
        "第三条.第一款.(四)",
        "第三条.第二款",
        "第三条.第二款.(一)",
        "第三条.第二款.(二)",
        "第三条.第二款.(二).1",
        "第三条.第二款.(二).2",
        "第三条.第三款",
        "第二章.第二节",
        "第四条",
        "第三章",
        "第五条",
        "尾",
    ]


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("第一章", ["总则"]),
        ("第一条", ["为了规范联农带农帮扶项目管理，促进农户持续增收，制定本办法。"]),
        ("第二条第二款", ["法律、法规另有规定的，依照第五条规定的程序办理。"]),
        ("第三条第一款", ["项目有下列情形之一的，不得纳入项目库："]),
        ("第三条第一款第（三）项", ["项目资产权属不清的；"]),
        ("第三条.第一款.(四)", ["投入在1.5亿元以上且未经论证的。"]),
        ("第三条.第二款", ["前款第（一）项所称机制，是指以下列方式之一形成的利益联结："]),
        ("第三条.第三款", ["一、二、三产业融合的项目，适用前款规定。"]),
        (
            "第4条",
            ["县级主管部门应当在15个工作日内完成审核。", "逾期未完成的，应当说明理由。"],
        ),
        ("第五条", ["本办法自2023年4月1日起施行，有效期5年。"]),
    ],
)
def test_a_clause_of_the_articles_says(path: str, texts: list[str]) -> None:
    assert [sentence.text for sentence in clause(ARTICLES_TREE, path).sentences] == texts


def test_an_item_may_be_named_without_its_paragraph_only_if_there_is_one_such_item() -> None:
    assert clause(ARTICLES_TREE, "第三条.(三)").path == "第三条.第一款.(三)"
    assert clause(ARTICLES_TREE, "第三条.(二).2").path == "第三条.第二款.(二).2"
    assert ARTICLES_TREE.clause("第三条.(一)") is None


def test_an_article_with_one_paragraph_holds_its_items_itself() -> None:
    tree = clause_tree("第一条 有下列情形之一的：\n（一）甲；\n（二）乙。\n第二条 丙。")
    assert [c.path for c in tree.clauses] == [
        "第一条",
        "第一条.(一)",
        "第一条.(二)",
        "第二条",
    ]


def test_an_article_may_have_its_heading_on_a_line_of_its_own() -> None:
    tree = clause_tree("第一条 适用范围\n本市适用。\n第二条 定义\n甲是乙。\n丙是丁。")
    described = [(s.clause, s.kind.value, s.text) for s in tree.sentences]
    assert described == [
        ("第一条", "heading", "适用范围"),
        ("第一条", "normative", "本市适用。"),
        ("第二条", "heading", "定义"),
        ("第二条.第一款", "normative", "甲是乙。"),
        ("第二条.第二款", "normative", "丙是丁。"),
    ]


def test_the_opening_and_the_closing_of_the_articles_ask_nothing_of_anybody() -> None:
    described = [
        (s.clause, s.kind.value, s.text)
        for s in ARTICLES_TREE.sentences
        if s.clause in ("序", "尾")
    ]
    assert described == [
        ("序", "heading", "联农带农帮扶项目管理办法（试行）"),
        ("序", "formal", "（2023年3月1日市农业农村局局务会议通过）"),
        ("尾", "formal", "附件：1.联农带农机制登记表"),
        ("尾", "formal", "2.项目入库审核表"),
        ("尾", "formal", "某市农业农村局"),
        ("尾", "formal", "2023年3月15日"),
    ]


def test_what_an_attachment_demands_still_has_to_be_accounted_for() -> None:
    tree = clause_tree("一、要求。改善机制。\n附件：1.登记表\n\n填表人应当签字。")
    described = [(s.clause, s.kind.value, s.text) for s in tree.sentences[2:]]
    assert described == [
        ("附件", "formal", "附件：1.登记表"),
        ("附件", "normative", "填表人应当签字。"),
    ]


def paths_and_kinds(text: str) -> list[tuple[str, str, str]]:
    return [(s.clause, s.kind.value, s.text) for s in clause_tree(text).sentences]


@pytest.mark.parametrize(
    ("below", "found"),
    [
        # Titles up to the end of the letter are a list.
        (
            "附件：1. 申报表\n      2. 汇总表\n\n某局\n2024年1月2日",
            [
                ("尾", "formal", "附件：1.申报表"),
                ("尾", "formal", "2.汇总表"),
                ("尾", "formal", "某局"),
                ("尾", "formal", "2024年1月2日"),
            ],
        ),
        ("附件：\n1. 申报表\n2. 汇总表", [
            ("尾", "formal", "附件："), ("尾", "formal", "1.申报表"), ("尾", "formal", "2.汇总表"),
        ]),
        # What says how much, or what must be, is a standard.
        ("附件：\n1. 每户补助5000元\n2. 每人3次", [
            ("附件", "formal", "附件："),
            ("附件.1", "normative", "每户补助5000元"),
            ("附件.2", "normative", "每人3次"),
        ]),
        ("附件：项目单位不得挪用资金", [("附件", "normative", "附件：项目单位不得挪用资金")]),
        # A list, the end of the letter, and then the attachments themselves.
        (
            "附件：1. 标准\n\n某局\n2024年1月2日\n\n附件1\n补助标准\n一、种植\n1. 每亩500元\n"
            "附件2：\n第一条 应当公示。\n抄送：县财政局",
            [
                ("尾", "formal", "附件：1.标准"),
                ("尾", "formal", "某局"),
                ("尾", "formal", "2024年1月2日"),
                ("附件1", "formal", "附件1"),
                ("附件1", "heading", "补助标准"),
                ("附件1.一", "heading", "种植"),
                ("附件1.一.1", "normative", "每亩500元"),
                ("附件2", "formal", "附件2："),
                ("附件2.第一条", "normative", "应当公示。"),
                ("尾", "formal", "抄送：县财政局"),
            ],
        ),
    ],
)  # fmt: skip
def test_attachments_are_told_from_their_list(
    below: str, found: list[tuple[str, str, str]]
) -> None:
    assert paths_and_kinds(f"一、要求。改善机制。\n\n{below}")[2:] == found


def test_an_inserted_article_is_an_article_and_a_reference_to_it_is_none() -> None:
    text = (
        "第三条 项目应当公示。\n第四条 不得挪用。\n"
        "第四条之一 可以预拨。\n第四条之二 预拨不得超过三成。\n"
        "第五条 按照第四条之一规定，\n第四条之一所称预拨，是指提前拨付；\n第四条之规定，另行通知。"
    )
    tree = clause_tree(text)
    assert [clause.path for clause in tree.clauses] == [
        "第三条", "第四条", "第四条之一", "第四条之二", "第五条",
    ]  # fmt: skip
    inserted = tree.clause("第４条之1")
    assert inserted is not None
    assert inserted.sentences[0].text == "可以预拨。"


@pytest.mark.parametrize("heading", ["附则", "附　则", "总 则", "罚则", "分则"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_bare_heading_belongs_to_no_article_before_it(heading: str, gap: str) -> None:
    text = f"第一章 管理\n第一条 应当公示。{gap}{heading}{gap}第二条 自印发之日起施行。"
    bare = "".join(heading.split())
    assert paths_and_kinds(text) == [
        ("第一章", "heading", "管理"),
        ("第一条", "normative", "应当公示。"),
        (bare, "heading", bare),
        ("第二条", "normative", "自印发之日起施行。"),
    ]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("1.加强协调。各地落实。", ["heading", "normative"]),
        ("1.加强协调。", ["normative"]),
        ("1.不得挪用资金。违者整改。", ["normative", "normative"]),
        ("1.经营主体带动农户，签订协议。按年分红。", ["normative", "normative"]),
        ("1.支持对象：\n(1)农户。", ["normative", "normative"]),
        ("（一）龙头企业\n（二）合作社", ["normative", "normative"]),
        ("（一）提高站位，加强领导\n\n各地落实。", ["heading", "normative"]),
        ("1.加强协调。各地落实。\n\n————————", ["heading", "normative", "formal"]),
        ("第一条 农户可申请。村里公示。", ["normative", "normative"]),
    ],
)
def test_a_heading_is_what_heads_a_clause_and_makes_no_norm(text: str, kinds: list[str]) -> None:
    assert [sentence.kind.value for sentence in clause_tree(text).sentences] == kinds


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("1.甲。\n（一）乙。\n（二）丙。\n2.丁。", "1 1.(一) 1.(二) 2"),
        ("一、甲。\n1.乙。\n二、丙。\n（一）丁。\n1.戊。", "一 一.1 二 二.(一) 二.(一).1"),
        (
            "一．甲。\n(一)乙。\n１．丙。\n（1）丁。\n2)戊。",
            "一 一.(一) 一.(一).1 一.(一).1.(1) 一.(一).1.(2)",
        ),
        (
            "第一编 甲\n第一章 乙\n第一条 丙。\n第二编 丁\n第一章 戊",
            "第一编 第一编.第一章 第一条 第二编 第二编.第一章",
        ),
        (
            "第一章 甲\n第一条 乙。\n第二章 丙\n第一节 丁\n第二条 戊。\n第三章 己",
            "第一章 第一条 第二章 第二章.第一节 第二条 第三章",
        ),
        ("没有编号的通知。\n请各地落实。", "序"),
        ("", ""),
        (" \n\u3000\n", ""),
    ],
)
def test_a_number_stands_below_the_nearest_clause_numbered_otherwise(text: str, paths: str) -> None:
    assert [c.path for c in clause_tree(text).clauses] == paths.split()


def wrapped(text: str, width: int, separator: str, indent: str) -> str:
    """The text as a page shows it: lines of equal length, paragraphs joined by the separator."""
    lines = (indent + line for line in text.splitlines() if line)
    return separator.join(
        "\n".join(line[i : i + width] for i in range(0, len(line), width)) for line in lines
    )


@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("separator", ["\n", "\n\n"])
@pytest.mark.parametrize("width", [28, 33, 40])
def test_a_page_width_changes_no_clause_and_no_sentence(
    width: int, separator: str, indent: str
) -> None:
    assert outline(wrapped(XIANGTAN, width, separator, indent)) == outline(XIANGTAN)


def test_a_full_stop_at_the_edge_of_the_page_begins_no_paragraph_of_an_article() -> None:
    lines = [
        "第一条 为了规范本市帮扶项目的联农带农管理工作，",
        "促进本市农户持续增收，制定本办法，本市适用本法。",
        "本市各县另有规定的，依照各县规定，各县规定优先。",
        "各县没有规定的，适用本办法。",
    ]
    tree = clause_tree("\n".join(lines))
    assert [clause.path for clause in tree.clauses] == ["第一条"]
    assert len(tree.sentences) == 3
    indented = clause_tree("\n　　".join(lines))
    assert [c.path for c in indented.clauses][1:] == [
        "第一条.第一款",
        "第一条.第二款",
        "第一条.第三款",
    ]


def test_paragraphs_of_the_same_length_do_not_make_a_page() -> None:
    paragraph = "本市各县另有规定的，依照各县规定，各县规定优先。"
    articles = "".join(f"第{n}条 本市适用。\n" for n in "二三四五六七八九十")
    tree = clause_tree(f"第一条 甲。\n{paragraph}\n{paragraph}\n{paragraph}\n{articles}")
    assert [c.path for c in tree.roots[0].children] == [f"第一条.第{n}款" for n in "一二三四"]


@pytest.mark.parametrize(
    ("opening", "sentences"),
    [
        ("某市办法\n各县、\n各部门：", ["某市办法", "各县、各部门："]),
        (
            "关于进一步健全完善联农带农帮扶机制的意见\n　　各县各部门：\n"
            "　　现将联农带农意见印发给你们，请认真落\n"
            "实，落实情况请于今年底报我市农业农村部门\n备案。",
            [
                "关于进一步健全完善联农带农帮扶机制的意见",
                "各县各部门：",
                "现将联农带农意见印发给你们，请认真落实，落实情况请于今年底报我市农业农村部门备案。",
            ],
        ),
    ],
)
def test_a_letter_is_divided_where_it_is_indented_and_not_within_a_list(
    opening: str, sentences: list[str]
) -> None:
    tree = clause_tree(f"{opening}\n一、要求。改善机制。")
    assert [sentence.text for sentence in tree.roots[0].sentences] == sentences


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n\n", "\n"), ("\n", "\r\n"), ("\n", "\r"), ("\n\n", "\n\n\n \u3000\n"), ("。", "。 ")],
)
def test_the_way_of_ending_lines_changes_no_clause_and_no_sentence(old: str, new: str) -> None:
    assert outline(XIANGTAN.replace(old, new)) == outline(XIANGTAN)


def test_the_width_of_the_numbers_changes_no_clause() -> None:
    narrow = XIANGTAN.translate(str.maketrans("（）", "()")).replace("\n1.", "\n１．")
    assert [c.path for c in clause_tree(narrow).clauses] == [c.path for c in XIANGTAN_TREE.clauses]


@given(st.data())
def test_a_line_break_or_space_inside_a_sentence_changes_no_clause_and_no_sentence(
    data: st.DataObject,
) -> None:
    normative = [s for s in XIANGTAN_TREE.sentences if s.kind is SentenceKind.NORMATIVE]
    span = data.draw(st.sampled_from(normative)).span
    at = data.draw(st.integers(span.start + 1, span.end - 1))
    gap = data.draw(st.sampled_from(["\n", "\r\n", "\n　"]))
    assert outline(XIANGTAN[:at] + gap + XIANGTAN[at:]) == outline(XIANGTAN)


texts = st.one_of(
    st.sampled_from([XIANGTAN, ARTICLES]),
    st.text(),
    st.text(
        alphabet="一二三、（）().1２第章节条款项甲乙，。；：！”\n \u3000附件年月日20", max_size=80
    ),
)


@given(texts)
def test_numbers_and_sentences_hold_every_character_of_a_text_exactly_once(text: str) -> None:
    tree = clause_tree(text)
    pieces = [(s.span.start, s.span.end) for s in tree.sentences]
    pieces += [(c.marker.start, c.marker.end) for c in tree.clauses if c.marker]
    pieces.sort()
    assert all(first[1] <= second[0] for first, second in pairwise(pieces))
    assert "".join(fold(text[start:end]) for start, end in pieces) == fold(text)


@given(texts)
def test_the_offsets_of_a_sentence_give_its_text_and_its_lines(text: str) -> None:
    tree = clause_tree(text)
    for sentence in tree.sentences:
        span = sentence.span
        written = text[span.start : span.end]
        assert fold(written) == fold(sentence.text)
        assert written == written.strip() != ""
        assert span == tree.span(span.start, span.end)


@given(texts)
def test_a_clause_spans_its_own_sentences_and_the_clauses_below_it(text: str) -> None:
    for found in clause_tree(text).clauses:
        within = [*(s.span for s in found.sentences), *(c.span for c in found.children)]
        assert all(found.span.start <= s.start and s.end <= found.span.end for s in within)
        assert {s.clause for s in found.sentences} <= {found.path}
        first = 0 if found.heading else 1
        assert [s.number for s in found.sentences] == [
            number for number, _ in enumerate(found.sentences, first)
        ]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("附件一：", "附件1"),
        ("附件十二", "附件12"),
        ("附表", "附表"),
        ("附录2", "附录2"),
        ("附 件３", "附件3"),
    ],
)
def test_an_attachment_is_named_by_its_number_however_it_is_written(line: str, path: str) -> None:
    tree = clause_tree(f"一、要求。改善机制。\n\n{line}\n评审标准\n\n带动10户得1分\n")
    annex = tree.clause(path)
    assert annex is not None
    kinds = ["formal", "heading", "normative"]
    assert [sentence.kind.value for sentence in annex.sentences] == kinds
