"""The file that a library writes an archive to."""

from collections.abc import Callable
from io import SEEK_SET, BufferedWriter, FileIO
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")


class Target(BufferedWriter):
    """A file that fails once: an archive that is thrown away half-written writes its end all the
    same, and would complain about the full disk a second time where nobody can hear it."""

    def __init__(self, path: Path) -> None:
        super().__init__(FileIO(path, "wb"))
        self._failed = False
        self._at = 0

    def write(self, data: Any, /) -> int:
        self._at += len(data)
        return self._once(super().write, data, otherwise=len(data))

    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        self._at = self._once(super().seek, offset, whence, otherwise=offset)
        return self._at

    def tell(self) -> int:
        return self._once(super().tell, otherwise=self._at)

    def flush(self) -> None:
        self._once(super().flush, otherwise=None)

    def close(self) -> None:
        try:
            self.flush()
        finally:
            # What is thrown away later finds the file closed.
            self._failed = True
            self.raw.close()

    def _once(self, act: Callable[..., _T], *given: Any, otherwise: _T) -> _T:
        if self._failed:
            return otherwise
        try:
            return act(*given)
        except OSError:
            self._failed = True
            raise
