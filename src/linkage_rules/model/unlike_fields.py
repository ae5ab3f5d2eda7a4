"""Fields that two shapes of a record have in common, and whose values are of different types."""

from collections.abc import Iterator

from attrs import frozen

from linkage_rules.model.types import (
    NUMERIC,
    EnumType,
    Field,
    ListType,
    RecordType,
    Scalar,
    Type,
)


@frozen
class UnlikeField:
    """A field of one name in both shapes, as each has it; ``path`` leads to it by the names of the
    first."""

    path: str
    before: Field
    after: Field

    @property
    def is_mistakable(self) -> bool:
        """Whether a number that stands for itself in one is an amount in fen in the other."""
        types = {_innermost(self.before.type), _innermost(self.after.type)}
        return Scalar.MONEY in types and bool(types & NUMERIC)


def unlike_fields(before: RecordType, after: RecordType, within: str = "") -> Iterator[UnlikeField]:
    """The fields of both whose values are of different types, at every level.

    >>> old = RecordType("Fund", None, (Field("amount", "金额", Scalar.WHOLE),))
    >>> new = RecordType("Fund", None, (Field("amount", "金额", Scalar.MONEY),))
    >>> [(one.path, one.is_mistakable) for one in unlike_fields(old, new)]
    [('amount', True)]
    """
    for field in before.fields:
        spellings = (spelling for spelling in (field.name, field.label) if spelling)
        others = (after.by_spelling.get(spelling) for spelling in spellings)
        other = next(filter(None, others), None)
        if other is None:
            continue
        path = f"{within}{field.name}"
        types = field.type, other.type
        while isinstance(types[0], ListType) and isinstance(types[1], ListType):
            types = types[0].element, types[1].element
        if isinstance(types[0], RecordType) and isinstance(types[1], RecordType):
            yield from unlike_fields(types[0], types[1], f"{path}.")
        elif not _same(*types):
            yield UnlikeField(path, field, other)


def _same(before: Type, after: Type) -> bool:
    if isinstance(before, EnumType) and isinstance(after, EnumType):
        return _members(before) == _members(after)
    return before is after


def _members(type_: EnumType) -> frozenset[tuple[str, str | None]]:
    return frozenset((member.name, member.label) for member in type_.members)


def _innermost(type_: Type) -> Type:
    return _innermost(type_.element) if isinstance(type_, ListType) else type_
