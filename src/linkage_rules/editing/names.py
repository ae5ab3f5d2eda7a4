"""What the names of a policy stand for: where each is declared, and where it is written."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.editing.folders import Known, path_of
from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import KINDS, NamedDeclaration
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.references import Reference
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.spans import Span
from linkage_rules.words.messages import Phrase

FIELD: Final = Phrase("a field", "字段")
VALUE: Final = Phrase("a value of an enum", "枚举值")


@frozen
class Declared:
    """What has a name: a declaration, the field of a record or the value of an enum.

    ``line`` is its declaration, ``within`` that of the record or the enum it belongs to.
    ``label_at`` is where its label stands, without the quotation marks.
    """

    kind: Phrase
    name: syntax.Name
    label: str | None
    line: syntax.Line
    within: syntax.Declaration | None
    label_at: Span | None


@frozen
class Written:
    """A name where it is written, and what it stands for."""

    span: Span
    reference: Reference
    declared: Declared | None


_NamedLine: TypeAlias = NamedDeclaration | syntax.FieldLine | syntax.EnumMember


def declarations_in(source: SourceFile, file: syntax.File) -> Iterator[Declared]:
    """What a file gives names to, in its order."""

    def one(kind: Phrase, line: _NamedLine, within: syntax.Declaration | None = None) -> Declared:
        name, label = line.name, line.label
        at = source.text.find(label, name.span.end, line.span.end) if label else -1
        label_at = source.span(at, at + len(label)) if label and at >= 0 else None
        return Declared(kind, name, label, line, within, label_at)

    for declaration in file.declarations:
        if isinstance(declaration, NamedDeclaration):
            yield one(KINDS[type(declaration)].value, declaration)
        for clause in declaration.clauses:
            if isinstance(clause, syntax.FieldLine):
                yield one(FIELD, clause, declaration)
            elif isinstance(clause, syntax.EnumMember):
                yield one(VALUE, clause, declaration)


@frozen(slots=False, eq=False)
class Names:
    """Every name of a policy and of what it uses, by where it stands."""

    known: Known

    @cached_property
    def declared(self) -> Mapping[Path, tuple[Declared, ...]]:
        """What each file declares, in its order."""
        return {
            path: tuple(declarations_in(source, file))
            for path, (source, file) in self.known.sources.items()
        }

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, int], Declared]:
        return {
            (span.file, span.start): one
            for found in self.declared.values()
            for one in found
            for span in (one.line.span, one.name.span)
        }

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Every name that is written in the files, but for those that declare."""
        return tuple(
            Written(span, reference, self._by_place.get(_start(reference.declared)))
            for package in self.known.loaded.stack()
            for span, reference in package.references.items()
        )

    def at(self, path: Path, offset: int) -> Written | None:
        """The name that stands at a place of a file, written or declared there."""
        for written in self.written:
            if _holds(written.span, offset) and path_of(written.span.file) == path:
                return written
        for one in self.declared.get(path, ()):
            for span in (one.name.span, one.label_at):
                if span is not None and _holds(span, offset):
                    return Written(span, Reference(one.name.text, one.label, one.name.span), one)
        return None

    def standing_for(self, declared: Declared) -> Iterator[Written]:
        """Where something is written, without where it is declared."""
        return (one for one in self.written if one.declared is declared)


def names_of(known: Known) -> Names:
    """The names of a policy; looked for once, whatever is asked of them."""
    return _names(None, known)


@kept_beside
def _names(_: None, known: Known) -> Names:
    return Names(known)


def _start(span: Span) -> tuple[str, int]:
    return span.file, span.start


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end
