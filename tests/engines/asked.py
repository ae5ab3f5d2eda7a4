"""Every engine, as the parameter of tests: a query and a solver take seconds before they answer."""

from typing import Final

import pytest

from linkage_rules.testing.engines import REFERENCE, engines

_AT_ONCE: Final = (REFERENCE, "compiled")

ENGINES: Final = [
    pytest.param(name, marks=() if name in _AT_ONCE else pytest.mark.slow) for name in engines()
]
