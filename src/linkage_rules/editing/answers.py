"""What comes of a command that an editor has the server carry out.

The same is said in two ways: an editor that shows messages and makes changes is asked to, and
whoever sent the command gets all of it as its result, since some clients do neither.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar

from attrs import frozen
from lsprotocol.types import WorkspaceEdit

from linkage_rules.editing.folders import Known
from linkage_rules.words.messages import Phrase

_T = TypeVar("_T")

Arguments: TypeAlias = tuple[Any, ...]
"""The arguments of a command behind the document that it is about, as JSON."""

IsCancelled: TypeAlias = Callable[[], bool]
"""Whether nobody waits any more."""


class DeclinedError(Exception):
    """Why something that an editor asks for is not done; ``words`` say it."""

    def __init__(self, words: Phrase) -> None:
        super().__init__(words.en)
        self.words = words


@frozen
class Answer:
    """What came of a command.

    ``text`` says it in words. ``passed`` is whether it is what was hoped for. ``edit`` are changes
    to make, after which the policy has no problems.
    """

    text: str
    passed: bool = True
    edit: WorkspaceEdit | None = None


@frozen
class Search(Generic[_T]):
    """What takes seconds, and is looked for while the editor is answered otherwise.

    ``called`` says what it is. ``look`` may touch nothing but what it was made with, and ends soon
    after it is cancelled; ``then`` makes an answer of what it found, by what is known by then.
    """

    called: Phrase
    look: Callable[[IsCancelled], _T]
    then: Callable[[Known, _T], Answer]


_NO_LINE: Phrase = Phrase(
    "the command takes a document and a line, counted from 0",
    "这个命令的参数是文档和行号（从 0 数起）",
)


def line_asked(arguments: Arguments) -> int:
    """The line that a command is about, counted from 0. Raises `DeclinedError` where none is given.

    >>> line_asked((3,))
    3
    """
    match arguments:
        case (int(line), *_):
            return line
    raise DeclinedError(_NO_LINE)
