"""Operations in a table, as values: what each gives, and what is said of one that has no column."""

from datetime import date
from fractions import Fraction
from typing import Any

import ibis
import pytest

from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.tabular import TableError
from linkage_rules.engines.tabular import operations as tabular
from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.query import query
from linkage_rules.engines.tabular.values import Elements, PeriodColumns, Plain, constant
from linkage_rules.model.operations import OPERATIONS
from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, Member, Scalar
from linkage_rules.model.values import NEVER, Period, Record
from tests.differential.tables import agree
from tests.policies import package_of

DAY = date(2023, 5, 1)
HEAD = """policy p
enum kind
  red
  blue
record Thing
  place: whole number
  a: yes/no
  b: yes/no
  n: whole number at least -100 at most 100
  m: whole number at least -100 at most 100
  q: number at least -10 at most 10
  cost: money at least -1万元 at most 1万元
  d: date
  e: date
  p: period
  r: period
  kind: kind
  other: kind
  note: text
calendar year
  covers 2023-01-01 to 2023-12-31
  holiday 2023-05-01 to 2023-05-03
"""
ASKED: dict[str, list[str]] = {
    "yes/no": [
        *(f"{one} {sign} {other}" for sign in ("=", "!=", "<", "<=", ">", ">=")
          for one, other in (("n", "m"), ("d", "e"), ("q", "n"))),
        *(f"{one} {sign} {other}" for sign in ("=", "!=")
          for one, other in (("p", "r"), ("a", "b"), ("kind", "other"), ("note", "note"))),
        "p = 2 months", "r in {1 day, 2 months}", "kind in {red}", "n in {1, 3, -7}",
        "q in {0.5, 1}", "d in {2023-05-01, never}", "note in {\"x\", \"甲\"}", "n between m and 5",
        "d between e and as_of", "a and b", "a or b", "a implies b", "not a", "q is known",
        "p is known", "(if a then p else r) = 2 months", "(if a then kind else other) = red",
        "at least 2 of {a, b, n > 3}", "at most 1 of {a, b, n > 3}", "exactly 2 of {a, b, n > 3}",
        *(f"some each in {unit} from d to e has start of each > d" for unit in
          ("years", "half-years", "quarters", "months")),
        *(f"every each in {unit} from d to e has end of each < 2023-07-01" for unit in
          ("years", "half-years", "quarters", "months")),
        "some each in years from e to e has d in each",
    ],
    "whole number": [
        "n + m", "n - m", "n * m", "-n", "min(n, m, 3)", "max(n, m)", "n but at most 5",
        "n but at least m", "years between d and e", "months between d and e",
        "days between d and e", "year of d", "quarter of d", "month of d",
        "working days between d and e", "round n / 3 to 1", "round up n / m to 2",
        "if a then n else m",
    ],
    "number": ["n / m", "q + n", "q * q", "q / n", "round q to 0.1", "if a then q else 1 / 3"],
    "money": ["cost + 1元", "cost * q", "cost / 3", "round down cost * q to 1元", "-cost",
              "if a then cost else 1元"],
    "date": [
        "d + p", "d - p", "d + 1 month", "e - 13 months", "p after d", "min(d, e)", "max(d, e)",
        "3 working days after d", "2 working days before d", "working day on or after d",
        "working day on or before d", "if a then d else e",
        *(f"{edge} day of {unit} of d" for edge in ("first", "last")
          for unit in ("month", "quarter", "half-year", "year")),
    ],
    "period": ["if a then p else r"],
    "kind": ["if a then kind else other"],
    "text": ["if a then note else \"无\""],
}  # fmt: skip


@pytest.fixture(scope="module")
def package() -> Package:
    number, lines = 0, [HEAD]
    for type_, questions in ASKED.items():
        for question in questions:
            number += 1
            lines.append(f"fact f{number} of Thing: {type_}\n  result\n  means {question}\n")
    return package_of("".join(lines))


USUAL: dict[str, Any] = {
    "a": True, "b": False, "n": 3, "m": -2, "q": Fraction(1, 2), "cost": 250,
    "d": date(2023, 1, 31), "e": date(2023, 7, 14), "p": Period(2, 0), "r": Period(0, 1),
    "kind": "red", "other": "blue", "note": "甲",
}  # fmt: skip
OTHERS: list[dict[str, Any]] = [
    {},
    {"a": False, "b": True, "n": -7, "m": -7, "q": Fraction(-5, 4), "cost": -251},
    {"d": date(2024, 2, 29), "e": date(2023, 2, 28), "p": Period(13, 40), "r": Period(13, 40)},
    {"d": date(2023, 4, 28), "e": date(2023, 5, 4), "kind": "blue", "note": "x"},
    {"d": NEVER, "e": NEVER, "m": 0, "q": 1},
    {"d": date(1, 1, 1), "e": NEVER, "p": Period(0, 400), "n": 0, "m": 5, "q": 0},
    {"d": date(9999, 12, 30), "e": DAY, "p": Period(1, 0), "n": 5, "m": 3},
    {"d": DAY, "e": DAY, "n": 2, "m": 2, "p": Period(), "r": Period()},
    *({name: None} for name in USUAL),
    dict.fromkeys(USUAL),
]


def records() -> list[Record]:
    return [{"place": number, **USUAL, **other} for number, other in enumerate(OTHERS)]


def test_every_operation_gives_in_a_table_what_it_gives_one_by_one(package: Package) -> None:
    shape = package.record_types["Thing"]
    # That it is not refused as a whole, which would leave nothing to compare.
    assert query(package, shape, as_ibis(table_of(shape, records())), DAY, []).columns
    agree(package, shape, records(), DAY)


def test_an_operation_without_a_column_is_refused_by_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = package_of(HEAD + "fact f of Thing: whole number\n  result\n  means year of d\n")
    shape = package.record_types["Thing"]
    monkeypatch.delitem(tabular.COLUMN.meanings, "year_of")
    with pytest.raises(LackingError) as lacking:
        tabular.COLUMN.of(OPERATIONS["year_of"])
    assert lacking.value.render("zh") == "表格尚不能计算“… 的年份”；请逐条审核"
    assert str(lacking.value) == f"{lacking.value.render('en')}\n{lacking.value.render('zh')}"
    assert "“year of …”" in lacking.value.render("en")
    with pytest.raises(TableError) as refused:
        query(package, shape, as_ibis(table_of(shape, records())), DAY, [])
    assert (refused.value.code, refused.value.where) == ("TAB-120", "f")
    assert refused.value.en == lacking.value.render("en")
    assert refused.value.zh == lacking.value.render("zh")


KIND = EnumType("kind", None, (Member("red", None), Member("blue", None)))
ALIKE: list[tuple[Any, Any, Any]] = [
    (Scalar.WHOLE, 3, 4),
    (Scalar.TEXT, "a", "b"),
    (Scalar.YES_NO, True, False),
    (Scalar.PERIOD, Period(1, 2), Period(1, 3)),
    (Scalar.PERIOD, Period(1, 2), Period(2, 2)),
    (KIND, "red", "blue"),
    (Scalar.DATE, DAY, NEVER),
]


@pytest.mark.parametrize(("type_", "one", "other"), ALIKE)
def test_values_are_equal_or_one_of_several_whatever_they_are(
    type_: Any, one: Any, other: Any
) -> None:
    cells = [constant(value, type_) for value in (one, other, None)]
    same, unlike, unknown = (tabular.equal(cells[0], cell) for cell in cells)
    among = [tabular.one_of(cells[0], choices) for choices in ([], cells[1:2], cells[:2])]
    columns = {f"c{n}": one for n, one in enumerate((same, unlike, unknown, *among))}
    table = as_ibis(table_of(package_of(HEAD).record_types["Thing"], records()[:1]))
    (row,) = table.select(**columns).to_pyarrow().to_pylist()
    assert list(row.values()) == [True, False, None, False, False, True]


def test_lists_are_not_compared() -> None:
    listed = Elements(ibis.literal([1]), lambda _: Plain(ibis.literal(1)))
    with pytest.raises(AssertionError):
        tabular.equal(listed, listed)
    assert isinstance(constant(Period(1), Scalar.PERIOD), PeriodColumns)
