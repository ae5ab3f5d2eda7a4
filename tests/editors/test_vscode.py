"""The extension for VS Code: its colours, and what it does, asked without an editor."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.truth import GRAMMARS, Policies, by_line
from tests.places import ROOT

SOURCES = ROOT / "editors" / "vscode"
BUILT = ROOT / "build" / "extension"
"""Where `dev.py extension` puts it together, with the libraries that its tests need."""

needs_extension = pytest.mark.skipif(
    shutil.which("node") is None or not (BUILT / "node_modules").is_dir(),
    reason="needs node, and what `python3 dev.py extension` fetches",
)


def assert_passes(name: str, **environment: str) -> None:
    """Node runs a file of tests, with the libraries of the extension that was built."""
    ran = subprocess.run(
        ["node", "--test", "--test-reporter=spec", str(BUILT / "tests" / name)],
        cwd=BUILT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def utf16(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


@needs_extension
def test_every_word_of_every_policy_is_coloured_as_the_parser_takes_it(
    policies: Policies, tmp_path: Path
) -> None:
    told = [
        {
            "name": name,
            "lines": text.split("\n"),
            "words": [
                [line, utf16(before), utf16(word.text), GRAMMARS.SCOPES[word.kind]]
                for line, before, word in by_line(text, known)
            ],
        }
        for name, (text, known) in policies.items()
    ]
    truth = tmp_path / "policies.json"
    truth.write_text(json.dumps(told), "utf-8")
    assert_passes("colours.test.mjs", POLICIES=str(truth))


@needs_extension
@pytest.mark.parametrize("name", ["program.test.mjs", "words.test.mjs"])
def test_what_it_does_without_an_editor(name: str) -> None:
    assert_passes(name)


def test_the_lock_names_no_address_and_has_a_checksum_for_each_package() -> None:
    lock = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    needed = json.loads((SOURCES / "package.json").read_text("utf-8"))["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in needed} == needed
    assert "omit-lockfile-registry-resolved=true" in (SOURCES / ".npmrc").read_text("utf-8")


def test_what_the_editor_shows_of_it_is_said_in_both_languages() -> None:
    manifest = (SOURCES / "package.json").read_text("utf-8")
    said = [
        json.loads((SOURCES / f"package.nls{language}.json").read_text("utf-8"))
        for language in ("", ".zh-cn")
    ]
    named = {part.partition('"')[0][:-1] for part in manifest.split('"%')[1:]}
    assert named == said[0].keys() == said[1].keys()


def test_no_program_of_a_folder_is_started_before_the_folder_is_trusted() -> None:
    manifest = json.loads((SOURCES / "package.json").read_text("utf-8"))
    untrusted = manifest["capabilities"]["untrustedWorkspaces"]
    assert untrusted["supported"] == "limited"
    assert untrusted["restrictedConfigurations"] == ["linkageRules.path"]
