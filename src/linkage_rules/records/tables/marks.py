"""Characters that look alike: those that mean the same, and those that only seem to."""

import re
import unicodedata
from typing import Final

_ALIKE: Final = ("￥¥", "∶:", "﹕:", "︰:", "﹪%", "﹣-", "‐-", "‑-", "﹐,", "﹙(", "﹚)")
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): plain for sign, plain in _ALIKE
}
_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"), " ")
_UNSEEN: Final = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
)
_FOLDED: Final = _WIDE | _SPACES | _UNSEEN
_NOTHING: Final = "".join(map(chr, (*_UNSEEN, *_SPACES))) + " \t\r\n\v\f"
UNSEEN: Final = frozenset(_NOTHING)
"""Characters of which nothing shows."""
_NOTE_MARK: Final = re.compile(r"[*※†‡①-⓿❶-➓]|(?<![0-9a-zA-Z])[¹²³⁰-⁹]+")


def folded(text: str) -> str:
    """Full-width letters and digits as plain ones, every space as a plain one, nothing unseen.

    Other signs stay what they are: ① and ² are marks beside a number, not digits of it.

    >>> folded("１２０％"), folded("120①"), folded("万\\u3000元")
    ('120%', '120①', '万 元')
    """
    return text if text.isascii() else text.translate(_FOLDED)


def unmarked(text: str) -> str:
    """A text without the marks that point to a note, for words of which these are no part. A raised
    digit behind a plain one or a letter is a power: 10⁴, m².

    >>> unmarked("总投资①（万元）*")
    '总投资（万元）'
    """
    return _NOTE_MARK.sub("", text)


def visible(text: str) -> str:
    """A text without spaces and unseen characters at its ends."""
    return text.strip(_NOTHING)


def marks_in(text: str) -> str:
    """The marks in a text that may be taken for digits.

    >>> marks_in("120①")
    '①'
    """
    return "".join(
        c
        for c in text
        if not c.isdecimal()
        and unicodedata.numeric(c, None) is not None
        and not "\u4e00" <= c <= "\u9fff"
    )
