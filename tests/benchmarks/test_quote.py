"""`benchmarks/quote.py` puts figures into the documents; both languages have the same ones."""

import re
import sys
from pathlib import Path

import pytest

from tests.places import ROOT, module_at

QUOTE = module_at(ROOT / "benchmarks" / "quote.py", "quote")
PRINTED = "| norms | µs: all apply |\n|---|---:|\n| 20 | 0.9 |\n| whatever, 3 | 1,234.5 |\n"
IN_CHINESE = "| 规范 | 微秒：全部适用 |\n|---|---:|\n| 20 | 0.9 |\n| whatever, 3 | 1,234.5 |\n"


def quoted_in(document: Path) -> dict[str, str]:
    return {
        command: said for _, command, said, _ in QUOTE.QUOTED.findall(document.read_text("utf-8"))
    }


@pytest.mark.parametrize("document", QUOTE.DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_chinese_page_quotes_what_the_english_one_does(document: Path) -> None:
    """Else: `python benchmarks/quote.py --chinese`."""
    english = quoted_in(document)
    assert english
    assert quoted_in(document.with_suffix(".zh.md")) == {
        command: QUOTE.in_chinese(said) for command, said in english.items()
    }


@pytest.mark.parametrize("document", QUOTE.DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_figures_between_the_tables_are_the_same_in_both_languages(document: Path) -> None:
    told, other = (
        sorted(re.findall(r"\d+\.\d+|\d{1,3}(?:,\d{3})+|\d+(?= ?%)", QUOTE.QUOTED.sub("", text)))
        for text in (
            document.read_text("utf-8"),
            document.with_suffix(".zh.md").read_text("utf-8"),
        )
    )
    assert told == other


def test_every_word_that_is_translated_is_quoted_somewhere() -> None:
    printed = "\n".join(
        said for document in QUOTE.DOCUMENTS for said in quoted_in(document).values()
    )

    def is_quoted(words: str) -> bool:
        pattern = re.escape(words).replace(r"\{\}", ".+")
        return bool(re.search(rf"(?m)(?:^|\| |: ){pattern}(?: \||$)", printed))

    assert [words for words in QUOTE.CHINESE if not is_quoted(words)] == []


def test_words_are_translated_and_figures_stay() -> None:
    assert QUOTE.in_chinese(PRINTED) == IN_CHINESE


def test_new_figures_are_put_into_both_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "前\n<!-- figures: python benchmarks/growth.py -->\n{}<!-- end -->\n后\n"
    document, twin = tmp_path / "a.md", tmp_path / "a.zh.md"
    document.write_text(page.format(PRINTED), "utf-8")
    twin.write_text(page.format("| 旧 |\n"), "utf-8")
    monkeypatch.setattr(QUOTE, "DOCUMENTS", (document,))
    monkeypatch.setattr(sys, "argv", ["quote.py", "--chinese"])
    assert QUOTE.main() == 0
    assert document.read_text("utf-8") == page.format(PRINTED)
    assert twin.read_text("utf-8") == page.format(IN_CHINESE)
