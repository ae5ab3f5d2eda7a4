"""Record types that several policies extend: one type with the fields of all of them."""

from collections.abc import Iterable, Mapping

from attrs import evolve

from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Related
from linkage_rules.model.package import Package
from linkage_rules.model.retyping import Retyping
from linkage_rules.model.spans import Span
from linkage_rules.model.types import Field, ListType, RecordType, Type
from linkage_rules.words.called import called
from linkage_rules.words.messages import FIRST_PLACE


def unified(packages: tuple[Package, ...], place: Span, problems: Problems) -> tuple[Package, ...]:
    """The packages over common record types, where some of them extend types that all use.

    A field that two packages define differently is reported at ``place``.
    """
    declared: dict[str, dict[str, list[RecordType]]] = {}
    for package in packages:
        for one in package.stack():
            for type_ in one.declared_records:
                known = declared.setdefault(type_.name, {}).setdefault(one.name, [])
                if type_ not in known:
                    known.append(type_)
    # Two packages that declare types of the same name have different types; that is reported with
    # the names.
    versions = {n: found for n, by in declared.items() for found in by.values() if len(by) == 1}
    if all(len(found) == 1 for found in versions.values()):
        return packages
    shared: dict[str, RecordType] = {}
    for found in versions.values():
        _join(found, versions, shared, place, problems)
    retyping = Retyping(shared)
    return tuple(map(retyping.of, packages))


def _join(
    found: list[RecordType],
    versions: Mapping[str, list[RecordType]],
    shared: dict[str, RecordType],
    place: Span,
    problems: Problems,
) -> RecordType:
    """One record type with the fields of all its versions; the types inside it are joined first."""
    first = found[0]
    if first.name in shared:
        return shared[first.name]

    def joined(type_: Type) -> Type:
        match type_:
            case RecordType(name=name):
                return _join(versions.get(name, [type_]), versions, shared, place, problems)
            case ListType(element):
                return ListType(joined(element))
        return type_

    fields: dict[str, Field] = {}
    for field in _all_fields(found):
        new = evolve(field, type=joined(field.type))
        known = fields.setdefault(field.name, new)
        if known != new:
            related = (Related(problems.excerpt(known.span), FIRST_PLACE),)
            name = field.label or field.name
            record = called(first)
            problems.report("POL-396", place, record=record, name=name, related=related)
    shared[first.name] = evolve(first, fields=tuple(fields.values()))
    return shared[first.name]


def _all_fields(found: Iterable[RecordType]) -> Iterable[Field]:
    return (field for type_ in found for field in type_.fields)
