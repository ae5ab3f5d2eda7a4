"""A comparison as plain data and as JSON."""

import json
from typing import Any, Final, TypeAlias

from linkage_rules.analysis.difference.levels import Way
from linkage_rules.analysis.difference.readings import ReadingChange, Said
from linkage_rules.analysis.difference.results import Comparison, Difference, Direction, Shown
from linkage_rules.analysis.difference.text import sides
from linkage_rules.decisions.serialising import tagged
from linkage_rules.language.writing import transcribing
from linkage_rules.model.norms import Interval, Norm
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase

FORMAT: Final = "linkage-rules/difference"
FORMAT_VERSION: Final = 1
"""Goes up when a reader of the older version could misread the newer one."""

Plain: TypeAlias = dict[str, Any]


def serialised(difference: Difference) -> str:
    """The comparison as JSON text in UTF-8 characters, ending in a newline."""
    return json.dumps(plain(difference), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(difference: Difference) -> Plain:
    """The comparison as dictionaries, lists, texts and whole numbers."""
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "old": _policy(difference.old),
        "new": _policy(difference.new),
        "days": _days(difference.days),
        "periods_set_aside": difference.set_aside,
        "list_bound": difference.list_bound,
        "vocabulary": [
            {"kind": c.kind.value, "owner": _both(c.owner), "name": _both(c.name)}
            for c in difference.vocabulary
        ],
        "readings": [_reading(change) for change in difference.readings],
        "actions": [_comparison(c, difference) for c in difference.actions],
        "norms": [_comparison(c, difference) for c in difference.norms],
    }


def _reading(change: ReadingChange) -> Plain:
    return {
        **{
            side: None if one is None else {"name": one.name, "label": one.label}
            for side, one in (("old", change.old), ("new", change.new))
        },
        "asked_differently": change.asked,
        "choices": [
            {"days": _days(old.days), "old": _said(old), "new": _said(new)}
            for old, new in change.choices
        ],
    }


def _said(said: Said) -> Plain | None:
    if said.choice is None:
        return None
    return {"choice": _both(said.choice), "because": said.because}


def _policy(package: Package) -> Plain:
    return {"name": package.name, "label": package.label, "in_force": _days(package.in_force)}


def _days(days: Interval) -> Plain:
    start, end = (None if day is None else day.isoformat() for day in (days.start, days.end))
    return {"from": start, "to": end}


def _comparison(comparison: Comparison, difference: Difference) -> Plain:
    return {
        "record_type": comparison.declared.record_type,
        **{
            side: None if one is None else {"name": one.name, "label": one.label}
            for side, one in (("old", comparison.old), ("new", comparison.new))
        },
        "relation": comparison.relation.value,
        **{way.value: _direction(comparison, comparison.ways[way], difference) for way in Way},
    }


def _direction(comparison: Comparison, direction: Direction, difference: Difference) -> Plain:
    if direction.shown is not None:
        return {"answer": "shown", **_shown(comparison, direction.shown, difference)}
    if direction.undecided:
        return {"answer": "undecided"}
    if direction.list_bound is None:
        return {"answer": "never", "proved": True}
    return {"answer": "never", "proved": False, "list_bound": direction.list_bound}


def _shown(comparison: Comparison, shown: Shown, difference: Difference) -> Plain:
    witness = shown.witness
    old, new = sides(comparison, shown, difference)
    return {
        "known": shown.known,
        "as_of": witness.as_of.isoformat(),
        "record": tagged(witness.record, witness.record_type),
        "given": {
            language: transcribing.given(witness.record, witness.record_type, language)
            for language in LANGUAGES
        },
        "old": _side(comparison, comparison.old, shown.old)
        | {"sentence": _both(old[0]), "reasons": [_both(reason) for reason in old[1]]},
        "new": _side(comparison, comparison.new, shown.new)
        | {"sentence": _both(new[0]), "reasons": [_both(reason) for reason in new[1]]},
    }


def _side(comparison: Comparison, one: Any, outcome: Outcome) -> Plain:
    if one is None:
        return {"status": None}
    if isinstance(comparison.declared, Norm):
        return {"status": outcome.norms[one.name].status.value}
    verdict = outcome.verdicts[one.name]
    return {"status": verdict.status.value, "by": sorted(verdict.by)}


def _both(words: Phrase) -> Plain:
    return {"en": words.en, "zh": words.zh}
