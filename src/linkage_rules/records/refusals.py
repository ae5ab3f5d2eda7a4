"""Why a value is refused, in words for the person who has to correct it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar, Type
from linkage_rules.model.values import Period
from linkage_rules.records.limits import MAX_TEXT
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, Reason, enumerated, reason
from linkage_rules.words.showing import printable

_MOST_LISTED = 12

_SCALARS: Final = {
    Scalar.YES_NO: Phrase("yes or no (also true, false, 是, 否)", "是或否（也可写 yes、no）"),
    Scalar.WHOLE: Phrase("a whole number such as 12", "整数，如 12"),
    Scalar.NUMBER: Phrase(
        'a number such as 12 or 0.5, or text such as "0.3" or "30%"',
        "数，如 12、0.5，或文本 “0.3”“30%”",
    ),
    Scalar.MONEY: Phrase(
        'an amount with its unit, such as "120万元" or "12.50 yuan", or a whole number of fen',
        "带单位的金额，如 “120万元”“12.50元”，或以分计的整数",
    ),
    Scalar.DATE: Phrase(
        'a day such as "2022-12-07" or "2022年12月7日"', "日期，如 “2022-12-07”“2022年12月7日”"
    ),
    Scalar.PERIOD: Phrase(
        'a period such as "3 years", "6 months" or "15 days"', "时长，如 “3年”“6个月”“15天”"
    ),
    Scalar.TEXT: Phrase(f"text of at most {MAX_TEXT} characters", f"不超过{MAX_TEXT}字的文本"),
}


def described(type_: Type) -> Phrase:
    """The words for what a value of a type looks like.

    >>> described(ListType(Scalar.WHOLE)).en
    'a list; each element is a whole number such as 12'
    """
    if isinstance(type_, Scalar):
        return _SCALARS[type_]
    if isinstance(type_, EnumType):
        names = _names(type_.members)
        return Phrase(f"one of: {names.en}", f"以下之一：{names.zh}")
    if isinstance(type_, RecordType):
        name, fields = called(type_), _names(type_.fields)
        return Phrase(
            f"a record of {name.en} with fields such as {fields.en}"
            if type_.fields
            else f"a record of {name.en}",
            f"“{name.zh}”记录，字段如 {fields.zh}" if type_.fields else f"“{name.zh}”记录",
        )
    if isinstance(type_.element, ListType):
        return Phrase("a list of lists", "由列表组成的列表")
    element = described(type_.element)
    return Phrase(f"a list; each element is {element.en}", f"列表，每个元素为{element.zh}")


def fields_of(record_type: RecordType) -> Phrase:
    """The words for the fields that a record of a type may have."""
    name, fields = called(record_type), _names(record_type.fields)
    return Phrase(f"a field of {name.en}: {fields.en}", f"“{name.zh}”的字段：{fields.zh}")


def kind_of(value: object) -> Phrase:
    """The words for the type of a value.

    >>> kind_of("120").en, kind_of(3).zh
    ('text', '整数')
    """
    for types, kind in _KINDS:
        if isinstance(value, types):
            return kind
    name = printable(type(value).__name__)
    return Phrase(f"a Python {name}", f"Python 的 {name}")


_KINDS: Final[tuple[tuple[type | tuple[type, ...], Phrase], ...]] = (
    (bool, Phrase("yes or no", "“是/否”值")),
    (Enum, Phrase("a member of a Python enum", "Python 枚举成员")),
    (str, Phrase("text", "文本")),
    (int, Phrase("a whole number", "整数")),
    ((float, Decimal, Fraction), Phrase("a number", "数")),
    (datetime, Phrase("a date with a time of day", "带时刻的日期")),
    (date, Phrase("a date", "日期")),
    (Period, Phrase("a period", "时长")),
    ((list, tuple), Phrase("a list", "列表")),
    (Mapping, Phrase("a record", "记录")),
)


def _names(named: tuple[Field, ...] | tuple[Member, ...]) -> Phrase:
    names = [called(one) for one in named[:_MOST_LISTED]]
    return enumerated(names + [Phrase("…", "…")] * (len(named) > _MOST_LISTED))


# Longer texts are not compared, because likeness takes quadratic time.
_LONGEST_COMPARED = 60


class RefusedValueError(Exception):
    """A value is refused: why, and the likely fix. The place is added by the caller."""

    def __init__(self, why: Reason, hint: Phrase | None = None) -> None:
        super().__init__(why, hint)
        self.why = why
        self.hint = hint


def wrong_type(value: object, hint: Phrase | None = None) -> RefusedValueError:
    kind = kind_of(value)
    why = reason("REC-201", f"wrong type, this is {kind.en}", f"类型不符，这是{kind.zh}")
    return RefusedValueError(why, hint)


def did_you_mean(text: str, spellings: tuple[str, ...]) -> Phrase | None:
    """The hint with the spelling most like a text, or None if none is like it.

    >>> did_you_mean("Ammount", ("amount", "金额")).en
    'did you mean amount?'
    """
    near = _nearest(text, spellings) if len(text) <= _LONGEST_COMPARED else None
    return Phrase(f"did you mean {near}?", f"是否想写 {near}？") if near else None


# Kept, because the same mistake is often made in every record of a file.
@lru_cache(maxsize=1024)
def _nearest(text: str, spellings: tuple[str, ...]) -> str | None:
    folded = {spelling.casefold(): spelling for spelling in reversed(spellings)}
    near = get_close_matches(text.strip().casefold(), folded, n=1)
    return folded[near[0]] if near else None
