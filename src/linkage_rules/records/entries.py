"""The entries of a file, each with the data of a record or with problems; and progress of
reading."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from attrs import define, field, frozen

from linkage_rules.errors import not_sent
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.records.problems import CellNote, CellProblem, Problem, RecordError
from linkage_rules.records.validation import validate
from linkage_rules.words.messages import Phrase


@frozen
class Entry:
    """What stands in a file at one place: either ``data``, or the ``problems`` of reading it.

    ``position`` is the number of the entry, from 1, in the count of the format: the records of an
    array, the lines of a file with one record a line, the rows of a table. ``place`` is the same in
    words. ``omitted`` counts the problems beyond the first thousand.

    A row of a table is read although some of its cells are in doubt: their fields are unknown, and
    ``doubts`` lists them. ``notes`` lists cells that were read in a way their author should know
    about.
    """

    position: int
    place: Phrase
    data: Mapping[str, object] | None
    problems: tuple[Problem, ...] = ()
    omitted: int = 0
    doubts: tuple[CellProblem, ...] = ()
    notes: tuple[CellNote, ...] = ()

    __repr__ = in_brief

    def validated(self, record_type: RecordType) -> Record:
        """The data as a checked record of a type, see `validate`.

        Raises `RecordError` with the problems of reading or, if there are none, of validation.

        >>> from linkage_rules.model.types import Field, Scalar
        >>> village = RecordType("Village", "村", (Field("name", "名称", Scalar.TEXT),))
        >>> Entry(1, Phrase("record 1", "第 1 条记录"), {"名称": "甲村"}).validated(village)
        {'name': '甲村'}
        """
        if self.problems:
            raise RecordError(self.problems, self.omitted)
        return validate(self.data, record_type)


@define
class Progress:
    """``done`` of ``total``, in what the format counts: bytes, characters or rows.

    ``total`` is None where it is not known beforehand. The number of rows that a workbook states
    may be wrong, so ``share`` is never more than 1.

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

    entries: Iterator[Entry]
    progress: Progress = field(factory=Progress, kw_only=True)

    @property
    def table(self) -> Any:
        """The `ReadingReport` on the rows, if the records are in a table."""
        return None

    @property
    def links(self) -> tuple[Any, ...]:
        """The `LinkReport` of each file that fills a list of the records."""
        return ()

    def __reduce__(self) -> NoReturn:
        raise not_sent(
            type(self).__name__,
            "send its entries, or read the file there",
            "请发送各条记录，或在另一进程中读取文件",
        )

    def __next__(self) -> Entry:
        return next(self.entries)
