"""Where output goes and what it looks like there."""

import os
import shlex
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


class _Console(Console):
    """A console that leaves it to the program how to end when nobody reads its output any more."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(file: IO[str] | None = None, *, stderr: bool = False) -> Console:
    """A console that takes texts literally.

    A terminal gets colours, unless ``NO_COLOR`` is set; anything else gets plain text.
    """
    return _Console(
        file=file, stderr=stderr, width=width(), markup=False, emoji=False, highlight=False
    )


def in_shell(word: str) -> str:
    r"""A word as it is typed into a shell (bash, zsh); what does not print is written out.

    >>> print(in_shell("湘潭 1"), in_shell("a\x1b'"))
    '湘潭 1' $'a\x1b\''
    """
    if word.isprintable():
        return shlex.quote(word)
    told = word.replace("\\", "\\\\").replace("'", "\\'")
    # A byte of a file name that is no character came in as half of one.
    bytes_ = (f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else c for c in told)
    return f"$'{_escaped(''.join(bytes_))}'"


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
