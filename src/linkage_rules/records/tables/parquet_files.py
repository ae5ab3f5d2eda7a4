"""Tables in Parquet files, read in batches."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite, isnan
from pathlib import Path
from typing import Any, Final

from linkage_rules.extras import required
from linkage_rules.records.entries import Progress
from linkage_rules.records.json_files import unchanged
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.tables.grid import Flawed, Plain, Row, Sheet, plain_number
from linkage_rules.records.tables.kinds import check_kind
from linkage_rules.records.tables.limits import MAX_COLUMN_VALUES, MAX_COLUMNS
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import printable, quoted

_BATCH: Final = 1_000
NOT_FINITE: Final = reason("CEL-302", "not a finite number", "不是有限的数")
ODD: Final = reason("CEL-303", "a value of an unknown kind", "无法识别的单元格内容")
_DAMAGED: Final = reason("FIL-401", "the Parquet file cannot be read", "Parquet 文件无法读取")
NOT_TEXT: Final = reason("CEL-304", "text that is not UTF-8", "不是 UTF-8 编码的文本")
_NOT_HELD: Final = reason(
    "CEL-305",
    "a value that cannot be read: a day beyond the year 9999, or in an unknown time zone",
    "无法读取的值：超过 9999 年的日期，或时区无法识别",
)
_VALUE_LIMIT: Final = Phrase(
    f"at most {MAX_COLUMN_VALUES} values of a column in a row group, those in lists included",
    f"每列在一个行组中不超过{MAX_COLUMN_VALUES}个值，包括列表中的值",
)
_WRITE_ANEW: Final = Phrase(
    "write the file anew, with this column as text or left out",
    "重新写出该文件，将此列改为文本或去掉",
)
_COPY_AGAIN: Final = Phrase(
    "copy it again, or write it anew with the program it comes from",
    "重新复制一份，或用原来的程序重新写出",
)
_LONGEST_TYPE: Final = 60
_EXPECTED: Final = Phrase("a complete Parquet file", "完整的 Parquet 文件")


def parquet_sheets(path: Path) -> tuple[Sheet, ...]:
    """The one table of a Parquet file. Its column names are row 1, its first record is row 2.

    A column may hold lists and records, which are given as they are. A value that Python cannot
    represent, such as a day after the year 9999 or a text that is not UTF-8, is a cell in doubt.
    Raises `InputError` for what is no Parquet file or is damaged, with the column where it is one.
    """
    check_kind(path, ".parquet")
    parquet = required("pyarrow.parquet", "parquet")
    failures = parquet_failures()
    try:
        with _unchanged(path, parquet) as file:
            progress = Progress(0, file.metadata.num_rows)
    except failures as error:
        raise _damaged(path) from error
    return (Sheet(None, lambda: _rows(path, parquet, progress), progress=progress),)


def parquet_failures() -> tuple[type[Exception], ...]:
    """The exceptions that reading a damaged file may raise: those of Arrow, and those that Python
    makes of C++ exceptions."""
    arrow = required("pyarrow", "parquet").ArrowException
    return (arrow, OSError, ValueError, RuntimeError, ArithmeticError, LookupError, MemoryError)


def _rows(path: Path, parquet: Any, progress: Progress) -> Iterator[Row]:
    number = 1
    failures = parquet_failures()
    try:
        with _unchanged(path, parquet) as file:
            yield Row(1, tuple(file.schema_arrow.names))
            _check_sizes(path, file)
            for batch in file.iter_batches(_BATCH):
                columns = [_cells(column, failures) for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    progress.done += 1
                    yield Row(number, values)
    except failures as error:
        raise _damaged(path, _faulty_column(path, parquet, failures)) from error


@contextmanager
def _unchanged(path: Path, parquet: Any) -> Iterator[Any]:
    """The file opened by Arrow; raises `InputError` when it is changed meanwhile."""
    with path.open("rb") as held, unchanged(path, held), parquet.ParquetFile(path) as file:
        yield file


def _check_sizes(path: Path, file: Any) -> None:
    """Raise `InputError` for a column with more values than fit into memory.

    Repeated values take almost no space in a file.
    """
    metadata = file.metadata
    columns = range(metadata.num_columns)
    if not columns:
        return  # a reader of no rows and no columns would divide by them
    for group in range(metadata.num_row_groups):
        # Reading the statistics of a damaged column ends the process. Reading batches of no rows
        # first meets the same damage, but raises an error.
        for _ in file.reader.iter_batches(0, row_groups=[group], column_indices=[*columns]):
            pass
        for number in columns:
            column = metadata.row_group(group).column(number)
            if column.num_values > MAX_COLUMN_VALUES:
                name = printable(column.path_in_schema)
                why = reason("FIL-402", f"column {name} is too long", f"列 {name} 过长")
                raise InputError(FileProblem(printable(str(path)), "", why, _VALUE_LIMIT))


def cells_of_column(column: Any) -> list[Plain]:
    """The values of a column of Arrow, as cells."""
    return _cells(column, parquet_failures())


def _cells(column: Any, failures: tuple[type[Exception], ...]) -> list[Plain]:
    """The values of a column; one by one if Python cannot represent one of them."""
    try:
        values = column.to_pylist()
    except failures:
        return [_alone(value, failures) for value in column]
    return [as_cell(value) for value in values]


def _alone(value: Any, failures: tuple[type[Exception], ...]) -> Plain:
    try:
        return as_cell(value.as_py())
    except UnicodeDecodeError as error:
        return Flawed(quoted(error.object.decode(errors="replace")), NOT_TEXT)
    except failures:
        # For example an unknown time zone, or a day that no calendar has.
        return Flawed(printable(str(value.type))[:_LONGEST_TYPE], _NOT_HELD)


def _faulty_column(path: Path, parquet: Any, failures: tuple[type[Exception], ...]) -> str:
    """The first column that cannot be read by itself; empty if each of them can."""
    try:
        with parquet.ParquetFile(path) as file:
            for name in file.schema_arrow.names[:MAX_COLUMNS]:
                try:
                    for _ in file.iter_batches(_BATCH, columns=[name]):
                        pass
                except failures:
                    return str(name)
    except failures:
        pass
    return ""


def as_cell(value: object) -> Plain:
    """A value of a program as a cell; in doubt for types that no cell has."""
    if value is None or isinstance(value, str | bool | int | Decimal | list | dict):
        return value
    if isinstance(value, datetime | date | time | timedelta):
        return value
    if isinstance(value, float):
        # Data frames store a missing number as “not a number”.
        if isnan(value):
            return None
        return plain_number(value) if isfinite(value) else Flawed(str(value), NOT_FINITE)
    return Flawed(quoted(repr(value)), ODD)


def _damaged(path: Path, column: str = "") -> InputError:
    place = printable(str(path))
    if not column:
        return InputError(FileProblem(place, "", _DAMAGED, _EXPECTED, _COPY_AGAIN))
    name = printable(column)
    why = reason("FIL-403", f"column {name} cannot be read", f"列 {name} 无法读取")
    return InputError(FileProblem(place, "", why, _EXPECTED, _WRITE_ANEW))
