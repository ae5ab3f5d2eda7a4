"""A name, a file, a folder or texts in; a checked `Policy` out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from linkage_rules.policy.loading.cache import checked
from linkage_rules.policy.loading.finding import bundled_folder, bundled_names, find, is_built
from linkage_rules.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkage_rules.sources import Place

__all__ = ["bundled_folder", "bundled_names", "load", "loads"]


def load(policy: str | Path, *, cache: bool = True) -> Policy:
    """Load a policy by the name of a shipped one, or from a ``.pol`` file or a folder of them.

    A ``.json`` file is one that ``linkage-rules build`` wrote, see ``docs/loading.md``.

    A policy that was checked once is kept in the user's cache folder, and is not checked again
    while its texts, those it uses, its source and this library are the same; see
    ``docs/caching.md``. ``cache=False`` checks it anew and keeps nothing.

    Raises `PolicyError`, with all problems, when there is no such policy or it has errors.

    >>> load("xiangtan_2022").label
    '关于进一步健全完善联农带农机制的实施意见'
    """
    place = find(policy)
    if place is not None and is_built(place):
        from linkage_rules.policy.loading.built import read_built

        return read_built(place)
    if place is not None:
        return _checked(place.resolve(), cache)

    from linkage_rules.language.diagnostics import PolicyError
    from linkage_rules.policy.loading.packages import load_package

    raise PolicyError(load_package(policy).diagnostics)


def loads(
    texts: Mapping[str, str | bytes],
    *,
    source: str | bytes | None = None,
    policy: str | None = None,
    cache: bool = True,
) -> Policy:
    """Load a policy from texts, which may come from a database, an archive or over a network.

    ``texts`` are by the paths that they would have as files: ``a.pol``, and ``shared/a.pol`` for a
    policy that this one uses or amends; one that is not given may be a shipped one. A text whose
    name does not end in ``.pol`` is an official text, found by the name that the policy beside it
    gives; ``source`` is that of the policy itself, however it calls it. ``policy`` says which
    folder or text is meant where all have folders. Messages name the texts as they are given.

    No name is looked up on a disk, so texts may come from anybody; what is bounded is in
    ``docs/limits.md``. ``cache`` is that of `load`: what was checked is kept by its content.

    Raises `PolicyError`, with all problems, and `ArgumentError` for what is no text.

    >>> rule = '''policy wells "Wells"
    ... record Well
    ...   clean: yes/no
    ... bearer owner
    ... action draw of Well
    ... norm no_dirty_water for Well
    ...   when not clean
    ...   owner must not draw
    ... '''
    >>> policy = loads({"wells.pol": rule})
    >>> from datetime import date
    >>> policy.evaluate({"clean": False}, as_of=date(2023, 5, 1)).verdicts["draw"].status.value
    'forbidden'
    """
    from linkage_rules.policy.loading.given import given_place, refuse_unused_source

    place = given_place(texts, policy, source)
    found = _checked(place, cache)
    if source is not None:
        refuse_unused_source(found.package, place)
    return found


def _checked(place: Place, cache: bool) -> Policy:
    found = checked(place, cache)
    if found.policy is None:
        assert found.problem is not None
        raise found.problem
    return found.policy
