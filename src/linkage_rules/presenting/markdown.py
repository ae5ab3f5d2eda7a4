"""Escaping texts for Markdown, so that they are shown as they are.

The result is a single line, with unprintable characters escaped as in a terminal.
"""

import re
from html import escape
from typing import Final
from urllib.parse import quote

from linkage_rules.presenting.terminal import safe

_SPECIAL: Final = re.compile(r"[\\`*\[\]<>|~#&]|(?<![^\W_])_|_(?![^\W_])")
_LIST_MARKER: Final = re.compile(r"^([0-9]*)([.)](?=\s|$)|[-+=])")
_TICKS: Final = re.compile(r"`+")


def literally(text: str) -> str:
    r"""A text in which nothing is read as Markdown or HTML.

    >>> print(literally("a *b* <c> snake_case _d_"))
    a \*b\* \<c\> snake_case \_d\_
    >>> print(literally("1. first"))
    1\. first
    """
    return _LIST_MARKER.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", _on_one_line(text)))


def code(text: str) -> str:
    """A text set as code, with any backticks in it; nothing for an empty text.

    >>> print(code("a = b"), code("a `b`"))
    `a = b` `` a `b` ``
    """
    text = _on_one_line(text)
    if not text:
        return ""
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"


def anchor(name: str) -> str:
    """A target for `link`.

    >>> print(anchor("enter_library"))
    <a id="enter_library"></a>
    """
    return f'<a id="{escape(name)}"></a>'


def link(words: str, name: str) -> str:
    """A link to an `anchor`; ``words`` are in Markdown already.

    >>> print(link("there", "a b"))
    [there](#a%20b)
    """
    return f"[{words}](#{quote(name)})"


def _on_one_line(text: str) -> str:
    return " ".join(safe(text).split())
