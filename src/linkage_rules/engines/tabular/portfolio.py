"""Questions about a whole portfolio: how many of what, and what another policy would change."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import ibis

Table: TypeAlias = Any

VERDICT, STATUS = "verdict", "status"


def counts(answers: Table, by: Sequence[str]) -> Table:
    """How many rows have which verdict on which action and which status of which norm.

    The columns are those in ``by``, ``about`` (``verdict`` or ``status``), ``name``, ``answer``
    and ``rows``.
    """
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
        if column not in by
    ]
    long = answers.select(*by, cell=ibis.array(cells).unnest())
    found = long.select(*by, about=long.cell.about, name=long.cell["name"], answer=long.cell.answer)
    return found.group_by(*by, "about", "name", "answer").agg(rows=ibis._.count())


def _kind(column: str) -> str | None:
    return next((kind for kind in (VERDICT, STATUS) if column.startswith(f"{kind}_")), None)


def changes(both: Table, keep: Sequence[str], before: str) -> Table:
    """The verdicts that differ between two policies, from a table with the answers of both.

    The answers of the first have the prefix ``before``. An action that one of them does not know
    is left out. The columns are those in ``keep``, ``action``, ``before``, ``after`` and the norms
    that decided, ``by_before`` and ``by_after``.
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
            }
        )
        for action in actions
    ]
    long = both.select(*keep, cell=ibis.array(cells).unnest())
    names = ("action", "before", "after", "by_before", "by_after")
    found = long.select(*keep, **{name: long.cell[name] for name in names})
    return found.filter(found.before != found.after)
