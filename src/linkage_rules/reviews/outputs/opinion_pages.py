"""Opinions as HTML pages: the content for the templates, and non-breaking parts of texts."""

import re
from typing import Final

from markupsafe import Markup, escape

from linkage_rules.decisions import Node
from linkage_rules.model.deontic import Tone
from linkage_rules.model.types import Scalar
from linkage_rules.presenting.pages import page
from linkage_rules.presenting.terminal import safe
from linkage_rules.reviews.opinions import Opinion, document_words
from linkage_rules.reviews.opinions.document import document, numeral
from linkage_rules.reviews.opinions.tones import GROUNDS, INKS
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.reviews import Judged
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.wrapping import CITED

_MARKS: Final = {True: "yes", False: "no", None: "unknown"}
_KEPT: Final = re.compile(
    rf"(?P<clause>{CITED})|(?:须整改|待办|待补充信息|(?<![#0-9A-Za-z.]))\d[\d,.]*(?:万元|[一-鿿])"
    r"[，。；：、）”]*|[一-鿿]{2}[。；：）”]*\Z"
)
"""Parts of texts that are not broken over lines: clauses, numbers with their unit and status, the
last two characters."""
_PLAIN: Final = re.compile(r"[\w\-：，。、（）〔〕《》　]")


def opinion_page(
    template: str, one: Judged, told: Opinion, review: Review, language: Language, anchor: str
) -> str:
    """An opinion in HTML by a template: for a page with others, or for a file of its own."""

    def words(phrase: Phrase) -> Markup:
        return set_on_page(say(phrase, language))

    def css_string(phrase: Phrase) -> Markup:
        return quoted_for_css(say(phrase, language))

    made = document(one, told, review.question)
    return page(
        template,
        language,
        told=made,
        words=words,
        plain=lambda phrase: say(phrase, language),
        css_string=css_string,
        css_pages=_pages_counted(language),
        anchor=anchor,
        own_page=template == AMONG_OTHERS,
        why=one.decision.explanation,
        truth=_truth,
        nowhere=_nowhere,
        heading=wording,
        numeral=lambda number: section_number(number, language),
        ordinal=lambda number: point_number(number, language),
        tones=Tone,
        inks=INKS,
        grounds=GROUNDS,
        policy_called=called(review.question.policy),
    )


AMONG_OTHERS: Final = "review_opinion.html"
"""The template of an opinion that stands on a page with others."""

ALONE: Final = "opinion_file.html"
"""The template of an opinion that is a file of its own."""


def section_number(number: int, language: Language) -> str:
    """The number before the heading of a section.

    >>> section_number(2, "zh"), section_number(2, "en")
    ('二、', '2. ')
    """
    written = say(numeral(number), language)
    return f"{written}、" if language == "zh" else f"{written}. "


def point_number(number: int, language: Language) -> str:
    """The number before a point, one level below a section.

    >>> point_number(2, "zh"), point_number(2, "en")
    ('（二）', '(2) ')
    """
    written = say(numeral(number), language)
    return f"（{written}）" if language == "zh" else f"({written}) "


def set_on_page(text: str) -> Markup:
    """Text for a page that does not break inside the number of a clause, between a number and its
    unit, or before the last character.

    >>> set_on_page("依据《意见》三、3.“<b>”")
    Markup('依据<span class="clause">《意见》三、3.</span>“&lt;b&gt;”')
    >>> set_on_page("待补充信息12项。")
    Markup('<span class="kept">待补充信息12项。</span>')
    """

    def kept(found: re.Match[str]) -> str:
        return f'<span class="{"clause" if found["clause"] else "kept"}">{found[0]}</span>'

    return Markup(_KEPT.sub(kept, str(escape(safe(text)))))


def quoted_for_css(text: str) -> Markup:
    """Text for a style sheet, with everything but letters and common marks escaped.

    >>> quoted_for_css('a"</style>')
    Markup('"a\\\\22 \\\\3c \\\\2f style\\\\3e "')
    """
    written = (c if _PLAIN.match(c) else f"\\{ord(c):x} " for c in safe(text))
    return Markup(f'"{"".join(written)}"')


def _pages_counted(language: Language) -> Markup:
    """The words for “page 1 of 2”, as a style sheet counts pages."""
    filled = document_words.PAGE_OF.filled(page='" counter(page) "', pages='" counter(pages) "')
    return Markup(f'"{say(filled, language)}"')


def _truth(node: Node) -> str:
    """The class for a node that says yes, no or unknown; empty for other answers."""
    if isinstance(node.answer, bool) or (node.answer is None and node.type is Scalar.YES_NO):
        return _MARKS[node.answer]
    return ""


def _nowhere(node: Node) -> str:
    """No anchor: every explanation on the page is complete in itself."""
    return ""
