"""Files that are there as a whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NEW_FILE: Final = 0o666


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place to write to that takes the name of ``path`` once all is written.

    Whatever ends the writing early, be it an error or an interruption, leaves an older file of that
    name as it was, and nothing half-written beside it. A link stays a link. Raises OSError when
    the folder is missing or may not be written to.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with whole(Path(folder) / "a.txt") as place:
    ...         _ = place.write_text("all of it")
    ...     (Path(folder) / "a.txt").read_text()
    'all of it'
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    os.close(handle)
    place = Path(name)
    try:
        yield place
        place.chmod(_mode(target))
        _settle(place)
        place.replace(target)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _NEW_FILE & ~mask


def _settle(place: Path) -> None:
    """Have the content on the disk before the name points to it."""
    with place.open("rb+") as file:
        os.fsync(file.fileno())
