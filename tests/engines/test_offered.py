"""What a package of the core says it offers is there."""

import pkgutil
from importlib import import_module
from types import ModuleType

import linkage_rules.engines
import linkage_rules.language
import linkage_rules.model


def packages() -> list[ModuleType]:
    above = (linkage_rules.engines, linkage_rules.language, linkage_rules.model)
    return [
        import_module(found.name)
        for one in above
        for found in pkgutil.iter_modules(one.__path__, f"{one.__name__}.")
        if found.ispkg
    ]


def test_every_name_that_is_offered_is_there_once() -> None:
    offered = {one.__name__: getattr(one, "__all__", []) for one in packages()}
    assert any(offered.values())
    for one in packages():
        names = offered[one.__name__]
        assert [name for name in names if not hasattr(one, name)] == []
        assert len({*names}) == len(names)
