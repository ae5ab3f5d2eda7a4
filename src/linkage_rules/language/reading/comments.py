"""Gives every comment of a file to the clause it belongs to."""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias, TypeVar

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.reading.source import Comment, SourceFile

_Anchor: TypeAlias = tuple[int, int]
"""A line node: the number of its declaration and of its clause in it, -1 for the head."""

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
        lines = _lines(file, above.get(anchor, ()), line.span.start)
        match inside.get(anchor, []):
            case [Comment(text, own_line=False)]:
                return evolve(line, comments=syntax.Comments(lines, text))
            case others:
                lines += tuple(comment.text for comment in others)
                return evolve(line, comments=syntax.Comments(lines))

    placed = [
        evolve(
            commented(declaration, (number, -1)),
            clauses=tuple(
                commented(clause, (number, index))
                for index, clause in enumerate(declaration.clauses)
            ),
            closing=_lines(file, closing.get(number, ())),
        )
        for number, declaration in enumerate(declarations)
    ]
    return syntax.File(file.name, tuple(placed), _lines(file, end_of_file))


def _inside(comment: Comment, clause: _Anchored) -> bool:
    is_head = clause.anchor[1] == -1
    return not is_head and comment.start < clause.end


def _indented(comment: Comment, file: SourceFile) -> bool:
    return file.text[comment.start - 1 : comment.start] not in ("", "\n")


def _ends(anchor: _Anchor, next_anchor: _Anchor | None) -> bool:
    """Whether an anchor is the last of its declaration."""
    return next_anchor is None or next_anchor[0] != anchor[0]


def _lines(
    file: SourceFile, comments: Sequence[Comment], until: int | None = None
) -> tuple[str, ...]:
    """The texts of comments, an empty one where empty lines part them from what follows."""
    lines: list[str] = []
    for number, comment in enumerate(comments):
        lines.append(comment.text)
        end = comments[number + 1].start if number + 1 < len(comments) else until
        if end is not None and _EMPTY_LINE.search(file.text, comment.start, end):
            lines.append("")
    return tuple(lines)
