"""Claims about which numbers open a clause."""

import pytest

from linkage_rules.sources.numbering import Style, label, read_marker, written


@pytest.mark.parametrize(
    ("line", "style", "step"),
    [
        ("一、总体要求", Style.HAN, "一"),
        ("十二 、附则", Style.HAN, "十二"),
        ("三、三年行动", Style.HAN, "三"),
        ("二．重点工作", Style.HAN, "二"),
        ("（一）培育壮大", Style.HAN_BRACKETED, "(一)"),
        ("(一）培育壮大", Style.HAN_BRACKETED, "(一)"),
        ("（ 十一 ）、培育", Style.HAN_BRACKETED, "(十一)"),
        ("（二）及时处置", Style.HAN_BRACKETED, "(二)"),
        ("第（三）项　资产", Style.HAN_BRACKETED, "(三)"),
        ("1.加强统筹", Style.DIGIT, "1"),
        ("１．加强统筹", Style.DIGIT, "1"),
        ("12、加强统筹", Style.DIGIT, "12"),
        ("1. 2022年底前", Style.DIGIT, "1"),
        ("（1）加强统筹", Style.DIGIT_BRACKETED, "(1)"),
        ("2）加强统筹", Style.DIGIT_BRACKETED, "(2)"),
        ("第一编 总则", Style.BOOK, "第一编"),
        ("第二章　管理", Style.CHAPTER, "第二章"),
        ("第三节", Style.SECTION, "第三节"),
        ("第一百零五条 本法", Style.ARTICLE, "第一百零五条"),
        ("第5条本办法", Style.ARTICLE, "第五条"),
        ("第 五 条 所称主体", Style.ARTICLE, "第五条"),
    ],
)
def test_a_line_that_begins_with_a_number_opens_a_clause(
    line: str, style: Style, step: str
) -> None:
    marker = read_marker(line, 0, len(line))
    assert marker is not None
    assert (marker.style, marker.label) == (style, step)


@pytest.mark.parametrize(
    "line",
    [
        "一、二、三产业融合",
        "一、二产业融合",
        "1.5亿元以上",
        "1、2、3号楼",
        "2022.12.07",
        "2022年12月",
        "200 万元以下",
        "（2022）12号",
        "（以下简称“监测对象”）",
        "（一）、（二）项规定",
        "（一）项规定的情形",
        "第（一）项规定的情形",
        "第（三）项目资产",
        "第五条规定的程序",
        "第五条、第六条",
        "第五条第一款",
        "第五条所称机制",
        "第二章的规定",
        "十十、错误",
        "0.错误",
        "",
    ],
)
def test_a_number_inside_a_broken_sentence_opens_no_clause(line: str) -> None:
    assert read_marker(line, 0, len(line)) is None


def test_a_number_is_read_within_its_line_only() -> None:
    assert read_marker("一\n、甲", 0, 1) is None


@pytest.mark.parametrize("style", [style for style in Style if style is not Style.BARE])
def test_a_written_number_is_read_back(style: Style) -> None:
    text = written(style, 12)
    marker = read_marker(text, 0, len(text))
    assert marker is not None
    assert (marker.style, marker.label) == (style, label(style, 12))
