"""How a new policy differs from an old one, proved or shown on a record. Needs z3.

See ``docs/difference.md`` for what stricter and looser mean.
"""

from linkage_rules.analysis.difference.comparing import difference, loosened
from linkage_rules.analysis.difference.difference import (
    Comparison,
    Difference,
    Direction,
    Loosening,
    Relation,
    Shown,
)
from linkage_rules.analysis.difference.levels import Way
from linkage_rules.analysis.difference.vocabulary import (
    ChangeKind,
    IncompatibleError,
    VocabularyChange,
)

__all__ = [
    "ChangeKind",
    "Comparison",
    "Difference",
    "Direction",
    "IncompatibleError",
    "Loosening",
    "Relation",
    "Shown",
    "VocabularyChange",
    "Way",
    "difference",
    "loosened",
]
