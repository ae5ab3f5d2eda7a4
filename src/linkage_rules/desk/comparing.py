"""What the page asks of comparisons of policies."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.desk.methods import Method

METHODS: Final[Mapping[str, Method]] = {}
"""What the page asks."""
