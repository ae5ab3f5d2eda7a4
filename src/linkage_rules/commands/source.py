"""``linkage-rules source``: the official text of a policy with everything that rests on it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import click

from linkage_rules.commands.commands import Command, Option, document_format_option
from linkage_rules.commands.effects import effects, without_effect
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.scale import disagreements
from linkage_rules.commands.source_page import source_page
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_package,
    stdin_filename_option,
)
from linkage_rules.language.diagnostics import PolicyError
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.package import Package, Statement
from linkage_rules.plain.writing import FORMATS, plain, written
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.presenting.cited_rules import Rule, rules_of
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.source_view import (
    STANDINGS,
    SentenceView,
    Share,
    SourceView,
    Standing,
    figures,
    source_view,
    title,
    titled,
)
from linkage_rules.presenting.terminal import safe
from linkage_rules.presenting.titles import place_of
from linkage_rules.sources import Source
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import simplified

_LEGEND: Final = Phrase(
    "Words in 【】 are quoted; nothing quotes the others.",
    "【】内的文字有引用，其余文字没有引用。",
)
_WITHOUT_QUOTE: Final = Phrase("Without a quote", "未引用原文")
_OPEN: Final = Phrase("Open sentences", "未处理的句子")
_IN_PART: Final = Phrase("Words that nothing quotes in other sentences", "其他句子中没有引用的文字")
_NORMS: Final = Phrase(
    "Normative words that nothing quotes", "没有引用的规范用语（应当、不得、可以等）"
)
_IDLE: Final = Phrase(
    "Quoted but without effect in any example", "引用了原文而在各示例中都不起作用的条目"
)
_SCALE: Final = Phrase(
    "Where the words quoted usually say something else", "引文用语与规则不一致之处"
)
_NONE_OPEN: Final = Phrase("Every normative sentence is accounted for.", "每个规范性句子均已处理。")


def source_text(view: SourceView, loaded: LoadedPackage, language: Language) -> str:
    """The whole text, each sentence with what rests on it."""
    lines = [title(loaded.package, language), *_figure_lines(view, language)]
    lines += ["", _LEGEND.render(language)]
    for clause, sentences in groupby(view.sentences, lambda view: view.sentence.clause):
        found = tuple(sentences)
        if found[0].standing is not Standing.HEADING:
            lines += ["", clause]
        lines += (line for one in found for line in _sentence_lines(one, language))
    if view.without_quote:
        lines += ["", _WITHOUT_QUOTE.render(language)]
        lines += [
            f"  {titled(rule, language)}  {place_of(rule.span)}" for rule in view.without_quote
        ]
    return safe("\n".join(lines))


def open_text(view: SourceView, loaded: LoadedPackage, language: Language) -> str:
    """The figures, the open sentences, and the words of other sentences that nobody quotes."""
    lines = [title(loaded.package, language), *_figure_lines(view, language), ""]
    still_open = view.standing(Standing.OPEN)
    lines.append((_OPEN if still_open else _NONE_OPEN).render(language))
    lines += [f"  {_numbered(view)}  {view.sentence.text}" for view in still_open]
    if norms := view.unquoted_norms:
        lines += ["", _NORMS.render(language)]
        lines += [f"  {_numbered(v)}  {', '.join(v.unquoted_norms)}" for v in norms]
    in_part = [(view, _unquoted(view)) for view in view.normative if view not in still_open]
    if any(words for _, words in in_part):
        lines += ["", _IN_PART.render(language)]
        lines += [
            f"  {_numbered(view)}  {view.share.percent}%  {' … '.join(words)}"
            for view, words in in_part
            if words
        ]
    lines += _idle_lines(view, loaded.package, language)
    return safe("\n".join(lines))


def _idle_lines(view: SourceView, package: Package, language: Language) -> Iterator[str]:
    """Declarations that quote words but take no effect, and those that read words unusually."""
    idle = [*without_effect(view.rules, effects(package), package)]
    if idle:
        yield ""
        yield _IDLE.render(language)
        yield from (f"  {titled(rule, language)}  {place_of(rule.span)}" for rule in idle)
    doubtful = [*disagreements(package)]
    if doubtful:
        yield ""
        yield _SCALE.render(language)
        yield from (f"  {one.name}  {say(one.sentence, language)}" for one in doubtful)


def _numbered(view: SentenceView) -> str:
    return f"{view.sentence.clause} [{view.sentence.number}]"


def _unquoted(view: SentenceView) -> list[str]:
    """The words that nothing quotes, without mere punctuation."""
    loose = (stretch.text for stretch in view.stretches if not stretch.rules)
    return [text.strip("，、；：。 ") for text in loose if any(map(str.isalnum, text))]


def _figure_lines(view: SourceView, language: Language) -> Iterator[str]:
    for figure in figures(view, language):
        yield f"  {figure.words}  {figure.value}"


def _sentence_lines(view: SentenceView, language: Language) -> Iterator[str]:
    sentence = view.sentence
    text = "".join(
        f"【{words}】" if quoted else words
        for quoted, stretches in groupby(view.stretches, lambda stretch: bool(stretch.rules))
        for words in ["".join(stretch.text for stretch in stretches)]
    )
    if view.standing is Standing.HEADING:
        yield ""
        yield text if text == sentence.clause else f"{sentence.clause}  {text}"
        return
    yield f"  [{sentence.number}] {text}"
    standing = STANDINGS[view.standing].render(language)
    match view.standing:
        case Standing.OPEN:
            yield f"      !! {standing}"
        case Standing.FORMAL:
            yield f"      {standing}"
        case _:
            yield f"      {standing}  {view.share.percent}%"
    for rule in view.rules:
        yield f"      ← {titled(rule, language)}{_because(rule, language)}"
        if isinstance(rule.declared, Norm | Fact) and (said := simplified(rule.declared)):
            yield f"        {say(said, language)}"


def _because(rule: Rule, language: Language) -> str:
    if not isinstance(rule.declared, Statement):
        return f"  {place_of(rule.span)}"
    return Phrase(": ", "：").render(language) + rule.declared.because


def source_document(view: SourceView, package: Package) -> dict[str, Any]:
    """The whole text for programs: each sentence with its share, what quotes it, what is left."""
    return {
        **FORMATS["source"].head,
        "policy": {"name": package.name, "label": package.label},
        "share": _share(view.share),
        "open": [one.number for one in view.standing(Standing.OPEN)],
        "unquoted_norms": [one.number for one in view.unquoted_norms],
        "sentences": [_sentence(one) for one in view.sentences],
        "without_quote": [_rule(rule) for rule in view.without_quote],
        "without_effect": [_rule(r) for r in without_effect(view.rules, effects(package), package)],
        "disagreements": [
            {"name": one.name, "sentence": plain(one.sentence)} for one in disagreements(package)
        ],
    }


def _share(share: Share) -> dict[str, int]:
    return {"quoted": share.quoted, "total": share.total, "percent": share.percent}


def _sentence(view: SentenceView) -> dict[str, Any]:
    return {
        "number": view.number,
        "clause": view.sentence.clause,
        "standing": view.standing.value,
        "text": view.sentence.text,
        "share": _share(view.share),
        "stretches": [
            {"text": stretch.text, "quoted_by": [rule.key for rule in stretch.rules]}
            for stretch in view.stretches
        ],
        "unquoted_norms": list(view.unquoted_norms),
        "rules": [_rule(rule) for rule in view.rules],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    declared = rule.declared
    return {
        "key": rule.key,
        "kind": rule.kind.value.lower(),
        "label": getattr(declared, "label", None),
        "path": [rule.span.file, rule.span.line, rule.span.column],
        "simplified": declared.simplified if isinstance(declared, Norm | Fact) else None,
    }


def report_source(
    policy: str, check: bool, format_: str, stdin_filename: str | None, language: Language
) -> ExitStatus:
    """Print the text; with ``check``, findings if a normative sentence or word is open."""
    check_dashes(stdin_filename, policy)
    loaded, source = _loaded(given_package(policy, stdin_filename))
    view = source_view(source.tree, rules_of(loaded.package))
    if format_ == "html":
        click.echo(source_page(view, loaded, language))
    elif format_ == "json":
        click.echo(written(source_document(view, loaded.package)), nl=False)
    else:
        click.echo((open_text if check else source_text)(view, loaded, language))
    left = view.standing(Standing.OPEN) or view.unquoted_norms
    return ExitStatus.FINDINGS if check and left else ExitStatus.WELL


def _loaded(loaded: LoadedPackage) -> tuple[LoadedPackage, Source]:
    if loaded.diagnostics:
        raise PolicyError(loaded.diagnostics)
    if loaded.source is None:
        name = loaded.package.name
        why = Phrase(
            f'the policy {name} names no official text; add a line such as: source "source.txt"',
            f'政策 {name} 没有写明原文；请在“政策”声明下加一行，如：原文 "source.txt"',
        )
        raise RefusedError(why)
    return loaded, loaded.source


command: Final = Command(
    "source",
    about=Phrase(
        "show the official text sentence by sentence, with the rules that quote it\n"
        "A sentence is accounted for when a rule or a statement quotes words of it, "
        "and with them every word that makes a norm (must, may …).",
        "逐句显示原文，以及引用它的规则\n"
        "有规则或陈述引用其中文字的句子，才算已处理；其中应当、不得、可以等规范用语都应引用。",
    ),
    params=[
        policy_argument(),
        Option(
            ["--check"],
            is_flag=True,
            about=Phrase(
                "list only sentences and normative words that nothing accounts for; "
                "exit with status 1 if there are",
                "只列出尚未处理的句子和规范用语，如有则以状态 1 退出",
            ),
        ),
        document_format_option(),
        stdin_filename_option(),
    ],
    callback=report_source,
)
