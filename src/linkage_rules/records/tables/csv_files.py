"""Tables in CSV files: their encoding, their delimiter, their rows."""

import codecs
import csv
import os
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from attrs import define

from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import changed, opened
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.tables.grid import Row, Sheet
from linkage_rules.records.tables.kinds import check_kind
from linkage_rules.records.tables.limits import MAX_CSV_LINE
from linkage_rules.words.messages import Phrase, Reason, reason
from linkage_rules.words.showing import printable

_CHUNK: Final = 1 << 20
_UTF8: Final = "utf-8-sig"
_GB: Final = "gb18030"
_UTF16: Final = "utf-16"
_LEAST_SHARE: Final = 0.6
"""In a Chinese text in GB18030 at least this share of the characters is in GB 2312."""

_PAIR: Final = re.compile(rb"[\x81-\xfe][\x30-\xff]")
_USUAL: Final = re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]")
_RARE: Final = re.compile(rb"[\xd8-\xf7][\xa1-\xfe]")
_USUAL_BIG5: Final = re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]")
_JIS: Final = re.compile(rb"[\x81-\x9f\xe0-\xfc][\x40-\xfc]|[\xa1-\xdf]")
_USUAL_JIS: Final = re.compile(rb"[\x81-\x83\x88-\x97][\x40-\xfc]")
_KANA: Final = re.compile(rb"[\xa4\xa5][\xa1-\xfe]")
"""Kana in EUC-JP, which are valid in GB18030 as well; no Chinese text has one in ten characters of
these."""
_MOST_KANA: Final = 0.1

_TEXT: Final = Phrase("text in UTF-8 or GB18030", "UTF-8 或 GB18030 编码的文本")
SAVE_AS_CSV: Final = Phrase(
    "open it in Excel or WPS and save it as “CSV UTF-8”", "用 Excel 或 WPS 打开后另存为“CSV UTF-8”"
)
_NEITHER: Final = reason(
    "FIL-301", "this line is neither UTF-8 nor GB18030", "这一行既不是 UTF-8，也不是 GB18030 编码"
)
_NOT_UTF16: Final = reason(
    "FIL-302",
    "this line is not UTF-16, as the start of the file says",
    "文件开头表明是 UTF-16 编码，这一行却不是",
)
_BIG5: Final = reason(
    "FIL-310",
    "the text seems to be in Big5, as in Taiwan and Hong Kong, and would be read with wrong "
    "characters",
    "文字似乎是 Big5 编码（台湾、香港常用），按 GB18030 读取会出现错字",
)
_JAPANESE: Final = reason(
    "FIL-311",
    "the text seems to be in {encoding}, as in Japan, and would be read with wrong characters",
    "文字似乎是 {encoding} 编码（日本常用），按 GB18030 读取会出现错字",
)
_MIXED_HINT: Final = Phrase(
    "the lines were put together from files in two encodings: save each of them as “CSV UTF-8” "
    "and put them together again",
    "文件由两种编码的内容拼接而成：请把各部分分别另存为“CSV UTF-8”后再合并",
)
_FROM_OTHER: Final = Phrase(
    "open it with the encoding {encoding} and save it as “CSV UTF-8”",
    "以 {encoding} 编码打开，再另存为“CSV UTF-8”",
)


@define
class _Seen:
    """What the lines of a file have shown so far, as numbers of lines from 1; 0 for none."""

    utf8: int = 0
    """The first line that is valid UTF-8 and in other encodings would hold unusual characters."""
    gb: int = 0
    """The first line that is not UTF-8."""
    pairs: int = 0
    usual: int = 0
    big5: bool = True
    usual_big5: int = 0
    jis: bool = True
    in_jis: int = 0
    usual_jis: int = 0
    kana: int = 0


def encoding_of(path: Path) -> str:
    """UTF-8 with or without BOM, GB18030, or UTF-16 with its BOM.

    A file is UTF-8 if all its lines are valid UTF-8, and GB18030 if no line with Chinese text is.
    Raises `InputError` with the line for a file that mixes the two, for other encodings, for
    damaged UTF-16, for Big5, Shift-JIS and EUC-JP, and for NUL bytes.
    """
    with opened(path) as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
            raise _nul(path, 1)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            file.seek(0)
            _check_utf16(path, file)
            return _UTF16
        file.seek(0)
        if _is_utf8(file):
            return _UTF8
        file.seek(0)
        seen = _Seen()
        for number, line in enumerate(_lines(file), 1):
            _look(path, number, line, seen)
    if seen.utf8 and seen.gb:
        first, second = sorted((seen.utf8, seen.gb))
        words = ("UTF-8", "GB18030") if seen.utf8 == first else ("GB18030", "UTF-8")
        why = reason(
            "FIL-303",
            f"line {first} is in {words[0]}, line {second} in {words[1]}",
            f"第{first}行是 {words[0]} 编码，第{second}行是 {words[1]} 编码",
        )
        expected = Phrase("one encoding for the whole file", "整个文件使用同一种编码")
        raise InputError(FileProblem(_at(path, second), "", why, expected, _MIXED_HINT))
    if (other := _other(seen)) is not None:
        encoding, why = other
        why, hint = why.filled(encoding=encoding), _FROM_OTHER.filled(encoding=encoding)
        raise InputError(FileProblem(_at(path, seen.gb), "", why, _TEXT, hint))
    return _GB


def _other(seen: _Seen) -> tuple[str, Reason] | None:
    """The encoding of a text that GB18030 would read with wrong characters; None for a text in
    GB18030."""
    if seen.kana > _MOST_KANA * seen.pairs:
        return "EUC-JP", _JAPANESE
    if seen.usual >= _LEAST_SHARE * seen.pairs:
        return None
    shares = {
        "Shift-JIS": seen.jis * seen.usual_jis / max(1, seen.in_jis),
        "Big5": seen.big5 * seen.usual_big5 / max(1, seen.pairs),
    }
    likely = max(shares, key=lambda encoding: shares[encoding])
    if shares[likely] * seen.pairs <= seen.usual:
        return None
    return likely, _BIG5 if likely == "Big5" else _JAPANESE


def _is_utf8(file: BinaryIO) -> bool:
    """Whether the whole file is UTF-8 without NUL; only if not, single lines are examined."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while chunk := file.read(_CHUNK):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
        if b"\0" in chunk:
            return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _check_utf16(path: Path, file: BinaryIO) -> None:
    """Raise `InputError` with the line for a file that begins like UTF-16 but is not valid."""
    decoder = codecs.getincrementaldecoder(_UTF16)()
    line = 1
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            held = error.object[: error.start]
            line += held.decode(error.encoding, "replace").count("\n")
            problem = FileProblem(_at(path, line), "", _NOT_UTF16, _TEXT, SAVE_AS_CSV)
            raise InputError(problem) from None
        if "\0" in text:
            raise _nul(path, line + text[: text.index("\0")].count("\n"))
        line += text.count("\n")
        if not chunk:
            return


def _look(path: Path, number: int, line: bytes, seen: _Seen) -> None:
    if b"\0" in line:
        raise _nul(path, number)
    if line.isascii():
        return
    try:
        line.decode()
    except UnicodeDecodeError:
        if not _is(line, _GB):
            raise InputError(
                FileProblem(_at(path, number), "", _NEITHER, _TEXT, SAVE_AS_CSV)
            ) from None
        seen.gb = seen.gb or number
        seen.big5 = seen.big5 and _is(line, "big5hkscs")
        pairs = _PAIR.findall(line)
        seen.pairs += len(pairs)
        seen.usual += sum(_USUAL.fullmatch(pair) is not None for pair in pairs)
        seen.usual_big5 += sum(_USUAL_BIG5.fullmatch(pair) is not None for pair in pairs)
        seen.kana += sum(_KANA.fullmatch(pair) is not None for pair in pairs)
        seen.jis = seen.jis and _is(line, "cp932")
        if seen.jis:
            in_jis = _JIS.findall(line)
            seen.in_jis += len(in_jis)
            seen.usual_jis += sum(_USUAL_JIS.fullmatch(one) is not None for one in in_jis)
    else:
        pairs = _PAIR.findall(line)
        known = all(_USUAL.fullmatch(pair) or _RARE.fullmatch(pair) for pair in pairs)
        if not seen.utf8 and not (known and _is(line, _GB)):
            seen.utf8 = number


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO) -> Iterator[bytes]:
    # A longer line is refused later; here it must only not fill the memory.
    while line := file.readline(4 * MAX_CSV_LINE):
        yield line


def _nul(path: Path, number: int) -> InputError:
    why = reason("FIL-304", "a byte of this line is NUL", "这一行中有 NUL 字节")
    return InputError(FileProblem(_at(path, number), "", why, _TEXT, SAVE_AS_CSV))


def _at(path: Path, number: int) -> str:
    return f"{printable(str(path))}:{number}"


_DELIMITERS: Final = (",", "\t", ";")
_RARE_DELIMITERS: Final = ("|", "，")
"""Delimiters that are tried where none of the usual ones occurs in any line."""
_SEPARATOR: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')
_START: Final = 1 << 16
_AS_TEXT: Final = re.compile(r'="([^"]*)"')
"""A text in the form ``="…"``, by which programs keep a spreadsheet from reading it as a number."""
_RETURN: Final = "_x000D_"

_CSV: Final = Phrase("fields parted by commas", "以逗号分隔的各栏")
_REASONS: Final = (
    (
        "field larger than field limit",
        reason(
            "FIL-306",
            "a cell is too long, or a quote is never closed",
            "单元格过长，或引号没有成对",
        ),
    ),
    ("unexpected end of data", reason("FIL-307", "a quote is never closed", "引号没有成对")),
    ("expected after", reason("FIL-308", "text after a closing quote", "引号结束后还有文字")),
)
_OTHERWISE: Final = reason("FIL-309", "not CSV", "不是有效的 CSV")
_QUOTES: Final = Phrase(
    'put a cell with commas, quotes or line ends in quotes, and double the quotes in it: "a ""b"""',
    "含逗号、引号或换行的单元格用引号括起，其中的引号写两个",
)
_LONG_LINE: Final = reason("FIL-305", "the line is too long", "这一行过长")
_LINE_LIMIT: Final = Phrase(
    f"at most {MAX_CSV_LINE} characters on a line", f"每行不超过{MAX_CSV_LINE}个字符"
)


def csv_sheets(path: Path) -> tuple[Sheet, ...]:
    """The one table of a CSV file in UTF-8, with or without BOM, in GB18030 or in UTF-16.

    The cells are separated by commas, tabs or semicolons. Raises `InputError` for another encoding,
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
        number = 0
        try:
            delimiter, told = _delimiter(file)
            reader = csv.reader(_lines_of(path, file), delimiter=delimiter, strict=True)
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
                # The line that names the delimiter (``sep=;``) has no cells.
                yield Row(number, () if told and number == 1 else tuple(map(_plain, cells)))
        except UnicodeDecodeError:
            # The whole file was valid when its encoding was determined, so it has been changed
            # since.
            raise changed(path) from None


def _plain(cell: str) -> str | None:
    if cell.startswith("=") and (match := _AS_TEXT.fullmatch(cell)):
        return match[1] or None
    if _RETURN in cell:
        cell = cell.replace(_RETURN, "")
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n")
    return cell or None


def _delimiter(file: TextIO) -> tuple[str, bool]:
    """The delimiter, and whether the first line names it (``sep=;``).

    Otherwise it is the mark that occurs in most of the first lines, outside of quotes.
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
    return next(
        (mark for mark in _RARE_DELIMITERS if any(mark in line for line in lines)), ","
    ), False


def _lines_of(path: Path, file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(MAX_CSV_LINE):
        number += 1
        if number == 1:
            # In GB18030 a byte order mark is decoded as a character.
            line = line.removeprefix("\ufeff")
        if len(line) == MAX_CSV_LINE and not line.endswith(("\n", "\r")):
            place = f"{printable(str(path))}:{number}"
            raise InputError(FileProblem(place, "", _LONG_LINE, _LINE_LIMIT))
        yield line


def _not_csv(path: Path, line: int, error: csv.Error) -> InputError:
    why = next((words for sign, words in _REASONS if sign in str(error)), _OTHERWISE)
    return InputError(FileProblem(f"{printable(str(path))}:{line}", "", why, _CSV, _QUOTES))
