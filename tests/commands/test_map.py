"""`linkage-rules map`: a first mapping for a table."""

import tomllib

import openpyxl
import pytest
from click.testing import CliRunner

from linkage_rules.commands.cli import main
from linkage_rules.commands.map import command


@pytest.fixture
def table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    book.active.title = "台账"
    book.active.append(["项目编号", "项目的名称", "电话"])
    book.active.append(["P1", "鱼塘", "0731"])
    book.create_sheet("村").append(["村编号", "村名"])
    book.save("台账.xlsx")
    return "台账.xlsx"


def run(*arguments):
    # A command gives its status; the program that holds it exits with it.
    return CliRunner().invoke(command, arguments, standalone_mode=False)


@pytest.mark.parametrize(
    ("language", "summary"),
    [
        ("zh", "3列中有2列找到相近字段，请逐列核对后使用\n"),
        ("en", "2 of 3 columns resemble a field; check every line before use\n"),
    ],
)
def test_the_mapping_goes_to_the_output_and_the_summary_to_the_error_stream(
    table, language, summary
):
    result = run(table, "--language", language)
    assert result.return_value == 0
    assert result.stderr == summary
    columns = tomllib.loads(result.stdout)["column"]
    assert [column["field"] for column in columns] == ["id", "name"]


def test_it_is_one_of_the_commands_and_its_mapping_reads_the_table(table, tmp_path):
    program = CliRunner()
    proposed = program.invoke(main, ["map", table])
    assert proposed.exit_code == 0
    (tmp_path / "台账.toml").write_text(proposed.stdout, "utf-8")
    words = ["review", "xiangtan_2022", table, "--mapping", "台账.toml", "--as-of", "2023-05-01"]
    reviewed = program.invoke(main, [*words, "--language", "zh", "--format", "csv"])
    assert reviewed.exit_code == 0
    assert '"P1","鱼塘"' in reviewed.stdout


def test_the_sheet_and_the_record_type_may_be_named(table):
    result = run(table, "--sheet", "村", "--record-type", "行政村")
    mapping = tomllib.loads(result.stdout)
    assert (mapping["record_type"], mapping["sheet"]) == ("Village", "村")
    assert [column["field"] for column in mapping["column"]] == ["id", "name"]
