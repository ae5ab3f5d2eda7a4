"""Word documents and workbooks as LibreOffice prints them: what only shows on paper."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from linkage_rules.commands.cli import main
from linkage_rules.words.wrapping import CLAUSE
from tests.places import ROOT

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [
    pytest.mark.slow,
    # What is printed once is looked at by several.
    pytest.mark.xdist_group("paper"),
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]
AS_OF = ("--as-of", "2023-05-01", "--language", "zh")
CLOSING = "审核结论："
HEADING = re.compile(r"[一二三四五六七八九十]+、(?![（\d])|（[一二三四五六七八九十]+）")
FOOT = re.compile(r"规则校验码|第\s*\d+\s*页")


def printed(sources: list[Path], folder: Path) -> dict[str, list[str]]:
    """The texts of the pages of each file, as they are printed."""
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, sources)], check=True, capture_output=True)
    return {
        source.stem: [
            page.extract_text().replace("\u200d", "")
            for page in PdfReader(folder / f"{source.stem}.pdf").pages
        ]
        for source in sources
    }


@pytest.fixture(scope="module")
def opinions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    folder = tmp_path_factory.mktemp("paper")
    out = folder / "意见书"
    asked = ("review", "xiangtan_2022", ROOT / "samples" / "projects.json", *AS_OF)
    written = CliRunner().invoke(main, [*map(str, asked), "--word", "--out", f"{out}/"])
    assert written.exit_code == 0, written.output
    return printed(sorted(out.glob("*.docx")), folder)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("paper")
    out = folder / "review.xlsx"
    asked = ("review", "xiangtan_2022", ROOT / "samples" / "projects.json", *AS_OF)
    written = CliRunner().invoke(main, [*map(str, asked), "--out", str(out)])
    assert written.exit_code == 0, written.output
    return printed([out], folder)["review"]


def broken(page: str) -> list[str]:
    """Clauses in which a line ends."""
    found = []
    for match in re.finditer(r"\n", page):
        around = page[max(0, match.start() - 16) : match.start()], page[match.end() :][:12]
        line, after = around[0].rpartition("\n")[2], around[1].partition("\n")[0]
        whole = re.search(CLAUSE, f"{line}{after}")
        cited = "》" in line
        if cited and whole and whole.start() < len(line.rstrip()) < whole.end():
            found.append(f"{line}/{after}")
    return found


def test_what_is_looked_for_would_be_found() -> None:
    assert broken("条款依据：《实施意见》三、\n3.“没有建立") == [
        "条款依据：《实施意见》三、/3.“没有建立"
    ]
    assert not broken("条款依据：《实施意见》三、3.\n“没有建立")
    assert HEADING.match("三、待办事项")
    assert not HEADING.match("三、3.")


def test_no_clause_is_broken_in_a_word_document(opinions: dict[str, list[str]]) -> None:
    assert len(opinions) == 36
    assert not {
        name: found for name, all_ in opinions.items() if (found := broken("\n".join(all_)))
    }


def test_no_heading_of_a_word_document_ends_a_page(opinions: dict[str, list[str]]) -> None:
    lonely = {}
    for name, pages in opinions.items():
        for page in pages:
            lines = [line.strip() for line in page.splitlines() if line.strip()]
            told = [line for line in lines if not FOOT.search(line)]
            if HEADING.match(told[-1]):
                lonely[name] = told[-1]
    assert not lonely


def test_the_block_to_be_signed_of_a_word_document_stands_with_what_it_signs(
    opinions: dict[str, list[str]],
) -> None:
    for name, pages in opinions.items():
        assert CLOSING in pages[-1], name
        before = pages[-1].partition(CLOSING)[0]
        assert len(re.sub(r"\s", "", before)) > 60, (name, before)
        assert "审核人（签字）" in pages[-1].partition(CLOSING)[2], name


def test_no_clause_is_broken_in_a_workbook(workbook: list[str]) -> None:
    assert any("《实施意见》" in page for page in workbook)
    assert not [found for page in workbook for found in broken(page)]
