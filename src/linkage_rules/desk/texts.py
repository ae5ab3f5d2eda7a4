"""The official text of a policy, sentence by sentence, with the declarations that rest on it."""

from typing import Any

from linkage_rules.desk.placing import Placing
from linkage_rules.model.norms import Fact, Norm
from linkage_rules.model.package import Statement
from linkage_rules.presenting.cited_rules import Rule, rules_of
from linkage_rules.presenting.source_view import (
    STANDINGS,
    SentenceView,
    SourceView,
    figures,
    source_view,
    titled,
)
from linkage_rules.words.keywords import Language


def text_shown(placing: Placing, language: Language) -> dict[str, Any] | None:
    """Every sentence with its standing, its words parted by what quotes them, and the declarations
    by their keys; None where the policy has no text that can be read."""
    if placing.text is None:
        return None
    view = source_view(placing.text, rules_of(placing.package))
    return {
        "figures": figures_shown(view, language),
        "sentences": [_sentence(one, language) for one in view.sentences],
        "rules": {rule.key: _rule(rule, placing, language) for rule in view.rules},
    }


def figures_shown(view: SourceView, language: Language) -> list[dict[str, Any]]:
    """How much of a text rules rest on, in figures."""
    return [
        {"words": one.words, "value": one.value, "good": one.good}
        for one in figures(view, language)
    ]


def _sentence(view: SentenceView, language: Language) -> dict[str, Any]:
    return {
        "number": view.number,
        "clause": view.sentence.clause,
        "standing": view.standing.value,
        "words": STANDINGS[view.standing].render(language),
        "text": view.sentence.text,
        "stretches": [
            {"text": stretch.text, "rules": [rule.key for rule in stretch.rules]}
            for stretch in view.stretches
        ],
        "rules": [rule.key for rule in view.rules],
        "unquoted": list(view.unquoted_norms),
    }


def _rule(rule: Rule, placing: Placing, language: Language) -> dict[str, Any]:
    declared = rule.declared
    return {
        "title": titled(rule, language),
        "at": placing.at(rule.span),
        "simplified": declared.simplified if isinstance(declared, Norm | Fact) else None,
        "because": declared.because if isinstance(declared, Statement) else None,
    }
