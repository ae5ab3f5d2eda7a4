"""An overlay may not let through what the policy below strictly forbids."""

from itertools import product

import pytest

from linkage_rules.analysis.difference import loosened
from linkage_rules.model.deontic import determined_verdict
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.statuses import VerdictStatus
from tests.analysis.difference.conftest import PairOf

BAN = "norm ban for Project\n  when operating\n  county must not enter\n"
LEAVE = "norm leave for Project\n  when poor\n  county may enter\n"
DUTY = "norm duty for Project\n  when poor\n  county must enter\n"


@pytest.mark.parametrize(
    "overlay",
    [
        pytest.param("", id="the ban is gone"),
        pytest.param(BAN.replace("operating", "operating and poor"), id="it has a condition more"),
        pytest.param(BAN.replace("  county", "  unless poor\n  county"), id="it has an exception"),
        pytest.param(BAN + LEAVE + "  overrides ban\n", id="a permission overrides it"),
        pytest.param(
            BAN.replace("must not", "must in principle not") + DUTY, id="a duty is stronger"
        ),
    ],
)
def test_a_strict_ban_that_is_not_kept_is_shown_on_a_record(pair_of: PairOf, overlay: str) -> None:
    found, undecided = loosened(*pair_of(BAN, overlay))
    assert undecided == ()
    (loosening,) = found
    assert loosening.norm.name == "ban"
    shown = loosening.shown
    assert shown.old.verdicts["enter"].status is VerdictStatus.FORBIDDEN
    assert shown.new.verdicts["enter"].status not in (
        VerdictStatus.FORBIDDEN,
        VerdictStatus.CONFLICTING,
    )


@pytest.mark.parametrize(
    "overlay",
    [
        pytest.param(BAN, id="the same"),
        pytest.param(BAN.replace("operating", "operating or poor"), id="a wider ban"),
        pytest.param(BAN + LEAVE, id="a permission gives way"),
        pytest.param(BAN + DUTY, id="a duty conflicts, which is reported elsewhere"),
        pytest.param(BAN.replace("ban", "other"), id="another ban does the same"),
    ],
)
def test_a_strict_ban_that_is_kept_is_not(pair_of: PairOf, overlay: str) -> None:
    assert loosened(*pair_of(BAN, overlay)) == ((), ())


def test_where_a_strict_ban_applies_nothing_else_lets_it_through() -> None:
    forces = [*product(Modality, Strength)]
    for *taken, by_default in product((True, False), repeat=len(forces) + 1):
        applying = {force for force, applies in zip(forces, taken, strict=True) if applies}
        applying.add((Modality.PROHIBITION, Strength.STRICT))
        verdict, _ = determined_verdict(frozenset(applying), by_default)
        assert verdict in (VerdictStatus.FORBIDDEN, VerdictStatus.CONFLICTING)


@pytest.mark.parametrize(
    ("more", "is_looser"),
    [
        pytest.param("(poor or not poor)", False, id="either way it is forbidden"),
        pytest.param("(poor or (not poor and operating))", False, id="by what it rests on too"),
        pytest.param("poor is known", True, id="to be known is asked for"),
        pytest.param("1 / people > 0", True, id="it stays open where everything is known"),
    ],
)
def test_what_is_unknown_is_looked_at_each_way_it_can_turn_out(
    pair_of: PairOf, more: str, is_looser: bool
) -> None:
    overlay = BAN.replace("operating", f"operating and {more}")
    found, undecided = loosened(*pair_of(BAN, overlay))
    assert (bool(found), undecided) == (is_looser, ())


def test_a_norm_that_gives_way_to_one_that_asks_as_much_is_kept_while_it_is_open_which(
    pair_of: PairOf,
) -> None:
    stricter = "norm other for Project\n  when poor\n  overrides ban\n  county must not enter\n"
    assert loosened(*pair_of(BAN, BAN + stricter)) == ((), ())


TABLED = "norm ban for Project\n  when people < {}\n  county must not enter\n"
ROWS = "fact limit of Project: whole number by {}\n  yes: {}\n  no: 20\n"


@pytest.mark.parametrize("looked_at", ["operating", "large"])
@pytest.mark.parametrize(("least", "is_looser"), [(25, False), (20, False), (19, True)])
def test_a_table_is_held_against_a_ban_row_by_row(
    pair_of: PairOf, least: int, is_looser: bool, looked_at: str
) -> None:
    """What is unknown leaves the row open, and no row of the stricter tables is looser."""
    large = "fact large of Project\n  means poor or operating\n"
    tabled = large + ROWS.format(looked_at, least) + TABLED.format("limit")
    found, undecided = loosened(*pair_of(TABLED.format(20), tabled))
    assert undecided == ()
    assert bool(found) is is_looser
    for one in found:
        assert one.shown.witness.record["people"] == 19
