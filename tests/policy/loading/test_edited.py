"""What an editor has not saved yet stands in the place of the file, and is read as a file is."""

import os

import pytest

import linkage_rules as lr
from linkage_rules.language.reading.source import MAX_CHARACTERS
from linkage_rules.policy.loading.finding import bundled_folder
from linkage_rules.policy.loading.packages import load_package

SHARED = 'policy shared "S"\n\nrecord Case\n  n: number\n'
HEAD = 'policy local "L"\n  source "text.txt"\n\nuse shared\n\nbearer county\n'
NORMS = """\
action enter of Case

norm stop for Case
  cites 一 "不得进入"
  when n > 3
  county must not enter
"""
TEXT = "一、要求。没有机制的，不得进入。\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A policy in two files with its source, beside another one that it uses."""
    for name, text in {
        "shared/s.pol": SHARED,
        "local/a.pol": HEAD,
        "local/b.pol": NORMS,
        "local/text.txt": TEXT,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "local"


def codes(place="local", **texts):
    found = load_package(place, texts={name.replace("_", "."): t for name, t in texts.items()})
    return [problem.code for problem in found.diagnostics]


def places(place, texts):
    return [(p.code, *p.path) for p in load_package(place, texts=texts).diagnostics]


def test_without_texts_and_with_those_of_the_disk_it_is_the_policy_that_lies_there(folder):
    saved = load_package("local")
    same = load_package("local", texts={"a.pol": HEAD, "b.pol": NORMS.encode(), "text.txt": TEXT})
    assert not saved.diagnostics
    assert (same.package, same.digest, same.source) == (saved.package, saved.digest, saved.source)
    assert [file.name for file, _ in same.files] == [file.name for file, _ in saved.files]


def test_a_text_stands_in_the_place_of_its_file_which_stays_as_it_is(folder):
    assert places("local", {"b.pol": NORMS.replace("n > 3", "m > 3")}) == [
        ("POL-202", os.path.join("local", "b.pol"), 5, 8)
    ]
    assert (folder / "b.pol").read_text("utf-8") == NORMS
    assert not load_package("local").diagnostics


def test_a_text_of_a_file_that_is_not_there_yet_is_part_of_the_folder(folder):
    more = load_package("local", texts={"c.pol": "fact large of Case\n  means n > 5\n"})
    assert not more.diagnostics
    assert list(more.package.facts) == ["large"]


@pytest.mark.parametrize("name", ["new", "new/", "new/a.pol"])
def test_a_policy_of_which_nothing_is_on_the_disk_yet_is_checked(folder, name):
    found = load_package(name, texts={"a.pol": 'policy new "N"\n\nuse vocabulary\n'})
    assert not found.diagnostics
    assert found.package.record_types
    assert codes(name, notes_txt="one") == ["POL-001"]
    assert "POL-006" in codes(name, a_pol='policy new "N"\n\nuse nothing\n')


def test_official_texts_and_those_of_used_policies_are_given_by_their_paths(folder):
    assert codes(text_txt=TEXT.replace("不得", "可以")) == ["POL-503"]
    assert "POL-501" in codes(text_txt="")
    used = {"../shared/s.pol": SHARED.replace("n: number", "n: text")}
    assert [code for code, *_ in places("local", used)] == ["POL-303"]
    assert not places("local", {str(folder.parent / "shared" / "s.pol"): SHARED})


def test_a_shipped_policy_is_named_and_read_as_any_other(folder):
    place = bundled_folder() / "vocabulary" / "10_bearers.pol"
    faulty = f"{place.read_text('utf-8')}\nbearer for\n"
    name = f"../vocabulary/{place.name}"
    assert {c for c, *_ in places("xiangtan_2022", {name: faulty})} == {"POL-104", "POL-008"}
    user = {"a.pol": 'policy mine "M"\n\nuse vocabulary\n', str(place): faulty}
    assert {c for c, *_ in places("mine", user)} == {"POL-104", "POL-008"}


def test_a_single_file_is_edited_by_its_name_too(folder):
    (folder.parent / "alone.pol").write_text('policy alone "A"\n', "utf-8")
    assert codes("alone.pol", alone_pol="bearer county") == ["POL-004"]
    assert codes("alone.pol", other_pol="bearer county") == []


@pytest.mark.parametrize(
    "name",
    ["notes.md", "../elsewhere/a.pol", "deep/a.pol", "", ".", "../shared", "a\0.pol", "\ud800"],
)
def test_a_text_that_the_policy_does_not_come_to_has_no_effect(folder, name):
    assert load_package("local", texts={name: "no policy"}).digest == load_package("local").digest


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bearer county\r\nbearer ward\rbearer village\n", []),
        ("\ufeffbearer county\n", []),
        (b"\xef\xbb\xbfbearer county\r\n", []),
        ("bearer \ud800", ["POL-002"]),
        (b"bearer \xff", ["POL-002"]),
        (" " * (MAX_CHARACTERS + 1), ["POL-003"]),
        ("字" * (MAX_CHARACTERS + 1), ["POL-003"]),
        (b"x" * (4 * MAX_CHARACTERS + 1), ["POL-003"]),
    ],
    ids=["line ends", "mark", "mark in bytes", "half", "no UTF-8", "long", "long Chinese", "bytes"],
)
def test_a_text_is_read_as_a_file_is(folder, text, found):
    alone = 'policy other "O"\n'
    assert codes("other", a_pol=alone, b_pol=text) == found
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "a.pol").write_text(alone, "utf-8")
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    (folder.parent / "other" / "b.pol").write_bytes(data)
    assert codes("other") == found


def test_links_hold_of_texts_as_of_files(folder):
    outside = folder.parent / "secret.pol"
    outside.write_text("bearer secret\n", "utf-8")
    (folder / "c.pol").symlink_to(outside)
    assert codes(c_pol="bearer ward\n") == ["POL-011"]
    (folder / "c.pol").unlink()
    (folder / "real.txt").write_text("bearer ward\n", "utf-8")
    (folder / "c.pol").symlink_to("real.txt")
    assert codes(c_pol="bearer for\n") == ["POL-104"]


@pytest.mark.parametrize("texts", [["a.pol"], {1: "a"}, {"a.pol": 1}, "a.pol"])
def test_what_is_no_mapping_of_names_to_texts_is_refused(folder, texts):
    with pytest.raises(lr.ArgumentError):
        load_package("local", texts=texts)
