"""The table of operations, row by row: how each is written, what it takes, what it is mistaken for.

What the rows mean is tried with the engines; here stands what a reader of the table relies on.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from linkage_rules.model.operations import COUNTED_UP, OPERATIONS, Operation, Words
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Period
from linkage_rules.model.work_calendars import WorkCalendar
from tests.golden import Golden

SIZES = ((2, 3), (5, 7), (11, 13))
FLAGS = ("total", "keeps_whole", "makes_whole")


def shown(type_: Any) -> str:
    return str(getattr(type_, "value", type_))


def lines(row: Operation) -> Iterator[str]:
    yield row.name
    if isinstance(row.written, Words):
        for language in ("en", "zh"):
            pattern = row.written.of(language)
            tight = ", ".join(level.name for level in row.written.operand_levels(pattern))
            yield f"  {language}: {pattern}: {row.written.level_of(pattern).name} of {tight}"
        for keyword in row.written.keywords:
            yield f"  keyword {' '.join(keyword)}"
    else:
        yield f"  sign: {row.written.value}"
    yield f"  operands: {row.arity}"
    for one in row.takes:
        more = " …" if one.repeats else ""
        yield f"  takes {', '.join(map(shown, one.operands))}{more}: {shown(one.result)}"
    if row.alike is not None:
        yield f"  takes what is alike: {row.alike.name}"
    if row.taking is not None:
        yield f"  told: {row.taking[0]} / {row.taking[1]}"
    if row.joined is not None:
        signs = [(sign.name, places) for sign, places in row.joined.parts(row.arity)]
        yield f"  {'all' if row.joined.all else 'one'} of {signs}"
    yield f"  {', '.join(name for name in FLAGS if getattr(row, name)) or 'nothing of these'}"
    if not row.takes or len(row.takes[0].operands) > 1:
        yield f"  grows to {row.size(SIZES[: row.arity])}"
    if row.written_out is not None:
        out = row.written_out
        fit = [number for number in range(-1, 5) if out.suits(number, 3)]
        told = " / ".join(out.expected(3))
        yield f"  written out at {out.place}, {fit} of 3, always {out.always}: {told}"
    for one in row.exchanges:
        among = ", ".join(sorted(map(shown, one.among))) or "any"
        yield f"  mistaken for {one.by} ({one.kind}), among {among}"
    yield f"  inverses: {len(row.inverses)}, by calendar: {row.counts is not None}"


def test_every_row_of_the_table_is_as_it_was_read(golden: Golden) -> None:
    rows = ["\n".join(lines(row)) + "\n" for row in OPERATIONS.values()]
    golden("operations.txt", "\n".join(rows))


def test_every_row_is_found_by_its_name_and_is_only_itself() -> None:
    for name, row in OPERATIONS.items():
        assert (row.name, repr(row)) == (name, name)
        assert [other for other in OPERATIONS.values() if other == row] == [row]
        assert row.by(None) is row
        assert row != name


def test_what_a_row_may_be_mistaken_for_is_another_row() -> None:
    for row in OPERATIONS.values():
        for exchange in row.exchanges:
            assert OPERATIONS[exchange.by] != row


GIVEN: dict[Any, tuple[Any, ...]] = {
    Scalar.WHOLE: (3, 7, 12, 1),
    Scalar.NUMBER: (Fraction(3, 2), 2, 7),
    Scalar.MONEY: (300, 1200, 100),
    Scalar.DATE: (date(2024, 3, 31), date(2024, 7, 1), date(2021, 1, 1)),
    Scalar.PERIOD: (Period(months=2), Period(days=3)),
}


def operands_of(row: Operation) -> Iterator[tuple[Any, ...]]:
    for signature in row.takes:
        if all(type_ in GIVEN for type_ in signature.operands):
            yield from product(*(GIVEN[type_] for type_ in signature.operands))


YEARS = WorkCalendar("c", None, date(2021, 1, 1), date(2024, 12, 31))
INVERTED = [row for row in OPERATIONS.values() if row.inverses]


@pytest.mark.parametrize("row", INVERTED, ids=repr)
def test_the_operand_that_is_looked_for_gives_the_result(row: Operation) -> None:
    """It may miss, but not always: each finds one at least. A period between days is not sought."""
    hits = dict.fromkeys(range(len(row.inverses)), False)
    row = row.by(YEARS)
    for operands in operands_of(row):
        result = row.means(*operands)
        if result is None:
            continue
        for place, inverse in enumerate(row.inverses):
            others = [*operands[:place], *operands[place + 1 :]]
            found = inverse(result, *others)
            if found is not None:
                others.insert(place, found)
                hits[place] = hits[place] or row.means(*others) == result
    assert all(hits.values()) or (row.name, hits) == ("after", {0: False, 1: True})


LAST, FIRST = date(2023, 1, 31), date(2023, 3, 31)
MONTH, DAY = Period(months=1), Period(days=1)


@pytest.mark.parametrize(
    ("name", "operands", "last", "first"),
    [
        ("later", (LAST, MONTH), date(2023, 2, 28), date(2023, 3, 1)),
        ("earlier", (FIRST, MONTH), date(2023, 2, 28), date(2023, 3, 1)),
        ("after", (MONTH, LAST), date(2023, 2, 28), date(2023, 3, 1)),
        ("later", (LAST, DAY), date(2023, 2, 1), date(2023, 2, 1)),
        ("earlier", (FIRST, DAY), date(2023, 3, 30), date(2023, 3, 30)),
        ("after", (DAY, LAST), date(2023, 2, 1), date(2023, 2, 1)),
    ],
)
def test_a_day_that_a_month_lacks_is_its_last_or_the_first_of_the_next(
    name: str, operands: tuple[Any, ...], last: date, first: date
) -> None:
    assert OPERATIONS[name].means(*operands) == last
    assert COUNTED_UP[name].means(*operands) == first
    assert COUNTED_UP[name].name == f"{name}_counted_up"
