"""How a record may reach a goal by the smallest changes, or why it cannot. Needs z3.

See ``docs/advice.md``.
"""

from linkage_rules.analysis.advice.advice import Advice, Alternative, Change, Reason
from linkage_rules.analysis.advice.advising import advise
from linkage_rules.analysis.advice.goals import GoalError, read_goal

__all__ = [
    "Advice",
    "Alternative",
    "Change",
    "GoalError",
    "Reason",
    "advise",
    "read_goal",
]
