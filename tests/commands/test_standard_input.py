"""``-``: what comes through standard input is read as a file of the name that is given for it."""

import io
import json
import sys

import pytest
from openpyxl import Workbook

from linkage_rules.commands import standard_input
from linkage_rules.commands.commands import UsageRefusedError
from tests.places import LIBRARY_ENTRY

AS_OF = ("--as-of", "2023-05-01")
RECORDS = (LIBRARY_ENTRY / "projects.json").read_bytes()
NAMED = ("--stdin-filename", "projects.json")


@pytest.mark.parametrize("form", ["overview", "table", "json", "csv", "html"])
def test_a_review_says_of_standard_input_what_it_says_of_the_file(run, library_entry, form):
    asked = (*AS_OF, "--format", form)
    of_file = run("review", "policy.pol", "projects.json", *asked)
    piped = run("review", "policy.pol", "-", *NAMED, *asked, stdin=RECORDS)
    assert piped.exit_code == of_file.exit_code == 2
    before, _, after = piped.stdout.partition("下一步")
    assert before == of_file.stdout.partition("下一步")[0]
    if form == "overview":
        assert "标准输入的内容没有留存" in after


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_comes_through_too_and_is_called_by_its_name(run, library_entry):
    book = workbook(["编号", "名称"], ["B-1", "甲"])
    asked = ("review", "policy.pol", "-", "--stdin-filename", "upload/项目库.xlsx", *AS_OF)
    found = run(*asked, "--format", "html", stdin=book)
    assert found.exit_code == 0, found.stderr
    assert "项目库.xlsx" in found.stdout
    broken = run(*asked, stdin=book[:200])
    assert broken.exit_code == 2
    assert broken.stderr.startswith("upload/项目库.xlsx")
    assert "tmp" not in broken.stderr


def test_a_file_that_breaks_off_is_called_by_its_name_too(run, library_entry):
    found = run("review", "policy.pol", "-", *NAMED, *AS_OF, stdin='[{"id": "A"}, {"id"')
    assert found.exit_code == 2
    assert "projects.json:1:" in found.stderr
    assert "tmp" not in found.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "policy.pol", "-", "--id", "A-4", *AS_OF),
        ("impact", "policy.pol", "policy.pol", "-", *AS_OF),
    ],
    ids=lambda words: words[0],
)
def test_other_commands_read_it_as_they_read_the_file(run, library_entry, words):
    piped = run(*words, *NAMED, stdin=RECORDS)
    assert piped.exit_code == 0, piped.output
    at = words.index("-")
    assert piped.stdout == run(*words[:at], "projects.json", *words[at + 1 :]).stdout


def test_a_mapping_is_proposed_for_it(run, library_entry):
    words = ("map", "-", "--policy", "policy.pol", "--stdin-filename")
    found = run(*words, "rows.csv", stdin="编号,名称\nA,甲\n".encode())
    assert found.exit_code == 0, found.output
    assert "编号" in found.stdout
    assert run(*words, "rows.csv", stdin=b"").stderr.startswith("rows.csv")


def test_a_filed_decision_need_not_be_named(run, library_entry):
    written = run("review", "policy.pol", "projects.json", *AS_OF, "--format", "json").stdout
    found = run("replay", "-", "--policy", "policy.pol", stdin=written)
    assert found.exit_code == 0, found.output
    spoilt = run("replay", "-", "--policy", "policy.pol", stdin="{}")
    assert spoilt.exit_code == 2
    assert "decision.json" in spoilt.stderr


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"PK\x03\x04", "records.xlsx"),
        (b"PAR1", "records.parquet"),
        (b" [", "records.json"),
        (b"\xef\xbb\xbf{", "records.ndjson"),
        ("编号".encode(), "records.csv"),
        (b"", "records.csv"),
    ],
)
def test_without_a_name_the_likely_one_is_proposed(run, library_entry, start, name):
    found = run("review", "policy.pol", "-", *AS_OF, stdin=start)
    assert found.exit_code == 2
    assert f"--stdin-filename {name}\n" in found.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("review", "policy.pol", "projects.json", *NAMED), "没有用“-”表示标准输入的文件"),
        (("replay", "-", "--record", "-", *NAMED), "“-”写了两次"),
        (("review", "policy.pol", "-", "--stdin-filename", ""), "不是文件名"),
        (("review", "policy.pol", "-", "--stdin-filename", "a\0.json"), "不是文件名"),
        (("review", "policy.pol", "-", "--stdin-filename", "长" * 90 + ".json"), "不是文件名"),
        (("review", "policy.pol", "-", "--stdin-filename", ".."), "不是文件名"),
        (("review", "policy.pol", "-", "--stdin-filename", "records"), "无法识别的文件类型"),
    ],
)
def test_what_cannot_be_meant_is_refused(run, library_entry, words, said):
    found = run(*words, stdin=RECORDS)
    assert found.exit_code == 2
    assert said in found.stderr


def test_a_name_that_leads_elsewhere_leads_nowhere(run, library_entry, tmp_path):
    elsewhere = tmp_path / "projects.json"
    named = ("--stdin-filename", f"/../..{elsewhere}")
    assert run("review", "policy.pol", "-", *named, *AS_OF, stdin=RECORDS).exit_code == 2
    assert not elsewhere.exists()


def test_the_file_that_it_is_named_after_is_not_overwritten(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "projects.json").write_bytes(RECORDS)
    asked = ("review", LIBRARY_ENTRY / "policy.pol", "-", *NAMED, *AS_OF)
    found = run(*asked, "--out", "projects.json", stdin=RECORDS)
    assert found.exit_code == 2
    assert "就是记录文件" in found.stderr
    assert json.loads((tmp_path / "projects.json").read_bytes())


def test_more_than_the_bound_is_refused(run, library_entry, monkeypatch):
    monkeypatch.setattr(standard_input, "MAX_BYTES", 100)
    found = run("review", "policy.pol", "-", *NAMED, *AS_OF, stdin=RECORDS)
    assert found.exit_code == 2
    assert "标准输入超过100字节" in found.stderr


def test_a_terminal_is_told_and_not_waited_for(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for stream, said in ((Terminal(), "< FILE"), (None, "closed")):
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(UsageRefusedError) as refused:
            standard_input.standard_bytes()
        assert said in refused.value.words.en
