"""A review on its way into files."""

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from linkage_rules.records import Entry
from linkage_rules.records.tables.reading import TableReading
from linkage_rules.records.tables.report import ReadingReport
from linkage_rules.tools.review_words import Question
from linkage_rules.tools.reviews import Reviewed, Tally, review


@frozen
class Review:
    """What was asked, the file of records, its records as they are judged, and the counts so far.

    ``reviewed`` can be gone through once. ``entries`` is what the file gives; of a table it knows
    what became of every row.
    """

    question: Question
    records: Path
    entries: Iterable[Entry]
    reviewed: Iterable[Reviewed]
    tally: Tally

    @property
    def reading(self) -> ReadingReport | None:
        """What became of the rows so far, where the records stand in a table."""
        return self.entries.report if isinstance(self.entries, TableReading) else None


def review_of(question: Question, records: Path, entries: Iterable[Entry]) -> Review:
    """The entries of a file about to be judged, each counted as it passes."""
    tally = Tally()
    judged = review(question.policy, question.record_type, entries, question.as_of)
    return Review(question, records, entries, tally.counted(judged), tally)
