"""What a notebook shows of an object: a card, short and escaped, in Chinese and in English."""

from collections.abc import Iterable
from html import escape
from typing import Final, TypeAlias

from linkage_rules.words.messages import Phrase, enumerated

Row: TypeAlias = tuple[Phrase, Phrase | str]
"""A row of a card: its heading and its content."""

_MOST_ROWS: Final = 12
_MOST_LINES: Final = 24
_LONGEST_LINE: Final = 160
_STYLE: Final = (
    "font-family:sans-serif;border-left:3px solid #8a8f98;padding:.2em .8em;margin:.3em 0"
)
_GREY: Final = "opacity:.65"
_CELL: Final = "text-align:left;vertical-align:top;padding:.1em .8em .1em 0;border:0"
_TEXT: Final = "white-space:pre-wrap;margin:.3em 0"
_MORE: Final = Phrase("… and {count} more", "……另有{count}项")


def card(heading: Phrase, rows: Iterable[Row] = (), text: Phrase | None = None) -> str:
    """A card in HTML: a heading, a few rows, and a text whose English version is folded away.

    >>> "<script>" in card(Phrase("a <script>", "<script>"))
    False
    """
    parts = [f'<div style="{_STYLE}"><b>{_both(heading)}</b>', *_table(list(rows))]
    if text is not None:
        en, zh = (_bounded(words) for words in (text.en, text.zh))
        parts.append(f'<pre style="{_TEXT}">{zh}</pre>')
        parts.append(
            f'<details><summary>English</summary><pre style="{_TEXT}">{en}</pre></details>'
        )
    return "".join((*parts, "</div>"))


def some(words: Iterable[Phrase], most: int = 8) -> Phrase:
    """The first of several words, and how many more there are.

    >>> some([Phrase("a", "甲"), Phrase("b", "乙")], 1).zh
    '甲、……另有1项'
    """
    listed = list(words)
    more = [_MORE.filled(count=len(listed) - most)] if len(listed) > most else []
    return enumerated((*listed[:most], *more))


def _table(rows: list[Row]) -> Iterable[str]:
    if not rows:
        return
    yield '<table style="border-collapse:collapse;border:0">'
    for name, told in rows[:_MOST_ROWS]:
        yield (
            f'<tr><td style="{_CELL};{_GREY}">{_both(name)}</td>'
            f'<td style="{_CELL}">{_both(told)}</td></tr>'
        )
    yield "</table>"
    if len(rows) > _MOST_ROWS:
        yield f'<div style="{_GREY}">{_both(_MORE.filled(count=len(rows) - _MOST_ROWS))}</div>'


def _both(words: Phrase | str) -> str:
    if isinstance(words, str):
        return escape(_cut(words))
    zh, en = (escape(_cut(one)) for one in (words.zh, words.en))
    return zh if zh == en else f'{zh} <span style="{_GREY}">{en}</span>'


def _bounded(text: str) -> str:
    lines = text.splitlines()
    kept = [*map(_cut, lines[:_MOST_LINES]), *(["…"] if len(lines) > _MOST_LINES else [])]
    return escape("\n".join(kept))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"
