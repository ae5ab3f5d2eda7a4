"""The compiled engine: a policy as straight-line Python, for the hot path.

It means what the reference engine means. Statuses and verdicts come from the same two tables
(`engines.deontic`), looked up instead of worked out.
"""

from linkage_rules.engines.compiled.program import Era, Program, compiled, source
from linkage_rules.engines.compiled.reading import Judged, Run

__all__ = ["Era", "Judged", "Program", "Run", "compiled", "source"]
