"""A policy may come from anybody: its links show no file outside of where it lies."""

import os

import pytest

from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.policy.loading import load

SECRET = "一、秘密。不得示人。\n"


@pytest.fixture
def folders(tmp_path):
    inside, outside = tmp_path / "given" / "mine", tmp_path / "secret"
    inside.mkdir(parents=True)
    outside.mkdir()
    (outside / "text.txt").write_text(SECRET, "utf-8")
    (outside / "names.pol").write_text("密码 一二三四\n", "utf-8")
    return inside, outside


def refused(place):
    with pytest.raises(PolicyError) as raised:
        load(place)
    return raised.value


def test_a_link_to_another_source_text_is_not_followed(folders):
    inside, outside = folders
    (inside / "a.pol").write_text('policy mine\n  source "text.txt"\n', "utf-8")
    (inside / "text.txt").symlink_to(outside / "text.txt")
    error = refused(inside)
    assert {d.code for d in error.diagnostics} == {"POL-501"}
    assert "链接" in error.render("zh")
    assert "link" in error.render("en")
    assert "秘密" not in error.render("zh")


@pytest.mark.parametrize("relative", [False, True])
def test_a_link_among_the_files_of_a_policy_is_not_followed(folders, relative):
    inside, outside = folders
    (inside / "a.pol").write_text("policy mine\n", "utf-8")
    target = outside / "names.pol"
    (inside / "b.pol").symlink_to(os.path.relpath(target, inside) if relative else target)
    error = refused(inside)
    assert {d.code for d in error.diagnostics} == {"POL-011"}
    assert "密码" not in error.render("zh")


@pytest.mark.parametrize("name", ["other", "other.pol"])
def test_a_link_to_a_used_policy_is_not_followed(folders, name):
    inside, outside = folders
    (inside / "a.pol").write_text("policy mine\n\nuse other\n", "utf-8")
    target = outside if name == "other" else outside / "names.pol"
    (inside.parent / name).symlink_to(target)
    error = refused(inside)
    assert {d.code for d in error.diagnostics} == {"POL-011"}
    assert "密码" not in error.render("zh")


def test_links_within_the_folder_and_to_what_was_named_are_followed(folders):
    inside, _ = folders
    (inside / "a.pol").write_text('policy mine\n  source "text.txt"\n', "utf-8")
    (inside / "real.txt").write_text(SECRET, "utf-8")
    (inside / "text.txt").symlink_to("real.txt")
    link = inside.parent / "link"
    link.symlink_to(inside)
    for _ in range(2):  # checked, then remembered
        assert load(link).source.text == SECRET


def test_a_link_that_is_put_in_the_place_of_a_kept_source_is_noticed(folders):
    inside, outside = folders
    (inside / "a.pol").write_text('policy mine\n  source "text.txt"\n', "utf-8")
    (inside / "text.txt").write_text(SECRET, "utf-8")
    load(inside)
    (inside / "text.txt").unlink()
    (inside / "text.txt").symlink_to(outside / "text.txt")
    refused(inside)


def test_links_that_lead_nowhere_are_files_that_are_not_there(folders):
    inside, _ = folders
    (inside / "a.pol").write_text('policy mine\n  source "text.txt"\n', "utf-8")
    (inside / "text.txt").symlink_to("text.txt")
    assert {d.code for d in refused(inside).diagnostics} == {"POL-501"}
    (inside / "b.pol").symlink_to("b.pol")
    (inside / "c.pol").symlink_to("gone.pol")
    assert [d.code for d in refused(inside).diagnostics] == ["POL-011", "POL-011"]
    error = refused(inside)
    assert "no such file" in error.render("en")
