"""A review on its way into files."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Reviewed, Tally

if TYPE_CHECKING:
    from linkage_rules.reviews.opinions.file_numbers import FileNumbers


@frozen
class Review:
    """What was asked, the file of records, its records as they are judged, and the counts so far.

    ``reviewed`` can be gone through once; ``tally`` is complete when it was. ``asked`` is how
    policy, file and day were typed, to be typed again, if they can be; ``numbers`` are the file
    numbers of the opinions, where they were given.
    """

    question: Question
    source: Path
    reviewed: Iterable[Reviewed]
    tally: Tally
    asked: str | None
    numbers: "FileNumbers | None" = None
