"""Every snippet of every page does what the page says: policies, Python, commands and outputs.

After a change that means to change what is said, run this file with ``UPDATE_GOLDEN=1`` and read
what ``git diff`` shows.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from linkage_rules.language.writing.translate import format_text
from linkage_rules.policy.loading import load
from linkage_rules.records.tables.mapping_files import parse_mapping
from linkage_rules.service import create_app
from linkage_rules.words.keywords import Language
from tests.golden import Golden
from tests.places import DOCS, ROOT
from tests.service.conftest import Client
from tests.snippets import commands, outputs, policies, programs, requests
from tests.snippets.pages import Block, Kind, Page

PAGES = [
    *(path for path in sorted(ROOT.glob("*.md")) if path.name != "CHANGELOG.md"),
    *sorted((ROOT / "benchmarks").glob("*.md")),
    *sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "policies"),
]


SLOW = {
    "analysis",
    "application",
    "ci",
    "command-line",
    "coverage",
    "first-application",
    "one-meaning-four-engines",
    "overlays",
    "scale",
    "testing",
}
"""Pages with commands that take seconds, or that start a server."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def page_parameter(path: Path) -> Any:
    stem = path.name.split(".")[0]
    marks = [pytest.mark.slow] if stem in SLOW else []
    if stem == "application":  # The group of those who ask PostgreSQL.
        marks.append(pytest.mark.xdist_group("databases"))
    return pytest.param(path, marks=marks, id=name_of(path))


def mapping(page: Page, block: Block) -> None:
    assert parse_mapping(
        block.source, page.path, load("xiangtan_2022").record_type("Project")
    ).columns


KINDS = {
    "pol": Kind(policies.run, policies.read),
    "python": Kind(programs.run, programs.read),
    "sh": Kind(commands.run, commands.read),
    "text": Kind(outputs.show),
    "json": Kind(requests.answered),
    "toml": Kind(mapping),
}


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Callable[[httpx.Request], str]:
    """What a page asks with ``curl``: the example application, or the service."""
    if "application" in request.node.name:
        address = request.getfixturevalue("registry")
        return lambda asked: (
            httpx.request(
                asked.method,
                f"{address}{asked.url.raw_path.decode()}",
                content=asked.content,
                headers=asked.headers,
                timeout=60,
            ).text
        )
    client = Client(create_app(["xiangtan_2022"]))
    return lambda asked: (
        client(asked.method, asked.url.raw_path.decode(), asked.content, **asked.headers).text
    )


def page_at(path: Path) -> Page:
    Page.kinds = KINDS
    return Page.at(path)


# Ibis 12 asks pandas 3 for an option that is on its way out.
@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")
@pytest.mark.parametrize("path", [page_parameter(path) for path in PAGES])
def test_every_snippet_of_a_page_does_what_the_page_says(
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    page = page_at(path)
    page.folder, page.fixture = tmp_path, request.getfixturevalue
    page.try_every_block()


def test_what_is_not_run_is_listed_with_its_reason(golden: Golden) -> None:
    told = [
        f"{name_of(path)}: {block.kind}: {block.told['not run']}\n"
        for path in PAGES
        for block in page_at(path).blocks
        if "not run" in block.told
    ]
    golden("not_run.txt", "".join(told))


def twin(path: Path) -> Path:
    """The page in the other language."""
    name = path.name
    chinese = name.endswith(".zh.md")
    return path.with_name(name.replace(".zh.md", ".md") if chinese else f"{path.stem}.zh.md")


def test_every_page_is_there_in_both_languages() -> None:
    assert [name_of(path) for path in PAGES if twin(path) not in PAGES] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_has_the_headings_tables_and_snippets_of_its_twin(path: Path) -> None:
    """Headings of the same depth, rows of tables, and blocks of the same kinds, in one order."""
    shape, other = (outline(one) for one in (path, twin(path)))
    assert shape == other


GLOSSED = {"first-policy.md", "first-policy.zh.md"}
"""Where the English page has a table of the Chinese names that it uses."""


def outline(path: Path) -> tuple[list[str], list[str]]:
    page = page_at(path)
    prose, at = [], 0
    for one in page.examples():
        prose.append(page.text[at : one.start])
        at = one.end
    lines = "".join([*prose, page.text[at:]]).splitlines()
    marks = [found[0] for line in lines if (found := re.match(r"#+ |\|(?=.)", line))]
    if path.name in GLOSSED:
        marks = [mark for mark in marks if mark != "|"]
    return marks, [block.kind for block in page.blocks]


PATTERNS: dict[Language, Path] = {"zh": DOCS / "patterns.zh.md", "en": DOCS / "patterns.md"}


def rules(path: Path) -> list[Block]:
    return [block for block in page_at(path).blocks if block.kind == "pol"]


def test_every_rule_of_the_patterns_has_an_example() -> None:
    _, *shown = rules(PATTERNS["zh"])
    assert len(shown) > 20
    assert [block.start for block in shown if "\n示例 " not in block.source] == []


@pytest.mark.parametrize(
    ("language", "mark"), [("zh", "**错误的写法**"), ("en", "**The wrong way:**")]
)
def test_every_pattern_has_a_wrong_way_beside_the_right_one(language: Language, mark: str) -> None:
    _, *shown = re.split(r"(?m)^### ", PATTERNS[language].read_text("utf-8"))
    assert len(shown) >= 20
    assert [one.partition("\n")[0] for one in shown if one.count(mark) != 1] == []


def test_the_rules_of_the_patterns_in_english_are_those_in_chinese(tmp_path: Path) -> None:
    """As `linkage-rules fmt --language en` writes them."""
    whole = policies.Whole(tmp_path, rules(PATTERNS["zh"]))
    english = page_at(PATTERNS["en"])
    shown = [block for block in english.blocks if block.kind == "pol"]
    files, spelled = whole.loaded.files, whole.loaded.references
    for block, (source, _) in zip(shown, files, strict=True):
        english.renew(block, format_text(source, "en", spelled))
    english.write()
