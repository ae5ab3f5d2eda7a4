"""What shows how serious something is can be told apart and read: in colour and in grey."""

import pytest

from linkage_rules.model.deontic import Tone
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.reviews.opinions.tones import (
    CONSOLE_STYLES,
    GROUNDS,
    HATCHES,
    INKS,
    VERDICT_TONES,
)

LEAST_CONTRAST = 4.5
"""What the Web Content Accessibility Guidelines ask of ordinary text (level AA)."""


def luminance(colour):
    def linear(part):
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", Tone)
def test_ink_is_read_on_its_ground_and_on_white(tone):
    assert contrast(INKS[tone], GROUNDS[tone]) >= LEAST_CONTRAST
    assert contrast(INKS[tone], "FFFFFF") >= LEAST_CONTRAST


def test_no_two_tones_are_hatched_or_told_alike():
    assert len(set(HATCHES.values())) == len(Tone)
    assert len(set(CONSOLE_STYLES.values())) == len(Tone)


def test_every_verdict_has_its_tone():
    assert set(VERDICT_TONES) == set(VerdictStatus)
