"""The problems that validation finds, each built from where it is and what stands there."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from linkage_rules.model.types import Field, RecordType, Scalar, Type
from linkage_rules.records.descriptions import described, fields_of
from linkage_rules.records.limits import MAX_DEPTH, MAX_VALUES
from linkage_rules.records.problems import Problem
from linkage_rules.records.refusals import RefusedValueError, did_you_mean
from linkage_rules.words.literals import write_date, write_money, write_number
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import part, shown

Measure: TypeAlias = int | Fraction | date
"""A value of a type that has an order."""

_NO_RECORD_TYPE: Final = Phrase("no such record type", "没有这个记录类型")
_UNKNOWN_FIELD: Final = Phrase("unknown field", "没有这个字段")
_NOT_TEXT: Final = Phrase("a field name that is not text", "字段名不是文本")
_MISSING: Final = Phrase("missing, although the field is required", "必填字段未填报")
_GIVEN_TWICE: Final = Phrase("the field is given twice", "字段重复填写")
_ONCE: Final = Phrase(
    "each field once, by its name or by its label", "每个字段只填一次，用名称或标签"
)
_TOO_DEEP: Final = Phrase(f"nested deeper than {MAX_DEPTH} levels", f"嵌套超过{MAX_DEPTH}层")
_TOO_MANY: Final = Phrase(
    f"the record has more than {MAX_VALUES} values", f"记录中的值超过{MAX_VALUES}个"
)


def no_record_type(name: str, record_types: Iterable[RecordType]) -> Problem:
    """A record type that was asked for by a name that none has."""
    known = tuple(record_types)
    expected = Phrase(", ".join(r.name for r in known), "、".join(r.label or r.name for r in known))
    hint = did_you_mean(name, tuple(s for r in known for s in (r.name, r.label) if s))
    return Problem("", shown(name), _NO_RECORD_TYPE, expected, hint)


def refused(
    path: str, value: object, type_: Type, refusal: RefusedValueError, label: str | None
) -> Problem:
    return Problem(path, shown(value), refusal.why, described(type_), refusal.hint, label)


def unknown_field(path: str, key: object, value: object, record_type: RecordType) -> Problem:
    """A key that is no field; the near name is in the language the key is written in."""
    expected = fields_of(record_type)
    if not isinstance(key, str):
        return Problem(path, shown(key), _NOT_TEXT, expected)
    hint = did_you_mean(key, tuple(record_type.by_spelling))
    return Problem(part(path, key), shown(value), _UNKNOWN_FIELD, expected, hint)


def missing(path: str, field: Field) -> Problem:
    hint = Phrase(f"add the field {field.name}", f"请填写“{field.label or field.name}”")
    return Problem(path, "", _MISSING, described(field.type), hint, field.label)


def given_twice(path: str, value: object, field: Field) -> Problem:
    return Problem(path, shown(value), _GIVEN_TWICE, _ONCE, label=field.label)


def below(path: str, value: object, least: Measure, type_: Type, label: str | None) -> Problem:
    """A value under the least one allowed, which is given in the unit of the type."""
    bound = _measured(least, type_)
    if isinstance(least, date):
        why = Phrase(f"earlier than {bound.en}", f"早于 {bound.zh}")
        expected = Phrase(f"{bound.en} or later", f"不早于 {bound.zh}")
    else:
        why = Phrase(f"less than {bound.en}", f"小于 {bound.zh}")
        expected = Phrase(f"at least {bound.en}", f"不小于 {bound.zh}")
    return Problem(path, shown(value), why, expected, label=label)


def above(path: str, value: object, most: Measure, type_: Type, label: str | None) -> Problem:
    """A value over the greatest one allowed, which is given in the unit of the type."""
    bound = _measured(most, type_)
    if isinstance(most, date):
        why = Phrase(f"later than {bound.en}", f"晚于 {bound.zh}")
        expected = Phrase(f"{bound.en} or earlier", f"不晚于 {bound.zh}")
    else:
        why = Phrase(f"more than {bound.en}", f"大于 {bound.zh}")
        expected = Phrase(f"at most {bound.en}", f"不大于 {bound.zh}")
    return Problem(path, shown(value), why, expected, label=label)


def too_deep(path: str, found: str) -> Problem:
    expected = Phrase(f"at most {MAX_DEPTH} levels", f"不超过{MAX_DEPTH}层")
    return Problem(path, found, _TOO_DEEP, expected)


def too_many(path: str, value: object) -> Problem:
    expected = Phrase(
        f"at most {MAX_VALUES} fields and list elements in one record",
        f"一条记录的字段和列表元素合计不超过{MAX_VALUES}个",
    )
    return Problem(path, shown(value), _TOO_MANY, expected)


def _measured(bound: Measure, type_: Type) -> Phrase:
    if isinstance(bound, date):
        return Phrase(write_date(bound, "en"), write_date(bound, "zh"))
    if type_ is Scalar.MONEY:
        return Phrase(write_money(bound, "en"), write_money(bound, "zh"))
    return Phrase(write_number(bound), write_number(bound))
