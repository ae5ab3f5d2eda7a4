"""The answers an evaluation can give about a norm and about an action.

Each is a text as well, and equal to it: ``status == "violated"``.
"""

from enum import StrEnum


class Status(StrEnum):
    """The status of one norm for one record."""

    NOT_APPLICABLE = "not_applicable"
    FULFILLED = "fulfilled"
    VIOLATED = "violated"
    NOT_YET_DUE = "not_yet_due"
    DUE = "due"
    LATE = "late"
    OVERDUE = "overdue"
    IN_EFFECT = "in_effect"
    TAKEN_UP = "taken_up"
    OPEN = "open"
    UNDETERMINED = "undetermined"


class Performance(StrEnum):
    """What a condition may ask of a duty beside its status; each stands for several statuses."""

    PERFORMED = "performed"


class VerdictStatus(StrEnum):
    """What the norms together say of one action for one record."""

    CONFLICTING = "conflicting"
    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    RECOMMENDED = "recommended"
    PERMITTED = "permitted"
    UNREGULATED = "unregulated"
    UNDETERMINED = "undetermined"
