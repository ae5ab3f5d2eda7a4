"""The targets of the hostile input are up to date: each takes nothing, and what it begins with."""

from collections.abc import Callable

import pytest

from tests.places import ROOT, module_at

FUZZ = ROOT / "fuzz"

targets = module_at(FUZZ / "targets.py", "fuzz_targets")
campaign = module_at(FUZZ / "campaign.py", "fuzz_campaign")
TARGETS: dict[str, Callable[[bytes], None]] = targets.TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_takes_nothing_and_the_first_of_what_it_begins_with(name: str) -> None:
    TARGETS[name](b"")
    for seed in sorted((FUZZ / "seeds" / name).glob("*"))[:2]:
        TARGETS[name](seed.read_bytes())


def test_a_campaign_asks_every_target() -> None:
    assert campaign.names() == list(TARGETS)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"crashes": [], "status": 0, "inputs": 5}, "no failure"),
        ({"crashes": [], "status": 1, "inputs": 0}, "STOPPED with status 1"),
        ({"crashes": [], "status": 0, "inputs": 0}, "STOPPED with status 0"),
        ({"crashes": ["crash-1"], "status": 77, "inputs": 5}, "failed on crash-1"),
    ],
)
def test_a_target_that_was_stopped_has_not_passed(found: dict[str, object], said: str) -> None:
    assert campaign.outcome(found) == said
