"""The colours of policies for editors, from the table of the library: for VS Code, Vim, the desk.

`files` gives each file with its text. The tests hold those of the repository against it, and
write them: UPDATE_GOLDEN=1 python3 dev.py test tests/editors
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from linkage_rules.language.lexical import BLANKS, LETTER, Kind, Row, rows

HERE: Final = Path(__file__).resolve().parent

SCOPES: Final[Mapping[Kind, str]] = {
    Kind.COMMENT: "comment.line.number-sign.pol",
    Kind.STRING: "string.quoted.double.pol",
    Kind.NAME: "variable.other.pol",
    Kind.DECLARED: "entity.name.function.pol",
    Kind.CLAUSE: "constant.other.clause.pol",
    Kind.DATE: "constant.numeric.date.pol",
    Kind.NUMBER: "constant.numeric.pol",
    Kind.DECLARING: "storage.type.pol",
    Kind.MODALITY: "keyword.control.modality.pol",
    Kind.TYPE: "support.type.pol",
    Kind.CONSTANT: "constant.language.pol",
    Kind.KEYWORD: "keyword.other.pol",
    Kind.OPERATOR: "keyword.operator.pol",
    Kind.PUNCTUATION: "punctuation.pol",
}
"""The scopes of TextMate, which the colour themes of VS Code and of many other editors know."""

GROUPS: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.COMMENT: ("polComment", "Comment"),
    Kind.STRING: ("polString", "String"),
    Kind.NAME: ("polName", "Identifier"),
    Kind.DECLARED: ("polDeclared", "Function"),
    Kind.CLAUSE: ("polClause", "Tag"),
    Kind.DATE: ("polDate", "Number"),
    Kind.NUMBER: ("polNumber", "Number"),
    Kind.DECLARING: ("polDeclaring", "Structure"),
    Kind.MODALITY: ("polModality", "Special"),
    Kind.TYPE: ("polType", "Type"),
    Kind.CONSTANT: ("polConstant", "Constant"),
    Kind.KEYWORD: ("polKeyword", "Statement"),
    Kind.OPERATOR: ("polOperator", "Operator"),
    Kind.PUNCTUATION: ("polPunctuation", "Delimiter"),
}
"""The groups of Vim, each with the one whose colour it takes."""


def files() -> dict[Path, str]:
    """Every file that is made from the table."""
    return {
        HERE / "vscode" / "syntaxes" / "pol.tmLanguage.json": textmate(),
        HERE / "vim" / "syntax" / "pol.vim": vim(),
        HERE / "desk" / "src" / "places" / "rules" / "colours.json": script(),
    }


_SIGN: Final = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\.|\(\?:|\*\+|.", re.DOTALL)
"""A sign of a regular expression: a class of characters is one."""


def _exchanged(pattern: str, exchange: Callable[[str], str]) -> str:
    return "".join(map(exchange, _SIGN.findall(pattern)))


# TextMate: Oniguruma, where \w and \d are those of Unicode in some programs and of ASCII in others.

_ONIGURUMA: Final = {LETTER: r"[\p{L}_]", r"\w": r"[\p{L}\p{N}_]"}


def _oniguruma(pattern: str) -> str:
    return _exchanged(pattern, lambda sign: _ONIGURUMA.get(sign, sign))


def textmate() -> str:
    """The grammar for VS Code and whatever else takes grammars of TextMate."""
    grammar = {
        "$schema": "https://json.schemastore.org/tmlanguage.json",
        "name": "Policy rules",
        "scopeName": "source.pol",
        "fileTypes": ["pol"],
        "patterns": [_textmate_rule(row) for row in rows()],
    }
    return json.dumps(grammar, ensure_ascii=False, indent=2) + "\n"


def _textmate_rule(row: Row) -> dict[str, object]:
    captures = {
        str(place): {"name": SCOPES[kind]}
        for place, (_, kind) in enumerate(row.pieces, 1)
        if kind is not None
    }
    return {"match": _matching(row), "captures": captures}


def _matching(row: Row) -> str:
    """A pattern for a row, with a group for each of its pieces."""
    before = r"^\s*" if row.at_start else "^" if row.at_margin else ""
    before += r"(?<!\w)" if row.whole and not before else ""
    behind = r"(?!\w)" if row.whole else ""
    behind += f"(?={row.followed_by})" if row.followed_by else ""
    behind += f"(?!{row.not_before})" if row.not_before else ""
    match = before + "".join(f"({pattern})" for pattern, _ in row.pieces) + behind
    return _oniguruma(match)


# JavaScript, where a repetition never keeps what it has (these do for speed alone), and a mark that
# means itself has no backslash.


def script() -> str:
    """The patterns for the page of the desk, each with what its groups are coloured as."""
    found = [
        {
            "match": _exchanged(_matching(row), lambda sign: "*" if sign == "*+" else sign).replace(
                r"\"", '"'
            ),
            "kinds": [kind and kind.value for _, kind in row.pieces],
        }
        for row in rows()
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


# Vim: “very magic” patterns; \k is a character of a word, in any script.

_VIM: Final = {
    BLANKS: r"\s",
    LETTER: r"\d@!\k",
    r"\w": r"\k",
    r"\S": r"\S",
    "(?:": "%(",
    "*+": "*",
    **{sign: f"\\{sign}" for sign in "=<>@&~%"},
}
_FURTHEST_BACK: Final = 80
"""So many bytes before a word are looked at, at most."""


def _very_magic(pattern: str) -> str:
    return _exchanged(pattern, lambda sign: _VIM.get(sign, sign))


def vim() -> str:
    """The syntax file for Vim and Neovim."""
    groups = "\n".join(f"highlight default link {own} {theirs}" for own, theirs in GROUPS.values())
    # Of two that fit at a place Vim takes the one that was defined last.
    matches = "\n".join(line for row in reversed(rows()) for line in _vim_lines(row))
    return f"""\
" Colours of policies of linkage_rules, made from the table of its keywords (editors/grammars.py).
if exists('b:current_syntax')
  finish
endif
scriptencoding utf-8

syntax case match
syntax iskeyword @,48-57,_

{matches}

{groups}

let b:current_syntax = 'pol'
"""


def _vim_lines(row: Row) -> Iterator[str]:
    start = r"^\s*" if row.at_start else "^" if row.at_margin else ""
    start += r"\k@1<!" if row.whole and not start else ""
    end = r"\k@!" if row.whole else ""
    end += f"%({_very_magic(row.followed_by)})@=" if row.followed_by else ""
    end += f"%({_very_magic(row.not_before)})@!" if row.not_before else ""
    pieces = [f"%({_very_magic(pattern)})" for pattern, _ in row.pieces]
    for place, (_, kind) in enumerate(row.pieces):
        if kind is not None:
            before = start + "".join(pieces[:place])
            before = f"%({before})@{_FURTHEST_BACK}<=" if place or row.at_start else before
            after = "".join(pieces[place + 1 :]) + end
            after = f"%({after})@=" if place + 1 < len(pieces) else after
            yield rf"syntax match {GROUPS[kind][0]} '\v{before}{pieces[place]}{after}'"
