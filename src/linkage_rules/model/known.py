"""The policies that are loaded in this process, by digest.

What comes from another process (a decision, a policy) finds its policy here again. The references
are weak: a policy that nobody holds any more is forgotten.

Nothing is kept alive by it: a policy that nobody holds any more is not known any more.
"""

from typing import Final
from weakref import WeakValueDictionary

from linkage_rules.model.package import Package

_KNOWN: Final[WeakValueDictionary[tuple[str, int], Package]] = WeakValueDictionary()


def remember(digest: str, package: Package) -> None:
    """Enter a loaded policy. The same text may be loaded several times."""
    _KNOWN[digest, id(package)] = package


def known(digest: str, name: str) -> Package | None:
    """A loaded policy with that digest and name; None where there is none.

    >>> package = Package(name="p")
    >>> remember("0123", package)
    >>> known("0123", "p") is package, known("4567", "p")
    (True, None)
    """
    # A copy, because another thread may load a policy meanwhile.
    for (found, _), package in list(_KNOWN.items()):
        if found == digest and package.name == name:
            return package
    return None
