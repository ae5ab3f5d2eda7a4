"""Examples and properties."""

from collections.abc import Iterator

from linkage_rules.language import syntax
from linkage_rules.language.check_clauses import head_of, keyword, single
from linkage_rules.language.check_data import DataChecker, find_record_type
from linkage_rules.language.check_expressions import ExpressionChecker
from linkage_rules.language.check_outcomes import Scope
from linkage_rules.language.messages import Phrase
from linkage_rules.language.resolve import Kind, Names, Problems
from linkage_rules.model.package import Example, Expectation, Property


class ExampleChecker:
    """Checks what analysts claim of their policy: of one record, or of all."""

    def __init__(
        self,
        names: Names,
        problems: Problems,
        data: DataChecker,
        expressions: ExpressionChecker,
    ) -> None:
        self.names = names
        self.problems = problems
        self.data = data
        self.expressions = expressions

    def example(self, declaration: syntax.ExampleDeclaration) -> Example | None:
        record_type = find_record_type(self.names, declaration)
        given = single(self.problems, declaration, syntax.Given, "GIVEN")
        needed = Phrase("as of date", "截至 日期")
        as_of = single(self.problems, declaration, syntax.AsOfDate, "AS_OF_DATE", needed)
        if record_type is None or as_of is None:
            return None
        scope = Scope(record_type, any_outcome=True)
        expectations = tuple(self._expectations(declaration, scope))
        if not any(
            isinstance(c, syntax.Expect | syntax.ExpectMissing) for c in declaration.clauses
        ):
            expected = Phrase("expect followed by an outcome", "期望 之后写结果")
            self.problems.report(
                "POL-110", head_of(declaration), clause=keyword("EXPECT"), expected=expected
            )
        entries = given.entries if given else ()
        record = self.data.record(entries, record_type)
        return Example(
            declaration.title, record_type.name, record, as_of.day, expectations, declaration.span
        )

    def _expectations(
        self, declaration: syntax.ExampleDeclaration, scope: Scope
    ) -> Iterator[Expectation]:
        for clause in declaration.clauses:
            match clause:
                case syntax.Expect(expression, by):
                    holds = self.expressions.condition(expression, scope)
                    norms = [self.names.find(name, Kind.NORM) for name in by]
                    if holds is not None:
                        deciding = tuple(norm.name for norm in norms if norm)
                        yield Expectation(holds, deciding, span=clause.span)
                case syntax.ExpectMissing(paths):
                    missing = tuple(self.data.path(p, scope.subject, clause.span) for p in paths)
                    yield Expectation(missing=missing, span=clause.span)

    def property(self, declaration: syntax.PropertyDeclaration) -> Property | None:
        record_type = find_record_type(self.names, declaration)
        needed = Phrase("always followed by a condition", "总有 之后写条件")
        always = single(self.problems, declaration, syntax.Always, "ALWAYS", needed)
        if record_type is None or always is None:
            return None
        claim = self.expressions.condition(always.expression, Scope(record_type))
        if claim is None:
            return None
        return Property(declaration.title, record_type.name, claim, declaration.span)
