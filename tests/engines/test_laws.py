"""Laws that hold for every policy and record, tried on generated ones."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Field, ListType, RecordType, Type
from linkage_rules.model.values import Period
from linkage_rules.testing.generation import as_of_dates, packages, records
from tests.policies import package_of

LAW = settings(max_examples=15, suppress_health_check=list(HealthCheck))


@st.composite
def cases(draw: st.DrawFn, with_is_known: bool = True) -> tuple[Evaluation, RecordType]:
    package: Package = draw(packages(with_is_known=with_is_known))
    judged = sorted(name for name, steps in package.orders.items() if steps)
    shape = package.record_types[draw(st.sampled_from(judged))]
    record = draw(records(package, shape))
    return Evaluation(package, shape, record, draw(as_of_dates(package))), shape


@LAW
@given(case=cases())
def test_evaluation_is_total_and_exact(case: tuple[Evaluation, RecordType]) -> None:
    evaluation, _ = case
    for value in evaluation.fact_values().values():
        assert value is None or isinstance(
            value, bool | int | Fraction | date | Period | str | tuple
        )
    outcome = evaluation.outcome()
    assert all(isinstance(norm.status, Status) for norm in outcome.norms.values())
    for verdict in outcome.verdicts.values():
        settled = verdict.status is not VerdictStatus.UNDETERMINED
        assert settled == (len(verdict.possible) == 1)
        assert not settled or verdict.possible == {verdict.status}


@LAW
@given(case=cases(with_is_known=False), data=st.data())
def test_learning_a_field_never_turns_a_determined_answer_round(
    case: tuple[Evaluation, RecordType], data: st.DataObject
) -> None:
    before, shape = case
    informed = data.draw(records(before.package, shape))
    after = Evaluation(before.package, shape, _learnt(before.record, informed, shape), before.as_of)
    for name, value in before.fact_values().items():
        assert _holds_on(value, after.fact_values()[name])
    old, new = before.outcome(), after.outcome()
    for name, norm in old.norms.items():
        assert norm.status in (Status.UNDETERMINED, new.norms[name].status)
        assert norm.applies in (None, new.norms[name].applies)
    for name, verdict in old.verdicts.items():
        assert verdict.possible >= new.verdicts[name].possible
        assert verdict.status in (VerdictStatus.UNDETERMINED, new.verdicts[name].status)


def _holds_on(known: Any, learnt: Any) -> bool:
    """Whether what was known is still so: unknowns inside a list or a record may be filled in."""
    if isinstance(known, tuple) and isinstance(learnt, tuple):
        return len(known) == len(learnt) and all(map(_holds_on, known, learnt))
    if isinstance(known, Mapping) and isinstance(learnt, Mapping):
        return all(_holds_on(value, learnt[name]) for name, value in known.items())
    return known is None or known == learnt


def _learnt(known: Mapping[str, Any], informed: Mapping[str, Any], shape: RecordType) -> Any:
    """The known record with what is unknown in it filled in from another one."""
    return {f.name: _filled(known[f.name], informed[f.name], f.type) for f in shape.fields}


def _filled(known: Any, informed: Any, type_: Type) -> Any:
    if known is None:
        return informed
    if informed is None:
        return known
    if isinstance(type_, RecordType):
        return _learnt(known, informed, type_)
    if isinstance(type_, ListType):
        others = (*informed, *[None] * len(known))
        return tuple(
            _filled(mine, other, type_.element) for mine, other in zip(known, others, strict=False)
        )
    return known


@LAW
@given(case=cases())
def test_the_same_question_has_the_same_answer(case: tuple[Evaluation, RecordType]) -> None:
    first, shape = case
    again = Evaluation(first.package, shape, first.record, first.as_of)
    assert first.outcome() == again.outcome()
    assert first.fact_values() == again.fact_values()


def test_only_is_known_lets_an_answer_turn_round() -> None:
    package = package_of(
        'policy known "K"\nrecord Thing\n  a: yes/no\n'
        "fact unreported of Thing\n  means not (a is known)\n",
    )
    shape = package.record_types["Thing"]
    assert isinstance(shape.fields[0], Field)
    answers = [
        Evaluation(package, shape, {"a": a}, date(2023, 5, 1)).fact_values()["unreported"]
        for a in (None, True)
    ]
    assert answers == [True, False]
