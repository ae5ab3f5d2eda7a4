"""llms.txt and llms-full.txt: the site for language models, as https://llmstxt.org describes them.

llms.txt lists the pages of both languages with a line on each; they lie beside the built pages as
Markdown. llms-full.txt (English) and llms-full.zh.txt hold all of them in the order of the
navigation, but for the documents of single policies, which are long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pages import LANGUAGES, Page, Section, headings, lines_of

LONG = "policies/"
FULL = {"en": "llms-full.txt", "zh": "llms-full.zh.txt"}


def write(
    site: Path,
    sections: Iterable[Section],
    pages: Mapping[str, Page],
    texts: Mapping[tuple[str, str], str],
    about: Mapping[str, str],
) -> None:
    """Write the files beside the built site; ``texts`` are the pages as they were laid out."""
    sections = tuple(sections)
    plain = {key: without_marks(text) for key, text in texts.items()}
    for (language, name), text in plain.items():
        (site / language / f"{name}.md").write_text(text, "utf-8")
    listed = "\n".join(_listed(sections, pages, plain, about))
    (site / "llms.txt").write_text(listed + "\n", "utf-8")
    for language, file in FULL.items():
        names = (name for section in sections for name in section.all_pages())
        held = (
            f"<!-- {language}/{name}.md -->\n\n{plain[language, name]}"
            for name in names
            if (language, name) in plain and not name.startswith(LONG)
        )
        (site / file).write_text(f"> {about[language]}\n\n" + "\n\n".join(held), "utf-8")


def without_marks(text: str) -> str:
    """A page as it was laid out, without what is for the generator alone."""
    text = re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.DOTALL)
    lines = (
        line if code else re.sub(r"^(#{1,6} .*?) \{ #\S+ \}$", r"\1", line)
        for line, code in lines_of(text)
    )
    return "\n".join(lines).strip() + "\n"


def _listed(
    sections: tuple[Section, ...],
    pages: Mapping[str, Page],
    plain: Mapping[tuple[str, str], str],
    about: Mapping[str, str],
) -> Iterator[str]:
    yield "# linkage_rules"
    yield ""
    yield f"> {about['en']} {about['zh']}"
    yield ""
    yield (
        "Pages are Markdown, in English and in Chinese; all of them in one file: "
        f"[English]({FULL['en']}), [中文]({FULL['zh']})."
    )
    yield ""
    for language in LANGUAGES:
        for section in sections:
            names = [
                name
                for name in section.all_pages()
                if (language, name) in plain and not name.startswith(LONG)
            ]
            if names:
                yield f"## {section.titles[language]}"
                yield ""
                for name in names:
                    title = headings(pages[name].texts[language])[0].title
                    yield f"- [{title}]({language}/{name}.md): {summary(plain[language, name])}"
                yield ""
    yield "## Optional"
    yield ""
    for language, name in plain:
        if name.startswith(LONG):
            title = headings(pages[name].texts[language])[0].title
            yield f"- [{title}]({language}/{name}.md)"


LEADS = re.compile(r"\A\*\*(?:[^*]+\.\*\*|[^*]+\*\*。)\s*")
"""What a first paragraph begins with in bold, such as “**Goal.**”."""
POINTS = ("Step by step: ", "照着做：")
"""How a paragraph begins that leads to another page."""
SENTENCE = re.compile(r".*?(?:。|\.(?= |\Z))")


def summary(text: str) -> str:
    """The first whole sentence of a page that says something of it, without its links."""
    for paragraph in _paragraphs(text):
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", paragraph)
        sentence = SENTENCE.match(LEADS.sub("", bare))
        if sentence and not bare.startswith(POINTS):
            return sentence[0].strip()
    return ""


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a page, a line each."""
    paragraph: list[str] = []
    for line, code in (*lines_of(text), ("", False)):
        if not code and line.strip() and not line.startswith(("#", "|", "<", ">", "- ")):
            paragraph.append(line)
        elif paragraph:
            yield " ".join(paragraph)
            paragraph = []
