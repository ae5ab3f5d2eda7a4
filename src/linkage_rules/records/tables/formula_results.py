"""Formulas in the binary formats that no program has worked out: they hold nothing, or 0."""

from collections.abc import Collection
from typing import Final

from attrs import frozen

ON_OPENING: Final = 2
"""The bit of a formula that asks to be worked out when the file is opened."""


@frozen
class Result:
    """What is stored of a formula: where it stands, row and column from 0; whether its result is
    something other than 0 and the empty text; whether it asks to be worked out on opening."""

    row: int
    column: int
    some: bool
    on_opening: bool


def without_result(formulas: Collection[Result], calculated: bool) -> frozenset[tuple[int, int]]:
    """Where the formulas of one sheet stand whose result is not in the file.

    The formats have no mark for that: a program that writes a formula without working it out
    stores 0 or an empty text. So these are no results where the formula asks to be worked out, and
    where no formula of the sheet has another result and the file does not say what program
    ``calculated`` it.

    >>> without_result([Result(1, 2, False, False)], calculated=False)
    frozenset({(1, 2)})
    >>> without_result([Result(1, 2, False, False), Result(1, 3, True, False)], calculated=False)
    frozenset()
    """
    none = not calculated and not any(formula.some for formula in formulas)
    return frozenset(
        (formula.row, formula.column)
        for formula in formulas
        if not formula.some and (none or formula.on_opening)
    )
