"""Official texts: clauses, sentences, and whether a quote stands where it is said to stand."""

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
    from linkage_rules.sources.text import Source, stays_in
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
