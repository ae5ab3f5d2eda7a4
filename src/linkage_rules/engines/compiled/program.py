"""The compiled functions of a policy, made when they are first asked for."""

import ast
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property

from attrs import field, frozen

from linkage_rules.engines.compiled.answers import AnswerTable, VerdictTable
from linkage_rules.engines.compiled.complete import CompleteCompiler, NotForCompleteRecordsError
from linkage_rules.engines.compiled.emit import NO, YES, Code, assign, is_, item, tuple_of, when
from linkage_rules.engines.compiled.expressions import HELPERS, ExpressionCompiler, standings
from linkage_rules.engines.compiled.plan import Group, Plan, conjuncts, likeness, plan
from linkage_rules.engines.compiled.reading import Judged, Reading, Run, ValidReading
from linkage_rules.logs import tell
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record


def written(
    plan: Plan, reading: Reading, kind: type[ExpressionCompiler], otherwise: Run | None = None
) -> Code:
    """The code of a function that takes a record and a date and gives what `Judged` holds.

    The truths are those of the single norms, of the observed actions, of deadlines and of each
    group, then the days on which duties with a deadline are due, if there are any.
    """
    code = Code({**HELPERS, "otherwise": otherwise})
    compiler = kind(plan, reading, code)
    compiler.merge_loops(plan.expressions_for_all())
    read = reading.read(compiler)
    for step in plan.steps:
        _work_out(step, compiler, plan)
    groups = [_group(group, compiler, plan) for group in plan.groups]
    truths = [
        *(compiler.applies[norm.name].node for norm in plan.norms),
        *(compiler.done[action].node for action in plan.observed),
        *(node for norm, deadline in plan.timed for node in compiler.timing(norm, deadline)),
        *groups,
    ]
    if plan.timed:
        due = [compiler.facts[deadline.due].node for _, deadline in plan.timed]
        periods = [standings(compiler, norm, deadline) for norm, deadline in plan.recurring]
        truths.append(tuple_of([tuple_of(due), tuple_of(periods)]))
    code.add(ast.Return(tuple_of([tuple_of(truths), read])))
    reading.finish(compiler)
    return code


def _work_out(step: Step, compiler: ExpressionCompiler, plan: Plan) -> None:
    package = plan.package
    match step.kind:
        case StepKind.FACT:
            compiler.define(package.facts[step.name])
        case StepKind.DONE:
            done = package.actions[step.name].done_when
            assert done is not None
            compiler.done[step.name] = compiler.atom(compiler.compile(done))
        case StepKind.APPLIES:
            norm = package.norms[step.name]
            compiler.applies[step.name] = compiler.atom(compiler.applies_of(norm))
        case StepKind.VERDICT:
            action, norms = package.actions[step.name], package.norms_on[step.name]
            by_default = package.permits_by_default(step.name, plan.day)
            table = compiler.code.share(VerdictTable(action, norms, by_default), "verdicts")
            key = tuple_of([compiler.applies.get(norm.name, NO).node for norm in norms])
            local = compiler.code.fresh("verdict")
            compiler.code.add(assign(local, item(table, key)))
            compiler.verdicts[step.name] = local


def _group(group: Group, compiler: ExpressionCompiler, plan: Plan) -> ast.expr:
    """The truths of the norms of a group: all no where the guard is no, else worked out one by
    one."""
    code = compiler.code
    guard = compiler.atom(compiler.compile(group.guard))
    shared = likeness(group.guard)
    for norm in group.norms:
        for condition in conjuncts(norm.when):
            if likeness(condition) == shared:
                compiler.answer(condition, guard if guard.nullable else YES)
    truths = code.fresh("group")
    with code.nested() as worked_out:
        for name in group.facts:
            compiler.define(plan.package.facts[name])
        parts = [compiler.applies_of(norm).node for norm in group.norms]
        code.add(assign(truths, tuple_of(parts)))
    none = code.share((False,) * len(group.norms), "none")
    code.add(when(is_(guard.node, False), [assign(truths, none)], worked_out))
    return ast.Name(truths, ast.Load())


@frozen(slots=False, eq=False)
class Era:
    """The compiled code for a stretch of days on which the same norms and values are in force."""

    plan: Plan

    @cached_property
    def run(self) -> Run:
        """The function for records in the form that `linkage_rules.records.validate` gives, and the
        date."""
        return compiled(self.plan, ValidReading())

    @cached_property
    def answers(self) -> AnswerTable:
        """The answers by the truths that compiled code gives."""
        return AnswerTable(self.plan)


@frozen(slots=False, eq=False)
class Program:
    """A policy compiled for the records of one type."""

    package: Package
    record_type: RecordType
    _eras: dict[int, Era] = field(factory=dict, init=False, repr=False)

    def outcome(self, record: Record, as_of: date) -> Outcome:
        """The outcome for a valid record, equal to that of `linkage_rules.engines.reference`."""
        era = self.era(as_of)
        truths, _ = era.run(record, as_of)
        answers = era.answers[truths]
        return Outcome(as_of=as_of, norms=answers.norms, verdicts=answers.verdicts)

    def era(self, as_of: date) -> Era:
        """The era that a day belongs to. Two threads may both make it; the two are alike."""
        number = bisect_right(self._boundaries, as_of)
        found = self._eras.get(number)
        made = found or Era(plan(self.package, self.record_type, as_of))
        return found or self._eras.setdefault(number, made)

    @property
    def days(self) -> tuple[date, ...]:
        """One day of each era."""
        return (date.min, *self._boundaries)

    @cached_property
    def _boundaries(self) -> list[date]:
        """The first days of all eras: where the policy, a norm, a permission by default or the
        value of a parameter begins or has just ended."""
        intervals = [
            *self.package.periods,
            *(days for periods in self.package.default_periods.values() for days in periods),
        ]
        intervals += [
            self.package.norms[step.name].in_force
            for step in self.package.orders[self.record_type.name]
            if step.kind is StepKind.APPLIES
        ]
        for parameter in self.package.parameters.values():
            intervals += [period.in_force for period in parameter.periods]
        starts = {i.start for i in intervals if i.start is not None}
        ends = {i.end + timedelta(days=1) for i in intervals if i.end and i.end < date.max}
        return sorted(starts | ends)


def compiled(plan: Plan, reading: Reading, otherwise: Run | None = None) -> Run:
    """A function that reads a record in one way and gives the truths of a plan.

    It is code for records that leave nothing unknown. All others it hands over to code in Kleene
    logic, and that hands what it cannot read over to ``otherwise``.
    """
    filename = f"<policy {plan.package.name}>"

    @_when_needed
    def general() -> Run:
        return written(plan, reading, ExpressionCompiler, otherwise).build(filename)

    try:
        return written(plan, reading, CompleteCompiler, general).build(filename)
    except NotForCompleteRecordsError:
        name = plan.record_type.name
        tell("compiled", "info", "%s: no code of its own for records that lack nothing", name)
        return general


def _when_needed(make: Callable[[], Run]) -> Run:
    """A function that is compiled when it is first called."""
    made: Run | None = None

    def run(record: object, as_of: date) -> Judged:
        nonlocal made
        if made is None:
            made = make()
        return made(record, as_of)

    return run


def source(plan: Plan, reading: Reading | None = None, *, complete: bool = True) -> str:
    """The generated code as text, for whoever wants to read it.

    ``complete`` selects the code for records that leave nothing unknown.

    >>> from datetime import date
    >>> import linkage_rules as lr
    >>> package = lr.load("xiangtan_2022").package
    >>> program = Program(package, package.record_types["Project"])
    >>> print(source(program.era(date(2023, 5, 1)).plan).splitlines()[0])
    def run(record, as_of):
    """
    kind = CompleteCompiler if complete else ExpressionCompiler
    return ast.unparse(written(plan, reading or ValidReading(), kind).module())
