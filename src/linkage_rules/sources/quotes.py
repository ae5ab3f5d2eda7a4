"""Whether a quote stands in the clause it is said to stand in."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TypeAlias

from attrs import frozen

from linkage_rules.model.clauses import normalise_clause_path
from linkage_rules.sources.folding import fold
from linkage_rules.sources.nearest import NearestPassage, nearest_passage
from linkage_rules.sources.tree import Clause, ClauseTree, Sentence, TextSpan

_MOST_NEAR_CLAUSES = 5
_LONGEST_PATH = 100


@frozen
class QuoteFound:
    """The quote stands in the clause, or in a clause below it.

    ``places`` are all its occurrences, in order; ``sentences`` are those that any of them touches.
    A quote with several places does not tell which of them is meant.
    """

    clause: str
    places: tuple[TextSpan, ...]
    sentences: tuple[Sentence, ...]


@frozen
class UnknownClause:
    """The text has no such clause.

    ``near`` are paths that look like it; ``found_in`` are the clauses the quote does stand in.
    """

    clause: str
    near: tuple[str, ...]
    found_in: tuple[str, ...]


@frozen
class QuoteElsewhere:
    """The quote stands in the text, but in the clauses ``found_in`` and not in ``clause``."""

    clause: str
    found_in: tuple[str, ...]
    places: tuple[TextSpan, ...]


@frozen
class QuoteNotFound:
    """The quote stands nowhere in the text; ``nearest`` is None if nothing comes near."""

    clause: str
    nearest: NearestPassage | None


@frozen
class QuoteEmpty:
    """There is nothing in the quote but white space, so it cannot stand for anything."""

    clause: str


QuoteResult: TypeAlias = QuoteFound | UnknownClause | QuoteElsewhere | QuoteNotFound | QuoteEmpty


def find_quote(tree: ClauseTree, clause: str, quote: str) -> QuoteResult:
    """Look for the words of a quote in a clause and the clauses below it.

    White space does not count, and （）：，； equal their ASCII twins; any other difference of a
    single character is a difference. A quote may run over several sentences and over the clauses
    below the one cited. A citation of `三` may quote text of `三.3`, but not the other way round.

    >>> from linkage_rules.sources import clause_tree
    >>> tree = clause_tree("一、要求\\n（一）目标。达到目标。\\n（二）范围。本市适用。")
    >>> find_quote(tree, "一", "本市 适用").sentences[0].clause
    '一.(二)'
    >>> find_quote(tree, "一.(一)", "本市适用").found_in
    ('一.(二)',)
    """
    path = normalise_clause_path(clause)
    words = fold(quote)
    if not words:
        return QuoteEmpty(path)
    cited = tree.clause(path)
    if cited is None:
        return UnknownClause(path, _near(tree, path), _holding(tree, _places(tree, words)))
    if places := _places(tree, words, cited):
        return QuoteFound(cited.path, places, _touched(tree, places))
    if elsewhere := _places(tree, words):
        return QuoteElsewhere(cited.path, _holding(tree, elsewhere), elsewhere)
    return QuoteNotFound(cited.path, nearest_passage(tree, cited, quote))


def _places(tree: ClauseTree, words: str, within: Clause | None = None) -> tuple[TextSpan, ...]:
    """Where folded words stand, without overlaps; in the whole text or within a clause."""
    characters = tree.folded.characters
    start, end = 0, len(characters)
    if within:
        start, end = tree.folded.between(within.span.start, within.span.end)
    found = []
    position = characters.find(words, start, end)
    while position >= 0:
        found.append(tree.span(*tree.folded.unfolded(position, position + len(words))))
        position = characters.find(words, position + len(words), end)
    return tuple(found)


def _touched(tree: ClauseTree, places: tuple[TextSpan, ...]) -> tuple[Sentence, ...]:
    touched = (tree.touched(place.start, place.end) for place in places)
    return tuple(dict.fromkeys(sentence for sentences in touched for sentence in sentences))


def _holding(tree: ClauseTree, places: tuple[TextSpan, ...]) -> tuple[str, ...]:
    holding = (tree.holding(place.start, place.end) for place in places)
    return tuple(dict.fromkeys(path for paths in holding for path in paths))


def _near(tree: ClauseTree, path: str) -> tuple[str, ...]:
    """Paths spelled alike; else those below the nearest clause above that there is."""
    paths = dict.fromkeys(clause.path for clause in tree.clauses)
    alike = get_close_matches(path[:_LONGEST_PATH], paths, _MOST_NEAR_CLAUSES)
    if alike:
        return tuple(alike)
    above = path
    while "." in above:
        above = above.rpartition(".")[0]
        if clause := tree.clause(above):
            return tuple(dict.fromkeys([above, *(child.path for child in clause.children)]))
    return tuple(islice(dict.fromkeys(root.path for root in tree.roots), 2 * _MOST_NEAR_CLAUSES))
