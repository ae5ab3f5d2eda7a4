"""The tabular column of the table of operations: what each is in a query."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from linkage_rules.engines.tabular import dates
from linkage_rules.engines.tabular.faults import no_such_operation
from linkage_rules.engines.tabular.numbers import Number
from linkage_rules.engines.tabular.values import Cell, Plain
from linkage_rules.model.operations import Operation
from linkage_rules.words.messages import Phrase
from linkage_rules.words.written import written

Meaning: TypeAlias = Callable[..., Cell]
"""Takes the operands. Where one of them is NULL, so is the result."""

MEANINGS: Final[dict[str, Meaning]] = {}
"""By the name of the operation."""

_OPERAND: Final = Phrase("…", "…")


def means(name: str) -> Callable[[Meaning], Meaning]:
    """Enters a function into the column."""

    def entered(function: Meaning) -> Meaning:
        MEANINGS[name] = function
        return function

    return entered


def applied(operation: Operation, operands: Sequence[Cell]) -> Cell:
    """An operation on columns; raises `TableError` where the column has none for it."""
    meaning = MEANINGS.get(operation.name)
    if meaning is None:
        raise no_such_operation(written(operation, [_OPERAND] * operation.arity))
    return meaning(*operands)


@means("years_between")
def _years_between(start: Plain, end: Plain) -> Cell:
    return Number(dates.years_between(start, end), 1, -9999, 9999)
