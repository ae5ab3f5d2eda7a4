"""A record that shows something, as the page shows it: to be read, to be changed in a form, and to
be made an example."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from linkage_rules.language.writing.transcribing import datum
from linkage_rules.model.types import ListType, RecordType, Scalar, Type
from linkage_rules.model.values import NEVER, Record, Value
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.literals import NEVER_WORDS
from linkage_rules.words.told_values import in_words, printable


def record_shown(
    record: Record, record_type: RecordType, as_of: date, language: Language
) -> dict[str, Any]:
    """A record with its day: ``rows`` are what is known of it in words, ``record`` is all of it as
    somebody would type it.

    >>> from linkage_rules.model.types import Field
    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY),))
    >>> shown = record_shown({"amount": 120_000_000}, fund, date(2023, 5, 1), "zh")
    >>> shown["rows"], shown["record"], shown["as_of"]
    ([{'label': '金额', 'words': '120万元'}], {'amount': '120万元'}, '2023-05-01')
    """
    return {
        "type": record_type.name,
        "called": called(record_type).render(language),
        "as_of": as_of.isoformat(),
        "rows": [
            {"label": printable(label), "words": printable(words)}
            for label, words in _rows("", record, record_type, language)
        ],
        "record": typed(record, record_type, language),
    }


def typed(value: Value, type_: Type, language: Language) -> Any:
    """A value as plain data, as it is typed: money, numbers and periods as texts with their units,
    dates as ISO 8601; None is unknown, and a field is left out that is unknown where it is blank.
    `linkage_rules.records.validate` reads the same value.

    A number that no decimal denotes is a quotient, which cannot be read back.
    """
    match value, type_:
        case None | bool() | str(), _:
            return value
        case date(), _:
            return NEVER_WORDS["en"] if value == NEVER else value.isoformat()
        case tuple(), ListType(element):
            return [typed(item, element, language) for item in value]
        case Mapping(), RecordType(fields=fields):
            return {
                one.name: typed(value.get(one.name), one.type, language)
                for one in fields
                if value.get(one.name) is not None or one.blank is not None
            }
        case int(), Scalar.WHOLE:
            return value
    return datum(value, type_, language)


def _rows(
    before: str, record: Mapping[str, Value], record_type: RecordType, language: Language
) -> Iterator[tuple[str, str]]:
    """What is known of a record, each value by its own row; of what is blank by itself also that
    it is unknown."""
    for field in record_type.fields:
        label, value = f"{before}{called(field).render(language)}", record.get(field.name)
        if value is not None or field.blank is not None:
            yield from _of_value(label, value, field.type, language)


def _of_value(
    label: str, value: Value, type_: Type, language: Language
) -> Iterator[tuple[str, str]]:
    match value, type_:
        case Mapping(), RecordType():
            yield from _rows(f"{label} · ", value, type_, language)
        case tuple(), ListType(element) if value:
            for number, item in enumerate(value, 1):
                yield from _of_value(f"{label} {number}", item, element, language)
        case _:
            yield label, in_words(value, type_).render(language)
