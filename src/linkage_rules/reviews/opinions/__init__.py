"""Opinions: what an officer reads, checks and signs about a record that was judged."""

from linkage_rules.reviews.opinions.conclusions import Conclusion
from linkage_rules.reviews.opinions.grounds import Gate, Ground
from linkage_rules.reviews.opinions.opinion import Demand, Opinion, opinion

__all__ = ["Conclusion", "Demand", "Gate", "Ground", "Opinion", "opinion"]
