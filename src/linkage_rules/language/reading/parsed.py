"""What was parsed and checked before, so that at the next keystroke only what was changed is parsed
and checked again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Final, TypeVar

MOST_CHARACTERS: Final = 4_000_000
"""So much text is held, unless another bound is given; a policy of a town has a twentieth."""

_T = TypeVar("_T")


class Parsed:
    """What was parsed and checked before, for an editor that asks again at every keystroke.

    It is handed to each call of `load_package`: a file with the same text is not parsed again, and
    of one that was changed those declarations that were; a declaration is not checked again while
    it and all that it names are the same. Answers are the same with it and without.
    Many threads may share one. What was used longest ago goes when more than ``most`` characters
    of text are held, which take about a hundred times as many bytes.

    >>> parsed = Parsed()
    >>> [parsed.remembered("key", 3, lambda: number) for number in (1, 2)]
    [1, 1]
    >>> [Parsed(most=2).remembered("key", 3, lambda: number) for number in (1, 2)]
    [1, 2]
    """

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most
        self._held = 0
        self._lock = Lock()
        self._found: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()

    def remembered(self, key: Hashable, size: int, make: Callable[[], _T]) -> _T:
        """What is kept under a key, or else what ``make`` gives; if that raises, nothing is kept.

        ``size`` are the characters of the text that it was made of.
        """
        kept: _T | None = self.kept(key)
        if kept is not None:
            return kept
        made = make()
        self.keep(key, size, made)
        return made

    def kept(self, key: Hashable) -> Any:
        """What is kept under a key; None where nothing is."""
        with self._lock:
            if key not in self._found:
                return None
            self._found.move_to_end(key)
            return self._found[key][1]

    def keep(self, key: Hashable, size: int, made: object) -> None:
        """Keep something under a key, in the place of what was kept there."""
        with self._lock:
            if size > self._most:
                return
            gone, _ = self._found.pop(key, (0, None))
            self._found[key] = size, made
            self._held += size - gone
            while self._held > self._most:
                _, (gone, _) = self._found.popitem(last=False)
                self._held -= gone
