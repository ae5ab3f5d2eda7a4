"""The grounds of a conclusion: norms in words, and the fields of the record they rest on."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.derivations import behind, decided_by
from linkage_rules.decisions.verdicts import (
    answering,
    by_default,
    consequence,
    other_periods,
    period_in_words,
    possible,
    verdict_in_words,
)
from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import STATUSES, Tone
from linkage_rules.model.norms import Modality
from linkage_rules.model.outcomes import Derivation, NormOutcome
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Scalar, Type
from linkage_rules.reviews.findings import ReviewFinding
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.tones import VERDICT_TONES
from linkage_rules.words import decision_words as wording
from linkage_rules.words.citing import Quotation, quotation
from linkage_rules.words.messages import Phrase
from linkage_rules.words.parties import conduct
from linkage_rules.words.places import blank_at, place
from linkage_rules.words.telling import simplified
from linkage_rules.words.told_values import in_words

_MOST: Final = 10


@frozen
class Observations:
    """The fields behind the status of a norm.

    ``reported`` are deciding fields with their values, ``absent`` fields for which it matters that
    nothing is reported.
    """

    reported: tuple[Phrase, ...]
    absent: tuple[Phrase, ...]


def observations(decision: Decision, norm: str, evaluation: Evaluation) -> Observations:
    """The first ten fields of the record that the status of a norm rests on.

    >>> from datetime import date
    >>> import linkage_rules as lr
    >>> record = {"id": "P-1", "operating": True, "in_asset_management": True}
    >>> record |= {"mechanism_established": False}
    >>> decision = lr.load("xiangtan_2022").evaluate(record, as_of=date(2023, 5, 1))
    >>> duty = "asset_linkage_duty"
    >>> [one.zh for one in observations(decision, duty, decision.evaluation_of(duty)).reported]
    ['纳入扶贫项目资产管理：是', '经营性：是', '已建立机制：否']
    """
    reported: dict[str, Phrase] = {}
    absent: dict[str, Phrase] = {}
    for step in _deciding_steps(decision.norms[norm], evaluation):
        match step.subject:
            case model.IsKnown() if step.answer is False:
                path = step.parts[0].path
                if path:
                    absent[path] = place(path, decision.record_type)
            case model.FieldValue(type=type_) | model.Variable(type=type_) if step.path:
                if step.answer is not None and not _of_records(type_, step):
                    words = in_words(value_of(step), type_)
                    subject = place(step.path, decision.record_type)
                    told = wording.IS.filled(subject=subject, answer=words)
                    if value_of(step) == blank_at(step.path, decision.record_type):
                        told = wording.AS_BLANK.filled(sentence=told)
                    reported[step.path] = told
    return Observations(tuple(reported.values())[:_MOST], tuple(absent.values()))


def _deciding_steps(outcome: NormOutcome, evaluation: Evaluation) -> Iterator[Derivation]:
    """Every step that decides the status of a norm, depth first, each once."""
    done = evaluation.is_done(outcome.norm)
    answers = [evaluation.applies[outcome.norm.name]]
    if outcome.applies is not False and done is not None:
        answers.append(done)
    if outcome.applies is not False and outcome.norm.deadline is not None:
        answers += [evaluation.facts[part] for part in outcome.norm.deadline.facts]

    def onward(step: Derivation) -> tuple[Derivation, ...]:
        match step.subject:
            case model.IsKnown() if step.answer is False:
                return ()
            case model.Some() | model.Every() | model.HowMany() | model.Aggregate() if (
                step.parts[0].answer == ()
            ):
                return step.parts[:1]
        return decided_by(step, evaluation)

    return behind(answers, onward)


def _of_records(type_: Type, step: Derivation) -> bool:
    """Whether a field holds records; then only their number could be told, which says nothing."""
    if isinstance(type_, ListType):
        return isinstance(type_.element, RecordType) and step.answer != ()
    return isinstance(type_, RecordType)


_IN_CONFLICT: Final = Phrase(
    "{action}: norms in conflict, both required and forbidden", "{action}：规定冲突，既应当又不得"
)
_UNDETERMINED: Final = Phrase(
    "{action}: undetermined (possible: {possible})", "{action}：待定（可能：{possible}）"
)
_BUT_DONE: Final = Phrase(
    "must not {action} – but it was done, which violates the rule", "已违规{action}，应予纠正"
)
_AND_DONE: Final = Phrase("{sentence} – and it was done", "{sentence}（已办理）")
_DONE_ALL_THE_SAME: Final = Phrase("{conduct}: it was done", "{conduct}，已违反")
_NOT_DONE: Final = Phrase("{conduct}: not done", "{conduct}，未做到")
_STANDING: Final[Mapping[tuple[Status, bool], Phrase]] = {
    (Status.DUE, False): Phrase("{conduct}: still to be done", "{conduct}，待办"),
    (Status.DUE, True): Phrase("{conduct}: to be done by {due}", "{conduct}，待办，最迟{due}"),
    (Status.LATE, True): Phrase(
        "{conduct}: done, but only after {due}", "{conduct}，应于{due}以前履行，逾期后才履行"
    ),
    (Status.OVERDUE, True): Phrase(
        "{conduct}: not done by {due}, overdue", "{conduct}，应于{due}以前履行，逾期未履行"
    ),
    (Status.LATE, False): Phrase("{conduct}: done too late", "{conduct}，逾期后才履行"),
    (Status.OVERDUE, False): Phrase("{conduct}: overdue", "{conduct}，逾期未履行"),
}
"""The words for the status of a duty, by whether its due day is known; that day is included."""
_WITH_CLAUSE: Final = Phrase("{words} (clause {clauses})", "{words}（{clauses}）")
_REASON: Final = Phrase("{sentence}: {norms}", "{sentence}：{norms}")
_ABSENCE: Final = Phrase(
    "This rests on the record not saying {absent}. Once that is reported, it may turn round.",
    "上述认定以未填报“{absent}”为前提；补报后认定可能改变。",
)


@frozen
class Ground:
    """A norm that decides: what it asks, by which words of the source, and on what it rests here.

    ``name`` is its ASCII name, ``action`` what it is about. ``observed`` are the fields of the
    record that its status rests on, ``answering`` those who are responsible, ``notes`` remarks on
    the reasoning, such as that “in principle” leaves room for reasons, ``due`` the last day to do
    it, or None.
    """

    name: str
    norm: Phrase
    action: Phrase
    conduct: Phrase
    status: Status
    forbids: bool
    citations: tuple[Quotation, ...]
    observed: tuple[Phrase, ...]
    answering: tuple[Phrase, ...]
    notes: tuple[Phrase, ...]
    due: date | None = None

    @property
    def standing(self) -> Phrase:
        """Who has to do or refrain from what, and the status."""
        if self.status is Status.VIOLATED:
            pattern = _DONE_ALL_THE_SAME if self.forbids else _NOT_DONE
            return pattern.filled(conduct=self.conduct)
        stands = _STANDING.get((self.status, self.due is not None))
        if stands is None:
            return self.conduct
        due = "" if self.due is None else in_words(self.due, Scalar.DATE)
        return stands.filled(conduct=self.conduct, due=due)

    @property
    def demand(self) -> Phrase:
        """The standing, with the clauses."""
        return _with_clauses(self.standing, self.citations)

    @property
    def title(self) -> Phrase:
        """The name of the norm, with its clauses."""
        return _with_clauses(self.norm, self.citations)


@frozen
class Gate:
    """The verdict on an action that some norm may forbid, and the norms that decide it.

    ``name`` is the ASCII name of the action, ``done`` says that it was done already, ``by_default``
    that no norm permits it: it is only not forbidden.
    """

    name: str
    action: Phrase
    status: VerdictStatus
    sentence: Phrase
    grounds: tuple[Ground, ...]
    done: bool = False
    by_default: bool = False

    @property
    def tone(self) -> Tone:
        return VERDICT_TONES[self.status]

    @property
    def against(self) -> bool:
        """Whether it is an obstacle: the action is forbidden, or the norms contradict each
        other."""
        return self.status in (VerdictStatus.FORBIDDEN, VerdictStatus.CONFLICTING)

    @property
    def reason(self) -> Phrase:
        """The verdict with the norms it rests on and their clauses."""
        norms = tuple(ground.title for ground in self.grounds)
        return _REASON.filled(sentence=self.sentence, norms=norms) if norms else self.sentence


def ground(outcome: NormOutcome, decision: Decision) -> Ground:
    """The ground for a norm that decides in a decision."""
    norm, package = outcome.norm, decision.package
    evaluation = decision.evaluation_of(norm.name)
    seen = observations(decision, norm.name, evaluation)
    called_for = consequence(norm, outcome.status)
    notes: tuple[Phrase, ...] = (called_for,) if called_for else ()
    notes += standing_periods(outcome)
    if simpler := simplified(norm):
        notes += (simpler,)
    if seen.absent:
        notes += (_ABSENCE.filled(absent=seen.absent),)
    return Ground(
        name=norm.name,
        norm=spoken(norm),
        action=spoken(package.actions[norm.action]),
        conduct=conduct(norm, package, spoken, decision.record),
        status=outcome.status,
        forbids=norm.modality is Modality.PROHIBITION,
        citations=tuple(quotation(one, package) for one in norm.citations),
        observed=seen.reported,
        answering=tuple(one.sentence for one in answering(norm, evaluation)),
        notes=notes,
        due=outcome.due,
    )


_MOST_PERIODS: Final = 6


def standing_periods(outcome: NormOutcome) -> tuple[Phrase, ...]:
    """The periods of a duty in words, if somebody has to act on them; those to act on first come
    first."""
    order = [*STATUSES]
    waiting = [p for p in outcome.periods if p.status not in _SETTLED]
    shown = sorted(waiting, key=lambda one: order.index(one.status))[:_MOST_PERIODS]
    others = other_periods(one for one in outcome.periods if one not in shown)
    return (*map(period_in_words, shown), *(() if others is None else (others,)))


_SETTLED: Final = (Status.FULFILLED, Status.NOT_YET_DUE)


def gate(finding: ReviewFinding, decision: Decision) -> Gate:
    """The gate for a finding; the words tell if a ban was violated."""
    said = _sentence(finding, decision)
    grounds = tuple(ground(norm, decision) for norm in finding.norms)
    if any(one.forbids and one.status is Status.VIOLATED for one in grounds):
        done = _BUT_DONE if finding.status is VerdictStatus.FORBIDDEN else _AND_DONE
        said = done.filled(sentence=said, action=spoken(finding.action))
    return Gate(
        finding.action.name,
        spoken(finding.action),
        finding.status,
        said,
        grounds,
        finding.done is True,
        by_default(finding.verdict),
    )


def _sentence(finding: ReviewFinding, decision: Decision) -> Phrase:
    action = spoken(finding.action)
    match finding.status:
        case VerdictStatus.CONFLICTING:
            return _IN_CONFLICT.filled(action=action)
        case VerdictStatus.UNDETERMINED:
            return _UNDETERMINED.filled(action=action, possible=possible(finding.verdict))
    if by_default(finding.verdict):
        return wording.NOTHING_FORBIDS_IT.filled(action=action)
    verdict = verdict_in_words(finding.verdict, decision.package)
    return wording.CONCLUSIONS[finding.status].filled(verdict=verdict, action=action)


def _with_clauses(words: Phrase, citations: tuple[Quotation, ...]) -> Phrase:
    clauses = tuple(dict.fromkeys(citation.clause for citation in citations))
    return _WITH_CLAUSE.filled(words=words, clauses=clauses) if clauses else words
