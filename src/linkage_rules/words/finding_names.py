"""What policies call the kinds of findings that they answer."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.model.findings import FindingKind
from linkage_rules.words.messages import Phrase

FINDING_NAMES: Final[Mapping[FindingKind, Phrase]] = {
    kind: Phrase(kind.value.replace("-", "_"), label)
    for kind, label in {
        FindingKind.CONFLICTING_NORMS: "规范冲突",
        FindingKind.NEVER_APPLIES: "从不适用",
        FindingKind.IMPLIED_NORM: "规范重复",
        FindingKind.IDLE_EXCEPTION: "例外不起作用",
        FindingKind.IDLE_OVERRIDE: "优先不起作用",
        FindingKind.IDLE_CONDITION: "条件不起作用",
        FindingKind.OUTSIDE_BOUNDS: "超出范围",
        FindingKind.CONTRADICTORY_BOUNDS: "无可取之值",
        FindingKind.NO_VERDICT: "缺少规定",
        FindingKind.MISSING_PARAMETER: "参数缺值",
        FindingKind.UNDETERMINED_ON_COMPLETE_RECORD: "填齐仍待定",
        FindingKind.PROPERTY_REFUTED: "性质不成立",
        FindingKind.STALE_ANSWER: "多余的答复",
    }.items()
}
"""In English and in Chinese, each one word."""

ANSWERABLE: Final[Mapping[str, FindingKind]] = {
    spelling: kind
    for kind, name in FINDING_NAMES.items()
    if kind not in (FindingKind.PROPERTY_REFUTED, FindingKind.STALE_ANSWER)
    for spelling in (name.en, name.zh)
}
"""The kinds that a property may answer, under both spellings; the others have to be put right."""
