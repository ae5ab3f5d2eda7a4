"""The symbolic engine: questions about all records at once, answered by z3.

It needs z3, which comes with the extra ``analysis``. Use it in four steps:

1. `Scene` is any valid record of a type, on any day.
2. `Rules` works a policy out over a scene: ``rules.truth(expression)`` gives for any yes/no
   expression of the model when it is yes and when it is no; ``rules.applies(norm)``,
   ``rules.verdict(action, verdict)``, ``rules.status_is(norm, status)`` likewise for outcomes.
   Several policies may be worked out over one scene: they then judge the same record.
3. `Search.find` gives a `Candidate`, a record that meets a condition; or `Impossible`, proved for
   all records or for lists up to a length; or `Undecided`. Conditions are put together with
   `all_of`, `any_of` and `negated`. `demand` says how many list elements a proof needs.
4. A candidate has to be replayed on the reference engine before anyone sees it.
   `linkage_rules.analysis.witnesses` does that, and makes it small.

`truths_of` evaluates the constraints on one record, to hold them against the reference. `script`
writes what was refuted as SMT-LIB 2, for another solver.

**It takes** packages, a record type, and expressions of the model. **It gives** conditions: a truth
is when something is yes and when it is no (strong Kleene logic), a value is known under a
condition, and then what. What is constant stays a plain Python value, so a question that the policy
alone settles never reaches z3. Lists have any length: some elements are written out as terms, and
constraints say what the others may add to an answer.

A new kind of expression needs here its terms over open values, and what the elements that are not
written out may add to it. What z3 cannot decide in time is `Undecided`, never a guess; what is too
large is refused by `TooLargeError` before anything is asked. `Revision` and `Revisions` ask for one
record changed in the smallest way, `Varied` with which values of a few parts a condition holds.

Any number of threads may ask: whoever puts a question together says so with `in_turn`, and then one
is asked after another.

**It may not know** what is being asked for and why: conflicts, differences and advice are the
business of `analysis`. Nothing here is shown to anybody before the reference engine has confirmed
it.

>>> from linkage_rules.model.package import Package
>>> from linkage_rules.model.expressions import Constant, FieldValue, Subject, compared
>>> from linkage_rules.model.operations import Comparison
>>> from linkage_rules.model.types import Field, RecordType, Scalar
>>> village = RecordType("Village", None, (Field("people", None, Scalar.WHOLE, minimum=3),))
>>> scene = Scene(village)
>>> rules = Rules(Package(name="p"), scene)
>>> people = FieldValue(Subject(village), "people", Scalar.WHOLE)
>>> few = rules.truth(compared(Comparison.LESS, people, Constant(3, Scalar.WHOLE)))
>>> Search(scene).find(few.yes)
Impossible(list_bound=None)
"""

from linkage_rules.engines.symbolic.concrete import Truths, truths_of
from linkage_rules.engines.symbolic.demand import demand, questions
from linkage_rules.engines.symbolic.records import (
    LIST_BOUND,
    LONGEST_WRITTEN_OUT,
    MOST_PARTS,
    Scene,
    TooLargeError,
)
from linkage_rules.engines.symbolic.revision import (
    MORE_ELEMENTS,
    MOST_ELEMENTS,
    Edit,
    EditKind,
    Keeping,
    Kept,
    OutOfTimeError,
    Revision,
    Revisions,
    Role,
    kept_by_word,
    revised,
    unnumbered,
)
from linkage_rules.engines.symbolic.rules import Rules
from linkage_rules.engines.symbolic.search import (
    TIME_LIMIT,
    Answer,
    Candidate,
    Impossible,
    Refuted,
    Search,
    Undecided,
    plainest,
)
from linkage_rules.engines.symbolic.smtlib import Script, script
from linkage_rules.engines.symbolic.terms import (
    INTERRUPTED,
    Bool,
    Truth,
    all_of,
    any_of,
    implied,
    in_turn,
    interrupt,
    negated,
    overturned,
    same_truth,
)
from linkage_rules.engines.symbolic.values import (
    Symbolic,
    choose,
    is_made_up,
    known_of,
    other_value,
    overturned_value,
)
from linkage_rules.engines.symbolic.varying import Numbers, Varied

__all__ = [
    "INTERRUPTED",
    "LIST_BOUND",
    "LONGEST_WRITTEN_OUT",
    "MORE_ELEMENTS",
    "MOST_ELEMENTS",
    "MOST_PARTS",
    "TIME_LIMIT",
    "Answer",
    "Bool",
    "Candidate",
    "Edit",
    "EditKind",
    "Impossible",
    "Keeping",
    "Kept",
    "Numbers",
    "OutOfTimeError",
    "Refuted",
    "Revision",
    "Revisions",
    "Role",
    "Rules",
    "Scene",
    "Script",
    "Search",
    "Symbolic",
    "TooLargeError",
    "Truth",
    "Truths",
    "Undecided",
    "Varied",
    "all_of",
    "any_of",
    "choose",
    "demand",
    "implied",
    "in_turn",
    "interrupt",
    "is_made_up",
    "kept_by_word",
    "known_of",
    "negated",
    "other_value",
    "overturned",
    "overturned_value",
    "plainest",
    "questions",
    "revised",
    "same_truth",
    "script",
    "truths_of",
    "unnumbered",
]
