"""Conditions and values: names resolved, types and units fitted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from attrs import evolve

from linkage_rules.language import syntax
from linkage_rules.language.checking.definitions import OF_THE_DAY, asked_of
from linkage_rules.language.checking.lists import (
    NUMBER_OR_MONEY,
    ListChecker,
    element_type,
    limit_of,
)
from linkage_rules.language.checking.named_values import ValueFinder
from linkage_rules.language.checking.outcomes import OutcomeChecker, Scope, report_record_type
from linkage_rules.language.checking.resolve import FactSignature, Kind, Names, Problems
from linkage_rules.language.checking.units import operand_types, said, type_phrase
from linkage_rules.language.fixes import Fix, replacing
from linkage_rules.language.hints import expression_hints
from linkage_rules.language.hints.choices import each, with_use
from linkage_rules.language.hints.names_meant import names_offered
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.operations import (
    BETWEEN,
    NEGATE,
    ONE_OF,
    PERIODS_OF,
    Alike,
    Operation,
    of_comparison,
    of_sign,
)
from linkage_rules.model.periods import CALENDAR_PERIOD, MOST_PERIODS
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import (
    ORDERED,
    EnumType,
    ListType,
    RecordType,
    Scalar,
    Type,
    common,
    fits,
)
from linkage_rules.model.values import NEVER, exceeds
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.words.called import called
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import write_name

LITERAL_TYPES: Final[Mapping[LiteralKind, Type]] = {
    LiteralKind.YES_NO: Scalar.YES_NO,
    LiteralKind.WHOLE: Scalar.WHOLE,
    LiteralKind.DECIMAL: Scalar.NUMBER,
    LiteralKind.PERCENT: Scalar.NUMBER,
    LiteralKind.MONEY: Scalar.MONEY,
    LiteralKind.DATE: Scalar.DATE,
    LiteralKind.PERIOD: Scalar.PERIOD,
    LiteralKind.TEXT: Scalar.TEXT,
}


class ExpressionChecker:
    """Turns syntax into checked expressions."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems
        self.values = ValueFinder(names, problems)
        self.outcomes = OutcomeChecker(names, problems)

    @property
    def lists(self) -> "ListChecker":
        """What checks questions about lists. It is made when asked for: two that held one another
        would keep all that was checked until the garbage collector comes."""
        return ListChecker(self.names, self.problems, self)

    def check_as(
        self,
        expression: syntax.Expression,
        expected: Type,
        scope: Scope,
        hint: Callable[[Type], Phrase | Fix] | None = None,
    ) -> Expression | None:
        """The checked expression, which must be of the expected type.

        ``hint`` gives the likely fix for another type, where that is not in the expression.
        """
        checked = self.check(expression, scope, expected)
        if checked is None or fits(checked.type, expected):
            return checked
        self.problems.report(
            "POL-301",
            expression.span,
            found_type=type_phrase(checked.type),
            expected_type=type_phrase(expected),
            hint=hint(checked.type)
            if hint
            else expression_hints.to_fit(expression, expected)
            or expression_hints.to_ask(expression, checked.type, expected),
        )
        return None

    def condition(self, expression: syntax.Expression, scope: Scope) -> Expression | None:
        return self.check_as(expression, Scalar.YES_NO, scope)

    def days(self, clause: syntax.DoneAt, scope: Scope) -> model.Aggregate | None:
        """The list of days on which an action is done, as the first of them."""
        return self.lists.days(clause, scope)

    def check(
        self, expression: syntax.Expression, scope: Scope, expected: Type | None = None
    ) -> Expression | None:
        """The checked expression of whatever type; ``expected`` only helps to find enum values."""
        span = expression.span
        match expression:
            case syntax.Literal(kind, value):
                return model.Constant(value, LITERAL_TYPES[kind], span=span)
            case syntax.Name():
                return self._name(expression, scope, expected)
            case syntax.PartOf():
                return self._part(expression, scope)
            case syntax.Asked():
                return self._asked(expression, scope)
            case syntax.AsOf():
                return model.AsOf(span=span)
            case syntax.Not(operand):
                inner = self.condition(operand, scope)
                return None if inner is None else model.Not(inner, span=span)
            case syntax.And(operands):
                conditions = self._conditions(operands, scope)
                return None if conditions is None else model.And(conditions, span=span)
            case syntax.Or(operands):
                conditions = self._conditions(operands, scope)
                return None if conditions is None else model.Or(conditions, span=span)
            case syntax.Implies(condition, consequence):
                both = self._conditions((condition, consequence), scope)
                return None if both is None else model.Implies(both[0], both[1], span=span)
            case syntax.Compare(comparison, left, right):
                operation = of_comparison(comparison)
                return self._compared(operation, expression, (left, right), scope)
            case syntax.OneOf(operand, choices):
                return self._compared(ONE_OF, expression, (operand, *choices), scope)
            case syntax.ElementOf():
                return self._element_of(expression, scope)
            case syntax.Arithmetic(operator, left, right):
                return self._applied(of_sign(operator), expression, (left, right), scope)
            case syntax.Negate(operand):
                return self._negate(operand, scope, expression)
            case syntax.Apply():
                return self._apply(expression, scope)
            case syntax.ByCalendar():
                return self._by_calendar(expression, scope, expected)
            case syntax.OnDay():
                return self._on_day(expression, scope, expected)
            case syntax.Choose():
                return self._choose(expression, scope, expected)
            case syntax.Quantified():
                return self.lists.quantified(expression, scope)
            case syntax.Aggregate():
                return self.lists.aggregate(expression, scope)
            case syntax.ShareOf():
                return self.lists.share_of(expression, scope)
            case syntax.IsKnown(operand):
                asked = self.check(operand, scope)
                return None if asked is None else model.IsKnown(asked, span=span)
            case syntax.OutcomeIs():
                return self.outcomes.check(expression, scope)
            case syntax.Distributed():
                raise TypeError("a distribution is declared, and never read as an expression")

    def _conditions(
        self, operands: tuple[syntax.Expression, ...], scope: Scope
    ) -> tuple[Expression, ...] | None:
        checked = [self.condition(operand, scope) for operand in operands]
        return None if None in checked else tuple(c for c in checked if c is not None)

    # Names

    def _name(self, name: syntax.Name, scope: Scope, expected: Type | None) -> Expression | None:
        value = self.values.value(name, scope)
        if isinstance(expected, EnumType) and (value is None or not fits(value.type, expected)):
            member = self.values.member(name, expected)
            if member is not None:
                return member
        if value is None and self.values.has_fault(name):
            return None
        if value is None and isinstance(expected, EnumType):
            self.values.unknown_member(name, expected)
            return None
        if value is None:
            return self.values.member_of_any_enum(name, scope)
        if isinstance(value, model.FactValue):
            fact = self.names.by_spelling[value.name].signature
            if isinstance(fact, FactSignature) and fact.record_type != scope.subject.name:
                report_record_type(self.names, self.problems, name, fact.record_type, scope)
                return None
            if isinstance(fact, FactSignature) and fact.given:
                self.values.not_given(name, [one.name for one in fact.given])
                return None
        return value

    def _asked(self, node: syntax.Asked, scope: Scope) -> Expression | None:
        """A fact with arguments."""
        if node.record is None:
            record: Expression | None = model.Subject(scope.subject, span=node.name.span)
        else:
            record = self.check(node.record, scope)
        if record is None or not self._is_record(record, node.name):
            return None
        return self._fact_of(record, node.name, node.arguments, node, scope)

    def _is_record(self, found: Expression, name: syntax.Name) -> bool:
        if isinstance(found.type, RecordType):
            return True
        self.problems.report(
            "POL-307",
            name.span,
            found_type=type_phrase(found.type),
            hint=expression_hints.for_elements(found.type),
        )
        return False

    def _fact_of(
        self,
        record: Expression,
        name: syntax.Name,
        arguments: Sequence[syntax.Argument],
        node: syntax.Expression,
        scope: Scope,
    ) -> Expression | None:
        """A fact about a record, with its arguments."""
        assert isinstance(record.type, RecordType)
        symbol = self.names.by_spelling.get(name.text)
        signature = symbol.signature if symbol is not None else None
        if symbol is not None and symbol.kind is Kind.DISTRIBUTION:
            self.problems.report("POL-384", name.span, name=name.text)
            return None
        if symbol is None or symbol.kind is not Kind.FACT:
            self._unknown_field(name, record.type, node)
            return None
        if not isinstance(signature, FactSignature):
            return None
        if signature.record_type != record.type.name:
            about = Scope(record.type)
            report_record_type(self.names, self.problems, name, signature.record_type, about)
            return None
        self.names.refer(name, symbol)
        values = self._arguments(name, signature, arguments, scope)
        if values is None:
            return None
        fact = model.FactValue(symbol.name, signature.type, span=node.span)
        return asked_of(symbol.name, record, values, values.values(), fact)

    def _arguments(
        self,
        name: syntax.Name,
        signature: FactSignature,
        arguments: Sequence[syntax.Argument],
        scope: Scope,
    ) -> dict[str, Expression] | None:
        """The arguments of a fact, in the order in which the fact names them."""
        types = {given.name: given.type for given in signature.given}
        found: dict[str, Expression | None] = {}
        for argument in arguments:
            wanted = argument.name
            if wanted.text not in types:
                kind = _GIVEN.filled(name=name.text)
                offered = [Phrase(one, one) for one in types]
                self.problems.unknown_name(kind, wanted, types, offered=offered)
                return None
            if wanted.text in found:
                first = next(one for one in arguments if one.name.text == wanted.text)
                either = self.problems.without_member(first.span, argument.span)
                self.problems.report("POL-316", wanted.span, hint=either, name=wanted.text)
                return None
            found[wanted.text] = self.check_as(argument.value, types[wanted.text], scope)
        if len(found) < len(types):
            self.values.not_given(name, [*types])
            return None
        values = {one: found[one] for one in types}
        return None if None in values.values() else {n: v for n, v in values.items() if v}

    def _part(self, part: syntax.PartOf, scope: Scope) -> Expression | None:
        if isinstance(part.whole, syntax.Name) and self.values.value(part.whole, scope) is None:
            symbol = self.names.by_spelling.get(part.whole.text)
            if symbol is not None and isinstance(symbol.signature, EnumType):
                self.names.refer(part.whole, symbol)
                member = self.values.member(part.name, symbol.signature)
                if member is None:
                    self.values.unknown_member(part.name, symbol.signature)
                return member
            if symbol is not None and symbol.signature == scope.subject:
                text = write_name(part.name.text)
                self.problems.report(
                    "POL-203",
                    part.whole.span,
                    name=part.whole.text,
                    found_kind=symbol.kind.value,
                    kind=_RECORD,
                    hint=replacing(part.span, text, _OWN_FIELD.filled(text=text)),
                )
                return None
        record = self.check(part.whole, scope)
        if record is None:
            return None
        if not self._is_record(record, part.name):
            return None
        assert isinstance(record.type, RecordType)
        field = record.type.by_spelling.get(part.name.text)
        if field is None:
            return self._fact_of(record, part.name, (), part, scope)
        self.names.refer(part.name, field)
        return model.FieldValue(record, field.name, field.type, span=part.span)

    def _unknown_field(
        self, name: syntax.Name, record_type: RecordType, whole: syntax.Expression
    ) -> None:
        if name.text in self.problems.unread:
            return
        facts = {
            spelling: found
            for spelling, found in self.names.by_spelling.items()
            if isinstance(found.signature, FactSignature)
            and found.signature.record_type == record_type.name
        }
        declared = {found.name: called(found) for found in facts.values()}
        listed = [*map(called, record_type.fields), *declared.values()]
        self.problems.report(
            "POL-306",
            name.span,
            name=name.text,
            record_type=called(record_type),
            hint=self._days_of_period(whole)
            if record_type == CALENDAR_PERIOD
            else self.problems.name_meant(name, [*record_type.by_spelling, *facts])
            or names_offered(name, listed),
        )

    def _days_of_period(self, whole: syntax.Expression) -> Fix:
        """The choices to ask for the first or the last day of a period."""
        if not isinstance(whole, syntax.PartOf):
            return Fix(_DAYS_OF_PERIOD)
        period = self.problems.text(whole.whole.span)
        edges = ("start of {}", "end of {}") if period.isascii() else ("{} 的首日", "{} 的末日")
        return Fix(_DAYS_OF_PERIOD, each(whole.span, (edge.format(period) for edge in edges)))

    # Comparisons

    def _alike(
        self, nodes: Sequence[syntax.Expression], scope: Scope
    ) -> tuple[Expression, ...] | None:
        """Operands of one kind, each of which helps to find enum values among the others.

        A name that could be an enum value is checked after the other operands. Where all others
        have a fault, it is skipped.
        """
        unclear = [self._may_be_member(node, scope) for node in nodes]
        checked: list[Expression | None] = [None] * len(nodes)
        kind: Type | None = None
        for number, node in enumerate(nodes):
            if not unclear[number]:
                found = checked[number] = self.check(node, scope, kind)
                kind = found.type if kind is None and found is not None else kind
        if all(unclear):
            enums = self.values.enums_with(n.text for n in nodes if isinstance(n, syntax.Name))
            kind = enums[0] if len(enums) == 1 else None
        for number, node in enumerate(nodes):
            if unclear[number] and (kind is not None or all(unclear)):
                found = checked[number] = self.check(node, scope, kind)
                kind = found.type if found is not None else kind
            if checked[number] is None:
                return None
        return tuple(c for c in checked if c is not None)

    def _may_be_member(self, node: syntax.Expression, scope: Scope) -> bool:
        match node:
            case syntax.Name():
                return self.values.value(node, scope) is None
            case syntax.Choose(_, consequence, alternative):
                branches = (consequence, alternative)
                return all(self._may_be_member(branch, scope) for branch in branches)
        return False

    def _compared(
        self,
        operation: Operation,
        node: syntax.Expression,
        nodes: Sequence[syntax.Expression],
        scope: Scope,
    ) -> Expression | None:
        operands = self._alike(nodes, scope)
        ordered = operation.alike is Alike.ORDERED
        if operands is None or not self._comparable(operands, nodes, ordered, node):
            return None
        if operation is BETWEEN:
            least, greatest = (limit_of(operand) for operand in operands[1:])
            if exceeds(least, greatest):
                self.problems.wrong_way_round(node.span, nodes[1], nodes[2])
                return None
        return model.Apply(operation, operands, Scalar.YES_NO, span=node.span)

    def _comparable(
        self,
        operands: Sequence[Expression],
        nodes: Sequence[syntax.Expression],
        ordered: bool,
        whole: syntax.Expression,
    ) -> bool:
        """Whether the first operand can be compared with each of the others."""
        first = operands[0].type
        for operand, node in zip(operands[1:], nodes[1:], strict=True):
            together = common(first, operand.type)
            if together is None or isinstance(together, ListType | RecordType):
                self.problems.report(
                    "POL-303",
                    whole.span,
                    left=type_phrase(first),
                    right=type_phrase(operand.type),
                    hint=expression_hints.to_compare(whole, nodes[0], first, node, operand.type),
                )
                return False
            if ordered and together not in ORDERED:
                self.problems.report("POL-304", whole.span, found_type=type_phrase(together))
                return False
        return True

    def _element_of(self, element_of: syntax.ElementOf, scope: Scope) -> Expression | None:
        collection = self.check(element_of.collection, scope)
        if collection is not None and collection.type == CALENDAR_PERIOD:
            day = self.check_as(element_of.operand, Scalar.DATE, scope)
            return None if day is None else model.lies_in(day, collection, span=element_of.span)
        if collection is None or not self.lists.is_list(collection, element_of.collection):
            return None
        element = element_type(collection)
        operand = self.check(element_of.operand, scope, element)
        if operand is None:
            return None
        nodes = (element_of.operand, element_of.collection)
        operands = (operand, model.Variable("", element))
        if not self._comparable(operands, nodes, False, element_of):
            return None
        return model.ElementOf(operand, collection, span=element_of.span)

    # Operations

    def _apply(self, node: syntax.Apply, scope: Scope) -> Expression | None:
        """An operation that is written in words."""
        operation = node.operation
        if operation.alike is not None:
            return self._compared(operation, node, node.operands, scope)
        found: Expression | None
        if len(operation.takes) > 1:
            found = self._applied((operation,), node, node.operands, scope)
        else:
            types = operation.takes[0].of(len(node.operands))
            assert types is not None
            wanted = zip(node.operands, types, strict=True)
            operands = [self.check_as(operand, type_, scope) for operand, type_ in wanted]
            known = tuple(operand for operand in operands if operand is not None)
            if len(known) < len(operands):
                return None
            found = model.Apply(operation, known, operation.takes[0].result, span=node.span)
        if isinstance(found, model.Apply) and (
            self._is_undefined(found, node) or self._is_too_long(found, node)
        ):
            return None
        if isinstance(found, model.Apply) and operation.counts is not None:
            calendar = self.calendar(scope.calendar, node.span)
            if calendar is None:
                return None
            found = evolve(found, operation=operation.by(calendar))
        return (
            found if isinstance(found, model.Apply) and self.suits(found, node.operands) else None
        )

    def _by_calendar(
        self, node: syntax.ByCalendar, scope: Scope, expected: Type | None
    ) -> Expression | None:
        """An expression whose working days are counted by a named calendar."""
        counts = (
            isinstance(part, syntax.Apply) and part.operation.counts is not None
            for part in syntax.descendants(node.counted)
        )
        if not any(counts):
            behind = evolve(node.span, start=node.counted.span.end)
            said = self.problems.said_in(behind, "BY_CALENDAR")
            hint = self.problems.without((said and evolve(said, end=node.span.end)) or behind)
            self.problems.report("POL-346", node.calendar.span, hint=hint)
            return None
        return self.check(node.counted, evolve(scope, calendar=node.calendar), expected)

    def _on_day(self, node: syntax.OnDay, scope: Scope, expected: Type | None) -> Expression | None:
        """An expression as of another day; its meaning is written out when all facts are known."""
        operand = self.check(node.operand, scope, expected)
        day = self.check_as(node.day, Scalar.DATE, scope)
        if operand is None or day is None:
            return None
        inside = tuple(walk(operand))
        if any(isinstance(part, OF_THE_DAY) for part in inside):
            fact = self.problems.quoted(node.operand.span)
            self.problems.report("POL-440", node.span, fact=fact)
            return None
        if not any(isinstance(part, _MAY_CHANGE) for part in inside):
            named = self.problems.quoted(node.operand.span)
            hint = replacing(node.span, named, _WRITTEN_ALONE.filled(text=named))
            self.problems.report("POL-441", node.span, name=named, hint=hint)
            return None
        if limit_of(day) == NEVER:
            self.problems.report("POL-314", node.day.span, operation=_ON_A_DAY)
            return None
        return model.OnDay(operand, day, model.NOTHING_KNOWN, operand.type, span=node.span)

    def calendar(self, name: syntax.Name | None, span: Span) -> WorkCalendar | None:
        """The calendar to count by: the named one, or the only one."""
        if name is not None:
            named = self.names.find(name, Kind.CALENDAR)
            return named.signature if named and isinstance(named.signature, WorkCalendar) else None
        known = [*self.names.of_kind(Kind.CALENDAR)]
        if not known:
            hint = Fix(None, (with_use(self.problems.files[span.file], "calendar_china"),))
            self.problems.report("POL-344", span, hint=hint)
        elif len(known) > 1:
            called_ = tuple(map(called, known))
            self.problems.report("POL-345", span, calendars=called_, first=known[0].name)
        elif isinstance(known[0].signature, WorkCalendar):
            return known[0].signature
        return None

    def _is_undefined(self, applied: model.Apply, node: syntax.Apply) -> bool:
        """Whether an operation has no value because of a literal operand, which is reported."""
        values = [limit_of(operand) for operand in applied.operands]
        if NEVER not in values or not applied.operation.undefined(values):
            return False
        types = [operand.type for operand in applied.operands]
        span = node.operands[values.index(NEVER)].span
        self.problems.report("POL-314", span, operation=said(applied.operation, types))
        return True

    def _is_too_long(self, applied: model.Apply, node: syntax.Apply) -> bool:
        """Whether there are more periods between two literal days than a list may have, which is
        reported."""
        unit = next((u for u, listed in PERIODS_OF.items() if listed is applied.operation), None)
        days = [limit_of(operand) for operand in applied.operands]
        if unit is None or None in days or not applied.operation.undefined(days):
            return False
        first, last = (unit.number(day) for day in days if isinstance(day, date))
        self.problems.report("POL-350", node.span, count=last - first + 1, most=MOST_PERIODS)
        return True

    def suits(self, applied: model.Apply, nodes: Sequence[syntax.Expression]) -> bool:
        """Whether operands that must be literal numbers are numbers that may stand there."""
        written_out = applied.operation.written_out
        if written_out is None:
            return True
        place, number = written_out.place, len(applied.operands)
        value = limit_of(applied.operands[place])
        if value is None and not written_out.always:
            return True
        if value is not None and written_out.suits(value, number):
            return True
        self.problems.report(
            "POL-313",
            nodes[place].span,
            expected=Phrase(*written_out.expected(number)),
        )
        return False

    def _applied(
        self,
        operations: Sequence[Operation],
        node: syntax.Expression,
        operands: Sequence[syntax.Expression],
        scope: Scope,
    ) -> Expression | None:
        """The first of the operations that takes these operands."""
        checked = [self.check(operand, scope) for operand in operands]
        known = tuple(operand for operand in checked if operand is not None)
        if len(known) < len(checked):
            return None
        types = [operand.type for operand in known]
        for operation in operations:
            result = operation.result(types)
            if result is not None:
                return model.Apply(operation, known, result, span=node.span)
        self.problems.report(
            "POL-302",
            node.span,
            operation=said(operations[0], types),
            expected=operand_types(operations[0]),
            hint=expression_hints.to_combine(node, *types)
            if isinstance(node, syntax.Arithmetic)
            else expression_hints.to_be_taken(operations, operands, types),
        )
        return None

    def _negate(
        self, operand: syntax.Expression, scope: Scope, node: syntax.Expression
    ) -> Expression | None:
        inner = self.check(operand, scope)
        if inner is None:
            return None
        result = NEGATE.result((inner.type,))
        if result is None:
            self.lists.report_type(inner, NUMBER_OR_MONEY, node)
            return None
        return model.Apply(NEGATE, (inner,), result, span=node.span)

    def _choose(
        self, choose: syntax.Choose, scope: Scope, expected: Type | None
    ) -> Expression | None:
        condition = self.condition(choose.condition, scope)
        branches = (choose.consequence, choose.alternative)
        if expected is None:
            checked = self._alike(branches, scope)
        else:
            each = [self.check(branch, scope, expected) for branch in branches]
            checked = None if None in each else tuple(b for b in each if b is not None)
        if condition is None or checked is None:
            return None
        first, second = checked
        together = common(first.type, second.type)
        if together is None:
            self.lists.report_type(second, type_phrase(first.type), choose.alternative)
            return None
        return model.Choose(condition, first, second, together, span=choose.span)


_MAY_CHANGE: Final = (model.ParameterValue, model.AsOf, model.FactValue, model.FactOf)
"""Expressions whose value may differ by day."""
_ON_A_DAY: Final = Phrase("as it stood on", "当日的")
_WRITTEN_ALONE: Final = Phrase("write it alone: {text}", "直接写：{text}")
_GIVEN: Final = Phrase("something that “{name}” is given", "“{name}”的给定项")
_RECORD: Final = Phrase("a value that is a record", "表示记录的值")
_DAYS_OF_PERIOD: Final = Phrase(
    "of a period q its first and last day can be asked: start of q, end of q",
    "期间只能问首末两日，写成：月 的首日、月 的末日（“月”是该期间的名称）",
)
_OWN_FIELD: Final = Phrase(
    "a field of the record itself is written alone: {text}", "记录自身的字段直接写：{text}"
)
