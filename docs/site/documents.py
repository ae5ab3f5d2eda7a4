"""The pages of the JSON documents that are written and answered, made from their schemas."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pages import Page

from linkage_rules.records import RecordError
from linkage_rules.service.contract import ANSWERS
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, say

TITLES = {
    "decision": Phrase("A decision as JSON", "审核结果的 JSON"),
    "summary": Phrase("A summary as JSON", "结果摘要的 JSON"),
    "problems": Phrase("A record that cannot be used as JSON", "不能使用的记录的 JSON"),
    "service": Phrase("The answers of a service as JSON", "服务答复的 JSON"),
}


def generated() -> Iterator[Page]:
    """A page for each schema that the package holds or makes."""
    for name, title in TITLES.items():
        if name in MADE:
            schema = MADE[name]()
            text = json.dumps(schema, ensure_ascii=False, indent=1)
        else:
            text = (files("linkage_rules") / f"{name}.schema.json").read_text("utf-8")
            schema = json.loads(text)
        texts = {
            language: "\n".join(_page(title, name, schema, text, language)) + "\n"
            for language in LANGUAGES
        }
        yield Page(f"reference/documents/{name}", texts, {})


def _of_a_problem() -> dict[str, Any]:
    made: dict[str, Any] = RecordError.__get_pydantic_json_schema__()
    return made


def _of_a_service() -> dict[str, Any]:
    return {"description": "服务的各种答复 / What a service answers", "$defs": dict(ANSWERS)}


MADE: Mapping[str, Callable[[], dict[str, Any]]] = {
    "problems": _of_a_problem,
    "service": _of_a_service,
}
"""Schemas that are no file: the program makes them."""


@cache
def in_chinese() -> Mapping[str, str]:
    """What the schemas say in English, in Chinese."""
    path = Path(__file__).with_name("documents.zh.toml")
    found: Mapping[str, str] = tomllib.loads(path.read_text("utf-8"))
    return found


def _page(
    title: Phrase, name: str, schema: Mapping[str, Any], text: str, language: Language
) -> Iterator[str]:
    yield f"# {say(title, language)}"
    yield ""
    yield _about(schema, language)
    yield ""
    where = Phrase(
        f"`{name}.schema.json` lies in the package; fields", f"`{name}.schema.json` 在安装包里。"
    )
    yield say(Phrase("Fields", "") if name in MADE else where, language) + say(
        Phrase(
            " without a mark are always there, “?” says that one may be missing.",
            "没有标记的字段总是有，标“?”的可以没有。",
        ),
        language,
    )
    yield ""
    if "properties" in schema or "$defs" not in schema:
        yield from _fields(schema, language)
    for part, held in schema.get("$defs", {}).items():
        yield f"## {part} {{ #{part} }}"
        yield ""
        if _about(held, language):
            yield _about(held, language)
            yield ""
        yield from _fields(held, language)
    yield say(Phrase("## The schema", "## 模式全文"), language)
    yield ""
    yield "```json"
    yield text.rstrip("\n")
    yield "```"


def _about(schema: Mapping[str, Any], language: Language) -> str:
    """What a schema says of itself, and of what it may be instead."""
    own = schema.get("description", "")
    chinese, both, english = own.partition(" / ")
    if both:  # Some say it in both languages.
        return chinese if language == "zh" else english
    if own and language == "zh" and own not in in_chinese():
        raise LookupError(f"docs/site/documents.zh.toml does not have “{own}”")
    said = [in_chinese()[own] if own and language == "zh" else own]
    said += (_about(each, language) for each in _ways(schema))
    return ("" if language == "zh" else " ").join(filter(None, said))


def _ways(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for kind in ("oneOf", "anyOf", "allOf"):
        yield from schema.get(kind, ())


def _fields(schema: Mapping[str, Any], language: Language) -> Iterator[str]:
    """A row for each field, those of objects within it behind the field."""
    rows = [*_rows(schema, "", language)]
    if rows:
        yield say(Phrase("| field | value | meaning |", "| 字段 | 值 | 含义 |"), language)
        yield "|---|---|---|"
        yield from rows
        yield ""
    else:
        yield f"{_value(schema)}"
        yield ""


def _rows(schema: Mapping[str, Any], before: str, language: Language) -> Iterator[str]:
    required = schema.get("required", ())
    for name, held in schema.get("properties", {}).items():
        mark = "" if name in required else "?"
        yield f"| `{before}{name}`{mark} | {_value(held)} | {_about(held, language)} |"
        yield from _rows(held, f"{before}{name}.", language)
        if isinstance(held.get("items"), dict):
            yield from _rows(held["items"], f"{before}{name}[].", language)
    for way in _ways(schema):
        yield from _rows(way, before, language)
    if isinstance(held := schema.get("additionalProperties"), dict):
        yield f"| `{before}*` | {_value(held)} | {_about(held, language)} |"
        yield from _rows(held, f"{before}*.", language)


def _value(schema: Mapping[str, Any]) -> str:
    """What a field may be, in the words of JSON Schema."""
    if "$ref" in schema:
        part = schema["$ref"].rpartition("/")[2]
        if part.lower() in TITLES:
            return f"[{part}]({part.lower()}.md)"
        return f"[{part}](#{part})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'], ensure_ascii=False)}`"
    if "enum" in schema:
        return " · ".join(f"`{json.dumps(each, ensure_ascii=False)}`" for each in schema["enum"])
    if ways := [*_ways(schema)]:
        return " · ".join(map(_value, ways))
    if isinstance(schema.get("items"), dict):
        return f"array: {_value(schema['items'])}"
    kinds = schema.get("type", "object")
    return " · ".join([kinds] if isinstance(kinds, str) else kinds)
