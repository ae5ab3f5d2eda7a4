"""The known names that are spelled most like a word, found with bounded work."""

import difflib
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Final

LONGEST_WORD: Final = 64
"""The longest word that is compared; longer words and names are like no other."""

_MOST_KNOWN: Final = 20_000
_MOST_ALIKE_IN_LENGTH: Final = 1_000
_MOST_COMPARED: Final = 12


def nearest(word: str, known: Iterable[str], most: int = 1, alike: float = 0.6) -> list[str]:
    """Up to ``most`` of the known names that are spelled like a word, the best first.

    Of many names those of about the same length are looked at, and of these the ones that are
    made of the same characters are compared with the word: a hostile policy costs no more time
    than another. ``alike`` is the least likeness, between 0 and 1, that `difflib` finds.

    >>> nearest("Projct", ["Village", "Project"])
    ['Project']
    >>> nearest("x" * 65, ["x" * 64])
    []
    """
    if not word or len(word) > LONGEST_WORD:
        return []
    names = [n for n in islice(known, _MOST_KNOWN) if n and len(n) <= LONGEST_WORD]
    # Names that differ this much in length cannot reach the likeness ``alike``.
    names = [n for n in names if 2 * min(len(n), len(word)) >= alike * (len(n) + len(word))]
    names.sort(key=lambda name: abs(len(name) - len(word)))
    letters = Counter(word)

    def shared(name: str) -> float:
        return 2 * (letters & Counter(name)).total() / (len(word) + len(name))

    looked_at = dict.fromkeys(names[:_MOST_ALIKE_IN_LENGTH])
    rated = sorted(((shared(name), name) for name in looked_at), key=lambda r: -r[0])
    compared = [name for rate, name in rated[:_MOST_COMPARED] if rate >= alike]
    return difflib.get_close_matches(word, compared, most, alike)
