"""Days on every engine: years as the reference has them, periods as documents write them."""

import re
from datetime import date
from pathlib import Path

import pytest

from linkage_rules.testing.engines import engines
from tests.policies import package_of

REFERENCE = Path(__file__).parents[2] / "docs" / "language.md"
ROW = re.compile(r"  \| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \| (-?\d+) \| (-?\d+) \|")
YEARS = [
    (date.fromisoformat(a), date.fromisoformat(b), int(there), int(back))
    for a, b, there, back in ROW.findall(REFERENCE.read_text(encoding="utf-8"))
]
PERIODS = [
    ("15日", date(2023, 2, 20), date(2023, 3, 7)),
    ("15天", date(2023, 2, 20), date(2023, 3, 7)),
    ("2周", date(2023, 2, 20), date(2023, 3, 6)),
    ("2个星期", date(2023, 2, 20), date(2023, 3, 6)),
    ("2 weeks", date(2023, 2, 20), date(2023, 3, 6)),
    ("1个月", date(2023, 1, 31), date(2023, 2, 28)),
    ("1年6个月", date(2023, 8, 31), date(2025, 2, 28)),
    ("1 year 6 months", date(2023, 8, 31), date(2025, 2, 28)),
]


def conditions(*means: str):
    text = 'policy p "P"\nrecord R\n  id: text required\n  a: date\n  b: date\nbearer x\n'
    for number, condition in enumerate(means):
        text += f"action act_{number} of R\n"
        text += f"norm n_{number} for R\n  when {condition}\n  x must act_{number}\n"
    return package_of(text)


def test_the_reference_has_a_table_of_years():
    assert len(YEARS) == 6


@pytest.mark.parametrize("name", engines())
def test_years_between_two_days_are_those_of_the_reference_in_either_order(name):
    values = sorted({n for *_, there, back in YEARS for n in (there, back)})
    package = conditions(*(f"years between a and b = {n}" for n in values))
    shape = package.record_types["R"]
    pairs = [(a, b, n) for a, b, n, _ in YEARS] + [(b, a, n) for a, b, _, n in YEARS]
    records = [{"id": str(i), "a": a, "b": b} for i, (a, b, _) in enumerate(pairs)]
    for said, (*_, years) in zip(
        engines()[name](package, shape, records, date(2023, 5, 1)), pairs, strict=True
    ):
        due = [values[int(norm[2:])] for norm, status in said.statuses.items() if status == "due"]
        assert due == [years]


@pytest.mark.parametrize("name", engines())
def test_a_period_is_added_as_it_is_written(name):
    package = conditions(*(f"a + {period} = b" for period, *_ in PERIODS))
    shape = package.record_types["R"]
    records = [{"id": str(i), "a": a, "b": b} for i, (_, a, b) in enumerate(PERIODS)]
    for number, said in enumerate(engines()[name](package, shape, records, date(2023, 5, 1))):
        assert said.statuses[f"n_{number}"] == "due"
