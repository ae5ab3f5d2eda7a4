"""A bar on the terminal while a file is read, for work that takes a while."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from typing import Final, TypeVar

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from linkage_rules.presenting.terminal import console
from linkage_rules.records import Reading
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

_T = TypeVar("_T")

_STEPS: Final = 1_000

_PAUSE: Final = 0.2
"""Seconds between two looks at work that is under way."""

_COLUMNS: Final = (
    SpinnerColumn(),
    TextColumn("{task.description}"),
    BarColumn(),
    TimeRemainingColumn(elapsed_when_finished=True),
)


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
    """The same, with their number and the part of the file that was read on the terminal.

    Where the length of a file is not known there is a number alone. Nothing is shown where the
    error stream is no terminal, and nothing is left of it in the end.
    """
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield from passing
        return
    with Progress(*_COLUMNS, console=screen, transient=True) as bar:
        task = bar.add_task("", total=None)
        for count, one in enumerate(passing, 1):
            share = reading.progress.share
            words = done(count).render(language)
            if share is None:
                bar.update(task, description=words)
            else:
                bar.update(task, description=words, total=_STEPS, completed=share * _STEPS)
            yield one


def while_running(work: Future[object], progress: Callable[[], float], language: Language) -> None:
    """Wait for work that tells how much of it is done, in percent; shown on the terminal.

    Raises what the work raises.
    """
    screen = console(stderr=True)
    if not screen.is_terminal:
        work.result()
        return
    words = Phrase("judging the table", "正在审核整表").render(language)
    with Progress(*_COLUMNS, console=screen, transient=True) as bar:
        task = bar.add_task(words, total=100)
        while not work.done():
            bar.update(task, completed=max(progress(), 0))
            wait([work], timeout=_PAUSE)
    work.result()
