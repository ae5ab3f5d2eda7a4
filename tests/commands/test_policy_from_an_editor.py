"""``-`` for a policy: an editor asks about a text that is not saved, under the name it has."""

import json

import click
import pytest

from linkage_rules.commands.cli import main

TYPES = """\
policy wells "Wells"
record Well
  clean: yes/no
bearer owner
action draw of Well
"""
NORMS = """\
norm no_dirty_water for Well
  when not clean
  owner must not draw
example "dirty" of Well
  given clean: no
  as of 2023-05-01
  expect draw is forbidden
"""
BROKEN = NORMS.replace("clean\n", "cleam\n", 1)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A policy in two files, one of which is being edited, beside another policy."""
    (tmp_path / "wells").mkdir()
    (tmp_path / "wells" / "01_types.pol").write_text(TYPES, "utf-8")
    (tmp_path / "wells" / "02_norms.pol").write_text(NORMS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(name):
    return ("--stdin-filename", name)


@pytest.mark.parametrize("name", ["wells/02_norms.pol", "./wells/../wells/02_norms.pol"])
def test_a_text_is_checked_with_the_files_around_it(run, folder, name):
    assert run("check", "-", *named(name), stdin=NORMS).stdout.startswith(
        "wells：没有问题；规范1条"
    )
    found = run("check", "-", *named(name), stdin=BROKEN)
    assert found.exit_code == 2
    assert "wells/02_norms.pol:2:12" in found.stderr
    assert "clean" in found.stderr, "the likely name is proposed"
    assert (folder / "wells" / "02_norms.pol").read_text("utf-8") == NORMS


def test_a_text_that_is_not_on_the_disk_yet_is_part_of_its_folder_too(run, folder):
    more = 'fact bad "Bad" of Well\n  means not clean\n'
    found = run("check", "-", *named("wells/03_facts.pol"), stdin=more)
    assert "事实1个" in found.stdout, found.output
    assert "规范1条" in found.stdout


def test_a_text_that_stands_for_itself_is_read_alone(run, folder):
    (folder / "other.pol").write_text('policy other "O"\n', "utf-8")
    found = run("check", "-", *named("single.pol"), stdin=TYPES + NORMS)
    assert found.exit_code == 0, found.output
    assert run("check", "-", stdin=TYPES + NORMS).exit_code == 0
    unnamed = run("check", "-", stdin=TYPES + BROKEN)
    assert "stdin.pol:7:12" in unnamed.stderr


def test_a_policy_beside_it_may_be_used(run, folder):
    upper = 'policy upper "U"\nuse wells\nfact known "K" of Well\n  means clean is known\n'
    assert run("check", "-", *named("upper.pol"), stdin=upper).exit_code == 0


def test_every_form_calls_it_by_its_name(run, folder):
    (folder / ".git").mkdir()
    asked = ("check", "-", *named("wells/02_norms.pol"), "--format")
    problems = json.loads(run(*asked, "json", stdin=BROKEN).stdout)["problems"]
    assert problems[0]["path"] == ["wells/02_norms.pol", 2, 12]
    assert run(*asked, "github", stdin=BROKEN).stdout.startswith("::error file=wells/02_norms.pol,")


def test_its_examples_are_run(run, folder):
    asked = ("test", "-", *named("wells/02_norms.pol"))
    assert "1 passed, 0 failed" in run(*asked, stdin=NORMS).stdout
    wrong = NORMS.replace("is forbidden", "is permitted")
    assert run(*asked, stdin=wrong).exit_code == 1


def test_it_is_formatted_to_standard_output(run, folder):
    loose = NORMS.replace("  when not clean", "  when   not  clean")
    asked = ("fmt", "-", *named("wells/02_norms.pol"))
    assert run(*asked, stdin=loose).stdout == run(*asked, stdin=NORMS).stdout
    assert "when not clean" in run(*asked, stdin=loose).stdout
    assert run(*asked, "--check", stdin=loose).exit_code == 1
    assert run(*asked, "--check", stdin=run(*asked, stdin=loose).stdout).exit_code == 0
    chinese = run(*asked, "--language", "zh", stdin=NORMS).stdout
    assert "规范 no_dirty_water" in chinese
    assert (folder / "wells" / "02_norms.pol").read_text("utf-8") == NORMS


def test_what_cannot_be_read_is_not_formatted(run, folder):
    found = run("fmt", "-", *named("wells/02_norms.pol"), stdin="norm for\n  x x x\n")
    assert found.exit_code == 2
    assert found.stdout == ""
    assert "wells/02_norms.pol:1:6" in found.stderr


def test_records_are_judged_by_it(run, folder):
    (folder / "wells.json").write_text('{"clean": false}', "utf-8")
    asked = (*named("wells/02_norms.pol"), "--as-of", "2023-05-01")
    found = run("review", "-", "wells.json", *asked, stdin=NORMS.replace("not clean", "clean"))
    assert found.exit_code == 0, found.output
    assert "有不得办理事项" not in found.stdout
    told = run("explain", "-", "wells.json", *asked, "--action", "draw", stdin=NORMS)
    assert "no dirty water" in told.stdout or "no_dirty_water" in told.stdout


ASKED = [
    ("coverage", "{}"),
    ("mutate", "{}", "--sample", "1", "--records", "1", "--time-limit", "1"),
    ("timeline", "{}"),
    ("schema", "{}"),
    ("stubs", "{}"),
    ("document", "{}"),
    ("audit", "{}"),
    ("source", "{}"),
    ("build", "{}", "-o", "wells.json"),
    ("diff", "wells", "{}", "--as-of", "2023-05-01"),
    ("impact", "{}", "wells", "records.json", "--as-of", "2023-05-01"),
]


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_every_question_about_a_policy_may_be_asked_of_what_is_being_edited(run, folder, words):
    """The answer is the one that is given once it is saved."""
    (folder / "records.json").write_text('{"clean": false}', "utf-8")
    saved = folder / "wells" / "02_norms.pol"
    edited = NORMS.replace("not clean", "clean").replace("is forbidden", "is permitted")
    asked = (word.format("-") for word in words)
    unsaved = run(*asked, *named("wells/02_norms.pol"), stdin=edited)
    assert saved.read_text("utf-8") == NORMS
    (folder / "old").mkdir()
    (folder / "old" / "01_types.pol").write_text(TYPES, "utf-8")
    (folder / "old" / "02_norms.pol").write_text(NORMS, "utf-8")
    saved.write_text(edited, "utf-8")
    onto = {"diff": ("old", "wells"), "impact": ("wells", "old")}.get(words[0], ("wells",))
    others = [word for word in words[1:] if word not in ("{}", "wells")]
    after = run(words[0], *onto, *others)
    assert (unsaved.exit_code, unsaved.stdout) == (after.exit_code, after.stdout), unsaved.output


TAKE_A_POLICY = {"policy", "policies", "old", "new", "before", "after"}


@pytest.mark.parametrize("name", main.list_commands(click.Context(main)))
def test_each_command_that_takes_a_policy_takes_one_from_standard_input(name):
    taken = {one.name for one in main.get_command(click.Context(main), name).params}
    if name != "serve" and taken & TAKE_A_POLICY:
        assert "stdin_filename" in taken


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serve", "-"), "须能再次载入政策"),
        (("diff", "-", "-"), "“-”写了两次"),
        (("impact", "wells", "-", "-"), "“-”写了两次"),
        (("check", "-", *named("wells/02_norms.txt")), "扩展名是 .pol"),
        (("check", "-", "-"), "“-”写了两次"),
        (("check", "wells", *named("a.pol")), "没有用“-”表示标准输入的文件"),
        (("review", "-", "-", *named("a.pol")), "“-”写了两次"),
        (("fmt", "-", "wells"), "须单独使用"),
        (("fmt", "-", *named("a\0.pol")), "不是文件名"),
    ],
)
def test_what_cannot_be_meant_is_refused(run, folder, words, said):
    found = run(*words, stdin=NORMS)
    assert found.exit_code == 2
    assert said in found.stderr


def test_a_text_that_is_none_or_too_long_is_told_as_in_a_file(run, folder):
    assert "POL-002" in run("check", "-", stdin=b"\xff\xfe\x00").stderr
    assert "POL-003" in run("check", "-", stdin=b"# " + b"x" * 4_100_000).stderr
