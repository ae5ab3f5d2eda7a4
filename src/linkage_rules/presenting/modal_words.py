"""What the modal words of an official text say: the forces that a norm may have by them."""

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from linkage_rules.model.deontic import Force
from linkage_rules.sources import normative_words
from linkage_rules.words.deontic_words import SAID_IN_SOURCES

_MORE_WORDS: Final = ("原则上", "力争", "尽量", "重点", "着力", "推进", "支持", "积极")
"""Modal words that are not among the normative words."""
_MARKS: Final = re.compile("[，,；;。：:]")


@frozen
class Said:
    """A part of a text between commas with its modal word, and the forces that a norm may have by
    it."""

    part: str
    word: str
    forces: frozenset[Force]


def said_in(text: str) -> Iterator[Said]:
    """What each part of a text between commas says, if it has a modal word.

    >>> [(one.word, len(one.forces)) for one in said_in("水渠没有通水的，核查不得定为合格。")]
    [('不得', 2)]
    """
    for part in _MARKS.split(text):
        words = {part[start:end] for start, end in normative_words(part)}
        words |= {word for word in _MORE_WORDS if word in part}
        for rung, forces in SAID_IN_SOURCES:
            word = next((word for word in rung if word in words), None)
            if word is not None:
                yield Said(part, word, forces)
                break
