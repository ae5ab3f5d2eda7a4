"""The table of operations, row by row: how each is written, what it takes, what it is mistaken for.

What the rows mean is tried with the engines; here stands what a reader of the table relies on.
"""

import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from linkage_rules.model.operations import COUNTED_UP, OPERATIONS, Operation, Words
from linkage_rules.model.periods import CALENDAR_PERIOD, period
from linkage_rules.model.types import ListType, Scalar
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


TRIED: dict[Any, tuple[Any, ...]] = {
    Scalar.WHOLE: (-7, 3),
    Scalar.NUMBER: (Fraction(-3, 2), Fraction(5, 4)),
    Scalar.MONEY: (-150, 250),
    Scalar.DATE: (date(2023, 3, 31), date(2024, 2, 29)),
    Scalar.PERIOD: (Period(months=1), Period(days=20)),
    Scalar.YES_NO: (True, None),
    Scalar.TEXT: ("a",),
    CALENDAR_PERIOD: (period(date(2024, 1, 1), date(2024, 3, 31)),),
}


def said(value: Any) -> str:
    if isinstance(value, Period):
        return f"{value.months}M{value.days}D"
    if isinstance(value, Mapping):
        return f"{value['start']}/{value['end']}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(said, value))}]"
    return str(value)


def answers(row: Operation) -> Iterator[str]:
    """What a row gives, and what each operand is found to be from the result and the others."""
    row = row.by(YEARS)
    takes = [one.of(max(row.arity, len(one.operands))) for one in row.takes]
    for types in takes or [(Scalar.WHOLE,) * max(row.arity, 2)]:
        assert types is not None
        for operands in product(*(TRIED[type_] for type_ in types)):
            out = row.written_out
            if out is not None and not out.suits(operands[out.place], len(operands)):
                continue
            result = row.answer(operands)
            line = f"  {', '.join(map(said, operands))}: {said(result)}"
            found = []
            for place, inverse in enumerate(row.inverses if result is not None else ()):
                found.append(said(inverse(result, *operands[:place], *operands[place + 1 :])))
            yield line + (f"; from it {', '.join(found)}" if found else "")


def test_every_row_gives_what_it_gave(golden: Golden) -> None:
    rows = ["\n".join((row.name, *answers(row))) + "\n" for row in OPERATIONS.values()]
    golden("answers.txt", "\n".join(rows))


@pytest.mark.parametrize(
    ("name", "types", "result"),
    [
        ("plus", (Scalar.WHOLE, Scalar.WHOLE), Scalar.WHOLE),
        ("plus", (Scalar.WHOLE, Scalar.NUMBER), Scalar.NUMBER),
        ("plus", (Scalar.WHOLE, Scalar.MONEY), None),
        ("plus", (Scalar.WHOLE,), None),
        ("plus", (Scalar.WHOLE, Scalar.WHOLE, Scalar.WHOLE), None),
        ("least", (Scalar.WHOLE, Scalar.NUMBER, Scalar.WHOLE), Scalar.NUMBER),
        ("least", (Scalar.WHOLE,), None),
        ("equal", (Scalar.TEXT, Scalar.TEXT), Scalar.YES_NO),
        ("equal", (Scalar.WHOLE, Scalar.NUMBER), Scalar.YES_NO),
        ("equal", (Scalar.WHOLE, Scalar.MONEY), None),
        ("equal", (ListType(Scalar.WHOLE), ListType(Scalar.WHOLE)), None),
        ("less", (Scalar.TEXT, Scalar.TEXT), None),
        ("less", (Scalar.DATE, Scalar.DATE), Scalar.YES_NO),
        ("one_of", (Scalar.TEXT, Scalar.TEXT, Scalar.DATE), None),
        ("one_of", (Scalar.TEXT, Scalar.TEXT, Scalar.TEXT), Scalar.YES_NO),
    ],
)
def test_operands_go_together_or_not(name: str, types: tuple[Any, ...], result: Any) -> None:
    assert OPERATIONS[name].result(types) is result


def test_a_row_arrives_as_itself() -> None:
    for row in OPERATIONS.values():
        assert pickle.loads(pickle.dumps(row)) is row
        counting = row.by(YEARS)
        arrived = pickle.loads(pickle.dumps(counting))
        assert (arrived, arrived.calendar) == (counting, counting.calendar)
        assert arrived.name == row.name
