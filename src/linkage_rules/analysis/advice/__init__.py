"""How a record may reach a goal by the smallest changes, or why it cannot. Needs z3.

See ``docs/advice.md``.

**It takes** a package, one validated record, a day, and a goal: a condition in the words of the
policy language, which `read_goal` checks as if it stood in an example. **It gives** `Advice`: ways
to the goal that change only fields the policy calls ``changeable``, none of which can be left out;
or, where there is none, the smallest set of facts that stand in the way.

- `advising` asks the solver for revisions of the record in the order of their size, tries each on
the reference engine, and finds for every change which norms would answer otherwise without it. -
`wanted` finds what norms want (a mechanism that a duty asks for); it is taken back only where
nothing else helps. - `fitting` looks for all values that would do as well as the one that is
advised. - `consequences` tells what else a way makes better or worse. - `goals` reads the goal.
Errors in it are placed in the text of the goal, not in a file. - `advice` holds the results, and
how they print themselves as text and as plain data.

Nobody is told to report something else than is true: the sentences are about what has to be done,
and ``IN_FACT`` in `words.advice_words` says so at the end.

**It may not know** who asks, or what the record is called by others.
"""

from linkage_rules.analysis.advice.advice import Advice, Alternative, Change, Reason
from linkage_rules.analysis.advice.advising import advise
from linkage_rules.analysis.advice.consequences import Consequence, Sense
from linkage_rules.analysis.advice.fitting import Fitting, Stretch
from linkage_rules.analysis.advice.goals import GoalError, read_goal

__all__ = [
    "Advice",
    "Alternative",
    "Change",
    "Consequence",
    "Fitting",
    "GoalError",
    "Reason",
    "Sense",
    "Stretch",
    "advise",
    "read_goal",
]
