"""The findings in a decision: what an official has to see, separated from what is obvious."""

from enum import Enum

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.verdicts import by_default
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import MODALITIES, is_failing
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Modality, Norm, Strength
from linkage_rules.model.outcomes import NormOutcome, Verdict
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Truth


class Weight(Enum):
    """How much attention a finding needs.

    Notable are obstacles, open tasks, and the verdicts on gates (actions that some norm may
    forbid). Brief are findings that are undetermined. The rest is quiet.
    """

    NOTABLE = "notable"
    BRIEF = "brief"
    QUIET = "quiet"


@frozen
class ReviewFinding:
    """The verdict on one action, with the norms that decide it.

    For an undetermined verdict the norms are those that decide in any case. ``missing`` are the
    paths that could still settle the verdict, or whether the action is done; ``gate`` says that
    some norm may forbid the action, ``done`` whether it was done.
    """

    verdict: Verdict
    norms: tuple[NormOutcome, ...]
    missing: tuple[str, ...]
    gate: bool
    done: Truth = None

    @property
    def passed(self) -> bool:
        """Whether the action was done, and no norm that applies says anything of it."""
        return by_default(self.verdict) and self.done is True

    @property
    def action(self) -> Action:
        return self.verdict.action

    @property
    def status(self) -> VerdictStatus:
        return self.verdict.status

    def has(self, status: Status) -> bool:
        """Whether one of the deciding norms has a status."""
        return any(norm.status is status for norm in self.norms)

    @property
    def failing(self) -> bool:
        """Whether one of the deciding norms is not complied with: violated, done late, or
        overdue."""
        return any(is_failing(norm.status) for norm in self.norms)

    @property
    def weight(self) -> Weight:
        match self.status:
            case VerdictStatus.CONFLICTING | VerdictStatus.FORBIDDEN:
                return Weight.NOTABLE
            case VerdictStatus.PERMITTED if self.passed:
                return Weight.QUIET
            case VerdictStatus.PERMITTED | VerdictStatus.UNDETERMINED if self.gate:
                return Weight.NOTABLE
            case VerdictStatus.REQUIRED | VerdictStatus.UNDETERMINED if self.failing or self.has(
                Status.DUE
            ):
                return Weight.NOTABLE
            case VerdictStatus.REQUIRED if self.has(Status.UNDETERMINED):
                return Weight.BRIEF
            case VerdictStatus.RECOMMENDED if not self.has(Status.TAKEN_UP):
                return Weight.BRIEF
            case VerdictStatus.UNDETERMINED:
                return Weight.BRIEF
        return Weight.QUIET


def findings(decision: Decision) -> tuple[ReviewFinding, ...]:
    """The verdict on every action that some norm concerns, in the order of the policy.

    Actions that are forbidden on that day whatever the record says are left out, unless they were
    done. On a day on which the policy says nothing of the record there are no findings.
    """
    if says_nothing(decision):
        return ()
    package, worked = decision.package, decision.worked
    found = []
    for name, verdict in decision.verdicts.items():
        concerning = package.norms_on[name]
        deciding = verdict.by or tuple(norm.name for norm in concerning if _sure(norm, decision))
        norms = tuple(decision.norms[norm] for norm in deciding)
        needed = worked.of_verdict(name).union(*(worked.of_status(norm) for norm in deciding))
        missing = tuple(path for path in decision.missing if path in needed)
        gate = any(norm.modality is Modality.PROHIBITION for norm in concerning)
        finding = ReviewFinding(verdict, norms, missing, gate, worked.was_done(name))
        if concerning and not _goes_without_saying(finding):
            found.append(finding)
    return tuple(found)


def facts_alone(package: Package, record_type: RecordType) -> tuple[Fact, ...]:
    """The facts about records of a type, for a policy that has only facts about them; without the
    results, which are told separately."""
    if not concludes_nothing(package, record_type):
        return ()
    return tuple(fact for fact in _told(package, record_type) if fact.result is None)


def concludes_nothing(package: Package, record_type: RecordType) -> bool:
    """Whether a policy works out facts about records of a type and nothing else: no norm and no
    action is about such records, so that no conclusion on one can be drawn."""
    judged = {norm.record_type for norm in package.norms.values()}
    judged |= {action.record_type for action in package.actions.values()}
    return record_type.name not in judged and bool(_told(package, record_type))


def _told(package: Package, record_type: RecordType) -> tuple[Fact, ...]:
    facts = package.stated_facts.values()
    return tuple(f for f in facts if f.record_type == record_type.name and f.is_told)


def says_nothing(decision: Decision) -> bool:
    """Whether the policy is not in force on the day, and none of its norms applies or may apply.

    Then no conclusion can be drawn: that nothing is forbidden does not mean that everything is in
    order.
    """
    return not decision.in_force and all(
        outcome.applies is False for outcome in decision.norms.values()
    )


def _sure(norm: Norm, decision: Decision) -> bool:
    """Whether a norm decides the verdict whatever else applies.

    No norm defeats a strict duty or a strict ban; it can only be contradicted.
    """
    binding = MODALITIES[norm.modality].binding
    strict = norm.strength is Strength.STRICT
    return binding and strict and decision.norms[norm.name].applies is True


def _goes_without_saying(finding: ReviewFinding) -> bool:
    if finding.status is not VerdictStatus.FORBIDDEN or finding.failing:
        return False
    return all(_is_unconditional(outcome.norm) for outcome in finding.norms)


def _is_unconditional(norm: Norm) -> bool:
    """Whether a norm applies to every record while it is in force.

    For a norm that is governed by a date, being in force is a condition on that date.
    """
    if norm.unless is not None or norm.lasting is not None:
        return False
    if norm.when is None:
        return True
    terms = norm.when.operands if isinstance(norm.when, model.And) else (norm.when,)
    return norm.governed_by is not None and all(_holds_the_day(term, norm) for term in terms)


def _holds_the_day(term: Expression, norm: Norm) -> bool:
    """Whether a term compares the date that governs a norm with a constant day."""
    match term:
        case model.Apply(
            operands=(model.FieldValue(record=model.Subject(), name=name), model.Constant())
        ):
            return name == norm.governed_by
    return False
