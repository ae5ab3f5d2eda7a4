"""What an editor asks of a place is answered from the texts as they are now."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from lsprotocol import types

from linkage_rules.editing import (
    colouring,
    diagnosing,
    finding,
    folders,
    hovering,
    inlays,
    outlining,
    renaming,
    rewriting,
    session,
)
from linkage_rules.editing.answers import DeclinedError
from linkage_rules.editing.documents import Document
from linkage_rules.editing.folders import Opened
from linkage_rules.language.fixes import Edit, edited
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.words.keyword_meanings import MEANINGS
from linkage_rules.words.keywords import BY_TERMINAL

from .conftest import RULES, Desk

MISSPELT = RULES.replace("县农业农村局", "县农业农衬局")


def words(desk: Desk, uri: str, at: types.Range) -> str:
    """What a range covers."""
    name = uri.rsplit("/", 1)[1]
    document, encoding = desk.known.document(desk.path(name)), desk.session.encoding
    return document.read[document.offset(at.start, encoding) : document.offset(at.end, encoding)]


def changed(desk: Desk, edit: types.WorkspaceEdit) -> dict[str, str]:
    """The texts that the changes leave, by the names of the files."""
    texts = {}
    for uri, edits in (edit.changes or {}).items():
        name = uri.rsplit("/", 1)[1]
        document, encoding = desk.known.document(desk.path(name)), desk.session.encoding
        source = SourceFile(name, document.read)
        made = [
            Edit(
                source.span(
                    document.offset(e.range.start, encoding), document.offset(e.range.end, encoding)
                ),
                e.new_text,
            )
            for e in edits
        ]
        texts[name] = edited(document.read, made)
    return texts


# Problems


def test_a_problem_has_its_code_its_words_and_its_place(desk: Desk) -> None:
    desk.write("20_rules.pol", MISSPELT)
    found = diagnosing.diagnosed(desk.known)
    assert {path.name: len(problems) for path, problems in found.items()} == {
        "00_policy.pol": 0,
        "10_records.pol": 0,
        "20_rules.pol": 1,
    }
    (problem,) = found[desk.path("20_rules.pol")]
    assert problem.code == "POL-202"
    assert problem.severity == types.DiagnosticSeverity.Error
    assert words(desk, desk.path("20_rules.pol").as_uri(), problem.range) == "县农业农衬局"
    assert "县农业农村局" in problem.message


def test_a_name_that_is_taken_leads_to_the_other_place(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES + '\n行为 drill "再打井" 关于 水井\n')
    problems = diagnosing.diagnosed(desk.known)[desk.path("20_rules.pol")]
    (related,) = problems[0].related_information or ()
    assert words(desk, related.location.uri, related.location.range) == "drill"


def test_the_fix_that_a_message_carries_puts_the_text_right(desk: Desk) -> None:
    desk.write("20_rules.pol", MISSPELT)
    there = desk.at("20_rules.pol", "县农业农衬局")
    (fix,) = diagnosing.quick_fixes(
        desk.known, desk.path("20_rules.pol"), types.Range(start=there, end=there)
    )
    assert fix.edit
    assert changed(desk, fix.edit) == {"20_rules.pol": RULES}


def test_no_fix_is_offered_where_nothing_is_wrong(desk: Desk) -> None:
    desk.write("20_rules.pol", MISSPELT)
    there = desk.at("20_rules.pol", "打井")
    at = types.Range(start=there, end=there)
    assert [*diagnosing.quick_fixes(desk.known, desk.path("20_rules.pol"), at)] == []


# Names

PLACES = [
    ("20_rules.pol", "深度 >", "10_records.pol", "depth"),
    ("20_rules.pol", "深度：120", "10_records.pol", "depth"),
    ("20_rules.pol", "深井}", "10_records.pol", "deep"),
    ("20_rules.pol", "过深\n", "20_rules.pol", "too_deep"),
    ("20_rules.pol", "水井", "10_records.pol", "Well"),
    ("20_rules.pol", "县农业", "shared.pol", "county"),
    ("20_rules.pol", "no_deep\n", "20_rules.pol", "no_deep"),
    ("10_records.pol", "种类\n", "10_records.pol", "kind"),
]


@pytest.mark.parametrize(("file", "written", "home", "name"), PLACES)
def test_a_name_leads_to_where_it_is_declared(
    desk: Desk, file: str, written: str, home: str, name: str
) -> None:
    found = finding.definition(desk.known, desk.path(file), desk.at(file, written))
    assert found
    assert found.uri.endswith(f"/{home}")
    if home != "shared.pol":
        assert words(desk, found.uri, found.range) == name


def test_the_same_word_in_two_records_means_two_things(desk: Desk) -> None:
    """The enum and the field are both called kind."""
    of_enum = desk.at("10_records.pol", "kind")
    found = finding.references(desk.known, desk.path("10_records.pol"), of_enum, True)
    assert [words(desk, one.uri, one.range) for one in found] == ["kind", "种类"]
    of_field = desk.at("10_records.pol", "kind", nth=1)
    found = finding.references(desk.known, desk.path("10_records.pol"), of_field, True)
    assert [words(desk, one.uri, one.range) for one in found] == ["kind", "井的种类", "井的种类"]


def test_references_name_the_declaring_name_only_when_asked(desk: Desk) -> None:
    there = desk.at("20_rules.pol", "过深\n")
    path = desk.path("20_rules.pol")
    assert len([*finding.references(desk.known, path, there, True)]) == 2
    assert len([*finding.references(desk.known, path, there, False)]) == 1
    assert len([*finding.highlights(desk.known, path, there)]) == 2


def test_a_keyword_leads_nowhere(desk: Desk) -> None:
    path, there = desk.path("20_rules.pol"), desk.at("20_rules.pol", "规范")
    assert finding.definition(desk.known, path, there) is None
    assert [*finding.references(desk.known, path, there, True)] == []


@pytest.mark.parametrize(
    ("file", "written", "new", "lines"),
    [
        ("20_rules.pol", "过深\n", "太深", ['事实 too_deep "太深" 关于 水井', "  当 太深"]),
        ("20_rules.pol", "too_deep", "very_deep", ['事实 very_deep "过深" 关于 水井', "  当 过深"]),
        ("20_rules.pol", "no_deep\n", "banned", ["  期望 打井 被禁止 依照 banned"]),
        ("20_rules.pol", "深度 >", "井深（米）", ["  指 「井深（米）」 > 100"]),
        ("10_records.pol", "深井", "机井", ["属于 {机井}", "井的种类：机井"]),
    ],
)
def test_a_name_is_changed_wherever_it_is_written(
    desk: Desk, file: str, written: str, new: str, lines: list[str]
) -> None:
    texts = changed(desk, renaming.rename(desk.known, desk.path(file), desk.at(file, written), new))
    for name, text in texts.items():
        desk.write(name, text)
    assert desk.known.loaded.diagnostics == ()
    assert [line for line in lines if line not in desk.text("20_rules.pol")] == []


@pytest.mark.parametrize(
    ("written", "new", "why"),
    [
        ("县农业", "县局", "另一个政策"),
        ("规范", "法条", "不是名称"),
        ("过深\n", "打井", "出错"),
        ("过深\n", "“深”", "引号"),
        ("too_deep", "太深", "英文名"),
    ],
)
def test_what_cannot_be_renamed_is_refused_with_the_reason(
    desk: Desk, written: str, new: str, why: str
) -> None:
    with pytest.raises(DeclinedError) as refused:
        renaming.rename(
            desk.known, desk.path("20_rules.pol"), desk.at("20_rules.pol", written), new
        )
    assert why in refused.value.words.zh


# What is told


@pytest.mark.parametrize(
    ("file", "written", "told"),
    [
        ("20_rules.pol", "过深\n", ["**过深** `too_deep`", "深度 \\> 100", "“深度超过100米"]),
        ("20_rules.pol", "打井\n", ["**打井** `drill`", "行为"]),
        ("20_rules.pol", "no_deep\n", ["不得打井", "“过深的井，不得打”"]),
        ("20_rules.pol", "深度 >", ["**深度** `depth`", "字段", "水井", "数", "不小于 0"]),
        ("20_rules.pol", "no_deep\n", ["示例：1个示例中适用，0个中不适用：生效1个"]),
        ("20_rules.pol", "深井}", ["**深井** `deep`", "枚举值"]),
        ("10_records.pol", "Well", ["编号、井的种类、深度、已封井"]),
        ("20_rules.pol", "县农业", ["主体", "shared.pol"]),
        ("20_rules.pol", "不得 打", ["`不得`", "`must not`", "有关主体不得作出某一行为"]),
    ],
)
def test_what_stands_under_the_cursor_is_told(
    desk: Desk, file: str, written: str, told: list[str]
) -> None:
    found = hovering.hover(desk.known, desk.path(file), desk.at(file, written))
    assert found
    assert isinstance(found.contents, types.MarkupContent)
    assert [words for words in told if words not in found.contents.value] == []


def test_the_cause_and_the_cure_of_a_problem_are_told_where_it_is(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES.replace("当 过深", "当 过探"))
    found = hovering.hover(desk.known, desk.path("20_rules.pol"), desk.at("20_rules.pol", "过探"))
    assert found
    assert isinstance(found.contents, types.MarkupContent)
    assert "POL-202" in found.contents.value
    assert "改法" in found.contents.value


def test_what_a_policy_says_is_no_markup(desk: Desk) -> None:
    desk.write(
        "20_rules.pol",
        RULES.replace('"过深"', '"过深<img src=x>*a*"').replace("过深\n", "too_deep\n"),
    )
    found = hovering.hover(
        desk.known, desk.path("20_rules.pol"), desk.at("20_rules.pol", "too_deep\n")
    )
    assert found
    assert isinstance(found.contents, types.MarkupContent)
    assert "\\<img" in found.contents.value
    assert "<img" not in found.contents.value.replace("\\<img", "")


@pytest.mark.parametrize("place", ["# 一条", "2024年6月", "过深的井，不得打"])
def test_nothing_is_told_of_comments_days_and_quotes(desk: Desk, place: str) -> None:
    there = desk.at("20_rules.pol", place, into=3)
    assert hovering.hover(desk.known, desk.path("20_rules.pol"), there) is None


def test_every_keyword_with_a_meaning_is_one() -> None:
    assert set(MEANINGS) <= set(BY_TERMINAL)


def test_a_definition_that_became_wrong_is_told_as_it_last_was(desk: Desk) -> None:
    assert desk.known.sound is not None
    desk.write("20_rules.pol", RULES.replace("深度 > 100", "深度 > “甲”"))
    assert desk.known.loaded.diagnostics
    found = hovering.hover(desk.known, desk.path("20_rules.pol"), desk.at("20_rules.pol", "过深\n"))
    assert found
    assert isinstance(found.contents, types.MarkupContent)
    assert "深度 \\> 100" in found.contents.value


# The file as a whole


def test_the_outline_names_what_is_declared_by_its_label(desk: Desk) -> None:
    records = outlining.outline(desk.known, desk.path("10_records.pol"))
    assert [(one.name, one.detail) for one in records] == [("种类", "kind"), ("水井", "Well")]
    assert [one.name for one in records[1].children or ()] == [
        "编号",
        "井的种类",
        "深度",
        "已封井",
    ]
    rules = outlining.outline(desk.known, desk.path("20_rules.pol"))
    assert [one.name for one in rules] == ["打井", "过深", "过深不得打", "过深的井"]
    for one in rules:
        assert one.range.start <= one.selection_range.start
        assert one.selection_range.end <= one.range.end


@pytest.mark.parametrize(
    ("asked", "found"), [("深度", ["深度"]), ("DEEP", ["深井", "过深", "过深不得打"]), ("没有", [])]
)
def test_declarations_are_found_by_name_and_by_label(
    desk: Desk, asked: str, found: list[str]
) -> None:
    assert [one.name for one in outlining.everywhere(desk.known, asked)] == found


def test_declarations_and_runs_of_comments_fold(desk: Desk) -> None:
    found = [*outlining.foldings(desk.known, desk.path("20_rules.pol"))]
    lines = RULES.split("\n")
    regions = [lines[f.start_line] for f in found if f.kind == types.FoldingRangeKind.Region]
    assert [line.split()[0] for line in regions] == ["事实", "规范", "示例"]
    (comment,) = (f for f in found if f.kind == types.FoldingRangeKind.Comment)
    assert lines[comment.start_line : comment.end_line + 1] == ["# 一条注释，", "# 分两行写。"]


def test_formatting_makes_a_file_canonical_and_leaves_one_that_is(desk: Desk) -> None:
    path = desk.path("20_rules.pol")
    canonical = RULES.replace("依照 no_deep", "依照 过深不得打")
    (edit,) = rewriting.formatted(desk.known, path) or ()
    assert edit.new_text == canonical
    desk.write("20_rules.pol", canonical)
    assert rewriting.formatted(desk.known, path) == []
    desk.write("20_rules.pol", RULES.replace("  当 过深", "  当 （过深"))
    assert rewriting.formatted(desk.known, path) is None


def test_a_file_goes_to_the_other_language_and_back(desk: Desk) -> None:
    path = desk.path("20_rules.pol")
    (action,) = rewriting.translations(desk.known, path)
    assert action.edit
    english = changed(desk, action.edit)["20_rules.pol"]
    assert "norm no_deep" in english
    assert "when too_deep" in english
    desk.write("20_rules.pol", english)
    (back,) = rewriting.translations(desk.known, path)
    assert back.edit
    assert "当 过深" in changed(desk, back.edit)["20_rules.pol"]


def test_names_are_coloured_by_what_they_stand_for(desk: Desk) -> None:
    data = colouring.coloured(desk.known, desk.path("20_rules.pol")).data
    document = Document(RULES)
    found, line, character = [], 0, 0
    for n in range(0, len(data), 5):
        down, along, length, kind, modifier = data[n : n + 5]
        line, character = line + down, along + (0 if down else character)
        word = document.lines[line][character : character + length]
        found.append((word, colouring.LEGEND.token_types[kind], modifier))
    assert found[:6] == [
        ("drill", "method", 1),
        ("水井", "struct", 0),
        ("too_deep", "variable", 1),
        ("水井", "struct", 0),
        ("深度", "property", 0),
        ("井的种类", "property", 0),
    ]


def test_an_ascii_name_shows_its_label(desk: Desk) -> None:
    path = desk.path("20_rules.pol")
    whole = desk.known.document(path).whole(desk.session.encoding)
    (hint,) = inlays.inlays(desk.known, path, whole)
    assert hint.label == "过深不得打"


LISTED = """
记录 Village "行政村"
  wells "水井列表"：多个 水井
  first "首井日"：日期 不小于 2020年1月1日
  spent "花费"：金额 不小于 0元 不大于 5万元 空白视为 0元

参数 years "年限"：整数
  = 3

事实 lasting "够久" 关于 行政村
  指 周年数 首井日 至 基准日 ≥ 年限 且 相隔天数 首井日 至 基准日 > 1000

事实 some_deep "有深井" 关于 行政村
  指 存在 口 属于 水井列表 满足 口.深度 > 100

事实 many "多" 关于 行政村
  指 计数（水井列表）> 2 且 花费 > 1万元
"""


def told_at(desk: Desk, words: str, into: int = 1) -> str:
    name = "20_rules.pol"
    found = hovering.hover(desk.known, desk.path(name), desk.at(name, words, into=into))
    assert found
    assert isinstance(found.contents, types.MarkupContent)
    return found.contents.value


def test_a_variable_says_of_what_list_it_is_each_element(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES + LISTED)
    assert desk.known.loaded.diagnostics == ()
    for place in ("口 属于", "口.深度"):
        told = told_at(desk, place, into=0)
        assert "水井列表中的每一项" in told
        assert "类型：“水井”记录" in told


def test_the_bounds_of_a_field_are_told_as_people_read_them(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES + LISTED)
    assert "不小于 0元，不大于 5万元" in told_at(desk, "花费 >")
    assert "空白视为：0元" in told_at(desk, "花费 >")
    assert "不小于 2020年1月1日" in told_at(desk, "首井日 至")


def shown_between(desk: Desk) -> list[tuple[str, str]]:
    """The last word before each hint that is no label, and the hint."""
    path = desk.path("20_rules.pol")
    document = desk.known.document(path)
    found = inlays.inlays(desk.known, path, document.whole(desk.session.encoding))
    return [
        (
            document.read[: document.offset(one.position, desk.session.encoding)].split()[-1],
            str(one.label),
        )
        for one in found
        if one.kind is types.InlayHintKind.Parameter
    ]


def test_a_number_shows_the_unit_of_what_it_is_held_against(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES + LISTED)
    assert sorted(shown_between(desk)) == [("1000", "天"), ("3", "年")]


def test_a_parameter_that_is_held_against_several_units_shows_none(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES + LISTED.replace("> 1000", "> 年限"))
    assert desk.known.loaded.diagnostics == ()
    assert shown_between(desk) == []


def test_no_unit_is_shown_while_the_policy_has_problems(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES + LISTED.replace("口.深度", "口.深渡"))
    assert shown_between(desk) == []


MISSING = """
记录 Village "行政村"
  name "村名"：文本
  wells "水井列表"：多个 水井

事实 some_deep "有深井" 关于 行政村
  指 存在 口 属于 水井列表 满足 口.深度 > 100

示例 "深度不详" 关于 行政村
  给定 水井列表：[{编号："1"}]
  截至 2024年6月1日
  期望 缺少 水井列表[0].depth
"""


def test_the_fields_that_an_example_expects_to_be_missing_are_names_as_others(desk: Desk) -> None:
    desk.write("20_rules.pol", RULES + MISSING)
    assert desk.known.loaded.diagnostics == ()
    path, there = desk.path("20_rules.pol"), desk.at("20_rules.pol", "depth\n")
    found = finding.definition(desk.known, path, there)
    assert found
    assert words(desk, found.uri, found.range) == "depth"
    edit = renaming.rename(desk.known, path, there, "how_deep")
    assert "水井列表[0].how_deep" in changed(desk, edit)["20_rules.pol"]
    listed = desk.at("20_rules.pol", "水井列表[0].depth")
    edit = renaming.rename(desk.known, path, listed, "各井")
    assert "期望 缺少 各井[0].depth" in changed(desk, edit)["20_rules.pol"]


def test_the_folder_of_a_policy_is_read_once_for_the_texts_of_a_moment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counting(path: Path, opened: Mapping[Path, Opened]) -> Path:
        read.append(path.name)
        return folders.place_of(path, opened)

    monkeypatch.setattr(session, "place_of", counting)
    for _ in range(3):
        desk.session.known(desk.path("20_rules.pol"))
        desk.session.last_known(desk.path("20_rules.pol"))
    assert read == []
    desk.session.look_again()
    desk.session.known(desk.path("20_rules.pol"))
    desk.session.last_known(desk.path("20_rules.pol"))
    assert read == ["20_rules.pol"]
