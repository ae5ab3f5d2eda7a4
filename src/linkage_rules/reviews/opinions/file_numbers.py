"""File numbers (文号): the code word of the office, the year, and a number for each opinion."""

import re
from collections.abc import Iterator
from itertools import count, repeat
from typing import Final

from attrs import frozen

from linkage_rules.reviews.opinions import document_words as said
from linkage_rules.words.messages import Phrase

_WRITTEN: Final = re.compile(
    r"(?P<office>[^\s\d〔〕\[\]（）()]{1,12})"
    r"(?:[〔\[（(](?P<year>[12]\d{3})[〕\]）)]第?(?P<first>[1-9]\d{0,5})号?)?"
)


@frozen
class FileNumbers:
    """The file numbers for the opinions of a review, counted from ``first``.

    Without ``year`` and ``first`` both are left blank, to be filled in by hand.
    """

    office: str
    year: str | None = None
    first: int | None = None

    @classmethod
    def read(cls, written: str) -> "FileNumbers | None":
        """The code word of an office, or the number of the first opinion; None for neither.

        >>> FileNumbers.read("潭农审[2023]15号")
        FileNumbers(office='潭农审', year='2023', first=15)
        >>> FileNumbers.read("2023-15") is None
        True
        """
        found = _WRITTEN.fullmatch(written.strip())
        if found is None:
            return None
        first = found["first"]
        return cls(found["office"], found["year"], None if first is None else int(first))

    def __iter__(self) -> Iterator[Phrase]:
        """The number of each opinion in turn.

        >>> next(iter(FileNumbers("潭农审", "2023", 15))).zh, next(iter(FileNumbers("潭农审"))).zh
        ('潭农审〔2023〕15号', '潭农审〔　　　　〕　　号')
        """
        if self.year is None or self.first is None:
            return repeat(said.NUMBER_TO_FILL_IN.filled(office=self.office))
        pattern, year = said.NUMBER_IN_FULL, self.year
        return (
            pattern.filled(office=self.office, year=year, number=number)
            for number in count(self.first)
        )
