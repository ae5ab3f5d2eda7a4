"""How each tone is shown: in colour, in grey, and on a terminal."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.model.deontic import VERDICTS, Tone
from linkage_rules.model.statuses import VerdictStatus

INKS: Final[Mapping[Tone, str]] = {
    Tone.CONFLICT: "6B2C91",
    Tone.BAD: "A3261B",
    Tone.FAILING: "9A4A0A",
    Tone.OPEN: "7A5600",
    Tone.DUTY: "1A5FB4",
    Tone.GOOD: "1A6B43",
    Tone.SOFT: "5B6775",
}
"""Colours of text on white, as red, green and blue in hexadecimal."""

GROUNDS: Final[Mapping[Tone, str]] = {
    Tone.CONFLICT: "EFE3F6",
    Tone.BAD: "F9DCD7",
    Tone.FAILING: "FCE8D5",
    Tone.OPEN: "FFF2C6",
    Tone.DUTY: "DFEBFA",
    Tone.GOOD: "DDF1E5",
    Tone.SOFT: "ECEFF3",
}
"""Background colours, light enough for text in the colour of the same tone."""

HATCHES: Final[Mapping[Tone, str]] = {
    Tone.CONFLICT: "M0 0L8 8M0 8L8 0",
    Tone.BAD: "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    Tone.FAILING: "M2 0V8M6 0V8",
    Tone.OPEN: "M0 2H8M0 6H8",
    Tone.DUTY: "",
    Tone.GOOD: "M0 1H8M0 3H8M0 5H8M0 7H8M1 0V8M3 0V8M5 0V8M7 0V8",
    Tone.SOFT: "M3 4H5",
}
"""Hatching as lines in a repeated square of 8 by 8, so that bars can be distinguished without
colour."""

CONSOLE_STYLES: Final[Mapping[Tone, str]] = {
    Tone.CONFLICT: "bold magenta",
    Tone.BAD: "bold red",
    Tone.FAILING: "dark_orange3",
    Tone.OPEN: "yellow",
    Tone.DUTY: "bright_blue",
    Tone.GOOD: "green",
    Tone.SOFT: "dim",
}
"""The same colours as styles of a terminal."""

VERDICT_TONES: Final[Mapping[VerdictStatus, Tone]] = {
    status: row.tone for status, row in VERDICTS.items()
}
