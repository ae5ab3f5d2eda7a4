"""A name, a file or a folder in; a checked `Policy` out."""

from pathlib import Path

from linkage_rules.policy.loading.cache import keep, recall
from linkage_rules.policy.loading.finding import bundled_folder, bundled_names, find
from linkage_rules.policy.loading.store import Store, usual_folder
from linkage_rules.policy.policy import Policy

__all__ = ["bundled_folder", "bundled_names", "load"]


def load(policy: str | Path, *, cache: bool = True) -> Policy:
    """Load a policy by the name of a shipped one, or from a ``.pol`` file or a folder of them.

    A policy that was checked once is kept in the user's cache folder, and is not checked again
    while its texts, those it uses, its source and this library are the same; see
    ``docs/caching.md``. ``cache=False`` checks it anew and keeps nothing.

    Raises `PolicyError`, with all problems, when there is no such policy or it has errors.

    >>> load("xiangtan_2022").label
    '关于进一步健全完善联农带农机制的实施意见'
    """
    folder = usual_folder() if cache else None
    store = None if folder is None else Store(folder)
    place = find(policy)
    if store is not None and place is not None:
        kept = recall(store, place.resolve())
        if kept is not None:
            return kept

    from linkage_rules.language.diagnostics import PolicyError
    from linkage_rules.policy.loading.packages import load_package

    loaded = load_package(policy)
    if loaded.diagnostics:
        raise PolicyError(loaded.diagnostics)
    if store is not None:
        keep(store, loaded)
    return Policy(loaded.package, loaded.digest, loaded.source)
