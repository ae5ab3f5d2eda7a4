"""A review of a dropped file: its records judged once, counted and listed.

They are judged again for what is asked of one of them, and for what is written of all.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import Factory, define, frozen

from linkage_rules.desk.dropped import KeptReading, Understood
from linkage_rules.desk.methods import Task
from linkage_rules.desk.spool import Spool
from linkage_rules.model.deontic import is_failing
from linkage_rules.model.statuses import Status
from linkage_rules.records import Entry
from linkage_rules.reviews.agenda import Agenda, gathered
from linkage_rules.reviews.opinions import Opinion, opinion
from linkage_rules.reviews.opinions.conclusions import CONCLUSION_TONES, CONCLUSIONS, Conclusion
from linkage_rules.reviews.opinions.file_numbers import FileNumbers
from linkage_rules.reviews.outputs import Review
from linkage_rules.reviews.repeated import same_id
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Judged, Reviewed, Tally, Unreadable, review
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

_JUDGED: Final = Phrase("{count} records judged", "已审核{count}条")
_OFTEN: Final = 20
"""Records between two reports of progress."""
_ROOM_EVERY: Final = 500
"""How many records are judged between two looks at the room on the disk."""

LISTED: Final = (
    Status.VIOLATED, Status.LATE, Status.OVERDUE, Status.DUE, Status.NOT_YET_DUE,
    Status.UNDETERMINED, Status.FULFILLED,
)  # fmt: skip
"""The statuses that the page counts for each norm."""


_Norms: TypeAlias = frozenset[tuple[str, Status]]


@frozen
class Mark:
    """What a record is looked for by: position, conclusion (None: unreadable), the norms with their
    statuses, the number of doubtful cells, and its id and name as they are searched."""

    position: int
    conclusion: Conclusion | None
    norms: _Norms
    doubts: int
    words: str


@frozen
class Wanted:
    """Which records are listed; None and the empty text ask for nothing."""

    conclusion: Conclusion | None = None
    unreadable: bool = False
    norm: str | None = None
    status: Status | None = None
    doubtful: bool = False
    words: str = ""

    def meets(self, mark: Mark) -> bool:
        """Whether a record is one of those."""
        if self.unreadable and mark.conclusion is not None:
            return False
        if self.conclusion is not None and mark.conclusion is not self.conclusion:
            return False
        if self.doubtful and not mark.doubts:
            return False
        if self.norm is not None and not any(
            name == self.norm and self.status in (None, status) for name, status in mark.norms
        ):
            return False
        return self.words.casefold() in mark.words


@define(eq=False)
class Run:
    """A review that was made. ``place`` is the folder for what is written of it.

    ``read`` says how the file was understood; its records are kept here as well, ``lines`` are what
    is listed of each in the language of the page. ``norms`` counts the records by norm and status.
    """

    question: Question
    asked: str
    language: Language
    read: Understood
    place: Path
    entries: Spool[Entry]
    lines: Spool[dict[str, Any]]
    tally: Tally = Factory(Tally)
    marks: list[Mark] = Factory(list)
    conclusions: Counter[Conclusion] = Factory(Counter)
    norms: Counter[tuple[str, Status]] = Factory(Counter)
    _alike: dict[_Norms, _Norms] = Factory(dict)

    @classmethod
    def of(
        cls,
        question: Question,
        asked: str,
        language: Language,
        read: Understood,
        place: Path,
        task: Task,
        check_room: Callable[[], None],
    ) -> "Run":
        """Judge every record of a file. Raises `StoppedError`, and `InputError` where not even the
        first can be read."""
        kept, lines = Spool[Entry](place / "entries"), Spool[dict[str, Any]](place / "lines")
        run = cls(question, asked, language, read, place, kept, lines)
        reading = read.records()
        run.tally = Tally(reading)
        with run.entries.writing() as keep, run.lines.writing() as put:
            for count, one in enumerate(run.judged_of(reading, run.tally), 1):
                keep(one.entry)
                put(run._noted(one))
                if count % _ROOM_EVERY == 0:
                    check_room()
                _tell(task, count, len(read.entries))
        return run

    def judged_of(self, reading: KeptReading, tally: Tally) -> Iterator[Reviewed]:
        """The records of a reading, judged and counted as they pass."""
        question = self.question
        judged = review(question.policy, question.record_type, reading, question.as_of)
        return tally.counted(judged)

    def again(self, task: Task, numbers: FileNumbers | None = None) -> Review:
        """All records once more, to be written; how far it is, is told on the way."""
        reading = KeptReading.of(self.read, self.entries)
        tally = Tally(reading)

        def passing() -> Iterator[Reviewed]:
            for count, one in enumerate(self.judged_of(reading, tally), 1):
                _tell(task, count, len(self.entries))
                yield one

        source = Path(self.read.file.called)
        return Review(self.question, source, passing(), tally, self.asked, numbers)

    def agenda(self, until: date | None, task: Task) -> Agenda:
        """What is owed in all records, up to a day."""
        asked = self.again(task)
        return gathered(self.question, asked.reviewed, asked.tally, until)

    def one(self, position: int) -> Reviewed | None:
        """The record of a position, judged; None where there is none."""
        number = bisect_left(self.marks, position, key=lambda mark: mark.position)
        if number == len(self.marks) or self.marks[number].position != position:
            return None
        question = self.question
        entry = self.entries.at(number)
        (found,) = review(question.policy, question.record_type, [entry], question.as_of)
        return found

    def wanted(self, wanted: Wanted) -> list[int]:
        """The numbers of the records that are asked for, in their order."""
        return [number for number, mark in enumerate(self.marks) if wanted.meets(mark)]

    def _noted(self, one: Reviewed) -> dict[str, Any]:
        """Count a record; what is listed of it."""
        told = opinion(one) if isinstance(one, Judged) else None
        # Many records have the same.
        norms = _norms(one)
        norms = self._alike.setdefault(norms, norms)
        conclusion = None if told is None else told.conclusion
        title = one.title
        first = one.same_id_at
        words = f"{title.id or ''}\n{title.name or ''}".casefold()
        mark = Mark(one.entry.position, conclusion, norms, len(one.entry.doubts), words)
        self.marks.append(mark)
        self.norms.update(norms)
        if conclusion is not None:
            self.conclusions[conclusion] += 1
        return {
            "position": mark.position,
            "place": say(title.place, self.language),
            "id": title.id,
            "name": title.name,
            "doubts": mark.doubts,
            "same_id": None if first is None else say(same_id(first), self.language),
            **_concluded(one, told, self.language),
        }


def _tell(task: Task, count: int, total: int) -> None:
    """Say how far a review is, now and then: a page need not be told of every record. Raises
    `StoppedError`."""
    if count % _OFTEN == 1 or count == total:
        task.tell(count, total, _JUDGED.filled(count=count))


UNREADABLE: Final = Phrase("could not be read", "无法读取")


def _concluded(one: Reviewed, told: Opinion | None, language: Language) -> Mapping[str, Any]:
    if told is not None:
        return {
            "conclusion": told.conclusion.value,
            "called": say(CONCLUSIONS[told.conclusion], language),
            "tone": CONCLUSION_TONES[told.conclusion].value,
            "sentence": say(told.sentence, language),
        }
    assert isinstance(one, Unreadable)
    return {
        "conclusion": None,
        "called": say(UNREADABLE, language),
        "tone": "bad",
        "sentence": say(one.error.problems[0].why, language),
    }


def _norms(one: Reviewed) -> _Norms:
    """The norms that say something of a record, with their statuses."""
    if isinstance(one, Unreadable):
        return frozenset()
    return frozenset(
        (name, outcome.status)
        for name, outcome in one.decision.norms.items()
        if outcome.status in LISTED
    )


def gravest_first(norms: Mapping[tuple[str, Status], int]) -> list[str]:
    """The names of norms, those that fail most often first."""
    failing: Counter[str] = Counter()
    for (name, status), count in norms.items():
        failing[name] += count if is_failing(status) else 0
    return sorted(failing, key=lambda name: (-failing[name], name))
