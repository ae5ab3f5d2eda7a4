"""What a package of the core says it offers is there."""

import pkgutil
from importlib import import_module

import pytest

import linkage_rules


def offering() -> list[str]:
    parts = [linkage_rules.engines, linkage_rules.language, linkage_rules.model]
    names = [
        found.name
        for part in parts
        for found in pkgutil.walk_packages(part.__path__, f"{part.__name__}.")
    ]
    return [name for name in names if hasattr(import_module(name), "__all__")]
