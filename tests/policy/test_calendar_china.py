"""The shipped calendar of mainland China: its days, its form, and the notices that it cites."""

from datetime import date

import pytest

import linkage_rules as lr
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.printer import print_file
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.policy.loading.finding import bundled_folder
from linkage_rules.policy.policy import Policy

YEARS = range(2019, 2027)


@pytest.fixture(scope="module")
def china() -> Policy:
    return lr.load("calendar_china")


@pytest.fixture(scope="module")
def days(china: Policy) -> WorkCalendar:
    return china.package.calendars["china"]


def test_it_has_the_working_days_of_each_year_and_ends_before_the_next_notice(days: WorkCalendar):
    counted = [days.in_year(year) for year in YEARS]
    # The last three days of 2026 are working days as far as is known, and not covered.
    assert counted == [250, 249, 250, 249, 249, 251, 248, 245]
    assert (days.start, days.end) == (date(2019, 1, 1), date(2026, 12, 28))
    assert days.is_worked(date(2026, 12, 29)) is None


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        # Notices that came after the one of the year: an extension, and another Labour Day.
        (date(2020, 1, 31), False),
        (date(2020, 2, 1), False),
        (date(2020, 2, 3), True),
        (date(2019, 5, 3), False),
        (date(2019, 4, 28), True),
        # A holiday that begins in the December before.
        (date(2022, 12, 31), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 23), False),
    ],
)
def test_days_that_are_easily_mistaken(days: WorkCalendar, day: date, is_worked: bool):
    assert days.is_worked(day) is is_worked


def test_every_line_cites_the_notice(days: WorkCalendar, china: Policy):
    assert [line for line in days.listed if not line.citations] == []
    assert china.source is not None


def test_it_is_written_as_the_printer_writes_it():
    place = bundled_folder() / "calendar_china" / "00_calendar.pol"
    text = place.read_text("utf-8")
    file, problems = parse(SourceFile("a.pol", text))
    assert problems == []
    assert print_file(file, "zh", keeps=True) == text
    again, problems = parse(SourceFile("a.pol", print_file(file, "en")))
    assert problems == []
    assert again == file
    assert len(text.encode()) < 16_000
