"""Whether a policy is consistent: proofs over all records, and records that show what is wrong.

It needs z3, which comes with the extra ``analysis``. `docs/analysis.md` says what is asked, and how
a policy answers what is found.

**It takes** a checked package and the limits of one run. **It gives** an `Analysis`: `Finding` for
what is probably not intended, `Proved` for properties that hold, `Open` for what could not be
decided in time. A finding that something never happens is a proof; one that something does happen
comes with a record (`Shown`) that the reference engine confirms.

- `findings` holds these results and nothing else. - `inquiry` is one policy over all records of one
type: it asks the solver, with longer lists where short ones prove nothing, and makes findings of
the answers (`never`, `ever`). Where proofs are asked for it keeps each (`Proof`), also of what is
not there to be found. Read it first. - `norms`, `effects`, `conditions`, `gaps` and `month_ends`
ask the questions: about norms that collide or repeat others; about duties that cannot be met and
norms without effect; about conditions and bounds that never change an answer; about records left
without an answer; about days that a month lacks. `lints` needs no solver. - `causes` merges
findings that have the same cause. - `analysing` asks the questions in an order in which one answer
makes others superfluous, tries the properties, and marks the findings that a property of the policy
answers.

A new kind of finding is a member of `model.findings.FindingKind`, its name and sentence in
`words.finding_words`, and a question in one of these modules.

**It may not know** how findings are printed: they carry phrases and places in files, no more.
"""

from linkage_rules.analysis.consistency.analysing import analyse
from linkage_rules.analysis.consistency.findings import (
    Analysis,
    Finding,
    Open,
    Proof,
    Proved,
    Shown,
)

__all__ = ["Analysis", "Finding", "Open", "Proof", "Proved", "Shown", "analyse"]
