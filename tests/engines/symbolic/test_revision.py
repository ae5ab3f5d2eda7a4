"""The cheapest ways to change a record so that a condition holds, each edit told whole."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from time import monotonic
from typing import Any

import pytest

from linkage_rules.engines.symbolic import MOST_PARTS, terms
from linkage_rules.engines.symbolic.revision import (
    Choice,
    Edit,
    EditKind,
    Kept,
    OutOfTimeError,
    Revision,
    Revisions,
    Role,
    _weights,
    blank,
    kept_by_word,
    revised,
    unnumbered,
)
from linkage_rules.engines.symbolic.terms import all_of, any_of, at_most, equal, less, negated
from linkage_rules.model.types import (
    EnumType,
    Field,
    ListType,
    Member,
    Only,
    RecordType,
    Scalar,
    Type,
)
from linkage_rules.model.values import Period

DAY = date(2023, 5, 1)
KIND = EnumType("kind", None, tuple(Member(name, None) for name in ("red", "blue", "green")))
PART = RecordType(
    "Part",
    None,
    (
        Field("id", None, Scalar.TEXT, required=True),
        Field("size", None, Scalar.WHOLE, changeable=True, minimum=0, maximum=99),
        Field("ok", None, Scalar.YES_NO),
    ),
)
HIDDEN = RecordType("Hidden", None, (Field("note", None, Scalar.WHOLE),))


def field(name: str, type_: Type, **more: Any) -> Field:
    return Field(name, None, type_, changeable=True, **more)


SHAPE = RecordType(
    "V",
    None,
    (
        field("a", Scalar.YES_NO),
        field("dear", Scalar.YES_NO, cost=3),
        Field("fixed", None, Scalar.YES_NO),
        field("n", Scalar.WHOLE, minimum=-100, maximum=100),
        field("up", Scalar.WHOLE, only=Only.RAISED),
        field("down", Scalar.WHOLE, only=Only.LOWERED),
        field("kept", Scalar.YES_NO, only=Only.KEPT),
        field("q", Scalar.NUMBER),
        field("d", Scalar.DATE),
        field("p", Scalar.PERIOD),
        field("kind", KIND),
        field("note", Scalar.TEXT),
        field("main", PART),
        Field("other", None, PART),
        Field("hidden", None, HIDDEN),
        field("parts", ListType(PART)),
        Field("rest", None, ListType(PART)),
        field("numbers", ListType(Scalar.WHOLE)),
        field("lists", ListType(ListType(Scalar.WHOLE))),
        field("more", ListType(Scalar.WHOLE), only=Only.KEPT),
    ),
)
NOTHING: dict[str, Any] = {f.name: None for f in SHAPE.fields}
ALL = frozenset(Role)
CHANGES = frozenset({Role.CHANGE})
ASSUMING = frozenset({Role.CHANGE, Role.ASSUMPTION})


def told(edit: Edit) -> str:
    """An edit in a line: what is done, why, where, from what to what, at what cost."""
    done = {EditKind.SET: "set", EditKind.ADD: "add to", EditKind.REMOVE: "remove"}[edit.kind]
    values = (str(_plain(one)) for one in (edit.before, edit.after))
    return f"{edit.role.value}: {done} {edit.path} {' -> '.join(values)} ({edit.cost})"


def _plain(value: Any) -> Any:
    if isinstance(value, Period):
        return f"{value.months}M{value.days}D"
    return dict(value) if isinstance(value, dict) else value


def ways(
    given: dict[str, Any],
    goal: Callable[[Any], Any],
    roles: frozenset[Role] = CHANGES,
    keeping: Any = lambda _: None,
    more: int = 1,
) -> list[list[str]]:
    record = {**NOTHING, **given}
    revision = Revision(SHAPE, record, DAY, roles, more, keeping)
    found = Revisions(revision, goal(revision.record.read), monotonic() + 60)
    return [[told(edit) for edit in edits] for edits in found]


def yes(name: str) -> Callable[[Any], Any]:
    return lambda read: read(name).yes


def known(name: str) -> Callable[[Any], Any]:
    return lambda read: read(name).known


def at_least(name: str, number: Any) -> Callable[[Any], Any]:
    return lambda read: all_of((read(name).known, at_most(number, read(name).value)))


def below(name: str, number: Any) -> Callable[[Any], Any]:
    return lambda read: all_of((read(name).known, less(read(name).value, number)))


PART_A = {"id": "A", "size": 5, "ok": True}
PART_B = {"id": "B", "size": None, "ok": None}

CASES: dict[str, tuple[dict[str, Any], Callable[[Any], Any], frozenset[Role], list[list[str]]]] = {
    "nothing has to be done": ({"a": True}, yes("a"), CHANGES, [[]]),
    "yes or no": ({"a": False}, yes("a"), CHANGES, [["change: set a False -> True (1)"]]),
    "unknown": ({}, yes("a"), CHANGES, [["change: set a None -> True (1)"]]),
    "what is dear comes later": (
        {"a": False, "dear": False},
        lambda read: any_of((read("a").yes, read("dear").yes)),
        CHANGES,
        [["change: set a False -> True (1)"], ["change: set dear False -> True (3)"]],
    ),
    "not changeable": ({"fixed": False}, yes("fixed"), CHANGES, []),
    "in the way": (
        {"fixed": False}, yes("fixed"), ALL, [["obstacle: set fixed False -> True (1)"]]
    ),
    "assumed": ({}, yes("fixed"), ASSUMING, [["assumption: set fixed None -> True (1)"]]),
    "a change before what is assumed": (
        {"a": False},
        lambda read: any_of((read("a").yes, read("fixed").yes)),
        ASSUMING,
        [["change: set a False -> True (1)"], ["assumption: set fixed None -> True (1)"]],
    ),
    "no more than needed": (
        {"n": 3}, at_least("n", 7), CHANGES, [["change: set n 3 -> 7 (1)"]]
    ),
    "no less than needed": (
        {"n": 9}, below("n", 7), CHANGES, [["change: set n 9 -> 6 (1)"]]
    ),
    "nearest to nothing": ({}, at_least("n", -5), CHANGES, [["change: set n None -> 0 (1)"]]),
    "raised": ({"up": 3}, at_least("up", 7), CHANGES, [["change: set up 3 -> 7 (1)"]]),
    "not raised": ({"up": 3}, below("up", 2), CHANGES, []),
    "raised against its word": (
        {"up": 3}, below("up", 2), ALL, [["obstacle: set up 3 -> 1 (1)"]]
    ),
    "lowered": ({"down": 3}, below("down", 2), CHANGES, [["change: set down 3 -> 1 (1)"]]),
    "not lowered": ({"down": 3}, at_least("down", 7), CHANGES, []),
    "yes is kept": ({"kept": True}, lambda read: read("kept").no, CHANGES, []),
    "yes is not kept": (
        {"kept": True}, lambda read: read("kept").no, ALL,
        [["obstacle: set kept True -> False (1)"]],
    ),
    "no is not kept": (
        {"kept": False}, yes("kept"), CHANGES, [["change: set kept False -> True (1)"]]
    ),
    "a number of two decimals": (
        {"q": Fraction(1, 2)},
        lambda read: less(Fraction(2, 3), read("q").value),
        CHANGES,
        [["change: set q 1/2 -> 67/100 (1)"]],
    ),
    "a number of four decimals": (
        {"q": 0},
        lambda read: all_of((less(Fraction(1, 999), read("q").value),
                             less(read("q").value, Fraction(1, 800)))),
        CHANGES,
        [["change: set q 0 -> 11/10000 (1)"]],
    ),
    "a day": (
        {"d": date(2023, 1, 1)},
        at_least("d", date(2023, 3, 1).toordinal()),
        CHANGES,
        [["change: set d 2023-01-01 -> 2023-03-01 (1)"]],
    ),
    "the day itself where none is known": (
        {}, known("d"), CHANGES, [["change: set d None -> 2023-05-01 (1)"]]
    ),
    "a period": (
        {"p": Period(2, 5)},
        lambda read: all_of((read("p").known, at_most(4, read("p").months))),
        CHANGES,
        [["change: set p 2M5D -> 4M5D (1)"]],
    ),
    "a period where none is known": (
        {},
        lambda read: all_of((read("p").known, at_most(2, read("p").days))),
        CHANGES,
        [["change: set p None -> 0M2D (1)"]],
    ),
    "an enum": (
        {"kind": "red"},
        lambda read: all_of((read("kind").known, negated(equal(read("kind").value, 0)))),
        CHANGES,
        [["change: set kind red -> blue (1)"]],
    ),
    "a record that is there": (
        {"main": PART_A},
        lambda read: equal(read("main").read("size").value, 7),
        CHANGES,
        [["change: set main.size 5 -> 7 (1)"]],
    ),
    "a record of which nothing is said": (
        {}, known("main"), CHANGES,
        [["change: set main None -> {'id': '1', 'size': None, 'ok': None} (1)"]],
    ),
    "a record that comes into being": (
        {},
        lambda read: all_of((read("main").read("size").known,
                             equal(read("main").read("size").value, 7))),
        CHANGES,
        [["change: set main.size None -> 7 (1)"]],
    ),
    "what may be changed in a record that is not there": (
        {},
        lambda read: read("other").read("size").known,
        CHANGES,
        [["change: set other.size None -> 0 (1)"]],
    ),
    "nothing in a record without anything to change": (
        {}, lambda read: read("hidden").read("note").known, CHANGES, []
    ),
    "an element changed": (
        {"rest": (PART_A, PART_B)},
        lambda read: all_of(all_of((one.value.read("size").known,
                                    at_most(7, one.value.read("size").value)))
                            for one in read("rest").elements),
        CHANGES,
        [["change: set rest[0].size 5 -> 7 (1)", "change: set rest[1].size None -> 7 (1)"]],
    ),
    "an element removed or changed": (
        {"parts": (PART_A,)},
        lambda read: negated(any_of(
            all_of((one.present, one.value.read("size").known,
                    less(one.value.read("size").value, 6)))
            for one in read("parts").elements[:1])),
        CHANGES,
        [["change: set parts[0].size 5 -> 6 (1)"],
         ["change: remove parts[0] {'id': 'A', 'size': 5, 'ok': True} -> None (2)"]],
    ),
    "an element added, with what it must have": (
        {"parts": ()},
        lambda read: any_of(one.present for one in read("parts").elements),
        CHANGES,
        [["change: add to parts None -> {'id': '1', 'size': None, 'ok': None} (2)"]],
    ),
    "an element added, with what is wanted of it": (
        {"parts": ()},
        lambda read: any_of(all_of((one.present, one.value.read("size").known,
                                    equal(one.value.read("size").value, 7)))
                            for one in read("parts").elements),
        CHANGES,
        [["change: add to parts None -> {'id': '1', 'size': 7, 'ok': None} (3)"]],
    ),
    "a number added": (
        {"numbers": ()},
        lambda read: any_of(all_of((one.present, at_most(4, one.value.value)))
                            for one in read("numbers").elements),
        CHANGES,
        [["change: add to numbers None -> 4 (2)"]],
    ),
    "a list added": (
        {"lists": ()},
        lambda read: any_of(one.present for one in read("lists").elements),
        CHANGES,
        [["change: add to lists None -> () (2)"]],
    ),
    "a list that is empty": (
        {}, known("numbers"), CHANGES, [["change: set numbers None -> () (1)"]]
    ),
    "an entry that is kept": (
        {"more": (3,)},
        lambda read: negated(read("more").elements[0].present),
        CHANGES,
        [],
    ),
    "an entry that is kept is in the way": (
        {"more": (3,)},
        lambda read: negated(read("more").elements[0].present),
        ALL,
        [["obstacle: remove more[0] 3 -> None (2)"]],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_cheapest_ways_first(case: str) -> None:
    given, goal, roles, wanted = CASES[case]
    found = ways(given, goal, roles)
    assert found[: len(wanted)] == wanted
    assert bool(found) is bool(wanted)


KEPT: list[tuple[Kept, Any, Any, bool]] = [
    (Kept(), 3, 5, True),
    (Kept(not_less=True), 3, 5, True),
    (Kept(not_less=True), 3, 3, True),
    (Kept(not_less=True), 3, 2, False),
    (Kept(not_more=True), 3, 5, False),
    (Kept(not_more=True), 3, 2, True),
    (Kept(not_less=True), True, False, False),
    (Kept(not_less=True), False, True, True),
    (Kept(not_more=True), False, True, False),
    (Kept(not_less=True), date(2023, 1, 2), date(2023, 1, 1), False),
    (Kept(not_less=True, not_more=True), Period(1), Period(0), True),
    (Kept(not_less=True), {"a": 1}, {"a": 0}, True),
    (Kept(not_less=True), (1, 2), (1,), True),
    (Kept(values=frozenset({"red", "blue"})), "red", "blue", True),
    (Kept(values=frozenset({"red", "blue"})), "red", "green", False),
    (Kept(values=frozenset({"red"})), "green", "blue", True),
    (Kept(not_less=True), None, 3, True),
]


@pytest.mark.parametrize(("kept", "before", "after", "allowed"), KEPT)
def test_what_is_not_taken_back(kept: Kept, before: Any, after: Any, allowed: bool) -> None:
    assert kept.allows(before, after) is allowed


@pytest.mark.parametrize(
    ("only", "less_", "more_"),
    [
        (None, True, True),
        (Only.RAISED, False, True),
        (Only.LOWERED, True, False),
        (Only.KEPT, False, True),
    ],
)
def test_words_of_a_field_say_which_way_it_may_go(only: Any, less_: bool, more_: bool) -> None:
    kept = kept_by_word(Field("n", None, Scalar.WHOLE, only=only))
    assert (kept.allows(3, 2), kept.allows(3, 4)) == (less_, more_)


KEEPING: list[tuple[dict[str, Any], str, Kept, Callable[[Any], Any], bool]] = [
    # What is known, of what, how it is kept, what is wanted, and whether it can be.
    ({"n": 3}, "n", Kept(not_less=True), below("n", 3), False),
    ({"n": 3}, "n", Kept(not_less=True), at_least("n", 4), True),
    ({"n": 3}, "n", Kept(not_more=True), at_least("n", 4), False),
    ({"n": 3}, "n", Kept(not_more=True), below("n", 3), True),
    ({"a": True}, "a", Kept(not_less=True), lambda read: read("a").no, False),
    ({"a": False}, "a", Kept(not_less=True), yes("a"), True),
    ({}, "a", Kept(not_less=True), lambda read: read("a").no, True),
    ({}, "a", Kept(not_less=True, reported=True), lambda read: read("a").no, False),
    ({}, "a", Kept(not_less=True, reported=True), yes("a"), True),
    ({}, "a", Kept(not_more=True, reported=True), yes("a"), False),
    ({}, "d", Kept(not_less=True, reported=True), below("d", DAY.toordinal()), False),
    ({}, "d", Kept(not_less=True, reported=True), at_least("d", DAY.toordinal()), True),
    ({}, "d", Kept(not_more=True, reported=True), at_least("d", DAY.toordinal() + 1), False),
    ({}, "d", Kept(not_less=True), below("d", DAY.toordinal()), True),
    ({}, "n", Kept(not_less=True, reported=True), below("n", -5), True),
    ({"kind": "red"}, "kind", Kept(values=frozenset({"red", "blue"})),
     lambda read: equal(read("kind").value, 2), False),
    ({"kind": "red"}, "kind", Kept(values=frozenset({"red", "blue"})),
     lambda read: equal(read("kind").value, 1), True),
    ({"kind": "green"}, "kind", Kept(values=frozenset({"red"})),
     lambda read: equal(read("kind").value, 1), True),
    ({"numbers": (3,)}, "numbers", Kept(not_less=True),
     lambda read: negated(read("numbers").elements[0].present), False),
    ({"numbers": (3,)}, "numbers", Kept(not_more=True),
     lambda read: negated(read("numbers").elements[0].present), True),
    ({"numbers": (3,)}, "numbers", Kept(not_more=True),
     lambda read: any_of(one.present for one in read("numbers").elements[1:]), False),
    ({"numbers": (3,)}, "numbers", Kept(not_less=True),
     lambda read: any_of(one.present for one in read("numbers").elements[1:]), True),
    ({"parts": (PART_A,)}, "parts[].size", Kept(not_less=True),
     lambda read: all_of((read("parts").elements[0].present,
                          less(read("parts").elements[0].value.read("size").value, 5))), False),
]  # fmt: skip


@pytest.mark.parametrize(("given", "path", "kept", "goal", "possible"), KEEPING)
def test_what_is_kept_is_not_taken_back_for_anything(
    given: dict[str, Any], path: str, kept: Kept, goal: Callable[[Any], Any], possible: bool
) -> None:
    found = ways(given, goal, keeping=lambda asked: kept if asked == path else None)
    assert bool(found) is possible


def test_a_revision_tells_what_it_left_out() -> None:
    def made(given: dict[str, Any], *read: str, **more: Any) -> Revision:
        revision = Revision(SHAPE, {**NOTHING, **given}, DAY, CHANGES, **more)
        for name in read:
            revision.record.read(name)
        return revision

    plain = made({"n": 3}, "n")
    assert (plain.list_bound, plain.size_limit, plain.most_periods) == (0, MOST_PARTS, 40)
    assert plain.as_of == DAY.toordinal()
    assert (plain.held, plain.curtailed, plain.extended, plain.shortened) == (False,) * 4
    assert made({"numbers": ()}, "numbers").extended
    assert not made({"numbers": ()}, "numbers", more=0).extended
    long = made({"numbers": tuple(range(41))}, "numbers")
    assert long.curtailed
    assert len(long.record.read("numbers").elements) == 43  # type: ignore[union-attr]
    assert not made({"numbers": tuple(range(40))}, "numbers").curtailed
    assert made({"n": 3}, "n", keeping=lambda _: Kept(not_less=True)).held
    assert not made({"n": 3}, "n", keeping=lambda _: Kept()).held


def test_one_of_a_role_weighs_more_than_all_of_those_before() -> None:
    choices = [Choice(terms.boolean(str(n)), role, price) for n, (role, price) in enumerate(
        [(Role.CHANGE, 1)] * 30 + [(Role.CHANGE, 2)] * 60 + [(Role.ASSUMPTION, 1)] * 200
    )]  # fmt: skip
    weights = _weights(choices)
    assert weights[Role.CHANGE] == 1
    assert weights[Role.ASSUMPTION] == 151
    assert weights[Role.OBSTACLE] == 150 + 200 * 151 + 1
    assert _weights([]) == {Role.CHANGE: 1, Role.ASSUMPTION: 100, Role.OBSTACLE: 10_000}


def test_a_record_after_several_edits() -> None:
    def edit(kind: EditKind, path: str, after: Any) -> Edit:
        return Edit(kind, Role.CHANGE, path, Scalar.WHOLE, None, after)

    before = {**NOTHING, "numbers": (1, 2, 3), "parts": (PART_A, PART_B)}
    edits = (
        edit(EditKind.REMOVE, "numbers[0]", None),
        edit(EditKind.SET, "numbers[1]", 7),
        edit(EditKind.REMOVE, "numbers[2]", None),
        edit(EditKind.ADD, "numbers", 9),
        edit(EditKind.SET, "parts[1].size", 4),
        edit(EditKind.REMOVE, "parts[0]", None),
        edit(EditKind.SET, "main.size", 8),
        edit(EditKind.ADD, "more", 5),
    )
    assert revised(before, SHAPE, edits) == {
        **NOTHING,
        "numbers": (7, 9),
        "parts": ({**PART_B, "size": 4},),
        "main": {"id": "1", "size": 8, "ok": None},
        "more": (5,),
    }
    assert blank(PART) == {"id": "1", "size": None, "ok": None}
    assert unnumbered("a[12].b[3]") == "a[].b[]"


def test_without_time_no_way_is_claimed_to_be_the_last() -> None:
    revision = Revision(SHAPE, {**NOTHING, "a": False}, DAY, CHANGES)
    goal = revision.record.read("a").yes  # type: ignore[union-attr]
    with pytest.raises(OutOfTimeError):
        next(iter(Revisions(revision, goal, monotonic() - 1)))
