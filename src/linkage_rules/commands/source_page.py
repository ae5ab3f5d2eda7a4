"""An official text and its rules side by side, as an HTML page with links both ways."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen
from markupsafe import Markup, escape

from linkage_rules.language.writing.printer import print_declaration
from linkage_rules.language.writing.translate import translate
from linkage_rules.model.norms import Fact
from linkage_rules.model.spans import Span
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.presenting.cited_rules import Quoted, Rule
from linkage_rules.presenting.pages import page
from linkage_rules.presenting.plain_words import Style, in_plain_words, table_in_words
from linkage_rules.presenting.source_view import (
    STANDINGS,
    SentenceView,
    Share,
    SourceView,
    Standing,
    figures,
    title,
    titled,
)
from linkage_rules.presenting.terminal import safe
from linkage_rules.presenting.titles import place_on_page
from linkage_rules.sources import Sentence
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

_WORDS: Final = {
    "legend_quoted": Phrase("quoted", "有引用的文字"),
    "legend_not_quoted": Phrase("not quoted by anything", "没有引用的文字"),
    "open": Phrase("Open sentences", "未处理的句子"),
    "none_open": Phrase("Every normative sentence is accounted for.", "每个规范性句子均已处理。"),
    "without_quote": Phrase("Rules without a quote", "未引用原文的规则"),
    "shown_above": Phrase("shown elsewhere:", "见别处："),
    "nothing": Phrase("Nothing rests on this sentence yet.", "还没有规则或陈述引用本句。"),
}
_STYLE: Final = Style(
    name=lambda text: escape(safe(text)),
    expression=lambda text: Markup("<code>{}</code>").format(safe(text)),
)


@frozen
class Link:
    """A link to a place on the page, with its words."""

    anchor: str
    words: str


@frozen
class Mark:
    """Words of a sentence; ``link`` leads to what quotes them, ``names`` are its words.

    ``unquoted`` are words that nothing quotes; punctuation does not count.
    """

    text: str
    link: str | None
    names: str
    unquoted: bool


@frozen
class Quote:
    """A quote of a rule, with the sentences it touches, and how often it occurs there."""

    words: str
    sentences: tuple[Link, ...]
    times: str | None


@frozen
class Card:
    """A rule: in plain words, as text of the policy, and its quotes."""

    anchor: str
    kind: str
    title: str
    place: str
    meaning: Markup
    table: tuple[tuple[Markup, ...], ...]
    lines: tuple[str, ...]
    quotes: tuple[Quote, ...]


@frozen
class Row:
    """A sentence with the rules beside it; each rule is in full at the first sentence it quotes."""

    anchor: str
    path: str
    name: str
    heading: bool
    depth: int
    standing: str
    words: str
    share: Share | None
    marks: tuple[Mark, ...]
    cards: tuple[Card, ...]
    elsewhere: tuple[Link, ...]


def source_page(view: SourceView, loaded: LoadedPackage, language: Language) -> str:
    """The page: every sentence of the text, and beside it what rests on it."""
    cards = dict(_cards(view, loaded, language))
    rows = tuple(_rows(view, cards, language))
    return page(
        "source_report.html",
        language,
        title=title(loaded.package, language),
        words={key: words.render(language) for key, words in _WORDS.items()},
        figures=tuple(figures(view, language)),
        rows=rows,
        open_rows=[row for row in rows if row.standing == Standing.OPEN.value],
        without_quote=[cards[rule.key] for rule in view.without_quote],
    )


def _rows(view: SourceView, cards: Mapping[str, Card], language: Language) -> Iterator[Row]:
    placed: set[str] = set()
    for sentence in view.sentences:
        new = [rule for rule in sentence.rules if rule.key not in placed]
        seen = [rule for rule in sentence.rules if rule.key in placed]
        placed.update(rule.key for rule in new)
        standing = sentence.standing
        heading = standing is Standing.HEADING
        yield Row(
            anchor=_anchor(sentence),
            path=sentence.sentence.clause,
            name=_sentence_name(sentence.sentence, language),
            heading=heading,
            depth=min(sentence.sentence.clause.count(".") + 2, 6),
            standing=standing.value,
            words=STANDINGS[standing].render(language),
            share=sentence.share if standing in (Standing.CITED, Standing.ACCOUNTED) else None,
            marks=tuple(_marks(sentence, language)),
            cards=tuple(cards[rule.key] for rule in new),
            elsewhere=tuple(Link(_rule_anchor(rule), titled(rule, language)) for rule in seen),
        )


def _marks(view: SentenceView, language: Language) -> Iterator[Mark]:
    for stretch in view.stretches:
        names = "\n".join(titled(rule, language) for rule in stretch.rules)
        link = _rule_anchor(stretch.rules[0]) if stretch.rules else None
        unquoted = not stretch.rules and any(map(str.isalnum, stretch.text))
        yield Mark(stretch.text, link, names, unquoted)


def _cards(
    view: SourceView, loaded: LoadedPackage, language: Language
) -> Iterator[tuple[str, Card]]:
    texts = _texts(loaded, language)
    anchors = {sentence.sentence: sentence for sentence in view.sentences}
    for rule in view.rules:
        declared = rule.declared
        meaning = in_plain_words(declared, loaded.package, language, _STYLE, with_rows=False)
        rows = (
            table_in_words(declared, loaded.package, language, _STYLE)
            if isinstance(declared, Fact)
            else ()
        )
        yield (
            rule.key,
            Card(
                anchor=_rule_anchor(rule),
                kind=rule.kind.value.lower(),
                title=titled(rule, language),
                place=place_on_page(rule.span),
                meaning=Markup(meaning),
                table=tuple(tuple(map(Markup, row)) for row in rows),
                lines=tuple(texts[rule.span].split("\n")),
                quotes=tuple(_quote(quoted, anchors, language) for quoted in view.quotes[rule.key]),
            ),
        )


def _quote(quoted: Quoted, views: Mapping[Sentence, SentenceView], language: Language) -> Quote:
    count = len(quoted.found.places)
    times = Phrase(f"stands there {count} times", f"在该处出现{count}次").render(language)
    return Quote(
        words=quoted.citation.quote,
        sentences=tuple(
            Link(_anchor(views[sentence]), _sentence_name(sentence, language))
            for sentence in quoted.found.sentences
        ),
        times=times if count > 1 else None,
    )


def _texts(loaded: LoadedPackage, language: Language) -> Mapping[Span, str]:
    """The text of every declaration in a language, by its place."""
    return {
        declaration.span: print_declaration(declaration, language)
        for _, file in loaded.files
        for declaration in translate(file, loaded.references, language).declarations
    }


def _anchor(view: SentenceView) -> str:
    return f"sentence-{view.number}"


def _rule_anchor(rule: Rule) -> str:
    return f"rule-{rule.key}"


def _sentence_name(sentence: Sentence, language: Language) -> str:
    clause, number = sentence.clause, sentence.number
    if not number:
        return Phrase(f"clause {clause}, heading", f"{clause} 标题").render(language)
    return Phrase(f"clause {clause}, sentence {number}", f"{clause} 第{number}句").render(language)
