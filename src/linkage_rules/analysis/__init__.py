"""Questions about whole policies, answered with the engines.

**It takes** a checked package, or two, and limits of time and size. **It gives** results that say
what kind of claim they are: proved for all valid records, shown for lists up to a length, shown on
a record, or undecided within the limits. Every record that is shown was replayed on the reference
engine and made as small as possible.

One folder or module for each question:

- `consistency`: what collides, has no effect or is missing, and the properties a policy claims.
`analyse` is its one function, and `Analysis` what it gives. - `difference`: where a new policy is
stricter or looser than an old one. - `advice`: the smallest changes with which one record reaches a
goal. - `coverage`: what the examples of a policy exercise (masking MC/DC), without a solver.
`criteria` takes the yes/no expressions apart that a policy decides by; consistency asks it too. -
`limits`: the bounds of the questions in time and size, and callbacks for progress; `days`: the days
they are about. - `witnesses`: a record that shows something, confirmed by the reference engine and
shrunk. Whoever finds a record with a solver passes it through `confirmed`, and through nothing
else.

The three folders need z3 (extra ``analysis``), which is imported with the first question only. Read
``docs/analysis.md``, ``docs/difference.md``, ``docs/advice.md`` and ``docs/coverage.md`` for what
is asked and what the answers mean; here is how they are found.

**It may not know** how a policy was loaded, what a reviewer makes of a finding, or which command
prints it. A result may print itself, as text and as plain data, in the module that defines it. The
sentences are phrases in `words.finding_words`,
`words.difference_words` and `words.advice_words`.

`analyse` proves that a policy is consistent, or shows the records on which it is not.

>>> import linkage_rules as lr
>>> lr.analysis.analyse(lr.load("vocabulary")).clean
True
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.analysis.consistency import (
        Analysis,
        Finding,
        Open,
        Proved,
        Shown,
        analyse,
    )

__all__ = ["Analysis", "Finding", "Open", "Proved", "Shown", "analyse"]

__getattr__ = on_demand(__name__, {"consistency": tuple(__all__)})
