"""The coverage of a policy by its examples as rows: of each declaration, with the example to write
where one is missing."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import Final

from attrs import frozen

from linkage_rules.analysis.coverage import (
    ConditionCoverage,
    Coverage,
    FactCoverage,
    NormCoverage,
    StandingCoverage,
)
from linkage_rules.analysis.criteria import Declared, LineKind, Place, beside
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.expressions import Choose
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Example, Package
from linkage_rules.model.spans import NOWHERE, Span
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
    """An example by its title, and where it stands."""

    title: str
    span: Span

    @property
    def place(self) -> str:
        """The file and the line."""
        return place_of(self.span)


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
    span: Span
    within: str | None
    yes_by: Shown | None
    no_by: Shown | None
    advice: str | None

    @property
    def place(self) -> str:
        """The file and the line."""
        return place_of(self.span)


@frozen
class Entry:
    """A norm, fact or action with what examples show for it."""

    kind: str
    name: str
    title: str
    span: Span
    halves: tuple[Half, ...]
    conditions: tuple[ConditionRow, ...]
    standings: tuple[Half, ...] = ()

    @property
    def place(self) -> str:
        """The file and the line."""
        return place_of(self.span)

    @property
    def open(self) -> bool:
        """Whether an example is missing; standings of deadlines do not count."""
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
            span=owner.span,
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
    return None if example is None else Shown(example.title, example.span)


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
        span=_span(found),
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
