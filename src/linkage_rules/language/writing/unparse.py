"""Checked expressions back to syntax, so that a derivation can be read in either language."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from linkage_rules.language import syntax
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.language.writing.printer import print_expression
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.operations import Comparison, Listing, Operation, Operator
from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, RecordType, Scalar
from linkage_rules.model.values import Percent, Period
from linkage_rules.words.keywords import Language
from linkage_rules.words.literals import write_number
from linkage_rules.words.names import preferred
from linkage_rules.words.telling import fact_called

Named: TypeAlias = (
    model.Constant
    | model.Subject
    | model.Variable
    | model.FieldValue
    | model.ParameterValue
    | model.FactValue
    | model.FactOf
    | model.Apply
    | model.NormApplies
    | model.NormIs
    | model.ActionIs
)
"""The expressions that contain names: among constants the enum values, among operations those that
count by a calendar."""

Speller: TypeAlias = Callable[[Named], str]
"""A function that gives the spelling of the name in an expression."""

_KINDS = {
    Scalar.WHOLE: LiteralKind.WHOLE,
    Scalar.NUMBER: LiteralKind.DECIMAL,
    Scalar.MONEY: LiteralKind.MONEY,
}
_QUANTIFIERS = {
    model.Some: syntax.Quantifier.SOME,
    model.Every: syntax.Quantifier.EVERY,
}


def describe(expression: Expression, package: Package, language: Language) -> str:
    """A checked expression on one line: in Chinese by labels, in English by ASCII names.

    Raises ValueError as `unparse` does, and KeyError for a name that the package does not know.

    >>> from linkage_rules.model.types import Field
    >>> village = RecordType("Village", "村", (Field("income", "收入", Scalar.MONEY),))
    >>> income = model.FieldValue(model.Subject(village), "income", Scalar.MONEY)
    >>> known = model.IsKnown(income)
    >>> describe(known, Package(name="p"), "zh"), describe(known, Package(name="p"), "en")
    ('收入 已知', 'income is known')
    """
    return print_expression(unparse(expression, speller(package, language)), language)


def speller(package: Package, language: Language) -> Speller:
    """Spells names as the package declares them: in Chinese by label where there is one."""

    def spell(node: Named) -> str:
        match node:
            case model.Variable(name):
                return name
            case model.Constant(value, EnumType(members=members)):
                member = next(member for member in members if member.name == value)
                return preferred(member.name, member.label, language)
            case model.Subject(RecordType() as record_type):
                return preferred(record_type.name, record_type.label, language)
            case model.FieldValue(record, name):
                label = _label_of_field(record.type, name)
                return preferred(name, label, language)
            case model.ParameterValue(name):
                return preferred(name, package.parameters[name].label, language)
            case model.FactValue(name) | model.FactOf(name):
                fact = package.facts[name]
                if name in package.hidden:
                    return fact_called(fact, package).render(language)
                return preferred(name, fact.label, language)
            case model.Apply(operation) if operation.calendar is not None:
                calendar = operation.calendar
                # A calendar need not be named if it is the only one.
                alone = len(package.calendars) < 2
                return "" if alone else preferred(calendar.name, calendar.label, language)
            case model.NormApplies(name) | model.NormIs(name):
                return preferred(name, package.norms[name].label, language)
            case model.ActionIs(name):
                return preferred(name, package.actions[name].label, language)
        raise ValueError(f"{node!r} names nothing")

    return spell


def _label_of_field(record_type: object, name: str) -> str | None:
    return record_type.by_spelling[name].label if isinstance(record_type, RecordType) else None


def unparse(expression: Expression, spell: Speller) -> syntax.Expression:
    """The syntax of a checked expression, with every name as ``spell`` gives it.

    Checking the result again gives an equal expression, but for a number that no decimal denotes:
    one third becomes the quotient ``1 / 3``; and for what a distribution says, which is declared
    and can only be read. Raises ValueError for a constant that the language
    has no expression for: unknown, a list or a record.

    >>> half = model.Constant(Fraction(-1, 2), Scalar.NUMBER)
    >>> print_expression(unparse(half, lambda named: ""), "en")
    '-0.5'
    """

    def again(inner: Expression) -> syntax.Expression:
        return unparse(inner, spell)

    match expression:
        case model.Constant():
            return _constant(expression, spell)
        case model.FieldValue(model.Subject()):
            return syntax.Name(spell(expression))
        case model.FieldValue(record):
            return syntax.PartOf(again(record), syntax.Name(spell(expression)))
        case model.ParameterValue(day=day) if day is not None:
            return syntax.OnDay(syntax.Name(spell(expression)), again(day))
        case model.OnDay(operand, day):
            return syntax.OnDay(again(operand), again(day))
        case model.Subject() | model.Variable() | model.ParameterValue() | model.FactValue():
            return syntax.Name(spell(expression))
        case model.FactOf(record=record, given=given, arguments=arguments):
            about = None if isinstance(record, model.Subject) else again(record)
            name = syntax.Name(spell(expression))
            if about is not None and not given:
                return syntax.PartOf(about, name)
            named = zip(given, arguments, strict=True)
            values = tuple(syntax.Argument(syntax.Name(n), again(value)) for n, value in named)
            return syntax.Asked(about, name, values)
        case model.AsOf():
            return syntax.AsOf()
        case model.Not(operand):
            return syntax.Not(again(operand))
        case model.And(operands):
            return syntax.And(tuple(map(again, operands)))
        case model.Or(operands):
            return syntax.Or(tuple(map(again, operands)))
        case model.Implies(condition, consequence):
            return syntax.Implies(again(condition), again(consequence))
        case model.ElementOf(operand, collection):
            return syntax.ElementOf(again(operand), again(collection))
        case model.Apply(operation, operands):
            period = model.period_around(expression)
            if period is not None:
                return syntax.ElementOf(again(operands[0]), again(period))
            applied = _applied(operation, tuple(map(again, operands)))
            calendar = "" if operation.calendar is None else spell(expression)
            return syntax.ByCalendar(applied, syntax.Name(calendar)) if calendar else applied
        case model.Choose(condition, consequence, alternative):
            return syntax.Choose(again(condition), again(consequence), again(alternative))
        case model.Some(variable, collection, body) | model.Every(variable, collection, body):
            name = syntax.Name(spell(variable))
            quantifier = _QUANTIFIERS[type(expression)]
            return syntax.Quantified(quantifier, name, again(collection), again(body))
        case model.HowMany(least, most, variable, collection, body):
            kind = syntax.Quantifier
            which = (
                kind.AT_LEAST if most is None else kind.EXACTLY if most == least else kind.AT_MOST
            )
            number = syntax.Literal(LiteralKind.WHOLE, least if most is None else most)
            name = syntax.Name(spell(variable))
            return syntax.Quantified(which, name, again(collection), again(body), number=number)
        case model.Aggregate(aggregation, item, variable, collection, where):
            return syntax.Aggregate(
                aggregation,
                None if item is None else again(item),
                # The variable of “count(list)” has no name.
                syntax.Name(spell(variable)) if variable.name else None,
                again(collection),
                None if where is None else again(where),
            )
        case model.ShareOf(distribution, variable):
            return syntax.ShareOf(syntax.Name(spell(distribution)), syntax.Name(spell(variable)))
        case model.Distribute(variable, collection, where, total, base, weight):
            return syntax.Distributed(
                again(total),
                syntax.Name(spell(variable)),
                again(collection),
                None if where is None else again(where),
                None if base is None else again(base),
                again(weight),
                again(model.unit_of(expression)),
            )
        case model.IsKnown(operand):
            return syntax.IsKnown(again(operand))
        case model.NormApplies():
            return syntax.OutcomeIs(syntax.Name(spell(expression)), None)
        case model.NormIs(status=status):
            return syntax.OutcomeIs(syntax.Name(spell(expression)), status)
        case model.ActionIs(verdict=verdict):
            return syntax.OutcomeIs(syntax.Name(spell(expression)), verdict)


def _applied(operation: Operation, operands: tuple[syntax.Expression, ...]) -> syntax.Expression:
    match operation.written, operands:
        case Comparison() as comparison, (left, right):
            return syntax.Compare(comparison, left, right)
        case Listing(), (operand, *choices):
            return syntax.OneOf(operand, tuple(choices))
        case Operator() as sign, (left, right):
            return syntax.Arithmetic(sign, left, right)
        case Operator(), (operand,):
            return syntax.Negate(operand)
    return syntax.Apply(operation, operands)


def _constant(constant: model.Constant, spell: Speller) -> syntax.Expression:
    match constant.value, constant.type:
        case str(), EnumType():
            return syntax.Name(spell(constant))
        case str() as text, Scalar.TEXT:
            return syntax.Literal(LiteralKind.TEXT, text)
        case bool() as answer, Scalar.YES_NO:
            return syntax.Literal(LiteralKind.YES_NO, answer)
        case date() as day, Scalar.DATE:
            return syntax.Literal(LiteralKind.DATE, day)
        case Period() as period, Scalar.PERIOD:
            return syntax.Literal(LiteralKind.PERIOD, period)
        case (int() | Fraction()) as number, (Scalar.WHOLE | Scalar.NUMBER | Scalar.MONEY) as unit:
            kind = LiteralKind.PERCENT if isinstance(number, Percent) else _KINDS[unit]
            return _number(number, kind)
    raise ValueError(f"no literal denotes {constant.value!r} of type {constant.type}")


def _number(number: int | Fraction, kind: LiteralKind) -> syntax.Expression:
    if number < 0:
        return syntax.Negate(_number(-number, kind))
    has_literal = number.denominator == 1 if kind is LiteralKind.MONEY else _is_decimal(number)
    if has_literal:
        return syntax.Literal(kind, number)
    numerator = syntax.Literal(kind, number.numerator)
    denominator = syntax.Literal(LiteralKind.WHOLE, number.denominator)
    return syntax.Arithmetic(Operator.OVER, numerator, denominator)


def _is_decimal(number: int | Fraction) -> bool:
    return "/" not in write_number(number)
