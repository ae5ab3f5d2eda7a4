"""How a question of the page is answered: at once, or as a job that tells how far it is."""

from base64 import b64decode
from binascii import Error as NotBase64Error
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from threading import Event
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field, frozen

from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.literals import LiteralError, read_date
from linkage_rules.words.messages import Phrase
from linkage_rules.words.showing import printable

if TYPE_CHECKING:
    from linkage_rules.desk.desk import Desk

Asked: TypeAlias = Mapping[str, Any]
"""What comes with a question; it may be anything that JSON can say."""

LARGEST_FILE: Final = 40_000_000
"""The largest file that the page may send, in bytes."""

_NO_TEXT: Final = Phrase(
    "the page asked without saying {name}, which should be a text; load it anew",
    "页面发出的请求缺少 {name}（应为文字），请刷新页面",
)
_NO_NUMBER: Final = Phrase(
    "the page asked without saying {name}, which should be a whole number; load it anew",
    "页面发出的请求缺少 {name}（应为整数），请刷新页面",
)
_NO_OBJECT: Final = Phrase(
    "the page asked without saying {name}, which should be a table of names and values; load it "
    "anew",
    "页面发出的请求缺少 {name}（应为名称与取值的对照），请刷新页面",
)
_NO_DAY: Final = Phrase(
    "“{day}” is no day; write it such as 2024-06-03", "“{day}”不是日期，请写成 2024-06-03 的样子"
)
_NO_FILE: Final = Phrase(
    "the file did not arrive whole; drop it once more", "文件没有完整传到，请再拖放一次"
)
_TOO_LARGE: Final = Phrase(
    "the file has {size} MB; at most {most} MB can be opened here. The command "
    "`linkage-rules review` takes larger ones",
    "文件有 {size} MB，这里最多打开 {most} MB；更大的文件请用命令 linkage-rules review 审核",
)


def _no_pause() -> None:
    """Whoever has a thread of their own holds up nobody."""


class StoppedError(Exception):
    """The user has stopped a job."""


@frozen(eq=False)
class Task:
    """A job that is under way. ``report`` is told how far it is: steps done, of how many (0: not
    known), and what is being done in words. ``pause`` lets what came meanwhile be heard, where jobs
    have no thread of their own."""

    report: Callable[[int, int, Phrase], None]
    pause: Callable[[], None] = _no_pause
    _stopped: Event = field(factory=Event)
    _stopping: list[Callable[[], None]] = field(factory=list)

    def tell(self, done: int, total: int, words: Phrase) -> None:
        """Say how far the job is. Raises `StoppedError` once the user has stopped it."""
        self.pause()
        if self._stopped.is_set():
            raise StoppedError
        self.report(done, total, words)

    @property
    def stopped(self) -> bool:
        """Whether the user has stopped it."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Have it end at the next step, or sooner where a step can be given up."""
        self._stopped.set()
        for call in tuple(self._stopping):
            call()

    @contextmanager
    def when_stopped(self, call: Callable[[], None]) -> Iterator[None]:
        """A block within which ``call`` is called, in another thread, when the user stops the
        job: to give up a step that takes long."""
        self._stopping.append(call)
        try:
            yield
        finally:
            self._stopping.remove(call)


@frozen
class Answer:
    """A question that is answered at once, of the texts of this moment."""

    make: Callable[["Desk", Asked], Any]


@frozen
class Job:
    """A question that takes its time; where there are threads, it is answered in one."""

    make: Callable[["Desk", Asked, Task], Any]


Method: TypeAlias = Answer | Job


def text(asked: Asked, name: str, otherwise: str | None = None) -> str:
    """A text of a question; ``otherwise`` where it has none. Raises `RefusedError`."""
    given = asked.get(name, otherwise)
    if isinstance(given, str):
        return given
    raise RefusedError(_NO_TEXT.filled(name=name))


def number(asked: Asked, name: str, otherwise: int | None = None) -> int:
    """A whole number of a question; ``otherwise`` where it has none. Raises `RefusedError`."""
    given = asked.get(name, otherwise)
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    raise RefusedError(_NO_NUMBER.filled(name=name))


def table(asked: Asked, name: str) -> Mapping[str, Any]:
    """Names and values of a question. Raises `RefusedError`."""
    given = asked.get(name)
    if isinstance(given, dict):
        return given
    raise RefusedError(_NO_OBJECT.filled(name=name))


def day(asked: Asked, name: str) -> date:
    """A day of a question. Raises `RefusedError`, also where it is left blank."""
    written = text(asked, name).strip()
    try:
        found = read_date(written)
    except LiteralError:
        found = None
    if found is None:
        raise RefusedError(_NO_DAY.filled(day=printable(written)))
    return found


def day_if_any(asked: Asked, name: str) -> date | None:
    """A day of a question; None where it has none or a blank. Raises `RefusedError`."""
    return day(asked, name) if text(asked, name, "").strip() else None


def content(asked: Asked, name: str) -> bytes:
    """A file of a question, which travels in base 64. Raises `RefusedError` for one that is larger
    than `LARGEST_FILE` or did not arrive whole."""
    written = text(asked, name)
    if len(written) > LARGEST_FILE * 4 // 3 + 4:
        size = len(written) * 3 // 4_000_000
        raise RefusedError(_TOO_LARGE.filled(size=size, most=LARGEST_FILE // 1_000_000))
    try:
        return b64decode(written, validate=True)
    except (NotBase64Error, ValueError):
        raise RefusedError(_NO_FILE) from None
