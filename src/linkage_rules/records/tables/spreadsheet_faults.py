"""What is said of workbooks and of cells in them that cannot be read, whatever their format."""

import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

from linkage_rules.records.problems import InputError, Problem
from linkage_rules.records.tables.grid import Flawed, Merge
from linkage_rules.records.tables.limits import MAX_MERGED, MAX_MERGES, MAX_ROWS, MAX_SHEETS
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable, quoted

_T = TypeVar("_T")

WORKBOOK: Final = Phrase("a complete workbook", "完整的工作簿")
SAVE_ANEW: Final = Phrase(
    "open it in Excel or WPS and save it anew as .xlsx", "用 Excel 或 WPS 打开后另存为 .xlsx"
)

_ERROR: Final = Phrase("an Excel error instead of a value", "单元格是 Excel 错误值")
_MEND: Final = Phrase("mend the formula, or type the value", "改正公式，或直接填写数值")
_ODD: Final = Phrase("a value of an unknown kind", "无法识别的单元格内容")
_UNCOMPUTED: Final = Phrase(
    "a formula whose value is not in the file", "公式的计算结果没有保存在文件中"
)
_COMPUTE: Final = Phrase(
    "open the file in Excel or WPS and save it, so that the value is stored",
    "用 Excel 或 WPS 打开并保存一次，使结果写入文件",
)
UNCOMPUTED_CELL: Final = Flawed("", _UNCOMPUTED, _COMPUTE)
_UNREADABLE: Final = Phrase("the workbook cannot be read", "工作簿无法读取")
_TOO_MANY_ROWS: Final = Phrase(f"more than {MAX_ROWS} rows", f"超过{MAX_ROWS}行")
_ROW_LIMIT: Final = Phrase(f"at most {MAX_ROWS} rows", f"不超过{MAX_ROWS}行")
_TOO_MANY_MERGES: Final = Phrase(
    f"more than {MAX_MERGES} merged blocks, or {MAX_MERGED} merged cells",
    f"合并单元格超过{MAX_MERGES}处，或共计超过{MAX_MERGED}个",
)
_TOO_MANY_SHEETS: Final = Phrase(
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
    """A cell with a value of a kind that no reader knows."""
    return Flawed(quoted(str(value)), _ODD)


def refused(
    path: Path, why: Phrase, expected: Phrase = WORKBOOK, hint: Phrase | None = None
) -> InputError:
    return InputError(Problem(printable(str(path)), "", why, expected, hint))


def too_many_rows(path: Path) -> InputError:
    return refused(path, _TOO_MANY_ROWS, _ROW_LIMIT)


def too_many_merges(path: Path) -> InputError:
    return refused(path, _TOO_MANY_MERGES, WORKBOOK, _UNMERGE)


def too_many_sheets(path: Path) -> InputError:
    return refused(path, _TOO_MANY_SHEETS, _SHEET_LIMIT, SAVE_ANEW)


def bounded_merges(path: Path, merges: Iterable[Merge]) -> tuple[Merge, ...]:
    """Merged cells, as many as may be given their value."""
    kept: list[Merge] = []
    cells = 0
    for merge in merges:
        kept.append(merge)
        cells += merge.bottom - merge.top
        if len(kept) > MAX_MERGES or cells > MAX_MERGED:
            raise too_many_merges(path)
    return tuple(kept)


def guarded(path: Path, read: Callable[[], _T]) -> _T:
    """What ``read`` gives; `InputError` where the library that reads the file fails."""
    try:
        with warnings.catch_warnings():
            # Libraries warn of styles and extensions that they pass over; none holds a value.
            warnings.simplefilter("ignore")
            return read()
    except InputError:
        raise
    # A damaged workbook fails the libraries in ways that they do not name.
    except Exception as error:
        found = quoted(str(error) or type(error).__name__)
        problem = Problem(printable(str(path)), found, _UNREADABLE, WORKBOOK, SAVE_ANEW)
        raise InputError(problem) from error
