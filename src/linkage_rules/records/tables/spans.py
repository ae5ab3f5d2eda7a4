"""Merged cells: what each row and each column that they cover is given of them."""

from collections.abc import Iterable, Iterator

from linkage_rules.records.tables.grid import (
    Cell,
    Covered,
    Flawed,
    Formatted,
    Merge,
    Row,
    Spanning,
    is_blank,
    letters,
)
from linkage_rules.records.tables.headings import Heading
from linkage_rules.records.tables.limits import MAX_COLUMNS
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import shown


def spanned(rows: Iterable[Row], merges: tuple[Merge, ...], above: int) -> Iterator[Row]:
    """The rows, with cells that were merged below row ``above`` given to each row that they cover,
    and the columns that they cover marked."""
    starting: dict[int, list[Merge]] = {}
    for merge in merges:
        if merge.top > above and (merge.bottom > merge.top or merge.right > merge.left):
            starting.setdefault(merge.top, []).append(merge)
    if not starting:
        yield from rows
        return
    open_: list[tuple[Merge, Spanning]] = []
    for row in rows:
        open_ = [(merge, cell) for merge, cell in open_ if merge.bottom >= row.number]
        for merge in starting.get(row.number, ()):
            value = row.cell(merge.left)
            if not is_blank(value) and not isinstance(value, Spanning | Covered):
                sides = merge.left, min(merge.right, MAX_COLUMNS - 1)
                open_.append((merge, Spanning(value, merge.top, merge.bottom, *sides)))
        if not open_:
            yield row
            continue
        cells = list(row.cells)
        for _, cell in open_:
            cells += [None] * (cell.right + 1 - len(cells))
            cells[cell.left] = cell
            covered = [Covered(cell)] if cell.right > cell.left else []
            cells[cell.left + 1 : cell.right + 1] = covered * (cell.right - cell.left)
        yield Row(row.number, tuple(cells))


def gathered(row: Row, heading: Heading) -> Cell:
    """What stands below a heading that is merged over several columns: the one cell of them that
    is filled, of several none, because nobody said which one counts."""
    last = heading.column if heading.through is None else heading.through
    columns = range(heading.column, last + 1)
    filled = [cell for column in columns if not is_blank(cell := row.cell(column))]
    if len(filled) < 2:
        return next(iter(filled), row.cell(heading.column))
    first, end = letters(heading.column), letters(last)
    return Flawed(
        ", ".join(map(cell_shown, filled)),
        Phrase(
            f"one heading stands over columns {first} to {end}, and more than one of them is "
            "filled in",
            f"{first} 至{end}列共用一个表头，而其中不止一列填有内容",
        ),
        Phrase(
            "give each column a heading of its own, or fill in one of them",
            "给每一列单独的表头，或者只填其中一列",
        ),
    )


def cell_shown(cell: Cell) -> str:
    """What a cell shows, as it is quoted in a message."""
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        return shown(cell.stored if cell.text is None else cell.text)
    return cell.shown if isinstance(cell, Flawed) else shown(cell)
