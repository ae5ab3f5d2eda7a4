"""What the solver is told of an operation leaves it no other answer.

Each line of the truth tables of operations holds for free values that are said to be those of the
line: that anything else comes out is refuted, not merely that the line is one of the solutions.
"""

from datetime import date
from itertools import product

import pytest

from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.symbolic import Impossible, Rules, Scene, Search, all_of, any_of, negated
from linkage_rules.engines.symbolic import operations as symbolic
from linkage_rules.engines.symbolic.operations import Uncovered, applied
from linkage_rules.engines.symbolic.terms import Bool
from linkage_rules.engines.symbolic.values import Symbolic, constant, equal, known_of
from linkage_rules.model.operations import (
    COUNTED_UP,
    FIRST_DAY_OF,
    LAST_DAY_OF,
    OPERATIONS,
    PERIODS_OF,
    Operation,
)
from linkage_rules.model.periods import CALENDAR_PERIOD
from linkage_rules.model.types import RecordType, Scalar, Type
from linkage_rules.model.values import NEVER, Period
from linkage_rules.model.work_calendars import WorkCalendar
from tests.engines.test_operation_laws import SOME, signatures, suits
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


DAYS = [date(2023, 1, 31), date(2024, 3, 31), date(2024, 2, 29)]
PERIODS = [Period(1, 0), Period(0, 1), Period(13, 40)]


@pytest.mark.parametrize("operation", COUNTED_UP.values(), ids=repr)
def test_a_day_that_a_month_lacks_is_counted_up_to_the_next(operation: Operation) -> None:
    scene = Scene(RecordType("V", None, ()))
    day, period = scene.free("day", Scalar.DATE), scene.free("period", Scalar.PERIOD)
    operands = [period, day] if operation.name.startswith("after") else [day, period]
    moved = applied(operation, scene, operands, Uncovered())
    search = Search(scene, time_limit=5)
    for start, length in product((*DAYS, NEVER, None), (*PERIODS, None)):
        known = [constant(one, type_, scene.texts) for one, type_ in
                 ((start, Scalar.DATE), (length, Scalar.PERIOD))]  # fmt: skip
        given = all_of(map(_is, (day, period), known))
        values = [length, start] if operation.name.startswith("after") else [start, length]
        expected = constant(operation.answer(values), Scalar.DATE, scene.texts)
        assert search.find(all_of((given, negated(_is(moved, expected))))) == Impossible(), values


def _is(found: Symbolic, wanted: Symbolic) -> Bool:
    """That a value is a known one, or is unknown as that is."""
    if known_of(wanted) is True:
        return equal(found, wanted).yes
    return negated(known_of(found))


SOLVED = (*FIRST_DAY_OF.values(), *LAST_DAY_OF.values(), *PERIODS_OF.values())
"""Of these the solver is told also where all is written out."""
WORKED_OUT = [one for one in OPERATIONS.values() if one not in SOLVED]


@pytest.mark.parametrize("operation", WORKED_OUT, ids=repr)
def test_what_is_written_out_is_worked_out_as_it_is_meant(operation: Operation) -> None:
    scene = Scene(RecordType("V", None, ()))
    calendar = WorkCalendar("c", None, date(2023, 1, 1), date(2024, 12, 31))
    operation = operation.by(calendar) if operation.counts is not None else operation
    for types in signatures(operation):
        if CALENDAR_PERIOD in types:
            continue
        for operands in product(*((*SOME[type_], None) for type_ in types)):
            if not suits(operation, operands):
                continue
            given = [constant(v, t, scene.texts) for v, t in zip(operands, types, strict=True)]
            found = applied(operation, scene, given, Uncovered())
            wanted = operation.answer(operands)
            if wanted is None:
                assert known_of(found) is False, operands
            else:
                kept = constant(wanted, result_of(operation, types), scene.texts)
                assert equal(found, kept).yes is True, (operands, found, wanted)
    assert scene.constraints == Scene(RecordType("V", None, ())).constraints


def result_of(operation: Operation, types: tuple[Type, ...]) -> Type:
    found = (signature.result for signature in operation.takes if signature.of(len(types)) == types)
    return next(found, Scalar.YES_NO)


def test_an_operation_without_a_meaning_is_refused_by_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(symbolic.COLUMN.meanings, "year_of")
    scene = Scene(RecordType("V", None, ()))
    with pytest.raises(LackingError) as lacking:
        applied(OPERATIONS["year_of"], scene, [scene.free("d", Scalar.DATE)], Uncovered())
    said = "nothing can be proved of “year of …” yet; judge the records one by one"
    assert lacking.value.render("en") == said
    assert lacking.value.render("zh") == "尚不能就“… 的年份”作出证明；请逐条审核"
