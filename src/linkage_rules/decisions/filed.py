"""A decision as it was filed, read back from its JSON text; the text may be anybody's."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from attrs import evolve, frozen

from linkage_rules.decisions.comparing import Answer, AnswersGiven
from linkage_rules.decisions.serialising import FORMAT, FORMAT_VERSION
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Period
from linkage_rules.records.characters import is_whole
from linkage_rules.records.json_files import opened
from linkage_rules.words.messages import Phrase

MAX_BYTES: Final = 50_000_000
"""A larger file is no decision."""

REVIEW_FORMAT: Final = "linkage-rules/review"
REVIEW_VERSION: Final = 1
"""Goes up when a reader of the older version could misread the newer one."""

_T = TypeVar("_T")
_DEEPEST: Final = 32
_FIRST_WITH_FORCE: Final = 3
_LONGEST_TEXT: Final = 100_000


class FiledError(ValueError):
    """A file that is no decision; ``why`` says it in both languages."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why.en)
        self.why = why


@frozen
class Filed:
    """What a filed decision says.

    ``record`` is the record that was judged, as plain data; format 1 did not hold it. ``rules``
    are the digests of norms and facts by name, ``values`` the facts and ``parameters`` the
    parameters of that day as the JSON has them; format 1 held neither digests nor parameters.
    ``in_force`` says whether the policy was in force on the day; formats 1 and 2 did not say it.
    ``called`` is how a review calls the record, empty for a decision filed by itself.
    """

    format_version: int
    policy: str
    policy_digest: str
    record_type: str
    record_digest: str
    as_of: date
    answers: AnswersGiven
    values: Mapping[str, object]
    record: Mapping[str, object] | None = None
    rules: Mapping[str, str] = {}
    parameters: Mapping[str, object] = {}
    in_force: bool | None = None
    called: str = ""


def read_filed(path: Path) -> tuple[Filed, ...]:
    """The decision in a file, or all those of a review, one at least.

    Raises `FiledError` when there is none or one of them is none, and `InputError` when the file
    cannot be opened.
    """
    with opened(path) as file:
        text = file.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        _refuse(f"more than {MAX_BYTES:,} bytes", f"超过{MAX_BYTES:,}字节")
    try:
        found = json.loads(text.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
        whole = b"\\u" not in text or is_whole(json.dumps(found, ensure_ascii=False))
    except (RecursionError, ValueError):
        _refuse("no JSON text of whole numbers and texts", "不是只含整数和文字的 JSON 文本")
    if not whole:
        _refuse("a text in it holds half a character", "其中的文本有不完整的字符")
    if isinstance(found, dict) and found.get("format") == REVIEW_FORMAT:
        return tuple(_reviewed(found))
    return (filed(found),)


def filed(found: object) -> Filed:
    """The decision in data that `Decision.to_dict` gave. Raises `FiledError` when it is none."""
    whole = _mapping(found, "decision")
    version = whole.get("format_version")
    if whole.get("format") != FORMAT or not isinstance(version, int):
        _refuse("it does not say that it is one", "其中没有写明是审核结论")
    if not 1 <= version <= FORMAT_VERSION:
        _refuse(
            f"format {version}; this program reads 1 to {FORMAT_VERSION}",
            f"格式 {version}；本程序可读 1 至 {FORMAT_VERSION}",
        )
    policy, shape = _mapping(_of(whole, "policy"), "policy"), _of(whole, "record_type")
    norms, facts = _entries(whole, "norms"), _entries(whole, "facts")
    rules = {
        name: _text(entry, "digest")
        for name, entry in (*norms.items(), *facts.items())
        if "digest" in entry
    }
    record = whole.get("record")
    return Filed(
        format_version=version,
        policy=_text(policy, "name"),
        policy_digest=_text(policy, "digest"),
        record_type=_text(_mapping(shape, "record_type"), "name"),
        record_digest=_text(whole, "record_digest"),
        as_of=_date(_text(whole, "as_of")),
        answers=AnswersGiven(
            verdicts={
                name: Answer(
                    _label(entry),
                    _member(VerdictStatus, _text(entry, "status")),
                    by := tuple(str(norm) for norm in _list(entry.get("by"), "by")),
                    by_labels=tuple(_label(norms.get(norm, {})) for norm in by),
                )
                for name, entry in _entries(whole, "verdicts").items()
            },
            norms={
                name: Answer(_label(entry), _member(Status, _text(entry, "status")))
                for name, entry in norms.items()
            },
        ),
        values={name: _value(entry) for name, entry in facts.items()},
        record=None if record is None else _fields(record, 0),
        rules=rules,
        parameters={name: _value(entry) for name, entry in _entries(whole, "parameters").items()},
        in_force=_in_force(whole, version),
    )


def _in_force(whole: Mapping[str, Any], version: int) -> bool | None:
    if version < _FIRST_WITH_FORCE:
        return None
    found = _of(whole, "in_force")
    if not isinstance(found, bool):
        _refuse("“in_force” is not true or false", "“in_force”不是 true 或 false")
    return found


def _reviewed(review: Mapping[str, Any]) -> Iterator[Filed]:
    version = review.get("format_version")
    if version != REVIEW_VERSION:
        _refuse(
            f"a review of format {version!r:.20}; this program reads {REVIEW_VERSION}",
            f"审核结果的格式为 {version!r:.20}；本程序可读 {REVIEW_VERSION}",
        )
    entries = _list(review.get("decisions"), "decisions")
    if not entries:
        _refuse("a review without a decision", "审核结果中没有单项结论")
    for number, entry in enumerate(entries, 1):
        try:
            known = _mapping(entry, "decisions")
            one = filed(known.get("decision"))
            name = next((_text(known, key) for key in ("id", "name") if known.get(key)), "")
        except FiledError as error:
            raise FiledError(_IN_REVIEW.filled(number=number, why=error.why)) from None
        yield evolve(one, called=name or str(number))


_IN_REVIEW: Final = Phrase("decision {number}: {why}", "第{number}份存档：{why}")


# The record: tagged values back to plain ones, for the reader of records to check


def _fields(found: object, depth: int) -> dict[str, object]:
    fields = _mapping(found, "record").items()
    return {name: _plain(value, depth + 1) for name, value in fields if _known(value)}


def _known(value: object) -> bool:
    return _mapping(value, "value").get("value") is not None


def _plain(found: object, depth: int) -> object:
    entry = _mapping(found, "value")
    kind, value = entry.get("type"), entry.get("value")
    if depth > _DEEPEST:
        _refuse("a record nested too deep", "记录嵌套过深")
    match kind, value:
        case _, None:
            return None
        case "list", list():
            return [_plain(item, depth + 1) for item in value]
        case "record", dict():
            return _fields(value, depth + 1)
        case "date", str():
            return _date(value)
        case "period", str():
            return _period(value)
        case "number", str():
            return _fraction(value)
        case ("text" | "enum", str()) | ("yes_no", bool()) | ("whole" | "number" | "money", int()):
            return value
    raise FiledError(Phrase("a value that is not of its type", "与类型不符的值"))


def _fraction(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    try:
        return Fraction(int(numerator), int(denominator))
    except (ValueError, ZeroDivisionError):
        _refuse("a number that is no quotient", "不是分数的数")


def _period(text: str) -> Period:
    months, _, days = text.removeprefix("P").removesuffix("D").partition("M")
    try:
        return Period(int(months), int(days))
    except ValueError:
        _refuse("a period that cannot be read", "无法识别的时长")


# Parts


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)


def _refuse(en: str, zh: str) -> NoReturn:
    raise FiledError(Phrase(en, zh))


def _of(whole: Mapping[str, Any], key: str) -> object:
    if key not in whole:
        _refuse(f"no “{key}” in it", f"其中没有“{key}”")
    return whole[key]


def _mapping(found: object, key: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        _refuse(f"“{key}” is no object", f"“{key}”不是对象")
    return found


def _list(found: object, key: str) -> list[object]:
    if not isinstance(found, list):
        _refuse(f"“{key}” is no list", f"“{key}”不是列表")
    return found


def _entries(whole: Mapping[str, Any], key: str) -> dict[str, Mapping[str, Any]]:
    found = _mapping(whole.get(key, {}), key)
    return {name: _mapping(entry, name) for name, entry in found.items()}


def _text(whole: Mapping[str, Any], key: str) -> str:
    found = _of(whole, key)
    if not isinstance(found, str) or len(found) > _LONGEST_TEXT:
        _refuse(f"“{key}” is no text", f"“{key}”不是文字")
    return found


def _label(entry: Mapping[str, Any]) -> str | None:
    return None if entry.get("label") is None else _text(entry, "label")


def _value(entry: Mapping[str, Any]) -> object:
    return {key: entry.get(key) for key in ("type", "value")}


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        _refuse("a date that cannot be read", "无法识别的日期")


def _member(kind: type[_T], text: str) -> _T:
    try:
        return kind(text)  # type: ignore[call-arg]
    except ValueError:
        _refuse(f"an answer that does not exist: {text[:40]}", f"不存在的结论：{text[:40]}")
