"""The passage of a text that a mistaken quote was probably taken from."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import groupby

from attrs import frozen

from linkage_rules.sources.folding import fold_in_place
from linkage_rules.sources.tree import Clause, ClauseTree, Sentence

# Comparing takes quadratic time, so it is done on a bounded number of bounded texts.
_LONGEST_QUOTE = 1000
_LONGEST_SENTENCE = 4000
_MOST_COMPARED = 8
_SLACK = 8
_LONGEST_SHOWN = 20


@frozen
class NearestPassage:
    """Where a quote departs from the sentence most like it.

    ``position`` counts the characters of the quote, as it was given, before the first difference;
    there the quote says ``quoted`` and the text says ``written``, both folded and at most 20
    characters long. One of the two may be empty: the quote then has words too many, or leaves
    words out.
    """

    sentence: Sentence
    position: int
    quoted: str
    written: str


@frozen
class _Change:
    """A stretch of the quote, and what the text has instead, both as folded positions."""

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
    """The words of a quote laid beside the text, starting at a folded position.

    ``matcher`` compares them with the stretch of text from ``stretch_start`` on, which has some
    slack on both sides.
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
    """Lay the words beside the text so that the longest stretch they have in common meets."""
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
    # A mistaken character may happen to stand in the slack, so of two readings the one with less
    # to change is taken, and character by character if that is no worse.
    readings = [_replaced(text, best), _edited(best)]
    changes = min(readings, key=lambda reading: sum(change.size for change in reading))
    if changes:
        first = changes[0]
        said = quote[first.quote_start : first.quote_end]
        return first.quote_start, said, text[first.text_start : first.text_end]
    # The compared beginning of a long quote stands in the text: go on from there.
    pairs = zip(quote, text[best.start :], strict=False)
    left = len(text) - best.start
    same = next((i for i, (said, there) in enumerate(pairs) if said != there), left)
    return same, quote[same:], text[best.start + same : best.start + len(quote)]


def _replaced(text: str, comparison: _Comparison) -> list[_Change]:
    """What to change if every character of the quote stands for one of the text."""
    words, start = comparison.words, comparison.start
    opposite = text[start : start + len(words)].ljust(len(words))
    runs = groupby(range(len(words)), key=lambda i: words[i] == opposite[i])
    changed = [list(positions) for same, positions in runs if not same]
    return [_Change(run[0], run[-1] + 1, start + run[0], start + run[-1] + 1) for run in changed]


def _edited(comparison: _Comparison) -> list[_Change]:
    """What to change if the quote may also leave words out or have words too many."""
    first, size = comparison.stretch_start, len(comparison.words)
    changes = []
    for kind, i, i_end, j, j_end in comparison.matcher.get_opcodes():
        # What the stretch has before and after the quote is no difference, only slack.
        if kind == "equal" or (kind == "insert" and i in (0, size)):
            continue
        if kind == "replace" and i == 0:
            j = max(j, j_end - i_end)
        elif kind == "replace" and i_end == size:
            j_end = min(j_end, j + i_end - i)
        changes.append(_Change(i, i_end, first + j, first + j_end))
    return changes
