"""Rules from the clauses of official documents: readable, checked, executable.

>>> import linkage_rules as lr
>>> lr.load("xiangtan_2022").label
'关于进一步健全完善联农带农机制的实施意见'
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules import analysis, records
    from linkage_rules.decisions import Decision, PolicyNotHereError
    from linkage_rules.deprecation import DeprecatedWarning
    from linkage_rules.engines.tabular.faults import TableError
    from linkage_rules.errors import ArgumentError, Error
    from linkage_rules.extras import MissingExtraError
    from linkage_rules.language.diagnostics import Diagnostic, PolicyError
    from linkage_rules.model.statuses import Status, VerdictStatus
    from linkage_rules.policy.comparing import difference
    from linkage_rules.policy.loading import load, loads
    from linkage_rules.policy.loading.watching import Watched, watch
    from linkage_rules.policy.out_of_force import OutOfForceError, OutOfForceWarning
    from linkage_rules.policy.policy import Policy
    from linkage_rules.records import InputError, RecordError
    from linkage_rules.sources import SourceError
    from linkage_rules.words.called import UnknownNameError

    __version__: str

__all__ = [
    "ArgumentError",
    "Decision",
    "DeprecatedWarning",
    "Diagnostic",
    "Error",
    "InputError",
    "MissingExtraError",
    "OutOfForceError",
    "OutOfForceWarning",
    "Policy",
    "PolicyError",
    "PolicyNotHereError",
    "RecordError",
    "SourceError",
    "Status",
    "TableError",
    "UnknownNameError",
    "VerdictStatus",
    "Watched",
    "__version__",
    "analysis",
    "difference",
    "load",
    "loads",
    "records",
    "watch",
]

_find = on_demand(
    __name__,
    {
        "policy.comparing": ("difference",),
        "decisions": ("Decision", "PolicyNotHereError"),
        "deprecation": ("DeprecatedWarning",),
        "engines.tabular.faults": ("TableError",),
        "errors": ("ArgumentError", "Error"),
        "extras": ("MissingExtraError",),
        "language.diagnostics": ("Diagnostic", "PolicyError"),
        "policy.loading": ("load", "loads"),
        "policy.loading.watching": ("Watched", "watch"),
        "model.statuses": ("Status", "VerdictStatus"),
        "policy.out_of_force": ("OutOfForceError", "OutOfForceWarning"),
        "policy": ("Policy",),
        "records": ("InputError", "RecordError"),
        "sources": ("SourceError",),
        "words.called": ("UnknownNameError",),
    },
)


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        globals()[name] = version("linkage-rules")
        return globals()[name]
    if name in ("analysis", "records"):
        from importlib import import_module

        return import_module(f"linkage_rules.{name}")
    return _find(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
