"""Parts of a record chosen anew, and the record after that."""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any, Final

from attrs import frozen

from linkage_rules.engines.symbolic.decoding import plainest
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.model.values import Record, Value

_STEP: Final = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


class Role(Enum):
    """Why a part may be chosen."""

    CHANGE = "change"
    ASSUMPTION = "assumption"
    OBSTACLE = "obstacle"


class EditKind(Enum):
    """What is done to a part of a record."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"


@frozen
class Edit:
    """One part of a record chosen anew.

    ``path`` is that of the value which is set or removed, or of the list to which ``after`` is
    added; elements are numbered as in the record before.
    """

    kind: EditKind
    role: Role
    path: str
    type: Type
    before: Value
    after: Value


def blank(shape: RecordType) -> Record:
    """A record with nothing in it but what it must have."""
    return {f.name: plainest(f) if f.required else None for f in shape.fields}


def revised(record: Record, record_type: RecordType, edits: Iterable[Edit]) -> Record:
    """The record after some edits. Elements are numbered as in the record before.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> shape = RecordType("V", None, (Field("n", None, ListType(Scalar.WHOLE)),))
    >>> remove = Edit(EditKind.REMOVE, Role.CHANGE, "n[0]", Scalar.WHOLE, 7, None)
    >>> add = Edit(EditKind.ADD, Role.CHANGE, "n", Scalar.WHOLE, None, 9)
    >>> revised({"n": (7, 8)}, shape, (remove, add))
    {'n': (8, 9)}
    """
    ordered = [*edits]
    gone = [edit for edit in ordered if edit.kind is EditKind.REMOVE]
    # From the end, so that the numbers of those before stay what they are.
    ordered = [edit for edit in ordered if edit.kind is not EditKind.REMOVE]
    ordered += sorted(gone, key=lambda edit: _steps(edit.path), reverse=True)
    result: Any = record
    for edit in ordered:
        result = _with(result, record_type, _steps(edit.path), edit)
    changed: Record = result
    return changed


def _steps(path: str) -> tuple[tuple[str, int], ...]:
    """A path as names and numbers; a number has no name."""
    found = _STEP.findall(path)
    return tuple((name, int(number) if number else -1) for number, name in found)


def _with(value: Any, type_: Type, steps: tuple[tuple[str, int], ...], edit: Edit) -> Any:
    """A value in which an edit at the end of a path was carried out."""
    if not steps:
        return edit.after if edit.kind is EditKind.SET else (*(value or ()), edit.after)
    (name, number), *rest = steps
    if isinstance(type_, RecordType):
        inner = value if value is not None else blank(type_)
        declared = next(f for f in type_.fields if f.name == name)
        return {**inner, name: _with(inner[name], declared.type, tuple(rest), edit)}
    assert isinstance(type_, ListType)
    if not rest and edit.kind is EditKind.REMOVE:
        return (*value[:number], *value[number + 1 :])
    changed = _with(value[number], type_.element, tuple(rest), edit)
    return (*value[:number], changed, *value[number + 1 :])
