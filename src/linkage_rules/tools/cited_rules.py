"""What a policy makes of its official text: every declaration with the sentences it rests on."""

from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import count
from typing import TypeAlias

from attrs import frozen

from linkage_rules.language.keywords import Language, spelling
from linkage_rules.model.norms import Action, Citation, Fact, Norm, Parameter
from linkage_rules.model.package import Package, Statement
from linkage_rules.model.spans import Span
from linkage_rules.sources import ClauseTree, QuoteFound, Sentence, covered, find_quote

Declared: TypeAlias = Norm | Fact | Action | Parameter | Statement


class RuleKind(Enum):
    """The kinds of declaration that can cite. The value is the terminal of the keyword."""

    NORM = "NORM"
    FACT = "FACT"
    ACTION = "ACTION"
    PARAMETER = "PARAMETER"
    STATEMENT = "STATEMENT"

    def word(self, language: Language) -> str:
        return spelling(self.value, language)


_KINDS = {
    Norm: RuleKind.NORM,
    Fact: RuleKind.FACT,
    Action: RuleKind.ACTION,
    Parameter: RuleKind.PARAMETER,
    Statement: RuleKind.STATEMENT,
}


@frozen(eq=False)
class Rule:
    """A declaration that can cite the text; ``key`` names it among all of its policy.

    It is the ASCII name. Statements have none and are counted: ``statement-1``.
    """

    key: str
    declared: Declared

    @property
    def kind(self) -> RuleKind:
        return _KINDS[type(self.declared)]

    @property
    def span(self) -> Span:
        return self.declared.span

    @property
    def citations(self) -> tuple[Citation, ...]:
        declared = self.declared
        return (declared.citation,) if isinstance(declared, Statement) else declared.citations


@frozen
class Quoted:
    """A citation whose words stand in the text, with where they do."""

    citation: Citation
    found: QuoteFound


def rules_of(package: Package) -> tuple[Rule, ...]:
    """The norms, facts, actions, parameters and statements of a package, in file order."""
    declared: list[Declared] = [
        *package.declared_parameters,
        *package.declared_facts,
        *package.declared_actions,
        *package.declared_norms,
        *package.statements,
    ]
    declared.sort(key=lambda item: (item.span.file, item.span.start))
    numbers = count(1)
    return tuple(
        Rule(f"statement-{next(numbers)}" if isinstance(item, Statement) else item.name, item)
        for item in declared
    )


def resting(tree: ClauseTree, rules: Iterable[Rule]) -> dict[Sentence, tuple[Rule, ...]]:
    """For every sentence of a text, in order, the rules with a quote that touches it."""
    by_key = {rule.key: rule for rule in rules}
    cited = [(key, citation) for key, rule in by_key.items() for citation in rule.citations]
    return {
        sentence: tuple(by_key[key] for key in keys)
        for sentence, keys in covered(tree, cited).items()
    }


def quotes_of(tree: ClauseTree, rules: Iterable[Rule]) -> Mapping[str, tuple[Quoted, ...]]:
    """The quotes of every rule that stand where they should, by the key of the rule."""
    return {
        rule.key: tuple(
            Quoted(citation, found)
            for citation in rule.citations
            for found in [find_quote(tree, citation.clause, citation.quote)]
            if isinstance(found, QuoteFound)
        )
        for rule in rules
    }
