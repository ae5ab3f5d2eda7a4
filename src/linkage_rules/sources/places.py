"""Where the files of a policy may lie. A policy may come from anybody, and so may its links."""

from pathlib import Path


def stays_in(folder: Path, path: Path) -> bool:
    """Whether a path leads to something in a folder, also where it is a link.

    >>> stays_in(Path("policies"), Path("policies/source.txt"))
    True
    >>> stays_in(Path("policies"), Path("policies/../secret.txt"))
    False
    """
    return path.resolve().is_relative_to(folder.resolve())
