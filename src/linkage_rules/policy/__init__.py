"""A loaded policy: the face users hold, how it judges, and where it comes from."""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.policy.policy import Policy

__all__ = ["Policy"]

__getattr__ = on_demand(__name__, {"policy": ("Policy",)})
