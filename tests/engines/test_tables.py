"""Decision tables and brackets: the truth tables of docs/language-tables.md, on every engine."""

import re
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from linkage_rules.engines.reference import Evaluation
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.package import Package
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.policy.loading.packages import load_package
from linkage_rules.presenting.plain_words import in_plain_words, table_in_words
from linkage_rules.testing.engines import differences, engines
from linkage_rules.testing.mutation.mutants import mutants
from tests.policies import package_of, policy_in, policy_of, read

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "language-tables.md").read_text(encoding="utf-8")
TEXT, *_ = re.findall(r"```pol\n(.*?)```", PAGE, re.DOTALL)
DAY = date(2024, 5, 1)
MILLION = 100_000_000
"""A million yuan in fen."""


@pytest.fixture(scope="module")
def package() -> Package:
    return package_of(TEXT)


def firm(field=None, invested=None, households=None, local=None):
    return {
        "id": "A",
        "field": field,
        "invested": invested,
        "households": households,
        "local": local,
    }


def facts_of(package, record, day=DAY, about="Firm"):
    return Evaluation(package, package.record_types[about], record, day).fact_values()


# What a table means


def scale(invested):
    """The sum over brackets, said once more in another way."""
    if invested is None:
        return None
    brackets = ((0, MILLION, 5), (MILLION, 5 * MILLION, 3), (5 * MILLION, None, 1))
    parts = (
        max(0, (invested if end is None else min(invested, end)) - begin) * Fraction(rate, 100)
        for begin, end, rate in brackets
    )
    return sum(parts)


@pytest.mark.parametrize(
    "invested",
    [
        None,
        0,
        1,
        MILLION - 1,
        MILLION,
        MILLION + 1,
        3 * MILLION,
        5 * MILLION,
        5 * MILLION + 1,
        90 * MILLION,
    ],
)
def test_the_sum_over_brackets(package, invested):
    assert facts_of(package, firm(invested=invested))["scale_award"] == scale(invested)


@pytest.mark.parametrize(
    ("record", "weight"),
    [
        (firm("planting", households=50), Fraction(6, 5)),
        (firm("processing", households=49), 1),
        (firm("processing", households=10), 1),
        (firm("planting", households=9), Fraction(1, 2)),
        (firm("planting"), None),
        (firm(None, households=9), None),
        # The value of the row is unknown, and is not where it is known.
        (firm("trade"), None),
        (firm("trade", local=True), Fraction(4, 5)),
        (firm("trade", local=False), Fraction(2, 5)),
    ],
)
def test_the_value_of_a_row_is_an_expression(package, record, weight):
    assert facts_of(package, record)["weight"] == weight


@pytest.mark.parametrize(
    ("record", "award"),
    [
        (firm(invested=MILLION // 2 - 1), 0),
        (firm(invested=MILLION // 2, households=99), 9_900_000),
        (firm(invested=MILLION // 2, households=100), MILLION // 10),
        (firm(invested=MILLION // 2), None),
        (firm(households=100), None),
    ],
)
def test_a_bound_is_a_parameter(package, record, award):
    assert facts_of(package, record)["household_award"] == award


@pytest.mark.parametrize(
    ("record", "eligible"),
    [
        (firm("trade", MILLION - 1), False),
        (firm("trade", MILLION), None),
        (firm("trade", MILLION, local=True), True),
        (firm("planting", 1), True),
        # The rows that are asked first are about trade alone.
        (firm("planting"), True),
        (firm(None, MILLION - 1), None),
    ],
)
def test_a_condition_in_rows(package, record, eligible):
    assert facts_of(package, record)["eligible"] is eligible


def _records():
    amounts = (None, 0, MILLION // 2, MILLION, MILLION + 1, 5 * MILLION, 8 * MILLION)
    for field in (None, "planting", "trade"):
        for invested, households in product(amounts, (None, 9, 10, 50, 100)):
            yield firm(field, invested, households, local=households == 10 or None)


_EVERY = {"symbolic": 13}
"""One record in so many is enough of those that are slow to judge."""


@pytest.mark.parametrize("engine", engines())
def test_every_engine_gives_the_same(package, engine):
    shape, records = package.record_types["Firm"], list(_records())[:: _EVERY.get(engine, 1)]
    expected = engines()["reference"](package, shape, records, DAY)
    found = engines()[engine](package, shape, records, DAY)
    assert [list(differences(*pair)) for pair in zip(expected, found, strict=True)] == [[]] * len(
        records
    )


def test_learning_what_was_unknown_never_changes_an_answer(package):
    for known in (
        firm("trade", MILLION, 9, local=True),
        firm("planting", 3 * MILLION, 50, local=False),
    ):
        for blank in ("field", "invested", "households", "local"):
            less = facts_of(package, {**known, blank: None})
            pairs = zip(less.items(), facts_of(package, known).items(), strict=True)
            assert all(was[1] in (None, now[1]) for was, now in pairs)


# Whatever the inputs, bounds and days

ROWS = """policy p
record Person
  age: whole number
  size: number
record Case
  n: whole number
  base: whole number
  cap: whole number at least 0
  d: date
  people: list of Person
parameter low: whole number
  = 3 to 2023-12-31
  = 5 from 2024-01-01
parameter high: whole number
  = 9 from 2023-01-01
"""


def table(rows, head="fact f of Case: whole number by n"):
    lines = "".join(f"  {row}\n" for row in rows.split("\n"))
    return f"{ROWS}{head}\n{lines}"


@pytest.mark.parametrize(
    ("rows", "case", "value"),
    [
        ("below base: 1\nat least base: 2", {"n": 3, "base": 3}, 2),
        ("at most base: 1\nabove base: 2", {"n": 3, "base": 3}, 1),
        ("at most base: 1\nabove base: 2", {"n": 3}, None),
        ("at most base: 1\nabove base: n + base", {"n": 5, "base": 3}, 8),
        ("below low: 1\nat least low below low + 2: 2\nat least low + 2: 3", {"n": 6}, 2),
        ("below -low: 1\nat least -low: 2", {"n": -5}, 2),
        ("any: n * 2", {"n": 4}, 8),
        ("any: if n > 3 then base else 0", {"n": 4, "base": 7}, 7),
        ("else: n", {"n": 4}, 4),
        ("any: 1 to 2023-12-31\nany: 2 from 2024-01-01", {}, 2),
        ("at most 4: 1\nat least 5: 2", {"n": 5}, 2),
        ("below high: low\nat least high: cap", {"n": 8}, 5),
    ],
)
def test_bounds_and_values(rows, case, value):
    package = package_of(table(rows))
    record = {"n": None, "base": None, "cap": None, "d": None, "people": (), **case}
    assert facts_of(package, record, about="Case")["f"] == value


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("below 3: 1\nabove 3: 2", ["POL-610"]),
        ("at most 3: 1\nat least 3: 2", ["POL-611"]),
        ("at most 3: 1\nabove 3: 2\nelse: 3", []),
        # What the parameters say on every day.
        ("below low: 1\nat least low below 4: 2\nat least 4: 3", ["POL-611"]),
        ("below low: 1\nat least low below high: 2\nat least high: 3", []),
        ("below low: 1\nat least 3: 2", ["POL-611"]),
        ("below low: 1\nat least 5: 2", ["POL-610"]),
        # The record says where they lie.
        ("below base: 1\nabove base: 2", ["POL-361"]),
        ("below base: 1\nat least base below cap: 2\nat least cap: 3", ["POL-362"]),
        ("below base: 1\nelse: 2", []),
        ("below base: 1\nat least cap: 2\nelse: 3", ["POL-362"]),
        ("below 3: 1\nat least 3 below base: 2\nat least base: 3", ["POL-362"]),
        # Days, rows, types, names.
        ("any: 1 to 2023-12-31\nany: 2 from 2024-01-02", ["POL-610"]),
        ("any: 1 from 2023-01-01", ["POL-610"]),
        ("any, any: 1", ["POL-612"]),
        ("any: 1元", ["POL-301"]),
        ("any: unknown", ["POL-301"]),
        ("below 1元: 1\nelse: 2", ["POL-301"]),
        ("at least 5 below 5: 1\nelse: 2", ["POL-301"]),
        ("yes: 1\nno: 2", ["POL-301", "POL-301"]),
        ("below nothing: 1\nelse: 2", ["POL-202"]),
        ("any: f", ["POL-207"]),
        ("", ["POL-110"]),
        ("any: 1\nmeans 3", ["POL-360"]),
    ],
)
def test_what_is_checked(rows, codes):
    assert read(table(rows)).codes == codes


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("fact f of Case: whole number by people", ["POL-301"]),
        ("fact f of Case: whole number by nothing", ["POL-202"]),
        ("fact f of Case: whole number by old", ["POL-206"]),
        ("fact f of Case by n", ["POL-301"]),
        ("fact f of Case: nothing by n", ["POL-202"]),
    ],
)
def test_what_a_table_may_look_at(head, codes):
    old = "fact old of Person\n  means age > 60\n"
    assert read(f"{ROWS}{old}{head}\n  any: 1\n").codes == codes


def test_a_table_is_asked_of_elements_and_given_values():
    package = package_of(
        f"{ROWS}fact share of Person: number by age, pool\n"
        "  given pool: whole number\n"
        "  below 18, any: 0\n  at least 18, at most low: size / 2\n  at least 18, above low: pool\n"
        "fact all of Case: number\n  means sum(p.share(pool: n) over p in people)\n"
    )
    people = ({"age": 17, "size": 4}, {"age": 18, "size": 4}, {"age": 70, "size": None})
    record = {"n": 6, "base": None, "cap": None, "d": None, "people": people}
    assert facts_of(package, record, about="Case")["all"] == 12
    assert facts_of(package, {**record, "n": 5}, about="Case")["all"] is None
    assert facts_of(package, {**record, "n": 5, "people": people[:2]}, about="Case")["all"] == 2


BRACKETS = "fact f of Case: number progressive by n"


@pytest.mark.parametrize(
    ("rows", "case", "value"),
    [
        ("at least 0 below 10: 10%\nat least 10: 20%", {"n": 15}, 2),
        ("at least 0 at most 10: 10%\nat least 10: 20%", {"n": 10}, 1),
        ("at least 0: 10%", {"n": -5}, 0),
        ("at least 5 below 10: 10%\nat least 10: 20%", {"n": 4}, 0),
        ("at least 5 below 10: 1\nat least 10: 2", {"n": 12}, 9),
        ("at least 5 below 10: 1\nat least 10: 2", {"n": 7}, 2),
        ("at least -5 below 0: 1\nat least 0: 2", {"n": 3}, 11),
        # A rate of a bracket that is not reached need not be known.
        ("at least 0 below 10: 1\nat least 10: base", {"n": 9}, 9),
        ("at least 0 below 10: 1\nat least 10: base", {"n": 11}, None),
        ("at least 0 below low: 1\nat least low below low * 2: 2\nat least low * 2: base / 2",
         {"n": 12, "base": 6}, 21),
        ("at least base: 1", {"n": 4, "base": 6}, 0),
        ("at least 0: 1", {}, None),
        ("at least 0: 1 to 2023-12-31\nat least 0: 2 from 2024-01-01", {"n": 3}, 6),
    ],
)  # fmt: skip
def test_brackets(rows, case, value):
    package = package_of(table(rows, BRACKETS))
    record = {"n": None, "base": None, "cap": None, "d": None, "people": (), **case}
    assert facts_of(package, record, about="Case")["f"] == value


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("at least 0 below 10: 1\nat least 11: 2", ["POL-367"]),
        ("at least 0 below 10: 1\nat least 9: 2", ["POL-367"]),
        ("below 10: 1\nat least 10: 2", ["POL-365"]),
        ("at least 0 below 10: 1\nat least 10 below 20: 2", ["POL-366"]),
        ("at least 0 below 10: 1\nelse: 2", ["POL-364"]),
        ("any: 1", ["POL-364"]),
        ("at least 0: 1元", ["POL-301"]),
        ("at least 0 below base: 1\nat least base: 2", ["POL-369"]),
        ("at least 0 below cap: 1\nat least cap: 2", []),
        ("at least 0 below high: 1\nat least high below low: 2\nat least low: 3", ["POL-369"]),
        ("at least 0: 1 from 2024-01-01", ["POL-610"]),
    ],
)
def test_what_is_checked_of_brackets(rows, codes):
    assert read(table(rows, BRACKETS)).codes == codes


# On top of a table

CITY = """policy city "市办法"
  in force 2023-01-01
record Case
  n: whole number at least 0
  ok: yes/no
parameter share: number
  = 10%
  tunable at least 5% at most 50%
fact rate of Case: number by n
  below 10: 5%
  at least 10: 3%
fact due of Case: number progressive by n
  at least 0 below 10: 1
  at least 10: 2
"""
COUNTY = """policy county "县办法"
  in force 2024-01-01 to 2025-12-31
amend city
override rate because "重点扶持" by n
  at least 50: 8% from 2024-07-01
  at least 50: 7% to 2024-06-30
  else: rate__city
override due because "提高" progressive by n
  at least 0 below 10: 2
  at least 10: rate
set share for Case by ok
  yes: n / 100 but at least 5% but at most 50%
  no: share__city
"""


@pytest.mark.parametrize(
    ("day", "n", "ok", "expected"),
    [
        (date(2023, 5, 1), 60, True, (Fraction(3, 100), 110, Fraction(1, 10))),
        (date(2024, 5, 1), 60, True, (Fraction(7, 100), Fraction(47, 2), Fraction(1, 2))),
        (date(2024, 8, 1), 60, False, (Fraction(8, 100), 24, Fraction(1, 10))),
        (date(2024, 8, 1), 9, True, (Fraction(5, 100), 18, Fraction(9, 100))),
        (date(2026, 5, 1), 60, True, (Fraction(3, 100), 110, Fraction(1, 10))),
        (date(2024, 8, 1), None, False, (None, None, Fraction(1, 10))),
    ],
)
def test_an_overlay_puts_a_table_in_the_place_of_one(tmp_path, day, n, ok, expected):
    policy = policy_in(tmp_path, city=CITY, county=COUNTY)
    for engine in ("reference", "compiled"):
        facts = policy.evaluate({"n": n, "ok": ok}, as_of=day, engine=engine).facts
        assert tuple(facts[name] for name in ("rate", "due", "share")) == expected


def test_the_reasons_tell_the_row_of_either_layer(tmp_path):
    policy = policy_in(tmp_path, city=CITY, county=COUNTY)
    reasons = str(policy.evaluate({"n": 3, "ok": True}, as_of=date(2024, 8, 1)).explain("rate"))
    assert "出自《县办法》，取代《市办法》的这条定义，理由：重点扶持" in reasons
    assert "适用“其余情形”一行：5%" in reasons
    assert "适用“n < 10”一行：5%" in reasons


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ('override rate because "x" by n\n  below 50: 8%', ["POL-610"]),
        ('override rate because "x" by n\n  any: 8%\n  means 3%', ["POL-360"]),
        ('override rate because "x" by n\n  cites 一 "y"', ["POL-110"]),
        ('override rate because "x" by n\n  any: 8% from 2026-01-01', ["POL-615"]),
        ('override due because "x" progressive by n\n  below 5: 1', ["POL-365"]),
        ("set share for Case by ok\n  any: n / 100", ["POL-622"]),
        ("set share for Case by ok\n  any: n / 100 but at most 50%", ["POL-622"]),
        ("set share for Case by ok\n  any: if n > 3 then 10% else 60%", ["POL-622"]),
        ("set share for Case by ok\n  any: 60%", ["POL-606"]),
        ("set share for Case by ok\n  any: min(max(n / 100, 5%), 50%)", []),
        ("set share for Case by ok\n  any: if n > 3 then 10% else share__city", []),
    ],
)
def test_what_is_checked_of_changes(tmp_path, changed, codes):
    head = COUNTY.partition("override")[0]
    for name, text in (("city", CITY), ("county", f"{head}{changed}\n")):
        (tmp_path / f"{name}.pol").write_text(text, "utf-8")
    found = load_package(tmp_path / "county.pol").diagnostics
    assert [one.code for one in found] == codes


# What is made of them


def test_it_is_the_choice_that_it_stands_for(package):
    means = package.facts["scale_award"].means
    assert describe(means, package, "zh") == (
        "如果 投资额 ≤ 100万元 那么 投资额 × 5% 否则 "
        "如果 投资额 ≤ 500万元 那么 5万元 +（投资额 - 100万元）× 3% 否则 "
        "17万元 +（投资额 - 500万元）× 五百万元以上的比例"
    )


def test_its_rows_give_the_same_package(package):
    again = from_rows(to_rows(package, ["a.pol"]), ["a.pol"])
    assert again == package
    assert [f.table for f in again.declared_facts] == [f.table for f in package.declared_facts]


def told(record, fact, language="zh"):
    decision = policy_of(TEXT).evaluate(record, as_of=DAY)
    return decision.explain(fact, language=language)


def test_the_reasons_name_the_row_and_what_its_value_rests_on():
    trade = {"id": "A", "field": "trade", "invested": "1元", "households": 1, "local": None}
    assert str(told(trade, "weight")).splitlines()[-4:] == [
        "- 适用“所属行业 = 流通”一行：未知",
        "  - 所属行业：流通",
        "  - 如果 本地企业 那么 0.8 否则 0.4：未知",
        "    - 本地企业：未知，须补报（local）",
    ]
    assert "Row “field = trade”: 0.4" in str(told(trade | {"local": False}, "weight", "en"))
    assert "计至“投资额 ≥ 0元 且 投资额 ≤ 100万元”一档：0.05元" in str(told(trade, "scale_award"))


def test_a_value_that_is_unknown_asks_for_what_the_row_asks():
    decision = policy_of(TEXT).evaluate(
        {"id": "A", "field": "trade", "invested": "100万元", "households": 1}, as_of=DAY
    )
    assert decision.missing == ("local",)


def test_it_is_printed_as_a_table(package):
    zh = table_in_words(package.facts["weight"], package, "zh")
    assert [[cell.strip("“”") for cell in row] for row in zh][:2] == [
        ["所属行业", "带动户数", "系数"],
        ["种植” 或 “加工", "不小于 “50", "1.2"],
    ]
    assert zh[-1][1] == "任意"
    assert "50万元" not in in_plain_words(package.facts["weight"], package, "zh", with_rows=False)
    assert "3% of the part above" in in_plain_words(
        package.facts["scale_award"], package, "en"
    ).replace("“", "").replace("”", "")


def test_rows_are_left_out_and_exchanged(package):
    kinds = {m.kind for m in mutants(package) if m.name == "weight"}
    assert {"dropped row", "exchanged rows", "threshold"} <= kinds
    record = firm("planting", households=60)
    weights = {
        facts_of(m.package, record)["weight"] for m in mutants(package) if m.name == "weight"
    }
    assert len(weights) > 3
