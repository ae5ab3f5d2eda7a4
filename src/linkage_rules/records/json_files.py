"""Records in JSON and NDJSON files, read value by value within bounds."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from os import fstat
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO, Final

from attrs import frozen

from linkage_rules.plain.reading import NOT_CHARACTERS, is_whole
from linkage_rules.records.entries import Entry, Progress, Reading
from linkage_rules.records.limits import MAX_DEPTH, MAX_FILE_BYTES, MAX_LINE_BYTES
from linkage_rules.records.problems import FileProblem, InputError, Problem, ProblemList
from linkage_rules.records.scalars import OUT_OF_RANGE
from linkage_rules.records.tables.grid import UNSEEN, visible
from linkage_rules.records.validation import too_deep
from linkage_rules.words.messages import Phrase, Reason, reason
from linkage_rules.words.showing import excerpt, part, printable, shown
from linkage_rules.words.system_failures import why_failed

_SPACE: Final = re.compile(r"[ \t\r\n]*")
# Only such escapes can give lone surrogates in a text that was decoded from UTF-8.
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_TEXT_OR_BRACKET: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)

# Python refuses to read whole numbers of thousands of digits, as that takes quadratic time.
_LONGEST_WHOLE = 40

_SYNTAX: Final = (
    ("Expecting value", Phrase("a value is missing or cannot be read", "缺少值，或值无法识别")),
    (
        "Expecting property name",
        Phrase("a field name in double quotes is missing", "缺少用双引号括起的字段名"),
    ),
    ("Expecting ':'", Phrase("a colon is missing", "缺少冒号")),
    ("Expecting ','", Phrase("a comma or a closing bracket is missing", "缺少逗号或右括号")),
    ("Extra data", Phrase("something follows the end of the data", "数据结束后还有内容")),
    (
        "Unterminated string",
        Phrase("the text that begins here has no closing quote", "由此开始的文本缺少右引号"),
    ),
    (
        "Invalid control",
        Phrase("a text holds a line break or another control character", "文本中有换行等控制字符"),
    ),
    ("Invalid \\", Phrase("a backslash without a meaning", "反斜杠后的内容无法识别")),
    ("Illegal trailing", Phrase("a comma after the last element", "最后一个元素之后多了逗号")),
)
_UNREADABLE: Final = Phrase("this cannot be read", "此处无法识别")

_NOT_A_NUMBER: Final = reason("REC-112", "not a number that JSON knows", "不是 JSON 允许的数")
_GIVEN_TWICE: Final = reason("REC-113", "the field is given more than once", "字段重复填写")
_WHOLE_CHARACTERS: Final = Phrase("text of whole characters", "由完整字符组成的文本")
_A_NUMBER: Final = Phrase("a number, or nothing if it is not known", "数；不清楚时请不要填写")
_ONCE: Final = Phrase("each field once", "每个字段只填一次")


@frozen
class Decoded:
    """A JSON value and the offset after it; without a value if there are flaws."""

    value: object
    end: int
    problems: tuple[Problem, ...] = ()
    omitted: int = 0


@frozen
class _Flaw:
    """Stands for a flaw in the decoded data until its path is known."""

    value: str
    why: Reason
    expected: Phrase

    def at(self, path: str) -> Problem:
        return Problem(path, self.value, self.why, self.expected)


class Decoder:
    """Decodes JSON values with every number exact.

    Decimals become `Decimal`. NaN, infinities, fields given twice, and halves of characters such as
    ``"\\ud83d"``, which no file could be written with, are problems of the value they stand in;
    Python's own decoder lets them pass.

    >>> Decoder().decode('{"share": 0.1}', 0).value
    {'share': Decimal('0.1')}
    >>> [p.where for p in Decoder().decode('{"a": [NaN], "b": 1, "b": 2}', 0).problems]
    ['a[0]', 'b']
    """

    def __init__(self) -> None:
        self._flawed = False
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=self._decimal,
            parse_int=self._whole,
            parse_constant=self._constant,
        )

    def decode(self, text: str, start: int) -> Decoded:
        """The value that begins at ``start``.

        Raises `json.JSONDecodeError`. A value nested too deeply to be decoded is a problem, and
        ends where its outermost bracket is closed.
        """
        self._flawed = False
        try:
            value, end = self._json.raw_decode(text, start)
        except RecursionError:
            return Decoded(
                None, _after_brackets(text, start), (too_deep("", excerpt(text, start)),)
            )
        if not self._flawed and not _HALF.search(text, start, end):
            return Decoded(value, end)
        found = _located(value)
        if not found.problems:
            return Decoded(value, end)
        return Decoded(None, end, tuple(found.problems), found.omitted)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            self._flawed = True
            given: dict[str, list[object]] = {}
            for name, value in pairs:
                given.setdefault(name, []).append(value)
            for name, values in given.items():
                if len(values) > 1:
                    fields[name] = _Flaw(shown(values), _GIVEN_TWICE, _ONCE)
        return fields

    def _decimal(self, digits: str) -> object:
        try:
            return Decimal(digits)
        except ArithmeticError:
            return self._flaw(digits, OUT_OF_RANGE)

    def _whole(self, digits: str) -> object:
        return int(digits) if len(digits) <= _LONGEST_WHOLE else Decimal(digits)

    def _constant(self, name: str) -> _Flaw:
        return self._flaw(name, _NOT_A_NUMBER)

    def _flaw(self, number: str, why: Reason) -> _Flaw:
        self._flawed = True
        return _Flaw(excerpt(number), why, _A_NUMBER)


def after_space(text: str, start: int) -> int:
    """The offset of the first character that is no space."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def explained(error: json.JSONDecodeError) -> Phrase:
    """What is wrong with the syntax, in plain words.

    >>> explained(json.JSONDecodeError("Expecting ',' delimiter", "[1 2]", 3)).en
    'a comma or a closing bracket is missing'
    """
    return next((w for start, w in _SYNTAX if error.msg.startswith(start)), _UNREADABLE)


def _after_brackets(text: str, start: int) -> int:
    depth = 0
    for token in _TEXT_OR_BRACKET.finditer(text, start):
        if token[0] in ("[", "{"):
            depth += 1
        elif token[0] in ("]", "}"):
            depth -= 1
            if depth == 0:
                return token.end()
    return len(text)


def _located(value: object) -> ProblemList:
    """The flaws in a value with their paths, in order."""
    found = ProblemList()
    waiting: list[tuple[str, int, object]] = [("", 1, value)]
    while waiting:
        path, depth, node = waiting.pop()
        parts: list[tuple[str, object]] = []
        if isinstance(node, str) and not is_whole(node):
            node = _Flaw(shown(node), NOT_CHARACTERS, _WHOLE_CHARACTERS)
        if isinstance(node, _Flaw):
            found.report(node.at, path)
        elif isinstance(node, dict | list) and depth > MAX_DEPTH:
            found.report(too_deep, path, shown(node))
        elif isinstance(node, dict):
            parts = [(part(path, name), v) for name, v in node.items()]
            # A name that is no valid text is reported as a problem of the object around it.
            parts += ((part(path, name), name) for name in node if not is_whole(name))
        elif isinstance(node, list):
            parts = [(f"{path}[{index}]", v) for index, v in enumerate(node)]
        waiting += ((inner, depth + 1, v) for inner, v in reversed(parts))
    return found


_BOM: Final = b"\xef\xbb\xbf"
_EXCERPT = 80

_READABLE: Final = Phrase("a file that can be read", "可以读取的文件")
_NO_FILE: Final = reason(
    "FIL-101", "this is a device or a pipe, not a file", "这是设备或管道，不是文件"
)
_KEEP_IN_A_FILE: Final = Phrase("write its content into a file first", "请先把内容存为文件")
_CHANGED: Final = reason(
    "FIL-102", "the file was changed while it was being read", "文件在读取过程中被改动"
)
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
_NOT_RECORDS: Final = reason("FIL-103", "this holds no records", "内容不是记录")
_NOT_A_RECORD: Final = reason("FIL-104", "not a record", "不是一条记录")
_LONG_LINE: Final = reason("FIL-105", "the line is too long", "这一行过长")
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
                FileProblem(printable(str(path)), shown(decoded.value), _NOT_RECORDS, _RECORDS)
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
                yield line_entry(number, place, content, decoder)


def line_entry(number: int, place: Phrase, content: bytes, decoder: Decoder) -> Entry:
    """The one record that bytes hold, or why they hold none."""
    try:
        text = content.decode()
        decoded = decoder.decode(text, after_space(text, 0))
        _end_of_text(text, decoded.end)
    except UnicodeDecodeError as error:
        bad = excerpt(content[:_EXCERPT].decode(errors="replace"))
        problem = Problem("", bad, not_utf8(error), _UTF8, _SAVE_AS_UTF8)
        return Entry(number, place, None, (problem,))
    except json.JSONDecodeError as error:
        where = Phrase(f" at character {error.pos + 1}", f"（第{error.pos + 1}个字符处）")
        return Entry(number, place, None, (_not_json("", error, where, _ONE_RECORD),))
    return _entry(number, place, decoded)


def _entry(position: int, place: Phrase, decoded: Decoded) -> Entry:
    if decoded.problems:
        return Entry(position, place, None, decoded.problems, decoded.omitted)
    if isinstance(decoded.value, dict):
        _leave_out_unseen(decoded.value)
        return Entry(position, place, decoded.value)
    problem = Problem("", shown(decoded.value), _NOT_A_RECORD, _ONE_RECORD)
    return Entry(position, place, None, (problem,))


def _leave_out_unseen(record: dict[str, object]) -> None:
    """Strip the texts of a record as in tables: blanks and invisible characters at their ends.

    Otherwise “甲镇 ” would be another town than “甲镇”.
    """
    waiting: list[Any] = [record]
    while waiting:
        node = waiting.pop()
        places = node.items() if isinstance(node, dict) else enumerate(node)
        for place, value in places:
            if isinstance(value, str):
                if value and (value[0] in UNSEEN or value[-1] in UNSEEN):
                    node[place] = visible(value)
            elif isinstance(value, dict | list):
                waiting.append(value)


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
            # The file is larger than it was when its size was read.
            content += file.read(MAX_FILE_BYTES - size)
        size = max(size, len(content))
        if size > MAX_FILE_BYTES:
            raise InputError(
                FileProblem(
                    printable(str(path)),
                    "",
                    reason("FIL-106", f"the file has {size} bytes", f"文件有{size}字节"),
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
        problem = FileProblem(printable(str(path)), "", not_utf8(error), _UTF8, _SAVE_AS_UTF8)
        raise InputError(problem) from None


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file opened for reading bytes.

    Raises `InputError` when it cannot be opened, or is a device, a pipe or a socket, which may
    never end and can be read only once. Raises it also at the end of the block, or in place of an
    error inside it, when somebody has written to the file meanwhile.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            if not S_ISREG(fstat(file.fileno()).st_mode):
                raise InputError(
                    FileProblem(printable(str(path)), "", _NO_FILE, _READABLE, _KEEP_IN_A_FILE)
                )
            with unchanged(path, file):
                yield file
    except OSError as error:
        raise InputError(
            FileProblem(printable(str(path)), "", _unopened(error), _READABLE)
        ) from error


@contextmanager
def unchanged(path: Path, file: BinaryIO) -> Iterator[None]:
    """Raise `InputError` at the end of the block if the file was written to meanwhile.

    That also replaces an error inside the block, since the change may have caused it.
    """
    before = fstat(file.fileno())
    try:
        yield
    except Exception as error:
        if _differs(before, file):
            raise changed(path) from error
        raise
    if _differs(before, file):
        raise changed(path)


def _differs(before: os.stat_result, file: BinaryIO) -> bool:
    after = fstat(file.fileno())
    return (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns)


def changed(path: Path) -> InputError:
    """The error for a file that was changed while it was read."""
    return InputError(FileProblem(printable(str(path)), "", _CHANGED, _AS_IT_WAS, _READ_AGAIN))


def _at_once(path: str, flags: int) -> int:
    """Open a file without blocking, as a pipe would until somebody writes to it."""
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
    return FileProblem(
        place,
        excerpt(error.doc, error.pos),
        reason("FIL-107", f"not JSON, {why.en}{where.en}", f"不是有效的 JSON，{why.zh}{where.zh}"),
        expected,
        hint,
    )


def not_utf8(error: UnicodeDecodeError) -> Reason:
    byte = error.start + 1
    return reason("FIL-108", f"byte {byte} is not UTF-8", f"第{byte}个字节不是 UTF-8 编码")


def _unopened(error: OSError) -> Reason:
    if isinstance(error, FileNotFoundError):
        return reason("FIL-109", "there is no such file", "没有这个文件")
    if isinstance(error, IsADirectoryError):
        return reason("FIL-110", "this is a folder", "这是文件夹")
    if isinstance(error, PermissionError):
        return reason("FIL-111", "the file may not be read", "没有读取该文件的权限")
    why = why_failed(error)
    return reason("FIL-112", f"the file cannot be read: {why.en}", f"文件无法读取：{why.zh}")
