"""Colours for blocks of ```pol: the keywords of both languages, from the table the parser uses."""

import re

from pygments import lexers, token
from pygments.lexer import RegexLexer, words

from linkage_rules.words.keywords import KEYWORDS


class PolicyLexer(RegexLexer):
    """The text of a policy."""

    name = "Policy"
    aliases = ("pol",)
    filenames = ("*.pol",)
    flags = re.MULTILINE
    tokens = {  # noqa: RUF012 - the form that Pygments asks for
        "root": [
            (r"#.*$", token.Comment.Single),
            (r"“[^”]*”|\"[^\"\n]*\"", token.String),
            (r"\d{4}-\d\d-\d\d|\d{4}年\d{1,2}月\d{1,2}日", token.Literal.Date),
            (r"\d+(?:\.\d+)?%?", token.Number),
            (
                words(tuple(w for k in KEYWORDS for w in k.en), prefix=r"\b", suffix=r"\b"),
                token.Keyword,
            ),
            # Chinese words have no blanks between them: a keyword stands apart from other names.
            (
                words(
                    tuple(w for k in KEYWORDS for w in k.zh), prefix=r"(?<!\w)", suffix=r"(?!\w)"
                ),
                token.Keyword,
            ),
            (r"\w+", token.Name),
            (r"\s+", token.Whitespace),
            (r".", token.Punctuation),
        ]
    }


lexers.LEXERS["PolicyLexer"] = (__name__, "Policy", ("pol",), ("*.pol",), ())
lexers._lexer_cache["Policy"] = PolicyLexer
