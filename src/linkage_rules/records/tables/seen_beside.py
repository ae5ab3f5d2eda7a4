"""Values of files that hold what a cell shows beside what it stores, and not by what format."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from linkage_rules.records.tables.grid import Formatted, Plain

_NUMBERS: Final = re.compile(r"[0-9]+")
_MINUS: Final = ("-", "−", "－", "(", "（", "△", "▲")
_LONGEST: Final = 200


def number_beside(stored: int | Decimal, text: str) -> Plain:
    """A number, and what shows for it. It is complete where every digit of it shows.

    >>> number_beside(5, "5"), number_beside(12, "000012").text
    (5, '000012')
    >>> number_beside(Decimal("12.345"), "12.35").complete
    False
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    if plain.replace(",", "").lstrip("+") == format(Decimal(stored), "f"):
        return stored
    digits = "".join(_NUMBERS.findall(plain))
    own = "".join(map(str, Decimal(stored).as_tuple().digits))
    signed = stored >= 0 or any(mark in plain for mark in _MINUS)
    complete = signed and digits.strip("0") == own.strip("0") and digits != ""
    return Formatted(stored, "", plain, complete)


def day_beside(stored: datetime, text: str) -> Plain:
    """A day, and what shows for it. Where its format hides a part, the parts that show count.

    >>> day_beside(datetime(2023, 5, 15), "15.05.23")
    datetime.datetime(2023, 5, 15, 0, 0)
    >>> day_beside(datetime(2023, 5, 15), "2023年5月").code
    'yyyy-m'
    """
    shown = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    numbers = [int(number) for number in _NUMBERS.findall(shown)]
    parts = [("yyyy", (stored.year, stored.year % 100)), ("m", (stored.month,))]
    parts.append(("d", (stored.day,)))
    code = []
    for letters, values in parts:
        found = next((number for number in numbers if number in values), None)
        if found is not None:
            numbers.remove(found)
            code.append(letters)
        elif letters == "m" and _names_month(stored, shown):
            code.append(letters)
    clock = {0, stored.hour, stored.hour % 12 or 12, stored.minute, stored.second}
    # A number that is no part of the day or the time is not understood, and shows another day.
    if any(number not in clock for number in numbers):
        return Formatted(stored, "", shown, complete=False)
    if len(code) == len(parts):
        return stored
    return Formatted(stored, "-".join(code), shown, complete=False)


def _names_month(day: date, shown: str) -> bool:
    return f"{day:%b}".casefold() in shown.casefold() or f"{_CHINESE[day.month - 1]}月" in shown


_CHINESE: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
