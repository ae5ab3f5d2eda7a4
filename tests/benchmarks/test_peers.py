"""The benchmarks compare engines that say the same; how fast they are is not tested."""

import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def peers(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import peers

    yield peers
    for name in [*sys.modules]:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(BENCHMARKS)):
            del sys.modules[name]


@pytest.mark.slow
def test_every_engine_at_hand_answers_as_the_rules_written_by_hand(peers):
    given = peers.records(25)
    contenders = list(peers.made(""))
    assert {"linkage_rules, every record validated", "hand-written Python, rule by rule"} <= {
        contender.name for contender in contenders
    }
    for contender in contenders:
        peers.check(contender, given, [contender.prepare(record) for record in given])


def test_an_engine_that_says_something_else_is_found_out(peers):
    wrong = peers.Contender("wrong", lambda record: (not record["mechanism"],) * 12)
    given = peers.records(3)
    with pytest.raises(peers.DifferentAnswersError, match=r"wrong, rules \["):
        peers.check(wrong, given, given)


def test_an_engine_is_asked_only_what_it_can_express(peers):
    silent = peers.Contender(
        "silent", peers.by_hand, lambda answers: answers[:11], without={12: "it has no lists"}
    )
    given = peers.records(5)
    peers.check(silent, given, given)
    (row,) = peers.inexpressible([peers.Runner(silent, given, 1)])
    assert row == "- silent was not asked rules 12: it has no lists"
