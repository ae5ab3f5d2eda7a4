"""Checking a built site: every link leads somewhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Built(HTMLParser):
    """The links of a page, and the anchors in it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.twice: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.language = ""
        self.titles = 0
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if "id" in held:
            (self.twice if held["id"] in self.anchors else self.anchors).add(held["id"])
        if tag == "html":
            self.language = held.get("lang", "")
        self.titles += tag == "h1"
        if tag == "a" and "href" in held:
            self.links.append(held["href"])
        elif "href" in held or "src" in held:
            self.fetched.append(held.get("href") or held.get("src") or "")
        if "style" in held:
            self.fetched += re.findall(r"url\(['\"]?([^'\")]+)", held["style"])


def problems(site: Path) -> list[str]:
    """What is wrong with a built site, in words, each with its page."""
    pages = {path: Built(path) for path in sorted(site.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        shown = path.relative_to(site).as_posix()
        found += [f"{shown}: {problem}" for problem in _of_page(site, path, page, pages)]
    for path in sorted(site.rglob("*.css")):
        fetched = re.findall(r"(?:url\(|@import )['\"]?([^'\")]+)", path.read_text("utf-8"))
        found += [
            f"{path.relative_to(site).as_posix()}: fetches {each}"
            for each in fetched
            if not each.startswith("data:")
            and (
                urlsplit(each).netloc
                or not (path.parent / each.split("#")[0].split("?")[0]).exists()
            )
        ]
    return found


def _of_page(site: Path, path: Path, page: Built, pages: dict[Path, Built]) -> Iterator[str]:
    in_tree = path.parent != site
    if in_tree and page.language != path.relative_to(site).parts[0]:
        yield f"its language is {page.language!r}"
    if in_tree and page.titles != 1:
        yield f"it has {page.titles} headings of the first level"
    for anchor in sorted(page.twice):
        yield f"the anchor {anchor} is there twice"
    for address in page.fetched:
        if urlsplit(address).netloc:
            yield f"fetches {address}"
    for address in (*page.links, *page.fetched):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if there.is_dir():
            there /= "index.html"
        if not there.is_relative_to(site.resolve()) or not there.exists():
            yield f"the link to {address} leads nowhere"
        elif (
            parts.fragment
            and there in pages
            and unquote(parts.fragment) not in pages[there].anchors
        ):
            yield f"there is no anchor for the link to {address}"
