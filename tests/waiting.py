"""Coroutines in tests: each is run to its end by a loop in a thread of its own.

A browser that other tests of the process hold open keeps a loop running in the thread of the tests.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")


def waited_for(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """What a coroutine gives in the end."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
