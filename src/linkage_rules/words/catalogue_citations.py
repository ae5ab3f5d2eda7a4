"""The words of messages about quotes and the source they stand in."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.words.messages import Message, message

CITATIONS: Final[Mapping[str, Message]] = {
    "POL-501": message(
        "the source text cannot be used: {reason}",
        "原文无法使用：{reason}",
        "a UTF-8 text with consistently numbered clauses",
        "UTF-8 编码、条款编号连贯的文本",
    ),
    "POL-502": message(
        "the source has no clause {clause}",
        "原文没有条款 {clause}",
        "a clause of the source",
        "原文中的条款",
    ),
    "POL-503": message(
        "the quote does not stand in clause {clause}",
        "条款 {clause} 中没有这段引文",
        "words of the source, as they stand; the nearest are in {nearest_clause}: “{nearest}”",
        "原文原话；最接近的在 {nearest_clause}：“{nearest}”",
    ),
    "POL-504": message(
        "the quote does not stand in clause {clause} but in {actual}",
        "引文不在条款 {clause}，而在 {actual}",
        "the clause that the words stand in",
        "引文所在的条款",
    ),
    "POL-505": message(
        "the quote has no words",
        "引文没有文字",
        "words of clause {clause}",
        "条款 {clause} 中的原话",
    ),
    "POL-506": message(
        "the quote stands nowhere in the source",
        "原文中没有这段引文",
        "words of clause {clause}, as they stand",
        "条款 {clause} 中的原话",
        "copy the words from the source text",
        "从原文复制文字",
    ),
}
