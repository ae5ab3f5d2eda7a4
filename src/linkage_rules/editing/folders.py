"""What is known of a policy at one moment: its texts, what was read of them, where it stands.

A policy is a folder of files, or a file that stands alone. Everything that an editor asks is asked
of one `Known`, which never changes; after a change of a text there is another one.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from os.path import relpath
from pathlib import Path
from typing import Final

from attrs import field, frozen
from lsprotocol.types import (
    Location,
    OptionalVersionedTextDocumentIdentifier,
    Position,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from linkage_rules.editing.documents import Document, Encoding
from linkage_rules.editing.exercising import Exercises
from linkage_rules.language import syntax
from linkage_rules.language.fixes import Edit
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.policy.loading.packages import LoadedPackage, load_package
from linkage_rules.words.keywords import BY_TERMINAL, Language

_DECLARES_A_POLICY: Final = re.compile(
    rf"^(?:{'|'.join(BY_TERMINAL['POLICY'].spellings)})\s", re.MULTILINE
)


@frozen
class Opened:
    """A document that is open in an editor, and what the editor calls it."""

    uri: str
    document: Document
    version: int | None = None


@frozen(slots=False)
class Known:
    """What is known of a policy.

    ``loaded`` is the policy as it is written now, with all its problems; ``sound`` the last one
    that had none, which answers where the one of now has a fault. ``opened`` are the documents of
    the editor by their paths; ``versions`` is whether it makes no change of a text that is another
    by then. ``parsed`` and ``exercises`` keep what was parsed, and what examples
    gave, from one moment to the next.
    """

    place: Path
    loaded: LoadedPackage
    sound: LoadedPackage | None
    opened: Mapping[Path, Opened] = field(repr=False)
    encoding: Encoding
    language: Language
    versions: bool
    parsed: Parsed = field(repr=False)
    exercises: Exercises = field(repr=False)

    @property
    def package(self) -> Package:
        """The policy without a fault: of now, or as it was when it last had none."""
        return self.loaded.package if self.sound is None else self.sound.package

    @cached_property
    def sources(self) -> Mapping[Path, tuple[SourceFile, syntax.File]]:
        """The files of the policy and of all that it uses, by their paths, its own first."""
        found: dict[Path, tuple[SourceFile, syntax.File]] = {}
        for package in self.loaded.stack():
            found.update((path_of(source.name), (source, file)) for source, file in package.files)
        return found

    @cached_property
    def own(self) -> tuple[Path, ...]:
        """The paths of the files of the policy itself."""
        return tuple(path_of(source.name) for source, _ in self.loaded.files)

    @cached_property
    def _documents(self) -> dict[Path, Document]:
        return {path: one.document for path, one in self.opened.items()}

    def document(self, path: Path) -> Document:
        """The text of a file."""
        if path not in self._documents:
            source = self.sources.get(path)
            self._documents[path] = Document(source[0].text if source else "")
        return self._documents[path]

    def uri(self, path: Path) -> str:
        """What the editor calls a file."""
        return self.opened[path].uri if path in self.opened else path.as_uri()

    def range(self, span: Span) -> Range:
        """Where in its file a place is."""
        return self.document(path_of(span.file)).range_between(span.start, span.end, self.encoding)

    def named(self, path: Path) -> str:
        """What messages call a file, as it stands in every place of it."""
        source = self.sources.get(path)
        return str(path) if source is None else source[0].name

    def location(self, span: Span) -> Location:
        """A place with its file."""
        return Location(uri=self.uri(path_of(span.file)), range=self.range(span))

    def workspace_edit(self, edits: Iterable[Edit]) -> WorkspaceEdit:
        """Changes of texts, as an editor makes them: of the versions that are known where it
        minds them."""
        changes: dict[Path, list[TextEdit]] = {}
        for edit in edits:
            made = TextEdit(range=self.range(edit.span), new_text=edit.text)
            changes.setdefault(path_of(edit.span.file), []).append(made)
        if not self.versions:
            return WorkspaceEdit(changes={self.uri(path): made for path, made in changes.items()})
        return WorkspaceEdit(
            document_changes=[
                TextDocumentEdit(self._version(path), made) for path, made in changes.items()
            ]
        )

    def _version(self, path: Path) -> OptionalVersionedTextDocumentIdentifier:
        opened = self.opened.get(path)
        version = None if opened is None else opened.version
        return OptionalVersionedTextDocumentIdentifier(self.uri(path), version)

    def offset(self, path: Path, position: Position) -> int:
        """Which character of a file stands at a position."""
        return self.document(path).offset(position, self.encoding)


def path_of(file: str) -> Path:
    """The path of a file that messages call so."""
    return Path.cwd() / file


def place_of(path: Path, opened: Mapping[Path, Opened]) -> Path:
    """Where the policy lies that a file belongs to: its folder, or the file itself where each file
    of the folder is a policy of its own."""
    return path if are_policies(path.parent, opened) else path.parent


def are_policies(folder: Path, opened: Mapping[Path, Opened]) -> bool:
    """Whether each policy file of a folder is a policy of its own."""
    beside = {one: _text(one) for one in folder.glob("*.pol") if one not in opened}
    beside |= {p: one.document.read for p, one in opened.items() if p.parent == folder}
    return len(beside) > 1 and all(map(_DECLARES_A_POLICY.search, beside.values()))


def _text(path: Path) -> str:
    """What a file has that nobody has opened; what is no text is told when it is loaded."""
    try:
        return path.read_text("utf-8-sig", errors="replace")
    except OSError:
        return ""


def known_of(
    place: Path,
    opened: Mapping[Path, Opened],
    encoding: Encoding,
    language: Language,
    versions: bool,
    parsed: Parsed,
    before: Known | None = None,
) -> Known:
    """Read a policy as its files are now, those that are open as the editor has them.

    ``parsed`` has what was parsed before, and ``before`` is what was known of the policy.
    """
    folder = place if place.is_dir() else place.parent
    texts = {relpath(path, folder): one.document.written for path, one in opened.items()}
    loaded = load_package(place, texts=texts, parsed=parsed)
    sound = loaded if not loaded.diagnostics else before.sound if before else None
    exercises = before.exercises if before else Exercises()
    return Known(place, loaded, sound, opened, encoding, language, versions, parsed, exercises)
