"""Policies on a page: what begins with a header is one, and what follows goes on with it.

A policy checks without a message, its examples hold, and it stands as ``linkage-rules fmt`` writes
it. What declares again what its policy has, in other words, must mean the same; changes (``set``,
``override``, ``extend``) are made on top of it.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from attrs import define, field

from linkage_rules import loads
from linkage_rules.language import syntax
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import dominant_language, format_text
from linkage_rules.model import expressions as model
from linkage_rules.model.package import Example, Package
from linkage_rules.model.traversal import walk
from linkage_rules.policy.loading.packages import LoadedPackage, load_package
from linkage_rules.testing.examples import ExampleResult, run_examples
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import say
from tests.places import ROOT
from tests.snippets.pages import Block, Page

_CHANGES = (syntax.SetDeclaration, syntax.OverrideDeclaration, syntax.ExtendDeclaration)


@define(slots=False)
class Whole:
    """A policy of a page: its blocks, a file each."""

    folder: Path
    blocks: list[Block] = field(factory=list)

    @cached_property
    def loaded(self) -> LoadedPackage:
        return self.with_more()

    def with_more(self, *more: Block) -> LoadedPackage:
        folder = self.folder / str(len(more))
        folder.mkdir(parents=True)
        for block in (*self.blocks, *more):
            (folder / self.file(block)).write_text(block.source, "utf-8")
        return load_package(folder)

    @staticmethod
    def file(block: Block) -> str:
        return f"{block.start:06}.pol"

    @cached_property
    def results(self) -> tuple[ExampleResult, ...]:
        return run_examples(self.loaded.package)

    def declared(self) -> dict[str, syntax.Declaration]:
        return _named(one for block in self.blocks for one in _tree(block).declarations)


def run(page: Page, block: Block) -> None:
    told = block.told.get("pol", "")
    if told and told != "wrong":
        _stands_in(told.removeprefix("quoted from "), block)
        return
    whole, apart = _wholes(page)[block.start]
    if told == "wrong":
        found = whole.with_more(block).diagnostics
        assert found, "checking finds no fault with it"
        page.says(block, lambda: "\n".join(one.render(page.language) for one in found))
        return
    if apart:
        _means_the_same(whole, block)
        return
    _no(one.render("en") for one in (*whole.loaded.diagnostics, *whole.loaded.remarks))
    _no(
        f"{result.example.title}: expected {one.expected.en}, found {one.found.en}"
        for result in whole.results
        for one in result.failures
    )
    (source,) = (s for s, _ in whole.loaded.files if Path(s.name).name == whole.file(block))
    page.renew(block, format_text(source, dominant_language(source), whole.loaded.references))
    page.says(block, lambda: _said(whole, block, page.language))


def read(page: Page, block: Block) -> None:
    _tree(block)


def _tree(block: Block) -> syntax.File:
    tree, problems = parse(SourceFile("page.pol", block.source))
    _no(one.render("en") for one in problems)
    return tree


def _no(problems: Iterable[str]) -> None:
    found = "\n".join(problems)
    assert not found, found


def _wholes(page: Page) -> dict[int, tuple[Whole, bool]]:
    """For each block by its place the policy it belongs to, and whether it stands apart from it."""
    if "policies" not in page.kept:
        page.kept["policies"] = {one.start: (w, a) for one, w, a in _parted(page)}
    found: dict[int, tuple[Whole, bool]] = page.kept["policies"]
    return found


def _parted(page: Page) -> Iterator[tuple[Block, Whole, bool]]:
    whole, known = None, {}
    for block in page.blocks:
        if block.kind != "pol" or block.file or "not run" in block.told:
            continue
        if (told := block.told.get("pol")) == "wrong":
            assert whole is not None
            yield block, whole, True
        elif told is None:
            tree = _tree(block)
            if isinstance(tree.declarations[0], syntax.PolicyDeclaration):
                whole, known = Whole(page.folder / f"policy-{block.start}"), {}
            assert whole is not None, "there is no policy above it"
            names = _named(tree.declarations)
            apart = bool(known.keys() & names) or all(
                isinstance(one, _CHANGES) for one in tree.declarations
            )
            if not apart:
                whole.blocks.append(block)
                known |= names
            yield block, whole, apart


def _named(declarations: Iterable[syntax.Declaration]) -> dict[str, syntax.Declaration]:
    """The declarations that have a name, by it."""
    named = ((getattr(one, "name", None), one) for one in declarations)
    return {name.text: one for name, one in named if isinstance(name, syntax.Name)}


def _stands_in(policy: str, block: Block) -> None:
    files = (ROOT / "policies" / policy).glob("*.pol")
    assert any(block.source in file.read_text("utf-8") for file in files), (
        f"it does not stand so in {policy}"
    )


def _means_the_same(whole: Whole, block: Block) -> None:
    """What is declared again means what it meant; changes can be made on top of the policy."""
    tree, above = _tree(block), "\n".join(one.source for one in whole.blocks)
    header = _tree(whole.blocks[0]).declarations[0]
    assert isinstance(header, syntax.PolicyDeclaration)
    name = header.name.text
    if all(isinstance(one, _CHANGES) for one in tree.declarations):
        overlay = f"policy on_top\namend {name}\n{block.source}"
        loads({"on_top/a.pol": overlay, f"{name}/a.pol": above}, policy="on_top")
        return
    known = _named(parse(SourceFile("a.pol", above))[0].declarations)
    again = [known[one] for one in _named(tree.declarations) if one in known]
    other = above
    for one in sorted(again, key=lambda one: one.span.start, reverse=True):
        other = other[: one.span.start] + other[one.span.end :]
    before, after = (loads({"a.pol": text}).package for text in (above, other + block.source))
    for one in _named(again):
        assert _declared(before)[one] == _declared(after)[one], (
            f"{one} means something else than above"
        )


def _declared(package: Package) -> dict[str, object]:
    return {**package.parameters, **package.facts, **package.norms}


def _said(whole: Whole, block: Block, language: Language) -> str:
    """What the program says of the examples of a block: the first sentence on whatever is asked."""
    mark = {"zh": "：", "en": ": "}[language]
    return "".join(
        f"{one.example.title}{mark}{say(one.decision.explanation(name).sentence, language)}\n"
        for one in whole.results
        if Path(one.example.span.file).name == whole.file(block)
        for name in _asked(one.example)
    )


def _asked(example: Example) -> Iterator[str]:
    """The norms, actions and facts that an example expects something of, each once."""
    found: list[str] = []
    for part in (part for one in example.expectations if one.holds for part in walk(one.holds)):
        match part:
            case model.NormApplies(norm=name) | model.NormIs(norm=name):
                found.append(name)
            case model.ActionIs(action=name) | model.FactValue(name=name):
                found.append(name)
    yield from dict.fromkeys(found)
