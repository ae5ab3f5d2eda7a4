"""A review as a folder: one file for each opinion, with its own page numbers, and the portfolio
with links to each."""

import re
import unicodedata
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote

from linkage_rules.reviews.opinions import Opinion
from linkage_rules.reviews.opinions.document import document
from linkage_rules.reviews.outputs import page_words
from linkage_rules.reviews.outputs.opinion_pages import ALONE, opinion_page
from linkage_rules.reviews.outputs.page import PortfolioPage
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.outputs.word import write_word
from linkage_rules.reviews.reviews import Judged, Title, Unreadable
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import say

_LONGEST: Final = 48
"""The most characters of a name; with four bytes each and the number in front, it fits any file
system."""


class _WriteOpinion(Protocol):
    def __call__(self, path: Path, one: Judged, told: Opinion) -> None: ...


class FolderWriter:
    """Writes each opinion to a file when it is made, as a page or a Word document, and the
    portfolio at the end."""

    def __init__(self, folder: Path, review: Review, language: Language, *, as_word: bool) -> None:
        self._folder, self._review, self._language = folder, review, language
        self._portfolio = PortfolioPage(review, language)
        self._ending = ".docx" if as_word else ".html"
        self._write: _WriteOpinion = self._word if as_word else self._page

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write an opinion into a file of its own, and count its record."""
        name = file_name(one.entry.position, one.title) + self._ending
        self._portfolio.judged(one, told, quote(name))
        self._write(self._folder / name, one, told)

    def unreadable(self, one: Unreadable) -> None:
        """Note what is wrong with a record that could not be read."""
        self._portfolio.unreadable(one)

    def finish(self) -> None:
        """Write the portfolio."""
        name = say(page_words.PORTFOLIO, self._language)
        path = self._folder / f"0000_{name.replace(' ', '_')}.html"
        with path.open("w", encoding="utf-8", newline="\n") as out:
            self._portfolio.write(out, page_words.OPINIONS_BESIDE)
            out.write(page_words.END)

    def _page(self, path: Path, one: Judged, told: Opinion) -> None:
        text = opinion_page(ALONE, one, told, self._review, self._language, "opinion")
        path.write_text(text, "utf-8", newline="\n")

    def _word(self, path: Path, one: Judged, told: Opinion) -> None:
        write_word(path, document(one, told, self._review.question), self._language)


def file_name(position: int, title: Title) -> str:
    """The name of a file without its ending: the position of the record in its file, number and
    name.

    Only letters, digits and hyphens are kept, so that no name leads out of the folder or is
    reserved on some system; the position makes it unique.

    >>> from linkage_rules.records import Phrase
    >>> file_name(7, Title(Phrase("", ""), "XT2023-007", "../湘莲 基地"))
    '0007_XT2023-007_湘莲_基地'
    """
    called = "_".join(name for name in (title.id, title.name) if name)
    kept = re.sub(r"[^\w-]+", "_", unicodedata.normalize("NFC", called)).strip("_-")
    kept = re.sub("__+", "_", kept)
    return f"{position:04d}_{kept[:_LONGEST]}".rstrip("_-")
