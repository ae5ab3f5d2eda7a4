"""The opinion on one record: conclusion, grounds, what to supply, exceptions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.derivations import behind
from linkage_rules.decisions.report import (
    ReadingEntry,
    ResultEntry,
    SharesEntry,
    reading_entries,
    result_entries,
    shares_entries,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import is_failing
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Norm
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Truth
from linkage_rules.reviews.findings import (
    ReviewFinding,
    concludes_nothing,
    facts_alone,
    says_nothing,
)
from linkage_rules.reviews.opinions.conclusions import (
    NO_CONCLUSION,
    NONE,
    Conclusion,
    conclude,
    in_a_sentence,
)
from linkage_rules.reviews.opinions.grounds import Gate, Ground, gate, ground
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.reviews import Judged, Title
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.parties import conduct
from linkage_rules.words.places import asked, to_supply
from linkage_rules.words.telling import simplified_by_name
from linkage_rules.words.told_values import in_words

_WEIGHED: Final[dict[Truth, Phrase]] = {
    True: Phrase(
        "The exception “{exception}” was weighed and holds. It lifts: {norms}.",
        "已考虑例外“{exception}”：成立，据此不再要求：{norms}。",
    ),
    False: Phrase(
        "The exception “{exception}” was reported and does not hold. It does not lift: {norms}.",
        "已考虑所报的例外“{exception}”：不成立，不免除：{norms}。",
    ),
}
_NOT_LIFTED: Final = Phrase("It does not lift: {conducts}.", "它不免除：{conducts}。")


@frozen
class Weighed:
    """An exception in a sentence, and a second sentence on what it does not change."""

    sentence: Phrase
    not_lifted: Phrase | None


def weighed(decision: Decision, standing: Sequence[Phrase]) -> tuple[Weighed, ...]:
    """The exceptions that hold, and those that were claimed but do not hold.

    ``standing`` are the duties that remain. An exception counts as claimed where it asks whether
    something is known at all, and it is.
    """
    by_exception: dict[tuple[Expression, Truth], list[Norm]] = {}
    reported: dict[Expression, bool] = {}
    for outcome in decision.norms.values():
        norm, unless = outcome.norm, outcome.norm.unless
        if unless is None or not norm.in_force.contains(decision.as_of):
            continue
        if norm.when is not None and decision.worked.value(norm.when) is not True:
            continue
        truth = decision.worked.value(unless)
        if truth is False and unless not in reported:
            reported[unless] = _reported(norm, decision)
        if truth or (truth is False and reported[unless]):
            by_exception.setdefault((unless, truth), []).append(norm)
    return tuple(
        _told(exception, truth, norms, decision, standing)
        for (exception, truth), norms in by_exception.items()
    )


def _told(
    exception: Expression,
    truth: Truth,
    norms: Iterable[Norm],
    decision: Decision,
    standing: Sequence[Phrase],
) -> Weighed:
    # Imported here, because few records claim exceptions and the module imports much.
    from linkage_rules.language.writing.unparse import describe

    package = decision.package
    english, chinese = (describe(exception, package, language) for language in LANGUAGES)
    lifted = tuple(conduct(norm, package, spoken, decision.record) for norm in norms)
    sentence = _WEIGHED[truth].filled(exception=Phrase(english, chinese), norms=lifted)
    left = _NOT_LIFTED.filled(conducts=tuple(standing)) if truth and standing else None
    return Weighed(sentence, left)


def _reported(norm: Norm, decision: Decision) -> bool:
    """Whether the exception of a norm asks if something is known at all, and it is."""
    assert norm.unless is not None
    steps = behind([decision.evaluation_of(norm.name).derive(norm.unless)], lambda step: step.parts)
    return any(isinstance(step.subject, model.IsKnown) and step.answer is True for step in steps)


_ORDER: Final = (VerdictStatus.CONFLICTING, VerdictStatus.FORBIDDEN, VerdictStatus.UNDETERMINED)


@frozen
class Demand:
    """Missing facts that could settle the same things.

    ``places`` are the facts, ``wanted`` the words for them, ``concerns`` the actions that they
    matter to; ``decisive`` says that one of these actions is a gate.
    """

    places: tuple[Phrase, ...]
    wanted: tuple[Phrase, ...]
    concerns: tuple[Phrase, ...]
    decisive: bool


@frozen
class Opinion:
    """The opinion, in the order in which it is read.

    ``gates`` are the verdicts on actions that some norm may forbid, ``failings`` norms that are
    violated, done late or overdue, ``due`` what is still to be done, ``demands`` what to supply,
    the most decisive first. ``unsettled`` are actions whose verdict no field of the record can
    settle, ``met`` norms that are fulfilled, ``exceptions`` those that hold or were claimed,
    ``readings`` and ``simplified`` the readings, and the declarations which say less than the text,
    that the opinion rests on. ``number`` is the file number under which it is issued, where one was
    given. ``values`` are the facts with their values, for a policy that has only facts, ``results``
    the results of the record and of each record in it, ``shares`` the distributions.
    """

    title: Title
    conclusion: Conclusion
    gates: tuple[Gate, ...]
    failings: tuple[Ground, ...]
    due: tuple[Ground, ...]
    demands: tuple[Demand, ...]
    unsettled: tuple[Phrase, ...]
    met: tuple[Phrase, ...]
    encouraged: tuple[Phrase, ...]
    exceptions: tuple[Weighed, ...]
    readings: tuple[ReadingEntry, ...]
    simplified: tuple[Phrase, ...] = ()
    number: Phrase | None = None
    values: tuple[tuple[Phrase, Phrase], ...] = ()
    results: tuple[ResultEntry, ...] = ()
    shares: tuple[SharesEntry, ...] = ()

    @property
    def sentence(self) -> Phrase:
        """The conclusion in one sentence."""
        if self.conclusion is Conclusion.FACTS_ALONE:
            return listed_values((*self.values, *((r.title, r.words) for r in self.results)))
        if not self.concluded:
            return NO_CONCLUSION
        failings, due = len(self.failings), len(self.due)
        return in_a_sentence(self.gates, failings, due, self.wanted)

    @property
    def concluded(self) -> bool:
        """Whether there is a conclusion: not on a day on which the policy says nothing, nor where
        it has no rule on such records."""
        return self.conclusion not in NONE

    @property
    def against(self) -> tuple[Gate, ...]:
        """The gates that are obstacles."""
        return tuple(one for one in self.gates if one.against)

    @property
    def wanted(self) -> int:
        """How many facts are to be supplied."""
        return sum(len(demand.places) for demand in self.demands)


def opinion(judged: Judged) -> Opinion:
    """The opinion on a record, without what is obvious."""
    decision, findings = judged.decision, judged.findings
    to_tell = [finding for finding in findings if _is_gate(finding) and not _is_silent(finding)]
    gates = sorted(to_tell, key=_gravity)
    told_gates = tuple(gate(finding, decision) for finding in gates)
    failings = tuple(_grounds(findings, is_failing, decision))
    due = tuple(_grounds(findings, Status.DUE.__eq__, decision))
    against = (ground for one in told_gates if one.against for ground in one.grounds)
    told = (*against, *failings, *due)
    standing = dict.fromkeys(ground.demand for ground in told)
    facts = facts_alone(decision.package, decision.record_type)
    return Opinion(
        title=judged.title,
        conclusion=_conclusion(judged),
        gates=told_gates,
        failings=failings,
        due=due,
        demands=tuple(_demands(judged)),
        unsettled=tuple(spoken(f.action) for f in findings if _unsettled(f)),
        met=tuple(_met(findings)),
        encouraged=tuple(spoken(f.action) for f in findings if _only_encouraged(f)),
        exceptions=weighed(decision, tuple(standing)),
        readings=tuple(reading_entries(decision, {ground.name for ground in told})),
        simplified=tuple(map(simplified_by_name, decision.simplified)),
        values=tuple((spoken(f), in_words(decision.facts[f.name], f.type)) for f in facts),
        results=tuple(result_entries(decision)),
        shares=tuple(shares_entries(decision)),
    )


def _conclusion(judged: Judged) -> Conclusion:
    decision = judged.decision
    if says_nothing(decision):
        return Conclusion.NOT_IN_FORCE
    if concludes_nothing(decision.package, decision.record_type):
        return Conclusion.FACTS_ALONE
    found = conclude(judged.findings)
    # A result that needs further fields leaves the record unfinished.
    waits = any(one.missing for one in decision.results.values())
    return Conclusion.UNFINISHED if found is Conclusion.CLEAR and waits else found


_VALUE: Final = Phrase("{fact}: {value}", "{fact}：{value}")


def listed_values(values: Iterable[tuple[Phrase, Phrase]]) -> Phrase:
    """Facts with their values, in a line.

    >>> listed_values([(Phrase("large", "大村"), Phrase("yes", "是"))]).zh
    '大村：是'
    """
    told = (_VALUE.filled(fact=fact, value=value) for fact, value in values)
    return enumerated(told, "; ", "；")


def _gravity(finding: ReviewFinding) -> int:
    return _ORDER.index(finding.status) if finding.status in _ORDER else len(_ORDER)


def _is_gate(finding: ReviewFinding) -> bool:
    """Whether a finding is told as a gate.

    A conflict is, whatever the action; an action that was done as required is not.
    """
    gate = finding.gate and not _is_met(finding)
    return gate or finding.status is VerdictStatus.CONFLICTING


def _is_silent(finding: ReviewFinding) -> bool:
    """Whether no norm that applies says anything of the action."""
    return finding.passed or finding.status is VerdictStatus.UNREGULATED


def _grounds(
    findings: Iterable[ReviewFinding], of: Callable[[Status], bool], decision: Decision
) -> Iterator[Ground]:
    for finding in findings:
        for norm in finding.norms:
            if of(norm.status) and not _told_as_gate(finding):
                yield ground(norm, decision)


def _told_as_gate(finding: ReviewFinding) -> bool:
    """Whether a finding is a prohibition that was violated, which is told with the verdict."""
    return _is_gate(finding) and finding.status is VerdictStatus.FORBIDDEN


def _met(findings: Iterable[ReviewFinding]) -> Iterator[Phrase]:
    yield from (spoken(finding.action) for finding in findings if _is_met(finding))


def _is_met(finding: ReviewFinding) -> bool:
    """Whether a required action was done."""
    required = finding.status is VerdictStatus.REQUIRED and bool(finding.norms)
    return required and all(norm.status is Status.FULFILLED for norm in finding.norms)


def _demands(judged: Judged) -> Iterator[Demand]:
    """The missing facts, the most decisive first; those for the same actions and results
    together."""
    decision = judged.decision
    concerned: dict[str, list[ReviewFinding]] = {}
    for finding in judged.findings:
        for path in finding.missing:
            concerned.setdefault(path, []).append(finding)
    needing: dict[str, dict[str, Phrase]] = {}
    for result in decision.results.values():
        for path in result.missing:
            needing.setdefault(path, {})[result.name] = spoken(result.fact)
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for path in decision.missing:
        names = tuple(finding.action.name for finding in concerned.get(path, ()))
        results = tuple(needing.get(path, ()))
        if names or results:
            alike.setdefault((names, results), []).append(path)
    demands = []
    for paths in alike.values():
        findings = concerned.get(paths[0], [])
        places = tuple(asked(path, decision.record_type) for path in paths)
        wanted = tuple(to_supply(path, decision.record_type) for path in paths)
        concerns = (
            *(spoken(finding.action) for finding in findings),
            *needing.get(paths[0], {}).values(),
        )
        open_ = (f.gate and f.status is VerdictStatus.UNDETERMINED for f in findings)
        demands.append(Demand(places, wanted, concerns, any(open_)))
    yield from sorted(demands, key=lambda demand: not demand.decisive)


def _unsettled(finding: ReviewFinding) -> bool:
    open_ = finding.status is VerdictStatus.UNDETERMINED or finding.has(Status.UNDETERMINED)
    return open_ and not finding.missing


def _only_encouraged(finding: ReviewFinding) -> bool:
    return finding.status is VerdictStatus.RECOMMENDED and not finding.has(Status.TAKEN_UP)
