"""Questions about a whole portfolio: how many of what, and what another policy would change."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import ibis

from linkage_rules.engines.tabular.faults import shared_groups
from linkage_rules.engines.tabular.grouping import Group

Table: TypeAlias = Any

VERDICT, STATUS = "verdict", "status"
ROWS: Final = "rows"
IN_FORCE: Final = "in_force"
_ANSWERED: Final = ("about", "name", "answer")


def counts(answers: Table, groups: Sequence[Group], in_force: bool) -> Table:
    """How many rows have which verdict on which action and which status of which norm.

    ``answers`` has a column for each of the ``groups``, named by `place`. The columns are the names
    of the groups, ``about`` (``verdict`` or ``status``), ``name``, ``answer``, ``rows`` and
    ``in_force``.
    """
    places = [place(number) for number in range(len(groups))]
    for name, group in zip(places, groups, strict=True):
        if group.is_list:
            # Two lists are laid out one after the other: side by side they would be paired.
            rest = [column for column in answers.columns if column != name]
            answers = answers.select(*rest, **{name: answers[name].unnest()})
    asked = [column for column in answers.columns if _kind(column) is not None]
    cells = [
        ibis.struct(
            {
                "about": ibis.literal(_kind(column)),
                "name": ibis.literal(column.partition("_")[2]),
                "answer": answers[column],
            }
        )
        for column in asked
    ]
    long = answers.select(*places, cell=ibis.array(cells).unnest())
    answered = {name: long.cell[name] for name in _ANSWERED}
    found = long.select(*places, **answered)
    counted = found.group_by(*places, *_ANSWERED).agg(**{ROWS: ibis._.count()})
    counted = counted.mutate(**{IN_FORCE: ibis.literal(in_force)})
    names = [group.name for group in groups]
    if len({*names, *_ANSWERED, ROWS, IN_FORCE}) < len(names) + len(_ANSWERED) + 2:
        raise shared_groups(names)
    return counted.rename(dict(zip(names, places, strict=True)))


def place(number: int) -> str:
    """The column of a group among the answers. No field has a name like it."""
    return f"by/{number}"


def _kind(column: str) -> str | None:
    return next((kind for kind in (VERDICT, STATUS) if column.startswith(f"{kind}_")), None)


def changes(both: Table, keep: Sequence[str], before: str) -> Table:
    """The verdicts that differ between two policies, from a table with the answers of both.

    The answers of the first have the prefix ``before``. An action that one of them does not know
    is left out. The columns are those in ``keep``, ``action``, ``before``, ``after`` and the norms
    that decided, ``by_before`` and ``by_after``, and whether each policy is in force on its day.
    """
    actions = [
        column.removeprefix("verdict_")
        for column in both.columns
        if column.startswith("verdict_") and f"{before}{column}" in both.columns
    ]
    cells = [
        ibis.struct(
            {
                "action": ibis.literal(action),
                "before": both[f"{before}verdict_{action}"],
                "after": both[f"verdict_{action}"],
                "by_before": both[f"{before}by_{action}"],
                "by_after": both[f"by_{action}"],
                "in_force_before": both[f"{before}{IN_FORCE}"],
                "in_force_after": both[IN_FORCE],
            }
        )
        for action in actions
    ]
    long = both.select(*keep, cell=ibis.array(cells).unnest())
    names = (
        *("action", "before", "after", "by_before", "by_after"),
        *("in_force_before", "in_force_after"),
    )
    found = long.select(*keep, **{name: long.cell[name] for name in names})
    return found.filter(found.before != found.after)
