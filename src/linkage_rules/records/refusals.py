"""Why a single value is not taken."""

from difflib import get_close_matches
from functools import lru_cache

from linkage_rules.records.descriptions import kind_of
from linkage_rules.words.messages import Phrase

# Likeness takes quadratic time.
_LONGEST_COMPARED = 60


class RefusedValueError(Exception):
    """Why a value is not taken, and the likely fix. Whoever catches it knows where it stands."""

    def __init__(self, why: Phrase, hint: Phrase | None = None) -> None:
        super().__init__(why, hint)
        self.why = why
        self.hint = hint


def wrong_type(value: object, hint: Phrase | None = None) -> RefusedValueError:
    kind = kind_of(value)
    why = Phrase(f"wrong type, this is {kind.en}", f"类型不符，这是{kind.zh}")
    return RefusedValueError(why, hint)


def did_you_mean(text: str, spellings: tuple[str, ...]) -> Phrase | None:
    """The spelling most like a text that is none of them.

    >>> did_you_mean("Ammount", ("amount", "金额")).en
    'did you mean amount?'
    """
    near = _nearest(text, spellings) if len(text) <= _LONGEST_COMPARED else None
    return Phrase(f"did you mean {near}?", f"是否想写 {near}？") if near else None


# The same mistake is often made in every record of a file.
@lru_cache(maxsize=1024)
def _nearest(text: str, spellings: tuple[str, ...]) -> str | None:
    folded = {spelling.casefold(): spelling for spelling in reversed(spellings)}
    near = get_close_matches(text.strip().casefold(), folded, n=1)
    return folded[near[0]] if near else None
