"""Writing a mapping as a mapping file, which reads back as the same mapping."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from linkage_rules.model.types import ListType, Scalar, Type
from linkage_rules.model.values import Period, Value
from linkage_rules.records.tables.mapping import Column, ColumnMapping
from linkage_rules.words import literals


def written_mapping(mapping: ColumnMapping) -> str:
    """A mapping as the text of a mapping file.

    >>> from linkage_rules.model.types import Field, RecordType
    >>> from linkage_rules.records.tables.mapping import plain_mapping
    >>> village = RecordType("Village", "村", (Field("name", "名称", Scalar.TEXT),))
    >>> print(written_mapping(plain_mapping(village)))
    name = "村"
    record_type = "Village"
    <BLANKLINE>
    [[column]]
    headings = ["名称", "name"]
    field = "name"
    <BLANKLINE>
    """
    lines = [
        f"name = {_text(mapping.name)}",
        f"record_type = {_text(mapping.record_type.name)}",
    ]
    if mapping.sheet is not None:
        lines.append(f"sheet = {_text(mapping.sheet)}")
    if mapping.heading_rows is not None:
        lines.append(f"heading_rows = {list(mapping.heading_rows)}")
    for column in mapping.columns:
        lines += ["", *_column(column)]
    if mapping.fixed:
        lines += ["", "[fixed]"]
        lines += [
            f"{_text(one.target.path)} = {_value(one.value, one.target.field.type)}"
            for one in mapping.fixed
        ]
    rows = {"totals": mapping.totals, "notes": mapping.notes}
    if any(rows.values()):
        lines += ["", "[rows]"]
        lines += [f"{name} = {_texts(words)}" for name, words in rows.items() if words]
    return "\n".join(lines) + "\n"


def _column(column: Column) -> Iterator[str]:
    yield "[[column]]"
    yield from _one_or_several("heading", column.headings)
    yield from _one_or_several("field", tuple(target.path for target in column.targets))
    if column.unit is not None:
        yield f"unit = {_text(column.unit)}"
    if column.unit_as is not None:
        yield f"unit_as = {_text(column.unit_as)}"
    if column.needed:
        yield "needed = true"
    if column.or_row_number:
        yield 'otherwise = "row number"'
    if column.month_ends:
        yield 'month = "last"'
    if column.spellings:
        yield "[column.spellings]"
        yield from _spellings(column.spellings)


def _one_or_several(name: str, texts: tuple[str, ...]) -> Iterator[str]:
    if len(texts) == 1:
        yield f"{name} = {_text(texts[0])}"
    else:
        yield f"{name}s = {_texts(texts)}"


def _spellings(spellings: Mapping[str, str | bool]) -> Iterator[str]:
    for word, value in spellings.items():
        yield f"{_text(word)} = {_plain(value)}"


def _plain(value: str | bool) -> str:
    return _text(value) if isinstance(value, str) else _TRUTH[value]


_TRUTH: Final = {True: "true", False: "false"}


def _value(value: Value, type_: Type) -> str:
    """A fixed value as it is read back: exact, and with its unit."""
    match value:
        case bool():
            return _TRUTH[value]
        case str():
            return _text(value)
        case tuple():
            assert isinstance(type_, ListType)
            return f"[{', '.join(_value(one, type_.element) for one in value)}]"
        case date():
            return _text(literals.write_date(value, "zh"))
        case Period():
            return _text(literals.write_period(value, "zh"))
        case int() | Fraction() if type_ is Scalar.MONEY:
            return _text(literals.write_money(value, "zh"))
        case int() | Fraction():
            return _text(literals.as_written(value)) if isinstance(value, Fraction) else str(value)
    raise AssertionError("a mapping fixes no values of other types")


def _texts(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _text(text: str) -> str:
    """A text as a string in TOML, which for printable characters is the same as in JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
