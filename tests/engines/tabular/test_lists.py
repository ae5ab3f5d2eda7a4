"""Questions about lists of every length, with and without unknown elements, as results in a table.

What comes out is compared as a value, not only whether it passes a bound. Lists of more than
fifteen elements are answered otherwise than short ones.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.engines.tabular import TableError
from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.query import query
from linkage_rules.model.package import Package
from linkage_rules.model.values import Period, Record
from tests.differential.tables import agree
from tests.policies import package_of, record_of

DAY = date(2023, 5, 1)
HEAD = """policy p
enum kind
  red
  blue
  green
record Piece
  ok: yes/no
  weight: whole number at least -50 at most 50
  heavy: whole number at least 0 at most 1000000000
  light: whole number at least -1000000000 at most 0
record Part
  ok: yes/no
  kind: kind
  size: whole number at least -1000 at most 1000
  share: number at least -10 at most 10
  cost: money at least -1万元 at most 1万元
  worth: whole number at least 0 at most 1000000000
  debt: whole number at least -1000000000 at most 0
  on: date
  name: text
  lasts: period
  pieces: list of Piece
record Thing
  place: whole number
  n: whole number at least 0 at most 9
  parts: list of Part
  numbers: list of whole number
  flags: list of yes/no
  kinds: list of kind
  days: list of date
parameter wanted: list of kind
  = [red, blue]
parameter none_: list of kind
  = []
"""
QUESTIONS: dict[str, list[str]] = {
    "yes/no": [
        "some p in parts has p.ok",
        "every p in parts has p.ok",
        "some p in parts has p.kind = red",
        "every p in parts has p.size > n",
        "some p in parts has p.kind in wanted",
        "some p in parts has p.kind in none_",
        "some p in parts has p.lasts = 2 months",
        "some p in parts has some q in p.pieces has q.ok",
        "every p in parts has every q in p.pieces has q.weight < p.size",
        "some p in parts has (some q in parts has q.size = p.size + 1)",
        "at least 2 p in parts has p.ok",
        "at most 1 p in parts has p.ok",
        "exactly 2 p in parts has p.kind = blue",
        "n in numbers",
        "yes in flags",
        "red in kinds",
        "2023-05-01 in days",
        "some f in flags has f",
        "every f in flags has f",
    ],
    "whole number": [
        "count(parts)",
        "count(p in parts where p.ok)",
        "count(p in parts where p.kind = red)",
        "count(p in parts where p.size > n and p.ok)",
        "sum(p.size over p in parts)",
        "sum(p.size over p in parts where p.ok)",
        "sum(n over p in parts where p.ok)",
        "min(p.size over p in parts)",
        "max(p.size over p in parts where p.ok)",
        "distinct(p.kind over p in parts)",
        "distinct(p.kind over p in parts where p.ok)",
        "distinct(p.ok over p in parts)",
        "distinct(p.size over p in parts)",
        "distinct(p.on over p in parts)",
        "distinct(p.name over p in parts)",
        "distinct(p.lasts over p in parts)",
        "distinct(p.cost over p in parts where p.ok)",
        "sum(count(p.pieces) over p in parts)",
        "sum(sum(q.weight over q in p.pieces) over p in parts)",
        "sum(sum(q.heavy over q in p.pieces) over p in parts)",
        "max(sum(q.light over q in p.pieces) over p in parts)",
        "sum(p.worth over p in parts)",
        "sum(p.debt over p in parts)",
        "sum(p.worth over p in parts where p.ok)",
        "sum(p.debt + p.worth over p in parts)",
        "sum(x over x in numbers)",
        "max(x over x in numbers)",
        "count(f in flags where f)",
        "distinct(k over k in kinds)",
        "count(p in (if n > 4 then parts else parts) where p.ok)",
    ],
    "number": ["sum(p.share over p in parts)", "max(p.share over p in parts where p.ok)"],
    "money": [
        "sum(p.cost over p in parts)",
        "sum(p.cost * 0.5 over p in parts where p.ok)",
        "min(p.cost over p in parts)",
        "sum(round p.cost * 0.3 to 1元 over p in parts)",
    ],
    "date": [
        "min(p.on over p in parts)",
        "max(p.on over p in parts where p.ok)",
        "max(d over d in days)",
        "max(p.on + 1 month over p in parts)",
    ],
}


def policy() -> Package:
    number, lines = 0, [HEAD]
    for type_, questions in QUESTIONS.items():
        for question in questions:
            number += 1
            lines.append(f"fact f{number} of Thing: {type_}\n  result\n  means {question}\n")
    return package_of("".join(lines))


def piece(number: int) -> dict[str, Any]:
    large = 10**7 * (number + 1)
    return {"ok": number == 2, "weight": number - 5, "heavy": large, "light": -large}


def part(number: int, **changed: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "ok": number % 3 != 1,
        "kind": ("red", "blue", "green")[number % 3],
        "size": 7 * number - 20,
        "share": Fraction(number, 4),
        "cost": 100 * number - 150,
        "worth": 10**7 * number,
        "debt": -(10**7) * (number + 1),
        "on": date(2023, 1 + number % 12, 1 + number),
        "name": f"甲{number % 4}",
        "lasts": Period(number % 3, number % 2),
        "pieces": tuple(map(piece, range(number % 4))),
    }
    return usual | changed


BARE = dict.fromkeys(part(0))
LISTS: list[Any] = [
    None,
    (),
    (part(1),),
    (part(2), part(2)),
    tuple(map(part, range(5))),
    (None,),
    (part(3), None),
    (BARE, part(0)),
    *((part(2), part(3, **{name: None})) for name in BARE),
    (part(0, ok=False), part(1, ok=False, size=None, kind=None, cost=None, on=None, share=None)),
    (part(0, ok=False), part(1, ok=None)),
    (part(0, pieces=(None, {**piece(0), "weight": None, "heavy": None})), part(1)),
    tuple(map(part, range(15))),
    tuple(map(part, range(16))),
    (*map(part, range(16)), part(1, kind=None)),
    (*map(part, range(16)), None),
    tuple(part(n, ok=False, kind="red") for n in range(17)),
]
PLAIN: list[tuple[Any, ...]] = [
    (None, None, None, None),
    ((), (), (), ()),
    ((3, 5), (True,), ("red",), (DAY,)),
    ((3, None), (False, None), ("blue", None), (date(2023, 6, 1), None)),
    ((4,) * 17, (False,) * 17, ("blue",) * 17, (date(2023, 6, 1),) * 17),
    ((4,) * 16 + (3,), (False,) * 16 + (True,), ("blue",) * 16 + ("red",), (None, DAY)),
]


def records() -> list[Record]:
    found: list[Record] = []
    for number, parts in enumerate(LISTS):
        numbers, flags, kinds, days = PLAIN[number % len(PLAIN)]
        lists = {"numbers": numbers, "flags": flags, "kinds": kinds, "days": days}
        n = None if number == 9 else 3 + number % 3
        found.append({"place": number, "n": n, "parts": parts, **lists})
    return found


def test_lists_of_every_kind_are_asked_in_a_table_as_one_by_one() -> None:
    package = policy()
    shape = package.record_types["Thing"]
    # That it is not refused as a whole, which would leave nothing to compare.
    assert query(package, shape, as_ibis(table_of(shape, records())), DAY, []).columns
    agree(package, shape, records(), DAY)


REFUSED = {
    "sum": "sum(p.size / q over p in parts) > 1",
    "max": "max(p.size / q over p in parts) > 1",
    "min": "min(p.size / q over p in parts) > 1",
    "distinct": "distinct(p.size / q over p in parts) > 1",
}


@pytest.mark.parametrize("asked", REFUSED)
def test_quotients_over_a_list_are_refused_by_the_name_of_the_question(asked: str) -> None:
    text = HEAD.replace("  n: whole number", "  q: whole number\n  n: whole number")
    package = package_of(f"{text}fact f of Thing\n  result\n  means {REFUSED[asked]}\n")
    shape = package.record_types["Thing"]
    table = as_ibis(table_of(shape, [record_of(package, {"n": 3}, "Thing")]))
    with pytest.raises(TableError) as refused:
        query(package, shape, table, DAY, [])
    assert (refused.value.code, refused.value.where) == ("TAB-102", "f")
    assert f"“{asked}” of quotients" in refused.value.en
    assert f"求 {asked}；" in refused.value.zh
