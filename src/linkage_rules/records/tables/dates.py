"""Days and months as offices write them in tables."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from linkage_rules.records import scalars
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.records.tables.grid import Formatted, Plain, folded, visible
from linkage_rules.records.tables.shown_values import odd_words, parts_shown
from linkage_rules.words.messages import Phrase

_DAY: Final = re.compile(
    r"([0-9]{4})(?:\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?"
    r"|([-./])\s*([0-9]{1,2})\s*\4\s*([0-9]{1,2})"
    r"|([0-9]{2})([0-9]{2}))"
)
_MONTH: Final = re.compile(
    r"([0-9]{4})(?:\s*年\s*([0-9]{1,2})\s*月份?"
    r"|([-./])\s*([0-9]{1,2})\s*月?|([0-9]{2}))"
)
_CLOCK: Final = re.compile(r"(.+?)[ T]\s*([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)")
_LONGEST: Final = 60
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000

_NOT_A_DAY: Final = Phrase("not a day and not a month", "既不是日期，也不是年月")
_FORMS: Final = Phrase(
    "write 2023-05-01, 2023年5月1日 or 2023年5月", "请写成 2023-05-01、2023年5月1日 或 2023年5月"
)
_ONLY_YEAR: Final = Phrase("a year alone is no day", "只有年份，不是日期")
_JANUARY_OR_OCTOBER: Final = Phrase(
    "January or October: a spreadsheet shows the number 2023.10 as 2023.1",
    "可能是 1 月，也可能是 10 月：数字 2023.10 在表格中显示为 2023.1",
)
_SERIAL: Final = Phrase("a number where a day should be", "应为日期，却是数字")
_FORMAT_CELLS: Final = Phrase(
    "if it is a day, give the cells the format “date”", "如果是日期，请把单元格格式设为“日期”"
)
_VAGUE: Final = Phrase("the day within the month is not said", "没有写明是当月哪一天")


def read_day(cell: Plain) -> tuple[date | None, Phrase | None]:
    """A day, and a note where the cell says less or more than a day.

    A month without a day is its first day, in whatever field it stands, and is noted. Raises
    `RefusedValueError` for what is no day: a year alone, and 2023.1, which is what a spreadsheet
    makes of the number 2023.10.

    >>> read_day("2023年5月")[0], read_day(Decimal("2023.05"))[0], read_day(20230501)[0]
    (datetime.date(2023, 5, 1), datetime.date(2023, 5, 1), datetime.date(2023, 5, 1))
    """
    if isinstance(cell, Formatted):
        return _read_in_part(cell)
    if isinstance(cell, datetime):
        return cell.date(), None if cell.time() == time() else _timed(f"{cell:%H:%M}")
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return _read_text(str(cell), is_number=True)
    if isinstance(cell, str) and len(cell) <= _LONGEST:
        return _read_text(visible(folded(cell)), is_number=False)
    raise RefusedValueError(_NOT_A_DAY, _FORMS)


def _read_in_part(cell: Formatted) -> tuple[date | None, Phrase | None]:
    """A day of which the cell shows a part."""
    day = cell.stored.date() if isinstance(cell.stored, datetime) else cell.stored
    parts = parts_shown(cell.code)
    if odd_words(cell.code):
        raise RefusedValueError(_VAGUE if "day" not in parts else _NOT_A_DAY, _FORMS)
    if isinstance(day, date) and {"month", "day"} <= parts:
        if "year" in parts:
            return day, None
        return day, Phrase(
            f"shows no year; that of the day in the cell is taken: {day.isoformat()}",
            f"没有显示年份，按单元格中的日期 {day.isoformat()} 读取",
        )
    if isinstance(day, date) and {"year", "month"} <= parts:
        month = day.replace(day=1)
        if month == day:
            return month, _month_noted(month)
        return month, Phrase(
            f"shows no day, only the month, though {day.isoformat()} is stored; the first of the "
            f"month is taken: {month.isoformat()}",
            f"只显示年月，没有显示存储的 {day.isoformat()}，按当月第一天 {month.isoformat()} 读取",
        )
    if isinstance(day, date) and parts == {"year"}:
        raise RefusedValueError(_ONLY_YEAR, _FORMS)
    raise RefusedValueError(_NOT_A_DAY, _FORMS)


def _read_text(text: str, is_number: bool) -> tuple[date | None, Phrase | None]:
    note = None
    if clock := _CLOCK.fullmatch(text):
        text, note = clock[1], None if clock[2].strip("0:.") == "" else _timed(clock[2])
    if match := _DAY.fullmatch(text):
        year, month, day = (part for part in match.groups() if part and part not in "-./")
        return scalars.read_date(f"{year}-{month}-{day}"), note
    if match := _MONTH.fullmatch(text):
        year, month = (part for part in match.groups() if part and part not in "-./")
        if re.fullmatch(r"[0-9]{4}\.1", text):
            raise RefusedValueError(_JANUARY_OR_OCTOBER, _FORMS)
        day_ = scalars.read_date(f"{year}-{month}-1")
        return day_, _month_noted(day_)
    if re.fullmatch(r"[0-9]{4}\s*年?", text):
        raise RefusedValueError(_ONLY_YEAR, _FORMS)
    if is_number and _looks_like_serial(text):
        raise RefusedValueError(_SERIAL, _FORMAT_CELLS)
    if re.match(r"[0-9]{4}\s*[年./-]", text):
        raise RefusedValueError(_VAGUE if "月" in text else _NOT_A_DAY, _FORMS)
    raise RefusedValueError(_NOT_A_DAY, _FORMS)


def _looks_like_serial(text: str) -> bool:
    return text.isdigit() and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL


def _month_noted(day: date) -> Phrase:
    return Phrase(
        f"gives no day; the first of the month is taken: {day.isoformat()}",
        f"没有写明哪一天，按当月第一天 {day.isoformat()} 读取",
    )


def _timed(clock: str) -> Phrase:
    return Phrase(f"has a time of day, {clock}, which is left out", f"带有时刻 {clock}，已略去")
