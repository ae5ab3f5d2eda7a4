"""`linkage-rules test`: the examples of a policy, and why those that fail do."""

import pytest


@pytest.fixture
def failing(library_entry, tmp_path, monkeypatch):
    """The small policy with an example that expects too much, and a property that does not hold."""
    policy = (library_entry / "policy.pol").read_text("utf-8")
    policy += """
示例 "没有方案的应急项目" 关于 项目
  给定 有方案: 否, 应急: 是
  截至 2023年5月1日
  期望 入库 被禁止 依照 无方案不得入库
  期望 入库 有冲突

性质 "应急项目总可以入库" 对于 项目
  总有 应急 蕴含 入库 被允许
"""
    (tmp_path / "policy.pol").write_text(policy, "utf-8")
    (tmp_path / "source.txt").write_text((library_entry / "source.txt").read_text("utf-8"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return "policy.pol"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_failure_says_what_was_expected_what_was_found_and_why(run, golden, failing, language):
    found = run("test", failing, language=language)
    assert found.exit_code == 1
    golden(f"test_failing.{language}.txt", found.stdout)


@pytest.mark.parametrize(
    ("language", "last"),
    [
        ("zh", "通过3个，失败0个（3 passed, 0 failed）"),
        ("en", "3 passed, 0 failed"),
    ],
)
def test_the_last_line_counts_the_examples(run, library_entry, language, last):
    found = run("test", "policy.pol", language=language)
    assert found.stdout.splitlines()[-1] == last
    assert found.exit_code == 0


def test_a_policy_that_is_wrong_is_not_run(run, library_entry, tmp_path):
    (tmp_path / "wrong.pol").write_text("norm\n", "utf-8")
    found = run("test", tmp_path / "wrong.pol", "policy.pol", language="en")
    assert found.exit_code == 2
    assert "error POL-" in found.stderr
    assert found.stdout.splitlines()[-1] == "3 passed, 0 failed"


def test_the_examples_of_the_shipped_policy_pass(run):
    found = run("test", "xiangtan_2022", language="en")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[-1].endswith(" passed, 0 failed")


ALONE = """
policy q

record Alone "独"
  a: whole number at least 0

property "never more than ten" for Alone
  always a <= 10
"""
SHOWN = """
example "three" of Alone
  given a: 3
  as of 2023-01-01
  expect a = 3
"""


@pytest.mark.parametrize(
    ("text", "options", "status", "words"),
    [
        (ALONE, [], 1, "NOT ASKED: never more than ten (q.pol:7)"),
        (ALONE, ["--records", "20"], 1, "FAILED never more than ten"),
        (ALONE + SHOWN, [], 0, "1 passed, 0 failed"),
        (
            ALONE + SHOWN.replace("a: 3", "").replace("expect a = 3", "expect not a is known"),
            [],
            1,
            "NOT ASKED: never more than ten (q.pol:7): unknown of every example about Alone",
        ),
        (
            ALONE.replace("a <= 10", "a / (a - a) <= 10") + SHOWN,
            ["--records", "20"],
            1,
            "NOT ASKED: never more than ten: unknown of all 20 generated records",
        ),
    ],
)
def test_a_property_of_which_nothing_was_asked_is_no_pass(
    run, tmp_path, monkeypatch, text, options, status, words
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q.pol").write_text(text, "utf-8")
    found = run("test", "q.pol", *options, language="en")
    assert (found.exit_code, words in found.stdout) == (status, True), found.stdout
