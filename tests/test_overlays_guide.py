"""The steps of docs/overlays.md, as a county analyst would follow them in an empty folder."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from linkage_rules.commands.cli import main

GUIDE = Path(__file__).parents[1] / "docs" / "overlays.md"
STEP = re.compile(
    r"File `(?P<file>[^`]+)`:\n\n```\w+\n(?P<content>.*?)```"
    r"|```(?P<kind>sh|python)\n(?P<code>.*?)```",
    re.DOTALL,
)


def steps() -> Iterator[re.Match[str]]:
    return STEP.finditer(GUIDE.read_text("utf-8"))


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKAGE_RULES_LANGUAGE", "zh")


@pytest.mark.slow
def test_every_step_of_the_guide_works() -> None:
    commands = 0
    for step in steps():
        if step["file"]:
            path = Path(step["file"])
            path.parent.mkdir(exist_ok=True)
            path.write_text(step["content"], encoding="utf-8")
        elif step["kind"] == "python":
            exec(compile(step["code"], str(GUIDE), "exec"), {})
        else:
            for line in step["code"].strip().splitlines():
                commands += 1
                result = CliRunner().invoke(main, line.split()[1:])
                assert result.exit_code == 0, f"{line}\n{result.output}"
    assert commands >= 9


@pytest.mark.slow
def test_the_gap_that_the_guide_shows_is_reported_as_it_says() -> None:
    for step in steps():
        if step["file"] and step["file"].startswith("my_county"):
            path = Path(step["file"])
            path.parent.mkdir(exist_ok=True)
            content = step["content"].replace("  产业发展，低于 100万元：20\n  否则：8\n", "")
            path.write_text(content, encoding="utf-8")
    found = CliRunner().invoke(main, ["check", "my_county"])
    assert found.exit_code == 2
    shown = re.search(r"```text\n(错误 POL-610.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert shown is not None
    for line in shown[1].strip().splitlines():
        assert line in found.stderr
