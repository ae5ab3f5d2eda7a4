"""What may be asked of norms and actions, and where."""

from collections.abc import Mapping
from typing import Final

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import (
    ActionSignature,
    Kind,
    Names,
    NormSignature,
    Problems,
)
from linkage_rules.language.fixes import Fix, replacing
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import (
    STATUSES,
    VERDICTS,
    WITH_DEADLINE,
    Asked,
    meant_by,
    possible_statuses,
)
from linkage_rules.model.expressions import Expression
from linkage_rules.model.statuses import Performance, Status, VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase, keyword_phrase

_ASKABLE: Final = Phrase(
    "in a condition, of a norm: “applies”, “is fulfilled” or “is violated”, of one with a deadline "
    "“is late” and “is overdue” too; of an action: “is forbidden”, “is required” or “is permitted”",
    "条件中只能问规范“适用”“已履行”“被违反”，有期限的还可问“逾期履行”“逾期未履行”；"
    "或问行为“被禁止”“被要求”“被允许”",
)
_NEGATE: Final = Phrase("“not {name} applies” says that", "写作“非 {name} 适用”")


@frozen
class Scope:
    """What an expression may speak of: a record type, variables, and which outcomes it may ask.

    ``any_outcome`` is for expectations of examples, which may name every status and verdict.
    ``calendar`` names the one by which working days are counted, where that is said.
    ``lists`` are those whose elements the variables look at.
    """

    subject: RecordType
    variables: Mapping[str, Type] = {}
    any_outcome: bool = False
    calendar: syntax.Name | None = None
    lists: Mapping[str, Expression] = {}

    def looking_at(self, name: str, collection: Expression) -> "Scope":
        """The same with a variable for the elements of a list."""
        assert isinstance(collection.type, ListType)
        variables = {**self.variables, name: collection.type.element}
        return evolve(self, variables=variables, lists={**self.lists, name: collection})


class OutcomeChecker:
    """Questions such as “NORM is violated” and “ACTION is forbidden”."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def check(self, node: syntax.OutcomeIs, scope: Scope) -> Expression | None:
        symbol = self.names.by_spelling.get(node.name.text)
        outcome = node.outcome
        if outcome is Status.UNDETERMINED and symbol and symbol.kind is Kind.ACTION:
            outcome = VerdictStatus.UNDETERMINED
        kind = Kind.ACTION if isinstance(outcome, VerdictStatus) else Kind.NORM
        found = self.names.find(node.name, kind)
        if found is None:
            return None
        signature = found.signature
        if not isinstance(signature, ActionSignature | NormSignature):
            return None
        if signature.record_type != scope.subject.name:
            report_record_type(self.names, self.problems, node.name, signature.record_type, scope)
            return None
        if outcome is not None and not scope.any_outcome and not _is_asked(outcome):
            self._unsuitable(node, outcome, _ASKABLE, self._negated(node, outcome))
            return None
        if isinstance(outcome, VerdictStatus):
            return model.ActionIs(found.name, outcome, span=node.span)
        if outcome is None:
            return model.NormApplies(found.name, span=node.span)
        possible = self._possible_statuses(signature)
        if possible.isdisjoint(meant_by(outcome)):
            self._unsuitable(node, outcome, _possible_phrase(possible))
            return None
        return model.NormIs(found.name, outcome, span=node.span)

    def _possible_statuses(self, norm: ActionSignature | NormSignature) -> frozenset[Status]:
        assert isinstance(norm, NormSignature)
        if norm.has_deadline:
            return WITH_DEADLINE
        action = self.names.by_spelling[norm.action].signature
        observable = isinstance(action, ActionSignature) and action.observable
        return possible_statuses(norm.modality, observable)

    def _unsuitable(
        self,
        node: syntax.OutcomeIs,
        outcome: Asked | VerdictStatus,
        expected: Phrase,
        hint: Fix | None = None,
    ) -> None:
        self.problems.report(
            "POL-308",
            node.span,
            name=node.name.text,
            outcome=outcome_phrase(outcome),
            expected=expected,
            hint=hint,
        )

    def _negated(self, node: syntax.OutcomeIs, outcome: Asked | VerdictStatus) -> Fix | None:
        """A norm that is not applicable is one of which “applies” is no."""
        if outcome is not Status.NOT_APPLICABLE:
            return None
        written = self.problems.text(node.span)
        name = written[: node.name.span.end - node.name.span.start]
        text = f"not {name} applies" if written.isascii() else f"非 {name} 适用"
        return replacing(node.span, text, _NEGATE.filled(name=name))


def _is_asked(outcome: Asked | VerdictStatus) -> bool:
    """Whether a condition may ask for an outcome."""
    if isinstance(outcome, Performance):
        return True
    row = STATUSES[outcome] if isinstance(outcome, Status) else VERDICTS[outcome]
    return row.asked


def report_record_type(
    names: Names, problems: Problems, name: syntax.Name, found: str, scope: Scope
) -> None:
    """Report a name that is about records of another type."""
    problems.report(
        "POL-206",
        name.span,
        name=name.text,
        found_type=Phrase(found, names.by_spelling[found].label or found),
        record_type=called(scope.subject),
    )


def outcome_phrase(outcome: Asked | VerdictStatus) -> Phrase:
    """How a status or verdict is asked for in the language."""
    return keyword_phrase(f"IS_{outcome.name}")


def _possible_phrase(possible: frozenset[Status]) -> Phrase:
    listed = tuple(outcome_phrase(status) for status in Status if status in possible)
    return Phrase("one of: {listed}", "以下之一：{listed}").filled(listed=listed)
