"""Faults of workbooks as files: archive bombs and damaged parts."""

import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from traceback import format_exception, walk_tb
from typing import IO, BinaryIO, Final, TypeVar

from linkage_rules.errors import Error
from linkage_rules.logs import tell
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.tables.grid import Flawed, Merge
from linkage_rules.records.tables.limits import (
    ELEMENTS_PER_BYTE,
    LARGE_PART_BYTES,
    MAX_ELEMENTS,
    MAX_MERGED,
    MAX_MERGES,
    MAX_RATIO,
    MAX_ROWS,
    MAX_SETTINGS,
    MAX_SHEETS,
    MAX_UNPACKED_BYTES,
)
from linkage_rules.words.messages import Phrase, Reason, reason
from linkage_rules.words.showing import printable, quoted

_WHOLE: Final = Phrase("a complete Excel workbook", "完整的 Excel 工作簿")
_BROKEN: Final = reason(
    "FIL-501",
    "the workbook is damaged or was not copied completely",
    "工作簿已损坏，或没有复制完整",
)
_COPY_AGAIN: Final = Phrase(
    "copy it again, or open it in Excel or WPS and save it anew",
    "重新复制一份，或用 Excel、WPS 打开后另存",
)
_TOO_LARGE: Final = Phrase(
    f"a workbook of at most {MAX_UNPACKED_BYTES} bytes when unpacked",
    f"解压后不超过{MAX_UNPACKED_BYTES}字节的工作簿",
)
_SAVE_AS_CSV: Final = Phrase(
    "save the sheet as “CSV UTF-8”; a CSV file may have any size",
    "把工作表另存为“CSV UTF-8”，CSV 文件大小不限",
)
_SMALLER: Final = Phrase("a workbook with something in its cells", "单元格中有内容的工作簿")
_LARGE_PARTS: Final = ("xl/worksheets/", "xl/sharedStrings", "content.xml")
_CHUNK: Final = 1 << 20
_NOT_EXCEL: Final = reason(
    "FIL-502", "a ZIP archive, but no workbook", "是 ZIP 压缩包，但不是工作簿"
)


def check_archive(path: Path, content: BinaryIO, needed: str = "[Content_Types].xml") -> None:
    """Raise `InputError` if a workbook is damaged or would fill the memory when unpacked.

    ``needed`` is a part that every workbook of its kind has. The sizes in the directory of the
    archive are checked first, then every part is unpacked once without keeping it; the unpacking
    stops at the stated size. XML elements are counted on the way, because each takes many times its
    size once it is parsed.
    """
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            if needed not in archive.namelist():
                raise refused(path, _NOT_EXCEL, _WHOLE)
            _check_sizes(path, members)
            for member in members:
                with archive.open(member) as part:
                    _check_elements(path, member, part)
    except Error:
        raise
    # For a damaged archive the library raises undocumented errors.
    except Exception:
        raise refused(path, _BROKEN, _WHOLE, _COPY_AGAIN) from None


def _check_sizes(path: Path, members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES:
        why = reason("FIL-503", f"unpacked it has {total} bytes", f"解压后有{total}字节")
        raise refused(path, why, _TOO_LARGE, _SAVE_AS_CSV)
    for member in members:
        if member.file_size > max(LARGE_PART_BYTES, MAX_RATIO * member.compress_size):
            ratio = member.file_size // max(1, member.compress_size)
            why = reason(
                "FIL-504",
                f"a part of it is {ratio} times as large when unpacked",
                f"其中一部分解压后增大{ratio}倍",
            )
            raise refused(path, why, _TOO_LARGE, _SAVE_AS_CSV)


def _check_elements(path: Path, member: zipfile.ZipInfo, part: IO[bytes]) -> None:
    # A part may have any name; only those whose name says that they are large may be large.
    large = member.filename.startswith(_LARGE_PARTS)
    most = max(MAX_ELEMENTS, ELEMENTS_PER_BYTE * member.compress_size) if large else MAX_SETTINGS
    xml = member.filename.endswith((".xml", ".rels"))
    count = 0
    while chunk := part.read(_CHUNK):
        # Elements with a closing tag are counted twice; that is good enough for a limit.
        count += chunk.count(b"<") if xml else 0
        if count > 2 * most:
            why = reason(
                "FIL-505",
                f"a part of it, {printable(member.filename)}, has more than {most} elements",
                f"其中的 {printable(member.filename)} 超过{most}个元素",
            )
            raise refused(path, why, _SMALLER, _SAVE_AS_CSV)


_T = TypeVar("_T")

WORKBOOK: Final = Phrase("a complete workbook", "完整的工作簿")
SAVE_ANEW: Final = Phrase(
    "open it in Excel or WPS and save it anew as .xlsx", "用 Excel 或 WPS 打开后另存为 .xlsx"
)

_ERROR: Final = reason("CEL-306", "an Excel error instead of a value", "单元格是 Excel 错误值")
_MEND: Final = Phrase("mend the formula, or type the value", "改正公式，或直接填写数值")
_ODD: Final = reason("CEL-307", "a value of an unknown kind", "无法识别的单元格内容")
_UNCOMPUTED: Final = reason(
    "CEL-308", "a formula whose value is not in the file", "公式的计算结果没有保存在文件中"
)
_COMPUTE: Final = Phrase(
    "open the file in Excel or WPS and save it, so that the value is stored",
    "用 Excel 或 WPS 打开并保存一次，使结果写入文件",
)
UNCOMPUTED_CELL: Final = Flawed("", _UNCOMPUTED, _COMPUTE)
_UNREADABLE: Final = reason("FIL-506", "the workbook cannot be read", "工作簿无法读取")
_TOO_MANY_ROWS: Final = reason("FIL-507", f"more than {MAX_ROWS} rows", f"超过{MAX_ROWS}行")
_ROW_LIMIT: Final = Phrase(f"at most {MAX_ROWS} rows", f"不超过{MAX_ROWS}行")
_TOO_MANY_MERGES: Final = reason(
    "FIL-508",
    f"more than {MAX_MERGES} merged blocks, or {MAX_MERGED} merged cells",
    f"合并单元格超过{MAX_MERGES}处，或共计超过{MAX_MERGED}个",
)
_TOO_MANY_SHEETS: Final = reason(
    "FIL-509",
    f"more than {MAX_SHEETS} sheets, or one of them named twice",
    f"工作表超过{MAX_SHEETS}个，或同一个工作表出现两次",
)
_SHEET_LIMIT: Final = Phrase(
    f"at most {MAX_SHEETS} sheets, each once", f"不超过{MAX_SHEETS}个工作表，各出现一次"
)
_UNMERGE: Final = Phrase("unmerge the cells below the headings", "取消表头以下的合并单元格")


def error_cell(shown: str) -> Flawed:
    """A cell such as ``#REF!``."""
    return Flawed(quoted(shown), _ERROR, _MEND)


def odd_cell(value: object) -> Flawed:
    """A cell with a value of an unknown kind."""
    return Flawed(quoted(str(value)), _ODD)


def refused(
    path: Path, why: Reason, expected: Phrase = WORKBOOK, hint: Phrase | None = None
) -> InputError:
    return InputError(FileProblem(printable(str(path)), "", why, expected, hint))


def too_many_rows(path: Path) -> InputError:
    return refused(path, _TOO_MANY_ROWS, _ROW_LIMIT)


def too_many_merges(path: Path) -> InputError:
    return refused(path, _TOO_MANY_MERGES, WORKBOOK, _UNMERGE)


def too_many_sheets(path: Path) -> InputError:
    return refused(path, _TOO_MANY_SHEETS, _SHEET_LIMIT, SAVE_ANEW)


def bounded_merges(path: Path, merges: Iterable[Merge]) -> tuple[Merge, ...]:
    """The merged blocks; raises `InputError` where there are too many."""
    kept: list[Merge] = []
    cells = 0
    for merge in merges:
        kept.append(merge)
        cells += merge.bottom - merge.top
        if len(kept) > MAX_MERGES or cells > MAX_MERGED:
            raise too_many_merges(path)
    return tuple(kept)


def guarded(path: Path, read: Callable[[], _T]) -> _T:
    """The result of ``read``; raises `InputError` where the library that reads the file fails.

    What the library says of it is for those who write programs, in English: it is logged, and the
    cause of the error, and no part of the message. A fault of this library itself stays what it is.
    """
    try:
        with warnings.catch_warnings():
            # Libraries warn about styles and extensions that they ignore, which hold no values.
            warnings.simplefilter("ignore")
            return read()
    except Error:
        raise
    # For a damaged workbook the libraries raise undocumented errors.
    except Exception as error:
        if isinstance(error, _OF_PROGRAMS) and _is_ours(error):
            raise
        told = "".join(format_exception(error))
        tell("records", "info", "%s cannot be read\n%s", printable(str(path)), told)
        raise refused(path, _UNREADABLE, hint=SAVE_ANEW) from error


_OF_PROGRAMS: Final = (NameError, AssertionError, ImportError, NotImplementedError)
"""Errors that no content of a file explains where this library raises them."""


def _is_ours(error: Exception) -> bool:
    """Whether an error was raised by this library, and by none that it reads the file with."""
    *_, (frame, _) = walk_tb(error.__traceback__)
    return str(frame.f_globals.get("__name__")).partition(".")[0] == "linkage_rules"
