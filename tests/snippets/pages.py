"""A page of the documents as its blocks, tried in their order in a folder of their own.

What a comment right above a block says of it (no reader sees them):

    <!-- exits: 1 -->                    the status that its last command ends with, where not 0
    <!-- pol: wrong -->                  checking it finds fault, and says what stands below it
    <!-- pol: quoted from NAME -->       it stands so in that policy
    <!-- not run: why -->                it is read as far as its kind can be, and not run
    <!-- file: NAME -->                  it is that file; so is a block below a line “File `NAME`:”

What the reader need not see is a
block in a comment, ``<!-- invisible-code-block: KIND``, and is tried like any other. What a block
said is held against the ``text`` below it, in the same section; a line ``…`` of it stands for what
is left out. With ``UPDATE_GOLDEN=1`` what is said now is written into the page.

What a page names and only its reader has (a server, a database) stands for one of the tests, as
`Page.stand_ins` says.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from difflib import unified_diff
from pathlib import Path
from traceback import format_exception
from typing import Any, TypeAlias, TypeVar

from attrs import evolve, field, frozen
from sybil import Document, Example, Region
from sybil.example import SybilFailure
from sybil.parsers.markdown.lexers import DirectiveInHTMLCommentLexer, RawFencedCodeBlockLexer

from linkage_rules.words.keywords import Language

_FENCED = RawFencedCodeBlockLexer(re.compile(r"(?P<kind>[^\n]*)\n"))
_HIDDEN = DirectiveInHTMLCommentLexer("invisible-code-block", r"\S+")
_ABOVE = re.compile(r"(?:^[ \t]*<!-- (?:exits|file|pol|not run): [^\n]* -->\n)+\Z", re.MULTILINE)
_TOLD = re.compile(r"<!-- (\S[^:]*): (.*) -->")
_FILE = re.compile(r"(?:File|文件) ?`([^`\n]+)`[:：]\s*\Z")


@frozen
class Block:
    """A block, what is said of it above it, and where in the page its text stands."""

    kind: str
    source: str
    start: int
    place: slice
    indent: str = ""
    file: str | None = None
    told: Mapping[str, str] = field(factory=dict)


_T = TypeVar("_T")
Tried: TypeAlias = Callable[["Page", Block], None]


@frozen
class Kind:
    """What is done with the blocks of a kind; ``read`` is all that is done with one not run."""

    run: Tried
    read: Tried = lambda page, block: None


class Page(Document):
    """A page with what its blocks have come to so far."""

    folder: Path
    language: Language
    fixture: Callable[[str], Any]
    kinds: Mapping[str, Kind]
    stand_ins: dict[str, str]
    """What the page names, such as an address, with what is there for it in the tests."""
    environment: dict[str, str]
    """What is set for all that the page starts."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text, path)
        self.language = "zh" if path.endswith(".zh.md") else "en"
        self.namespace["__name__"] = "__main__"
        self.thread = ThreadPoolExecutor(1)
        self.kept: dict[str, Any] = {}
        self.stand_ins = {}
        self.environment = {
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "LINKAGE_RULES_LANGUAGE": self.language,
        }
        self._ending = ExitStack()
        self._said: tuple[int, Callable[[], str]] | None = None
        self._renewed: list[tuple[slice, str]] = []

    @classmethod
    def at(cls, path: Path) -> "Page":
        page = cls.parse(str(path), _blocks)
        assert isinstance(page, cls)
        return page

    @property
    def blocks(self) -> list[Block]:
        return [example.parsed for example in self.examples()]

    def try_every_block(self) -> None:
        """Raises AssertionError with the line of each that does not do what the page says."""
        failed = []
        with self._ending, self.thread:
            for example in self.examples():
                try:
                    example.evaluate()
                except SybilFailure as failure:
                    failed.append(f"{self.path}:{example.line}\n{failure.result}")
        self.write()
        assert not failed, "\n\n".join(failed)

    def until_its_end(self, manager: AbstractContextManager[_T]) -> _T:
        """What is there until the last block has been tried."""
        return self._ending.enter_context(manager)

    def write(self) -> None:
        """Put into the file what is renewed."""
        text = self.text
        for place, new in sorted(self._renewed, key=lambda one: -one[0].start):
            text = text[: place.start] + new + text[place.stop :]
        if self._renewed:
            Path(self.path).write_text(text, "utf-8")

    def says(self, block: Block, said: Callable[[], str]) -> None:
        """What a block said, asked for only where the page shows it."""
        self._said = block.start, said

    def said(self, block: Block) -> str:
        """What was said last above the block, in its section."""
        assert self._said, "nothing above it says anything"
        start, said = self._said
        assert not re.search(r"^#+ ", self._prose(start, block.start), re.MULTILINE), (
            "nothing above it in its section says anything"
        )
        return said()

    def _prose(self, start: int, stop: int) -> str:
        return re.sub(r"^```.*?^```", "", self.text[start:stop], flags=re.DOTALL | re.MULTILINE)

    def real(self, text: str) -> str:
        """A text of the page, with what is there for what the page names."""
        for named, stand_in in self.stand_ins.items():
            text = text.replace(named, stand_in)
        return text

    def shown(self, text: str) -> str:
        """What was said, as the page would say it."""
        for named, stand_in in self.stand_ins.items():
            text = text.replace(stand_in, named)
        return text

    def renew(self, block: Block, found: str) -> None:
        """The block should say what was found: put it there, or raise AssertionError."""
        if found == block.source:
            return
        source, found = self.shown(block.source), self.shown(found)
        if not os.environ.get("UPDATE_GOLDEN"):
            lines = (text.splitlines() for text in (source, found))
            told = "\n".join(unified_diff(*lines, "the page", "what is said", lineterm=""))
            raise AssertionError(f"{told}\nUPDATE_GOLDEN=1 writes what is said into the page")
        text = "".join(f"{block.indent if x.strip() else ''}{x}" for x in found.splitlines(True))
        self._renewed.append((block.place, text))


def _blocks(document: Document) -> Iterator[Region]:
    for lexer in (_FENCED, _HIDDEN):
        for region in lexer(document):
            kind = region.lexemes.get("kind") or region.lexemes.get("arguments") or ""
            source = region.lexemes["source"]
            above = document.text[: region.start]
            told = "" if (found := _ABOVE.search(above)) is None else found[0]
            file = _FILE.search(above.removesuffix(told))
            start = region.start + source.offset
            stop = document.text.rindex("\n", start - 1, region.end) + 1
            indent = re.match("[ \t]*", document.text[region.start :])
            block = Block(
                kind=kind.strip(),
                source=str(source),
                start=region.start,
                place=slice(start, stop),
                indent=indent[0] if indent else "",
                told=(comments := dict(_TOLD.findall(told))),
                file=file[1] if file else comments.get("file"),
            )
            yield Region(region.start, region.end, block, _evaluate)


def _evaluate(example: Example) -> str | None:
    """What is wrong with a block of a page, if anything is."""
    page = example.document
    assert isinstance(page, Page)
    block = evolve(example.parsed, source=page.real(example.parsed.source))
    kind = page.kinds.get(block.kind)
    try:
        if "not run" in block.told:
            if kind is not None:
                kind.read(page, block)
        elif block.file:
            path = page.folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.source, "utf-8")
        else:
            assert kind is not None, f"nothing is known of blocks of the kind “{block.kind}”"
            kind.run(page, block)
    except AssertionError as error:
        return str(error) or "".join(format_exception(error))
    return None
