"""Deadlines of duties: their clauses, and their meaning as facts that every engine knows.

A deadline becomes derived facts, named by the norm: whether the event that starts the time has
happened, the due day, whether the duty was done in time, whether the due day is past. They compare
with the day that is asked about, also where a norm is judged as of another date: today is today.
The status of the norm follows from them, in `linkage_rules.model.deontic`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

from attrs import evolve

from linkage_rules.language import syntax
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.outcomes import Scope
from linkage_rules.language.checking.resolve import ActionSignature, Names, Problems
from linkage_rules.language.clauses import BY_NODE
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Fix, replacing
from linkage_rules.language.hints.choices import each, writing
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Deadline, Fact, Modality, Norm, Term
from linkage_rules.model.operations import (
    AFTER,
    EARLIER,
    LATER,
    PERIODS_OF,
    WORKING_DAYS_AFTER,
    Comparison,
)
from linkage_rules.model.package import Package
from linkage_rules.model.periods import CALENDAR_PERIOD
from linkage_rules.model.recurrence import END_OF_THE_PERIOD, UNENDING, Recurrence
from linkage_rules.model.spans import Span
from linkage_rules.model.types import ListType, Scalar
from linkage_rules.model.values import Period
from linkage_rules.words.called import called
from linkage_rules.words.decision_words import OF_DEADLINE
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase
from linkage_rules.words.names import write_name

TermClause: TypeAlias = (
    syntax.Within | syntax.WithinWorkingDays | syntax.NoLaterThan | syntax.Before
)
"""The clauses of a deadline."""

TERMS: Final[dict[type[TermClause], Term]] = {
    syntax.Within: Term.WITHIN,
    syntax.WithinWorkingDays: Term.WITHIN,
    syntax.NoLaterThan: Term.NO_LATER_THAN,
    syntax.Before: Term.BEFORE,
}
COUNTED: Final = frozenset(row.name for row in (AFTER, LATER, WORKING_DAYS_AFTER))
"""The operations that count a time from a day; that day is the event that starts the deadline."""


def has_deadline(declaration: syntax.Declaration) -> bool:
    """Whether a norm has a deadline."""
    kinds = (*TERMS, syntax.Recurring)
    return any(clause for kind in kinds for clause in syntax.clauses_of(declaration, kind))


class DeadlineChecker:
    """Checks deadlines, and how long norms hold."""

    def __init__(self, names: Names, problems: Problems, expressions: ExpressionChecker) -> None:
        self.names = names
        self.problems = problems
        self.expressions = expressions

    def deadline(
        self,
        name: str,
        duty: syntax.Duty | None,
        recurring: syntax.Recurring | None,
        clauses: Sequence[TermClause],
        scope: Scope,
    ) -> Deadline | None:
        """The deadline of a norm; if there are several the first counts, and the others are
        reported."""
        if recurring is not None:
            return self._recurring(name, duty, recurring, clauses, scope)
        if not self._is_once_only(duty) or not clauses:
            return None
        first, *others = clauses
        for other in others:
            related = (Related(self.problems.excerpt(first.span), FIRST_PLACE),)
            self.problems.report("POL-331", other.span, related=related)
        if isinstance(first, syntax.WithinWorkingDays):
            self._from_no_day(first, scope)
            return None
        written = self._day(first, scope)
        if not self._suits(duty, first) or written is None:
            return None
        begun = f"{name}__begun" if trigger(written, TERMS[type(first)]) else None
        due, in_time, over = (f"{name}__{part}" for part in _PARTS)
        return Deadline(TERMS[type(first)], written, begun, due, in_time, over)

    def _from_no_day(self, clause: syntax.WithinWorkingDays, scope: Scope) -> None:
        """Report working days without the day from which they are counted, with the days of the
        record from which they may be."""
        number = self.problems.text(clause.number.span)
        english = self.problems.is_english(clause.span)
        form = (
            "within {number} working days after {day}"
            if english
            else "限期 {day} 之后 {number}个工作日"
        )
        days = (f for f in scope.subject.fields if f.type is Scalar.DATE)
        named = (one.name if english else one.label or one.name for one in days)
        texts = (form.format(number=number, day=write_name(one)) for one in named)
        example = form.format(number=number, day="accepted_on" if english else "受理日期")
        hint = Fix(None, each(clause.span, texts))
        self.problems.report("POL-443", clause.span, hint=hint, text=example)

    def _is_once_only(self, duty: syntax.Duty | None) -> bool:
        """Whether the action of a duty is done once; an action that is done repeatedly is
        reported."""
        signature = self._action(duty)
        if duty is None or signature is None or not signature.repeated:
            return True
        symbol = self.names.by_spelling[duty.action.text]
        related = (Related(symbol.excerpt, _ACTION_DECLARED),)
        self.problems.report("POL-353", duty.span, action=called(symbol), related=related)
        return False

    def _action(self, duty: syntax.Duty | None) -> ActionSignature | None:
        symbol = self.names.by_spelling.get(duty.action.text) if duty else None
        signature = symbol.signature if symbol else None
        return signature if isinstance(signature, ActionSignature) else None

    def _recurring(
        self,
        name: str,
        duty: syntax.Duty | None,
        clause: syntax.Recurring,
        terms: Sequence[TermClause],
        scope: Scope,
    ) -> Deadline | None:
        """The deadline of a duty of every period, with the time after each period in which it may
        be done."""
        days = [
            self.expressions.check_as(day, Scalar.DATE, scope) if day else UNENDING
            for day in (clause.start, clause.end)
        ]
        grace, *others = terms or (None,)
        if isinstance(grace, syntax.NoLaterThan | syntax.Before):
            others = [grace, *others]
            grace = None
        for other in others:
            self.problems.report("POL-352", other.span, hint=self.problems.without(other.span))
        after = None if grace is None else self._grace(grace, scope)
        signature = self._action(duty)
        if duty is None or signature is None or (grace is not None and after is None):
            return None
        if duty.modality is not Modality.OBLIGATION:
            self.problems.report("POL-356", clause.span)
            return None
        if not signature.repeated:
            symbol = self.names.by_spelling[duty.action.text]
            related = (Related(symbol.excerpt, _ACTION_DECLARED),)
            self.problems.report("POL-354", clause.span, action=called(symbol), related=related)
            return None
        start, end = days
        if others or start is None or end is None:
            return None
        listed = ListType(CALENDAR_PERIOD)
        written = model.Apply(PERIODS_OF[clause.unit], (start, end), listed, span=clause.span)
        due, in_time, over = (f"{name}__{part}" for part in _PARTS)
        begun, done, standing = (f"{name}__{part}" for part in _OF_ALL)
        return Deadline(Term.EVERY, written, begun, due, in_time, over, after, done, standing)

    def _grace(
        self, clause: syntax.Within | syntax.WithinWorkingDays, scope: Scope
    ) -> Expression | None:
        """The time after the end of each period; a day instead of a time is reported."""
        if isinstance(clause, syntax.WithinWorkingDays):
            return self._working_days(clause, scope)
        checked = self.expressions.check(clause.expression, scope)
        if checked is None:
            return None
        if checked.type is not Scalar.PERIOD:
            self.problems.report("POL-352", clause.span, hint=self._without_day(clause, checked))
            return None
        return checked

    def _without_day(self, clause: syntax.Within, checked: Expression) -> Fix | None:
        """The fix that leaves the time alone, where it is counted from some day."""
        written = clause.expression
        if checked.type is not Scalar.DATE or not isinstance(written, syntax.Apply):
            return None
        if written.operation.name not in (AFTER.name, WORKING_DAYS_AFTER.name):
            return None
        time, day = written.operands
        said = self.problems.text(time.span)
        if written.operation.name == WORKING_DAYS_AFTER.name:
            behind = "个工作日" if said.isdecimal() else " 个工作日"
            said += " working days" if time.span.start < day.span.start else behind
        return replacing(written.span, said, _TIME_ALONE.filled(text=said))

    def _working_days(self, clause: syntax.WithinWorkingDays, scope: Scope) -> Expression | None:
        """A number of working days after the end of each period, as an expression."""
        span = clause.span
        number = self.expressions.check_as(clause.number, Scalar.WHOLE, scope)
        calendar = self.expressions.calendar(clause.calendar, span)
        if number is None or calendar is None:
            return None
        operation = WORKING_DAYS_AFTER.by(calendar)
        end = evolve(END_OF_THE_PERIOD, span=span)
        counted = model.Apply(operation, (number, end), Scalar.DATE, span=span)
        return counted if self.expressions.suits(counted, (clause.number,)) else None

    def _suits(self, duty: syntax.Duty | None, clause: TermClause) -> bool:
        """Whether a norm may have a deadline; if not, the reason is reported."""
        if duty is None:
            return False
        if duty.modality is not Modality.OBLIGATION:
            place = self._keyword_of(clause)
            holds = keyword_phrase("HOLDS_FOR")
            word = holds.en if self.problems.is_english(place) else holds.zh
            counted = isinstance(clause, syntax.Within)
            hint = Fix(None, (writing(place, word),) if counted else ())
            self.problems.report("POL-333", clause.span, hint=hint)
        symbol = self.names.by_spelling.get(duty.action.text)
        if symbol is None or not isinstance(symbol.signature, ActionSignature):
            return False
        if not symbol.signature.dated:
            related = (Related(symbol.excerpt, _ACTION_DECLARED),)
            self.problems.report("POL-332", clause.span, action=called(symbol), related=related)
        return symbol.signature.dated and duty.modality is Modality.OBLIGATION

    def _day(
        self,
        clause: syntax.Within | syntax.NoLaterThan | syntax.Before | syntax.Lasting,
        scope: Scope,
    ) -> Expression | None:
        written = self.expressions.check_as(clause.expression, Scalar.DATE, scope)
        if written is None or not isinstance(clause, syntax.Within | syntax.Lasting):
            return written
        if counted_from(written) is None:
            words = [keyword_phrase(t) for t in ("NO_LATER_THAN", "BEFORE")]
            place = self._keyword_of(clause)
            english = self.problems.is_english(place)
            instead = each(place, (word.en if english else word.zh for word in words))
            hint = Fix(None, instead if isinstance(clause, syntax.Within) else ())
            self.problems.report("POL-334", clause.expression.span, hint=hint)
            return None
        return written

    def _keyword_of(self, clause: syntax.Clause) -> Span:
        behind = self.problems.behind(clause.span, BY_NODE[type(clause)].keyword)
        words = self.problems.text(evolve(clause.span, end=behind.start)).rstrip()
        return evolve(clause.span, end=clause.span.start + len(words))

    def lasting(self, clause: syntax.Lasting, scope: Scope) -> Expression | None:
        """The condition that the day is in the time for which a norm holds, both ends included."""
        until = self._day(clause, scope)
        start = None if until is None else counted_from(until)
        if until is None or start is None:
            return None
        today = model.AsOf(span=clause.span)
        return model.And(
            (
                model.compared(Comparison.AT_MOST, start, today),
                model.compared(Comparison.AT_MOST, today, until),
            ),
            span=clause.span,
        )


_PARTS: Final = ("due", "in_time", "over")
_OF_ALL: Final = ("begun", "done", "standing")
"""The further facts of a duty of every period."""


def counted_from(day: Expression) -> Expression | None:
    """The day from which a time is counted; None for an expression that counts no time.

    >>> from linkage_rules.model.expressions import Apply, AsOf, Constant
    >>> fortnight = Constant(Period(days=14), Scalar.PERIOD)
    >>> counted_from(Apply(AFTER, (fortnight, AsOf()), Scalar.DATE))
    AsOf(type=<Scalar.DATE: 'date'>)
    """
    if isinstance(day, model.Choose):
        # Both branches count from the same day, by the calendar below and by that of an overlay.
        return counted_from(day.consequence)
    if not isinstance(day, model.Apply) or day.operation.name not in COUNTED:
        return None
    return next(operand for operand in day.operands if operand.type is Scalar.DATE)


def trigger(written: Expression, term: Term) -> Expression | None:
    """The day of the event that starts the time of a deadline; None where there is no such
    event."""
    return counted_from(written) if term is Term.WITHIN else None


def with_deadlines(package: Package) -> Package:
    """The package with the facts of its deadlines added.

    Those of a policy below were left out, because an overlay may have changed the deadline, removed
    the norm, or continued it under another name.
    """
    norms = tuple(_named(norm, package) for norm in package.declared_norms)
    package = evolve(package, declared_norms=norms)
    facts = tuple(
        fact
        for norm in norms
        if norm.deadline is not None
        for fact in _facts(norm, norm.deadline, package)
    )
    if not facts:
        return package
    return evolve(
        package,
        declared_facts=(*package.declared_facts, *facts),
        derived=(*package.derived, *(fact.name for fact in facts)),
    )


def deadlines_again(package: Package) -> Package:
    """A changed package with the facts of its deadlines made anew."""
    made = {name for norm in package.declared_norms if norm.deadline for name in norm.deadline.made}
    return with_deadlines(
        evolve(
            package,
            declared_facts=tuple(f for f in package.declared_facts if f.name not in made),
            derived=tuple(name for name in package.derived if name not in made),
        )
    )


def _named(norm: Norm, package: Package) -> Norm:
    """The norm with the facts of its deadline renamed after its present name.

    In a package with faults the day on which its action is done may be missing.
    """
    if norm.deadline is None:
        return norm
    action = package.actions.get(norm.action)
    recurs = norm.deadline.unit is not None
    if action is None or (action.done_at if recurs else action.done_on) is None:
        return evolve(norm, deadline=None, spanning=None)
    named: dict[str, Any] = {
        part: f"{norm.name}__{part}"
        for part in (*_PARTS, *_OF_ALL)
        if getattr(norm.deadline, part) is not None
    }
    return evolve(norm, deadline=evolve(norm.deadline, **named))


def _facts(norm: Norm, deadline: Deadline, package: Package) -> Iterator[Fact]:
    action = package.actions[norm.action]

    def fact(name: str, means: Expression) -> Fact:
        said = OF_DEADLINE[name.rpartition("__")[2]]
        label = said.filled(norm=called(norm)).zh if norm.label else None
        return Fact(
            name,
            label,
            norm.record_type,
            means.type,
            means,
            norm.citations,
            norm.span,
            layer=norm.layer,
        )

    if deadline.term is Term.EVERY:
        assert action.done_at is not None
        recurrence = Recurrence.of(deadline, action.done_at)
        for part, means in recurrence.facts(deadline).items():
            yield fact(f"{norm.name}__{part}", means)
        return
    done_on = action.done_on
    assert done_on is not None
    today = model.AsOf()
    last = deadline.written
    if deadline.term is Term.BEFORE:
        day = model.Constant(Period(days=1), Scalar.PERIOD)
        last = model.Apply(EARLIER, (last, day), Scalar.DATE)
    due = model.FactValue(deadline.due, Scalar.DATE)
    start = trigger(deadline.written, deadline.term)
    if start is not None and deadline.begun is not None:
        begun = model.compared(Comparison.AT_MOST, start, today)
        yield fact(deadline.begun, begun)
    yield fact(deadline.due, last)
    in_time = model.compared(Comparison.AT_MOST, done_on, due)
    yield fact(deadline.in_time, in_time)
    yield fact(deadline.over, model.compared(Comparison.LESS, due, today))


_ACTION_DECLARED: Final = Phrase("the action is declared here", "该行为在这里声明")
_TIME_ALONE: Final = Phrase(
    "it is counted from the end of each period; write: {text}", "自每期届满之日起算，写：{text}"
)
