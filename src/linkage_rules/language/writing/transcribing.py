"""Records back to syntax, so that a record can be pasted into an example as it is shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from linkage_rules.language import syntax
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.language.writing.printer import print_clause, print_datum, print_declaration
from linkage_rules.language.writing.unparse import Speller, speller, unparse
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Expectation, Package
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Percent, Period, Record, Value
from linkage_rules.words.keywords import Language
from linkage_rules.words.names import preferred

_KINDS = {
    Scalar.WHOLE: LiteralKind.WHOLE,
    Scalar.NUMBER: LiteralKind.DECIMAL,
    Scalar.MONEY: LiteralKind.MONEY,
}


def given(record: Record, record_type: RecordType, language: Language) -> str:
    """The ``given`` lines of an example that holds a record; what is unknown is left out.

    In Chinese fields and enum values are named by label. A number that no decimal denotes is
    shown as a quotient, which an example cannot hold.

    >>> from linkage_rules.model.types import Field
    >>> village = RecordType("V", "村", (Field("people", "人数", Scalar.WHOLE),))
    >>> given({"people": 3}, village, "zh"), given({"people": None}, village, "en")
    ('  给定 人数：3', '  given')
    """
    return print_clause(syntax.Given(entries(record, record_type, language)), language)


def as_of(day: date, language: Language) -> str:
    """The ``as of`` line of an example.

    >>> as_of(date(2023, 5, 1), "en")
    '  as of 2023-05-01'
    """
    return print_clause(syntax.AsOfDate(day), language)


def example_text(
    title: str,
    record_type: RecordType,
    record: Record,
    as_of: date,
    expected: Iterable[Expression | Expectation],
    package: Package,
    language: Language,
) -> str:
    """A whole example with what is known in a record.

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
        syntax.Given(entries(record, record_type, language)),
        syntax.AsOfDate(as_of),
        *(_expect(one, package, spell, language) for one in expected),
    ]
    of = syntax.Name(preferred(record_type.name, record_type.label, language))
    return print_declaration(syntax.ExampleDeclaration(title, of, tuple(clauses)), language)


def _expect(
    expected: Expression | Expectation, package: Package, spell: Speller, language: Language
) -> syntax.Clause:
    if not isinstance(expected, Expectation):
        return syntax.Expect(unparse(expected, spell), ())
    assert expected.holds is not None
    norms = (package.norms[name] for name in expected.by)
    by = tuple(syntax.Name(preferred(norm.name, norm.label, language)) for norm in norms)
    return syntax.Expect(unparse(expected.holds, spell), by)


def datum(value: Value, type_: Type, language: Language) -> str:
    """A value as an example writes it, on one line.

    >>> datum((1, None), ListType(Scalar.WHOLE), "en")
    '[1, unknown]'
    """
    return print_datum(_datum(value, type_, language), language)


def entries(
    record: Record, record_type: RecordType, language: Language
) -> tuple[syntax.Entry, ...]:
    return tuple(
        syntax.Entry(
            syntax.Name(preferred(declared.name, declared.label, language)),
            _datum(value, declared.type, language),
        )
        for declared in record_type.fields
        # If it were left out, it would be read as its blank value.
        if (value := record.get(declared.name)) is not None or declared.blank is not None
    )


def _datum(value: Value, type_: Type, language: Language) -> syntax.Datum:
    match value, type_:
        case None, _:
            return syntax.UnknownDatum()
        case tuple(), ListType(element):
            return syntax.ListDatum(tuple(_datum(item, element, language) for item in value))
        case Mapping(), RecordType():
            return syntax.RecordDatum(entries(value, type_, language))
        case str(), EnumType(members=members):
            label = next((m.label for m in members if m.name == value), None)
            return syntax.Name(preferred(value, label, language))
        case str(), _:
            return syntax.Literal(LiteralKind.TEXT, value)
        case bool(), _:
            return syntax.Literal(LiteralKind.YES_NO, value)
        case date(), _:
            return syntax.Literal(LiteralKind.DATE, value)
        case Period(), _:
            return syntax.Literal(LiteralKind.PERIOD, value)
        case ((int() | Fraction()), Scalar()):
            kind = LiteralKind.PERCENT if isinstance(value, Percent) else _KINDS[type_]
            return syntax.Literal(kind, value)
    raise TypeError(f"{value!r} is not of type {type_}")
