"""The words in which reports speak of an official text."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.commands.source_view import SourceView, Standing
from linkage_rules.model.package import Package, Statement
from linkage_rules.presenting.cited_rules import Rule
from linkage_rules.presenting.titles import title_of
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

STANDINGS: Final[Mapping[Standing, Phrase]] = {
    Standing.CITED: Phrase("cited", "已引用"),
    Standing.ACCOUNTED: Phrase("accounted for", "已说明"),
    Standing.OPEN: Phrase("open", "未处理"),
    Standing.HEADING: Phrase("heading", "标题"),
    Standing.FORMAL: Phrase("formal", "格式性文字"),
}


@frozen
class Figure:
    """A number of the whole text; ``good`` is None where it is neither good nor bad."""

    words: str
    value: str
    good: bool | None


def figures(view: SourceView, language: Language) -> Iterator[Figure]:
    """How many normative sentences there are and what has become of them."""

    def figure(words: Phrase, value: object, good: bool | None = None) -> Figure:
        return Figure(words.render(language), str(value), good)

    open_ = len(view.standing(Standing.OPEN))
    yield figure(Phrase("normative sentences", "规范性句子"), len(view.normative))
    yield figure(Phrase("cited by rules", "有规则引用"), len(view.standing(Standing.CITED)))
    accounted = len(view.standing(Standing.ACCOUNTED))
    yield figure(Phrase("accounted for by statements", "以说明条目处理"), accounted)
    yield figure(Phrase("open", "未处理"), open_, good=open_ == 0)
    unquoted = sum(len(sentence.unquoted_norms) for sentence in view.unquoted_norms)
    words = Phrase("normative words that nothing quotes", "没有引用的规范用语")
    yield figure(words, unquoted, good=unquoted == 0)
    yield figure(Phrase("words quoted", "已引用文字"), f"{view.share.percent}%")


def title(package: Package, language: Language) -> str:
    """The heading of a report."""
    called = package.label or package.name
    return Phrase(f"Text and rules: {called}", f"原文与规则对照：{called}").render(language)


def titled(rule: Rule, language: Language) -> str:
    """A rule by its kind and what it is called; a statement has no name."""
    kind = rule.kind.word(language)
    if isinstance(rule.declared, Statement):
        return kind
    return f"{kind} {title_of(rule.declared.name, rule.declared.label, language)}"
