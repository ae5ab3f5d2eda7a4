"""``linkage-rules document``: a policy clause by clause, in plain Chinese and English."""

from collections.abc import Iterator, Mapping
from typing import Final

from linkage_rules.commands.kept import from_source, kept_command
from linkage_rules.model.clauses import printed_clause
from linkage_rules.model.norms import Fact
from linkage_rules.model.package import Package, Statement
from linkage_rules.presenting.cited_rules import Rule, RuleKind, resting, rules_of
from linkage_rules.presenting.markdown import anchor, code, link, literally
from linkage_rules.presenting.plain_words import Style, in_plain_words, table_in_words
from linkage_rules.sources import Clause, ClauseTree, Sentence, SentenceKind
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase

_STYLE: Final = Style(name=literally, expression=code)
_IN_CELLS: Final = Style(name=literally, expression=lambda text: code(text).replace("|", r"\|"))
_DEEPEST_HEADING: Final = 6


def policy_document(package: Package, tree: ClauseTree) -> str:
    """A Markdown document: for each clause of the source what the policy makes of it.

    ``tree`` is the text that the package cites. A rule stands in the first clause it quotes; the
    others refer to it. Rules that quote nothing stand at the end.
    """
    rules = rules_of(package)
    lines = [*_opening(package, rules)]
    resting_on = resting(tree, rules)
    placed: dict[str, None] = {}
    for clause in tree.clauses:
        lines += _clause(clause, resting_on, placed, package)
    unquoted = [rule for rule in rules if rule.key not in placed]
    if unquoted:
        lines += ["## 未引用原文的条目 / Without a quote", ""]
        lines += [line for rule in unquoted for line in _item(rule, package)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _opening(package: Package, rules: tuple[Rule, ...]) -> Iterator[str]:
    kinds = [rule.kind for rule in rules]
    counts = [(kind, kinds.count(kind)) for kind in RuleKind if kind in kinds]
    zh = "、".join(f"{kind.word('zh')} {count}" for kind, count in counts)
    en = ", ".join(f"{kind.word('en')} {count}" for kind, count in counts)
    name = code(package.name)
    yield f"# {literally(package.label or package.name)}"
    yield ""
    yield f"由政策 {name} 生成，请勿手工修改。共有：{zh}。"
    yield ""
    yield f"Generated from the policy {name}; do not edit. It holds: {en}."
    yield ""
    if package.issuer:
        yield f"- 发文机关 / Issuer: {literally(package.issuer)}"
    if package.issued:
        yield f"- 印发日期 / Issued: {package.issued.isoformat()}"
    if package.in_force.start or package.in_force.end:
        days = (package.in_force.start, package.in_force.end)
        written = " – ".join(day.isoformat() if day else "…" for day in days)
        yield f"- 施行 / In force: {written}"
    yield ""


def _clause(
    clause: Clause,
    resting_on: Mapping[Sentence, tuple[Rule, ...]],
    placed: dict[str, None],
    package: Package,
) -> Iterator[str]:
    """A clause with its rules; notes in ``placed`` which of them have their place now."""
    said = [s.text for s in clause.sentences if s.kind is SentenceKind.NORMATIVE]
    rules = dict.fromkeys(rule for s in clause.sentences for rule in resting_on[s])
    if not (said or rules or clause.children):
        return
    level = min(clause.path.count(".") + 2, _DEEPEST_HEADING)
    heading = f"{printed_clause(clause.path)} {clause.heading.removesuffix('。')}".strip()
    yield f"{'#' * level} {literally(heading)}"
    yield ""
    if said:
        yield f"> {literally(''.join(said))}"
        yield ""
    for rule in rules:
        yield from _reference(rule) if rule.key in placed else _item(rule, package)
        placed[rule.key] = None
    if rules:
        yield ""


def _item(rule: Rule, package: Package) -> Iterator[str]:
    yield f"- {anchor(rule.key)}{_called(rule)}"
    declared = rule.declared
    for language in LANGUAGES[::-1]:
        yield f"  - {in_plain_words(declared, package, language, _STYLE, with_rows=False)}"
        if isinstance(declared, Fact) and declared.table:
            yield from _table(table_in_words(declared, package, language, _IN_CELLS))


def _table(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """A table that belongs to an item of a list."""
    head, *others = rows
    yield ""
    for cells in (head, ("---",) * len(head), *others):
        yield f"    | {' | '.join(cells)} |"
    yield ""


def _reference(rule: Rule) -> Iterator[str]:
    yield f"- 另见 / see {link(_called(rule), rule.key)}"


def _called(rule: Rule) -> str:
    kind = f"{rule.kind.word('zh')} / {rule.kind.word('en')}"
    if isinstance(rule.declared, Statement):
        return kind
    label = f" {literally(rule.declared.label)}" if rule.declared.label else ""
    return f"{kind}{label} {code(rule.declared.name)}"


command: Final = kept_command(
    "document",
    about=Phrase(
        "write what a policy makes of each clause, in Chinese and English (Markdown)",
        "逐条写出政策对原文的理解，中英文对照（Markdown）",
    ),
    write=from_source(
        policy_document,
        lacking=Phrase(
            "the policy {name} names no official text, so there are no clauses to show",
            "政策 {name} 没有写明原文，无从逐条列出",
        ),
    ),
)
