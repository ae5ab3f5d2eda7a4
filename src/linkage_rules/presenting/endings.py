"""How a command ends: successfully, with findings, or because its input is wrong."""

from enum import IntEnum

from linkage_rules.errors import Error, Fault
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


class ExitStatus(IntEnum):
    """The exit status of the program; the last two are those that shells expect."""

    WELL = 0
    FINDINGS = 1
    WRONG_INPUT = 2
    INTERRUPTED = 130
    OUTPUT_CLOSED = 141


class RefusedError(Error):
    """What the user asked for cannot be done; ``words`` say why, and what would be right.

    >>> print(RefusedError(Phrase("there is no such file", "没有这个文件")).render("zh"))
    错误：没有这个文件
    """

    def __init__(self, words: Phrase) -> None:
        super().__init__(words)
        self.words = words
        self.problems = (Fault("CMD-001", (), words.en, words.zh),)

    def __str__(self) -> str:
        return self.render("en")

    def render(self, language: Language) -> str:
        return Phrase("error: ", "错误：").render(language) + self.words.render(language)
