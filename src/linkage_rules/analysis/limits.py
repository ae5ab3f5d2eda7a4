"""The bounds of the questions about whole policies: in time and in size."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from attrs import frozen

from linkage_rules.engines.symbolic import MOST_PARTS
from linkage_rules.model.norms import Interval

SOON: Final = 0.3
"""Seconds within which most questions are decided."""


def _nothing() -> None:
    """The default of callbacks."""


def _never() -> bool:
    """Nobody stops it."""
    return False


@frozen
class Limits:
    """The bounds of an analysis.

    They are the elements of a list that are written out, the seconds and the parts that one
    question may take, and the days it is about. At the ``deadline``, a time of `time.monotonic`,
    the current question is given up and no more are asked. ``asking`` is called before each
    question; ``proofs`` says whether proofs are kept for another solver. Once ``stop`` says so, no
    more questions are asked either.
    """

    list_bound: int
    time_limit: float
    size_limit: int = MOST_PARTS
    deadline: float | None = None
    days: Interval = Interval()
    asking: Callable[[], None] = _nothing
    proofs: bool = False
    stop: Callable[[], bool] = _never

    @classmethod
    def of(
        cls,
        list_bound: int,
        time_limit: float,
        stop_after: float | None,
        asking: Callable[[], None] | None,
        days: Interval = Interval(),
        proofs: bool = False,
        stop: Callable[[], bool] | None = None,
    ) -> "Limits":
        """The limits for questions from now on; ``stop_after`` is in seconds.

        >>> Limits.of(3, 10.0, None, None).is_over
        False
        """
        deadline = None if stop_after is None else monotonic() + stop_after
        watched = _nothing if asking is None else asking
        return cls(
            list_bound,
            time_limit,
            deadline=deadline,
            days=days,
            asking=watched,
            proofs=proofs,
            stop=_never if stop is None else stop,
        )

    @property
    def is_over(self) -> bool:
        """Whether the deadline is past or it was stopped, so that no more questions are asked."""
        return self.stop() or (self.deadline is not None and monotonic() >= self.deadline)

    @property
    def seconds(self) -> float:
        """The seconds that a question may take which is asked now."""
        if self.deadline is None:
            return self.time_limit
        return max(0.0, min(self.time_limit, self.deadline - monotonic()))
