"""Checking plain data against a record type: a record, or every problem with its place."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from traceback import format_exception_only
from typing import Any, Final, Literal, TypeAlias

from attrs import Factory, define

from linkage_rules.errors import ArgumentError
from linkage_rules.model.types import ORDERED, EnumType, Field, ListType, RecordType, Type
from linkage_rules.model.values import Record, Value
from linkage_rules.records.given import Unreadable, elements, entries, plain
from linkage_rules.records.limits import MAX_DEPTH, MAX_VALUES
from linkage_rules.records.problems import Problem, ProblemList, RecordError
from linkage_rules.records.refusals import (
    RefusedValueError,
    described,
    did_you_mean,
    fields_of,
    wrong_type,
)
from linkage_rules.records.scalars import READERS, read_enum
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import excerpt, part, shown
from linkage_rules.words.told_values import in_words

Measure: TypeAlias = int | Fraction | date
"""A value of a type that has an order."""

Extra: TypeAlias = Literal["forbid", "ignore"]
"""What to do with names that are no fields."""

_NO_RECORD_TYPE: Final = reason("REC-101", "no such record type", "没有这个记录类型")
_WHICH_RECORD_TYPE: Final = reason(
    "REC-115",
    "several record types may be meant, and none is named",
    "有多个记录类型，没有指明是哪一个",
)
_NO_TYPE_AT_ALL: Final = reason(
    "REC-116", "the policy declares no record type", "政策没有声明记录类型"
)
_SOME_TYPE: Final = Phrase("a policy that declares record types", "声明了记录类型的政策")
_NAME_IT: Final = Phrase("name one: record_type=…", "请指明：record_type=…")
_UNKNOWN_FIELD: Final = reason("REC-102", "unknown field", "没有这个字段")
_NOT_TEXT: Final = reason("REC-103", "a field name that is not text", "字段名不是文本")
_MISSING: Final = reason("REC-104", "missing, although the field is required", "必填字段未填报")
_GIVEN_TWICE: Final = reason("REC-105", "the field is given twice", "字段重复填写")
_ONCE: Final = Phrase(
    "each field once, by its name or by its label", "每个字段只填一次，用名称或标签"
)
_UNREADABLE: Final = reason("REC-117", "reading the attribute raised an error", "读取属性时出错")
_LOAD_FIRST: Final = Phrase(
    "load it before it is asked for (such as with selectinload), or give a dict without it",
    "请事先载入（如用 selectinload），或改为提供不含它的 dict",
)
_TOO_DEEP: Final = reason(
    "REC-106", f"nested deeper than {MAX_DEPTH} levels", f"嵌套超过{MAX_DEPTH}层"
)
_TOO_MANY: Final = reason(
    "REC-107", f"the record has more than {MAX_VALUES} values", f"记录中的值超过{MAX_VALUES}个"
)


def no_record_type(name: str, record_types: Iterable[RecordType]) -> Problem:
    """The problem that no record type has the name that was asked for."""
    known = tuple(record_types)
    hint = did_you_mean(name, tuple(s for r in known for s in (r.name, r.label) if s))
    return Problem("", shown(name), _NO_RECORD_TYPE, _one_of(known), hint)


def which_record_type(record_types: Sequence[RecordType]) -> Problem:
    """The problem that no record type was named although there are several, or none."""
    if not record_types:
        return Problem("", "", _NO_TYPE_AT_ALL, _SOME_TYPE)
    return Problem("", "", _WHICH_RECORD_TYPE, _one_of(record_types), _NAME_IT)


def _one_of(known: Sequence[RecordType]) -> Phrase:
    names = (", ".join(r.name for r in known), "、".join(r.label or r.name for r in known))
    return Phrase(*names)


def refused(
    path: str, value: object, type_: Type, refusal: RefusedValueError, label: str | None
) -> Problem:
    return Problem(path, shown(value), refusal.why, described(type_), refusal.hint, label)


def unknown_field(path: str, key: object, value: object, record_type: RecordType) -> Problem:
    """The problem of a key that is no field; the suggested name is in the language of the key."""
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


def unreadable(path: str, value: Unreadable, type_: Type, label: str | None) -> Problem:
    """The problem of an attribute whose reading raised an error, as with lazy loading."""
    told = excerpt("".join(format_exception_only(value.error)))
    return Problem(path, told, _UNREADABLE, described(type_), _LOAD_FIRST, label)


def below(path: str, value: object, least: Measure, type_: Type, label: str | None) -> Problem:
    """The problem of a value below the minimum; the message gives it in the unit of the type."""
    bound = in_words(least, type_)
    if isinstance(least, date):
        why = reason("REC-108", f"earlier than {bound.en}", f"早于 {bound.zh}")
        expected = Phrase(f"{bound.en} or later", f"不早于 {bound.zh}")
    else:
        why = reason("REC-109", f"less than {bound.en}", f"小于 {bound.zh}")
        expected = Phrase(f"at least {bound.en}", f"不小于 {bound.zh}")
    return Problem(path, shown(value), why, expected, label=label)


def above(path: str, value: object, most: Measure, type_: Type, label: str | None) -> Problem:
    """The problem of a value above the maximum; the message gives it in the unit of the type."""
    bound = in_words(most, type_)
    if isinstance(most, date):
        why = reason("REC-110", f"later than {bound.en}", f"晚于 {bound.zh}")
        expected = Phrase(f"{bound.en} or earlier", f"不晚于 {bound.zh}")
    else:
        why = reason("REC-111", f"more than {bound.en}", f"大于 {bound.zh}")
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


def validate(
    data: object,
    record_type: RecordType,
    *,
    from_attributes: bool = False,
    extra: Extra = "forbid",
) -> Record:
    """Check data against a record type and bring every value into the form the engines use.

    ``data`` is a mapping from field names or labels to values, a pydantic model, an attrs or
    dataclass instance, a named tuple, a row of a database, a series of pandas. With
    ``from_attributes`` any other object will do, such as one of an ORM: its attributes that are
    named like fields are read. With ``extra="ignore"`` other names are passed over.
    The result is a new ``dict`` with every field of the type under its ASCII name; what is absent
    or ``None`` is ``None``, which means unknown, and so are NaN, NaT and ``pd.NA``; where a
    policy says what a blank field means, an absent one is that. The values are
    those of ``model.values``, and scalars of NumPy and pandas are taken for what they hold:

    ======== =======================================================================
    yes/no   a ``bool``, or the text yes, no, 是, 否; never 0 or 1
    whole    an ``int``, or a ``Decimal``, ``Fraction`` or ``float`` that is whole
    number   ``int``, ``Fraction``, ``Decimal``; a ``float`` if it equals the decimal
             it prints as; text such as "0.3" or "30%"
    money    whole fen as a number, or text with a unit such as "120万元"
    date     a ``date`` (no ``datetime``, but midnight of pandas or NumPy, which have no
             days), or text such as "2022-12-07"
    period   a `Period`, or text such as "3 years"
    text     a ``str`` of at most 100,000 characters
    enum     the name or label of a member, or a Python enum member so named or valued
    list     a ``list``, ``tuple``, array or series; an element that is ``None`` is an
             unknown element
    record   as ``data`` itself
    ======== =======================================================================

    The bounds of a field hold for its value, or for each element of its list. Numbers reach at
    most 10^18; a record has at most 1,000,000 values and 32 levels. The time taken is bounded by
    the size of the data, whatever refers to itself in it.

    Raises `RecordError` with all problems of the record at once, and ValueError for an ``extra``
    that does not exist. ``docs/python.md`` tells all that is taken.

    >>> from linkage_rules.model.types import Scalar
    >>> project = RecordType("Project", "项目", (Field("amount", "金额", Scalar.MONEY),
    ...                                          Field("operating", "经营性", Scalar.YES_NO)))
    >>> validate({"金额": "120万元"}, project)
    {'amount': 120000000, 'operating': None}
    >>> validate({"amount": "12.345元"}, project)
    Traceback (most recent call last):
    linkage_rules.records.problems.RecordError: The record has 1 problem:
    amount: not a whole number of fen
      found: "12.345元"
      expected: an amount with its unit, such as "120万元" or "12.50 yuan", or a whole number of fen
      hint: give the amount to the fen: two decimals of a yuan
    """
    if extra not in ("forbid", "ignore"):
        raise ArgumentError(
            "ASK-109",
            "extra",
            f"extra is 'forbid' or 'ignore', not {shown(extra)}",
            f"extra 应为 forbid 或 ignore，而不是 {shown(extra)}",
        )
    walk = _Walk(from_attributes, extra)
    record = walk.record("", plain(data), record_type, 1)
    if record is None or walk.found.problems:
        raise RecordError(tuple(walk.found.problems), walk.found.omitted)
    return record


_GIVE_A_DICT = Phrase(
    "give a dict, or an attrs or dataclass instance", "请提供 dict，或 attrs、dataclass 的实例"
)
_FROM_ATTRIBUTES = Phrase(
    "give a dict, a model, dataclass or attrs instance; of any other object the attributes are "
    "read with from_attributes=True",
    "请提供 dict，或模型、dataclass、attrs 的实例；其他对象请加 from_attributes=True 按属性读取",
)
_NO_FIELDS = Phrase(
    "give an object that has attributes named like the fields", "请提供属性与字段同名的对象"
)
_GIVE_A_LIST = Phrase(
    "write a list, also for a single element: […]", "只有一个元素时也请写成列表：[…]"
)


@define
class _Walk:
    """Checks the data of one record. A value that is refused is reported, and None."""

    from_attributes: bool
    extra: Extra
    found: ProblemList = Factory(ProblemList)
    left: int = MAX_VALUES

    def record(
        self,
        path: str,
        data: object,
        record_type: RecordType,
        depth: int,
        label: str | None = None,
    ) -> dict[str, Value] | None:
        given = entries(data, record_type, self.from_attributes)
        if given is None:
            refusal = wrong_type(data, self._meant(data))
            self.found.report(refused, path, data, record_type, refusal, label)
            return None
        if not self._within_limits(path, data, len(given), depth):
            return None
        prefix = f"{path}." if path else ""
        by_spelling = record_type.by_spelling
        read: dict[str, Value] = {}
        for key, value in given:
            field = by_spelling.get(key) if isinstance(key, str) else None
            if field is None:
                if self.extra == "forbid" or not isinstance(key, str):
                    self.found.report(unknown_field, path, key, value, record_type)
            elif field.name in read:
                self.found.report(given_twice, prefix + field.name, value, field)
            else:
                read[field.name] = self._field(prefix + field.name, value, field, depth)
        for field in record_type.fields:
            if field.name not in read:
                self._field(prefix + field.name, None, field, depth)
                read[field.name] = field.blank
        return {field.name: read[field.name] for field in record_type.fields}

    def _field(self, path: str, given: object, field: Field, depth: int) -> Value:
        value = plain(given)
        if value is not None:
            return self._value(path, value, field.type, field, depth + 1)
        if field.required:
            self.found.report(missing, path, field)
        return None

    def _value(self, path: str, value: object, type_: Type, field: Field, depth: int) -> Value:
        """The checked value; ``field`` is the field that holds it, directly or in a list."""
        if isinstance(value, Unreadable):
            self.found.report(unreadable, path, value, type_, field.label)
            return None
        if isinstance(type_, RecordType):
            return self.record(path, value, type_, depth, field.label)
        if isinstance(type_, ListType):
            return self._list(path, value, type_, field, depth)
        try:
            if isinstance(type_, EnumType):
                return read_enum(value, type_)
            taken = READERS[type_](value)
        except RefusedValueError as refusal:
            self.found.report(refused, path, value, type_, refusal, field.label)
            return None
        if type_ in ORDERED:
            self._check_bounds(path, value, taken, type_, field)
        return taken

    def _list(
        self, path: str, value: object, type_: ListType, field: Field, depth: int
    ) -> tuple[Value, ...] | None:
        given = elements(value, self.from_attributes, self.left)
        if isinstance(given, Unreadable):
            self.found.report(unreadable, path, given, type_, field.label)
            return None
        if given is None:
            refusal = wrong_type(value, _GIVE_A_LIST)
            self.found.report(refused, path, value, type_, refusal, field.label)
            return None
        if not self._within_limits(path, value, len(given), depth):
            return None
        return tuple(
            None
            if element is None
            else self._value(f"{path}[{index}]", element, type_.element, field, depth + 1)
            for index, element in enumerate(map(plain, given))
        )

    def _meant(self, data: object) -> Phrase:
        """What to pass instead of an object that is no record."""
        if type(data).__module__ == "builtins":
            return _GIVE_A_DICT
        return _NO_FIELDS if self.from_attributes else _FROM_ATTRIBUTES

    # `Any`, because type checkers cannot know that values which were read by one type can be
    # compared.
    def _check_bounds(
        self, path: str, value: object, taken: Any, type_: Type, field: Field
    ) -> None:
        least: Any = field.minimum
        most: Any = field.maximum
        if least is not None and taken < least:
            self.found.report(below, path, value, least, type_, field.label)
        if most is not None and taken > most:
            self.found.report(above, path, value, most, type_, field.label)

    def _within_limits(self, path: str, value: object, size: int, depth: int) -> bool:
        if depth > MAX_DEPTH:
            self.found.report(too_deep, path, shown(value))
            return False
        if size > self.left:
            self.found.report(too_many, path, value)
            return False
        self.left -= size
        return True
