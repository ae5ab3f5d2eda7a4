"""The reference in ``docs`` says what the code says.

After a change run this file with ``UPDATE_GOLDEN=1`` and read what changed.
"""

import re
from collections.abc import Iterable, Iterator

import pytest

from linkage_rules import loads
from linkage_rules.language import syntax
from linkage_rules.language.explanations import explanations
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package
from linkage_rules.testing.examples import run_examples
from linkage_rules.words.catalogue import CATALOGUE
from linkage_rules.words.keywords import KEYWORDS
from tests.golden import matches
from tests.places import DOCS


def _keyword_table() -> str:
    rows = [f"| {' · '.join(k.en)} | {' · '.join(k.zh)} |" for k in KEYWORDS]
    return "\n".join(("| English | 中文 |", "|---|---|", *rows)) + "\n"


_HEAD = """\
# Diagnostics

Every message says in its first line what is wrong, then where, what was expected, the likely fix
and, where it is certain what was meant, the line put right. Words in braces are filled in.

Where it is certain what was meant, `Diagnostic.edits` holds the change to the text that says so in
the language: an `Edit` replaces the characters of its `span` by its `text`, and
`edited(text, edits)` makes all of them. Where only the author can say what was meant, there are
none.

| code | what is wrong | 问题 |
|---|---|---|
"""


def _diagnostics() -> str:
    rows = [
        f"| {code} | {_cell(m.headline.en)} | {_cell(m.headline.zh)} |"
        for code, m in CATALOGUE.items()
    ]
    return _HEAD + "\n".join(rows) + "\n" + _CAUSES + "\n\n".join(_explained()) + "\n"


_CAUSES = """
## Cause and cure

`linkage-rules check --explain CODE` prints these.

"""


def _explained() -> list[str]:
    return [
        f"**{code}** {e.cause.en} {e.cure.en}\n{e.cause.zh}{e.cure.zh}"
        for code, e in explanations().items()
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def test_the_table_of_keywords_is_the_one_the_parser_uses() -> None:
    path = DOCS / "language.md"
    before, _, _ = path.read_text(encoding="utf-8").partition("## Keywords\n")
    matches(path, f"{before}## Keywords\n\n{_keyword_table()}")


def test_the_list_of_diagnostics_is_the_catalogue() -> None:
    matches(DOCS / "diagnostics.md", _diagnostics())


PAGES = (
    "language.md",
    "language-time.md",
    "language-distribution.md",
    "language-parties.md",
    "language-tables.md",
    "definitions.md",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_policy_in_the_reference_checks_and_its_examples_hold(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    snippets = re.findall(r"```pol\n(.*?)```", text, re.DOTALL)
    assert snippets
    for snippet in snippets:
        results = run_examples(loads({"a.pol": snippet}).package)
        assert [failure for one in results for failure in one.failures] == []


def _named(declarations: Iterable[syntax.Declaration]) -> dict[str, syntax.Declaration]:
    """The declarations that have a name, by it."""
    named = ((getattr(one, "name", None), one) for one in declarations)
    return {name.text: one for name, one in named if isinstance(name, syntax.Name)}


def _declared(package: Package) -> dict[str, object]:
    return {**package.parameters, **package.facts, **package.norms}


def _excerpts() -> Iterator[tuple[str, str, str]]:
    """Each piece of a policy by itself, with its page and the policy that stands above it."""
    for page in PAGES:
        policy = ""
        blocks = re.findall(r"```(pol|text)\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
        for kind, text in blocks:
            if kind == "text":
                yield page, policy, text
            policy = text if kind == "pol" else policy


_CHANGING = (syntax.SetDeclaration, syntax.OverrideDeclaration, syntax.ExtendDeclaration)


@pytest.mark.parametrize(("page", "policy", "excerpt"), [*_excerpts()])
def test_what_stands_on_a_page_by_itself_is_read_and_means_what_stands_above(
    page: str, policy: str, excerpt: str
) -> None:
    tree, problems = parse(SourceFile("excerpt.pol", excerpt))
    assert [one.render("en") for one in problems] == []
    if any(isinstance(one, syntax.Amend) for one in tree.declarations):
        return  # Of a policy that is not on the page.
    above, _ = parse(SourceFile("a.pol", policy))
    known = _named(above.declarations)
    again = [known[name] for name in _named(tree.declarations) if name in known]
    if all(isinstance(one, _CHANGING) for one in tree.declarations):
        # Of another policy, on top of the one above where that has what is changed.
        header = above.declarations[0]
        assert isinstance(header, syntax.PolicyDeclaration)
        if again:
            overlay = f"policy on_top\namend {header.name.text}\n{excerpt}"
            loads({"on_top/a.pol": overlay, f"{header.name.text}/a.pol": policy}, policy="on_top")
        return
    other = policy
    for one in sorted(again, key=lambda one: one.span.start, reverse=True):
        other = other[: one.span.start] + other[one.span.end :]
    if again:
        before, after = (loads({"a.pol": text}).package for text in (policy, other + excerpt))
        for name in _named(again):
            assert _declared(before)[name] == _declared(after)[name]


def test_every_code_is_explained() -> None:
    assert sorted(explanations()) == sorted(CATALOGUE)
    for explanation in explanations().values():
        for phrase in (explanation.cause, explanation.cure):
            assert phrase.en.isascii() or re.search("[“”…「」一-鿿]", phrase.en)
            assert not phrase.zh.isascii()
