"""The pages of the JSON documents that are written and answered, made from their schemas."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from pages import Page
from parts import block, paragraph, table

from linkage_rules.commands.schemas import SCHEMAS
from linkage_rules.plain.writing import written
from linkage_rules.service.contract import ANSWERS
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, say

SERVICE = Phrase("The answers of a service as JSON", "服务答复的 JSON")
OWN_PAGES = {"Decision": "decision", "Summary": "summary"}
"""The parts of other documents that have a page of their own."""


def generated() -> Iterator[Page]:
    """A page for each document that is described, and one for what a service answers."""
    for name, described in SCHEMAS.items():
        schema = described.schema()
        told = Phrase(
            f"`linkage-rules schema --of {name}` prints the schema; fields",
            f"`linkage-rules schema --of {name}` 打印模式全文。",
        )
        words = SAID if name == "problems" else {}
        yield _pages(name, described.title, schema, told, words)
    answers = {"description": "服务的各种答复 / What a service answers", "$defs": dict(ANSWERS)}
    yield _pages("service", SERVICE, answers, Phrase("Fields", ""), SAID)


def _pages(
    name: str,
    title: Phrase,
    schema: Mapping[str, Any],
    told: Phrase,
    words: Mapping[str, Phrase],
) -> Page:
    texts: dict[str, str] = {
        language: "\n".join(_page(title, schema, told, words, _links(name), language)) + "\n"
        for language in LANGUAGES
    }
    return Page(f"reference/documents/{name}", texts, {})


SAID = {
    name: Phrase(en, zh)
    for name, en, zh in (
        ("policies", "the policies that it answers for", "可以询问的各项政策"),
        ("name", "an ASCII name", "ASCII 名称"),
        ("label", "the Chinese label", "中文标签"),
        (
            "digest",
            "SHA-256 of the text of the policy and of all it rests on",
            "政策及其所依据的全部文本的 SHA-256",
        ),
        ("in_force_today", "whether it is in force today", "今天是否施行"),
        ("record_types", "the kinds of records that it judges", "它审核哪几种记录"),
        ("line", "which line of what was sent, from 1", "送来内容的第几行，从1数起"),
        ("answer", "the answer on the record of that line", "对这一行记录的答复"),
        ("problem", "why there is no answer", "没有答复的原因"),
        ("end", "how many lines there were", "共有多少行"),
        ("read", "how many records were read", "读取了多少条记录"),
        ("refused", "how many of them could not be used", "其中多少条不能使用"),
        ("policy", "the policy", "政策"),
        ("policy_digest", "SHA-256 of the text of the policy", "政策文本的 SHA-256"),
        ("record_type", "the kind of record", "记录的类型"),
        ("record_digest", "SHA-256 of the record", "记录的 SHA-256"),
        ("as_of", "the day to judge by", "审核基准日"),
        ("in_force", "whether the policy is in force on that day", "政策当天是否施行"),
        (
            "verdicts",
            "the verdict on each action, or how many of each",
            "各行为的结论，或者各种结论的数目",
        ),
        ("text", "the reasons as text", "理由，写成文本"),
        ("explanation", "the reasons as a tree", "理由，写成一棵树"),
        ("missing", "the fields that could still change an answer", "还能改变答案的字段"),
        ("lacking", "the years of calendars that are not there", "缺少哪些年份的工作日历"),
        ("path", "where it is in the record", "在记录中的路径"),
        ("actions", "actions, by name", "各行为"),
        ("norms", "norms: which, or how many", "各条规范，或者规范的条数"),
        ("results", "results, by name", "各项结果"),
        ("reached", "whether the goal is reached as things are", "目标现在是否已经达到"),
        (
            "alternatives",
            "the ways to reach it, the least changes first",
            "达到目标的各种办法，改动最少的在前",
        ),
        ("obstacles", "what stands in the way where there is none", "没有办法时，是什么妨碍"),
        ("finished", "whether all ways were looked for in the time", "是否在时限内找遍了"),
        ("state", "how far the review has come", "审核进行到哪一步"),
        ("unreadable", "how many records could not be read", "多少条记录无法读取"),
        ("share", "the part that is done, from 0 to 1", "完成了几分之几，0到1"),
        ("violated", "how many records violate a norm", "多少条记录违反规范"),
        ("repeated", "ids that several records have", "几条记录共用的编号"),
        ("files", "the files that the review wrote", "审核写出的文件"),
        ("cut_short", "why the review ended early", "审核提前结束的原因"),
        ("known", "of how many records it is known", "多少条记录已知"),
        ("unknown", "of how many records it is unknown", "多少条记录未知"),
        ("sum", "the sum of those that are known", "已知的合计"),
        ("title", "the kind of problem in a few words", "问题的种类"),
        ("detail", "what is wrong in this case", "这一次错在哪里"),
        ("code", "the stable code", "固定代码"),
        ("problems", "each thing that is wrong", "各个问题"),
        ("message", "what is wrong", "错在哪里"),
        ("value", "what was found", "所见的内容"),
        ("expected", "what would be right", "应当是什么"),
        ("hint", "the likely fix", "可能的改法"),
        ("omitted", "how many are not listed", "还有多少没有列出"),
        ("error", "the kind of error", "错误的种类"),
        ("en", "in English", "英文"),
        ("zh", "in Chinese", "中文"),
        (
            "status",
            "whether the service runs or answers; of a problem, the HTTP status",
            "服务是否在运行、可以应答；出错时为 HTTP 状态码",
        ),
        ("verdicts.*", "the verdict, or how many records have it", "结论，或者有多少条记录如此"),
        ("results.*", "one result, or what it comes to", "一项结果，或者它的合计"),
        ("calendar", "the calendar of working days", "工作日历"),
        ("year", "the year that it does not have", "其中没有的年份"),
        ("id", "the id: of a record, or of the review", "编号：记录的，或者审核任务的"),
        ("ids", "each id that several records have", "几条记录共用的各个编号"),
        ("count", "how many records have it", "有多少条记录用它"),
        ("positions", "the first of them, counted from 1", "最前的几条是第几条，从1数起"),
        ("places", "where these stand in the file", "它们在文件中的位置"),
        ("words", "the same in words", "文字说明"),
        (
            "type",
            "of what type the value is; of a problem, its kind as a URI",
            "值的类型；问题则为标明种类的 URI",
        ),
    )
}
"""What fields mean that the contract of the service and a problem say nothing of, by name."""


Meaning: TypeAlias = Callable[[str, Mapping[str, Any]], str | None]
"""What to say of a field of that name that says nothing of itself."""


def _with_words(schema: Mapping[str, Any], meaning: Meaning) -> dict[str, Any]:
    """The schema with words on the fields that it says nothing of."""
    found = dict(schema)
    for key in _NAMED & found.keys():
        found[key] = {name: _with_words(held, meaning) for name, held in found[key].items()}
    for key in _ALL & found.keys():
        if isinstance(found[key], dict):
            found[key] = _with_words(found[key], meaning)
    for key in _WAYS & found.keys():
        found[key] = [_with_words(way, meaning) for way in found[key]]
    for name, held in found.get("properties", {}).items():
        for key, field in ((name, held), (f"{name}.*", held.get("additionalProperties"))):
            if isinstance(field, dict) and not _about(field, "en"):
                field |= {"description": said} if (said := meaning(key, field)) else {}
    return found


_NAMED = {"properties", "$defs"}
_ALL = {"items", "additionalProperties"}
_WAYS = {"oneOf", "anyOf", "allOf"}
"""Where a schema holds others: by name, one for all, and one after another."""


def _meaning(schema: Mapping[str, Any], words: Mapping[str, Phrase]) -> Meaning:
    """A field that refers to a part means what the part says; others by their names."""
    parts = schema.get("$defs", {})

    def meaning(name: str, field: Mapping[str, Any]) -> str | None:
        said: str | None = parts.get(_part(field), {}).get("description")
        return said or (f"{words[name].zh} / {words[name].en}" if name in words else None)

    return meaning


def _part(schema: Mapping[str, Any]) -> str:
    """The part to which a schema refers."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


@cache
def in_chinese() -> Mapping[str, str]:
    """What the schemas say in English, in Chinese."""
    path = Path(__file__).with_name("documents.zh.toml")
    found: Mapping[str, str] = tomllib.loads(path.read_text("utf-8"))
    return found


def _page(
    title: Phrase,
    whole: Mapping[str, Any],
    told: Phrase,
    words: Mapping[str, Phrase],
    link: Links,
    language: Language,
) -> Iterator[str]:
    schema = _with_words(whole, _meaning(whole, words))
    yield from paragraph(f"# {say(title, language)}")
    yield from paragraph(_about(schema, language))
    marks = Phrase(
        " without a mark are always there, “?” says that one may be missing.",
        "没有标记的字段总是有，标“?”的可以没有。",
    )
    yield from paragraph(say(told, language) + say(marks, language))
    if "properties" in schema or "$defs" not in schema:
        yield from _fields(schema, link, language)
    for part, held in schema.get("$defs", {}).items():
        if link(part).startswith("#"):
            yield from paragraph(f"## {part} {{ {link(part)} }}")
            if _about(held, language):
                yield from paragraph(_about(held, language))
            yield from _fields(held, link, language)
    yield from paragraph(say(Phrase("## The schema", "## 模式全文"), language))
    yield from block("json", written(whole).rstrip())


Links: TypeAlias = Callable[[str], str]
"""Where a part is told, as the target of a link."""


def _links(name: str) -> Links:
    """What a decision is made of is told on its own page, whatever refers to it."""
    prefix = "" if name in ("decision", "service") else f"{name}-"

    def link(part: str) -> str:
        if part in OWN_PAGES:
            return f"{OWN_PAGES[part]}.md"
        is_elsewhere = name != "decision" and part in _of_a_decision()
        return f"decision.md#{part}" if is_elsewhere else f"#{prefix}{part}"

    return link


@cache
def _of_a_decision() -> Mapping[str, Any]:
    parts: Mapping[str, Any] = SCHEMAS["decision"].schema()["$defs"]
    return parts


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


def _fields(schema: Mapping[str, Any], link: Links, language: Language) -> Iterator[str]:
    """A row for each field, those of objects within it behind the field."""
    rows = [*_rows(schema, "", link, language)]
    if rows:
        head = Phrase("field|value|meaning", "字段|值|含义")
        yield from table(say(head, language).split("|"), rows)
    else:
        yield from paragraph(_value(schema, link))


def _rows(
    schema: Mapping[str, Any], before: str, link: Links, language: Language
) -> Iterator[tuple[str, str, str]]:
    required = schema.get("required", ())
    for name, held in schema.get("properties", {}).items():
        mark = "" if name in required else "?"
        yield f"`{before}{name}`{mark}", _value(held, link), _about(held, language)
        yield from _rows(held, f"{before}{name}.", link, language)
        if isinstance(held.get("items"), dict):
            yield from _rows(held["items"], f"{before}{name}[].", link, language)
    for way in _ways(schema):
        yield from _rows(way, before, link, language)
    if isinstance(held := schema.get("additionalProperties"), dict):
        yield f"`{before}*`", _value(held, link), _about(held, language)
        yield from _rows(held, f"{before}*.", link, language)


def _value(schema: Mapping[str, Any], link: Links) -> str:
    """What a field may be, in the words of JSON Schema."""
    if "$ref" in schema:
        part = _part(schema)
        return f"[{part}]({link(part)})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'], ensure_ascii=False)}`"
    if "enum" in schema:
        return " · ".join(f"`{json.dumps(each, ensure_ascii=False)}`" for each in schema["enum"])
    if ways := [*_ways(schema)]:
        return " · ".join(_value(way, link) for way in ways)
    kinds = _listed(schema.get("type", "object"))
    if isinstance(schema.get("items"), dict):
        kinds[0] = f"array: {_value(schema['items'], link)}"
    return " · ".join(kinds)


def _listed(kinds: str | list[str]) -> list[str]:
    return [kinds] if isinstance(kinds, str) else [*kinds]
