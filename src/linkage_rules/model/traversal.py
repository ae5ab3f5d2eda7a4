"""Walking through expressions and changing them, whatever their kinds."""

from collections.abc import Callable, Iterator
from operator import is_
from typing import Any, Final, get_args

import attrs

from linkage_rules.model.expressions import Expression, FactOf, OnDay

_KINDS: Final = get_args(Expression)


def _holds_expressions(annotation: Any) -> bool:
    """Whether something of an annotated type is an expression, or has some in it."""
    if isinstance(annotation, str):
        return "Expression" in annotation
    return annotation in _KINDS or any(map(_holds_expressions, get_args(annotation)))


class _Holding(dict[type, tuple[str, ...]]):
    """The attributes of each kind of expression that hold an expression, several, or None.

    A kind is looked at once it is met: goals of advice have one that no policy has.
    """

    def __missing__(self, kind: type) -> tuple[str, ...]:
        fields = attrs.fields(kind)
        found = tuple(each.name for each in fields if _holds_expressions(each.type))
        self[kind] = found
        return found


_HOLDING: Final = _Holding()


def parts_of(expression: Expression) -> list[Expression]:
    """The expressions directly inside an expression, in the order they are written.

    For `FactOf` that is its written-out meaning, which contains the record and the arguments; for
    `OnDay` the day, and the meaning on that day.
    """
    if isinstance(expression, FactOf) and not expression.is_open:
        return [expression.means]
    if isinstance(expression, OnDay):
        return [expression.day, expression.operand if expression.is_open else expression.means]
    found: list[Expression] = []
    for name in _HOLDING[type(expression)]:
        held = getattr(expression, name)
        if isinstance(held, tuple):
            found += held
        elif held is not None:
            found.append(held)
    return found


def walk(expression: Expression) -> Iterator[Expression]:
    """An expression and all inside it, whatever the depth.

    >>> from linkage_rules.model.expressions import AsOf, IsKnown, Not
    >>> [type(part).__name__ for part in walk(Not(IsKnown(AsOf())))]
    ['Not', 'IsKnown', 'AsOf']
    """
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        yield current
        # Most expressions hold no others.
        if _HOLDING[type(current)]:
            waiting += reversed(parts_of(current))


def asks(expression: Expression) -> bool:
    """Whether an expression contains a `FactOf` or an `OnDay`, which have to be written out."""
    return any(isinstance(part, _WRITTEN_OUT) for part in walk(expression))


_WRITTEN_OUT: Final = (FactOf, OnDay)


def transformed(
    expression: Expression, change: Callable[[Expression], Expression | None]
) -> Expression:
    """The expression with every part for which ``change`` gives another one replaced by that.

    The replacement of a part is not changed again.

    >>> from linkage_rules.model.expressions import AsOf, IsKnown, Not
    >>> within = lambda e: e.operand if isinstance(e, IsKnown) else None
    >>> transformed(Not(IsKnown(AsOf())), within) == Not(AsOf())
    True
    """
    return _transformed(expression, change, {})


def _transformed(
    expression: Expression,
    change: Callable[[Expression], Expression | None],
    done: dict[int, Expression],
) -> Expression:
    """Like `transformed`; ``done`` holds the facts that were changed already, by ``id``.

    Several arguments may share one such fact, which has to be changed only once.
    """
    found = done.get(id(expression))
    if found is None:
        found = _changed(expression, change, done)
        if isinstance(expression, FactOf):
            done[id(expression)] = found
    return found


def _changed(
    expression: Expression,
    change: Callable[[Expression], Expression | None],
    done: dict[int, Expression],
) -> Expression:
    other = change(expression)
    if other is not None:
        return other
    parts: dict[str, Any] = {}
    for name in _HOLDING[type(expression)]:
        held = getattr(expression, name)
        if isinstance(held, tuple):
            new: Any = tuple([_transformed(item, change, done) for item in held])
            new = held if all(map(is_, new, held)) else new
        elif held is not None:
            new = _transformed(held, change, done)
        else:
            continue
        if new is not held:
            parts[name] = new
    return attrs.evolve(expression, **parts) if parts else expression
