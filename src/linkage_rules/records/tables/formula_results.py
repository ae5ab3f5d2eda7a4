"""Formulas in binary formats that were never calculated: their stored result is empty, or 0."""

from collections.abc import Collection
from typing import Final

from attrs import frozen

ON_OPENING: Final = 2
"""The bit of a formula that asks for calculation when the file is opened."""


@frozen
class Result:
    """The stored result of a formula: its row and column from 0; whether it is something other than
    0 and the empty text; whether calculation is asked for on opening."""

    row: int
    column: int
    some: bool
    on_opening: bool


def without_result(formulas: Collection[Result], calculated: bool) -> frozenset[tuple[int, int]]:
    """The cells of one sheet with formulas whose result is not in the file.

    The formats have no mark for that: a program that writes a formula without calculating it stores
    0 or an empty text. Such a value does not count as a result if the formula asks for calculation,
    or if no formula of the sheet has another result and the file does not name the program that
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
