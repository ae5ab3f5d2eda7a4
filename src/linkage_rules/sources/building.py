"""From paragraphs to a tree: what is nested in what, and the sentences of each clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import define, evolve, field

from linkage_rules.model.clauses import LARGEST_ORDINAL, han_numeral
from linkage_rules.sources.folding import fold, readable
from linkage_rules.sources.formalities import (
    closes_letter,
    is_title,
    lists_attachment,
    opens_attachments,
    opens_letter,
)
from linkage_rules.sources.lines import line_starts
from linkage_rules.sources.numbering import DIVISIONS, Marker, Style
from linkage_rules.sources.paragraphs import Paragraph, is_heading, paragraphs
from linkage_rules.sources.tree import Clause, ClauseTree, Sentence, SentenceKind, text_span

_END = re.compile(r"[。！？!?]+[”’」』）)\]】》〉\s]*")


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences between two offsets, without the white space around them.

    A sentence ends with 。！？!? and takes the closing quotes and brackets behind it along. A
    semicolon joins the parts of one sentence. What is left without a full stop is a sentence too.

    >>> text = "“带得稳。”甲；乙。丙"
    >>> [text[start:end] for start, end in sentence_spans(text, 0, len(text))]
    ['“带得稳。”', '甲；乙。', '丙']
    """
    position = start
    for match in _END.finditer(text, start, end):
        yield from _trimmed(text, position, match.end())
        position = match.end()
    yield from _trimmed(text, position, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end].strip()
    if words:
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        yield first, first + len(words)


@define
class Draft:
    """A clause while its text is still being gathered; ``label`` is its step of the path."""

    label: str
    paragraphs: list[Paragraph]
    children: list[Draft] = field(factory=list)

    @property
    def marker(self) -> Marker | None:
        """The number that opens the clause, if it has one."""
        return self.paragraphs[0].marker


_Open = tuple[Style | None, Draft]
"""A clause that more text may belong to, with the style of its number; None for a paragraph of an
article."""


def nested(text: str, found: Sequence[Paragraph]) -> list[Draft]:
    """Build clauses from numbered paragraphs and the unnumbered ones that belong to them, nested by
    style.

    The first paragraph must be numbered.
    """
    roots: list[Draft] = []
    articles: list[Draft] = []
    stack: list[_Open] = []
    for paragraph in found:
        if paragraph.marker is None:
            _add_unnumbered(stack, paragraph)
            continue
        style = paragraph.marker.style
        del stack[_depth(stack, style) :]
        draft = Draft(paragraph.marker.label, [paragraph])
        (stack[-1][1].children if stack else roots).append(draft)
        stack.append((style, draft))
        if style is Style.ARTICLE:
            articles.append(draft)
    for article in articles:
        _number_paragraphs(text, article)
    return roots


def _depth(stack: Sequence[_Open], style: Style) -> int:
    """How many of the open clauses stay open above a clause that is numbered in this style."""
    styles = [open_style for open_style, _ in stack]
    if style in styles:
        return styles.index(style)
    if style in DIVISIONS:
        deep = DIVISIONS[style]
        wider = {above for above, rank in DIVISIONS.items() if rank < deep}
        return next((i for i, above in enumerate(styles) if above not in wider), len(styles))
    return len(styles)


def _add_unnumbered(stack: list[_Open], paragraph: Paragraph) -> None:
    styles = [style for style, _ in stack]
    if Style.ARTICLE not in styles:
        stack[-1][1].paragraphs.append(paragraph)
        return
    article = styles.index(Style.ARTICLE)
    del stack[article + 1 :]
    draft = Draft("", [paragraph])
    stack[article][1].children.append(draft)
    stack.append((None, draft))


def _number_paragraphs(text: str, article: Draft) -> None:
    """Make clauses of the paragraphs of an article, unless it has only one."""
    opening = article.paragraphs[0]
    first = next((i for i, child in enumerate(article.children) if not child.marker), None)
    if first is None:
        return
    words = fold(text[opening.words_start : opening.end])
    parts = article.children[first:]
    if words and not is_heading(words, in_article=True):
        start = opening.end - len(text[opening.words_start : opening.end].lstrip())
        own = Paragraph(start, opening.end)
        parts.insert(0, Draft("", [own], article.children[:first]))
        article.paragraphs = [evolve(opening, end=opening.words_start)]
        article.children = parts
    elif len(parts) == 1 and first == 0:
        article.paragraphs.extend(parts[0].paragraphs)
        article.children = parts[0].children
        return
    # Above the largest ordinal no paragraph can be cited; only texts that are no statute have so
    # many.
    for number, part in enumerate(parts, start=1):
        part.label = f"第{han_numeral(number) if number <= LARGEST_ORDINAL else number}款"


OPENING = "序"
"""The path of everything before the first numbered clause."""
CLOSING = "尾"
"""The path of everything after the last numbered clause."""

_WORD = re.compile(r"\w")


def clause_tree(text: str) -> ClauseTree:
    """Divide an official text into clauses and sentences. Any text gives a tree.

    A number is a step below the nearest clause that is numbered in another style, so `1.` may
    stand under `（一）` or directly under `一、`. Articles keep their own path (第三条) under a
    chapter, since they are numbered through the document. Where an article has several paragraphs
    (款), each is a clause (第三条.第二款) that holds the items below it.

    Text before the first number is the clause `序`; the signature, date, copies and issuing line
    after the last one, and the list of attachments, is the clause `尾`. An attachment with a text
    of its own is the clause `附件`, `附件1` …, and holds the clauses of that text (附件1.第二条).

    >>> tree = clause_tree("某市办法\\n第一章 总则\\n第一条 为了增收。\\n第二条 本市适用。")
    >>> [clause.path for clause in tree.clauses]
    ['序', '第一章', '第一条', '第二条']
    """
    found = paragraphs(text)
    first = next((i for i, paragraph in enumerate(found) if paragraph.marker), len(found))
    closing = _closing_start(text, found)
    drafts = nested(text, found[first:closing])
    if opening := found[: min(first, closing)]:
        drafts.insert(0, Draft(OPENING, list(opening)))
    for annex, group in groupby(found[closing:], lambda paragraph: paragraph.annex):
        part = list(group)
        drafts.append(_attachment(text, annex, part) if annex else Draft(CLOSING, part))
    starts = line_starts(text)
    return ClauseTree(text, tuple(_finished(text, starts, draft) for draft in drafts))


def _attachment(text: str, name: str, part: Sequence[Paragraph]) -> Draft:
    """An attachment is a clause that holds its title and the clauses of its own text."""
    first = next((i for i, paragraph in enumerate(part) if paragraph.marker), len(part))
    children = nested(text, part[first:]) if first < len(part) else []
    return Draft(name, list(part[:first]), children)


def _closing_start(text: str, found: Sequence[Paragraph]) -> int:
    """Where the formalities after the last clause begin, as an index of paragraphs."""
    attached = (i for i, paragraph in enumerate(found) if paragraph.attached or paragraph.annex)
    end = next(attached, len(found))
    following = ""
    while end and found[end - 1].marker is None:
        words = fold(text[found[end - 1].start : found[end - 1].end])
        if not closes_letter(words, following):
            break
        following = words
        end -= 1
    return end


def _finished(
    text: str, starts: list[int], draft: Draft, above: str = "", in_article: bool = False
) -> Clause:
    style = draft.marker.style if draft.marker else None
    in_article = in_article or style is Style.ARTICLE
    root = above.partition(".")[0] if opens_attachments(above.partition(".")[0]) else ""
    if style is Style.ARTICLE and not root:
        above = ""
    elif style is Style.ARTICLE:
        above = root
    path = f"{above}.{draft.label}" if above else draft.label
    children = tuple(_finished(text, starts, below, path, in_article) for below in draft.children)
    pieces = [
        piece
        for paragraph in draft.paragraphs
        for piece in sentence_spans(text, paragraph.words_start, paragraph.end)
    ]
    kinds = list(_kinds(text, draft, pieces, in_article))
    first = 0 if draft.marker and SentenceKind.HEADING in kinds else 1
    sentences = tuple(
        Sentence(path, number, readable(text[start:end]), kind, text_span(starts, start, end))
        for number, ((start, end), kind) in enumerate(zip(pieces, kinds, strict=True), first)
    )
    end = max([draft.paragraphs[-1].end, *(child.span.end for child in children)])
    whole = text_span(starts, draft.paragraphs[0].start, end)
    return Clause(path, draft.marker, whole, sentences, children)


def _kinds(
    text: str, draft: Draft, pieces: Sequence[tuple[int, int]], in_article: bool
) -> Iterator[SentenceKind]:
    words = [fold(text[start:end]) for start, end in pieces]
    for index, sentence in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if not _WORD.search(sentence):
            yield SentenceKind.FORMAL
        elif draft.label == OPENING:
            yield _opening_kind(sentence, following)
        elif draft.paragraphs[0].annex and draft.marker is None and index < 2:
            named = closes_letter(sentence, following)
            yield _annex_kind(named, is_title(sentence) and bool(following or draft.children))
        elif draft.paragraphs[0].annex and closes_letter(sentence, following):
            yield SentenceKind.FORMAL
        elif draft.label == CLOSING:
            formal = closes_letter(sentence, following) or lists_attachment(sentence)
            yield SentenceKind.FORMAL if formal else SentenceKind.NORMATIVE
        else:
            heads = index == 0 and draft.marker and (following or draft.children)
            heading = heads and is_heading(sentence, in_article)
            yield SentenceKind.HEADING if heading else SentenceKind.NORMATIVE


def _annex_kind(formal: bool, heads: bool) -> SentenceKind:
    if formal:
        return SentenceKind.FORMAL
    return SentenceKind.HEADING if heads else SentenceKind.NORMATIVE


def _opening_kind(sentence: str, following: str) -> SentenceKind:
    if opens_letter(sentence, following):
        return SentenceKind.FORMAL
    return SentenceKind.HEADING if is_title(sentence) else SentenceKind.NORMATIVE
