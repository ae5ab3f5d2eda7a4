"""Whether a quote stands in the clause it is said to stand in, or where it was taken from."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from itertools import groupby, islice
from typing import TypeAlias

from attrs import frozen

from linkage_rules.model.clauses import normalise_clause_path
from linkage_rules.model.kept import kept_beside
from linkage_rules.sources.folding import fold, fold_in_place
from linkage_rules.sources.tree import Clause, ClauseTree, Sentence, TextSpan

# Comparing takes quadratic time, so only a bounded number of texts of bounded length are compared.
_LONGEST_QUOTE = 1000
_LONGEST_SENTENCE = 4000
_MOST_COMPARED = 8
_SLACK = 8
_LONGEST_SHOWN = 20
_MOST_NEAR_CLAUSES = 5
_LONGEST_PATH = 100


@frozen
class NearestPassage:
    """Where a quote first differs from the sentence most like it.

    ``position`` is the number of characters of the quote before the difference; there the quote has
    ``quoted`` and the text has ``written``, both folded and at most 20 characters long. One of the
    two may be empty: the quote then has words too many, or leaves words out.
    """

    sentence: Sentence
    position: int
    quoted: str
    written: str


@frozen
class _Change:
    """A stretch of the quote that differs, with the stretch of the text in its place, as folded
    positions."""

    quote_start: int
    quote_end: int
    text_start: int
    text_end: int

    @property
    def size(self) -> int:
        """How many characters have to be changed, put in or taken out."""
        return max(self.quote_end - self.quote_start, self.text_end - self.text_start)


@frozen
class _Comparison:
    """The words of a quote aligned with the text from a folded position on.

    ``matcher`` compares them with a stretch of the text that begins at ``stretch_start`` and is a
    little longer on both sides.
    """

    sentence: Sentence
    words: str
    start: int
    stretch_start: int
    matcher: SequenceMatcher[str]

    @property
    def shared(self) -> int:
        """How many characters of the quote stand in the stretch, in the same order."""
        return sum(block.size for block in self.matcher.get_matching_blocks())


def nearest_passage(tree: ClauseTree, cited: Clause, quote: str) -> NearestPassage | None:
    """Find the sentence most like a quote that stands nowhere in the text.

    Among equals the cited clause comes first. None if no sentence has half of the quote.

    >>> from linkage_rules.sources import clause_tree
    >>> tree = clause_tree("一、要求。市级安排200万元，支持发展。")
    >>> nearest = nearest_passage(tree, tree.roots[0], "安排 300 万元")
    >>> nearest.position, nearest.quoted, nearest.written
    (3, '3', '2')
    """
    folded = fold_in_place(quote)
    words = folded.characters[:_LONGEST_QUOTE]
    compared = [_compare(tree, sentence, words) for sentence in _candidates(tree, words)]

    def likeness(comparison: _Comparison) -> tuple[int, bool]:
        start = comparison.sentence.span.start
        return comparison.shared, cited.span.start <= start < cited.span.end

    best = max(compared, key=likeness, default=None)
    if best is None or best.shared * 2 < len(words):
        return None
    position, quoted, written = _first_difference(tree, best, folded.characters)
    at = folded.offsets[position] if position < len(folded.offsets) else len(quote)
    return NearestPassage(best.sentence, at, quoted[:_LONGEST_SHOWN], written[:_LONGEST_SHOWN])


def _candidates(tree: ClauseTree, words: str) -> list[Sentence]:
    """The few sentences that share most pairs of neighbouring characters with the words."""
    pairs = {words[i : i + 2] for i in range(max(1, len(words) - 1))}

    def shared(sentence: Sentence) -> int:
        start, end = tree.folded.between(sentence.span.start, sentence.span.end)
        text = tree.folded.characters[start:end]
        return sum(pair in text for pair in pairs)

    counted = [(shared(sentence), sentence) for sentence in tree.sentences]
    counted.sort(key=lambda entry: -entry[0])
    return [sentence for count, sentence in counted[:_MOST_COMPARED] if count]


def _compare(tree: ClauseTree, sentence: Sentence, words: str) -> _Comparison:
    """Align the words with the text such that their longest common stretch matches."""
    text = tree.folded.characters
    start, end = tree.folded.between(sentence.span.start, sentence.span.end)
    own = text[start : min(end, start + _LONGEST_SENTENCE)]
    common = SequenceMatcher(None, words, own, autojunk=False).find_longest_match()
    begin = max(0, start + common.b - common.a)
    first = max(0, begin - _SLACK)
    stretch = text[first : begin + len(words) + _SLACK]
    matcher = SequenceMatcher(None, words, stretch, autojunk=False)
    return _Comparison(sentence, words, begin, first, matcher)


def _first_difference(tree: ClauseTree, best: _Comparison, quote: str) -> tuple[int, str, str]:
    """The folded position in the quote, what the quote says there, and what the text says."""
    text = tree.folded.characters
    # A wrong character may happen to occur in the extra text on both sides. So two alignments are
    # tried, and the one with fewer changes is taken; in a tie the one character by character.
    readings = [_replaced(text, best), _edited(best)]
    changes = min(readings, key=lambda reading: sum(change.size for change in reading))
    if changes:
        first = changes[0]
        said = quote[first.quote_start : first.quote_end]
        return first.quote_start, said, text[first.text_start : first.text_end]
    # All of the compared beginning of a long quote matches, so the rest is compared here.
    pairs = zip(quote, text[best.start :], strict=False)
    left = len(text) - best.start
    same = next((i for i, (said, there) in enumerate(pairs) if said != there), left)
    return same, quote[same:], text[best.start + same : best.start + len(quote)]


def _replaced(text: str, comparison: _Comparison) -> list[_Change]:
    """The changes if every character of the quote stands for one character of the text."""
    words, start = comparison.words, comparison.start
    opposite = text[start : start + len(words)].ljust(len(words))
    runs = groupby(range(len(words)), key=lambda i: words[i] == opposite[i])
    changed = [list(positions) for same, positions in runs if not same]
    return [_Change(run[0], run[-1] + 1, start + run[0], start + run[-1] + 1) for run in changed]


def _edited(comparison: _Comparison) -> list[_Change]:
    """The changes if the quote may also leave words out or have words too many."""
    first, size = comparison.stretch_start, len(comparison.words)
    changes = []
    for kind, i, i_end, j, j_end in comparison.matcher.get_opcodes():
        # Text before and after the quote is only the extra text of the stretch, no difference.
        if kind == "equal" or (kind == "insert" and i in (0, size)):
            continue
        if kind == "replace" and i == 0:
            j = max(j, j_end - i_end)
        elif kind == "replace" and i_end == size:
            j_end = min(j_end, j + i_end - i)
        changes.append(_Change(i, i_end, first + j, first + j_end))
    return changes


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
    return _found((clause, quote), tree)


@kept_beside
def _found(cited_as: tuple[str, str], tree: ClauseTree) -> QuoteResult:
    clause, quote = cited_as
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
    """Existing paths that are spelled alike; else the paths below the nearest existing parent."""
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
