"""Drawing test data anew from a seed.

In a long run Hypothesis begins with the simplest data and then varies what it has drawn before: of
a hundred policies a quarter would occur twice, and what is rare in one would be rare in all. Where
much variety is needed, each case is drawn in a run of its own.
"""

from collections.abc import Callable
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

_ANY: Final = st.integers(0, 2**32)


def on_seed(number: int, test: Callable[[st.DataObject], None]) -> None:
    """Run a test on data that depend on a seed. A failing case is shrunk.

    >>> on_seed(7, lambda data: data.draw(st.booleans()))
    """

    @seed(number)
    @settings(
        max_examples=2,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(st.data())
    def run(data: st.DataObject) -> None:
        # Hypothesis tries the simplest data first, which are the same for each seed; they are
        # skipped.
        if data.draw(_ANY):
            test(data)

    run()
