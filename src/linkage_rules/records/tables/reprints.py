"""What is printed again below the headings of a table: the headings themselves, as on every page,
the title, lines with units; and the headings of another table."""

from typing import Final

from attrs import define, evolve, field

from linkage_rules.records.tables.grid import Cell, Covered, Formatted, Row, Spanning, is_blank
from linkage_rules.records.tables.header import Header
from linkage_rules.records.tables.headings import Heading, folded_heading, unit_in
from linkage_rules.records.tables.rows import Skip
from linkage_rules.records.tables.unit_lines import units_above, units_below
from linkage_rules.records.tables.units import Stated

_LEAST_HEADINGS: Final = 2
_LONGEST_HEADING: Final = 60


@define
class Reprints:
    """Follows the rows of a sheet in their order.

    ``header`` is what holds for the rows to come: headings that are printed again may give
    another unit, and so may a line. ``width`` is the number of cells in the longest row of the
    headings and above them; ``displaced`` the row in which another table has begun, None in the
    table itself.
    """

    header: Header
    width: int = 0
    displaced: int | None = None
    _names: dict[str, int] = field(init=False)
    _first: dict[int, str] = field(init=False)
    _titles: set[str] = field(init=False, factory=set)
    _lines: tuple[Stated, ...] = field(init=False, default=())
    _below_headings: bool = field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        headings = self.header.headings
        self._names = {folded_heading(h.parts[-1]): h.column for h in headings}
        self._first = {h.column: folded_heading(h.parts[0]) for h in headings}

    def above(self, row: Row) -> None:
        """Note a row of the headings or above them."""
        self.width = max(self.width, len(row.cells))
        filled = _texts(row)
        if row.number < self.header.first and len(filled) == 1:
            self._titles.update(filled.values())

    def kind(self, row: Row, named: bool) -> Skip | None:
        """Why a row that no word gives away is no record; None for one that may be."""
        if self._below_headings and not named and units_below(row):
            return Skip.HEADING
        if not self._titles or not row.cells or _text(row.cells[0]) not in self._titles:
            return None
        return Skip.TITLE if len(_texts(row)) == 1 else None

    def record(self) -> None:
        """Note that a record stands here."""
        self._lines = ()
        self._below_headings = False

    def begins_another(self, row: Row) -> bool:
        """Whether another table begins: known headings in other columns, or unknown ones behind a
        known first one, and nothing else."""
        texts: dict[int, str] = {}
        for column, cell in enumerate(row.cells):
            text = cell.value if isinstance(cell, Spanning) else cell
            # Nearly every record has a number in it, and some long text.
            if isinstance(text, str) and len(text) <= _LONGEST_HEADING:
                texts[column] = text
            elif not is_blank(cell):
                return False
        texts = {column: folded_heading(text) for column, text in texts.items() if text.strip()}
        if len(texts) < _LEAST_HEADINGS:
            return False
        known = sum(text in self._names for text in texts.values())
        moved = any(self._names.get(text, column) != column for column, text in texts.items())
        if moved and known >= _LEAST_HEADINGS and known * 2 > len(texts):
            self.displaced = row.number
            return True
        first, text = next(iter(texts.items()))
        if self._names.get(text) == first and not all(
            self._names.get(text) == column or self._first.get(column) == text
            for column, text in texts.items()
        ):
            self.displaced = row.number
            return True
        return False

    def heed(self, row: Row, why: Skip) -> None:
        """Take from a row that is no record what it says for those below."""
        if why is Skip.HEADING:
            self._heed_headings(row)
        elif why in (Skip.NOTE, Skip.TITLE) and (lines := units_above([row])):
            self._lines = tuple(dict.fromkeys((*self._lines, *lines)))
            # Until the headings come again, nobody says where the other unit begins to hold.
            header = self.header
            self.header = evolve(
                header,
                units=tuple(dict.fromkeys((*header.units, *lines))),
            )

    def _heed_headings(self, row: Row) -> None:
        header = self.header
        if self._below_headings and (units := units_below(row)):
            headings = tuple(evolve(h, below=units.get(h.column, h.below)) for h in header.headings)
            self.header = evolve(header, headings=headings)
            return
        texts = _texts(row)
        if any(self._names.get(folded_heading(text)) == at for at, text in texts.items()):
            self.displaced = None
        self._below_headings = True
        if self._lines:
            header = evolve(header, units=self._lines)
        headings = tuple(_reprinted(heading, row) for heading in header.headings)
        self.header = evolve(header, headings=headings)


def _reprinted(heading: Heading, row: Row) -> Heading:
    """A heading as it is printed now, if that gives a unit; otherwise the one given stays."""
    cell = row.cell(heading.column)
    text = _text(cell.by if isinstance(cell, Covered) else cell)
    if not text or not unit_in(text):
        return heading
    word = folded_heading(text)
    if word not in map(folded_heading, heading.parts):
        return heading
    parts = tuple(text if folded_heading(part) == word else part for part in heading.parts)
    return evolve(heading, parts=parts, below="")


def _texts(row: Row) -> dict[int, str]:
    return {column: text for column, cell in enumerate(row.cells) if (text := _text(cell))}


def _text(cell: Cell) -> str:
    if isinstance(cell, Spanning):
        cell = cell.value
    if isinstance(cell, Formatted):
        cell = cell.text
    return " ".join(cell.split()) if isinstance(cell, str) else ""
