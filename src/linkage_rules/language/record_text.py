"""Records as the policy language writes them, so that they can be pasted into a policy."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from linkage_rules.language import syntax
from linkage_rules.language.keywords import Language
from linkage_rules.language.names import preferred
from linkage_rules.language.printer import print_declaration
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.language.unparse import speller, unparse
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value

_KINDS = {
    Scalar.WHOLE: LiteralKind.WHOLE,
    Scalar.NUMBER: LiteralKind.DECIMAL,
    Scalar.MONEY: LiteralKind.MONEY,
}


def example_text(
    title: str,
    record_type: RecordType,
    record: Record,
    as_of: date,
    expected: Iterable[Expression],
    package: Package,
    language: Language,
) -> str:
    """An example with what is known in a record, in Chinese by labels, in English by ASCII names.

    >>> from linkage_rules.model.types import Field
    >>> village = RecordType("Village", "村", (Field("income", "收入", Scalar.MONEY),))
    >>> record, day = {"income": 120_000_000}, date(2023, 5, 1)
    >>> print(example_text("一个村", village, record, day, (), Package(name="p"), "zh"))
    示例 "一个村" 关于 村
      给定 收入：120万元
      截至 2023年5月1日
    """
    spell = speller(package, language)
    clauses: list[syntax.Clause] = [
        syntax.Given(tuple(entries(record, record_type, language))),
        syntax.AsOfDate(as_of),
        *(syntax.Expect(unparse(expectation, spell), ()) for expectation in expected),
    ]
    of = syntax.Name(preferred(record_type.name, record_type.label, language))
    return print_declaration(syntax.ExampleDeclaration(title, of, tuple(clauses)), language)


def entries(record: Record, record_type: RecordType, language: Language) -> Iterator[syntax.Entry]:
    """What is known in a record, field by field."""
    for field in record_type.fields:
        value = record[field.name]
        if value is not None:
            name = syntax.Name(preferred(field.name, field.label, language))
            yield syntax.Entry(name, _datum(value, field.type, language))


def _datum(value: Value, type_: Type, language: Language) -> syntax.Datum:
    match type_, value:
        case _, None:
            return syntax.UnknownDatum()
        case Scalar.YES_NO, bool(answer):
            return syntax.Literal(LiteralKind.YES_NO, answer)
        case EnumType(members=members), str(name):
            member = next(member for member in members if member.name == name)
            return syntax.Name(preferred(member.name, member.label, language))
        case _, str(text):
            return syntax.Literal(LiteralKind.TEXT, text)
        case _, date() as day:
            return syntax.Literal(LiteralKind.DATE, day)
        case _, Period() as period:
            return syntax.Literal(LiteralKind.PERIOD, period)
        case Scalar(), int() | Fraction() as number:
            return syntax.Literal(_KINDS[type_], number)
        case ListType(element), tuple(elements):
            return syntax.ListDatum(tuple(_datum(e, element, language) for e in elements))
        case RecordType() as record_type, Mapping() as record:
            return syntax.RecordDatum(tuple(entries(record, record_type, language)))
    raise ValueError(f"{value!r} is not of type {type_}")
