"""The desk inside a browser: Python in a worker of the page, with no server and no other machine.

There are no threads: a job is done in steps, between which the messages of the page are heard, so
that it can be stopped. Files lie where the browser keeps them. What needs a library that is not
there says so, as everywhere.
"""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

from linkage_rules.desk.connection import DeskServer
from linkage_rules.desk.workbench import Workbench

_BETWEEN: Final = 0.1
"""Seconds that a job goes on without a message being heard."""


def begin(
    home: str, send: Callable[[str], None], hear: Callable[[], None]
) -> Callable[[str], None]:
    """Start to answer a page: ``send`` takes what is said to it, ``hear`` lets the messages come
    that are waiting. Gives what takes them.

    Policies lie in the folder ``home``, drafts and histories beside them. The language is the one
    that the page asks for when it begins.
    """
    folder = Path(home) / "policies"
    folder.mkdir(parents=True, exist_ok=True)
    workbench = Workbench.of(folder, Path(home) / "state")
    return DeskServer(workbench, "zh", send, pause=_now_and_then(hear)).receive


def _now_and_then(call: Callable[[], None]) -> Callable[[], None]:
    """What calls at most once in a while, however often it is called itself."""
    last = monotonic()

    def called() -> None:
        nonlocal last
        if monotonic() - last >= _BETWEEN:
            call()
            last = monotonic()

    return called
