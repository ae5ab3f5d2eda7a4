"""The words that values of the model are written with, in JSON, in the cache, in messages: they
stay, so that a reader of an older file finds in it what it knew.
"""

import pkgutil
from collections.abc import Iterator
from enum import Enum
from importlib import import_module

import linkage_rules.model
from tests.golden import Golden


def enums() -> Iterator[type[Enum]]:
    for found in pkgutil.iter_modules(linkage_rules.model.__path__):
        module = import_module(f"linkage_rules.model.{found.name}")
        for name, one in vars(module).items():
            own = (getattr(one, "__module__", ""), getattr(one, "__name__", ""))
            if isinstance(one, type) and issubclass(one, Enum) and own == (module.__name__, name):
                yield one


def test_every_member_of_every_enum_is_written_as_ever(golden: Golden) -> None:
    parts = [
        f"{one.__module__.rpartition('.')[2]}.{one.__name__}\n"
        + "".join(f"  {name} = {member.value!r}\n" for name, member in one.__members__.items())
        for one in enums()
    ]
    golden("written_values.txt", "\n".join(parts))
