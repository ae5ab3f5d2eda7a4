"""The JSON Schema (2020-12) of records of a type, for other programs.

The schema accepts what `validation` accepts, as far as a schema can tell: names, types, forms of
texts, bounds of numbers, required fields, unknown values. It refuses nothing that is valid, but for
the few forms that ``docs/python.md`` lists; it cannot check everything (a bound on an amount that
is written as text, a day that is not in the calendar).
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from importlib.resources import files
from string import Formatter
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

from attrs import Factory, frozen

from linkage_rules.errors import ArgumentError, not_a
from linkage_rules.model.types import (
    ORDERED,
    EnumType,
    Field,
    ListType,
    Only,
    RecordType,
    Scalar,
    Type,
)
from linkage_rules.model.values import MAX_MAGNITUDE, NEVER, Period
from linkage_rules.records.limits import MAX_TEXT, MAX_VALUES
from linkage_rules.records.refusals import described
from linkage_rules.words import literals
from linkage_rules.words.called import Named
from linkage_rules.words.keywords import BY_TERMINAL
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import shown
from linkage_rules.words.told_values import in_words

Schema: TypeAlias = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

HERE: Final = "#/$defs/{name}"
"""The reference by which a schema finds the types that it names: within itself."""

_REQUIRED: Final = Phrase("Required.", "必填。")
_OPTIONAL: Final = Phrase("Unknown if absent or null.", "不填或填 null 即未知。")
_UNKNOWN: Final = {"type": "null"}
_CHANGEABLE: Final = Phrase("It can still be changed.", "还可以改变。")
_ONLY: Final[Mapping[Only, Phrase]] = {
    Only.RAISED: Phrase("It can still be raised.", "还可以提高。"),
    Only.LOWERED: Phrase("It can still be lowered.", "还可以降低。"),
    Only.KEPT: Phrase(
        "It can still be brought about; it is not withdrawn.", "可以落实，不予撤回。"
    ),
}
_LONGEST_LITERAL: Final = 100
_AT_LEAST: Final = Phrase("at least {bound}", "不小于 {bound}")
_AT_MOST: Final = Phrase("at most {bound}", "不大于 {bound}")
_FIRST: Final = Phrase("{bound} or later", "不早于 {bound}")
_LAST: Final = Phrase("{bound} or earlier", "不晚于 {bound}")


def json_schema(record_type: RecordType, *, by_label: bool = False, refer: str = HERE) -> Schema:
    """A JSON Schema (2020-12) of records of a type, with the types they hold under ``$defs``.

    Fields bear their ASCII names, or with ``by_label`` their labels, where they have one. Members
    of enums may be given by either. ``refer`` is the reference to a type, with ``{name}`` for its
    name; whoever embeds the schema in another document moves ``$defs`` there.

    Raises `ArgumentError` for a ``refer`` that is no text, or has not ``{name}`` alone in braces.

    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY, required=True),))
    >>> schema = json_schema(fund)
    >>> schema["title"], schema["required"], schema["properties"]["amount"]["title"]
    ('资金 (Fund)', ['amount'], '金额 (amount)')
    """
    writer = _Writer(by_label, _with_a_name(refer))
    schema = writer.record(record_type)
    held = {name: part for name, part in writer.types.items() if part is not None}
    return {"$schema": DIALECT, **schema, **({"$defs": held} if held else {})}


def _with_a_name(refer: object) -> str:
    """``refer``, if it is a text with ``{name}`` and no other braces; else raises
    `ArgumentError`."""
    if not isinstance(refer, str):
        raise not_a("refer", "a text such as #/$defs/{name}", "文本，如 #/$defs/{name}", refer)
    with suppress(ValueError):
        fields = [part[1:] for part in Formatter().parse(refer) if part[1] is not None]
        if fields and all(field == ("name", "", None) for field in fields):
            return refer
    raise ArgumentError(
        "ASK-116",
        "refer",
        f"refer says where a type is found by {{name}} and by nothing else in braces, such as "
        f"#/$defs/{{name}}, not {shown(refer)}",
        f"refer 应以 {{name}} 写明类型所在之处，不得有其他花括号内容，如 #/$defs/{{name}}，"
        f"而不是 {shown(refer)}",
    )


@frozen
class _Writer:
    """Writes the parts of one schema. A type that is being written has its place in ``$defs``
    already."""

    by_label: bool
    refer: str
    types: dict[str, Schema | None] = Factory(dict)

    def record(self, type_: RecordType) -> Schema:
        keys = [((self.by_label and field.label) or field.name, field) for field in type_.fields]
        required = [key for key, field in keys if field.required]
        return {
            "title": title(type_),
            "type": "object",
            "properties": {key: self.field(field) for key, field in keys},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def field(self, field: Field) -> Schema:
        choices = self._choices(field.type, field)
        if not field.required:
            choices = [*choices, _UNKNOWN]
        told = {"title": title(field), "description": description(field), **_any_of(choices)}
        blank = _default(field)
        return told if blank is None else {**told, "default": blank}

    def _choices(self, type_: Type, field: Field) -> list[Schema]:
        """The schemas of the forms in which a value may be given, in a field or in a list."""
        match type_:
            case Scalar():
                return _scalar(type_, field)
            case ListType(element):
                elements = _any_of([*self._choices(element, field), _UNKNOWN])
                return [{"type": "array", "items": elements, "maxItems": MAX_VALUES}]
            case EnumType() | RecordType():
                return [{"$ref": self.refer.format(name=_in_pointer(self._named(type_)))}]

    def _named(self, type_: EnumType | RecordType) -> str:
        if type_.name not in self.types:
            self.types[type_.name] = None
            written = _enum(type_) if isinstance(type_, EnumType) else self.record(type_)
            self.types[type_.name] = written
        return type_.name


def field_schema(field: Field) -> Schema:
    """The schema of a field by itself, with the types that it refers to written in place."""
    writer = _Writer(by_label=False, refer=HERE)
    return written_out({**writer.field(field), "$defs": writer.types})


def shipped(name: str) -> Schema:
    """A schema that lies in the package as a file, as it is written there.

    >>> shipped("summary")["$schema"] == DIALECT
    True
    """
    schema: Schema = json.loads((files("linkage_rules") / f"{name}.schema.json").read_text("utf-8"))
    return schema


def written_out(schema: Schema) -> Schema:
    """A schema in which references to ``$defs`` are replaced by what they refer to.

    Where a type contains itself, the contents are left out from the second level on.
    """
    types = schema.get("$defs", {})

    def without(part: Any, inside: tuple[str, ...]) -> Any:
        if isinstance(part, list):
            return [without(element, inside) for element in part]
        if not isinstance(part, dict):
            return part
        name = unquote(str(part.get("$ref", "")).removeprefix("#/$defs/"))
        rest = {key: without(v, inside) for key, v in part.items() if key not in ("$ref", "$defs")}
        if "$ref" not in part:
            return rest
        if name in inside:
            return {"type": types[name].get("type", "object"), **rest}
        return {**without(types[name], (*inside, name)), **rest}

    found: Schema = without(schema, ())
    return found


def _default(field: Field) -> object:
    """The blank value of a field, in a form that it may be given in; None if it is unknown."""
    match field.blank:
        case date() as day:
            return "never" if day == NEVER else day.isoformat()
        case Period() as period:
            return literals.write_period(period, "zh")
        case Fraction() as number:
            return literals.write_number(number)
    return field.blank


def _in_pointer(name: str) -> str:
    """A name escaped for a reference; names of types may contain any characters."""
    return quote(name.replace("~", "~0").replace("/", "~1"), safe="")


def _enum(type_: EnumType) -> Schema:
    members = [(member.name, member.label) for member in type_.members]
    spellings = [spelling for member in members for spelling in member if spelling]
    labelled = [f"{name}：{label}" for name, label in members if label]
    return {
        "title": title(type_),
        **({"description": "\n".join(labelled)} if labelled else {}),
        "enum": [*dict.fromkeys(spellings)],
    }


def _scalar(scalar: Scalar, field: Field) -> list[Schema]:
    match scalar:
        case Scalar.YES_NO:
            spellings = (s for t in ("YES", "NO") for s in BY_TERMINAL[t].spellings)
            return [{"type": "boolean"}, {"enum": [*spellings]}]
        case Scalar.WHOLE:
            return [{"type": "integer", **_bounds(field)}]
        case Scalar.NUMBER:
            return [
                {"type": "number", **_bounds(field)},
                _text(literals.NUMBER_TEXT),
                _text(literals.PERCENT_TEXT),
            ]
        case Scalar.MONEY:
            return [{"type": "integer", **_bounds(field)}, _text(literals.MONEY_TEXT)]
        case Scalar.DATE:
            iso = {"type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
            never = [word for words in literals.NEVER_WORDS.values() for word in words]
            return [iso, _text(literals.DATE), {"enum": never}]
        case Scalar.PERIOD:
            return [_text(literals.PERIOD)]
        case Scalar.TEXT:
            return [{"type": "string", "maxLength": MAX_TEXT}]


def _text(pattern: str) -> Schema:
    return {
        "type": "string",
        "maxLength": _LONGEST_LITERAL,
        "pattern": rf"^\s*(?:{pattern})\s*$",
    }


def _bounds(field: Field) -> Schema:
    """The bounds of a number, which is whole if it can be; no number goes beyond 10^18."""
    least: Any = field.minimum
    most: Any = field.maximum
    return {
        "minimum": -MAX_MAGNITUDE if least is None else _number(max(least, -MAX_MAGNITUDE)),
        "maximum": MAX_MAGNITUDE if most is None else _number(min(most, MAX_MAGNITUDE)),
    }


def _number(bound: Any) -> int | float:
    return bound.numerator if bound.denominator == 1 else float(bound)


def _any_of(choices: list[Schema]) -> Schema:
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def title(declared: Named) -> str:
    """The label and the name of something declared, as a title in both languages.

    >>> title(Field("amount", "金额", Scalar.MONEY)), title(Field("amount", None, Scalar.MONEY))
    ('金额 (amount)', 'amount')
    """
    return f"{declared.label} ({declared.name})" if declared.label else declared.name


def description(field: Field) -> str:
    """The description of what a field takes, in Chinese and then in English."""
    taken, bounds = described(field.type), bounds_told(field)
    rest = [_REQUIRED if field.required else _OPTIONAL]
    if field.changeable:
        rest.append(_CHANGEABLE if field.only is None else _ONLY[field.only])
    zh = "，".join([taken.zh, *(bound.zh for bound in bounds)])
    en = ", ".join([taken.en, *(bound.en for bound in bounds)])
    told_zh = f"{zh}。" + "".join(phrase.zh for phrase in rest)
    told_en = " ".join([f"{en[:1].upper()}{en[1:]}.", *(phrase.en for phrase in rest)])
    return f"{told_zh}\n{told_en}"


def bounds_told(field: Field) -> list[Phrase]:
    """The bounds of a field, or of the elements of its list, in words."""
    element = field.type
    while isinstance(element, ListType):
        element = element.element
    if element not in ORDERED:
        return []
    told: Mapping[bool, tuple[Phrase, Phrase]] = {
        False: (_AT_LEAST, _AT_MOST),
        True: (_FIRST, _LAST),
    }
    bounds = (field.minimum, field.maximum)
    return [
        words.filled(bound=in_words(bound, element))
        for bound, words in zip(bounds, told[element is Scalar.DATE], strict=True)
        if bound is not None
    ]
