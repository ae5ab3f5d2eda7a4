"""Questions about whole policies, answered with the engines.

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
