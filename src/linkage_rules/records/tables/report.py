"""The report on the rows of a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import Factory, define, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.records.entries import Entry
from linkage_rules.records.limits import MAX_LISTED
from linkage_rules.records.problems import CellNote, CellProblem, ranges, told_together
from linkage_rules.records.tables.grid import Unseen
from linkage_rules.records.tables.headings import Heading
from linkage_rules.records.tables.rows import Skip
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable

WHY_SKIPPED: Final = {
    Skip.TITLE: Phrase("above the headings", "表头以上"),
    Skip.HEADING: Phrase("headings", "表头"),
    Skip.BLANK: Phrase("blank", "空行"),
    Skip.TOTAL: Phrase("totals", "合计行"),
    Skip.SECTION: Phrase("section lines", "分类标题行"),
    Skip.NOTE: Phrase("notes", "说明行"),
}
"""The words for why a row was skipped."""


@frozen
class SkippedRow:
    """A row with content that was skipped; ``text`` is its first cell."""

    row: int
    why: Skip
    text: str

    __repr__ = in_brief


@frozen
class ReadingReport:
    """The report on the rows of a table read so far; complete once all entries were taken.

    ``rows`` = ``read`` + ``refused`` + the sum of ``skipped``: no row is lost. ``doubts``,
    ``notes`` and ``skipped_rows`` list the first thousand of each; ``doubtful`` and ``noted`` count
    all. ``unused`` are headings that belong to no column of the mapping, ``other_sheets`` the
    sheets that were not read. ``remarks`` are other things its author should know about: rows and
    columns that were read although they are hidden. ``headed`` is the last row of the headings,
    counted from 1.
    """

    sheet: str | None
    mapping: str
    rows: int
    read: int
    refused: int
    skipped: Mapping[Skip, int]
    skipped_rows: tuple[SkippedRow, ...]
    doubtful: int
    doubts: tuple[CellProblem, ...]
    noted: int
    notes: tuple[CellNote, ...]
    unused: tuple[Heading, ...]
    other_sheets: tuple[str, ...]
    remarks: tuple[Phrase, ...] = ()
    headed: int = 0

    __repr__ = in_brief

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        """The report: counts first, then what was left out, then every doubtful cell and every
        note."""
        rows = [self.in_short(language), *told_together(self.notes, language)]
        return "\n".join((*rows, *_more(self.noted - len(self.notes), language)))

    def in_short(self, language: Language) -> str:
        """The report without the notes: only what has to be corrected."""
        lines = [*outlined(self), *self._passed_over()]
        rows = [line.render(language) for line in lines]
        rows += [doubt.render(language) for doubt in self.doubts]
        return "\n".join((*rows, *_more(self.doubtful - len(self.doubts), language)))

    def counts(self) -> Phrase:
        """The sheet, and its rows by what became of them, on one line."""
        skipped = [(why, self.skipped[why]) for why in Skip if self.skipped.get(why)]
        en = ", ".join(f"{count} {WHY_SKIPPED[why].en}" for why, count in skipped)
        zh = "，".join(f"{WHY_SKIPPED[why].zh}{count}行" for why, count in skipped)
        total = sum(self.skipped.values())
        sheet = None if self.sheet is None else printable(self.sheet)
        of_en, of_zh = (f'sheet "{sheet}": ', f"工作表“{sheet}”") if sheet else ("", "")
        return Phrase(
            f"{of_en}{self.rows} rows: {self.read + self.refused} records ({self.read} read, "
            f"{self.refused} that could not be read), {total} passed over"
            f"{f' ({en})' if en else ''}; {self.doubtful} doubtful cells, {self.noted} notes",
            f"{of_zh}共{self.rows}行：记录{self.read + self.refused}行（读取{self.read}、"
            f"无法读取{self.refused}），略过{total}行"
            f"{f'（{zh}）' if zh else ''}；存疑单元格{self.doubtful}个，说明{self.noted}条",
        )

    def unread(self) -> list[Phrase]:
        """The columns and the sheets that were not read, on a line each if there are any."""
        lines = []
        if self.unused:
            names = [f"{h.letter} {printable(h.text)}" for h in self.unused]
            lines.append(
                Phrase(
                    f"columns that were not read: {', '.join(names)}",
                    f"未读取的列：{'、'.join(names)}",
                )
            )
        if self.other_sheets:
            sheets = [printable(name) for name in self.other_sheets]
            lines.append(
                Phrase(
                    f"sheets that were not read: {', '.join(sheets)}",
                    f"未读取的工作表：{'、'.join(sheets)}",
                )
            )
        return lines

    def _passed_over(self) -> list[Phrase]:
        lines = []
        for row in self.skipped_rows:
            listed = row.why in (Skip.TOTAL, Skip.SECTION, Skip.NOTE)
            if listed or (row.why in (Skip.TITLE, Skip.HEADING) and row.row > self.headed):
                what, text = WHY_SKIPPED[row.why], printable(row.text)
                lines.append(
                    Phrase(
                        f"row {row.row} passed over ({what.en}): {text}",
                        f"第{row.row}行略过（{what.zh}）：{text}",
                    )
                )
        return lines


def outlined(report: ReadingReport) -> list[Phrase]:
    """What became of the rows, columns and sheets of a table, without its single cells."""
    return [report.counts(), *report.unread(), *report.remarks]


def _more(count: int, language: Language) -> Iterator[str]:
    if count:
        yield Phrase(f"… and {count} more", f"……另有{count}处").render(language)


@define
class Account:
    """Collects the report while the rows are read."""

    rows: int = 0
    read: int = 0
    refused: int = 0
    skipped: Counter[Skip] = Factory(Counter)
    skipped_rows: list[SkippedRow] = Factory(list)
    doubtful: int = 0
    doubts: list[CellProblem] = Factory(list)
    noted: int = 0
    notes: list[CellNote] = Factory(list)
    unseen: Unseen = Factory(Unseen)
    unseen_rows: list[int] = Factory(list)

    def skip(self, row: int, why: Skip, text: str) -> None:
        self.rows += 1
        self.skipped[why] += 1
        if why is not Skip.BLANK and len(self.skipped_rows) < MAX_LISTED:
            self.skipped_rows.append(SkippedRow(row, why, text))

    def take(self, entry: Entry) -> None:
        """Count an entry, read or refused, with its doubtful cells and notes."""
        self.rows += 1
        if entry.problems:
            self.refused += 1
        else:
            self.read += 1
        if entry.position in self.unseen.rows:
            self.unseen_rows.append(entry.position)
        self.doubtful += len(entry.doubts)
        self.doubts += entry.doubts[: MAX_LISTED - len(self.doubts)]
        self.noted += len(entry.notes)
        self.notes += entry.notes[: MAX_LISTED - len(self.notes)]

    def report(
        self,
        sheet: str | None,
        mapping: str,
        unused: tuple[Heading, ...],
        other_sheets: tuple[str, ...],
        found: Iterable[Heading] = (),
        headed: int = 0,
    ) -> ReadingReport:
        return ReadingReport(
            sheet,
            mapping,
            self.rows,
            self.read,
            self.refused,
            dict(self.skipped),
            tuple(self.skipped_rows),
            self.doubtful,
            tuple(self.doubts),
            self.noted,
            tuple(self.notes),
            unused,
            other_sheets,
            tuple(self._remarks(found)),
            headed,
        )

    def _remarks(self, found: Iterable[Heading]) -> Iterator[Phrase]:
        """Remarks on hidden rows and columns that were read; ``found`` are the headings that are
        read."""
        if self.unseen_rows:
            count, where = len(self.unseen_rows), ranges(self.unseen_rows)
            filtered = self.unseen.filtered
            en, zh = (" (a filter is set)", "（设有筛选）") if filtered else ("", "")
            yield Phrase(
                f"hidden rows that were read: {count}{en}, rows {where}",
                f"读取了{count}个隐藏行{zh}：第{where}行",
            )
        hidden = [
            f"{h.letter} {printable(h.text)}" for h in found if h.column in self.unseen.columns
        ]
        if hidden:
            yield Phrase(
                f"hidden columns that were read: {len(hidden)}, {', '.join(hidden)}",
                f"读取了{len(hidden)}个隐藏列：{'、'.join(hidden)}",
            )
