"""What `missing` promises holds for every policy and every record."""

from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linkage_rules.decisions.missing import Needs, missing
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.package import Package
from linkage_rules.model.values import Record

from .judging import AS_OF
from .policy_strategies import filled, packages, records


def evaluation(package: Package, record: Record) -> Evaluation:
    return Evaluation(package, package.record_types["Project"], record, AS_OF)


def answers(found: Evaluation) -> dict[str, Any]:
    """Every verdict and every status by name."""
    verdicts = {name: verdict.status for name, verdict in found.verdicts.items()}
    return verdicts | {name: found.norm_outcome(name).status for name in found.applies}


def needed(needs: Needs) -> dict[str, frozenset[str]]:
    verdicts = {name: needs.of_verdict(name) for name in needs.evaluation.verdicts}
    return verdicts | {name: needs.of_status(name) for name in needs.evaluation.applies}


@settings(max_examples=400)
@given(st.data())
def test_an_undetermined_answer_changes_only_when_a_field_it_needs_is_filled_in(
    data: st.DataObject,
) -> None:
    package = data.draw(packages())
    project = package.record_types["Project"]
    record = data.draw(records(project))
    before = evaluation(package, record)
    needs = needed(Needs(before, project))
    open_ = [name for name, answer in answers(before).items() if answer.value == "undetermined"]
    assume(open_)
    name = data.draw(st.sampled_from(open_))
    after = filled(data.draw, record, project, "", needs[name])
    assert answers(evaluation(package, after))[name] == answers(before)[name]
