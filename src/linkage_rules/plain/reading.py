"""Reading JSON documents from any source back into data, with clear errors for what is wrong."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeVar

from attrs import frozen

from linkage_rules.errors import Error, Fault
from linkage_rules.model.values import NEVER, Period
from linkage_rules.plain.writing import Format
from linkage_rules.words.messages import Phrase, reason

NOT_CHARACTERS: Final = reason("REC-114", "the text holds half a character", "文本中有不完整的字符")

_T = TypeVar("_T")
_DEEPEST: Final = 32
_LONGEST_TEXT: Final = 100_000


class DocumentError(Error, ValueError):
    """A text that is not the document it should be; ``why`` says it in both languages."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why)
        self.why = why
        self.problems = (Fault("DOC-001", (), why.en, why.zh),)

    def __str__(self) -> str:
        return self.render("en")


def refuse(en: str, zh: str) -> NoReturn:
    """Raise `DocumentError` with a reason."""
    raise DocumentError(Phrase(en, zh))


def loaded(text: bytes) -> object:
    """What a JSON text in UTF-8 holds. Raises `DocumentError` for floats and halves of characters.

    >>> loaded(b'{"amount": 12}')
    {'amount': 12}
    """
    try:
        found = json.loads(text.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
        whole = b"\\u" not in text or is_whole(json.dumps(found, ensure_ascii=False))
    except (RecursionError, ValueError):
        refuse("no JSON text of whole numbers and texts", "不是只含整数和文字的 JSON 文本")
    if not whole:
        refuse("a text in it holds half a character", "其中的文本有不完整的字符")
    return found


def is_whole(text: str) -> bool:
    r"""Whether a text can be written in UTF-8; texts of Python may contain lone surrogates.

    >>> is_whole("甲村"), is_whole("\ud83d")
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@frozen
class Entry:
    """An object of a document, whose methods give its parts in the expected type.

    They raise `DocumentError` wherever a part is missing or of another type.

    >>> Entry({"as_of": "2023-05-01"}).date("as_of")
    datetime.date(2023, 5, 1)
    """

    held: Mapping[str, Any]

    @classmethod
    def of(cls, found: object, key: str) -> "Entry":
        """An entry for a value that was found under a key; raises `DocumentError` if it is no
        object."""
        if not isinstance(found, dict):
            refuse(f"“{key}” is no object", f"“{key}”不是对象")
        return cls(found)

    def __contains__(self, key: str) -> bool:
        return key in self.held

    def get(self, key: str) -> Any:
        """The value under a key, whatever it is; None without one."""
        return self.held.get(key)

    def part(self, key: str) -> object:
        """The value under a key, whatever it is; raises `DocumentError` without one."""
        if key not in self.held:
            refuse(f"no “{key}” in it", f"其中没有“{key}”")
        return self.held[key]

    def entry(self, key: str) -> "Entry":
        """The object under a key."""
        return Entry.of(self.part(key), key)

    def entries(self, key: str) -> dict[str, "Entry"]:
        """The objects by name under a key; empty without such a key."""
        found = Entry.of(self.held.get(key, {}), key)
        return {name: Entry.of(one, name) for name, one in found.held.items()}

    def list(self, key: str) -> list[object]:
        """The list under a key."""
        found = self.held.get(key)
        if not isinstance(found, list):
            refuse(f"“{key}” is no list", f"“{key}”不是列表")
        return found

    def text(self, key: str) -> str:
        """The text under a key; raises `DocumentError` for one that is too long."""
        found = self.part(key)
        if not isinstance(found, str) or len(found) > _LONGEST_TEXT:
            refuse(f"“{key}” is no text", f"“{key}”不是文字")
        return found

    def text_or_none(self, key: str) -> str | None:
        """The text under a key; None where there is ``null`` or no such key."""
        return None if self.held.get(key) is None else self.text(key)

    def yes_or_no(self, key: str) -> bool:
        """The yes or no under a key."""
        found = self.part(key)
        if not isinstance(found, bool):
            refuse(f"“{key}” is not true or false", f"“{key}”不是 true 或 false")
        return found

    def date(self, key: str) -> date:
        """The date under a key."""
        return _date(self.text(key))

    def member(self, kind: Callable[[str], _T], key: str) -> _T:
        """The member of an enum whose value stands under a key."""
        text = self.text(key)
        try:
            return kind(text)
        except ValueError:
            refuse(f"an answer that does not exist: {text[:40]}", f"不存在的结论：{text[:40]}")

    def is_of(self, format_: Format) -> bool:
        """Whether the document says that it is of a format, in any version."""
        return bool(self.held.get("format") == format_.head["format"])


# Tagged values back to plain ones, for the reader of records to check


def untagged(found: object, depth: int = 0) -> object:
    """A value that `tagged` wrote, as a record would give it, without the fields that are unknown.

    >>> untagged({"type": "record", "value": {"a": {"type": "date", "value": "2023-05-01"}}})
    {'a': datetime.date(2023, 5, 1)}
    """
    entry = Entry.of(found, "value")
    kind, value = entry.get("type"), entry.get("value")
    if depth > _DEEPEST:
        refuse("a record nested too deep", "记录嵌套过深")
    match kind, value:
        case _, None:
            return None
        case "list", list():
            return [untagged(item, depth + 1) for item in value]
        case "record", dict():
            return untagged_fields(value, depth + 1)
        case "date", str():
            return _date(value)
        case "period", str():
            return _period(value)
        case "number", str():
            return _fraction(value)
        case ("text" | "enum", str()) | ("yes_no", bool()) | ("whole" | "number" | "money", int()):
            return value
    refuse("a value that is not of its type", "与类型不符的值")


def untagged_fields(found: object, depth: int = 0) -> dict[str, object]:
    """The known fields of a record whose values `tagged` wrote."""
    fields = Entry.of(found, "record").held.items()
    known = (
        (name, value) for name, value in fields if Entry.of(value, "value").get("value") is not None
    )
    return {name: untagged(value, depth + 1) for name, value in known}


def _date(text: str) -> date:
    try:
        return NEVER if text == "never" else date.fromisoformat(text)
    except ValueError:
        refuse("a date that cannot be read", "无法识别的日期")


def _fraction(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    try:
        return Fraction(int(numerator), int(denominator))
    except (ValueError, ZeroDivisionError):
        refuse("a number that is no quotient", "不是分数的数")


def _period(text: str) -> Period:
    months, _, days = text.removeprefix("P").removesuffix("D").partition("M")
    try:
        return Period(int(months), int(days))
    except ValueError:
        refuse("a period that cannot be read", "无法识别的时长")


def _no_float(text: str) -> NoReturn:
    raise ValueError(text)
