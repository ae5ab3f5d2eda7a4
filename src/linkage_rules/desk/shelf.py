"""What is kept for a page while it is open: files in a folder that goes with it, and things by id.

Only the last few of each kind are kept: what is older goes with its files.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import token_urlsafe
from tempfile import gettempdir
from typing import Final, TypeVar

from attrs import Factory, define, field

from linkage_rules.presenting.atomic import passing_folder
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.messages import Phrase

_T = TypeVar("_T")

MOST_KEPT: Final = 3
"""How many things of a kind are kept."""
MOST_BYTES: Final = 4_000_000_000
"""How much room the files of a page may take."""

_NAME: Final = "linkage-rules-desk"
_GONE: Final = Phrase(
    "{what} is not kept any more, because newer ones took its place or the connection was lost; "
    "drop the file once more",
    "{what}已不再保留（被后来的取代，或连接曾断开），请重新拖入文件",
)
_NO_ROOM: Final = Phrase(
    "the review needs more than {most} GB on the disk; divide the file and review its parts",
    "本次审核在磁盘上需要超过{most}GB；请把文件拆分后分别审核",
)


@define(eq=False)
class Shelf:
    """The shelf of one page. Its folder is made when it is first needed and removed by `close`; one
    that a killed program left goes when the next makes its own.

    >>> shelf = Shelf()
    >>> with shelf.folder() as place:
    ...     id = shelf.keep("a word", place)
    >>> shelf.find(id, str, Phrase("the word", "这个词")), place.is_dir()
    ('a word', True)
    >>> shelf.close()
    >>> place.exists()
    False
    """

    _held: ExitStack = field(init=False, default=Factory(lambda: ExitStack()))
    root: Path | None = field(init=False, default=None)
    _things: dict[str, tuple[object, Path]] = field(init=False, default=Factory(dict))

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A new folder, which is removed where the block ends with an error. Raises OSError where
        none can be made."""
        if self.root is None:
            self.root = self._held.enter_context(passing_folder(Path(gettempdir()), _NAME))
        place = self.root / token_urlsafe(8)
        place.mkdir(mode=0o700)
        try:
            yield place
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise

    def keep(self, thing: object, folder: Path) -> str:
        """Keep a thing with its folder, and give the id by which it is found."""
        id_ = token_urlsafe(8)
        self._things[id_] = thing, folder
        alike = [one for one, (other, _) in self._things.items() if type(other) is type(thing)]
        for old in alike[:-MOST_KEPT]:
            _, place = self._things.pop(old)
            shutil.rmtree(place, ignore_errors=True)
        return id_

    def find(self, id_: str, kind: type[_T], what: Phrase) -> _T:
        """The thing of an id. Raises `RefusedError` where it is not kept any more; ``what`` says
        what is lacking."""
        thing, _ = self._things.get(id_, (None, None))
        if isinstance(thing, kind):
            return thing
        raise RefusedError(_GONE.filled(what=what))

    def check_room(self) -> None:
        """Raise `RefusedError` where the files take more room than they may."""
        if self.root is None:
            return
        taken = sum(path.stat().st_size for path in self.root.rglob("*") if path.is_file())
        if taken > MOST_BYTES:
            raise RefusedError(_NO_ROOM.filled(most=MOST_BYTES // 1_000_000_000))

    def close(self) -> None:
        """Remove everything."""
        self._things.clear()
        self._held.close()
        self.root = None
