"""Examples and properties."""

from collections.abc import Iterator
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.checking.clauses import head_of, present, single
from linkage_rules.language.checking.data import DataChecker, find_record_type
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.resolve import Kind, Names, Problems
from linkage_rules.model.findings import FindingAnswer
from linkage_rules.model.package import Example, Expectation, Property
from linkage_rules.words.finding_words import ANSWERABLE, FINDING_NAMES
from linkage_rules.words.messages import Phrase, keyword_phrase


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
        given = single(self.problems, declaration, syntax.Given)
        needed = Phrase("a line such as: as of 2023-05-01", "这样的一行：截至 2023年5月1日")
        as_of = single(self.problems, declaration, syntax.AsOfDate, needed)
        if not any(
            isinstance(c, syntax.Expect | syntax.ExpectMissing) for c in declaration.clauses
        ):
            expected = Phrase(
                "a line such as: expect enter_library is forbidden",
                "这样的一行：期望 纳入项目库 被禁止",
            )
            self.problems.report(
                "POL-110", head_of(declaration), clause=keyword_phrase("EXPECT"), expected=expected
            )
        if record_type is None:
            return None
        scope = Scope(record_type, any_outcome=True)
        expectations = tuple(self._expectations(declaration, scope))
        record = self.data.record(given.entries if given else (), record_type)
        if as_of is None:
            return None
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
        needed = Phrase(
            "a line such as: always not (x is violated)", "这样的一行：总有 非 （某规范 被违反）"
        )
        always = single(self.problems, declaration, syntax.Always, needed)
        if record_type is None or always is None:
            return None
        claim = self.expressions.condition(always.expression, Scope(record_type))
        if claim is None:
            return None
        answers = present(map(self._answer, syntax.clauses_of(declaration, syntax.AnswersClause)))
        return Property(declaration.title, record_type.name, claim, answers, declaration.span)

    def _answer(self, clause: syntax.AnswersClause) -> FindingAnswer | None:
        kind = ANSWERABLE.get(clause.kind.text)
        if kind is None:
            self.problems.unknown_name(_FINDING, clause.kind, ANSWERABLE)
        else:
            name = FINDING_NAMES[kind]
            self.names.refer(clause.kind, name.en, name.zh)
        names = [self._about(name) for name in clause.names]
        if kind is None or None in names:
            return None
        return FindingAnswer(kind, tuple(name for name in names if name), clause.span)

    def _about(self, name: syntax.Name) -> str | None:
        """The ASCII name of whatever is declared under a name."""
        symbol = self.names.by_spelling.get(name.text)
        if symbol is None:
            self.problems.unknown_name(_DECLARED, name, self.names.by_spelling)
            return None
        self.names.refer(name, symbol.name, symbol.label)
        return symbol.name


_FINDING: Final = Phrase("a kind of finding", "发现的种类")
_DECLARED: Final = Phrase("something the policy declares", "政策中声明的名称")
