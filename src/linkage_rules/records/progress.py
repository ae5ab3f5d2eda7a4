"""How far a file has been read, for whoever waits for it."""

from collections.abc import Iterator

from attrs import define, field

from linkage_rules.records.entries import Entry


@define
class Progress:
    """``done`` of ``total``, in what the format counts: bytes, characters or rows.

    ``total`` is None where it is not known beforehand. A workbook states how many rows it has; it
    may be wrong, so ``share`` never says more than all.

    >>> Progress(3, 4).share, Progress(5, 4).share, Progress(5).share
    (0.75, 1.0, None)
    """

    done: int = 0
    total: int | None = None

    @property
    def share(self) -> float | None:
        """The part that is done, from 0 to 1; None where nobody can tell."""
        if not self.total:
            return None
        return min(1.0, self.done / self.total)


@define(slots=False, eq=False)
class Reading(Iterator[Entry]):
    """The entries of a file, and how far it has been read."""

    _entries: Iterator[Entry]
    progress: Progress = field(factory=Progress, kw_only=True)

    def __next__(self) -> Entry:
        return next(self._entries)
