"""Answers with the fields that they still need, by functions that are made once for a policy.

The reference engine gives every answer with its derivation, from which `missing` and `readings` can
be read off; that defines the meaning. Most callers ask for no derivation, though. For them each
expression is worked out once more, to its value or, where that is unknown, to the paths of the
fields that are needed: a frozenset, which no value of the model is. Every kind of expression has
its function here, so nothing falls back to derivations; tests compare the two.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import define, field, frozen

from linkage_rules.decisions.verdicts import could_change
from linkage_rules.engines.compiled.answers import VerdictTable
from linkage_rules.engines.reference import aggregated
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import (
    Timing,
    has_status,
    has_status_with_deadline,
    has_verdict,
    norm_status,
    possible_with_deadline,
    settled_status,
)
from linkage_rules.model.dependencies import (
    asked_in,
    expressions_of,
    reached,
    rests_on,
    status_rests_on,
)
from linkage_rules.model.distributing import FOR_GOOD, hindrance, shares
from linkage_rules.model.expressions import Expression
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.norms import Norm
from linkage_rules.model.outcomes import Outcome, Verdict
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.traversal import walk
from linkage_rules.model.truth import so_many
from linkage_rules.model.types import ListType, RecordType
from linkage_rules.model.values import NEVER, Record, Truth, Value

Paths: TypeAlias = frozenset[str]

NOTHING: Final[Paths] = frozenset()

Answer: TypeAlias = Any
"""A value, or a frozenset of the paths that are needed to know it, empty where no field can settle
it."""

Element: TypeAlias = tuple[Any, str | None, int]
"""The element that a variable stands for: its value, the path of its list, its position there."""

Names: TypeAlias = Mapping[str, Element]

NO_NAMES: Final[Names] = {}
"""The elements outside of any list, where no variable stands for anything."""

_MOST_KEPT: Final = 10_000
"""The most expressions whose functions are kept."""


@define
class Run:
    """One record on one day, with the answer of each step.

    ``done`` is None for an action for which no record can tell whether it is done. ``chosen`` are
    values of parameters that hold for all days, instead of the declared ones.
    """

    record: Record
    as_of: date
    values: Mapping[str, Answer]
    chosen: Mapping[str, Value] = field(factory=dict)
    facts: dict[str, Answer] = field(factory=dict)
    places: dict[str, str | None] = field(factory=dict)
    done: dict[str, Answer | None] = field(factory=dict)
    applies: dict[str, Answer] = field(factory=dict)

    def choosing(self, chosen: Mapping[str, Value]) -> "Run":
        """A copy of the run with other values of some parameters; the steps that rest on them have
        to be worked out again."""
        values = {**self.values, **{name: _of_value(value) for name, value in chosen.items()}}
        steps = (self.facts, self.places, self.done, self.applies)
        return Run(self.record, self.as_of, values, chosen, *(known.copy() for known in steps))


Function: TypeAlias = Callable[[Run, Names], Answer]
Place: TypeAlias = Callable[[Run, Names], str | None]


def is_open(answer: Answer) -> bool:
    """Whether an answer is unknown, and so the set of paths that are needed."""
    return type(answer) is frozenset


def known(answer: Answer) -> Any:
    """The value of an answer; None where it is unknown."""
    return None if type(answer) is frozenset else answer


def needs_of(answer: Answer) -> Paths:
    """The paths that are needed to know an answer; none where it is known."""
    return answer if type(answer) is frozenset else NOTHING


def _of_value(value: Value) -> Answer:
    return NOTHING if value is None else value


def union(paths: Iterable[Paths]) -> Paths:
    """The union of sets of paths."""
    found = [some for some in paths if some]
    if len(found) > 1:
        return NOTHING.union(*found)
    return found[0] if found else NOTHING


def all_of(needs: Sequence[Paths]) -> Paths:
    """The fields needed to know all of several answers; none if one of them can never be known."""
    return union(needs) if all(needs) else NOTHING


def _open_of(answers: Iterable[Answer]) -> list[Paths]:
    return [answer for answer in answers if type(answer) is frozenset]


@frozen(eq=False)
class Working:
    """The functions of a policy for the records of one type."""

    package: Package
    record_type: RecordType
    asked: dict[Step, set[Step]] = field(factory=dict, init=False)
    """The steps that each step asks for directly."""
    read: dict[Step, set[str]] = field(factory=dict, init=False)
    """The parameters that each step reads directly."""
    _steps: dict[Step, Callable[[Run], None]] = field(factory=dict, init=False)
    _tables: dict[tuple[str, bool], VerdictTable] = field(factory=dict, init=False)
    _kept: dict[int, tuple[Expression, Function]] = field(factory=dict, init=False)
    _on_day: list[tuple[date, Mapping[str, Answer]]] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        for step in self.package.orders.get(self.record_type.name, ()):
            self.asked[step] = set(rests_on(step, self.package))
            self.read[step] = {
                part.name
                for one in expressions_of(step, self.package)
                for part in walk(one)
                if isinstance(part, model.ParameterValue)
            }
            # Verdicts are worked out where they are asked for, from the norms of the run.
            if step.kind is not StepKind.VERDICT:
                self._steps[step] = self._step(step)

    def run(self, record: Record, as_of: date) -> Run:
        """All steps worked out for a validated record on a day."""
        run = Run(record, as_of, self._values(as_of))
        for work_out in self._steps.values():
            work_out(run)
        return run

    def again(self, run: Run, chosen: Mapping[str, Value], steps: Iterable[Step]) -> Run:
        """A run with other values of some parameters, of which only ``steps`` are worked out
        again."""
        other = run.choosing(chosen)
        for step in steps:
            self._steps[step](other)
        return other

    def _values(self, as_of: date) -> Mapping[str, Answer]:
        """The values of the parameters on a day; kept for the last day that was asked about."""
        for day, values in self._on_day:
            if day == as_of:
                return values
        found = {
            name: _of_value(parameter.value_on(as_of))
            for name, parameter in self.package.parameters.items()
        }
        self._on_day[:] = [(as_of, found)]
        return found

    # What a run says of norms and actions

    def verdict(self, run: Run, action: str) -> Verdict:
        """The verdict on an action; its norms have been worked out in the run."""
        package = self.package
        by_default = package.permits_by_default(action, run.as_of)
        table = self._tables.get((action, by_default))
        if table is None:
            norms = package.norms_on[action]
            table = VerdictTable(package.actions[action], norms, by_default)
            self._tables[action, by_default] = table
        return table[tuple([known(run.applies[norm.name]) for norm in table.norms])]

    def status(self, run: Run, norm: Norm) -> Status:
        """The status of a norm, which has been worked out in the run."""
        applies, done = known(run.applies[norm.name]), self.is_done(run, norm)
        if norm.deadline is not None:
            return settled_status(possible_with_deadline(applies, self._timing(run, norm)))
        return norm_status(norm.modality, applies, done is not None, known(done))

    @staticmethod
    def is_done(run: Run, norm: Norm) -> Answer | None:
        """Whether the action of a norm is done; for a duty of every period, whether no period is
        waiting.

        None where no record can tell.
        """
        if norm.deadline is not None and norm.deadline.done is not None:
            return run.facts[norm.deadline.done]
        return run.done[norm.action]

    def _timing(self, run: Run, norm: Norm) -> Timing:
        told = norm.deadline
        assert told is not None
        begun = True if told.begun is None else known(run.facts[told.begun])
        in_time, over = known(run.facts[told.in_time]), known(run.facts[told.over])
        return Timing(begun, known(self.is_done(run, norm)), in_time, over)

    def deciding_norms(
        self, run: Run, verdict: Verdict, asked: VerdictStatus | None = None
    ) -> tuple[str, ...]:
        """The norms that could change a verdict (or whether it is the one ``asked``), once it is
        learnt whether they apply."""
        action = verdict.action.name
        return could_change(
            [(norm, known(run.applies[norm.name])) for norm in self.package.norms_on[action]],
            self.package.permits_by_default(action, run.as_of),
            [name for name in verdict.open if run.applies[name]],
            asked,
        )

    # Steps

    def _step(self, step: Step) -> Callable[[Run], None]:
        name, package = step.name, self.package
        if step.kind is StepKind.APPLIES:
            return self._applies(package.norms[name])
        if step.kind is StepKind.DONE:
            done_when = package.actions[name].done_when
            if done_when is None:
                return lambda run: run.done.update({name: None})
            is_done = self.function(done_when)

            def see_to(run: Run) -> None:
                run.done[name] = is_done(run, NO_NAMES)

            return see_to
        means, place = self.function(package.facts[name].means), None
        if isinstance(package.facts[name].type, ListType | RecordType):
            place = self.place(package.facts[name].means)

        def find(run: Run) -> None:
            run.facts[name] = means(run, NO_NAMES)
            if place is not None:
                run.places[name] = place(run, NO_NAMES)

        return find

    def _applies(self, norm: Norm) -> Callable[[Run], None]:
        name, in_force = norm.name, norm.in_force
        required = [self.function(one) for one in self.package.requirements[name]]
        others = [other.name for other in self.package.overriding[name]]
        required += [_not(self.function(model.NormApplies(other))) for other in others]
        holds = _joined(required, False)

        def judge(run: Run) -> None:
            run.applies[name] = in_force.contains(run.as_of) and holds(run, NO_NAMES)

        return judge

    # Expressions

    def function(self, expression: Expression) -> Function:
        """The function that works an expression out, made once."""
        # The expression is kept with its function, so that its ``id`` is not reused.
        found = self._kept.get(id(expression))
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[id(expression)] = expression, self._function(expression)
        return found[1]

    def _function(self, expression: Expression) -> Function:
        match expression:
            case model.FieldValue():
                return self._field(expression)
            case model.FactValue(name):
                return lambda run, _: run.facts[name]
            case model.Constant(value):
                answer = _of_value(value)
                return lambda run, _: answer
            case model.Variable(name):
                return lambda run, names: _element(*names[name])
            case model.Subject():
                return lambda run, _: run.record
            case model.FactOf(means=means):
                return self.function(means)
            case model.AsOf():
                return lambda run, _: run.as_of
            case model.ParameterValue(name, day=None):
                return lambda run, _: run.values[name]
            case model.NormApplies(norm):
                return lambda run, _: run.applies[norm]
            case model.And(operands):
                return _joined([self.function(operand) for operand in operands], False)
            case model.Or(operands):
                return _joined([self.function(operand) for operand in operands], True)
            case model.Not(operand):
                return _not(self.function(operand))
            case model.Implies(condition, consequence):
                either = (_not(self.function(condition)), self.function(consequence))
                return _joined(either, True)
            case model.IsKnown(operand):
                asked = self.function(operand)
                return lambda run, names: type(asked(run, names)) is not frozenset
            case model.Apply():
                return self._apply(expression)
            case model.Choose():
                return self._choose(expression)
            case model.ElementOf():
                return self._element_of(expression)
            case model.Some() | model.Every() | model.HowMany():
                return self._quantified(expression)
            case model.Aggregate():
                return self._aggregate(expression)
            case model.Distribute():
                return self._distribute(expression)
            case model.ShareOf(shares=model.FactValue(name), element=element):
                return lambda run, names: _share(run.facts[name], names[element.name][2])
            case model.ParameterValue(day=day) if day is not None:
                return self._parameter(expression.name, day)
            case model.OnDay(day=day, means=means):
                return self._on_other_day(day, means)
            case model.NormIs():
                return self._norm_is(expression)
            case model.ActionIs():
                return self._action_is(expression)
        raise NotImplementedError(type(expression))

    def _field(self, read: model.FieldValue) -> Function:
        name = read.name
        if isinstance(read.record, model.Subject):
            asked = frozenset({name})

            def of_subject(run: Run, _: Names) -> Answer:
                value = run.record[name]
                return asked if value is None else value

            return of_subject
        whole, place = self.function(read.record), self.place(read)

        def of_record(run: Run, names: Names) -> Answer:
            record = whole(run, names)
            if type(record) is not frozenset:
                value = record[name]
                if value is not None:
                    return value
                record = NOTHING
            path = place(run, names)
            return record if path is None else frozenset({path})

        return of_record

    def place(self, expression: Expression) -> Place:
        """The place in the record of what an expression reads; None for expressions that do more
        than read."""
        match expression:
            case model.Subject():
                return lambda run, _: ""
            case model.FieldValue(record, name):
                return _inside(self.place(record), name)
            case model.Variable(name):
                return lambda run, names: _path(*names[name][1:])
            case model.FactValue(name):
                return lambda run, _: run.places.get(name)
            case model.FactOf(means=means):
                return self.place(means)
            case model.Choose():
                condition = self.function(expression.condition)
                yes, no = map(self.place, (expression.consequence, expression.alternative))

                def chosen(run: Run, names: Names) -> str | None:
                    holds = condition(run, names)
                    return None if is_open(holds) else (yes if holds else no)(run, names)

                return chosen
        return lambda run, _: None

    def _apply(self, applied: model.Apply) -> Function:
        operation = applied.operation
        operands = [self.function(operand) for operand in applied.operands]
        means, undefined = operation.means, operation.undefined
        if operation.joined is not None:
            pairs = [places for _, places in operation.joined.parts(len(operands))]

            def joined(run: Run, names: Names) -> Answer:
                found = [operand(run, names) for operand in operands]
                answer = operation.answer([known(one) for one in found])
                if answer is not None:
                    return answer
                return union(all_of(_open_of((found[a], found[b]))) for a, b in pairs)

            return joined
        if operation.kleene is not None:

            def kleene(run: Run, names: Names) -> Answer:
                found = [operand(run, names) for operand in operands]
                answer = operation.answer([known(one) for one in found])
                return union(_open_of(found)) if answer is None else answer

            return kleene

        def apply(run: Run, names: Names) -> Answer:
            found = [operand(run, names) for operand in operands]
            lacking = _open_of(found)
            if lacking:
                given_up = undefined([known(one) for one in found])
                return NOTHING if given_up else all_of(lacking)
            answer = means(*found)
            return NOTHING if answer is None else answer

        return apply

    def _choose(self, choose: model.Choose) -> Function:
        condition = self.function(choose.condition)
        yes, no = self.function(choose.consequence), self.function(choose.alternative)

        def chosen(run: Run, names: Names) -> Answer:
            holds = condition(run, names)
            if type(holds) is frozenset:
                return holds
            return yes(run, names) if holds else no(run, names)

        return chosen

    def _parameter(self, name: str, day: Expression) -> Function:
        parameter, on = self.package.parameters[name], self.function(day)

        def value(run: Run, names: Names) -> Answer:
            asked = on(run, names)
            if type(asked) is frozenset:
                return asked
            chosen = run.chosen
            return _of_value(chosen[name] if name in chosen else parameter.value_on(asked))

        return value

    def _on_other_day(self, day: Expression, means: Expression) -> Function:
        on, worth = self.function(day), self.function(means)

        def answer(run: Run, names: Names) -> Answer:
            asked = on(run, names)
            if asked == NEVER:
                return NOTHING
            found = worth(run, names)
            return all_of(_open_of((asked, found))) if type(asked) is frozenset else found

        return answer

    def _norm_is(self, asked: model.NormIs) -> Function:
        norm, deadline = self.package.norms[asked.norm], self.package.norms[asked.norm].deadline
        # Such statuses exist only for duties with a deadline, so the answer is no.
        status: Any = asked.status
        told = () if deadline is None else tuple(n for n in deadline.facts if n != deadline.done)

        def answer(run: Run, names: Names) -> Answer:
            applies, done = run.applies[norm.name], self.is_done(run, norm)
            found: Truth
            if deadline is not None:
                found = has_status_with_deadline(status, known(applies), self._timing(run, norm))
            else:
                found = has_status(norm.modality, status, known(applies), known(done))
            if found is not None:
                return found
            return union(_open_of((applies, done, *(run.facts[name] for name in told))))

        return answer

    def _action_is(self, asked: model.ActionIs) -> Function:
        action, status = asked.action, asked.verdict

        def answer(run: Run, names: Names) -> Answer:
            verdict = self.verdict(run, action)
            found = has_verdict(verdict, status)
            if found is not None:
                return found
            return union(run.applies[n] for n in self.deciding_norms(run, verdict, status))

        return answer

    # Lists

    def _element_of(self, asked: model.ElementOf) -> Function:
        operand, collection = self.function(asked.operand), self.function(asked.collection)
        place = self.place(asked.collection)

        def answer(run: Run, names: Names) -> Answer:
            elements, sought = collection(run, names), operand(run, names)
            if type(elements) is frozenset:
                return union((elements, *_open_of((sought,)))) if elements else NOTHING
            if type(sought) is not frozenset:
                if any(element is not None and element == sought for element in elements):
                    return True
                if None not in elements:
                    return False
            elif not elements or not sought:
                # Nothing is an element of an empty list, not even an unknown value.
                return sought if elements else False
            path = place(run, names)
            lacking = (
                _element(None, path, index)
                for index, element in enumerate(elements)
                if element is None
            )
            return union((*_open_of((sought,)), *lacking))

        return answer

    def _quantified(self, node: model.Some | model.Every | model.HowMany) -> Function:
        collection, place = self.function(node.collection), self.place(node.collection)
        body, variable = self.function(node.body), node.variable.name
        # The answer of one element that settles the whole.
        settling = {model.Some: True, model.Every: False}.get(type(node))

        def answer(run: Run, names: Names) -> Answer:
            elements = collection(run, names)
            if type(elements) is frozenset:
                return elements
            inner, path, found = dict(names), place(run, names), []
            for index, element in enumerate(elements):
                inner[variable] = (element, path, index)
                holds = body(run, inner)
                if holds is settling:
                    return settling
                found.append(holds)
            if isinstance(node, model.HowMany):
                enough = so_many(map(known, found), node.least, node.most)
                return union(_open_of(found)) if enough is None else enough
            lacking = _open_of(found)
            return union(lacking) if lacking else not settling

        return answer

    def _aggregate(self, node: model.Aggregate) -> Function:
        collection, place = self.function(node.collection), self.place(node.collection)
        where = None if node.where is None else self.function(node.where)
        item = None if node.item is None else self.function(node.item)
        variable, aggregation = node.variable.name, node.aggregation

        def answer(run: Run, names: Names) -> Answer:
            elements = collection(run, names)
            if type(elements) is frozenset:
                return elements
            inner, path, items = dict(names), place(run, names), []
            for index, element in enumerate(elements):
                inner[variable] = (element, path, index)
                passes = True if where is None else where(run, inner)
                if passes is True and item is not None:
                    passes = item(run, inner)
                elif passes is False:
                    continue
                items.append(passes)
            lacking = _open_of(items)
            return all_of(lacking) if lacking else _of_value(aggregated(aggregation, items))

        return answer

    def _distribute(self, node: model.Distribute) -> Function:
        collection, place = self.function(node.collection), self.place(node.collection)
        total, weight = self.function(node.total), self.function(node.weight)
        where = None if node.where is None else self.function(node.where)
        base = None if node.base is None else self.function(node.base)
        variable, unit = node.variable.name, node.unit

        def answer(run: Run, names: Names) -> Answer:
            elements, whole = collection(run, names), total(run, names)
            if type(elements) is frozenset:
                return all_of(_open_of((elements, whole)))
            inner, path = dict(names), place(run, names)
            lacking, bases, weights, there = _open_of((whole,)), [], [], []
            for index, element in enumerate(elements):
                inner[variable] = (element, path, index)
                passes = True if where is None else where(run, inner)
                first, by = (
                    ((0 if base is None else base(run, inner)), weight(run, inner))
                    if passes is True
                    else (0, passes if is_open(passes) else 0)
                )
                lacking += _open_of((first, by))
                bases.append(known(first))
                weights.append(known(by))
                there.append(passes is True)
            found = shares(known(whole), bases, weights, unit)
            if found is not None:
                return found
            taking = [index for index, takes_part in enumerate(there) if takes_part]
            why = hindrance(known(whole), [bases[i] for i in taking], [weights[i] for i in taking])
            return NOTHING if why in FOR_GOOD else all_of(lacking)

        return answer


def _joined(conditions: Sequence[Function], settled: bool) -> Function:
    """The function for conditions of which a single one with the answer ``settled`` decides the
    whole."""

    def answer(run: Run, names: Names) -> Answer:
        lacking = []
        for condition in conditions:
            holds = condition(run, names)
            if holds is settled:
                return settled
            if holds is not (not settled):
                lacking.append(holds)
        return union(lacking) if lacking else not settled

    return answer


def _not(condition: Function) -> Function:
    def answer(run: Run, names: Names) -> Answer:
        holds = condition(run, names)
        return holds if type(holds) is frozenset else not holds

    return answer


def _element(value: Value, path: str | None, index: int) -> Answer:
    if value is not None:
        return value
    return NOTHING if path is None else frozenset({_path(path, index)})


def _path(path: str | None, index: int) -> str | None:
    return None if path is None else f"{path}[{index}]"


def _inside(place: Place, name: str) -> Place:
    def path(run: Run, names: Names) -> str | None:
        outer = place(run, names)
        return outer if outer is None else f"{outer}.{name}" if outer else name

    return path


def _share(whole: Answer, index: int) -> Answer:
    return whole if type(whole) is frozenset else _of_value(whole[index])


def needed_by_status(
    norm: Norm,
    applies: Truth,
    to_apply: Paths,
    done: Paths | None,
    timing: Iterable[Paths],
    begun: Truth,
) -> Paths:
    """The fields that could still settle the undetermined status of a norm.

    They are those needed to know whether it applies, whether its action is ``done`` (None where no
    record can tell), and for the facts of its deadline. ``begun`` says whether the event that
    starts the time of the deadline has happened.
    """
    if applies is None and not to_apply:
        return NOTHING
    if norm.deadline is not None and done is not None:
        # Before that event the duty is not yet due, whatever else is learnt.
        return to_apply if begun is False else to_apply | union((done, *timing))
    if_done, if_not = (
        norm_status(norm.modality, True, done is not None, truth) for truth in (True, False)
    )
    return to_apply if done is None or if_done is if_not else to_apply | done


@frozen(eq=False, slots=False)
class Worked:
    """A judged record, worked out once more; its verdicts and statuses are those of the
    decision."""

    working: Working
    run: Run
    outcome: Outcome

    @property
    def record_type(self) -> RecordType:
        return self.working.record_type

    @property
    def actions(self) -> Iterable[str]:
        """The actions on which there is a verdict."""
        return self.outcome.verdicts

    @property
    def norms(self) -> Iterable[str]:
        """The norms that have a status."""
        return self.outcome.norms

    def value(self, expression: Expression) -> Any:
        """The value of an expression of the policy for the record; None where it is unknown."""
        return known(self.working.function(expression)(self.run, NO_NAMES))

    def was_done(self, action: str) -> Truth:
        """Whether an action was done; unknown where the record cannot tell."""
        done: Truth = known(self.run.done[action])
        return done

    def of_verdict(self, action: str) -> Paths:
        """The fields that could still settle the verdict on an action."""
        verdict = self.outcome.verdicts[action]
        if verdict.status is not VerdictStatus.UNDETERMINED:
            return NOTHING
        deciding = self.working.deciding_norms(self.run, verdict)
        return union(self.run.applies[name] for name in deciding)

    def of_status(self, norm: str) -> Paths:
        """The fields that could still settle the status of a norm."""
        found, run = self.outcome.norms[norm], self.run
        if found.status is not Status.UNDETERMINED:
            return NOTHING
        done, deadline = self.working.is_done(run, found.norm), found.norm.deadline
        waits_for = None if deadline is None else deadline.begun
        return needed_by_status(
            found.norm,
            found.applies,
            needs_of(run.applies[norm]),
            None if done is None else needs_of(done),
            () if deadline is None else [needs_of(run.facts[name]) for name in deadline.facts],
            begun=None if waits_for is None else known(run.facts[waits_for]),
        )


@kept_beside
def working(record_type: str, package: Package) -> Working:
    """The functions of a policy for records of a type; made once."""
    return Working(package, package.record_types[record_type])


@kept_beside
def steps_behind(norm: str, package: Package) -> tuple[Step, ...]:
    """The steps that the status of a norm, and every expression in it, rests on, in order."""
    declared = package.norms[norm]
    written = (step for one in declared.parts() for step in asked_in(one.expression, package))
    start = (Step(StepKind.APPLIES, norm), *status_rests_on(declared), *written)
    behind = reached(start, lambda step: rests_on(step, package))
    return tuple(step for step in package.orders[declared.record_type] if step in behind)
