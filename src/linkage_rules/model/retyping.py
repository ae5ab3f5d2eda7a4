"""A package with other definitions of its record types and enums put in."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

import attrs
from attrs import define, evolve, field

from linkage_rules.model.operations import Operation
from linkage_rules.model.package import Package
from linkage_rules.model.types import EnumType, RecordType

Types: TypeAlias = Mapping[str, EnumType | RecordType]
_V = TypeVar("_V")


def spoken_in(package: Package, types: Types) -> Package:
    """The package in which each type is replaced by the one of the same name in ``types``.

    >>> village = RecordType("Village", "村", ())
    >>> package = Package(name="p", declared_records=(RecordType("Village", None, ()),))
    >>> spoken_in(package, {"Village": village}).record_types["Village"].label
    '村'
    """
    return Retyping(types).of(package)


@define
class Retyping:
    """Replaces types by those of the same names, in any object of the model."""

    types: Types
    _seen: dict[int, tuple[Any, Any]] = field(factory=dict)
    """Results by the ``id`` of the object; the object is kept too, so that its ``id`` is not
    reused."""

    def of(self, value: _V) -> _V:
        found: _V = self._of(value)
        return found

    def _of(self, value: Any) -> Any:
        if isinstance(value, EnumType | RecordType):
            return self.types.get(value.name, value)
        if isinstance(value, tuple):
            return tuple(self._of(item) for item in value)
        # Operations are rows of a table that all policies share, and name no declared type.
        if isinstance(value, Operation) or not attrs.has(type(value)):
            return value
        if id(value) not in self._seen:
            self._seen[id(value)] = (value, evolve(value, **dict(self._changed(value))))
        return self._seen[id(value)][1]

    def _changed(self, value: Any) -> Iterator[tuple[str, Any]]:
        for attribute in attrs.fields(type(value)):
            if attribute.init and attribute.name != "span":
                yield attribute.alias, self._of(getattr(value, attribute.name))
