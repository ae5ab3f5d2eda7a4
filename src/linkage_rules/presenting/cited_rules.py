"""The declarations of a policy with the sentences of the official text they rest on."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import count
from typing import TypeAlias

from attrs import frozen

from linkage_rules.model.norms import Action, Citation, Fact, Norm, Parameter
from linkage_rules.model.package import Amendment, AmendmentKind, Package, Statement
from linkage_rules.model.spans import Span
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.sources import ClauseTree, QuoteFound, Sentence, covered, find_quote
from linkage_rules.words.keywords import Language, spelling

Declared: TypeAlias = Norm | Fact | Action | Parameter | WorkCalendar | Statement | Amendment


class RuleKind(Enum):
    """The kinds of declarations that may cite. The value is the terminal of the keyword."""

    NORM = "NORM"
    FACT = "FACT"
    ACTION = "ACTION"
    READING = "READING"
    PARAMETER = "PARAMETER"
    CALENDAR = "CALENDAR"
    STATEMENT = "STATEMENT"
    SET = "SET"
    REPEAL = "REPEAL"
    LOOSENS = "LOOSENS"
    ADJUST = "ADJUST"

    def word(self, language: Language) -> str:
        return spelling(self.value, language)


_KINDS = {
    Norm: RuleKind.NORM,
    Fact: RuleKind.FACT,
    Action: RuleKind.ACTION,
    Parameter: RuleKind.PARAMETER,
    WorkCalendar: RuleKind.CALENDAR,
    Statement: RuleKind.STATEMENT,
}
_CHANGES = {
    AmendmentKind.SET: RuleKind.SET,
    AmendmentKind.REPEAL: RuleKind.REPEAL,
    AmendmentKind.LOOSEN: RuleKind.LOOSENS,
    AmendmentKind.ADJUST: RuleKind.ADJUST,
}
"""The changes of an overlay that leave no declaration of its own behind."""


@frozen(eq=False)
class Rule:
    """A declaration that may cite the text; ``key`` identifies it within its policy.

    That is the ASCII name; statements have none and are numbered: ``statement-1``.
    """

    key: str
    declared: Declared

    @property
    def kind(self) -> RuleKind:
        declared = self.declared
        if isinstance(declared, Amendment):
            return _CHANGES[declared.change]
        if isinstance(declared, Parameter) and declared.reading is not None:
            return RuleKind.READING
        return _KINDS[type(declared)]

    @property
    def span(self) -> Span:
        return self.declared.span

    @property
    def citations(self) -> tuple[Citation, ...]:
        declared = self.declared
        return (declared.citation,) if isinstance(declared, Statement) else declared.citations


@frozen
class Quoted:
    """A citation whose quote is found in the text, with its places."""

    citation: Citation
    found: QuoteFound


def rules_of(package: Package) -> tuple[Rule, ...]:
    """The declarations of a package itself, without the layers below it, in file order."""
    own = ("", package.name)
    tables = {fact.name for fact in package.declared_facts if fact.table and fact.layer in own}
    declared: list[Declared] = [
        *(item for item in package.declared_calendars if item.layer in own),
        *(
            item
            for item in package.declared_parameters
            if item.layer in own and item.name not in package.derived
        ),
        *(
            item
            for item in package.declared_facts
            if item.layer in own and item.name not in package.derived
        ),
        *(item for item in package.declared_actions if item.layer in own),
        *(item for item in package.declared_norms if item.layer in own),
        *package.statements,
        *(
            amendment
            for amendment in package.amendments
            if amendment.layer in own
            and amendment.change in _CHANGES
            and not (amendment.change is AmendmentKind.SET and amendment.target in tables)
        ),
    ]
    declared.sort(key=lambda item: (item.span.file, item.span.start))
    numbers = count(1)
    return tuple(Rule(_key(item, numbers), item) for item in declared)


def _key(item: Declared, numbers: Iterator[int]) -> str:
    match item:
        case Statement():
            return f"statement-{next(numbers)}"
        case Amendment(change, target):
            return f"{change.value}-{target}"
    return item.name


def resting(tree: ClauseTree, rules: Iterable[Rule]) -> dict[Sentence, tuple[Rule, ...]]:
    """For every sentence of a text, in order, the rules with a quote that touches it."""
    by_key = {rule.key: rule for rule in rules}
    cited = [(key, citation) for key, rule in by_key.items() for citation in rule.citations]
    return {
        sentence: tuple(by_key[key] for key in keys)
        for sentence, keys in covered(tree, cited).items()
    }


def quotes_of(tree: ClauseTree, rules: Iterable[Rule]) -> Mapping[str, tuple[Quoted, ...]]:
    """The quotes of every rule that are found in their clause, by the key of the rule."""
    return {
        rule.key: tuple(
            Quoted(citation, found)
            for citation in rule.citations
            for found in [find_quote(tree, citation.clause, citation.quote)]
            if isinstance(found, QuoteFound)
        )
        for rule in rules
    }
