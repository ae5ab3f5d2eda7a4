"""How far the questions about whole policies go: in time, and in what they look at."""

from collections.abc import Callable
from time import monotonic
from typing import Final

from attrs import frozen

from linkage_rules.engines.symbolic import MOST_PARTS
from linkage_rules.model.norms import Interval

SOON: Final = 0.3
"""Seconds within which most questions are decided."""


def _nothing() -> None:
    """What is done where nobody watches."""


@frozen
class Limits:
    """How far an analysis goes: the elements of a list that are written out, the seconds that one
    question may take, the parts it may be made of, and the days it asks about. At the
    ``deadline``, on the clock of `time.monotonic`, the question that is asked is given up, and
    nothing more is asked. ``asking`` is called before each question; ``proofs`` says whether what
    was proved is kept for another solver."""

    list_bound: int
    time_limit: float
    size_limit: int = MOST_PARTS
    deadline: float | None = None
    days: Interval = Interval()
    asking: Callable[[], None] = _nothing
    proofs: bool = False

    @classmethod
    def of(
        cls,
        list_bound: int,
        time_limit: float,
        stop_after: float | None,
        asking: Callable[[], None] | None,
        days: Interval = Interval(),
        proofs: bool = False,
    ) -> "Limits":
        """Those of questions that are asked from now on; ``stop_after`` is in seconds.

        >>> Limits.of(3, 10.0, None, None).is_over
        False
        """
        deadline = None if stop_after is None else monotonic() + stop_after
        watched = _nothing if asking is None else asking
        return cls(
            list_bound, time_limit, deadline=deadline, days=days, asking=watched, proofs=proofs
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be asked."""
        return self.deadline is not None and monotonic() >= self.deadline
