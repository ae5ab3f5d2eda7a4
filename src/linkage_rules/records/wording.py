"""Words said in English and in Chinese."""

from collections.abc import Iterable

from attrs import frozen

from linkage_rules.language.keywords import Language


@frozen
class Wording:
    """The same words in both languages, ready to be shown. ``str()`` gives the English ones.

    >>> why = Wording("not a whole number of fen", "不是整数分")
    >>> str(why), why.zh, why.render("zh")
    ('not a whole number of fen', '不是整数分', '不是整数分')
    """

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def render(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


def enumerated(words: Iterable[Wording]) -> Wording:
    """Several words in a row.

    >>> enumerated([Wording("yes", "是"), Wording("no", "否")])
    Wording(en='yes, no', zh='是、否')
    """
    listed = tuple(words)
    return Wording(", ".join(w.en for w in listed), "、".join(w.zh for w in listed))
