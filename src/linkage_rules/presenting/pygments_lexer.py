"""Policies in the colours of Pygments, which finds this by its name: ``pol``, ``*.pol``.

Nothing of the library imports it. Whoever shows a policy with Pygments has it: the documents do,
and so do Sphinx, MkDocs, Jupyter and the class `rich.syntax.Syntax`.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from pygments import token
from pygments.lexer import RegexLexer, bygroups

from linkage_rules.language.lexical import BLANKS, Kind, Row, rows

TOKENS: Final[Mapping[Kind | None, Any]] = {
    None: token.Whitespace,
    Kind.COMMENT: token.Comment.Single,
    Kind.STRING: token.String,
    Kind.NAME: token.Name,
    Kind.DECLARED: token.Name.Class,
    Kind.CLAUSE: token.Name.Label,
    Kind.DATE: token.Literal.Date,
    Kind.NUMBER: token.Number,
    Kind.DECLARING: token.Keyword.Declaration,
    Kind.MODALITY: token.Keyword.Reserved,
    Kind.TYPE: token.Keyword.Type,
    Kind.CONSTANT: token.Keyword.Constant,
    Kind.KEYWORD: token.Keyword,
    Kind.OPERATOR: token.Operator,
    Kind.PUNCTUATION: token.Punctuation,
}
"""What Pygments calls each kind of word."""


def _rule(row: Row) -> tuple[str, Any]:
    pieces = ((f"{BLANKS}*", None), *row.pieces) if row.at_start else row.pieces
    before = "^" if row.at_start or row.at_margin else r"(?<!\w)" if row.whole else ""
    behind = r"(?!\w)" if row.whole else ""
    behind += f"(?={row.followed_by})" if row.followed_by else ""
    behind += f"(?!{row.not_before})" if row.not_before else ""
    pattern = "".join(f"({pattern})" for pattern, _ in pieces)
    return before + pattern + behind, bygroups(*(TOKENS[kind] for _, kind in pieces))


class PolicyLexer(RegexLexer):  # type: ignore[misc] # Pygments says nothing of its types
    """The text of a policy, in Chinese or English.

    >>> [(str(kind), words) for kind, words in PolicyLexer().get_tokens("当 funds ≥ 50万元")][:2]
    [('Token.Keyword', '当'), ('Token.Text.Whitespace', ' ')]
    """

    name = "Policy rules"
    aliases = ("pol",)
    filenames = ("*.pol",)
    mimetypes = ("text/x-pol",)
    flags = re.MULTILINE
    tokens: Final = {
        "root": [
            *map(_rule, rows()),
            (r"\n", token.Whitespace),
            (rf"{BLANKS}+", token.Whitespace),
        ]
    }
