"""Signs in the words of a text that it is not the official text as it was issued."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from linkage_rules.sources.folding import fold
from linkage_rules.sources.formalities import is_title, opens_attachments
from linkage_rules.sources.lines import Line, line_at, line_starts, written_lines
from linkage_rules.sources.numbering import Marker, Style, read_marker, written
from linkage_rules.sources.problems import SourceProblem
from linkage_rules.sources.tree import Clause, ClauseTree

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_REPLACEMENT = re.compile("\ufffd")

_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
_DASH = "[-—–―─－~·•]{1,3}"
_PAGE_NUMBER = re.compile(
    rf"{_DASH}\d{{1,4}}{_DASH}|\d{{1,3}}|\d{{1,4}}/\d{{1,4}}"
    rf"|第{_COUNT}页(?:[/,]?共{_COUNT}页)?|共{_COUNT}页[/,]?第{_COUNT}页"
    rf"|[Pp]age\d{{1,4}}(?:of\d{{1,4}})?"
    rf"|.{{0,60}}第{_COUNT}页[/,]?共{_COUNT}页"
)
_REPEATS = 3
_REPEATS_BESIDE_PAGE_NUMBER = 2


def character_problems(text: str, source: str) -> Iterator[SourceProblem]:
    """Invisible characters and the marks of a failed conversion, the first of each line.

    >>> [problem.found for problem in character_problems("甲\\u200b乙", "source.txt")]
    ['U+200B']
    """
    starts = line_starts(text)
    for key, pattern in (("SRC-104", _INVISIBLE), ("SRC-105", _REPLACEMENT)):
        last = 0
        for match in pattern.finditer(text):
            line = line_at(starts, match.start())
            if line != last:
                yield SourceProblem(key, source, line, f"U+{ord(match.group()):04X}")
                last = line


def page_problems(text: str, source: str) -> Iterator[SourceProblem]:
    """Page numbers, and headers or footers that repeat.

    A header or footer is a line without punctuation that stands at least three times, or twice if
    a page number is next to it.

    >>> [problem.code for problem in page_problems("甲\\n— 3 —\\n乙", "source.txt")]
    ['SRC-201']
    """
    lines = written_lines(text)
    words = [fold(text[line.start : line.end]) for line in lines]
    numbers = {index for index, word in enumerate(words) if _PAGE_NUMBER.fullmatch(word)}
    for index in sorted(numbers):
        line = lines[index]
        yield SourceProblem("SRC-201", source, line.number, text[line.start : line.end])
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for index, (line, word) in enumerate(zip(lines, words, strict=True)):
        if index not in numbers and _may_be_header(text, line, word):
            alike[word].append(index)
    for places in alike.values():
        if _is_header(places, numbers):
            yield from _repeats(text, source, [lines[index] for index in places])


def _may_be_header(text: str, line: Line, word: str) -> bool:
    return (
        is_title(word)
        and not word.startswith("(")
        and any(character.isalpha() for character in word)
        and read_marker(text, line.start, line.end) is None
    )


def _is_header(places: Sequence[int], numbers: set[int]) -> bool:
    beside = any({place - 1, place + 1} & numbers for place in places)
    return len(places) >= (_REPEATS_BESIDE_PAGE_NUMBER if beside else _REPEATS)


def _repeats(text: str, source: str, lines: Sequence[Line]) -> Iterator[SourceProblem]:
    for line in lines[1:]:
        found = text[line.start : line.end]
        yield SourceProblem("SRC-202", source, line.number, found, other_line=lines[0].number)


def numbering_problems(tree: ClauseTree, source: str) -> Iterator[SourceProblem]:
    """Numbers that repeat, jump or go back.

    Each clause numbers the clauses below it from one; articles are numbered through the document.

    >>> from linkage_rules.sources.building import clause_tree
    >>> tree = clause_tree("一、甲。\\n三、乙。")
    >>> [(p.line, p.found, p.expected) for p in numbering_problems(tree, "source.txt")]
    [(2, '三、', '二、')]
    """
    for whole in _texts(tree):
        articles = [clause for clause in whole if _style(clause) is Style.ARTICLE]
        yield from _series_problems(articles, source)
    for siblings in (tree.roots, *(clause.children for clause in tree.clauses)):
        for style in Style:
            if style not in (Style.ARTICLE, Style.BARE):
                series = [clause for clause in siblings if _style(clause) is style]
                yield from _series_problems(series, source)


def _texts(tree: ClauseTree) -> Iterator[list[Clause]]:
    """The clauses of the text itself, then those of each attachment, since each numbers its own
    articles."""
    annexes = [root for root in tree.roots if opens_attachments(root.path)]
    yield [clause for root in tree.roots if root not in annexes for clause in root.walk()]
    for annex in annexes:
        yield list(annex.walk())


def _style(clause: Clause) -> Style | None:
    return clause.marker.style if clause.marker else None


def _series_problems(series: Sequence[Clause], source: str) -> Iterator[SourceProblem]:
    """Problems in a series of numbers; inserted numbers 之一, 之二 … are checked in the same
    way."""
    seen: dict[tuple[int, int], int] = {}
    last = (0, 0)
    for clause in series:
        marker, line = clause.marker, clause.span.first_line
        if marker is None:
            continue
        number = (marker.ordinal, marker.inserted)
        due = (last[0], last[1] + 1) if marker.inserted and last[0] else (last[0] + 1, 0)
        if number != due:
            yield _number_problem(marker, source, line, due, seen.get(number))
        seen.setdefault(number, line)
        last = max(last, number)


def _number_problem(
    marker: Marker, source: str, line: int, due: tuple[int, int], first_line: int | None
) -> SourceProblem:
    number = (marker.ordinal, marker.inserted)
    found, expected = written(marker.style, *number), written(marker.style, *due)
    if first_line is not None:
        return SourceProblem("SRC-301", source, line, found, expected, first_line)
    return SourceProblem("SRC-302" if number > due else "SRC-303", source, line, found, expected)
