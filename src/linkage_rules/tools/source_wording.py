"""The words in which reports speak of an official text."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.language.keywords import Language
from linkage_rules.model.package import Package, Statement
from linkage_rules.records import Wording
from linkage_rules.tools.cited_rules import Rule
from linkage_rules.tools.source_view import SourceView, Standing
from linkage_rules.tools.titles import title_of

STANDINGS: Final[Mapping[Standing, Wording]] = {
    Standing.CITED: Wording("cited", "已引用"),
    Standing.ACCOUNTED: Wording("accounted for", "已说明"),
    Standing.OPEN: Wording("open", "未处理"),
    Standing.HEADING: Wording("heading", "标题"),
    Standing.FORMAL: Wording("formal", "格式性文字"),
}


@frozen
class Figure:
    """A number of the whole text; ``good`` is None where it is neither good nor bad."""

    words: str
    value: str
    good: bool | None


def figures(view: SourceView, language: Language) -> Iterator[Figure]:
    """How many normative sentences there are and what has become of them."""

    def figure(words: Wording, value: object, good: bool | None = None) -> Figure:
        return Figure(words.render(language), str(value), good)

    open_ = len(view.standing(Standing.OPEN))
    yield figure(Wording("normative sentences", "规范性句子"), len(view.normative))
    yield figure(Wording("cited by rules", "有规则引用"), len(view.standing(Standing.CITED)))
    accounted = len(view.standing(Standing.ACCOUNTED))
    yield figure(Wording("accounted for by statements", "以说明条目处理"), accounted)
    yield figure(Wording("open", "未处理"), open_, good=open_ == 0)
    unquoted = sum(len(sentence.unquoted_norms) for sentence in view.unquoted_norms)
    words = Wording("normative words that nothing quotes", "没有引用的规范用语")
    yield figure(words, unquoted, good=unquoted == 0)
    yield figure(Wording("words quoted", "已引用文字"), f"{view.share.percent}%")


def title(package: Package, language: Language) -> str:
    """The heading of a report."""
    called = package.label or package.name
    return Wording(f"Text and rules: {called}", f"原文与规则对照：{called}").render(language)


def titled(rule: Rule, language: Language) -> str:
    """A rule by its kind and what it is called; a statement has no name."""
    kind = rule.kind.word(language)
    if isinstance(rule.declared, Statement):
        return kind
    return f"{kind} {title_of(rule.declared.name, rule.declared.label, language)}"
