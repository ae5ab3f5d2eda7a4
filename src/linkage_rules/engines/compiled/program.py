"""A policy compiled for one record type: a function for each stretch of time it is asked about."""

import ast
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from functools import cached_property
from typing import Final, TypeAlias

from attrs import field, frozen

from linkage_rules.engines.compiled.complete import CompleteCompiler
from linkage_rules.engines.compiled.emit import NONE, Code, assign, item, tuple_of
from linkage_rules.engines.compiled.expressions import HELPERS, ExpressionCompiler
from linkage_rules.engines.deontic import norm_status, verdict
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Norm
from linkage_rules.model.outcomes import NormOutcome, Outcome, Verdict
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record, Truth

Answers: TypeAlias = tuple[tuple[NormOutcome, ...], tuple[Verdict, ...]]
"""The outcomes of the norms and the verdicts on the actions, in the order of the program."""

_TRUTHS: Final[tuple[Truth, ...]] = (True, False, None)
_LARGEST_TABLE: Final = 4096


_Truths: TypeAlias = tuple[Truth, ...]
_Complete: TypeAlias = Callable[[Record, date], _Truths | None]
_General: TypeAlias = Callable[[Record, date], _Truths]


class _Verdicts(dict[_Truths, Verdict]):
    """The verdicts on an action by which of its norms apply, worked out as they come up."""

    def __init__(self, action: Action, norms: tuple[Norm, ...]) -> None:
        super().__init__()
        self.action = action
        self.norms = norms

    def __missing__(self, applies: _Truths) -> Verdict:
        found = verdict(self.action, zip(self.norms, applies, strict=True))
        if len(self) < _LARGEST_TABLE:
            self[applies] = found
        return found


class _Answers(dict[_Truths, Answers]):
    """The answers by the truths they rest on. Records of a kind share theirs."""

    def __init__(self, package: Package, norms: tuple[str, ...], actions: tuple[str, ...]) -> None:
        super().__init__()
        self.norms = [package.norms[name] for name in norms]
        self.actions = [package.actions[name] for name in actions]
        place = {name: number for number, name in enumerate(norms)}
        self.places = [
            tuple(place[norm.name] for norm in package.norms_on[name]) for name in actions
        ]
        self.verdicts = [_Verdicts(a, package.norms_on[a.name]) for a in self.actions]
        self.outcomes: dict[tuple[str, Truth, Truth], NormOutcome] = {}

    def __missing__(self, truths: _Truths) -> Answers:
        done = dict(zip((a.name for a in self.actions), truths[len(self.norms) :], strict=True))
        norms = tuple(
            self._outcome(norm, applies, done[norm.action])
            for norm, applies in zip(self.norms, truths, strict=False)
        )
        verdicts = tuple(
            table[tuple(truths[place] for place in places)]
            for table, places in zip(self.verdicts, self.places, strict=True)
        )
        if len(self) < _LARGEST_TABLE:
            self[truths] = (norms, verdicts)
        return norms, verdicts

    def _outcome(self, norm: Norm, applies: Truth, done: Truth) -> NormOutcome:
        key = (norm.name, applies, done)
        if key not in self.outcomes:
            action = next(a for a in self.actions if a.name == norm.action)
            observable = action.done_when is not None
            status = norm_status(norm.modality, applies, observable, done)
            self.outcomes[key] = NormOutcome(norm, applies, status)
        return self.outcomes[key]


@frozen(slots=False, eq=False)
class Program:
    """A policy compiled for the records of one type.

    ``norms`` and ``actions`` give the order of the answers.
    """

    package: Package
    record_type: RecordType
    _functions: dict[int, tuple[_Complete, _General]] = field(factory=dict, init=False, repr=False)

    @cached_property
    def norms(self) -> tuple[str, ...]:
        return self._named(StepKind.APPLIES)

    @cached_property
    def actions(self) -> tuple[str, ...]:
        return self._named(StepKind.VERDICT)

    def run(self, record: Record, as_of: date) -> Answers:
        """The answers for a valid record, as `linkage_rules.engines.reference` would give them."""
        era = bisect_right(self._boundaries, as_of)
        functions = self._functions.get(era)
        if functions is None:
            # Two threads may both compile; they make the same functions.
            functions = self._functions[era] = (
                self._compile(as_of, CompleteCompiler),
                self._compile(as_of, ExpressionCompiler),
            )
        complete, general = functions
        return self._answers[complete(record, as_of) or general(record, as_of)]

    def outcome(self, record: Record, as_of: date) -> Outcome:
        """The answers by name."""
        norms, verdicts = self.run(record, as_of)
        return Outcome(
            as_of=as_of,
            norms=dict(zip(self.norms, norms, strict=True)),
            verdicts=dict(zip(self.actions, verdicts, strict=True)),
        )

    @property
    def _steps(self) -> tuple[Step, ...]:
        return self.package.orders[self.record_type.name]

    def _named(self, kind: StepKind) -> tuple[str, ...]:
        return tuple(step.name for step in self._steps if step.kind is kind)

    @cached_property
    def _boundaries(self) -> list[date]:
        """The days on which a norm or the value of a parameter begins or has just ended."""
        intervals = [self.package.norms[name].in_force for name in self.norms]
        for parameter in self.package.parameters.values():
            intervals += [period.in_force for period in parameter.periods]
        starts = {i.start for i in intervals if i.start is not None}
        ends = {i.end + timedelta(days=1) for i in intervals if i.end and i.end < date.max}
        return sorted(starts | ends)

    @cached_property
    def _answers(self) -> "_Answers":
        return _Answers(self.package, self.norms, self.actions)

    def _compile(self, day: date, kind: type[ExpressionCompiler]) -> _General:
        """A function from a record to the truths the answers rest on: which norms apply, and
        which actions are done."""
        code = Code(dict(HELPERS))
        parameters = {p.name: p.value_on(day) for p in self.package.parameters.values()}
        compiler = kind(self.package, parameters, code)
        asked = self._facts_asked_for()
        compiler.merge_loops(e for step in self._steps for e in self._expressions(step, asked))
        for step in self._steps:
            match step.kind:
                case StepKind.FACT if step.name in asked:
                    compiler.define(self.package.facts[step.name])
                case StepKind.DONE:
                    done = self.package.actions[step.name].done_when
                    part = None if done is None else compiler.atom(compiler.compile(done))
                    compiler.done[step.name] = part
                case StepKind.APPLIES:
                    norm = self.package.norms[step.name]
                    compiler.applies[step.name] = compiler.atom(compiler.applies_of(norm, day))
                case StepKind.VERDICT if step.name in self._verdicts_asked_for:
                    compiler.verdicts[step.name] = self._verdict(step.name, compiler)
        applies = [compiler.applies[name].node for name in self.norms]
        done_parts = [compiler.done[name] for name in self.actions]
        truths = [*applies, *(NONE if part is None else part.node for part in done_parts)]
        code.block = [*compiler.fields_read(), *code.block]
        code.add(ast.Return(tuple_of(truths)))
        return code.build("run", ("record", "as_of"), f"<policy {self.package.name}>")

    @cached_property
    def _verdicts_asked_for(self) -> set[str]:
        return {
            part.action
            for step in self._steps
            for expression in self._expressions(step, set(self.package.facts))
            for part in walk(expression)
            if isinstance(part, model.ActionIs)
        }

    def _facts_asked_for(self) -> set[str]:
        """Facts that a norm or an action rests on; the others are worked out when asked for."""
        asked: set[str] = set()
        for step in reversed(self._steps):
            for expression in self._expressions(step, asked):
                asked |= {p.name for p in walk(expression) if isinstance(p, model.FactValue)}
        return asked

    def _expressions(self, step: Step, asked: set[str]) -> list[Expression]:
        found: list[Expression | None] = []
        match step.kind:
            case StepKind.FACT if step.name in asked:
                found = [self.package.facts[step.name].means]
            case StepKind.DONE:
                found = [self.package.actions[step.name].done_when]
            case StepKind.APPLIES:
                norm = self.package.norms[step.name]
                found = [norm.when, norm.unless]
        return [expression for expression in found if expression is not None]

    def _verdict(self, name: str, compiler: ExpressionCompiler) -> str:
        norms = self.package.norms_on[name]
        table = compiler.code.share(_Verdicts(self.package.actions[name], norms), "verdicts")
        result = compiler.code.fresh("verdict")
        key = tuple_of([compiler.applies[norm.name].node for norm in norms])
        compiler.code.add(assign(result, item(table, key)))
        return result
