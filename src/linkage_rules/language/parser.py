"""Text to syntax tree, one declaration at a time, so that one mistake does not hide the next."""

import difflib
import re
from functools import cache
from importlib.resources import files
from typing import Final

from attrs import evolve
from lark import Lark, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from linkage_rules.language import literals, syntax
from linkage_rules.language.builder import Builder
from linkage_rules.language.comments import with_comments
from linkage_rules.language.diagnostics import Arguments, Diagnostic, Excerpt, without_place
from linkage_rules.language.expectations import expectation
from linkage_rules.language.keywords import BY_TERMINAL, leading_keyword, terminal_definitions
from linkage_rules.language.messages import (
    DID_YOU_MEAN,
    SPACE_AFTER_KEYWORD,
    SPACE_AROUND_KEYWORD,
    Phrase,
)
from linkage_rules.language.source import MAX_CHARACTERS, QUOTED, Chunk, SourceFile
from linkage_rules.model.spans import Span

MAX_DEPTH: Final = 64
"""Expressions and data nested deeper than this are refused, so no engine can run out of stack."""

MAX_DECLARATION: Final = 100_000
"""A longer declaration, in characters, is refused."""

_DEPTH: Final[Arguments] = {"limit": MAX_DEPTH}
_BRACKET = re.compile(rf"{QUOTED}|(?P<opening>[(（\[［【{{｛])|(?P<closing>[)）\]］】}}｝])")

_DECLARATIONS: Final = (
    *("POLICY", "USE", "ENUM", "RECORD", "BEARER", "PARAMETER", "FACT", "ACTION", "NORM"),
    *("EXAMPLE", "PROPERTY", "STATEMENT"),
)


_WORD = re.compile(r"[^\W\d]\w*|(?<=「)[^」]+(?=」)")
_INFIX: Final = tuple(s for t in ("AND", "OR", "IN", "IMPLIES") for s in BY_TERMINAL[t].zh)


@cache
def _lark() -> Lark:
    grammar = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    literal_terminals = "\n".join(
        rf"{name}.{priority}: /(?:{pattern})(?![\w.])/"
        for name, priority, pattern in (
            ("DATE", 60, literals.DATE),
            ("MONEY", 50, literals.MONEY),
            ("PERIOD", 40, literals.PERIOD),
        )
    )
    percent = f"PERCENT.30: /{literals.PERCENT}/"
    return Lark(
        "\n".join((grammar, terminal_definitions(), literal_terminals, percent)),
        parser="lalr",
        lexer="contextual",
        start="declaration",
        propagate_positions=True,
        maybe_placeholders=False,
    )


def parse(file: SourceFile) -> tuple[syntax.File, list[Diagnostic]]:
    """The syntax tree of a file and everything that is wrong with its form.

    A declaration that cannot be read is left out of the tree. Never raises.

    >>> tree, problems = parse(SourceFile("a.pol", "bearer county \\n\\nnorm x for"))
    >>> len(tree.declarations), [p.code for p in problems]
    (1, ['POL-101'])
    """
    if len(file.text) > MAX_CHARACTERS:
        size = {"size": len(file.text), "limit": MAX_CHARACTERS}
        return syntax.File(file.name, ()), [without_place("POL-003", file.name, size)]
    declarations: list[syntax.Declaration] = []
    diagnostics: list[Diagnostic] = []
    unread: set[str] = set()
    for chunk in file.chunks():
        declaration, problems = _declaration(file, chunk)
        diagnostics += problems
        if declaration is None:
            unread.update(_WORD.findall(chunk.code.partition("\n")[0]))
        else:
            declarations.append(declaration)
    return evolve(with_comments(file, declarations), unread=frozenset(unread)), diagnostics


def _declaration(
    file: SourceFile, chunk: Chunk
) -> tuple[syntax.Declaration | None, list[Diagnostic]]:
    if chunk.code[:1].isspace():
        start = chunk.start + len(chunk.code) - len(chunk.code.lstrip())
        return None, [Diagnostic("POL-103", Excerpt.of(file, file.span(start, start + 1)))]
    outsized = _outsized(file, chunk)
    if outsized is not None:
        return None, [outsized]
    builder = Builder(file, chunk.start)
    try:
        tree = _lark().parse(chunk.code)
    except UnexpectedInput as error:
        return None, [_syntax_error(file, chunk, error)]
    declaration = builder.build(tree)
    too_deep = _deepest_allowed(declaration)
    if too_deep is not None:
        excerpt = Excerpt.of(file, too_deep)
        return None, [*builder.diagnostics, Diagnostic("POL-108", excerpt, _DEPTH)]
    return declaration, builder.diagnostics


def _outsized(file: SourceFile, chunk: Chunk) -> Diagnostic | None:
    """Refuses what would only be expensive to parse."""
    code = chunk.code.rstrip()
    if len(code) > MAX_DECLARATION:
        excerpt = Excerpt.of(file, file.span(chunk.start, chunk.start + 1))
        return Diagnostic("POL-010", excerpt, {"size": len(code), "limit": MAX_DECLARATION})
    depth = 0
    for bracket in _BRACKET.finditer(code):
        if bracket["opening"]:
            depth += 1
        elif bracket["closing"]:
            depth -= 1
        if depth > MAX_DEPTH:
            at = chunk.start + bracket.start()
            return Diagnostic("POL-108", Excerpt.of(file, file.span(at, at + 1)), _DEPTH)
    return None


def _deepest_allowed(declaration: syntax.Declaration) -> Span | None:
    """Where the nesting passes the limit, if it does."""
    waiting: list[tuple[syntax.Node, int]] = [(declaration, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return node.span
        waiting.extend((child, depth + 1) for child in syntax.children(node))
    return None


def _syntax_error(file: SourceFile, chunk: Chunk, error: UnexpectedInput) -> Diagnostic:
    if isinstance(error, UnexpectedCharacters):
        return _unreadable(file, chunk.start + (error.pos_in_stream or 0), error)
    assert isinstance(error, UnexpectedToken)
    expected = expectation(error.accepts)
    if error.token.type == "$END":
        end = chunk.start + len(chunk.code.rstrip())
        excerpt = Excerpt.of(file, file.span(end - 1, end))
        ended = Phrase("the end of the declaration", "声明在此结束")
        return Diagnostic("POL-101", excerpt, {"token": ended, "expected": expected})
    token = str(error.token)
    at = chunk.start + (error.token.start_pos or 0)
    excerpt = Excerpt.of(file, file.span(at, at + len(token)))
    arguments: Arguments = {"token": _shorten(token), "expected": expected}
    return Diagnostic("POL-101", excerpt, arguments, _syntax_hint(chunk, error))


def _unreadable(file: SourceFile, at: int, error: UnexpectedCharacters) -> Diagnostic:
    excerpt = Excerpt.of(file, file.span(at, at + 1))
    character = file.text[at]
    if character in '"“「':
        return Diagnostic("POL-111", excerpt)
    arguments: Arguments = {"character": character, "expected": expectation(error.allowed or ())}
    return Diagnostic("POL-102", excerpt, arguments)


def _syntax_hint(chunk: Chunk, error: UnexpectedToken) -> Phrase | None:
    if error.token.start_pos == 0:
        words = [s for terminal in _DECLARATIONS for s in BY_TERMINAL[terminal].spellings]
        near = difflib.get_close_matches(str(error.token), words, 1)
        return DID_YOU_MEAN.filled(near=near[0]) if near else None
    words = _WORD.findall(chunk.code[: error.token.end_pos])
    for word in reversed(words):
        if keyword := leading_keyword(word):
            return SPACE_AFTER_KEYWORD.filled(keyword=keyword, rest=word[len(keyword) :])
        if word.endswith(_INFIX) and word not in _INFIX:
            return SPACE_AROUND_KEYWORD.filled(word=word)
    return None


def _shorten(token: str) -> str:
    return token if len(token) <= 40 else f"{token[:40]}…"
