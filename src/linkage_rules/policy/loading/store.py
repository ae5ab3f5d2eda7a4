"""The folder of the cache: files that only this user can have written.

Errors of the file system are not raised: a folder that cannot be created, read or written is an
empty cache.
"""

import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from attrs import frozen

SWITCH: Final = "LINKAGE_RULES_CACHE"
"""The environment variable with the folder to use, or ``off``."""

MAX_BYTES: Final = 64_000_000
"""The most bytes of a file in the cache."""

MOST_FILES: Final = 64
"""The most files; beyond that those that were used longest ago are removed."""

_KEPT: Final = ".checked"
_UNFINISHED: Final = ".unfinished"
_ABANDONED_AFTER: Final = 3600
_OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def usual_folder() -> Path | None:
    """The cache folder that the environment or the system names; ``None`` for none."""
    setting = os.environ.get(SWITCH)
    if setting == "off":
        return None
    try:
        if setting:
            return Path(setting).expanduser().absolute()
        from platformdirs import user_cache_path

        folder = user_cache_path("linkage_rules", appauthor=False)
    except (OSError, RuntimeError):
        return None
    # Without a home directory the system gives a relative path.
    return folder if folder.is_absolute() else None


@frozen
class Store:
    """Data by name in a folder of this user.

    A file counts only if it is a plain file that belongs to this user in a folder that belongs to
    this user, and if nobody else may write to either.
    """

    folder: Path

    def read(self, name: str) -> bytes | None:
        """The data under a name; None if there are none."""
        try:
            if not _is_private(self.folder.stat()):
                return None
            with open(self._path(name), "rb", opener=_open) as file:
                state = os.fstat(file.fileno())
                if not stat.S_ISREG(state.st_mode) or not _is_private(state):
                    return None
                data = file.read(MAX_BYTES + 1)
        except OSError:
            return None
        with suppress(OSError):
            # In a folder that can only be read nothing is ever removed.
            os.utime(self._path(name))
        return data if len(data) <= MAX_BYTES else None

    def write(self, name: str, data: bytes) -> None:
        """Store data under a name, atomically."""
        from tempfile import mkstemp

        if len(data) > MAX_BYTES:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_private(self.folder.stat()):
                return
            descriptor, unfinished = mkstemp(dir=self.folder, suffix=_UNFINISHED)
        except OSError:
            return
        try:
            with open(descriptor, "wb") as file:
                file.write(data)
            os.replace(unfinished, self._path(name))
            self._tidy()
        except OSError:
            pass
        finally:
            with suppress(OSError):
                os.unlink(unfinished)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_KEPT}"

    def _tidy(self) -> None:
        """Remove the files used longest ago beyond `MOST_FILES`, and what a killed process left."""
        kept = sorted((path.stat().st_mtime, path) for path in self.folder.glob(f"*{_KEPT}"))
        parts = [(path.stat().st_mtime, path) for path in self.folder.glob(f"*{_UNFINISHED}")]
        abandoned = time.time() - _ABANDONED_AFTER
        for _, path in (*kept[:-MOST_FILES], *(part for part in parts if part[0] < abandoned)):
            path.unlink(missing_ok=True)


def _open(path: str, flags: int) -> int:
    """Open a file without following links or blocking on a pipe."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _is_private(state: os.stat_result) -> bool:
    """Whether only this user can write to it. On Windows the profile folder is private anyway."""
    if not hasattr(os, "geteuid"):
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & _OTHERS_MAY_WRITE
