"""Rules from the clauses of official documents: readable, checked, executable.

>>> import linkage_rules as lr
>>> lr.load("xiangtan_2022").name
'xiangtan_2022'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from linkage_rules.decisions import Decision
    from linkage_rules.language.diagnostics import Diagnostic, PolicyError
    from linkage_rules.loading import load
    from linkage_rules.model.outcomes import Derivation, NormOutcome, Verdict
    from linkage_rules.model.statuses import Status, VerdictStatus
    from linkage_rules.policy import Policy
    from linkage_rules.records import RecordError

    __version__: str

__all__ = [
    "Decision",
    "Derivation",
    "Diagnostic",
    "NormOutcome",
    "Policy",
    "PolicyError",
    "RecordError",
    "Status",
    "Verdict",
    "VerdictStatus",
    "__version__",
    "load",
]

_HOMES = {
    "Decision": "decisions",
    "Derivation": "model.outcomes",
    "Diagnostic": "language.diagnostics",
    "NormOutcome": "model.outcomes",
    "Policy": "policy",
    "PolicyError": "language.diagnostics",
    "RecordError": "records",
    "Status": "model.statuses",
    "Verdict": "model.outcomes",
    "VerdictStatus": "model.statuses",
    "load": "loading",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that importing the package is quick."""
    if name == "__version__":
        from importlib.metadata import version

        return version("linkage_rules")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
