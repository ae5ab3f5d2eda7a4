"""`linkage-rules completion`, and what it completes."""

import click
import pytest
from click.shell_completion import ShellComplete

from linkage_rules.commands.cli import main


def completed(words: list[str], incomplete: str) -> list[str]:
    shell = ShellComplete(main, {}, "linkage-rules", "_LINKAGE_RULES_COMPLETE")
    return [item.value for item in shell.get_completions(words, incomplete)]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_script_of_a_shell_asks_the_program(run, shell):
    found = run("completion", shell)
    assert found.exit_code == 0
    assert f"_LINKAGE_RULES_COMPLETE={shell}_complete" in found.stdout


def test_without_a_name_the_running_shell_is_meant(run, monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("completion").stdout == run("completion", "fish").stdout


def test_without_a_name_in_another_shell_it_asks(run, monkeypatch):
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    found = run("completion")
    assert found.exit_code == 2
    assert "请写明是哪种 shell：bash、zsh、fish" in found.stderr


@pytest.mark.parametrize(
    ("words", "incomplete", "expected"),
    [
        ([], "re", ["review", "replay"]),
        ([], "", main.list_commands(click.Context(main))),
        (["review"], "xiang", ["xiangtan_2022"]),
        (["review"], "--fo", ["--format"]),
        (["review", "--format"], "h", ["html"]),
        (["completion"], "z", ["zsh"]),
    ],
)
def test_commands_policies_options_and_choices_are_completed(words, incomplete, expected):
    assert completed(words, incomplete) == expected
