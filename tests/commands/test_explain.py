"""`linkage-rules explain`: one verdict on one record, unfolded."""

import pytest

EXPLAIN = ("explain", "policy.pol", "projects.json", "--as-of", "2023-05-01")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_verdict_is_unfolded_down_to_the_record_and_the_source(
    run, golden, library_entry, language
):
    found = run(*EXPLAIN, "--id", "A-2", "--action", "入库", language=language)
    assert found.exit_code == 0
    golden(f"explain.{language}.txt", found.output)


@pytest.mark.parametrize("name", ["enter_library", "入库", "no_plan_no_entry", "无方案不得入库"])
def test_actions_and_norms_are_found_by_name_or_label(run, library_entry, name):
    found = run(*EXPLAIN, "--id", "A-2", "--action", name)
    assert found.exit_code == 0
    assert "“没有方案的项目，不得入库”" in found.output


def test_an_unknown_action_is_refused_with_the_nearest_one(run, library_entry):
    found = run(*EXPLAIN, "--id", "A-2", "--action", "enter_libary")
    assert found.exit_code == 2
    assert "enter_libary" in found.stderr
    assert "是否想写“enter_library”？" in found.stderr
    assert "可写的事项：入库" in found.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "文件中不止一条记录，请用 --id 指明一条（编号：A-1、A-2、A-3、A-4、A-5）"),
        (("--id", "B-1"), "没有编号为 B-1 的记录（编号：A-1、A-2、A-3、A-4、A-5）"),
    ],
)
def test_which_record_is_meant_has_to_be_clear(run, library_entry, words, message):
    found = run(*EXPLAIN, "--action", "入库", *words)
    assert found.exit_code == 2
    assert message in found.stderr


def test_a_single_record_needs_no_id(run, library_entry, tmp_path):
    path = tmp_path / "one.json"
    path.write_text('{"planned": false, "urgent": false, "id": "A-1"}', "utf-8")
    found = run("explain", "policy.pol", path, "--action", "入库", "--as-of", "2023-05-01")
    assert found.exit_code == 0
    assert "不得入库" in found.output


def test_a_file_without_a_record_is_refused(run, library_entry, tmp_path):
    path = tmp_path / "none.json"
    path.write_text("[]", "utf-8")
    found = run("explain", "policy.pol", path, "--action", "入库")
    assert found.exit_code == 2
    assert "文件中没有记录" in found.stderr


def test_a_record_that_cannot_be_read_is_refused_with_its_reasons(run, library_entry):
    found = run(*EXPLAIN, "--id", "A-3", "--action", "入库")
    assert found.exit_code == 2
    assert "不是整数分" in found.stderr


def test_a_day_outside_the_time_in_force_is_pointed_out(run, library_entry):
    words = ("--id", "A-2", "--action", "入库", "--as-of", "2026-01-01")
    found = run("explain", "policy.pol", "projects.json", *words)
    assert "不在施行期内" in found.output
