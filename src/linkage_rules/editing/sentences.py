"""The sentences of the official text that a policy cites, with all that rests on them.

They are those of the policy as it was when it last had no problem.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from linkage_rules.editing.answers import Answer, Arguments, line_asked
from linkage_rules.editing.folders import Known
from linkage_rules.language import syntax
from linkage_rules.model.kept import kept_beside
from linkage_rules.presenting.cited_rules import rules_of
from linkage_rules.presenting.source_view import (
    STANDINGS,
    SentenceView,
    SourceView,
    Standing,
    source_view,
    titled,
)
from linkage_rules.presenting.titles import place_of
from linkage_rules.sources import QuoteFound, find_quote
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

SENTENCES: Final = "linkage-rules.showSentences"
"""The command that tells the sentences that the citation on a line quotes; on the line that names
the official text, those that are open."""

_NONE_OPEN: Final = Phrase("every normative sentence is accounted for", "每个规范性句子均已处理")
_GONE: Final = Phrase(
    "nothing is cited on this line any more, or it does not stand in the text",
    "这一行已经没有引文，或引文不在原文中",
)


def view_of(known: Known) -> SourceView | None:
    """The official text with all quotes, of the policy as it was when it last had no problem."""
    return _seen(None, known)


@kept_beside
def _seen(_: None, known: Known) -> SourceView | None:
    if known.sound is None or known.sound.source is None:
        return None
    return source_view(known.sound.source.tree, rules_of(known.sound.package))


def cited(known: Known, clause: str, quote: str) -> list[SentenceView]:
    """The sentences that a quote touches; none where it does not stand in its clause."""
    view = view_of(known)
    if view is None or known.sound is None or known.sound.source is None:
        return []
    found = find_quote(known.sound.source.tree, clause, quote)
    if not isinstance(found, QuoteFound):
        return []
    return [one for one in view.sentences if one.sentence in found.sentences]


def shown_sentences(known: Known, path: Path, asked: Arguments) -> Answer:
    """The sentences that the citation on a line quotes, each with what rests on it; of the line
    that names the official text, those that are open."""
    language, at, view = known.language, line_asked(asked), view_of(known)
    if view is None:
        return Answer(_GONE.render(language), passed=False)
    for line in _lines(known, path):
        if line.span.line != at + 1:
            continue
        match line:
            case (
                syntax.Cites(clause, quote)
                | syntax.StatementDeclaration(clause=clause, quote=quote)
            ):
                return _sentences_told(cited(known, clause, quote), language)
            case syntax.SourceName():
                still_open = view.standing(Standing.OPEN)
                told = "\n\n".join(map(_marked, still_open)) or _NONE_OPEN.render(language)
                return Answer(told, passed=not still_open)
    return Answer(_GONE.render(language), passed=False)


def _lines(known: Known, path: Path) -> Iterator[syntax.Line]:
    for declaration in known.sources[path][1].declarations:
        yield declaration
        yield from declaration.clauses


def _sentences_told(views: list[SentenceView], language: Language) -> Answer:
    if not views:
        return Answer(_GONE.render(language), passed=False)
    told = []
    for view in views:
        rules = (f"  {titled(rule, language)}  {place_of(rule.span)}" for rule in view.rules)
        standing = f"{STANDINGS[view.standing].render(language)}  {view.share.percent}%"
        told.append("\n".join((_marked(view), standing, *rules)))
    return Answer("\n\n".join(told), passed=not any(view.unquoted_norms for view in views))


def _marked(view: SentenceView) -> str:
    """A sentence with its clause and its number; 【】 stand around the words that are quoted."""
    words = "".join(f"【{s.text}】" if s.rules else s.text for s in view.stretches)
    return f"{view.sentence.clause} [{view.number}]  {words}"
