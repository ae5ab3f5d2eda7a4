"""A shell on a page. The command line of the library runs in this process, and a server beside it
until the page ends; what starts benchmarks or installs is not started, but its options and extras
are there."""

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final

import click
import pytest
from click.testing import CliRunner

from linkage_rules.commands.cli import main
from tests.places import ROOT
from tests.snippets import requests, servers
from tests.snippets.outputs import LEFT_OUT
from tests.snippets.pages import Block, Page

_PLACEHOLDER: Final = re.compile(r"\[?[A-Z]{3,}…?\]?")
_OF_A_SHELL: Final = re.compile(r"[|<>`]|\$\(|&&")
_EXTRAS: Final = frozenset(
    tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
)
_ASKED_OF: Final = {
    "docs": "docs/site/build.py",
    "fuzz": "fuzz/campaign.py",
    "house": "benchmarks/house.py",
}


def run(page: Page, block: Block) -> None:
    *before, last = _commands(block.source)
    said = [_run(page, block, line, 0) for line in before]
    said.append(_run(page, block, last, int(block.told.get("exits", 0))))
    page.says(block, lambda: "".join(said))


def read(page: Page, block: Block) -> None:
    for line in _commands(block.source):
        words = shlex.split(line, comments=True)
        match [*takewhile(lambda word: word not in {"|", "<", ">"}, words)]:
            case ["linkage-rules", *words]:
                _is_a_command(words)
            case [*words] if (known := _known(words)) is not None:
                known(page, words)


def _commands(source: str) -> Iterator[str]:
    for line in source.replace("\\\n", " ").splitlines():
        if shlex.split(line, comments=True):
            yield line


def _run(page: Page, block: Block, line: str, status: int) -> str:
    """What a command says. Raises AssertionError where it ends with another status."""
    line = page.real(line)
    words = shlex.split(line, comments=True)
    match words:
        case ["curl", *asked]:
            return requests.ask(page, asked)
        case ["export", setting]:
            _set(page, setting)
            return ""
        case ["uvicorn", *_] | ["linkage-rules", "serve", *_] if not _is_a_synopsis(words):
            servers.start(page, words)
            return ""
    if (known := _known(words)) is not None and not _of_the_page(page, words):
        known(page, words)
        return ""
    if words[0] != "linkage-rules" or _OF_A_SHELL.search(line.partition(" #")[0]):
        return _by_a_shell(page, line, status)
    if _is_a_synopsis(words):
        _is_a_command(words[1:])
        return ""
    found = CliRunner().invoke(main, words[1:], env=page.environment)
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code == status, f"{line}\nends with {found.exit_code}\n{found.output}"
    return found.output


def _is_a_synopsis(words: list[str]) -> bool:
    return any(map(_PLACEHOLDER.fullmatch, words))


def _set(page: Page, setting: str) -> None:
    """A setting for what is started after it; one that is left out is the reader's own."""
    name, _, value = setting.partition("=")
    if value != LEFT_OUT:
        page.environment[name] = value


def _by_a_shell(page: Page, line: str, status: int) -> str:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    found = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        env={**os.environ, **page.environment, "PATH": path},
        cwd=page.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert found.returncode == status, f"{line}\nends with {found.returncode}\n{found.stdout}"
    return found.stdout


def _is_a_command(words: list[str]) -> None:
    """There is such a command, with these options. Words in capitals stand for any."""
    name, *given = (word for word in words if not word.startswith("["))
    with click.Context(main, info_name="linkage-rules") as above:
        command = main.get_command(above, name)
        assert command is not None, f"there is no command {name}"
        try:
            command.make_context(name, [*given], parent=above)
        except click.ClickException as error:
            raise AssertionError(f"{' '.join(words)}: {error.format_message()}") from error


def _known(words: list[str]) -> Callable[[Page, list[str]], None] | None:
    """How what is not started is held against what is there."""
    match words:
        case [setting, *rest] if re.fullmatch(r"[A-Z_]+=\S+", setting):
            known = _known(rest)
            return known and (lambda page, words: known(page, words[1:]))
        case ["pip", *_] | ["python", "-m", "pip", *_]:
            return _offers
        case [("python" | "python3"), program, *_] if program.endswith(".py"):
            return _has_its_options
        case [".ci/run", *_]:
            return _has_its_options
    return None


def _of_the_page(page: Page, words: list[str]) -> bool:
    """Whether a program is asked for that the page has written."""
    return any(word.endswith(".py") and (page.folder / word).is_file() for word in words)


def _offers(page: Page, words: list[str]) -> None:
    asked = {
        one for word in words for part in re.findall(r"\[(.*)\]", word) for one in part.split(",")
    }
    assert asked <= _EXTRAS, f"there is no extra {', '.join(sorted(asked - _EXTRAS))}"


def _has_its_options(page: Page, words: list[str]) -> None:
    program, *given = (word for word in words if not word.startswith("python"))
    text = (ROOT / program).read_text("utf-8")
    options = [word.partition("=")[0] for word in given if word.startswith("-")]
    if program == "dev.py":
        verb = given[0]
        assert f'"{verb}":' in text, f"dev.py does not know {verb}"
        if verb == "test":
            config = page.fixture("pytestconfig")
            missing = [one for one in options if not _option_of_pytest(config, one)]
            assert missing in ([], ["--quick"]), f"pytest has no {missing}"
            return
        text = (ROOT / _ASKED_OF[verb]).read_text("utf-8") if options else ""
    missing = [one for one in options if f'"{one}"' not in text]
    assert not missing, f"{program} has no {', '.join(missing)}"


def _option_of_pytest(config: pytest.Config, option: str) -> bool:
    try:
        config.getoption(option)
    except ValueError:
        return False
    return True
