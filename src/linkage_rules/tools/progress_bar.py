"""A bar on the terminal while a file is read, for work that takes a while."""

from collections.abc import Iterable, Iterator
from typing import Final

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from linkage_rules.language.keywords import Language
from linkage_rules.records import Reading, Wording
from linkage_rules.tools.reviews import Reviewed
from linkage_rules.tools.terminal import console

_STEPS: Final = 1_000


def with_progress(
    reviewed: Iterable[Reviewed], reading: Reading, language: Language
) -> Iterator[Reviewed]:
    """The same, with their number and the part of the file that was read on the terminal.

    Where the length of a file is not known there is a number alone. Nothing is shown where the
    error stream is no terminal, and nothing is left of it in the end.
    """
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield from reviewed
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("", total=None)
        for count, one in enumerate(reviewed, 1):
            share = reading.progress.share
            words = Wording(f"{count} records judged", f"已判定 {count} 条").render(language)
            if share is None:
                bar.update(task, description=words)
            else:
                bar.update(task, description=words, total=_STEPS, completed=share * _STEPS)
            yield one
