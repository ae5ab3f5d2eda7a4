"""The desk inside a browser: Python in a worker of the page, with no server and no other machine.

There are no threads, so jobs are done at once, and a page stops one by ending the worker. Files lie
where the browser keeps them. What needs a library that is not there says so, as everywhere.
"""

from collections.abc import Callable
from pathlib import Path

from linkage_rules.desk.connection import DeskServer
from linkage_rules.desk.workbench import Workbench


def begin(home: str, send: Callable[[str], None]) -> Callable[[str], None]:
    """Start to answer a page: ``send`` takes what is said to it. Gives what takes its messages.

    Policies lie in the folder ``home``, drafts and histories beside them. The language is the one
    that the page asks for when it begins.
    """
    folder = Path(home) / "policies"
    folder.mkdir(parents=True, exist_ok=True)
    return DeskServer(Workbench.of(folder, Path(home) / "state"), "zh", send).receive
