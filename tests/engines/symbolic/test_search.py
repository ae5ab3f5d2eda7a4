"""What a search finds is read off as values of the model, as plain as they can be."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from linkage_rules.engines.symbolic import Candidate, Impossible, Scene, Search, truths_of
from linkage_rules.engines.symbolic.search import plainest, solution
from linkage_rules.engines.symbolic.smtlib import Script, script
from linkage_rules.engines.symbolic.terms import all_of, at_most, equal, less, negated
from linkage_rules.engines.symbolic.values import Texts, is_made_up
from linkage_rules.model.norms import Interval
from linkage_rules.model.types import EnumType, Field, ListType, Member, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER, Period
from tests.policies import package_of

KIND = EnumType("kind", None, (Member("red", None), Member("blue", None)))
EMPTY = EnumType("nothing", None, ())
PART = RecordType(
    "Part",
    None,
    (Field("id", None, Scalar.TEXT, True), Field("size", None, Scalar.WHOLE)),
)

PLAINEST: list[tuple[Type, Any, Any, Any]] = [
    (Scalar.YES_NO, None, None, False),
    (Scalar.WHOLE, None, None, 0),
    (Scalar.WHOLE, 3, None, 3),
    (Scalar.WHOLE, 3, 9, 3),
    (Scalar.WHOLE, -3, 9, 0),
    (Scalar.WHOLE, -9, -3, -3),
    (Scalar.WHOLE, None, -3, -3),
    (Scalar.WHOLE, None, 3, 0),
    (Scalar.NUMBER, Fraction(1, 2), None, Fraction(1, 2)),
    (Scalar.MONEY, None, -100, -100),
    (Scalar.DATE, None, None, date(2023, 1, 1)),
    (Scalar.DATE, date(2024, 2, 1), None, date(2024, 2, 1)),
    (Scalar.DATE, None, date(2020, 2, 1), date(2020, 2, 1)),
    (Scalar.DATE, date(2020, 1, 1), date(2024, 2, 1), date(2023, 1, 1)),
    (Scalar.PERIOD, None, None, Period()),
    (Scalar.TEXT, None, None, "1"),
    (KIND, None, None, "red"),
    (EMPTY, None, None, None),
    (ListType(Scalar.WHOLE), None, None, ()),
    (PART, None, None, {"id": "1", "size": None}),
]


@pytest.mark.parametrize(("type_", "least", "most", "value"), PLAINEST)
def test_the_plainest_value_of_a_field(type_: Type, least: Any, most: Any, value: Any) -> None:
    assert plainest(Field("f", None, type_, minimum=least, maximum=most)) == value


TEXT = """policy p
enum kind
  red
  blue
record Part
  id: text required
  size: whole number
  for_: period
record Thing
  id: text required
  a: yes/no
  n: number
  on: date
  lasts: period
  colour: kind
  main: Part
  parts: list of Part
  flags: list of yes/no
fact the_part of Thing: Part
  means main
fact the_parts of Thing: list of Part
  means parts
fact the_flags of Thing: list of yes/no
  means flags
fact how_long of Thing: period
  means lasts
fact which of Thing: kind
  means colour
fact when_ of Thing: date
  means on
fact share of Thing: number
  means n
fact name_ of Thing: text
  means id
"""
WHOLE: dict[str, Any] = {
    "id": "甲",
    "a": True,
    "n": Fraction(1, 3),
    "on": NEVER,
    "lasts": Period(14, 3),
    "colour": "blue",
    "main": {"id": "乙", "size": 3, "for_": Period(1, 0)},
    "parts": ({"id": "丙", "size": None, "for_": Period(0, 2)}, None),
    "flags": (True, None, False),
}
FACTS = {
    "the_part": "main",
    "the_parts": "parts",
    "the_flags": "flags",
    "how_long": "lasts",
    "which": "colour",
    "when_": "on",
    "share": "n",
    "name_": "id",
}


@pytest.mark.parametrize("absent", [(), tuple(FACTS.values())[:-1]])
def test_values_of_every_type_are_read_off_as_they_were_given(absent: tuple[str, ...]) -> None:
    package = package_of(TEXT)
    record = {**WHOLE, **dict.fromkeys(absent)}
    found = truths_of(package, package.record_types["Thing"], record, date(2023, 5, 1)).facts
    wanted = {fact: record[field] for fact, field in FACTS.items()}
    for parts in (found, wanted):
        # An unknown element of records is one of which nothing is known.
        if parts["the_parts"] is not None:
            parts["the_parts"] = tuple(one and dict(one) for one in parts["the_parts"])
    assert found == wanted


def test_a_record_that_is_found_has_what_was_asked_and_the_plainest_of_what_it_must_have() -> None:
    package = package_of(TEXT)
    scene = Scene(package.record_types["Thing"], 2, days=Interval(date(2024, 1, 1)))
    read = scene.record.read
    parts, main = read("parts"), read("main")
    asked = all_of(
        (
            read("n").known,
            equal(read("n").value * 4, 1),
            equal(read("on").value, date(2024, 2, 29).toordinal()),
            read("on").known,
            read("lasts").known,
            equal(read("lasts").months, 2),
            equal(read("lasts").days, 5),
            equal(read("colour").value, 1),
            read("colour").known,
            main.known,
            equal(main.read("size").value, 7),
            main.read("size").known,
            parts.known,
            parts.elements[0].present,
            negated(parts.elements[1].present),
            negated(parts.elements[0].value.known),
            less(scene.as_of, date(2024, 1, 2).toordinal()),
        )
    )
    found = Search(scene).find(asked)
    assert isinstance(found, Candidate)
    assert found.read() is found
    assert found.as_of == date(2024, 1, 1)
    assert found.record == {
        "id": "1",
        "a": None,
        "n": Fraction(1, 4),
        "on": date(2024, 2, 29),
        "lasts": Period(2, 5),
        "colour": "blue",
        "main": {"id": "1", "size": 7, "for_": None},
        "parts": (None,),
        "flags": None,
    }


def test_conditions_that_contradict_one_another_have_no_solution() -> None:
    scene = Scene(RecordType("V", None, (Field("n", None, Scalar.WHOLE),)))
    n = scene.record.read("n")
    settled = solution(scene, [n.known, equal(n.value, 3)])
    assert settled is not None
    assert (settled(n.value), settled(n.known), settled(True), settled(2)) == (3, True, True, 2)
    assert solution(scene, [equal(n.value, 3), less(n.value, 3)]) is None


DAYS: list[tuple[Any, Any, date | None, date | None, list[bool]]] = [
    (None, None, None, None, [True, True, True, True]),
    (None, None, date(2023, 1, 1), date(2023, 12, 31), [False, True, False, True]),
    (date(2024, 1, 1), None, date(2023, 1, 1), date(2023, 12, 31), [False, False, True, True]),
    (None, date(2022, 12, 31), date(2023, 1, 1), date(2023, 12, 31), [True, False, False, False]),
    (date(2022, 1, 1), None, date(2023, 1, 1), date(2023, 12, 31), [True, True, False, True]),
    (date(2023, 1, 1), date(2024, 12, 31), date(2023, 1, 1), date(2023, 12, 31),
     [False, True, True, False]),
]  # fmt: skip


@pytest.mark.parametrize(("least", "most", "first", "last", "found"), DAYS)
def test_days_are_looked_for_among_those_that_are_asked_about_and_in_the_bounds(
    least: Any, most: Any, first: date | None, last: date | None, found: list[bool]
) -> None:
    shape = RecordType("V", None, (Field("d", None, Scalar.DATE, minimum=least, maximum=most),))
    scene = Scene(shape, days=Interval(first, last))
    day = scene.record.read("d")
    search = Search(scene)
    days = (date(2022, 6, 1), date(2023, 6, 1), date(2024, 6, 1), NEVER)
    asked = (all_of((day.known, equal(day.value, one.toordinal()))) for one in days)
    assert [isinstance(search.find(one), Candidate) for one in asked] == found
    inside = [isinstance(search.find(equal(scene.as_of, one.toordinal())), Candidate)
              for one in days]  # fmt: skip
    assert inside == [first is None, True, last is None, last is None]


def test_a_text_that_nobody_wrote_is_like_no_other() -> None:
    texts = Texts()
    assert [texts.number(text) for text in ("甲", "文本2", "甲", "文本3")] == [0, 1, 0, 2]
    assert [texts.text(number) for number in (0, 1, 2, 3, 4)] == [
        "甲",
        "文本2",
        "文本3",
        "文本3′",
        "文本4",
    ]
    made = ("文本4", "文本3′", "文本", "甲", "文本x", "4")
    assert [is_made_up(text) for text in made] == [True, True, False, False, False, False]


def test_what_was_refuted_is_written_with_the_premises_it_needs() -> None:
    shape = RecordType("V", None, (
        Field("n", None, Scalar.WHOLE, minimum=3), Field("m", None, Scalar.WHOLE, maximum=9),
        Field("t", None, Scalar.TEXT),
    ))  # fmt: skip
    scene = Scene(shape)
    n, _, _ = (scene.record.read(name) for name in ("n", "m", "t"))
    scene.texts.number("甲")
    refuted = Search(scene).find(all_of((n.known, at_most(n.value, 2))))
    assert isinstance(refuted, Impossible)
    assert refuted.refuted is not None
    told = script(refuted.refuted, 5)
    assert told == Script(
        (("n", "(declare-fun n () Int)"), ("n?", "(declare-fun n? () Bool)")),
        ("(<= 3 n)",),
        (),
        "(and n? (>= 2 n))",
        ((0, "甲"),),
    )
    assert not told.trivial
    all_premises = script(refuted.refuted, 0)
    assert {"(<= 3 n)", "(<= m 9)"} >= {*told.premises} <= {*all_premises.premises}
    at_once = Search(scene).find(False)
    assert isinstance(at_once, Impossible)
    assert at_once.refuted is not None
    assert script(at_once.refuted, 5).trivial
