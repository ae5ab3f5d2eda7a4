"""Standard input: ``-`` in the place of one file, with a name given by ``--stdin-filename``.

Records are copied to a temporary file that lasts as long as the command, so that every reader can
use it, also for workbooks. The text of a policy is read in the place of the file with its name, so
that an editor can check a file that is not saved. Messages use the given name.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO, Final

import click
from attrs import field, frozen

from linkage_rules.commands.commands import Option, UsageRefusedError
from linkage_rules.policy.loading import load
from linkage_rules.policy.loading.edited import edited
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records.urls import is_url
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable

if TYPE_CHECKING:
    from linkage_rules.policy.loading.packages import LoadedPackage

DASH: Final = "-"
"""The argument that stands for standard input."""
MAX_BYTES: Final = 1_000_000_000
"""The most bytes that are taken from standard input."""

_CHUNK: Final = 1 << 20
_LONGEST_NAME: Final = 200
"""The most bytes of a name; file systems allow 255."""
_LIKELY: Final = (
    (b"PK\x03\x04", "records.xlsx"),
    (b"PAR1", "records.parquet"),
    (bytes.fromhex("d0cf11e0"), "records.xls"),
    (b"[", "records.json"),
    (b"{", "records.ndjson"),
)
"""Names for content by its first bytes; anything else is most likely CSV."""

_TERMINAL: Final = Phrase(
    "- stands for standard input, which is this terminal; pass a file with < FILE or a pipe, or "
    "write its name in place of -",
    "“-”表示标准输入，而这里的标准输入是终端；请用 < 文件 或管道传入，或在“-”处写文件名",
)
_NONE: Final = Phrase("- stands for standard input, which is closed", "“-”表示标准输入，但它已关闭")
_TWICE: Final = Phrase(
    "- is given twice; only one file can come through standard input",
    "“-”写了两次；标准输入只能传入一个文件",
)
_FOR_NOTHING: Final = Phrase(
    "--stdin-filename names what comes through standard input, but no file is written -",
    "--stdin-filename 用来说明标准输入的文件名，但没有用“-”表示标准输入的文件",
)
_UNNAMED: Final = Phrase(
    "say what comes through standard input by a file name, such as --stdin-filename {name}",
    "请用文件名说明标准输入的内容是什么，如 --stdin-filename {name}",
)
_NO_NAME: Final = Phrase(
    "--stdin-filename {name}: not a file name; write one such as records.csv",
    "--stdin-filename {name}：不是文件名，请写成如 records.csv",
)
_POLICY_NAME: Final = "stdin.pol"
"""The name of a policy file from standard input without a name."""
_NO_POLICY: Final = Phrase(
    "--stdin-filename {name}: a policy file is named .pol",
    "--stdin-filename {name}：政策文件的扩展名是 .pol",
)
_TOO_LARGE: Final = Phrase(
    "more than {limit} bytes came through standard input; write them into a file",
    "标准输入超过{limit}字节；请先存为文件",
)


@frozen
class GivenFile:
    """A file or a table in a database that was named, or standard input.

    ``path`` is where it can be read, ``called`` its name in messages; ``url`` is the place of the
    table, with the password, if it is one.
    """

    path: Path
    called: str
    through_standard_input: bool = False
    url: str | None = field(default=None, repr=False)

    @property
    def place(self) -> Path | str:
        """The place to pass to `read_records`."""
        return self.url or self.path


def stdin_filename_option() -> Option:
    """The option for the name of standard input."""
    return Option(
        ["--stdin-filename"],
        metavar="NAME",
        about=Phrase(
            "name of what comes through standard input, where - is written for a file; its ending "
            "says what it is",
            "以“-”从标准输入读取时，该文件的名称；扩展名说明其格式",
        ),
    )


def check_dashes(named: str | None, *given: str | None) -> None:
    """Raise `UsageRefusedError` where - is given twice, or a name for it without -."""
    dashes = given.count(DASH)
    if dashes > 1:
        raise UsageRefusedError(_TWICE)
    if named is not None and not dashes:
        raise UsageRefusedError(_FOR_NOTHING)


def given_file(given: str, named: str | None, usual: str | None = None) -> GivenFile:
    """The file that an argument names, or standard input, which lasts while the command runs.

    ``usual`` is its name by default. Raises `UsageRefusedError` where standard input is a terminal,
    has no name, or an impossible one; `RefusedError` where it is too large.
    """
    if is_url(given):
        from linkage_rules.records.databases import without_password

        shown = without_password(given)
        return GivenFile(Path(shown), shown, url=given)
    if given != DASH:
        return GivenFile(Path(given), given)
    stream = standard_bytes()
    start = stream.read(_CHUNK)
    called = usual if named is None else named
    if called is None:
        raise UsageRefusedError(_UNNAMED.filled(name=_likely(start)))
    name = _file_name(called)
    folder = click.get_current_context().with_resource(TemporaryDirectory())
    path = Path(folder) / name
    with path.open("wb") as file:
        for piece in _bounded(start, stream):
            file.write(piece)
    return GivenFile(path, called, through_standard_input=True)


def standard_bytes() -> BinaryIO:
    """Standard input. Raises `UsageRefusedError` for a terminal."""
    if sys.stdin is None or sys.stdin.closed:
        raise UsageRefusedError(_NONE)
    if sys.stdin.isatty():
        raise UsageRefusedError(_TERMINAL)
    return sys.stdin.buffer


def given_package(policy: str, named: str | None) -> "LoadedPackage":
    """What `load_package` gives, or the same of the text that comes through standard input.

    That stands where ``named`` says, in the place of the file that lies there. It is read with the
    others of its folder or alone, as it makes more sense: with fewer problems in it.
    """
    # Imported here, because commands with a cached policy do not need the checker.
    from linkage_rules.policy.loading.packages import load_package, load_place

    if policy != DASH:
        return load_package(policy)
    place = edited_place(named)
    readings = (load_place(place.parent), load_place(place))
    return min(readings, key=lambda loaded: _problems_in(loaded, place))


def _problems_in(loaded: "LoadedPackage", place: Path) -> tuple[int, int]:
    own = sum(Path(one.span.file).resolve() == place.resolve() for one in loaded.diagnostics)
    return own, len(loaded.diagnostics)


def given_policy(policy: str, named: str | None) -> Policy:
    """The policy of that name or place, or the one that comes through standard input, which is
    checked anew each time. Raises PolicyError."""
    if policy != DASH:
        return load(policy)
    loaded = given_package(policy, named)
    if loaded.diagnostics:
        from linkage_rules.language.diagnostics import PolicyError

        raise PolicyError(loaded.diagnostics)
    return Policy(loaded.package, loaded.digest, loaded.source)


def edited_place(named: str | None) -> Path:
    """The place of a policy file whose text comes through standard input."""
    called = _POLICY_NAME if named is None else named
    if Path(_file_name(called)).suffix != ".pol":
        raise UsageRefusedError(_NO_POLICY.filled(name=printable(called)))
    from linkage_rules.language.reading.source import MAX_CHARACTERS

    # One character more than allowed, so that a text that is too long is reported as for any file.
    data = standard_bytes().read(4 * MAX_CHARACTERS + 1)
    place = Path(called)
    return edited(place, {place.name: data})


def _bounded(start: bytes, stream: BinaryIO) -> Iterator[bytes]:
    taken, piece = 0, start
    while piece:
        taken += len(piece)
        if taken > MAX_BYTES:
            raise RefusedError(_TOO_LARGE.filled(limit=f"{MAX_BYTES:,}"))
        yield piece
        piece = stream.read(_CHUNK)


def _likely(start: bytes) -> str:
    begins = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((name for mark, name in _LIKELY if begins.startswith(mark)), "records.csv")


def _file_name(named: str) -> str:
    """The last part of a name; the folders in it are only shown, since they may lead anywhere."""
    name = Path(named).name
    if name in ("", "..") or "\0" in named or len(name.encode(errors="replace")) > _LONGEST_NAME:
        raise UsageRefusedError(_NO_NAME.filled(name=printable(named[:_LONGEST_NAME])))
    return name
