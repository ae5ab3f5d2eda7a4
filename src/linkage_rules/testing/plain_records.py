"""Valid records in the forms that programs and people write them in, and the same with a fault."""

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any, Final

from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value

_ODD: Final[tuple[Any, ...]] = (
    *(None, True, "", "x", "是", "2022-02-30", "2022-W49-3", "20221207", "120万元", "\ud800"),
    *(-1, 10**18 + 1, 1.5, Fraction(1, 3), Fraction(4, 2), date(1, 1, 1), Period(1, 1)),
    *([], {}, [None], [{}], {"unheard of": 1}, (), b"x", {"x"}),
)


def as_given(record: Record, record_type: RecordType, random: Random) -> dict[str, Any]:
    """The same record, sometimes written otherwise: an unknown field left out or ``None`` (always
    ``None`` where a blank has a meaning), a label for a name, a day or an amount as text, a list as
    a list.

    >>> from linkage_rules.model.types import Field
    >>> project = RecordType("Project", None, (Field("start", "开工", Scalar.DATE),))
    >>> as_given({"start": date(2023, 5, 1)}, project, Random(4))
    {'start': '2023-05-01'}
    """
    labels = random.random() < 0.2
    given: dict[str, Any] = {}
    for field in record_type.fields:
        value = record[field.name]
        if value is not None or field.blank is not None or random.random() < 0.2:
            name = field.label if labels and field.label else field.name
            given[name] = _given(value, field.type, random)
    return given


def damaged(given: dict[str, Any], random: Random) -> dict[str, Any]:
    """A record with something odd in one place, which may or may not be wrong."""
    name = random.choice(["unheard of", *given])
    value = given.get(name)
    if isinstance(value, dict) and random.random() < 0.7:
        return {**given, name: damaged(value, random)}
    if isinstance(value, list) and value and random.random() < 0.7:
        place = random.randrange(len(value))
        inside = value[place]
        odd = damaged(inside, random) if isinstance(inside, dict) else random.choice(_ODD)
        return {**given, name: [*value[:place], odd, *value[place + 1 :]]}
    return {**given, name: random.choice(_ODD)}


def _given(value: Value, type_: Type, random: Random) -> Any:
    match type_:
        case _ if value is None:
            return None
        case RecordType():
            assert isinstance(value, dict)
            return as_given(value, type_, random)
        case ListType(element):
            assert isinstance(value, tuple)
            elements = [_given(one, element, random) for one in value]
            return elements if random.random() < 0.8 else tuple(elements)
        case EnumType(members=members):
            (label,) = (member.label for member in members if member.name == value)
            return label if label and random.random() < 0.2 else value
        case Scalar.DATE:
            return str(value) if random.random() < 0.5 else value
        case Scalar.YES_NO:
            return ("yes" if value else "否") if random.random() < 0.1 else value
        case Scalar.MONEY:
            return f"{value}分" if random.random() < 0.1 else value
        case _:
            return value
