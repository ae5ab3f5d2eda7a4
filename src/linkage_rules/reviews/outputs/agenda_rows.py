"""The columns of an agenda, the same in every form."""

from datetime import date
from typing import Final

from linkage_rules.model.deontic import STATUSES as BY_URGENCY
from linkage_rules.model.deontic import Tone
from linkage_rules.model.norms import Bearing
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import Scalar
from linkage_rules.reviews.agenda import Agenda, Entry
from linkage_rules.reviews.outputs.record_rows import PLACE, Cell
from linkage_rules.reviews.reviews import Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import period_called
from linkage_rules.words.told_values import in_words

AGENDA: Final = Phrase("Agenda", "待办台账")
BEARER: Final = Phrase("Who owes it", "责任主体")
STANDS: Final = Phrase("How it stands", "情形")
DUE: Final = Phrase("Last day", "最迟日期")
WHAT: Final = Phrase("What is to be done", "要求")
NOTE: Final = Phrase("Note", "说明")
WANTED: Final = Phrase("To be supplied", "须补充的信息")

COLUMNS: Final = (
    (BEARER, 22),
    (STANDS, 13),
    (DUE, 12),
    (WHAT, 28),
    (Phrase("To whom", "对方"), 12),
    (Phrase("Id", "编号"), 12),
    (Phrase("Name", "名称"), 20),
    (PLACE, 9),
    (Phrase("Norm", "规定"), 18),
    (Phrase("Clause", "条款"), 28),
    (WANTED, 22),
    (NOTE, 24),
)
"""The columns of the table, with their widths in characters."""

REFUSED: Final = Phrase("could not be read", "无法读取")
NOTHING: Final = Phrase("Nothing is owed.", "没有待办事项。")
UNDATED: Final = Phrase("no day", "无期限")

_IN_PRINCIPLE: Final = Phrase(
    "in principle: to be done, or reasons to be given", "属“原则上”要求：未做到的，应当说明理由"
)
_ONE_IS_ENOUGH: Final = Phrase("one of them is enough", "其中一方做到即可")
_BEGINS: Final = Phrase("from {day} on", "自{day}起须履行")
_STANDS: Final = {
    **wording.STATUSES,
    Status.VIOLATED: Phrase("violated", "已违反"),
    Status.DUE: Phrase("due", "待办"),
}
_COUNTED: Final = Phrase("{status} {count}", "{status}{count}项")
_OWED: Final = Phrase("{count} in all", "共{count}项")
_LATER: Final = Phrase(
    "{count} not yet due on any day asked about", "另有{count}项尚未到履行时间，不在所列日期内"
)
LATER_UNASKED: Final = Phrase(
    "{count} not yet due; --until DATE lists those of the days up to it",
    "另有{count}项尚未到履行时间；加 --until 日期 列出到该日为止的",
)
_REFUSED: Final = Phrase(
    "records that could not be read, of which it is not known what is owed: {count}",
    "{count}条记录无法读取，其待办事项未知",
)


def tone_of(status: Status) -> Tone:
    """The tone of a status."""
    return BY_URGENCY[status].tone


def stands(status: Status) -> Phrase:
    """The words for the status of a duty."""
    return _STANDS[status]


def day(value: date) -> Phrase:
    """A day in words."""
    return in_words(value, Scalar.DATE)


def due(entry: Entry) -> Phrase:
    """The words for the last day, or that there is none."""
    return UNDATED if entry.duty.due is None else day(entry.duty.due)


def notes(entry: Entry) -> tuple[Phrase, ...]:
    """Remarks on a duty."""
    duty = entry.duty
    told = []
    if duty.period is not None:
        told.append(period_called(duty.period))
    if duty.begins is not None:
        told.append(_BEGINS.filled(day=day(duty.begins)))
    if duty.bearing is Bearing.ANY:
        told.append(_ONE_IS_ENOUGH)
    if duty.in_principle:
        told.append(_IN_PRINCIPLE)
    return tuple(told)


def row(entry: Entry, language: Language) -> tuple[Cell, ...]:
    """The cells of a duty; its day is written in a form that can be sorted."""
    duty, title = entry.duty, entry.title
    return (
        Cell((say(entry.bearer, language),)),
        Cell((say(stands(duty.status), language),), tone_of(duty.status)),
        Cell((duty.due.isoformat() if duty.due else say(UNDATED, language),)),
        Cell((say(entry.what, language),)),
        Cell((say(entry.counterparty, language),) if entry.counterparty else ()),
        Cell((title.id or "",)),
        Cell((title.name or "",)),
        Cell((title.place.render(language),)),
        Cell((say(called(duty.norm), language),)),
        Cell(entry.grounds),
        Cell(tuple(say(wanted, language) for wanted in entry.wanted)),
        Cell(tuple(say(note, language) for note in notes(entry))),
    )


def refused_row(one: Unreadable, language: Language) -> tuple[Cell, ...]:
    """The cells of a record that could not be read, with what is wrong with it."""
    title = one.title
    return (
        Cell(()),
        Cell((say(REFUSED, language),), Tone.BAD),
        *(Cell(()) for _ in range(3)),
        Cell((title.id or "",)),
        Cell((title.name or "",)),
        Cell((title.place.render(language),)),
        *(Cell(()) for _ in range(3)),
        Cell(tuple(one.error.render(language).split("\n"))),
    )


def counts(agenda: Agenda) -> Phrase:
    """How many duties there are, by status."""
    found = agenda.counts
    told = [_OWED.filled(count=found.total())]
    told += [
        _COUNTED.filled(status=stands(status), count=found[status])
        for status in BY_URGENCY
        if found[status]
    ]
    return Phrase("; ".join(p.en for p in told), "；".join(p.zh for p in told))


def left_out(agenda: Agenda, unasked: Phrase = LATER_UNASKED) -> tuple[Phrase, ...]:
    """What the agenda does not list: later duties, and records that could not be read.

    ``unasked`` says how to ask for later duties where no day up to which was given.
    """
    told = []
    if agenda.later:
        pattern = unasked if agenda.until is None else _LATER
        told.append(pattern.filled(count=agenda.later))
    if agenda.refused:
        told.append(_REFUSED.filled(count=len(agenda.refused)))
    told += agenda.tally.repeated.words()
    if (cut_short := agenda.tally.cut_short) is not None:
        told.append(Phrase(cut_short.render("en"), cut_short.render("zh")))
    return tuple(told)
