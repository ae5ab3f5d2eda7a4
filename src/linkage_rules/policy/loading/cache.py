"""Checked policies kept for the next process, by the content of all that they rest on.

What is kept is data: rows of the model under a checksum. It is used only while every text, used
package and source is what it was when the policy was checked by this very library.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from linkage_rules.plain.digests import opened, sealed
from linkage_rules.plain.rows import from_rows, to_rows
from linkage_rules.policy.loading.evidence import (
    Lead,
    LostError,
    PackageTexts,
    address,
    digest,
    follow,
    read_texts,
)
from linkage_rules.policy.loading.finding import find_used, name_of, official_text, shown
from linkage_rules.policy.loading.store import Store
from linkage_rules.policy.policy import Policy
from linkage_rules.sources.text import Place, Source

if TYPE_CHECKING:
    from linkage_rules.policy.loading.packages import LoadedPackage

_HEAD: Final = b"linkage_rules 5 "
_MALFORMED: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


def recall(store: Store, place: Place) -> Policy | None:
    """The policy that is kept for the texts at a place, if they are all as they were."""
    try:
        first = read_texts(place)
        kept = opened(_HEAD, store.read(address(first)))
        if kept is None:
            return None
        leads = [Lead(uses, source) for uses, source in kept["leads"]]
        parts = follow(first, leads)
        if digest(parts, leads) != kept["rests_on"]:
            return None
        package = from_rows(kept["package"], _file_names(parts))
        return Policy(package, kept["digest"], _source(parts[0], leads[0]))
    except (LostError, OSError, *_MALFORMED):
        return None


def keep(store: Store, loaded: LoadedPackage) -> None:
    """Keep a package that was checked without a problem.

    Nothing is kept if the texts have changed since they were read.
    """
    try:
        leads = _leads(loaded)
        parts = follow(read_texts(loaded.place), leads)
        read = [_as_read(part, loaded.place) for part in parts]
        if read != [_as_loaded(package) for package in loaded.stack()]:
            return
        kept = {
            "leads": [(lead.uses, lead.source) for lead in leads],
            "rests_on": digest(parts, leads),
            "digest": loaded.digest,
            "package": to_rows(loaded.package, _file_names(parts)),
        }
    except (LostError, OSError, ValueError):
        return
    store.write(address(parts[0]), sealed(_HEAD, kept))


def _leads(loaded: LoadedPackage) -> list[Lead]:
    stack = list(loaded.stack())
    number = {package.place: place for place, package in enumerate(stack)}
    leads = []
    for package in stack:
        uses = {name_of(used.place): used.place for used in package.uses}
        if any(find_used(package.place, name) != place for name, place in uses.items()):
            raise LostError  # it is used under another name, through a link
        source = package.package.source
        named = None if source is None else Path(source).name
        leads.append(Lead({name: number[place] for name, place in uses.items()}, named))
    return leads


def _as_read(part: PackageTexts, asked: Place) -> tuple[list[tuple[str, str]], str | None]:
    return [(shown(path, asked), text) for path, text in part.texts.items()], part.source


def _as_loaded(loaded: LoadedPackage) -> tuple[list[tuple[str, str]], str | None]:
    source = None if loaded.source is None else loaded.source.text
    return [(file.name, file.text) for file, _ in loaded.files], source


def _file_names(parts: Sequence[PackageTexts]) -> list[str]:
    asked = parts[0].place
    return [shown(path, asked) for part in parts for path in part.texts]


def _source(part: PackageTexts, lead: Lead) -> Source | None:
    if lead.source is None or part.source is None:
        return None
    return Source(str(official_text(part.place, lead.source)), part.source)
