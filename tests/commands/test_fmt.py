"""`linkage-rules fmt`: files in canonical form, in either language, or not touched at all."""

import os
import shutil
from pathlib import Path

import pytest

from linkage_rules.policy.loading import load

UNTIDY = 'bearer   office  "办公室" ;\nrecord Project "项目"\n      planned "有方案":是否\n'
TIDY_EN = 'bearer office "办公室"\n\nrecord Project "项目"\n  planned "有方案": yes/no\n'
TIDY_ZH = '主体 office "办公室"\n\n记录 Project "项目"\n  planned "有方案"：是否\n'


@pytest.fixture
def copy(library_entry, tmp_path, monkeypatch):
    """A copy of the small policy to write into, as the current folder."""
    folder = tmp_path / "library_entry"
    shutil.copytree(library_entry, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def untidy(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "untidy.pol"
    path.write_text(UNTIDY, "utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "text"),
    [((), TIDY_EN), (("--language", "en"), TIDY_EN), (("--language", "zh"), TIDY_ZH)],
)
def test_a_file_keeps_the_language_of_its_keywords_unless_another_is_asked_for(
    run, untidy, words, text
):
    found = run("fmt", "untidy.pol", *words)
    assert found.exit_code == 0
    assert untidy.read_text("utf-8") == text


def test_the_language_of_the_messages_does_not_translate_files(run, untidy):
    found = run("--language", "zh", "fmt", "untidy.pol")
    assert found.stdout == "已改写：untidy.pol\n"
    assert untidy.read_text("utf-8") == TIDY_EN


def test_check_names_the_files_and_writes_nothing(run, untidy):
    found = run("fmt", "--check", ".")
    assert found.exit_code == 1
    assert found.stdout == "格式不规范：untidy.pol\n"
    assert untidy.read_text("utf-8") == UNTIDY


def test_what_is_in_form_stays_as_it_is(run, copy):
    before = (copy / "policy.pol").stat().st_mtime_ns
    assert run("fmt", "--check", "policy.pol").exit_code == 0
    assert run("fmt", "policy.pol").exit_code == 0
    assert (copy / "policy.pol").stat().st_mtime_ns == before


def test_a_policy_goes_into_english_and_back_with_all_its_names(run, copy):
    chinese = (copy / "policy.pol").read_text("utf-8")
    run("fmt", "--language", "en", ".")
    english = (copy / "policy.pol").read_text("utf-8")
    assert "  when not planned\n  office must not enter_library\n" in english
    assert load("policy.pol").package.norms.keys() == {
        "no_plan_no_entry",
        "urgent_entry",
        "report_large",
        "inspect_listed",
        "train_all",
        "no_diversion",
    }
    run("fmt", "--language", "zh", ".")
    assert (copy / "policy.pol").read_text("utf-8") == chinese


def test_names_of_another_file_of_the_folder_are_known(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    head = 'policy parts\nrecord Project "项目"\n  planned "有方案": yes/no\n'
    (tmp_path / "10.pol").write_text(head, "utf-8")
    (tmp_path / "20.pol").write_text("fact ready of Project\n  means planned\n", "utf-8")
    run("fmt", "--language", "zh", "20.pol")
    assert (tmp_path / "20.pol").read_text("utf-8") == "事实 ready 关于 项目\n  指 有方案\n"


def test_policies_that_share_a_folder_are_each_read_alone(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        text = f'policy {name}\nrecord Project "项目"\n  id: text\nfact f of Project\n  means yes\n'
        (tmp_path / f"{name}.pol").write_text(text, "utf-8")
    run("fmt", "--language", "zh", "one.pol")
    assert "事实 f 关于 项目" in (tmp_path / "one.pol").read_text("utf-8")


def test_with_errors_in_the_package_names_stay_and_keywords_change(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "p.pol"
    path.write_text("fact ready of Project\n  means planned\n", "utf-8")
    assert run("fmt", "--language", "zh", "p.pol").exit_code == 0
    assert path.read_text("utf-8") == "事实 ready 关于 Project\n  指 planned\n"


def test_a_file_that_cannot_be_read_is_left_alone_and_the_others_are_formatted(
    run, untidy, tmp_path
):
    bad = tmp_path / "a_bad.pol"
    bad.write_text("fact fact fact\n", "utf-8")
    binary = tmp_path / "b_bad.pol"
    binary.write_bytes(b"\xff\xfe")
    found = run("fmt", ".")
    assert found.exit_code == 2
    assert "a_bad.pol:1:" in found.stderr
    assert "b_bad.pol" in found.stderr
    assert bad.read_text("utf-8") == "fact fact fact\n"
    assert binary.read_bytes() == b"\xff\xfe"
    assert untidy.read_text("utf-8") == TIDY_EN


def test_byte_order_marks_and_windows_line_ends_go(run, untidy):
    untidy.write_bytes(b"\xef\xbb\xbf" + TIDY_EN.replace("\n", "\r\n").encode())
    assert run("fmt", "untidy.pol").exit_code == 0
    assert untidy.read_bytes() == TIDY_EN.encode()


def test_comments_stay(run, untidy):
    untidy.write_text("# above\nbearer office   # behind\n", "utf-8")
    run("fmt", "untidy.pol")
    assert untidy.read_text("utf-8") == "# above\nbearer office  # behind\n"


def test_permissions_and_links_are_kept(run, untidy, tmp_path):
    untidy.chmod(0o640)
    link = tmp_path / "link.pol"
    link.symlink_to(untidy)
    run("fmt", "link.pol")
    assert link.is_symlink()
    assert untidy.read_text("utf-8") == TIDY_EN
    assert untidy.stat().st_mode & 0o777 == 0o640


def test_when_the_file_cannot_be_replaced_the_old_one_stands_and_nothing_else_is_left(
    run, untidy, tmp_path, monkeypatch
):
    def refuse(source: Path, target: Path) -> None:
        raise OSError(28, os.strerror(28), str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    found = run("fmt", "untidy.pol")
    assert found.exit_code == 2
    assert "untidy.pol" in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["untidy.pol"]
    assert untidy.read_text("utf-8") == UNTIDY


@pytest.mark.parametrize("path", [".", "nowhere", "nowhere.pol"])
def test_a_place_without_policy_files_is_refused(run, tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    found = run("fmt", path)
    assert found.exit_code == 2
    assert f"{path}：这里没有 .pol 文件" in found.stderr


@pytest.mark.slow
def test_the_shipped_policies_are_in_canonical_form(run):
    policies = Path(__file__).parents[2] / "policies"
    found = run("fmt", "--check", policies)
    assert found.stdout == ""
    assert found.exit_code == 0
