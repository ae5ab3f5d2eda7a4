"""An official text as a tree of clauses, and as the sentences in the order they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

from attrs import frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.clauses import normalise_clause_path
from linkage_rules.sources.folding import FoldedText, fold_in_place
from linkage_rules.sources.lines import line_at, line_starts
from linkage_rules.sources.numbering import Marker

_ARTICLE_PARAGRAPH = re.compile(r"\.第[^.]*款\.")


@frozen
class TextSpan:
    """A stretch of the original text.

    ``start`` and ``end`` are character offsets (``end`` excluded); lines are counted from 1, the
    last one included.
    """

    start: int
    end: int
    first_line: int
    last_line: int


def text_span(starts: list[int], start: int, end: int) -> TextSpan:
    """The stretch between two offsets of the text whose lines start at ``starts``."""
    return TextSpan(start, end, line_at(starts, start), line_at(starts, end - 1))


class SentenceKind(StrEnum):
    """What a sentence does: only a normative one has to be accounted for by a policy."""

    NORMATIVE = "normative"
    HEADING = "heading"
    FORMAL = "formal"


@frozen
class Sentence:
    """A sentence of the text.

    ``clause`` is the path of the clause it belongs to. ``number`` counts from 1 within that
    clause; the clause's own heading has number 0. ``text`` is without white space, except between
    two ASCII characters; ``span`` says where it stands in the original.
    """

    clause: str
    number: int
    text: str
    kind: SentenceKind
    span: TextSpan

    __repr__ = in_brief


@frozen
class Clause:
    """A clause with its own sentences and the clauses below it.

    ``path`` is spelled as `normalise_clause_path` does. ``marker`` is the number that opens the
    clause, None for `序` and `尾`. ``span`` reaches from the number to the end of the last clause
    below.
    """

    path: str
    marker: Marker | None
    span: TextSpan
    sentences: tuple[Sentence, ...]
    children: tuple[Clause, ...] = ()

    __repr__ = in_brief

    @property
    def heading(self) -> str:
        """The heading without its number; empty if the clause has none.

        >>> from linkage_rules.sources import clause_tree
        >>> tree = clause_tree("一、总体要求\\n\\n改善机制。")
        >>> [clause.heading for clause in tree.roots]
        ['总体要求']
        """
        return next((sentence.text for sentence in self.sentences if not sentence.number), "")

    def walk(self) -> Iterator[Clause]:
        """The clause and all clauses below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen(eq=False, slots=False)
class ClauseTree:
    """The clauses of a text; ``roots`` are those that belong to no other."""

    text: str
    roots: tuple[Clause, ...]

    __repr__ = in_brief

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, in the order of the document."""
        return tuple(clause for root in self.roots for clause in root.walk())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, of whatever kind, in the order of the document."""
        sentences = (sentence for clause in self.clauses for sentence in clause.sentences)
        return tuple(sorted(sentences, key=lambda sentence: sentence.span.start))

    @cached_property
    def folded(self) -> FoldedText:
        """The text without white space and width, for comparing."""
        return fold_in_place(self.text)

    @cached_property
    def _line_starts(self) -> list[int]:
        return line_starts(self.text)

    @cached_property
    def _by_path(self) -> Mapping[str, Clause]:
        return {clause.path: clause for clause in reversed(self.clauses)}

    @cached_property
    def _by_short_path(self) -> Mapping[str, Sequence[Clause]]:
        """Items of articles by their path without the number of the paragraph."""
        items: defaultdict[str, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            items[_ARTICLE_PARAGRAPH.sub(".", clause.path)].append(clause)
        return items

    def clause(self, path: str) -> Clause | None:
        """The clause of that path, however it is spelled; None if the text has no such clause.

        An item of an article may be named without its paragraph (第三条.(一)) if there is one such
        item only.

        >>> from linkage_rules.sources import clause_tree
        >>> clause = clause_tree("一、要求\\n（一）目标。达到目标。").clause("一.（一）")
        >>> [sentence.text for sentence in clause.sentences]
        ['目标。', '达到目标。']
        """
        path = normalise_clause_path(path)
        if path in self._by_path:
            return self._by_path[path]
        items = self._by_short_path.get(path, ())
        return items[0] if len(items) == 1 else None

    def span(self, start: int, end: int) -> TextSpan:
        """The stretch between two offsets, which must hold at least one character."""
        return text_span(self._line_starts, start, end)

    def touched(self, start: int, end: int) -> tuple[Sentence, ...]:
        """The sentences that have at least one character between two offsets."""
        first = bisect_right(self.sentences, start, key=lambda sentence: sentence.span.end)
        last = bisect_left(self.sentences, end, key=lambda sentence: sentence.span.start)
        return self.sentences[first:last]

    def holding(self, start: int, end: int) -> tuple[str, ...]:
        """The paths of the innermost clauses that a stretch of the text belongs to.

        There is more than one only if the stretch goes beyond the clause it begins in.
        """
        paths = dict.fromkeys(sentence.clause for sentence in self.touched(start, end))
        if paths:
            return tuple(paths)
        around = [c for c in self.clauses if c.span.start <= start and end <= c.span.end]
        return tuple(clause.path for clause in around[-1:])
