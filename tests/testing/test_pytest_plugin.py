"""Plain pytest runs the examples and properties of policies, and says why one fails."""

import subprocess
import sys
from collections.abc import Callable

import pytest

PLUGIN = "linkage_rules.testing.pytest_plugin"

SHARED = """
policy entry "入库"
  in force 2023-01-01 to 2025-12-31

record Project "项目"
  planned "有方案": yes/no
  urgent "应急": yes/no

bearer office "办公室"

action enter "纳入项目库" of Project
  permitted by default

norm no_plan "无方案不得入库" for Project
  when not planned
  office must not enter
"""
HOLDS = """
example "没有方案" of Project
  given planned: no
  as of 2024-01-01
  expect enter is forbidden by no_plan

property "有方案的可以入库" for Project
  always planned implies not (enter is forbidden)
"""
FAILS = """
example "没有方案的可以入库" of Project
  given planned: no
  as of 2024-01-01
  expect enter is permitted

property "应急的可以入库" for Project
  always urgent implies not (enter is forbidden)
"""


@pytest.fixture
def run(pytester: pytest.Pytester) -> Callable[..., pytest.RunResult]:
    """Runs pytest on files that are given by name."""

    def runs(*arguments: str, **files: str) -> pytest.RunResult:
        for name, text in files.items():
            path = pytester.path / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.with_suffix(".pol").write_text(text, "utf-8")
        # In a process of its own, where no module of the library is loaded yet.
        return pytester.runpytest_subprocess("-p", PLUGIN, "-p", "no:cacheprovider", *arguments)

    return runs


def test_examples_and_properties_are_items_named_by_their_titles(run) -> None:
    found = run("-v", entry=SHARED + HOLDS)
    found.assert_outcomes(passed=2)
    found.stdout.fnmatch_lines(
        ["entry.pol::没有方案 PASSED*", "entry.pol::有方案的可以入库 PASSED*"]
    )


def test_a_failure_shows_what_was_expected_what_came_and_why(run) -> None:
    found = run("--pol-language", "en", entry=SHARED + FAILS)
    found.assert_outcomes(failed=2)
    found.stdout.fnmatch_lines(
        [
            "FAILED 没有方案的可以入库 (*entry.pol:*)",
            "*expected: enter is permitted*",
            "*found: enter is forbidden by no_plan",
            "*By norm no_plan: office must not enter*",
            "*- planned: no",
            "FAILED 应急的可以入库 (*",
            "*given planned: no, urgent: yes",
            "*as of 2023-01-01",
            "*found: no (urgent: yes; enter is forbidden by no_plan)",
            "*By norm no_plan: office must not enter*",
            "*seed 1*",
        ]
    )
    assert "Traceback" not in found.stdout.str()
    assert "pytest_plugin.py" not in found.stdout.str()


def test_failures_are_told_in_chinese_too(run, monkeypatch) -> None:
    monkeypatch.setenv("LINKAGE_RULES_LANGUAGE", "zh")
    found = run(entry=SHARED + FAILS)
    found.stdout.fnmatch_lines(["*应为：纳入项目库 被允许*", "*实为：纳入项目库 被禁止 依照*"])


def test_the_language_may_stand_in_the_configuration(run, pytester) -> None:
    pytester.makeini("[pytest]\npol_language = zh\npol_examples = 5\n")
    run(entry=SHARED + FAILS).stdout.fnmatch_lines(["*实为：纳入项目库 被禁止*"])


def test_a_policy_of_several_files_is_one_policy(run) -> None:
    found = run("-v", "entry", entry__a=SHARED, entry__b=HOLDS)
    found.assert_outcomes(passed=2)
    found.stdout.fnmatch_lines(["entry/b.pol::没有方案 PASSED*"])


def test_policies_beside_one_another_are_several(run) -> None:
    other = SHARED.replace("policy entry", "policy other")
    found = run("-v", entry=SHARED + HOLDS, other=other + HOLDS)
    found.assert_outcomes(passed=4)


def test_a_policy_that_is_wrong_is_one_error_with_every_problem(run) -> None:
    wrong = HOLDS.replace("planned:", "plannd:").replace("enter is forbidden", "entr is forbidden")
    found = run("--pol-language", "en", "entry", entry__a=SHARED, entry__b=wrong, entry__c=HOLDS)
    found.assert_outcomes(errors=1)
    found.stdout.fnmatch_lines(["*error POL-*plannd*", "*b.pol:*", "*entr *"])
    assert "Traceback" not in found.stdout.str()


def test_items_are_chosen_as_any_others(run) -> None:
    run("-k", "没有方案", entry=SHARED + HOLDS + FAILS).assert_outcomes(
        passed=1, failed=1, deselected=2
    )
    run("-x", entry=SHARED + HOLDS + FAILS).assert_outcomes(passed=1, failed=1)
    run("entry.pol::没有方案").assert_outcomes(passed=1)


def test_names_part_what_has_the_same_title_and_leave_ids_readable(run) -> None:
    doubled = HOLDS.replace('"有方案的可以入库"', '"没有方案"')
    found = run(
        "-v",
        entry=SHARED + doubled + HOLDS.replace("没有方案", "a::b", 1).replace("有方案的", "凡"),
    )
    found.stdout.fnmatch_lines_random(
        ["entry.pol::没有方案 PASSED*", "entry.pol::没有方案 (2) PASSED*", "entry.pol::a:b PASSED*"]
    )


def test_without_generated_records_properties_are_skipped(run) -> None:
    run("--pol-examples", "0", entry=SHARED + HOLDS).assert_outcomes(passed=1, skipped=1)


def test_plugins_that_look_for_fixtures_find_that_there_are_none(run, pytester) -> None:
    pytester.makeconftest(
        "import pytest\n"
        "@pytest.hookimpl(wrapper=True)\n"
        "def pytest_runtest_call(item):\n"
        "    assert item.funcargs == {}\n"
        "    return (yield)\n"
    )
    run(entry=SHARED + HOLDS).assert_outcomes(passed=2)


def test_a_project_without_policies_notices_nothing(run, pytester) -> None:
    pytester.makepyfile("def test_it(): pass")
    run().assert_outcomes(passed=1)


def test_pytest_starts_without_the_library_behind_the_plugin() -> None:
    program = f"import {PLUGIN}, sys; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(found.stdout.split())
    assert PLUGIN in loaded
    assert not loaded & {"attrs", "lark", "hypothesis", "linkage_rules.model"}


def hide(pytester: pytest.Pytester, package: str) -> None:
    """Make a package look as if it were not installed, in the process that runs."""
    pytester.makeconftest(f"import sys; sys.modules[{package!r}] = None")


def test_a_property_that_cannot_be_tried_fails_and_says_what_lacks(run, pytester) -> None:
    hide(pytester, "hypothesis")
    # Its own plugin would not start without it.
    quiet = ("-p", "no:hypothesispytest")
    found = run(*quiet, "--pol-language", "en", entry=SHARED + HOLDS)
    found.assert_outcomes(passed=1, failed=1)
    found.stdout.fnmatch_lines(
        ["generated records need hypothesis, which is not installed; run pip install *testing]*"]
    )
    assert "Traceback" not in found.stdout.str()


def test_engines_that_were_not_asked_are_named_at_the_end(run, pytester) -> None:
    hide(pytester, "z3")
    found = run("--pol-language", "en", entry=SHARED + HOLDS)
    found.assert_outcomes(passed=2)
    found.stdout.fnmatch_lines(
        [
            "*= linkage-rules =*",
            "1 property was tried, on the engines reference, compiled, tabular",
            "the symbolic engine was not asked: proofs need z3*",
        ]
    )


def test_a_property_that_is_unknown_of_every_record_is_no_pass(run) -> None:
    text = (
        SHARED
        + """
record Fund
  amount: money

property "nie" for Fund
  always amount / (amount - amount) > 3
"""
    )
    result = run("--pol-language", "en", policy=text)
    result.stdout.fnmatch_lines(["*NOT ASKED: nie: unknown of all 50 generated records*"])
    result.assert_outcomes(failed=1)


ENGINES = "reference, compiled, tabular, symbolic"


def test_the_engines_that_were_asked_are_named_also_where_warnings_are_errors(run) -> None:
    found = run("-W", "error", "--pol-language", "en", entry=SHARED + HOLDS)
    found.assert_outcomes(passed=2)
    found.stdout.fnmatch_lines([f"1 property was tried, on the engines {ENGINES}"])
    assert "not asked" not in found.stdout.str()


@pytest.mark.slow
def test_items_that_run_in_another_process_tell_the_same(run) -> None:
    pytest.importorskip("xdist")
    found = run("-n", "1", "-W", "error", "--pol-language", "zh", two=SHARED + HOLDS + FAILS)
    found.assert_outcomes(passed=2, failed=2)
    engines = ENGINES.replace(", ", "、")
    found.stdout.fnmatch_lines([f"*1条性质已核对，所询问的引擎：{engines}", "*应急的可以入库*"])
