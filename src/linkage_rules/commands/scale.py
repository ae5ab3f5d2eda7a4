"""Comparing the words of quotes (modal words, limits) with the norms and conditions made of them.

A declaration that rests on a reading by name has explained its meaning, and is skipped.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import rested_on_by
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.operations import Comparison
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.presenting.modal_words import said_in
from linkage_rules.words.deontic_words import FORCES
from linkage_rules.words.messages import Phrase

LIMITS: Final[Mapping[str, tuple[frozenset[Comparison], Phrase]]] = {
    "以下": (frozenset({Comparison.LESS}), Phrase("includes the figure", "含本数")),
    "以上": (frozenset({Comparison.GREATER}), Phrase("includes the figure", "含本数")),
    "以内": (frozenset({Comparison.LESS}), Phrase("includes the figure", "含本数")),
    "不满": (frozenset({Comparison.AT_MOST}), Phrase("leaves the figure out", "不含本数")),
    "超过": (frozenset({Comparison.AT_LEAST}), Phrase("leaves the figure out", "不含本数")),
}
"""Words behind a figure, the comparisons that would contradict them, and their meaning (Civil Code
of the PRC, article 1259)."""

_FIGURE: Final = (
    r"[0-9０-９.．一二三四五六七八九十百千万亿两]+\s*(?:个|名|户|人|元|年|月|日|天|%|％)*"
)
_MODAL: Final = Phrase(
    "quotes “{word}”, which is {expected}, and is {found}; name the reading it rests on",
    "引文有“{word}”，通常读作{expected}，而规则是{found}；如另有理解，请写明读法",
)
_LIMIT: Final = Phrase(
    "quotes “{word}”, which {expected}, and compares with {found}; name the reading it rests on",
    "引文有“{word}”，{expected}，而条件写作{found}；如另有理解，请写明读法",
)
_FLIPPED: Final = {
    Comparison.LESS: Comparison.GREATER,
    Comparison.GREATER: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
_CLOSED: Final = {
    Comparison.LESS: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.LESS,
    Comparison.GREATER: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.GREATER,
}
"""For each comparison the one that differs only in including the figure itself."""


@frozen
class Disagreement:
    """A declaration that quotes words which usually mean something else than it says."""

    name: str
    sentence: Phrase


def disagreements(package: Package) -> Iterator[Disagreement]:
    """The disagreements in a policy's own declarations, without the layers below it."""
    own = ("", package.name)
    for norm in package.declared_norms:
        if norm.layer in own and not norm.readings:
            yield from _modal(norm)
    holders: list[Norm | Fact | Action] = [
        *package.declared_norms, *package.declared_facts, *package.declared_actions
    ]  # fmt: skip
    for holder in holders:
        if holder.layer in own and holder.name not in package.derived:
            yield from _limits(holder, package)


def _modal(norm: Norm) -> Iterator[Disagreement]:
    said = (norm.modality, norm.strength)
    quoted = [one for c in norm.citations for one in said_in(c.quote)]
    if quoted and not any(said in one.forces for one in quoted):
        first = quoted[0]
        expected = next(words.quoted for force, words in FORCES.items() if force in first.forces)
        words = _MODAL.filled(word=first.word, expected=expected, found=FORCES[said].quoted)
        yield Disagreement(norm.name, words)


def _limits(holder: Norm | Fact | Action, package: Package) -> Iterator[Disagreement]:
    conditions = holder.conditions()
    if any(rested_on_by(package, holder)):
        return
    quoted = " ".join(citation.quote for citation in holder.citations)
    for word, (wrong, says) in LIMITS.items():
        pattern = _FIGURE + word if word.startswith("以") else word + r"\s*" + _FIGURE
        found = _wrong(conditions, wrong) if re.search(pattern, quoted) else None
        if found is not None:
            shown = Phrase(found.value, found.value)
            words = _LIMIT.filled(word=word, expected=says, found=shown)
            yield Disagreement(holder.name, words)
            return


def _wrong(conditions: tuple[Expression, ...], wrong: frozenset[Comparison]) -> Comparison | None:
    """A comparison with a figure that is wrong; None if some comparison with a figure is right."""
    compared = [_towards_figure(part) for condition in conditions for part in walk(condition)]
    if any(one is not None and _CLOSED[one] in wrong and one not in wrong for one in compared):
        return None
    return next((one for one in compared if one in wrong), None)


def _towards_figure(part: Expression) -> Comparison | None:
    """The comparison of something with a figure, as if the figure were on the right."""
    match part:
        case model.Apply(operation, (left, right)) if isinstance(operation.written, Comparison):
            sign = operation.written
        case _:
            return None
    if sign not in _CLOSED:
        return None
    if isinstance(right, model.Constant | model.ParameterValue):
        return sign
    if isinstance(left, model.Constant | model.ParameterValue):
        return _FLIPPED[sign]
    return None
