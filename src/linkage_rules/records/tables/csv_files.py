"""Tables in CSV files, read line by line."""

import csv
import os
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import changed, opened
from linkage_rules.records.problems import InputError, Problem
from linkage_rules.records.tables.encodings import encoding_of
from linkage_rules.records.tables.grid import Row, Sheet
from linkage_rules.records.tables.kinds import check_kind
from linkage_rules.records.tables.limits import MAX_CSV_LINE
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable

_DELIMITERS: Final = (",", "\t", ";")
_RARE: Final = ("|", "，")
"""What parts the cells where none of the usual marks stands in any line."""
_SEPARATOR: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')
_START: Final = 1 << 16
_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""How programs keep a spreadsheet from making a number of a text."""
_RETURN: Final = "_x000D_"

_CSV: Final = Phrase("fields parted by commas", "以逗号分隔的各栏")
_REASONS: Final = (
    (
        "field larger than field limit",
        Phrase("a cell is too long, or a quote is never closed", "单元格过长，或引号没有成对"),
    ),
    ("unexpected end of data", Phrase("a quote is never closed", "引号没有成对")),
    ("expected after", Phrase("text after a closing quote", "引号结束后还有文字")),
)
_OTHERWISE: Final = Phrase("not CSV", "不是有效的 CSV")
_QUOTES: Final = Phrase(
    'put a cell with commas, quotes or line ends in quotes, and double the quotes in it: "a ""b"""',
    "含逗号、引号或换行的单元格用引号括起，其中的引号写两个",
)
_LONG_LINE: Final = Phrase("the line is too long", "这一行过长")
_LINE_LIMIT: Final = Phrase(
    f"at most {MAX_CSV_LINE} characters on a line", f"每行不超过{MAX_CSV_LINE}个字符"
)


def csv_sheets(path: Path) -> tuple[Sheet, ...]:
    """The one table of a CSV file in UTF-8, with or without BOM, in GB18030 or in UTF-16.

    The cells are parted by commas, tabs or semicolons. Raises `InputError` for another encoding,
    for two in one file, for NUL bytes, and while reading for wrong quotes.
    """
    check_kind(path, ".csv")
    encoding = encoding_of(path)
    with opened(path) as file:
        progress = Progress(0, os.fstat(file.fileno()).st_size)
    return (Sheet(None, lambda: _rows(path, encoding, progress), progress=progress),)


def _rows(path: Path, encoding: str, progress: Progress) -> Iterator[Row]:
    with opened(path) as binary:
        file = TextIOWrapper(binary, encoding, newline="")
        try:
            delimiter, told = _delimiter(file)
        except UnicodeDecodeError:
            raise changed(path) from None
        reader = csv.reader(_lines(path, file), delimiter=delimiter, strict=True)
        number = 0
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _not_csv(path, line, error) from None
            except UnicodeDecodeError:
                # All of it was in this encoding a moment ago.
                raise changed(path) from None
            number += 1
            progress.done = binary.tell()
            # The line that says by what the others are parted is none of them.
            yield Row(number, () if told and number == 1 else tuple(map(_plain, cells)))


def _plain(cell: str) -> str | None:
    if cell.startswith("=") and (match := _AS_TEXT.fullmatch(cell)):
        return match[1] or None
    if _RETURN in cell:
        cell = cell.replace(_RETURN, "")
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n")
    return cell or None


def _delimiter(file: TextIO) -> tuple[str, bool]:
    """What parts the cells, and whether the first line says so (``sep=;``).

    Otherwise it is what stands in most of the first lines, outside of quotes.
    """
    start = file.read(_START)
    file.seek(0)
    first, *others = start.lstrip("\ufeff").splitlines()[:100] or [""]
    if said := _SEPARATOR.fullmatch(first):
        return said[1], True
    lines = [_QUOTED.sub("", line) for line in (first, *others)]
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS}
    if any(counts.values()):
        return max(_DELIMITERS, key=lambda mark: counts[mark]), False
    return next((mark for mark in _RARE if any(mark in line for line in lines)), ","), False


def _lines(path: Path, file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_CSV_LINE):
        number += 1
        if number == 1:
            # In GB18030 the mark at the start of a text is a character like any other.
            line = line.removeprefix("\ufeff")
        if len(line) == MAX_CSV_LINE and not line.endswith(("\n", "\r")):
            place = f"{printable(str(path))}:{number}"
            raise InputError(Problem(place, "", _LONG_LINE, _LINE_LIMIT))
        yield line


def _not_csv(path: Path, line: int, error: csv.Error) -> InputError:
    why = next((words for sign, words in _REASONS if sign in str(error)), _OTHERWISE)
    return InputError(Problem(f"{printable(str(path))}:{line}", "", why, _CSV, _QUOTES))
