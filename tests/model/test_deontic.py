"""The rows of modalities, statuses and verdicts: each complete and of one piece."""

from enum import Enum
from itertools import product

import pytest

from linkage_rules.model import deontic
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.words import deontic_words
from linkage_rules.words.keywords import BY_TERMINAL


@pytest.mark.parametrize(
    ("members", "rows"),
    [
        (Modality, (deontic.MODALITIES, deontic_words.MODALITIES)),
        (Strength, (deontic_words.STRENGTHS,)),
        (Status, (deontic.STATUSES, deontic_words.STATUSES)),
        (VerdictStatus, (deontic.VERDICTS, deontic_words.VERDICTS)),
    ],
)
def test_every_member_has_its_rows(members: type[Enum], rows: tuple[dict[Enum, object], ...]):
    assert [set(table) for table in rows] == [set(members)] * len(rows)


def test_every_force_has_a_keyword_and_words():
    assert deontic.FORCES.keys() == deontic_words.FORCES.keys()
    assert set(deontic.FORCES.values()) <= BY_TERMINAL.keys()
    assert {modality for modality, _ in deontic.FORCES} == set(Modality)


@pytest.mark.parametrize("modality", Modality)
def test_a_row_is_of_one_piece(modality: Modality):
    row = deontic.MODALITIES[modality]
    assert bool(row.to_do) is not bool(row.to_leave)
    assert (row.to_do or row.to_leave).keys() == set(Strength)
    assert row.unmet in {None, row.if_done, row.if_not_done}
    assert row.opposed is None or deontic.MODALITIES[row.opposed].opposed is modality
    alone = frozenset({(modality, Strength.STRICT)})
    assert deontic.determined_verdict(alone, permitted_by_default=False)[0] is row.verdict


def test_the_order_of_verdicts_does_not_depend_on_the_order_of_norms():
    forces = list(deontic.FORCES)
    for taken in product((False, True), repeat=len(forces)):
        applying = frozenset(f for f, chosen in zip(forces, taken, strict=True) if chosen)
        status, by = deontic.determined_verdict(applying, permitted_by_default=False)
        assert (status is VerdictStatus.UNREGULATED) is not bool(applying)
        assert not applying or applying & set(by)
