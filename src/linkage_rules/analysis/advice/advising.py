"""The smallest changes to a record that reach a goal, each tried out on the reference engine."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from time import monotonic
from typing import Final

from attrs import frozen

from linkage_rules.analysis.advice.advice import Advice, Alternative, Change, Reason
from linkage_rules.analysis.advice.consequences import Consequence, consequences
from linkage_rules.analysis.advice.fitting import NOTHING_ELSE, Fitter, Fittings
from linkage_rules.analysis.advice.goals import as_conditions, left_open, without_nothing_violated
from linkage_rules.analysis.advice.wanted import Wants, wants
from linkage_rules.analysis.witnesses import ReplayError
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    MORE_ELEMENTS,
    Edit,
    EditKind,
    Keeping,
    OutOfTimeError,
    Revision,
    Revisions,
    Role,
    Rules,
    TooLargeError,
    in_turn,
    revised,
    unnumbered,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import behind, counted_by, expressions_of
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.outcomes import Answer
from linkage_rules.model.package import Package, Step, StepKind
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.records import RecordError, validate

ALTERNATIVES: Final = 3
TIME_LIMIT: Final = 10.0

_CHANGES: Final = frozenset({Role.CHANGE})
_WITH_ASSUMPTIONS: Final = frozenset({Role.CHANGE, Role.ASSUMPTION})
_ANYTHING: Final = frozenset(Role)


@in_turn
def advise(
    package: Package,
    record_type: RecordType,
    record: Record,
    goal: Expression,
    *,
    as_of: date,
    alternatives: int = ALTERNATIVES,
    time_limit: float = TIME_LIMIT,
) -> Advice:
    """How a validated record may reach a goal on a day, by changing what is ``changeable``.

    Looked for first are changes that reach it whatever is unknown. Only if there are none, those
    that reach it on assumptions about unknown fields which cannot be changed; only if there are
    none of these either, the obstacles. What norms want is taken back only where there is no other
    way of either kind. ``time_limit`` is in seconds for all of it; what was found until then is
    given.
    """
    wanted = wants(package, record_type.name, as_of)
    judged = Evaluation(package, record_type, record, as_of)
    meant, undetermined = left_open(goal, judged)
    meant = as_conditions(meant, package)
    task = _Task(package, record_type, record, meant, as_of, monotonic() + time_limit, wanted)
    if task.reaches(record):
        return Advice(
            package, record_type, record, as_of, goal, reached=True, left_open=undetermined
        )
    found: list[Alternative] = []
    obstacles: tuple[Change, ...] = ()
    finished, held = True, False
    considered: Revision | None = None
    try:
        for keeping, roles, gives_way in _stages(wanted):
            # A stage that allows more to be taken back finds more only if something was held back
            # before.
            if gives_way and not held:
                continue
            for revision, revisions in task.revisions(roles, keeping):
                considered, held = revision, held or revision.held
                for edits in revisions:
                    if task.has_needless_entry(edits):
                        continue
                    found.append(task.alternative(edits, keeping))
                    if len(found) == alternatives:
                        break
                if found:
                    break
            if found:
                break
        else:
            for revision, revisions in task.revisions(_ANYTHING):
                considered = revision
                for edits in revisions:
                    obstacles = task.changes(edits, Role.OBSTACLE)
                    break
                if obstacles:
                    break
    except (OutOfTimeError, TooLargeError):
        finished = False
    return Advice(
        package,
        record_type,
        record,
        as_of,
        goal,
        reached=False,
        alternatives=tuple(found),
        obstacles=obstacles,
        finished=finished,
        most_added=considered.more if considered is not None and considered.extended else None,
        curtailed=considered is not None and (considered.curtailed or considered.shortened),
        kept_known=task.asks_what_is_known(),
        left_open=undetermined,
        calendars=counted_by([goal], package),
        kept_wanted=bool(found) and considered is not None and considered.held,
    )


def _stages(wanted: Wants) -> Iterator[tuple[Keeping, frozenset[Role], bool]]:
    """The searches to make, one after another until one finds something.

    Each has what may not be taken back, the roles of parts that may be changed, and whether it
    differs from the one before only in allowing more to be taken back. What norms want may be
    reported as missing, or assumed to be, only after all other ways were tried, and is really taken
    back last.
    """
    yield wanted.kept_and_reported, _CHANGES, False
    yield wanted.kept, _CHANGES, True
    yield wanted.kept, _WITH_ASSUMPTIONS, False
    yield _nothing, _CHANGES, True
    yield _nothing, _WITH_ASSUMPTIONS, True


def _nothing(_: str) -> None:
    """Nothing may not be taken back: every change is allowed."""


@frozen
class _Task:
    package: Package
    record_type: RecordType
    record: Record
    goal: Expression
    as_of: date
    deadline: float
    wanted: Wants

    def reaches(self, record: Record) -> bool:
        return self._judged(record).derive(self.goal).answer is True

    def revisions(
        self, roles: frozenset[Role], keeping: Keeping = _nothing
    ) -> Iterator[tuple[Revision, Revisions]]:
        """The revisions with few entries added to lists; after these, if there is a list, with
        more."""
        for more in MORE_ELEMENTS:
            revision = Revision(self.record_type, self.record, self.as_of, roles, more, keeping)
            goal = Rules(self.package, revision).truth(self.goal)
            yield revision, Revisions(revision, goal.yes, self.deadline)
            if not revision.extended:
                return

    def asks_what_is_known(self) -> bool:
        """Whether the goal depends on something being known, so that making it unknown could reach
        it."""
        steps = steps_behind(self.goal, self.package)
        inside = (e for step in steps for e in expressions_of(step, self.package))
        return any(
            isinstance(part, model.IsKnown) for e in (self.goal, *inside) for part in walk(e)
        )

    def has_needless_entry(self, edits: Sequence[Edit]) -> bool:
        """Whether one of several added entries is superfluous, because it is like another."""
        added = [edit for edit in edits if edit.kind is EditKind.ADD]
        return any(
            self.reaches(revised(self.record, self.record_type, (e for e in edits if e is not one)))
            for one in added
        )

    def alternative(self, edits: Sequence[Edit], keeping: Keeping) -> Alternative:
        """The alternative, after a trial on the reference engine. Raises `ReplayError` when the
        goal is not reached."""
        after = revised(self.record, self.record_type, edits)
        try:
            after = validate(after, self.record_type)
        except RecordError as error:
            raise ReplayError(after, self.as_of, f"a record that is not valid: {error}") from error
        if not self.reaches(after):
            raise ReplayError(after, self.as_of, "the reference engine does not reach the goal")
        fitter = Fitter(
            self.package,
            self.record_type,
            self.record,
            after,
            self.as_of,
            self.goal,
            keeping,
            self.deadline,
        )
        fits = fitter.fittings(edits)
        changes, provided = (self.changes(edits, r, fits) for r in (Role.CHANGE, Role.ASSUMPTION))
        others = self.consequences(edits, after)
        return Alternative(changes, provided, after, others, fits.together)

    def consequences(self, edits: Sequence[Edit], after: Record) -> tuple[Consequence, ...]:
        """The effects of the changes beside the goal; assumptions hold both before and after."""
        assumed = [edit for edit in edits if edit.role is Role.ASSUMPTION]
        before = self._judged(revised(self.record, self.record_type, assumed))
        steps = steps_behind(without_nothing_violated(self.goal), self.package)
        nearby = frozenset(step.name for step in steps if step.kind is StepKind.APPLIES)
        return consequences(before, self._judged(after), self.goal, nearby)

    def changes(
        self, edits: Sequence[Edit], role: Role, fits: Fittings = NOTHING_ELSE
    ) -> tuple[Change, ...]:
        """The edits of one role, each with the reasons: what would be different without it."""
        steps, asked = steps_behind(self.goal, self.package), norms_asked(self.goal)
        after = self._judged(revised(self.record, self.record_type, edits))
        found: list[Change] = []
        for number, edit in enumerate(edits):
            if edit.role is role:
                others = [other for other in edits if other is not edit]
                without = self._judged(revised(self.record, self.record_type, others))
                because = reasons(steps, without, after, asked)
                fitting = fits.by_edit.get(number, ())
                found.append(Change(edit, because, self.withdrawn(edit), fitting))
        return tuple(found)

    def withdrawn(self, edit: Edit) -> tuple[Norm, ...]:
        """The norms that want what an edit takes back."""
        path = unnumbered(edit.path)
        before, after = edit.before, edit.after
        if edit.kind is not EditKind.SET:
            path = path.removesuffix("[]")
            before, after = edit.kind is EditKind.REMOVE, edit.kind is EditKind.ADD
        kept = self.wanted.kept(path)
        if before is None or kept is None or kept.allows(before, after):
            return ()
        return self.wanted.norms(path)

    def _judged(self, record: Record) -> Evaluation:
        return Evaluation(self.package, self.record_type, record, self.as_of)


# Why a change is needed


def steps_behind(goal: Expression, package: Package) -> tuple[Step, ...]:
    """Everything that a goal rests on, the nearest steps first."""
    return tuple(behind([goal], package))


def reasons(
    steps: tuple[Step, ...], before: Evaluation, after: Evaluation, asked: frozenset[str]
) -> tuple[Reason, ...]:
    """The norms whose answer differs, or else the facts; those with a citation first.

    ``asked`` are the norms whose status the goal asks for.
    """
    norms = [
        Reason(norm, *answers)
        for step in steps
        if step.kind is StepKind.APPLIES
        for norm in (before.package.norms[step.name],)
        for answers in (_answers(norm, before, after, norm.name in asked),)
        if answers[0] != answers[1]
    ]
    if norms:
        return tuple(norms)
    values: list[Mapping[str, Answer]] = [{**e.fact_values()} for e in (before, after)]
    facts = [
        Reason(before.package.facts[step.name], values[0][step.name], values[1][step.name])
        for step in steps
        if step.kind is StepKind.FACT and values[0][step.name] != values[1][step.name]
    ]
    return tuple(sorted(facts, key=lambda reason: reason.citation is None))


def _answers(
    norm: Norm, before: Evaluation, after: Evaluation, by_status: bool
) -> tuple[Answer, Answer]:
    """Whether a norm applies, before and after; or its status, if ``by_status`` and the first is
    the same."""
    first, last = (evaluation.norm_outcome(norm.name) for evaluation in (before, after))
    if first.applies != last.applies or not by_status:
        return first.applies, last.applies
    return first.status, last.status


def norms_asked(goal: Expression) -> frozenset[str]:
    """The norms of which a goal names a status."""
    return frozenset(part.norm for part in walk(goal) if isinstance(part, model.NormIs))
