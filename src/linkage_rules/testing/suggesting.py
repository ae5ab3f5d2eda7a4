"""Suggesting the examples that a policy lacks: for norms, conditions, values and properties that no
example exercises, and for small faults that none would notice.

The solver finds the record, and the reference engine decides it. A record that was found for one
purpose is tried for all others before a new one is searched.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from itertools import count
from typing import Final

from attrs import define, field, frozen

from linkage_rules.analysis.consistency.inquiry import Inquiry
from linkage_rules.analysis.coverage import Coverage, coverage, decisive_in, evaluated
from linkage_rules.analysis.criteria import Condition, Criterion, Examined, beside, examined
from linkage_rules.analysis.days import days_asked
from linkage_rules.analysis.limits import Limits
from linkage_rules.analysis.witnesses import ReplayError, Witness, confirmed
from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    LIST_BOUND,
    Bool,
    Candidate,
    Impossible,
    Rules,
    all_of,
    in_turn,
)
from linkage_rules.errors import ArgumentError
from linkage_rules.language.writing.transcribing import example_text
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Interval, Norm
from linkage_rules.model.package import Example, Expectation, Package, Property
from linkage_rules.model.traversal import parts_of
from linkage_rules.model.values import Record
from linkage_rules.testing.checks import met
from linkage_rules.testing.examples import run_example
from linkage_rules.testing.expecting import can_be_written, decided
from linkage_rules.testing.mutation.killing import fates, passes
from linkage_rules.testing.mutation.mutants import Mutant, mutants
from linkage_rules.testing.mutation.telling import Alike, telling_record
from linkage_rules.words import suggestion_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.decision_words import ANSWERS
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.told_values import printable

_MOST_CLAIMS: Final = 2
"""The most expectations of one example; more would say nothing further about its purpose."""


@frozen
class Suggestion:
    """An example to add, with its title in both languages and its purpose; the policy meets its
    expectations."""

    title: Phrase
    example: Example
    reasons: tuple[Phrase, ...]


@frozen
class Suggestions:
    """The examples that a policy lacks.

    ``without`` are purposes without an example, each with the reason. ``complete`` says that the
    time sufficed for all.
    """

    examples: tuple[Suggestion, ...]
    without: tuple[tuple[Phrase, Phrase], ...] = ()
    complete: bool = True


@in_turn
def suggestions(
    package: Package,
    *,
    only: Collection[str] = (),
    time_limit: float = 10.0,
    stop_after: float = 60.0,
    asking: Callable[[], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Suggestions:
    """The examples that a checked policy lacks, whose own examples pass.

    With ``only`` they are those of the norms, facts, actions and parameters of these names.
    ``time_limit`` is in seconds for one record; after ``stop_after`` seconds, or once ``stop`` says
    so, nothing more is looked for. ``asking`` is called before each purpose, that of noticing a
    change among them; what it raises ends the search. Every record was judged by the reference
    engine, and every example that is meant to notice a change does. Raises `ArgumentError` where an
    example of the policy fails.

    >>> suggestions(Package(name="p")).examples
    ()
    """
    if not all(passes(package, example) for example in package.examples):
        why = wording.FAILING
        raise ArgumentError(why.code, "package", why.en, why.zh)
    days = days_asked(package)
    limits = Limits.of(LIST_BOUND, time_limit, stop_after, None, days, stop=stop)
    work = _Work(package, limits, asking or _nothing)
    for goal in _goals(package, only):
        work.asking()
        work.reach(goal)
    work.notice_changes(only)
    found = tuple(Suggestion(t, one, tuple(reasons)) for t, one, reasons in work.found)
    return Suggestions(found, tuple(work.without), work.complete)


def _nothing() -> None:
    """The default of callbacks."""


# What an example should show


@frozen(eq=False)
class _Goal:
    """What an example should show: ``asked`` of the solver, ``shown`` on the reference engine."""

    name: Phrase
    reason: Phrase
    record_type: str
    asked: Callable[[Rules], Bool]
    about: tuple[Expression, ...]
    shown: Callable[[Evaluation], bool]
    expected: tuple[Expression, ...]
    days: Interval = Interval()


def _goals(package: Package, only: Collection[str]) -> Iterator[_Goal]:
    found = coverage(package, only)
    yield from _of_norms(found)
    yield from _of_facts(found)
    yield from _of_conditions(found, package)
    if not only:
        yield from _of_properties(package)


def _of_norms(found: Coverage) -> Iterator[_Goal]:
    for one in found.open_norms:
        for applies in one.missing:
            yield _norm_goal(one.norm, applies)


def _norm_goal(norm: Norm, applies: bool) -> _Goal:
    asked = model.NormApplies(norm.name)
    reason = wording.NORM_APPLIES if applies else wording.NORM_DOES_NOT
    return _Goal(
        called(norm),
        reason.filled(norm=called(norm)),
        norm.record_type,
        lambda rules: rules.truth(asked).is_(applies),
        (asked,),
        lambda found: found.norm_outcome(norm.name).applies is applies,
        (asked if applies else model.Not(asked),),
        norm.in_force,
    )


def _of_facts(found: Coverage) -> Iterator[_Goal]:
    for one in found.open_facts:
        yield _fact_goal(one.fact)


def _fact_goal(fact: Fact) -> _Goal:
    value = model.FactValue(fact.name, fact.type)
    known = model.IsKnown(value)
    return _Goal(
        called(fact),
        wording.FACT_KNOWN.filled(fact=called(fact)),
        fact.record_type,
        lambda rules: rules.truth(known).yes,
        (value,),
        lambda found: found.facts[fact.name].answer is not None,
        (known,),
    )


def _of_conditions(found: Coverage, package: Package) -> Iterator[_Goal]:
    subjects = {subject.owner.name: subject for subject in examined(package)}
    for one in found.open_conditions:
        subject = subjects[one.criterion.owner.name]
        for truth in one.missing:
            yield _condition_goal(subject, one.criterion, one.condition, truth, package)


def _condition_goal(
    subject: Examined, criterion: Criterion, condition: Condition, truth: bool, package: Package
) -> _Goal:
    owner = criterion.owner
    wanted = _being(condition.expression, truth)
    others = (_being(one.expression, one.truth) for one in beside(condition.place))
    decides = model.And((wanted, *others))
    whole = decides if criterion.within is None else _within(subject, criterion, decides)
    said = Phrase(*(describe(condition.expression, package, lang) for lang in LANGUAGES))
    reason = wording.CONDITION_DECIDES.filled(
        owner=called(owner), condition=said, answer=ANSWERS[truth]
    )
    alike = [one for other in subject.criteria for one in other.conditions]
    where = condition.expression
    meant = next(
        (one for one in alike if one.expression is where),
        next(one for one in alike if one.expression == where),
    )

    def shown(found: Evaluation) -> bool:
        return any(one is meant and answer is truth for one, answer in decisive_in(subject, found))

    return _Goal(
        called(owner),
        reason,
        owner.record_type,
        lambda rules: rules.truth(whole).yes,
        (whole,),
        shown,
        (),
        owner.in_force if isinstance(owner, Norm) else Interval(),
    )


def _being(expression: Expression, truth: bool) -> Expression:
    return expression if truth else model.Not(expression)


def _within(subject: Examined, criterion: Criterion, decides: Expression) -> Expression:
    """The condition that a criterion decides for some element for which it is asked."""
    for around in _around(subject.expression, criterion.expression):
        match around:
            case (
                model.Some(variable, collection)
                | model.Every(variable, collection)
                | model.Aggregate(variable=variable, collection=collection)
                | model.HowMany(variable=variable, collection=collection)
                | model.Distribute(variable=variable, collection=collection)
            ):
                decides = model.Some(variable, collection, decides)
    return decides


def _around(whole: Expression, part: Expression) -> list[Expression]:
    """The expressions around a part of an expression, innermost first."""
    for inner in parts_of(whole):
        if inner is part:
            return [whole]
        found = _around(inner, part)
        if found:
            return [*found, whole]
    return []


def _of_properties(package: Package) -> Iterator[_Goal]:
    asked = {
        claim.title
        for example, evaluation in evaluated(package)
        for claim in package.properties
        if claim.record_type == example.record_type
        and evaluation.derive(claim.always).answer is not None
    }
    for claim in package.properties:
        if claim.title not in asked:
            yield _property_goal(claim)


def _property_goal(claim: Property) -> _Goal:
    match claim.always:
        case model.Implies(condition, consequence):
            wanted: Expression = model.And((condition, consequence))
        case other:
            wanted = other
    return _Goal(
        Phrase(claim.title, claim.title),
        wording.PROPERTY_ASKED.filled(title=claim.title),
        claim.record_type,
        lambda rules: rules.truth(wanted).yes,
        (wanted,),
        lambda found: found.derive(wanted).answer is True,
        (claim.always,),
    )


# Reaching it


@define
class _Work:
    package: Package
    limits: Limits
    asking: Callable[[], None]
    found: list[tuple[Phrase, Example, list[Phrase]]] = field(factory=list)
    without: list[tuple[Phrase, Phrase]] = field(factory=list)
    complete: bool = True
    _inquiries: dict[str, Inquiry] = field(factory=dict)

    @property
    def is_over(self) -> bool:
        if self.limits.is_over:
            self.complete = False
        return not self.complete

    def reach(self, goal: _Goal) -> None:
        """Find a record for a goal, unless one that was found before will do."""
        for _, example, reasons in self.found:
            if example.record_type == goal.record_type:
                evaluation = self._evaluation(example)
                if goal.days.contains(evaluation.as_of) and goal.shown(evaluation):
                    reasons.append(goal.reason)
                    return
        if self.is_over:
            return
        match self._record(goal):
            case Witness() as witness:
                self._add(goal.name, goal.reason, witness, self._claims(witness, goal.expected))
            case why:
                self.without.append((goal.reason, why))

    def _record(self, goal: _Goal) -> Witness | Phrase:
        if goal.record_type not in self._inquiries:
            shape = self.package.record_types[goal.record_type]
            self._inquiries[goal.record_type] = Inquiry(self.package, shape, self.limits)
        inquiry = self._inquiries[goal.record_type]

        def shows(record: Record, as_of: date) -> bool:
            found = Evaluation(self.package, inquiry.record_type, record, as_of)
            return goal.days.contains(as_of) and can_be_written(record) and goal.shown(found)

        answer = inquiry.find(
            lambda rules: all_of((goal.asked(rules), rules.in_force(goal.days))), goal.about
        )
        match answer:
            case Candidate(record, as_of):
                try:
                    return confirmed(inquiry.record_type, record, as_of, shows, (self.package,))
                except ReplayError:
                    # The solver was asked a slightly different question, so the record is checked.
                    can_be = can_be_written(record)
                    return wording.NOT_FOUND if can_be else wording.NO_DECIMAL
            case Impossible(None):
                return wording.IMPOSSIBLE
        return wording.NOT_FOUND

    def _claims(self, witness: Witness, wanted: Iterable[Expression]) -> tuple[Expectation, ...]:
        """The expectations for a record: those that are wanted first."""
        evaluation = Evaluation(self.package, witness.record_type, witness.record, witness.as_of)
        decision = Decision(
            self.package, "", witness.record_type, witness.record, evaluation.outcome()
        )
        claims = [Expectation(one) for one in wanted]
        claims += decided(evaluation, witness.record_type.name)
        good = [one for one in dict.fromkeys(claims) if met(one, evaluation, decision)]
        return tuple(good[:_MOST_CLAIMS])

    def _evaluation(self, example: Example) -> Evaluation:
        assert example.as_of is not None
        shape = self.package.record_types[example.record_type]
        return Evaluation(self.package, shape, example.given, example.as_of)

    def _add(
        self, name: Phrase, reason: Phrase, witness: Witness, claims: tuple[Expectation, ...]
    ) -> None:
        title = self._title(name)
        at = (witness.record_type.name, witness.record, witness.as_of)
        example = Example(title.zh, *at, claims)
        if claims and run_example(self.package, example).passed:
            self.found.append((title, example, [reason]))
        else:
            self.without.append((reason, wording.NOTHING_TO_EXPECT))

    def _title(self, name: Phrase) -> Phrase:
        """A title that no example has yet."""
        taken = {one.title for one in self.package.examples}
        number = len(self.found) + 1
        titles = (wording.TITLE.filled(name=name, number=n) for n in count(number))
        return next(one for one in titles if not {one.en, one.zh} & taken)

    # Changes that nothing notices

    def notice_changes(self, only: Collection[str]) -> None:
        """Find an example for every small change that no example notices, if there is one."""
        changed = (m for m in mutants(self.package) if not only or m.name in only)
        for fate in fates(self.package, self._timely(changed)):
            if fate.noticed_by is None:
                self._notice(fate.mutant)

    def _timely(self, changed: Iterable[Mutant]) -> Iterator[Mutant]:
        for mutant in changed:
            self.asking()
            if self.is_over:
                return
            yield mutant

    def _notice(self, mutant: Mutant) -> None:
        reason = wording.CHANGE.filled(name=self._called(mutant), change=mutant.change)
        for _, example, reasons in self.found:
            if not passes(mutant.package, example):
                reasons.append(reason)
                return
        match telling_record(self.package, mutant, 0, 1, self.limits.seconds):
            case Witness(_, record) if not can_be_written(record):
                self.without.append((reason, wording.NO_DECIMAL))
            case Witness() as witness:
                self._add(self._called(mutant), reason, witness, self._telling(witness, mutant))
            case Alike(None):
                self.without.append((reason, wording.ALIKE))
            case _:
                self.without.append((reason, wording.NOT_TOLD))

    def _called(self, mutant: Mutant) -> Phrase:
        package, name = self.package, mutant.name
        for declared in (package.norms, package.facts, package.actions, package.parameters):
            if name in declared:
                return called(declared[name])
        return Phrase(name, package.label or name)

    def _telling(self, witness: Witness, mutant: Mutant) -> tuple[Expectation, ...]:
        """The expectations that the policy meets and the changed policy does not."""
        at = (witness.record_type, witness.record, witness.as_of)
        before, after = Evaluation(self.package, *at), Evaluation(mutant.package, *at)
        decisions = [
            Decision(p, "", witness.record_type, witness.record, e.outcome())
            for p, e in ((self.package, before), (mutant.package, after))
        ]
        telling = [
            one
            for one in decided(before, witness.record_type.name)
            if met(one, before, decisions[0]) and not met(one, after, decisions[1])
        ]
        return tuple(telling[:1])


# As text


def suggestion_text(one: Suggestion, package: Package, language: Language) -> str:
    """An example and its purpose as text that can be pasted into the policy."""
    example = one.example
    assert example.as_of is not None
    shape = package.record_types[example.record_type]
    reasons = (f"# {printable(say(reason, language))}" for reason in one.reasons)
    expected = example.expectations
    text = example_text(
        one.title.render(language), shape, example.given, example.as_of, expected, package, language
    )
    return "\n".join((*reasons, text))
