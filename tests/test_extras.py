"""A library that is not there is named with the extra that installs it, everywhere in the same
words, and no check that needs it passes without it."""

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner

from linkage_rules import load
from linkage_rules.commands.cli import main
from linkage_rules.engines.tabular import TableError
from linkage_rules.engines.tabular.faults import too_wide
from linkage_rules.extras import _PURPOSES, MissingExtraError, required
from linkage_rules.testing import engines
from linkage_rules.testing.properties import try_property
from linkage_rules.testing.trials import unasked_engines

ROOT = Path(__file__).parents[1]
DAY = date(2023, 5, 1)


@pytest.fixture
def absent(monkeypatch):
    """Makes packages look as if they were not installed."""

    def hide(*packages):
        for package in packages:
            for loaded in [m for m in sys.modules if m.partition(".")[0] == package]:
                monkeypatch.setitem(sys.modules, loaded, None)
            monkeypatch.setitem(sys.modules, package, None)

    return hide


def test_every_extra_that_is_named_is_one_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(_PURPOSES) <= set(project["optional-dependencies"])


@pytest.mark.parametrize(
    ("package", "extra", "en", "zh"),
    [
        ("openpyxl", "sheets", "spreadsheets need openpyxl", "读写电子表格需要 openpyxl"),
        ("pyarrow", "parquet", "Parquet files need pyarrow", "读写 Parquet 文件需要 pyarrow"),
        ("ibis", "tables", "whole tables need ibis", "处理整表需要 ibis"),
        ("z3", "analysis", "proofs need z3", "证明与比较需要 z3"),
        ("pyspark", "spark", "Spark needs pyspark", "使用 Spark 需要 pyspark"),
        ("psycopg", "postgres", "PostgreSQL needs psycopg", "读写 PostgreSQL 需要 psycopg"),
        ("pymysql", "mysql", "MySQL needs pymysql", "读取 MySQL 需要 pymysql"),
        ("fastapi", "service", "the service needs fastapi", "网络服务需要 fastapi"),
        ("hypothesis", "testing", "generated records need hypothesis", "生成记录需要 hypothesis"),
    ],
)
def test_a_library_that_is_not_there_is_told_in_one_way(absent, package, extra, en, zh):
    absent(package)
    with pytest.raises(MissingExtraError) as raised:
        required(package, extra)
    command = f'pip install "linkage-rules[{extra}]"'
    assert raised.value.render("en") == f"{en}, which is not installed; run {command}"
    assert raised.value.render("zh") == f"{zh}，尚未安装；请运行 {command}"


def test_a_library_that_is_there_and_cannot_be_loaded_says_why(tmp_path, monkeypatch):
    (tmp_path / "halfthere.py").write_text("raise ImportError('libhalf.so: no such file')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingExtraError, match=r"halfthere, which cannot be loaded \(libhalf.so"):
        required("halfthere", "tables")


OPTIONAL = {
    "duckdb": "duckdb",
    "fastapi": "fastapi",
    "hypothesis": "hypothesis",
    "ibis-framework": "ibis",
    "icalendar": "icalendar",
    "olefile": "olefile",
    "openpyxl": "openpyxl",
    "prometheus-client": "prometheus_client",
    "lsprotocol": "lsprotocol",
    "psycopg": "psycopg",
    "pyarrow": "pyarrow",
    "pygls": "pygls",
    "pymysql": "pymysql",
    "pypinyin": "pypinyin",
    "pyspark": "pyspark",
    "pytest": "pytest",
    "python-docx": "docx",
    "python-multipart": "python_multipart",
    "pyxlsb2": "pyxlsb2",
    "sqlglot": "sqlglot",
    "sse-starlette": "sse_starlette",
    "starlette": "starlette",
    "uvicorn": "uvicorn",
    "websockets": "websockets",
    "xlrd": "xlrd",
    "xlsxwriter": "xlsxwriter",
    "z3-solver": "z3",
}
"""What the extras for users install, with the name it is imported by."""
NOT_FOR_USERS = {"crosscheck", "dev", "docs", "extension", "fuzz", "mutation", "peers"}

HELP = """
import sys
for package in sys.argv[1:]:
    sys.modules[package] = None
from linkage_rules.commands.cli import main
for asked in ([], *([name] for name in main.homes)):
    for language in ("en", "zh"):
        try:
            main([*asked, "--help", "--language", language])
        except SystemExit as end:
            assert end.code == 0, (asked, end.code)
print("all told")
"""


def test_every_library_of_the_extras_is_hidden_below():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].items()
    wanted = {needed for extra, all_ in extras if extra not in NOT_FOR_USERS for needed in all_}
    assert {re.split(r"[\[<>=]", needed)[0] for needed in wanted} == set(OPTIONAL)


def helps_without(*packages):
    command = [sys.executable, "-c", HELP, *packages]
    found = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.endswith("all told\n")


def test_every_command_has_help_without_the_libraries_of_all_extras():
    helps_without(*OPTIONAL.values())


@pytest.mark.slow
@pytest.mark.parametrize("package", OPTIONAL.values())
def test_every_command_has_help_without_one_library_of_the_extras(package):
    helps_without(package)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_parquet_file_cannot_be_written_without_its_extra(absent, tmp_path, language):
    absent("pyarrow")
    out = tmp_path / "answers.parquet"
    records = ROOT / "samples" / "projects.json"
    found = CliRunner().invoke(
        main, ["review", "xiangtan_2022", str(records), "--out", str(out), "--language", language]
    )
    said = {"en": "error: Parquet files need pyarrow", "zh": "错误：读写 Parquet 文件需要 pyarrow"}
    assert found.exit_code == 2
    assert found.stderr.startswith(said[language])
    assert 'pip install "linkage-rules[parquet]"' in found.stderr
    assert str(tmp_path) not in found.stderr
    assert list(tmp_path.iterdir()) == []


def test_whole_tables_without_duckdb_name_the_extra(absent):
    absent("duckdb")
    with pytest.raises(MissingExtraError, match=r"need duckdb.*linkage-rules\[tables\]"):
        load("xiangtan_2022").evaluate_table(pa.table({"id": ["a"]}), as_of=DAY)


@pytest.mark.parametrize("thing", [pa.array([1]), pa.schema([]), pa.chunked_array([[1]]), 5])
def test_what_is_no_table_is_called_so(thing):
    with pytest.raises(TableError, match="is not a table"):
        load("xiangtan_2022").evaluate_table(thing, as_of=DAY)


PROGRAM = """
import datetime, sys
import pandas, pyarrow
import linkage_rules as lr
from linkage_rules.testing.properties import try_property
policy = lr.load("xiangtan_2022")
day = datetime.date(2023, 5, 1)
for table in (pandas.DataFrame({"id": ["P-1"]}), pyarrow.table({"id": ["P-1"]})):
    found = policy.evaluate_table(table, as_of=day).verdict_enter_library.to_pyarrow()
    assert found.to_pylist() == ["undetermined"], found
    assert policy.check_table(table).good.count().to_pyarrow().as_py() == 1
trial = try_property(policy.package, policy.package.properties[0], 5, 1)
assert trial.counterexample is None and not trial.unasked, trial
"""


@pytest.mark.slow
def test_where_warnings_are_errors_a_table_is_a_table_and_every_engine_is_asked():
    # Pandas and pyarrow themselves are imported without: their warnings are not what is claimed.
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    found = subprocess.run(command, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr


@pytest.fixture
def claimed():
    package = load("xiangtan_2022").package
    return package, package.properties[0]


def test_an_engine_that_breaks_breaks_the_property(claimed, monkeypatch):
    def broken(*_):
        raise TableError("TAB-101", "", "a fault of the table", "表格有误")

    monkeypatch.setattr("linkage_rules.engines.tabular.inputs.as_ibis", broken)
    with pytest.raises(TableError, match="a fault of the table"):
        try_property(*claimed, 5, 1)


def test_an_engine_that_does_not_take_the_policy_is_named_with_the_reason(claimed, monkeypatch):
    def refuses(*_):
        raise too_wide()

    monkeypatch.setattr("linkage_rules.engines.tabular.query.query", refuses)
    trial = try_property(*claimed, 5, 1)
    assert list(trial.unasked) == ["tabular"]
    (line,) = unasked_engines([trial, trial])
    assert line.en.startswith("the tabular engine was not asked: the numbers here can grow")
    assert line.zh.startswith("未询问 tabular 引擎：此处的数可能超过")


def test_an_engine_that_is_not_installed_is_named_with_its_extra(claimed, absent):
    absent("z3")
    assert "symbolic" not in engines.engines()
    trial = try_property(*claimed, 5, 1)
    (line,) = unasked_engines([trial])
    assert line.en == (
        "the symbolic engine was not asked: proofs need z3, which is not installed; "
        'run pip install "linkage-rules[analysis]"'
    )


SMALL = """\
policy p "P"
record R
  n: whole number at least 0
bearer county
action a of R
norm due for R when n > 3 county must a
property "nothing forbids it" for R
  always not (a is forbidden)
example "many" of R
  given n: 4
  as of 2023-05-01
  expect a is required by due
"""


def test_the_command_says_which_engines_were_not_asked(absent, tmp_path):
    absent("z3")
    policy = tmp_path / "p.pol"
    policy.write_text(SMALL, "utf-8")
    found = CliRunner().invoke(main, ["test", str(policy), "--records", "2", "--language", "zh"])
    assert "未询问 symbolic 引擎：证明与比较需要 z3，尚未安装" in found.stdout


@pytest.mark.slow
def test_properties_without_hypothesis_are_refused_by_the_command(absent):
    absent("hypothesis")
    found = CliRunner().invoke(main, ["test", "xiangtan_2022", "--records", "2"])
    assert found.exit_code == 2
    assert 'pip install "linkage-rules[testing]"' in found.stderr
