"""Comparing two policies.

The modules that ask the solver are imported when they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from linkage_rules.model.norms import Interval

if TYPE_CHECKING:
    from linkage_rules.analysis.difference import Comparison, Difference, ResultComparison
    from linkage_rules.policy.policy import Policy


def difference(
    old: Policy,
    new: Policy,
    *,
    days: Interval = Interval(),
    record_type: str | None = None,
    list_bound: int = 3,
    time_limit: float = 10.0,
    rename: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    stop_after: float | None = None,
    tell: Callable[[Difference, Comparison | ResultComparison], None] | None = None,
    asking: Callable[[], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Difference:
    """How a new policy differs from an old one: stricter or looser, where, and for which record.

    Nothing counts but what they say of the same record on the same day. ``days`` limits the days,
    both ends included; without it they are those on which both are in force. ``record_type`` is a
    name or label, and limits the comparison to it. Lists are written out up to ``list_bound``
    elements; ``time_limit`` is in seconds, for each question. ``stop_after`` seconds after the
    start the running question is given up and nothing more is asked: what is left is undecided.
    ``tell`` is called with each comparison as soon as it is there, and with a difference that holds
    none yet; ``asking`` before each question. Once ``stop`` says so, nothing more is asked either.
    ``rename`` says what is the same thing under another name: names or labels of the old policy
    with those of the new one, of fields ``Record.field``. It needs the extra ``analysis``.

    Raises `IncompatibleError` when no record is fit for both, `RenameError` when what is renamed is
    not there or would be two things, `RecordError` when neither has the
    record type, `linkage_rules.engines.operations.LackingError` where an operation is one of which
    nothing can be proved.

    >>> import linkage_rules as lr
    >>> policy = lr.load("xiangtan_2022")
    >>> bool(lr.difference(policy, policy, record_type="Park"))
    False
    """
    from linkage_rules.analysis import difference as analysis

    name = record_type
    if record_type is not None:
        known = {one.name for one in new.package.record_types.values()}
        known |= {one.label for one in new.package.record_types.values() if one.label}
        name = (new if record_type in known else old).record_type(record_type).name
    return analysis.difference(
        old.package,
        new.package,
        days=days,
        record_type=name,
        list_bound=list_bound,
        time_limit=time_limit,
        rename=rename.items() if isinstance(rename, Mapping) else rename,
        stop_after=stop_after,
        tell=tell,
        asking=asking,
        stop=stop,
    )
