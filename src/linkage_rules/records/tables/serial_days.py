"""Days and times that a spreadsheet stores as numbers."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from linkage_rules.records.tables.grid import Plain, plain_number
from linkage_rules.records.tables.number_formats import CHINESE_DATES, is_general, is_moment
from linkage_rules.records.tables.shown_values import as_shown

_SECONDS: Final = 86_400
_FIRST_LEAP_DAY: Final = 60
_LAST: Final = 2_958_466
"""The number of 1 January 10000, where the calendar of spreadsheets ends."""


def shown_number(number: float, format_number: int, code: str, from_1904: bool) -> Plain:
    """A stored number with its format, as what it shows: a number, a day or a time.

    ``code`` is the format; where a workbook gives none, ``format_number`` may stand for one of
    those that Chinese spreadsheets name by a number alone.

    >>> shown_number(45047.0, 14, "yyyy-mm-dd", False)
    datetime.datetime(2023, 5, 1, 0, 0)
    >>> shown_number(12.0, 0, "General", False)
    12
    """
    value = plain_number(number)
    known = CHINESE_DATES.get(format_number, code) if is_general(code) else code
    if not is_moment(known):
        return as_shown(value, known)
    moment = moment_of(Decimal(value), from_1904)
    return as_shown(value if moment is None else moment, known)


def moment_of(number: Decimal, from_1904: bool) -> datetime | time | None:
    """The day that a number stands for; a time of day below 1, and None outside the calendar.

    Counted from 1900, 60 is 29 February of that year, which never was.
    """
    if not 0 <= number < _LAST or (number.to_integral_value() == _FIRST_LEAP_DAY and not from_1904):
        return None
    days, part = divmod(number, 1)
    seconds = timedelta(seconds=round(float(part) * _SECONDS))
    if days == 0 and not from_1904:
        return (datetime.min + seconds).time() if seconds < timedelta(days=1) else None
    if from_1904:
        first = date(1904, 1, 1)
    else:
        first = date(1899, 12, 30) if days > _FIRST_LEAP_DAY else date(1899, 12, 31)
    return datetime.combine(first, time()) + timedelta(days=int(days)) + seconds
