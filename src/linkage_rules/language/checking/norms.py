"""Norms and their clauses: bearers, action, conditions, strength, and clauses that occur twice."""

from collections.abc import Iterable
from typing import Final, TypeVar

from attrs import evolve

from linkage_rules.language import syntax
from linkage_rules.language.checking.deadlines import DeadlineChecker, TermClause
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.outcomes import Scope, report_record_type
from linkage_rules.language.checking.parties import PartyChecker
from linkage_rules.language.checking.resolve import (
    ActionSignature,
    Kind,
    Names,
    NormSignature,
    Problems,
)
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.clauses import BY_NODE, ClauseRow, Shape
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Fix
from linkage_rules.language.hints.choices import each
from linkage_rules.model.expressions import Expression, FactValue, FieldValue
from linkage_rules.model.norms import Bearing, Citation, Interval, Norm
from linkage_rules.model.recurrence import spanning
from linkage_rules.model.spans import Span
from linkage_rules.model.types import EnumType, RecordType, Scalar
from linkage_rules.words.called import called
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase
from linkage_rules.words.names import says_nothing

_C = TypeVar("_C", bound=syntax.Clause)
_F = TypeVar("_F")


def single(
    problems: Problems,
    declaration: syntax.Declaration,
    kind: type[_C],
    needed: Phrase | None = None,
) -> _C | None:
    """The one clause of a kind; ``needed`` says what to write when it must not be absent."""
    row = BY_NODE[kind]
    found = [*syntax.clauses_of(declaration, kind)]
    for clause in found[1:]:
        problems.report(
            "POL-109",
            clause.span,
            hint=_one_of_two(problems, row, found[0].span, clause.span),
            related=(Related(problems.excerpt(found[0].span), FIRST_PLACE),),
            clause=keyword_phrase(row.keyword),
        )
    if found:
        return found[0]
    if needed is not None:
        called = keyword_phrase(row.keyword)
        problems.report("POL-110", head_of(declaration), clause=called, expected=needed)
    return None


def _one_of_two(problems: Problems, row: ClauseRow, first: Span, second: Span) -> Fix:
    """The choices for a clause that is there twice: to join the two, or to remove one of them."""
    if row.node is syntax.Duty:
        return Fix(row.joined)  # What is owed besides is a norm of its own.
    either = problems.without(first, second).choices
    if row.joined is None or not row.places:
        return Fix(row.joined, either)
    places = [problems.behind(clause, row.keyword) for clause in (first, second)]
    one, two = map(problems.text, places)
    english = problems.is_english(first)
    if row.places[0].shape is Shape.EXPRESSION:
        form = "({}) {} ({})" if english else "（{}） {} （{}）"
        words = (keyword_phrase(word) for word in ("AND", "OR"))
        texts = [form.format(one, word.en if english else word.zh, two) for word in words]
    else:
        texts = [f"{one}{', ' if english else '、'}{two}"]
    gone = problems.without(second).choices[0].edits
    joined = (evolve(made, edits=(*made.edits, *gone)) for made in each(places[0], texts))
    return Fix(row.joined, (*joined, *either))


def citations(declaration: syntax.Declaration) -> tuple[Citation, ...]:
    return tuple(
        Citation(c.clause, c.quote, c.span) for c in syntax.clauses_of(declaration, syntax.Cites)
    )


def readings_of(
    names: Names, problems: Problems, declaration: syntax.Declaration
) -> tuple[str, ...]:
    """The readings that a declaration rests on by name."""
    clause = single(problems, declaration, syntax.Under)
    found = [names.find(name, Kind.READING) for name in clause.readings] if clause else []
    return tuple(dict.fromkeys(symbol.name for symbol in found if symbol is not None))


def simplified_because(problems: Problems, declaration: syntax.Declaration) -> str | None:
    """The reason why a declaration says less than the text; a missing reason is reported."""
    clause = single(problems, declaration, syntax.Simplified)
    if clause is None:
        return None
    if says_nothing(clause.because):
        problems.report("POL-397", clause.span)
    return clause.because


def head_of(declaration: syntax.Declaration) -> Span:
    match declaration:
        case syntax.ExampleDeclaration() | syntax.PropertyDeclaration():
            return declaration.record_type.span
        case syntax.StatementDeclaration():
            return declaration.span
        case _:
            return declaration.name.span


def present(items: Iterable[_F | None]) -> tuple[_F, ...]:
    return tuple(item for item in items if item is not None)


def interval_of(
    problems: Problems,
    declaration: syntax.PolicyDeclaration | syntax.NormDeclaration | syntax.OverrideDeclaration,
) -> Interval | None:
    """The days of the one ``in force`` clause, if there is one."""
    clause = single(problems, declaration, syntax.InForce)
    return Interval(clause.start, clause.end) if clause else None


def duty_of(
    declaration: syntax.NormDeclaration | syntax.OverrideDeclaration,
) -> syntax.Duty | None:
    """The first duty of a norm, whether or not there are more."""
    return next(syntax.clauses_of(declaration, syntax.Duty), None)


class NormChecker:
    """Checks the clauses of norms about one record type."""

    def __init__(self, names: Names, problems: Problems, expressions: ExpressionChecker) -> None:
        self.names = names
        self.problems = problems
        self.expressions = expressions
        self.deadlines = DeadlineChecker(names, problems, expressions)
        self.parties = PartyChecker(names, problems)

    def norm(
        self,
        declaration: syntax.NormDeclaration | syntax.OverrideDeclaration,
        label: str | None,
        record_type: RecordType | None,
        policy: Interval,
    ) -> Norm | None:
        """The norm that is declared, in force as long as its policy unless it has days of its own.

        None without a record type or where a clause is missing; each is reported, a missing record
        type by the caller.
        """
        duty = single(self.problems, declaration, syntax.Duty, _DUTY_LINE)
        when = single(self.problems, declaration, syntax.When)
        unless = single(self.problems, declaration, syntax.Unless)
        overrides = single(self.problems, declaration, syntax.Overrides)
        governed_by = single(self.problems, declaration, syntax.GovernedBy)
        delegated = single(self.problems, declaration, syntax.Delegated)
        answerable = single(self.problems, declaration, syntax.Answerable)
        readings = readings_of(self.names, self.problems, declaration)
        simplified = simplified_because(self.problems, declaration)
        in_force = interval_of(self.problems, declaration)
        lasting = single(self.problems, declaration, syntax.Lasting)
        terms: tuple[TermClause, ...] = present(
            (
                single(self.problems, declaration, syntax.Within),
                single(self.problems, declaration, syntax.WithinWorkingDays),
                single(self.problems, declaration, syntax.NoLaterThan),
                single(self.problems, declaration, syntax.Before),
            )
        )
        recurring = single(self.problems, declaration, syntax.Recurring)
        bearers = self.parties.bearers(duty) if duty else None
        counterparty = self.parties.counterparty(duty, bearers or ()) if duty else None
        if record_type is None:
            return None
        scope = Scope(record_type)
        conditions = [
            self.expressions.condition(clause.expression, scope) if clause else None
            for clause in (when, unless)
        ]
        overridden = self._overridden(overrides, record_type) if overrides else ()
        field = self._date_field(governed_by.field, record_type) if governed_by else None
        answering = self._answerable(answerable, scope) if answerable else ()
        held = self.deadlines.lasting(lasting, scope) if lasting else None
        deadline = self.deadlines.deadline(declaration.name.text, duty, recurring, terms, scope)
        symbol = self.names.by_spelling[declaration.name.text]
        signature = symbol.signature
        if duty is None or not isinstance(signature, NormSignature):
            return None
        action = self.names.by_spelling[signature.action]
        self._same_record_type(duty.action, action.signature, record_type)
        if not bearers:
            return None
        bearer, *co_bearers = bearers
        return Norm(
            name=symbol.name,
            label=label,
            record_type=record_type.name,
            modality=duty.modality,
            strength=duty.strength,
            bearer=bearer,
            action=signature.action,
            when=conditions[0],
            unless=conditions[1],
            overrides=overridden,
            in_force=in_force or policy,
            citations=citations(declaration),
            span=declaration.span,
            governed_by=field,
            delegated=delegated is not None,
            readings=readings,
            answerable=answering,
            lasting=held,
            deadline=deadline,
            co_bearers=tuple(co_bearers),
            bearing=duty.bearing if co_bearers else Bearing.ONE,
            counterparty=counterparty,
            simplified=simplified,
            spanning=spanning(deadline),
        )

    def _date_field(self, name: syntax.Name, record_type: RecordType) -> str | None:
        field = record_type.by_spelling.get(name.text)
        if field is None:
            kind = _DATE_FIELD.filled(record_type=called(record_type))
            dates = {s: f for s, f in record_type.by_spelling.items() if f.type is Scalar.DATE}
            self.problems.unknown_name(kind, name, dates, record_type.by_spelling)
            return None
        self.names.refer(name, field)
        if field.type is not Scalar.DATE:
            found, expected = type_phrase(field.type), type_phrase(Scalar.DATE)
            self.problems.report("POL-301", name.span, found_type=found, expected_type=expected)
        return field.name

    def _answerable(self, clause: syntax.Answerable, scope: Scope) -> tuple[Expression, ...]:
        """The texts and enum values of the record that tell who is responsible."""
        found = [(name, self.expressions.check(name, scope)) for name in clause.names]
        for name, value in found:
            if value is None:
                continue
            if not isinstance(value, FieldValue | FactValue) or not _names_somebody(value):
                self.problems.report(
                    "POL-301",
                    name.span,
                    found_type=type_phrase(value.type),
                    expected_type=_WHO_ANSWERS,
                )
        return tuple(value for _, value in found if value is not None)

    def _overridden(self, clause: syntax.Overrides, record_type: RecordType) -> tuple[str, ...]:
        found = [(name, self.names.find(name, Kind.NORM)) for name in clause.norms]
        for name, symbol in found:
            if symbol is not None:
                self._same_record_type(name, symbol.signature, record_type)
        return tuple(symbol.name for _, symbol in found if symbol is not None)

    def _same_record_type(
        self, name: syntax.Name, signature: object, record_type: RecordType
    ) -> None:
        about = signature if isinstance(signature, ActionSignature | NormSignature) else None
        if about is not None and about.record_type != record_type.name:
            scope = Scope(record_type)
            report_record_type(self.names, self.problems, name, about.record_type, scope)


def _names_somebody(value: FieldValue | FactValue) -> bool:
    return value.type is Scalar.TEXT or isinstance(value.type, EnumType)


_WHO_ANSWERS: Final = Phrase(
    "a field or fact of the record that is a text or an enum value",
    "记录的字段或事实，类型为文本或枚举",
)
_DATE_FIELD: Final = Phrase("a date field of {record_type}", "{record_type}的日期字段")
_DUTY_LINE: Final = Phrase(
    "a line such as: county must enter_library (or “must not”, “may” …)",
    "这样的一行：县级主管部门 应当 纳入项目库（或“不得”“可以”等）",
)
