"""From the truths that compiled code gives to the statuses of norms and the verdicts on actions."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from linkage_rules.engines.compiled.plan import Plan
from linkage_rules.model.deontic import (
    Timing,
    norm_status,
    possible_with_deadline,
    settled_status,
    verdict,
)
from linkage_rules.model.norms import Action, Norm
from linkage_rules.model.outcomes import NormOutcome, Verdict
from linkage_rules.model.package import StepKind
from linkage_rules.model.recurrence import outcomes
from linkage_rules.model.values import Truth
from linkage_rules.words.called import ACTION, NORM, ByName, labels_of

_MOST_KEPT: Final = 65_536
"""The most outcomes and verdicts that are kept for reuse, by the truths they follow from."""

_TIMING: Final = 4
"""How many truths describe a deadline: done, begun, in time, over."""

_Truths: TypeAlias = tuple[Truth, ...]


@frozen
class Answers:
    """The outcome of every norm and the verdict on every action, by name."""

    norms: Mapping[str, NormOutcome]
    verdicts: Mapping[str, Verdict]


class VerdictTable(dict[_Truths, Verdict]):
    """The verdicts on an action, by the truths of whether each of its norms applies; filled as
    needed."""

    def __init__(self, action: Action, norms: tuple[Norm, ...], by_default: bool) -> None:
        super().__init__()
        self.action = action
        self.norms = norms
        self.by_default = by_default

    def __missing__(self, applies: _Truths) -> Verdict:
        found = verdict(self.action, zip(self.norms, applies, strict=True), self.by_default)
        if len(self) * len(self.norms) < _MOST_KEPT:
            self[applies] = found
        return found


class _Outcomes(dict[_Truths, NormOutcome]):
    """The outcomes of a norm, filled as needed.

    The key holds whether it applies, whether its action is done and, where it has a deadline, the
    truths about that.
    """

    def __init__(self, norm: Norm, observable: bool) -> None:
        super().__init__()
        self.norm = norm
        self.observable = observable

    def __missing__(self, key: _Truths) -> NormOutcome:
        applies, done, *timing = key
        if timing:
            begun, in_time, over = timing
            possible = possible_with_deadline(applies, Timing(begun, done, in_time, over))
            status = settled_status(possible)
        else:
            status = norm_status(self.norm.modality, applies, self.observable, done)
        found = self[key] = NormOutcome(self.norm, applies, status)
        return found


class AnswerTable:
    """The answers of one plan, by the truths they rest on.

    Most norms do not apply to most records, so answers start from those of a record to which no
    norm applies and change what is different. Records with the same truths share their answers.
    There is no lock: two threads may both work out an answer, and it is the same one.
    """

    def __init__(self, plan: Plan) -> None:
        package = plan.package
        steps = package.orders[plan.record_type.name]
        names = [step.name for step in steps if step.kind is StepKind.APPLIES]
        actions = [step.name for step in steps if step.kind is StepKind.VERDICT]
        self._plan = plan
        self._single = tuple(norm.name for norm in plan.norms)
        self._grouped = [tuple(norm.name for norm in group.norms) for group in plan.groups]
        self._observed = plan.observed
        self._timed = tuple(norm.name for norm, _ in plan.timed)
        self._recurring = plan.recurring
        self._action_of = {name: package.norms[name].action for name in names}
        self._outcomes = {
            name: _Outcomes(package.norms[name], self._action_of[name] in self._observed)
            for name in names
        }
        self._verdicts = {
            name: VerdictTable(
                package.actions[name],
                package.norms_on[name],
                package.permits_by_default(name, plan.day),
            )
            for name in actions
        }
        self._norms_on = {
            name: tuple(norm.name for norm in package.norms_on[name]) for name in actions
        }
        self._no_norm = {name: table[False, None] for name, table in self._outcomes.items()}
        self._no_verdict = {
            name: table[(False,) * len(self._norms_on[name])]
            for name, table in self._verdicts.items()
        }
        self._norm_labels = labels_of(package.norms[name] for name in names)
        self._action_labels = labels_of(package.actions[name] for name in actions)
        self._kept: dict[tuple[Any, ...], Answers] = {}
        self._size = max(1, len(names) + len(actions))

    def __getitem__(self, truths: tuple[Any, ...]) -> Answers:
        """The answers for the truths that compiled code gives: of the single norms, of the observed
        actions, of deadlines and of each group. Where there are deadlines, the due days and what is
        known of the periods of duties come last."""
        if self._timed:
            return self._dated(self._kept_or_made(truths[:-1]), *truths[-1])
        return self._kept_or_made(truths)

    def _dated(
        self,
        answers: Answers,
        due: tuple[date | None, ...],
        standings: tuple[tuple[Any, ...], ...],
    ) -> Answers:
        """The answers with the due days and the outcomes of periods filled in, which differ by
        record."""
        dated = {
            name: evolve(answers.norms[name], due=day)
            for name, day in zip(self._timed, due, strict=True)
            if day is not None and answers.norms[name].applies is not False
        }
        for (norm, deadline), known in zip(self._recurring, standings, strict=True):
            outcome = dated.get(norm.name) or answers.norms[norm.name]
            if outcome.applies is not False:
                dated[norm.name] = evolve(outcome, periods=outcomes(deadline, *known))
        if not dated:
            return answers
        return evolve(answers, norms=ByName(NORM, {**answers.norms, **dated}, self._norm_labels))

    def _kept_or_made(self, truths: tuple[Any, ...]) -> Answers:
        found = self._kept.get(truths)
        if found is None:
            found = self._work_out(truths)
            if len(self._kept) * self._size < _MOST_KEPT:
                self._kept[truths] = found
        return found

    def _work_out(self, truths: tuple[Any, ...]) -> Answers:
        applies = self._applying(truths)
        first = len(self._single)
        done = dict(zip(self._observed, truths[first : first + len(self._observed)], strict=True))
        norms = self._no_norm.copy()
        timing = self._timing(truths)
        for name, truth in applies.items():
            key = (truth, *(timing.get(name) or (done.get(self._action_of[name]),)))
            norms[name] = self._outcomes[name][key]
        verdicts = self._no_verdict.copy()
        for action in dict.fromkeys(self._action_of[name] for name in applies):
            key = tuple(applies.get(name, False) for name in self._norms_on[action])
            verdicts[action] = self._verdicts[action][key]
        return Answers(
            ByName(NORM, norms, self._norm_labels), ByName(ACTION, verdicts, self._action_labels)
        )

    def _timing(self, truths: tuple[Any, ...]) -> dict[str, _Truths]:
        """For each norm with a deadline the truths about that deadline."""
        first = len(self._single) + len(self._observed)
        starts = range(first, first + _TIMING * len(self._timed), _TIMING)
        return {n: truths[at : at + _TIMING] for n, at in zip(self._timed, starts, strict=True)}

    def _applying(self, truths: tuple[Any, ...]) -> dict[str, Truth]:
        """The norms that apply or may apply."""
        found = {
            name: truth
            for name, truth in zip(self._single, truths, strict=False)
            if truth is not False
        }
        before = len(self._single) + len(self._observed) + _TIMING * len(self._timed)
        groups = truths[before:]
        for names, group in zip(self._grouped, groups, strict=True):
            if True in group or None in group:
                found |= {
                    name: truth
                    for name, truth in zip(names, group, strict=True)
                    if truth is not False
                }
        return found
