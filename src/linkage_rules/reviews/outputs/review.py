"""A review on its way into files."""

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
    """How the work on the records of a file is shared: the entries, among how many processes, and
    what shows how far it has come."""

    entries: Iterable[Entry]
    jobs: int
    watched: Callable[[Iterator[Any]], Iterator[Any]]


@frozen
class Review:
    """What was asked, the file of records, its records as they are judged, and the counts so far.

    ``reviewed`` can be gone through once; ``tally`` is complete when it was. ``asked`` is how
    policy, file and day were typed, to be typed again, if they can be; ``numbers`` are the file
    numbers of the opinions, where they were given; ``sharing`` takes the place of ``reviewed``
    where several processes judge.
    """

    question: Question
    source: Path
    reviewed: Iterable[Reviewed]
    tally: Tally
    asked: str | None
    numbers: "FileNumbers | None" = None
    sharing: Sharing | None = None
