"""Claims about files that are, and files that are not, a usable official text."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkage_rules.sources import (
    LARGEST_SOURCE,
    Source,
    SourceError,
    SourceProblem,
    read_source,
    source_from_bytes,
)
from linkage_rules.sources.problems import MOST_PROBLEMS, Language
from linkage_rules.sources.reading import MOST_LINES

ROOT = Path(__file__).resolve().parents[2]
XIANGTAN = ROOT / "policies" / "xiangtan_2022" / "source.txt"
ARTICLES = Path(__file__).parent / "articles.txt"
TEXT = XIANGTAN.read_text("utf-8")
CLAUSES = "一、要求\n（一）目标。达到目标。\n（二）范围。本市适用。\n二、保障\n改善机制。\n"


def problems(data: bytes | str) -> list[SourceProblem]:
    raw = data.encode() if isinstance(data, str) else data
    with pytest.raises(SourceError) as refused:
        source_from_bytes(raw, "source.txt")
    return list(refused.value.problems)


def described(data: bytes | str) -> list[tuple[str, int | None, str, str]]:
    return [(p.code, p.line, p.found, p.expected) for p in problems(data)]


@pytest.mark.parametrize("path", [XIANGTAN, ARTICLES], ids=lambda path: path.name)
def test_a_good_file_is_read_whole(path: Path) -> None:
    source = read_source(path)
    assert (source.name, source.text) == (str(path), path.read_bytes().decode())
    assert source.tree.text == source.text


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        read_source(tmp_path / "source.txt")
    (problem,) = refused.value.problems
    assert (problem.code, problem.line) == ("SRC-001", None)
    assert problem.source == str(tmp_path / "source.txt")


def test_a_folder_is_no_official_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        read_source(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["SRC-002"]


def test_a_name_too_long_for_a_file_is_a_problem_like_any_other(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        read_source(tmp_path / ("长" * 300))
    (problem,) = refused.value.problems
    assert problem.code in ("SRC-001", "SRC-002")


def test_a_file_of_the_largest_size_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    text = CLAUSES.encode()
    path.write_bytes(text + b" " * (LARGEST_SOURCE - len(text)))
    assert read_source(path).tree.clause("二") is not None
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(SourceError) as refused:
        read_source(path)
    assert [problem.code for problem in refused.value.problems] == ["SRC-003"]


def test_a_text_of_too_many_lines_is_refused() -> None:
    assert described(CLAUSES + "\n" * MOST_LINES) == [("SRC-005", None, "", str(MOST_LINES))]


@pytest.mark.parametrize("data", [b"", b" \n\n", "\u3000\n".encode()])
def test_a_file_without_words_is_refused(data: bytes) -> None:
    assert described(data) == [("SRC-004", 1, "", "")]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "gb2312"])
def test_a_text_in_a_chinese_encoding_is_told_which(encoding: str) -> None:
    data = CLAUSES.encode(encoding)
    assert described(data) == [("SRC-101", 1, "GB18030（GBK）", "")]


def test_the_official_text_in_another_encoding_is_refused_at_its_first_chinese_line() -> None:
    data = ("\n\n2022\n" + TEXT).encode("gb18030")
    assert described(data)[0] == ("SRC-101", 4, "GB18030（GBK）", "")


@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "UTF-32"),
    ],
)
def test_a_wide_encoding_is_told_by_its_mark(encoding: str, mark: bytes, name: str) -> None:
    assert described(mark + CLAUSES.encode(encoding)) == [("SRC-101", 1, name, "")]


def test_a_damaged_byte_in_a_utf_8_text_is_found_by_its_line() -> None:
    data = TEXT.encode()
    at = data.index("不得纳入".encode())
    assert described(data[:at] + b"\xff" + data[at:]) == [("SRC-102", 46, "0xFF", "")]


def test_bytes_in_no_known_encoding_are_refused_at_the_first_wrong_byte() -> None:
    assert described(b"abc\n\xff\xff\xff") == [("SRC-102", 2, "0xFF", "")]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    marked = source_from_bytes(codecs.BOM_UTF8 + CLAUSES.encode(), "source.txt")
    assert marked.text == source_from_bytes(CLAUSES.encode(), "source.txt").text == CLAUSES


@pytest.mark.parametrize(
    ("character", "key", "found"),
    [
        ("\u200b", "SRC-104", "U+200B"),
        ("\ufeff", "SRC-104", "U+FEFF"),
        ("\x0c", "SRC-104", "U+000C"),
        ("\x00", "SRC-104", "U+0000"),
        ("\u202e", "SRC-104", "U+202E"),
        ("\u2028", "SRC-104", "U+2028"),
        ("\ufffd", "SRC-105", "U+FFFD"),
    ],
)
def test_a_character_that_nobody_sees_is_found_by_its_line(
    character: str, key: str, found: str
) -> None:
    text = CLAUSES.replace("本市", f"本{character}市{character}")
    assert described(text) == [(key, 3, found, "")]


@pytest.mark.parametrize(
    "line",
    [
        "— 3 —",
        "- 3 -",
        "－３－",
        "—12—",
        "· 3 ·",
        "第3页",
        "第三页",
        "第3页 共8页",
        "第3页，共8页",
        "共8页 第3页",
        "3/8",
        "3",
        "Page 3 of 8",
        "湘潭市农业农村局文件　第3页 共8页",
    ],
)
def test_a_page_number_is_found_wherever_it_breaks_in(line: str) -> None:
    text = CLAUSES.replace("达到目标。", f"达到\n{line}\n目标。")
    assert described(text) == [("SRC-201", 3, line, "")]


@pytest.mark.parametrize(
    "line", ["2022年", "200 万元", "3个村", "第3页所列项目", "- 3 个村 -", "1/2以上"]
)
def test_a_broken_line_with_a_number_in_it_is_no_page_number(line: str) -> None:
    text = CLAUSES.replace("达到目标。", f"达到\n{line}\n目标。")
    assert source_from_bytes(text.encode(), "source.txt").text == text


def test_a_line_that_returns_on_every_page_is_a_header() -> None:
    header = "湘潭市农业农村局文件"
    text = f"{header}\n一、要求\n甲达到\n{header}\n目标。\n二、保障\n乙改善\n{header}\n机制。"
    found = [(p.code, p.line, p.found, p.other_line) for p in problems(text)]
    assert found == [("SRC-202", 4, header, 1), ("SRC-202", 8, header, 1)]


def test_beside_a_page_number_a_line_need_return_only_once_to_be_a_header() -> None:
    text = "某局文件\n一、要求\n甲达到\n— 1 —\n某局文件\n目标。"
    assert [(p.code, p.line) for p in problems(text)] == [("SRC-201", 4), ("SRC-202", 5)]


@pytest.mark.parametrize(
    "line", ["责任单位：市农业农村局", "（市农业农村局负责）", "各级要抓好落实。", "————————"]
)
def test_lines_that_a_document_repeats_itself_are_no_headers(line: str) -> None:
    text = f"一、要求\n甲。\n{line}\n二、保障\n乙。\n{line}\n三、附则\n丙。\n{line}\n"
    assert source_from_bytes(text.encode(), "source.txt").text == text


def test_a_heading_that_returns_in_every_chapter_is_no_header() -> None:
    chapters = (f"第{n}章 {n}类项目\n一、申报条件\n{n}类甲。\n" for n in "一二三")
    text = "".join(chapters)
    assert source_from_bytes(text.encode(), "source.txt").text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲。\n三、乙。", [("SRC-302", 2, "三、", "二、")]),
        ("二、甲。\n三、乙。", [("SRC-302", 1, "二、", "一、")]),
        ("一、甲。\n一、乙。\n二、丙。", [("SRC-301", 2, "一、", "二、")]),
        ("一、甲。\n（一）乙。\n（二）丙。\n（二）丁。", [("SRC-301", 4, "（二）", "（三）")]),
        ("一、甲。\n1.乙。\n3.丙。\n4.丁。", [("SRC-302", 3, "3.", "2.")]),
        (
            "一、甲。\n三、乙。\n二、丙。",
            [("SRC-302", 2, "三、", "二、"), ("SRC-303", 3, "二、", "四、")],
        ),
        ("第一条 甲。\n第三条 乙。", [("SRC-302", 2, "第三条", "第二条")]),
        ("第一章 甲\n第一条 乙。\n第二章 丙\n第一条 丁。", [("SRC-301", 4, "第一条", "第二条")]),
        ("第一章 甲\n第一条 乙。\n第三章 丙\n第二条 丁。", [("SRC-302", 3, "第三章", "第二章")]),
        ("第一条 甲：\n（一）乙；\n（三）丙。", [("SRC-302", 3, "（三）", "（二）")]),
        ("一、甲。\n（1）乙。\n（1）丙。", [("SRC-301", 3, "（1）", "（2）")]),
        ("一、投入在\n2. 5 亿元以下。", [("SRC-302", 2, "2.", "1.")]),
    ],
)
def test_numbers_that_repeat_jump_or_go_back_are_found_by_their_line(
    text: str, expected: list[tuple[str, int, str, str]]
) -> None:
    assert described(text) == expected


def test_a_number_that_returns_again_and_again_names_the_first_line_that_has_it() -> None:
    found = problems("一、甲。\n二、乙。\n一、丙。\n一、丁。\n三、戊。")
    assert [(problem.line, problem.other_line) for problem in found] == [(3, 1), (4, 1)]


def test_after_a_number_that_went_back_the_count_goes_on_from_the_highest() -> None:
    found = problems("一、甲。\n三、乙。\n二、丙。\n四、丁。")
    assert [(problem.code, problem.line) for problem in found] == [("SRC-302", 2), ("SRC-303", 3)]


def test_a_repeated_number_names_the_line_that_has_it_already() -> None:
    (problem,) = problems("一、甲。\n（一）乙。\n\n（一）丙。")
    assert (problem.line, problem.other_line) == (4, 2)


@pytest.mark.parametrize(
    "text",
    [
        "一、甲。\n（一）乙。\n二、丙。\n（一）丁。",
        "第一章 甲\n第一节 乙\n第一条 丙。\n第二章 丁\n第一节 戊\n第二条 己。",
        "第一编 甲\n第一章 乙\n第二编 丙\n第一章 丁",
        "第一条 甲：\n（一）乙；\n（二）丙。\n前款适用于：\n（一）丁；\n（二）戊。",
    ],
)
def test_numbers_start_again_below_another_clause(text: str) -> None:
    assert source_from_bytes(text.encode(), "source.txt").text == text


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    text = "一、甲。\n一、乙。\n— 1 —\n四、丙\u200b。"
    data = codecs.BOM_UTF8 + text.encode()
    assert [(p.code, p.line) for p in problems(data)] == [
        ("SRC-301", 2),
        ("SRC-201", 3),
        ("SRC-104", 4),
        ("SRC-302", 4),
    ]


def test_the_other_problems_are_told_although_the_encoding_is_wrong() -> None:
    text = "一、加强联农带农。\n— 1 —\n三、建立机制。"
    assert [(p.code, p.line) for p in problems(text.encode("gbk"))] == [
        ("SRC-101", 1),
        ("SRC-201", 2),
        ("SRC-302", 3),
    ]


def test_of_very_many_problems_the_first_are_listed() -> None:
    found = problems("甲\x00\n" * (MOST_PROBLEMS + 10))
    assert len(found) == MOST_PROBLEMS + 1
    assert [problem.code for problem in found[-2:]] == ["SRC-104", "SRC-901"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        CLAUSES.encode("gbk"),
        b"abc\n\xff\xff\xff",
        "甲\u200b".encode(),
        "甲\ufffd".encode(),
        b"3",
        "某局\n一、甲\n某局\n乙。\n某局\n".encode(),
        "一、甲。\n一、乙。".encode(),
        "二、甲。".encode(),
        "一、甲。\n三、乙。\n二、丙。".encode(),
        b" " * (LARGEST_SOURCE + 1),
        b"a\n" * (MOST_LINES + 1),
        "甲\x00\n".encode() * (MOST_PROBLEMS + 1),
    ],
    ids=lambda data: ascii(data[:8]) if isinstance(data, bytes) else str(data),
)
def test_a_message_says_where_what_was_found_what_was_expected_and_what_to_do(
    data: bytes, language: Language
) -> None:
    for problem in problems(data):
        message = problem.render(language)
        where = "" if problem.line is None else str(problem.line)
        assert message.startswith("source.txt")
        assert where in message.partition("：" if language == "zh" else ": ")[0]
        assert ("；应为：" if language == "zh" else "; expected: ") in message
        assert message.endswith("）" if language == "zh" else ")")
        assert "None" not in message
        assert message.isprintable()


def test_a_refusal_is_told_in_both_languages() -> None:
    error = SourceError([SourceProblem("SRC-302", "source.txt", 2, "三、", "二、")])
    assert str(error) == f"{error.render('zh')}\n{error.render('en')}"
    assert "第2行：编号跳到“三、”；应为：“二、”" in error.render("zh")
    assert "line 2: the numbers jump to “三、”; expected: “二、”" in error.render("en")


def test_words_of_a_hostile_file_are_shown_short_and_visible() -> None:
    line = "第3页 共8页".rjust(60, "\x1b")
    shown = [problem.render("en") for problem in problems(f"一、甲。\n{line}")]
    assert all("\x1b" not in message and len(message) < 250 for message in shown)


@given(st.binary() | st.text().map(str.encode) | st.text().map(lambda t: t.encode("utf-16")))
def test_any_bytes_are_read_whole_or_refused(data: bytes) -> None:
    try:
        source = source_from_bytes(data, "source.txt")
    except SourceError as error:
        outcome: Source | tuple[SourceProblem, ...] = error.problems
    else:
        outcome = source
    assert outcome.text.encode() == data if isinstance(outcome, Source) else outcome


@given(st.integers(0, len(TEXT.encode("gb18030")) - 1))
def test_the_official_text_in_another_encoding_is_never_read(cut: int) -> None:
    with pytest.raises(SourceError):
        source_from_bytes(TEXT.encode("gb18030")[: cut + 1], "source.txt")


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("第一条 甲。\n第一条之一 乙。\n第一条之二 丙。\n第二条 丁。", []),
        ("第一条 甲。\n第一条之二 丙。\n第二条 丁。", [("SRC-302", "第一条之二", "第一条之一")]),
        (
            "第一条 甲。\n第一条之一 乙。\n第一条之一 丙。",
            [("SRC-301", "第一条之一", "第一条之二")],
        ),
        ("第一条 甲。\n第一条之一 乙。\n第三条 丙。", [("SRC-302", "第三条", "第二条")]),
        # Each attachment numbers its own articles.
        ("第一条 甲。\n第二条 乙。\n附件1\n第一条 应当报告。\n附件2\n第一条 应当公示。", []),
        ("第一条 甲。\n附件1\n第二条 应当报告。", [("SRC-302", "第二条", "第一条")]),
    ],
)
def test_inserted_numbers_and_attachments_are_counted_each_in_its_place(text, problems):
    try:
        source_from_bytes(text.encode(), "source.txt")
        found = []
    except SourceError as error:
        found = [(p.code, p.found, p.expected) for p in error.problems]
    assert found == problems
