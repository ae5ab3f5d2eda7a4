"""Decisions that were sent to another process.

A decision is sent without its policy, which is large: by the digest of it. Where that very policy
is loaded, everything can be asked as before. Where it is not, the record and the answers are still
there; whatever else needs the policy raises `PolicyNotHereError`, until it is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from linkage_rules.errors import Error, Fault
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.known import known
from linkage_rules.model.outcomes import NormOutcome, Outcome, PeriodOutcome, Standing, Verdict
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.words.called import ACTION, NORM, ByName, labels_of

if TYPE_CHECKING:
    from linkage_rules.decisions.readings import Choices
    from linkage_rules.model.norms import Action, Interval, Norm
    from linkage_rules.model.package import Package
    from linkage_rules.model.types import RecordType
    from linkage_rules.model.values import Record, Truth

Answers: TypeAlias = tuple[
    date,
    Mapping[str, "tuple[Truth, Status, date | None, tuple[PeriodOutcome, ...]]"],
    Mapping[str, "tuple[VerdictStatus, Names, Names, Names, frozenset[VerdictStatus]]"],
]
"""The day, and the outcome of each norm and each action without the policy's own objects."""
Names: TypeAlias = tuple[str, ...]


def by_name(outcome: Outcome) -> Outcome:
    """The outcome with immutable mappings that take names and labels."""
    norms, verdicts = outcome.norms, outcome.verdicts
    return Outcome(
        outcome.as_of,
        ByName(NORM, norms, labels_of(one.norm for one in norms.values())),
        ByName(ACTION, verdicts, labels_of(one.action for one in verdicts.values())),
    )


def answers_of(outcome: Outcome) -> Answers:
    """The parts of an outcome that can be sent without the policy."""
    return (
        outcome.as_of,
        {
            name: (one.applies, one.status, one.due, one.periods)
            for name, one in outcome.norms.items()
        },
        {
            name: (one.status, one.by, one.defeated, one.open, one.possible)
            for name, one in outcome.verdicts.items()
        },
    )


class PolicyNotHereError(Error):
    """What was asked of a decision needs its policy, which is not loaded in this process.

    ``policy`` is its name, ``digest`` the SHA-256 of its text and of all it uses.

    >>> print(PolicyNotHereError("county", "06cc817d" * 8).render("en"))
    this needs the policy county with the digest 06cc817d…, which is not loaded here; load it \
with lr.load(…) and keep it
    """

    def __init__(self, policy: str, digest: str) -> None:
        super().__init__(policy, digest)
        self.policy = policy
        self.digest = digest
        en = (
            f"this needs the policy {policy} with the digest {digest[:8]}…, which is not loaded "
            "here; load it with lr.load(…) and keep it"
        )
        zh = (
            f"此处需要政策 {policy}（校验码 {digest[:8]}…），本进程尚未载入；"
            "请先用 lr.load(…) 载入并保留"
        )
        self.problems = (Fault("ASK-601", (policy,), en, zh),)

    def __str__(self) -> str:
        return f"{self.render('en')}\n{self.render('zh')}"


@frozen(eq=False)
class SentVerdict(Standing):
    """A verdict whose policy may not be loaded: like `Verdict`, but ``action`` may raise."""

    sent: Sent = field(repr=False)
    name: str
    status: VerdictStatus
    by: tuple[str, ...]
    defeated: tuple[str, ...]
    open: tuple[str, ...]
    possible: frozenset[VerdictStatus]

    __repr__ = in_brief

    @property
    def action(self) -> Action:
        return self.sent.package.actions[self.name]


@frozen(eq=False)
class SentNormOutcome(Standing):
    """The outcome of a norm whose policy may not be loaded: ``norm`` may raise
    `PolicyNotHereError`."""

    sent: Sent = field(repr=False)
    name: str
    applies: Truth
    status: Status
    due: date | None = None
    periods: tuple[PeriodOutcome, ...] = ()

    __repr__ = in_brief

    @property
    def norm(self) -> Norm:
        return self.sent.package.norms[self.name]


@frozen(slots=False)
class Sent:
    """What a decision that was sent knows of its policy, and the policy itself once it is loaded.

    It stands in the place of the `Grounds` of a decision that was made here.
    """

    policy: str
    policy_digest: str
    type_name: str
    periods: tuple[Interval, ...]
    _found: list[Package] = field(factory=list, eq=False, repr=False)
    _choices: list[Choices] = field(factory=list, eq=False, repr=False)

    @property
    def here(self) -> bool:
        """Whether the policy is loaded in this process."""
        if not self._found and (package := known(self.policy_digest, self.policy)):
            self._found.append(package)
        return bool(self._found)

    @property
    def package(self) -> Package:
        """The policy. Raises `PolicyNotHereError`."""
        if not self.here:
            raise PolicyNotHereError(self.policy, self.policy_digest)
        return self._found[0]

    @property
    def record_type(self) -> RecordType:
        """The type of the record. Raises `PolicyNotHereError`."""
        return self.package.record_types[self.type_name]

    @property
    def shape(self) -> RecordType | None:
        """The type of the record, if the policy is here."""
        return self.record_type if self.here else None

    def answers(self, given: Answers) -> Outcome:
        """The type of the record; None where the policy is not loaded."""
        as_of, norms, verdicts = given
        if self.here:
            package = self.package
            return by_name(
                Outcome(
                    as_of,
                    {name: NormOutcome(package.norms[name], *one) for name, one in norms.items()},
                    {name: Verdict(package.actions[name], *one) for name, one in verdicts.items()},
                )
            )
        # Attributes of these that need the policy raise an error which says that it is not loaded.
        far_norms: Any = {name: SentNormOutcome(self, name, *one) for name, one in norms.items()}
        far_verdicts: Any = {name: SentVerdict(self, name, *one) for name, one in verdicts.items()}
        return Outcome(as_of, ByName(NORM, far_norms), ByName(ACTION, far_verdicts))

    def record(self, read: Record) -> Record:
        """The record that was judged."""
        return read

    @property
    def choices(self) -> Choices:
        """The other choices of the readings of the policy; made once."""
        from linkage_rules.decisions.readings import choices_of

        return choices_of(self.package, self._choices)
