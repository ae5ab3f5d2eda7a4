"""Files of a disk, some of which hold what is being written and may not be saved yet.

An editor asks about its buffers, and a command about what comes through standard input. Whatever
reads a policy reads the text in the place of the file, so all that is said of files holds of it.
"""

import os
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from linkage_rules.policy.loading.given import check_texts


def edited(place: Path, texts: Mapping[str, str | bytes]) -> Path:
    """The place of a policy, where the files that ``texts`` names hold what it says.

    A name is that of a file in the folder of the policy, or a path from there; the file may not be
    on the disk yet. Paths that come of the place lead to the same texts. Nothing is written.

    Raises `ArgumentError` for what is no mapping of names to texts.

    >>> edited(Path("rules"), {"a.pol": "bearer county"}).joinpath("a.pol").open("rb").read()
    b'bearer county'
    """
    check_texts(texts)
    folder = place if place.is_dir() or place.suffix != ".pol" else place.parent
    places = {_led_to(folder / name): text for name, text in texts.items()}
    edits = {path: _in_utf_8(text) for path, text in places.items() if not _is_folder(path, folder)}
    found: Path = type("EditedPath", (_EditedPath,), {"edits": edits})(place)
    return found


# The class of paths of this system: before Python 3.12 nothing else can be derived from, and a type
# checker does not know what it is.
class _EditedPath(type(Path())):  # type: ignore[misc]
    """A path of the disk, where some files hold what is being written."""

    edits: ClassVar[Mapping[str, bytes]] = {}

    def _edited(self) -> bytes | None:
        return self.edits.get(_led_to(self))

    def _edited_in(self) -> Iterator[Path]:
        """The files in this folder that are edited."""
        here = _led_to(self)
        return (self / Path(path).name for path in self.edits if os.path.dirname(path) == here)

    def open(self, mode: str = "r", *how: Any, **more: Any) -> Any:
        data = self._edited() if mode == "rb" else None
        return super().open(mode, *how, **more) if data is None else BytesIO(data)

    def exists(self, **how: Any) -> bool:
        return self.is_file() or self.is_dir() or super().exists(**how)

    def is_file(self, **how: Any) -> bool:
        return self._edited() is not None or super().is_file(**how)

    def is_dir(self, **how: Any) -> bool:
        return super().is_dir(**how) or any(True for _ in self._edited_in())

    def iterdir(self) -> Iterator[Path]:
        on_disk = super().iterdir() if super().is_dir() else ()
        return iter(dict.fromkeys((*on_disk, *self._edited_in())))

    def glob(self, pattern: str, **how: Any) -> Iterator[Path]:
        on_disk = super().glob(pattern, **how) if super().is_dir() else ()
        edits = (path for path in self._edited_in() if path.match(pattern))
        return iter(dict.fromkeys((*on_disk, *edits)))


def _led_to(path: Path) -> str:
    """Where a path leads, its links followed; one that no disk can have, to itself."""
    try:
        return os.path.realpath(path)
    except ValueError:
        return str(path)


def _is_folder(path: str, home: Path) -> bool:
    return os.path.isdir(path) or path == _led_to(home)


def _in_utf_8(text: str | bytes) -> bytes:
    # Half a character is told as in a file that holds one: it is no UTF-8.
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
