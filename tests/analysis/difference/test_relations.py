"""What counts as stricter and as looser, one kind of change after another."""

from datetime import date

import pytest

from linkage_rules.analysis.difference import Difference, Relation, Way, difference
from linkage_rules.engines.reference import evaluate
from linkage_rules.model.norms import Interval
from tests.analysis.difference.conftest import PairOf

SAME, STRICTER, LOOSER, BOTH = Relation.SAME, Relation.STRICTER, Relation.LOOSER, Relation.BOTH


def relations(found: Difference) -> dict[str, Relation]:
    """Everything that is not the same, by name."""
    compared = (*found.actions, *found.norms)
    return {c.declared.name: c.relation for c in compared if c.relation is not SAME}


def norm(duty: str, when: str = "operating", name: str = "n", more: str = "") -> str:
    return f"norm {name} for Project\n  when {when}\n  {duty}\n  {more}\n"


CASES = {
    "a ban in more records": (
        norm("county must not enter", "operating and poor"),
        norm("county must not enter"),
        {"enter": STRICTER, "n": STRICTER},
    ),
    "a ban in fewer records": (
        norm("county must not enter"),
        norm("county must not enter", "operating and poor"),
        {"enter": LOOSER, "n": LOOSER},
    ),
    "a ban in other records": (
        norm("county must not enter"),
        norm("county must not enter", "poor"),
        {"enter": BOTH, "n": BOTH},
    ),
    "a duty in more records": (
        norm("county must build", "operating and poor"),
        norm("county must build"),
        {"build": STRICTER, "n": STRICTER},
    ),
    "a permission in more records": (
        norm("county may enter", "operating and poor"),
        norm("county may enter"),
        {"enter": LOOSER, "n": LOOSER},
    ),
    "encouragement in more records": (
        norm("county encouraged to enter", "operating and poor"),
        norm("county encouraged to enter"),
        {"enter": STRICTER, "n": STRICTER},
    ),
    "a ban in principle only": (
        norm("county must not enter"),
        norm("county must in principle not enter"),
        {"n": LOOSER},
    ),
    "a duty no longer in principle only": (
        norm("county must in principle build"),
        norm("county must build"),
        {"n": STRICTER},
    ),
    "a duty that becomes advice": (
        norm("county must build"),
        norm("county encouraged to build"),
        {"build": LOOSER, "n": LOOSER},
    ),
    "a ban that becomes a permission": (
        norm("county must not enter"),
        norm("county may enter"),
        {"enter": LOOSER, "n": LOOSER},
    ),
    "a ban that becomes a duty": (
        norm("county must not enter"),
        norm("county must enter"),
        {"enter": BOTH, "n": BOTH},
    ),
    "a norm that is new": (
        "",
        norm("county must not enter"),
        {"enter": STRICTER, "n": STRICTER},
    ),
    "a norm that is gone": (
        norm("county may enter"),
        "",
        {"enter": STRICTER, "n": STRICTER},
    ),
    "a new norm that never has an effect": (
        norm("county must not enter"),
        norm("county must not enter") + norm("county may enter", name="m"),
        {"m": LOOSER},
    ),
    "another bearer": (
        norm("county must build"),
        norm("town must build"),
        {"n": BOTH},
    ),
    "one fen more": (
        norm("county must not enter", "sum(f.amount over f in funds) > 100元"),
        norm("county must not enter", "sum(f.amount over f in funds) > 100.01元"),
        {"enter": LOOSER, "n": LOOSER},
    ),
    "visible with an empty list only": (
        norm("county must not enter", "every f in funds has f.kind = red"),
        norm("county must not enter", "(every f in funds has f.kind = red) and count(funds) > 0"),
        {"enter": LOOSER, "n": LOOSER},
    ),
    "visible with something unknown only": (
        norm("county must not enter", "operating"),
        norm("county must not enter", "operating and operating is known"),
        {"enter": LOOSER, "n": LOOSER},
    ),
    "visible in a list of seven only": (
        "parameter all_: list of colour\n  = [red, blue, green, grey, black, white, pink]\n"
        + norm("county must not enter", "every c in all_ has c in colours"),
        "parameter all_: list of colour\n  = [red, blue, green, grey, black, white]\n"
        + norm("county must not enter", "every c in all_ has c in colours"),
        {"enter": STRICTER, "n": STRICTER},
    ),
    "visible on one day only": (
        norm("county must not enter", more="in force 2022-01-01 to 2022-12-31"),
        norm("county must not enter", more="in force 2022-01-01 to 2022-12-30"),
        {"enter": LOOSER, "n": LOOSER},
    ),
    "a parameter": (
        "parameter least: whole number\n  = 3\n" + norm("county may enter", "people >= least"),
        "parameter least: whole number\n  = 4\n" + norm("county may enter", "people >= least"),
        {"enter": STRICTER, "n": STRICTER},
    ),
    "by a norm that overrides": (
        norm("county must not enter") + norm("county may enter", "poor", "m"),
        norm("county must not enter") + norm("county may enter", "poor", "m", "overrides n"),
        {"enter": LOOSER, "n": LOOSER},
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_each_change_is_told_apart(
    pair_of: PairOf, old: str, new: str, expected: dict[str, Relation]
) -> None:
    assert relations(difference(*pair_of(old, new))) == expected


OPPOSITES = {SAME: SAME, STRICTER: LOOSER, LOOSER: STRICTER, BOTH: BOTH}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_the_other_way_round_it_is_the_opposite(
    pair_of: PairOf, old: str, new: str, expected: dict[str, Relation]
) -> None:
    before, after = pair_of(old, new)
    opposite = {name: OPPOSITES[relation] for name, relation in expected.items()}
    assert relations(difference(after, before)) == opposite


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_each_record_that_is_shown_is_judged_differently(
    pair_of: PairOf, old: str, new: str, expected: dict[str, Relation]
) -> None:
    before, after = pair_of(old, new)
    for compared in (c for f in [difference(before, after)] for c in (*f.actions, *f.norms)):
        for direction in compared.ways.values():
            if direction.shown is None:
                continue
            witness = direction.shown.witness
            outcomes = [
                evaluate(package, witness.record_type, witness.record, witness.as_of)
                for package in (before, after)
            ]
            assert outcomes[0] != outcomes[1]
            assert (direction.shown.old, direction.shown.new) == tuple(outcomes)


def test_how_a_duty_is_met_counts(pair_of: PairOf) -> None:
    old, new = (
        f"action tidy of Project\n  done when {done}\n" + norm("county must tidy")
        for done in ("done", "done and not poor")
    )
    assert relations(difference(*pair_of(old, new))) == {"n": STRICTER}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(
            norm("county must not enter") + norm("county may build", "poor", "m"),
            norm("county may build", "poor", "m") + norm("county must not enter"),
            id="moved",
        ),
        pytest.param(
            norm("county must not enter"),
            norm("county must not enter", name="renamed"),
            id="renamed norm",
        ),
        pytest.param(
            norm("county must not enter") + norm("county must not enter", "poor", "m"),
            norm("county must not enter", "poor", "a") + norm("county must not enter", name="b"),
            id="renamed norms in another order",
        ),
        pytest.param(
            norm("county must not enter", "operating and poor"),
            norm("county must not enter", "not (not poor or not operating)"),
            id="another way to write it",
        ),
        pytest.param(
            "fact f of Project\n  means operating\n" + norm("county must not enter", "f and poor"),
            "fact g of Project\n  means poor\n" + norm("county must not enter", "operating and g"),
            id="other facts",
        ),
        pytest.param(
            "parameter a: whole number\n  = 3\n" + norm("county may enter", "people > a"),
            norm("county may enter", "people >= 4"),
            id="a parameter written out",
        ),
        pytest.param(
            norm("county must not enter", "some f in funds has f.kind = red"),
            norm("county must not enter", "not (every x in funds has x.kind != red)"),
            id="another quantifier",
        ),
    ],
)
def test_what_is_only_written_differently_is_no_difference(
    pair_of: PairOf, old: str, new: str
) -> None:
    found = difference(*pair_of(old, new))
    assert not found
    assert all(c.list_bound is None for c in (*found.actions, *found.norms)), "proved for all"


def test_a_difference_is_looked_for_on_the_days_that_are_asked_about(pair_of: PairOf) -> None:
    until = "in force 2022-01-01 to {}"
    old, new = (
        norm("county must not enter", more=until.format(d)) for d in ("2024-12-31", "2025-06-30")
    )
    pair = pair_of(old, new)
    day = date(2023, 5, 1)
    assert not difference(*pair, days=Interval(day, day))
    found = difference(*pair, days=Interval(date(2024, 1, 1), date(2025, 1, 1)))
    shown = found.norms[0].ways[Way.STRICTER].shown
    assert shown is not None
    assert shown.witness.as_of == date(2025, 1, 1)


def test_questions_that_multiply_are_left_undecided(
    pair_of: PairOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkage_rules.analysis.difference.comparing.MOST_PARTS", 2_000)
    depth = 8
    inner = " and ".join(f"f{n}.amount < f{n + 1}.amount" for n in range(depth - 1))
    for n in reversed(range(depth)):
        inner = f"(some f{n} in funds has {inner})"
    pair = pair_of(norm("county must not enter", inner), norm("county must not enter"))
    found = difference(*pair, list_bound=10)
    assert {c.relation for c in found.norms} == {Relation.UNDECIDED}
    assert found
    assert "未能断定" in found.to_text("zh")
