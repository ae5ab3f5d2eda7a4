"""The words with which an official text asks, forbids, permits and encourages."""

from __future__ import annotations

import re
from collections.abc import Iterator

NORMATIVE_WORDS = (
    *("应当", "应该", "应予", "应", "必须", "务必", "须", "需", "要"),
    *("不应当", "不应该", "不应", "不得", "不准", "不许", "不能", "不可以", "不可", "不予", "不要"),
    *("不宜", "禁止", "严禁", "杜绝"),
    *("可以", "可", "允许", "准予", "有权"),
    *("不必", "无须", "无需", "毋须"),
    *("鼓励", "支持", "提倡", "倡导", "引导"),
)
"""Obligations, prohibitions, permissions, exemptions and recommendations; the longest counts."""

_OTHER_WORDS = (
    "相应|适应|反应|响应|供应|效应|对应|感应|回应|呼应|顺应|因应|应急|应用|应对|应收|应付|应届|应聘|"
    "应邀|应税|应纳|应征|应诉|应答|应变|应运|应时|应力|"
    "须知|需求|需要|所需|必需|急需|内需|刚需|供需|按需|"
    "要求|主要|重要|必要|要素|要点|要件|纪要|简要|摘要|概要|首要|次要|只要|要么|要是|要领|扼要|机要|"
    "要道|要害|提要|紧要|险要|"
    "可能|可行|可靠|可控|可持续|认可|许可|可见|可观|可再生|可追溯|可操作|可比|可支配|不可抗|可用|可谓|"
    "可复制|可推广|可量化|可研|可供|可读|可视|可信|可查|可回收|可利用|可燃|可耕|可溯|宁可|"
    "不能自理|不可或缺|不可分割"
)
"""Words that hold a normative word and are none; where one stands, the other is not looked for."""

_ENGLISH = r"\b(?:shall|must|may|should)(?:\s+not)?\b|\bcannot\b|\b(?:prohibited|encouraged)\b"


_LONGEST_FIRST = "|".join(sorted(NORMATIVE_WORDS, key=len, reverse=True))
_FOUND = re.compile(rf"(?:{_OTHER_WORDS})|(?P<word>{_LONGEST_FIRST}|{_ENGLISH})", re.IGNORECASE)


def normative_words(text: str) -> Iterator[tuple[int, int]]:
    """Where the normative words of a text stand.

    >>> text = "相应的主要领导不应当缺席，应急时可以委托，必要时要报告。"
    >>> [text[start:end] for start, end in normative_words(text)]
    ['不应当', '可以', '要']
    >>> [*normative_words("The county may not pay.")]
    [(11, 18)]
    """
    for match in _FOUND.finditer(text):
        if match["word"]:
            yield match.span("word")
