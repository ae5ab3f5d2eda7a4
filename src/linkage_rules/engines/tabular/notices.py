"""What a library says about how another one is called is no answer and no fault of a table."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_CALLS: Final = r"fetch_(arrow_table|record_batch|arrow_reader)\(\) is deprecated"


@contextmanager
def without_notices() -> Iterator[None]:
    """DuckDB tells Ibis of calls that are on their way out; here nobody is told.

    Where warnings are errors such a notice would stop a query that is right. Nothing else is
    kept back.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _CALLS, DeprecationWarning)
        yield
