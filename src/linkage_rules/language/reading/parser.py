"""Text to syntax tree, one declaration at a time, so that one mistake does not hide the next."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from attrs import evolve
from lark import Lark, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from linkage_rules.language import syntax
from linkage_rules.language.clauses import grammar_rules
from linkage_rules.language.diagnostics import Arguments, Diagnostic, Excerpt, without_place
from linkage_rules.language.fixes import Edit
from linkage_rules.language.hints.expectations import expectation
from linkage_rules.language.hints.repair import Repair, Stop
from linkage_rules.language.hints.repairs import likely_repair, slip_at
from linkage_rules.language.reading.builder import Builder
from linkage_rules.language.reading.comments import with_comments
from linkage_rules.language.reading.expression_rules import OUTCOMES
from linkage_rules.language.reading.margin import at_the_margin, with_lines_at_the_margin
from linkage_rules.language.reading.operations import RULES
from linkage_rules.language.reading.source import (
    MAX_CHARACTERS,
    QUOTED,
    Chunk,
    SourceFile,
    is_closed,
)
from linkage_rules.model.spans import Span
from linkage_rules.words import literals
from linkage_rules.words.keywords import BY_TERMINAL, reserved_words, terminal_definitions
from linkage_rules.words.messages import Phrase, Words

MAX_DEPTH: Final = 64
"""Expressions and data nested deeper than this are refused, so no engine can run out of stack."""

MAX_DECLARATION: Final = 100_000
"""A longer declaration, in characters, is refused."""

MAX_UNREADABLE: Final = 200
"""After so many declarations that cannot be read, the rest of a file is not looked at."""

_MOST_GUESSES: Final = 50
"""For so many declarations of a file the likely fix is worked out, which takes time."""

_DEPTH: Final[Arguments] = {"limit": MAX_DEPTH}
_MARKS = re.compile(
    rf"(?P<quoted>{QUOTED})|(?P<opening>[(（\[［【{{｛])|(?P<closing>[)）\]］】}}｝])"
)
_CLOSING_QUOTE: Final = {'"': '"', "“": "”", "「": "」"}

_WORD_OR_MARKS = re.compile(r"\w+|[^\w\s]+")
_WORD = re.compile(r"[^\W\d]\w*|(?<=「)[^「」]+(?=」)")


def _first_words(*terminals: str) -> frozenset[str]:
    return frozenset(s for t in terminals for s in BY_TERMINAL[t].spellings)


_WITH_HEAD_ONLY: Final = _first_words(
    *("POLICY", "USE", "AMEND", "BEARER", "PARAMETER", "READING", "FACT", "ACTION", "NORM"),
    *("SET", "OVERRIDE", "REPEAL", "LOOSENS", "EXAMPLE", "PROPERTY", "STATEMENT"),
)
_DECLARING: Final = _WITH_HEAD_ONLY | _first_words("ENUM", "RECORD")


@cache
def _lark() -> Lark:
    grammar = files(__package__).joinpath("grammar.lark").read_text("utf-8")
    literal_terminals = "\n".join(
        rf"{name}.{priority}: /(?:{pattern})(?![\w.])/"
        for name, priority, pattern in (
            ("DATE", 60, literals.DATE),
            ("MONEY", 50, literals.MONEY),
            ("PERIOD", 40, literals.PERIOD),
            ("SCALED", 35, literals.SCALED),
        )
    )
    rules = (grammar_rules(), "!outcome: " + " | ".join(f"_{keyword}" for keyword in OUTCOMES))
    percent = f"PERCENT.30: /{literals.PERCENT}/"
    return Lark(
        "\n".join((grammar, *rules, RULES, terminal_definitions(), literal_terminals, percent)),
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
        return syntax.File(file.name, ()), [without_place("POL-003", file.name, excess(file.text))]
    declarations: list[syntax.Declaration] = []
    diagnostics: list[Diagnostic] = []
    unread: set[str] = set()
    unreadable = 0
    astray = False
    for chunk, below in with_lines_at_the_margin(file.chunks(), _DECLARING, _read_to):
        if below:
            diagnostics.append(at_the_margin(file, chunk, below))
            unread.update(_words_declared(chunk))
            continue
        if unreadable == MAX_UNREADABLE:
            excerpt = Excerpt.of(file, file.span(chunk.start, chunk.start + 1))
            diagnostics.append(Diagnostic("POL-012", excerpt, {"limit": MAX_UNREADABLE}))
            unread.update(_WORD.findall(file.text, chunk.start))
            break
        declaration, problems = _declaration(file, chunk, guess=unreadable < _MOST_GUESSES)
        if declaration is None:
            unread.update(_words_declared(chunk))
            unreadable += 1
        else:
            declarations.append(declaration)
        # Lines that begin with no declaration follow from the first of them, or from a text that
        # was not closed, unless a likely fix shows that they were meant as one.
        if astray and declaration is None and _is_astray(chunk) and problems[0].hint is None:
            continue
        diagnostics += problems
        astray = declaration is None and (_is_astray(chunk) or problems[0].code == "POL-111")
    return evolve(with_comments(file, declarations), unread=frozenset(unread)), diagnostics


def excess(text: str) -> Arguments:
    """What a message says of a file that is too long."""
    size = Phrase("{n} characters", "{n}个字符").filled(n=f"{len(text):,}")
    return {"size": size, "limit": f"{MAX_CHARACTERS:,}"}


def _is_astray(chunk: Chunk) -> bool:
    word = _WORD.match(chunk.code)
    return word is None or word[0] not in _DECLARING


def _words_declared(chunk: Chunk) -> list[str]:
    """The words that an unreadable declaration probably declares."""
    first = _WORD.match(chunk.code)
    head_only = first is not None and first[0] in _WITH_HEAD_ONLY
    words = _WORD.findall(chunk.code.partition("\n")[0] if head_only else chunk.code)
    # What begins with no declaration may have been meant as that of the policy itself.
    return [*words, *BY_TERMINAL["POLICY"].spellings] if _is_astray(chunk) else words


def _declaration(
    file: SourceFile, chunk: Chunk, guess: bool
) -> tuple[syntax.Declaration | None, list[Diagnostic]]:
    if chunk.code[:1].isspace():
        start = chunk.start + len(chunk.code) - len(chunk.code.lstrip())
        return None, [Diagnostic("POL-103", Excerpt.of(file, file.span(start, start + 1)))]
    refused = _refused(file, chunk)
    if refused is not None:
        return None, [refused]
    builder = Builder(file, chunk.start)
    try:
        tree = _lark().parse(chunk.code)
    except UnexpectedInput as error:
        return None, [_syntax_error(file, chunk, error, guess)]
    declaration = builder.build(tree)
    too_deep = _deepest_allowed(declaration)
    if too_deep is not None:
        excerpt = Excerpt.of(file, too_deep)
        return None, [*builder.diagnostics, Diagnostic("POL-108", excerpt, _DEPTH)]
    return declaration, builder.diagnostics


def _refused(file: SourceFile, chunk: Chunk) -> Diagnostic | None:
    """What is not parsed at all: texts that do not end, and what would only be expensive."""
    code = chunk.code.rstrip()
    if len(code) > MAX_DECLARATION:
        excerpt = Excerpt.of(file, file.span(chunk.start, chunk.start + 1))
        return Diagnostic(
            "POL-010", excerpt, {"size": f"{len(code):,}", "limit": f"{MAX_DECLARATION:,}"}
        )
    depth = 0
    for mark in _MARKS.finditer(code):
        at = chunk.start + mark.start()
        excerpt = Excerpt.of(file, file.span(at, at + 1))
        if mark["quoted"] and not is_closed(mark["quoted"]):
            opening = mark["quoted"][0]
            quotes = {"opening": opening, "closing": _CLOSING_QUOTE[opening]}
            return Diagnostic("POL-111", excerpt, quotes)
        if mark["opening"]:
            depth += 1
        elif mark["closing"]:
            depth -= 1
        if depth > MAX_DEPTH:
            return Diagnostic("POL-108", excerpt, _DEPTH)
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


def _syntax_error(
    file: SourceFile, chunk: Chunk, error: UnexpectedInput, guess: bool
) -> Diagnostic:
    code = chunk.code.rstrip()
    stop = _stop(code, _position(code, error))
    if slip := slip_at(code, stop, file.text) if guess else None:
        place = file.span(chunk.start + slip.start, chunk.start + slip.end)
        return Diagnostic(slip.code, Excerpt.of(file, place), slip.arguments, slip.hint)
    found = likely_repair(code, stop, _read_to) if guess else None
    repair = found if isinstance(found, Repair) else None
    hint = repair.hint if repair else found if isinstance(found, Phrase) else None
    edits = () if repair is None else (_edit(file, chunk, repair),)
    start, end = _culprit(code, stop.at, error, repair)
    accepted = stop.accepted if start == stop.at else _stop(code, start).accepted
    arguments: dict[str, Words] = {"expected": expectation(accepted)}
    if start >= len(code):
        last = file.span(chunk.start + len(code) - 1, chunk.start + len(code))
        arguments["problem"] = _UNFINISHED
        return Diagnostic("POL-101", Excerpt.of(file, last), arguments, hint, edits=edits)
    words = code[start:end]
    excerpt = Excerpt.of(file, file.span(chunk.start + start, chunk.start + end))
    if (len(words) == 1 and isinstance(error, UnexpectedCharacters)) or not words.isprintable():
        arguments["character"] = words if words.isprintable() else f"U+{ord(words[0]):04X}"
        return Diagnostic("POL-102", excerpt, arguments, hint, edits=edits)
    arguments["problem"] = _MISPLACED.filled(token=words.strip())
    return Diagnostic("POL-101", excerpt, arguments, hint, edits=edits)


_UNFINISHED: Final = Phrase("the declaration ends too early", "声明没有写完")
_MISPLACED: Final = Phrase("“{token}” cannot stand here", "“{token}”不能写在这里")


def _edit(file: SourceFile, chunk: Chunk, repair: Repair) -> Edit:
    return Edit(file.span(chunk.start + repair.start, chunk.start + repair.end), repair.text)


def _culprit(code: str, at: int, error: UnexpectedInput, repair: Repair | None) -> tuple[int, int]:
    """Where the mistake is: what a change replaces, and else where reading stops."""
    if repair is not None and repair.start < repair.end:
        return repair.start, repair.end
    if isinstance(error, UnexpectedToken) and error.token.type not in ("$END", "CLAUSE"):
        return at, at + len(error.token)
    # A clause number can hold any marks, so what is read as one may hold more than the mistake.
    marks = _WORD_OR_MARKS.match(code, at)
    return at, marks.end() if marks else at + 1


def _position(code: str, error: UnexpectedInput) -> int:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        return len(code)
    if isinstance(error, UnexpectedToken):
        return error.token.start_pos or 0
    return error.pos_in_stream or 0


def _read_to(code: str) -> int:
    """Where the reading of a declaration stops; beyond its end when all of it can be read."""
    for mark in _MARKS.finditer(code):
        if mark["quoted"] and not is_closed(mark["quoted"]):
            return mark.start()
    reading = _lark().parse_interactive(code)
    try:
        for token in reading.iter_parse():
            # Read as a name only because no keyword can stand there.
            if token.type == "NAME" and str(token) in reserved_words():
                return token.start_pos or 0
        reading.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedInput as error:
        return _position(code, error)
    return len(code) + 1


def _stop(code: str, at: int) -> Stop:
    """What stands before a place and what the grammar accepts there.

    By the time an error is raised the parser has closed what cannot go on with the wrong token,
    and no longer knows all that could have stood there.
    """
    reading = _lark().parse_interactive(code)
    tokens = []
    try:
        for token in reading.iter_parse():
            if (token.start_pos or 0) >= at:
                break
            tokens.append(token)
    except UnexpectedInput:
        pass
    words: list[tuple[int, int]] = []
    for token in reversed(tokens[-3:]):
        if token.type == "NAME" or str(token) in reserved_words():
            words.append((token.start_pos or 0, token.end_pos or 0))
        if token.type != "NAME":
            break
    accepted: set[str] = reading.accepts()  # type: ignore[no-untyped-call]
    return Stop(at, accepted, words)
