"""Whether an overlay loosens a norm of the policy below, proved or shown on a record."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Final

from attrs import frozen

from linkage_rules.analysis.difference import Loosening, Way, loosened
from linkage_rules.decisions.verdicts import conclusion
from linkage_rules.engines.symbolic import LIST_BOUND
from linkage_rules.language.overlays.consequences import is_strict, is_weaker
from linkage_rules.language.writing.transcribing import as_of, given
from linkage_rules.model.dependencies import reached
from linkage_rules.model.expressions import FactOf, FactValue, ParameterValue
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.package import AmendmentKind, Package
from linkage_rules.model.spans import Span
from linkage_rules.model.traversal import walk
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.words import difference_words
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import layer_called

_SILENT: Final = {
    True: Phrase(
        "error: {overlay} loosens {norm} of {below} without saying so",
        "错误：{overlay}放宽了{below}的“{norm}”，却没有说明",
    ),
    False: Phrase(
        "to look at: {overlay} loosens {norm} of {below}, which is not strict, without saying so",
        "请留意：{overlay}放宽了{below}的“{norm}”（并非严格规范），却没有说明",
    ),
}
"""The message for a silently loosened norm, by whether the norm binds strictly."""
_SAY_SO: Final = Phrase(
    "  hint: keep what the policy below says, or say why it is loosened: loosens {name} because "
    "“…”; a norm that the policy below marks as “delegated” may be loosened without it",
    "  建议：保留被修订的政策所要求的内容，或说明为什么放宽：放宽 {name} 因为 “…”；"
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
    "{overlay} loosens no other norm of {below}: proved for every record whose lists have up to "
    "{bound} entries",
    "{overlay}没有放宽{below}的其他规范：已就列表不超过{bound}项的一切记录证明",
)
_OPEN: Final = Phrase("could not be decided in time: {norms}", "未能在限定时间内得出结论：{norms}")


@frozen
class Findings:
    """The norms of the policy below that an overlay loosens.

    ``silent`` are loosened without saying so, which is an error for strict norms; ``stated`` with a
    reason; ``delegated`` were left to the overlay. ``idle`` are norms that it says it loosens but
    does not; ``undecided`` are those for which it is not known.
    """

    below: Package
    overlay: Package
    silent: tuple[Loosening, ...]
    stated: tuple[Loosening, ...]
    delegated: tuple[Loosening, ...]
    idle: tuple[Norm, ...]
    undecided: tuple[Norm, ...]

    @property
    def errors(self) -> int:
        """How many strict norms are silently loosened."""
        return sum(is_strict(one.norm) for one in self.silent)


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
    return Findings(
        below,
        overlay,
        tuple(silent),
        tuple(f for f in found if f.norm.name in said),
        tuple(f for f in found if f.norm.name not in said and f.norm.delegated),
        tuple(unshown),
        undecided,
    )


def _is_silent(found: Loosening, said: Mapping[str, str]) -> bool:
    return found.norm.name not in said and not found.norm.delegated


def _is_softened(found: Loosening, overlay: Package) -> bool:
    """Whether a norm still applies to the record that shows the loosening, but binds less."""
    after = overlay.norms.get(found.norm.name)
    if after is None or not is_weaker(found.norm, after):
        return False
    return after.action == found.norm.action and found.shown.new.norms[after.name].applies is True


def _said(overlay: Package) -> dict[str, str]:
    return {
        a.target: a.because or ""
        for a in overlay.amendments
        if a.change is AmendmentKind.LOOSEN and a.layer == overlay.name
    }


def in_silence(
    one: Loosening, below: Package, overlay: Package, language: Language
) -> tuple[Span, list[str]]:
    """A silently loosened norm: the place where the overlay changes it, and the lines of the
    message."""
    names = {"below": layer_called(overlay, one.norm.layer), "overlay": _named(overlay)}
    witness, open_ = one.shown.witness, not one.shown.known
    silent = _SILENT[is_strict(one.norm)].filled(norm=called(one.norm), **names)
    shown = (difference_words.SHOWN_OPEN if open_ else difference_words.SHOWN)[Way.LOOSER.value]
    told = [say(silent, language), f"  {say(shown, language)}"]
    record = given(witness.record, witness.record_type, language)
    told += (f"  {line}" for line in record.splitlines())
    told.append(f"  {as_of(witness.as_of, language)}")
    sides = zip((names["below"], names["overlay"]), _sides(one, below, overlay), strict=True)
    for side, (sentence, verdict) in sides:
        told.append(f"  {say(difference_words.SIDE.filled(side=side, words=sentence), language)}")
        if verdict is not None:
            told.append(f"    {say(verdict, language)}")
    told.append(say(_SAY_SO.filled(name=one.norm.name), language))
    return _changed(one.norm, overlay), told


def _sides(
    one: Loosening, below: Package, overlay: Package
) -> Iterator[tuple[Phrase, Phrase | None]]:
    """What both policies say of the norm for the record, and the verdicts where they differ."""
    verdicts = [
        None if found is None else conclusion(found, package)
        for found, package in (
            (one.shown.old.verdicts.get(one.norm.action), below),
            (one.shown.new.verdicts.get(one.norm.action), overlay),
        )
    ]
    differ = verdicts[0] != verdicts[1]
    for (sentence, _), verdict in zip(one.sides(below, overlay), verdicts, strict=True):
        yield sentence, verdict if differ else None


def _changed(norm: Norm, overlay: Package) -> Span:
    """The place where an overlay changes a norm: the norm, what it rests on, or what overrides
    it."""
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
    overriding = (
        other.span
        for other in overlay.norms.values()
        if norm.name in other.overrides and other.layer == overlay.name
    )
    changed = (changes[name] for name in (norm.name, *rests_on) if name in changes)
    return next(chain(changed, overriding), overlay.span)


def lines(findings: Findings, language: Language) -> list[str]:
    """The findings as text, without errors, which were printed as they came."""
    overlay = _named(findings.overlay)
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
        pattern = _SOFTENED if _is_softened(one, findings.overlay) else _STATED
        tell(pattern, one.norm, because=said[one.norm.name])
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


def _named(overlay: Package) -> Phrase:
    return layer_called(overlay, overlay.name)


def undecided(findings: Findings) -> Phrase:
    """The sentence on the norms of which it is undecided whether they are loosened."""
    return _OPEN.filled(norms=tuple(called(norm) for norm in findings.undecided))
