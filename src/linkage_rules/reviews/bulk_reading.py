"""Reading a large table cell by cell into Parquet files, so that one query can judge its
records."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet
from attrs import frozen

from linkage_rules.engines.tabular.arrow import exact_table_of
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.records import Entry, InputError, RecordError
from linkage_rules.reviews.outputs.parquet_file import PROBLEMS
from linkage_rules.reviews.repeated import RepeatedIds, SeenIds
from linkage_rules.reviews.reviews import title_of
from linkage_rules.words.keywords import Language

_ROWS: Final = 10_000
"""How many records are held in memory before they are written."""

_BAD: Final = pa.schema([("id", pa.string()), (PROBLEMS, pa.list_(pa.string()))])


@frozen
class RowsRead:
    """The file with the valid records, and the one with the others and their problems.

    ``cut_short`` says why the table could not be read to its end, ``repeated`` which ids several
    rows have.
    """

    good: Path
    bad: Path
    cut_short: InputError | None
    repeated: RepeatedIds


def read_into(
    folder: Path, entries: Iterable[Entry], record_type: RecordType, language: Language
) -> RowsRead:
    """Read every row and separate the valid records from the others.

    Raises `InputError` when not even the first row can be read.
    """
    good, bad = folder / "good.parquet", folder / "bad.parquet"
    valid: list[Record] = []
    wrong: list[dict[str, Any]] = []
    cut_short = None
    started = False
    repeated = RepeatedIds()
    with (
        closing(SeenIds()) as seen,
        parquet.ParquetWriter(good, exact_table_of(record_type, []).schema) as good_file,
        parquet.ParquetWriter(bad, _BAD) as bad_file,
    ):

        def write() -> None:
            good_file.write_table(exact_table_of(record_type, valid))
            bad_file.write_table(pa.Table.from_pylist(wrong, _BAD))
            valid.clear()
            wrong.clear()

        try:
            for entry in entries:
                started = True
                title = title_of(entry, record_type)
                repeated.compare(title.id, entry.position, title.place, seen)
                try:
                    valid.append(entry.validated(record_type))
                except RecordError as error:
                    told = [problem.render(language) for problem in error.problems]
                    wrong.append({"id": title.id, PROBLEMS: told})
                if len(valid) + len(wrong) == _ROWS:
                    write()
        except InputError as error:
            if not started:
                raise
            cut_short = error
        write()
    return RowsRead(good, bad, cut_short, repeated)
