"""Every snippet of every page does what the page says: policies, Python, commands and outputs.

After a change that means to change what is said, run this file with ``UPDATE_GOLDEN=1`` and read
what ``git diff`` shows.
"""

import ast
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from linkage_rules.language.writing.translate import format_text
from linkage_rules.policy.loading import load
from linkage_rules.records.tables.mapping_files import parse_mapping
from linkage_rules.testing.engines import SPARK_FOR_A_HANDFUL
from linkage_rules.words.keywords import Language
from tests.databases import PASSWORD, Server
from tests.differential.clusters import needs_java
from tests.golden import Golden
from tests.places import DOCS, ROOT
from tests.snippets import commands, outputs, policies, programs, requests, servers
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
    "fastapi",
    "first-application",
    "one-meaning-four-engines",
    "overlays",
    "scale",
    "service",
    "spark",
    "testing",
}
"""Pages with commands that take seconds, or that start a server."""

STAND_INS = {
    "postgresql://clerk@db.example/office": "office",
    "postgresql://registry:secret@127.0.0.1/registry": "office",
    "local[2]": "local_spark",
}
"""What pages name, with the fixture that stands in for it."""

MARKS = {
    "office": [pytest.mark.xdist_group("databases")],
    "local_spark": [
        pytest.mark.xdist_group("spark"),
        needs_java,
        # PySpark 4 and pandas 3 warn about one another at every turn.
        pytest.mark.filterwarnings("ignore"),
    ],
}
"""Pages with such a stand-in are tried in the process of the others that share it."""


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def stand_ins(text: str) -> dict[str, str]:
    return {named: fixture for named, fixture in STAND_INS.items() if named in text}


def page_parameter(path: Path) -> Any:
    stem = path.name.split(".")[0]
    marks = [pytest.mark.slow] if stem in SLOW else []
    marks += [
        mark for fixture in stand_ins(path.read_text("utf-8")).values() for mark in MARKS[fixture]
    ]
    return pytest.param(path, marks=marks, id=name_of(path))


def mapping(page: Page, block: Block) -> None:
    assert parse_mapping(
        block.source, page.path, load("xiangtan_2022").record_type("Project")
    ).columns


KINDS = {
    "pol": Kind(policies.run, policies.read),
    "python": Kind(programs.run, programs.read),
    "sh": Kind(commands.run, commands.read),
    "sql": Kind(servers.statements),
    "text": Kind(outputs.show),
    "json": Kind(requests.answered),
    "toml": Kind(mapping),
}


@pytest.fixture
def office(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database of PostgreSQL, whose password is in the environment."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return postgres.database().replace(f":{quote(PASSWORD, safe='')}@", "@")


@pytest.fixture
def local_spark(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    """Spark on one core, where sessions that set nothing have the settings of the tests."""
    settings = tmp_path_factory.mktemp("spark")
    lines = (f"{name} {value}\n" for name, value in SPARK_FOR_A_HANDFUL.items())
    (settings / "spark-defaults.conf").write_text("".join(lines), "utf-8")
    monkeypatch.setenv("SPARK_CONF_DIR", str(settings))
    return "local[1]"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a page: the current one, from which its Python imports what it has written."""
    for name in ("examples", "samples"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    before = {*sys.modules}
    yield tmp_path
    for name in sys.modules.keys() - before:
        if (tmp_path / f"{name}.py").exists():
            del sys.modules[name]


def page_at(path: Path) -> Page:
    Page.kinds = KINDS
    return Page.at(path)


# Ibis 12 asks pandas 3 for an option that is on its way out.
@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")
@pytest.mark.parametrize("path", [page_parameter(path) for path in PAGES])
def test_every_snippet_of_a_page_does_what_the_page_says(
    path: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    page = page_at(path)
    page.folder, page.fixture = folder, request.getfixturevalue
    page.stand_ins = {
        named: page.fixture(fixture) for named, fixture in stand_ins(page.text).items()
    }
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


TWIN_RUNS = "it takes seconds; the English page runs it"


def test_what_only_the_english_page_runs_stands_alike_in_chinese() -> None:
    """But for comments, and what is written in either language."""
    pairs = [
        (name_of(path), ours, theirs)
        for path in PAGES
        for ours, theirs in zip(page_at(path).blocks, page_at(twin(path)).blocks, strict=True)
        if ours.told.get("not run") == TWIN_RUNS
    ]
    assert {ours.kind for _, ours, _ in pairs} == {"sh", "python", "text"}
    assert [
        (name, theirs.told.get("not run")) for name, _, theirs in pairs if "not run" in theirs.told
    ] == []
    assert [(name, a.source) for name, a, b in pairs if bare(a) != bare(b)] == []


def bare(block: Block) -> object:
    """A block without its comments, and its Python without its texts."""
    match block.kind:
        case "sh":
            return [shlex.split(line, comments=True) for line in block.source.splitlines()]
        case "python":
            tree = ast.parse(block.source)
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    node.value = ""
            return ast.dump(tree)
        case _:
            return block.source


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
