"""Spreadsheets as they are understood: which records a policy judges, what a file holds, how its
headings are read, and the mappings that are kept for the next one.

Files come with the question and are kept, with all that is made of them, in a folder that goes with
the page (`shelf`). Nothing is sent anywhere.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from linkage_rules.desk.dropped import Choices, Dropped, Understood, is_made_for, understand
from linkage_rules.desk.headings import (
    Correction,
    check_found,
    corrected,
    lacking,
    told_columns,
    told_fields,
    written_for,
)
from linkage_rules.desk.methods import (
    Answer,
    Asked,
    Job,
    Method,
    Task,
    content,
    day_if_any,
    number,
    text,
)
from linkage_rules.desk.workbench import BUNDLED, Conflict, Text
from linkage_rules.model.types import Field, RecordType, Scalar
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import Entry, RecordError
from linkage_rules.records.limits import MAX_DEPTH
from linkage_rules.records.tables.grid import Row, seen
from linkage_rules.records.tables.mapping import ColumnMapping
from linkage_rules.records.tables.mapping_files import MappingError, parse_mapping
from linkage_rules.records.tables.report import WHY_SKIPPED, outlined
from linkage_rules.records.tables.rows import Skip
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.showing import printable
from linkage_rules.words.telling import days_in_words, nearest
from linkage_rules.words.told_values import in_words

if TYPE_CHECKING:
    from linkage_rules.desk.desk import Desk

MOST_ROWS: Final = 500
"""How many rows are given at once."""
_LONGEST_CELL: Final = 300
_MOST_UNKNOWN: Final = 100
"""How many keys of records that are no fields are shown."""
_MAPPINGS: Final = ".mapping.toml"

FILE: Final = Phrase("the file", "这份文件")
_OUTSIDE: Final = Phrase(
    "The policy is not in force on {day}: it is in force {interval}. Nothing is permitted by "
    "default then, and no norm applies but those with days of their own; choose another day, such "
    "as {example}.",
    "注意：该政策在{day}不在施行期内（{interval}施行），届时没有默认允许，"
    "除自有施行期的规定外各条均不适用。请另选审核基准日，如 {example}。",
)
_NO_TABLE: Final = Phrase(
    "{file} has no headings that could be corrected: it holds whole records",
    "{file} 不是表格，其中是完整的记录，没有可改的表头",
)
_NO_FIELDS: Final = Phrase("no fields of {type}: {names}", "不是“{type}”的字段：{names}")
_AND_MORE: Final = Phrase("{names} and {more} more", "{names}，另有{more}个")
UNFITTING: Final = Phrase(
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
_MENDED: Final = Phrase(
    "the mapping {path} has mistakes and was not used: {why}",
    "列对应文件 {path} 有误，未予采用：{why}",
)


# Policies


def about(desk: "Desk", asked: Asked, task: Task) -> Any:
    """What records a policy judges, and whether it is in force on the day."""
    policy, shape, day = policy_of(desk, asked), None, day_if_any(asked, "as_of")
    # Of several the user chooses.
    with suppress(RecordError):
        shape = policy.record_type(asked.get("record_type") or None).name
    package = policy.package
    judged = {norm.record_type for norm in package.norms.values()}
    kinds = [one for one in package.record_types.values() if one.name in judged]
    kinds = kinds or list(package.record_types.values())
    return {
        "label": policy.label if desk.language == "zh" and policy.label else policy.name,
        "digest": policy.digest,
        "today": date.today().isoformat(),
        "record_types": [{"name": one.name, "called": named(one, desk.language)} for one in kinds],
        "record_type": shape if any(one.name == shape for one in kinds) else None,
        "outside": [say(one, desk.language) for one in outside(policy, day or date.today())],
        "read_only": text(asked, "policy").startswith(BUNDLED),
    }


def outside(policy: Policy, day: date) -> Iterator[Phrase]:
    """The sentence that a policy is not in force on a day, where it is not."""
    package = policy.package
    if not package.in_force_on(day):
        yield _OUTSIDE.filled(
            day=in_words(day, Scalar.DATE),
            interval=days_in_words(package.periods),
            example=nearest(package, day).isoformat(),
        )


def named(one: RecordType, language: Language) -> str:
    return one.label or one.name if language == "zh" else one.name


def policy_of(desk: "Desk", asked: Asked) -> Policy:
    return desk.policy(text(asked, "policy"))


def _record_type(policy: Policy, asked: Asked) -> RecordType:
    return policy.record_type(asked.get("record_type") or None)


# Files


def read(desk: "Desk", asked: Asked, task: Task) -> Any:
    """A file as it is understood: one that comes with the question, or one that is kept, read
    otherwise."""
    policy = policy_of(desk, asked)
    shape = _record_type(policy, asked)
    known = asked.get("read")
    if known is None:
        with desk.shelf.folder() as folder:
            file = Dropped.of(text(asked, "name"), content(asked, "content"), folder)
            desk.shelf.keep(file, folder)
    else:
        file = desk.shelf.find(text(asked, "read"), Understood, FILE).file
    saved, faults = mappings_beside(desk, text(asked, "policy"), shape)
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
    before = desk.shelf.find(text(asked, "read"), Understood, FILE)
    if before.header is None:
        raise RefusedError(_NO_TABLE.filled(file=before.file.called))
    sheet = text(asked, "sheet", "") or None
    numbered = asked.get("numbered") is True
    mapping = corrected(before, _corrections(asked), sheet, numbered=numbered)
    choices = Choices(before.choices.record_type, mapping, before.choices.sheet, None)
    told = _understood(desk, before.file, choices, task, ())
    check_found(desk.shelf.find(told["read"], Understood, FILE), mapping)
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
        "record_type": named(found.choices.record_type, language),
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
        told["report"] = [line.render(language) for line in outlined(report)]
    if found.sheet is None:
        columns = _record_columns(found)
        told["columns"] = [
            {
                "column": column,
                "field": None if one.field is None else one.field.name,
                "heading": say(one.heading, language),
            }
            for column, one in enumerate(columns)
        ]
        told["width"] = len(columns)
        told["report"] = [line.render(language) for line in _unknown(found)]
    return told


def rows(desk: "Desk", asked: Asked) -> Any:
    """Rows of the sheet as somebody sees them who opens it, with what is doubtful in them; of all
    rows, or of those with something doubtful."""
    found = desk.shelf.find(text(asked, "read"), Understood, FILE)
    first, count = max(number(asked, "first"), 0), min(number(asked, "count"), MOST_ROWS)
    flagged = found.flagged[first : first + count] if asked.get("flagged") is True else None
    language = desk.language
    if found.sheet is None:
        columns = _record_columns(found)
        entries = found.entries.some(first, count) if flagged is None else found.entries_at(flagged)
        return {"first": first, "rows": [_record_row(one, columns, language) for one in entries]}
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


@frozen
class _Keys:
    """What is shown in one column of a file of whole records: a field, None for what is none, with
    the keys by which it is given there."""

    field: Field | None
    spellings: tuple[str, ...]

    @property
    def heading(self) -> Phrase:
        if self.field is not None:
            return called(self.field)
        key = printable(self.spellings[0])
        return Phrase(key, key)


def _record_columns(found: Understood) -> list[_Keys]:
    """The columns of a file of whole records: the fields that they have, in the order of the type,
    and behind them the first keys that are no fields."""
    shape = found.choices.record_type
    spelt: dict[str, list[str]] = {}
    for key in found.keys:
        if key in shape.by_spelling:
            spelt.setdefault(shape.by_spelling[key].name, []).append(key)
    fields = [_Keys(one, tuple(spelt[one.name])) for one in shape.fields if one.name in spelt]
    return [*fields, *(_Keys(None, (key,)) for key in _no_fields(found)[:_MOST_UNKNOWN])]


def _no_fields(found: Understood) -> list[str]:
    """The keys of records that are no fields."""
    return [key for key in found.keys if key not in found.choices.record_type.by_spelling]


def _unknown(found: Understood) -> Iterator[Phrase]:
    """The sentence that names the keys which are no fields, where there are any."""
    keys = _no_fields(found)
    if keys:
        shape = found.choices.record_type
        shown, more = [printable(key) for key in keys[:_MOST_UNKNOWN]], len(keys) - _MOST_UNKNOWN
        named_ = Phrase(", ".join(shown), "、".join(shown))
        if more > 0:
            named_ = _AND_MORE.filled(names=named_, more=more)
        yield _NO_FIELDS.filled(type=Phrase(named(shape, "en"), named(shape, "zh")), names=named_)


def _record_row(entry: Entry, columns: Sequence[_Keys], language: Language) -> dict[str, Any]:
    data = entry.data or {}
    return {
        "number": entry.position,
        "kind": "refused" if entry.problems else "record",
        "why": None,
        "cells": [_short(_given(data, one.spellings)) for one in columns],
        **_said(entry, {}, language),
    }


def _given(data: Mapping[str, object], spellings: Iterable[str]) -> str:
    """What a record has under some keys: of a field that is given twice, both."""
    values = (data[key] for key in spellings if data.get(key) is not None)
    return " / ".join(one if isinstance(one, str) else _in_json(one) for one in values)


def _in_json(value: object, depth: int = 1) -> str:
    """A value as it stands in its file, with its decimals to the digit."""
    if isinstance(value, dict | list) and depth > MAX_DEPTH:
        return "…"
    if isinstance(value, dict):
        pairs = (f"{_in_json(key)}: {_in_json(one, depth + 1)}" for key, one in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_in_json(one, depth + 1) for one in value)}]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _short(shown: str) -> str:
    whole = printable(shown)
    return whole if len(whole) <= _LONGEST_CELL else f"{whole[: _LONGEST_CELL - 1]}…"


# Mappings


def mapping(desk: "Desk", asked: Asked) -> Any:
    """The mapping by which a table was read, as a file."""
    found = desk.shelf.find(text(asked, "read"), Understood, FILE)
    return {"name": f"{found.file.path.stem}{_MAPPINGS}", "text": _written(found)}


def keep(desk: "Desk", asked: Asked) -> Any:
    """Save the mapping of a table beside the policy, for the next table with the same headings.

    It takes the place of one that is for the same headings, whose text goes to the history; one for
    other headings, which somebody may have saved for a file of the same name, stays, and this one
    gets a number. ``replaced`` says which of the two it was.
    """
    found = desk.shelf.find(text(asked, "read"), Understood, FILE)
    policy = text(asked, "policy")
    if policy.startswith(BUNDLED):
        raise RefusedError(_READ_ONLY)
    written = _written(found)
    for number_ in count(1):
        stem = found.file.path.stem if number_ == 1 else f"{found.file.path.stem}-{number_}"
        name = str(_beside(policy) / f"{stem}{_MAPPINGS}")
        there = desk.workbench.path(name).is_file()
        before = desk.workbench.read(name) if there else Text("", "")
        if there and before.text != written and not _is_for(found, before.text, name):
            continue
        if isinstance(desk.workbench.save(name, written, before.digest), Conflict):
            raise RefusedError(_CHANGED.filled(path=name))
        return {"path": name, "replaced": there and before.text != written}
    raise AssertionError  # numbers do not end


def _is_for(found: Understood, text_: str, name: str) -> bool:
    """Whether a mapping was made for the headings of a table; one with mistakes is for none."""
    try:
        mapping = parse_mapping(text_, name, found.choices.record_type)
    except MappingError:
        return False
    return is_made_for(found, mapping)


def _written(found: Understood) -> str:
    written = written_for(found)
    if written is None:
        raise RefusedError(UNFITTING.filled(file=found.file.called))
    return written


def _beside(policy: str) -> PurePosixPath:
    """The folder of a policy in that of the desk."""
    place = PurePosixPath(policy)
    return place.parent if place.suffix == ".pol" else place


def mappings_beside(
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


METHODS: Final[Mapping[str, Method]] = {
    "desk/review/about": Job(about),
    "desk/review/read": Job(read),
    "desk/review/correct": Job(correct),
    "desk/review/rows": Answer(rows),
    "desk/review/mapping": Answer(mapping),
    "desk/review/keep": Answer(keep),
}
"""What the page asks of spreadsheets."""
