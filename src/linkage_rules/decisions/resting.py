"""The names (of readings, of simplified declarations …) that lie on the way of deciding steps.

It gives the same as following `derivations.decided_by` step by step, but from the answers of a
`working.Run` and without derivations: for each expression a function is made, once for a policy.
Most expressions cannot lead to such a name, whatever the record, and have no function. To “meet” a
name means that it is found at an expression or step on the deciding way.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeAlias

from attrs import define, field, frozen

from linkage_rules.decisions.derivations import deciding_places
from linkage_rules.decisions.working import (
    NO_NAMES,
    NOTHING,
    Function,
    Names,
    Run,
    Working,
    known,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import asked_in, expressions_of
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import parts_of
from linkage_rules.model.values import Truth

Met: TypeAlias = frozenset[str]
"""The names that are met."""

Subject: TypeAlias = Expression | Fact | Norm | Action


@define
class Walk:
    """What each step of a run meets, by the number of the step; worked out as it is asked for."""

    resting: "Resting"
    run: Run
    met: list[Met | None]

    def behind(self, step: Step) -> Met:
        """The names met at a step and at all steps that decide its answer."""
        number = self.resting.numbers[step]
        met, asked_by = self.met, self.resting.asked_by
        waiting = [number]
        while waiting:
            current = waiting[-1]
            if met[current] is not None:
                waiting.pop()
                continue
            # Steps that it may ask for are worked out first, so that the recursion stays flat.
            unseen = [one for one in asked_by[current] if met[one] is None]
            if unseen:
                waiting += unseen
            else:
                met[current] = self.resting.meet(current, self)
        return met[number] or NOTHING


Meeting: TypeAlias = Callable[[Walk, Names], Met]
Part: TypeAlias = tuple[Any, Meeting | None, Names]
"""A part of an answer: its own answer, the function that says what it meets (or None), and the
elements that variables stand for."""


@frozen
class _Inside:
    """The parts of a step with the functions that say what they meet.

    ``own`` are the names met at the step itself. For a norm the deciding parts depend on whether it
    applies.
    """

    own: Met
    norm: Norm | None
    parts: tuple[tuple[Function, Meeting], ...]


@frozen(eq=False)
class Resting:
    """The functions of a policy for the records of one type.

    ``named`` gives the names that are met at a step or an expression itself.
    """

    working: Working
    named: Callable[[Subject, Package], Iterable[str]]
    numbers: dict[Step, int] = field(factory=dict, init=False)
    """The number of each step; each comes after those that it asks for."""
    asked_by: list[tuple[int, ...]] = field(factory=list, init=False)
    """For each step the numbers of those it asks for, as far as what they meet depends on the
    record."""
    _inside: list[_Inside] = field(factory=list, init=False)
    _always: list[Met | None] = field(factory=list, init=False)
    """The names that a step meets for every record; None where they depend on the record."""
    _found: dict[int, tuple[Expression, bool]] = field(factory=dict, init=False)
    """For each expression, by ``id``, whether it can meet anything; the expression is kept too, so
    that its ``id`` is not reused."""

    def __attrs_post_init__(self) -> None:
        package, functions = self.working.package, self.working.function
        for number, step in enumerate(package.orders.get(self.working.record_type.name, ())):
            # A done-condition or a verdict names no readings itself; the expression that asks for
            # it does.
            declared = _declared(step, package)
            own = frozenset(self.named(declared, package)) if declared is not None else NOTHING
            inside = _worked_out(step, package)
            parts = _leading((functions(one), self.meeting(one)) for one in inside)
            norm = declared if isinstance(declared, Norm) else None
            asked = {self.numbers[one] for one in self.working.asked[step]}
            waits = tuple(sorted(one for one in asked if self._always[one] is None))
            self.numbers[step] = number
            self.asked_by.append(waits)
            self._inside.append(_Inside(own, norm, parts))
            self._always.append(None if parts or waits else own)

    def walk(self, run: Run) -> Walk:
        """What the steps of a run meet."""
        return Walk(self, run, self._always.copy())

    def _leads(self, step: Step) -> bool:
        """Whether a step can meet any name; it has been numbered already."""
        return self._always[self.numbers[step]] != NOTHING

    def meet(self, number: int, walk: Walk) -> Met:
        """The names that a step meets; all steps that it asks for have been worked out."""
        inside, run = self._inside[number], walk.run
        norm = inside.norm
        if norm is not None:
            if not norm.in_force.contains(run.as_of):
                return inside.own
            applies = known(run.applies[norm.name])
            return _behind_joined(inside.own, inside.parts, applies, True, walk, NO_NAMES)
        return inside.own.union(*(meeting(walk, NO_NAMES) for _, meeting in inside.parts))

    def _verdict(self, action: str) -> Meeting:
        meetings = {
            norm.name: self._of_step(NOTHING, Step(StepKind.APPLIES, norm.name))
            for norm in self.working.package.norms_on[action]
        }

        def met(walk: Walk, names: Names) -> Met:
            by = self.working.verdict(walk.run, action).by
            return NOTHING.union(*(meetings[name](walk, names) for name in by))

        return met

    # Expressions

    def meeting(self, expression: Expression) -> Meeting | None:
        """The function that says what the deciding parts of an expression meet; None where that is
        never anything."""
        if not self._can_meet(expression):
            return None
        own = frozenset(self.named(expression, self.working.package))
        match expression:
            case model.FactValue(name):
                return self._of_step(own, Step(StepKind.FACT, name))
            case model.NormApplies(name):
                return self._of_step(own, Step(StepKind.APPLIES, name))
            case model.ActionIs(action):
                return _joined(own, self._verdict(action))
            case model.FactOf(means=means):
                return _joined(own, self.meeting(means))
        if (operands := _operands(expression)) is not None:
            return self._of_all(own, expression, operands)
        function, parts = self.working.function(expression), self._parts(expression)

        def met(walk: Walk, names: Names) -> Met:
            found = [*parts(walk, names)]
            answer = known(function(walk.run, names))
            places = deciding_places(expression, answer, [part[0] for part in found])
            deciding = (found[place] for place in places)
            return own.union(
                *(meeting(walk, inner) for _, meeting, inner in deciding if meeting is not None)
            )

        return met

    def _can_meet(self, expression: Expression) -> bool:
        """Whether an expression can meet anything, whatever the record."""
        found = self._found.get(id(expression))
        if found is None:
            package = self.working.package
            can = any(True for _ in self.named(expression, package)) or any(
                map(self._can_meet, parts_of(expression))
            )
            if not can and isinstance(expression, _ASKING):
                can = any(map(self._leads, asked_in(expression, package)))
            found = self._found[id(expression)] = expression, can
        return found[1]

    def _of_step(self, own: Met, step: Step) -> Meeting:
        number = self.numbers[step]
        return _joined(own, lambda walk, _: walk.met[number] or NOTHING)

    def _parts(self, expression: Expression) -> Callable[[Walk, Names], Iterator[Part]]:
        """The parts of the derivation of an expression, in their order."""
        match expression:
            case model.FieldValue(record=record):
                whole = self._part(record)

                def of_field(walk: Walk, names: Names) -> Iterator[Part]:
                    part = whole(walk, names)
                    if part[0] is None:
                        yield part

                return of_field
            case model.Choose():
                return self._of_choice(expression)
            case model.ElementOf():
                return self._of_membership(expression)
            case model.Some() | model.Every() | model.HowMany():
                return self._of_list(expression, None, (expression.body,))
            case model.Aggregate(item=item):
                return self._of_list(expression, expression.where, () if item is None else (item,))
            case model.Distribute(base=base, weight=weight):
                asked = (weight,) if base is None else (base, weight)
                return self._of_list(expression, expression.where, asked, expression.total)
            case model.NormIs():
                return self._of_norm(expression)
        raise NotImplementedError(type(expression))

    def _part(self, expression: Expression) -> Callable[[Walk, Names], Part]:
        function, meeting = self.working.function(expression), self.meeting(expression)
        return lambda walk, names: (known(function(walk.run, names)), meeting, names)

    def _of_all(self, own: Met, whole: Expression, operands: Sequence[Expression]) -> Meeting:
        """The function for an expression whose parts are always its operands."""
        function = self.working.function(whole)
        functions = [self.working.function(operand) for operand in operands]
        meetings = [self.meeting(operand) for operand in operands]
        if isinstance(whole, model.And | model.Or):
            leading = _leading(zip(functions, meetings, strict=True))
            all_decide = isinstance(whole, model.And)
            return lambda walk, names: _behind_joined(
                own, leading, known(function(walk.run, names)), all_decide, walk, names
            )

        def met(walk: Walk, names: Names) -> Met:
            run, found = walk.run, own
            answers = [known(answer(run, names)) for answer in functions]
            for place in deciding_places(whole, known(function(run, names)), answers):
                meeting = meetings[place]
                if meeting is not None:
                    found |= meeting(walk, names)
            return found

        return met

    def _of_choice(self, choose: model.Choose) -> Callable[[Walk, Names], Iterator[Part]]:
        condition = self._part(choose.condition)
        yes, no = self._part(choose.consequence), self._part(choose.alternative)

        def parts(walk: Walk, names: Names) -> Iterator[Part]:
            holds = condition(walk, names)
            yield holds
            if holds[0] is not None:
                yield (yes if holds[0] else no)(walk, names)

        return parts

    def _of_membership(self, asked: model.ElementOf) -> Callable[[Walk, Names], Iterator[Part]]:
        operand, collection = self._part(asked.operand), self._part(asked.collection)

        def parts(walk: Walk, names: Names) -> Iterator[Part]:
            yield operand(walk, names)
            elements = collection(walk, names)
            yield elements
            yield from ((None, None, names) for element in elements[0] or () if element is None)

        return parts

    def _of_list(
        self,
        node: model.Some | model.Every | model.HowMany | model.Aggregate | model.Distribute,
        where: Expression | None,
        asked: Sequence[Expression],
        total: Expression | None = None,
    ) -> Callable[[Walk, Names], Iterator[Part]]:
        """The parts of an expression over a list: the list, ``total`` if any, and for each element
        whether it passes ``where``, and if so the expressions in ``asked``."""
        place = self.working.place(node.collection)
        before = [self._part(one) for one in (node.collection, total) if one is not None]
        passes = None if where is None else self._part(where)
        further = [self._part(one) for one in asked]

        def parts(walk: Walk, names: Names) -> Iterator[Part]:
            found = [part(walk, names) for part in before]
            yield from found
            path = place(walk.run, names)
            for index, element in enumerate(found[0][0] or ()):
                inner = {**names, node.variable.name: (element, path, index)}
                if passes is not None:
                    part = passes(walk, inner)
                    yield part
                    if part[0] is not True:
                        continue
                yield from (part(walk, inner) for part in further)

        return parts

    def _of_norm(self, asked: model.NormIs) -> Callable[[Walk, Names], Iterator[Part]]:
        norm = self.working.package.norms[asked.norm]
        deadline, done = norm.deadline, Step(StepKind.DONE, norm.action)
        if deadline is not None and deadline.done is not None:
            done = Step(StepKind.FACT, deadline.done)
        told = [] if deadline is None else [n for n in deadline.facts if n != deadline.done]
        of_applying = self._of_step(NOTHING, Step(StepKind.APPLIES, norm.name))
        of_doing = self._of_step(NOTHING, done)
        of_facts = [(name, self._of_step(NOTHING, Step(StepKind.FACT, name))) for name in told]

        def parts(walk: Walk, names: Names) -> Iterator[Part]:
            run = walk.run
            yield known(run.applies[norm.name]), of_applying, names
            is_done = self.working.is_done(run, norm)
            if is_done is not None:
                yield known(is_done), of_doing, names
            yield from ((known(run.facts[name]), meeting, names) for name, meeting in of_facts)

        return parts


def _leading(
    parts: Iterable[tuple[Function, Meeting | None]],
) -> tuple[tuple[Function, Meeting], ...]:
    """The parts that can meet any name."""
    return tuple((function, meeting) for function, meeting in parts if meeting is not None)


def _behind_joined(
    own: Met,
    parts: Iterable[tuple[Function, Meeting]],
    answer: Any,
    all_decide: Truth,
    walk: Walk,
    names: Names,
) -> Met:
    """The names met behind conditions that are joined, as `deciding_places` has it: those decide
    that have the ``answer`` of the whole, and all of them where it is the one for which all are
    needed (``all_decide``)."""
    found = own
    for function, meeting in parts:
        if answer is all_decide or known(function(walk.run, names)) is answer:
            found |= meeting(walk, names)
    return found


_ASKING: Final = (model.FactValue, model.NormApplies, model.NormIs, model.ActionIs)
"""The kinds of expressions that ask for another step."""


def _operands(expression: Expression) -> tuple[Expression, ...] | None:
    """The expressions whose derivations are the parts, in their order; None for kinds of
    expressions whose parts depend on the record."""
    match expression:
        case model.And(operands) | model.Or(operands) | model.Apply(operands=operands):
            return operands
        case model.Not(operand) | model.IsKnown(operand):
            return (operand,)
        case model.Implies(condition, consequence):
            return (condition, consequence)
        case model.OnDay(day=day, means=means):
            return (day, means)
        case model.ParameterValue(day=day):
            return () if day is None else (day,)
        case model.ShareOf(shares=shares):
            return (shares,)
        case model.Constant() | model.Subject() | model.Variable() | model.AsOf():
            return ()
    return None


def _joined(own: Met, meeting: Meeting | None) -> Meeting:
    if meeting is None:
        return lambda walk, _: own
    return (lambda walk, names: own | meeting(walk, names)) if own else meeting


def _declared(step: Step, package: Package) -> Fact | Norm | None:
    if step.kind is StepKind.FACT:
        return package.facts[step.name]
    return package.norms[step.name] if step.kind is StepKind.APPLIES else None


def _worked_out(step: Step, package: Package) -> tuple[Expression, ...]:
    """The expressions whose derivations are the parts of a step."""
    if step.kind is not StepKind.APPLIES:
        return expressions_of(step, package)
    others = (model.Not(model.NormApplies(other.name)) for other in package.overriding[step.name])
    return (*package.requirements[step.name], *others)
