"""Going through an expression, whatever its kinds."""

from collections.abc import Iterator

import attrs

from linkage_rules.model.expressions import Expression


def parts_of(expression: Expression) -> Iterator[Expression]:
    """The expressions directly inside an expression, in the order they are written."""
    for attribute in attrs.fields(type(expression)):
        value = getattr(expression, attribute.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Expression):
                yield item


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
