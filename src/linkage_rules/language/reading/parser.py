"""From text to the syntax tree, with many errors in one run: declarations are split, parsed, and
given their comments."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, Final, TypeAlias, TypeVar

from attrs import evolve, frozen
from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from linkage_rules.language import syntax
from linkage_rules.language.clauses import grammar_rules
from linkage_rules.language.diagnostics import Arguments, Diagnostic, Excerpt, without_place
from linkage_rules.language.fixes import Choice, Edit, certain
from linkage_rules.language.hints.choices import writing
from linkage_rules.language.hints.expectations import expectation
from linkage_rules.language.hints.repair import Proposal, Repair, Stop
from linkage_rules.language.hints.repairs import likely_repair
from linkage_rules.language.hints.slips import slip_at
from linkage_rules.language.reading.builder import OUTCOMES, RULES, Builder, no_name
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.source import (
    MAX_CHARACTERS,
    QUOTED,
    Chunk,
    Comment,
    SourceFile,
    is_closed,
)
from linkage_rules.language.reading.tables import Keeper, from_kept
from linkage_rules.model.spans import Span
from linkage_rules.words import literals
from linkage_rules.words.keywords import (
    BY_TERMINAL,
    DECLARING,
    reserved_words,
    spelled,
    terminal_definitions,
    words_in_their_place,
)
from linkage_rules.words.messages import Phrase, Words

_Anchor: TypeAlias = tuple[int, int]
"""The place of a comment: the number of a declaration, and of its clause, -1 for its first line."""

_EMPTY_LINE: Final = re.compile(r"\n[^\S\n]*(?:#[^\S\n]*)?\n")

_L = TypeVar("_L", bound=syntax.Line)


@frozen
class _Anchored:
    start: int
    end: int
    anchor: _Anchor


def with_comments(file: SourceFile, declarations: Sequence[syntax.Declaration]) -> syntax.File:
    """The file of these declarations, with the comments of the text.

    A comment on a line of its own belongs to the next clause, or to the clause it stands inside;
    below the last clause of a declaration it closes that declaration if it is indented, and else
    belongs to the next declaration. A comment behind code belongs to the clause it stands behind;
    if more than one stands in or behind a clause, all stand above it, in their order. A comment
    without words counts as an empty line.
    """
    above: dict[_Anchor, list[Comment]] = {}
    inside: dict[_Anchor, list[Comment]] = {}
    closing: dict[int, list[Comment]] = {}
    end_of_file: list[Comment] = []
    anchors = [
        _Anchored(line.span.start, line.span.end, (number, clause))
        for number, declaration in enumerate(declarations)
        for clause, line in enumerate((declaration, *declaration.clauses), -1)
    ]
    following = 0
    for comment in file.comments:
        while following < len(anchors) and anchors[following].start < comment.start:
            following += 1
        before = anchors[following - 1] if following else None
        after = anchors[following].anchor if following < len(anchors) else None
        if not comment.text:
            continue
        if before is not None and (not comment.own_line or _inside(comment, before)):
            inside.setdefault(before.anchor, []).append(comment)
        elif before is not None and _indented(comment, file) and _ends(before.anchor, after):
            closing.setdefault(before.anchor[0], []).append(comment)
        elif after is not None:
            above.setdefault(after, []).append(comment)
        else:
            end_of_file.append(comment)

    def commented(line: _L, anchor: _Anchor) -> _L:
        if anchor not in above and anchor not in inside:
            return line
        lines = _lines(file, above.get(anchor, ()), line.span.start)
        match inside.get(anchor, []):
            case [Comment(text, own_line=False)]:
                return evolve(line, comments=syntax.Comments(lines, text))
            case others:
                lines += tuple(comment.text for comment in others)
                return evolve(line, comments=syntax.Comments(lines))

    having = {number for number, _ in chain(above, inside)}.union(closing)
    placed = [
        evolve(
            commented(declaration, (number, -1)),
            clauses=tuple(
                commented(clause, (number, index))
                for index, clause in enumerate(declaration.clauses)
            ),
            closing=_lines(file, closing.get(number, ())),
        )
        if number in having
        else declaration
        for number, declaration in enumerate(declarations)
    ]
    return syntax.File(file.name, tuple(placed), _lines(file, end_of_file))


def _inside(comment: Comment, clause: _Anchored) -> bool:
    is_head = clause.anchor[1] == -1
    return not is_head and comment.start < clause.end


def _indented(comment: Comment, file: SourceFile) -> bool:
    return file.text[comment.start - 1 : comment.start] not in ("", "\n")


def _ends(anchor: _Anchor, next_anchor: _Anchor | None) -> bool:
    """Whether a comment is the last of its declaration."""
    return next_anchor is None or next_anchor[0] != anchor[0]


def _lines(
    file: SourceFile, comments: Sequence[Comment], until: int | None = None
) -> tuple[str, ...]:
    """The texts of comments, with an empty text for empty lines before the next item."""
    lines: list[str] = []
    for number, comment in enumerate(comments):
        lines.append(comment.text)
        end = comments[number + 1].start if number + 1 < len(comments) else until
        if end is not None and _EMPTY_LINE.search(file.text, comment.start, end):
            lines.append("")
    return tuple(lines)


_MOST_LINES: Final = 12
"""The most lines at the margin that are tried as parts of the declaration above."""

_MOST_TRIED: Final = 100
"""The most declarations of a file for which that is tried."""

_LONGEST: Final = 12_000
_INDENT: Final = "  "
_FIRST_WORD: Final = re.compile(r"[^\W\d]\w*|「[^「」\n]+」|\S")


def with_lines_at_the_margin(
    chunks: Iterable[Chunk], declaring: Set[str], read_to: Callable[[str], int]
) -> Iterator[tuple[Chunk, tuple[Chunk, ...]]]:
    """Each declaration with the pieces below it that would belong to it if they were indented.

    There are such pieces only if all of them together, indented, can be read with it.
    """
    waiting: list[Chunk] = []
    tried = 0
    for chunk in (*chunks, None):
        if chunk is not None and waiting and not _declares(chunk, declaring):
            waiting.append(chunk)
            continue
        if len(waiting) > 1 and _declares(waiting[0], declaring) and tried < _MOST_TRIED:
            tried += 1
            yield from _joined(waiting, read_to)
        else:
            yield from ((piece, ()) for piece in waiting)
        waiting = [] if chunk is None else [chunk]


def _declares(chunk: Chunk, declaring: Set[str]) -> bool:
    word = _FIRST_WORD.match(chunk.code)
    return word is not None and word[0] in declaring


def _joined(
    pieces: list[Chunk], read_to: Callable[[str], int]
) -> Iterator[tuple[Chunk, tuple[Chunk, ...]]]:
    for end in range(min(len(pieces), _MOST_LINES + 1), 1, -1):
        whole = _INDENT.join(piece.code for piece in pieces[:end]).rstrip()
        if len(whole) <= _LONGEST and read_to(whole) > len(whole):
            yield pieces[0], tuple(pieces[1:end])
            yield from ((piece, ()) for piece in pieces[end:])
            return
    yield from ((piece, ()) for piece in pieces)


def at_the_margin(file: SourceFile, declaration: Chunk, below: tuple[Chunk, ...]) -> Diagnostic:
    """The diagnostic that lines belong to the declaration above, with the fix that indents them."""
    first = _FIRST_WORD.match(below[0].code)
    word, keyword = (first[0] if first else ""), _FIRST_WORD.match(declaration.code)
    place = file.span(below[0].start, below[0].start + max(1, len(word)))
    indented = (Edit(file.span(piece.start, piece.start), _INDENT) for piece in below)
    return Diagnostic(
        "POL-115",
        Excerpt.of(file, place),
        {"word": word, "declaration": keyword[0] if keyword else ""},
        choices=certain(None, *indented).choices,
    )


MAX_DEPTH: Final = 64
"""The deepest nesting of expressions and data, so that no engine runs out of stack."""

MAX_DECLARATION: Final = 100_000
"""A longer declaration, in characters, is refused."""

MAX_UNREADABLE: Final = 200
"""After that many unreadable declarations the rest of a file is skipped."""

_MOST_GUESSES: Final = 50
"""For how many declarations of a file the likely fix is searched, since that takes time."""

_NO_NAME: Final = "POL-104"

_DEPTH: Final[Arguments] = {"limit": MAX_DEPTH}
_MARKS = re.compile(
    rf"(?P<quoted>{QUOTED})|(?P<opening>[(（\[［【{{｛])|(?P<closing>[)）\]］】}}｝])"
)
_CLOSING_QUOTE: Final = {'"': '"', "“": "”", "「": "」"}

_WORD_OR_MARKS = re.compile(r"\w+|[^\w\s]+")
_WORD = re.compile(r"[^\W\d]\w*|(?<=「)[^「」]+(?=」)")


_DECLARING: Final = spelled(*DECLARING)
_WITH_HEAD_ONLY: Final = _DECLARING - spelled("ENUM", "RECORD")


_keepers: Final[list[Keeper]] = []


def keep_tables(keeper: Keeper | None) -> None:
    """Set where the tables of the parser are cached; ``None`` for nowhere. Has to be called before
    the first use."""
    _keepers[:] = [] if keeper is None else [keeper]


@cache
def _lark() -> Lark:
    grammar = _grammar()

    def made() -> Lark:
        return Lark(
            grammar,
            parser="lalr",
            lexer="contextual",
            start="declaration",
            propagate_positions=True,
            maybe_placeholders=False,
        )

    return from_kept(grammar, _keepers[0], made) if _keepers else made()


def _grammar() -> str:
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
    return "\n".join((grammar, *rules, RULES, terminal_definitions(), literal_terminals, percent))


_MOST_READ_OTHERWISE: Final = 20
"""The most keywords of a declaration that are read in another way."""

_NEAR: Final = 3
"""Only one of that many last tokens before the stop is read in another way."""

_TWO_WORDS: Final = re.compile(r"(?P<first>[a-z]+)\s+(?P<second>[a-z]+)")


@cache
def _otherwise(word: str) -> tuple[tuple[str, ...], ...]:
    """The terminals that a keyword may be read as instead; none for most keywords.

    The state of the parser does not always show which keywords may follow. A number before it may
    not take a measure word: in “不小于 3” and, on the next line, “项：整数” it does not. After a
    name it may be unclear what the name belongs to: “total” begins a line of a distribution and may
    be a field of a record; “by calendar” names a calendar, or the field that is an input of a
    table. So a keyword may be a name, or a keyword and a name, such as “in force”, and “years from”
    after a row.
    """
    if word in words_in_their_place():
        return (("NAME",),)
    two = _TWO_WORDS.fullmatch(word)
    if two is None:
        return ()
    first, second = (
        [f"_{k.terminal}" for k in BY_TERMINAL.values() if part in k.spellings]
        for part in (two["first"], two["second"])
    )
    if two["second"] not in reserved_words():
        return tuple((terminal, "NAME") for terminal in first)
    if two["first"] not in reserved_words():
        return tuple(("NAME", terminal) for terminal in second)
    return ()


def _feed_otherwise(reading: InteractiveParser, token: Token) -> bool:
    """Feed the parser a keyword as one of its other readings; gives whether that was possible."""
    words = str(token)
    if token.type == "NAME" or not (meant := _otherwise(words)):
        return False
    accepted: set[str] = reading.accepts()  # type: ignore[no-untyped-call]
    for first, *rest in meant:
        if first not in accepted:
            continue
        two = _TWO_WORDS.fullmatch(words) if rest else None
        reading.feed_token(_piece(token, first, *(two.span("first") if two else (0, len(words)))))
        if two:
            reading.feed_token(_piece(token, rest[0], *two.span("second")))
        return True
    return False


def _piece(token: Token, terminal: str, start: int, end: int) -> Token:
    at, column = token.start_pos or 0, token.column or 0
    place = (at + start, token.line, column + start, token.line, column + end, at + end)
    return Token(terminal, str(token)[start:end], *place)


def _goes_on(error: UnexpectedInput) -> bool:
    if not isinstance(error, UnexpectedToken) or error.interactive_parser is None:
        return False
    return _feed_otherwise(error.interactive_parser, error.token)


def _tokens(reading: InteractiveParser, otherwise: Set[int] = frozenset()) -> Iterator[Token]:
    """The tokens of a text, each before it is fed; raises UnexpectedInput where parsing stops.

    Keywords at the places ``otherwise`` are fed in their other reading.
    """
    tokens: Iterator[Token] = reading.lexer_thread.lex(reading.parser_state)  # type: ignore[no-untyped-call]
    for token in tokens:
        yield token
        if token.start_pos in otherwise and _feed_otherwise(reading, token):
            continue
        try:
            reading.feed_token(token)
        except UnexpectedToken:
            if not _feed_otherwise(reading, token):
                raise


@frozen
class _Stopped:
    """Where parsing stopped, and the last keywords before that with another reading."""

    at: int
    near: Sequence[int]


def _attempt(code: str, otherwise: Set[int]) -> "Tree[Any] | _Stopped":
    reading = _lark().parse_interactive(code)
    last: deque[Token] = deque(maxlen=_NEAR)
    stop: int | None = None
    try:
        for token in _tokens(reading, otherwise):
            last.append(token)
            if _is_no_name(token):
                stop = token.start_pos
                break
        else:
            tree: Tree[Any] = reading.feed_eof()  # type: ignore[no-untyped-call]
            return tree
    except UnexpectedInput as error:
        stop = _Unreadable.of(error).position(code)
    meant = (t for t in reversed(last) if t.type != "NAME" and _otherwise(str(t)))
    return _Stopped(stop or 0, [t.start_pos or 0 for t in meant])


def _is_no_name(token: Token) -> bool:
    """Whether a word was read as a name only because no keyword may stand there."""
    return token.type == "NAME" and str(token) in reserved_words()


def _read_whole(code: str) -> "Tree[Any] | _Stopped":
    """The tree of a declaration in which some keywords may be read as names.

    “a in force” may ask for an element of the list “force”, which only what follows shows. Where
    parsing stops, one of the last keywords is read in another way, if that leads further. If
    nothing can be read completely, the stop with all keywords read as such is given.
    """
    first = found = _attempt(code, frozenset())
    otherwise: frozenset[int] = frozenset()
    while isinstance(found, _Stopped):
        if len(otherwise) == _MOST_READ_OTHERWISE:
            return first
        stop = found.at
        tries = ((at, _attempt(code, otherwise | {at})) for at in found.near if at not in otherwise)
        further = next((t for t in tries if not isinstance(t[1], _Stopped) or t[1].at > stop), None)
        if further is None:
            return first
        otherwise |= {further[0]}
        found = further[1]
    return found


def parse(
    file: SourceFile, parsed: Parsed | None = None
) -> tuple[syntax.File, Sequence[Diagnostic]]:
    """The syntax tree of a file and everything that is wrong with its form.

    A declaration that cannot be read is left out of the tree. Never raises. What was ``parsed``
    before is taken from there.

    >>> tree, problems = parse(SourceFile("a.pol", "bearer county \\n\\nnorm x for"))
    >>> len(tree.declarations), [p.code for p in problems]
    (1, ['POL-101'])
    """
    if len(file.text) > MAX_CHARACTERS:
        return syntax.File(file.name, ()), [without_place("POL-003", file.name, excess(file.text))]
    if parsed is None:
        return _parse(file, Parsed(most=0), None).outcome
    key = ("file", file.name)
    last: _Read | None = parsed.kept(key)
    if last is None or last.text != file.text:
        last = _parse(file, parsed, last)
        parsed.keep(key, len(file.text), last)
    return last.outcome


@frozen
class _Read:
    """What a text was read as; ``built`` are its declarations without their comments."""

    text: str
    built: Sequence[syntax.Declaration]
    outcome: tuple[syntax.File, Sequence[Diagnostic]]

    def again(self, built: Sequence[syntax.Declaration], file: syntax.File) -> syntax.File:
        """A file that is read now, with those declarations that are the same as here: the same
        ones, and not others like them."""
        before = zip(self.built, self.outcome[0].declarations, strict=True)
        known = {id(one): placed for one, placed in before}
        same = (
            known[id(one)] if known.get(id(one)) == placed else placed
            for one, placed in zip(built, file.declarations, strict=True)
        )
        return evolve(file, declarations=tuple(same))


def _parse(file: SourceFile, parsed: Parsed, last: _Read | None) -> _Read:
    declarations: list[syntax.Declaration] = []
    diagnostics: list[Diagnostic] = []
    unread: set[str] = set()
    unreadable = 0
    astray = False

    def read_to(code: str) -> int:
        return parsed.remembered(("read to", code), len(code), lambda: _read_to(code))

    for chunk, below in with_lines_at_the_margin(file.chunks(), _DECLARING, read_to):
        if below:
            diagnostics.append(at_the_margin(file, chunk, below))
            unread.update(_words_declared(chunk))
            continue
        if unreadable == MAX_UNREADABLE:
            excerpt = Excerpt.of(file, file.span(chunk.start, chunk.start + 1))
            diagnostics.append(Diagnostic("POL-012", excerpt, {"limit": MAX_UNREADABLE}))
            unread.update(_WORD.findall(file.text, chunk.start))
            break
        declaration, problems = _declaration(file, chunk, parsed, unreadable < _MOST_GUESSES)
        if declaration is None:
            unread.update(_words_declared(chunk))
            unreadable += 1
        else:
            declarations.append(declaration)
        # Lines that are no declarations follow from the first of them, or from a text without end,
        # so only that is reported; but a line with a likely fix is reported itself.
        if astray and declaration is None and _is_astray(chunk) and problems[0].hint is None:
            continue
        diagnostics += problems
        astray = declaration is None and (_is_astray(chunk) or problems[0].code == "POL-111")
    read = evolve(with_comments(file, declarations), unread=frozenset(unread))
    read = read if last is None else last.again(declarations, read)
    return _Read(file.text, declarations, (read, diagnostics))


def excess(text: str) -> Arguments:
    """The arguments for the message about a file that is too long."""
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
    # Lines that begin with no declaration may be meant as that of the policy itself.
    return [*words, *BY_TERMINAL["POLICY"].spellings] if _is_astray(chunk) else words


def _declaration(
    file: SourceFile, chunk: Chunk, parsed: Parsed, guess: bool
) -> tuple[syntax.Declaration | None, list[Diagnostic]]:
    if chunk.code[:1].isspace():
        start = chunk.start + len(chunk.code) - len(chunk.code.lstrip())
        place = Excerpt.of(file, file.span(start, start + 1))
        blanks = file.span(file.text.rfind("\n", 0, start) + 1, start)
        dedented = certain(None, Edit(blanks, ""))
        return None, [Diagnostic("POL-103", place, choices=dedented.choices)]
    key, size = ("declaration", chunk.code), len(chunk.code)
    known: syntax.Declaration | None = parsed.kept(key)
    if known is not None:
        at, now = known.span, file.span(chunk.start, chunk.start)
        # The same place may be on another line: a line end has become a blank.
        if (at.file, at.start, at.line) != (now.file, now.start, now.line):
            known = syntax.moved(known, file.name, now.start - at.start, now.line - at.line)
            parsed.keep(key, size, known)
        return known, []
    refused = _refused(file, chunk)
    if refused is not None:
        return None, [refused]
    builder = Builder(file, chunk.start)
    unreadable = ("unreadable", chunk.code)
    tree = parsed.kept(unreadable) or _tree(chunk)
    if isinstance(tree, _Unreadable):
        parsed.keep(unreadable, size, tree)
        named = _named_by_keywords(file, chunk, tree.position(chunk.code))
        return None, named or [_syntax_error(file, chunk, tree, parsed, guess)]
    declaration = builder.build(tree)
    if any(problem.code == _NO_NAME for problem in builder.diagnostics):
        found = _read_whole(chunk.code)
        if not isinstance(found, _Stopped):
            builder = Builder(file, chunk.start)
            declaration = builder.build(found)
    too_deep = _deepest_allowed(declaration)
    if too_deep is not None:
        excerpt = Excerpt.of(file, too_deep)
        return None, [*builder.diagnostics, Diagnostic("POL-108", excerpt, _DEPTH)]
    if not builder.diagnostics:
        parsed.keep(key, size, declaration)
    return declaration, builder.diagnostics


@frozen
class _Unreadable:
    """Where a declaration cannot be read, None for its end, and the word that cannot stand there,
    None where it has no end of its own; ``is_character`` if no word begins there at all.

    It is what is kept of an exception, which holds everything that was at work when it was raised.
    """

    at: int | None
    word: str | None
    is_character: bool

    @classmethod
    def of(cls, error: UnexpectedInput) -> "_Unreadable":
        if not isinstance(error, UnexpectedToken):
            return cls(error.pos_in_stream or 0, None, isinstance(error, UnexpectedCharacters))
        token = error.token
        if token.type == "$END":
            return cls(None, None, False)
        return cls(token.start_pos or 0, None if token.type == "CLAUSE" else str(token), False)

    def position(self, code: str) -> int:
        """The offset in a declaration."""
        return len(code) if self.at is None else self.at


def _tree(chunk: Chunk) -> "Tree[Any] | _Unreadable":
    """The tree of a declaration, or where it cannot be read and why."""
    try:
        return _lark().parse(chunk.code, on_error=_goes_on)
    except UnexpectedInput as error:
        found = _read_whole(chunk.code)
        return _Unreadable.of(error) if isinstance(found, _Stopped) else found


def _refused(file: SourceFile, chunk: Chunk) -> Diagnostic | None:
    """The diagnostic for declarations that are not parsed: with texts without end, or too long."""
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
            ends = chunk.start + len(mark["quoted"].partition("\n")[0].rstrip()) + mark.start()
            closed = writing(file.span(ends, ends), _CLOSING_QUOTE[opening], _AT_THE_END)
            return Diagnostic("POL-111", excerpt, quotes, choices=(closed,))
        if mark["opening"]:
            depth += 1
        elif mark["closing"]:
            depth -= 1
        if depth > MAX_DEPTH:
            return Diagnostic("POL-108", excerpt, _DEPTH)
    return None


_AT_THE_END: Final = Phrase("write {text} at the end of the line", "在这一行末尾写 {text}")


def _named_by_keywords(file: SourceFile, chunk: Chunk, stop: int) -> list[Diagnostic]:
    """Diagnostics for declared names that are keywords.

    Reading stops where such a name is used, but the mistake is where it is declared.
    """
    tokens = _tokens_before(_lark().parse_interactive(chunk.code), stop)
    found = []
    for place, token in enumerate(tokens):
        if _is_no_name(token) and _is_declared(tokens, place):
            start = chunk.start + (token.start_pos or 0)
            excerpt = Excerpt.of(file, file.span(start, start + len(token)))
            found.append(no_name(excerpt, str(token)))
    # After a type a keyword is read as one, although none can begin a field.
    field = _FIELD.match(chunk.code, stop)
    head = _WORD.match(chunk.code)
    is_record = head is not None and head[0] in _WITH_FIELDS
    if is_record and field and field["name"] in reserved_words():
        start, end = (chunk.start + place for place in field.span("name"))
        excerpt = Excerpt.of(file, file.span(start, end))
        found.append(no_name(excerpt, field["name"]))
    return found


_WITH_FIELDS: Final = spelled("RECORD", "EXTEND")
_FIELD: Final = re.compile(r"(?P<name>[^\W\d]\w*)\s*(?:\"[^\"\n]*\"|“[^”\n]*”)?\s*[:：]")


def _is_declared(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word is declared at its place: at the start of a declaration, before a colon, or
    for the elements of a list."""
    after = [token.type for token in tokens[place + 1 : place + 3]]
    if after[:1] == ["STRING"]:
        after = after[1:]
    before = tokens[place - 1].type if place else ""
    return place == 1 or after[:1] == ["_COLON"] or (after[:1] == ["_IN"] and before in _BINDING)


_BINDING: Final = frozenset({"_SOME", "_EVERY", "_OVER", "_LPAR", "_COUNTED", "_AMONG", "WHOLE"})
"""The tokens that come before the name of an element."""


def _tokens_before(reading: InteractiveParser, at: int) -> list[Token]:
    """The tokens before a place; ``reading`` is then at that place."""
    tokens = []
    try:
        for token in _tokens(reading):
            if (token.start_pos or 0) >= at:
                break
            tokens.append(token)
    except UnexpectedInput:
        pass
    return tokens


def _deepest_allowed(declaration: syntax.Declaration) -> Span | None:
    """The place where the nesting exceeds the limit; None if it does not."""
    waiting: list[tuple[syntax.Node, int]] = [(declaration, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return node.span
        waiting.extend((child, depth + 1) for child in syntax.children(node))
    return None


def _syntax_error(
    file: SourceFile, chunk: Chunk, unreadable: _Unreadable, parsed: Parsed, guess: bool
) -> Diagnostic:
    code = chunk.code.rstrip()
    stop = _stop(code, unreadable.position(code))
    if slip := slip_at(code, stop, file.text) if guess else None:
        place = Excerpt.of(file, file.span(chunk.start + slip.start, chunk.start + slip.end))
        offered = _offered(file, chunk, slip.proposal)
        return Diagnostic(slip.code, place, slip.arguments, slip.proposal.hint, choices=offered)
    found = None
    if guess:
        # A pair, since none may be found.
        (found,) = parsed.remembered(
            ("repair", code), len(code), lambda: (likely_repair(code, stop, _read_to),)
        )
    repair = found if isinstance(found, Repair) else None
    hint = None if found is None else found.hint
    offered = _offered(file, chunk, found)
    start, end = _culprit(code, stop.at, unreadable, repair)
    accepted = stop.accepted if start == stop.at else _stop(code, start).accepted
    arguments: dict[str, Words] = {"expected": expectation(accepted)}
    if start >= len(code):
        last = file.span(chunk.start + len(code) - 1, chunk.start + len(code))
        arguments["problem"] = _UNFINISHED
        return Diagnostic("POL-101", Excerpt.of(file, last), arguments, hint, choices=offered)
    words = code[start:end]
    excerpt = Excerpt.of(file, file.span(chunk.start + start, chunk.start + end))
    if (len(words) == 1 and unreadable.is_character) or not words.isprintable():
        arguments["character"] = words if words.isprintable() else f"U+{ord(words[0]):04X}"
        return Diagnostic("POL-102", excerpt, arguments, hint, choices=offered)
    arguments["problem"] = _MISPLACED.filled(token=words.strip())
    return Diagnostic("POL-101", excerpt, arguments, hint, choices=offered)


_UNFINISHED: Final = Phrase("the declaration ends too early", "声明没有写完")
_MISPLACED: Final = Phrase("“{token}” cannot stand here", "“{token}”不能写在这里")


def _offered(file: SourceFile, chunk: Chunk, found: Repair | Proposal | None) -> tuple[Choice, ...]:
    """The changes of a file that repairs of a declaration in it are."""

    def made(repair: Repair) -> Edit:
        start, end = chunk.start + repair.start, chunk.start + repair.end
        return Edit(file.span(start, end), repair.text)

    match found:
        case Repair():
            return certain(None, made(found)).choices
        case Proposal(_, repairs):
            return tuple(Choice(repair.hint, (made(repair),)) for repair in repairs)
    return ()


def _culprit(code: str, at: int, unreadable: _Unreadable, repair: Repair | None) -> tuple[int, int]:
    """The place of the mistake: what a repair replaces, or else where parsing stops."""
    if repair is not None and repair.start < repair.end:
        return repair.start, repair.end
    if unreadable.word is not None:
        return at, at + len(unreadable.word)
    # A clause number may hold any marks, so such a token may be longer than the mistake.
    marks = _WORD_OR_MARKS.match(code, at)
    return at, marks.end() if marks else at + 1


def _read_to(code: str) -> int:
    """The offset where parsing of a declaration stops; beyond its end if all of it can be
    parsed."""
    for mark in _MARKS.finditer(code):
        if mark["quoted"] and not is_closed(mark["quoted"]):
            return mark.start()
    found = _read_whole(code)
    return found.at if isinstance(found, _Stopped) else len(code) + 1


def fitting(file: SourceFile, at: int) -> Set[str]:
    """The terminals of the grammar that could stand at a place of a file.

    >>> "_FOR" in fitting(SourceFile("a.pol", "norm x "), 7)
    True
    """
    chunk = file.chunk_at(at)
    at_the_margin = chunk is None or chunk.start == at or file.text[at - 1] == "\n"
    code = "" if chunk is None or at_the_margin else chunk.code[: at - chunk.start]
    return _stop(code, len(code)).accepted


def _stop(code: str, at: int) -> Stop:
    """The words before a place, and what the grammar accepts there.

    When an error is raised, the parser has already reduced what cannot go on with the wrong token,
    and no longer knows everything that it accepted.
    """
    reading = _lark().parse_interactive(code)
    tokens = _tokens_before(reading, at)
    words: list[tuple[int, int]] = []
    for token in reversed(tokens[-3:]):
        is_name = token.type == "NAME" or str(token) in words_in_their_place()
        if is_name or str(token) in reserved_words():
            words.append((token.start_pos or 0, token.end_pos or 0))
        if not is_name:
            break
    accepted: set[str] = reading.accepts()  # type: ignore[no-untyped-call]
    return Stop(at, accepted, words)
