"""What the page asks of reviews of spreadsheets: how a file is understood, what the rules say of
its records, and what is written of them.

Files come with the question and are kept, with all that is made of them, in a folder that goes with
the page (`shelf`). Nothing is sent anywhere.
"""

import json
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from linkage_rules.desk.dropped import Choices, Dropped, Understood, understand
from linkage_rules.desk.headings import (
    Correction,
    check_found,
    corrected,
    lacking,
    told_columns,
    told_fields,
    written_for,
)
from linkage_rules.desk.judged import LISTED, UNREADABLE, Run, Wanted, gravest_first
from linkage_rules.desk.methods import Answer, Asked, Job, Method, Task, content, number, text
from linkage_rules.desk.workbench import BUNDLED, Conflict
from linkage_rules.model.deontic import STATUSES
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import Entry, RecordError
from linkage_rules.records.tables.grid import Row, seen
from linkage_rules.records.tables.mapping import ColumnMapping
from linkage_rules.records.tables.mapping_files import MappingError, parse_mapping
from linkage_rules.records.tables.report import WHY_SKIPPED
from linkage_rules.records.tables.rows import Skip
from linkage_rules.reviews.agenda import Entry as AgendaEntry
from linkage_rules.reviews.lines import lines
from linkage_rules.reviews.opinions import opinion
from linkage_rules.reviews.opinions.conclusions import (
    CONCLUSION_TONES,
    CONCLUSIONS,
    MEANINGS,
    Conclusion,
)
from linkage_rules.reviews.opinions.document import document
from linkage_rules.reviews.opinions.file_numbers import FileNumbers
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.tones import VERDICT_TONES
from linkage_rules.reviews.outputs import (
    ENDINGS,
    MEDIA_TYPES,
    Review,
    agenda_forms,
    agenda_rows,
    write_review,
)
from linkage_rules.reviews.outputs.folder import file_name
from linkage_rules.reviews.outputs.opinion_pages import ALONE, opinion_page
from linkage_rules.reviews.review_words import Question, closing, not_in_force, remarks
from linkage_rules.reviews.reviews import Judged, Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.citing import clause_called
from linkage_rules.words.keywords import Language
from linkage_rules.words.literals import LiteralError, read_date
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.showing import printable
from linkage_rules.words.telling import days_in_words, nearest
from linkage_rules.words.told_values import in_words

if TYPE_CHECKING:
    from linkage_rules.desk.desk import Desk

MOST_ROWS: Final = 500
"""How many rows are given at once."""
_MOST_DUTIES: Final = 2_000
_LONGEST_CELL: Final = 300
_PIECE: Final = 3_000_000
_MAPPINGS: Final = ".mapping.toml"

_FILE: Final = Phrase("the file", "这份文件")
_REVIEW: Final = Phrase("the review", "这次审核")
_OUTSIDE: Final = Phrase(
    "The policy is not in force on {day}: it is in force {interval}. Nothing is permitted by "
    "default then, and no norm applies but those with days of their own; choose another day, such "
    "as {example}.",
    "注意：该政策在{day}不在施行期内（{interval}施行），届时没有默认允许，"
    "除自有施行期的规定外各条均不适用。请另选审核日，如 {example}。",
)
_LATER: Final = Phrase(
    "{count} not yet due; choose a day above to list those up to it",
    "另有{count}项尚未到履行时间；在上方选定日期，可列出到该日为止的",
)
_NO_DAY: Final = Phrase(
    "{day}: not a day of the calendar; write it as 2023-05-01",
    "{day}：不是日历上的日期，请写成 2023-05-01",
)
_NO_TABLE: Final = Phrase(
    "{file} has no headings that could be corrected: it holds whole records",
    "{file} 不是表格，其中是完整的记录，没有可改的表头",
)
_UNFITTING: Final = Phrase(
    "the headings of {file} are not understood yet; say for each column that is needed which field "
    "it is for",
    "{file} 的表头尚未全部识别，请先为需要的各列选定字段",
)
_READ_ONLY: Final = Phrase(
    "a shipped policy is not written to; download the mapping, or copy the policy into the folder "
    "first",
    "随附的政策不能写入；请下载列对应文件，或先把政策复制到文件夹中",
)
_CHANGED: Final = Phrase(
    "{path} was changed by another program just now; try once more",
    "{path} 刚刚被其他程序改动，请再试一次",
)
_NO_RECORD: Final = Phrase("there is no such record any more", "没有这条记录了")
_NO_FORM: Final = Phrase("nothing is written as {form}", "不能写成 {form}")
_NO_NUMBER: Final = Phrase(
    "{written}: not a file number; write the code word of the office, such as 潭农审, or the "
    "number of the first opinion, such as 潭农审〔2023〕15号",
    "{written}：不是文号；请写发文机关代字，如 潭农审，或第一份意见书的文号，如 潭农审〔2023〕15号",
)
_BEFORE: Final = Phrase(
    "{until} is before {as_of}, the day asked about", "{until} 早于基准日 {as_of}"
)
_MENDED: Final = Phrase(
    "the mapping {path} has mistakes and was not used: {why}",
    "列对应文件 {path} 有误，未予采用：{why}",
)


# Policies


def about(desk: "Desk", asked: Asked, task: Task) -> Any:
    """What records a policy judges, and whether it is in force on the day."""
    policy, shape, day = _policy(desk, asked), None, _day(asked, "as_of")
    # Of several the user chooses.
    with suppress(RecordError):
        shape = policy.record_type(asked.get("record_type") or None).name
    package = policy.package
    judged = {norm.record_type for norm in package.norms.values()}
    kinds = [one for one in package.record_types.values() if one.name in judged]
    kinds = kinds or list(package.record_types.values())
    outside = _outside(policy, day or date.today())
    return {
        "label": policy.label if desk.language == "zh" and policy.label else policy.name,
        "digest": policy.digest,
        "today": date.today().isoformat(),
        "record_types": [{"name": one.name, "called": _named(one, desk.language)} for one in kinds],
        "record_type": shape if any(one.name == shape for one in kinds) else None,
        "outside": [say(one, desk.language) for one in outside],
        "read_only": text(asked, "policy").startswith(BUNDLED),
    }


def _outside(policy: Policy, day: date) -> Iterator[Phrase]:
    """The sentence that a policy is not in force on a day, where it is not."""
    package = policy.package
    if not package.in_force_on(day):
        yield _OUTSIDE.filled(
            day=in_words(day, Scalar.DATE),
            interval=days_in_words(package.periods),
            example=nearest(package, day).isoformat(),
        )


def _named(one: RecordType, language: Language) -> str:
    return one.label or one.name if language == "zh" else one.name


def _policy(desk: "Desk", asked: Asked) -> Policy:
    return desk.policy(text(asked, "policy"))


def _record_type(policy: Policy, asked: Asked) -> RecordType:
    return policy.record_type(asked.get("record_type") or None)


def _day(asked: Asked, name: str) -> date | None:
    """A day of a question; None where none is given. Raises `RefusedError`."""
    written = text(asked, name, "").strip()
    if not written:
        return None
    try:
        day = read_date(written)
    except LiteralError:
        day = None
    if day is None:
        raise RefusedError(_NO_DAY.filled(day=written))
    return day


# Files


def read(desk: "Desk", asked: Asked, task: Task) -> Any:
    """A file as it is understood: one that comes with the question, or one that is kept, read
    otherwise."""
    policy = _policy(desk, asked)
    shape = _record_type(policy, asked)
    known = asked.get("read")
    if known is None:
        with desk.shelf.folder() as folder:
            file = Dropped.of(text(asked, "name"), content(asked, "content"), folder)
            desk.shelf.keep(file, folder)
    else:
        file = desk.shelf.find(text(asked, "read"), Understood, _FILE).file
    saved, faults = _saved(desk, text(asked, "policy"), shape)
    rows = asked.get("heading_rows")
    choices = Choices(
        shape,
        None if "mapping" not in asked else parse_mapping(text(asked, "mapping"), "mapping", shape),
        text(asked, "sheet", "") or None,
        None if rows is None else _heading_rows(rows),
        saved,
    )
    return _understood(desk, file, choices, task, faults)


def correct(desk: "Desk", asked: Asked, task: Task) -> Any:
    """A file read by what the user has chosen for its headings."""
    before = desk.shelf.find(text(asked, "read"), Understood, _FILE)
    if before.header is None:
        raise RefusedError(_NO_TABLE.filled(file=before.file.called))
    sheet = text(asked, "sheet", "") or None
    numbered = asked.get("numbered") is True
    mapping = corrected(before, _corrections(asked), sheet, numbered=numbered)
    choices = Choices(before.choices.record_type, mapping, before.choices.sheet, None)
    told = _understood(desk, before.file, choices, task, ())
    check_found(desk.shelf.find(told["read"], Understood, _FILE), mapping)
    return told


def _corrections(asked: Asked) -> list[Correction]:
    given = asked.get("columns")
    return [_correction(one) for one in given if isinstance(one, dict)] if given else []


def _correction(given: Mapping[str, Any]) -> Correction:
    spellings = given.get("spellings") or {}
    month = given.get("month_ends")
    return Correction(
        number(given, "column"),
        text(given, "field", "") or None,
        text(given, "unit", "") or None,
        {str(word): value for word, value in spellings.items() if isinstance(value, str | bool)},
        month if isinstance(month, bool) else None,
    )


def _heading_rows(given: object) -> tuple[int, int]:
    first, last = given if isinstance(given, list) and len(given) == 2 else (0, 0)
    asked = {"first": first, "last": last}
    return number(asked, "first"), number(asked, "last")


def _understood(
    desk: "Desk", file: Dropped, choices: Choices, task: Task, faults: Sequence[str]
) -> dict[str, Any]:
    with desk.shelf.folder() as place:
        found = understand(file, choices, place / "entries", task)
        id_ = desk.shelf.keep(found, place)
    return {"read": id_, **_told(found, desk.language), "remarks": list(faults)}


def _told(found: Understood, language: Language) -> dict[str, Any]:
    file, header, report = found.file, found.header, found.report
    unfitting = found.unfitting
    told: dict[str, Any] = {
        "name": file.called,
        "record_type": _named(found.choices.record_type, language),
        "sheets": [
            {
                "name": one.name,
                "hidden": one.hidden,
                "chosen": found.sheet is not None and one.name == found.sheet.name,
            }
            for one in file.sheets
            if one.name is not None
        ],
        "fits": unfitting is None,
        "unfitting": None if unfitting is None else unfitting.render(language),
        "header": None if header is None else [header.first, header.last],
        "mapping": None if found.reading is None else found.reading.fit.mapping.name,
        "saved": found.reading is not None and found.reading.fit.mapping in found.choices.saved,
        "columns": told_columns(found, language),
        "fields": [] if header is None else told_fields(found.choices.record_type, language),
        "lacking": [] if header is None else lacking(found, language),
        "rows": len(found.entries) if found.sheet is None else len(found.sheet.rows),
        "width": 0 if found.sheet is None else found.sheet.width,
        "records": len(found.entries),
        "refused": found.refused,
        "doubtful": found.doubtful,
        "flagged": len(found.flagged),
        "passed": 0 if report is None else sum(report.skipped.values()),
        "report": [],
        "cut_short": None if found.cut_short is None else found.cut_short.render(language),
    }
    if report is not None:
        told["report"] = [
            line.render(language) for line in (report.counts(), *report.unread(), *report.remarks)
        ]
    if found.sheet is None:
        told["columns"] = _record_columns(found, language)
        told["width"] = len(told["columns"])
    return told


def rows(desk: "Desk", asked: Asked) -> Any:
    """Rows of the sheet as somebody sees them who opens it, with what is doubtful in them; of all
    rows, or of those with something doubtful."""
    found = desk.shelf.find(text(asked, "read"), Understood, _FILE)
    first, count = max(number(asked, "first"), 0), min(number(asked, "count"), MOST_ROWS)
    flagged = found.flagged[first : first + count] if asked.get("flagged") is True else None
    language = desk.language
    if found.sheet is None:
        names = [one["field"] for one in _record_columns(found, language)]
        entries = found.entries.some(first, count) if flagged is None else found.entries_at(flagged)
        return {"first": first, "rows": [_record_row(one, names, language) for one in entries]}
    letters = {one.heading.letter: one.heading.column for one in found.columns}
    skipped = found.skipped()
    sheet = found.sheet
    chosen = sheet.rows.some(first, count) if flagged is None else map(sheet.row, flagged)
    return {
        "first": first,
        "rows": [_row(found, one, letters, skipped, language) for one in chosen],
    }


def _row(
    found: Understood,
    row: Row,
    letters: Mapping[str, int],
    skipped: Mapping[int, Skip],
    language: Language,
) -> dict[str, Any]:
    entry = found.entry_at(row.number)
    kind, why = _kind(found, row, entry, skipped)
    return {
        "number": row.number,
        "kind": kind,
        "why": None if why is None else say(WHY_SKIPPED[why], language),
        "cells": [_short(seen(cell)) for cell in row.cells],
        **_said(entry, letters, language),
    }


def _kind(
    found: Understood, row: Row, entry: Entry | None, skipped: Mapping[int, Skip]
) -> tuple[str, Skip | None]:
    if entry is not None:
        return ("refused" if entry.problems else "record"), None
    assert found.header is not None
    if row.number <= found.header.last:
        above = row.number < found.header.first
        return ("above", Skip.TITLE) if above else ("heading", Skip.HEADING)
    if found.reading is None:
        return "unread", None
    why = skipped.get(row.number)
    return "passed", why if why is not None else Skip.BLANK if row.blank else None


def _said(entry: Entry | None, letters: Mapping[str, int], language: Language) -> dict[str, Any]:
    """What is to be said of a record and its cells."""
    if entry is None:
        return {"doubts": [], "notes": [], "problems": []}
    return {
        "doubts": [
            {"column": letters.get(one.place.column, 0), "words": one.render(language)}
            for one in entry.doubts
        ],
        "notes": [
            {"column": letters.get(one.place.column, 0), "words": one.render(language)}
            for one in entry.notes
        ],
        "problems": [one.render(language) for one in entry.problems],
    }


def _record_columns(found: Understood, language: Language) -> list[dict[str, Any]]:
    """The fields that the first records of a file of whole records have."""
    if found.sheet is not None:
        return []
    shape = found.choices.record_type
    named = {
        shape.by_spelling[key].name
        for entry in found.entries.some(0, MOST_ROWS)
        for key in entry.data or {}
        if key in shape.by_spelling
    }
    return [
        {"column": column, "field": field.name, "heading": say(called(field), language)}
        for column, field in enumerate(one for one in shape.fields if one.name in named)
    ]


def _record_row(entry: Entry, names: Sequence[str], language: Language) -> dict[str, Any]:
    data = entry.data or {}
    return {
        "number": entry.position,
        "kind": "refused" if entry.problems else "record",
        "why": None,
        "cells": [_short(_value(data, name)) for name in names],
        **_said(entry, {}, language),
    }


def _value(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, default=str)


def _short(shown: str) -> str:
    whole = printable(shown)
    return whole if len(whole) <= _LONGEST_CELL else f"{whole[: _LONGEST_CELL - 1]}…"


# Mappings


def mapping(desk: "Desk", asked: Asked) -> Any:
    """The mapping by which a table was read, as a file."""
    found = desk.shelf.find(text(asked, "read"), Understood, _FILE)
    return {"name": f"{found.file.path.stem}{_MAPPINGS}", "text": _written(found)}


def keep(desk: "Desk", asked: Asked) -> Any:
    """Save the mapping of a table beside the policy, for the next table with the same headings."""
    found = desk.shelf.find(text(asked, "read"), Understood, _FILE)
    policy = text(asked, "policy")
    if policy.startswith(BUNDLED):
        raise RefusedError(_READ_ONLY)
    name = str(_beside(policy) / f"{found.file.path.stem}{_MAPPINGS}")
    there = desk.workbench.path(name).is_file()
    before = desk.workbench.read(name).digest if there else ""
    if isinstance(desk.workbench.save(name, _written(found), before), Conflict):
        raise RefusedError(_CHANGED.filled(path=name))
    return {"path": name}


def _written(found: Understood) -> str:
    written = written_for(found)
    if written is None:
        raise RefusedError(_UNFITTING.filled(file=found.file.called))
    return written


def _beside(policy: str) -> PurePosixPath:
    """The folder of a policy in that of the desk."""
    place = PurePosixPath(policy)
    return place.parent if place.suffix == ".pol" else place


def _saved(
    desk: "Desk", policy: str, shape: RecordType
) -> tuple[tuple[ColumnMapping, ...], list[str]]:
    """The mappings that lie beside a policy for such records, and what is wrong with others."""
    if policy.startswith(BUNDLED):
        return (), []
    place = desk.workbench.place(policy)
    folder = place if place.is_dir() else place.parent
    found, faults = [], []
    for path in sorted(folder.glob(f"*{_MAPPINGS}")):
        name = str(_beside(policy) / path.name)
        try:
            found.append(parse_mapping(desk.workbench.read(name).text, name, shape))
        except MappingError as error:
            if all(one.code != _OTHER_RECORDS for one in error.problems):
                words = Phrase(error.problem.render("en"), error.problem.render("zh"))
                faults.append(say(_MENDED.filled(path=name, why=words), desk.language))
    return tuple(found), faults


_OTHER_RECORDS: Final = "MAP-210"
"""The code of a mapping that is for records of another type."""


# Reviews


def run(desk: "Desk", asked: Asked, task: Task) -> Any:
    """Judge all records of a file; what they come to."""
    found = desk.shelf.find(text(asked, "read"), Understood, _FILE)
    if found.unfitting is not None:
        raise RefusedError(_UNFITTING.filled(file=found.file.called))
    policy = _policy(desk, asked)
    day = _day(asked, "as_of")
    shape = policy.record_type(found.choices.record_type.name)
    question = Question(policy, shape, day or date.today(), today=day is None)
    typed = f"{policy.name} {found.file.called} --as-of {question.as_of.isoformat()}"
    room = desk.shelf.check_room
    with desk.shelf.folder() as place:
        made = Run.of(question, typed, desk.language, found, place, task, room)
        id_ = desk.shelf.keep(made, place)
    return {"run": id_, **_portfolio(made)}


def _portfolio(made: Run) -> dict[str, Any]:
    language, tally = made.language, made.tally
    question = made.question
    package = question.policy.package
    names = gravest_first(made.norms)
    return {
        "policy": say(called(question.policy), language),
        "digest": question.policy.digest,
        "as_of": question.as_of.isoformat(),
        "kind": say(spoken(question.record_type), language),
        "read": tally.read,
        "unreadable": tally.unreadable,
        "closing": say(closing(tally), language),
        "remarks": [
            say(one, language)
            for one in (
                *_outside(question.policy, question.as_of),
                *(one for one in remarks(question) if one != not_in_force(question)),
            )
        ],
        "repeated": [say(one, language) for one in tally.repeated.words()],
        "cut_short": None if tally.cut_short is None else tally.cut_short.render(language),
        "conclusions": [
            {
                "conclusion": one.value,
                "called": say(CONCLUSIONS[one], language),
                "means": say(MEANINGS[one], language),
                "tone": CONCLUSION_TONES[one].value,
                "count": made.conclusions[one],
            }
            for one in Conclusion
            if made.conclusions[one]
        ],
        "unread_called": say(UNREADABLE, language),
        "statuses": [
            {
                "status": one.value,
                "called": say(wording.STATUSES[one], language),
                "tone": STATUSES[one].tone.value,
            }
            for one in LISTED
            if any(status is one for _, status in made.norms)
        ],
        "norms": [
            {
                "norm": name,
                "called": say(called(norm), language),
                "clause": None
                if norm.citation is None
                else say(clause_called(norm.citation, package), language),
                "counts": {
                    one.value: made.norms[name, one] for one in LISTED if made.norms[name, one]
                },
            }
            for name in names
            for norm in (package.norms[name],)
        ],
        "results": [
            {"called": say(spoken(one.fact), language), "words": say(one.words, language)}
            for one in tally.totals().values()
        ],
        "forms": {"review": [one[1:] for one in ENDINGS], "agenda": [*agenda_forms.ENDINGS]},
    }


def listed(desk: "Desk", asked: Asked) -> Any:
    """Some of the records that are asked for, and how many there are."""
    made = _run(desk, asked)
    numbers = made.wanted(_wanted(asked))
    first, count = number(asked, "first"), min(number(asked, "count"), MOST_ROWS)
    chosen = numbers[max(first, 0) : max(first, 0) + count]
    return {
        "total": len(numbers),
        "first": first,
        "rows": [made.lines.at(one) for one in chosen],
    }


def _wanted(asked: Asked) -> Wanted:
    conclusion, status = text(asked, "conclusion", ""), text(asked, "status", "")
    return Wanted(
        conclusion=next((one for one in Conclusion if one.value == conclusion), None),
        unreadable=asked.get("unreadable") is True,
        norm=text(asked, "norm", "") or None,
        status=next((one for one in Status if one.value == status), None),
        doubtful=asked.get("doubtful") is True,
        words=text(asked, "words", "").strip(),
    )


def _run(desk: "Desk", asked: Asked) -> Run:
    return desk.shelf.find(text(asked, "run"), Run, _REVIEW)


def one_opinion(desk: "Desk", asked: Asked) -> Any:
    """The opinion on one record as a page, or why there is none."""
    made = _run(desk, asked)
    one = made.one(number(asked, "position"))
    if one is None:
        raise RefusedError(_NO_RECORD)
    language = desk.language
    shape = made.question.record_type
    heading = " ".join(part for part in (one.title.id, one.title.name) if part)
    told: dict[str, Any] = {
        "position": one.entry.position,
        "place": say(one.title.place, language),
        "title": heading or say(one.title.place, language),
        "kind": say(spoken(shape), language),
        "doubts": [doubt.render(language) for doubt in one.entry.doubts],
        "notes": [note.render(language) for note in one.entry.notes],
        "problems": [],
        "findings": [],
        "html": None,
    }
    if isinstance(one, Unreadable):
        told["problems"] = [problem.render(language) for problem in one.error.problems]
        return told
    told["findings"] = [
        {
            "verdict": say(line.verdict, language),
            "tone": VERDICT_TONES[line.status].value,
            "actions": [say(action, language) for action in line.actions],
            "reason": say(line.reason, language),
        }
        for line in lines(one, everything=False)
    ]
    told["html"] = _page_of(made, one)
    return told


def _page_of(made: Run, one: Judged) -> str:
    source = Path(made.read.file.called)
    shown = Review(made.question, source, (), made.tally, made.asked)
    return opinion_page(ALONE, one, opinion(one), shown, made.language, "opinion")


def standing(desk: "Desk", asked: Asked, task: Task) -> Any:
    """Whether the policy is still the one by which a review was made; now it may have faults."""
    made = _run(desk, asked)
    try:
        now: str | None = _policy(desk, asked).digest
    except RefusedError:
        now = None
    return {"made": made.question.policy.digest, "now": now}


# The agenda


def agenda(desk: "Desk", asked: Asked, task: Task) -> Any:
    """Who owes what to whom by when, in all records."""
    made = _run(desk, asked)
    gathered = made.agenda(_until(made, asked), task)
    left = _MOST_DUTIES
    groups = []
    for group in gathered.groups:
        shown = group.entries[:left]
        left -= len(shown)
        groups.append(
            {
                "bearer": say(group.bearer, desk.language),
                "count": len(group.entries),
                "overdue": group.overdue,
                "duties": [_duty(one, desk.language) for one in shown],
            }
        )
    said = (agenda_rows.counts(gathered), *agenda_rows.left_out(gathered, _LATER))
    return {"groups": groups, "said": [say(one, desk.language) for one in said]}


def _duty(one: AgendaEntry, language: Language) -> dict[str, Any]:
    duty = one.duty
    return {
        "place": say(one.title.place, language),
        "id": one.title.id,
        "name": one.title.name,
        "status": say(agenda_rows.stands(duty.status), language),
        "tone": agenda_rows.tone_of(duty.status).value,
        "due": None if duty.due is None else duty.due.isoformat(),
        "due_called": say(agenda_rows.due(one), language),
        "what": say(one.what, language),
        "to": None if one.counterparty is None else say(one.counterparty, language),
        "grounds": list(one.grounds),
        "wanted": [say(phrase, language) for phrase in one.wanted],
    }


def _until(made: Run, asked: Asked) -> date | None:
    until, as_of = _day(asked, "until"), made.question.as_of
    if until is not None and until < as_of:
        raise RefusedError(_BEFORE.filled(until=until.isoformat(), as_of=as_of.isoformat()))
    return until


# Files to be kept


@frozen
class _Written:
    """A form in which a review is written: the ending of its file, its media type and how it is
    made."""

    ending: str
    media: str
    write: Callable[[Run, Path, Asked, Task], None]


def _as_review(made: Run, path: Path, asked: Asked, task: Task) -> None:
    review = made.again(task, _numbers(asked))
    write_review(review, [path], made.language, everything=False)


def _as_pages(made: Run, path: Path, asked: Asked, task: Task) -> None:
    _zipped(made, path, asked, task, as_word=False)


def _as_word(made: Run, path: Path, asked: Asked, task: Task) -> None:
    _zipped(made, path, asked, task, as_word=True)


def _zipped(made: Run, path: Path, asked: Asked, task: Task, *, as_word: bool) -> None:
    """Write a file for each opinion, packed into one."""
    folder = path.with_suffix("")
    review = made.again(task, _numbers(asked))
    write_review(review, [folder], made.language, everything=False, as_word=as_word)
    try:
        shutil.make_archive(str(folder), "zip", folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_agenda(made: Run, path: Path, asked: Asked, task: Task) -> None:
    form = agenda_forms.ENDINGS[path.suffix]
    agenda_forms.write_agenda(made.agenda(_until(made, asked), task), path, form, made.language)


def _one_word(made: Run, path: Path, asked: Asked, task: Task) -> None:
    from linkage_rules.reviews.outputs.word import write_word

    one = made.one(number(asked, "position"))
    if not isinstance(one, Judged):
        raise RefusedError(_NO_RECORD)
    write_word(path, document(one, opinion(one), made.question), made.language)


def _one_page(made: Run, path: Path, asked: Asked, task: Task) -> None:
    one = made.one(number(asked, "position"))
    if not isinstance(one, Judged):
        raise RefusedError(_NO_RECORD)
    path.write_text(_page_of(made, one), "utf-8", newline="\n")


def _numbers(asked: Asked) -> FileNumbers | None:
    written = text(asked, "number", "").strip()
    if not written:
        return None
    numbers = FileNumbers.read(written)
    if numbers is None:
        raise RefusedError(_NO_NUMBER.filled(written=written))
    return numbers


_ZIP: Final = "application/zip"
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FORMS: Final[Mapping[str, _Written]] = {
    **{one[1:]: _Written(one, MEDIA_TYPES[one], _as_review) for one in ENDINGS},
    "pages": _Written(".zip", _ZIP, _as_pages),
    "word": _Written(".zip", _ZIP, _as_word),
    "opinion.html": _Written(".html", MEDIA_TYPES[".html"], _one_page),
    "opinion.docx": _Written(".docx", _DOCX, _one_word),
    **{
        f"agenda{one}": _Written(one, MEDIA_TYPES.get(one, "text/calendar"), _as_agenda)
        for one in agenda_forms.ENDINGS
    },
}
"""The forms in which a review, its agenda and the opinion on a record are written."""

_CALLED: Final = {
    "review": Phrase("review", "审核结果"),
    "opinions": Phrase("opinions", "审核意见书"),
    "agenda": Phrase("agenda", "待办台账"),
}


def write(desk: "Desk", asked: Asked, task: Task) -> Any:
    """Write a review in a form; `piece` gives the file."""
    made = _run(desk, asked)
    form = text(asked, "form")
    way = _FORMS.get(form)
    if way is None:
        raise RefusedError(_NO_FORM.filled(form=form))
    path = made.place / f"written-{form.replace('.', '-')}{way.ending}"
    desk.shelf.check_room()
    way.write(made, path, asked, task)
    return {
        "form": form,
        "name": _named_for(made, form, way, asked),
        "media": way.media,
        "size": path.stat().st_size,
    }


def _named_for(made: Run, form: str, way: _Written, asked: Asked) -> str:
    """What the file is called where it is saved."""
    if form.startswith("opinion."):
        one = made.one(number(asked, "position"))
        assert one is not None
        return file_name(one.entry.position, one.title) + way.ending
    what = "agenda" if form.startswith("agenda") else "review"
    what = "opinions" if form in ("pages", "word") else what
    return f"{made.read.file.path.stem}_{say(_CALLED[what], made.language)}{way.ending}"


def piece(desk: "Desk", asked: Asked) -> Any:
    """A piece of a file that was written, from a byte on; empty behind its end."""
    made = _run(desk, asked)
    form = text(asked, "form")
    way = _FORMS.get(form)
    path = None if way is None else made.place / f"written-{form.replace('.', '-')}{way.ending}"
    if path is None or not path.is_file():
        raise RefusedError(_NO_FORM.filled(form=form))
    with path.open("rb") as file:
        file.seek(max(number(asked, "at"), 0))
        return {"content": b64encode(file.read(_PIECE)).decode("ascii")}


METHODS: Final[Mapping[str, Method]] = {
    "desk/review/about": Job(about),
    "desk/review/read": Job(read),
    "desk/review/correct": Job(correct),
    "desk/review/rows": Answer(rows),
    "desk/review/mapping": Answer(mapping),
    "desk/review/keep": Answer(keep),
    "desk/review/run": Job(run),
    "desk/review/list": Answer(listed),
    "desk/review/opinion": Answer(one_opinion),
    "desk/review/standing": Job(standing),
    "desk/review/agenda": Job(agenda),
    "desk/review/write": Job(write),
    "desk/review/piece": Answer(piece),
}
"""What the page asks."""
