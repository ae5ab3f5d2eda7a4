"""Quotation marks: double outside, single inside (GB/T 15834), at any depth of quoting."""

import re
from functools import lru_cache
from string import Formatter
from typing import Final

_SINGLE: Final = re.compile(r"‘([^‘’“”]*)’")
_TO_SINGLE: Final = str.maketrans("“”", "‘’")
_SINGLE_AGAIN: Final = str.maketrans("\0\1", "“”")


def quoted(words: str) -> str:
    """Words in quotation marks.

    >>> quoted("建立“带得准”的机制")
    '“建立‘带得准’的机制”'
    """
    return f"“{inside(words)}”"


def inside(words: str) -> str:
    """The words with quotation marks changed for use inside quotation marks: double ones become
    single, single ones inside these double.

    Single marks that no double ones enclose stay, and so does an apostrophe.

    >>> inside("称“以‘其他’计”的"), inside("the county’s “list”")
    ('称‘以“其他”计’的', 'the county’s ‘list’')
    """
    if "“" not in words and "”" not in words:
        return words
    turned = _SINGLE.sub("\0\\1\1", words)
    return turned.translate(_TO_SINGLE).translate(_SINGLE_AGAIN)


@lru_cache(maxsize=1024)
def places_inside(pattern: str) -> frozenset[str]:
    """The names of the places in a pattern that stand inside quotation marks.

    >>> sorted(places_inside("读法“{subject}”：{answer}"))
    ['subject']
    """
    found, depth = set(), 0
    for text, place, _, _ in Formatter().parse(pattern):
        depth += text.count("“") - text.count("”")
        if place and depth > 0:
            found.add(place)
    return frozenset(found)
