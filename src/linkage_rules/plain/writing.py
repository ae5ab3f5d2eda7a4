"""From results to plain data and JSON text: values, phrases, days, and the head of a document."""

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs
from attrs import frozen

from linkage_rules.model.norms import Interval
from linkage_rules.model.periods import CALENDAR_PERIOD
from linkage_rules.model.spans import Span
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER, Period, Value
from linkage_rules.words.messages import Phrase

Plain: TypeAlias = dict[str, Any]
"""An object of JSON."""


@frozen
class Format:
    """The name of a kind of document, and the version of what it holds.

    The version goes up when a reader of the older one could misread the newer one.
    """

    name: str
    version: int

    @property
    def head(self) -> Plain:
        """The first entries of every document of the format."""
        return {"format": f"linkage-rules/{self.name}", "format_version": self.version}


FORMATS: Final[Mapping[str, Format]] = {
    name: Format(name, version)
    for name, version in {
        "decision": 3,
        "summary": 1,
        "review": 1,
        "advice": 1,
        "difference": 1,
        "analysis": 1,
        "check": 1,
        "test": 1,
        "replay": 1,
        "replays": 1,
        "timeline": 1,
        "source": 1,
        "agenda": 1,
        "built-policy": 1,
    }.items()
}
"""The formats of all documents that are written, by name."""


def written(document: object) -> str:
    """A document as JSON text in UTF-8 characters, ending in a newline."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def on_one_line(data: object) -> str:
    """Plain data as JSON on a single line, for output that is written record by record."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False)


def plain(value: Any) -> Any:
    """Anything as plain data; see the table of `linkage_rules.plain`.

    Raises `TypeError` for anything else, such as a floating point number.

    >>> plain(Interval(date(2023, 1, 1))), plain((Phrase("yes", "是"), Fraction(1, 3)))
    ({'from': '2023-01-01', 'to': None}, [{'en': 'yes', 'zh': '是'}, '1/3'])
    """
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case Phrase(en=en, zh=zh):
            return {"en": en, "zh": zh}
        case date() | Fraction():
            return exact(value)
        case tuple() | list():
            return [plain(element) for element in value]
        case Mapping():
            return {str(plain(name)): plain(part) for name, part in value.items()}
        case Interval(start=start, end=end):
            return {"from": plain(start), "to": plain(end)}
        case Span(file=file, line=line, column=column):
            return {"file": file, "line": line, "column": column}
    if attrs.has(type(value)):
        return chosen(value, *(field.name for field in attrs.fields(type(value))))
    raise TypeError(f"{type(value).__qualname__} is no plain data")


def chosen(value: object, *names: str) -> Plain:
    """The named attributes of an object, as plain data.

    >>> chosen(date(2023, 5, 1), "year", "month")
    {'year': 2023, 'month': 5}
    """
    return {name: plain(getattr(value, name)) for name in names}


_TAGS: Final[Mapping[Scalar, str]] = {
    Scalar.YES_NO: "yes_no",
    Scalar.WHOLE: "whole",
    Scalar.NUMBER: "number",
    Scalar.MONEY: "money",
    Scalar.DATE: "date",
    Scalar.PERIOD: "period",
    Scalar.TEXT: "text",
}


def tagged(value: Value, type_: Type) -> Plain:
    """A value with its type; ``null`` is unknown.

    Money is whole fen. A number or a computed amount that is not whole is a text ``n/d``, a date
    is ISO 8601, and so is a period: ``P36M15D``. Nothing is a floating point number.

    >>> tagged(Fraction(1, 3), Scalar.MONEY), tagged(None, Scalar.DATE)
    ({'type': 'money', 'value': '1/3'}, {'type': 'date', 'value': None})
    >>> tagged((True,), ListType(Scalar.YES_NO))
    {'type': 'list', 'value': [{'type': 'yes_no', 'value': True}]}
    """
    match type_:
        case EnumType(name=name):
            return {"type": "enum", "enum": name, "value": value}
        case ListType(element=element):
            listed = [tagged(item, element) for item in value] if isinstance(value, tuple) else None
            return {"type": "list", "value": listed}
        case RecordType(name=name) if type_ == CALENDAR_PERIOD and isinstance(value, Mapping):
            edges = {edge: tagged(day, Scalar.DATE) for edge, day in value.items()}
            return {"type": "record", "record": name, "value": edges}
        case RecordType(name=name, fields=fields):
            parts = (
                {field.name: tagged(value[field.name], field.type) for field in fields}
                if isinstance(value, Mapping)
                else None
            )
            return {"type": "record", "record": name, "value": parts}
        case scalar:
            return {"type": _TAGS[scalar], "value": exact(value)}


def exact(value: Value) -> str | int | None:
    """A single value as JSON can hold it without loss. Raises `TypeError` for any other."""
    match value:
        case Fraction(numerator=numerator, denominator=denominator):
            return numerator if denominator == 1 else f"{numerator}/{denominator}"
        case Period(months=months, days=days):
            return f"P{months}M{days}D"
        case date():
            return "never" if value == NEVER else value.isoformat()
        case str() | int() | None:
            return value
    raise TypeError(f"{value!r} is not a single value")
