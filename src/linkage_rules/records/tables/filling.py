"""The fields of one record put together from the cells of its row."""

from collections.abc import Iterable, Sequence

from attrs import Factory, define

from linkage_rules.model.types import ListType, RecordType, Scalar
from linkage_rules.records.tables.mapping import Fixed, Step, Target


@define
class _Node:
    """A record while it is put together: the record itself, one in a field, or one in a list.

    ``unknown`` are the fields of which the cell is blank or in doubt.
    """

    record_type: RecordType
    cells: dict[str, object] = Factory(dict)
    fixed: dict[str, object] = Factory(dict)
    records: "dict[str, _Node]" = Factory(dict)
    lists: "dict[str, dict[str, _Node]]" = Factory(dict)
    unknown: set[str] = Factory(set)

    def put(self, steps: Sequence[Step], value: object, is_fixed: bool) -> None:
        step, *rest = steps
        if rest:
            self._inside(step).put(rest, value, is_fixed)
        elif is_fixed:
            self.fixed[step.name] = value
        elif value is None:
            self.unknown.add(step.name)
        else:
            self.cells[step.name] = value

    def _inside(self, step: Step) -> "_Node":
        type_ = self.record_type.by_spelling[step.name].type
        if isinstance(type_, ListType):
            type_ = type_.element
        assert isinstance(type_, RecordType)
        if step.element is None:
            return self.records.setdefault(step.name, _Node(type_))
        return self.lists.setdefault(step.name, {}).setdefault(step.element, _Node(type_))

    @property
    def heard_of(self) -> bool:
        """Whether a cell says anything about it."""
        inside = [*self.records.values(), *(n for by in self.lists.values() for n in by.values())]
        return bool(self.cells) or any(node.heard_of for node in inside)

    @property
    def absent(self) -> bool:
        """Whether its cells say that it is an amount of zero, of whatever kind."""
        if self.records or self.lists:
            return False
        amounts = {f.name for f in self.record_type.fields if f.type is Scalar.MONEY}
        known = [value for name, value in self.cells.items() if name in amounts]
        return bool(known) and not any(known) and not self.unknown & amounts

    def data(self) -> dict[str, object]:
        data = {**self.fixed, **self.cells}
        for name, record in self.records.items():
            inner = record.data()
            if inner and record.complete(inner):
                data[name] = inner
        for name, by_element in self.lists.items():
            elements = [n.as_element() for n in by_element.values() if not n.absent]
            if not elements or any(element is not None for element in elements):
                data[name] = elements
        return data

    def as_element(self) -> dict[str, object] | None:
        data = self.data()
        return data if self.heard_of and self.complete(data) else None

    def complete(self, data: dict[str, object]) -> bool:
        return all(f.name in data for f in self.record_type.fields if f.required)


def assembled(
    record_type: RecordType, cells: Iterable[tuple[Target, object]], fixed: Iterable[Fixed]
) -> dict[str, object]:
    """The data of a record. A value that is None is unknown, and its field is left out.

    Columns whose paths name the same element of a list fill one element. An element of which
    nothing is known is None, because a blank cell does not say that there is none; a list of
    nothing else is unknown. An element whose amount is zero does not exist.
    What is fixed for an element is said of it only where a cell says something about it.

    >>> from linkage_rules.model.types import Field
    >>> from linkage_rules.records.tables.mapping import resolve
    >>> fund = RecordType("Fund", None, (Field("amount", None, Scalar.MONEY),))
    >>> project = RecordType("Project", None, (Field("funds", None, ListType(fund)),))
    >>> fiscal, other = (resolve(f"funds[{n}].amount", project) for n in ("fiscal", "other"))
    >>> assembled(project, [(fiscal, 100), (other, None)], [])
    {'funds': [{'amount': 100}, None]}
    """
    root = _Node(record_type)
    for target, value in cells:
        root.put(target.steps, value, is_fixed=False)
    for constant in fixed:
        root.put(constant.target.steps, constant.value, is_fixed=True)
    return root.data()
