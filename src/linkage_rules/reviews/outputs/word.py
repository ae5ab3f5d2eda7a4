"""An opinion as a Word document: the blocks of the page, as paragraphs and tables to be edited,
stamped and filed. Needs the extra ``word``."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from linkage_rules.extras import required
from linkage_rules.model.deontic import Tone
from linkage_rules.presenting.terminal import safe
from linkage_rules.reviews.opinions import document_words as said
from linkage_rules.reviews.opinions.document import (
    Closing,
    Document,
    Grid,
    Pairs,
    Paragraph,
    Points,
    Section,
    Verdict,
)
from linkage_rules.reviews.opinions.tones import GROUNDS, INKS
from linkage_rules.reviews.outputs.opinion_pages import point_number, section_number
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.wrapping import CITED

if TYPE_CHECKING:
    import docx.document
    import docx.table
    import docx.text.paragraph

_SERIF: Final = ("Times New Roman", "仿宋")
_SANS: Final = ("Arial", "黑体")
_BODY, _SMALL, _LARGE, _TITLE = 12.0, 10.5, 14.0, 22.0
_SOFT: Final = "4A5560"
_RULE: Final = "B3261E"
_LABEL_GROUND: Final = "F1F3F5"
_CITED: Final = re.compile(CITED)
_LEADING: Final = 1.5
"""The height of a line, in multiples of the font size."""
_JOINER: Final = "\u200d"
_WIDTH: Final = 166.0
"""Millimetres between the margins of an A4 page."""


def write_word(path: Path, document: Document, language: Language) -> None:
    """Write an opinion as ``.docx``.

    Raises `MissingExtraError` without python-docx, and OSError when the file cannot be written.
    """
    writer = _Writer(language)
    writer.write(document)
    # An archive that could not be finished complains once more when it is garbage-collected.
    made = BytesIO()
    writer.document.save(made)
    path.write_bytes(made.getvalue())


class _Writer:
    def __init__(self, language: Language) -> None:
        self.language = language
        self.document: docx.document.Document = required("docx", "word").Document()
        self.draw: Mapping[str, Callable[[Any], None]] = {
            Paragraph.kind: self.paragraph,
            Verdict.kind: self.verdict,
            Points.kind: self.points,
            Grid.kind: self.grid,
            Pairs.kind: self.pairs,
        }

    def write(self, told: Document) -> None:
        self._page(told)
        self._add(told.title, _TITLE, bold=True, sans=True, align="center", after=2)
        self._border(self._add(told.subtitle, _BODY, colour=_SOFT, align="center", after=4))
        self._head(told.head)
        for warned in told.warnings:
            self.paragraph(Paragraph(warned, warning=True))
        for number, section in enumerate(told.sections, 1):
            self._section(section_number(number, self.language), section)
        if told.closing is not None:
            self._keep_end()
            self._closing(told.closing)

    def _section(self, number: str, section: Section) -> None:
        """Write a heading with its note, and the blocks.

        The note is a line of the heading's paragraph: LibreOffice does not keep three paragraphs
        together, and would leave the heading and the note at the end of a page.
        """
        heading = self._paragraph(before=8, keep=True)
        self._text(heading, number + self._say(section.heading), 13, bold=True, sans=True)
        blocks = section.blocks
        match blocks:
            case (Paragraph(words=words, soft=True, leads=True), *_):
                heading.add_run().add_break()
                self._text(heading, self._say(words), _SMALL, colour=_SOFT)
                blocks = blocks[1:]
        for block in blocks:
            self.draw[block.kind](block)

    # Blocks

    def paragraph(self, block: Paragraph) -> None:
        if block.warning:
            self._add(block.words, _BODY, bold=True, colour=INKS[Tone.BAD])
        elif block.soft:
            self._add(block.words, _SMALL, colour=_SOFT, keep=block.leads)
        else:
            self._add(block.words, _BODY, before=4)

    def verdict(self, block: Verdict) -> None:
        table = self._table(1, (100,))
        cell = table.cell(0, 0)
        self._shade(cell, GROUNDS[block.tone])
        first = cell.paragraphs[0]
        ink = INKS[block.tone]
        self._text(first, self._say(block.conclusion), _LARGE, bold=True, sans=True, colour=ink)
        self._text(cell.add_paragraph(), self._say(block.sentence), _BODY)
        self._settle(table)

    def points(self, block: Points) -> None:
        for number, point in enumerate(block.points, 1):
            words = point_number(number, self.language) + self._say(point.said)
            colour = INKS[point.tone] if point.tone else None
            head = self._paragraph(before=3, keep=bool(point.lines))
            self._text(head, words, _BODY, bold=True, colour=colour)
            for line in point.lines:
                body = self._paragraph()
                body.paragraph_format.left_indent = self._mm(8)
                self._text(body, self._say(line), 11)

    def grid(self, block: Grid) -> None:
        table = self._table(1 + len(block.rows), block.shares)
        for cell, heading in zip(table.rows[0].cells, block.headings, strict=True):
            self._cell(cell, heading, ground=_LABEL_GROUND, sans=True)
        self._mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        for number, row in enumerate(block.rows):
            for cell, words in zip(table.rows[number + 1].cells, row, strict=True):
                self._cell(cell, words, bold=number in block.marked)
        self._settle(table)

    def pairs(self, block: Pairs) -> None:
        rows = list(block.rows)
        table = self._table(len(rows), (19, 31, 19, 31))
        for cells, row in zip(table.rows, rows, strict=True):
            for place, (label, value) in enumerate(row):
                self._cell(cells.cells[2 * place], label, ground=_LABEL_GROUND, sans=True)
                self._cell(cells.cells[2 * place + 1], value)
            if len(row) == 1:
                cells.cells[1].merge(cells.cells[3])
        self._settle(table)

    def _head(self, head: Sequence[tuple[Phrase, Phrase]]) -> None:
        table = self._table(len(head), (55, 45), bordered=False)
        for row, pair in zip(table.rows, head, strict=True):
            for cell, words in zip(row.cells, pair, strict=True):
                self._cell(cell, words, size=_BODY)
        self._settle(table)

    def _closing(self, closing: Closing) -> None:
        """Write the closing as one block: its rows stay together, and with what precedes them."""
        table = self._table(1 + len(closing.rows), (21, 29, 21, 29))
        reminder = table.cell(0, 0).merge(table.cell(0, 3))
        self._cell(reminder, closing.reminder, bold=True)
        for row, blank in zip(table.rows[1:], closing.rows, strict=True):
            row.height = self._mm(18 if blank.tall else 9)
            for place, (label, content) in enumerate(blank.cells):
                self._cell(row.cells[2 * place], label, sans=True)
                self._cell(row.cells[2 * place + 1], content)
            if len(blank.cells) == 1:
                row.cells[1].merge(row.cells[3])
        self._settle(table)
        self._keep(table)
        *others, last = closing.notes
        for note in others:
            self._add(note, _SMALL, colour=_SOFT, keep=True)
        self._add(last, _SMALL, colour=_SOFT)

    # Paragraphs and cells

    def _add(
        self,
        words: Phrase,
        size: float,
        *,
        bold: bool = False,
        sans: bool = False,
        colour: str | None = None,
        align: str | None = None,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
    ) -> "docx.text.paragraph.Paragraph":
        made = self._paragraph(before=before, keep=keep)
        made.paragraph_format.space_after = self._pt(after)
        if align == "center":
            made.alignment = required("docx.enum.text", "word").WD_ALIGN_PARAGRAPH.CENTER
        self._text(made, self._say(words), size, bold=bold, sans=sans, colour=colour)
        return made

    def _paragraph(
        self, *, before: float = 0, keep: bool = False
    ) -> "docx.text.paragraph.Paragraph":
        made = self.document.add_paragraph()
        made.paragraph_format.space_before = self._pt(before)
        made.paragraph_format.keep_with_next = keep
        return made

    def _text(
        self,
        paragraph: "docx.text.paragraph.Paragraph",
        text: str,
        size: float,
        *,
        bold: bool = False,
        sans: bool = False,
        colour: str | None = None,
    ) -> None:
        run = paragraph.add_run(unbroken(safe(text)))
        run.font.size, run.font.bold = self._pt(size), bold
        # With a relative height LibreOffice may separate a heading from its text.
        paragraph.paragraph_format.line_spacing = self._pt(size * _LEADING)
        spacing = required("docx.enum.text", "word").WD_LINE_SPACING
        paragraph.paragraph_format.line_spacing_rule = spacing.AT_LEAST
        latin, han = _SANS if sans else _SERIF
        run.font.name = latin
        run._element.get_or_add_rPr().get_or_add_rFonts().set(_name("w:eastAsia"), han)
        if colour is not None:
            run.font.color.rgb = required("docx.shared", "word").RGBColor.from_string(colour)

    def _cell(
        self,
        cell: Any,
        words: Phrase,
        *,
        size: float = _SMALL,
        bold: bool = False,
        sans: bool = False,
        ground: str | None = None,
    ) -> None:
        self._text(cell.paragraphs[0], self._say(words), size, bold=bold, sans=sans)
        if ground is not None:
            self._shade(cell, ground)

    def _table(
        self, rows: int, shares: Sequence[int], *, bordered: bool = True
    ) -> "docx.table.Table":
        table: docx.table.Table = self.document.add_table(rows, len(shares))
        if bordered:
            table.style = "Table Grid"
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = self._mm(_WIDTH * share / 100)
            for cell in column.cells:
                cell.width = column.width
        return table

    def _settle(self, table: "docx.table.Table") -> None:
        """Keep the rows of a table whole at page breaks, and the lines in cells close."""
        for row in table.rows:
            self._mark(row._tr.get_or_add_trPr(), "w:cantSplit")
            for paragraph in _paragraphs_of(row.cells):
                paragraph.paragraph_format.line_spacing = 1.2
                paragraph.paragraph_format.space_before = self._pt(2)
                paragraph.paragraph_format.space_after = self._pt(2)

    def _keep(self, table: "docx.table.Table") -> None:
        for row in table.rows:
            for paragraph in _paragraphs_of(row.cells):
                paragraph.paragraph_format.keep_with_next = True

    def _keep_end(self) -> None:
        """Keep the last block with what follows, so that this never has a page to itself."""
        last = self.document.element.body.sectPr.getprevious()
        if self.document.tables and last is self.document.tables[-1]._tbl:
            for row in self.document.tables[-1].rows[-3:]:
                for paragraph in _paragraphs_of(row.cells):
                    paragraph.paragraph_format.keep_with_next = True
            # Without a paragraph between them two tables become one.
            self._paragraph(keep=True)
        elif self.document.paragraphs:
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    # The page

    def _page(self, told: Document) -> None:
        normal = self.document.styles["Normal"]
        normal.paragraph_format.line_spacing = _LEADING
        normal.paragraph_format.space_after = self._pt(0)
        section = self.document.sections[0]
        section.page_width, section.page_height = self._mm(210), self._mm(297)
        section.left_margin, section.right_margin = self._mm(24), self._mm(20)
        section.top_margin, section.bottom_margin = self._mm(22), self._mm(20)
        properties = self.document.core_properties
        properties.title = safe(f"{self._say(told.title)} {self._say(told.subtitle)}")[:255]
        properties.author = properties.comments = ""
        header = section.header.paragraphs[0]
        header.alignment = required("docx.enum.text", "word").WD_ALIGN_PARAGRAPH.RIGHT
        self._text(header, self._say(told.running), 9, colour=_SOFT)
        self._foot(section.footer.paragraphs[0], told.codes)

    def _foot(self, foot: "docx.text.paragraph.Paragraph", codes: Phrase) -> None:
        """Write the foot: checksums on the left, page number on the right."""
        right = required("docx.enum.text", "word").WD_TAB_ALIGNMENT.RIGHT
        # The built-in style of a foot has tab stops of its own.
        foot.style = self.document.styles["Normal"]
        foot.paragraph_format.tab_stops.add_tab_stop(self._mm(_WIDTH), right)
        self._text(foot, self._say(codes), 9, colour=_SOFT)
        foot.add_run().add_tab()
        counted = self._say(said.PAGE_OF.filled(page="\0PAGE\0", pages="\0NUMPAGES\0"))
        for place, part in enumerate(counted.split("\0")):
            if place % 2:
                self._field(foot, part)
            elif part:
                self._text(foot, part, 9, colour=_SOFT)

    def _field(self, paragraph: "docx.text.paragraph.Paragraph", instruction: str) -> None:
        field = _element("w:fldSimple")
        field.set(_name("w:instr"), instruction)
        self._text(paragraph, "1", 9, colour=_SOFT)
        field.append(paragraph.runs[-1]._r)
        paragraph._p.append(field)

    def _border(self, paragraph: "docx.text.paragraph.Paragraph") -> None:
        line = _element("w:bottom")
        for key, value in {"val": "single", "sz": "12", "space": "4", "color": _RULE}.items():
            line.set(_name(f"w:{key}"), value)
        borders = _element("w:pBdr")
        borders.append(line)
        paragraph._p.get_or_add_pPr().append(borders)

    def _shade(self, cell: Any, colour: str) -> None:
        shading = _element("w:shd")
        for key, value in {"val": "clear", "color": "auto", "fill": colour}.items():
            shading.set(_name(f"w:{key}"), value)
        cell._tc.get_or_add_tcPr().append(shading)

    def _mark(self, properties: Any, tag: str) -> None:
        properties.append(_element(tag))

    def _say(self, phrase: Phrase) -> str:
        return say(phrase, self.language)

    def _mm(self, length: float) -> Any:
        return required("docx.shared", "word").Mm(length)

    def _pt(self, size: float) -> Any:
        return required("docx.shared", "word").Pt(size)


def unbroken(text: str) -> str:
    """Text with marks that keep lines from breaking inside the number of a clause.

    Word and WPS treat U+200D as their own “no-width non break” and draw nothing for it.

    >>> unbroken("见《意见》三、3.").replace(_JOINER, "-")
    '见《-意-见-》-三-、-3-.'
    """
    return _CITED.sub(lambda cited: _JOINER.join(cited[0]), text)


def _paragraphs_of(cells: Iterable[Any]) -> Iterable[Any]:
    return (paragraph for cell in cells for paragraph in cell.paragraphs)


def _element(tag: str) -> Any:
    return required("docx.oxml", "word").OxmlElement(tag)


def _name(tag: str) -> str:
    name: str = required("docx.oxml.ns", "word").qn(tag)
    return name
