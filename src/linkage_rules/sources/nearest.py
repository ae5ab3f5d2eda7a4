"""The passage of a text that a mistaken quote was probably taken from."""

from __future__ import annotations

from difflib import SequenceMatcher

from attrs import frozen

from linkage_rules.sources.folding import fold_in_place
from linkage_rules.sources.tree import Clause, ClauseTree, Sentence

# Comparing takes quadratic time, so it is done on a bounded number of bounded texts.
_LONGEST_QUOTE = 1000
_LONGEST_SENTENCE = 4000
_MOST_COMPARED = 8
_SLACK = 4
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
class _Comparison:
    """The quote laid beside the stretch of the text that starts at a folded position."""

    sentence: Sentence
    words: str
    start: int
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
    first = max(0, start + common.b - common.a - _SLACK)
    stretch = text[first : first + len(words) + 2 * _SLACK]
    return _Comparison(
        sentence, words, first, SequenceMatcher(None, words, stretch, autojunk=False)
    )


def _first_difference(tree: ClauseTree, best: _Comparison, quote: str) -> tuple[int, str, str]:
    """The folded position in the quote, what the quote says there, and what the text says."""
    text, size = tree.folded.characters, len(best.words)
    for change, i, i_end, j, j_end in best.matcher.get_opcodes():
        # What the stretch has before and after the quote is no difference, only slack.
        if change == "equal" or (change == "insert" and i in (0, size)):
            continue
        if change == "replace" and i == 0:
            j = max(j, j_end - i_end)
        elif change == "replace" and i_end == size:
            j_end = min(j_end, j + i_end - i)
        return i, quote[i:i_end], text[best.start + j : best.start + j_end]
    # The compared beginning of a long quote stands in the text: go on from there.
    begin = best.start + best.matcher.get_matching_blocks()[0].b
    pairs = zip(quote, text[begin:], strict=False)
    same = next((i for i, (said, there) in enumerate(pairs) if said != there), len(text) - begin)
    return same, quote[same:], text[begin + same : begin + len(quote)]
