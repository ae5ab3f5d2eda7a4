"""What the place “Check” is told: findings with their records, coverage, changes that nothing
notices, examples that are missing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from linkage_rules import load
from linkage_rules.desk.checking import METHODS
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import StoppedError, Task
from linkage_rules.desk.witnesses import typed
from linkage_rules.errors import Error
from linkage_rules.extras import MissingExtraError
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import validate
from linkage_rules.testing import run_examples
from tests.places import ROOT

LIMITS = """政策 limits "限额"

记录 Project "项目"
  amount "投资额"：金额 不小于 0元
  urgent "紧急"：是否 空白视为 否
  begun "开工日期"：日期

主体 county "县级主管部门"

行为 enter "入库" 关于 项目
  默认允许

规范 large "大额不得入库" 对于 项目
  当 投资额 ≥ 100万元
  县级主管部门 不得 入库

规范 small "紧急的应当入库" 对于 项目
  当 紧急
  县级主管部门 应当 入库

示例 "大额" 关于 项目
  给定 投资额：200万元
  截至 2023年1月1日
  期望 入库 被禁止 按 大额不得入库
"""
SETTLED = LIMITS.replace("  县级主管部门 应当 入库", "  县级主管部门 可以 入库")
FAULTY = LIMITS.replace("投资额 ≥", "投资 ≥")
FAILING = SETTLED.replace("200万元", "2万元")


@pytest.fixture
def limits(folder: Path, desk: Desk) -> Callable[[str], str]:
    """A small policy of the folder, saved anew with each call."""

    def written(text: str) -> str:
        (folder / "limits").mkdir(exist_ok=True)
        (folder / "limits" / "10_limits.pol").write_text(text, "utf-8")
        desk.session.look_again()
        return "limits"

    return written


def ask(desk: Desk, method: str, task: Task | None = None, /, **asked: Any) -> Any:
    """What a job comes to."""
    return METHODS[f"desk/check/{method}"].make(desk, asked, task or Task(lambda *_: None))


def stopping_at(step: int) -> tuple[Task, list[str]]:
    """A job that is stopped after so many steps, and what was told of them."""
    told: list[str] = []

    def report(done: int, total: int, words: Any) -> None:
        told.append(words.zh)
        if len(told) == step:
            task.stop()

    task = Task(report)
    return task, told


def test_two_norms_that_collide_are_shown_by_a_record_that_becomes_an_example(desk, limits):
    found = ask(desk, "analyse", policy=limits(LIMITS))
    (one,) = (each for each in found["findings"] if each["kind"] == "conflicting-norms")
    assert one["called"] == "规范冲突"
    assert one["tone"] == "bad"
    assert sorted(one["names"]) == ["大额不得入库", "紧急的应当入库"]
    assert one["at"]["path"] == "limits/10_limits.pol"
    assert {"label": "紧急", "words": "是"} in one["witness"]["rows"]
    assert found["examples_in"] == "limits/10_limits.pol"
    # The example says what is so now, and can be put into the file as it is.
    limits(LIMITS + "\n" + one["example"])
    package = load(desk.workbench.folder / "limits").package
    assert len(package.examples) == 2
    assert all(result.passed for result in run_examples(package))


def test_a_record_that_is_shown_can_be_typed_again(desk, limits):
    found = ask(desk, "analyse", policy=limits(LIMITS))
    package = desk.policy("limits").package
    shown = [one["witness"] for one in found["findings"] if one["witness"]]
    assert shown
    for witness in shown:
        shape = package.record_types[witness["type"]]
        read = validate(witness["record"], shape)
        assert typed(read, shape, "zh") == witness["record"]


def test_shipped_policies_are_analysed_without_a_place_to_change(desk):
    found = ask(desk, "analyse", policy="bundled:example_fund", seconds=60)
    assert found["examples_in"] is None
    assert all(one["at"] is None for one in found["answered"] + found["findings"])


def test_texts_that_are_not_saved_are_checked(desk, limits):
    place = desk.workbench.folder / limits(LIMITS) / "10_limits.pol"
    desk.session.open(place, place.as_uri(), SETTLED, 1)
    assert not any(
        one["kind"] == "conflicting-norms"
        for one in ask(desk, "analyse", policy="limits")["findings"]
    )


def test_coverage_tells_of_each_norm_and_condition_which_example_shows_it(desk, limits):
    found = ask(desk, "coverage", policy=limits(SETTLED))
    by_name = {one["name"]: one for one in found["entries"]}
    applies, does_not = by_name["large"]["halves"]
    assert applies["by"]["title"] == "大额"
    assert applies["by"]["at"]["line"] == 21
    assert does_not["by"] is None
    assert does_not["advice"].startswith("还缺")
    norms = found["figures"][0]
    assert (norms["words"], norms["done"], norms["total"]) == ("规范", 0, 2)
    assert found["sentences"] == []


def test_coverage_counts_the_sentences_of_a_text(desk):
    found = ask(desk, "coverage", policy="xiangtan_2022")
    assert found["sentences"]
    assert found["examples"] == len(desk.policy("xiangtan_2022").package.examples)


def test_changes_that_nothing_notices_are_shown_before_and_after(desk, limits):
    found = ask(desk, "mutate", policy=limits(SETTLED))
    assert found["tried"] == found["total"] > len(found["unnoticed"]) > 0
    moved = [one for one in found["unnoticed"] if one["before"] == ["投资额 ≥ 100万元"]]
    assert moved
    assert all(one["standing"] in ("shown", "alike", "open") for one in found["unnoticed"])
    shown = next(one for one in moved if one["example"])
    # With the example of a change, the change is noticed.
    limits(SETTLED + "\n" + shown["example"])
    after = ask(desk, "mutate", policy="limits")
    assert len(after["unnoticed"]) < len(found["unnoticed"])
    assert all(
        (one["before"], one["after"]) != (shown["before"], shown["after"])
        for one in after["unnoticed"]
    )


def test_with_little_time_what_was_left_out_is_said(desk, limits, monkeypatch):
    from linkage_rules.testing.mutation import surveying

    clock = iter([0.0, *[100.0] * 1000])
    monkeypatch.setattr("linkage_rules.desk.checking.monotonic", lambda: next(clock))
    monkeypatch.setattr(surveying, "monotonic", lambda: next(clock))
    found = ask(desk, "mutate", policy=limits(SETTLED), seconds=1)
    assert found["tried"] == 0
    assert "时间已到" in found["remarks"][0]


def test_missing_examples_pass_where_they_are_pasted(desk, limits):
    found = ask(desk, "suggest", policy=limits(SETTLED), seconds=120)
    assert found["examples"]
    assert all(one["reasons"] and one["witness"]["rows"] for one in found["examples"])
    limits(SETTLED + "\n" + "\n".join(one["text"] for one in found["examples"]))
    again = ask(desk, "suggest", policy="limits", seconds=120)
    assert again["examples"] == []
    assert again["remarks"] == []


@pytest.mark.parametrize(("method", "step"), [(m, s) for m in METHODS for s in (1, 2)])
def test_every_check_ends_where_it_is_stopped_and_is_no_pass(desk, limits, method, step):
    task, told = stopping_at(step)
    try:
        found = ask(desk, method.removeprefix("desk/check/"), task, policy=limits(SETTLED))
    except StoppedError:
        # Nothing was found by then.
        found = {"stopped": True}
    assert found["stopped"]
    assert len(told) == step


def test_an_analysis_that_is_stopped_keeps_its_findings_and_names_what_was_not_looked_at(
    desk, limits
):
    whole = ask(desk, "analyse", policy=limits(LIMITS))
    assert (whole["stopped"], whole["undecided"]) == (False, [])
    counted, told = stopping_at(0)
    ask(desk, "analyse", counted, policy="limits")
    seen = set()
    for step in range(1, len(told) + 1):
        found = ask(desk, "analyse", stopping_at(step)[0], policy="limits")
        assert found["stopped"]
        if step < len(told):
            assert found["undecided"]
        seen.add(len(found["findings"]))
    # Some were found before it was stopped, and none is lost.
    assert max(seen) == len(whole["findings"]) > 0


def test_changes_that_are_stopped_keep_what_was_tried_and_name_the_others(desk, limits):
    policy = limits(SETTLED)
    task = Task(lambda done, total, words: task.stop() if (done, total > 2) == (2, True) else None)
    found = ask(desk, "mutate", task, policy=policy)
    assert found["stopped"]
    assert 0 < found["tried"] < found["total"]
    assert sum(one["count"] for one in found["left"]) == found["total"] - found["tried"]
    assert all(one["name"] for one in found["left"])


def test_missing_examples_that_are_stopped_keep_those_that_were_found(desk, limits):
    task, told = stopping_at(0)
    policy = limits(SETTLED)
    whole = ask(desk, "suggest", task, policy=policy)
    found = ask(desk, "suggest", stopping_at(len(told) - 1)[0], policy=policy)
    assert found["stopped"]
    assert "没有查看" in found["remarks"][0]
    assert 0 < len(found["examples"]) <= len(whole["examples"])


def titles(told: Any) -> list[str]:
    """The titles of all examples that an answer holds, as they would be pasted."""
    return re.findall(r'^示例 "(.*?)" 关于', "\n".join(_examples_within(told)), re.MULTILINE)


def _examples_within(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        if isinstance(told.get("example"), str):
            yield told["example"]
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from _examples_within(one)


@pytest.mark.parametrize("method", ["analyse", "mutate"])
def test_no_example_that_is_written_has_the_title_of_another(desk, limits, method):
    policy = limits(LIMITS if method == "analyse" else SETTLED)
    found = ask(desk, method, policy=policy)
    before = titles(found)
    assert before
    assert len(set(before)) == len(before)
    # Those of before stand in the policy by now, as they were.
    limits("\n".join([LIMITS if method == "analyse" else SETTLED, *_examples_within(found)]))
    try:
        again = ask(desk, method, policy=policy)
    except RefusedError:
        # An example that shows a finding may fail, and then nothing is changed.
        return
    assert set(titles(again)).isdisjoint(before)


@pytest.mark.parametrize("method", ["analyse", "suggest"])
def test_without_the_solver_it_is_said_what_is_missing(desk, limits, monkeypatch, method):
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    with pytest.raises(MissingExtraError, match="analysis"):
        ask(desk, method, policy=limits(SETTLED))


def test_what_is_stopped_while_a_question_runs_leaves_it_undecided(desk, limits, monkeypatch):
    import z3

    task = Task(lambda *_: None)
    check = z3.Solver.check

    def stopped_meanwhile(solver: Any, *given: Any) -> Any:
        monkeypatch.setattr(z3.Solver, "check", check)
        task.stop()
        return z3.unknown

    monkeypatch.setattr(z3.Solver, "check", stopped_meanwhile)
    monkeypatch.setattr(z3.Solver, "reason_unknown", lambda _: "timeout")
    found = ask(desk, "analyse", task, policy=limits(LIMITS))
    assert found["stopped"]
    assert found["undecided"]


@pytest.mark.parametrize(
    ("method", "text", "asked", "words"),
    [
        *(
            (method, FAULTY, {}, "处错误")
            for method in ("analyse", "coverage", "mutate", "suggest")
        ),
        ("mutate", FAILING, {}, "示例“大额”未通过（10_limits.pol 第21行）"),
        ("suggest", FAILING, {}, "示例“大额”未通过（10_limits.pol 第21行）"),
        ("analyse", SETTLED, {"seconds": 9999}, "应为 1 至 3600 秒"),
        ("mutate", SETTLED, {"seconds": "soon"}, "应为整数"),
        ("coverage", SETTLED, {"policy": "nowhere"}, "nowhere"),
        ("coverage", SETTLED, {"policy": "../.."}, "../.."),
        ("coverage", SETTLED, {"policy": "bundled:nothing"}, "nothing"),
        ("coverage", SETTLED, {"policy": 7}, "policy"),
    ],
    ids=lambda given: given if isinstance(given, str) and len(given) < 40 else "",
)
def test_what_cannot_be_checked_is_said_with_its_place(desk, limits, method, text, asked, words):
    with pytest.raises(RefusedError) as refused:
        ask(desk, method, **{"policy": limits(text), **asked})
    assert isinstance(refused.value, Error)
    assert words in refused.value.render("zh")


@pytest.mark.slow
@pytest.mark.parametrize("policy", sorted(p.name for p in (ROOT / "policies").iterdir()))
def test_every_shipped_policy_can_be_asked(desk, policy):
    if not (ROOT / "policies" / policy).is_dir():
        pytest.skip("no policy")
    assert "findings" in ask(desk, "analyse", policy=f"bundled:{policy}", seconds=20)
    assert "entries" in ask(desk, "coverage", policy=f"bundled:{policy}")
