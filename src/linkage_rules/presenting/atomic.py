"""Files and folders that are written whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.messages import Phrase

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be removed by anybody else anyway
    fcntl = None  # type: ignore[assignment]

_NEW_FILE: Final = 0o666
_PRIVATE: Final = 0o600
_UNFINISHED: Final = ".unfinished"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path to write to, which is renamed to ``path`` once all is written.

    Whatever ends the writing early, be it an error, an interruption or a signal, leaves an older
    file of that name as it was, and nothing half-written beside it. After a kill, which no process
    can handle, the older file is unchanged, too; what is left beside it is removed by the next
    process that writes to that name. A link stays a link. Raises OSError when the folder is missing
    or may not be written to, or the disk is full; it names ``path``.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with whole(Path(folder) / "a.txt") as place:
    ...         _ = place.write_text("all of it")
    ...     (Path(folder) / "a.txt").read_text()
    'all of it'
    """
    target = path.resolve()
    start = f".{target.name[:40]}."
    # The name is chosen before the file is created, so that it can be removed at any moment.
    place = target.parent / f"{start}{secrets.token_hex(8)}{_UNFINISHED}"
    lock = -1
    try:
        with _named(place, path):
            lock = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE)
            if fcntl is not None:
                _hold(lock)
                _remove_abandoned(target.parent, start, place)
            yield place
            place.chmod(_mode(target))
            _settle(place)
            place.replace(target)
    finally:
        place.unlink(missing_ok=True)
        if lock >= 0:
            os.close(lock)


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A temporary folder to write to, which is renamed to ``path`` once all is in it.

    Whatever ends the writing early leaves nothing behind; what a killed process leaves is removed
    by the next that writes to that name. ``path`` may be an empty folder; it is never mixed with
    what others have put there: OSError is raised where it has become full in the meantime, its
    folder is missing, or the disk is full.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with whole_folder(Path(folder) / "a") as place:
    ...         _ = (place / "b.txt").write_text("all of it")
    ...     (Path(folder) / "a" / "b.txt").read_text()
    'all of it'
    """
    target = path.resolve()
    start = f".{target.name[:40]}."
    place = target.parent / f"{start}{secrets.token_hex(8)}{_UNFINISHED}"
    lock = -1
    try:
        with _named(place, path):
            place.mkdir()
            if fcntl is not None:
                lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
                _hold(lock)
                _remove_abandoned(target.parent, start, place)
            yield place
            # Renaming replaces an empty folder; on Windows that has to be removed before.
            if fcntl is None and target.exists():
                target.rmdir()
            place.rename(target)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if lock >= 0:
            os.close(lock)


def vacant(path: Path, lest: Phrase) -> None:
    """Raise `RefusedError` where no new folder can be made under that name, for example because
    there is one that is not empty.

    ``lest`` says as a clause what the refusal prevents.
    """
    if path.exists() and not path.is_dir():
        raise RefusedError(Phrase(f"{path} is not a folder", f"{path} 不是文件夹"))
    if path.exists() and any(path.iterdir()):
        raise RefusedError(
            Phrase(
                f"there are files in the folder {path} already; name a new one or empty it, so "
                f"that {lest.en}",
                f"文件夹 {path} 里已有文件；请换一个新文件夹或先清空，{lest.zh}",
            )
        )
    if not path.absolute().parent.is_dir():
        raise RefusedError(Phrase(f"there is no folder {path.parent}", f"没有文件夹 {path.parent}"))


@contextmanager
def passing_folder(parent: Path, name: str) -> Iterator[Path]:
    """A folder for this process alone, which is removed at the end with all that is in it.

    A folder that a killed process has left is removed by the next process that asks for the same
    name. Raises OSError where ``parent`` is missing or may not be written to.

    >>> from tempfile import gettempdir
    >>> with passing_folder(Path(gettempdir()), "linkage-rules-example") as place:
    ...     _ = (place / "a.txt").write_text("for a while")
    >>> place.exists()
    False
    """
    start = f".{name}."
    place = parent / f"{start}{secrets.token_hex(8)}{_UNFINISHED}"
    lock = -1
    try:
        # Until it is locked, another process that starts now may take it for abandoned.
        while not place.exists():
            place.mkdir(mode=0o700)
            if fcntl is not None:
                with suppress(FileNotFoundError):
                    lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
                    _hold(lock)
        if fcntl is not None:
            _remove_abandoned(parent, start, place)
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if lock >= 0:
            os.close(lock)


@contextmanager
def _named(place: Path, path: Path) -> Iterator[None]:
    """Make errors name the path that was asked for instead of the temporary one."""
    try:
        yield
    except OSError as error:
        # A file inside the folder is named as it will be called.
        within = str(error.filename or place)
        if not within.startswith(str(place)):
            raise
        raise OSError(
            error.errno, error.strerror or str(error), within.replace(str(place), str(path))
        ) from error


def _hold(lock: int) -> None:
    """Lock a file or folder, so that other processes see it is in use; the lock ends with the
    process."""
    # Some file systems have no locks; there abandoned files are not removed.
    with suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_abandoned(folder: Path, start: str, own: Path) -> None:
    """Remove what killed processes have left of the same file or folder."""
    found: list[Path] = []
    with suppress(OSError):
        found += (path for path in folder.iterdir() if path.name.startswith(start))
    for left in found:
        if left == own or left.suffix != _UNFINISHED:
            continue
        # It may be in use, finished meanwhile, or planted by somebody.
        with suppress(OSError):
            is_folder = left.is_dir() and not left.is_symlink()
            way = os.O_DIRECTORY if is_folder else os.O_RDWR
            handle = os.open(left, way | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left) if is_folder else left.unlink()
            finally:
                os.close(handle)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return _NEW_FILE & ~mask


def _settle(place: Path) -> None:
    """Make sure that the content is on the disk before the file is renamed."""
    with place.open("rb+") as file:
        os.fsync(file.fileno())
