"""Records in JSON files: an array of records or one record (.json), or one record a line."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from os import fstat
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, Final

from linkage_rules.records.entries import Entry
from linkage_rules.records.json_decoding import Decoded, Decoder, after_space, explained
from linkage_rules.records.limits import MAX_FILE_BYTES, MAX_LINE_BYTES
from linkage_rules.records.problems import InputError, Problem
from linkage_rules.records.progress import Progress, Reading
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import excerpt, printable, shown

_BOM: Final = b"\xef\xbb\xbf"
_EXCERPT = 80

_READABLE: Final = Phrase("a file that can be read", "可以读取的文件")
_NO_FILE: Final = Phrase("this is a device or a pipe, not a file", "这是设备或管道，不是文件")
_KEEP_IN_A_FILE: Final = Phrase("write its content into a file first", "请先把内容存为文件")
_CHANGED: Final = Phrase("the file was changed while it was being read", "文件在读取过程中被改动")
_AS_IT_WAS: Final = Phrase("a file that stays as it is", "读取期间不变的文件")
_READ_AGAIN: Final = Phrase(
    "wait until it has been written, or read a copy of it", "请等文件写完，或读取它的副本"
)
_UTF8: Final = Phrase("text in UTF-8", "UTF-8 编码的文本")
_SAVE_AS_UTF8: Final = Phrase(
    "open it in an editor and save it as UTF-8", "用编辑器打开后另存为 UTF-8 编码"
)
_RECORDS: Final = Phrase(
    "an array of records […], or one record {…}", "由记录组成的数组 […]，或一条记录 {…}"
)
_ONE_RECORD: Final = Phrase(
    "a record {…} with a value for each field name", "一条记录 {…}，每个字段名对应一个值"
)
_ONE_A_LINE: Final = Phrase(
    "if the file has one record a line, name it .ndjson",
    "如果文件每行一条记录，请改用扩展名 .ndjson",
)
_SPLIT: Final = Phrase(
    "write one record a line into a file named .ndjson; it may have any size",
    "改为每行一条记录，扩展名用 .ndjson，文件大小不限",
)
_NOT_RECORDS: Final = Phrase("this holds no records", "内容不是记录")
_NOT_A_RECORD: Final = Phrase("not a record", "不是一条记录")
_LONG_LINE: Final = Phrase("the line is too long", "这一行过长")
_LINE_LIMIT: Final = Phrase(
    f"at most {MAX_LINE_BYTES} bytes on a line", f"每行不超过{MAX_LINE_BYTES}字节"
)


def read_json(path: Path) -> Reading:
    """The records of an array, or one record. Positions count records.

    A file that is no JSON is noticed where it stops being JSON: `InputError` may come after the
    records before that place.
    """
    text = _whole_text(path)
    start = after_space(text, 0)
    if text.startswith("[", start):
        progress = Progress(0, len(text))
        return Reading(_array(path, text, start, progress), progress=progress)
    with _syntax_of(path):
        decoded = Decoder().decode(text, start)
        if not isinstance(decoded.value, dict) and not decoded.problems:
            raise InputError(
                Problem(printable(str(path)), shown(decoded.value), _NOT_RECORDS, _RECORDS)
            )
        _end_of_text(text, decoded.end)
    return Reading(iter([_entry(1, _record_place(1), decoded)]))


def read_json_lines(path: Path) -> Reading:
    """One record a line. Positions count lines; empty lines are passed over.

    A line that cannot be read is a problem of that line alone.
    """
    with opened(path) as file:
        progress = Progress(0, fstat(file.fileno()).st_size)
    return Reading(_lines(path, progress), progress=progress)


def _array(path: Path, text: str, start: int, progress: Progress) -> Iterator[Entry]:
    decoder = Decoder()
    with _syntax_of(path):
        at = after_space(text, start + 1)
        for position in count(1):
            if position == 1 and text.startswith("]", at):
                break
            decoded = decoder.decode(text, at)
            progress.done = decoded.end
            yield _entry(position, _record_place(position), decoded)
            at = after_space(text, decoded.end)
            if text.startswith("]", at):
                break
            if not text.startswith(",", at):
                raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
            at = after_space(text, at + 1)
        _end_of_text(text, at + 1)


def _lines(path: Path, progress: Progress) -> Iterator[Entry]:
    decoder = Decoder()
    with opened(path) as file:
        for number in count(1):
            line = file.readline(MAX_LINE_BYTES + 1)
            if not line:
                return
            progress.done += len(line)
            place = Phrase(f"line {number}", f"第{number}行")
            if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
                _pass_over_line(file)
                long = Problem(
                    "", excerpt(line[:_EXCERPT].decode(errors="replace")), _LONG_LINE, _LINE_LIMIT
                )
                yield Entry(number, place, None, (long,))
            elif content := line.removeprefix(_BOM if number == 1 else b"").rstrip(b" \t\r\n"):
                yield _line_entry(number, place, content, decoder)


def _line_entry(number: int, place: Phrase, content: bytes, decoder: Decoder) -> Entry:
    try:
        text = content.decode()
        decoded = decoder.decode(text, after_space(text, 0))
        _end_of_text(text, decoded.end)
    except UnicodeDecodeError as error:
        bad = excerpt(content[:_EXCERPT].decode(errors="replace"))
        problem = Problem("", bad, _not_utf8(error), _UTF8, _SAVE_AS_UTF8)
        return Entry(number, place, None, (problem,))
    except json.JSONDecodeError as error:
        where = Phrase(f" at character {error.pos + 1}", f"（第{error.pos + 1}个字符处）")
        return Entry(number, place, None, (_not_json("", error, where, _ONE_RECORD),))
    return _entry(number, place, decoded)


def _entry(position: int, place: Phrase, decoded: Decoded) -> Entry:
    if decoded.problems:
        return Entry(position, place, None, decoded.problems, decoded.omitted)
    if isinstance(decoded.value, dict):
        return Entry(position, place, decoded.value)
    problem = Problem("", shown(decoded.value), _NOT_A_RECORD, _ONE_RECORD)
    return Entry(position, place, None, (problem,))


def _record_place(position: int) -> Phrase:
    return Phrase(f"record {position}", f"第{position}条记录")


def _end_of_text(text: str, start: int) -> None:
    at = after_space(text, start)
    if at < len(text):
        raise json.JSONDecodeError("Extra data", text, at)


def _pass_over_line(file: BinaryIO) -> None:
    while (piece := file.readline(MAX_LINE_BYTES)) and not piece.endswith(b"\n"):
        pass


def whole_file(path: Path, hint: Phrase | None = None) -> bytes:
    """All bytes of a file. Raises `InputError` for one too large to be held in memory."""
    with opened(path) as file:
        size = fstat(file.fileno()).st_size
        content = b"" if size > MAX_FILE_BYTES else file.read(size + 1)
        if len(content) > size:
            # It said less than it holds, or it grows while it is read.
            content += file.read(MAX_FILE_BYTES - size)
        size = max(size, len(content))
        if size > MAX_FILE_BYTES:
            raise InputError(
                Problem(
                    printable(str(path)),
                    "",
                    Phrase(f"the file has {size} bytes", f"文件有{size}字节"),
                    Phrase(f"at most {MAX_FILE_BYTES} bytes", f"不超过{MAX_FILE_BYTES}字节"),
                    hint,
                )
            )
        return content


def _whole_text(path: Path) -> str:
    content = whole_file(path, _SPLIT)
    try:
        return content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        problem = Problem(printable(str(path)), "", _not_utf8(error), _UTF8, _SAVE_AS_UTF8)
        raise InputError(problem) from None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file for reading bytes. Raises `InputError` when it cannot be opened or is a device, a
    pipe or a socket: these may never end, and can be read only once; and at the end when somebody
    has written to it meanwhile, so that what was read may be neither the old file nor the new."""
    try:
        with open(path, "rb", opener=_at_once) as file:
            if not S_ISREG(fstat(file.fileno()).st_mode):
                raise InputError(
                    Problem(printable(str(path)), "", _NO_FILE, _READABLE, _KEEP_IN_A_FILE)
                )
            with unchanged(path, file):
                yield file
    except OSError as error:
        raise InputError(Problem(printable(str(path)), "", _unopened(error), _READABLE)) from error


@contextmanager
def unchanged(path: Path, file: BinaryIO) -> Iterator[None]:
    """Raise `InputError` at the end when somebody has written to the file meanwhile."""
    before = fstat(file.fileno())
    yield
    after = fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise changed(path)


def changed(path: Path) -> InputError:
    """The error for a file that somebody writes to while it is read."""
    return InputError(Problem(printable(str(path)), "", _CHANGED, _AS_IT_WAS, _READ_AGAIN))


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for the other end of a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


@contextmanager
def _syntax_of(path: Path) -> Iterator[None]:
    try:
        yield
    except json.JSONDecodeError as error:
        place = f"{printable(str(path))}:{error.lineno}:{error.colno}"
        hint = _ONE_A_LINE if error.msg == "Extra data" else None
        raise InputError(_not_json(place, error, Phrase("", ""), _RECORDS, hint)) from None


def _not_json(
    place: str,
    error: json.JSONDecodeError,
    where: Phrase,
    expected: Phrase,
    hint: Phrase | None = None,
) -> Problem:
    why = explained(error)
    return Problem(
        place,
        excerpt(error.doc, error.pos),
        Phrase(f"not JSON, {why.en}{where.en}", f"不是有效的 JSON，{why.zh}{where.zh}"),
        expected,
        hint,
    )


def _not_utf8(error: UnicodeDecodeError) -> Phrase:
    byte = error.start + 1
    return Phrase(f"byte {byte} is not UTF-8", f"第{byte}个字节不是 UTF-8 编码")


def _unopened(error: OSError) -> Phrase:
    if isinstance(error, FileNotFoundError):
        return Phrase("there is no such file", "没有这个文件")
    if isinstance(error, IsADirectoryError):
        return Phrase("this is a folder", "这是文件夹")
    if isinstance(error, PermissionError):
        return Phrase("the file may not be read", "没有读取该文件的权限")
    return Phrase(f"the file cannot be read: {error.strerror}", f"文件无法读取：{error.strerror}")
