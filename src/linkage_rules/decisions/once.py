"""Attributes that are worked out when they are first asked for."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_T = TypeVar("_T")


class once(Generic[_T]):  # noqa: N801 - reads as the decorator it is
    """A property that is worked out once and kept.

    Like `functools.cached_property`, without the lock that class has before Python 3.12: one
    thread's explanation does not keep another's waiting. Two threads may both work a value out,
    so it has to be the same each time.

    >>> class Sum:
    ...     @once
    ...     def total(self):
    ...         print("adding")
    ...         return 1 + 1
    >>> found = Sum()
    >>> found.total + found.total
    adding
    4
    """

    def __init__(self, work_out: Callable[[Any], _T]) -> None:
        self.__doc__ = work_out.__doc__
        self._work_out = work_out

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | _T:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value
