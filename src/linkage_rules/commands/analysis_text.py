"""An analysis as text: what was found, shown by which record, and what is proved."""

from collections.abc import Iterator
from textwrap import indent
from typing import Final

from linkage_rules.analysis.consistency import Analysis, Finding, Open, Proved
from linkage_rules.commands.analysis_example import shown_example
from linkage_rules.model.package import Package
from linkage_rules.presenting.terminal import safe, width
from linkage_rules.presenting.titles import place_of, title_of
from linkage_rules.words.finding_words import FINDING_NAMES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.wrapping import wrapped

_TITLE: Final = Phrase("Analysis of {policy}", "一致性分析：{policy}")
_COUNTS: Final = Phrase(
    "to look at: {open}; answered: {answered}; "
    "properties that hold: {proved}; undecided: {undecided}",
    "待处理{open}项，已答复{answered}项；成立的性质{proved}条；未能断定{undecided}项",
)
_ANSWERED: Final = Phrase("answered by the property “{title}”", "已由性质“{title}”答复")
_RECORD: Final = Phrase(
    "a record that shows it, checked on the reference engine:",
    "实例（已用参考引擎复核）：",
)
_COMPLETE: Final = Phrase(
    "every other field is known too, and plays no part", "其余字段也都已填写，不影响结果"
)
_EXTENT: Final = {
    True: Phrase("proved for all records", "对任何记录均已证明"),
    False: Phrase("holds for lists up to {length} elements", "列表不超过{length}项时成立"),
}
_PROPERTIES: Final = Phrase("Properties", "性质")
_UNDECIDED: Final = Phrase(
    "Undecided within the time limit (a longer one may help)", "在时限内未能断定（可以延长时限）"
)


def analysis_text(found: Analysis, package: Package, language: Language) -> str:
    """Everything that was found, what is not answered first."""
    answered = [one for one in found.findings if one.answered_by is not None]
    counts = _COUNTS.fill(
        language,
        {
            "open": len(found.unanswered),
            "answered": len(answered),
            "proved": len(found.proved),
            "undecided": len(found.undecided),
        },
    )
    policy = title_of(package.name, package.label, language)
    lines = [_TITLE.fill(language, {"policy": policy}), counts]
    for one in (*found.unanswered, *answered):
        lines += ["", *_finding(one, package, language)]
    if found.undecided:
        lines += ["", say(_UNDECIDED, language)]
        lines += (f"  {_open(one, language)}" for one in found.undecided)
    if found.proved:
        lines += ["", say(_PROPERTIES, language)]
        lines += (f"  {line}" for one in found.proved for line in _proved(one, language))
    return safe("\n".join(lines))


def _finding(one: Finding, package: Package, language: Language) -> Iterator[str]:
    yield _head(one, language)
    yield from _paragraph(one.words, language)
    if one.answered_by is not None:
        yield from _paragraph(_ANSWERED.filled(title=one.answered_by.title), language)
        return
    if one.shown is None:
        yield from _paragraph(extent(one.list_bound), language)
        return
    yield from _paragraph(_RECORD, language)
    yield indent(shown_example(one, package, language), "    ")
    if one.shown.complete:
        yield from _paragraph(_COMPLETE, language)


def _head(one: Finding | Open, language: Language) -> str:
    label = FINDING_NAMES[one.kind].zh if language == "zh" else ""
    return " ".join(part for part in (f"[{one.kind.value}]", label, place_of(one.span)) if part)


def _open(one: Open, language: Language) -> str:
    return f"{_head(one, language)} {say(tuple(one.names), language)}"


def _proved(one: Proved, language: Language) -> list[str]:
    said = Phrase("{title}: {extent}", "{title}：{extent}")
    filled = said.filled(title=one.property.title, extent=extent(one.list_bound))
    return wrapped(say(filled, language), width() - 2)


def extent(list_bound: int | None) -> Phrase:
    """For which records something was shown.

    >>> extent(3).en
    'holds for lists up to 3 elements'
    """
    return _EXTENT[list_bound is None].filled(length=list_bound or 0)


def _paragraph(words: Phrase, language: Language) -> Iterator[str]:
    for line in wrapped(say(words, language), width() - 2):
        yield f"  {line}"
