"""Build the site of the documentation: `python3 dev.py docs`; it is build/site/index.html.

    --serve    serve it at http://127.0.0.1:8000, built again when a page or the library changes

The pages (pages.py) are laid out as a tree for each language, the generator (MkDocs with the theme
Material) makes a site of each, and what it made is read once more (checks.py). Whatever is wrong is
told, each with its place, and ends the build: a page without its twin, a link or an anchor that
leads nowhere, anything that a browser would fetch from elsewhere.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import api
import checks
import documents
import llms
import pages as texts
import reference
from pages import LANGUAGES, ROOT, Page, Section

HERE = Path(__file__).resolve().parent
STAGED = ROOT / "build" / "site-src"
SITE = ROOT / "build" / "site"
NAMES = {"en": "English", "zh": "中文"}
DESCRIPTION = {
    "en": "Rules from the clauses of official documents: readable, checked, executable.",
    "zh": "把公文的条款写成规则：人能读，逐字核对，程序能运行。",
}


def build() -> list[str]:
    """Build the site, after removing an earlier build; gives the problems in words."""
    pages = texts.written_pages()
    pages |= {
        page.name: page
        for page in (*reference.generated(), *documents.generated(), *api.generated())
    }
    sections = texts.navigation(pages)
    found = texts.problems(pages, sections)
    for folder in (STAGED, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    laid_out: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        found += stage(language, pages, sections, laid_out)
    if found:
        return found
    found = generate()
    if not found:
        shutil.copy(HERE / "assets" / "index.html", SITE / "index.html")
        llms.write(SITE, sections, pages, laid_out, DESCRIPTION)
        found = checks.problems(SITE)
    return found


def stage(
    language: str,
    pages: Mapping[str, Page],
    sections: Iterable[Section],
    laid_out: dict[tuple[str, str], str],
) -> list[str]:
    """Write the pages of a language and the configuration for the generator; gives the problems.

    The texts are added to ``laid_out``, by language and name.
    """
    folder = STAGED / language
    shutil.copytree(
        HERE / "assets", folder / "pages" / "assets", ignore=shutil.ignore_patterns("index.html")
    )
    shutil.copytree(
        ROOT / "docs" / "pictures",
        folder / "pages" / "pictures",
        ignore=lambda _, names: [one for one in names if not one.endswith(f".{language}.png")],
    )
    found = []
    for page in pages.values():
        if language in page.texts:
            text, lost = texts.staged(page, language, pages)
            found += lost
            target = folder / "pages" / f"{page.name}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
            laid_out[language, page.name] = text
    other = next(each for each in LANGUAGES if each != language)
    configuration = {
        "INHERIT": str(HERE / "mkdocs.yml"),
        "site_description": DESCRIPTION[language],
        "docs_dir": "pages",
        "site_dir": str(SITE / language),
        "theme": {"language": language, "custom_dir": str(HERE / "overrides")},
        "nav": [*_nav(sections, language, pages)],
        "extra": {"twin": {"language": other, "name": NAMES[other]}},
    }
    # What JSON is, is YAML as well.
    written = json.dumps(configuration, ensure_ascii=False, indent=1)
    (folder / "mkdocs.yml").write_text(written, "utf-8")
    return found


def _nav(sections: Iterable[Section], language: str, pages: Mapping[str, Page]) -> Iterable[object]:
    for section in sections:
        held = [
            {pages[name].title(language): f"{name}.md"}
            for name in section.pages
            if name in pages and language in pages[name].texts
        ]
        held += _nav(section.parts, language, pages)
        if held:
            yield {section.titles[language]: held}


def generate() -> list[str]:
    """Run the generator for both languages at once; gives its complaints."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file"]
    running = {
        each: subprocess.Popen(
            [*command, str(STAGED / each / "mkdocs.yml")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        for each in LANGUAGES
    }
    found = []
    for language, process in running.items():
        said, _ = process.communicate()
        if process.returncode:
            found.append(f"build/site-src/{language}: {said.strip()}")
        for left in (
            "404.html",
            "sitemap.xml",
            "sitemap.xml.gz",
        ):  # Only for a site with an address.
            (SITE / language / left).unlink(missing_ok=True)
    return found


def serve() -> None:
    """Serve the site, and build it again when something it is made from has changed."""
    handler = partial(SimpleHTTPRequestHandler, directory=SITE)
    server = ThreadingHTTPServer(("127.0.0.1", 8000), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("http://127.0.0.1:8000 (Ctrl-C ends it)", flush=True)
    seen = _changed()
    while True:
        time.sleep(1)
        now = _changed()
        if now != seen:
            seen = now
            # In another process, so that the library is imported anew.
            subprocess.run([sys.executable, str(HERE / "build.py")], check=False)


def _changed() -> float:
    watched = (ROOT / "docs", ROOT / "src", ROOT / "README.md", ROOT / "README.zh.md")
    files = (path for each in watched for path in (each.rglob("*") if each.is_dir() else [each]))
    return max(path.stat().st_mtime for path in files if path.is_file() and path.suffix != ".pyc")


def main() -> int:
    if find_spec("material") is None:
        print(
            "The site is built with Python 3.11.5 or newer: `python3 dev.py docs`.", file=sys.stderr
        )
        return 1
    parser = argparse.ArgumentParser(
        prog="dev.py docs", description="Build the site of the documentation."
    )
    parser.add_argument(
        "--serve", action="store_true", help="serve it, built again on every change"
    )
    arguments = parser.parse_args()
    found = build()
    for problem in found:
        print(problem, file=sys.stderr)
    if not found:
        print(f"Built: {SITE / 'index.html'}")
    if arguments.serve:
        try:
            serve()
        except KeyboardInterrupt:
            return 0
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
