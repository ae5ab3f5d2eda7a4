"""The opinion on one record: what an officer reads, checks and signs."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.decisions import Decision, Kind, wording
from linkage_rules.decisions.places import place
from linkage_rules.decisions.values import in_words
from linkage_rules.decisions.verdicts import in_words as verdict_in_words
from linkage_rules.decisions.verdicts import possible
from linkage_rules.language.messages import Phrase
from linkage_rules.model.norms import Citation
from linkage_rules.model.outcomes import NormOutcome
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar
from linkage_rules.model.values import Value
from linkage_rules.tools.findings import Finding
from linkage_rules.tools.outputs.conclusions import Conclusion, conclude
from linkage_rules.tools.outputs.spoken import conduct, spoken
from linkage_rules.tools.outputs.tones import VERDICT_TONES, Tone
from linkage_rules.tools.plain_words import as_words
from linkage_rules.tools.reviews import Judged, Title

_MOST_PARTICULARS: Final = 20
_LONGEST_PARTICULAR: Final = 30
_MOST_OBSERVED: Final = 10
_PARTICULAR_TYPES: Final = (Scalar.TEXT, Scalar.MONEY, Scalar.DATE)

_IN_CONFLICT: Final = Phrase(
    "{action}: norms in conflict, both required and forbidden", "{action}：规定冲突，既应当又不得"
)
_UNDETERMINED: Final = Phrase(
    "{action}: undetermined (possible: {possible})", "{action}：待定（可能：{possible}）"
)


@frozen
class Particular:
    """A field of the record that says which record it is."""

    label: Phrase
    value: Phrase


@frozen
class Ground:
    """A norm that decides: what it asks, by which words of the source, and on what it rests here.

    ``observed`` are the fields of the record that its status rests on, ``notes`` what to know of
    the reasoning, such as that “in principle” leaves room for reasons.
    """

    norm: Phrase
    bearer: Phrase
    action: Phrase
    conduct: Phrase
    status: Status
    forbids: bool
    citations: tuple[Citation, ...]
    observed: tuple[Phrase, ...]
    notes: tuple[Phrase, ...]


@frozen
class Gate:
    """The verdict on an action that some norm may forbid, and the norms that decide it."""

    action: Phrase
    sentence: Phrase
    tone: Tone
    violated: bool
    grounds: tuple[Ground, ...]

    @property
    def against(self) -> bool:
        """Whether it stands in the way: the action is forbidden, or the norms contradict."""
        return self.tone in (Tone.BAD, Tone.CONFLICT)


@frozen
class Demand:
    """A fact that is not reported and could still settle something.

    ``concerns`` are the actions it matters to; ``decisive`` says that one of them is a gate.
    """

    place: Phrase
    path: str
    concerns: tuple[Phrase, ...]
    decisive: bool


@frozen
class Opinion:
    """The opinion, in the order in which it is read.

    ``failings`` are violated norms, ``due`` what is still to be done, ``demands`` what to supply,
    the most decisive first. ``unsettled`` are actions of which the record can never tell.
    """

    title: Title
    conclusion: Conclusion
    particulars: tuple[Particular, ...]
    gates: tuple[Gate, ...]
    failings: tuple[Ground, ...]
    due: tuple[Ground, ...]
    demands: tuple[Demand, ...]
    unsettled: tuple[Phrase, ...]
    encouraged: tuple[Phrase, ...]
    record_digest: str


def opinion(judged: Judged) -> Opinion:
    """What is to be said of a record, without what goes without saying."""
    decision, findings = judged.decision, judged.findings
    return Opinion(
        title=judged.title,
        conclusion=conclude(findings),
        particulars=tuple(_particulars(decision)),
        gates=tuple(_gate(f, decision) for f in sorted(findings, key=_gravity) if _is_gate(f)),
        failings=tuple(_grounds(findings, Status.VIOLATED, decision)),
        due=tuple(_grounds(findings, Status.DUE, decision)),
        demands=tuple(_demands(judged)),
        unsettled=tuple(spoken(f.action) for f in findings if _unsettled(f)),
        encouraged=tuple(spoken(f.action) for f in findings if _only_encouraged(f)),
        record_digest=decision.record_digest,
    )


def _gravity(finding: Finding) -> int:
    order = (VerdictStatus.CONFLICTING, VerdictStatus.FORBIDDEN, VerdictStatus.UNDETERMINED)
    return order.index(finding.status) if finding.status in order else len(order)


def _is_gate(finding: Finding) -> bool:
    """A conflict has to be decided like a gate, whatever the action."""
    return finding.gate or finding.status is VerdictStatus.CONFLICTING


def _gate(finding: Finding, decision: Decision) -> Gate:
    return Gate(
        action=spoken(finding.action),
        sentence=sentence(finding, decision),
        tone=VERDICT_TONES[finding.status],
        violated=finding.has(Status.VIOLATED),
        grounds=tuple(_ground(norm, decision) for norm in finding.norms),
    )


def sentence(finding: Finding, decision: Decision) -> Phrase:
    """The verdict on an action as a sentence."""
    action = spoken(finding.action)
    match finding.status:
        case VerdictStatus.CONFLICTING:
            return _IN_CONFLICT.filled(action=action)
        case VerdictStatus.UNDETERMINED:
            return _UNDETERMINED.filled(action=action, possible=possible(finding.verdict))
    verdict = verdict_in_words(finding.verdict, decision.package)
    return wording.CONCLUSIONS[finding.status].filled(verdict=verdict, action=action)


def _grounds(findings: Iterable[Finding], status: Status, decision: Decision) -> Iterator[Ground]:
    for finding in findings:
        for norm in finding.norms:
            if norm.status is status:
                yield _ground(norm, decision)


def _ground(outcome: NormOutcome, decision: Decision) -> Ground:
    norm, package = outcome.norm, decision.package
    nodes = tuple(decision.explanation(norm.name).walk())
    fields = {n.path: n.sentence for n in nodes if n.kind is Kind.FIELD and n.answer is not None}
    notes = dict.fromkeys(node.sentence for node in nodes if node.kind is Kind.NOTE)
    return Ground(
        norm=spoken(norm),
        bearer=spoken(package.bearers[norm.bearer]),
        action=spoken(package.actions[norm.action]),
        conduct=conduct(norm, package),
        status=outcome.status,
        forbids=norm.modality is norm.modality.PROHIBITION,
        citations=norm.citations,
        observed=tuple(fields.values())[:_MOST_OBSERVED],
        notes=tuple(notes),
    )


def _demands(judged: Judged) -> Iterator[Demand]:
    for path in judged.decision.missing:
        concerned = [finding for finding in judged.findings if path in finding.missing]
        open_ = [f for f in concerned if f.gate and f.status is VerdictStatus.UNDETERMINED]
        if concerned:
            yield Demand(
                place=place(path, judged.decision.record_type),
                path=path,
                concerns=tuple(spoken(finding.action) for finding in concerned),
                decisive=bool(open_),
            )


def _unsettled(finding: Finding) -> bool:
    open_ = finding.status is VerdictStatus.UNDETERMINED or finding.has(Status.UNDETERMINED)
    return open_ and not finding.missing


def _only_encouraged(finding: Finding) -> bool:
    return finding.status is VerdictStatus.RECOMMENDED and not finding.has(Status.TAKEN_UP)


def _particulars(decision: Decision) -> Iterator[Particular]:
    """The first fields of the record that are known and short, and its lists of amounts."""
    found = []
    for field in decision.record_type.fields:
        value = decision.record[field.name]
        shown = _shown(field, value)
        if shown is not None:
            found.append(Particular(spoken(field), shown))
    yield from found[:_MOST_PARTICULARS]


def _shown(field: Field, value: Value) -> Phrase | None:
    if value is None:
        return None
    if isinstance(field.type, ListType) and isinstance(field.type.element, RecordType):
        return _amounts(value, field.type.element)
    if isinstance(value, str) and field.type is Scalar.TEXT:
        return Phrase(value, value) if len(value) <= _LONGEST_PARTICULAR else None
    if field.type in _PARTICULAR_TYPES or isinstance(field.type, EnumType):
        return _in_words(value, field)
    return None


def _in_words(value: Value, field: Field) -> Phrase:
    words = in_words(value, field.type)
    return Phrase(as_words(words.en), words.zh) if isinstance(field.type, EnumType) else words


def _amounts(value: Value, type_: RecordType) -> Phrase | None:
    """A list such as the funds of a project: each kind with its amount."""
    kind = next((f for f in type_.fields if isinstance(f.type, EnumType)), None)
    amount = next((f for f in type_.fields if f.type is Scalar.MONEY), None)
    if kind is None or amount is None or kind is not type_.fields[0] or not isinstance(value, tuple):
        return None
    listed = []
    for element in value:
        if isinstance(element, Mapping):
            known = [f for f in (kind, amount) if element[f.name] is not None]
            parts = [_in_words(element[f.name], f) for f in known]
            listed.append(Phrase(" ".join(p.en for p in parts), "".join(p.zh for p in parts)))
    listed = [words for words in listed if words.zh]
    return wording.LISTED.filled(listed=tuple(listed)) if listed else None
