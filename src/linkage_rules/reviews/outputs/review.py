"""A review that is being judged and written."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from linkage_rules.records import Entry
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Reviewed, Tally

if TYPE_CHECKING:
    from linkage_rules.reviews.opinions.file_numbers import FileNumbers


@frozen
class Sharing:
    """How the records of a file are divided among processes: the entries, the number of processes,
    and what shows the progress."""

    entries: Iterable[Entry]
    jobs: int
    watched: Callable[[Iterator[Any]], Iterator[Any]]


@frozen
class Review:
    """What was asked, the file of records, its records as they are judged, and the counts so far.

    ``reviewed`` can be iterated once; ``tally`` is complete after that. ``asked`` are policy, file
    and day as they were typed, for commands that are proposed, or None; ``numbers`` are the file
    numbers of the opinions, or None; ``sharing`` is used in the place of ``reviewed`` where several
    processes judge.
    """

    question: Question
    source: Path
    reviewed: Iterable[Reviewed]
    tally: Tally
    asked: str | None
    numbers: "FileNumbers | None" = None
    sharing: Sharing | None = None
