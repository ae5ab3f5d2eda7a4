"""Many things of one kind, kept in a file in their order and taken from it by their number."""

import pickle
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from attrs import Factory, define, field

_T = TypeVar("_T")


@define(eq=False)
class Spool(Generic[_T]):
    """A file that is written by this process, read by it alone, and removed with its folder.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     spool = Spool(Path(folder) / "rows")
    ...     with spool.writing() as put:
    ...         for one in "甲乙丙":
    ...             put(one)
    ...     len(spool), spool.at(1), [*spool.some(1, 5)], [*spool]
    (3, '乙', ['乙', '丙'], ['甲', '乙', '丙'])
    """

    path: Path
    _starts: "array[int]" = field(init=False, default=Factory(lambda: array("Q")))
    _end: int = field(init=False, default=0)

    @contextmanager
    def writing(self) -> Iterator[Callable[[_T], None]]:
        """What keeps one more, until the end of the block."""
        with self.path.open("ab") as file:

            def put(one: _T) -> None:
                # This process reads it again, from a folder of its own: nothing else is unpickled.
                written = pickle.dumps(one, pickle.HIGHEST_PROTOCOL)
                file.write(written)
                self._starts.append(self._end)
                self._end += len(written)

            yield put

    def __len__(self) -> int:
        return len(self._starts)

    def at(self, number: int) -> _T:
        """The one of that number, from 0. Raises IndexError."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        return next(self.some(number, 1))

    def some(self, first: int, count: int) -> Iterator[_T]:
        """As many as there are of ``count`` from the one of number ``first`` on."""
        numbers = range(max(first, 0), min(first + count, len(self)))
        if not numbers:
            return
        with self.path.open("rb") as file:
            file.seek(self._starts[numbers.start])
            for _ in numbers:
                yield pickle.load(file)

    def __iter__(self) -> Iterator[_T]:
        return self.some(0, len(self))
