"""Opinions as files of their own: pages are counted one by one, a closing block never stands alone,
and Word documents that say the same."""

import json
import re
import unicodedata
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser
from pypdf import PdfReader

from linkage_rules.commands.cli import main
from linkage_rules.reviews.outputs.folder import FolderWriter, file_name
from linkage_rules.reviews.reviews import Title
from linkage_rules.words.messages import Phrase
from tests.browsing import needs_browser, texts
from tests.places import LIBRARY_ENTRY as SMALL

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples" / "projects.json"
AS_OF = ("--as-of", "2023-05-01", "--language", "zh")
CLOSING = "审核结论:"
PORTFOLIO = "0000_审核情况总览.html"


def plain(text: str) -> str:
    """Without blanks, and with the one character for each of the many that fonts have for it."""
    return re.sub(r"[\s\u200d]", "", unicodedata.normalize("NFKC", text)).replace("⻚", "页")


def run(*command: object) -> Result:
    return CliRunner().invoke(main, [*map(str, command)])


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "意见书"
    result = run("review", "xiangtan_2022", SAMPLES, *AS_OF, "--out", f"{folder}/")
    assert result.exit_code == 0, result.stderr
    return folder


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("written") / "意见书"
    result = run("review", "xiangtan_2022", SAMPLES, *AS_OF, "--word", "--out", f"{folder}/")
    assert result.exit_code == 0, result.stderr
    return folder


@pytest.mark.slow
def test_every_record_has_a_file_to_which_the_portfolio_leads(pages: Path) -> None:
    names = sorted(path.name for path in pages.iterdir())
    records = json.loads(SAMPLES.read_text("utf-8"))
    assert len(names) == len(records) + 1
    assert names[0] == PORTFOLIO
    portfolio = (pages / PORTFOLIO).read_text("utf-8")
    assert all(f'href="{quote(name)}"' in portfolio for name in names[1:])


@needs_browser
def test_the_block_to_be_signed_never_has_a_page_to_itself(pages: Path, browser: Browser) -> None:
    page = browser.new_page()
    for path in sorted(pages.glob("*.html"))[1:]:
        page.goto(path.as_uri())
        sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
        last = plain(sheets[-1].extract_text())
        assert CLOSING in last, path.name
        before = last.partition(CLOSING)[0]
        # The head of the page and the first row of the block name the record; more has to be there.
        assert len(before) > 60, (path.name, before)
        assert f"共{len(sheets)}页" in last
    page.close()


@needs_browser
@pytest.mark.parametrize(("width", "media"), [(390, "screen"), (1000, "screen"), (640, "print")])
def test_no_clause_number_is_broken_and_nothing_sticks_out(
    pages: Path, browser: Browser, width: int, media: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1200})
    page.emulate_media(media="print" if media == "print" else "screen")
    found: set[int] = set()
    for path in sorted(pages.glob("*.html"))[1:]:
        page.goto(path.as_uri())
        lines = page.locator(".clause").evaluate_all(
            "all => all.map(one => new Set([...one.getClientRects()].map(r => r.top)).size)"
        )
        found |= set(lines)
        # Reasons that are folded have no place on the page.
        assert found <= {0, 1}, path.name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
    assert 1 in found
    page.goto((pages / PORTFOLIO).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def sentences_of_page(browser: Browser, path: Path) -> list[str]:
    page = browser.new_page()
    page.goto(path.as_uri())
    found = texts(page.locator(".opinion .said, .opinion .because, .opinion p, .opinion td"))
    page.close()
    return found


@needs_browser
def test_the_word_document_says_what_the_page_says(
    pages: Path, words: Path, browser: Browser
) -> None:
    for path in sorted(pages.glob("*.html"))[1:8]:
        document = docx.Document(str(words / f"{path.stem}.docx"))
        written = [paragraph.text for paragraph in document.paragraphs]
        for table in document.tables:
            written += [cell.text for row in table.rows for cell in row.cells]
        foot = document.sections[0].footer.paragraphs[0].text
        told = plain("\n".join([*written, foot]))
        for sentence in sentences_of_page(browser, path):
            assert plain(sentence) in told, (path.name, sentence)


def test_a_word_document_counts_its_pages_and_keeps_its_closing_block_together(
    words: Path,
) -> None:
    path = next(words.glob("0002*.docx"))
    document = docx.Document(str(path))
    foot = document.sections[0].footer.paragraphs[0]._p.xml
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot
    assert "规则校验码" in foot
    assert "<w:tab/>" in foot
    closing = document.tables[-1]
    kept = [p.paragraph_format.keep_with_next for c in closing._cells for p in c.paragraphs]
    assert all(kept)
    assert all("w:cantSplit" in row._tr.xml for row in closing.rows)
    before = document.tables[-2].rows[-1].cells[0].paragraphs[0]
    assert before.paragraph_format.keep_with_next


def test_no_chain_of_paragraphs_that_are_kept_together_fills_a_page(words: Path) -> None:
    for path in sorted(words.glob("*.docx"))[:6]:
        kept = [p.paragraph_format.keep_with_next for p in docx.Document(str(path)).paragraphs]
        chains = "".join("k" if one else " " for one in kept).split()
        assert max(map(len, chains)) <= 6, path.name


def test_hostile_names_stay_in_the_folder_and_in_the_document(tmp_path: Path) -> None:
    names = [
        "../../etc/passwd",
        "CON",
        "a/b\\c:d*?<>|",
        "\u202egnp.exe",
        "",
        "长" * 300,
        "\x00\x1b[2J",
    ]
    records = [{"id": f"{number}{name}", "name": name} for number, name in enumerate(names)]
    source = tmp_path / "records.json"
    source.write_text(json.dumps(records), "utf-8")
    for number, options in enumerate([(), ("--word",)]):
        out = tmp_path / f"out{number}"
        found = run("review", SMALL / "policy.pol", source, *AS_OF, *options, "--out", f"{out}/")
        assert found.exit_code == 0, found.stderr
        assert len(list(out.iterdir())) == len(names) + 1
        assert sorted(tmp_path.iterdir()) == sorted(
            [source, *(tmp_path / f"out{done}" for done in range(number + 1))]
        )


def test_names_of_files_are_told_apart_by_place_and_are_short() -> None:
    nowhere = Phrase("", "")
    assert file_name(3, Title(nowhere)) == "0003"
    assert file_name(3, Title(nowhere, "..", "...")) == "0003"
    assert len(file_name(3, Title(nowhere, "长" * 500, "名" * 500)).encode()) < 240


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.txt").write_text("old")
    found = run("review", SMALL / "policy.pol", SMALL / "projects.json", *AS_OF, "--out", f"{out}/")
    assert found.exit_code == 2
    assert "里已有文件" in found.stderr
    assert [path.name for path in out.iterdir()] == ["old.txt"]


def test_an_interruption_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FolderWriter, "finish", stopped)
    found = run(
        "review", SMALL / "policy.pol", SMALL / "projects.json", *AS_OF, "--out", f"{tmp_path}/a/"
    )
    assert found.exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--out", "opinions"), "请写 opinions/"),
        (("--word", "--out", "a.html"), "请写明文件夹"),
        (("--out", "a.docx"), "--word --out"),
    ],
)
def test_how_to_ask_for_a_folder_is_said(options: tuple[str, ...], said: str) -> None:
    found = run("review", SMALL / "policy.pol", SMALL / "projects.json", *AS_OF, *options)
    assert found.exit_code == 2
    assert said in found.stderr
