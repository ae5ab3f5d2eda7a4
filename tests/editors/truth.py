"""What the parser itself takes each word of a policy for: what colours are held against."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from shutil import copytree
from typing import Final, TypeAlias

import pytest
from attrs import frozen
from click.testing import CliRunner
from lark import Lark, Token, Tree

from linkage_rules.commands.cli import main
from linkage_rules.language.lexical import NAMING, Kind, kind_of
from linkage_rules.language.reading import parser
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.words.keywords import BY_TERMINAL
from tests.places import DOCS, ROOT, module_at

GRAMMARS = module_at(ROOT / "editors" / "grammars.py", "grammars")

_BRACKETS: Final = {"_LPAR", "_RPAR", "_LSQB", "_RSQB", "_LBRACE", "_RBRACE"}
_SIGNS: Final = {"_COLON", "_COMMA", "_DOT"} | _BRACKETS
_LITERALS: Final[Mapping[str, Kind]] = {
    "STRING": Kind.STRING,
    "NAME": Kind.NAME,
    "CLAUSE": Kind.CLAUSE,
    "DATE": Kind.DATE,
    **dict.fromkeys(("WHOLE", "DECIMAL", "MONEY", "PERCENT", "PERIOD", "SCALED"), Kind.NUMBER),
}


@frozen
class Word:
    """A word of a policy, what it is, and where it starts in the text."""

    start: int
    text: str
    kind: Kind


Policies: TypeAlias = Mapping[str, tuple[str, list[Word]]]
"""Policies by name: the text, and its words."""


def words(text: str) -> list[Word]:
    """The words of a policy in their order, without what stands in declarations it cannot read."""
    file = SourceFile("p.pol", text)
    found = [
        Word(comment.start, text[comment.start :].partition("\n")[0], Kind.COMMENT)
        for comment in file.comments
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser, "_lark", _keeping_all_tokens)
        for chunk in file.chunks():
            tree = parser._read_whole(chunk.code)
            if isinstance(tree, Tree):
                tokens = [*tree.scan_values(lambda value: isinstance(value, Token))]
                found += [
                    Word(chunk.start + (token.start_pos or 0), str(token), kind)
                    for token, kind in zip(tokens, _kinds(tokens), strict=True)
                ]
    return sorted(found, key=lambda word: word.start)


@cache
def _keeping_all_tokens() -> Lark:
    return Lark(
        parser._grammar(),
        parser="lalr",
        lexer="contextual",
        start="declaration",
        propagate_positions=True,
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


def _kinds(tokens: list[Token]) -> Iterator[Kind]:
    naming = tokens[0].type.removeprefix("_") in NAMING
    for place, token in enumerate(tokens):
        yield Kind.DECLARED if naming and place == 1 else _kind(token.type)


def _kind(terminal: str) -> Kind:
    keyword = terminal.removeprefix("_")
    if terminal.startswith("_") and keyword in BY_TERMINAL:
        return kind_of(keyword)
    return Kind.PUNCTUATION if terminal in _SIGNS else _LITERALS.get(terminal, Kind.OPERATOR)


@cache
def terminals() -> Mapping[str, str]:
    """Every terminal of the grammar that is one pattern, with it."""
    return {one.name: one.pattern.to_regexp() for one in _keeping_all_tokens().terminals}


def signs(terminal: str) -> str:
    """The signs that a terminal can be, such as both brackets of a pair of languages."""
    return "".join(re.findall(r"[^\\|()?:]|(?<=\\).", terminals()[terminal].removeprefix("(?:")))


def written_policies() -> Iterator[tuple[str, str]]:
    """The policies of the repository, and those of its documents."""
    folders = ("policies", "tests/small_policies", "tests/analysis/faults", "fuzz/seeds")
    for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*.pol"))):
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")
    for path in sorted(DOCS.rglob("*.md")):
        blocks = re.findall(
            r"^```pol\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
        yield from ((f"{path.name}#{number}", block) for number, block in enumerate(blocks))


TRANSLATED: Final = ("vocabulary", "example_award", "example_fund")
"""The shipped policies that need no others to be put into English."""


def in_english(folder: Path) -> Iterator[tuple[str, str]]:
    """Shipped policies, which are in Chinese, as `fmt` puts them into English."""
    for name in TRANSLATED:
        copytree(ROOT / "policies" / name, folder / name)
    ran = CliRunner().invoke(main, ["fmt", "--language", "en", str(folder)])
    assert ran.exit_code == 0, ran.output
    for path in sorted(folder.rglob("*.pol")):
        yield f"en/{path.relative_to(folder)}", path.read_text("utf-8")


def by_line(text: str, known: list[Word]) -> Iterator[tuple[int, str, Word]]:
    """Each word with its line, from 0, and what stands before it on that line."""
    starts = [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n")]
    for word in known:
        line = bisect_right(starts, word.start) - 1
        yield line, text[starts[line] : word.start], word
