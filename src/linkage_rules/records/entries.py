"""One record of a file, before it is known of what type it is."""

from collections.abc import Mapping

from attrs import frozen

from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.records.cell_problems import CellNote, CellProblem
from linkage_rules.records.problems import Problem, RecordError
from linkage_rules.records.validation import validate
from linkage_rules.words.messages import Phrase


@frozen
class Entry:
    """What stands in a file at one place: either ``data``, or the ``problems`` of reading it.

    ``position`` counts from 1 what the format counts: the records of an array, the lines of a
    file with one record a line, the rows of a table. ``place`` says so in words. ``omitted`` counts
    the problems beyond the first thousand.

    A row of a table is read although some of its cells are in doubt: their fields are unknown,
    and ``doubts`` lists them. ``notes`` says what was taken in a way its author should know of.
    """

    position: int
    place: Phrase
    data: Mapping[str, object] | None
    problems: tuple[Problem, ...] = ()
    omitted: int = 0
    doubts: tuple[CellProblem, ...] = ()
    notes: tuple[CellNote, ...] = ()

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
