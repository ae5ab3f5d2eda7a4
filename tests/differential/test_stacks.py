"""Every engine says of generated policies, alone and with overlays, what the reference engine says.

`benchmarks/differential.py` tries as many as you have time for; here are a few that an engine is
quick with. None of them is refused: that would be no answer.
"""

from datetime import date
from random import Random

import pytest
from hypothesis import strategies as st

from linkage_rules.model.package import AmendmentKind, Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.agreement import agreed
from linkage_rules.testing.engines import by_reference, differences, engines
from linkage_rules.testing.generation import (
    as_of_dates,
    checked,
    on_seed,
    read,
    records,
    stack_texts,
)
from linkage_rules.testing.plain_records import as_given, damaged

pytestmark = pytest.mark.slow

COMPILED = range(1, 13)
OTHERS = {"tabular": (1, 9, 23), "symbolic": (4, 11, 21, 22, 23, 25)}


def cases(data: st.DataObject, number: int) -> tuple[Package, RecordType, list[Record], date]:
    package = checked(*data.draw(stack_texts(with_is_known=True)))
    shape = package.record_types[data.draw(st.sampled_from(("Case", "Case", "Group", "Part")))]
    some = [data.draw(records(package, shape)) for _ in range(number)]
    return package, shape, some, data.draw(as_of_dates(package))


@pytest.mark.parametrize("seed", COMPILED)
def test_compiled_code(seed: int) -> None:
    def try_one(data: st.DataObject) -> None:
        package, shape, some, day = cases(data, 4)
        policy, random = Policy(package, digest=""), Random(seed)
        for record in some:
            given = as_given(record, shape, random)
            agreed(policy, shape.name, record, day, assume_valid=True)
            agreed(policy, shape.name, given, day)
            agreed(policy, shape.name, damaged(given, random), day)

    on_seed(seed, try_one)


@pytest.mark.parametrize(
    ("name", "seed"), [(name, seed) for name, seeds in OTHERS.items() for seed in seeds]
)
def test_the_other_engines(name: str, seed: int) -> None:
    def try_one(data: st.DataObject) -> None:
        package, shape, some, day = cases(data, 3)
        said = engines()[name](package, shape, some, day)
        for record, wanted, got in zip(
            some, by_reference(package, shape, some, day), said, strict=True
        ):
            assert not list(differences(wanted, got)), record

    on_seed(seed, try_one)


BASE = """\
policy city
record Case
  flag: yes/no
bearer county
action act of Case
norm duty for Case
  when flag
  county must act
"""
OVERLAY = """\
policy county_rules
amend city
override duty because "x"
  county must act
"""


def test_texts_are_merged_as_the_library_merges_them() -> None:
    package, trees = read(BASE, OVERLAY)
    assert (package.name, [tree.name for tree in trees]) == (
        "county_rules",
        ["generated.pol", "generated1.pol"],
    )
    assert [one.change for one in package.amendments] == [AmendmentKind.OVERRIDE]
    assert package.norms["duty"].when is None
