"""Rules from the clauses of official documents: readable, checked, executable.

>>> import linkage_rules as lr
>>> lr.load("xiangtan_2022").label
'关于进一步健全完善联农带农机制的实施意见'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from linkage_rules.decisions import Decision
    from linkage_rules.language.diagnostics import Diagnostic, PolicyError
    from linkage_rules.loading import load
    from linkage_rules.model.statuses import Status, VerdictStatus
    from linkage_rules.policy import Policy
    from linkage_rules.records import RecordError

    __version__: str

__all__ = [
    "Decision",
    "Diagnostic",
    "Policy",
    "PolicyError",
    "RecordError",
    "Status",
    "VerdictStatus",
    "__version__",
    "load",
]

_HOMES: Final = {
    "Decision": "decisions",
    "Diagnostic": "language.diagnostics",
    "Policy": "policy",
    "PolicyError": "language.diagnostics",
    "RecordError": "records",
    "Status": "model.statuses",
    "VerdictStatus": "model.statuses",
    "load": "loading",
}


def __getattr__(name: str) -> Any:
    """Each public name is imported when it is first used, so that importing us costs nothing."""
    if name == "__version__":
        value: Any = import_module("importlib.metadata").version("linkage-rules")
    elif name in _HOMES:
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
