"""What the page asks of checks of a policy."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.desk.methods import Method

METHODS: Final[Mapping[str, Method]] = {}
"""What the page asks."""
