"""An overridden norm does not override: the table of the reference, on every engine."""

from datetime import date

import pytest

from linkage_rules.testing.engines import engines
from tests.policies import package_of

PACKAGE = package_of(
    """\
policy p "P"
record R
  a: yes/no
  b: yes/no
  c: yes/no
bearer x
action act of R
norm norm_a for R
  when a
  overrides norm_b
  x may act
norm norm_b for R
  when b
  overrides norm_c
  x may act
norm norm_c for R
  when c
  x must not act
"""
)
YES, NO, BLANK = True, False, None
EFFECT, NOT, OPEN = "in effect", "not applicable", "undetermined"
TABLE = [
    ((NO, NO, YES), (NOT, NOT, EFFECT), "forbidden"),
    ((NO, YES, YES), (NOT, EFFECT, NOT), "permitted"),
    ((YES, YES, YES), (EFFECT, NOT, EFFECT), "forbidden"),
    ((YES, NO, YES), (EFFECT, NOT, EFFECT), "forbidden"),
    ((YES, BLANK, YES), (EFFECT, NOT, EFFECT), "forbidden"),
    ((NO, BLANK, YES), (NOT, OPEN, OPEN), "undetermined"),
    ((BLANK, YES, YES), (OPEN, OPEN, OPEN), "undetermined"),
    ((BLANK, NO, YES), (OPEN, NOT, EFFECT), "forbidden"),
    ((BLANK, YES, NO), (OPEN, OPEN, NOT), "undetermined"),
]


@pytest.mark.parametrize("name", engines())
def test_a_norm_that_is_overridden_does_not_override(name):
    records = [dict(zip("abc", given, strict=True)) for given, *_ in TABLE]
    shape = PACKAGE.record_types["R"]
    said = engines()[name](PACKAGE, shape, records, date(2023, 5, 1))
    for answer, (given, statuses, verdict) in zip(said, TABLE, strict=True):
        found = tuple(answer.statuses[f"norm_{letter}"].replace("_", " ") for letter in "abc")
        assert (given, found, answer.verdicts["act"]) == (given, statuses, verdict)
