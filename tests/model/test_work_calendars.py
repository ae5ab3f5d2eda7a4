"""Working days, held against counting them out day by day."""

import pickle
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from linkage_rules.model import working_days
from linkage_rules.model.norms import Citation
from linkage_rules.model.operations import OPERATIONS
from linkage_rules.model.values import NEVER
from linkage_rules.model.work_calendars import DaysListed, WorkCalendar
from linkage_rules.model.working_days import Weekday

START, END = date(2023, 4, 24), date(2023, 5, 14)
NOTICE, OTHER, THIRD = (Citation(clause, "放假") for clause in ("一", "二", "三"))
LISTED = (
    DaysListed(False, date(2023, 4, 29), date(2023, 5, 3), "劳动节", (NOTICE,), layer="a"),
    DaysListed(True, date(2023, 5, 6), date(2023, 5, 6), None, (NOTICE, OTHER), layer="a"),
    DaysListed(
        True, date(2023, 5, 3), date(2023, 5, 3), None, (Citation("三", "加班"),), layer="b"
    ),
    DaysListed(False, date(2023, 4, 1), date(2023, 4, 24), layer="a"),
)
SPRING = WorkCalendar("spring", "春季", START, END, listed=LISTED, layer="a")
DAYS = [START + timedelta(n) for n in range((END - START).days + 1)]
WORKED = [
    *(date(2023, 4, n) for n in (25, 26, 27, 28)),
    *(date(2023, 5, n) for n in (3, 4, 5, 6, 8, 9, 10, 11, 12)),
]
AROUND = [START - timedelta(1), *DAYS, END + timedelta(1)]


def test_of_two_lines_that_name_a_day_the_later_one_counts() -> None:
    assert [day for day in DAYS if SPRING.is_worked(day)] == WORKED
    for day in (START - timedelta(1), END + timedelta(1)):
        assert SPRING.is_worked(day) is None
        assert not SPRING.covers(day)
    assert SPRING.covers(START)
    assert SPRING.covers(END)
    assert SPRING.status(date(2023, 5, 3)) == (True, LISTED[2])
    assert SPRING.status(date(2023, 5, 4)) == (True, None)
    assert [LISTED[0].contains(day) for day in (date(2023, 4, 28), date(2023, 4, 29))] == [
        False,
        True,
    ]
    assert [LISTED[0].contains(day) for day in (date(2023, 5, 3), date(2023, 5, 4))] == [
        True,
        False,
    ]


def counted(operation: str, *operands: Any) -> Any:
    return OPERATIONS[operation].by(SPRING).means(*operands)


@pytest.mark.parametrize("number", [-1, 0, 1, 2, 5, 12, 13, 14])
def test_so_many_working_days_from_a_day(number: int) -> None:
    for day in AROUND:
        later = [one for one in WORKED if one > day]
        earlier = [one for one in reversed(WORKED) if one < day]
        for operation, there in (("working_days_after", later), ("working_days_before", earlier)):
            fits = SPRING.covers(day) and 1 <= number <= len(there)
            assert counted(operation, number, day) == (there[number - 1] if fits else None)
    for operation in ("working_days_after", "working_days_before"):
        assert counted(operation, number, NEVER) == (NEVER if number > 0 else None)


def test_working_days_between_days_and_next_to_one() -> None:
    for start, end in product(AROUND, AROUND):
        behind = sum(start < one <= end for one in WORKED) - sum(
            end < one <= start for one in WORKED
        )
        covered = SPRING.covers(start) and SPRING.covers(end)
        assert counted("working_days_between", start, end) == (behind if covered else None)
    for day in AROUND:
        later = [one for one in WORKED if one >= day] if SPRING.covers(day) else []
        earlier = [one for one in WORKED if one <= day] if SPRING.covers(day) else []
        assert counted("working_day_from", day) == (later[0] if later else None)
        assert counted("working_day_up_to", day) == (earlier[-1] if earlier else None)
    assert counted("working_day_from", NEVER) == counted("working_day_up_to", NEVER) == NEVER
    assert counted("working_days_between", START, NEVER) is None


def test_a_weekend_may_be_other_days() -> None:
    table = working_days.table_of(START, END, [Weekday.FRIDAY], [])
    days = [date.fromordinal(day) for day in table.days]
    assert days == [day for day in DAYS if day.weekday() != 4]
    assert [table.place(day) for day in (AROUND[0], START, END, AROUND[-1])] == [None, 0, 20, None]
    assert [table.day(number) for number in (-1, 0, 17, 18)] == [None, START, END, None]
    assert len(SPRING.table.days) == SPRING.in_year(2023) == len(WORKED)
    assert SPRING.in_year(2022) == 0


def test_what_a_calendar_cites_is_told_once_and_of_its_own_policy() -> None:
    assert SPRING.citations == (NOTICE, OTHER)


def test_what_is_worked_out_of_a_calendar_is_not_kept_with_it() -> None:
    assert SPRING.table
    assert SPRING.rows is not None
    arrived = pickle.loads(pickle.dumps(SPRING))
    assert (arrived, hash(arrived)) == (SPRING, hash(SPRING))
    assert not {"table", "rows"} & arrived.__getstate__().keys()
    assert arrived.table == SPRING.table


def test_a_calendar_in_a_line_tells_apart_what_it_says() -> None:
    said = "spring 2023-04-24/2023-05-14 5,6 -2023-04-29/2023-05-03 +2023-05-06/2023-05-06 "
    assert SPRING.written() == said + "+2023-05-03/2023-05-03 -2023-04-01/2023-04-24"


def test_on_which_days_two_calendars_say_otherwise() -> None:
    plain = WorkCalendar("spring", None, START + timedelta(1), END + timedelta(2))
    assert [*SPRING.stretches(plain)] == [
        (START, START, False),
        (date(2023, 5, 1), date(2023, 5, 2), False),
        (date(2023, 5, 6), date(2023, 5, 6), True),
        (date(2023, 5, 15), date(2023, 5, 16), None),
    ]
    assert [*SPRING.stretches(SPRING)] == []


YEARS = WorkCalendar("years", None, date(2024, 1, 1), date(2026, 12, 28))


@pytest.mark.parametrize(
    ("days", "back", "year"),
    [
        ([], False, 2027),
        ([], True, 2023),
        ([date(2025, 1, 1)], False, 2027),
        ([date(2025, 1, 1)], True, 2023),
        ([date(2026, 12, 29)], True, 2027),
        ([date(2030, 1, 1), date(2028, 1, 1)], True, 2028),
        ([date(2023, 12, 31)], False, 2023),
        ([date(2023, 12, 31), date(2030, 1, 1)], False, 2023),
        ([NEVER], True, 2023),
        ([NEVER], False, 2027),
    ],
)
def test_the_year_that_a_calendar_lacks(days: list[date], back: bool, year: int) -> None:
    assert YEARS.wanted(days, back) == year
