"""Values in words, by their types."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from linkage_rules.model.periods import CALENDAR_PERIOD, named
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Value
from linkage_rules.words import decision_words as wording
from linkage_rules.words.literals import as_written, write_date, write_money, write_period
from linkage_rules.words.messages import Phrase

_LONGEST_TEXT: Final = 60
_MOST_LISTED: Final = 6


def in_words(value: Value, type_: Type) -> Phrase:
    """A value as a person reads it: money in yuan, enum values by label, lists summarised.

    A text is cut to 60 characters and shown on one line.

    >>> in_words(120_000_000, Scalar.MONEY), in_words(None, Scalar.DATE)
    (Phrase(en='1.2 million yuan', zh='120万元'), Phrase(en='unknown', zh='未知'))
    >>> in_words((True, False), ListType(Scalar.YES_NO)).zh
    '是、否'
    """
    match type_, value:
        case _, None:
            return wording.UNKNOWN
        case _, bool(truth):
            return wording.ANSWERS[truth]
        case Scalar.MONEY, int() | Fraction() as fen:
            return Phrase(write_money(fen, "en"), write_money(fen, "zh"))
        case _, int() | Fraction() as number:
            written = as_written(number)
            return Phrase(written, written)
        case _, date() as day:
            return Phrase(write_date(day, "en"), write_date(day, "zh"))
        case _, Period() as period:
            return Phrase(write_period(period, "en"), write_period(period, "zh"))
        case EnumType(members=members), str(name):
            label = next(member.label for member in members if member.name == name)
            return Phrase(name, label or name)
        case _, str(text):
            return wording.QUOTED.filled(text=readable(text))
        case ListType(element), tuple(elements):
            return _listed(elements, element)
        case RecordType(), Mapping() if type_ == CALENDAR_PERIOD:
            return Phrase(*named(value))
    return wording.REPORTED


def _listed(elements: tuple[Value, ...], type_: Type) -> Phrase:
    if not elements:
        return wording.NONE_AT_ALL
    if isinstance(type_, RecordType | ListType):
        count = len(elements)
        return wording.ONE_ITEM if count == 1 else wording.SOME_ITEMS.filled(count=count)
    items = tuple(in_words(element, type_) for element in elements[:_MOST_LISTED])
    if len(elements) <= _MOST_LISTED:
        return wording.LISTED.filled(listed=items)
    more = len(elements) - _MOST_LISTED
    english = wording.AND_MORE.filled(items=items, count=more).en
    return Phrase(english, wording.AND_MORE.filled(items=items, count=len(elements)).zh)


def readable(text: str) -> str:
    """A text on one line, cut to 60 characters.

    >>> readable("一" * 61)[-3:]
    '一一…'
    """
    return printable(text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…")


def printable(text: str) -> str:
    r"""A text with a space for each white space, and unprintable characters escaped.

    >>> print(printable("a\n\u202eb"))
    a \u202eb
    """
    # A space is the only printable white space, so such a text needs no change.
    if text.isprintable():
        return text
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    if character.isspace():
        return " "
    return character if character.isprintable() else repr(character)[1:-1]
