"""Several questions about one list answered in one pass over its elements.

A pass costs far more than what is asked in it. So what each question finds in an element is one
digit of a whole number, and the sum over the elements holds the counts for all of them. A digit
counts to fifteen; for a longer list each question makes its own pass, which costs nothing where
there is none.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import ibis
from attrs import frozen

from linkage_rules.engines.tabular.columns import Column
from linkage_rules.engines.tabular.expressions import ListQuestion, Translator
from linkage_rules.engines.tabular.lists import each
from linkage_rules.engines.tabular.numbers import Number, literal
from linkage_rules.engines.tabular.values import Cell, Elements, Plain, choose
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Aggregation
from linkage_rules.model.types import EnumType

_BITS: Final = 4
_MOST: Final = 2**_BITS - 1
_DIGITS: Final = 15
"""Digits of a whole number of 64 bits."""


@frozen
class Pack:
    """Questions about one list of the record, by name, each with the place of its first digit."""

    column: str
    list_: model.FieldValue
    places: Mapping[str, int]


def packs(questions: Mapping[str, ListQuestion]) -> Iterator[Pack]:
    """The questions that can share a pass with others, or gain from having theirs in digits."""
    by_list: dict[str, list[str]] = {}
    for name, question in questions.items():
        if _digits(question) is not None:
            assert isinstance(question.collection, model.FieldValue)
            by_list.setdefault(question.collection.name, []).append(name)
    for field, names in by_list.items():
        places: dict[str, int] = {}
        used = 0
        for name in names:
            width = _digits(questions[name]) or 0
            if used + width > _DIGITS:
                yield from _pack(field, places, questions)
                places, used = {}, 0
            places[name] = used
            used += width
        yield from _pack(field, places, questions)


def _pack(
    field: str, places: Mapping[str, int], questions: Mapping[str, ListQuestion]
) -> Iterator[Pack]:
    first = next(iter(places))
    if len(places) > 1 or isinstance(questions[first], model.Aggregate):
        list_ = questions[first].collection
        assert isinstance(list_, model.FieldValue)
        yield Pack(f"pack_{first}", list_, dict(places))


def _digits(question: ListQuestion) -> int | None:
    """How many digits a question takes; ``None`` if it cannot be answered by counting."""
    match question:
        case model.ElementOf() | model.Some() | model.Every() | model.Aggregate() if not (
            isinstance(question.collection, model.FieldValue)
            and isinstance(question.collection.record, model.Subject)
        ):
            return None
        case model.Some() | model.Every():
            return 2
        case model.Aggregate(Aggregation.COUNT, where=where) if where is not None:
            return 2
        case model.Aggregate(Aggregation.DISTINCT, item=item, where=None) if item is not None:
            type_ = item.type
            members = len(type_.members) if isinstance(type_, EnumType) else _DIGITS
            return members + 1 if members < _DIGITS else None
    return None


def packed(
    pack: Pack, questions: Mapping[str, ListQuestion], translator: Translator
) -> Column | None:
    """The sum of all digits over the elements; NULL for an unknown list."""
    elements = translator.cell(pack.list_)
    if not isinstance(elements, Elements):
        return None
    known = elements

    def digits(column: Column) -> Column:
        element = known.element(column)
        terms = [
            _contribution(questions[name], place, element, translator)
            for name, place in pack.places.items()
        ]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    found = ibis.coalesce(each(known.column, 0, digits).sums().cast("int64"), literal(0))
    return (known.column.length() <= _MOST).cases((True, found))


def _contribution(
    question: ListQuestion, place: int, element: Cell, translator: Translator
) -> Column:
    match question:
        case model.Some(variable, body=body):
            said = translator.truth_of_element(body, variable, element)
        case model.Every(variable, body=body):
            said = ~translator.truth_of_element(body, variable, element)
        case model.Aggregate(Aggregation.COUNT, variable=variable, where=where) if where:
            said = translator.truth_of_element(where, variable, element)
        case model.Aggregate(item=item, variable=variable) if item is not None:
            assert isinstance(item.type, EnumType)
            value = translator.cell_of_element(item, variable, element)
            assert isinstance(value, Plain)
            members = [m.name for m in item.type.members]
            cases = [(name, _digit(place + n)) for n, name in enumerate(members)]
            return value.column.cases(*cases, else_=_digit(place + len(members)))
        case _:
            raise AssertionError(question)
    return said.cases((True, _digit(place)), (False, literal(0)), else_=_digit(place + 1))


def _digit(place: int) -> Column:
    return literal(1 << _BITS * place)


def answered(question: ListQuestion, place: int, digits: Column, list_: Column, slow: Cell) -> Cell:
    """The answer of one question from the digits of all; ``slow`` is that of its own pass."""
    is_long = ibis.coalesce(list_.length() > _MOST, False)
    return choose(is_long, slow, _from_digits(question, place, digits))


def _from_digits(question: ListQuestion, place: int, digits: Column) -> Cell:
    match question:
        case model.Some():
            return Plain(_any(digits, place) | _unless_any(digits, place + 1))
        case model.Every():
            return Plain(~(_any(digits, place) | _unless_any(digits, place + 1)))
        case model.Aggregate(Aggregation.COUNT):
            counted = (digits >> _BITS * place) & literal(_MOST)
            found = _any(digits, place + 1).cases((False, counted))
            return Number(found, 1, 0, _MOST)
        case model.Aggregate(item=item) if item is not None:
            assert isinstance(item.type, EnumType)
            number = len(item.type.members)
            kinds = [_any(digits, place + n).cast("int64") for n in range(number)]
            counted = kinds[0]
            for kind in kinds[1:]:
                counted = counted + kind
            found = _any(digits, place + number).cases((False, counted))
            return Number(found, 1, 0, _MOST)
    raise AssertionError(question)


def _any(digits: Column, place: int) -> Column:
    return (digits & literal(_MOST << _BITS * place)) != literal(0)


def _unless_any(digits: Column, place: int) -> Column:
    """No where there is none, else unknown."""
    return _any(digits, place).nullif(ibis.literal(True))
