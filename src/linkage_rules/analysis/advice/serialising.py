"""Advice as plain data and as JSON."""

import json
from typing import Any, Final, TypeAlias

from linkage_rules.analysis.advice.results import Advice, Alternative, Change, Reason
from linkage_rules.analysis.advice.text import (
    assumption_in_words,
    edit_in_words,
    obstacle_in_words,
    reason_in_words,
    standing,
)
from linkage_rules.decisions.serialising import tagged
from linkage_rules.engines.symbolic import Role
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.norms import Norm
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase

FORMAT: Final = "linkage-rules/advice"
FORMAT_VERSION: Final = 1
"""Goes up when a reader of the older version could misread the newer one."""

Plain: TypeAlias = dict[str, Any]

_IN_WORDS: Final = {
    Role.CHANGE: edit_in_words,
    Role.ASSUMPTION: assumption_in_words,
    Role.OBSTACLE: obstacle_in_words,
}


def serialised(advice: Advice) -> str:
    """The advice as JSON text in UTF-8 characters, ending in a newline."""
    return json.dumps(plain(advice), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(advice: Advice) -> Plain:
    """The advice as dictionaries, lists, texts and whole numbers."""
    package = advice.package
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "policy": {"name": package.name, "label": package.label},
        "record_type": {"name": advice.record_type.name, "label": advice.record_type.label},
        "as_of": advice.as_of.isoformat(),
        "in_force": advice.in_force,
        "goal": {language: describe(advice.goal, package, language) for language in LANGUAGES},
        "now": [_both(words) for words, _ in standing(advice, advice.record)],
        "reached": advice.reached,
        "alternatives": [_alternative(one, advice) for one in advice.alternatives],
        "obstacles": [_change(one, advice) for one in advice.obstacles],
        "finished": advice.finished,
        "most_added": advice.most_added,
        "curtailed": advice.curtailed,
    }


def _alternative(alternative: Alternative, advice: Advice) -> Plain:
    return {
        "changes": [_change(change, advice) for change in alternative.changes],
        "provided": [_change(change, advice) for change in alternative.provided],
        "then": [_both(words) for words, _ in standing(advice, alternative.record)],
        "record": tagged(alternative.record, advice.record_type),
    }


def _change(change: Change, advice: Advice) -> Plain:
    edit = change.edit
    return {
        "kind": edit.kind.value,
        "path": edit.path,
        "before": tagged(edit.before, edit.type),
        "after": tagged(edit.after, edit.type),
        "words": _both(_IN_WORDS[edit.role](edit, advice)),
        "because": [_reason(reason) for reason in change.because],
    }


def _reason(reason: Reason) -> Plain:
    cited = reason.citation
    return {
        "kind": "norm" if isinstance(reason.declared, Norm) else "fact",
        "name": reason.declared.name,
        "label": reason.declared.label,
        "words": _both(reason_in_words(reason)),
        "citation": cited and {"clause": cited.clause, "quote": cited.quote},
    }


def _both(words: Phrase) -> Plain:
    return {"en": words.en, "zh": words.zh}
