"""Caching the tables of the parser, which take ten times as long to compute as to read.

They depend on the grammar alone and are cached under its digest. Only data is cached, no code.
"""

from collections.abc import Callable
from typing import Any, Final, Protocol

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from linkage_rules.logs import tell
from linkage_rules.plain.digests import of_data, opened, sealed

_HEAD: Final = b"linkage_rules parser 1 "
_PAIRS: Final = "$pairs"
_MALFORMED: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError),
)


class Keeper(Protocol):
    """A cache of data by name; it may also keep nothing."""

    def read(self, name: str) -> bytes | None:
        """The cached data of a name; None if there are none."""

    def write(self, name: str, data: bytes) -> None:
        """Keep data under a name."""


def from_kept(grammar: str, keeper: Keeper, made: Callable[[], Lark]) -> Lark:
    """The parser of a grammar from cached tables; else made, and then cached."""
    name = f"parser-{of_data(lark.__version__, grammar)}"
    try:
        kept = opened(_HEAD, keeper.read(name))
        if kept is not None:
            return Lark.load(_read(kept))
    except _MALFORMED as error:
        tell("cache", "info", "the tables of the parser are made anew: %r", error)
    parser = made()
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    keeper.write(name, sealed(_HEAD, _written({"data": data, "memo": memo})))
    return parser


def _written(data: Any) -> Any:
    """Parser data as JSON; mappings with other keys than texts become pairs.

    >>> _read(_written({1: ["a", {"b": (None,)}]}))
    {1: ['a', {'b': [None]}]}
    """
    if isinstance(data, dict):
        if all(isinstance(key, str) for key in data):
            return {key: _written(value) for key, value in data.items()}
        return {_PAIRS: [[key, _written(value)] for key, value in data.items()]}
    return [*map(_written, data)] if isinstance(data, list | tuple) else data


def _read(data: Any) -> Any:
    if isinstance(data, dict):
        if _PAIRS in data:
            return {key: _read(value) for key, value in data[_PAIRS]}
        return {key: _read(value) for key, value in data.items()}
    return [*map(_read, data)] if isinstance(data, list) else data
