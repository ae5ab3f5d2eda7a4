"""Whether an overlay loosens what a policy below forbids, proved or shown on a record."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.analysis.difference import Loosening, loosened
from linkage_rules.decisions.verdicts import verdict_in_words
from linkage_rules.engines.symbolic import LIST_BOUND
from linkage_rules.language.overlays.consequences import is_weaker
from linkage_rules.language.writing.transcribing import as_of, given
from linkage_rules.model.dependencies import reached
from linkage_rules.model.expressions import FactOf, FactValue, ParameterValue
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.package import AmendmentKind, Package
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import layer_called

_SILENT: Final = Phrase(
    "error: {overlay} loosens {norm} of {below} without saying so",
    "错误：{overlay}放宽了{below}的“{norm}”，却没有说明",
)
_SHOWN: Final = Phrase(
    "  {below} forbids {action} for this record, {overlay} does not ({verdict}):",
    "  对下面的记录，{below}不得{action}，而{overlay}的结论是“{verdict}”：",
)
_SAY_SO: Final = Phrase(
    "  hint: keep the prohibition, or say why it is loosened: loosens {name} because “…”; "
    "a norm that the policy below marks as “delegated” may be loosened without it",
    "  建议：保留这条禁止，或说明为什么放宽：放宽 {name} 因为 “…”；"
    "被修订的政策标明“授权下级”的规范不必说明",
)
_STATED: Final = Phrase(
    "{overlay} loosens {norm} of {below}, and says why: {because}",
    "{overlay}放宽了{below}的“{norm}”，并说明：{because}",
)
_SOFTENED: Final = Phrase(
    "{overlay} keeps {norm} of {below} as a norm that binds less, and says why: {because}",
    "{overlay}保留了{below}的“{norm}”，但约束力减弱，并说明：{because}",
)
_DELEGATED: Final = Phrase(
    "{overlay} loosens {norm} of {below}, which delegated it",
    "{overlay}放宽了{below}的“{norm}”，这是{below}授权的",
)
_IDLE: Final = Phrase(
    "{overlay} says that it loosens {norm}, but no record was found for which it does",
    "{overlay}说明放宽“{norm}”，但没有找到因此放宽的记录",
)
_KEPT: Final = Phrase(
    "{overlay} keeps every other prohibition of {below}: proved for every record whose lists "
    "have up to {bound} entries",
    "{overlay}保留了{below}其余的全部禁止：已就列表不超过{bound}项的一切记录证明",
)
_OPEN: Final = Phrase("could not be decided in time: {norms}", "未能在限定时间内得出结论：{norms}")


@frozen
class Findings:
    """The prohibitions of the policy below that an overlay loosens.

    ``silent`` are errors; ``stated`` it gives a reason for, ``delegated`` were left to it.
    ``softened`` are kept as norms that bind less, also with a reason. ``idle`` are norms it says it
    loosens and does not; ``undecided`` are those of which it is not known.
    """

    below: Package
    overlay: Package
    silent: tuple[Loosening, ...]
    stated: tuple[Loosening, ...]
    delegated: tuple[Loosening, ...]
    softened: tuple[Norm, ...]
    idle: tuple[Norm, ...]
    undecided: tuple[Norm, ...]


def overlays(loaded: LoadedPackage) -> Iterator[LoadedPackage]:
    """The layers of a stack that lie on another one, from the lowest up."""
    if loaded.below is not None:
        yield from overlays(loaded.below)
        yield loaded


def find_loosening(
    below: Package,
    overlay: Package,
    *,
    stop_after: float | None = None,
    tell: Callable[[Loosening], None] | None = None,
    asking: Callable[[], None] | None = None,
) -> Findings:
    """Compare an overlay with the policy below it.

    ``stop_after`` seconds after the start nothing more is asked; ``tell`` is called with what is
    loosened in silence as soon as it is found, ``asking`` before each question.
    """
    said = _said(overlay)

    def tell_silent(found: Loosening | Norm) -> None:
        if tell is not None and isinstance(found, Loosening) and _is_silent(found, said):
            tell(found)

    found, undecided = loosened(
        below, overlay, stop_after=stop_after, tell=tell_silent, asking=asking
    )
    silent = [one for one in found if _is_silent(one, said)]
    shown = {f.norm.name for f in found} | {norm.name for norm in undecided}
    unshown = [below.norms[name] for name in said if name in below.norms and name not in shown]
    softened = [norm for norm in unshown if _is_softened(norm, overlay)]
    return Findings(
        below,
        overlay,
        tuple(silent),
        tuple(f for f in found if f.norm.name in said),
        tuple(f for f in found if f.norm.name not in said and f.norm.delegated),
        tuple(softened),
        tuple(norm for norm in unshown if norm not in softened),
        undecided,
    )


def _is_silent(found: Loosening, said: Mapping[str, str]) -> bool:
    return found.norm.name not in said and not found.norm.delegated


def _is_softened(norm: Norm, overlay: Package) -> bool:
    after = overlay.norms.get(norm.name)
    return after is not None and is_weaker(norm, after)


def _said(overlay: Package) -> dict[str, str]:
    return {
        a.target: a.because or ""
        for a in overlay.amendments
        if a.change is AmendmentKind.LOOSEN and a.layer == overlay.name
    }


def silent_error(one: Loosening, overlay: Package, language: Language) -> tuple[Span, list[str]]:
    """What is loosened without a word: where the overlay changes the norm, and what is wrong."""
    below = layer_called(overlay, one.norm.layer)
    return _changed(one.norm, overlay), _error(one, below, overlay, language)


def _changed(norm: Norm, overlay: Package) -> Span:
    """Where an overlay changes a norm: itself, or something that it rests on."""
    changes = {a.target: a.span for a in overlay.amendments if a.layer == overlay.name}

    def named(holder: Norm | Fact) -> list[str]:
        return [
            part.name
            for condition in holder.conditions()
            for part in walk(condition)
            if isinstance(part, FactValue | FactOf | ParameterValue)
        ]

    def onward(name: str) -> list[str]:
        return named(overlay.facts[name]) if name in overlay.facts else []

    rests_on = reached(named(overlay.norms.get(norm.name, norm)), onward)
    return next((changes[n] for n in (norm.name, *rests_on) if n in changes), overlay.span)


def lines(findings: Findings, language: Language) -> list[str]:
    """The findings as text, but for errors: those were told as they came."""
    overlay = layer_called(findings.overlay, findings.overlay.name)
    said = _said(findings.overlay)
    told: list[str] = []

    def tell(pattern: Phrase, norm: Norm, **more: str) -> None:
        filled = pattern.filled(
            below=layer_called(findings.overlay, norm.layer),
            overlay=overlay,
            norm=called(norm),
            **more,
        )
        told.append(say(filled, language))

    for one in findings.stated:
        tell(_STATED, one.norm, because=said[one.norm.name])
    for norm in findings.softened:
        tell(_SOFTENED, norm, because=said[norm.name])
    for one in findings.delegated:
        tell(_DELEGATED, one.norm)
    for norm in findings.idle:
        tell(_IDLE, norm)
    if findings.undecided:
        told.append(say(undecided(findings), language))
    else:
        below = layer_called(findings.overlay, findings.below.name)
        told.append(say(_KEPT.filled(below=below, overlay=overlay, bound=LIST_BOUND), language))
    return told


def undecided(findings: Findings) -> Phrase:
    """Which prohibitions it is not known of whether they are kept."""
    return _OPEN.filled(norms=tuple(called(norm) for norm in findings.undecided))


def _error(one: Loosening, below: Phrase, package: Package, language: Language) -> list[str]:
    overlay = layer_called(package, package.name)
    norm, witness, verdicts = one.norm, one.shown.witness, one.shown.new.verdicts
    verdict = verdicts[norm.action]
    sentences = (
        _SILENT.filled(overlay=overlay, norm=called(norm), below=below),
        _SHOWN.filled(
            overlay=overlay,
            below=below,
            action=called(verdict.action),
            verdict=verdict_in_words(verdict, package),
        ),
    )
    record = given(witness.record, witness.record_type, language)
    return [
        *(say(sentence, language) for sentence in sentences),
        *(f"  {line}" for line in record.splitlines()),
        f"  {as_of(witness.as_of, language)}",
        say(_SAY_SO.filled(name=norm.name), language),
    ]
