"""Values and paths as messages show them: short, printable, and safe whatever the value is."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import islice
from math import log10
from typing import Final

from linkage_rules.model.values import Period
from linkage_rules.words.keywords import Language

_LONGEST = 120
_LONGEST_TEXT = 60
_MOST_ITEMS = 4
_DEEPEST = 2
_MOST_BITS = 256

_WIDE_SPACE: Final = "\u3000"

_IN_MARKS: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')

_NAMES: Final = {None: "null", True: "true", False: "false"}


def shown(value: object) -> str:
    """A value in the notation of JSON, at most 120 characters long.

    What is left out is marked with ``…``. A whole number of more than about 77 digits is shown by
    its size, and an object of a foreign class by the name of the class: none of its code is run.

    >>> shown({"amount": "12.345元", "level": None}), shown(-(10**5000))
    ('{"amount": "12.345元", "level": null}', '-≈10^5000')
    """
    return _cut(_shown(value, 0), _LONGEST)


def quoted(text: str) -> str:
    r"""A text in quotes, at most 60 characters of it, with unprintable characters escaped.

    >>> print(quoted('项目\n一"'))
    "项目\n一\""
    """
    safe = _cut(text, _LONGEST_TEXT).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_cut(printable(safe), _LONGEST)}"'


def marked(text: str, language: Language) -> str:
    """The text of a message in which quoted findings have the quotation marks of the language.

    >>> marked('显示为 "12"', "zh"), marked('shows "12"', "en")
    ('显示为 “12”', 'shows "12"')
    """
    return _IN_MARKS.sub(r"“\1”", text) if language == "zh" else text


def printable(text: str) -> str:
    r"""A text on one line, with unprintable characters escaped.

    The wide space between Chinese words stays, because it is visible.

    >>> print(printable("合\u3000计\tb\u202e"))
    合　计\tb\u202e
    """
    return "".join(c if c.isprintable() or c == _WIDE_SPACE else repr(c)[1:-1] for c in text)


def excerpt(text: str, start: int = 0) -> str:
    r"""What stands in a text from an offset to the end of the line, at most 60 characters of it.

    >>> print(excerpt('{"a"\t1}\n', 1))
    "a"\t1}
    """
    line = text[start : start + _LONGEST_TEXT + 1].partition("\n")[0]
    return _cut(printable(_cut(line, _LONGEST_TEXT)), _LONGEST)


def part(path: str, key: object) -> str:
    """The path of the field ``key`` in the record at ``path``.

    >>> part("funds[0]", "amount"), part("", "项目 名称")
    ('funds[0].amount', '["项目 名称"]')
    """
    if isinstance(key, str) and key.isidentifier() and len(key) <= _LONGEST_TEXT:
        return f"{path}.{key}" if path else key
    return f"{path}[{shown(key)}]"


_STEP: Final = re.compile(
    r'\["(?P<text>(?:[^"\\]|\\.)*)"\]|\[(?P<inside>[^\]]*)\]|(?P<name>[^.\[]+)'
)
_WRITTEN: Final = re.compile(r"\\(.)")


def steps(path: str) -> tuple[str | int, ...]:
    """A path split into its steps: names of fields, and positions in lists.

    >>> steps("funds[0].amount"), steps(part("", '项目 "名称"')), steps("")
    (('funds', 0, 'amount'), ('项目 "名称"',), ())
    """
    found: list[str | int] = []
    for step in _STEP.finditer(path):
        text, inside, name = step.groups()
        if name is not None:
            found.append(name)
        elif text is not None:
            found.append(_WRITTEN.sub(r"\1", text))
        else:
            found.append(int(inside) if inside.isdecimal() and inside.isascii() else inside)
    return tuple(found)


def _shown(value: object, depth: int) -> str:
    if value is None or isinstance(value, bool):
        return _NAMES[value]
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int):
        return _shown_whole(value)
    if isinstance(value, Fraction):
        return f"{_shown_whole(value.numerator)}/{_shown_whole(value.denominator)}"
    if isinstance(value, float):
        return float.__repr__(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        months, days = _shown(value.months, depth), _shown(value.days, depth)
        return f"Period(months={months}, days={days})"
    if isinstance(value, Mapping):
        pairs = islice(value.items(), _MOST_ITEMS + 1) if depth < _DEEPEST else ()
        entries = [f"{_shown(k, depth + 1)}: {_shown(v, depth + 1)}" for k, v in pairs]
        return f"{{{_listed(entries, len(value))}}}"
    if isinstance(value, list | tuple):
        elements = value[: _MOST_ITEMS + 1] if depth < _DEEPEST else ()
        return f"[{_listed([_shown(e, depth + 1) for e in elements], len(value))}]"
    return f"<{printable(_cut(type(value).__name__, _LONGEST_TEXT))}>"


def _shown_whole(number: int) -> str:
    if number.bit_length() <= _MOST_BITS:
        return int.__repr__(number)
    return f"{'-' if number < 0 else ''}≈10^{round((number.bit_length() - 1) * log10(2))}"


def _listed(entries: list[str], size: int) -> str:
    more = ["…"] if size > min(len(entries), _MOST_ITEMS) else []
    return ", ".join(entries[:_MOST_ITEMS] + more)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
