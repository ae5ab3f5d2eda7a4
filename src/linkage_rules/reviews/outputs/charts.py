"""Bar charts as geometry: the lengths of bars and their labels; a template draws them."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from attrs import frozen

from linkage_rules.model.deontic import Tone
from linkage_rules.words.messages import Phrase

LABEL_WIDTH: Final = 230
BAR_WIDTH: Final = 400
TOTAL_WIDTH: Final = 60
ROW_HEIGHT: Final = 32
LABEL_CHARACTERS: Final = 34
"""The most cells of a line of a label; a Chinese character takes two."""
_NARROWEST_WITH_COUNT: Final = 22


@frozen
class Segment:
    """A segment of a bar; ``x`` and ``width`` are in pixels from the start of the bars."""

    tone: Tone
    count: int
    x: int
    width: int

    @property
    def shows_count(self) -> bool:
        """Whether there is room for the number inside."""
        return self.width >= _NARROWEST_WITH_COUNT


@frozen
class Bar:
    """A bar with its label and, at its end, its total."""

    label: Phrase
    total: int
    segments: tuple[Segment, ...]
    y: int

    @property
    def width(self) -> int:
        return sum(segment.width for segment in self.segments)


@frozen
class Chart:
    """Bars below one another, on one scale.

    ``legend`` explains the tones in them, ``note`` and ``rest`` are remarks.
    """

    title: Phrase
    legend: tuple[tuple[Tone, Phrase], ...]
    bars: tuple[Bar, ...]
    note: Phrase | None
    rest: Phrase | None

    @property
    def width(self) -> int:
        return LABEL_WIDTH + BAR_WIDTH + TOTAL_WIDTH

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.bars)


def chart(
    title: Phrase,
    rows: Iterable[tuple[Phrase, Mapping[Tone, int]]],
    meanings: Mapping[Tone, Phrase],
    note: Phrase | None = None,
    rest: Phrase | None = None,
) -> Chart:
    """A chart of counts by tone, one bar a row. The longest bar fills the width.

    >>> name = Phrase("a", "甲")
    >>> [bar] = chart(name, [(name, {Tone.BAD: 1, Tone.GOOD: 3})], {}).bars
    >>> [(segment.count, segment.x, segment.width) for segment in bar.segments]
    [(1, 0, 100), (3, 100, 300)]
    """
    listed = list(rows)
    longest = max((sum(counts.values()) for _, counts in listed), default=0)
    bars = tuple(
        Bar(label, sum(counts.values()), _segments(counts, longest), number * ROW_HEIGHT)
        for number, (label, counts) in enumerate(listed)
    )
    drawn = {segment.tone for bar in bars for segment in bar.segments}
    legend = tuple((tone, words) for tone, words in meanings.items() if tone in drawn)
    return Chart(title, legend, bars, note, rest)


def _segments(counts: Mapping[Tone, int], longest: int) -> tuple[Segment, ...]:
    """The segments of a bar.

    Ends are rounded instead of widths, so that the length of a bar depends on its total alone.
    """
    segments = []
    before = 0
    for tone in Tone:
        count = counts.get(tone, 0)
        if count:
            x, end = _scaled(before, longest), _scaled(before + count, longest)
            segments.append(Segment(tone, count, x, end - x))
            before += count
    return tuple(segments)


def _scaled(count: int, longest: int) -> int:
    return round(Fraction(count * BAR_WIDTH, longest))


def largest_first(
    groups: Mapping[Phrase, Mapping[Tone, int]], most: int
) -> tuple[Sequence[tuple[Phrase, Mapping[Tone, int]]], Sequence[Mapping[Tone, int]]]:
    """The largest groups, and the counts of all others.

    The others are not drawn: together they would be the longest bar and say the least.
    """
    order = sorted(groups.items(), key=lambda item: (-sum(item[1].values()), item[0].zh))
    return order[:most], [counts for _, counts in order[most:]]
