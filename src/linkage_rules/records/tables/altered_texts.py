"""Texts that a spreadsheet or a program has altered, or probably has."""

import re
from typing import Final

from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.words.messages import Phrase, reason

_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONGEST: Final = 40
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2,3}")
_SHORTENED: Final = reason(
    "CEL-301",
    "a number that a spreadsheet has shortened: the digits left out are lost, and several "
    "numbers look the same",
    "数字被电子表格改成了科学计数法：省略的各位已经丢失，不同的编号会变得相同",
)
_SAVE_DIGITS: Final = Phrase(
    "in the original workbook give the column the format “text”, type the values again and save "
    "it anew",
    "在原工作簿中把该列设为“文本”格式，重新填写后再另存",
)
_LOOKS: Final = (
    (
        re.compile(r"[0-9]{15}0{2,}"),
        Phrase(
            "ends in zeros behind 15 digits, as spreadsheets leave them; check it",
            "15位以后全是 0，可能被电子表格改动，请核对",
        ),
    ),
    (
        re.compile(
            r"[0-9]{1,2}月[0-9]{1,2}日"
            r"|(?:[0-9]{1,2}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:-[0-9]{1,2})?",
            re.IGNORECASE,
        ),
        Phrase(
            "looks like a day that a spreadsheet has made of a text such as 1-2; check it",
            "像是电子表格把“1-2”之类的文字改成了日期，请核对",
        ),
    ),
    (
        re.compile(r"[0-9]+\.0"),
        Phrase(
            "looks like a number that a program has given a decimal; taken as it stands",
            "像是程序给编号加上了小数，按原样读取",
        ),
    ),
)


def unescaped(text: str) -> str:
    """The text of a cell with the escapes (``_x000D_``) of characters that XML does not allow
    resolved.

    >>> unescaped("甲村_x000D_\\n乙村"), unescaped("_x005F_x000D_")
    ('甲村\\n乙村', '_x000D_')
    """
    if "_x" not in text:
        return text
    return _ESCAPED.sub(_character, text).replace("\r\n", "\n").replace("\r", "")


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    # A lone surrogate is no character and is left as it is.
    return match[0] if 0xD800 <= number < 0xE000 else chr(number)


def altered(text: str) -> Phrase | None:
    """The note on a text that was probably altered; None for any other text.

    Raises `RefusedValueError` where it is certain that something is lost.

    >>> altered("1月2日").en
    'looks like a day that a spreadsheet has made of a text such as 1-2; check it'
    >>> altered("4.30321E+17")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    linkage_rules.records.refusals.RefusedValueError: ...
    """
    if not text[:1].isalnum() or len(text) > _LONGEST:
        return None
    if _SCIENTIFIC.fullmatch(text):
        raise RefusedValueError(_SHORTENED, _SAVE_DIGITS)
    return next((said for look, said in _LOOKS if look.fullmatch(text)), None)
