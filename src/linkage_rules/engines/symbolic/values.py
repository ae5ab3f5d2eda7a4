"""Open values of the language: terms for the content, and the condition that it is known.

The content has no meaning where that condition is not met, so everything here checks `known_of`
first.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import define, field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.terms import (
    UNKNOWN,
    Bool,
    Quantity,
    Truth,
    all_of,
    any_of,
    chosen,
    negated,
    same_truth,
    truth_of,
)
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Value


@frozen(eq=False)
class Single:
    """A number, an amount, a day (as ordinal), a text or an enum value (as number)."""

    known: Bool
    value: Quantity


@frozen(eq=False)
class OpenPeriod:
    """A period."""

    known: Bool
    months: Quantity
    days: Quantity


@define(eq=False)
class Row:
    """A record; the terms of a field are made when it is first read. All fields of an unknown
    record are unknown."""

    known: Bool
    make: Callable[[str], "Symbolic"]
    _fields: dict[str, "Symbolic"] = field(factory=dict, init=False)

    def read(self, name: str) -> "Symbolic":
        if name not in self._fields:
            self._fields[name] = self.make(name)
        return self._fields[name]


@define(eq=False)
class Rest:
    """The elements of a list beyond those that are written out; ``count`` is their number.

    ``loose`` lets them answer questions about the list in any way; where it is ruled out, the
    elements written out are enough for every question (see `demand`). ``origin`` is the path of the
    list in the record, without numbers, or the expression that lists periods. ``total`` is the sum
    of the elements, where that is known.
    """

    count: Quantity
    loose: Bool
    origin: Hashable
    total: Quantity | None = None
    answers: dict[Any, Any] = field(factory=dict, init=False)


@frozen(eq=False)
class Element:
    """An element of a list, with the condition that it is there."""

    present: Bool
    value: "Symbolic"


@frozen(eq=False)
class Many:
    """A list: the elements that are written out, and the rest.

    For the shares of a distribution ``whose`` are the elements that they belong to.
    """

    known: Bool
    elements: tuple[Element, ...]
    rests: tuple[tuple[Bool, Rest], ...] = ()
    whose: tuple["Symbolic", ...] = ()

    def of(self, element: "Symbolic") -> "Symbolic":
        """The share of an element."""
        return next(
            share.value
            for whose, share in zip(self.whose, self.elements, strict=True)
            if whose is element
        )


Symbolic: TypeAlias = Truth | Single | OpenPeriod | Row | Many


def known_of(value: Symbolic) -> Bool:
    return value.known


def unknown(type_: Type) -> Symbolic:
    """The unknown value of a type."""
    match type_:
        case Scalar.YES_NO:
            return UNKNOWN
        case Scalar.PERIOD:
            return OpenPeriod(False, 0, 0)
        case ListType():
            return Many(False, ())
        case RecordType(fields=fields):
            types = {declared.name: declared.type for declared in fields}
            return Row(False, lambda name: unknown(types[name]))
        case _:
            return Single(False, 0)


_MADE_UP: Final = "文本"


def is_made_up(text: str) -> bool:
    """Whether a text was made up to be different from all others."""
    return text.rstrip("′").removeprefix(_MADE_UP).isdecimal() and text.startswith(_MADE_UP)


@frozen
class Texts:
    """Numbers that stand for texts; a policy can only ask whether two texts are the same."""

    numbers: dict[str, int] = field(factory=dict)

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))

    def text(self, number: int) -> str:
        """The text with a number; a made-up one where no text has it yet."""
        by_number = {known: text for text, known in self.numbers.items()}
        text = by_number.get(number, f"{_MADE_UP}{number}")
        while number not in by_number and text in self.numbers:
            text += "′"
        return text


def constant(value: Value, type_: Type, texts: Texts) -> Symbolic:
    """A known value, or the unknown one for ``None``."""
    match type_, value:
        case _, None:
            return unknown(type_)
        case Scalar.YES_NO, bool(truth):
            return Truth(truth, not truth)
        case _, Period(months, days):
            return OpenPeriod(True, months, days)
        case _, date() as day:
            return Single(True, day.toordinal())
        case EnumType(members=members), str(name):
            names = [member.name for member in members]
            return Single(True, names.index(name))
        case _, str(text):
            return Single(True, texts.number(text))
        case ListType(element), tuple(elements):
            found = (Element(True, constant(e, element, texts)) for e in elements)
            return Many(True, tuple(found))
        case RecordType(fields=fields), Mapping():
            types = {declared.name: declared.type for declared in fields}
            record: Mapping[str, Value] = value
            return Row(True, lambda name: constant(record[name], types[name], texts))
    return Single(True, value)


def choose(condition: Truth, consequence: Symbolic, alternative: Symbolic) -> Symbolic:
    """One of two values of a type; unknown where the condition is."""
    yes, no = condition.yes, condition.no

    def either(first: Bool, second: Bool) -> Bool:
        return any_of((all_of((yes, first)), all_of((no, second))))

    known = either(known_of(consequence), known_of(alternative))
    match consequence, alternative:
        case Truth(), Truth():
            return Truth(
                either(consequence.yes, alternative.yes), either(consequence.no, alternative.no)
            )
        case Single(), Single():
            return Single(known, chosen(yes, consequence.value, alternative.value))
        case OpenPeriod(), OpenPeriod():
            months = chosen(yes, consequence.months, alternative.months)
            return OpenPeriod(known, months, chosen(yes, consequence.days, alternative.days))
        case Row(), Row():
            first, second = consequence, alternative
            return Row(known, lambda n: choose(condition, first.read(n), second.read(n)))
        case Many(), Many():
            return Many(
                known,
                tuple(
                    Element(all_of((taken, element.present)), element.value)
                    for taken, many in ((yes, consequence), (no, alternative))
                    for element in many.elements
                ),
                tuple(
                    (all_of((taken, guard)), rest)
                    for taken, many in ((yes, consequence), (no, alternative))
                    for guard, rest in many.rests
                ),
            )
    raise TypeError(f"{consequence!r} and {alternative!r} are of different types")


def equal(left: Symbolic, right: Symbolic) -> Truth:
    """Whether two single values are the same."""
    known = all_of((known_of(left), known_of(right)))
    match left, right:
        case Truth(), Truth():
            return truth_of(known, terms.same(left.yes, right.yes))
        case Single(), Single():
            return truth_of(known, terms.equal(left.value, right.value))
        case OpenPeriod(), OpenPeriod():
            pairs = ((left.months, right.months), (left.days, right.days))
            return truth_of(known, all_of(terms.equal(*pair) for pair in pairs))
    raise TypeError(f"{left!r} and {right!r} cannot be compared")


def overturned_value(before: Symbolic, after: Symbolic) -> Bool:
    """The condition that a known single value has changed; unknown may become anything."""
    return all_of((known_of(before), negated(equal(before, after).yes)))


def other_value(before: Symbolic, after: Symbolic, *, known: bool) -> Bool:
    """The condition that two single values differ; with ``known`` only where both are known."""
    if isinstance(before, Truth) and isinstance(after, Truth):
        if not known:
            return negated(same_truth(before, after))
        return any_of((all_of((before.yes, after.no)), all_of((before.no, after.yes))))
    other = all_of((known_of(after), overturned_value(before, after)))
    if known:
        return other
    one, two = known_of(before), known_of(after)
    return any_of((other, all_of((one, negated(two))), all_of((negated(one), two))))


def related(
    relation: Callable[[Quantity, Quantity], Bool], left: Symbolic, right: Symbolic
) -> Truth:
    """The truth of an order between two quantities."""
    assert isinstance(left, Single)
    assert isinstance(right, Single)
    known = all_of((left.known, right.known))
    return truth_of(known, relation(left.value, right.value))


def computed(function: Callable[..., Quantity], *parts: Symbolic, valid: Bool = True) -> Single:
    """A function of known quantities; unknown when one of them is, or where it is not ``valid``."""
    singles = [part for part in parts if isinstance(part, Single)]
    known = all_of((valid, *(part.known for part in singles)))
    return Single(known, function(*(part.value for part in singles)))


def first_that(cases: Iterable[tuple[Bool, Symbolic]], otherwise: Symbolic) -> Symbolic:
    """The value of the first case whose condition is met; ``otherwise`` where none is."""
    result = otherwise
    for condition, value in reversed(list(cases)):
        result = choose(Truth(condition, negated(condition)), value, result)
    return result
