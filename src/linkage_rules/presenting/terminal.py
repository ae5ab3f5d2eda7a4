"""Output to terminals: width, colours, safe text."""

import os
import shlex
import sys
import unicodedata
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console

_UNKNOWN_WIDTH: Final = 100


def width() -> int:
    """The columns of the terminal, or what ``COLUMNS`` says; 100 where there is neither."""
    if not _has_width():
        return _UNKNOWN_WIDTH
    from rich.console import Console

    return Console(file=sys.stdout).width


def _has_width() -> bool:
    standard = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    terminals = (stream is not None and stream.isatty() for stream in standard)
    return "COLUMNS" in os.environ or any(terminals)


def watched() -> bool:
    """Whether the error stream is a terminal, so that changing output can be seen."""
    forced = any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE"))
    return forced or (sys.stderr is not None and sys.stderr.isatty())


def console(file: IO[str] | None = None, *, stderr: bool = False) -> "Console":
    """A console that takes texts literally.

    A terminal gets colours, unless ``NO_COLOR`` is set; anything else gets plain text.
    """
    # Imported here, because it is large and only needed for output to a terminal.
    from rich.console import Console

    class _Console(Console):
        """A console that lets the program decide how to end when its output is no longer read."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return _Console(
        file=file, stderr=stderr, width=width(), markup=False, emoji=False, highlight=False
    )


def in_shell(word: str) -> str:
    r"""A word quoted for a shell (bash, zsh), with unprintable characters written as escapes.

    >>> print(in_shell("湘潭 1"), in_shell("a\x1b'"))
    '湘潭 1' $'a\x1b\''
    """
    if word.isprintable():
        return shlex.quote(word)
    told = word.replace("\\", "\\\\").replace("'", "\\'")
    # A byte of a file name that is no valid UTF-8 is held as a surrogate.
    bytes_ = (f"\\x{ord(c) - 0xDC00:02x}" if "\udc80" <= c <= "\udcff" else c for c in told)
    return f"$'{_escaped(''.join(bytes_))}'"


def safe(text: str) -> str:
    r"""A text with all unprintable characters escaped, except for line ends and spaces.

    >>> print(safe("甲村　乙组\x1b[2J"))
    甲村　乙组\x1b[2J
    """
    return "\n".join(part if part.isprintable() else _escaped(part) for part in text.split("\n"))


def _escaped(line: str) -> str:
    return "".join(c if _shows(c) else repr(c)[1:-1] for c in line)


def _shows(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"
