"""A progress bar on the terminal."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Self, TypeVar

from linkage_rules.presenting.terminal import console, watched
from linkage_rules.records import Reading
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

if TYPE_CHECKING:
    from concurrent.futures import Future

    from rich.progress import Progress

_T = TypeVar("_T")

_STEPS: Final = 1_000

_PAUSE: Final = 0.2
"""Seconds between two updates while work is running."""


def judged(count: int) -> Phrase:
    """How many records were judged."""
    return Phrase(f"{count} records judged", f"已审核{count}条")


def read(count: int) -> Phrase:
    """How many records were read."""
    return Phrase(f"{count} records read", f"已读取{count}条")


def with_progress(
    passing: Iterable[_T],
    reading: Reading,
    language: Language,
    done: Callable[[int], Phrase] = judged,
) -> Iterator[_T]:
    """The items, while their number and the share of the file that was read are shown on the
    terminal.

    Where the length of the file is not known only the number is shown. Nothing is shown if the
    error stream is no terminal, and the bar is removed at the end.
    """
    bar = _bar()
    if bar is None:
        yield from passing
        return
    with bar:
        task = bar.add_task("", total=None)
        for count, one in enumerate(passing, 1):
            share = reading.progress.share
            words = done(count).render(language)
            if share is None:
                bar.update(task, description=words)
            else:
                bar.update(task, description=words, total=_STEPS, completed=share * _STEPS)
            yield one


def _bar() -> "Progress | None":
    """A bar on the terminal; None if the error stream is no terminal."""
    if not watched():
        return None
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    screen = console(stderr=True)
    if not screen.is_terminal:
        return None
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    return Progress(*columns, console=screen, transient=True)


class Asking:
    """Shows on the terminal how many questions were asked so far; removed at the end.

    ``asking`` counts one more. Other output has to be written inside ``aside``, so that the two do
    not mix.
    """

    def __init__(self, language: Language) -> None:
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self._language = language
        self._screen = console(stderr=True)
        self._asked = 0
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            console=self._screen,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Self:
        if self._screen.is_terminal:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Ending a display that was never started would print an empty line.
        if self._screen.is_terminal:
            self._bar.stop()

    def asking(self) -> None:
        """Count one more question."""
        self._asked += 1
        if self._screen.is_terminal:
            count = self._asked
            words = Phrase(f"{count:,} questions asked", f"已提问{count}个")
            self._bar.update(self._task, description=words.render(self._language))

    @contextmanager
    def aside(self) -> Iterator[None]:
        """A block in which other output is written to the terminal."""
        if not self._screen.is_terminal:
            yield
            return
        self._bar.stop()
        yield
        self._bar.start()


def while_running(
    work: "Future[object]", progress: Callable[[], float], language: Language
) -> None:
    """Wait for work, and show on the terminal how much of it is done, in percent.

    Raises what the work raises.
    """
    bar = _bar()
    if bar is None:
        work.result()
        return
    from concurrent.futures import wait

    words = Phrase("judging the table", "正在审核整表").render(language)
    with bar:
        task = bar.add_task(words, total=100)
        while not work.done():
            bar.update(task, completed=max(progress(), 0))
            wait([work], timeout=_PAUSE)
    work.result()
