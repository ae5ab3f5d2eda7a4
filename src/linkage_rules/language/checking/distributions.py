"""Distributions: their participants, the amount, and the weights."""

from fractions import Fraction
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.lists import NUMBER_OR_MONEY, limit_of
from linkage_rules.language.checking.norms import citations, readings_of, simplified_because, single
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.remarks import to_the_fen
from linkage_rules.language.checking.resolve import (
    FactSignature,
    Names,
    Problems,
    list_of_record,
)
from linkage_rules.language.fixes import Fix
from linkage_rules.language.hints.choices import writing
from linkage_rules.language.syntax import LiteralKind
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact
from linkage_rules.model.package import Package
from linkage_rules.model.types import NUMERIC, ListType, RecordType, Scalar, Type
from linkage_rules.words.messages import Phrase

_AMONG_LINE: Final = Phrase(
    "a line such as: among h in households", "这样的一行：分配对象 户 属于 农户们"
)
_TOTAL_LINE: Final = Phrase(
    "a line such as: total net_income * share_ratio", "这样的一行：总额 净收益 × 分配比例"
)
_BY_LINE: Final = Phrase("a line such as: by h.shares", "这样的一行：依照 户.股数")
_TO_LINE: Final = Phrase("a line such as: to 0.01 yuan", "这样的一行：精确到 0.01元")


def signature_of(
    declaration: syntax.DistributionDeclaration, record_type: RecordType
) -> FactSignature:
    """The signature of a distribution: its shares are numbers if its unit is a number."""
    units = (clause.unit for clause in syntax.clauses_of(declaration, syntax.InUnits))
    unit = next(units, None)
    while isinstance(unit, syntax.Negate):
        unit = unit.operand
    is_number = isinstance(unit, syntax.Literal) and unit.kind is not LiteralKind.MONEY
    shares = ListType(Scalar.NUMBER if is_number else Scalar.MONEY)
    lists = (clause.collection for clause in syntax.clauses_of(declaration, syntax.Among))
    among = _field_of(next(lists, None), record_type)
    return FactSignature(record_type.name, shares, among=() if among is None else among[0])


def _field_of(
    node: syntax.Expression | None, record_type: RecordType
) -> tuple[tuple[str, ...], Type] | None:
    """The names that lead to a field of the record or of a record in it, and its type."""
    path: tuple[str, ...] = ()
    within: Type = record_type
    if isinstance(node, syntax.PartOf):
        found = _field_of(node.whole, record_type)
        if found is None:
            return None
        (path, within), name = found, node.name
    elif isinstance(node, syntax.Name):
        name = node
    else:
        return None
    field = within.by_spelling.get(name.text) if isinstance(within, RecordType) else None
    return None if field is None else ((*path, field.name), field.type)


class DistributionChecker:
    """Checks distributions."""

    def __init__(self, names: Names, problems: Problems, expressions: ExpressionChecker) -> None:
        self.names = names
        self.problems = problems
        self.expressions = expressions

    def distribution(
        self, declaration: syntax.DistributionDeclaration, record_type: RecordType | None
    ) -> Fact | None:
        """The fact that holds the shares; None where it has a fault, which was reported."""
        among = single(self.problems, declaration, syntax.Among, _AMONG_LINE)
        total = single(self.problems, declaration, syntax.Total, _TOTAL_LINE)
        base = single(self.problems, declaration, syntax.Base)
        by = single(self.problems, declaration, syntax.ByWeight, _BY_LINE)
        to = single(self.problems, declaration, syntax.InUnits, _TO_LINE)
        readings = readings_of(self.names, self.problems, declaration)
        simplified = simplified_because(self.problems, declaration)
        signature = self.names.by_spelling[declaration.name.text].signature
        if record_type is None or not isinstance(signature, FactSignature):
            return None
        assert isinstance(signature.type, ListType)
        amount = signature.type.element
        scope = Scope(record_type)
        unit = self._unit(to, scope)
        whole = self.expressions.check_as(total.expression, amount, scope) if total else None
        collection = self._collection(among, scope)
        if among is None or collection is None:
            return None
        variable, inner = self.expressions.lists.bind(among.variable, collection, scope)
        where = self.expressions.condition(among.where, inner) if among.where else None
        first = self.expressions.check_as(base.expression, amount, inner) if base else None
        weight = self._weight(by, inner)
        unfit = (among.where and where is None) or (base and first is None)
        if unfit or unit is None or whole is None or weight is None:
            return None
        means = model.Distribute(
            *(variable, collection, where, whole, first, weight, unit, signature.type),
            span=declaration.name.span,
        )
        return Fact(
            declaration.name.text,
            declaration.label,
            record_type.name,
            signature.type,
            means,
            citations(declaration),
            declaration.span,
            simplified=simplified,
            readings=readings,
        )

    def _unit(self, clause: syntax.InUnits | None, scope: Scope) -> int | Fraction | None:
        """The unit: a literal number or amount above zero."""
        if clause is None:
            return None
        checked = self.expressions.check(clause.unit, scope)
        if checked is None:
            return None
        unit = limit_of(checked)
        is_amount = checked.type in NUMERIC or checked.type is Scalar.MONEY
        if is_amount and isinstance(unit, int | Fraction) and unit > 0:
            return unit
        unit_ = self.problems.text(clause.unit.span)
        english = self.problems.is_english(clause.span)
        hint = Fix(None, (writing(clause.unit.span, "0.01 yuan" if english else "0.01元"),))
        self.problems.report("POL-380", clause.unit.span, hint=hint, unit=unit_)
        return None

    def _collection(self, clause: syntax.Among | None, scope: Scope) -> Expression | None:
        """The list of participants, a field of the record; a computed list has no entries of its
        own."""
        if clause is None:
            return None
        found = self.expressions.lists.list_of(clause.collection, scope)
        if found is None:
            return None
        if isinstance(found, model.FactValue) and self._is_distribution(found.name):
            self.problems.report("POL-381", clause.collection.span)
            return None
        if list_of_record(found):
            return found
        written = self.problems.quoted(clause.collection.span)
        self.problems.report("POL-382", clause.collection.span, written=written)
        return None

    def _is_distribution(self, name: str) -> bool:
        signature = self.names.by_spelling[name].signature
        return isinstance(signature, FactSignature) and signature.among is not None

    def _weight(self, clause: syntax.ByWeight | None, scope: Scope) -> Expression | None:
        weight = self.expressions.check(clause.expression, scope) if clause else None
        if weight is None or weight.type in NUMERIC or weight.type is Scalar.MONEY:
            return weight
        assert clause is not None
        self.expressions.lists.report_type(weight, NUMBER_OR_MONEY, clause.expression)
        return None

    def check_bases(self, package: Package) -> None:
        """Report bases that may be fractions of a fen, although they are paid as they are."""
        declared = [(f, f.means) for f in package.declared_facts if f.name not in package.derived]
        bases = [(m.base, m.span) for _, m in declared if isinstance(m, model.Distribute)]
        whole = package.whole_facts if bases else frozenset[str]()
        for base, span in bases:
            if (
                base is None
                or base.type is not Scalar.MONEY
                or span.file not in self.problems.files
            ):
                continue
            if not model.is_whole(base, whole.__contains__):
                hint = Fix(None, (to_the_fen(base.span, self.problems),))
                written = self.problems.quoted(base.span)
                self.problems.report("POL-386", base.span, hint=hint, written=written)
