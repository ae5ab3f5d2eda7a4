"""Results of functions about declarations, cached on the declaration for as long as it lives."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Final, TypeVar

_K = TypeVar("_K", bound=Hashable)
_O = TypeVar("_O")
_T = TypeVar("_T")

_MOST: Final = 4_096
"""The most results of one function that are cached on one object."""


def kept_beside(work_out: Callable[[_K, _O], _T]) -> Callable[[_K, _O], _T]:
    """Cache the results of a function ``(key, declaration)`` on the declaration.

    The declaration must be immutable; the cache goes when it goes. It is never compared or hashed,
    which would be slow for a large one. Two threads may both work out the same result.

    >>> class Shape:
    ...     sides = 4
    >>> @kept_beside
    ... def corners(of, shape):
    ...     print("counting")
    ...     return of * shape.sides
    >>> square = Shape()
    >>> corners(2, square), corners(2, square)
    counting
    (8, 8)
    """
    place = f"{work_out.__module__}.{work_out.__qualname__}"

    @wraps(work_out)
    def answer(key: _K, beside: _O) -> _T:
        kept: dict[_K, _T] = vars(beside).setdefault(place, {})
        try:
            return kept[key]
        except KeyError:
            pass
        found = work_out(key, beside)
        if len(kept) < _MOST:
            kept[key] = found
        return found

    return answer
