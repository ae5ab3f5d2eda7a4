"""Questions about lists: quantifiers and aggregates."""

from typing import Final, Protocol

from linkage_rules.language import syntax
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.resolve import Names, Problems
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.types import NUMERIC, ORDERED, ListType, RecordType, Scalar, Type
from linkage_rules.words.messages import Phrase

NUMBER_OR_MONEY: Final = Phrase("a number or an amount of money", "数或金额")
_ORDERED: Final = Phrase("a number, an amount of money or a date", "数、金额或日期")
_SINGLE: Final = Phrase("a single value", "单个的值")


class Inner(Protocol):
    """Checks the expressions inside a question."""

    def check(
        self, expression: syntax.Expression, scope: Scope, expected: Type | None = None
    ) -> Expression | None: ...

    def condition(self, expression: syntax.Expression, scope: Scope) -> Expression | None: ...


class ListChecker:
    """Checks what is asked of the elements of lists."""

    def __init__(self, names: Names, problems: Problems, inner: Inner) -> None:
        self.names = names
        self.problems = problems
        self.inner = inner

    def list_of(self, collection: syntax.Expression, scope: Scope) -> Expression | None:
        checked = self.inner.check(collection, scope)
        if checked is None or isinstance(checked.type, ListType):
            return checked
        self.problems.report("POL-305", collection.span, found_type=type_phrase(checked.type))
        return None

    def _bind(
        self, name: syntax.Name, collection: Expression, scope: Scope
    ) -> tuple[model.Variable, Scope]:
        taken = (scope.variables, scope.subject.by_spelling, self.names.by_spelling)
        if any(name.text in names for names in taken):
            self.problems.report("POL-205", name.span, name=name.text)
        element = element_type(collection)
        variable = model.Variable(name.text, element, span=name.span)
        return variable, scope.with_variable(name.text, element)

    def quantified(self, node: syntax.Quantified, scope: Scope) -> Expression | None:
        collection = self.list_of(node.collection, scope)
        if collection is None:
            return None
        variable, inner = self._bind(node.variable, collection, scope)
        body = self.inner.condition(node.body, inner)
        if body is None:
            return None
        kind = model.Some if node.quantifier is syntax.Quantifier.SOME else model.Every
        return kind(variable, collection, body, span=node.span)

    def aggregate(self, node: syntax.Aggregate, scope: Scope) -> Expression | None:
        collection = self.list_of(node.collection, scope)
        if collection is None:
            return None
        if node.variable is None:
            variable = model.Variable("", element_type(collection), span=node.collection.span)
            return model.Aggregate(
                Aggregation.COUNT, None, variable, collection, None, Scalar.WHOLE, span=node.span
            )
        variable, inner = self._bind(node.variable, collection, scope)
        where = self.inner.condition(node.where, inner) if node.where else None
        item = self.inner.check(node.item, inner) if node.item else None
        if (node.where and where is None) or (node.item and item is None):
            return None
        type_ = self._aggregate_type(node, item)
        if type_ is None:
            return None
        return model.Aggregate(
            node.aggregation, item, variable, collection, where, type_, span=node.span
        )

    def _aggregate_type(self, node: syntax.Aggregate, item: Expression | None) -> Type | None:
        if item is None:
            return Scalar.WHOLE
        match node.aggregation:
            case Aggregation.SUM:
                suits = item.type in NUMERIC or item.type is Scalar.MONEY
                expected, result = NUMBER_OR_MONEY, item.type
            case Aggregation.MIN | Aggregation.MAX:
                suits, expected, result = item.type in ORDERED, _ORDERED, item.type
            case _:
                suits = not isinstance(item.type, ListType | RecordType)
                expected, result = _SINGLE, Scalar.WHOLE
        if suits:
            return result
        self.report_type(item, expected, node.item or node)
        return None

    def report_type(self, found: Expression, expected: Phrase, node: syntax.Expression) -> None:
        self.problems.report(
            "POL-301", node.span, found_type=type_phrase(found.type), expected_type=expected
        )


def element_type(collection: Expression) -> Type:
    assert isinstance(collection.type, ListType)
    return collection.type.element
