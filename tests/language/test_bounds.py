"""Bounds in the words of a document: the fix that is proposed can be read, and means what they say.

Article 1259 of the Civil Code of the PRC: 以上, 以下 and 以内 take in the number; 不满, 超过 and
以外 do not.
"""

import pytest

from linkage_rules.language.fixes import edited
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile

TEXT = """\
政策 p "示例"
记录 R "申请"
  n "户数"：整数
  m "金额"：金额
  d "日"：日期
主体 c "县"
行为 act "办" 关于 申请
规范 n1 "规" 对于 申请
  当 {}
  县 应当 办
"""

AT_LEAST = """
    以上 3户 | 3户 以上 | 3户以上 | 3 以上 | 在 3户 以上 | 达到 3户 以上 | 3户及以上 |
    3户（含）以上 | 3户以上（含3户） | 以上（含）3户 | 不少于 3户 | 不少于3户 |
    不低于 3户 | 至少 3户 | 最少 3户 | 达到 3户 | 满 3户 | 大于等于 3户 | at least 3 |
    3 or more
"""

ABOVE = """
    3户以上（不含3户） | 3户以上（不含） | 以上（不含）3户 | 3户以外 | 以外 3户 |
    超过 3户 | 超过3户 | 高于 3户 | 大于 3户 | 多于 3户 | more than 3 | over 3
"""

AT_MOST = """
    以下 3户 | 以内 3户 | 3户以下 | 3户以内 | 3户以下（含3户） | 不超过 3户 |
    不超过 3户（含） | 不高于 3户 | 不多于 3户 | 至多 3户 | 最多 3户 | at most 3 |
    3 or less
"""

BELOW = """
    3户以下（不含3户） | 3户以下不含3户 | 不足 3户 | 不足3户 | 不满 3户 | 未满 3户 |
    不到 3户 | 未达到 3户 | 低于 3户 | 少于 3户 | less than 3 | under 3
"""


def listed(words: str) -> list[str]:
    return [word.strip() for word in words.split("|")]


OF_ALL = [
    *((f"户数 {words}", "户数 >= 3") for words in listed(AT_LEAST)),
    *((f"户数 {words}", "户数 > 3") for words in listed(ABOVE)),
    *((f"户数 {words}", "户数 <= 3") for words in listed(AT_MOST)),
    *((f"户数 {words}", "户数 < 3") for words in listed(BELOW)),
    ("户数 等于 3户", "户数 = 3"),
    ("户数 为 3户", "户数 = 3"),
    # what is compared may stand behind
    ("至少 3户 户数", "户数 >= 3"),
    ("3户 以上 户数", "户数 >= 3"),
    ("不足 3户 户数", "户数 < 3"),
    ("金额 以下 5万元", "金额 <= 5万元"),
    ("金额 五万元以下", "金额 <= 5万元"),
    ("日 以前 2024年1月1日", "日 < 2024年1月1日"),
    ("日 2024年1月1日 以后", "日 > 2024年1月1日"),
    ("日 不晚于 2024年1月1日", "日 <= 2024年1月1日"),
]


@pytest.mark.parametrize(("written", "meant"), OF_ALL)
def test_a_bound_in_words_is_put_in_signs(written: str, meant: str) -> None:
    source = SourceFile("a.pol", TEXT.format(written))
    _, (found, *others) = parse(source)
    assert (found.code, others) == ("POL-101", [])
    text = edited(source.text, found.edits)
    assert text == TEXT.format(meant)
    assert parse(SourceFile("a.pol", text))[1] == []


def test_of_two_bounds_one_is_mended_after_the_other() -> None:
    text = TEXT.format("户数 以上 3户 且 金额 以下 5万元")
    for _ in range(2):
        _, (found, *_) = parse(SourceFile("a.pol", text))
        text = edited(text, found.edits)
    assert text == TEXT.format("户数 >= 3 且 金额 <= 5万元")


# Names that are keywords


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "事实 f 关于 R：整数\n  给定 from：日期，to：日期\n  指 相隔天数 from 至 to\n",
            ["from", "to"],
        ),
        (
            "fact f of R: whole number\n  given when: date\n  means years between when and d +\n",
            ["when"],
        ),
        ("事实 指 关于 R：整数\n  指 户数 +\n", ["指"]),
        ('记录 R "甲"\n  d "日"：日期\n  when "时"：日期\n  至 "止"：日期\n', ["when"]),
        ("事实 f 关于 R\n  指 存在 至 属于 甲们 满足 至.户数 > 3 >\n", ["至"]),
        ("事实 f 关于 R：整数\n  指 合计（1 遍历 那么 属于 甲们\n", ["那么"]),
    ],
)
def test_a_name_that_is_a_keyword_is_told_where_it_is_declared(text: str, names: list[str]) -> None:
    _, found = parse(SourceFile("a.pol", text))
    assert [(one.code, one.arguments["name"]) for one in found] == [
        ("POL-104", name) for name in names
    ]
