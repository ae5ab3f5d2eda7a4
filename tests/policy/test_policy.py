"""`Policy` is what a developer embeds: plain records in, a reasoned decision out."""

import os
from collections import UserDict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import count
from multiprocessing import get_context
from threading import Barrier
from types import MappingProxyType
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import linkage_rules as lr
from linkage_rules.policy.policy import Engine

AS_OF = date(2023, 5, 1)

RECORD = {
    "id": "P-1",
    "operating": True,
    "funds": [{"type": "bridging_subsidy", "amount": "120万元"}],
    "mechanism_established": False,
}


@pytest.fixture(scope="module")
def policy() -> lr.Policy:
    return lr.load("xiangtan_2022")


def test_a_project_without_a_mechanism_is_kept_out_and_the_clause_says_so(
    policy: lr.Policy,
) -> None:
    decision = policy.evaluate(RECORD, as_of=AS_OF)
    verdict = decision.verdicts["enter_library"]
    assert verdict.status is lr.VerdictStatus.FORBIDDEN
    assert verdict.by == ("no_mechanism_no_entry",)
    norm = decision.norms["no_mechanism_no_entry"]
    assert norm.citation is not None
    assert norm.citation.clause == "三.3"
    assert "没有建立联农带农机制和明确成效的" in norm.citation.quote


def test_the_duty_is_violated_in_principle(policy: lr.Policy) -> None:
    decision = policy.evaluate(RECORD, as_of=AS_OF)
    assert decision.norms["linkage_duty"].status is lr.Status.VIOLATED


def test_what_is_missing_is_named_when_nothing_is_known(policy: lr.Policy) -> None:
    decision = policy.evaluate({"id": "P-2"}, as_of=AS_OF)
    assert decision.verdicts["enter_library"].status is lr.VerdictStatus.UNDETERMINED
    assert {"operating", "funds"} <= set(decision.missing)


def test_labels_and_names_mean_the_same(policy: lr.Policy) -> None:
    spellings = policy.record_type("Project").by_spelling
    relabelled = {
        spellings[name].label or name: value for name, value in RECORD.items() if name != "funds"
    }
    fund = spellings["funds"]
    relabelled[fund.label or "funds"] = RECORD["funds"]
    first, second = (policy.evaluate(r, as_of=AS_OF) for r in (RECORD, relabelled))
    assert first.verdicts == second.verdicts
    assert first.record_digest == second.record_digest


@attrs.frozen
class Project:
    id: str
    operating: bool | None = None


def test_an_attrs_instance_is_a_record(policy: lr.Policy) -> None:
    decision = policy.evaluate(Project("P-3", operating=False), as_of=AS_OF)
    assert decision.verdicts["enter_library"].status is not lr.VerdictStatus.FORBIDDEN


def test_every_problem_of_a_record_is_listed(policy: lr.Policy) -> None:
    record = {"id": "P-4", "operating": "maybe", "founds": [], "mechanism_established": 1}
    with pytest.raises(lr.RecordError) as caught:
        policy.evaluate(record, as_of=AS_OF)
    assert [p.where for p in caught.value.problems] == [
        "operating",
        "founds",
        "mechanism_established",
    ]


def test_a_misspelt_record_type_is_met_with_the_near_name(policy: lr.Policy) -> None:
    with pytest.raises(lr.RecordError, match="did you mean Village"):
        policy.evaluate({"id": "x"}, as_of=AS_OF, record_type="Vilage")


def test_a_missing_policy_is_a_policy_error() -> None:
    with pytest.raises(lr.PolicyError) as caught:
        lr.load("no_such_policy")
    assert [d.code for d in caught.value.diagnostics] == ["POL-001"]


MANY = [{"id": "P-1", "operating": False}, {"id": 2}, {"id": "P-3", "operating": True}]


def test_many_records_are_judged_as_they_come(policy: lr.Policy) -> None:
    asked: list[int] = []

    def endless() -> Iterator[dict[str, Any]]:
        for number in count():
            asked.append(number)
            yield {"id": f"P-{number}"}

    decisions = policy.evaluate_many(endless(), as_of=AS_OF)
    first = next(decisions), next(decisions)
    assert asked == [0, 1]
    assert [decision.record["id"] for decision in first] == ["P-0", "P-1"]
    assert first[0] == policy.evaluate({"id": "P-0"}, as_of=AS_OF)


@pytest.mark.parametrize(
    "one",
    [
        RECORD,
        MappingProxyType(RECORD),
        UserDict(RECORD),
        "P-1",
        b"P-1",
        pd.DataFrame([RECORD]),
        pl.DataFrame([RECORD]),
        pa.table({"id": ["P-1"]}),
    ],
)
def test_what_is_no_series_of_records_is_not_gone_through(policy: lr.Policy, one: Any) -> None:
    with pytest.raises(lr.ArgumentError, match="evaluate_table a frame") as caught:
        policy.evaluate_many(one, as_of=AS_OF, refused=lambda *_: None)
    assert caught.value.argument == "records"


def test_a_goal_is_text(policy: lr.Policy) -> None:
    number: Any = 5
    with pytest.raises(lr.ArgumentError, match="goal is a condition as text, not int"):
        policy.advise(RECORD, number, as_of=AS_OF)


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_record_with_problems_ends_the_judging_of_many(policy: lr.Policy, engine: Engine) -> None:
    decisions = policy.evaluate_many(MANY, as_of=AS_OF, engine=engine)
    assert next(decisions).record["id"] == "P-1"
    with pytest.raises(lr.RecordError) as caught:
        next(decisions)
    assert caught.value.problems[0].where == "id"
    assert caught.value.__notes__ == ["record 1, counted from 0 (第1条，从 0 数起)"]


def test_or_is_handed_to_whoever_wants_to_know_of_it(policy: lr.Policy) -> None:
    refused: dict[int, lr.RecordError] = {}
    decisions = policy.evaluate_many(MANY, as_of=AS_OF, refused=refused.__setitem__)
    assert [decision.record["id"] for decision in decisions] == ["P-1", "P-3"]
    assert refused.keys() == {1}


def test_a_mistake_in_asking_shows_at_once(policy: lr.Policy) -> None:
    for wrong in (datetime(2023, 5, 1), "2023-05-01", None):
        with pytest.raises(TypeError, match="as_of"):
            policy.evaluate(RECORD, as_of=wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="as_of"):
            policy.evaluate_many([], as_of=wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="engine"):
        policy.evaluate(RECORD, as_of=AS_OF, engine="quick")  # type: ignore[arg-type]
    with pytest.raises(lr.RecordError, match="Projekt"):
        policy.evaluate_many([], as_of=AS_OF, record_type="Projekt")


@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_record_that_was_validated_need_not_be_checked_again(
    policy: lr.Policy, engine: Engine
) -> None:
    decision = policy.evaluate(RECORD, as_of=AS_OF)
    again = policy.evaluate(decision.record, as_of=AS_OF, assume_valid=True, engine=engine)
    assert again == decision
    assert again.missing == decision.missing
    assert again.to_json() == decision.to_json()


def test_any_number_of_days_may_be_asked_about(policy: lr.Policy) -> None:
    for days in range(2_100):
        day = date(2021, 1, 1) + timedelta(days)
        assert policy.evaluate({"id": "P-1"}, as_of=day, outside="allow").as_of == day
    assert policy.evaluate({"id": "P-1"}, as_of=AS_OF) == policy.evaluate(
        {"id": "P-1"}, as_of=AS_OF
    )


def test_threads_that_ask_a_new_policy_at_once_get_the_same_answers() -> None:
    fresh = lr.load("xiangtan_2022")
    records = [{**RECORD, "id": f"P-{n}", "operating": n % 3 == 0} for n in range(18)]
    together = Barrier(6)

    def judge(part: int) -> list[str]:
        together.wait()
        return [fresh.evaluate(r, as_of=AS_OF).to_json() for r in records[part::6]]

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(judge, range(6)))
    one = lr.load("xiangtan_2022")
    assert found == [
        [one.evaluate(r, as_of=AS_OF, engine="reference").to_json() for r in records[part::6]]
        for part in range(6)
    ]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
# Where tests run in several processes, each has a thread of its own beside them.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_policy_goes_on_working_after_a_fork(policy: lr.Policy) -> None:
    expected = policy.evaluate(RECORD, as_of=AS_OF).to_json()
    with ProcessPoolExecutor(
        2, mp_context=get_context("fork"), initializer=_take, initargs=(policy,)
    ) as pool:
        assert list(pool.map(_judged, [RECORD] * 4)) == [expected] * 4


_taken: list[lr.Policy] = []


def _take(policy: lr.Policy) -> None:
    _taken[:] = [policy]


def _judged(record: dict[str, Any]) -> str:
    return _taken[0].evaluate(record, as_of=AS_OF).to_json()


def test_after_compiling_no_record_needs_code_to_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    policy, untouched = lr.load("xiangtan_2022"), lr.load("xiangtan_2022")
    days = (date(2000, 1, 1), date(2022, 12, 31), AS_OF, date(2030, 1, 1))
    records = (RECORD, {"id": "P-2"}, {"id": "P-3", "funds": [{"amount": "1元"}]})
    expected = [
        untouched.evaluate(record, as_of=day, outside="allow") for record in records for day in days
    ]
    policy.compile()

    def refuse(*arguments: object) -> None:
        raise AssertionError("code is made")

    monkeypatch.setattr("linkage_rules.engines.compiled.program.written", refuse)
    found = [
        policy.evaluate(record, as_of=day, outside="allow") for record in records for day in days
    ]
    assert found == expected
    policy.evaluate(found[0].record, as_of=AS_OF, assume_valid=True)
    policy.evaluate({"id": "V-1"}, as_of=AS_OF, record_type="Village")


def test_compiling_for_a_day_leaves_other_times_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = lr.load("xiangtan_2022")
    policy.compile(as_of=AS_OF)
    made = []
    monkeypatch.setattr(
        "linkage_rules.engines.compiled.program.written", lambda *_: made.append(1) or 1 / 0
    )
    policy.evaluate(RECORD, as_of=AS_OF)
    assert made == []
    with pytest.raises(ZeroDivisionError):
        policy.evaluate(RECORD, as_of=date(2030, 1, 1), outside="allow")


def test_compiling_for_what_is_no_day_is_refused(policy: lr.Policy) -> None:
    with pytest.raises(TypeError, match="as_of"):
        policy.compile(as_of="2023-05-01")  # type: ignore[arg-type]


WELLS = """policy wells
record Owner
  id: text
record Well
  id: text
  clean: yes/no
bearer holder
fact dirty of Well
  means not clean
action draw of Well
norm no_dirty_water for Well
  when dirty
  holder must not draw
"""
OWNERS = """action sell of Owner
norm no_selling for Owner
  when id = "x"
  holder must not sell
"""


def of_text(tmp_path, text: str) -> lr.Policy:
    (tmp_path / "wells.pol").write_text(text, "utf-8")
    return lr.load(tmp_path / "wells.pol", cache=False)


def test_the_only_type_with_norms_is_meant_wherever_none_is_named(tmp_path) -> None:
    policy = of_text(tmp_path, WELLS)
    assert policy.record_type().name == "Well"
    record = {"id": "W-1", "clean": False}
    forbidden = lr.VerdictStatus.FORBIDDEN
    assert policy.evaluate(record, as_of=AS_OF).verdicts["draw"].status is forbidden
    reference = policy.evaluate(record, as_of=AS_OF, engine="reference")
    assert reference.verdicts["draw"].status is forbidden
    (one,) = policy.evaluate_many([record], as_of=AS_OF)
    assert one.verdicts["draw"].status is forbidden


def test_the_only_type_with_norms_is_meant_of_tables_advice_and_strategies(tmp_path) -> None:
    pa = pytest.importorskip("pyarrow")
    policy = of_text(tmp_path, WELLS.replace("  clean: yes/no", "  clean: yes/no changeable"))
    rows = pa.table({"id": ["W-1"], "clean": [False]})
    judged = policy.evaluate_table(rows, as_of=AS_OF).to_pyarrow().to_pylist()
    assert judged[0]["verdict_draw"] == "forbidden"
    assert policy.check_table(rows).bad.count().to_pyarrow().as_py() == 0
    assert {row["answer"] for row in policy.summarise(rows, as_of=AS_OF).to_pyarrow().to_pylist()}
    assert policy.impact(policy, rows, as_of=AS_OF).count().to_pyarrow().as_py() == 0
    advice = policy.advise({"id": "W-1", "clean": False}, "not dirty", as_of=AS_OF)
    assert [c.edit.after for c in advice.alternatives[0].changes] == [True]
    from hypothesis import find

    from linkage_rules.testing import records

    assert find(records(policy), lambda record: record.get("clean")) == {"clean": True}


def test_facts_tell_the_type_where_there_is_no_norm(tmp_path) -> None:
    policy = of_text(tmp_path, WELLS.partition("action")[0])
    assert policy.record_type().name == "Well"
    assert policy.evaluate({"id": "W-1", "clean": True}, as_of=AS_OF).record["clean"] is True


def test_of_several_types_the_error_names_those_with_norms(tmp_path) -> None:
    policy = of_text(tmp_path, WELLS + OWNERS)
    with pytest.raises(lr.RecordError) as raised:
        policy.evaluate({"id": "W-1"}, as_of=AS_OF)
    for language in ("en", "zh"):
        said = raised.value.render(language)
        assert "Well" in said
        assert "Owner" in said
        assert "record_type=" in said


def test_a_project_goes_first_only_where_norms_are_about_it(tmp_path) -> None:
    project = "record Project\n  id: text\n"
    assert of_text(tmp_path, project + WELLS).record_type().name == "Well"
    both = (WELLS + OWNERS).replace("Owner", "Project")
    assert of_text(tmp_path, both).record_type().name == "Project"
