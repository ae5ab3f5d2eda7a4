"""What the days of the week are called, and what is told of calendars of working days."""

from datetime import date
from typing import Final

from linkage_rules.model.types import Scalar
from linkage_rules.model.work_calendars import DaysListed
from linkage_rules.model.working_days import Calendar, Weekday
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words

WEEKDAYS: Final = {
    Weekday.MONDAY: ("monday", "星期一", "周一"),
    Weekday.TUESDAY: ("tuesday", "星期二", "周二"),
    Weekday.WEDNESDAY: ("wednesday", "星期三", "周三"),
    Weekday.THURSDAY: ("thursday", "星期四", "周四"),
    Weekday.FRIDAY: ("friday", "星期五", "周五"),
    Weekday.SATURDAY: ("saturday", "星期六", "周六"),
    Weekday.SUNDAY: ("sunday", "星期日", "周日", "星期天"),
}
"""How each is written: in English, in Chinese, and otherwise."""

_FROM_TO: Final = Phrase("{first} to {last}", "{first}至{last}")


def spoken(days: DaysListed) -> Phrase:
    """The days of a line.

    >>> spoken(DaysListed(False, date(2024, 10, 1), date(2024, 10, 7))).zh
    '2024年10月1日至2024年10月7日'
    """
    return spoken_days(days.first, days.last)


def spoken_days(first: date, last: date) -> Phrase:
    """Some days in a row."""
    start, end = in_words(first, Scalar.DATE), in_words(last, Scalar.DATE)
    return start if first == last else _FROM_TO.filled(first=start, last=end)


_LACKS: Final = Phrase(
    "the calendar “{calendar}” lacks the days of {year}", "工作日历“{calendar}”缺少{year}年的安排"
)


def lacks(calendar: Calendar, year: int) -> Phrase:
    """That a calendar lacks a year which is wanted.

    >>> from linkage_rules.model.work_calendars import WorkCalendar
    >>> year = WorkCalendar("china", "节假日安排", date(2024, 1, 1), date(2024, 12, 31))
    >>> lacks(year, 2025).zh
    '工作日历“节假日安排”缺少2025年的安排'
    """
    return _LACKS.filled(calendar=called(calendar), year=str(year))
