"""Statuses and verdicts of all rows as columns, by the rows of `model.deontic`."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

import ibis
from attrs import frozen

from linkage_rules.engines.tabular.columns import Column, any_of, no_texts, unnegated
from linkage_rules.model.deontic import (
    Asked,
    Timing,
    has_status,
    has_status_with_deadline,
    has_verdict,
    norm_status,
    possible_with_deadline,
    settled_status,
    verdict,
)
from linkage_rules.model.norms import Action, Modality, Norm, Strength
from linkage_rules.model.outcomes import Verdict
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Truth

Leaf: TypeAlias = "str | bool | None"


@frozen
class _Fork:
    """A node of the decision tree: what follows from a column being true, false or NULL."""

    column: int
    if_true: "_Tree"
    if_false: "_Tree"
    if_unknown: "_Tree"


_Tree: TypeAlias = "_Fork | Leaf"


def decision(columns: Sequence[Column], table: Callable[..., Leaf]) -> Column:
    """The column whose value is ``table`` of the truths in ``columns``.

    Columns that make no difference are left out.
    """

    def grown(truths: tuple[Truth, ...]) -> _Tree:
        if len(truths) == len(columns):
            return table(*truths)
        if_true, if_false, if_unknown = (grown((*truths, t)) for t in (True, False, None))
        if if_true == if_false == if_unknown:
            return if_true
        return _Fork(len(truths), if_true, if_false, if_unknown)

    return _column(grown(()), columns)


def _column(tree: _Tree, columns: Sequence[Column]) -> Column:
    match tree:
        case _Fork(column, True, False, None):
            return columns[column]
        case _Fork(column, if_true, if_false, if_unknown):
            asked = columns[column]
            return ibis.cases(
                (asked, _column(if_true, columns)),
                (unnegated(asked).isnull(), _column(if_unknown, columns)),
                else_=_column(if_false, columns),
            )
        case None:
            return ibis.null("boolean")
        case _:
            return ibis.literal(tree)


Applies = Callable[[str], Column]
"""A function from the name of a norm to the column that says whether it applies."""

Kinds = dict[tuple[Modality, Strength], list[Norm]]


@frozen
class Matter:
    """An action with the norms on it by kind, and whether it is permitted by default on the day."""

    action: Action
    kinds: Kinds
    by_default: bool

    def verdict(self, truths: tuple[Truth, ...]) -> Verdict:
        """The verdict, given for each kind of norms whether one applies: yes, no or unknown."""
        leaders = (of_kind[0] for of_kind in self.kinds.values())
        return verdict(self.action, zip(leaders, truths, strict=True), self.by_default)


def matter(package: Package, action: str, as_of: date) -> Matter:
    """The action with what its verdict depends on, on a day."""
    kinds = kinds_of(package.norms_on[action])
    return Matter(package.actions[action], kinds, package.permits_by_default(action, as_of))


@frozen
class TimingColumns:
    """The columns about a deadline; see `linkage_rules.model.deontic.Timing`.

    ``done`` is set for a duty of every period, for which that its action is done says too little.
    """

    begun: Column
    in_time: Column
    over: Column
    done: Column | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All the columns."""
        return (self.begun, self.in_time, self.over)

    def truths(self, applies: Column, done: Column) -> list[Column]:
        """The columns that the status depends on, in the order of the table of statuses."""
        is_done = done if self.done is None else self.done
        return [applies, self.begun, is_done, self.in_time, self.over]


def status_of(
    norm: Norm, applies: Column, done: Column | None, timing: TimingColumns | None = None
) -> Column:
    """The status of a norm, as the text of `Status`."""
    if timing is not None and done is not None:

        def with_deadline(a: Truth, b: Truth, d: Truth, i: Truth, o: Truth) -> str:
            return settled_status(possible_with_deadline(a, Timing(b, d, i, o))).value

        return decision(timing.truths(applies, done), with_deadline)
    if done is None:
        return decision([applies], lambda a: norm_status(norm.modality, a, False, None).value)
    return decision([applies, done], lambda a, d: norm_status(norm.modality, a, True, d).value)


def has_status_column(
    norm: Norm,
    asked: Asked,
    applies: Column,
    done: Column | None,
    timing: TimingColumns | None = None,
) -> Column:
    """Whether a norm has the status, or one of the statuses, that is asked for, in Kleene logic."""
    if timing is not None and done is not None:

        def with_deadline(a: Truth, b: Truth, d: Truth, i: Truth, o: Truth) -> Truth:
            return has_status_with_deadline(asked, a, Timing(b, d, i, o))

        return decision(timing.truths(applies, done), with_deadline)
    assert isinstance(asked, Status)
    if done is None:
        return decision([applies], lambda a: has_status(norm.modality, asked, a, None))
    return decision([applies, done], lambda a, d: has_status(norm.modality, asked, a, d))


def verdict_on(asked: Matter, kinds: Sequence[Column]) -> Column:
    """The verdict on an action, as the text of `VerdictStatus`; ``kinds`` are those of
    `any_applies`."""
    return decision(kinds, lambda *truths: asked.verdict(truths).status.value)


def has_verdict_column(about: Matter, applies: Applies, asked: VerdictStatus) -> Column:
    """Whether an action has a verdict: NULL while that verdict and another are both possible."""

    def answer(*truths: Truth) -> Truth:
        return has_verdict(about.verdict(truths), asked)

    return decision(any_applies(about.kinds, applies), answer)


def deciding_kinds(asked: Matter, kinds: Sequence[Column]) -> list[Column]:
    """For each kind of norms on an action whether those that apply decide the verdict."""

    def decides(of_kind: Sequence[Norm]) -> Column:
        leader = of_kind[0].name
        return decision(kinds, lambda *truths: leader in asked.verdict(truths).by)

    return [decides(of_kind) for of_kind in asked.kinds.values()]


def deciding_norms(
    asked: Matter, norms: Sequence[Norm], decides: Sequence[Column], applies: Applies
) -> Column:
    """The names of the norms that decide a verdict, in the order of ``norms``.

    ``decides`` are the columns of `deciding_kinds`.
    """
    holds = {
        norm.name: deciding & applies(norm.name)
        for of_kind, deciding in zip(asked.kinds.values(), decides, strict=True)
        for norm in of_kind
    }
    return names_where([(norm.name, holds[norm.name]) for norm in norms])


def names_where(names: Sequence[tuple[str, Column]]) -> Column:
    """The list of the names whose condition holds, in order."""
    nothing = no_texts()
    if not names:
        return nothing
    if len(names) == 1:
        ((name, holds),) = names
        return holds.cases((True, ibis.literal([name], type="array<string>")), else_=nothing)
    written = [holds.cases((True, name), else_=ibis.null("string")) for name, holds in names]
    some = any_of([ibis.coalesce(holds, False) for _, holds in names])
    return some.cases(
        (True, ibis.array(written).filter(lambda name: name.notnull())), else_=nothing
    )


def kinds_of(norms: Sequence[Norm]) -> Kinds:
    """The norms on an action by modality and strength; those of one kind act alike."""
    kinds: Kinds = {}
    for norm in norms:
        kinds.setdefault((norm.modality, norm.strength), []).append(norm)
    return kinds


def any_applies(kinds: Kinds, applies: Applies) -> list[Column]:
    """For each kind whether some norm of it applies, in Kleene logic."""
    return [any_of([applies(norm.name) for norm in of_kind]) for of_kind in kinds.values()]
