"""What a checked policy rests on: its texts, those of all it uses, sources, and this library.

A model may stand in for its texts only while all of this is the same. Contents are compared and
nothing else, so it does not matter where the files are or when they were written.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from attrs import frozen

from linkage_rules.plain.digests import of_data
from linkage_rules.policy.loading.finding import files_of, find_used, official_text, text_of
from linkage_rules.sources import Place, stays_in

_MOST_BYTES: Final = 5_000_000
_USE_A_MODEL: Final = frozenset(
    ("analysis", "commands", "decisions", "engines", "presenting", "records", "reviews", "testing")
)
"""The parts of this library that have no say in what a model is."""


class LostError(Exception):
    """What a package rests on is not there, cannot be read or is too large to be right."""


@frozen
class Lead:
    """Where a package leads to: what it uses, each name with its number, and its source."""

    uses: Mapping[str, int]
    source: str | None


@frozen
class PackageTexts:
    """A package as it is on disk: its texts by file, and the text of its source."""

    place: Place
    texts: Mapping[Place, str]
    source: str | None = None


def read_texts(place: Place) -> PackageTexts:
    """The texts of a package. Raises `LostError` when one of them cannot be had."""
    paths = files_of(place)
    if any(path != place and not stays_in(place, path) for path in paths):
        raise LostError
    return PackageTexts(place, {path: text_of(bytes_at(path)) for path in paths})


def follow(first: PackageTexts, leads: Sequence[Lead]) -> list[PackageTexts]:
    """All that a package rests on, itself first, found along the leads and read.

    Raises `LostError` when they do not lead to as many different packages.
    """
    places: dict[int, Place] = {0: first.place}
    parts: list[PackageTexts] = []
    for number, lead in enumerate(leads):
        if number not in places:
            raise LostError
        part = read_texts(places[number]) if number else first
        source = None
        if lead.source is not None:
            text = official_text(part.place, lead.source)
            if not stays_in(text.parent, text):
                raise LostError
            source = bytes_at(text).decode()
        parts.append(PackageTexts(part.place, part.texts, source))
        for name, used in lead.uses.items():
            found = find_used(part.place, name)
            if found is None or places.setdefault(used, found) != found:
                raise LostError
    if len(set(places.values())) != len(leads):
        raise LostError
    return parts


def address(first: PackageTexts) -> str:
    """Under which name a package is looked for: a digest of its own texts."""
    return of_data(_makers(), [(path.name, text) for path, text in first.texts.items()])


def digest(parts: Sequence[PackageTexts], leads: Sequence[Lead]) -> str:
    """The SHA-256 of all that a package rests on."""
    said = [
        ({path.name: text for path, text in part.texts.items()}, part.source, dict(lead.uses))
        for part, lead in zip(parts, leads, strict=True)
    ]
    return of_data(_makers(), said)


def bytes_at(path: Place) -> bytes:
    """What a file holds. Raises `LostError` when that cannot be had."""
    try:
        if not path.is_file():
            raise LostError
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise LostError from error
    if len(data) > _MOST_BYTES:
        raise LostError
    return data


def _makers() -> str:
    """A digest of what makes a model of texts: this library, its parser library, this Python."""
    return of_data(sys.version, library_code())


@cache
def library_code() -> str:
    """A digest of what of this library, and of its parser library, has a say in what a model is.

    Raises `LostError` where its source texts are not installed.
    """
    here = Path(__file__).parents[2]
    parts = sorted(part for part in here.iterdir() if part.name not in _USE_A_MODEL)
    files = [file for part in parts for file in _code(part)]
    if not files:
        raise LostError  # installed without its source texts
    parser = find_spec("lark")
    if parser is not None and parser.origin is not None:
        files.append(Path(parser.origin))  # holds its version
    return of_data([(file.name, file.read_text("utf-8")) for file in files])


def _code(place: Path) -> Iterator[Path]:
    found = sorted(place.rglob("*")) if place.is_dir() else [place]
    yield from (file for file in found if file.suffix in (".py", ".lark"))
