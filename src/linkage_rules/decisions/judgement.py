"""`Judgement`: what a policy says of one record on one day, and what can be worked out from it.

It holds what an engine gave and no more; everything else is worked out when it is first asked for,
and kept. It knows nothing of how it is printed: printers take a judgement, and `Decision`, the
class that users hold, calls them with itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, Self, TypeVar, overload

from attrs import field, frozen
from attrs.exceptions import FrozenInstanceError

from linkage_rules.model.known import remember
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.words.called import DISTRIBUTION, FACT, FIELD, RESULT, ByName, labels_of
from linkage_rules.words.names import with_article

if TYPE_CHECKING:
    from linkage_rules.decisions.duties import Duty
    from linkage_rules.decisions.explanation import Kind
    from linkage_rules.decisions.missing import CalendarYear, Needs
    from linkage_rules.decisions.readings import Adopted, Choices
    from linkage_rules.decisions.results import Result, WorkedOut
    from linkage_rules.decisions.sent import Sent
    from linkage_rules.decisions.shares import Shares
    from linkage_rules.decisions.working import Worked
    from linkage_rules.engines.reference import Evaluation
    from linkage_rules.model.norms import Fact, Interval, Norm
    from linkage_rules.model.outcomes import Derivation, NormOutcome, Verdict
    from linkage_rules.model.package import Amendment, Package
    from linkage_rules.model.values import Record, Value
    from linkage_rules.words.called import Named

_T = TypeVar("_T")


class once(Generic[_T]):  # noqa: N801 - reads as the decorator it is
    """A property that is worked out once and kept.

    Like `functools.cached_property`, but without the lock that it has before Python 3.12, which
    would make one thread wait for the explanation of another. Two threads may both work a value
    out, so the result has to be the same each time.

    >>> class Sum:
    ...     @once
    ...     def total(self):
    ...         print("adding")
    ...         return 1 + 1
    >>> found = Sum()
    >>> found.total + found.total
    adding
    4
    """

    def __init__(self, work_out: Callable[[Any], _T]) -> None:
        self.__doc__ = work_out.__doc__
        self._work_out = work_out

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | _T:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value


_WHOLE: Final = frozenset({NoneType, bool, int, str, date, Fraction})
"""The types of values that are immutable and have no parts."""


def sealed(value: Any, type_: Type | None = None) -> Any:
    """A deeply immutable copy of a value; with ``type_`` its records can be looked up by label,
    too.

    >>> sealed({"id": "P-1"})
    <1 field: id "P-1">
    """
    if isinstance(value, Mapping):
        if not isinstance(type_, RecordType):
            return ByName(FIELD, {name: sealed(part) for name, part in value.items()})
        fields = type_.by_spelling
        parts = {
            name: part if type(part) in _WHOLE else sealed(part, fields[name].type)
            for name, part in value.items()
        }
        return ByName(FIELD, parts, type_.labels)
    if isinstance(value, tuple):
        element = type_.element if isinstance(type_, ListType) else None
        return tuple(sealed(one, element) for one in value)
    return value


def unsealed(value: Any) -> Any:
    """A copy of a value in plain dictionaries, which can be copied and pickled."""
    if isinstance(value, Mapping):
        return {name: unsealed(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(unsealed(element) for element in value)
    return value


class Outcomes(Protocol):
    """Whether each norm applies and its status, and the verdict on each action, by name."""

    @property
    def norms(self) -> Mapping[str, NormOutcome]: ...
    @property
    def verdicts(self) -> Mapping[str, Verdict]: ...


@frozen(slots=False)
class Grounds:
    """What decisions of one policy on one type of record share.

    ``answers`` and ``record`` are functions that turn what an engine gave for a record into the
    outcome and the validated record. They must not depend on anything that can still change.
    """

    package: Package
    policy_digest: str
    record_type: RecordType
    answers: Callable[[Any], Outcomes]
    record: Callable[[Any], Record]
    _choices: list[Choices] = field(factory=list, eq=False, repr=False)

    @property
    def policy(self) -> str:
        """The name of the policy."""
        return self.package.name

    @property
    def shape(self) -> RecordType:
        """The type of the record."""
        return self.record_type

    @property
    def type_name(self) -> str:
        """The name of the type of the record."""
        return self.record_type.name

    @property
    def periods(self) -> tuple[Interval, ...]:
        """The days on which the policy is in force."""
        return self.package.periods

    @property
    def choices(self) -> Choices:
        """The other choices of the readings of the policy; made once."""
        from linkage_rules.decisions.readings import choices_of

        return choices_of(self.package, self._choices)


class Judgement:
    """What a policy says of one record on one day, without the ways to show it.

    See `linkage_rules.decisions.Decision`, which is what users are given.
    """

    # Values that are worked out are kept in __dict__, which Python only creates when it is needed.
    __slots__ = ("__dict__", "__weakref__", "_given")

    _given: tuple[Grounds | Sent, date, Any, Any]

    def __init__(
        self,
        package: Package,
        policy_digest: str,
        record_type: RecordType,
        record: Record,
        outcome: Outcome,
    ) -> None:
        grounds = Grounds(package, policy_digest, record_type, lambda o: o, lambda r: r)
        from linkage_rules.decisions.sent import by_name

        give(self, (grounds, outcome.as_of, by_name(outcome), sealed(record, record_type)))

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError

    def __eq__(self, other: object) -> bool:
        """Decisions are equal when the policy, the record and the answers are."""
        if not isinstance(other, Judgement):
            return NotImplemented
        return (self.policy_digest, self.record, self.outcome) == (
            other.policy_digest,
            other.record,
            other.outcome,
        )

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Callable[..., Judgement], tuple[Any, ...]]:
        """A decision is sent without its policy, see `linkage_rules.decisions.sent`."""
        from linkage_rules.decisions.sent import Sent, answers_of

        grounds = self._given[0]
        if isinstance(grounds, Grounds):
            remember(grounds.policy_digest, grounds.package)
        sent = (grounds.policy, grounds.policy_digest, grounds.type_name, grounds.periods)
        given = answers_of(self.outcome)
        return _received, (type(self), Sent(*sent), given, unsealed(self.record))

    def __repr__(self) -> str:
        outside = "" if self.in_force else ", not in force"
        kind, on = type(self).__name__, with_article(self._given[0].type_name)
        return f"<{kind} of {self.policy} on {on}, {self.as_of}{outside}>"

    @property
    def package(self) -> Package:
        """The policy that decides."""
        return self._given[0].package

    @property
    def policy_digest(self) -> str:
        """The SHA-256 of the policy that decides."""
        return self._given[0].policy_digest

    @property
    def record_type(self) -> RecordType:
        """The type of the record."""
        return self._given[0].record_type

    @property
    def policy(self) -> str:
        """The name of the policy."""
        return self._given[0].policy

    @property
    def as_of(self) -> date:
        """The day to judge by."""
        return self._given[1]

    @property
    def in_force(self) -> bool:
        """Whether the policy, or a layer of its stack, is in force on the day.

        On other days nothing is permitted by default, and norms apply only if they have days of
        their own or are governed by a date of the record.
        """
        return any(period.contains(self.as_of) for period in self.periods)

    @property
    def periods(self) -> tuple[Interval, ...]:
        """The days on which the policy is in force, in order; ``None`` is no first or last day."""
        return self._given[0].periods

    @once
    def record(self) -> Record:
        """The validated record that was judged."""
        grounds, _, _, read = self._given
        record: Record = sealed(grounds.record(read), grounds.shape)
        return record

    @property
    def outcome(self) -> Outcome:
        """All answers."""
        return Outcome(self.as_of, self.norms, self.verdicts)

    @once
    def _answers(self) -> Outcomes:
        grounds, _, given, _ = self._given
        return grounds.answers(given)

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """What the norms together say of each action, by ASCII name."""
        return self._answers.verdicts

    @property
    def norms(self) -> Mapping[str, NormOutcome]:
        """Whether each norm applies and its status, by ASCII name."""
        return self._answers.norms

    @property
    def loosened(self) -> tuple[Amendment, ...]:
        """The strict norms of layers below that this policy loosens, each with the reason."""
        from linkage_rules.words.telling import loosened

        return loosened(self.package)

    @once
    def facts(self) -> Mapping[str, Value]:
        """The value of each fact, by ASCII name; ``None`` is unknown. Money is fen."""
        declared = self.package.stated_facts
        worked_out = self.evaluation.fact_values()
        values = {name: value for name, value in worked_out.items() if name in declared}
        sealed_values = {name: sealed(value) for name, value in values.items()}
        return ByName(FACT, sealed_values, labels_of(declared[name] for name in values))

    @once
    def record_digest(self) -> str:
        """The SHA-256 of the record, see `linkage_rules.records.digest`."""
        from linkage_rules.records import digest

        return digest(self.record)

    @once
    def missing(self) -> tuple[str, ...]:
        """The paths of fields that could still change an undetermined verdict or status, or that a
        result needs.

        The most decisive come first. A field that is absent and decides nothing is not listed,
        nor is anything that ``is known`` alone asks for.

        >>> import linkage_rules as lr
        >>> policy = lr.load("xiangtan_2022")
        >>> decision = policy.evaluate({"id": "P-1", "operating": False}, as_of=date(2023, 5, 1))
        >>> "mechanism_established" in decision.missing
        False
        """
        from linkage_rules.decisions.missing import missing

        shares = (path for one in self.shares.values() for path in one.missing)
        results = (path for one in self._results for path in one.result.missing)
        return missing(self.worked, (*shares, *results))

    @once
    def duties(self) -> tuple[Duty, ...]:
        """The obligations that are not fulfilled: who owes what to whom by when, and how it stands.

        The overdue and violated come first, then by day, those without a day at last. What is not
        yet due is among them, and what is undetermined, with the fields that are missing.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> all(duty.status == "undetermined" or not duty.missing for duty in decision.duties)
        True
        """
        from linkage_rules.decisions.duties import Standing, duties

        norms = self.norms
        standing = Standing(self.package, self.record_type, self.record, norms, lambda: self.worked)
        return duties(standing)

    @once
    def results(self) -> Mapping[str, Result]:
        """The results: what the policy gives the record, and each record that stands in it.

        By name or label, after the path of a record that stands in it: ``subsidy``,
        ``households[0].subsidy``. Each has its `value` (money is fen, ``None`` is unknown), its
        `unit`, and the paths that it is `missing`. Empty for a policy without results.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> decision.results
        <no results>
        """
        found = [one.result for one in self._results]
        labels = {one.label_key: one.key for one in found if one.label_key is not None}
        return ByName(RESULT, {one.key: one for one in found}, labels)

    @once
    def _results(self) -> tuple[WorkedOut, ...]:
        if self.record_type.name not in self.package.giving_results:
            return ()
        from linkage_rules.decisions.results import worked_out

        return tuple(worked_out(self.needs))

    @once
    def shares(self) -> Mapping[str, Shares]:
        """What each entry of a list has in each distribution, by name or label.

        Each tells its `total`, the `entries` with their share, and why none is known where that is
        so; money is fen. Empty for a policy without distributions.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> decision.shares
        <no distributions>
        """
        declared = self.package.distributions[self.record_type.name]
        if not declared:
            return ByName(DISTRIBUTION, {})
        from linkage_rules.decisions.shares import shares_of

        return ByName(DISTRIBUTION, shares_of(self.needs, declared), labels_of(declared))

    def _result_within(self, key: str) -> WorkedOut | None:
        """The result of a record inside the judged one, with what explains it, by its key in
        `results`."""
        for one in self._results:
            if one.result.place and key in (one.result.key, one.result.label_key):
                return one
        return None

    @once
    def lacking(self) -> tuple[CalendarYear, ...]:
        """The years of calendars of working days without which something cannot be counted.

        No field can make up for them: the calendar has to be carried on.
        """
        return tuple(self.needs.lacking)

    @once
    def evaluation(self) -> Evaluation:
        """The evaluation with its derivations."""
        from linkage_rules.engines.reference import Evaluation

        return Evaluation(self.package, self.record_type, self.record, self.as_of)

    def evaluation_of(self, norm: str) -> Evaluation:
        """An evaluation with the derivations that the status of a norm rests on."""
        if "evaluation" in vars(self):
            return self.evaluation
        from linkage_rules.decisions.working import steps_behind
        from linkage_rules.engines.reference import Evaluation

        steps = steps_behind(norm, self.package)
        return Evaluation(self.package, self.record_type, self.record, self.as_of, steps)

    @once
    def worked(self) -> Worked:
        """The answers worked out once more, with the fields that each still needs but no
        derivations."""
        from linkage_rules.decisions.working import Worked, working

        functions = working(self.record_type.name, self.package)
        return Worked(functions, functions.run(self.record, self.as_of), self.outcome)

    @once
    def readings(self) -> tuple[Adopted, ...]:
        """The readings that the answers rest on, with what another choice would change.

        Readings of the whole policy (``throughout``) are among them. A reading `decides` when
        another choice would change a verdict or the status of a norm; up to a hundred alternatives
        are tried.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> all(adopted.reading.reading for adopted in decision.readings)
        True
        """
        from linkage_rules.decisions.readings import adopted

        return adopted(self.worked, self._given[0].choices)

    @once
    def simplified(self) -> tuple[Norm | Fact, ...]:
        """The norms and facts that the answers rest on and that say less than the text; why, is in
        their ``simplified``.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> all(one.simplified for one in decision.simplified)
        True
        """
        from linkage_rules.decisions.readings import simplified_behind

        return simplified_behind(self.worked)

    @once
    def needs(self) -> Needs:
        """The fields on which each undetermined answer depends."""
        from linkage_rules.decisions.missing import Needs

        return Needs(self.evaluation, self.record_type)

    def derivation(self, name: str) -> Derivation:
        """The derivation of the verdict on an action, the status of a norm or a fact's value.

        ``name`` is its ASCII name or its label. Raises `UnknownNameError`, a `KeyError`, with the
        nearest name when there is none.

        >>> import linkage_rules as lr
        >>> decision = lr.load("xiangtan_2022").evaluate({"id": "P-1"}, as_of=date(2023, 5, 1))
        >>> decision.derivation("纳入项目库").subject.name
        'enter_library'
        """
        from linkage_rules.decisions.explanation import Kind

        kind, found = self._find(name)
        if kind is Kind.VERDICT:
            return self.evaluation.verdict(found)
        return self.evaluation.status(found) if kind is Kind.NORM else self.evaluation.facts[found]

    def _find(self, name: str) -> tuple[Kind, str]:
        from linkage_rules.decisions.explanation import Kind
        from linkage_rules.words.called import find

        actions = [verdict.action for verdict in self.verdicts.values()]
        norms = [outcome.norm for outcome in self.norms.values()]
        facts = [self.package.facts[fact] for fact in self.facts]
        declared: dict[Kind, list[Named]] = {
            Kind.VERDICT: [*actions],
            Kind.NORM: [*norms],
            Kind.FACT: [*facts],
        }
        return find(name, declared)


def _received(kind: type[Judgement], sent: Sent, given: Any, record: Record) -> Judgement:
    """Rebuild a judgement from what was sent to this process."""
    judgement = kind.__new__(kind)
    give(judgement, (sent, given[0], given, record))
    return judgement


# Attributes of a judgement cannot be set; this sets its only one when it is made.
give: Final = Judgement.__dict__["_given"].__set__
