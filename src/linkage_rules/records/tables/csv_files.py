"""Tables in CSV files, read line by line."""

import codecs
import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

from linkage_rules.records.json_files import opened
from linkage_rules.records.problems import InputError, Problem
from linkage_rules.records.progress import Progress
from linkage_rules.records.showing import printable
from linkage_rules.records.tables.grid import Row, Sheet
from linkage_rules.records.tables.kinds import check_kind
from linkage_rules.records.tables.limits import MAX_CSV_LINE
from linkage_rules.records.wording import Wording

_CHUNK: Final = 1 << 20
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
"""What offices save CSV files in: Excel writes the first as “CSV UTF-8”, otherwise the second."""

_TEXT: Final = Wording("text in UTF-8 or GB18030", "UTF-8 或 GB18030 编码的文本")
_SAVE_AS_CSV: Final = Wording(
    "open it in Excel or WPS and save it as “CSV UTF-8”", "用 Excel 或 WPS 打开后另存为“CSV UTF-8”"
)
_CSV: Final = Wording("fields parted by commas", "以逗号分隔的各栏")
_REASONS: Final = (
    (
        "field larger than field limit",
        Wording("a cell is too long, or a quote is never closed", "单元格过长，或引号没有成对"),
    ),
    ("unexpected end of data", Wording("a quote is never closed", "引号没有成对")),
    ("expected after", Wording("text after a closing quote", "引号结束后还有文字")),
)
_OTHERWISE: Final = Wording("not CSV", "不是有效的 CSV")
_QUOTES: Final = Wording(
    'put a cell with commas, quotes or line ends in quotes, and double the quotes in it: "a ""b"""',
    "含逗号、引号或换行的单元格用引号括起，其中的引号写两个",
)
_LONG_LINE: Final = Wording("the line is too long", "这一行过长")
_LINE_LIMIT: Final = Wording(
    f"at most {MAX_CSV_LINE} characters on a line", f"每行不超过 {MAX_CSV_LINE} 个字符"
)


def csv_sheets(path: Path) -> tuple[Sheet, ...]:
    """The one table of a CSV file in UTF-8, with or without BOM, or in GB18030.

    The cells are parted by commas, or by tabs if the first line has tabs and no comma. Raises
    `InputError` for another encoding, for NUL bytes, and while reading for wrong quotes.
    """
    check_kind(path, ".csv")
    encoding = _encoding(path)
    progress = Progress(0, path.stat().st_size)
    return (Sheet(None, lambda: _rows(path, encoding, progress), progress=progress),)


def _encoding(path: Path) -> str:
    """The first encoding that the whole file is valid in."""
    decoders = {name: codecs.getincrementaldecoder(name)() for name in _ENCODINGS}
    at = 0
    with opened(path) as file:
        while True:
            chunk = file.read(_CHUNK)
            if b"\0" in chunk:
                byte = at + chunk.index(b"\0") + 1
                why = Wording(f"byte {byte} is NUL", f"第 {byte} 个字节为 NUL")
                raise InputError(Problem(printable(str(path)), "", why, _TEXT, _SAVE_AS_CSV))
            for name, decoder in list(decoders.items()):
                try:
                    decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError:
                    del decoders[name]
            if not decoders:
                why = Wording(
                    f"between byte {at + 1} and {at + len(chunk)} there is text in neither UTF-8 "
                    "nor GB18030",
                    f"第 {at + 1} 至 {at + len(chunk)} 个字节之间有既非 UTF-8 也非 GB18030 的内容",
                )
                raise InputError(Problem(printable(str(path)), "", why, _TEXT, _SAVE_AS_CSV))
            if not chunk:
                return next(iter(decoders))
            at += len(chunk)


def _rows(path: Path, encoding: str, progress: Progress) -> Iterator[Row]:
    with opened(path) as binary, TextIOWrapper(binary, encoding, newline="") as file:
        first = file.readline(MAX_CSV_LINE)
        file.seek(0)
        delimiter = "\t" if "\t" in first and "," not in first else ","
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
            number += 1
            progress.done = binary.tell()
            yield Row(number, tuple(cell or None for cell in cells))


def _lines(path: Path, file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_CSV_LINE):
        number += 1
        if len(line) == MAX_CSV_LINE and not line.endswith(("\n", "\r")):
            place = f"{printable(str(path))}:{number}"
            raise InputError(Problem(place, "", _LONG_LINE, _LINE_LIMIT))
        yield line


def _not_csv(path: Path, line: int, error: csv.Error) -> InputError:
    why = next((words for sign, words in _REASONS if sign in str(error)), _OTHERWISE)
    return InputError(Problem(f"{printable(str(path))}:{line}", "", why, _CSV, _QUOTES))
