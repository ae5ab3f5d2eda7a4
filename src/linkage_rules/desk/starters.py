"""What is double-clicked to start the desk, by those who never open a terminal."""

from collections.abc import Callable, Mapping
from pathlib import Path
from shlex import quote
from typing import Final

from attrs import frozen

from linkage_rules.presenting.atomic import whole


@frozen
class Starter:
    """A file that starts the desk of a folder on one kind of system: its name, and its text for the
    program and the folder."""

    name: str
    text: Callable[[str, str], str]


def _windows(python: str, folder: str) -> str:
    # The file is read in the code page that its second line asks for; a percent sign is doubled.
    python, folder = python.replace("%", "%%"), folder.replace("%", "%%")
    lines = (
        "@echo off",
        "chcp 65001 >nul",
        f'"{python}" -m linkage_rules desk "{folder}"',
        "pause",
    )
    return "".join(f"{line}\r\n" for line in lines)


def _shell(python: str, folder: str) -> str:
    return f"#!/bin/sh\nexec {quote(python)} -m linkage_rules desk {quote(folder)}\n"


def _desktop(python: str, folder: str) -> str:
    line = " ".join(map(_in_desktop_file, (python, "-m", "linkage_rules", "desk", folder)))
    return (
        "[Desktop Entry]\nType=Application\nName=linkage-rules desk\nName[zh_CN]=政策工作台\n"
        f"Terminal=true\nExec={line}\n"
    )


def _in_desktop_file(argument: str) -> str:
    """An argument of an Exec line (Desktop Entry Specification 1.5, “The Exec key”)."""
    for mark in ("\\", '"', "`", "$"):
        argument = argument.replace(mark, f"\\{mark}")
    return f'"{argument}"'.replace("\\", "\\\\").replace("%", "%%")


STARTERS: Final[Mapping[str, Starter]] = {
    "win32": Starter("政策工作台.bat", _windows),
    "darwin": Starter("政策工作台.command", _shell),
    "linux": Starter("政策工作台.desktop", _desktop),
}
"""What starts the desk, by the kind of system (`sys.platform`)."""


def write_starter(system: str, python: str, folder: Path) -> Path:
    """Write what starts the desk of a folder into it; a system of another kind gets that of Linux.

    Raises OSError where it cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     place = write_starter("darwin", "/usr/bin/python3", Path(folder))
    ...     place.name, place.read_text().splitlines()[0]
    ('政策工作台.command', '#!/bin/sh')
    """
    starter = STARTERS.get(system, STARTERS["linux"])
    place = folder / starter.name
    with whole(place) as written:
        written.write_bytes(starter.text(python, str(folder.resolve())).encode())
    place.chmod(0o755)
    return place
