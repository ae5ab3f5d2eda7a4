"""`linkage-rules advise`: what to change so that a goal is reached."""

import json
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.places import ROOT

ADVISE = ("advise", "policy.pol", "projects.json", "--as-of", "2023-05-01")


@pytest.fixture
def office(library_entry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The policy with fields that may be changed, as the current folder."""
    for path in library_entry.iterdir():
        text = path.read_text("utf-8")
        for name in ("有方案", "已报告", "已检查"):
            text = text.replace(f'"{name}"：是否\n', f'"{name}"：是否 可改\n')
        (tmp_path / path.name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_way_is_told_with_the_clauses_it_is_needed_for(run, golden, office, language):
    goal = "入库 被允许 且 大额项目应报告 已履行"
    found = run(*ADVISE, "--id", "A-2", "--goal", goal, language=language)
    assert found.exit_code == 0
    golden(f"advise.{language}.txt", found.output)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_stands_in_the_way_is_told(run, golden, office, language):
    goal = "enter_library is permitted"
    found = run(*ADVISE, "--id", "A-4", "--goal", goal, language=language)
    assert found.exit_code == 1
    golden(f"advise_obstacles.{language}.txt", found.output)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_has_to_be_established_first_is_told(run, golden, office, language):
    goal = "enter_library is permitted"
    found = run(*ADVISE, "--id", "A-5", "--goal", goal, language=language)
    assert found.exit_code == 0
    golden(f"advise_provided.{language}.txt", found.output)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_way_makes_worse_elsewhere_is_told(run, golden, language):
    asked = ("--id", "XT2023-002", "--goal", "enter_library is permitted", "--as-of", "2023-05-01")
    samples = ROOT / "samples" / "projects.json"
    found = run("advise", "xiangtan_2022", samples, *asked, language=language)
    assert found.exit_code == 0
    golden(f"advise_sample.{language}.txt", found.output)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_is_violated_is_mended_and_ranges_are_told(run, golden, language):
    asked = ("--id", "XT2022-021", "--goal", "没有规定被违反", "--as-of", "2023-05-01")
    samples = ROOT / "samples" / "projects.json"
    found = run("advise", "xiangtan_2022", samples, *asked, language=language)
    assert found.exit_code == 0
    golden(f"advise_nothing_violated.{language}.txt", found.output)


def test_a_goal_that_is_reached(run, office):
    found = run(*ADVISE, "--id", "A-1", "--goal", "入库 被允许")
    assert found.exit_code == 0
    assert "目标已经达到，无须整改。" in found.output


def test_how_an_action_stands_is_told_once(run, office):
    goal = "入库 被允许 或 入库 被要求"
    found = run(*ADVISE, "--id", "A-2", "--goal", goal)
    assert found.output.count("现在：") == 1


def test_advice_fits_the_terminal(run, office):
    goal = "入库 被允许 且 大额项目应报告 已履行"
    advice = run(*ADVISE, "--id", "A-2", "--goal", goal, columns=50).output.partition("目标")[2]
    assert max(map(cell_len, advice.splitlines())) <= 50


def test_advice_as_data(run, office):
    found = run(*ADVISE, "--id", "A-2", "--goal", "入库 被允许", "--format", "json")
    (way,) = json.loads(found.output)["alternatives"]
    assert [(c["path"], c["before"]["value"], c["after"]["value"]) for c in way["changes"]] == [
        ("planned", False, True)
    ]


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        ("enter_libary is permitted", "是否想写“enter_library”？"),
        ("", "目标应为一个条件，例如：纳入项目库 被允许"),
        ("入库 被允许 期望 入库 被禁止", "目标应为一个条件"),
        ("入库 被禁止 依照 无方案不得入库", "目标应为一个条件"),
        ("入库 被允许\nnorm x for Project", "POL-101"),
        ("金额", "POL-301"),
        ("不" * 3_000, "目标超过2000个字符"),
    ],
)
def test_a_goal_that_is_none_is_refused(run, office, goal, message):
    found = run(*ADVISE, "--id", "A-2", "--goal", goal)
    assert found.exit_code == 2
    assert message in found.stderr


def test_a_record_that_cannot_be_read_is_refused(run, office):
    found = run(*ADVISE, "--id", "A-3", "--goal", "入库 被允许")
    assert found.exit_code == 2
    assert "不是整数分" in found.stderr


def test_without_the_solver_the_extra_is_named(run, office, monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    found = run(*ADVISE, "--id", "A-2", "--goal", "入库 被允许")
    assert found.exit_code == 2
    assert 'pip install "linkage-rules[analysis]"' in found.stderr
