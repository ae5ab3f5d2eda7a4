"""The written pages of the site: their files, their twins in the other language, and their text.

A page is Markdown that reads well by itself, `docs/NAME.md` with its Chinese twin
`docs/NAME.zh.md`. For the site the text is adapted here: headings of both languages get the same
anchors, links lead to pages of the site, and wrapped lines of Chinese are joined, because a browser
would show the line break as a blank.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "zh")
OUTSIDE = {"readme": "README", "contributing": "CONTRIBUTING", "benchmarks": "benchmarks/README"}
"""Pages that do not stand in docs/, by their name on the site."""
FOUND_SOONER = {"patterns": 3, "policies/": 0.2, "reference/api/": 0.2}
"""The weight of pages in a search: those on how to write a policy before long ones."""


@dataclass(frozen=True)
class Page:
    """A page: its name, which is its address without `.html`, and its text by language."""

    name: str
    texts: Mapping[str, str]
    sources: Mapping[str, Path]

    def title(self, language: str) -> str:
        return next(h.title for h in headings(self.texts[language]))


@dataclass(frozen=True)
class Section:
    """A part of the navigation: its title, and its pages or smaller parts."""

    titles: Mapping[str, str]
    pages: tuple[str, ...]
    parts: tuple[Section, ...]

    def all_pages(self) -> Iterator[str]:
        yield from self.pages
        for part in self.parts:
            yield from part.all_pages()


@dataclass(frozen=True)
class Heading:
    line: int
    level: int
    title: str
    anchor: str | None
    """The anchor that is given explicitly, as for names of a program."""


def navigation(pages: Iterable[str]) -> tuple[Section, ...]:
    """The sections of nav.toml.

    A section takes the pages that it names and, of its folder, those that no section names.
    """
    data = tomllib.loads(Path(__file__).with_name("nav.toml").read_text("utf-8"))
    rows = [*data["sections"]]
    rows += [part for row in rows for part in row.get("parts", ())]
    named = {name for row in rows for name in row.get("pages", ())}
    others = [name for name in sorted(pages) if name not in named]
    return tuple(_section(row, others) for row in data["sections"])


def _section(row: Mapping[str, Any], others: Iterable[str]) -> Section:
    folder = row.get("folder")
    found = [name for name in others if folder and PurePosixPath(name).parent.as_posix() == folder]
    return Section(
        {each: row[each] for each in LANGUAGES},
        (*row.get("pages", ()), *found),
        tuple(_section(part, others) for part in row.get("parts", ())),
    )


def written_pages(root: Path = ROOT) -> dict[str, Page]:
    """Every page that stands in the repository, by its name."""
    found: dict[str, dict[str, Path]] = {}
    for path in sorted((root / "docs").rglob("*.md")):
        name = path.relative_to(root / "docs").as_posix().removesuffix(".md")
        if name.startswith("policies/"):
            _place_policy(found, name, path)
        elif name.endswith(".zh"):
            found.setdefault(name.removesuffix(".zh"), {})["zh"] = path
        else:
            found.setdefault(name, {})["en"] = path
    for name, place in OUTSIDE.items():
        for language, suffix in (("en", ".md"), ("zh", ".zh.md")):
            if (root / f"{place}{suffix}").exists():
                found.setdefault(name, {})[language] = root / f"{place}{suffix}"
    return {
        name: Page(
            name,
            {each: _without_remarks(path.read_text("utf-8")) for each, path in sources.items()},
            sources,
        )
        for name, sources in found.items()
    }


def _place_policy(found: dict[str, dict[str, Path]], name: str, path: Path) -> None:
    """Pages of policies have both languages on one page, or the language in their name."""
    bare, _, language = name.rpartition(".")
    if language in LANGUAGES:
        found.setdefault(bare, {})[language] = path
    else:
        found[name] = dict.fromkeys(LANGUAGES, path)


def problems(pages: Mapping[str, Page], sections: Iterable[Section]) -> list[str]:
    """Problems of the pages as a whole: missing or different twins, pages without a place in
    nav.toml."""
    found = []
    placed = [name for section in sections for name in section.all_pages()]
    found += [
        f"docs/site/nav.toml: the page {name} is not there" for name in placed if name not in pages
    ]
    found += [
        f"docs/site/nav.toml: the page {name} is named twice"
        for name in set(placed)
        if placed.count(name) > 1
    ]
    for name, page in pages.items():
        if name not in placed:
            found.append(f"docs/site/nav.toml: the page {name} has no place")
        if "en" not in page.texts:
            found.append(f"{_place(page, 'zh')}: there is no English page beside it")
        elif "zh" in page.texts:
            found += _differences(page)
        else:
            found.append(f"{_place(page, 'en')}: there is no Chinese page beside it")
    return found


def _place(page: Page, language: str, line: int | None = None) -> str:
    path = page.sources.get(language)
    shown = (
        path.relative_to(ROOT).as_posix()
        if path and path.is_relative_to(ROOT)
        else str(path or page.name)
    )
    return shown if line is None else f"{shown}:{line}"


def _differences(page: Page) -> Iterator[str]:
    """The first difference in the structure of two twins: headings, then blocks of code."""
    ours, theirs = (headings(page.texts[language]) for language in LANGUAGES)
    for mine, other in zip(ours, theirs, strict=False):
        if mine.level != other.level:
            yield (
                f"{_place(page, 'zh', other.line)}: the heading “{other.title}” is of level "
                f"{other.level}, “{mine.title}” in English of level {mine.level}"
            )
            return
    if len(ours) != len(theirs):
        longer = (ours, theirs)[len(theirs) > len(ours)][min(len(ours), len(theirs))]
        place = _place(page, ("en", "zh")[len(theirs) > len(ours)], longer.line)
        yield f"{place}: the heading “{longer.title}” is missing in the other language"
    counts = [
        sum(line.lstrip().startswith("```") for line in page.texts[each].splitlines())
        for each in LANGUAGES
    ]
    if counts[0] != counts[1]:
        yield f"{_place(page, 'zh')}: {counts[1] // 2} blocks of code, {counts[0] // 2} in English"


FENCE = re.compile(r"^\s*(`{3,}|~{3,})")


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a block of code."""
    fence = ""
    for line in text.splitlines():
        mark = FENCE.match(line)
        if fence:
            yield line, True
            if mark and mark[1].startswith(fence) and line.strip() == mark[1]:
                fence = ""
        elif mark:
            fence = mark[1]
            yield line, True
        else:
            yield line, False


def headings(text: str) -> list[Heading]:
    return [
        Heading(number, len(found[1]), found[2].strip(), found[3])
        for number, (line, code) in enumerate(lines_of(text), 1)
        if not code and (found := re.match(r"(#{1,6}) (.+?)(?: \{ #(\S+) \})?$", line))
    ]


def anchors(text: str) -> list[str]:
    """The anchors of the headings, as GitHub makes them."""
    seen: dict[str, int] = {}
    found = []
    for heading in headings(text):
        if heading.anchor is not None:
            found.append(heading.anchor)
            continue
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.title)
        slug = re.sub(r"[^\w\- ]", "", bare.lower()).strip().replace(" ", "-")
        again = seen[slug] = seen.get(slug, -1) + 1
        found.append(f"{slug}-{again}" if again else slug)
    return found


def staged(page: Page, language: str, pages: Mapping[str, Page]) -> tuple[str, list[str]]:
    """The text of a page for the generator, and the links that lead nowhere."""
    text, lost = _relinked(page, language, pages)
    if page.name.startswith("policies/"):
        text = _nested(text)
    if language == "zh" or page.name.startswith("policies/"):
        text = joined(text)
    text = _anchored(text, anchors(page.texts["en"]))
    head = {}
    for beginning, boost in FOUND_SOONER.items():
        if page.name.startswith(beginning):
            head["search"] = f"{{boost: {boost}}}"
    front = "".join(f"{name}: {value}\n" for name, value in head.items())
    return (f"---\n{front}---\n\n{text}" if head else text), lost


def _without_remarks(text: str) -> str:
    """The text without comments, which say how its blocks are tested."""
    found: list[str] = []
    inside = False
    for line, code in lines_of(text):
        inside = inside or (not code and line.startswith("<!--"))
        if not inside:
            found.append(line)
        else:
            found.append("")  # An empty line, so that line numbers stay the same.
            inside = not line.rstrip().endswith("-->")
    return "\n".join(found) + "\n"


def _anchored(text: str, marks: list[str]) -> str:
    rest = iter(marks)
    found = []
    for line, code in lines_of(text):
        named = re.fullmatch(r'<a id="([^"]+)"></a>', line)
        if named and named[1] in marks:
            continue  # For readers of the file itself: here the heading has it.
        heading = not code and re.match(r"#{1,6} ", line)
        mark = f" {{ #{next(rest)} }}" if heading else ""
        found.append(line.removesuffix(mark) + mark)
    return "\n".join(found) + "\n"


def _nested(text: str) -> str:
    """Nested lists, indented by four blanks a level as the generator needs it."""
    return "\n".join(
        line if code else re.sub(r"^(?: {2})+(?=[-*] )", lambda m: m[0] * 2, line)
        for line, code in lines_of(text)
    )


WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—]"
BEGINS_ANEW = re.compile(r"\s*(?:[-*+] |\d+\. |#|>|\||<|```|$)")


def joined(text: str) -> str:
    """The text with each Chinese paragraph on one line."""
    found: list[str] = []
    before_is_code = True
    for line, code in lines_of(text):
        if (
            found
            and not code
            and not before_is_code
            and not BEGINS_ANEW.match(line)
            and not re.match(r"(?:#|\||<)|.*  $|$", found[-1])
            and (re.search(WIDE + "[`*]*$", found[-1]) or re.match(r"\s*[`*]*" + WIDE, line))
        ):
            found[-1] += line.lstrip()
        else:
            found.append(line)
        before_is_code = code
    return "\n".join(found) + "\n"


def _marks(page: Page, language: str) -> set[str]:
    """The anchors of the page: those of the English headings, and explicit ones."""
    named = re.findall(r'<a id="([^"]+)"></a>', page.texts[language])
    return {*anchors(page.texts["en" if "en" in page.texts else language]), *named}


LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")


def _relinked(page: Page, language: str, pages: Mapping[str, Page]) -> tuple[str, list[str]]:
    by_path = {
        path.resolve(): (other, each)
        for other in pages.values()
        for each, path in other.sources.items()
        if path
    }
    by_path |= {
        DOCS / f"{other.name}.md": (other, "en") for other in pages.values() if not other.sources
    }
    folder = (page.sources.get(language) or DOCS / f"{page.name}.md").parent
    lost = []

    def relink(found: re.Match[str]) -> str:
        words, target = found.groups()
        if re.match(r"\w+:", target):
            return found[0]
        bare, _, anchor = target.partition("#")
        if not bare:
            if anchor not in _marks(page, language):
                lost.append(
                    f"{_place(page, language)}: there is no anchor for the link to {target}"
                )
            return found[0]
        path = (folder / bare).resolve()
        there = by_path.get(path)
        if there is None:
            if not path.exists():
                lost.append(f"{_place(page, language)}: the link to {target} leads nowhere")
            # A file of the repository that is no page is shown by its path.
            shown = os.path.relpath(path, ROOT)
            return f"`{shown}`" if words.strip("`") == bare else f"{words} (`{shown}`)"
        other, in_language = there
        if anchor and anchor not in _marks(other, in_language):
            lost.append(f"{_place(page, language)}: there is no anchor for the link to {target}")
        if len(set(other.sources.values())) == 1 and len(other.sources) == 2:
            in_language = language
        leads_to_twin = page.name == other.name and other.sources  # “English”, “中文” on a page
        if in_language != language and not leads_to_twin and language in other.texts:
            # A link to a page leads to its twin in the language of the reader.
            in_language = language
        up = os.path.relpath(other.name, PurePosixPath(page.name).parent)
        mark = f"#{anchor}" if anchor else ""
        if in_language == language:
            return f"[{words}]({up}.md{mark})"
        out = "../" * page.name.count("/")
        return f"[{words}]({out}../{in_language}/{other.name}.html{mark})"

    text = "\n".join(
        line if code else _outside_code(line, lambda part: LINK.sub(relink, part))
        for line, code in lines_of(page.texts[language])
    )
    return text, lost


def _outside_code(line: str, change) -> str:
    """The line with `change` applied outside of code; a link whose words are code is changed,
    too."""
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{len(kept) - 1}\x00"

    hidden = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", hide, line)
    return re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found[1])], change(hidden))
