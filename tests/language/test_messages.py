"""Every diagnostic is shown whole, in both languages, beside the policy that causes it.

A folder under ``golden`` holds a policy and the messages it gives. After a change of wording run
``UPDATE_GOLDEN=1 pytest tests/language/test_messages.py`` and read the difference.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from linkage_rules.language.diagnostics import Diagnostic, PolicyError
from linkage_rules.policy.loading import load, loads
from linkage_rules.policy.loading.building import build
from linkage_rules.policy.loading.packages import MAX_USES, load_package
from linkage_rules.words.catalogue import CATALOGUE
from tests.golden import matches

GOLDEN = Path(__file__).parent / "golden"


def _missing(folder: Path) -> None:
    folder.rmdir()


def _without_policy(folder: Path) -> None:
    (folder / "00_policy.pol.txt").write_text('policy p "P"\n')


def _too_long(folder: Path) -> None:
    (folder / "a.pol").write_text("#" * 1_000_001)


def _long_declaration(folder: Path) -> None:
    text = 'policy p "P"\nfact f of Project means ' + "x or " * 25_000 + "x\n"
    (folder / "a.pol").write_text(text)


def _deep_uses(folder: Path) -> None:
    last = MAX_USES + 1
    for number in range(last):
        (folder / f"p{number}.pol").write_text(f'policy p{number} "P"\nuse p{number + 1}\n')
    (folder / f"p{last}.pol").write_text(f'policy p{last} "P"\n')


def _unreadable(folder: Path) -> None:
    (folder / "a.pol").mkdir()


def _many_errors(folder: Path) -> None:
    (folder / "a.pol").write_text('policy p "P"\n' + "nonsense here\n" * 2_000)


MADE: dict[str, tuple[Callable[[Path], None], str]] = {
    "POL-001": (_missing, ""),
    "POL-003": (_too_long, ""),
    "POL-009": (_deep_uses, "p0.pol"),
    "POL-010": (_long_declaration, ""),
    "POL-011": (_unreadable, ""),
    "POL-012": (_many_errors, ""),
    "POL-017": (_without_policy, ""),
}
"""Cases that are too large for a file in the repository, or no file at all."""


def _damaged(folder: Path) -> Path:
    (folder / "policy.json").write_bytes(b"{}")
    return Path("case/policy.json")


def _two_called_alike(folder: Path) -> Path:
    (folder / "a.pol").write_text("policy a\nuse example_county\nuse vocabulary\n")
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "00_policy.pol").write_text("policy words\n")
    return folder / "a.pol"


TWO = {"city/a.pol": "policy city\n", "county/a.pol": "policy county\n"}

REFUSED: dict[str, Callable[[Path], object]] = {
    "POL-013": lambda folder: loads({"../a.pol": "policy a\n"}),
    "POL-014": lambda folder: loads(TWO),
    "POL-015": lambda folder: load(_damaged(folder)),
    "POL-016": lambda folder: build(load_package(_two_called_alike(folder))),
    "POL-507": lambda folder: loads({"a.pol": "policy a\n"}, source="一、要求。\n"),
}
"""Cases that are no files of a policy: what a program asks for and is refused."""

WRITTEN = sorted(p.name for p in GOLDEN.iterdir() if any(p.rglob("*.pol")))


def _diagnostics(name: str, tmp_path: Path) -> tuple[Diagnostic, ...]:
    folder = tmp_path / "case"
    if name in REFUSED:
        folder.mkdir()
        with pytest.raises(PolicyError) as raised:
            REFUSED[name](folder)
        return raised.value.diagnostics
    policy = folder
    if name in MADE:
        folder.mkdir()
        make, entry = MADE[name]
        make(folder)
        policy = folder / entry
    else:
        shutil.copytree(GOLDEN / name, folder)
        policy = folder / "p" if (folder / "p").is_dir() else folder
    loaded = load_package(policy.relative_to(tmp_path))
    return (*loaded.diagnostics, *loaded.remarks)


def _rendered(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    diagnostics = _diagnostics(name, tmp_path)
    shown = diagnostics if len(diagnostics) < 20 else (diagnostics[0], diagnostics[-1])
    code = name[:7]
    assert code in {d.code for d in diagnostics}
    return {
        language: "\n\n".join(d.render(language) for d in shown).replace(str(tmp_path), "…") + "\n"
        for language in ("en", "zh")
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted([*MADE, *REFUSED, *WRITTEN]))
def test_the_whole_message_reads_as_it_should(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, text in _rendered(name, tmp_path, monkeypatch).items():
        matches(GOLDEN / name / f"expected.{language}.txt", text)


def test_every_code_has_a_case() -> None:
    assert {name[:7] for name in [*MADE, *REFUSED, *WRITTEN]} == set(CATALOGUE)


def test_every_code_in_the_source_is_in_the_catalogue() -> None:
    source = Path(__file__).parents[2] / "src" / "linkage_rules"
    used = {
        code
        for module in source.rglob("*.py")
        for code in re.findall(r'"(POL-\d{3})"', module.read_text(encoding="utf-8"))
    }
    assert used == set(CATALOGUE)
