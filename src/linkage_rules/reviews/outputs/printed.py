"""Lines for a terminal or a plain text file, laid out before they are printed."""

from collections.abc import Iterable
from typing import Final

from attrs import frozen
from rich.console import Console
from rich.text import Text

from linkage_rules.presenting.terminal import safe
from linkage_rules.records import ReadingReport
from linkage_rules.reviews.review_words import TABLE
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.wrapping import wrapped

_GAP: Final = "  "
_BOLD: Final = "bold"
_NOTES_ELSEWHERE: Final = Phrase(
    "{count} notes on cells that were read: see the sheet Remarks of a workbook (--out x.xlsx)",
    "另有读取说明{count}条，见工作簿（--out 审核结果.xlsx）的工作表“读取说明”",
)


@frozen
class Printed:
    """What is written to ``out`` in one language; every text is wrapped, none is cut."""

    out: Console
    language: Language

    def section(self, heading: Phrase, entries: Iterable[str], style: str) -> None:
        """A heading with entries below it, their lines indented as they are."""
        self.line(Text(say(heading, self.language), style))
        for line in (line for entry in entries for line in safe(entry).split("\n")):
            text = line.lstrip()
            indent = _GAP + " " * (len(line) - len(text))
            for part in wrapped(text, self.out.width - len(indent)):
                self.line(Text(indent + part))
        self.line(Text())

    def table(self, report: ReadingReport) -> None:
        """How a table was read, with its cells in doubt; the notes are for the workbook."""
        told = [report.in_short(self.language)]
        if report.noted:
            told.append(say(_NOTES_ELSEWHERE.filled(count=report.noted), self.language))
        self.section(TABLE, told, _BOLD)

    def paragraph(self, words: Phrase, style: str) -> None:
        """A text on as many lines as it needs."""
        for line in wrapped(safe(say(words, self.language)), self.out.width):
            self.line(Text(line, style))

    def line(self, line: Text) -> None:
        """A line that is laid out already, and must not be wrapped again."""
        self.out.print(line, soft_wrap=True)
