"""Parts of a file that could not be read, one a row: refused records, doubtful cells."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from linkage_rules.model.deontic import Tone
from linkage_rules.model.types import RecordType
from linkage_rules.records import CellProblem
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.reviews.repeated import same_id
from linkage_rules.reviews.reviews import Judged, Title, Unreadable
from linkage_rules.words.messages import Phrase

REFUSED: Final = Phrase("unreadable record", "无法读取的记录")
DOUBT: Final = Phrase("cell in doubt, taken as unknown", "存疑的单元格，按未知处理")
NOTE: Final = Phrase("note on a cell", "单元格说明")
REPEATED: Final = Phrase("id of several records", "编号重复")
_MORE: Final = Phrase("… and {count} more problems", "……另有{count}个问题")
_JOINED: Final = Phrase("{first}; {second}", "{first}；{second}")


@frozen
class Unread:
    """A part that could not be read: its place, record and field, what is wrong, what would be
    right."""

    place: Phrase
    title: Title
    field: Phrase
    what: Phrase
    tone: Tone
    why: Phrase
    found: str
    expected: Phrase | None


def unread_in(one: Judged | Unreadable, record_type: RecordType) -> Iterator[Unread]:
    """Everything that is wrong with a refused record; for any other record its doubtful cells."""
    if isinstance(one, Unreadable):
        yield from _problems(one)
        return
    for doubt in one.entry.doubts:
        place, why = doubt.place.wording(), doubt.why
        field = _named(doubt.where, record_type)
        expected = _expected(doubt)
        yield Unread(place, one.title, field, DOUBT, Tone.OPEN, why, doubt.value, expected)


def notes_in(one: Judged | Unreadable, record_type: RecordType) -> Iterator[Unread]:
    """The notes on cells of a record, and that an earlier record has the same id."""
    if one.same_id_at is not None:
        why, id_ = same_id(one.same_id_at), one.title.id or ""
        field = _named("id", record_type)
        yield Unread(one.entry.place, one.title, field, REPEATED, Tone.OPEN, why, id_, None)
    for note in one.entry.notes:
        place, what = note.place.wording(), note.what
        field = _named(note.where, record_type)
        yield Unread(place, one.title, field, NOTE, Tone.SOFT, what, note.value, None)


def _expected(doubt: CellProblem) -> Phrase:
    if doubt.hint is None:
        return doubt.expected
    return _JOINED.filled(first=doubt.expected, second=doubt.hint)


def _problems(one: Unreadable) -> Iterator[Unread]:
    place, title = one.entry.place, one.title
    for problem in one.error.problems:
        expected, why = problem.expected, problem.why
        if problem.hint:
            expected = _JOINED.filled(first=expected, second=problem.hint)
        field = Phrase(problem.where, problem.label or problem.where)
        yield Unread(place, title, field, REFUSED, Tone.BAD, why, problem.value, expected)
    if one.error.omitted:
        more = _MORE.filled(count=one.error.omitted)
        yield Unread(place, title, Phrase("", ""), REFUSED, Tone.BAD, more, "", None)


def _named(paths: str, record_type: RecordType) -> Phrase:
    """The words for the fields that a cell was meant for."""
    # Imported here, because few records have such cells.
    from linkage_rules.records.tables.mapping import resolve

    chinese = []
    for path in paths.split(", "):
        try:
            field = resolve(path, record_type).field
        except RefusedValueError:
            return Phrase(paths, paths)
        chinese.append(field.label or field.name)
    return Phrase(paths, "、".join(chinese))
