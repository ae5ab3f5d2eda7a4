"""The truth tables of operations on values, each line asked of every engine.

A line is an expression, what is known of the record, and what comes out; `U` is unknown. All lines
of a table are asked in one policy, so that an engine is started once.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.model.package import Package
from linkage_rules.model.values import Record
from linkage_rules.testing.engines import engines
from linkage_rules.testing.generation import checked
from tests.engines.asked import ENGINES

U = None
DAY = date(2023, 5, 1)
HEAD = """\
policy p "P"
bearer county "县"
record Item "项"
  flag: yes/no
  price: money
  made: date
record Case "事项"
  x: money
  y: money
  n: whole number
  m: whole number
  q: number
  r: number
  d: date
  e: date
  a: yes/no
  b: yes/no
  c: yes/no
  items: list of Item
action act "办理" of Case
calendar spring "春季"
  covers 2023-04-01 to 2023-06-30
  holiday 2023-04-29 to 2023-05-03 "劳动节"
  workday 2023-04-23
  workday 2023-05-06
"""
FIELDS = ("x", "y", "n", "m", "q", "r", "d", "e", "a", "b", "c", "items")

Line = tuple[str, dict[str, Any], Any]


def literal(value: Any, money: bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return "never" if value == NEVER else value.isoformat()
    exact = Fraction(value)
    unit = " * 0.01元" if money else ""
    sign = "-" if exact < 0 else ""
    return f"({sign}{abs(exact.numerator)} / {exact.denominator}){unit}"


def named(line: Line) -> tuple[str, str]:
    """The norms that say whether a value is known, and whether it is the one that is expected."""
    expression, _, expected = line
    return f"known_{abs(hash(expression))}", f"equal_{abs(hash((expression, expected)))}"


def policy(lines: Sequence[Line]) -> Package:
    conditions: dict[str, str] = {}
    for line in lines:
        (kind, _, written), expected = line[0].partition(": "), line[2]
        known, equal = named(line)
        conditions[known] = f"({written}) is known"
        if expected is not U:
            conditions[equal] = f"({written}) = {literal(expected, kind == 'money')}"
    norms = (
        f"norm {name} for Case\n  when {condition}\n  county must act\n"
        for name, condition in conditions.items()
    )
    return checked(HEAD + "".join(norms))


def record(given: dict[str, Any]) -> Record:
    return {**dict.fromkeys(FIELDS), **given}


def told_by(engine: str, lines: Sequence[Line]) -> list[str]:
    """The lines that an engine does not agree with."""
    package = policy(lines)
    records = [record(given) for _, given, _ in lines]
    said = engines()[engine](package, package.record_types["Case"], records, DAY)
    wrong = []
    for line, answers in zip(lines, said, strict=True):
        known, equal = (answers.statuses.get(name) == "due" for name in named(line))
        if known is (line[2] is U) or equal is (line[2] is U):
            wrong.append(f"{line}: {'known' if known else 'unknown'}, {equal}")
    return wrong


def together(engine: str, lines: Sequence[Line]) -> list[list[Line]]:
    """The lines that an engine is asked at once: all, or of the solver those of one expression."""
    if engine != "symbolic":
        return [list(lines)]
    return [
        [line for line in lines if line[0] == asked]
        for asked in dict.fromkeys(w for w, *_ in lines)
    ]


HALF = Fraction(1, 2)

ROUNDING: list[Line] = [
    ("money: round x to 1元", {"x": 149}, 100),
    ("money: round x to 1元", {"x": 150}, 200),
    ("money: round x to 1元", {"x": -149}, -100),
    ("money: round x to 1元", {"x": -150}, -200),
    ("money: round x to 1元", {"x": 0}, 0),
    ("money: round x to 1元", {}, U),
    ("money: round up x to 1元", {"x": 101}, 200),
    ("money: round up x to 1元", {"x": 100}, 100),
    ("money: round up x to 1元", {"x": -101}, -200),
    ("money: round down x to 1元", {"x": 199}, 100),
    ("money: round down x to 1元", {"x": -199}, -100),
    ("money: round up x to 10万元", {"x": 10_000_001}, 20_000_000),
    ("money: round up x to 10万元", {"x": 10_000_000}, 10_000_000),
    ("money: round x * 30% to 0.01元", {"x": 5}, 2),
    ("money: round x * 30% to 0.01元", {"x": -5}, -2),
    ("money: round down x * 30% to 0.01元", {"x": -5}, -1),
    ("money: round x / 3 to 0.01元", {"x": 10**18}, 333333333333333333),
    ("money: round up x / 3 to 0.01元", {"x": 10**18}, 333333333333333334),
    ("money: round up x / 3 to 0.01元", {"x": -(10**18)}, -333333333333333334),
    ("money: round x / q to 0.01元", {"x": 100, "q": Fraction(2, 3)}, 150),
    ("money: round x / q to 1元", {"x": 100, "q": Fraction(2, 3)}, 200),
    ("money: round down x / q to 1元", {"x": 100, "q": Fraction(-2, 3)}, -100),
    ("money: round x / q to 1元", {"x": 100, "q": 0}, U),
    ("money: round x to 1元", {"x": 9007199254740993}, 9007199254741000),
    ("whole number: round n to 10", {"n": 15}, 20),
    ("whole number: round n to 10", {"n": -15}, -20),
    ("whole number: round up n / 3 to 1", {"n": 7}, 3),
    ("whole number: round down n / m to 1", {"n": -7, "m": 2}, -3),
    ("whole number: round n / m to 1", {"n": -7, "m": 2}, -4),
    ("whole number: round n / m to 1", {"n": -7, "m": 0}, U),
    ("whole number: round n / m to 1", {"n": -7}, U),
    ("number: round q to 0.1", {"q": Fraction(1, 4)}, Fraction(3, 10)),
    ("number: round q to 0.1", {"q": Fraction(-1, 4)}, Fraction(-3, 10)),
    ("number: round down q to 0.7", {"q": Fraction(3)}, Fraction(28, 10)),
    ("number: round up q / m to 1%", {"q": Fraction(1), "m": 3}, Fraction(34, 100)),
    ("number: round (round q to 0.1) to 1", {"q": Fraction(45, 100)}, 1),
    ("number: round q to 1", {"q": Fraction(45, 100)}, 0),
]

EXTREMES: list[Line] = [
    ("money: min(x, y)", {"x": 1, "y": 2}, 1),
    ("money: max(x, y)", {"x": 1, "y": 2}, 2),
    ("money: min(x, y)", {"x": 1}, U),
    ("money: max(x, y, 3元)", {"x": 1, "y": 2}, 300),
    ("money: max(x, y, 3元)", {"x": 1}, U),
    ("money: min(x * 30%, y / 3)", {"x": 10, "y": 10}, 3),
    ("whole number: min(n, m, 5, 7)", {"n": 8, "m": 6}, 5),
    ("number: max(n, q)", {"n": 1, "q": Fraction(3, 2)}, Fraction(3, 2)),
    ("number: min(n / 3, m / 2)", {"n": 1, "m": 1}, Fraction(1, 3)),
    ("date: max(d, e)", {"d": date(2023, 1, 1), "e": date(2022, 1, 1)}, date(2023, 1, 1)),
    ("date: min(d, e, as_of)", {"d": date(2024, 1, 1), "e": date(2025, 1, 1)}, DAY),
    ("date: min(d, e)", {"d": date(2024, 1, 1)}, U),
    ("money: x but at least 5元", {"x": 100}, 500),
    ("money: x but at least 5元", {"x": 700}, 700),
    ("money: x but at most 5元", {"x": 700}, 500),
    ("money: x + y but at most 5元 + 1元", {"x": 700, "y": 1}, 600),
    ("money: x but at least 1元 but at most 5元", {"x": 700}, 500),
    ("money: x but at least 1元", {}, U),
    ("date: d but at most as_of", {"d": date(2024, 1, 1)}, DAY),
]

T, F = True, False


def several(least: int, most: int, truths: tuple[Any, ...]) -> Any:
    """What all completions of what is unknown agree on."""
    open_ = truths.count(U)
    answers = {least <= truths.count(T) + more <= most for more in range(open_ + 1)}
    return answers.pop() if len(answers) == 1 else U


SO_MANY: list[Line] = [
    (f"yes/no: {word} of {{a, b, c}}", {"a": a, "b": b, "c": c}, several(*bounds, (a, b, c)))
    for word, bounds in (
        ("at least 1", (1, 3)),
        ("at least 2", (2, 3)),
        ("at least 3", (3, 3)),
        ("at most 0", (0, 0)),
        ("at most 1", (0, 1)),
        ("exactly 0", (0, 0)),
        ("exactly 2", (2, 2)),
    )
    for a in (T, F, U)
    for b in (T, F, U)
    for c in (T, F, U)
]

DATES: list[Line] = [
    *(
        (f"whole number: {unit} between d and e", {"d": start, "e": end}, expected)
        for start, end, *expecting in (
            (date(2023, 1, 31), date(2023, 2, 28), 28, 1, 0),
            (date(2023, 2, 28), date(2023, 1, 31), -28, -1, 0),
            (date(2023, 2, 28), date(2023, 3, 28), 28, 1, 0),
            (date(2023, 2, 28), date(2023, 3, 27), 27, 0, 0),
            (date(2024, 2, 29), date(2025, 2, 28), 365, 12, 1),
            (date(2024, 1, 31), date(2024, 2, 28), 28, 0, 0),
            (date(2020, 5, 2), date(2023, 5, 1), 1094, 35, 2),
            (date(2023, 5, 1), date(2023, 5, 1), 0, 0, 0),
            (date(1, 1, 1), date(9999, 12, 30), 3652057, 119987, 9998),
            (date(2023, 5, 31), date(2023, 4, 30), -31, -1, 0),
            (date(2023, 5, 1), U, U, U, U),
            (U, date(2023, 5, 1), U, U, U),
        )
        for unit, expected in zip(("days", "months", "years"), expecting, strict=True)
    ),
    *(
        (f"whole number: {part} of d", {"d": day}, expected)
        for day, *expecting in (
            (date(2023, 1, 1), 2023, 1, 1),
            (date(2023, 3, 31), 2023, 1, 3),
            (date(2024, 4, 1), 2024, 2, 4),
            (date(1, 12, 31), 1, 4, 12),
            (date(9999, 12, 30), 9999, 4, 12),
            (U, U, U, U),
        )
        for part, expected in zip(("year", "quarter", "month"), expecting, strict=True)
    ),
    *(
        (f"date: {edge} day of {part} of d", {"d": date(*day)}, date(*expected))
        for part, day, *expecting in (
            ("month", (2024, 2, 29), (2024, 2, 1), (2024, 2, 29)),
            ("month", (2023, 12, 1), (2023, 12, 1), (2023, 12, 31)),
            ("quarter", (2024, 6, 30), (2024, 4, 1), (2024, 6, 30)),
            ("half-year", (2024, 6, 30), (2024, 1, 1), (2024, 6, 30)),
            ("half-year", (2024, 7, 1), (2024, 7, 1), (2024, 12, 31)),
            ("year", (1, 1, 1), (1, 1, 1), (1, 12, 31)),
            ("year", (9998, 12, 31), (9998, 1, 1), (9998, 12, 31)),
        )
        for edge, expected in zip(("first", "last"), expecting, strict=True)
    ),
    ("date: first day of month of (d + 1 month)", {"d": date(2023, 1, 31)}, date(2023, 2, 1)),
    ("date: last day of month of d", {}, U),
    ("date: first day of year of d", {"d": date(9999, 12, 30)}, date(9999, 1, 1)),
    # Its last day is the one that stands for what never happens.
    ("date: last day of month of d", {"d": date(9999, 12, 1)}, U),
    ("date: last day of month of d", {"d": date(9999, 11, 1)}, date(9999, 11, 30)),
]

NEVER = date(9999, 12, 31)
LAST = date(9999, 12, 30)

YES, NO, OPEN = ({"flag": flag, "price": U, "made": U} for flag in (T, F, U))

NEVERS: list[Line] = [
    ("yes/no: d = never", {"d": NEVER}, True),
    ("yes/no: d = never", {"d": LAST}, False),
    ("yes/no: d = never", {}, U),
    ("yes/no: d < never", {"d": LAST}, True),
    ("yes/no: d <= e", {"d": NEVER, "e": LAST}, False),
    ("yes/no: d <= e", {"d": NEVER, "e": NEVER}, True),
    ("yes/no: d between as_of and never", {"d": NEVER}, True),
    ("date: min(d, e)", {"d": NEVER, "e": LAST}, LAST),
    ("date: max(d, e)", {"d": NEVER, "e": LAST}, NEVER),
    ("date: d + 1 month", {"d": NEVER}, NEVER),
    ("date: d - 15 days", {"d": NEVER}, NEVER),
    ("date: d - 1 month - 3 days", {"d": NEVER}, NEVER),
    ("date: d + 1 day", {"d": LAST}, U),
    ("date: d + 1 month", {"d": date(9999, 11, 30)}, LAST),
    ("date: d + 12 months", {"d": date(9998, 12, 31)}, U),
    ("date: never + 1 month", {}, NEVER),
    ("date: d + (if a then 1 month else 3 days)", {"d": NEVER, "a": True}, NEVER),
    ("date: d + (if a then 1 month else 3 days)", {"d": NEVER}, U),
    ("date: d - (if a then 12 months else 12 months)", {"d": NEVER}, U),
    (
        "date: min(never over i in items) + (if a then 3 days else 3 days)",
        {"items": (YES,)},
        U,
    ),
    ("yes/no: max(never over i in items) < 2024-02-29", {"items": (YES, U)}, False),
    ("whole number: days between d and e", {"d": NEVER, "e": LAST}, U),
    ("whole number: days between d and e", {"d": LAST, "e": NEVER}, U),
    ("whole number: months between d and e", {"d": NEVER, "e": NEVER}, U),
    ("whole number: years between d and as_of", {"d": NEVER}, U),
    ("whole number: year of d", {"d": NEVER}, U),
    ("whole number: quarter of d", {"d": NEVER}, U),
    ("whole number: month of d", {"d": NEVER}, U),
    ("date: first day of month of d", {"d": NEVER}, NEVER),
    ("date: last day of year of d", {"d": NEVER}, NEVER),
]

FRIDAY, THURSDAY, HOLIDAY = date(2023, 4, 28), date(2023, 5, 4), date(2023, 5, 1)
MADE_UP, FIRST, END = date(2023, 5, 6), date(2023, 4, 1), date(2023, 6, 30)
BEYOND = date(2023, 7, 3)

WORKING_DAYS: list[Line] = [
    *(
        ("date: n working days after d", {"d": day, "n": number}, expected)
        for day, number, expected in (
            (FRIDAY, 1, THURSDAY),
            (HOLIDAY, 1, THURSDAY),
            (HOLIDAY, 3, MADE_UP),
            (FRIDAY, 15, date(2023, 5, 23)),
            (FIRST, 1, date(2023, 4, 3)),
            (date(2023, 6, 29), 1, END),
            (END, 1, U),
            (FRIDAY, 1000, U),
            (FRIDAY, 10**17, U),
            (BEYOND, 1, U),
            (date(2023, 3, 31), 1, U),
            (FRIDAY, 0, U),
            (FRIDAY, -1, U),
            (FRIDAY, U, U),
            (U, 1, U),
            (NEVER, 1, NEVER),
            (NEVER, 10**17, NEVER),
            (NEVER, 0, U),
            (NEVER, U, U),
        )
    ),
    *(
        ("date: n working days before d", {"d": day, "n": number}, expected)
        for day, number, expected in (
            (THURSDAY, 1, FRIDAY),
            (HOLIDAY, 1, FRIDAY),
            (date(2023, 5, 23), 14, THURSDAY),
            (date(2023, 4, 24), 1, date(2023, 4, 23)),
            (date(2023, 4, 4), 1, date(2023, 4, 3)),
            (date(2023, 4, 3), 1, U),
            (FIRST, 1, U),
            (BEYOND, 1, U),
            (THURSDAY, 0, U),
            (U, 1, U),
            (NEVER, 1, NEVER),
            (NEVER, -1, U),
        )
    ),
    *(
        ("whole number: working days between d and e", {"d": start, "e": end}, expected)
        for start, end, expected in (
            (FRIDAY, THURSDAY, 1),
            (THURSDAY, FRIDAY, -1),
            (FRIDAY, HOLIDAY, 0),
            (HOLIDAY, HOLIDAY, 0),
            (FIRST, END, 64),
            (END, FIRST, -64),
            (FRIDAY, BEYOND, U),
            (BEYOND, BEYOND, U),
            (NEVER, FRIDAY, U),
            (NEVER, NEVER, U),
            (U, FRIDAY, U),
        )
    ),
    *(
        (f"date: working day on or {side} d", {"d": day}, expected)
        for day, *expecting in (
            (HOLIDAY, THURSDAY, FRIDAY),
            (THURSDAY, THURSDAY, THURSDAY),
            (MADE_UP, MADE_UP, MADE_UP),
            (FIRST, date(2023, 4, 3), U),
            (END, END, END),
            (BEYOND, U, U),
            (NEVER, NEVER, NEVER),
            (U, U, U),
        )
        for side, expected in zip(("after", "before"), expecting, strict=True)
    ),
    ("date: 15 working days after 2023-04-28", {}, date(2023, 5, 23)),
    ("date: 15 working days after never", {}, NEVER),
    ("date: 1 working days after (working day on or after d)", {"d": HOLIDAY}, date(2023, 5, 5)),
    ("date: 1 working days after d by calendar spring", {"d": HOLIDAY}, THURSDAY),
    (
        "date: max(2 working days before i.made over i in items)",
        {"items": ({"flag": U, "price": U, "made": THURSDAY},)},
        date(2023, 4, 27),
    ),
]

SO_MANY_OF_A_LIST: list[Line] = [
    (f"yes/no: {word} i in items has i.flag", {"items": items}, expected)
    for items in ((), (YES,), (NO, U), (YES, OPEN), (YES, YES, U), (YES, NO, NO), (OPEN, U, U))
    for word, least, most in (
        ("at least 1", 1, 9),
        ("at least 2", 2, 9),
        ("at most 0", 0, 0),
        ("at most 1", 0, 1),
        ("exactly 2", 2, 2),
    )
    for expected in [several(least, most, tuple(item and item["flag"] for item in items))]
] + [
    ("yes/no: at least 1 i in items has i.flag", {"items": U}, U),
    ("yes/no: exactly 0 i in items has i.flag", {"items": U}, U),
]

TABLES = {
    "so many elements of a list": SO_MANY_OF_A_LIST,
    "never": NEVERS,
    "working days": WORKING_DAYS,
    "rounding": ROUNDING,
    "the least and the greatest of several, and limits": EXTREMES,
    "so many of several conditions": SO_MANY,
    "days, months and years between, and parts of dates": DATES,
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("table", TABLES)
def test_every_engine_keeps_the_table(table: str, engine: str) -> None:
    asked = together(engine, TABLES[table])
    assert [wrong for lines in asked for wrong in told_by(engine, lines)] == []


@pytest.mark.parametrize("engine", engines())
def test_a_norm_governed_by_a_date_that_is_never_does_not_apply(engine: str) -> None:
    norm = "norm since for Case\n  in force 2020-01-01\n  governed by d\n  county must act\n"
    always = "norm ever for Case\n  governed by d\n  county must act\n"
    package = checked(HEAD + norm + always)
    shape = package.record_types["Case"]
    records = [record({"d": day}) for day in (NEVER, LAST, U)]
    said = engines()[engine](package, shape, records, DAY)
    assert [(one.statuses["since"], one.statuses["ever"]) for one in said] == [
        ("not_applicable", "not_applicable"),
        ("due", "due"),
        ("undetermined", "undetermined"),
    ]
