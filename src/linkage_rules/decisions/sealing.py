"""Values that nobody can change any more, for decisions that are filed."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


def sealed(value: Any) -> Any:
    """The same value, with nothing in it that could be changed.

    >>> sealed({"id": "P-1"})
    mappingproxy({'id': 'P-1'})
    """
    if isinstance(value, Mapping):
        return MappingProxyType({name: sealed(part) for name, part in value.items()})
    if isinstance(value, tuple):
        return tuple(sealed(element) for element in value)
    return value


def unsealed(value: Any) -> Any:
    """The same value in mappings of its own, which may be copied and sent elsewhere."""
    if isinstance(value, Mapping):
        return {name: unsealed(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(unsealed(element) for element in value)
    return value
