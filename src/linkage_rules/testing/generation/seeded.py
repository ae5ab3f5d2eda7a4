"""Something drawn anew for each seed.

In a long run Hypothesis begins with what is simplest, and then varies what it has drawn before: of
a hundred policies a quarter are there twice, and what is rare in one is rare in all. Where as much
as can be has to occur, each is drawn in a run of its own.
"""

from collections.abc import Callable
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

_ANY: Final = st.integers(0, 2**32)


def on_seed(number: int, test: Callable[[st.DataObject], None]) -> None:
    """Give a test data that a seed decides on. What makes it fail is made small.

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
        # Hypothesis tries the simplest data first, the same for each seed: that is passed over.
        if data.draw(_ANY):
            test(data)

    run()
