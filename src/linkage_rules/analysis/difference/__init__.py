"""How a new policy differs from an old one, proved or shown on a record. Needs z3.

See ``docs/difference.md`` for what stricter and looser mean.

**It takes** two packages and the days to compare on. **It gives** a `Difference`: for each action
and norm whether the new policy is stricter, looser, both, the same or undecided, each difference
with the smallest record that shows it and what both policies say of that record.

- `levels` defines stricter and looser: how much a norm or verdict asks, on separate scales for what
has to be done and what has to be left undone. It works on any `Judge`, for all records at once or
for one record, so that the reference engine can confirm what the solver finds. - `vocabulary` makes
one vocabulary of two, so that both policies can judge the same record; where that cannot be,
`IncompatibleError` says where and why. - `renames` is what users say was renamed, and the old
policy in the names of the new one. - `comparing` pairs what belongs together, whatever it is
called, and asks the solver. - `loosening` finds the norms of one policy of which the other asks
less. - `difference` holds the results, and how they print themselves as text and as plain data.

**It may not know** where the two policies come from, or that one may lie on top of the other;
`loosened`, which asks only in which norms one asks less, takes two packages like any.
"""

from linkage_rules.analysis.difference.comparing import difference
from linkage_rules.analysis.difference.difference import (
    Comparison,
    Difference,
    Direction,
    Line,
    Loosening,
    Relation,
    ResultComparison,
    ResultRelation,
    Shown,
    Telling,
    direction_told,
    end_of,
    head_of,
    names_of,
    owed_otherwise,
    result_told,
    sides_of,
)
from linkage_rules.analysis.difference.levels import Way
from linkage_rules.analysis.difference.loosening import loosened
from linkage_rules.analysis.difference.renames import Renamed, RenamedKind, RenameError
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
    "Line",
    "Loosening",
    "Relation",
    "RenameError",
    "Renamed",
    "RenamedKind",
    "ResultComparison",
    "ResultRelation",
    "Shown",
    "Telling",
    "VocabularyChange",
    "Way",
    "difference",
    "direction_told",
    "end_of",
    "head_of",
    "loosened",
    "names_of",
    "owed_otherwise",
    "result_told",
    "sides_of",
]
