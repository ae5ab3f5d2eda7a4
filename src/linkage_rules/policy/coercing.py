"""Reading a frame with cells as people write them into one that a query takes.

The cells are read by the readers of spreadsheets, so ``docs/mapping.md`` holds for frames as well:
texts such as 120万元, dates, yes and no, full-width digits, blanks, labels and units in headings.
This module only converts from and to pandas, Polars and Arrow.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from attrs import evolve, frozen

from linkage_rules.engines.tabular.faults import (
    MOST_SHOWN,
    Stranger,
    given_twice,
    no_such_column,
    no_such_fields,
    not_a_frame,
    unlike_headings,
)
from linkage_rules.extras import required
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.records import RecordError
from linkage_rules.records.given import plain
from linkage_rules.records.problems import CellNote, CellProblem, Problem
from linkage_rules.records.tables.grid import Cell, Row
from linkage_rules.records.tables.header import Fit, Header, fitted
from linkage_rules.records.tables.headings import Heading
from linkage_rules.records.tables.mapping import ColumnMapping
from linkage_rules.records.tables.mapping_files import mappings_for
from linkage_rules.records.tables.parquet_files import as_cell, cells_of_column
from linkage_rules.records.tables.report import Account, ReadingReport
from linkage_rules.records.tables.row_reading import RowReader
from linkage_rules.records.tables.rows import Skip
from linkage_rules.words.nearness import nearest

_LOG: Final = logging.getLogger("linkage_rules.tables")
_HEADINGS: Final = -1
"""The row number of the headings: frames count rows from 0, and the headings come before."""


@frozen
class RefusedRow:
    """A row that is no record, by its position in the frame, with every reason."""

    row: int
    problems: tuple[Problem, ...]


@frozen(eq=False)
class CoercedTable:
    """A frame whose cells were read, and what became of those that could not be.

    ``table`` is of the kind that was given: a column for each field that is read, named like the
    field, of the type that `Policy.evaluate_table` takes (amounts are fen), and the columns that
    were to be kept. ``rows`` says of each of its rows where it stood; positions count from 0, and
    pandas keeps its index. ``doubts`` are the cells that are unknown in ``table`` because they are
    in doubt, by row, column, value and ``code``; ``notes`` were taken in a way one should know of;
    ``refused`` are rows without what a record needs. ``report`` counts all of it and names the rows
    that were passed over, such as totals, and the columns that were not read: no row is lost.
    """

    table: Any
    rows: tuple[int, ...]
    doubts: tuple[CellProblem, ...]
    notes: tuple[CellNote, ...]
    refused: tuple[RefusedRow, ...]
    report: ReadingReport


def coerce(
    record_type: RecordType,
    table: object,
    mapping: ColumnMapping | None,
    keep: Sequence[str],
    strict: bool,
) -> CoercedTable:
    """Read a frame as `Policy.coerce_table` tells."""
    required("pyarrow", "tables")
    frame = _frame(table)
    for name in keep:
        if name not in frame.names:
            raise no_such_column(name, list(frame.names))
    fit = _fit(record_type, frame, mapping)
    _heed_others(record_type, fit, frame, keep, strict)
    account = Account()
    reader = RowReader(None, fit, (), account)
    above = Row(_HEADINGS, tuple(heading.parts[-1] for heading in fit.header.headings))
    entries = list(reader.entries(chain([above], frame.rows())))
    # The headings were counted as a row, but are no row of a frame.
    account.rows -= 1
    account.skipped[Skip.HEADING] -= 1
    account.skipped_rows.pop(0)
    good: list[tuple[int, Record]] = []
    refused: list[RefusedRow] = []
    for entry in entries:
        try:
            good.append((entry.position, entry.validated(record_type)))
        except RecordError as error:
            refused.append(RefusedRow(entry.position, error.problems))
    account.read, account.refused = len(good), len(refused)
    rows = [position for position, _ in good]
    filled = _filled(fit)
    fields = tuple(f for f in record_type.fields if f.required or f.name in filled)
    from linkage_rules.engines.tabular.arrow import table_of

    read = table_of(evolve(record_type, fields=fields), [record for _, record in good])
    carried = [name for name in keep if name not in filled]
    return CoercedTable(
        frame.made(read, rows, carried),
        tuple(rows),
        tuple(doubt for entry in entries for doubt in entry.doubts),
        tuple(note for entry in entries for note in entry.notes),
        tuple(refused),
        account.report(None, fit.mapping.name, fit.unused, (), headed=_HEADINGS),
    )


def _fit(record_type: RecordType, frame: "_Frame", mapping: ColumnMapping | None) -> Fit:
    """The mapping that knows the most columns."""
    headings = tuple(Heading(place, parts) for place, parts in enumerate(frame.headings))
    header = Header(_HEADINGS, _HEADINGS, headings)
    mappings = (mapping,) if mapping else mappings_for(record_type)
    fits = [fitted(one, header) for one in mappings]
    fit = max(fits, key=lambda one: (not one.lacking, len(one.found), -len(one.doubled)))
    if not fit.found or fit.lacking:
        lacking = [column.headings[0] for column in fit.lacking]
        raise unlike_headings(list(frame.names), lacking)
    if fit.doubled:
        column, second = fit.doubled[0]
        first = next(heading for other, heading in fit.found if other is column)
        raise given_twice(column.targets[0].path, first.text, second.text)
    return fit


def _heed_others(
    record_type: RecordType, fit: Fit, frame: "_Frame", keep: Sequence[str], strict: bool
) -> None:
    """Refuse columns that no field is read from; without ``strict`` log them."""
    others = [frame.names[h.column] for h in fit.unused if frame.names[h.column] not in keep]
    if not others:
        return
    filled = {column.targets[0].path: heading.text for column, heading in fit.found}
    for name in others:
        declared = record_type.by_spelling.get(name)
        if declared is not None and declared.name in filled:
            raise given_twice(declared.name, filled[declared.name], name)
    known = {spelling for column in fit.mapping.columns for spelling in column.headings}
    if strict:
        told = [
            Stranger(name, next(iter(nearest(name, known)), None)) for name in others[:MOST_SHOWN]
        ]
        raise no_such_fields(record_type.name, told, len(others))
    _LOG.warning("columns that are read by nothing: %s", ", ".join(others))


def _filled(fit: Fit) -> set[str]:
    """The names of the fields that a table with such headings may fill."""
    found = [column for column, _ in fit.found]
    numbered = [column for column in fit.mapping.columns if column.or_row_number]
    targets = [target for column in (*found, *numbered) for target in column.targets]
    targets += [constant.target for constant in fit.mapping.fixed]
    return {target.steps[0].name for target in targets}


@frozen
class _Frame:
    """A frame of any kind: its headings and cells, and how a frame of the same kind is made from an
    Arrow table, from some of its rows, with other columns added."""

    names: Sequence[str]
    headings: Sequence[tuple[str, ...]]
    columns: Sequence[Sequence[Cell]]
    made: Callable[[Any, list[int], list[str]], Any]

    def rows(self) -> Iterator[Row]:
        for position, cells in enumerate(zip(*self.columns, strict=True)):
            yield Row(position, cells)


def _frame(table: Any) -> _Frame:
    match f"{type(table).__module__.partition('.')[0]}.{type(table).__name__}":
        case "pandas.DataFrame":
            return _of_pandas(table)
        case "polars.DataFrame":
            return _of_polars(table, lambda frame: frame)
        case "polars.LazyFrame":
            return _of_polars(table.collect(), lambda frame: frame.lazy())
    import pyarrow

    if isinstance(table, pyarrow.Table):
        return _of_arrow(table)
    if isinstance(table, pyarrow.RecordBatch):
        whole = _of_arrow(pyarrow.Table.from_batches([table]))

        def one_batch(read: Any, rows: list[int], keep: list[str]) -> Any:
            made = whole.made(read, rows, keep).combine_chunks()
            found = made.to_batches()
            return found[0] if found else pyarrow.RecordBatch.from_pylist([], made.schema)

        return evolve(whole, made=one_batch)
    raise not_a_frame(table)


def _of_pandas(frame: Any) -> _Frame:
    import pandas  # type: ignore[import-untyped]
    import pyarrow

    familiar = {
        pyarrow.bool_(): pandas.BooleanDtype(),
        pyarrow.int64(): pandas.Int64Dtype(),
        pyarrow.string(): pandas.StringDtype(),
    }

    def made(read: Any, rows: list[int], keep: list[str]) -> Any:
        # Types that pandas cannot represent exactly, such as days and lists of records, stay Arrow
        # types.
        result = read.to_pandas(types_mapper=lambda t: familiar.get(t) or pandas.ArrowDtype(t))
        result.index = frame.index[rows]
        for name in keep:
            result[name] = frame.iloc[rows, names.index(name)]
        return result

    headings = [_levels(label) for label in frame.columns]
    names = ["/".join(levels) for levels in headings]
    columns = [
        [as_cell(_unpacked(value)) for value in frame.iloc[:, place].astype(object)]
        for place in range(len(names))
    ]
    return _Frame(names, headings, columns, made)


def _levels(label: object) -> tuple[str, ...]:
    """The headings of a column, one above the other where there are several."""
    levels = label if isinstance(label, tuple) else (label,)
    # pandas gives such names to blank headings.
    said = [str(level) for level in levels if not str(level).startswith("Unnamed: ")]
    return tuple(dict.fromkeys(level for level in said if level.strip())) or ("",)


def _unpacked(value: object) -> object:
    found = plain(value)
    return found.tolist() if hasattr(found, "tolist") else found


def _of_polars(frame: Any, finished: Callable[[Any], Any]) -> _Frame:
    import polars

    def made(read: Any, rows: list[int], keep: list[str]) -> Any:
        result = polars.from_arrow(read)
        assert isinstance(result, polars.DataFrame)
        return finished(result.hstack(frame.select(keep)[rows]) if keep else result)

    columns = [[as_cell(plain(value)) for value in frame[name].to_list()] for name in frame.columns]
    return _Frame(frame.columns, [(name,) for name in frame.columns], columns, made)


def _of_arrow(table: Any) -> _Frame:
    def made(read: Any, rows: list[int], keep: list[str]) -> Any:
        for name in keep:
            read = read.append_column(name, table.column(name).take(rows))
        return read

    names = table.column_names
    columns = [cells_of_column(column) for column in table.columns]
    return _Frame(names, [(name,) for name in names], columns, made)
