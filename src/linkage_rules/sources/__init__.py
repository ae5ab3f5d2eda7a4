"""Official texts: clauses, sentences, and whether a quote stands where it is said to stand.

**It takes** the text of an official document as a file. **It gives** the text as a tree of clauses
and as sentences in their order; where a quote stands, or the nearest passage where it does not;
which sentences the citations of a policy rest on; and everything that shows that a file is not the
text as it was issued. The text itself is never changed: comparisons use a folded copy, and every
place that is reported is a place in the text as it was read.

How a text is read, step by step:

- a file becomes lines, lines become paragraphs, whether or not they were wrapped to a page width;
- numbers that open a paragraph (一、 （一） 1. 第三条) make clauses, nested as their styles stand
  to one another in this text, and not by a fixed list;
- a clause has sentences, and its first one may be its heading;
- letters have formal parts that ask nothing of anybody, and some words ask, forbid or permit.

`text.Source` is a text that was read, with its tree made when it is first asked for; read `tree`
next. `problems` lists what can be wrong with a file. `text.stays_in` says whether a path, or a
link, leads out of the folder of a policy, since a policy may come from anybody.

**It may not know** the policy language, nor any policy. It stands beside `language`, and the two
never import one another; `policy.citations` holds quotes against texts. ``docs/wording.md`` has the
terms.
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.sources.accounting import covered
    from linkage_rules.sources.building import CLOSING, OPENING, clause_tree
    from linkage_rules.sources.formalities import NORMATIVE_WORDS, normative_words
    from linkage_rules.sources.numbering import Marker, Style
    from linkage_rules.sources.problems import SourceError, SourceProblem
    from linkage_rules.sources.quotes import (
        NearestPassage,
        QuoteElsewhere,
        QuoteEmpty,
        QuoteFound,
        QuoteNotFound,
        QuoteResult,
        UnknownClause,
        find_quote,
    )
    from linkage_rules.sources.reading import LARGEST_SOURCE, read_source, source_from_bytes
    from linkage_rules.sources.text import Place, Source, stays_in
    from linkage_rules.sources.tree import Clause, ClauseTree, Sentence, SentenceKind, TextSpan

__all__ = [
    "CLOSING",
    "LARGEST_SOURCE",
    "NORMATIVE_WORDS",
    "OPENING",
    "Clause",
    "ClauseTree",
    "Marker",
    "NearestPassage",
    "Place",
    "QuoteElsewhere",
    "QuoteEmpty",
    "QuoteFound",
    "QuoteNotFound",
    "QuoteResult",
    "Sentence",
    "SentenceKind",
    "Source",
    "SourceError",
    "SourceProblem",
    "Style",
    "TextSpan",
    "UnknownClause",
    "clause_tree",
    "covered",
    "find_quote",
    "normative_words",
    "read_source",
    "source_from_bytes",
    "stays_in",
]

__getattr__ = on_demand(
    __name__,
    {
        "accounting": ("covered",),
        "building": (
            "CLOSING",
            "OPENING",
            "clause_tree",
        ),
        "formalities": (
            "NORMATIVE_WORDS",
            "normative_words",
        ),
        "numbering": (
            "Marker",
            "Style",
        ),
        "problems": (
            "SourceError",
            "SourceProblem",
        ),
        "quotes": (
            "NearestPassage",
            "QuoteElsewhere",
            "QuoteEmpty",
            "QuoteFound",
            "QuoteNotFound",
            "QuoteResult",
            "UnknownClause",
            "find_quote",
        ),
        "reading": (
            "LARGEST_SOURCE",
            "read_source",
            "source_from_bytes",
        ),
        "text": (
            "Place",
            "Source",
            "stays_in",
        ),
        "tree": (
            "Clause",
            "ClauseTree",
            "Sentence",
            "SentenceKind",
            "TextSpan",
        ),
    },
)
