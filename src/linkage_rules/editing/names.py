"""What the names of a policy stand for: where each is declared, and where it is written."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from attrs import field, frozen

from linkage_rules.editing.folders import Known, path_of
from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import KINDS, NamedDeclaration
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.references import Reference
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.spans import Span
from linkage_rules.policy.loading.packages import LoadedPackage
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
    """Every name of a policy and of what it uses, by where it stands.

    It is kept beside what is known of the policy, so it holds no more of that than it needs: two
    that held one another would stay until the garbage collector comes.
    """

    loaded: LoadedPackage
    sources: Mapping[Path, tuple[SourceFile, syntax.File]]

    _declared: dict[Path, tuple[Declared, ...]] = field(factory=dict, init=False)
    _by_place: dict[str, Mapping[int, Declared]] = field(factory=dict, init=False)

    @property
    def declared(self) -> Mapping[Path, tuple[Declared, ...]]:
        """What each file declares, in its order."""
        return {path: self.declared_in(path) for path in self.sources}

    def declared_in(self, path: Path) -> tuple[Declared, ...]:
        """What a file declares, in its order; nothing where the policy has no such file."""
        if path not in self._declared:
            source = self.sources.get(path)
            self._declared[path] = () if source is None else tuple(declarations_in(*source))
        return self._declared[path]

    def _declared_at(self, span: Span) -> Declared | None:
        """What is declared at a place; most that is asked is about the names of a file or two."""
        file = span.file
        if file not in self._by_place:
            self._by_place[file] = {
                at.start: one
                for one in self.declared_in(path_of(file))
                for at in (one.line.span, one.name.span)
            }
        return self._by_place[file].get(span.start)

    @cached_property
    def _references(self) -> Mapping[str, list[tuple[Span, Reference]]]:
        """What is written in each file, by what messages call it."""
        found: dict[str, list[tuple[Span, Reference]]] = {}
        for package in self.loaded.stack():
            for span, reference in package.references.items():
                found.setdefault(span.file, []).append((span, reference))
        return found

    def _written_in(self, path: Path) -> list[tuple[Span, Reference]]:
        source = self.sources.get(path)
        return [] if source is None else self._references.get(source[0].name, [])

    def _written(self, span: Span, reference: Reference) -> Written:
        return Written(span, reference, self._declared_at(reference.declared))

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Every name that is written in the files, but for those that declare."""
        return tuple(
            self._written(span, reference)
            for package in self.loaded.stack()
            for span, reference in package.references.items()
        )

    def written_in(self, path: Path) -> Iterator[Written]:
        """Every name that is written in a file, but for those that declare."""
        for span, reference in self._written_in(path):
            yield self._written(span, reference)

    def at(self, path: Path, offset: int) -> Written | None:
        """The name that stands at a place of a file, written or declared there."""
        for written_at, reference in self._written_in(path):
            if _holds(written_at, offset):
                return self._written(written_at, reference)
        for one in self.declared_in(path):
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
    return Names(known.loaded, known.sources)


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset <= span.end
