"""What the solver is told of an operation leaves it no other answer.

Each line of the truth tables of operations holds for free values that are said to be those of the
line: that anything else comes out is refuted, not merely that the line is one of the solutions.
"""

import pytest

from linkage_rules.engines.symbolic import Impossible, Rules, Scene, Search, all_of, any_of, negated
from tests.engines.test_operations import DAY, TABLES, Line, U, named, policy, record

ASKED: dict[str, list[Line]] = {}
for lines in TABLES.values():
    for line in lines:
        ASKED.setdefault(line[0], []).append(line)


@pytest.mark.parametrize("expression", ASKED)
def test_nothing_else_can_come_out(expression: str) -> None:
    package = policy(ASKED[expression])
    shape = package.record_types["Case"]
    scene = Scene(shape, list_bound=3)
    rules = Rules(package, scene)
    said = {name: rules.applies(name) for name in package.norms}
    search = Search(scene, time_limit=5)
    for line in ASKED[expression]:
        known, equal = (said.get(name) for name in named(line))
        assert known is not None
        given = all_of(scene.equations(record(line[1]), DAY))
        if line[2] is U:
            wrong = negated(known.no)
        else:
            assert equal is not None
            wrong = any_of((negated(known.yes), negated(equal.yes)))
        assert search.find(all_of((given, wrong))) == Impossible(), line
    assert search.find(given) != Impossible(), line
