"""Writing an agenda: to a terminal, as a page, workbook, CSV file, JSON or calendar."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from enum import Enum
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from linkage_rules.plain.writing import written
from linkage_rules.presenting.atomic import whole
from linkage_rules.presenting.pages import page
from linkage_rules.presenting.terminal import safe, width
from linkage_rules.reviews.agenda import Agenda, Entry, Group, document
from linkage_rules.reviews.outputs import agenda_rows as table
from linkage_rules.reviews.outputs.agenda_calendar import as_calendar
from linkage_rules.reviews.outputs.csv_file import ENCODING, harmless, kept
from linkage_rules.reviews.outputs.record_rows import Cell
from linkage_rules.reviews.outputs.workbook import Book, Column, Sheet
from linkage_rules.reviews.review_words import UNREADABLE, link_heading, link_lines, remarks, title
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, enumerated, say
from linkage_rules.words.wrapping import display_width, wrapped


class Form(Enum):
    """The forms of an agenda."""

    TEXT = "text"
    WORKBOOK = "xlsx"
    CSV = "csv"
    HTML = "html"
    CALENDAR = "ics"
    JSON = "json"


ENDINGS: Final[Mapping[str, Form]] = {
    ".xlsx": Form.WORKBOOK,
    ".csv": Form.CSV,
    ".html": Form.HTML,
    ".ics": Form.CALENDAR,
    ".json": Form.JSON,
    ".txt": Form.TEXT,
}
"""The form of a file by its ending."""

PRINTED: Final = tuple(form for form in Form if form is not Form.WORKBOOK)
"""The forms that can be written to standard output."""

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GAP: Final = "  "
_STANDS_WIDTH: Final = 12
_DUE_WIDTH: Final = 16
_RECORD_WIDTHS: Final = ((110, 30), (80, 22), (0, 16))
"""The width of the column for the record, by the least number of columns of the terminal."""
_LEAST: Final = 16
_GROUP: Final = Phrase("{bearer}: {count} to be done", "{bearer}：共{count}项")
_GROUP_OVERDUE: Final = Phrase(
    "{bearer}: {count} to be done, {overdue} of them overdue or violated",
    "{bearer}：共{count}项，其中逾期或已违反{overdue}项",
)
_TO_SUPPLY: Final = Phrase("to be supplied: {wanted}", "须补充：{wanted}")
_RECORD: Final = Phrase("Record", "记录")
_UNTIL: Final = Phrase("; what comes up to {day}", "；列至{day}")


def print_agenda(agenda: Agenda, form: Form, language: Language) -> str:
    """The agenda in a form that is text."""
    return _WRITTEN[form](agenda, language)


def write_agenda(agenda: Agenda, path: Path, form: Form, language: Language) -> None:
    """Write the agenda into a file, which is there as a whole or not at all.

    Raises `MissingExtraError` where a library is not installed, and OSError where the file cannot
    be written.
    """
    with whole(path) as place:
        if form is Form.WORKBOOK:
            with (
                TemporaryDirectory() as folder,
                closing(Book(place, Path(folder), language)) as book,
            ):
                _fill(book, agenda, language)
                book.save()
        elif form is Form.CALENDAR:
            place.write_bytes(as_calendar(agenda, language))
        else:
            encoding, newline = (ENCODING, "") if form is Form.CSV else ("utf-8", "\n")
            with place.open("w", encoding=encoding, newline=newline) as file:
                file.write(print_agenda(agenda, form, language))


def heading(agenda: Agenda) -> Phrase:
    """The policy, the day, and the day up to which duties are listed."""
    asked = title(agenda.question)
    if agenda.until is None:
        return asked
    day = table.day(agenda.until)
    until = _UNTIL.filled(day=day)
    return Phrase(asked.en + until.en, asked.zh + until.zh)


def _group_heading(group: Group) -> Phrase:
    pattern = _GROUP_OVERDUE if group.overdue else _GROUP
    return pattern.filled(bearer=group.bearer, count=len(group.entries), overdue=group.overdue)


# As text


def _text(agenda: Agenda, language: Language) -> str:
    return "\n".join(line.rstrip() for line in _lines(agenda, language)) + "\n"


def _lines(agenda: Agenda, language: Language) -> Iterator[str]:
    columns = width()
    said = (heading(agenda), *remarks(agenda.question), table.counts(agenda))
    for phrase in said:
        yield from wrapped(safe(say(phrase, language)), columns)
    for group in agenda.groups:
        yield ""
        yield from wrapped(safe(say(_group_heading(group), language)), columns)
        for entry in group.entries:
            yield from _beside(_cells(entry, language), columns)
    if not agenda.groups:
        yield ""
        yield say(table.NOTHING, language)
    yield ""
    for phrase in table.left_out(agenda):
        yield from wrapped(safe(say(phrase, language)), columns)
    if agenda.refused:
        yield ""
        yield say(UNREADABLE, language)
        for one in agenda.refused:
            known = (one.title.place.render(language), one.title.id, one.title.name)
            yield safe(_GAP + " ".join(part for part in known if part))
            for line in one.error.render(language).split("\n"):
                yield safe(_GAP * 2 + line)
    for report in agenda.links:
        yield say(link_heading(report), language)
        yield from (safe(_GAP + say(line, language)) for line in link_lines(report))


def _cells(entry: Entry, language: Language) -> tuple[str, ...]:
    """The cells of a duty: its status, due day, record, and what is to be done."""
    known = [part for part in (entry.title.id, entry.title.name) if part]
    told = [*table.notes(entry)]
    if entry.wanted:
        told.append(_TO_SUPPLY.filled(wanted=enumerated(entry.wanted, "; ", "；")))
    marks = ("; ", "; ") if language == "en" else ("；", "；")
    what = enumerated((entry.what, *told), *marks)
    return (
        say(table.stands(entry.duty.status), language),
        say(table.due(entry), language),
        " ".join(known) or entry.title.place.render(language),
        say(what, language),
    )


def _beside(cells: tuple[str, ...], columns: int) -> Iterator[str]:
    record = next(wide for least, wide in _RECORD_WIDTHS if columns >= least)
    taken = _STANDS_WIDTH + _DUE_WIDTH + record + 4 * len(_GAP)
    widths = (_STANDS_WIDTH, _DUE_WIDTH, record, max(_LEAST, columns - taken))
    columns_of_lines = [wrapped(safe(cell), wide) for cell, wide in zip(cells, widths, strict=True)]
    for parts in zip_longest(*columns_of_lines, fillvalue=""):
        padded = (
            part + " " * (wide - display_width(part))
            for part, wide in zip(parts, widths, strict=True)
        )
        yield _GAP + _GAP.join(padded)


# As tables


def _csv(agenda: Agenda, language: Language) -> str:
    out = StringIO(newline="")
    # Everything is quoted, so that no program takes a semicolon for a separator.
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(say(heading, language)) for heading, _ in table.COLUMNS])
    for entry in agenda.entries:
        writer.writerow(_guarded(table.row(entry, language)))
    for one in agenda.refused:
        writer.writerow(_guarded(table.refused_row(one, language)))
    return out.getvalue()


def _guarded(cells: Iterable[Cell]) -> Iterator[str]:
    """The cells as texts that no program runs as a formula; our own dates are recognised as
    such."""
    return (cell.text if _DAY.fullmatch(cell.text) else kept(cell.text) for cell in cells)


def _fill(book: Book, agenda: Agenda, language: Language) -> None:
    said = (heading(agenda), *remarks(agenda.question), table.counts(agenda))
    told = (*said, *table.left_out(agenda))
    caption = (say(table.AGENDA, language), *(say(phrase, language) for phrase in told))
    columns = [Column(say(heading, language), wide) for heading, wide in table.COLUMNS]
    empty = say(table.NOTHING, language)
    sheet = Sheet(book, say(table.AGENDA, language), columns, 1, caption=caption, empty=empty)
    for entry in agenda.entries:
        sheet.add(table.row(entry, language))
    for one in agenda.refused:
        sheet.add(table.refused_row(one, language))
    sheet.finish()


# As a page


def _html(agenda: Agenda, language: Language) -> str:
    def told(phrase: Phrase) -> str:
        return say(phrase, language)

    columns = (table.STANDS, table.DUE, _RECORD, table.WHAT, table.WANTED)
    return page(
        "agenda.html",
        language,
        title=told(table.AGENDA),
        asked=told(heading(agenda)),
        warnings=[told(remark) for remark in remarks(agenda.question)],
        counts=told(table.counts(agenda)),
        nothing=told(table.NOTHING),
        headings=[told(column) for column in columns],
        groups=[
            {
                "heading": told(_group_heading(group)),
                "rows": [_row(entry, language) for entry in group.entries],
            }
            for group in agenda.groups
        ],
        left_out=[told(phrase) for phrase in table.left_out(agenda)],
        unread=told(UNREADABLE),
        refused=[
            {
                "title": " ".join(
                    part
                    for part in (one.title.place.render(language), one.title.id, one.title.name)
                    if part
                ),
                "why": one.error.render(language),
            }
            for one in agenda.refused
        ],
    )


def _row(entry: Entry, language: Language) -> dict[str, object]:
    return {
        "tone": table.tone_of(entry.duty.status).value,
        "stands": say(table.stands(entry.duty.status), language),
        "due": say(table.due(entry), language),
        "id": entry.title.id or entry.title.place.render(language),
        "name": entry.title.name or "",
        "what": say(entry.what, language),
        "notes": [say(note, language) for note in table.notes(entry)],
        "grounds": list(entry.grounds),
        "wanted": [say(wanted, language) for wanted in entry.wanted],
    }


_WRITTEN: Final[Mapping[Form, Callable[[Agenda, Language], str]]] = {
    Form.TEXT: _text,
    Form.CSV: _csv,
    Form.HTML: _html,
    Form.CALENDAR: lambda agenda, language: as_calendar(agenda, language).decode("utf-8"),
    Form.JSON: lambda agenda, language: written(document(agenda)),
}
