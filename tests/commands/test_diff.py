"""`linkage-rules diff`: two policies held against each other."""

import json
import sys
from itertools import count
from pathlib import Path

import pytest


@pytest.fixture
def new(library_entry: Path, tmp_path: Path) -> Path:
    """The policy with a higher threshold for reports, and one ban less."""
    text = (library_entry / "policy.pol").read_text("utf-8")
    text = text.replace("当 金额 ≥ 100万元", "当 金额 ≥ 120万元")
    text = text.replace("  当 非 有方案\n", "  当 非 有方案 且 非 应急\n")
    (tmp_path / "policy.pol").write_text(text, "utf-8")
    (tmp_path / "source.txt").write_text((library_entry / "source.txt").read_text("utf-8"), "utf-8")
    return tmp_path / "policy.pol"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_differences_come_with_the_records_that_show_them(run, golden, new, language):
    found = run("diff", "policy.pol", new, language=language)
    assert found.exit_code == 1
    golden(f"diff.{language}.txt", found.output)


def test_no_difference_is_well(run, library_entry):
    found = run("diff", "policy.pol", "policy.pol")
    assert found.exit_code == 0
    assert "没有差异" in found.output


def test_differences_as_data(run, new):
    found = run("diff", "policy.pol", new, "--format", "json", "--as-of", "2023-05-01")
    document = json.loads(found.output)
    assert document["days"] == {"from": "2023-05-01", "to": "2023-05-01"}
    assert {n["new"]["name"]: n["relation"] for n in document["norms"]}["report_large"] == "looser"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--as-of", "2023-05-01", "--from", "2023-05-01"), "--as-of 与 --from、--to 不能同时使用"),
        (("--from", "2023-05-02", "--to", "2023-05-01"), "--from 晚于 --to"),
        (("--from", "2023-02-30"), "--from 2023-02-30：日历上没有这一天"),
        (("--list-bound", "99"), "--list-bound 99：应为 0 到 10 的整数"),
        (("--time-limit", "0"), "--time-limit 0：应为 1 到 3600 的整数"),
        (("--record-type", "Projekt"), "--record-type Projekt"),
    ],
)
def test_what_does_not_fit_together_is_refused(run, library_entry, words, message):
    found = run("diff", "policy.pol", "policy.pol", *words)
    assert found.exit_code == 2
    assert message in found.stderr


def test_what_is_said_to_be_renamed_is_the_same(run, library_entry, new):
    text = (library_entry / "policy.pol").read_text("utf-8")
    text = text.replace('amount "金额"', 'total "总额"').replace("金额 ≥", "总额 ≥")
    new.write_text(text.replace("金额：100万元", "总额：100万元"), "utf-8")
    assert run("diff", "policy.pol", new).exit_code == 1
    found = run("diff", "policy.pol", new, "--rename", "金额＝总额", language="zh")
    assert found.exit_code == 0
    assert "视为改名、实为同一\n  字段“金额” → “总额”" in found.output


@pytest.mark.parametrize(
    ("rename", "message"),
    [
        ("金额", "--rename 金额：请写“旧名=新名”，如"),
        ("=金额", "--rename =金额：请写“旧名=新名”，如"),
        ("金额=总额=合计", "请写“旧名=新名”，如"),
        ("金额=总数", "改名：新政策中没有名为“总数”的内容"),
    ],
)
def test_a_renaming_that_cannot_be_is_refused_with_what_to_write(
    run, library_entry, rename, message
):
    found = run("diff", "policy.pol", "policy.pol", "--rename", rename, language="zh")
    assert found.exit_code == 2
    assert message in found.stderr


def test_policies_on_records_of_other_types_are_refused(run, library_entry, new):
    new.write_text(new.read_text("utf-8").replace("金额 ≥ 120万元", "金额 ≥ 3"), "utf-8")
    text = new.read_text("utf-8").replace('amount "金额"：金额 不小于 0元', 'amount "金额"：整数')
    new.write_text(text.replace("金额：100万元", "金额：3"), "utf-8")
    found = run("diff", "policy.pol", new)
    assert found.exit_code == 2
    assert "项目的字段“金额”：原政策中是金额，新政策中是整数" in found.stderr


def test_without_the_solver_the_extra_is_named(run, library_entry, monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    found = run("diff", "policy.pol", "policy.pol")
    assert found.exit_code == 2
    assert 'pip install "linkage-rules[analysis]"' in found.stderr


def test_what_is_not_asked_in_time_is_undecided_and_no_pass(run, library_entry, new, monkeypatch):
    times = count(1000)
    monkeypatch.setattr("linkage_rules.analysis.limits.monotonic", lambda: 9 * next(times))
    found = run("diff", "policy.pol", new, "--stop-after", "5", language="en")
    assert found.exit_code == 1
    assert "could not be decided in time" in found.output
