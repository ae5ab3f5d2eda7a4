"""Declarations that are as they were: what they come to is taken from an earlier check.

What a declaration comes to follows from what stands in it, and from the names that its check looks
up. Both are noted while it is checked. While it stands where it stood, and all those names are what
they were, it comes to the same. Where one of them was only moved, the references to it are moved
along; and what has a fault, of which something is to be said, is checked anew.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, MutableMapping, MutableSet
from enum import Enum, auto
from typing import Any, TypeVar

from attrs import define, evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.resolve import (
    ActionSignature,
    FactSignature,
    Kind,
    Names,
    NormSignature,
    ParameterSignature,
    Problems,
    Signature,
    Symbol,
)
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.references import Reference
from linkage_rules.model.spans import Span
from linkage_rules.model.types import ListType, Type

_D = TypeVar("_D", bound=syntax.Declaration)
_T = TypeVar("_T")


class _Change(Enum):
    """What may have become of a name: it stands for something else, or is declared elsewhere."""

    NONE = auto()
    MOVED = auto()
    ANOTHER = auto()


@frozen(eq=False)
class _Seen:
    """A name as it was when it was looked up; a symbol itself may be changed later."""

    kind: Kind
    name: str
    label: str | None
    package: str | None
    signature: Signature
    span: Span

    @classmethod
    def of(cls, symbol: Symbol) -> "_Seen":
        place = symbol.span
        return cls(symbol.kind, symbol.name, symbol.label, symbol.package, symbol.signature, place)

    def shows(self, symbol: Symbol) -> bool:
        """Whether the symbol that it was made of has not been changed since."""
        return (
            self.span is symbol.span
            and self.kind is symbol.kind
            and self.signature is symbol.signature
        )

    def change(self, symbol: Symbol | None) -> "_Change":
        """What has become of the name."""
        same = (
            symbol is not None
            and self.kind is symbol.kind
            and (self.name, self.label, self.package) == (symbol.name, symbol.label, symbol.package)
            and _is_same(self.signature, symbol.signature)
        )
        if symbol is None or not same:
            return _Change.ANOTHER
        return _Change.NONE if self.span == symbol.span else _Change.MOVED


@frozen
class _Checked:
    """A declaration, what its check looked up, and what came of it."""

    declaration: syntax.Declaration
    names: Mapping[str, _Seen | None]
    unread: Mapping[str, bool]
    disputed: Mapping[str, bool]
    made: Any
    references: Mapping[Span, Reference]


class Unchanged:
    """Takes from an earlier check what single declarations come to, and keeps it for a later one.

    ``about`` is what the checks know beside names and declarations.
    """

    def __init__(
        self, parsed: Parsed | None, names: Names, problems: Problems, about: Hashable
    ) -> None:
        self._parsed = parsed
        self._names = names
        self._problems = problems
        self._about = about
        self._seen: dict[int, _Seen] = {}
        self._compared: dict[int, _Change] = {}

    def checked(self, check: Callable[[_D], _T], declaration: _D) -> _T:
        """What a check makes of a declaration."""
        if self._parsed is None:
            return check(declaration)
        key = (check.__name__, self._about, *_called(declaration))
        size = declaration.span.end - declaration.span.start
        before: _Checked | None = self._parsed.kept(key)
        now = None if before is None else self._now(before, declaration)
        if now is not None:
            self._problems.references.update(now.references)
            if now is not before:
                self._parsed.keep(key, size, now)
            kept: _T = now.made
            return kept
        made, new = _Looking(self._names, self._problems, self._as_seen).checked(check, declaration)
        if new is not None:
            self._parsed.keep(key, size, new)
        return made

    def _as_seen(self, symbol: Symbol) -> _Seen:
        """A name as it is now: one and the same for all declarations that look it up, so that later
        it is compared once for all of them."""
        seen = self._seen.get(id(symbol))
        if seen is None or not seen.shows(symbol):
            seen = self._seen[id(symbol)] = _Seen.of(symbol)
        return seen

    def _now(self, before: _Checked, declaration: syntax.Declaration) -> _Checked | None:
        """What came of a declaration, as it is now; None where it has to be checked anew."""
        disputed, unread = self._names.disputed, self._problems.unread
        if before.declaration is not declaration:
            return None
        if any((word in unread) is not answer for word, answer in before.unread.items()):
            return None
        if any((word in disputed) is not answer for word, answer in before.disputed.items()):
            return None
        moved = False
        for spelled, seen in before.names.items():
            if seen is None:
                if spelled in self._names.by_spelling:
                    return None
                continue
            change = self._compared.get(id(seen))
            if change is None:
                change = self._compared[id(seen)] = seen.change(
                    self._names.by_spelling.get(spelled)
                )
            if change is _Change.ANOTHER:
                return None
            moved = moved or change is _Change.MOVED
        return self._moved(before) if moved else before

    def _moved(self, before: _Checked) -> _Checked:
        """The same with the names in the places where they are declared now."""
        by_spelling = self._names.by_spelling
        moved = {
            id(seen.span): by_spelling[spelled].span
            for spelled, seen in before.names.items()
            if seen is not None
        }
        names = {
            spelled: None if seen is None else self._as_seen(by_spelling[spelled])
            for spelled, seen in before.names.items()
        }
        references = {
            at: evolve(one, declared=moved.get(id(one.declared), one.declared))
            for at, one in before.references.items()
        }
        return evolve(before, names=names, references=references)


@define
class _Looking:
    """Notes what is looked up while one declaration is checked."""

    names: Names
    problems: Problems
    as_seen: Callable[[Symbol], _Seen]

    def checked(self, check: Callable[[_D], _T], declaration: _D) -> tuple[_T, _Checked | None]:
        """What a check makes of a declaration, and that to be kept; None where it cannot be."""
        names, problems = self.names, self.problems
        before = names.by_spelling, names.disputed, problems.unread, problems.references
        told = len(problems.diagnostics)
        spelled = _NotedNames(names.by_spelling)
        disputed, unread = _NotedWords(names.disputed), _NotedWords(problems.unread)
        references: dict[Span, Reference] = {}
        names.by_spelling, names.disputed = spelled, disputed
        problems.unread, problems.references = unread, references
        try:
            made = check(declaration)
        finally:
            names.by_spelling, names.disputed, problems.unread, problems.references = before
            problems.references.update(references)
        noted = (spelled, disputed, unread)
        if len(problems.diagnostics) > told or any(each.is_whole for each in noted):
            return made, None
        seen = {
            word: None if symbol is None else self.as_seen(symbol)
            for word, symbol in spelled.found.items()
        }
        return made, _Checked(declaration, seen, unread.found, disputed.found, made, references)


class _NotedNames(MutableMapping[str, Symbol]):
    """The names of a package, which note what is looked up; ``is_whole`` if that is all of them."""

    def __init__(self, names: MutableMapping[str, Symbol]) -> None:
        self.names = names
        self.found: dict[str, Symbol | None] = {}
        self.is_whole = False

    def __getitem__(self, spelled: str) -> Symbol:
        found = self.found[spelled] = self.names.get(spelled)
        if found is None:
            raise KeyError(spelled)
        return found

    def __setitem__(self, spelled: str, symbol: Symbol) -> None:
        self.is_whole = True
        self.names[spelled] = symbol

    def __delitem__(self, spelled: str) -> None:
        self.is_whole = True
        del self.names[spelled]

    def __iter__(self) -> Iterator[str]:
        self.is_whole = True
        return iter(self.names)

    def __len__(self) -> int:
        self.is_whole = True
        return len(self.names)


class _NotedWords(MutableSet[str]):
    """Words, which note what is asked of them; ``is_whole`` if that is more than single ones."""

    def __init__(self, words: MutableSet[str]) -> None:
        self.words = words
        self.found: dict[str, bool] = {}
        self.is_whole = False

    def __contains__(self, word: object) -> bool:
        found = word in self.words
        self.found[str(word)] = found
        return found

    def __iter__(self) -> Iterator[str]:
        self.is_whole = True
        return iter(self.words)

    def __len__(self) -> int:
        self.is_whole = True
        return len(self.words)

    def add(self, value: str) -> None:
        self.is_whole = True
        self.words.add(value)

    def discard(self, value: str) -> None:
        self.is_whole = True
        self.words.discard(value)


def _called(declaration: syntax.Declaration) -> tuple[object, ...]:
    """What a declaration is kept under: its file, and what it is called there."""
    match declaration:
        case syntax.ExampleDeclaration(title) | syntax.PropertyDeclaration(title):
            return declaration.span.file, title
    name = getattr(declaration, "name", None)
    return declaration.span.file, None if name is None else name.text


def _is_same(signature: Signature, other: Signature) -> bool:
    """Whether two signatures say the same of the same types, which hold places of their own."""
    match signature, other:
        case (ParameterSignature(one), ParameterSignature(two)):
            return _is_same_type(one, two)
        case (FactSignature(), FactSignature()):
            same = zip(signature.given, other.given, strict=False)
            return (
                signature == other
                and _is_same_type(signature.type, other.type)
                and all(_is_same_type(one.type, two.type) for one, two in same)
            )
        case (ActionSignature() | NormSignature(), _):
            return signature == other
    return signature is other


def _is_same_type(one: Type, two: Type) -> bool:
    match one, two:
        case (ListType(element), ListType(other)):
            return _is_same_type(element, other)
    return one is two
