"""``linkage-rules audit``: what a policy makes of its official text, sentence by sentence."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from linkage_rules.commands.effects import Effects, effects, without_effect
from linkage_rules.commands.kept import from_source, kept_command
from linkage_rules.commands.scale import Disagreement, disagreements
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.clauses import printed_clause
from linkage_rules.model.dependencies import reached, readings_of_steps, rested_on_by, rests_on
from linkage_rules.model.norms import Fact, Norm, Parameter
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.presenting.cited_rules import Rule, RuleKind, quotes_of, resting, rules_of
from linkage_rules.presenting.markdown import anchor, code, literally
from linkage_rules.sources import ClauseTree, Sentence, SentenceKind
from linkage_rules.words import decision_words as wording
from linkage_rules.words.literals import write_date
from linkage_rules.words.messages import Phrase
from linkage_rules.words.parties import bearers_called, counterparty_called, deed
from linkage_rules.words.telling import by_when, choice_of, days_in_words

_MOST_TITLES: Final = 3


def audit_document(package: Package, tree: ClauseTree) -> str:
    """A Markdown document: for each sentence of the source the demands that quote it.

    ``tree`` is the text that the package cites. Of each demand it says the words, who has to do
    what, when and toward whom, the readings it rests on, and in how many examples it takes effect.
    """
    rules = rules_of(package)
    found = effects(package)
    writer = _Writer(package, tree, found)
    demands = [rule for rule in rules if rule.kind is RuleKind.NORM]
    lines = [*_opening(package, demands)]
    for number, (sentence, resting_on) in enumerate(resting(tree, rules).items(), 1):
        if sentence.kind is SentenceKind.NORMATIVE:
            lines += writer.sentence(number, sentence, resting_on)
    idle = tuple(without_effect(rules, found, package))
    lines += [*_listed("引用了原文而不起作用的条目 / Quoted but without effect", idle)]
    lines += [*_doubted(tuple(disagreements(package)))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _opening(package: Package, demands: Sequence[Rule]) -> Iterator[str]:
    yield f"# 逐条核对 / Audit: {literally(package.label or package.name)}"
    yield ""
    yield (
        f"由政策 {code(package.name)} 生成，请勿手工修改。"
        f"共{len(demands)}项要求，逐句列出原话、主体、要求、时间、对象、所依读法和起作用的示例。"
    )
    yield ""
    yield (
        f"Generated from the policy {code(package.name)}; do not edit. It holds {len(demands)} "
        "demands; each with its words, who, what, when, toward whom, the readings it rests on and "
        "the examples in which it takes effect."
    )
    yield ""
    throughout = [p for p in package.readings.values() if p.reading and p.reading.throughout]
    if throughout:
        yield "全文适用的读法 / Readings of the whole text:"
        yield ""
        yield from (f"- {_reading(reading, package)}" for reading in throughout)
        yield ""


class _Writer:
    def __init__(self, package: Package, tree: ClauseTree, found: Effects) -> None:
        self.package = package
        self.quotes = quotes_of(tree, rules_of(package))
        self.found = found
        self.readings = readings_of_steps(package)
        self.marked: set[str] = set()

    def sentence(
        self, number: int, sentence: Sentence, resting_on: Sequence[Rule]
    ) -> Iterator[str]:
        yield f"## {literally(printed_clause(sentence.clause))} [{number}]"
        yield ""
        yield f"> {literally(sentence.text)}"
        yield ""
        demands = [rule for rule in resting_on if isinstance(rule.declared, Norm)]
        for rule in demands:
            assert isinstance(rule.declared, Norm)
            yield from self.demand(rule, rule.declared)
        others = [rule for rule in resting_on if rule not in demands]
        if not demands:
            yield "- 没有规范引用这一句 / no norm quotes this sentence"
        if others:
            listed = "、".join(f"{rule.kind.word('zh')} {_called(rule)}" for rule in others)
            yield f"- 另有 / also: {listed}"
        yield ""

    def demand(self, rule: Rule, norm: Norm) -> Iterator[str]:
        package = self.package
        action = package.actions[norm.action]
        duty = wording.CONDUCT[norm.modality, norm.strength]
        words = [quoted.citation.quote for quoted in self.quotes[rule.key]]
        # A norm may quote several sentences; the anchor is at the first of them.
        mark = "" if rule.key in self.marked else anchor(rule.key)
        self.marked.add(rule.key)
        yield f"- {mark}**{literally(norm.label or norm.name)}** {code(norm.name)}"
        yield f"  - 原话 / words: {'；'.join(f'“{literally(quote)}”' for quote in words)}"
        yield f"  - 谁 / who: {literally(bearers_called(norm, package).zh)}"
        said = duty.zh.format(bearer="", action=deed(norm, package).zh)
        yield f"  - 要求 / what: {literally(said)}"
        if (owed_to := counterparty_called(norm, package)) is not None:
            yield f"    - 向谁 / owed to: {literally(owed_to.zh)}"
        if action.done_when is not None:
            yield f"    - 做到 / done: {code(describe(action.done_when, package, 'zh'))}"
        yield f"  - 何时 / when: {literally(self.when(norm))}"
        if norm.deadline is not None:
            due = by_when(norm.deadline, lambda one: Phrase("", describe(one, package, "zh")))
            yield f"    - 限期 / by when: {code(due.zh)}"
        if norm.lasting is not None:
            yield f"    - 为期 / while: {code(describe(norm.lasting, package, 'zh'))}"
        record = package.record_types[norm.record_type]
        yield f"  - 对象 / toward whom: {literally(record.label or record.name)}"
        if norm.when is not None:
            yield f"    - 当 / where: {code(describe(norm.when, package, 'zh'))}"
        if norm.unless is not None:
            yield f"    - 除非 / unless: {code(describe(norm.unless, package, 'zh'))}"
        for one in norm.answerable:
            yield f"    - 责任单位 / answered for by: {code(describe(one, package, 'zh'))}"
        yield from self.rests(norm)
        titles = self.found.of(norm.name)
        yield f"  - 示例 / examples: {_examples(titles)}"

    def when(self, norm: Norm) -> str:
        days = days_in_words((norm.in_force,)).zh
        if norm.governed_by is None:
            return f"{days}施行"
        field = self.package.record_types[norm.record_type].by_spelling[norm.governed_by]
        return f"按{field.label or field.name}当日的规定"

    def rests(self, norm: Norm) -> Iterator[str]:
        """The readings that the norm and its action rest on directly; the others by name."""
        package, action = self.package, self.package.actions[norm.action]
        own = dict.fromkeys(
            (
                *rested_on_by(package, norm),
                *rested_on_by(package, action),
            )
        )
        for name in own:
            yield f"  - 读法 / reading: {_reading(package.readings[name], package)}"
        steps = (Step(StepKind.APPLIES, norm.name), Step(StepKind.DONE, norm.action))
        named = dict.fromkeys(name for step in steps for name in self.readings.get(step, ()))
        if norm.simplified is not None:
            yield f"  - 对原文的简化 / less than the text: {literally(norm.simplified)}"
        for fact in self._simpler(steps):
            said, called = literally(fact.simplified or ""), literally(fact.label or fact.name)
            yield f"  - 所用定义的简化 / less than the text in {called}: {said}"
        others = [package.readings[name] for name in named if name not in own]
        if others:
            listed = "、".join(literally(one.label or one.name) for one in others)
            yield f"  - 所用定义另依读法 / readings of what it uses: {listed}"

    def _simpler(self, steps: Iterable[Step]) -> Iterator[Fact]:
        """The simplified facts among what steps rest on."""
        behind = reached(steps, lambda step: rests_on(step, self.package))
        names = {step.name for step in behind if step.kind is StepKind.FACT}
        for name, one in self.package.simplified.items():
            if isinstance(one, Fact) and name in names:
                yield one


def _reading(reading: Parameter, package: Package) -> str:
    choices = [
        f"{literally(choice_of(period.value, reading.type).zh)}"
        + (f"（自{write_date(period.in_force.start, 'zh')}起）" if period.in_force.start else "")
        + f"——{literally(period.because or '')}"
        for period in reading.periods
    ]
    label = literally(reading.label or reading.name)
    return f"{label} {code(reading.name)}：{'；'.join(choices)}"


def _called(rule: Rule) -> str:
    label = getattr(rule.declared, "label", None)
    name = literally(label or "")
    return f"{name} {code(rule.key)}".strip()


def _examples(titles: Sequence[str]) -> str:
    if not titles:
        return "**没有一个示例使它起作用 / takes effect in none**"
    shown = "；".join(f"“{literally(title)}”" for title in titles[:_MOST_TITLES])
    return f"{len(titles)}，如 / such as {shown}"


def _listed(heading: str, rules: Sequence[Rule]) -> Iterator[str]:
    yield f"## {heading}"
    yield ""
    for rule in rules:
        yield f"- {rule.kind.word('zh')} / {rule.kind.word('en')} {_called(rule)}"
    if not rules:
        yield "没有 / none"
    yield ""


def _doubted(found: Sequence[Disagreement]) -> Iterator[str]:
    yield "## 用语与规则不一致之处 / Where the words and the rule disagree"
    yield ""
    for one in found:
        yield f"- {code(one.name)}: {literally(one.sentence.zh)} / {literally(one.sentence.en)}"
    if not found:
        yield "没有 / none"
    yield ""


command: Final = kept_command(
    "audit",
    about=Phrase(
        "write demand by demand what a policy makes of its text (Markdown)",
        "逐条核对：每项要求的原话、主体、时间、对象、读法和效果（Markdown）",
    ),
    write=from_source(
        audit_document,
        lacking=Phrase(
            "the policy {name} names no official text, so there is nothing to audit",
            "政策 {name} 没有写明原文，无从逐条核对",
        ),
    ),
)
