"""Walking through expressions and changing them, whatever their kinds."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import attrs

from linkage_rules.model.expressions import Expression, FactOf, OnDay


def parts_of(expression: Expression) -> Iterator[Expression]:
    """The expressions directly inside an expression, in the order they are written.

    For `FactOf` that is its written-out meaning, which contains the record and the arguments; for
    `OnDay` the day, and the meaning on that day.
    """
    if isinstance(expression, FactOf) and not expression.is_open:
        yield expression.means
        return
    if isinstance(expression, OnDay):
        yield expression.day
        yield expression.operand if expression.is_open else expression.means
        return
    for name in _holding(type(expression)):
        value = getattr(expression, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Expression):
                yield item


def _holding(kind: type[Expression]) -> tuple[str, ...]:
    """The attributes of a kind of expression that may hold expressions, by their types."""
    if kind not in _HOLDING:
        _HOLDING[kind] = tuple(
            attribute.name
            for attribute in attrs.fields(kind)
            if not isinstance(attribute.type, type) or issubclass(attribute.type, Expression)
        )
    return _HOLDING[kind]


_HOLDING: Final[dict[type, tuple[str, ...]]] = {}
"""Filled for each kind of expression once it is met."""


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
        waiting.extend(reversed(list(parts_of(current))))


def asks(expression: Expression) -> bool:
    """Whether an expression contains a `FactOf` or an `OnDay`, which have to be written out."""
    return any(isinstance(part, FactOf | OnDay) for part in walk(expression))


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
    for name in _holding(type(expression)):
        value = getattr(expression, name)
        if isinstance(value, Expression):
            new: Any = _transformed(value, change, done)
        elif isinstance(value, tuple) and any(isinstance(item, Expression) for item in value):
            new = tuple(_transformed(item, change, done) for item in value)
            new = value if all(a is b for a, b in zip(new, value, strict=True)) else new
        else:
            continue
        if new is not value:
            parts[name] = new
    return attrs.evolve(expression, **parts) if parts else expression
