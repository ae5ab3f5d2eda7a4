"""The answers an evaluation can give about a norm and about an action."""

from enum import Enum


class Status(Enum):
    """The status of one norm for one record."""

    NOT_APPLICABLE = "not_applicable"
    FULFILLED = "fulfilled"
    VIOLATED = "violated"
    DUE = "due"
    IN_EFFECT = "in_effect"
    TAKEN_UP = "taken_up"
    OPEN = "open"
    UNDETERMINED = "undetermined"


class VerdictStatus(Enum):
    """What the norms together say of one action for one record."""

    CONFLICTING = "conflicting"
    FORBIDDEN = "forbidden"
    REQUIRED = "required"
    RECOMMENDED = "recommended"
    PERMITTED = "permitted"
    UNREGULATED = "unregulated"
    UNDETERMINED = "undetermined"
