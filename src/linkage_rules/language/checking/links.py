"""Fields that are lists of records with a table of their own: by which key they belong together."""

from collections.abc import Sequence
from typing import Final

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import Names, Problems
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.model.types import EnumType, Field, Link, RecordType, Scalar, Type
from linkage_rules.words.messages import Phrase

_SCALAR_KEYS: Final = frozenset({Scalar.TEXT, Scalar.WHOLE})


class LinkChecker:
    """Checks what stands behind “by”."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def link(
        self,
        line: syntax.HasMany,
        element: RecordType,
        owner: syntax.RecordDeclaration,
        fields: Sequence[Field],
    ) -> Link | None:
        """The keys of a link, or None where something is wrong with them.

        ``fields`` are those of the record that has the others.
        """
        by = self._field(line.by, element.name, element.label, element.fields)
        if line.of is not None:
            of = self._field(line.of, owner.name.text, owner.label, fields)
        else:
            of = next((f for f in fields if f.required and _is_key(f.type)), None)
            if of is None:
                called = Phrase(owner.name.text, owner.label or owner.name.text)
                self.problems.report("POL-322", line.by.span, record=called, name=line.by.text)
        if by is None or of is None:
            return None
        if by.type != of.type or not _is_key(by.type):
            self.problems.report(
                "POL-321",
                line.by.span,
                name=by.label or by.name,
                found_type=type_phrase(by.type),
                of=of.label or of.name,
                of_type=type_phrase(of.type),
            )
            return None
        return Link(by.name, of.name)

    def _field(
        self, name: syntax.Name, record: str, label: str | None, fields: Sequence[Field]
    ) -> Field | None:
        spelt = {spelling: f for f in fields for spelling in (f.label, f.name) if spelling}
        found = spelt.get(name.text)
        if found is None:
            kind = Phrase("a field of {type}", "{type}的字段")
            called = Phrase(record, label or record)
            self.problems.unknown_name(kind.filled(type=called), name, spelt)
            return None
        self.names.refer(name, found.name, found.label)
        return found


def _is_key(type_: Type) -> bool:
    return isinstance(type_, EnumType) or type_ in _SCALAR_KEYS
