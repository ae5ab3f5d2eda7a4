"""The generator draws every construct that the language has."""

from collections import Counter

import pytest
from hypothesis import strategies as st

from linkage_rules.language import syntax
from linkage_rules.language.clauses import CLAUSES
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package
from linkage_rules.testing.constructs import constructs, occurring
from linkage_rules.testing.generation import on_seed, read, stack_texts

SEEDS = (107, 6, 249, 32, 248, 11, 93, 204, 310, 150, 3)
"""Policies that together had every construct when this was written: a greedy choice among the first
400. Where they no longer do, others are drawn until nothing is left."""
MOST_SEEDS = 500


def drawn(number: int) -> Counter[str]:
    """What is in the policy of a seed."""
    found: Counter[str] = Counter()
    failed: list[AssertionError] = []

    def look(data: st.DataObject) -> None:
        try:
            package, trees = read(*data.draw(stack_texts(with_is_known=True)))
        except AssertionError as error:
            # A text that is no policy is shown as it is: making it smaller would take minutes.
            failed.append(error)
        else:
            found.update(occurring(trees, package))

    on_seed(number, look)
    if failed:
        raise failed[0]
    return found


@pytest.mark.slow
def test_every_construct_is_drawn() -> None:
    left = {*constructs()}
    for number in (*SEEDS, *range(1, MOST_SEEDS)):
        if not left:
            break
        left -= drawn(number).keys()
    assert not left, "no generator writes these: see linkage_rules.testing.generation"


def test_each_table_of_the_language_is_in_the_table_of_constructs() -> None:
    known = {*constructs()}
    assert len(known) == len(constructs()) > 400
    for row in CLAUSES:
        assert any(f"{within}: {row.rule}" in known for within in row.within)
    assert {"node HasMany", "FieldLine.blank_means", "Recurring.unit half_year"} <= known
    assert {"force must_in_principle_not", "model ShareOf", "amendment continue"} <= known
    assert {"OutcomeIs.outcome overdue", "operation working_days_between"} <= known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amend city\n  continues to 2026-12-31", ["declaration amend", "amend: continues"]),
        ('override f because "x" by a\n  else: 1', ["override_table: row", "node Row"]),
        ("fact f of R by a\n  else: 1", ["table: row", "declaration fact"]),
        ("norm n for R\n  b must in principle not a", ["force must_in_principle_not"]),
        ("norm n for R\n  b or c may a to d", ["Duty.bearing any", "Duty.counterparty"]),
        ("record R\n  a: money blank means 0元", ["FieldLine.blank_means"]),
    ],
)
def test_what_stands_in_a_text_is_found(text: str, expected: list[str]) -> None:
    tree, problems = parse(SourceFile("a.pol", text))
    assert not problems
    found = occurring([tree], Package(name="p"))
    assert {*expected} <= found.keys() <= {*constructs()}
    assert isinstance(tree, syntax.File)
