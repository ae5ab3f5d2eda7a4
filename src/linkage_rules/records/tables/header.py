"""Finding the headings of a table: the rows they are in, and the mapping that fits them."""

from collections.abc import Iterable, Iterator, Sequence

from attrs import Factory, evolve, field, frozen

from linkage_rules.records.tables.grid import Formatted, Merge, Row, Spanning, is_blank
from linkage_rules.records.tables.headings import Heading
from linkage_rules.records.tables.limits import MAX_COLUMNS, MAX_HEADER_DEPTH, MAX_HEADER_SEARCH
from linkage_rules.records.tables.mapping import Column, ColumnMapping
from linkage_rules.records.tables.rows import numbers_columns
from linkage_rules.records.tables.units import Stated, units_above, units_below

_MOST_BETWEEN = 3
_LEAST_SHARE = 3
"""One in so many headings has to be known, at least, for a mapping to fit."""


@frozen
class Header:
    """The headings with the rows they are in, counted from 1.

    ``units`` are those that lines above give for the whole table; ``lowest`` is the last row of the
    headings proper, where a row of units follows.
    """

    first: int
    last: int
    headings: tuple[Heading, ...]
    units: tuple[Stated, ...] = ()
    lowest: int = field(default=Factory(lambda self: self.last, takes_self=True))


@frozen
class Fit:
    """A mapping applied to the headings of a table: for each of its columns the heading found.

    ``lacking`` are essential columns without a heading; ``doubled`` are headings that fit a column
    which has another heading already.
    """

    mapping: ColumnMapping
    header: Header
    found: tuple[tuple[Column, Heading], ...]
    lacking: tuple[Column, ...]
    doubled: tuple[tuple[Column, Heading], ...]

    @property
    def unused(self) -> tuple[Heading, ...]:
        """The headings that belong to no column of the mapping."""
        used = {heading.column for _, heading in self.found}
        return tuple(h for h in self.header.headings if h.column not in used)

    @property
    def good(self) -> bool:
        """Whether the mapping fits the table well enough to be used."""
        known = len(self.found)
        return not self.lacking and known > 0 and known * _LEAST_SHARE >= len(self.header.headings)


def headers(rows: Sequence[Row], merges: Iterable[Merge]) -> Iterator[Header]:
    """All places where the headings may be among the first rows, those of fewer rows first."""
    upper = [merge for merge in merges if merge.top <= MAX_HEADER_SEARCH]
    for depth in range(1, MAX_HEADER_DEPTH + 1):
        for start in range(min(len(rows), MAX_HEADER_SEARCH)):
            if start + depth <= len(rows):
                yield header_at(rows, start, depth, upper)


def header_at(rows: Sequence[Row], start: int, depth: int, merges: Iterable[Merge]) -> Header:
    """The headings in ``depth`` rows from the one at index ``start``."""
    block = rows[start : start + depth]
    merges = [merge for merge in merges if block and _overlap(merge, block)]
    lines = _filled(block, merges)
    width = max((len(line) for line in lines), default=0)
    headings: list[Heading] = []
    for column in range(width):
        parts: list[str] = []
        for line in lines:
            part = line[column] if column < len(line) else ""
            if part and (not parts or parts[-1] != part):
                parts.append(part)
        if not parts:
            continue
        before = headings[-1] if headings else None
        if before and before.parts == tuple(parts) and _one_cell(block, column, merges):
            headings[-1] = evolve(before, through=column)
        else:
            headings.append(Heading(column, tuple(parts)))
    first = block[0].number if block else 1
    last = block[-1].number if block else 1
    return Header(first, last, tuple(headings), units_above(rows[:start]))


def best_fit(
    mappings: Iterable[ColumnMapping], rows: Sequence[Row], merges: tuple[Merge, ...]
) -> Fit | None:
    """The mapping that knows the most headings, with their place; of equals the first. None if no
    mapping knows any."""
    candidates = list(headers(rows, merges))
    best: Fit | None = None
    for mapping in mappings:
        own = candidates
        if mapping.heading_rows:
            first, last = mapping.heading_rows
            own = [header_at(rows, first - 1, last - first + 1, merges)]
        for header in own:
            fit = fitted(mapping, header)
            if fit.found and (best is None or _merit(fit) > _merit(best)):
                best = fit
    return fitted(best.mapping, with_units_below(best.header, rows, merges)) if best else None


def with_units_below(header: Header, rows: Sequence[Row], merges: Iterable[Merge]) -> Header:
    """The headings with the row of units that may stand below them."""
    row = _below(rows, header.last)
    units = dict((units_below(row) if row else None) or {})
    if row is None or not units:
        return header
    for merge in merges:
        if merge.top == row.number and merge.left in units:
            units |= dict.fromkeys(range(merge.left, merge.right + 1), units[merge.left])
    headings = tuple(evolve(h, below=units.get(h.column, "")) for h in header.headings)
    return evolve(header, last=row.number, headings=headings, lowest=header.last)


def _below(rows: Sequence[Row], last: int) -> Row | None:
    """The first row below the headings that is neither blank nor numbers the columns."""
    below = (row for row in rows if last < row.number <= last + _MOST_BETWEEN)
    return next((row for row in below if not row.blank and not numbers_columns(row)), None)


def fitted(mapping: ColumnMapping, header: Header) -> Fit:
    """A mapping applied to headings.

    A full match is preferred to a match of the last part alone, then the order in which the mapping
    lists the headings of a column.
    """
    by_key = {key: column for column in mapping.columns for key in column.ranks}
    matched: dict[int, list[tuple[tuple[int, int], Column, Heading]]] = {}
    for heading in header.headings:
        for level, key in enumerate(heading.keys):
            if column := by_key.get(key):
                matched.setdefault(id(column), []).append(
                    ((level, column.ranks[key]), column, heading)
                )
                break
    found: list[tuple[Column, Heading]] = []
    doubled: list[tuple[Column, Heading]] = []
    for candidates in matched.values():
        best = min(rank for rank, _, _ in candidates)
        equal = [(column, heading) for rank, column, heading in candidates if rank == best]
        found.append(equal[0])
        doubled += equal[1:]
    found.sort(key=lambda pair: pair[1].column)
    lacking = tuple(c for c in mapping.columns if c.essential and id(c) not in matched)
    return Fit(mapping, header, tuple(found), lacking, tuple(doubled))


def likely_header(rows: Sequence[Row], merges: Iterable[Merge]) -> Header:
    """The headings guessed by their appearance: the row with the most texts."""
    texts = [
        sum(isinstance(cell, str) and bool(cell.strip()) for cell in row.cells)
        for row in rows[:MAX_HEADER_SEARCH]
    ]
    start = texts.index(max(texts)) if texts else 0
    return header_at(rows, start, 1, merges)


def _merit(fit: Fit) -> tuple[bool, int, int]:
    return fit.good, len(fit.found), -len(fit.doubled)


def _overlap(merge: Merge, block: Sequence[Row]) -> bool:
    return merge.top <= block[-1].number and merge.bottom >= block[0].number


def _one_cell(block: Sequence[Row], column: int, merges: list[Merge]) -> bool:
    """Whether the lowest heading of a column is a merged cell that it shares with the column to its
    left."""
    for row in reversed(block):
        over = [m for m in merges if m.top <= row.number <= m.bottom]
        merge = next((m for m in over if m.left < column <= m.right), None)
        if merge is not None and _text(block[merge.top - block[0].number], merge.left):
            return True
        if _text(row, column):
            return False
    return False


def _filled(block: Sequence[Row], merges: list[Merge]) -> list[list[str]]:
    """The texts of the rows of headings; a text over several columns is repeated for each."""
    lines = []
    for index, row in enumerate(block):
        line = [_text(row, column) for column in range(len(row.cells))]
        width = max([len(line), *(len(below.cells) for below in block[index + 1 :])])
        line += [""] * (width - len(line))
        covered: set[int] = set()
        for merge in merges:
            if merge.top <= row.number <= merge.bottom:
                if merge.top == row.number and merge.left < len(row.cells):
                    width = max(width, min(merge.right + 1, MAX_COLUMNS))
                    line += [""] * (width - len(line))
                columns = range(merge.left, min(merge.right + 1, width))
                covered.update(columns)
                if merge.top == row.number and merge.left < width:
                    for column in columns:
                        line[column] = line[merge.left]
        # A file without merged cells, such as CSV, has the heading of a group above its first
        # column only.
        for column in range(1, width):
            below = index + 1 < len(block) and _text(block[index + 1], column)
            if not line[column] and column not in covered and below:
                line[column] = line[column - 1]
        lines.append(line)
    return lines


def _text(row: Row, column: int) -> str:
    cell = row.cell(column)
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        cell = cell.text
    if is_blank(cell) or not isinstance(cell, str | int):
        return ""
    return " ".join(str(cell).split())
