"""The fields by which a person recognises a record, and what is most worth knowing of it."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar
from linkage_rules.model.values import Value
from linkage_rules.presenting.plain_words import as_words
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words

_MOST: Final = 20
_LONGEST: Final = 40
_TYPES: Final = (Scalar.TEXT, Scalar.MONEY, Scalar.DATE)


@frozen
class Particular:
    """A field with its value."""

    label: Phrase
    value: Phrase


def particulars(decision: Decision) -> tuple[Particular, ...]:
    """The first twenty fields of a record that are known and short, and its lists of amounts."""
    fields = decision.record_type.fields
    shown = ((field, _shown(field, decision.record[field.name])) for field in fields)
    found = tuple(Particular(spoken(field), words) for field, words in shown if words is not None)
    return found[:_MOST]


def _shown(field: Field, value: Value) -> Phrase | None:
    if value is None:
        return None
    if isinstance(field.type, ListType) and isinstance(field.type.element, RecordType):
        return _amounts(value, field.type.element)
    if isinstance(value, str) and field.type is Scalar.TEXT:
        return Phrase(value, value) if len(value) <= _LONGEST else None
    if field.type in _TYPES or isinstance(field.type, EnumType):
        return _in_words(value, field)
    return None


def _in_words(value: Value, field: Field) -> Phrase:
    words = in_words(value, field.type)
    return Phrase(as_words(words.en), words.zh) if isinstance(field.type, EnumType) else words


def _amounts(value: Value, type_: RecordType) -> Phrase | None:
    """A list such as the funds of a project: each kind with its amount."""
    kind = next((f for f in type_.fields if isinstance(f.type, EnumType)), None)
    amount = next((f for f in type_.fields if f.type is Scalar.MONEY), None)
    if kind is None or amount is None or kind is not type_.fields[0]:
        return None
    listed = tuple(_each_amount(value, kind, amount))
    return wording.LISTED.filled(listed=listed) if listed else None


def _each_amount(value: Value, kind: Field, amount: Field) -> Iterator[Phrase]:
    for element in value if isinstance(value, tuple) else ():
        if isinstance(element, Mapping):
            known = [field for field in (kind, amount) if element[field.name] is not None]
            parts = [_in_words(element[field.name], field) for field in known]
            if parts:
                yield Phrase(" ".join(p.en for p in parts), "".join(p.zh for p in parts))
