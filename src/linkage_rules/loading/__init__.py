"""A name, a file or a folder in; a checked `Policy` out."""

from pathlib import Path

from linkage_rules.loading.finding import bundled_folder, bundled_names
from linkage_rules.policy import Policy

__all__ = ["bundled_folder", "bundled_names", "load"]


def load(policy: str | Path) -> Policy:
    """Load a policy by the name of a shipped one, or from a ``.pol`` file or a folder of them.

    Raises `PolicyError`, with all problems, when there is no such policy or it has errors.

    >>> load("xiangtan_2022").label
    '关于进一步健全完善联农带农机制的实施意见'
    """
    from linkage_rules.language.diagnostics import PolicyError
    from linkage_rules.loading.packages import load_package

    loaded = load_package(policy)
    if loaded.diagnostics:
        raise PolicyError(loaded.diagnostics)
    return Policy(loaded.package, loaded.digest, loaded.source)
