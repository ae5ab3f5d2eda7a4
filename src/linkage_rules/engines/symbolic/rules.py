"""The facts, norms and verdicts of a policy as terms over a scene."""

from collections.abc import Container, Iterable, Mapping
from datetime import date
from itertools import product
from typing import Any

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.calendar import contains
from linkage_rules.engines.symbolic.distributing import any_shares
from linkage_rules.engines.symbolic.expressions import Expressions, Variables
from linkage_rules.engines.symbolic.operations import Uncovered
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.terms import (
    Bool,
    Quantity,
    Truth,
    all_of,
    any_of,
    conjunction,
    negated,
    negation,
)
from linkage_rules.engines.symbolic.values import Symbolic, constant, first_that, unknown
from linkage_rules.model.deontic import (
    Asked,
    Force,
    determined_status,
    determined_verdict,
    force_of,
    meant_by,
    status_with_deadline,
)
from linkage_rules.model.dependencies import asked_in, reached, rests_on
from linkage_rules.model.expressions import Distribute, Expression, NormApplies
from linkage_rules.model.norms import Deadline, Interval, Norm
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar


class Rules:
    """Everything a policy says of the records of a scene, each worked out when it is first asked.

    Several policies may be asked over one scene: then they are asked about the same record.
    ``parameters`` are used in the place of the declared ones of that name. With ``carried_on`` days
    that a calendar does not cover may be working days or not.

    >>> from linkage_rules.model.expressions import Constant
    >>> from linkage_rules.model.types import RecordType, Scalar
    >>> rules = Rules(Package(name="p"), Scene(RecordType("Village", None, ())))
    >>> rules.truth(Constant(True, Scalar.YES_NO)).yes
    True
    """

    def __init__(
        self,
        package: Package,
        scene: Scene,
        parameters: Mapping[str, Symbolic] | None = None,
        carried_on: bool = False,
    ) -> None:
        self.package = package
        self.scene = scene
        self._uncovered = Uncovered(carried_on)
        self._expressions = Expressions(scene, self, self._uncovered)
        self._steps: dict[Step, Symbolic | None] = {}
        self._parameters: dict[str, Symbolic] = dict(parameters or {})
        self._verdicts: dict[str, Mapping[VerdictStatus, Bool]] = {}

    def all_known(self, fields: Container[tuple[str, str]]) -> Bool:
        """The condition that these fields are known wherever they stand, as far as they were read.

        Each is given with the name of its record type.
        """
        return terms.all_of(self.scene.known_fields(fields))

    def whatever(self, kinds: Iterable[StepKind]) -> "Rules":
        """The rules of a policy that might have any norms or facts: the results of these kinds of
        steps are free.

        A free verdict is some verdict, and not undetermined.
        """
        free = Rules(self.package, self.scene, self._parameters)
        for step in self.package.order:
            if step.kind is StepKind.VERDICT and step.kind in kinds:
                free._verdicts[step.name] = _any_verdict(terms.whole(f"verdict {step.name}!"))
            elif step.kind in kinds:
                fact = step.kind is StepKind.FACT
                type_ = self.package.facts[step.name].type if fact else Scalar.YES_NO
                name = f"{step.kind.value} {step.name}!"
                means = self.package.facts[step.name].means if fact else None
                if isinstance(means, Distribute):
                    among = self.value(means.collection)
                    free._steps[step] = any_shares(self.scene, name, among, means.type.element)
                else:
                    free._steps[step] = self.scene.free(name, type_)
        return free

    @property
    def covered(self) -> Bool:
        """The condition that calendars cover every day counted so far, wherever everything else is
        known."""
        return negated(any_of(self._uncovered.lacks))

    def truth(self, expression: Expression, variables: Variables | None = None) -> Truth:
        """The conditions under which a yes/no expression about the record is yes and is no."""
        self._work_out_behind(expression)
        return self._expressions.truth(expression, variables)

    def value(self, expression: Expression, variables: Variables | None = None) -> Symbolic:
        """The value of an expression about the record, of any type."""
        self._work_out_behind(expression)
        return self._expressions.value(expression, variables)

    def _work_out_behind(self, *expressions: Expression) -> None:
        """Work out the steps that expressions rest on."""
        self._work_out(step for one in expressions for step in asked_in(one, self.package))

    def _work_out(self, asked: Iterable[Step]) -> None:
        """Work out steps and those they rest on, in the order of the package, without recursion."""
        needed = reached(asked, lambda step: rests_on(step, self.package), self._steps)
        for step in self.package.order if needed else ():
            # Verdicts follow from the norms on their actions and are worked out where they are
            # asked for.
            if step in needed and step.kind is not StepKind.VERDICT:
                self._steps[step] = self._worked(step)

    def _worked(self, step: Step) -> Symbolic | None:
        match step.kind:
            case StepKind.FACT:
                return self._expressions.value(self.package.facts[step.name].means)
            case StepKind.APPLIES:
                overriding = [other.name for other in self.package.overriding[step.name]]
                return self._applies_with(self.package.norms[step.name], overriding)
            case _:
                done = self.package.actions[step.name].done_when
                return None if done is None else self._expressions.truth(done)

    def _step(self, kind: StepKind, name: str) -> Symbolic | None:
        step = Step(kind, name)
        if step not in self._steps:
            self._work_out(rests_on(step, self.package))
            self._steps[step] = self._worked(step)
        return self._steps[step]

    def parameter(self, name: str) -> Symbolic:
        """The value of a parameter on the day."""
        if name not in self._parameters:
            parameter = self.package.parameters[name]
            latest_first = sorted(
                parameter.periods, key=lambda p: p.in_force.start or date.min, reverse=True
            )
            values = (constant(p.value, parameter.type, self.scene.texts) for p in latest_first)
            days = (self.in_force(period.in_force) for period in latest_first)
            cases = zip(days, values, strict=True)
            self._parameters[name] = first_that(cases, unknown(parameter.type))
        return self._parameters[name]

    def in_force(self, interval: Interval) -> Bool:
        """Whether the day is in an interval."""
        return contains(((interval.start, interval.end),), self.scene.as_of)

    def fact(self, name: str) -> Symbolic:
        found = self._step(StepKind.FACT, name)
        assert found is not None
        return found

    def applies(self, norm: str) -> Truth:
        """Whether a norm applies."""
        found = self._step(StepKind.APPLIES, norm)
        assert isinstance(found, Truth)
        return found

    def applies_with(self, norm: Norm, overriding: Iterable[str]) -> Truth:
        """Whether a norm, perhaps a variant of a declared one, applies if ``overriding`` override
        it."""
        others = tuple(overriding)
        self._work_out_behind(*norm.conditions(), *map(NormApplies, others))
        return self._applies_with(norm, others)

    def _applies_with(self, norm: Norm, overriding: Iterable[str]) -> Truth:
        in_force = self.in_force(norm.in_force)
        parts = [
            Truth(in_force, negated(in_force)),
            *map(self._expressions.truth, norm.requirements()),
            *(negation(self.applies(other)) for other in overriding),
        ]
        return conjunction(parts)

    def done(self, action: str) -> Truth | None:
        """Whether an action is done; None where no record can tell."""
        found = self._step(StepKind.DONE, action)
        assert found is None or isinstance(found, Truth)
        return found

    def possible_statuses(self, norm: str) -> Mapping[Status, Bool]:
        """For each status of a norm the condition under which it is possible, given what is
        unknown."""
        declared = self.package.norms[norm]
        applies, done = self.applies(norm), self.done(declared.action)
        possible: dict[Status, list[Bool]] = {}
        if declared.deadline is not None:
            truths = (applies, *self._timing(declared.action, declared.deadline))
            for known in product((True, False), repeat=len(truths)):
                still = map(_can_be, truths, known)
                possible.setdefault(status_with_deadline(*known), []).append(all_of(still))
            return {status: any_of(ways) for status, ways in possible.items()}
        for applying, being_done in product((True, False), repeat=2):
            status = determined_status(declared.modality, applying, done is not None, being_done)
            open_ = (_can_be(applies, applying), done is None or _can_be(done, being_done))
            possible.setdefault(status, []).append(all_of(open_))
        return {status: any_of(ways) for status, ways in possible.items()}

    def _timing(self, action: str, deadline: Deadline) -> tuple[Truth, ...]:
        """The truths about a deadline: begun, done, in time, over."""
        done: Symbolic | None = self.done(action)
        if deadline.done is not None:
            done = self.fact(deadline.done)
        assert done is not None
        begun = Truth(True, False) if deadline.begun is None else self.fact(deadline.begun)
        found = (begun, done, self.fact(deadline.in_time), self.fact(deadline.over))
        return tuple(truth for truth in found if isinstance(truth, Truth))

    def status_is(self, norm: str, status: Status) -> Bool:
        """The condition that a norm has a status, which may be undetermined."""
        return _only(self.possible_statuses(norm), status, Status.UNDETERMINED)

    def norm_is(self, norm: str, status: Asked) -> Truth:
        """The truth of “is violated”, “is fulfilled” and the like."""
        declared = self.package.norms[norm]
        if declared.deadline is not None:
            return _one_of(self.possible_statuses(norm), meant_by(status))
        assert isinstance(status, Status)
        applies, done = self.applies(norm), self.done(declared.action)
        if status is Status.NOT_APPLICABLE:
            return negation(applies)
        if done is None or status not in (Status.FULFILLED, Status.VIOLATED):
            possible = self.possible_statuses(norm)
            return Truth(self.status_is(norm, status), negated(possible.get(status, False)))
        if_done = determined_status(declared.modality, True, True, True)
        if_not_done = determined_status(declared.modality, True, True, False)
        if status not in (if_done, if_not_done):
            return Truth(False, True)
        return conjunction((applies, done if status is if_done else negation(done)))

    def possible_verdicts(self, action: str) -> Mapping[VerdictStatus, Bool]:
        """For each verdict on an action the condition under which it is possible, given what is
        unknown."""
        if action not in self._verdicts:
            norms = self.package.norms_on[action]
            self._verdicts[action] = self.possible_with(action, norms)
        return self._verdicts[action]

    def possible_with(self, action: str, norms: Iterable[Norm]) -> Mapping[VerdictStatus, Bool]:
        """As `possible_verdicts`, if ``norms`` were the only norms on the action."""
        by_force: dict[Force, list[Truth]] = {}
        for norm in norms:
            by_force.setdefault(force_of(norm), []).append(self.applies(norm.name))
        by_default = self._by_default(action)
        can_be = {
            force: {
                True: any_of(negated(norm.no) for norm in among),
                False: all_of(negated(norm.yes) for norm in among),
            }
            for force, among in by_force.items()
        }
        possible: dict[VerdictStatus, list[Bool]] = {}
        for taken in product((True, False), repeat=len(by_force)):
            chosen = dict(zip(by_force, taken, strict=True))
            applying = frozenset(force for force, applies in chosen.items() if applies)
            ways = [can_be[force][applies] for force, applies in chosen.items()]
            for permitted, on_the_day in ((True, by_default), (False, negated(by_default))):
                if on_the_day is False:
                    continue
                verdict, _ = determined_verdict(applying, permitted)
                possible.setdefault(verdict, []).append(all_of((*ways, on_the_day)))
        return {verdict: any_of(ways) for verdict, ways in possible.items()}

    def _by_default(self, action: str) -> Bool:
        """The condition that an action is permitted by default."""
        periods = self.package.default_periods.get(action, ())
        return any_of(self.in_force(period) for period in periods)

    def verdict(self, action: str, verdict: VerdictStatus) -> Bool:
        """The condition that the verdict on an action is this one, which may be undetermined."""
        return _only(self.possible_verdicts(action), verdict, VerdictStatus.UNDETERMINED)

    def verdict_is(self, action: str, verdict: VerdictStatus) -> Truth:
        """The truth of “is forbidden” and the like: unknown while this verdict and another are
        possible."""
        if verdict is VerdictStatus.UNDETERMINED:
            undetermined = self.verdict(action, verdict)
            return Truth(undetermined, negated(undetermined))
        possible = self.possible_verdicts(action)
        return Truth(self.verdict(action, verdict), negated(possible.get(verdict, False)))


def _can_be(truth: Truth, answer: bool) -> Bool:
    return negated(truth.no if answer else truth.yes)


def _one_of(possible: Mapping[Status, Bool], meant: frozenset[Status]) -> Truth:
    """The truth of having one of the statuses that are ``meant``, from the possible statuses."""
    others = (negated(way) for status, way in possible.items() if status not in meant)
    these = (negated(way) for status, way in possible.items() if status in meant)
    return Truth(all_of(others), all_of(these))


def _any_verdict(number: Quantity) -> Mapping[VerdictStatus, Bool]:
    """Exactly one verdict, by a free number; the last verdict stands for all greater numbers."""
    *verdicts, last = (one for one in VerdictStatus if one is not VerdictStatus.UNDETERMINED)
    possible: dict[VerdictStatus, Bool] = {
        verdict: terms.equal(number, n) for n, verdict in enumerate(verdicts)
    }
    return {**possible, last: negated(any_of(possible.values()))}


def _only(possible: Mapping[Any, Bool], asked: Any, undetermined: Any) -> Bool:
    """The condition that one answer alone is possible; for the undetermined one, that several
    are."""
    if asked is undetermined:
        return negated(any_of(_only(possible, one, undetermined) for one in possible))
    others = (negated(way) for one, way in possible.items() if one is not asked)
    return all_of((possible.get(asked, False), *others))
