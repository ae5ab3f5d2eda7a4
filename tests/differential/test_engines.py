"""All engines asked in one way, and what of their answers is compared; see `test_stacks.py`."""

from linkage_rules.testing.engines import REFERENCE, Said, differences, engines


def test_the_engines_are_these() -> None:
    assert list(engines()) == [REFERENCE, "compiled", "tabular", "symbolic"]


def test_every_answer_is_compared() -> None:
    wanted = Said(
        statuses={"duty": "violated"},
        verdicts={"act": "required"},
        by={"act": ("duty",)},
        possible={"act": frozenset({"required"})},
        facts={"poor": True},
        missing=frozenset({"income"}),
    )
    got = Said(
        statuses={"duty": "fulfilled"},
        verdicts={"act": "forbidden"},
        by={"act": ()},
        possible={"act": frozenset()},
        facts={"poor": None},
        missing=frozenset(),
    )
    assert [(d.what, d.name) for d in differences(wanted, got)] == [
        ("status", "duty"),
        ("verdict", "act"),
        ("deciding norms", "act"),
        ("possible verdicts", "act"),
        ("fact", "poor"),
        ("missing", "income"),
    ]
    assert not list(differences(wanted, wanted))


def test_what_an_engine_does_not_say_is_not_compared() -> None:
    said = Said(statuses={"duty": "violated"}, verdicts={})
    assert not list(differences(said, Said({"duty": "violated"}, {}, facts={"poor": True})))
