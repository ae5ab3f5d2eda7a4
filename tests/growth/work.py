"""Work counted without a clock: how many functions are called, and what may be made of that."""

import gc
import sys
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, Python's own included."""
    counted = [0]

    def called(frame: object, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            counted[0] += 1

    # What is done when garbage is collected is nobody's work.
    gc.disable()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return counted[0]


def assert_grows_in_step(
    cost: Callable[[int], int], start: int, steepest: float = 2.5, slack: int = 200
) -> None:
    """From 2n to 4n the work grows by about twice of what it grows by from n to 2n.

    Work that is the same whatever n is falls out; what grows with the square of n adds four times.
    What is done once a process is done first, at a size of its own: something may be remembered of
    what was asked before, and is not to be measured.
    """
    cost(start + 1)
    once, twice, four_times = (cost(start * times) for times in (1, 2, 4))
    assert four_times - twice < steepest * max(twice - once, slack), (once, twice, four_times)
