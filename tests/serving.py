"""Servers that tests start as users do: a process on a free port, until the end of the block."""

import re
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import frozen

_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+(?:/\?token=\S+)?")

_PATIENCE: Final = 120
"""Seconds that a server on a busy machine is given to end."""


@frozen
class Serving:
    """A server that answers: its process, and the address that it says it listens at."""

    process: "subprocess.Popen[bytes]"
    address: str

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; the status that it ends with."""
        self.process.send_signal(how)
        return self.process.wait(_PATIENCE)


@contextmanager
def served(
    words: Sequence[str], environment: Mapping[str, str], folder: Path | None = None
) -> Iterator[Serving]:
    """What is started by a command, which says on standard error where it listens.

    Raises AssertionError, with all that it said, where it ends before.
    """
    process = subprocess.Popen(
        words, env=environment, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert process.stderr
    try:
        said = []
        for line in process.stderr:
            said.append(line.decode(errors="replace"))
            if found := _ADDRESS.search(said[-1]):
                yield Serving(process, found[0])
                break
        else:
            raise AssertionError(f"{words} ends\n{''.join(said)}")
    finally:
        process.terminate()
        process.wait(_PATIENCE)
        process.stderr.close()
