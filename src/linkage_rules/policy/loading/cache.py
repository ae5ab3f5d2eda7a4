"""Checked policies kept for the next process, by the content of all that they rest on.

What is kept is data: rows of the model under a checksum. It is used only while every text, used
package and source is what it was when the policy was checked by this very library.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from attrs import frozen

from linkage_rules.logs import tell
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
from linkage_rules.policy.loading.finding import find_used, folder_of, name_of, official_text, shown
from linkage_rules.policy.loading.store import Store, usual_folder
from linkage_rules.policy.policy import Policy
from linkage_rules.sources.text import Place, Source

if TYPE_CHECKING:
    from linkage_rules.language.diagnostics import PolicyError
    from linkage_rules.policy.loading.packages import LoadedPackage

_HEAD: Final = b"linkage_rules 5 "
_MALFORMED: Final = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


@frozen
class Checked:
    """What came of a policy at a place: the policy, or the problem, and what both rest on.

    ``parts`` are the texts as they were read, ``leads`` what the package of each names.
    """

    policy: Policy | None
    problem: PolicyError | None
    parts: Sequence[PackageTexts]
    leads: Sequence[tuple[Collection[str], str | None]]


def checked(place: Place, cache: bool) -> Checked:
    """The policy at a place, kept from earlier or checked anew, or what is wrong with it."""
    folder = usual_folder() if cache else None
    store = None if folder is None else Store(folder)
    if store is not None:
        kept = recall(store, place)
        if kept is not None:
            return kept

    from linkage_rules.language.diagnostics import PolicyError
    from linkage_rules.language.reading.parser import keep_tables
    from linkage_rules.policy.loading.packages import load_place

    keep_tables(store)
    loaded = load_place(place)
    parts = [_texts(package) for package in loaded.stack()]
    leads = [(package.names, package.source_name) for package in loaded.stack()]
    if loaded.diagnostics:
        return Checked(None, PolicyError(loaded.diagnostics), parts, leads)
    if store is not None:
        keep(store, loaded)
    return Checked(Policy(loaded.package, loaded.digest, loaded.source), None, parts, leads)


def _texts(loaded: LoadedPackage) -> PackageTexts:
    """The texts of a package as they were read, under the places where they lie."""
    folder = folder_of(loaded.place)
    texts = {folder / Path(file.name).name: file.text for file, _ in loaded.files}
    return PackageTexts(loaded.place, texts, None if loaded.source is None else loaded.source.text)


def recall(store: Store, place: Place) -> Checked | None:
    """The policy that is kept for the texts at a place, if they are all as they were."""
    try:
        first = read_texts(place)
        kept = opened(_HEAD, store.read(address(first)))
        leads = [Lead(uses, source) for uses, source in kept["leads"]] if kept else []
        parts = follow(first, leads) if leads else []
        if parts and digest(parts, leads) == kept["rests_on"]:
            package = from_rows(kept["package"], _file_names(parts))
            policy = Policy(package, kept["digest"], _source(parts[0], leads[0]))
            tell("cache", "debug", "%s: taken from the cache", place)
            return Checked(policy, None, parts, [(lead.uses, lead.source) for lead in leads])
        why = "something that it rests on has changed" if kept else "nothing is kept for its texts"
    except LostError:
        why = "something that it rests on cannot be found or read"
    except (OSError, *_MALFORMED) as error:
        why = f"what is kept cannot be read: {error!r}"
    tell("cache", "info", "%s: checked anew: %s", place, why)
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
            return _unkept(loaded.place, "its texts changed while they were checked")
        kept = {
            "leads": [(lead.uses, lead.source) for lead in leads],
            "rests_on": digest(parts, leads),
            "digest": loaded.digest,
            "package": to_rows(loaded.package, _file_names(parts)),
        }
        store.write(address(parts[0]), sealed(_HEAD, kept))
    except (LostError, OSError, ValueError) as error:
        _unkept(loaded.place, repr(error))


def _unkept(place: Place, why: str) -> None:
    tell("cache", "info", "%s: not kept: %s", place, why)


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
