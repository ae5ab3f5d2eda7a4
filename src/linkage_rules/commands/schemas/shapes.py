"""What schemas are made of: fields with what they mean, and parts that several documents share.

Every function gives a JSON Schema (2020-12) as plain data. ``en`` and ``zh`` say what a field
means, in which unit it is and how unknown is written; the description has both, the Chinese first,
as in the schema of a record.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Any, Final, TypeAlias

from linkage_rules.plain.writing import FORMATS
from linkage_rules.records.schema import DIALECT, shipped

Schema: TypeAlias = dict[str, Any]


def said(schema: Schema, en: str, zh: str) -> Schema:
    """A schema with what it means."""
    return {**schema, "description": f"{zh} / {en}"}


def text(en: str, zh: str) -> Schema:
    """Any text."""
    return said({"type": "string"}, en, zh)


def yes_no(en: str, zh: str) -> Schema:
    """``true`` or ``false``."""
    return said({"type": "boolean"}, en, zh)


def count(en: str, zh: str) -> Schema:
    """A whole number that is not negative."""
    return said({"type": "integer", "minimum": 0}, en, zh)


def day(en: str, zh: str) -> Schema:
    """A day, ISO 8601."""
    return said({"type": "string", "format": "date"}, en, zh)


def digest(en: str, zh: str) -> Schema:
    """A SHA-256."""
    return said({"type": "string", "pattern": "^[0-9a-f]{64}$"}, en, zh)


def one_of(values: Iterable[str | Enum], en: str, zh: str) -> Schema:
    """One of some texts, or of the values of an enum."""
    return said({"enum": [one.value if isinstance(one, Enum) else one for one in values]}, en, zh)


def part(name: str, en: str = "", zh: str = "") -> Schema:
    """A part that stands once in the document; without words it means what the part says."""
    found = {"$ref": f"#/$defs/{name}"}
    return said(found, en, zh) if en else found


def several(each: Schema, en: str, zh: str) -> Schema:
    """A list."""
    return said({"type": "array", "items": each}, en, zh)


def by_name(each: Schema, en: str, zh: str) -> Schema:
    """An object whose keys are names."""
    return said({"type": "object", "additionalProperties": each}, en, zh)


def fields(
    held: Mapping[str, Schema], en: str = "", zh: str = "", optional: Iterable[str] = ()
) -> Schema:
    """An object with these fields and no others; all but the ``optional`` are always there."""
    found = {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in held if name not in optional],
        "properties": dict(held),
    }
    return said(found, en, zh) if en else found


def or_none(schema: Schema) -> Schema:
    """The same, or ``null``.

    >>> or_none({"type": "string", "description": "x"})
    {'type': ['string', 'null'], 'description': 'x'}
    """
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    alone = {key: held for key, held in schema.items() if key != "description"}
    about = {key: held for key, held in schema.items() if key == "description"}
    return {"anyOf": [alone, {"type": "null"}], **about}


def named(en: str, zh: str) -> Schema:
    """Something that is declared, by its name and its label."""
    return fields(
        {
            "name": text("The ASCII name.", "ASCII 名称。"),
            "label": or_none(text("The Chinese label; null: none.", "中文标签；没有的为 null。")),
        },
        en,
        zh,
    )


def policy(en: str = "The policy.", zh: str = "政策。") -> Schema:
    """A policy by its name and label, with its digest."""
    found = named(en, zh)
    found["properties"]["digest"] = digest(
        "SHA-256 of the text of the policy and of all it uses or amends.",
        "政策文本及其引用、修订的全部文本的 SHA-256。",
    )
    found["required"] = [*found["properties"]]
    return found


def path(en: str, zh: str) -> Schema:
    """Where something stands in the files of a policy."""
    place = [{"type": "string"}, {"type": "integer"}, {"type": "integer"}]
    return said({"type": "array", "prefixItems": place, "items": False, "minItems": 1}, en, zh)


PLACE: Final = path(
    "The file, the line and the column, counted from 1; the file alone of what concerns all of it.",
    "文件、行、列，行列从1数起；涉及整个文件的只有文件。",
)
FILE: Final[Mapping[str, Schema]] = {
    "file": text("The file of the policy in which it stands.", "所在的政策文件。"),
    "line": count("The line, counted from 1.", "行号，从1数起。"),
    "column": count("The column, counted from 1.", "列号，从1数起。"),
}
"""The same as three fields."""

_CALENDAR: Final = fields(
    {
        "name": text("The ASCII name.", "ASCII 名称。"),
        "start": day("The first day that it covers.", "所含的首日。"),
        "end": day("The last day that it covers.", "所含的末日。"),
    },
    "A calendar of working days.",
    "工作日历。",
)
CALENDARS: Final = several(
    _CALENDAR,
    "The calendars by which working days are counted; of days that they do not cover nothing is "
    "claimed.",
    "计算工作日所用的日历；日历以外的日期不作结论。",
)

PROBLEM_OF_A_POLICY: Final = fields(
    {
        "code": text("The stable code, such as POL-202.", "固定代码，如 POL-202。"),
        "severity": one_of(
            ("error", "remark"),
            "error: the policy cannot be used. remark: it can.",
            "error：政策不能使用。remark：可以使用。",
        ),
        "path": PLACE,
        "message": part("phrase", "What is wrong.", "错在哪里。"),
        "expected": part("phrase", "What would be right.", "应当是什么。"),
        "hint": or_none(
            part("phrase", "The likely fix; null: none is known.", "可能的改法；没有的为 null。")
        ),
        "line": or_none(
            text("The line as it is written; null: none.", "所在一行的文字；没有的为 null。")
        ),
    },
    "Something that is wrong with a policy.",
    "政策中的一个问题。",
)

PROBLEM_OF_A_RECORD: Final = fields(
    {
        "path": text(
            "The field, such as funds[0].amount; empty for the record itself.",
            "字段，如 funds[0].amount；记录本身为空。",
        ),
        "value": text(
            "What was found, shortened; empty where nothing was.",
            "所见的内容，有节略；没有的为空。",
        ),
        "why": part("phrase", "What is wrong.", "错在哪里。"),
        "expected": part("phrase", "What would be right.", "应当是什么。"),
        "hint": or_none(
            part("phrase", "The likely fix; null: none is known.", "可能的改法；没有的为 null。")
        ),
    },
    "Something that is wrong with a record.",
    "记录中的一个问题。",
)


@cache
def of_a_decision() -> Mapping[str, Schema]:
    """The parts of ``decision.schema.json``, and the decision itself as one of them."""
    whole = shipped("decision")
    parts: dict[str, Schema] = whole["$defs"]
    own = {key: held for key, held in whole.items() if key not in ("$schema", "$defs")}
    return {**parts, "Decision": own}


def document(
    name: str,
    about: Schema,
    parts: Mapping[str, Schema] | None = None,
) -> Schema:
    """The schema of a whole document: its head, what ``about`` holds, and the parts it refers to.

    ``parts`` are those of this document; the others are those of a decision.
    """
    headed = with_head(name, about)
    known = {**of_a_decision(), **(parts or {})}
    used: dict[str, Schema] = {}
    waiting = [*_referred(headed)]
    while waiting:
        if (one := waiting.pop(0)) not in used:
            used[one] = known[one]
            waiting += _referred(known[one])
    return {
        "$schema": DIALECT,
        "title": name.capitalize(),
        **headed,
        **({"$defs": used} if used else {}),
    }


def with_head(name: str, about: Schema) -> Schema:
    """An object that begins with the head of a document."""
    head = FORMATS[name].head
    first = {
        "format": said({"const": head["format"]}, "What kind of document it is.", "文档的种类。"),
        "format_version": said(
            {"const": head["format_version"]},
            "Goes up when a reader of the older version could misread the newer one.",
            "照旧版本读新版本会读错时，加一。",
        ),
    }
    return {
        **about,
        "required": [*first, *about["required"]],
        "properties": {**first, **about["properties"]},
    }


def _referred(schema: Any) -> Iterable[str]:
    """The parts to which a schema refers, in their order."""
    if isinstance(schema, list):
        for one in schema:
            yield from _referred(one)
    if isinstance(schema, dict):
        for key, held in schema.items():
            if key == "$ref":
                yield held.removeprefix("#/$defs/")
            yield from _referred(held)
