"""What could not be read of a file, one thing a row: records that were refused, doubtful cells."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from linkage_rules.language.messages import Phrase
from linkage_rules.records import Wording
from linkage_rules.tools.outputs.tones import Tone
from linkage_rules.tools.reviews import Judged, Title, Unreadable

REFUSED: Final = Phrase("unreadable record", "无法读取的记录")
DOUBT: Final = Phrase("cell in doubt, taken as unknown", "存疑的单元格，按未知处理")
NOTE: Final = Phrase("note on a cell", "单元格说明")
_MORE: Final = Phrase("… and {count} more problems", "……另有 {count} 个问题")


@frozen
class Unread:
    """One thing: where it stands, in which record and field, what is wrong, what would be right."""

    place: Phrase
    title: Title
    path: str
    what: Phrase
    tone: Tone
    why: Phrase
    found: str
    expected: Phrase | None


def unread_in(one: Judged | Unreadable) -> Iterator[Unread]:
    """All that is wrong with a record that was refused, or the doubtful cells of one that was read.

    Notes on cells that were taken in a way their author should know of come last.
    """
    if isinstance(one, Unreadable):
        yield from _problems(one)
        return
    for doubt in one.entry.doubts:
        hint = _phrase(doubt.hint) if doubt.hint else None
        place, why = _phrase(doubt.place.wording()), _phrase(doubt.why)
        yield Unread(place, one.title, doubt.path, DOUBT, Tone.OPEN, why, doubt.value, hint)
    for note in one.entry.notes:
        place, what = _phrase(note.place.wording()), _phrase(note.what)
        yield Unread(place, one.title, note.path, NOTE, Tone.SOFT, what, note.value, None)


def _problems(one: Unreadable) -> Iterator[Unread]:
    place, title = _phrase(one.entry.place), one.title
    for problem in one.error.problems:
        expected, why = _phrase(problem.expected), _phrase(problem.why)
        if problem.hint:
            hint = problem.hint
            expected = Phrase(f"{expected.en}; {hint.en}", f"{expected.zh}；{hint.zh}")
        yield Unread(
            place, title, problem.path, REFUSED, Tone.BAD, why, problem.value, expected
        )
    if one.error.omitted:
        more = _MORE.filled(count=one.error.omitted)
        yield Unread(place, title, "", REFUSED, Tone.BAD, more, "", None)


def _phrase(words: Wording) -> Phrase:
    return Phrase(words.en, words.zh)
