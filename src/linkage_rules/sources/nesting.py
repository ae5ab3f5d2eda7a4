"""Which clause stands below which."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from linkage_rules.model.clauses import LARGEST_ORDINAL, han_numeral
from linkage_rules.sources.folding import fold
from linkage_rules.sources.headings import is_heading
from linkage_rules.sources.numbering import DIVISIONS, Marker, Style
from linkage_rules.sources.paragraphs import Paragraph


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
"""A clause that more text may belong to; a paragraph of an article is numbered in no style."""


def nested(text: str, found: Sequence[Paragraph]) -> list[Draft]:
    """Put numbered paragraphs, and the unnumbered ones that go on with them, below one another.

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
    """How many of the open clauses a clause numbered in this style stands under."""
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
    # Beyond the largest ordinal there are no paragraphs to cite, only texts that are no statute.
    for number, part in enumerate(parts, start=1):
        part.label = f"第{han_numeral(number) if number <= LARGEST_ORDINAL else number}款"
