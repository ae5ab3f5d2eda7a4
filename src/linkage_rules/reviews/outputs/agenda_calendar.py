"""An agenda as a calendar (iCalendar, RFC 5545): an all-day event on each last day."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final

from linkage_rules.extras import required
from linkage_rules.plain.writing import on_one_line
from linkage_rules.presenting.terminal import safe
from linkage_rules.reviews.agenda import Agenda, Entry
from linkage_rules.reviews.outputs import agenda_rows as table
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, enumerated, say

_PRODUCT: Final = "-//linkage-rules//agenda//"
_SUMMARY: Final = Phrase(
    "{stands}: {bearer} {what} ({record})", "{stands}：{bearer}{what}（{record}）"
)
_GROUND: Final = Phrase("under: {grounds}", "条款依据：{grounds}")
_WANTED: Final = Phrase("to be supplied: {wanted}", "须补充的信息：{wanted}")
_WHOLE_DAY: Final = timedelta(days=1)


def as_calendar(agenda: Agenda, language: Language) -> bytes:
    """The dated duties of an agenda, each on its last day.

    A duty has the same UID whenever it is written, so a calendar that reads a later agenda changes
    its entry. Duties without a day are in no calendar.

    Raises `MissingExtraError` when the library that writes calendars is not installed.
    """
    library = required("icalendar", "calendar")
    calendar = library.Calendar()
    calendar.add("prodid", f"{_PRODUCT}{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    known: Counter[str] = Counter()
    # With the time of writing two files of the same agenda would differ.
    stamp = datetime.combine(agenda.question.as_of, time(), UTC)
    for entry in agenda.entries:
        if entry.duty.due is not None:
            identity = _identity(entry, agenda)
            known[identity] += 1
            uid = _uid(identity, known[identity])
            calendar.add_component(_event(library, entry, uid, stamp, language))
    written: bytes = calendar.to_ical()
    return written


def _event(library: Any, entry: Entry, uid: str, stamp: datetime, language: Language) -> Any:
    duty, title = entry.duty, entry.title
    assert duty.due is not None
    event = library.Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", duty.due)
    event.add("dtend", duty.due + _WHOLE_DAY)
    record = " ".join(part for part in (title.id, title.name) if part)
    summary = _SUMMARY.filled(
        stands=table.stands(duty.status),
        bearer=entry.bearer,
        what=entry.what,
        record=record or title.place,
    )
    event.add("summary", safe(say(summary, language)))
    event.add("description", safe("\n".join(say(line, language) for line in _lines(entry))))
    event.add("categories", [safe(say(entry.bearer, language))])
    event.add("transp", "TRANSPARENT")
    return event


def _lines(entry: Entry) -> list[Phrase]:
    told = [called(entry.duty.norm), *table.notes(entry)]
    if entry.grounds:
        told.append(_GROUND.filled(grounds=entry.grounds))
    if entry.wanted:
        told.append(_WANTED.filled(wanted=enumerated(entry.wanted, "; ", "；")))
    return told


def _identity(entry: Entry, agenda: Agenda) -> str:
    """What identifies a duty: policy, record, norm and period, but not the day that is asked
    about."""
    known = any(value is not None for value in entry.record.values())
    record = entry.record if known else entry.title.place.zh
    question = agenda.question
    parts = (question.policy.name, question.record_type.name, record, entry.duty.norm.name)
    period = entry.duty.period
    return on_one_line(parts if period is None else (*parts, period.start.isoformat()))


def _uid(identity: str, number: int) -> str:
    """The UID of an event; records with the same name are distinguished by their order."""
    apart = identity if number == 1 else f"{identity} {number}"
    return f"{sha256(apart.encode('utf-8', 'backslashreplace')).hexdigest()[:40]}@linkage-rules"
