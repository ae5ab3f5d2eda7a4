"""Dividing the work on many records among processes: one reads and writes, the others do the rest.

Results come back in the order of the records. Only a bounded number of records is under way at
once, so that memory does not grow with the file.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, Final, TypeVar

from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import InputError
from linkage_rules.words.messages import Phrase

_S = TypeVar("_S")
_T = TypeVar("_T")

_TOGETHER: Final = 20
"""How many records are sent to a process at once."""

_AHEAD: Final = 3
"""How many such bundles are under way for each process."""

_ENDED: Final = Phrase(
    "a process that judged records was ended from outside; try again without --jobs",
    "一个审核记录的进程被中止；请去掉 --jobs 再试",
)
NOT_HERE: Final = Phrase(
    "--jobs: this system cannot share work among processes that have read a policy already",
    "--jobs：本系统不支持由多个进程分担已读入的政策",
)


def can_share() -> bool:
    """Whether processes can be forked, so that they start with the memory of this one."""
    return "fork" in get_all_start_methods()


def shared(records: Iterable[_S], work: Callable[[_S], _T], jobs: int) -> Iterator[tuple[_S, _T]]:
    """Each record with the result of ``work`` for it, computed in one of several processes, in
    order.

    Results have to be picklable. The processes are forked at once, before anything is read. Raises
    `InputError` as the records do, after the records before; what ``work`` raises; and
    `RefusedError` where a process is ended from outside.
    """
    pool = ProcessPoolExecutor(jobs, get_context("fork"), _begin, (work,))
    pool.submit(os.getpid).result()
    return _worked_off(iter(records), pool, jobs * _AHEAD)


def _worked_off(
    reading: Iterator[_S], pool: ProcessPoolExecutor, ahead: int
) -> Iterator[tuple[_S, Any]]:
    waiting: deque[tuple[list[_S], Future[list[Any]]]] = deque()
    try:
        broken: InputError | None = None
        going_on = True
        while going_on or waiting:
            if going_on:
                bundle, broken = _bundle(reading)
                going_on = broken is None and len(bundle) == _TOGETHER
                if bundle:
                    waiting.append((bundle, pool.submit(_work_off, bundle)))
            while waiting and (len(waiting) > ahead or not going_on):
                sent, done = waiting.popleft()
                yield from zip(sent, done.result(), strict=True)
        if broken is not None:
            raise broken
    except BrokenProcessPool as error:
        raise RefusedError(_ENDED) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _bundle(reading: Iterator[_S]) -> tuple[list[_S], InputError | None]:
    """The next records, with the error if the file turned out to be broken."""
    bundle: list[_S] = []
    try:
        bundle.extend(islice(reading, _TOGETHER))
    except InputError as error:
        return bundle, error
    return bundle, None


# In the other processes


_given: list[Callable[[Any], Any]] = []


def _begin(work: Callable[[Any], Any]) -> None:
    """Let the process end with the command: by a signal, or when the command itself ends."""
    _given[:] = [work]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _work_off(bundle: list[Any]) -> list[Any]:
    (work,) = _given
    return [work(one) for one in bundle]
