"""Where output goes and what it looks like there."""

import os
import sys
import unicodedata
from typing import IO, Final

from rich.console import Console

_UNKNOWN_WIDTH: Final = 100


def width() -> int:
    """The columns of the terminal, or what ``COLUMNS`` says; 100 where there is neither."""
    return Console(file=sys.stdout).width if _has_width() else _UNKNOWN_WIDTH


def _has_width() -> bool:
    standard = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    terminals = (stream is not None and stream.isatty() for stream in standard)
    return "COLUMNS" in os.environ or any(terminals)


def console(file: IO[str] | None = None, *, stderr: bool = False) -> Console:
    """A console that takes texts literally.

    A terminal gets colours, unless ``NO_COLOR`` is set; anything else gets plain text.
    """
    return Console(
        file=file, stderr=stderr, width=width(), markup=False, emoji=False, highlight=False
    )


def safe(text: str) -> str:
    r"""A text in which everything that does not print is escaped, but for line ends and spaces.

    >>> print(safe("甲村　乙组\x1b[2J"))
    甲村　乙组\x1b[2J
    """
    return "\n".join(part if part.isprintable() else _escaped(part) for part in text.split("\n"))


def _escaped(line: str) -> str:
    return "".join(c if _shows(c) else repr(c)[1:-1] for c in line)


def _shows(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"
