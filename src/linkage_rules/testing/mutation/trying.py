"""Trying records, first some made on purpose, then generated ones, until one shows something."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from hypothesis import given, seed
from hypothesis import strategies as st

from linkage_rules.model.values import Record
from linkage_rules.testing.generation.drawn import as_of_dates, even_records
from linkage_rules.testing.generation.landmarks import boundaries
from linkage_rules.testing.generation.targeted import Target, searching, steered_records
from linkage_rules.testing.mutation.touched import Pair

SOME_DAY: Final = date(2023, 1, 1)
"""The day to judge by where nothing begins or ends."""


class _EndedError(BaseException):
    """Ends the search.

    It is no `Exception`: after one of those Hypothesis would try the same record again and shrink
    it. It is raised after everything is drawn, because Hypothesis takes a case that draws less than
    before as flaky.
    """

    def __init__(self, found: tuple[Record, date] | None) -> None:
        super().__init__()
        self.found = found


def first_that(
    pair: Pair,
    targets: Sequence[Target],
    shows: Callable[[Record, date], bool],
    tries: int,
    start: int,
    over: Callable[[], bool],
) -> tuple[Record, date] | None:
    """The first record, with its day, for which ``shows`` is true; ``None`` if there is none, or
    when the time is over."""
    for day in boundaries(pair.package) or [SOME_DAY]:
        for record in even_records(pair.package, pair.record_type):
            if over():
                return None
            if shows(record, day):
                return record, day
    days = as_of_dates(pair.package)
    steered = steered_records(pair.package, pair.record_type, targets)

    @seed(start)
    @searching(tries)
    @given(st.data())
    def search(data: st.DataObject) -> None:
        day = data.draw(days)
        record = data.draw(steered(day))
        if over():
            raise _EndedError(None)
        if shows(record, day):
            raise _EndedError((record, day))

    try:
        search()
    except _EndedError as ended:
        return ended.found
    return None
