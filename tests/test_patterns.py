"""The page docs/patterns.zh.md and its English twin: every rule runs and says what they show.

All rules of the Chinese page are one policy, a file for each. With ``UPDATE_GOLDEN=1`` what the
program says is written into both pages, and the rules of the English one from the Chinese.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from linkage_rules.language import syntax
from linkage_rules.language.writing.translate import format_text
from linkage_rules.model import expressions as model
from linkage_rules.model.package import Example
from linkage_rules.model.traversal import walk
from linkage_rules.policy.loading.packages import LoadedPackage, load_package
from linkage_rules.testing.examples import ExampleResult, run_examples
from linkage_rules.words.keywords import Language
from tests.golden import matches
from tests.places import DOCS

PAGES: dict[Language, Path] = {"zh": DOCS / "patterns.zh.md", "en": DOCS / "patterns.md"}
RULES = re.compile(r"(```pol\n)(.*?)(?=```)", re.DOTALL)
SAID = re.compile(r"(```text\n)(.*?)(?=```)", re.DOTALL)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> LoadedPackage:
    """The rules of the Chinese page as one policy."""
    folder = tmp_path_factory.mktemp("patterns")
    for n, (_, text) in enumerate(RULES.findall(PAGES["zh"].read_text("utf-8"))):
        (folder / f"{n:02}.pol").write_text(text, "utf-8")
    loaded = load_package(folder)
    assert [one.render("zh") for one in loaded.diagnostics] == []
    return loaded


@pytest.fixture(scope="module")
def results(whole: LoadedPackage) -> tuple[ExampleResult, ...]:
    return run_examples(whole.package)


def named(example: Example) -> Iterator[str]:
    """The norms, actions and facts that an example expects something of, each once."""
    found: list[str] = []
    for part in (part for one in example.expectations if one.holds for part in walk(one.holds)):
        match part:
            case model.NormApplies(norm=name) | model.NormIs(norm=name):
                found.append(name)
            case model.ActionIs(action=name) | model.FactValue(name=name):
                found.append(name)
    yield from dict.fromkeys(found)


def said(results: Iterable[ExampleResult], file: str, language: Language) -> str:
    """What the program says of the examples of one file: the first line about whatever is asked."""
    mark = {"zh": "：", "en": ": "}[language]
    lines = [
        f"{one.example.title}{mark}{line}"
        for one in results
        if Path(one.example.span.file).name == file
        for name in named(one.example)
        for line in one.decision.explain(name, language).splitlines()[:1]
    ]
    return "".join(f"{line}\n" for line in lines)


def test_every_example_of_the_page_holds(results: tuple[ExampleResult, ...]) -> None:
    assert len(results) > 20
    assert [failure for one in results for failure in one.failures] == []


def test_every_rule_of_the_page_has_an_example(whole: LoadedPackage) -> None:
    without = [
        source.name
        for source, file in whole.files[1:]
        if not any(isinstance(one, syntax.ExampleDeclaration) for one in file.declarations)
    ]
    assert without == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_shows_the_rules_and_what_the_program_says(
    whole: LoadedPackage, results: tuple[ExampleResult, ...], language: Language
) -> None:
    """The English rules are the Chinese ones as `linkage-rules fmt --language en` writes them."""
    shown = PAGES[language].read_text("utf-8")
    rules = [format_text(one, language, whole.references) for one, _ in whole.files]
    words = [said(results, Path(one.name).name, language) for one, _ in whole.files[1:]]
    for found, texts in ((RULES, rules), (SAID, words)):
        assert len(found.findall(shown)) == len(texts)
        remaining = iter(texts)
        shown = found.sub(lambda block: block[1] + next(remaining), shown)  # noqa: B023
    matches(PAGES[language], shown)
