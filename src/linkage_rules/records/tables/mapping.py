"""Mappings: which column of a table fills which field of a record."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Final

from attrs import Factory, evolve, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, element_of
from linkage_rules.model.values import Value
from linkage_rules.records.problems import FileProblem, InputError
from linkage_rules.records.refusals import RefusedValueError, described, did_you_mean
from linkage_rules.records.tables.headings import folded_path
from linkage_rules.words.messages import Phrase, Reason, reason
from linkage_rules.words.showing import printable

_STEP: Final = re.compile(r"([^\[\].\s]+)(?:\[([^\[\].]*)\])?")
_MOST_STEPS: Final = 16

_NOT_A_PATH: Final = reason("MAP-101", "not a field path", "不是字段路径")
_PATH: Final = Phrase(
    'write it like "name", "agreement.signed" or "funds[fiscal].amount"',
    "写法如 “name”“agreement.signed”“funds[fiscal].amount”",
)
_FIXED_FOR_ANOTHER: Final = reason(
    "MAP-214",
    "the fixed value is for a field that has another type in the other policy",
    "固定值所填的字段在另一个政策中类型不同",
)
_AS_COLUMN: Final = Phrase(
    "give the value in a column of the table, or the field one type in both policies",
    "请把该值填在表格的一列中，或者让两个政策中的类型一致",
)


@frozen
class Step:
    """One name in a field path.

    ``element`` distinguishes the elements of a list of records: paths with the same ``element``
    fill the same one. It is None for a field that is no such list.
    """

    name: str
    element: str | None = None


@frozen
class Target:
    """The field that a column or a fixed value fills."""

    path: str
    steps: tuple[Step, ...]
    field: Field

    __repr__ = in_brief


@frozen
class Column:
    """A column of a table. ``headings`` are the ways it may be headed.

    Rows without a value in a ``needed`` column are refused. ``or_row_number`` says that for a blank
    cell the number of its row is used, as a name for a record that has none. ``month_ends`` says
    that a month without a day means its last day, for days on which something ends. Where a table
    has several of the headings, the first one listed is read. ``unit`` is the unit where the table
    gives none; ``unit_as`` names the column whose heading gives the unit for this one, too.
    """

    headings: tuple[str, ...]
    targets: tuple[Target, ...]
    unit: str | None = None
    unit_as: str | None = None
    spellings: Mapping[str, str | bool] = Factory(dict)
    needed: bool = False
    or_row_number: bool = False
    month_ends: bool = False

    __repr__ = in_brief

    @cached_property
    def essential(self) -> bool:
        """Whether a row without a value in this column is no record.

        That is so if the column is needed, or fills a required field for which the row number
        cannot be used.
        """
        required = any(t.field.required and len(t.steps) == 1 for t in self.targets)
        return self.needed or (required and not self.or_row_number)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of each heading, by its folded words; lower is preferred."""
        ranks: dict[str, int] = {}
        for rank, heading in enumerate(self.headings):
            ranks.setdefault(folded_path(heading), rank)
        return ranks


@frozen
class Fixed:
    """A value that every record gets, or every element of a list that a column makes."""

    target: Target
    value: Value

    __repr__ = in_brief


@frozen
class ColumnMapping:
    """How the tables of one kind are read into records of one type.

    ``totals`` and ``notes`` are further words that mark rows which are no records. ``heading_rows``
    are the first and the last row of the headings, where these need not be searched for.
    """

    name: str
    record_type: RecordType
    columns: tuple[Column, ...]
    fixed: tuple[Fixed, ...] = ()
    sheet: str | None = None
    heading_rows: tuple[int, int] | None = None
    totals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    __repr__ = in_brief


def resolve(path: str, record_type: RecordType) -> Target:
    """The field at a path. Raises `RefusedValueError`, with a similar name, if there is none.

    >>> from linkage_rules.model.types import Scalar
    >>> fund = RecordType("Fund", "资金", (Field("amount", "金额", Scalar.MONEY),))
    >>> project = RecordType("Project", "项目", (Field("funds", "资金", ListType(fund)),))
    >>> resolve("资金[fiscal].金额", project).path
    'funds[fiscal].amount'
    """
    parts = path.split(".")
    matches = [_STEP.fullmatch(part) for part in parts]
    if len(parts) > _MOST_STEPS or not all(matches):
        raise RefusedValueError(_NOT_A_PATH, _PATH)
    within: RecordType | None = record_type
    steps: list[Step] = []
    field: Field | None = None
    for match in filter(None, matches):
        if within is None:
            assert field is not None
            raise RefusedValueError(_no_parts(field))
        field = within.by_spelling.get(match[1])
        if field is None:
            raise RefusedValueError(
                _unknown(match[1], within), did_you_mean(match[1], tuple(within.by_spelling))
            )
        steps.append(Step(field.name, match[2]))
        within = _inside(field, match[2])
    assert field is not None
    if steps[-1].element is not None:
        raise RefusedValueError(_NOT_A_PATH, _PATH)
    return Target(_written(steps), tuple(steps), field)


def for_type(mapping: ColumnMapping, record_type: RecordType) -> ColumnMapping:
    """The columns of a mapping for records of another type, as far as it has their fields.

    Raises `InputError` where a fixed value is for a field whose type is another one there.

    >>> from linkage_rules.model.types import Scalar
    >>> fields = Field("id", "编号", Scalar.TEXT), Field("amount", "金额", Scalar.MONEY)
    >>> new, old = RecordType("Fund", None, fields), RecordType("Fund", None, fields[:1])
    >>> [column.headings for column in for_type(plain_mapping(new), old).columns]
    [('编号', 'id')]
    """
    found = ((column, _targets(column.targets, record_type)) for column in mapping.columns)
    columns = tuple(
        evolve(column, targets=targets, spellings=_spellings(column, targets))
        for column, targets in found
        if targets
    )
    fixed = tuple(
        Fixed(_fixed(mapping, one.target, target), one.value)
        for one in mapping.fixed
        for target in _targets((one.target,), record_type)
    )
    return evolve(mapping, record_type=record_type, columns=columns, fixed=fixed)


def _fixed(mapping: ColumnMapping, written_for: Target, target: Target) -> Target:
    if target.field.type != written_for.field.type:
        place = f"{printable(mapping.name)}: fixed.{written_for.path}"
        expected = described(written_for.field.type)
        raise InputError(FileProblem(place, "", _FIXED_FOR_ANOTHER, expected, _AS_COLUMN))
    return target


def _targets(targets: Sequence[Target], record_type: RecordType) -> tuple[Target, ...]:
    """The same fields of another type; those that it lacks are left out."""
    found = []
    for target in targets:
        with suppress(RefusedValueError):
            found.append(resolve(target.path, record_type))
    return tuple(found)


def _spellings(column: Column, targets: Sequence[Target]) -> Mapping[str, str | bool]:
    """The words of a column for values that its fields have."""
    types = [element_of(target.field.type) for target in targets]
    return {
        word: value
        for word, value in column.spellings.items()
        if all(
            type_ is Scalar.YES_NO
            if isinstance(value, bool)
            else isinstance(type_, EnumType) and value in {one.name for one in type_.members}
            for type_ in types
        )
    }


def plain_mapping(record_type: RecordType) -> ColumnMapping:
    """The mapping of tables whose headings are the labels or names of the fields.

    Fields of a nested record have the two headings one above the other, or a path such as
    ``agreement.signed``.
    """
    return ColumnMapping(
        record_type.label or record_type.name, record_type, tuple(_plain(record_type))
    )


def labelled(record_type: RecordType, columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns for the fields that are not in ``columns``, headed by their labels or names.

    Headings that ``columns`` use are not taken. Lists of records are left out, because no cell of a
    sheet can hold one.
    """
    filled = {target.path for column in columns for target in column.targets}
    taken = {heading for column in columns for heading in column.ranks}
    return tuple(
        column
        for column in _plain(record_type)
        if column.targets[0].path not in filled
        and not column.ranks.keys() & taken
        and not _holds_records(column.targets[0].field)
    )


def _holds_records(field: Field) -> bool:
    type_ = field.type.element if isinstance(field.type, ListType) else field.type
    return isinstance(type_, RecordType)


def _plain(record_type: RecordType) -> list[Column]:
    columns = []
    for field in record_type.fields:
        names = tuple(spelling for spelling in (field.label, field.name) if spelling)
        target = Target(field.name, (Step(field.name),), field)
        columns.append(Column(names, (target,)))
        if isinstance(field.type, RecordType):
            for part in field.type.fields:
                path = f"{field.name}.{part.name}"
                both = f"{field.label}/{part.label}" if field.label and part.label else path
                steps = (Step(field.name), Step(part.name))
                columns.append(Column((both, path), (Target(path, steps, part),)))
    return columns


def _inside(field: Field, element: str | None) -> RecordType | None:
    """The record type in which the rest of a path is looked up; None if there is none."""
    if isinstance(field.type, ListType) and isinstance(field.type.element, RecordType):
        return field.type.element if element is not None else None
    if element is not None:
        raise RefusedValueError(
            reason(
                "MAP-102",
                f"{field.name} is no list of records",
                f"{field.name} 不是由记录组成的列表",
            )
        )
    return field.type if isinstance(field.type, RecordType) else None


def _unknown(name: str, record_type: RecordType) -> Reason:
    label = record_type.label or record_type.name
    return reason("MAP-103", f"{record_type.name} has no field {name}", f"“{label}”没有字段 {name}")


def _no_parts(field: Field) -> Reason:
    if isinstance(field.type, ListType):
        return reason(
            "MAP-104",
            f"{field.name} is a list; name the element, such as {field.name}[a]",
            f"{field.name} 是列表，请写明哪一个元素，如 {field.name}[a]",
        )
    return reason("MAP-105", f"{field.name} has no fields of its own", f"{field.name} 没有下级字段")


def _written(steps: list[Step]) -> str:
    return ".".join(s.name if s.element is None else f"{s.name}[{s.element}]" for s in steps)
