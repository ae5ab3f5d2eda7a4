"""Phrases in both languages, and the parts of messages."""

from collections.abc import Iterable, Mapping
from typing import Final, Self, TypeAlias

from attrs import evolve, field, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.quoting import inside, places_inside

Words: TypeAlias = "str | int | Phrase | tuple[Words, ...]"


@frozen
class Phrase:
    """The same words in English and in Chinese, with ``{…}`` for what is filled in.

    >>> Phrase("no {kind}", "没有{kind}").fill("zh", {"kind": Phrase("norm", "规范")})
    '没有规范'

    What has been filled in is words and no pattern any more: braces in them are what somebody
    wrote, and they are said as they stand.

    >>> Phrase("no {name}", "没有{name}").filled(name="{x}").fill("en", {})
    'no {x}'

    What is filled in between quotation marks has single ones inside.

    >>> Phrase("the norm “{norm}”", "规定“{norm}”").fill("zh", {"norm": "“带得准”应当落实"})
    '规定“‘带得准’应当落实”'
    """

    en: str
    zh: str
    is_pattern: bool = field(default=True, repr=False, eq=False, kw_only=True)

    __repr__ = in_brief

    def __str__(self) -> str:
        return self.en

    def render(self, language: Language) -> str:
        """The words as they stand, with nothing filled in."""
        return self.en if language == "en" else self.zh

    def fill(self, language: Language, arguments: Mapping[str, "Words"]) -> str:
        """The words in one language, with its places filled in."""
        template = self.render(language)
        if not self.is_pattern:
            return template
        said = {name: say(words, language) for name, words in arguments.items()}
        for name in places_inside(template):
            said[name] = inside(said[name])
        return template.format_map(said)

    def filled(self, **arguments: "Words") -> Self:
        """The phrase with its places filled in, in both languages."""
        en, zh = self.fill("en", arguments), self.fill("zh", arguments)
        return self._saying(en, zh)

    def _saying(self, en: str, zh: str) -> Self:
        return type(self)(en, zh, is_pattern=False)


@frozen
class Reason(Phrase):
    """Why something is refused: words with the stable code by which programs know them.

    The codes are listed in ``docs/errors.md``; each is given once in the source, by `reason`.
    """

    code: str

    def _saying(self, en: str, zh: str) -> Self:
        return type(self)(en, zh, self.code, is_pattern=False)

    def because(self, en: str, zh: str) -> "Reason":
        """The same reason with words of this case; ``{why}`` stands for its own.

        >>> reason("REC-101", "is missing", "缺少").because("{why} (row 7)", "{why}（第7行）").zh
        '缺少（第7行）'
        """
        en, zh = en.replace("{why}", self.en), zh.replace("{why}", self.zh)
        return evolve(self, en=en, zh=zh)


def reason(code: str, en: str, zh: str) -> Reason:
    """A reason with its code.

    >>> reason("REC-101", "no such record type", "没有这个记录类型").code
    'REC-101'
    """
    return Reason(en, zh, code)


def say(words: Words, language: Language) -> str:
    """An argument of a phrase in one language; several words are joined as a list."""
    if isinstance(words, Phrase):
        return words.render(language)
    if isinstance(words, tuple):
        return (", " if language == "en" else "、").join(say(word, language) for word in words)
    return str(words)


def enumerated(words: Iterable[Phrase], en: str = ", ", zh: str = "、") -> Phrase:
    """Several words in a row; ``en`` and ``zh`` are what stands between two of them.

    >>> answers = [Phrase("yes", "是"), Phrase("no", "否")]
    >>> enumerated(answers).zh, enumerated(answers, " or ", "或").en
    ('是、否', 'yes or no')
    """
    listed = tuple(words)
    return Phrase(en.join(w.en for w in listed), zh.join(w.zh for w in listed))


def keyword_phrase(terminal: str) -> Phrase:
    """A keyword as it is written in each language.

    >>> keyword_phrase("WHEN").zh
    '当'
    """
    return Phrase(spelling(terminal, "en"), spelling(terminal, "zh"))


@frozen
class Message:
    """The words of a diagnostic: what is wrong as a sentence, what is expected, the likely fix."""

    headline: Phrase
    expected: Phrase
    hint: Phrase | None = None


def message(*texts: str) -> Message:
    phrases = [Phrase(en, zh) for en, zh in zip(texts[::2], texts[1::2], strict=True)]
    return Message(*phrases)


DID_YOU_MEAN: Final = Phrase("did you mean “{near}”?", "是否想写“{near}”？")
FIRST_PLACE: Final = Phrase("the other place", "另一处")
