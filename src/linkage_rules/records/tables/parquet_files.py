"""Tables in Parquet files, read in batches."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from math import isfinite, isnan
from pathlib import Path
from typing import Any, Final

from linkage_rules.records.problems import InputError, Problem
from linkage_rules.records.progress import Progress
from linkage_rules.records.showing import printable, quoted
from linkage_rules.records.tables.grid import Flawed, Plain, Row, Sheet, displayed
from linkage_rules.records.tables.kinds import check_kind, library
from linkage_rules.records.wording import Wording

_BATCH: Final = 1_000
_NOT_FINITE: Final = Wording("not a finite number", "不是有限的数")
_ODD: Final = Wording("a value of an unknown kind", "无法识别的单元格内容")
_DAMAGED: Final = Wording("the Parquet file cannot be read", "Parquet 文件无法读取")
_EXPECTED: Final = Wording("a complete Parquet file", "完整的 Parquet 文件")


def parquet_sheets(path: Path) -> tuple[Sheet, ...]:
    """The one table of a Parquet file. Its column names are row 1, its first record is row 2.

    A column may hold lists and records; they are taken as they are. Raises `InputError` for what
    is no Parquet file or is damaged.
    """
    check_kind(path, ".parquet")
    parquet = library(path, "pyarrow.parquet", "parquet")
    try:
        with parquet.ParquetFile(path) as file:
            names = tuple(file.schema_arrow.names)
            progress = Progress(0, file.metadata.num_rows)
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error
    head = Row(1, names)
    return (Sheet(None, lambda: chain([head], _rows(path, parquet, progress)), progress=progress),)


def _rows(path: Path, parquet: Any, progress: Progress) -> Iterator[Row]:
    number = 1
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_BATCH):
                columns = [column.to_pylist() for column in batch.columns]
                for values in zip(*columns, strict=True):
                    number += 1
                    progress.done += 1
                    yield Row(number, tuple(_plain(value) for value in values))
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, str | bool | int | Decimal | list | dict):
        return value
    if isinstance(value, datetime | date | time | timedelta):
        return value
    if isinstance(value, float):
        # Data frames write a missing number as “not a number”.
        if isnan(value):
            return None
        return displayed(value) if isfinite(value) else Flawed(str(value), _NOT_FINITE)
    return Flawed(quoted(repr(value)), _ODD)


def _damaged(path: Path, error: Exception) -> InputError:
    return InputError(Problem(printable(str(path)), quoted(str(error)), _DAMAGED, _EXPECTED))
