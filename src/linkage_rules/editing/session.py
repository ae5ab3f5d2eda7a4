"""What an editor has told so far, and what is known of each policy it has opened."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import RLock

from attrs import define, evolve, field
from lsprotocol.types import TextDocumentContentChangeEvent

from linkage_rules.editing.documents import Document, Encoding
from linkage_rules.editing.folders import Known, Opened, known_of, place_of
from linkage_rules.language.reading.parsed import Parsed
from linkage_rules.words.keywords import Language


@define
class Session:
    """The documents that are open, and the policies they belong to.

    ``versions`` is whether the editor makes no change of a text that is another by then.
    ``opened`` is never changed but replaced, so that what is asked of the texts of one moment can
    be answered later. A policy is read again when it is asked about after a change.
    """

    encoding: Encoding
    language: Language
    versions: bool = False
    opened: Mapping[Path, Opened] = field(factory=dict)
    _known: dict[Path, Known] = field(factory=dict)
    _moment: Mapping[Path, Opened] = field(factory=dict)
    _places: dict[Path, Path] = field(factory=dict)
    _parsed: Parsed = field(factory=Parsed)
    _reading: RLock = field(factory=RLock)
    """What is known is read by one thread at a time: a page has long work done in others."""

    def open(self, path: Path, uri: str, text: str, version: int | None) -> None:
        """A document was opened."""
        self.opened = {**self.opened, path: Opened(uri, Document(text), version)}

    def change(
        self, path: Path, changes: Iterable[TextDocumentContentChangeEvent], version: int | None
    ) -> None:
        """A document was changed."""
        before = self.opened[path]
        document = before.document.changed(changes, self.encoding)
        self.opened = {
            **self.opened,
            path: evolve(before, document=document, version=version),
        }

    def close(self, path: Path) -> None:
        """A document was closed: what the disk has of it counts again."""
        self.opened = {other: one for other, one in self.opened.items() if other != path}

    def look_again(self) -> None:
        """Files on the disk have changed."""
        self.opened = dict(self.opened)

    def known(self, path: Path, opened: Mapping[Path, Opened] | None = None) -> Known:
        """What is known of the policy of a file, by the texts of now or those of a moment."""
        with self._reading:
            texts = self.opened if opened is None else opened
            place = self._place(path, texts)
            before = self._known.get(place)
            if before is None or before.opened is not texts:
                self._known[place] = known_of(
                    place,
                    texts,
                    self.encoding,
                    self.language,
                    self.versions,
                    self._parsed,
                    before,
                )
            return self._known[place]

    def last_known(self, path: Path) -> Known | None:
        """What was known of the policy of a file when it was last read."""
        with self._reading:
            return self._known.get(self._place(path, self.opened))

    def one_of_each(self) -> list[Path]:
        """Of every policy that has a document open, one that is."""
        return [*{self._place(path, self.opened): path for path in self.opened}.values()]

    def _place(self, path: Path, texts: Mapping[Path, Opened]) -> Path:
        """Where the policy of a file lies; its folder is read once for the texts of a moment."""
        if self._moment is not texts:
            self._moment, self._places = texts, {}
        if path not in self._places:
            self._places[path] = place_of(path, texts)
        return self._places[path]
