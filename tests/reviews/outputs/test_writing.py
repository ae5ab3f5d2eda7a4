"""What becomes of files that are there already, and of files that cannot be written."""

import os
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from linkage_rules.presenting.atomic import whole
from linkage_rules.reviews import opinions

AS_OF = ("--as-of", "2023-05-01")
REVIEW = ("review", "policy.pol", "projects.json", *AS_OF)
OLD = "was here before"


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (["a.doc"], "--word --out"),
        (["a.pdf"], "在浏览器中打印为 PDF"),
        (["a.odt"], "请以扩展名写明文件类型：.xlsx、.html、.csv、.json、.txt"),
        (["a"], "请写 a/"),
        (["a.csv", "./a.csv"], "写了两次"),
        (["no/a.csv"], "没有文件夹 no"),
        (["folder.csv"], "不是文件"),
        (["records.json"], "就是记录文件"),
        (["link.json"], "就是记录文件"),
    ],
)
def test_what_cannot_be_an_output_is_refused_before_anything_is_read(
    run, library_entry, tmp_path, monkeypatch, out, why
):
    policy, records = library_entry / "policy.pol", library_entry / "projects.json"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "records.json").write_bytes(records.read_bytes())
    (tmp_path / "link.json").symlink_to("records.json")
    before = sorted(os.listdir())
    words = [word for name in out for word in ("--out", name)]
    found = run("review", policy, "records.json", *AS_OF, *words)
    assert found.exit_code == 2
    assert why in found.stderr
    assert sorted(os.listdir()) == before


def test_a_form_to_print_and_a_file_to_write_exclude_each_other(run, library_entry, tmp_path):
    found = run(*REVIEW, "--format", "json", "--out", tmp_path / "a.json")
    assert found.exit_code == 2
    assert "请只用其一" in found.stderr


def test_all_files_are_written_in_one_pass_and_named(run, library_entry, tmp_path):
    paths = [tmp_path / f"a.{ending}" for ending in ("xlsx", "html", "csv", "json", "txt")]
    found = run(*REVIEW, *(word for path in paths for word in ("--out", path)))
    assert found.exit_code == 2  # one record cannot be read
    assert found.stdout == ""
    assert found.stderr.startswith("已写出：")
    assert all(str(path) in found.stderr for path in paths)
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    assert all(path.stat().st_size for path in paths)


def test_of_a_table_the_terminal_is_told_that_no_row_is_lost(run, library_entry, tmp_path):
    table = tmp_path / "projects.csv"
    table.write_text("编号,名称,备注\nA-1,水渠,\n,机耕道,\n合计,,\n", "utf-8")
    found = run("review", "policy.pol", table, *AS_OF, "--out", tmp_path / "a.csv")
    assert "共4行：记录2行（读取1、无法读取1），略过2行（表头1行，合计行1行）" in found.stderr
    assert "未读取的列：C 备注" in found.stderr


def test_sheets_that_were_not_read_are_named_on_the_terminal(run, library_entry, tmp_path):
    book = openpyxl.Workbook()
    for title in ("第一批", "第二批"):
        sheet = book.create_sheet(title)
        sheet.append(["编号", "名称"])
        sheet.append(["A-1", "水渠"])
    book.save(tmp_path / "projects.xlsx")
    out = tmp_path / "a.csv"
    found = run("review", "policy.pol", tmp_path / "projects.xlsx", *AS_OF, "--out", out)
    assert "共2行：记录1行（读取1、" in found.stderr
    assert "未读取的工作表：Sheet、第二批" in found.stderr


def truncated():
    content = BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()[:2_000]


def bomb():
    content = BytesIO()
    with ZipFile(content, "w", 8) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel"),
        (truncated(), "损坏"),
        (b"<html><table></table></html>", ".xlsx"),
        (bomb(), "解压"),
    ],
    ids=["old or encrypted", "truncated", "a page under another name", "zip bomb"],
)
@pytest.mark.parametrize("ending", ["xlsx", "html", "csv", "json", "txt"])
def test_a_file_that_is_no_workbook_leaves_what_was_written_before(
    run, library_entry, tmp_path, content, why, ending
):
    source, out = tmp_path / "projects.xlsx", tmp_path / f"a.{ending}"
    source.write_bytes(content)
    out.write_text(OLD)
    found = run("review", "policy.pol", source, *AS_OF, "--out", out)
    assert found.exit_code == 2
    assert why in found.stderr
    assert out.read_text() == OLD
    assert sorted(tmp_path.iterdir()) == sorted([source, out])


def test_a_file_that_breaks_off_at_its_first_record_leaves_nothing(run, library_entry, tmp_path):
    source = tmp_path / "broken.json"
    source.write_text('[{"id": ', "utf-8")
    found = run("review", "policy.pol", source, *AS_OF, "--out", tmp_path / "a.html")
    assert found.exit_code == 2
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("ending", ["xlsx", "html", "csv"])
def test_an_interruption_leaves_the_old_file_and_nothing_beside_it(
    run, library_entry, tmp_path, monkeypatch, ending
):
    def interrupted(judged):
        raise KeyboardInterrupt

    out = tmp_path / f"a.{ending}"
    out.write_text(OLD)
    monkeypatch.setattr(opinions, "opinion", interrupted)
    assert run(*REVIEW, "--out", out).exit_code == 130
    assert out.read_text() == OLD
    assert list(tmp_path.iterdir()) == [out]


def test_a_new_file_gets_the_usual_permissions_and_an_old_one_keeps_its_own(tmp_path):
    new, old = tmp_path / "new.txt", tmp_path / "old.txt"
    old.write_text(OLD)
    old.chmod(0o640)
    usual = tmp_path / "usual.txt"
    usual.write_text("")
    for path in (new, old):
        with whole(path) as place:
            place.write_text("all of it")
    assert new.stat().st_mode == usual.stat().st_mode
    assert old.stat().st_mode & 0o777 == 0o640
    assert old.read_text() == "all of it"


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path):
    (tmp_path / "file.txt").write_text(OLD)
    link = tmp_path / "link.txt"
    link.symlink_to("file.txt")
    with whole(link) as place:
        place.write_text("all of it")
    assert link.is_symlink()
    assert (tmp_path / "file.txt").read_text() == "all of it"


@pytest.mark.parametrize("ending", ["xlsx", "html", "csv", "json", "txt", "parquet"])
def test_a_record_with_half_a_character_never_keeps_the_others_from_being_written(
    run, library_entry, tmp_path, ending
):
    source, out = tmp_path / "r.json", tmp_path / f"a.{ending}"
    source.write_text(r'[{"id": "A-1"}, {"id": "\ud83d"}, {"id": "A-2"}]')
    found = run("review", "policy.pol", source, *AS_OF, "--out", out)
    assert found.exit_code == 2
    assert "共3条：已审核2条，无法读取1条" in found.stderr
    assert out.stat().st_size
