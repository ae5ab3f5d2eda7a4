"""Headings of a table as fields of the records: told to the page, and corrected by the user."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from linkage_rules.desk.dropped import Understood
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records.refusals import RefusedValueError
from linkage_rules.records.tables.column_units import unit_of_column
from linkage_rules.records.tables.headings import Heading, folded_path
from linkage_rules.records.tables.mapping import Column, ColumnMapping, Target, resolve
from linkage_rules.records.tables.mapping_files import UNITS, parse_mapping
from linkage_rules.records.tables.mapping_writing import written_mapping
from linkage_rules.records.tables.proposing import ProposedColumn, ends, fillable
from linkage_rules.records.tables.units import Unclear, Unit
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

_NO_COLUMN: Final = Phrase(
    "there is no column {column} with a heading; load the page anew",
    "没有第{column}列这样的表头，请刷新页面",
)
_NOT_FOUND: Final = Phrase(
    "the heading “{heading}” of column {letter} cannot be told from another one, or cannot be "
    "named in a mapping; rename it in the spreadsheet, then drop the file once more",
    "{letter} 列的表头“{heading}”与别的表头分不开，或无法写进列对应文件；请在表格中改名后重新拖入",
)
_YES: Final = Phrase("yes", "是")
_NO: Final = Phrase("no", "否")


@frozen
class Correction:
    """What the user has chosen for a column, counted from 0: its field by path, None for none; the
    unit where the heading gives none; what words in it stand for; whether a month means its last
    day."""

    column: int
    field: str | None
    unit: str | None = None
    spellings: Mapping[str, str | bool] = {}
    month_ends: bool | None = None


# What is told


def told_columns(read: Understood, language: Language) -> list[dict[str, Any]]:
    """The columns with headings: what each was taken for, and what else it may be."""
    return [_told(read, one, language) for one in read.columns]


def _told(read: Understood, proposed: ProposedColumn, language: Language) -> dict[str, Any]:
    heading, record_type = proposed.heading, read.choices.record_type
    column = _column_at(read, heading)
    target = _target_of(read, column, proposed)
    unit = None
    if column is not None and read.reading is not None and target is not None:
        unit = unit_of_column(target.field.type, column, heading, read.reading.fit)
    stated = unit.text if isinstance(unit, Unit) else proposed.unit
    unclear = unit.text if isinstance(unit, Unclear) else proposed.unclear
    return {
        "column": heading.column,
        "through": heading.column if heading.through is None else heading.through,
        "letter": heading.letter,
        "heading": heading.text,
        "field": None if target is None else target.path,
        "called": None if target is None else say(field_called(target, record_type), language),
        "state": _state(column, target, unclear),
        "needed": column is not None and column.essential,
        "unit": stated if target is not None and _measured(target) else None,
        "unclear": unclear if target is not None else None,
        "units": [] if target is None else list(_units(target)),
        "month": target is not None and _element(target) is Scalar.DATE,
        "month_ends": proposed.month_ends if column is None else column.month_ends,
        "similar": list(proposed.similar),
        "doubts": read.doubts[heading.letter],
        "choices": [] if target is None else _choices(target, language),
        "spellings": {} if column is None else dict(column.spellings),
        "words": [
            {"text": word, "count": count}
            for value, count in read.words.get(heading.letter, {}).items()
            if (word := _word(value)) is not None
        ],
    }


def told_fields(record_type: RecordType, language: Language) -> list[dict[str, Any]]:
    """The fields that a column can fill."""
    return [
        {
            "path": path,
            "called": say(field_called(target, record_type), language),
            "needed": target.field.required and len(target.steps) == 1,
        }
        for path, target in fillable(record_type).items()
    ]


def field_called(target: Target, record_type: RecordType) -> Phrase:
    """The words for a field, those of the records in which it lies before it."""
    english, chinese = [], []
    within: Type = record_type
    for step in target.steps:
        if isinstance(within, ListType):
            within = within.element
        assert isinstance(within, RecordType)
        field = within.by_spelling[step.name]
        english.append(field.name if not step.element else f"{field.name} ({step.element})")
        label = field.label or field.name
        chinese.append(label if not step.element else f"{label}（{step.element}）")
        within = field.type
    return Phrase(" / ".join(english).replace("_", " "), " / ".join(chinese))


def lacking(read: Understood, language: Language) -> list[str]:
    """The fields that every record needs and no column fills."""
    filled = {one.steps[0].name for one in _targets(read)}
    return [
        field.label or field.name if language == "zh" else field.name
        for field in read.choices.record_type.fields
        if field.required and field.name not in filled
    ]


def _targets(read: Understood) -> Iterator[Target]:
    if read.reading is None:
        fields = fillable(read.choices.record_type)
        yield from (fields[one.field] for one in read.columns if one.field is not None)
        return
    mapping = read.reading.fit.mapping
    yield from (target for column in mapping.columns for target in column.targets)
    yield from (one.target for one in mapping.fixed)


def _column_at(read: Understood, heading: Heading) -> Column | None:
    found = () if read.reading is None else read.reading.fit.found
    return next((column for column, one in found if one.column == heading.column), None)


def _target_of(read: Understood, column: Column | None, one: ProposedColumn) -> Target | None:
    """The field of a column: the one that it was read for, or, of a table that was not read, the
    one that it is most like."""
    if column is not None:
        return column.targets[0] if column.targets else None
    if read.reading is not None or one.field is None:
        return None
    return fillable(read.choices.record_type).get(one.field)


def _state(column: Column | None, target: Target | None, unclear: str | None) -> str:
    if target is None:
        return "unknown"
    return "doubtful" if column is None or unclear is not None else "known"


def _element(target: Target) -> Type:
    type_ = target.field.type
    return type_.element if isinstance(type_, ListType) else type_


def _measured(target: Target) -> bool:
    return _element(target) in UNITS


def _units(target: Target) -> tuple[str, ...]:
    type_ = _element(target)
    return UNITS.get(type_, ()) if isinstance(type_, Scalar) else ()


def _choices(target: Target, language: Language) -> list[dict[str, Any]]:
    """The values that words of the column may stand for."""
    type_ = _element(target)
    if type_ is Scalar.YES_NO:
        return [
            {"value": True, "called": say(_YES, language)},
            {"value": False, "called": say(_NO, language)},
        ]
    if not isinstance(type_, EnumType):
        return []
    return [
        {"value": one.name, "called": (one.label or one.name) if language == "zh" else one.name}
        for one in type_.members
    ]


def _word(value: str) -> str | None:
    """The word itself, of a cell as messages quote it; None for one that is cut short there, and
    what is no text."""
    if "…" in value or not value.startswith('"'):
        return None
    try:
        word = json.loads(value)
    except ValueError:
        return None
    return word if isinstance(word, str) and word.strip() else None


# What is corrected


def corrected(
    read: Understood,
    corrections: Sequence[Correction],
    sheet: str | None = None,
    *,
    numbered: bool = False,
) -> ColumnMapping:
    """The mapping of a table with what the user has chosen. ``sheet`` is set where the table is not
    on the first sheet that fits; ``numbered`` says that records without a column for their id are
    called by their rows.

    Raises `RefusedError` for a column that is not there, and `MappingError` for what fits no field.
    """
    by_column = {one.column: one for one in corrections}
    headings = {one.heading.column for one in read.columns}
    for number in by_column.keys() - headings:
        raise RefusedError(_NO_COLUMN.filled(column=number))
    columns = tuple(_columns(read, by_column))
    base = _base(read)
    filled = {target.path for column in columns for target in column.targets}
    without = tuple(
        column
        for column in base.columns
        if column.or_row_number and not filled & {target.path for target in column.targets}
    )
    if numbered and not without:
        without = tuple(_numbered(base, filled))
    rows = read.choices.heading_rows or base.heading_rows
    mapping = evolve(
        base, columns=(*columns, *without), sheet=sheet or base.sheet, heading_rows=rows
    )
    # What is wrong with it is told as it is of every mapping.
    return parse_mapping(written_mapping(mapping), base.name, base.record_type)


def check_found(read: Understood, mapping: ColumnMapping) -> None:
    """Raise `RefusedError` for a heading that the mapping names and that was not found in the
    table, because another column is headed alike."""
    found = () if read.reading is None else read.reading.fit.found
    names = {folded_path(name) for column, _ in found for name in column.headings}
    for one in read.columns:
        for column in mapping.columns:
            named = column.headings == (one.heading.text,)
            if named and folded_path(one.heading.text) not in names:
                heading, letter = one.heading.text, one.heading.letter
                raise RefusedError(_NOT_FOUND.filled(heading=heading, letter=letter))


def written_for(read: Understood) -> str | None:
    """The mapping by which a table was read, as a file for tables with the same headings."""
    return None if read.reading is None else written_mapping(corrected(read, ()))


def _base(read: Understood) -> ColumnMapping:
    """What is known of the table apart from its columns."""
    if read.reading is not None:
        return read.reading.fit.mapping
    record_type = read.choices.record_type
    return ColumnMapping(read.file.path.stem, record_type, ())


def _columns(read: Understood, by_column: Mapping[int, Correction]) -> Iterator[Column]:
    fields = fillable(read.choices.record_type)
    known = {target.path: one for one in _base(read).columns for target in one.targets}
    left_out = {one.column for one in by_column.values() if one.field is None}
    for proposed in read.columns:
        heading = proposed.heading
        column = _column_at(read, heading)
        asked = by_column.get(heading.column)
        if asked is None:
            if column is not None:
                yield _headed(column, heading, read, left_out)
            continue
        if asked.field is None:
            continue
        if column is None or all(one.path != asked.field for one in column.targets):
            target = _resolved(asked.field, fields, read.choices.record_type)
            column = evolve(
                known.get(asked.field, Column((), ())),
                targets=(target,),
                unit=None,
                month_ends=ends(target, heading),
            )
        yield _with_choices(_headed(column, heading, read, left_out), asked)


def _resolved(path: str, fields: Mapping[str, Target], record_type: RecordType) -> Target:
    if path in fields:
        return fields[path]
    try:
        return resolve(path, record_type)
    except RefusedValueError as refusal:
        raise RefusedError(refusal.why) from refusal


def _numbered(base: ColumnMapping, filled: Collection[str]) -> Iterator[Column]:
    """Columns that no heading has, for the names of records that have none: their rows."""
    for field in base.record_type.fields:
        if field.required and field.type is Scalar.TEXT and field.name not in filled:
            target = resolve(field.name, base.record_type)
            yield Column((field.label or field.name,), (target,), or_row_number=True)


def _headed(column: Column, heading: Heading, read: Understood, left_out: set[int]) -> Column:
    """A column that is found by its whole heading. The unit that it had from a column that is left
    out becomes its own."""
    if column.unit_as is None or read.reading is None:
        return evolve(column, headings=(heading.text,), unit_as=None)
    fit, key = read.reading.fit, folded_path(column.unit_as)
    other = next((at for one, at in fit.found if key in one.ranks), None)
    if other is not None and other.column not in left_out:
        return evolve(column, headings=(heading.text,), unit_as=other.text)
    unit = unit_of_column(column.targets[0].field.type, column, heading, fit)
    told = unit.text if isinstance(unit, Unit) else column.unit
    return evolve(column, headings=(heading.text,), unit_as=None, unit=told)


def _with_choices(column: Column, asked: Correction) -> Column:
    month = column.month_ends if asked.month_ends is None else asked.month_ends
    return evolve(
        column,
        unit=asked.unit or column.unit,
        spellings={**column.spellings, **asked.spellings},
        month_ends=month,
    )
