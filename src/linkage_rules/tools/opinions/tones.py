"""How serious something is, and the colours that show it on paper and in a workbook."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from linkage_rules.model.statuses import VerdictStatus


class Tone(Enum):
    """The value is the name in style sheets."""

    CONFLICT = "conflict"
    BAD = "bad"
    FAILING = "failing"
    OPEN = "open"
    DUTY = "duty"
    GOOD = "good"
    SOFT = "soft"


INKS: Final[Mapping[Tone, str]] = {
    Tone.CONFLICT: "6B2C91",
    Tone.BAD: "A3261B",
    Tone.FAILING: "C2610C",
    Tone.OPEN: "8A6100",
    Tone.DUTY: "1A5FB4",
    Tone.GOOD: "1F7A4D",
    Tone.SOFT: "5B6775",
}
"""Dark enough to be read on white, as red, green and blue in hexadecimal."""

GROUNDS: Final[Mapping[Tone, str]] = {
    Tone.CONFLICT: "EFE3F6",
    Tone.BAD: "F9DCD7",
    Tone.FAILING: "FCE8D5",
    Tone.OPEN: "FFF2C6",
    Tone.DUTY: "DFEBFA",
    Tone.GOOD: "DDF1E5",
    Tone.SOFT: "ECEFF3",
}
"""Light enough for ink of the same tone to be read on them."""

VERDICT_TONES: Final[Mapping[VerdictStatus, Tone]] = {
    VerdictStatus.CONFLICTING: Tone.CONFLICT,
    VerdictStatus.FORBIDDEN: Tone.BAD,
    VerdictStatus.REQUIRED: Tone.DUTY,
    VerdictStatus.RECOMMENDED: Tone.DUTY,
    VerdictStatus.PERMITTED: Tone.GOOD,
    VerdictStatus.UNREGULATED: Tone.SOFT,
    VerdictStatus.UNDETERMINED: Tone.OPEN,
}
