"""Two decisions on one record: which verdicts, statuses and results differ."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from attrs import field, frozen

from linkage_rules.decisions.judgement import Judgement
from linkage_rules.decisions.results import Result
from linkage_rules.decisions.verdicts import by_default, was_done
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Value

_S = TypeVar("_S", Status, VerdictStatus)


@frozen
class Answer(Generic[_S]):
    """A verdict or status with its label, and for a verdict the norms that decide it.

    ``done`` says that an action that is permitted by default was done already; ``by_labels`` are
    the labels of the norms in ``by``. Neither counts when answers are compared.
    """

    label: str | None
    status: _S
    by: tuple[str, ...] = ()
    done: bool = field(default=False, eq=False)
    by_labels: tuple[str | None, ...] = field(default=(), eq=False)


@frozen
class AnswersGiven:
    """What a decision says of every action and norm, by ASCII name."""

    verdicts: Mapping[str, Answer[VerdictStatus]]
    norms: Mapping[str, Answer[Status]]


@frozen
class ChangedAnswer(Generic[_S]):
    """An answer that differs; ``None`` on the side of a policy that does not declare the action or
    norm."""

    name: str
    before: Answer[_S] | None
    after: Answer[_S] | None

    @property
    def label(self) -> str | None:
        known = self.after or self.before
        return known.label if known else None


def answers_of(decision: Judgement) -> AnswersGiven:
    """The answers of a decision, by ASCII name."""
    return AnswersGiven(
        verdicts={
            name: Answer(
                verdict.action.label,
                verdict.status,
                tuple(sorted(verdict.by)),
                by_default(verdict) and was_done(name, decision.evaluation) is True,
                tuple(decision.norms[norm].norm.label for norm in sorted(verdict.by)),
            )
            for name, verdict in decision.verdicts.items()
        },
        norms={
            name: Answer(outcome.norm.label, outcome.status)
            for name, outcome in decision.norms.items()
        },
    )


def changed(
    before: Mapping[str, Answer[_S]], after: Mapping[str, Answer[_S]]
) -> tuple[ChangedAnswer[_S], ...]:
    """The answers that differ, in the order of the later policy.

    A verdict that is the same but decided by other norms counts as the same.

    >>> old = {"enter": Answer("入库", VerdictStatus.PERMITTED)}
    >>> new = {"enter": Answer("入库", VerdictStatus.FORBIDDEN, ("ban",))}
    >>> [(c.name, c.after.status.value) for c in changed(old, new)]
    [('enter', 'forbidden')]
    """
    found = (
        ChangedAnswer(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*after, *before])
    )
    return tuple(c for c in found if _status(c.before) is not _status(c.after))


@frozen
class ChangedResult:
    """A result that differs; ``None`` on the side that has no such result.

    ``key`` is its key among the results of the decision.
    """

    key: str
    before: Result | None
    after: Result | None

    @property
    def result(self) -> Result:
        """The later result, or the earlier one where there is no later one."""
        found = self.after or self.before
        assert found is not None
        return found


def changed_results(
    before: Mapping[str, Result], after: Mapping[str, Result]
) -> tuple[ChangedResult, ...]:
    """The results that differ, in the order of the later policy."""
    found = (
        ChangedResult(key, before.get(key), after.get(key))
        for key in dict.fromkeys([*after, *before])
    )
    return tuple(c for c in found if _worth(c.before) != _worth(c.after))


def _worth(result: Result | None) -> tuple[Value] | None:
    return None if result is None else (result.value,)


def _status(answer: Answer[_S] | None) -> _S | None:
    return None if answer is None else answer.status
