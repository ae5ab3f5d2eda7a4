"""Generating expressions of a wanted type from the productions of the language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final, TypeAlias, TypeVar

from attrs import evolve, field, frozen
from hypothesis import strategies as st

from linkage_rules.model.operations import (
    BETWEEN,
    END_OF,
    OPERATIONS,
    PERIODS_OF,
    START_OF,
    Alike,
    Operation,
    written_in_words,
)
from linkage_rules.model.periods import CALENDAR_PERIOD
from linkage_rules.model.types import ORDERED, EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER
from linkage_rules.words.literals import read_date_or_never, read_money, read_number, read_percent
from linkage_rules.words.written import spelled

_T = TypeVar("_T")

LITERALS: Final = {
    Scalar.YES_NO: ("no", "yes"),
    Scalar.WHOLE: ("0", "1", "2", "3", "12"),
    Scalar.NUMBER: ("0.5", "30%", "100%", "1.25"),
    Scalar.MONEY: ("0元", "0.01元", "12.50元", "1.5万元"),
    Scalar.DATE: ("2023-01-01", "2024-02-29", "2022-12-31", "2025-12-31", "never"),
    Scalar.PERIOD: ("1 month", "0 days", "3 years", "12 months", "31 days", "9999 years"),
    Scalar.TEXT: ('"a"', '""', '"二"'),
}
_WRITTEN_OUT: Final = {
    Scalar.WHOLE: [(str(n), n) for n in (*range(4), 10, 1000)],
    Scalar.NUMBER: [("0.1", Fraction(1, 10)), ("25%", Fraction(1, 4)), ("0.7", Fraction(7, 10))],
    Scalar.MONEY: [("0.01元", 1), ("1元", 100), ("3元", 300), ("1万元", 10**6)],
}
"""Numbers that operations have as written-out operands, each with its value."""
_SO_MANY: Final = ("at least 1", "at least 2", "at most 1", "exactly 1")
_AGGREGATED: Final = ("sum", "min", "max")


@frozen
class Question:
    """A condition about a norm or an action; ``verdict_on`` is the action if it asks for a
    verdict."""

    text: str
    verdict_on: str | None = None


Facts: TypeAlias = Mapping[str, Sequence[tuple[str, Type]]]
"""The expressions for facts of an element, with their types, by the name of its record type."""


@frozen
class Scope:
    """What an expression may use: values with their types, and questions about outcomes."""

    values: tuple[tuple[str, Type], ...]
    questions: tuple[Question, ...] = ()
    variables: int = 0
    facts: Facts = field(factory=dict)
    shares: Facts = field(factory=dict)
    """Distributions with the types of their shares, by the list of the participants."""
    dated: tuple[tuple[str, Type], ...] = ()
    """What may be asked as of another day: parameters, and facts that rest only on them and on
    fields."""

    def of(self, *types: Type) -> list[str]:
        return [text for text, type_ in self.values if type_ in types]

    def single_types(self) -> list[Type]:
        """The types of the values in scope that can be compared, each once."""
        return list(dict.fromkeys(t for _, t in self.values if isinstance(t, Scalar | EnumType)))

    def lists(self) -> list[tuple[str, Type]]:
        return [(text, type_.element) for text, type_ in self.values if isinstance(type_, ListType)]

    def with_variable(self, element: Type, collection: str = "") -> tuple[str, "Scope"]:
        """A name for an element of a list, and the scope in which it, its fields and its shares may
        be used."""
        name = f"x{self.variables}"
        shares = ((f"({of} of {name})", type_) for of, type_ in self.shares.get(collection, ()))
        values = (*self.values, *paths(name, element, self.facts), *shares)
        return name, evolve(self, values=values, variables=self.variables + 1)


def paths(text: str, type_: Type, facts: Facts) -> Iterator[tuple[str, Type]]:
    """A value and, for a record, everything in it that can be named, with its facts."""
    yield text, type_
    if isinstance(type_, RecordType):
        for declared in type_.fields:
            yield from paths(f"{text}.{declared.name}", declared.type, facts)
        yield from ((f"{text}.{asked}", result) for asked, result in facts.get(type_.name, ()))


def literals(type_: Type) -> Sequence[str]:
    """Some literals of a type; none for records and lists."""
    if isinstance(type_, EnumType):
        return [f"{type_.name}.{member.name}" for member in type_.members]
    return LITERALS[type_] if isinstance(type_, Scalar) else ()


def _in_order(low: str, high: str) -> tuple[str, str]:
    """Two limits in order, since limits the wrong way round are an error.

    >>> _in_order("12", "(-3)"), _in_order("a", "3")
    (('(-3)', '12'), ('a', '3'))
    """
    first, second = _ordinal(low), _ordinal(high)
    reversed_ = first is not None and second is not None and first > second
    return (high, low) if reversed_ else (low, high)


def _ordinal(text: str) -> Fraction | None:
    bare = text.strip("()")
    if (day := read_date_or_never(bare)) is not None:
        return Fraction(day.toordinal())
    for read in (read_number, read_percent, read_money):
        number = read(bare.removeprefix("-"))
        if number is not None:
            return Fraction(-number if bare.startswith("-") else number)
    return None


@frozen
class ExpressionWriter:
    """Generates expressions by drawing one production after another.

    Everything but single words is put in brackets, so that the text means what was drawn. Working
    days are only counted if there are ``calendars``. ``verdicts_asked`` collects the actions whose
    verdicts are used.
    """

    draw: st.DrawFn
    enums: tuple[EnumType, ...]
    with_is_known: bool
    calendars: tuple[str, ...] = ()
    verdicts_asked: set[str] = field(factory=set, init=False)

    def value(self, type_: Type, scope: Scope, depth: int) -> str:
        """An expression of a type for which there is a literal or a value in scope."""
        deeper = self._productions(type_) if depth > 0 else []
        if not deeper or self._chance(4):
            return self._leaf(type_, scope)
        return self._pick(deeper)(type_, scope, depth - 1) or self._leaf(type_, scope)

    def condition(self, scope: Scope, depth: int) -> str:
        return self.value(Scalar.YES_NO, scope, depth)

    def _pick(self, options: Sequence[_T]) -> _T:
        return self.draw(st.sampled_from(options))

    def _chance(self, one_in: int) -> bool:
        return self.draw(st.integers(0, one_in - 1)) == 0

    def _leaf(self, type_: Type, scope: Scope) -> str:
        named = scope.of(type_)
        written = literals(type_)
        if named and (not written or not self._chance(5)):
            return self._pick(named)
        comparable = [t for t in scope.single_types() if t is not Scalar.YES_NO]
        if type_ is Scalar.YES_NO and comparable:
            return self._comparison(self._pick(comparable), scope, 0)
        return self._pick(written)

    def _productions(self, type_: Type) -> list[Callable[[Type, Scope, int], str | None]]:
        """The productions for a type, other than single words. One may fail and give None."""
        match type_:
            case Scalar.YES_NO:
                known = [self._is_known] if self.with_is_known else []
                # Productions that are listed twice are drawn twice as often.
                return [
                    *(self._connected, self._connected, self._not, self._compare, self._compare),
                    *self._comparing_in_words(),
                    *(self._one_of, self._element_of, self._in_period),
                    *(self._question, self._question),
                    *(self._quantified, self._quantified, self._choose, *known, *known),
                    self._on_day,
                    *self._in_words(type_),
                ]
            case Scalar.WHOLE:
                counted = [self._count, self._distinct, *self._in_words(type_)]
                plain = [self._arithmetic, self._aggregate, self._negate]
                return [*plain, *counted, self._choose, self._on_day]
            case Scalar.NUMBER:
                computed = [self._arithmetic, self._quotient, *self._in_words(type_)]
                return [*computed, self._aggregate, self._choose, self._on_day]
            case Scalar.MONEY:
                share = [self._share, *self._in_words(type_)]
                plain = [self._arithmetic, self._aggregate, self._negate]
                return [*plain, *share, self._choose, self._on_day]
            case Scalar.DATE:
                shifted = [self._shift, self._shift, *self._in_words(type_)]
                return [*shifted, self._aggregate, self._choose, self._on_day]
            case _:
                return [*self._in_words(type_), self._choose, self._on_day]

    # Conditions

    def _connected(self, _: Type, scope: Scope, depth: int) -> str:
        word = self._pick(("and", "or", "and", "or", "implies"))
        number = 2 if word == "implies" else self._pick((2, 2, 3))
        return f"({f' {word} '.join(self.condition(scope, depth) for _ in range(number))})"

    def _not(self, _: Type, scope: Scope, depth: int) -> str:
        return f"(not {self.condition(scope, depth)})"

    def _compare(self, _: Type, scope: Scope, depth: int) -> str:
        return self._comparison(self._single(scope), scope, depth)

    def _comparison(self, type_: Type, scope: Scope, depth: int) -> str:
        signs = ("=", "!=", "<", "<=", ">", ">=") if type_ in ORDERED else ("=", "!=")
        left, right = (self.value(type_, scope, depth) for _ in range(2))
        return f"({left} {self._pick(signs)} {right})"

    def _comparing_in_words(self) -> list[Callable[[Type, Scope, int], str]]:
        """A production for each comparison that is written in words."""
        compares = [OPERATIONS[name] for name in written_in_words() if OPERATIONS[name].alike]
        return [partial(self._alike, operation) for operation in compares]

    def _alike(self, operation: Operation, _: Type, scope: Scope, depth: int) -> str:
        types: Sequence[Type] = scope.single_types()
        if operation.alike is Alike.ORDERED:
            ordered = [type_ for type_ in types if type_ in ORDERED]
            types = ordered or [scalar for scalar in Scalar if scalar in ORDERED]
        type_ = self._pick(types or list(Scalar))
        operands = [self.value(type_, scope, depth) for _ in range(operation.arity)]
        if operation is BETWEEN:
            operands[1:] = _in_order(*operands[1:])
        return f"({spelled(operation.words.en, 'en', operands)})"

    def _one_of(self, _: Type, scope: Scope, depth: int) -> str:
        type_ = self._single(scope)
        operand, *choices = (self.value(type_, scope, depth) for _ in range(self._pick((2, 3, 4))))
        return f"({operand} in {{{', '.join(choices)}}})"

    def _element_of(self, _: Type, scope: Scope, depth: int) -> str | None:
        lists = [(text, e) for text, e in scope.lists() if isinstance(e, Scalar | EnumType)]
        if not lists:
            return None
        text, element = self._pick(lists)
        return f"({self.value(element, scope, depth)} in {text})"

    def _in_period(self, _: Type, scope: Scope, depth: int) -> str | None:
        periods = scope.of(CALENDAR_PERIOD)
        if not periods:
            return None
        return f"({self.value(Scalar.DATE, scope, depth)} in {self._pick(periods)})"

    def _question(self, _: Type, scope: Scope, depth: int) -> str | None:
        if not scope.questions:
            return None
        question = self._pick(scope.questions)
        if question.verdict_on is not None:
            self.verdicts_asked.add(question.verdict_on)
        return f"({question.text})"

    def _quantified(self, _: Type, scope: Scope, depth: int) -> str | None:
        if not scope.lists():
            return None
        collection, element = self._list(scope, depth)
        name, inner = scope.with_variable(element, collection)
        word = self._pick(("some", "some", "every", "every", *_SO_MANY))
        return f"({word} {name} in {collection} has {self._about(name, element, inner, depth)})"

    def _about(self, name: str, element: Type, scope: Scope, depth: int) -> str:
        """A condition that mostly uses a new variable."""
        return self.condition(self._narrowed(name, scope), depth)

    def _narrowed(self, name: str, scope: Scope) -> Scope:
        if self._chance(3):
            return scope
        starts = f"{name}."
        about = tuple(
            v
            for v in scope.values
            if v[0] == name or v[0].startswith(starts) or v[0].endswith(f" of {name})")
        )
        return evolve(scope, values=about)

    def _is_known(self, _: Type, scope: Scope, depth: int) -> str:
        if scope.values and not self._chance(3):
            text, _type = self._pick(scope.values)
            return f"({text} is known)"
        return f"({self.value(self._single(scope), scope, depth)} is known)"

    # Values

    def _choose(self, type_: Type, scope: Scope, depth: int) -> str:
        condition = self.condition(scope, depth)
        first, second = (self.value(type_, scope, depth) for _ in range(2))
        return f"(if {condition} then {first} else {second})"

    def _on_day(self, type_: Type, scope: Scope, depth: int) -> str | None:
        """An expression as of another day, which is not a literal “never”."""
        named = [text for text, of in scope.dated if of == type_]
        if type_ is Scalar.YES_NO and not named:
            named = ["(as_of >= 2024-02-29)"]
        if not named:
            return None
        day = self.value(Scalar.DATE, scope, depth)
        return f"({self._pick(named)} as it stood on {'as_of' if day == 'never' else day})"

    def _arithmetic(self, type_: Type, scope: Scope, depth: int) -> str:
        signs = ("+", "-") if type_ is Scalar.MONEY else ("+", "-", "*")
        left, right = (self._numeric(type_, scope, depth) for _ in range(2))
        return f"({left} {self._pick(signs)} {right})"

    def _numeric(self, type_: Type, scope: Scope, depth: int) -> str:
        """A number; where that is wanted a whole number will do."""
        whole = type_ is Scalar.NUMBER and self._chance(3)
        return self.value(Scalar.WHOLE if whole else type_, scope, depth)

    def _quotient(self, _: Type, scope: Scope, depth: int) -> str:
        type_ = self._pick((Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY))
        left, right = (self.value(type_, scope, depth) for _ in range(2))
        return f"({left} / {right})"

    def _share(self, _: Type, scope: Scope, depth: int) -> str:
        money = self.value(Scalar.MONEY, scope, depth)
        number = self._numeric(Scalar.NUMBER, scope, depth)
        forms = (f"({money} * {number})", f"({number} * {money})", f"({money} / {number})")
        return self._pick(forms)

    def _negate(self, type_: Type, scope: Scope, depth: int) -> str:
        return f"(-{self.value(type_, scope, depth)})"

    def _shift(self, _: Type, scope: Scope, depth: int) -> str:
        day = self.value(Scalar.DATE, scope, depth)
        return f"({day} {self._pick(('+', '-'))} {self.value(Scalar.PERIOD, scope, depth)})"

    def _in_words(self, type_: Type) -> list[Callable[[Type, Scope, int], str | None]]:
        """A production for each operation written in words that can give a value of the type."""
        return [
            partial(self._applied, OPERATIONS[name])
            for name in written_in_words()
            if (OPERATIONS[name].counts is None or self.calendars)
            and any(signature.result is type_ for signature in OPERATIONS[name].takes)
        ]

    def _applied(self, operation: Operation, type_: Type, scope: Scope, depth: int) -> str | None:
        if operation in (START_OF, END_OF) and not scope.of(CALENDAR_PERIOD):
            return None
        takes = [signature for signature in operation.takes if signature.result is type_]
        taken = takes[0] if len(takes) == 1 else self._pick(takes)
        number = operation.arity + (self._pick((0, 0, 1)) if taken.repeats else 0)
        types = taken.of(number)
        assert types is not None
        operands = [self.value(operand, scope, depth) for operand in types]
        if operation.undefined([NEVER] * len(operands)):
            operands = ["as_of" if operand == "never" else operand for operand in operands]
        if (fixed := operation.written_out) is not None:
            kind = types[fixed.place]
            assert isinstance(kind, Scalar)
            fit = [text for text, n in _WRITTEN_OUT[kind] if fixed.suits(n, number)]
            worked_out = not fixed.always and _ordinal(operands[fixed.place]) is None
            if not worked_out or self._chance(2):
                operands[fixed.place] = self._pick(fit)
        return f"({spelled(operation.words.en, 'en', operands)}{self._by_calendar(operation)})"

    def _by_calendar(self, operation: Operation) -> str:
        """The clause that names the calendar of an operation, if it counts by one and there are
        several."""
        if operation.counts is None or (len(self.calendars) == 1 and not self._chance(3)):
            return ""
        return f" by calendar {self._pick(self.calendars)}"

    def _single(self, scope: Scope) -> Type:
        """A type for comparing or counting, mostly one that is in scope."""
        found = scope.single_types()
        any_type: Sequence[Type] = (*Scalar, *self.enums)
        return self._pick(any_type if not found or self._chance(4) else found)

    # Lists

    def _list(self, scope: Scope, depth: int) -> tuple[str, Type]:
        """A list in scope, or a choice of two, with the type of its elements."""
        # There may be a thousand periods, so no list of periods is used inside of another.
        if not scope.variables and self._chance(5):
            return self._periods(scope, depth), CALENDAR_PERIOD
        lists = scope.lists()
        shared = [pair for pair in lists if pair[0] in scope.shares]
        text, element = self._pick(shared if shared and self._chance(2) else lists)
        if depth > 0 and text in dict(scope.dated) and self._chance(3):
            text = self._on_day(ListType(element), scope, depth - 1) or text
        others = scope.of(ListType(element))
        if depth > 0 and len(others) > 1 and self._chance(4):
            condition = self.condition(scope, depth - 1)
            text = f"(if {condition} then {text} else {self._pick(others)})"
        return text, element

    def _periods(self, scope: Scope, depth: int) -> str:
        """The list of the periods between two days, neither of which is a literal “never”."""
        days = (self.value(Scalar.DATE, scope, depth) for _ in range(2))
        edges = ["as_of" if day == "never" else day for day in days]
        listing = self._pick(tuple(PERIODS_OF.values()))
        return f"({spelled(listing.words.en, 'en', edges)})"

    def _count(self, _: Type, scope: Scope, depth: int) -> str | None:
        if not scope.lists():
            return None
        if self._chance(3):
            return f"count({self._list(scope, depth)[0]})"
        over, _inner = self._over(scope, depth, where_one_in=1)
        return f"count({over})"

    def _distinct(self, _: Type, scope: Scope, depth: int) -> str | None:
        if not scope.lists():
            return None
        over, inner = self._over(scope, depth, where_one_in=3)
        return f"distinct({self.value(self._single(inner), inner, depth)} over {over})"

    def _aggregate(self, type_: Type, scope: Scope, depth: int) -> str | None:
        if not scope.lists():
            return None
        over, inner = self._over(scope, depth, where_one_in=3)
        word = self._pick(_AGGREGATED[1:] if type_ is Scalar.DATE else _AGGREGATED)
        return f"{word}({self.value(type_, inner, depth)} over {over})"

    def _over(self, scope: Scope, depth: int, where_one_in: int) -> tuple[str, Scope]:
        """The text “x in xs where …”, and the scope for expressions about x."""
        collection, element = self._list(scope, depth)
        name, inner = scope.with_variable(element, collection)
        over = f"{name} in {collection}"
        if self._chance(where_one_in):
            over += f" where {self._about(name, element, inner, depth)}"
        return over, self._narrowed(name, inner)
