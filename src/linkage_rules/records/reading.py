"""Files of records, whatever their format."""

from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Final, TypeAlias

from linkage_rules.records.entries import Entry
from linkage_rules.records.json_files import read_json, read_json_lines
from linkage_rules.records.problems import InputError, Problem
from linkage_rules.records.showing import printable, shown
from linkage_rules.records.wording import Wording

Reader: TypeAlias = Callable[[Path], Iterator[Entry]]
"""Gives the entries of a file in order. What concerns one record is a problem of its entry; what
makes the file unreadable raises `InputError`: at once where it can be told at once."""

FORMATS: Final[Mapping[str, Reader]] = {
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
"""The known formats by file extension."""


def read_records(path: str | PathLike[str]) -> Iterator[Entry]:
    """The records of a file, one entry after another, in the order of the file.

    The extension says what the file is: ``.json`` holds an array of records or one record and is
    at most 200 MB large; ``.ndjson`` and ``.jsonl`` hold one record a line and are never held in
    memory as a whole. Decimals are read exactly. A record that cannot be read is an entry with
    problems, and the others follow all the same.

    Raises `InputError` when the file cannot be opened, has another extension, is too large, or is
    neither UTF-8 nor JSON; for an array that stops being JSON half-way, after the entries before.

    >>> read_records("projects.docx")
    Traceback (most recent call last):
    linkage_rules.records.problems.InputError: projects.docx: unknown kind of file
      found: ".docx"
      expected: a file named .json, .jsonl or .ndjson
    """
    file = Path(path)
    reader = FORMATS.get(file.suffix.lower())
    if reader is None:
        *others, last = FORMATS
        expected = Wording(
            f"a file named {', '.join(others)} or {last}", f"扩展名为 {'、'.join(FORMATS)} 的文件"
        )
        found = shown(file.suffix) if file.suffix else ""
        why = Wording("unknown kind of file", "无法识别的文件类型")
        raise InputError(Problem(printable(str(file)), found, why, expected))
    return reader(file)
