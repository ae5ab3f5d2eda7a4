"""The form of a record: what the page has to know of a type to let somebody fill it in."""

from collections.abc import Mapping
from typing import Any, Final

from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.records.refusals import described
from linkage_rules.records.schema import bounds_told
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.told_values import in_words

_KINDS: Final[Mapping[Scalar, str]] = {
    Scalar.YES_NO: "yes_no",
    Scalar.WHOLE: "whole",
    Scalar.NUMBER: "number",
    Scalar.MONEY: "money",
    Scalar.DATE: "date",
    Scalar.PERIOD: "period",
    Scalar.TEXT: "text",
}
"""What the page calls the scalar types."""


def record_form(record_type: RecordType, language: Language) -> dict[str, Any]:
    """The fields of a type and of all types that its records hold, by their names.

    Each field has what it is called, the kind of its values, what is expected in words, and what
    leaving it out means: ``blank`` are the words for the value it is then read as, None where it
    is unknown.

    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY, required=True),))
    >>> form = record_form(fund, "zh")
    >>> form["type"], form["types"]["Fund"]["fields"][0]["label"]
    ('Fund', '金额')
    """
    types: dict[str, Any] = {}
    _add(record_type, types, language)
    return {"type": record_type.name, "types": types}


def record_types(package: Package, language: Language) -> list[dict[str, str]]:
    """The record types that can be judged by themselves: those that something is declared of, first
    those that norms are about."""
    judged = dict.fromkeys(
        declared.record_type
        for named in (package.norms, package.actions, package.stated_facts)
        for declared in named.values()
    )
    types = (package.record_types[name] for name in judged)
    return [{"name": one.name, "label": called(one).render(language)} for one in types]


def _add(record_type: RecordType, types: dict[str, Any], language: Language) -> None:
    if record_type.name in types:
        return
    # It has its place first: a record may hold records of its own type.
    shape = types[record_type.name] = {"label": called(record_type).render(language)}
    shape["fields"] = [_field(field, types, language) for field in record_type.fields]


def _field(field: Field, types: dict[str, Any], language: Language) -> dict[str, Any]:
    told = [described(field.type), *bounds_told(field)]
    blank = None if field.blank is None else in_words(field.blank, field.type).render(language)
    return {
        "name": field.name,
        "label": called(field).render(language),
        **_kind(field.type, types, language),
        "required": field.required,
        "blank": blank,
        "expected": ("，" if language == "zh" else ", ").join(p.render(language) for p in told),
    }


def _kind(type_: Type, types: dict[str, Any], language: Language) -> dict[str, Any]:
    match type_:
        case Scalar():
            return {"kind": _KINDS[type_]}
        case EnumType(members=members):
            return {
                "kind": "enum",
                "members": [
                    {"name": one.name, "label": called(one).render(language)} for one in members
                ],
            }
        case ListType(element):
            return {"kind": "list", "element": _kind(element, types, language)}
        case RecordType():
            _add(type_, types, language)
            return {"kind": "record", "type": type_.name}
