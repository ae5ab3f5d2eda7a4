"""A review as a workbook: a summary, a row for each record, what was found, what was unreadable."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from linkage_rules.decisions import wording
from linkage_rules.language.keywords import Language
from linkage_rules.language.messages import Phrase, say
from linkage_rules.model.statuses import Status
from linkage_rules.tools.outputs.conclusions import (
    CONCLUSION_TONES,
    CONCLUSIONS,
    MEANINGS,
    Conclusion,
)
from linkage_rules.tools.outputs.opinion import Ground, Opinion
from linkage_rules.tools.outputs.review import Review
from linkage_rules.tools.outputs.rows import PLACE, Cell, layout_of, row_of
from linkage_rules.tools.outputs.sheets import Book, Column, Sheet
from linkage_rules.tools.outputs.summary import question_lines, reading_lines, warnings
from linkage_rules.tools.outputs.tones import VERDICT_TONES, Tone
from linkage_rules.tools.outputs.unread import Unread, unread_in
from linkage_rules.tools.review_words import REVIEW
from linkage_rules.tools.reviews import Judged, Title, Unreadable

_SUMMARY: Final = Phrase("Summary", "汇总")
_RECORDS: Final = Phrase("Records", "逐条结论")
_FINDINGS: Final = Phrase("Findings", "禁止违反待办明细")
_UNREAD: Final = Phrase("Unread", "无法读取和存疑")

_PLACE_WIDTH: Final = 16
_IDENTIFYING_WIDTH: Final = 18
_CONCLUSION_WIDTH: Final = 22
_GATE_WIDTH: Final = 13
_TEXT_WIDTHS: Final = (48, 48, 32, 40, 40)
_SUMMARY_WIDTHS: Final = (30, 16, 84)

_FINDING_COLUMNS: Final = (
    (PLACE, 16),
    (Phrase("Id", "编号"), 16),
    (Phrase("Name", "名称"), 24),
    (Phrase("Status of the norm", "规范的状态"), 14),
    (Phrase("Norm", "规范"), 26),
    (Phrase("What it asks", "要求"), 40),
    (Phrase("Clause", "条款"), 12),
    (Phrase("Quote", "原文"), 60),
    (Phrase("What was reported", "认定所依据的填报内容"), 44),
)
_UNREAD_COLUMNS: Final = (
    (PLACE, 34),
    (Phrase("Record", "记录"), 26),
    (Phrase("Field", "字段"), 26),
    (Phrase("What it is", "类别"), 24),
    (Phrase("Why", "原因"), 44),
    (Phrase("Found", "读到的内容"), 30),
    (Phrase("Expected, or what to do", "应为或建议"), 44),
)

_COUNT: Final = Phrase("Count", "数量")
_MEANING: Final = Phrase("Meaning", "含义")
_CONCLUSIONS: Final = Phrase("Conclusion on a record", "记录的审核结论")
_VERDICTS: Final = Phrase("Verdict on a single action", "单项行为的结论")
_VIOLATED: Final = Phrase("norms violated", "被违反的规范")


class WorkbookWriter:
    """Writes the rows as the records pass; the summary in front is filled in at the end.

    Raises `RefusedError` when the library that writes workbooks is not installed.
    """

    def __init__(self, path: Path, review: Review, language: Language) -> None:
        self._path, self._review, self._language = path, review, language
        self._book = Book()
        self._summary = self._book.sheet(self._say(_SUMMARY), _SUMMARY_WIDTHS)
        self._layout = layout_of(review.question, language)
        widths = (
            _PLACE_WIDTH,
            *(_IDENTIFYING_WIDTH for _ in self._layout.identifying),
            _CONCLUSION_WIDTH,
            *(_GATE_WIDTH for _ in self._layout.gates),
            *_TEXT_WIDTHS,
        )
        columns = [Column(*c) for c in zip(self._layout.headings, widths, strict=True)]
        known = min(3, 1 + len(self._layout.identifying))
        self._records = Sheet(self._book, self._say(_RECORDS), columns, known)
        self._findings = self._table(_FINDINGS, _FINDING_COLUMNS, frozen_columns=3)
        self._unread = self._table(_UNREAD, _UNREAD_COLUMNS)
        self._conclusions: Counter[Conclusion] = Counter()

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the row of a record, what was found in it, and its cells in doubt."""
        self._conclusions[told.conclusion] += 1
        self._records.add(row_of(one, told, self._layout))
        for ground in _against(told):
            self._findings.add(self._finding(one, ground))
        self._add_unread(one)

    def unreadable(self, one: Unreadable) -> None:
        """Write everything that is wrong with a record that could not be read."""
        self._add_unread(one)

    def finish(self) -> None:
        """Write the summary, and the workbook as a whole."""
        for sheet in (self._records, self._findings, self._unread):
            sheet.finish()
        for row in self._summary_rows():
            self._summary.append(row)
        self._book.save(self._path)

    def _table(
        self, title: Phrase, columns: Iterable[tuple[Phrase, int]], frozen_columns: int = 0
    ) -> Sheet:
        told = [Column(self._say(heading), width) for heading, width in columns]
        return Sheet(self._book, self._say(title), told, frozen_columns)

    def _finding(self, one: Judged, ground: Ground) -> tuple[Cell, ...]:
        tone = Tone.FAILING if ground.status is Status.VIOLATED else None
        return (
            Cell((one.entry.place.render(self._language),)),
            Cell((one.title.id or "",)),
            Cell((one.title.name or "",)),
            Cell((self._say(wording.STATUSES[ground.status]),), tone),
            Cell((self._say(ground.norm),)),
            Cell((self._say(ground.conduct),)),
            Cell(tuple(citation.clause for citation in ground.citations)),
            Cell(tuple(f"「{citation.quote}」" for citation in ground.citations)),
            Cell(tuple(map(self._say, ground.observed))),
        )

    def _add_unread(self, one: Judged | Unreadable) -> None:
        for unread in unread_in(one):
            self._unread.add(self._unread_cells(unread))

    def _unread_cells(self, unread: Unread) -> tuple[Cell, ...]:
        return (
            Cell((self._say(unread.place),)),
            Cell((_called(unread.title),)),
            Cell((unread.path,)),
            Cell((self._say(unread.what),), unread.tone),
            Cell((self._say(unread.why),)),
            Cell((unread.found,)),
            Cell((self._say(unread.expected),) if unread.expected else ()),
        )

    def _summary_rows(self) -> Iterator[list[Any]]:
        sheet, book = self._summary, self._book
        yield [book.title(sheet, self._say(REVIEW))]
        for warned in warnings(self._review):
            yield [book.cell(sheet, Cell((self._say(warned),), Tone.BAD))]
        for line in (*question_lines(self._review), *reading_lines(self._review)):
            label = book.heading(sheet, self._say(line.label))
            yield [label, book.value(sheet, self._say(line.value))]
        yield []
        headings = (_CONCLUSIONS, _COUNT, _MEANING)
        yield [book.heading(sheet, self._say(heading)) for heading in headings]
        for conclusion in Conclusion:
            tone, name = CONCLUSION_TONES[conclusion], self._say(CONCLUSIONS[conclusion])
            meaning = Cell((self._say(MEANINGS[conclusion]),))
            count = self._conclusions[conclusion]
            yield [book.cell(sheet, cell) for cell in (Cell((name,), tone), count, meaning)]
        yield []
        yield [book.heading(sheet, self._say(heading)) for heading in (_VERDICTS, _COUNT)]
        for status, count in self._review.tally.counts().items():
            name = self._say(wording.VERDICTS[status])
            cells = (Cell((name,), VERDICT_TONES[status]), count)
            yield [book.cell(sheet, cell) for cell in cells]
        violated = Cell((self._say(_VIOLATED),), Tone.FAILING)
        yield [book.cell(sheet, cell) for cell in (violated, self._review.tally.violated)]

    def _say(self, phrase: Phrase) -> str:
        return say(phrase, self._language)


def _against(told: Opinion) -> Iterator[Ground]:
    """The norms that forbid, those that are violated, and those that are still to be followed."""
    forbidding = (ground for gate in told.gates if gate.against for ground in gate.grounds)
    yield from dict.fromkeys((*forbidding, *told.failings, *told.due))


def _called(title: Title) -> str:
    return " ".join(name for name in (title.id, title.name) if name)
