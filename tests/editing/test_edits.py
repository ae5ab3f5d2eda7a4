"""Edits by chance leave what a fresh check would find; ten thousand: ``benchmarks/edits.py``."""

import pytest

from tests.places import ROOT, module_at

from .conftest import Desk

EDITS = module_at(ROOT / "benchmarks" / "edits.py", "edits")


@pytest.mark.parametrize("seed", range(3))
def test_what_is_known_after_an_edit_is_what_a_fresh_check_finds(desk: Desk, seed: int) -> None:
    assert [*EDITS.edited(desk.folder, 100, seed)] == []
