"""Running coroutines in tests, each in a loop in a thread of its own.

The thread of the tests may already have a running loop: that of a browser which other tests hold
open.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_T = TypeVar("_T")


def waited_for(coroutine: Coroutine[Any, Any, _T]) -> _T:
    """The result of a coroutine."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
