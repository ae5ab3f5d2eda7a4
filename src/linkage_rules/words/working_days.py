"""The names of the days of the week, and sentences about calendars of working days."""

from collections.abc import Iterable
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
"""The names of each day: in English, in Chinese, and another Chinese one that is also read."""

_FROM_TO: Final = Phrase("{first} to {last}", "{first}至{last}")


def spoken(days: DaysListed) -> Phrase:
    """The days of a line of a calendar in words.

    >>> spoken(DaysListed(False, date(2024, 10, 1), date(2024, 10, 7))).zh
    '2024年10月1日至2024年10月7日'
    """
    return spoken_days(days.first, days.last)


def spoken_days(first: date, last: date) -> Phrase:
    """A stretch of days in words."""
    start, end = in_words(first, Scalar.DATE), in_words(last, Scalar.DATE)
    return start if first == last else _FROM_TO.filled(first=start, last=end)


_COVERS: Final = Phrase("“{calendar}” ({days})", "“{calendar}”（{days}）")
_ONLY: Final = Phrase(
    "so it is on the days that the calendar covers: {calendars}; nothing is claimed of others",
    "在工作日历涵盖的日期内是这样：{calendars}；日历未涵盖的日期不作断定",
)
COVERED: Final = Phrase(
    "Working days are counted by {calendars}; of days that it does not cover nothing is claimed.",
    "工作日按{calendars}计算；日历未涵盖的日期不作断定。",
)


def covering(calendars: Iterable[Calendar]) -> tuple[Phrase, ...]:
    """The names of calendars with the days that they cover.

    >>> from linkage_rules.model.work_calendars import WorkCalendar
    >>> year = WorkCalendar("china", "节假日安排", date(2024, 1, 1), date(2024, 12, 31))
    >>> [one.zh for one in covering([year])]
    ['“节假日安排”（2024年1月1日至2024年12月31日）']
    """
    return tuple(
        _COVERS.filled(calendar=called(one), days=spoken_days(one.start, one.end))
        for one in calendars
    )


def only_covered(calendars: Iterable[Calendar]) -> Phrase:
    """The remark that something that was found holds only on the days that some calendars cover."""
    return _ONLY.filled(calendars=covering(calendars))


_LACKS: Final = Phrase(
    "the calendar “{calendar}” lacks the days of {year}", "工作日历“{calendar}”缺少{year}年的安排"
)


def lacks(calendar: Calendar, year: int) -> Phrase:
    """The sentence that a calendar does not cover a year that is needed.

    >>> from linkage_rules.model.work_calendars import WorkCalendar
    >>> year = WorkCalendar("china", "节假日安排", date(2024, 1, 1), date(2024, 12, 31))
    >>> lacks(year, 2025).zh
    '工作日历“节假日安排”缺少2025年的安排'
    """
    return _LACKS.filled(calendar=called(calendar), year=str(year))
