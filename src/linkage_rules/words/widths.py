"""How much room a text takes where each Chinese character takes two cells."""

import unicodedata


def display_width(text: str) -> int:
    """The number of terminal cells a text takes.

    >>> display_width("a项目")
    5
    """
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def visible(text: str, longest: int) -> str:
    """A text on one line with a □ for what would not show, or would upset a terminal.

    >>> visible("a\u200bb\x1b[31m", 40), visible("abcdef", 4)
    ('a□b□[31m', 'abc…')
    """
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(c if c.isprintable() or c == "\u3000" else "□" for c in short)
