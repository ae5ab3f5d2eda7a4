"""Texts as they have to be written in Markdown, so that they read as what they are.

Everything comes out on one line, with what does not print escaped as in a terminal.
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
    r"""A text in which nothing is taken for Markdown or HTML.

    >>> print(literally("a *b* <c> snake_case _d_"))
    a \*b\* \<c\> snake_case \_d\_
    >>> print(literally("1. first"))
    1\. first
    """
    return _LIST_MARKER.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", _on_one_line(text)))


def code(text: str) -> str:
    """A text set as code, whatever backticks it holds; nothing for an empty one.

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
    """A place that `link` leads to.

    >>> print(anchor("enter_library"))
    <a id="enter_library"></a>
    """
    return f'<a id="{escape(name)}"></a>'


def link(words: str, name: str) -> str:
    """Words, already written in Markdown, that lead to an `anchor`.

    >>> print(link("there", "a b"))
    [there](#a%20b)
    """
    return f"[{words}](#{quote(name)})"


def _on_one_line(text: str) -> str:
    return " ".join(safe(text).split())
