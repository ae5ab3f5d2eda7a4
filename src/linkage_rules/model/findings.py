"""The kinds of findings of an analysis, and the answers that a policy may give to them."""

from enum import StrEnum
from typing import Final

from attrs import field, frozen

from linkage_rules.model.spans import NOWHERE, Span


class FindingKind(StrEnum):
    """The value is the name in reports and, with ``_`` for ``-``, in policies."""

    CONFLICTING_NORMS = "conflicting-norms"
    NEVER_APPLIES = "never-applies"
    IMPLIED_NORM = "implied-norm"
    IDLE_EXCEPTION = "idle-exception"
    IDLE_OVERRIDE = "idle-override"
    IDLE_CONDITION = "idle-condition"
    OUTSIDE_BOUNDS = "outside-bounds"
    CONTRADICTORY_BOUNDS = "contradictory-bounds"
    NEVER_FULFILLED = "never-fulfilled"
    NEVER_VIOLATED = "never-violated"
    UNMEETABLE_TOGETHER = "unmeetable-together"
    IDLE_NORM = "idle-norm"
    SINGLE_VALUE_EXCEPTION = "single-value-exception"
    GAP_BETWEEN_VERSIONS = "gap-between-versions"
    ODD_UNIT = "odd-unit"
    UNUSED = "unused"
    NO_VERDICT = "no-verdict"
    MISSING_PARAMETER = "missing-parameter"
    UNDETERMINED_ON_COMPLETE_RECORD = "undetermined-on-complete-record"
    AMBIGUOUS_MONTH_END = "ambiguous-month-end"
    PROPERTY_REFUTED = "property-refuted"
    IDLE_PREMISE = "idle-premise"
    IDLE_PROPERTY = "idle-property"
    STALE_ANSWER = "stale-answer"


FAULTS: Final = frozenset(
    {
        FindingKind.CONFLICTING_NORMS,
        FindingKind.CONTRADICTORY_BOUNDS,
        FindingKind.NEVER_APPLIES,
        FindingKind.PROPERTY_REFUTED,
    }
)
"""The kinds that are mistakes wherever they are found; the others may be meant."""


@frozen
class FindingAnswer:
    """A property's statement that a kind of finding about some declarations is intended."""

    kind: FindingKind
    names: tuple[str, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)
