"""Questions about lists: all, some and so many of their elements, sums, shares, the days of their
elements."""

from typing import Final, Protocol

from linkage_rules.language import syntax
from linkage_rules.language.checking.outcomes import Scope, report_record_type
from linkage_rules.language.checking.resolve import (
    FactSignature,
    Kind,
    Names,
    Problems,
    list_of_record,
)
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.operations import NEGATE
from linkage_rules.model.types import NUMERIC, ORDERED, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.words.messages import Phrase
from linkage_rules.words.places import place

NUMBER_OR_MONEY: Final = Phrase("a number or an amount of money", "数或金额")
_ORDERED: Final = Phrase("a number, an amount of money or a date", "数、金额或日期")
_ONE_OR_MORE: Final = Phrase("a whole number from 1 on", "1以上的整数")
_SINGLE: Final = Phrase("a single value", "单个的值")


class Inner(Protocol):
    """Checks the expressions inside a question about a list."""

    def check(
        self, expression: syntax.Expression, scope: Scope, expected: Type | None = None
    ) -> Expression | None: ...

    def check_as(
        self, expression: syntax.Expression, expected: Type, scope: Scope
    ) -> Expression | None: ...

    def condition(self, expression: syntax.Expression, scope: Scope) -> Expression | None: ...


class ListChecker:
    """Checks questions about the elements of lists."""

    def __init__(self, names: Names, problems: Problems, inner: Inner) -> None:
        self.names = names
        self.problems = problems
        self.inner = inner

    def list_of(self, collection: syntax.Expression, scope: Scope) -> Expression | None:
        checked = self.inner.check(collection, scope)
        return checked if checked is not None and self.is_list(checked, collection) else None

    def is_list(self, checked: Expression, collection: syntax.Expression) -> bool:
        """Whether an expression is a list; otherwise that is reported."""
        if isinstance(checked.type, ListType):
            return True
        self.problems.report("POL-305", collection.span, found_type=type_phrase(checked.type))
        return False

    def bind(
        self, name: syntax.Name, collection: Expression, scope: Scope
    ) -> tuple[model.Variable, Scope]:
        """A variable for the elements of a list, and the scope for expressions about them."""
        taken = (scope.variables, scope.subject.by_spelling, self.names.by_spelling)
        if any(name.text in names for names in taken):
            self.problems.report("POL-205", name.span, name=name.text)
        element = element_type(collection)
        variable = model.Variable(name.text, element, span=name.span)
        return variable, scope.looking_at(name.text, collection)

    def quantified(self, node: syntax.Quantified, scope: Scope) -> Expression | None:
        collection = self.list_of(node.collection, scope)
        if collection is None:
            return None
        variable, inner = self.bind(node.variable, collection, scope)
        body = self.inner.condition(node.body, inner)
        if body is None:
            return None
        if node.number is not None:
            return self._so_many(node, variable, collection, body)
        kind = model.Some if node.quantifier is syntax.Quantifier.SOME else model.Every
        return kind(variable, collection, body, span=node.span)

    def share_of(self, node: syntax.ShareOf, scope: Scope) -> Expression | None:
        """The share of an element in a distribution; the element must be from its list."""
        name, element = node.distribution, node.element
        symbol = self.names.by_spelling.get(name.text)
        signature = symbol.signature if symbol is not None else None
        if symbol is None or symbol.kind is not Kind.DISTRIBUTION:
            self.names.find(name, Kind.DISTRIBUTION)
            return None
        if not isinstance(signature, FactSignature):
            return None
        if signature.record_type != scope.subject.name:
            report_record_type(self.names, self.problems, name, signature.record_type, scope)
            return None
        if not signature.among:
            return None
        self.names.refer(name, symbol)
        if list_of_record(scope.lists.get(element.text)) != signature.among:
            path = place(".".join(signature.among), scope.subject)
            self.problems.report(
                "POL-383", element.span, name=element.text, distribution=name.text, list=path
            )
            return None
        assert isinstance(signature.type, ListType)
        shares = model.FactValue(symbol.name, signature.type, span=name.span)
        variable = model.Variable(element.text, scope.variables[element.text], span=element.span)
        return model.ShareOf(shares, variable, signature.type.element, span=node.span)

    def _so_many(
        self,
        node: syntax.Quantified,
        variable: model.Variable,
        collection: Expression,
        body: Expression,
    ) -> Expression | None:
        assert node.number is not None
        number = node.number.value
        assert isinstance(number, int)
        at_least = node.quantifier is syntax.Quantifier.AT_LEAST
        if at_least and not number:
            self.problems.report("POL-313", node.number.span, expected=_ONE_OR_MORE)
            return None
        least = 0 if node.quantifier is syntax.Quantifier.AT_MOST else number
        most = None if at_least else number
        return model.HowMany(least, most, variable, collection, body, span=node.span)

    def aggregate(self, node: syntax.Aggregate, scope: Scope) -> Expression | None:
        collection = self.list_of(node.collection, scope)
        if collection is None:
            return None
        if node.variable is None:
            variable = model.Variable("", element_type(collection), span=node.collection.span)
            return model.Aggregate(
                Aggregation.COUNT, None, variable, collection, None, Scalar.WHOLE, span=node.span
            )
        variable, inner = self.bind(node.variable, collection, scope)
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

    def days(self, node: syntax.DoneAt, scope: Scope) -> model.Aggregate | None:
        """The list of days on which an action is done, as the first of them."""
        collection = self.list_of(node.collection, scope)
        if collection is None:
            return None
        variable, inner = self.bind(node.variable, collection, scope)
        where = self.inner.condition(node.where, inner) if node.where else None
        day = self.inner.check_as(node.day, Scalar.DATE, inner)
        if day is None or (node.where and where is None):
            return None
        parts = (Aggregation.MIN, day, variable, collection, where, Scalar.DATE)
        return model.Aggregate(*parts, span=node.span)

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


def limit_of(limit: Expression) -> Value:
    """The value of a literal limit; None for one that depends on the record, the day or a table."""
    match limit:
        case model.Constant(value):
            return value
        case model.Apply(operation, (model.Constant(value),)) if operation is NEGATE:
            negative: Value = NEGATE.means(value)
            return negative
    return None


def element_type(collection: Expression) -> Type:
    assert isinstance(collection.type, ListType)
    return collection.type.element
