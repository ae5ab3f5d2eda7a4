"""A table of records judged in one query, streamed into a Parquet file."""

import errno
import os
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from attrs import Factory, evolve, frozen

from linkage_rules.engines.tabular.faults import no_such_column, not_worked_out, unreadable_files
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.presenting.atomic import whole
from linkage_rules.presenting.progress_bar import read, while_running, with_progress
from linkage_rules.records import InputError, Reading, ReadingReport, TableReading
from linkage_rules.records.json_files import opened, unchanged
from linkage_rules.records.tables.parquet_files import parquet_failures
from linkage_rules.reviews.outputs.parquet_file import PROBLEMS
from linkage_rules.reviews.repeated import MOST_IDS, MOST_PLACES, Repeated, RepeatedIds
from linkage_rules.reviews.review_words import Question
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

if TYPE_CHECKING:
    from linkage_rules.engines.tabular.checks import TableCheck


@frozen
class BulkTally:
    """How many rows were read, how many of them are no valid records, and what was found.

    ``found`` counts verdicts and statuses over all actions and norms. For a table that was read
    cell by cell, ``table`` is the report on its rows, and ``cut_short`` says why it has not been
    read to its end. ``repeated`` are the ids that several rows have.
    """

    rows: int
    bad: int
    found: Mapping[str, int]
    table: ReadingReport | None = None
    cut_short: InputError | None = None
    repeated: RepeatedIds = Factory(RepeatedIds)

    def closing(self) -> Phrase:
        reviewed = self.rows - self.bad
        return Phrase(
            f"{self.rows} records: {reviewed} reviewed, {self.bad} that could not be read",
            f"共{self.rows}条：已审核{reviewed}条，无法读取{self.bad}条",
        )


def review_in_bulk(question: Question, source: Path, out: Path, language: Language) -> BulkTally:
    """Judge every row of a Parquet file and write the answers to another one.

    Rows that are no valid records are written too, with their problems in place of answers. The
    file is there as a whole or not at all. Amounts are whole fen. Raises `TableError` when a column
    does not fit its field or is not named like one, as in a table made by hand, or when a query
    cannot hold one of the values; then the records have to be read cell by cell.
    """
    policy, shape = question.policy, question.record_type
    _require_field_names(source, [f.name for f in shape.fields])
    with whole(out) as place, source.open("rb") as file, unchanged(source, file):
        parts = policy.check_table(source, record_type=shape.name, language=language)
        tally = _judged(question, parts, place, language)
        return evolve(tally, repeated=_repeated(source, shape))


def review_entries_in_bulk(
    question: Question, entries: Reading, out: Path, language: Language
) -> BulkTally:
    """Read every row of a large table as `read_records` does, then judge all records in one query.

    The answers are those of `review_in_bulk`. Raises `InputError` when not even the first row can
    be read, and `TableError` for a policy that no query can work out.
    """
    from linkage_rules.engines.tabular.checks import TableCheck
    from linkage_rules.engines.tabular.inputs import all_as_ibis
    from linkage_rules.reviews.bulk_reading import read_into

    with TemporaryDirectory() as folder:
        passing = with_progress(entries, entries, language, read)
        rows = read_into(Path(folder), passing, question.record_type, language)
        parts = TableCheck(*all_as_ibis([rows.good, rows.bad]))
        report = entries.report if isinstance(entries, TableReading) else None
        with whole(out) as place:
            tally = _judged(question, parts, place, language)
        repeated, cut_short = rows.repeated, rows.cut_short
        return evolve(tally, table=report, cut_short=cut_short, repeated=repeated)


_REPEATED: Final = f"""
    with seen as (
        select id, file_row_number + 2 as position
        from read_parquet(?, file_row_number = true)
        where trim(id) <> ''
    ),
    twice as (select id, count(*) as count from seen group by id having count(*) > 1),
    placed as (
        select id, count, min(position, {MOST_PLACES}) as positions
        from seen join twice using (id) group by id, count
    )
    select id, count, positions, cast(sum(count) over () as bigint)
    from placed order by positions[1] limit {MOST_IDS}
"""


def _repeated(source: Path, shape: RecordType) -> RepeatedIds:
    """The ids that several rows of a Parquet file have, found in one query; its names are row 1."""
    import duckdb
    import pyarrow.parquet as parquet

    id_ = shape.by_spelling.get("id")
    found = RepeatedIds()
    if id_ is None or id_.type is not Scalar.TEXT:
        return found
    if id_.name not in parquet.read_schema(source).names:
        return found
    with duckdb.connect() as connection:
        rows = connection.execute(_REPEATED, [str(source)]).fetchall()
    for text, count, positions, _ in rows:
        places = tuple(Phrase(f"row {at}", f"第{at}行") for at in positions)
        found.listed[text] = Repeated(text, count, tuple(positions), places)
    found.omitted = rows[0][3] - sum(row[1] for row in rows) if rows else 0
    return found


def _judged(question: Question, parts: "TableCheck", place: Path, language: Language) -> BulkTally:
    import duckdb

    answers = _answers(question, parts)
    connection = answers.get_backend().con
    with ThreadPoolExecutor(1) as worker:
        # With a temporary file of DuckDB the output would grow under a name that is not known here.
        writing = worker.submit(answers.to_parquet, place, use_tmp_file=False)
        try:
            while_running(writing, connection.query_progress, language)
        except duckdb.IOException as error:
            raise _as_of_system(error) from error
        except duckdb.Error as error:
            raise not_worked_out(error) from error
        except BaseException:
            connection.interrupt()
            raise
    return _counted(place)


def _as_of_system(error: Exception) -> OSError:
    """What DuckDB could not write, by the error of the system that it tells of."""
    said = str(error)
    number = next((one for one in errno.errorcode if os.strerror(one) in said), errno.EIO)
    return OSError(number, said)


def _answers(question: Question, parts: "TableCheck") -> Any:
    import ibis

    policy, shape = question.policy, question.record_type
    day, kind = question.as_of, shape.name
    good = policy.evaluate_table(parts.good, as_of=day, record_type=kind, outside="allow")
    kept = [c for c in good.columns if c in parts.bad.columns]
    nothing = {c: ibis.null(good[c].type()) for c in good.columns if c not in kept}
    bad = parts.bad.select(*kept, **nothing, **{PROBLEMS: parts.bad.problems})
    return good.mutate(**{PROBLEMS: ibis.null("array<string>")}).union(bad, distinct=False)


def _require_field_names(source: Path, fields: list[str]) -> None:
    import pyarrow.parquet as parquet

    try:
        with opened(source) as file:
            names = parquet.read_schema(file).names
    except parquet_failures() as error:
        raise unreadable_files(str(source)) from error
    for name in names:
        if name not in fields:
            raise no_such_column(name, fields)


def _counted(place: Path) -> BulkTally:
    """The counts of the file that was written, read a batch at a time."""
    import pyarrow.parquet as parquet

    rows = bad = 0
    found: Counter[str] = Counter()
    with parquet.ParquetFile(place) as file:
        names = [n for n in file.schema_arrow.names if n.startswith(("verdict_", "status_"))]
        for batch in file.iter_batches(columns=[*names, PROBLEMS]):
            rows += batch.num_rows
            problems = batch.column(batch.schema.names.index(PROBLEMS))
            bad += batch.num_rows - problems.null_count
            for name in names:
                for pair in batch.column(name).value_counts().to_pylist():
                    found[pair["values"]] += pair["counts"]
    return BulkTally(rows, bad, found)
