"""Checks who bears a norm, whom it is owed to, and which fields of a record name them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import Kind, Names, Problems
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Edit, Fix, certain
from linkage_rules.model.norms import Bearer, Bearing, Modality, NamedBy
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.words.called import called
from linkage_rules.words.keywords import BY_TERMINAL, spelling
from linkage_rules.words.messages import FIRST_PLACE, Phrase


class PartyChecker:
    """Checks the parties of norms, and the fields that hold their names."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def bearer(self, declaration: syntax.BearerDeclaration) -> Bearer:
        """The party, with those of its fields that may hold its name."""
        tied: dict[str, tuple[syntax.Tie, NamedBy]] = {}
        for tie, found in self._ties(declaration):
            first = tied.setdefault(found.record_type, (tie, found))
            if first[0] is not tie:
                related = (Related(self.problems.excerpt(first[0].field.span), FIRST_PLACE),)
                self.problems.report(
                    "POL-370",
                    tie.field.span,
                    hint=self.problems.without_member(first[0].span, tie.span),
                    name=declaration.name.text,
                    record_type=called(self.names.by_spelling[found.record_type]),
                    related=related,
                )
        named_by = tuple(found for _, found in tied.values())
        return Bearer(declaration.name.text, declaration.label, declaration.span, named_by)

    def _ties(self, declaration: syntax.BearerDeclaration) -> Iterator[tuple[syntax.Tie, NamedBy]]:
        for tie in declaration.named_by:
            symbol = self.names.find(tie.record_type, Kind.RECORD_TYPE)
            if symbol is None or not isinstance(symbol.signature, RecordType):
                continue
            record_type = symbol.signature
            field = record_type.by_spelling.get(tie.field.text)
            if field is None:
                kind = _TEXT_FIELD.filled(record_type=called(record_type))
                texts = [s for s, f in record_type.by_spelling.items() if f.type is Scalar.TEXT]
                self.problems.unknown_name(kind, tie.field, texts, record_type.by_spelling)
                continue
            self.names.refer(tie.field, field)
            if field.type is not Scalar.TEXT:
                self.problems.report(
                    "POL-371",
                    tie.field.span,
                    field=called(field),
                    found_type=type_phrase(field.type),
                    name=declaration.name.text,
                )
                continue
            yield tie, NamedBy(record_type.name, field.name)

    def bearers(self, duty: syntax.Duty) -> tuple[str, ...] | None:
        """The names of those who bear a norm, or None where one of them is not known."""
        found: dict[str, syntax.Name] = {}
        unknown = False
        for written in duty.bearers:
            symbol = self.names.find(written, Kind.BEARER)
            if symbol is None:
                unknown = True
                continue
            first = found.setdefault(symbol.name, written)
            if first is not written:
                related = (Related(self.problems.excerpt(first.span), FIRST_PLACE),)
                hint = self.problems.without_member(written.span)
                name = written.text
                self.problems.report("POL-372", written.span, hint=hint, name=name, related=related)
        if duty.modality is Modality.PROHIBITION and duty.bearing is Bearing.ANY:
            self.problems.report("POL-375", duty.span, hint=self._each_of(duty.bearers))
        return None if unknown else tuple(found)

    def _each_of(self, bearers: Sequence[syntax.Name]) -> Fix:
        """The fix to write that every one of the bearers has to leave it."""
        file = self.problems.files[bearers[0].span.file]
        joints = [
            (one.span.end + match.start(), match[0])
            for one, other in pairwise(bearers)
            for match in _OR.finditer(file.text[one.span.end : other.span.start])
        ]
        is_english = all(said.isascii() for _, said in joints)
        word = spelling("AND", "en") if is_english else spelling("TOGETHER_WITH", "zh")
        edits = (Edit(file.span(at, at + len(said)), word) for at, said in joints)
        return certain(_NONE_OF_THEM.filled(word=word), *edits)

    def counterparty(self, duty: syntax.Duty, bearers: Sequence[str]) -> str | None:
        """The counterparty of a duty; None without one."""
        if duty.counterparty is None:
            return None
        symbol = self.names.find(duty.counterparty, Kind.BEARER)
        if symbol is not None and symbol.name in bearers:
            place = evolve(duty.action.span, start=duty.action.span.end, end=duty.span.end)
            is_behind = duty.counterparty.span.start > duty.action.span.start
            hint = self.problems.without(place) if is_behind else None
            name = duty.counterparty
            self.problems.report("POL-376", name.span, hint=hint, name=name.text)
        return None if symbol is None else symbol.name


_OR: Final = re.compile("|".join(sorted(BY_TERMINAL["OR"].spellings, key=len, reverse=True)))
_TEXT_FIELD: Final = Phrase("a text field of {record_type}", "{record_type}的文本字段")
_NONE_OF_THEM: Final = Phrase(
    "if none of them may, join them with “{word}”; if one alone may not, name that one",
    "若各方都不得，用“{word}”连接；若只是其中一方不得，只写那一方",
)
