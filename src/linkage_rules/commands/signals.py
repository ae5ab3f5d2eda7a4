"""Signals that end a program, taken as an interruption is: nothing half-written stays behind."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Final, NoReturn

_ENDING: Final = ("SIGTERM", "SIGHUP")
_STATUS: Final = 128
"""What shells add to the number of a signal that ended a program."""
_SOON: Final = 0.001
"""In seconds."""


@contextmanager
def unwinding() -> Iterator[None]:
    """While this lasts, a signal to end leaves through every ``with`` and ``finally``.

    It raises SystemExit with the status that shells expect. Only a signal that would otherwise end
    the program at once is taken: under ``nohup`` a hang-up stays ignored, and what another program
    has set stays set. Of several signals the first counts, so that none can end the tidying.
    """
    taken: dict[int, signal.Handlers] = {}

    def leave(number: int, frame: FrameType | None) -> None:
        for other in taken:
            signal.signal(other, signal.SIG_IGN)
        raise SystemExit(_STATUS + number)

    # Only the main thread may take signals; no other is ever interrupted.
    for name in _ENDING if current_thread() is main_thread() else ():
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            taken[number] = signal.SIG_DFL
            signal.signal(number, leave)
    try:
        with _heeded():
            yield
    finally:
        for number, handler in taken.items():
            signal.signal(number, handler)


@contextmanager
def _heeded() -> Iterator[None]:
    """While this lasts, no interruption is lost that comes while a generator is thrown away.

    What is raised at such a moment is dropped by the interpreter; it is raised again soon after.
    """
    if current_thread() is not main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    told, alarm = sys.unraisablehook, signal.getsignal(signal.SIGALRM)

    def dropped(unraisable: "sys.UnraisableHookArgs") -> None:
        if not issubclass(unraisable.exc_type, KeyboardInterrupt | SystemExit):
            told(unraisable)
            return
        lost = unraisable.exc_value or unraisable.exc_type()

        def again(number: int, frame: FrameType | None) -> NoReturn:
            raise lost

        signal.signal(signal.SIGALRM, again)
        signal.setitimer(signal.ITIMER_REAL, _SOON)

    sys.unraisablehook = dropped
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, alarm)
        sys.unraisablehook = told
