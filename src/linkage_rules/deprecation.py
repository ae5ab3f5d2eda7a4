"""How something public is taken back: it works on for a while, and warns whoever uses it.

``docs/stability.md`` says for how long, and what else is promised.
"""

import functools
import inspect
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from linkage_rules.errors import ArgumentError

_F = TypeVar("_F", bound=Callable[..., Any])
_T = TypeVar("_T", bound=Callable[..., Any] | type)


class DeprecatedWarning(DeprecationWarning):
    """Something public that will go: what, since when, until when, and what to use instead.

    ``str()`` says it in English and in Chinese. Python shows it where ``__main__`` or a test is
    what uses it; ``-W error::linkage_rules.DeprecatedWarning`` makes an error of it.
    """

    def __init__(self, what: str, since: str, removal: str, instead: str) -> None:
        super().__init__(what, since, removal, instead)
        self.what = what
        self.since = since
        self.removal = removal
        self.instead = instead

    def __str__(self) -> str:
        return (
            f"{self.what} is deprecated since {self.since} and goes in {self.removal}; "
            f"use {self.instead} "
            f"({self.what} 自 {self.since} 起弃用，将在 {self.removal} 移除；请改用 {self.instead})"
        )


def deprecated(*, since: str, removal: str, instead: str) -> Callable[[_T], _T]:
    """A function, method or class that will go: whoever calls it, or derives from it, is warned.

    ``since`` and ``removal`` are versions of this library, ``instead`` is what to write.

    >>> @deprecated(since="0.2", removal="0.4", instead="new()")
    ... def old() -> int:
    ...     return 1
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     old()
    1
    >>> told[0].message.instead, told[0].message.removal
    ('new()', '0.4')
    """

    def mark(decorated: Any) -> Any:
        what = decorated.__qualname__
        warning = functools.partial(DeprecatedWarning, what, since, removal, instead)
        if isinstance(decorated, type):
            return _marked_class(decorated, warning)
        return _marked(decorated, lambda *_: warning(), removal)

    return mark


def deprecated_parameter(
    name: str, *, since: str, removal: str, instead: str, renamed: str | None = None
) -> Callable[[_F], _F]:
    """A parameter that will go: whoever gives it, by name or by place, is warned.

    What is given under a name that was ``renamed`` reaches the parameter of the new one; the old
    one need not be among the parameters then.

    >>> @deprecated_parameter("day", since="0.2", removal="0.4", instead="as_of", renamed="as_of")
    ... def ask(as_of: int) -> int:
    ...     return as_of
    >>> with warnings.catch_warnings(record=True):
    ...     warnings.simplefilter("always")
    ...     ask(day=3)
    3
    """

    def mark(function: _F) -> _F:
        what = f"{name} of {function.__qualname__}()"
        parameters = [*inspect.signature(function).parameters]
        place = parameters.index(name) if name in parameters else None

        def told(arguments: tuple[Any, ...], named: dict[str, Any]) -> DeprecatedWarning | None:
            is_given = name in named or (place is not None and len(arguments) > place)
            if not is_given:
                return None
            if renamed is not None and name in named:
                if renamed in named:
                    raise _given_twice(name, renamed)
                named[renamed] = named.pop(name)
            return DeprecatedWarning(what, since, removal, instead)

        return _marked(function, told, removal)

    return mark


def _given_twice(old: str, new: str) -> ArgumentError:
    return ArgumentError(
        "ASK-112",
        old,
        f"{old} is the former name of {new}; give {new} alone",
        f"{old} 是 {new} 的旧名称，请只写 {new}",
    )


def _marked(
    function: _F,
    told: Callable[[tuple[Any, ...], dict[str, Any]], DeprecatedWarning | None],
    removal: str,
) -> _F:
    """Wrap a function so that each call first warns with what ``told`` finds in its arguments.

    ``told`` gets the arguments by place and by name, and gives None where there is nothing to warn
    of.
    """
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def run_async(*arguments: Any, **named: Any) -> Any:
            if (warning := told(arguments, named)) is not None:
                warnings.warn(warning, stacklevel=2)
            return await function(*arguments, **named)

        return run_async  # type: ignore[return-value]

    @functools.wraps(function)
    def run(*arguments: Any, **named: Any) -> Any:
        if (warning := told(arguments, named)) is not None:
            warnings.warn(warning, stacklevel=2)
        return function(*arguments, **named)

    return run  # type: ignore[return-value]


def _marked_class(decorated: Any, warning: Callable[[], DeprecatedWarning]) -> Any:
    """Make a class warn when it is instantiated or subclassed.

    The class itself is changed rather than wrapped, so that ``isinstance`` goes on to work.
    """
    made, derived = decorated.__init__, decorated.__init_subclass__

    @functools.wraps(made)
    def init(self: Any, *arguments: Any, **named: Any) -> None:
        # A subclass is not warned of again: its author was, when it was defined.
        if type(self) is decorated:
            warnings.warn(warning(), stacklevel=2)
        made(self, *arguments, **named)

    @classmethod  # type: ignore[misc]
    def init_subclass(cls: type, **named: Any) -> None:
        warnings.warn(warning(), stacklevel=2)
        derived(**named)

    decorated.__init__ = init
    decorated.__init_subclass__ = init_subclass
    return decorated
