"""What the styles of a workbook say of its cells, each looked up once."""

from typing import Any

from attrs import frozen

from linkage_rules.records.tables.number_formats import CHINESE_DATES, is_general


@frozen
class Style:
    """What the style of a cell says: whether it is struck through, and its number format, empty
    if a value shows as it is; ``known`` if the format has a number alone."""

    struck: bool
    code: str
    known: bool


class Styles(dict[int, Style]):
    """The styles of a workbook, each looked up once."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book
        self._struck = frozenset(i for i, font in enumerate(book._fonts) if font.strike)

    def of(self, cell: Any) -> Style:
        known = self.get(cell._style_id)
        if known is None:
            array = cell.style_array
            code = CHINESE_DATES.get(array.numFmtId)
            plain = "" if is_general(cell.number_format) else cell.number_format
            struck = array.fontId in self._struck
            known = self[cell._style_id] = Style(struck, code or plain, code is not None)
        return known
