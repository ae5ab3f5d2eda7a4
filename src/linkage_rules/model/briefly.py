"""How objects show themselves (``repr``) in short: a line of bounded length, however large they
are.

A norm holds expressions, these hold facts, and so a whole policy may be reachable from one object.
Classes that users hold use `in_brief` for their ``repr``; the attributes give the whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from typing import Any, Final

import attrs

LONGEST: Final = 240
"""The most characters of the ``repr`` of an object."""

_MOST: Final = 60
_MOST_ITEMS: Final = 4
_PLAIN: Final = (str, int, float, Decimal, Fraction, date, PurePath)


def in_brief(value: object) -> str:
    """An object of an attrs class in short: its class and its attributes, each shortened.

    >>> from linkage_rules.model.norms import Bearer
    >>> in_brief(Bearer("county", "县级主管部门"))
    "Bearer(name='county', label='县级主管部门', named_by=())"
    """
    kind: Any = type(value)
    shown = (
        f"{field.alias}={_part(getattr(value, field.name))}"
        for field in attrs.fields(kind)
        if field.repr is not False
    )
    return listed(kind.__name__ + "(", shown, ")")


def listed(start: str, parts: Iterable[str], end: str) -> str:
    """Join parts with commas between ``start`` and ``end``, as many as `LONGEST` has room for.

    The parts that are left out are marked with ``…``.

    >>> listed("[", map(str, range(200)), "]")[-10:]
    ', 60, 61…]'
    """
    kept: list[str] = []
    room = LONGEST - len(start) - len(end)
    for part in parts:
        room -= len(part) + 2
        if room < 0:
            return f"{start}{', '.join(kept)}…{end}"
        kept.append(part)
    return f"{start}{', '.join(kept)}{end}"


def _part(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Mapping | tuple | list | frozenset | set):
        return _several(value)
    if attrs.has(type(value)):
        called = getattr(value, "name", None)
        inside = repr(called)[:_MOST] if isinstance(called, str) else "…"
        return f"{type(value).__name__}({inside})"
    if value is not None and not isinstance(value, _PLAIN):
        # No code of a foreign class is run: showing a table may start a query.
        return f"<{type(value).__name__}>"
    text = repr(value)
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _several(values: Mapping[object, object] | Iterable[object]) -> str:
    items = list(values)
    texts = [text for text in _simple(items[:_MOST_ITEMS]) if text is not None]
    if len(texts) == len(items) and sum(map(len, texts)) <= _MOST:
        return f"({', '.join(texts)})"
    return f"({len(items)})"


def _simple(items: Iterable[object]) -> Iterator[str | None]:
    for item in items:
        yield _part(item) if isinstance(item, str | int | Enum) else None
