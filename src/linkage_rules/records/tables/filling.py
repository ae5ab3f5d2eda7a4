"""The fields of one record put together from the cells of its row."""

from collections.abc import Iterable

from attrs import Factory, define

from linkage_rules.model.types import ListType, RecordType, Scalar
from linkage_rules.records.tables.mapping import Fixed, Target


@define
class _Element:
    """An element of a list: what its cells say, and what is fixed for it.

    ``unknown`` says that one of its cells is blank or in doubt.
    """

    record_type: RecordType
    cells: dict[str, object] = Factory(dict)
    fixed: dict[str, object] = Factory(dict)
    unknown: bool = False

    def value(self) -> dict[str, object] | None | _Absent:
        """The element; None if nothing is known of it. An amount of zero says that there is none,
        if no other cell says anything."""
        if not self.cells:
            return None
        money = {f.name for f in self.record_type.fields if f.type is Scalar.MONEY}
        if not self.unknown and all(n in money and v == 0 for n, v in self.cells.items()):
            return _ABSENT
        whole = {**self.fixed, **self.cells}
        needed = [f.name for f in self.record_type.fields if f.required]
        return whole if all(name in whole for name in needed) else None


class _Absent:
    """An element that is known not to exist."""


_ABSENT = _Absent()


def assembled(
    cells: Iterable[tuple[Target, object]], fixed: Iterable[Fixed]
) -> dict[str, object]:
    """The data of a record. A value that is None is unknown, and its field is left out.

    Columns that fill elements of a list make one element for each name in brackets. A list of
    which nothing is known is unknown; otherwise an element of which nothing is known is None,
    because a blank cell does not say that there is none. What is fixed for an element is said of
    it only where a cell says something about it.
    """
    data: dict[str, object] = {}
    elements: dict[str, dict[str, _Element]] = {}
    for target, value in cells:
        _put(data, elements, target, value, is_fixed=False)
    for constant in fixed:
        _put(data, elements, constant.target, constant.value, is_fixed=True)
    for name, by_key in elements.items():
        values = [element.value() for element in by_key.values()]
        kept = [value for value in values if not isinstance(value, _Absent)]
        if not kept or any(value is not None for value in kept):
            data[name] = kept
    return data


def _put(
    data: dict[str, object],
    elements: dict[str, dict[str, _Element]],
    target: Target,
    value: object,
    is_fixed: bool,
) -> None:
    *path, leaf = target.steps
    node = data
    ...
