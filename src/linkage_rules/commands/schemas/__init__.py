"""What each JSON document holds, as JSON Schema (2020-12).

A module says what one command writes, in words of `shapes`: every field with its meaning in Chinese
and English, and no field beside those. Where a field takes the values of an enum, the enum itself
is named, so that the schema knows of a new member at once. Tests hold the schemas against what the
commands write: every field that occurs is described, and every field that is described occurs.
"""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, Final

from attrs import frozen

from linkage_rules.commands.schemas.shapes import Schema
from linkage_rules.records.schema import shipped
from linkage_rules.words.messages import Phrase


@frozen
class Described:
    """A document that is described: what it is called, and what makes its schema."""

    title: Phrase
    schema: Callable[[], Schema]


def _made(module: str, function: str = "schema") -> Callable[[], Schema]:
    """The schema that a module of this package makes; it is imported when it is asked for."""

    def schema() -> Schema:
        found: Schema = getattr(import_module(f"{__name__}.{module}"), function)()
        return found

    return schema


def _of_problems() -> Schema:
    from linkage_rules.records import RecordError

    found: dict[str, Any] = RecordError.__get_pydantic_json_schema__()
    return found


SCHEMAS: Final[Mapping[str, Described]] = {
    "decision": Described(
        Phrase("A decision as JSON", "审核结果的 JSON"), partial(shipped, "decision")
    ),
    "summary": Described(
        Phrase("A summary as JSON", "结果摘要的 JSON"), partial(shipped, "summary")
    ),
    "problems": Described(
        Phrase("A record that cannot be used as JSON", "不能使用的记录的 JSON"), _of_problems
    ),
    "review": Described(
        Phrase("A review as JSON (review)", "审核文件的 JSON（review）"), _made("review")
    ),
    "agenda": Described(
        Phrase("An agenda as JSON (agenda)", "待办台账的 JSON（agenda）"), _made("agenda")
    ),
    "advice": Described(
        Phrase("Advice as JSON (advise)", "改动建议的 JSON（advise）"), _made("advice")
    ),
    "replay": Described(
        Phrase("A replay as JSON (replay)", "重新审核的 JSON（replay）"), _made("replay")
    ),
    "replays": Described(
        Phrase("Several replays as JSON (replay)", "重新审核整个文件的 JSON（replay）"),
        _made("replay", "of_several"),
    ),
    "check": Described(
        Phrase("A check as JSON (check)", "政策检查的 JSON（check）"), _made("check")
    ),
    "test": Described(Phrase("A test as JSON (test)", "政策测试的 JSON（test）"), _made("test")),
    "analysis": Described(
        Phrase("An analysis as JSON (analyse)", "政策分析的 JSON（analyse）"), _made("analysis")
    ),
    "difference": Described(
        Phrase("A difference as JSON (diff)", "政策对比的 JSON（diff）"), _made("difference")
    ),
    "timeline": Described(
        Phrase("A timeline as JSON (timeline)", "时间线的 JSON（timeline）"), _made("timeline")
    ),
    "source": Described(
        Phrase("An official text as JSON (source)", "原文核对的 JSON（source）"), _made("source")
    ),
}
"""Every document that a command writes or an error gives, by name."""
