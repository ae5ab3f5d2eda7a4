"""A review as a workbook: a summary, a row for each record, what was found, what was unreadable."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from linkage_rules.model.deontic import Tone
from linkage_rules.model.statuses import Status
from linkage_rules.reviews.opinions import Ground, Opinion
from linkage_rules.reviews.opinions.conclusions import (
    CONCLUSION_TONES,
    CONCLUSIONS,
    MEANINGS,
    Conclusion,
    listed,
)
from linkage_rules.reviews.opinions.spoken import day_of, spoken
from linkage_rules.reviews.opinions.tones import VERDICT_TONES
from linkage_rules.reviews.opinions.unread import Unread, notes_in, unread_in
from linkage_rules.reviews.outputs.head import question_lines, reading_lines, warnings
from linkage_rules.reviews.outputs.record_rows import (
    AGAINST,
    CONCLUSION,
    DEMANDS,
    PLACE,
    Cell,
    layout_of,
    overview_row,
    row_of,
    unreadable_overview_row,
    unreadable_row,
)
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.outputs.workbook_sheets import Book, Column, Sheet
from linkage_rules.reviews.review_words import REVIEW
from linkage_rules.reviews.reviews import Judged, Title, Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

_SUMMARY: Final = Phrase("Summary", "汇总")
_RECORDS: Final = Phrase("Records", "逐条结论")
_FINDINGS: Final = Phrase("Findings", "禁止违反待办明细")
_UNREAD: Final = Phrase("Unread", "无法读取和存疑")
_NOTES: Final = Phrase("Remarks", "读取说明")
_OVERVIEW: Final = Phrase("Overview", "审核情况表")
_OVERVIEW_TITLE: Final = Phrase("Records reviewed: {records}", "{records}审核情况表")
_ASKED: Final = Phrase("{policy}, as of {day}", "{policy}　审核基准日：{day}")
_PRINTED_ABOVE: Final = Phrase("{review} – ", "{review}——")
_NONE: Final = Phrase("none", "无")

_PLACE_WIDTH: Final = 16
_IDENTIFYING_WIDTH: Final = 18
_CONCLUSION_WIDTH: Final = 22
_GATE_WIDTH: Final = 13
_TEXT_WIDTHS: Final = (48, 48, 32, 40, 40)
_LOOSENED_WIDTH: Final = 48
_NUMBER_WIDTH: Final = 6
_NARROW: Final = 10
_OVERVIEW_WIDTHS: Final = {"id": 13, "name": 24}
_OVERVIEW_COLUMNS: Final = ((CONCLUSION, 16), (AGAINST, 46), (DEMANDS, 30))
_NUMBER: Final = Phrase("No.", "序号")
_SUMMARY_WIDTHS: Final = (30, 16, 84)

_FINDING_COLUMNS: Final = (
    (PLACE, 16),
    (Phrase("Id", "编号"), 16),
    (Phrase("Name", "名称"), 24),
    (Phrase("How it stands", "情形"), 14),
    (Phrase("Norm", "规定"), 26),
    (Phrase("What it asks", "要求"), 40),
    (Phrase("Clause", "条款"), 12),
    (Phrase("Quote", "原文"), 60),
    (Phrase("What was reported", "认定所依据的填报内容"), 44),
    (Phrase("Who answers", "责任单位"), 34),
)
_UNREAD_COLUMNS: Final = (
    (PLACE, 34),
    (Phrase("Record", "记录"), 26),
    (Phrase("Field", "字段"), 26),
    (Phrase("What it is", "类别"), 24),
    (Phrase("Why", "原因"), 44),
    (Phrase("Found", "读到的内容"), 30),
    (Phrase("What to write", "请这样改"), 44),
)

_VIOLATED_ONE: Final = Phrase("violated", "已违反")
_FORBIDDEN: Final = Phrase("must not be done", "不得办理")
_DUE: Final = Phrase("to be done", "待办")

_COUNT: Final = Phrase("Count", "数量")
_MEANING: Final = Phrase("Meaning", "含义")
_CONCLUSIONS: Final = Phrase("Conclusion on a record", "记录的审核结论")
_VERDICTS: Final = Phrase("Verdict on a single action", "单项行为的结论")
_VIOLATED: Final = Phrase("norms violated", "违反的规定")


class WorkbookWriter:
    """Writes the rows as the records pass; the summary in front is filled in at the end.

    Raises `MissingExtraError` when the library that writes workbooks is not installed.
    """

    def __init__(self, path: Path, folder: Path, review: Review, language: Language) -> None:
        self._review, self._language = review, language
        self._book = Book(path, folder, language)
        self._above = self._say(_PRINTED_ABOVE.filled(review=REVIEW))
        self._summary = self._book.sheet(self._say(_SUMMARY), _SUMMARY_WIDTHS)
        self._layout = layout_of(review.question, language)
        self._overview = self._overview_sheet()
        widths = (
            _PLACE_WIDTH,
            *(_IDENTIFYING_WIDTH for _ in self._layout.identifying),
            _CONCLUSION_WIDTH,
            *(_GATE_WIDTH for _ in self._layout.gates),
            *_TEXT_WIDTHS,
            *((_LOOSENED_WIDTH,) if self._layout.loosened else ()),
        )
        columns = [Column(*c) for c in zip(self._layout.headings, widths, strict=True)]
        known = min(3, 1 + len(self._layout.identifying))
        self._records = self._table(_RECORDS, columns, known)
        self._findings = self._table(_FINDINGS, self._columns(_FINDING_COLUMNS), 3)
        self._unread = self._table(_UNREAD, self._columns(_UNREAD_COLUMNS))
        self._notes = self._table(_NOTES, self._columns(_UNREAD_COLUMNS))
        self._passed = 0
        self._conclusions: Counter[Conclusion] = Counter()

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the row of a record, what was found in it, and its cells in doubt."""
        self._conclusions[told.conclusion] += 1
        self._records.add(row_of(one, told, self._layout))
        self._overview.add(self._numbered(overview_row(one, told, self._layout)))
        for ground in _against(told):
            self._findings.add(self._finding(one, ground))
        self._add_unread(one)

    def unreadable(self, one: Unreadable) -> None:
        """Write the row of a record that could not be read, and everything wrong with it."""
        self._records.add(unreadable_row(one, self._layout))
        self._overview.add(self._numbered(unreadable_overview_row(one, self._layout)))
        self._add_unread(one)

    def finish(self) -> None:
        """Write the summary, and the workbook as a whole."""
        for sheet in (self._overview, self._records, self._findings, self._unread, self._notes):
            sheet.finish()
        self._write_summary()
        self._book.save()

    def close(self) -> None:
        """Let go of what was kept for a workbook, also of one that will never be finished."""
        self._book.close()

    def _overview_sheet(self) -> Sheet:
        """What is printed and passed round: a line a record, as wide as a page."""
        question = self._review.question
        title = self._say(_OVERVIEW_TITLE.filled(records=spoken(question.record_type)))
        policy = Phrase(question.policy.name, question.policy.label or question.policy.name)
        asked = self._say(_ASKED.filled(policy=policy, day=day_of(question.as_of)))
        identifying = [
            Column(self._say(spoken(field)), _OVERVIEW_WIDTHS.get(field.name, _NARROW))
            for field in self._layout.identifying
        ]
        columns = [
            Column(self._say(_NUMBER), _NUMBER_WIDTH),
            *identifying,
            *(Column(self._say(heading), width) for heading, width in _OVERVIEW_COLUMNS),
        ]
        caption = (title, asked, *(self._say(warned) for warned in warnings(self._review)))
        return Sheet(self._book, self._say(_OVERVIEW), columns, caption=caption)

    def _numbered(self, cells: Iterable[Cell]) -> tuple[Cell | int, ...]:
        self._passed += 1
        return (self._passed, *cells)

    def _columns(self, columns: Iterable[tuple[Phrase, int]]) -> list[Column]:
        return [Column(self._say(heading), width) for heading, width in columns]

    def _table(self, title: Phrase, columns: Sequence[Column], frozen_columns: int = 0) -> Sheet:
        return Sheet(
            self._book,
            self._say(title),
            columns,
            frozen_columns,
            above=self._above,
            empty=self._say(_NONE),
        )

    def _finding(self, one: Judged, ground: Ground) -> tuple[Cell, ...]:
        if ground.status is Status.VIOLATED:
            stands, tone = _VIOLATED_ONE, Tone.FAILING
        elif ground.forbids:
            # A ban that is kept to is fulfilled, which is not what a reader looks for here.
            stands, tone = _FORBIDDEN, Tone.BAD
        else:
            stands, tone = _DUE, Tone.DUTY
        return (
            Cell((one.entry.place.render(self._language),)),
            Cell((one.title.id or "",)),
            Cell((one.title.name or "",)),
            Cell((self._say(stands),), tone),
            Cell((self._say(ground.norm),)),
            Cell((self._say(ground.conduct),)),
            Cell(tuple(citation.clause for citation in ground.citations)),
            Cell(tuple(citation.words for citation in ground.citations)),
            Cell(tuple(map(self._say, ground.observed))),
            Cell(tuple(map(self._say, ground.answering))),
        )

    def _add_unread(self, one: Judged | Unreadable) -> None:
        record_type = self._review.question.record_type
        for unread in unread_in(one, record_type):
            self._unread.add(self._unread_cells(unread))
        for note in notes_in(one, record_type):
            self._notes.add(self._unread_cells(note))

    def _unread_cells(self, unread: Unread) -> tuple[Cell, ...]:
        return (
            Cell((self._say(unread.place),)),
            Cell((_called(unread.title),)),
            Cell((self._say(unread.field),)),
            Cell((self._say(unread.what),), unread.tone),
            Cell((self._say(unread.why),)),
            Cell((unread.found,)),
            Cell((self._say(unread.expected),) if unread.expected else ()),
        )

    def _write_summary(self) -> None:
        sheet, book = self._summary, self._book
        book.title(sheet, 0, self._say(REVIEW))
        row = 1
        for warned in warnings(self._review):
            book.write(sheet, row, 0, Cell((self._say(warned),), Tone.BAD))
            row += 1
        for line in (*question_lines(self._review), *reading_lines(self._review)):
            book.heading(sheet, row, 0, self._say(line.label))
            if line.count is None:
                book.value(sheet, row, 1, self._say(line.value))
            else:
                book.write(sheet, row, 1, line.count)
            row += 1
        row = self._counted(row + 1, (_CONCLUSIONS, _COUNT, _MEANING), self._conclusion_rows())
        self._counted(row + 1, (_VERDICTS, _COUNT), self._verdict_rows())

    def _counted(
        self, row: int, headings: Iterable[Phrase], rows: Iterable[Iterable[Cell | int]]
    ) -> int:
        """Write a table into the summary from a row on; the row after it."""
        for column, heading in enumerate(headings):
            self._book.heading(self._summary, row, column, self._say(heading))
        for cells in rows:
            row += 1
            for column, cell in enumerate(cells):
                self._book.write(self._summary, row, column, cell)
        return row + 1

    def _conclusion_rows(self) -> Iterator[tuple[Cell | int, ...]]:
        for conclusion in listed(self._conclusions):
            name = Cell((self._say(CONCLUSIONS[conclusion]),), CONCLUSION_TONES[conclusion])
            yield name, self._conclusions[conclusion], Cell((self._say(MEANINGS[conclusion]),))

    def _verdict_rows(self) -> Iterator[tuple[Cell | int, ...]]:
        tally = self._review.tally
        for status, count in tally.counts().items():
            yield Cell((self._say(wording.COUNTED_VERDICTS[status]),), VERDICT_TONES[status]), count
        yield Cell((self._say(_VIOLATED),), Tone.FAILING), tally.violated

    def _say(self, phrase: Phrase) -> str:
        return say(phrase, self._language)


def _against(told: Opinion) -> Iterator[Ground]:
    """The norms that forbid, those that are violated, and those that are still to be followed."""
    forbidding = (ground for gate in told.against for ground in gate.grounds)
    yield from dict.fromkeys((*forbidding, *told.failings, *told.due))


def _called(title: Title) -> str:
    return " ".join(name for name in (title.id, title.name) if name)
