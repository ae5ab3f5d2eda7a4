"""Proposing a mapping for a table with unknown headings, for a person to correct."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from attrs import frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.types import ListType, RecordType, Scalar
from linkage_rules.records.databases import database_sheet, read_url
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.records.tables.cells import CellReader
from linkage_rules.records.tables.column_units import unit_told
from linkage_rules.records.tables.grid import Cell, Flawed, Row, Spanning, is_blank
from linkage_rules.records.tables.header import (
    Header,
    best_fit,
    header_at,
    likely_header,
    with_units_below,
)
from linkage_rules.records.tables.headings import Heading
from linkage_rules.records.tables.limits import MAX_HEADER_DEPTH
from linkage_rules.records.tables.mapping import Column, Target, plain_mapping
from linkage_rules.records.tables.mapping_files import mappings_for
from linkage_rules.records.tables.reading import TABLES, Opened, first_filled, open_sheet
from linkage_rules.records.tables.rows import RowKinds
from linkage_rules.records.tables.units import Stated, Unclear, Unit, unit_of
from linkage_rules.records.urls import is_url
from linkage_rules.words.messages import Phrase, reason
from linkage_rules.words.showing import printable

_LEAST_LIKENESS: Final = 0.5
_SURE: Final = 0.95
_UNREADABLE_WEIGHT: Final = 0.5
_LONGEST: Final = 40
_ENDS: Final = re.compile("完工|竣工|完成|截止|终止|结束|到期|届满")
"""Words in headings of dates on which something ends: a month without a day means its last day."""
_NOT_A_TABLE: Final = reason("FIL-801", "not a table", "不是表格")
_TABLE: Final = Phrase(f"a file named {', '.join(TABLES)}", f"扩展名为 {'、'.join(TABLES)} 的文件")


@frozen
class ProposedColumn:
    """A column of the table and the field it may be for; ``field`` is None where no field is
    similar.

    ``likeness`` from 0 to 1 says how similar the heading is to the label of the field, less where
    cells of the column do not read as values of the field; ``readable`` of the ``filled`` cells in
    the first rows do. ``unit`` is the unit that the table gives, ``unclear`` a text in its place
    that is not understood, so that every cell would be in doubt. ``month_ends`` says that the
    column holds dates on which something ends. ``similar`` are all fields whose likeness is enough
    to be considered, the likeliest first, also those that another column is more like.
    """

    heading: Heading
    field: str | None
    likeness: float
    filled: int
    readable: int
    unit: str | None
    needs_unit: bool
    unclear: str | None = None
    month_ends: bool = False
    similar: tuple[str, ...] = ()

    __repr__ = in_brief


@frozen
class Proposal:
    """A mapping that a person has to check; ``text`` is a mapping file with remarks."""

    text: str
    columns: tuple[ProposedColumn, ...]

    __repr__ = in_brief


@frozen
class _Candidate:
    column: Column
    target: Target


def propose_mapping(
    path: str | Path, record_type: RecordType, sheet: str | None = None
) -> Proposal:
    """Match the columns of a table with the fields of a record type, as far as they are similar.

    Looked at are the labels and names of the fields, the units in the headings, and whether the
    cells of the first rows read as values of the field. Nothing is decided: a person has to check
    every line. ``path`` is a file, or the URL of a table in a database, see `read_records`. Raises
    `InputError` for a file that holds no table.
    """
    if isinstance(path, str) and is_url(path):
        url = read_url(path)
        file = Path(url.place)
        opened = first_filled(url.place, (database_sheet(url),), sheet)
    else:
        file = Path(path)
        if file.suffix.lower() not in TABLES:
            raise InputError(FileProblem(printable(str(file)), "", _NOT_A_TABLE, _TABLE))
        opened = open_sheet(file, sheet)
    header = proposed_header(opened, record_type)
    columns = proposed_columns(opened, header, record_type)
    return Proposal(_text(file, opened, record_type, header, columns), columns)


def proposed_columns(
    opened: Opened, header: Header, record_type: RecordType
) -> tuple[ProposedColumn, ...]:
    """The columns below some headings, each with the field it may be for."""
    return tuple(_proposed(header, _body(opened, header), record_type))


def proposed_header(opened: Opened, record_type: RecordType) -> Header:
    """The rows where most headings are known; failing that, are similar to a label; failing that,
    look like headings."""
    fit = best_fit(mappings_for(record_type), opened.head, opened.merges)
    if fit and fit.good:
        return fit.header
    likely = likely_header(opened.head, opened.merges)
    known = {key for c in plain_mapping(record_type).columns for key in c.ranks}

    def alike(header: Header) -> int:
        return sum(_best(heading, known) >= _LEAST_LIKENESS for heading in header.headings)

    near = [
        header_at(opened.head, start, depth, opened.merges)
        for depth in range(1, MAX_HEADER_DEPTH + 1)
        for start in range(max(0, likely.first - MAX_HEADER_DEPTH), likely.first)
        if start < likely.first <= start + depth <= len(opened.head)
    ]
    best = max([likely, *near], key=alike)
    return with_units_below(
        best if alike(best) > alike(likely) else likely, opened.head, opened.merges
    )


def _body(opened: Opened, header: Header) -> list[Row]:
    kinds = RowKinds(header.headings, (), ())
    below = [row for row in opened.head if row.number > header.last]
    return [row for row in below if kinds.skip(row, named=True) is None]


def _proposed(
    header: Header, body: Sequence[Row], record_type: RecordType
) -> Iterator[ProposedColumn]:
    candidates = _candidates(record_type)
    ranked = sorted(
        (
            (_likeness(heading, candidate, body, header), -index, heading.column, candidate)
            for heading in header.headings
            for index, candidate in enumerate(candidates)
        ),
        key=lambda entry: entry[:3],
        reverse=True,
    )
    chosen: dict[int, tuple[float, _Candidate]] = {}
    similar: dict[int, list[str]] = {}
    taken: set[str] = set()
    for likeness, _, column, candidate in ranked:
        if likeness < _LEAST_LIKENESS:
            break
        similar.setdefault(column, []).append(candidate.target.path)
        if column not in chosen and candidate.target.path not in taken:
            chosen[column] = likeness, candidate
            taken.add(candidate.target.path)
    for heading in header.headings:
        likeness, found = chosen.get(heading.column, (0.0, None))
        cells = [row.cell(heading.column) for row in body]
        filled = [cell for cell in cells if not is_blank(cell)]
        type_ = found.target.field.type if found else Scalar.MONEY
        unit = unit_told(type_, heading, header)
        yield ProposedColumn(
            heading,
            found.target.path if found else None,
            likeness,
            len(filled),
            _readable(filled, found.target, unit) if found else 0,
            unit.text if isinstance(unit, Unit) else None,
            found is not None and type_ is Scalar.MONEY and unit is None,
            unit.text if found and isinstance(unit, Unclear) else None,
            found is not None and ends(found.target, heading),
            tuple(similar.get(heading.column, ())),
        )


def ends(target: Target, heading: Heading) -> bool:
    """Whether a column with that heading holds days on which something ends, so that a month stands
    for its last day."""
    return target.field.type is Scalar.DATE and _ENDS.search(heading.text) is not None


def fillable(record_type: RecordType) -> Mapping[str, Target]:
    """The fields that a column can fill, by path: those of the records, and of shipped mappings."""
    return {one.target.path: one.target for one in _candidates(record_type)}


def _candidates(record_type: RecordType) -> list[_Candidate]:
    """The fields with the headings they are known by, those of shipped mappings included."""
    names: dict[str, list[str]] = {}
    targets: dict[str, Target] = {}
    for mapping in mappings_for(record_type):
        for column in mapping.columns:
            target = column.targets[0]
            simple = not isinstance(target.field.type, ListType | RecordType) or not isinstance(
                getattr(target.field.type, "element", target.field.type), RecordType
            )
            if simple:
                names.setdefault(target.path, []).extend(column.headings)
                targets[target.path] = target
    return [
        _Candidate(Column(tuple(names[path]), (target,)), target)
        for path, target in targets.items()
    ]


def _likeness(
    heading: Heading, candidate: _Candidate, body: Sequence[Row], header: Header
) -> float:
    likeness = _best(heading, candidate.column.ranks)
    if likeness < _LEAST_LIKENESS:
        return likeness
    filled = [c for row in body if not is_blank(c := row.cell(heading.column))]
    if not filled:
        return likeness
    unit = unit_told(candidate.target.field.type, heading, header)
    # Only the kind of the cells is tested here, not their unit.
    if candidate.target.field.type is Scalar.MONEY and not isinstance(unit, Unit):
        unit = unit_of("元")
    share = _readable(filled, candidate.target, unit) / len(filled)
    return likeness * (1 - _UNREADABLE_WEIGHT * (1 - share))


def _best(heading: Heading, keys: "set[str] | dict[str, int]") -> float:
    return max(
        (_alike(mine[:_LONGEST], key[:_LONGEST]) for mine in heading.keys for key in keys),
        default=0.0,
    )


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LEAST_LIKENESS else 0.0


def _readable(filled: Sequence[Cell], target: Target, unit: Stated | None) -> int:
    reader = CellReader(target.field, unit)
    return sum(_reads(reader, cell) for cell in filled)


def _reads(reader: CellReader, cell: Cell) -> bool:
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Flawed):
        return False
    try:
        reader.read(cell)
    except RefusedValueError:
        return False
    return True


def _text(
    path: Path,
    opened: Opened,
    record_type: RecordType,
    header: Header,
    columns: Sequence[ProposedColumn],
) -> str:
    lines = [
        f"# 按 {printable(path.name)} 的表头推测的列对应，请逐列核对后使用。",
        "# Guessed from the headings; check every column before use.",
        f"name = {_quoted(path.stem)}",
        f"record_type = {_quoted(record_type.name)}",
    ]
    if opened.sheet.name is not None:
        lines.append(f"sheet = {_quoted(opened.sheet.name)}")
    lines.append(f"heading_rows = [{header.first}, {header.lowest}]")
    for column in columns:
        lines += ["", *_column_lines(column)]
    return "\n".join(lines) + "\n"


def _column_lines(column: ProposedColumn) -> list[str]:
    heading = column.heading
    title = f"# {heading.letter} 列 {printable(heading.text)}"
    if column.field is None:
        return [
            f"{title}：没有相近的字段 no field is like it",
            "# [[column]]",
            f"# heading = {_quoted(heading.text)}",
            '# field = ""',
        ]
    percent = round(column.likeness * 100)
    lines = [f"{title}：相近程度 likeness {percent}%"]
    if column.likeness < _SURE:
        lines[0] += "，请核对 please check"
    if column.readable < column.filled:
        lines.append(
            f"# 前{column.filled}个单元格中{column.readable}个可按此字段读取 "
            f"({column.readable} of {column.filled} cells read as this field)"
        )
    lines += [
        "[[column]]",
        f"heading = {_quoted(heading.text)}",
        f"field = {_quoted(column.field)}",
    ]
    if column.unclear is not None:
        lines[-3:-3] = [
            f"# 单位“{printable(column.unclear)}”无法识别，此列的单元格都会存疑，请改表头 "
            "(this unit is not understood: every cell would be in doubt; mend the heading)"
        ]
    if column.month_ends:
        lines.append('month = "last"  # 只有年月时按当月最后一天 a month stands for its last day')
    if column.needs_unit:
        lines.append('# unit = "万元"  # 表头没有单位，请写明 the heading gives no unit')
    return lines


def _quoted(text: str) -> str:
    """A text as a string in TOML, which for printable characters is the same as in JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
