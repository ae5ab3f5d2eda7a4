"""Records that could not be read, kept in a file until the others are written."""

import json
from collections.abc import Iterator
from typing import IO

from attrs import frozen

from linkage_rules.reviews.reviews import Unreadable
from linkage_rules.words.keywords import Language


@frozen
class UnreadRecords:
    """What is wrong with each of them, in words, a line of ``waiting`` for each."""

    waiting: IO[str]
    language: Language

    def add(self, one: Unreadable) -> None:
        """Keep a record."""
        known = (one.title.place.render(self.language), one.title.id, one.title.name)
        head = " ".join(spelling for spelling in known if spelling)
        problems = (f"  {line}" for line in one.error.render(self.language).split("\n"))
        self.waiting.write(json.dumps("\n".join((head, *problems))) + "\n")

    def __iter__(self) -> Iterator[str]:
        """Each of them, as several lines of text."""
        self.waiting.seek(0)
        return (json.loads(line) for line in self.waiting)
