"""`coverage`: which conditions the examples of a policy have tried, and which not."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice
from operator import itemgetter
from typing import Final

import click
from attrs import frozen

from linkage_rules.analysis.coverage import (
    ConditionCoverage,
    Coverage,
    FactCoverage,
    NormCoverage,
    StandingCoverage,
    coverage,
)
from linkage_rules.analysis.criteria import Declared, LineKind, Place, beside
from linkage_rules.commands.commands import Command, Option, UsageRefusedError, report_format_option
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.expressions import Choose
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Example, Package
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.pages import page
from linkage_rules.presenting.terminal import safe
from linkage_rules.presenting.titles import place_of, title_of
from linkage_rules.words import decision_words
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.messages import Phrase

_KINDS: Final = {Norm: "NORM", Fact: "FACT", Action: "ACTION"}
_TERMINALS: Final = {
    LineKind.WHEN: "WHEN",
    LineKind.UNLESS: "UNLESS",
    LineKind.MEANS: "MEANS",
    LineKind.DONE_WHEN: "DONE_WHEN",
}
_OVERRIDDEN: Final = Phrase("overridden", "因他条优先而不适用")
_MOST_NEEDED: Final = 12


@frozen
class Shown:
    """An example by its title and its place."""

    title: str
    place: str


@frozen
class Half:
    """One of the things that examples should show for a norm or a value."""

    words: str
    example: Shown | None
    advice: str | None


@frozen
class ConditionRow:
    """A condition with the examples in which it alone decides; ``advice`` where one is missing."""

    role: str
    text: str
    place: str
    within: str | None
    yes_by: Shown | None
    no_by: Shown | None
    advice: str | None


@frozen
class Entry:
    """A norm, fact or action with what examples show for it."""

    kind: str
    name: str
    title: str
    place: str
    halves: tuple[Half, ...]
    conditions: tuple[ConditionRow, ...]
    standings: tuple[Half, ...] = ()

    @property
    def open(self) -> bool:
        halves = any(half.advice for half in self.halves)
        return halves or any(condition.advice for condition in self.conditions)


@frozen
class Figure:
    """How many of all are covered."""

    words: str
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done == self.total

    @property
    def share(self) -> str:
        """The share in whole per cent, rounded down, so that 100% means all."""
        return f"{percent(Fraction(self.done, self.total))}%" if self.total else "—"


def percent(share: Fraction) -> int:
    """
    >>> percent(Fraction(199, 200))
    99
    """
    return int(share * 100)


def figures(found: Coverage, language: Language) -> tuple[Figure, ...]:
    """The figures of a coverage: norms, facts with a value, conditions."""
    norms, conditions = Phrase("norms", "规范"), Phrase("conditions", "条件")
    facts = Phrase("values of facts", "事实的值")
    standings = Phrase("standings of deadlines (not counted)", "期限的履行情况（不计入）")
    shown = len(found.standings) - len(found.open_standings)
    return (
        Figure(norms.render(language), found.norms_covered, len(found.norms)),
        *(
            (Figure(facts.render(language), found.facts_covered, len(found.facts)),)
            if found.facts
            else ()
        ),
        Figure(conditions.render(language), found.conditions_covered, len(found.conditions)),
        *(
            (Figure(standings.render(language), shown, len(found.standings)),)
            if found.standings
            else ()
        ),
    )


def entries(found: Coverage, package: Package, language: Language) -> tuple[Entry, ...]:
    """Every norm, and every fact and action that has conditions, in the order they stand."""
    owners: dict[str, Declared] = {norm.norm.name: norm.norm for norm in found.norms}
    owners |= {fact.fact.name: fact.fact for fact in found.facts}
    owners |= {c.criterion.owner.name: c.criterion.owner for c in found.conditions}
    halves = {norm.norm.name: _halves(norm, language) for norm in found.norms}
    halves |= {fact.fact.name: (_value(fact, language),) for fact in found.facts}
    conditions: dict[str, list[ConditionRow]] = {name: [] for name in owners}
    for condition in found.conditions:
        row = _condition_row(condition, package, language)
        conditions[condition.criterion.owner.name].append(row)
    ordered = sorted(owners.values(), key=lambda owner: (owner.span.file, owner.span.start))
    return tuple(
        Entry(
            kind=spelling(_KINDS[type(owner)], language),
            name=owner.name,
            title=title_of(owner.name, owner.label, language),
            place=place_of(owner.span),
            halves=halves.get(owner.name, ()),
            conditions=tuple(conditions[owner.name]),
            standings=tuple(_standing(s, language) for s in found.standings if s.norm is owner),
        )
        for owner in ordered
    )


def _standing(found: StandingCoverage, language: Language) -> Half:
    words = decision_words.STATUSES[found.status].render(language)
    advice = Phrase(f"no example: {words}", f"还没有示例：{words}").render(language)
    return Half(words, _shown(found.shown_by), advice if found.shown_by is None else None)


def _value(found: FactCoverage, language: Language) -> Half:
    words = Phrase("has a value", "有值")
    advice = Phrase("missing: an example in which its value is known", "还缺：一个能算出其值的示例")
    missing = advice.render(language) if found.known_by is None else None
    return Half(words.render(language), _shown(found.known_by), missing)


def _halves(found: NormCoverage, language: Language) -> tuple[Half, ...]:
    sides = [(True, found.applied_by)]
    sides += [(False, found.not_applied_by)] if found.depends else []
    return tuple(_half(applies, example, language) for applies, example in sides)


def _half(applies: bool, example: Example | None, language: Language) -> Half:
    if applies:
        words = Phrase("applies", "适用")
        advice = Phrase(
            "missing: an example in which it applies, on a day it is in force",
            "还缺：一个使本条在施行期内适用的示例",
        )
    else:
        words = Phrase("does not apply", "不适用")
        advice = Phrase(
            "missing: an example in which it does not apply, on a day it is in force",
            "还缺：一个使本条在施行期内不适用的示例",
        )
    return Half(
        words.render(language),
        _shown(example),
        advice.render(language) if example is None else None,
    )


def _shown(example: Example | None) -> Shown | None:
    return None if example is None else Shown(example.title, place_of(example.span))


def _condition_row(found: ConditionCoverage, package: Package, language: Language) -> ConditionRow:
    role, within = found.condition.role, found.criterion.within
    line = spelling(_TERMINALS[role], language) if role in _TERMINALS else None
    inside = None
    if within is not None:
        text = describe(within, package, language)
        inside = Phrase(f"asked inside “{text}”", f"在“{text}”之内").render(language)
    return ConditionRow(
        role=line or _OVERRIDDEN.render(language),
        text=describe(found.condition.expression, package, language),
        place=place_of(_span(found)),
        within=inside,
        yes_by=_shown(found.yes_by),
        no_by=_shown(found.no_by),
        advice=_advice(found, package, language) if found.missing else None,
    )


def _span(found: ConditionCoverage) -> Span:
    """The place of a condition.

    A derived one is placed at the value of its row in a table, or else at its declaration.
    """
    within = found.criterion.within
    row = within.consequence.span if isinstance(within, Choose) else NOWHERE
    spans = (found.condition.expression.span, row, found.criterion.owner.span)
    return next((span for span in spans if span != NOWHERE), NOWHERE)


def _advice(found: ConditionCoverage, package: Package, language: Language) -> str:
    """Which example to write, so that the condition decides alone."""
    if len(found.missing) == 2:
        asked = Phrase(
            "missing: an example with yes here and one with no",
            "缺示例：此条件为“是”、为“否”各一个",
        )
    elif found.missing[0]:
        asked = Phrase("missing: an example with yes here", "缺示例：此条件为“是”")
    else:
        asked = Phrase("missing: an example with no here", "缺示例：此条件为“否”")
    needed = _needed(found.condition.place, package, language)
    while_ = Phrase(", while ", "，同时").render(language) if needed else ""
    return asked.render(language) + while_ + needed


def _needed(place: Place | None, package: Package, language: Language) -> str:
    first = list(islice(beside(place), _MOST_NEEDED + 1))
    said = [_said(describe(n.expression, package, language), n.truth) for n in first]
    if len(said) > _MOST_NEEDED:
        said[-1] = Phrase("…", "……")
    return _joined(said, language)


def _said(text: str, truth: bool) -> Phrase:
    return (
        Phrase(f"“{text}” is yes", f"“{text}”为“是”")
        if truth
        else Phrase(f"“{text}” is no", f"“{text}”为“否”")
    )


def _joined(words: Iterable[Phrase], language: Language) -> str:
    return ("; " if language == "en" else "，").join(word.render(language) for word in words)


_CONDITIONS: Final = Phrase("conditions", "条件")
_VALUES: Final = Phrase("values of facts", "事实的值")
_WORDS: Final = {
    "missing": Phrase("missing", "缺"),
    "still_open": Phrase("Not covered yet", "尚未覆盖"),
    "nothing": Phrase(
        "It declares no norm, fact or condition that an example could exercise.",
        "没有声明可由示例检验的规范、事实或条件。",
    ),
    "all_covered": Phrase(
        "The examples exercise every norm and every condition both ways.",
        "示例已从正反两面覆盖每条规范、每个条件。",
    ),
    "standings": Phrase(
        "Ways in which a deadline can stand that no example shows", "没有示例的期限履行情况"
    ),
    "condition": Phrase("condition", "条件"),
    "decides_yes": Phrase("decides as yes", "为“是”时独自起作用"),
    "decides_no": Phrase("decides as no", "为“否”时独自起作用"),
    "explained": Phrase(
        "A norm is covered when it applies in one example and does not in another. A condition is "
        "covered when there is an example where it is yes and one where it is no, and in both "
        "turning it round would turn the answer round (masking MC/DC).",
        "一条规范在某个示例中适用、在另一个示例中不适用，即已覆盖。一个条件要有为“是”和为“否”的示例各一个，"
        "且在这两个示例中，只要把它反过来，结论就跟着反过来，才算已覆盖（屏蔽型 MC/DC）。",
    ),
}


def coverage_text(found: Coverage, package: Package, language: Language) -> str:
    """The figures, and everything that is not covered with the example to write."""
    lines = [_title(package, language), ""]
    for figure in figures(found, language):
        lines.append(f"{figure.words}  {figure.done}/{figure.total}  {figure.share}")
    lines.append("")
    open_entries = [e for e in entries(found, package, language) if e.open]
    if open_entries:
        lines.append(_WORDS["still_open"].render(language))
        for entry in open_entries:
            lines += ["", *_entry_lines(entry)]
    elif not found.norms + found.facts + found.conditions:
        lines.append(_WORDS["nothing"].render(language))
    else:
        lines.append(_WORDS["all_covered"].render(language))
    if found.open_standings:
        lines += ["", _WORDS["standings"].render(language)]
        for entry in entries(found, package, language):
            told = [half.words for half in entry.standings if half.advice]
            lines += [f"  {entry.kind} {entry.title}  {', '.join(told)}"] if told else []
    return safe("\n".join(lines))


def coverage_page(found: Coverage, package: Package, language: Language) -> str:
    """Everything as an HTML page that needs no other file: covered or not, and by which example."""
    return page(
        "coverage_report.html",
        language,
        title=_title(package, language),
        words={key: words.render(language) for key, words in _WORDS.items()},
        figures=figures(found, language),
        entries=entries(found, package, language),
    )


def _title(package: Package, language: Language) -> str:
    called = title_of(package.name, package.label, language)
    return Phrase(f"Coverage of {called}", f"示例覆盖情况：{called}").render(language)


def _entry_lines(entry: Entry) -> Iterator[str]:
    yield f"{entry.kind} {entry.title}  {entry.place}"
    for half in entry.halves:
        if half.advice:
            yield f"  {half.advice}"
    for condition in entry.conditions:
        if condition.advice:
            yield from _condition_lines(condition)


def _condition_lines(condition: ConditionRow) -> Iterator[str]:
    yield f"  {condition.role} {condition.text}  {condition.place}"
    if condition.within:
        yield f"    {condition.within}"
    yield f"    {condition.advice}"


def report_coverage(
    policy: str,
    format_: str,
    min_conditions: int | None,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Print the coverage; findings if fewer conditions are covered than was asked for."""
    check_dashes(stdin_filename, policy)
    package = given_policy(policy, stdin_filename).package
    found = coverage(package)
    written = coverage_page if format_ == "html" else coverage_text
    click.echo(written(found, package, language))
    shares = ((found.condition_share, _CONDITIONS), (found.fact_share, _VALUES))
    share, what = min(shares, key=itemgetter(0))
    reached = percent(share)
    if min_conditions is None or reached >= min_conditions:
        return ExitStatus.WELL
    below = Phrase(
        f"{reached}% of the {what.en} are covered, {min_conditions}% were asked for",
        f"{what.zh}覆盖率 {reached}%，未达到要求的 {min_conditions}%",
    )
    click.echo(below.render(language), err=True)
    return ExitStatus.FINDINGS


def _read_percentage(
    ctx: click.Context, parameter: click.Parameter, text: str | None
) -> int | None:
    if text is None:
        return None
    number = text.removesuffix("%")
    if number.isascii() and number.isdecimal() and len(number) <= 3 and int(number) <= 100:
        return int(number)
    why = Phrase(
        f"--min-conditions {text}: not a whole number from 0 to 100",
        f"--min-conditions {text}：应为 0 到 100 的整数",
    )
    raise UsageRefusedError(why, ctx)


command: Final = Command(
    "coverage",
    about=Phrase(
        "show which norms and conditions the examples exercise, and which examples are missing\n"
        "A condition is exercised when examples show that it decides by itself, as yes and as no.",
        "查看示例覆盖了哪些规范和条件，还缺哪些示例\n"
        "示例表明一个条件为“是”、为“否”时都能独自左右结论，才算覆盖。",
    ),
    params=[
        policy_argument(),
        report_format_option(),
        Option(
            ["--min-conditions"],
            metavar="PERCENT",
            about=Phrase(
                "exit with status 1 when fewer conditions are covered, such as 90",
                "条件覆盖率低于此百分数时以状态 1 退出，如 90",
            ),
            callback=_read_percentage,
        ),
        stdin_filename_option(),
    ],
    callback=report_coverage,
)
