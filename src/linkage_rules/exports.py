"""Public names that are imported when they are first asked for, so that importing costs nothing."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def on_demand(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package that offers names from its modules (PEP 562).

    ``homes`` gives the names by the module below ``package`` that defines them; one that begins
    with a dot stands beside ``package``.

    >>> find = on_demand("linkage_rules.model", {"spans": ("Span", "NOWHERE")})
    >>> find("NOWHERE")
    Span(file='', start=0, end=0, line=0, column=0)
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def find(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f".{home_of[name]}", package), name)
        setattr(sys.modules[package], name, value)
        return value

    return find
