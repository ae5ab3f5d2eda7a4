"""Whether a policy is consistent: proofs over all records, and records that show what is wrong.

It needs z3, which comes with the extra ``analysis``. `docs/analysis.md` says what is asked, and how
a policy answers what is found.
"""

from linkage_rules.analysis.consistency.analysing import analyse
from linkage_rules.analysis.consistency.findings import Analysis, Finding, Open, Proved, Shown

__all__ = ["Analysis", "Finding", "Open", "Proved", "Shown", "analyse"]
