"""The table of operations for the tabular engine: each operation as columns."""

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import Final

import ibis
import ibis.expr.operations as ops

from linkage_rules.engines.operations import Column as OperationColumn
from linkage_rules.engines.operations import LackingError, Meaning
from linkage_rules.engines.tabular import columns, dates, numbers, working_days
from linkage_rules.engines.tabular.columns import Column, as_number
from linkage_rules.engines.tabular.faults import no_such_operation
from linkage_rules.engines.tabular.numbers import Number, Rounding
from linkage_rules.engines.tabular.values import Cell, PeriodColumns, Plain, field_of
from linkage_rules.model.operations import (
    FIRST_DAY_OF,
    LAST_DAY_OF,
    PERIODS_OF,
    Comparison,
    Operation,
    of_comparison,
)
from linkage_rules.model.periods import Unit
from linkage_rules.model.working_days import Calendar
from linkage_rules.words.messages import Phrase

COLUMN: Final = OperationColumn(
    Phrase(
        "“{operation}” is not possible for tables yet; judge the records one by one",
        "表格尚不能计算“{operation}”；请逐条审核",
    )
)
"""Each function takes the operands, and before them the calendar if it counts working days; the
result is NULL where one of the operands is."""

means = COLUMN.means


def applied(operation: Operation, operands: Sequence[Cell]) -> Cell:
    """An operation on columns; raises `TableError` where the table has no function for it."""
    if operation.joined is not None and operation.name not in COLUMN.meanings:
        answers = [
            _compare(comparison, operands[left], operands[right])
            for comparison, (left, right) in operation.joined.parts(len(operands))
        ]
        return Plain((columns.all_of if operation.joined.all else columns.any_of)(answers))
    try:
        meaning = COLUMN.of(operation)
    except LackingError as error:
        raise no_such_operation(error) from error
    by = () if operation.calendar is None else (operation.calendar,)
    cell: Cell = meaning(*by, *operands)
    return cell


def _compare(comparison: Comparison, left: Cell, right: Cell) -> Column:
    match left, right:
        case Number(), Number():
            return numbers.compare(comparison, left, right)
        case Plain(one), Plain(other):
            return columns.compare(comparison, one, other)
    same = equal(left, right)
    return same if comparison is Comparison.EQUAL else ~same


def equal(left: Cell, right: Cell) -> Column:
    """Whether two values are the same; NULL where one is unknown."""
    match left, right:
        case Number(), Number():
            return numbers.compare(Comparison.EQUAL, left, right)
        case Plain(one), Plain(other):
            return columns.compare(Comparison.EQUAL, one, other)
        case PeriodColumns(), PeriodColumns():
            return columns.compare(Comparison.EQUAL, left.months, right.months) & columns.compare(
                Comparison.EQUAL, left.days, right.days
            )
    raise AssertionError(left, right)


def one_of(operand: Cell, choices: Sequence[Cell]) -> Column:
    """Whether a value is one of several; NULL where that is unknown."""
    if not choices:
        return ibis.literal(False)
    written = [_literal(choice) for choice in choices]
    # Ibis writes “a <= b IN (…)” without brackets, so a condition is compared with each choice.
    is_condition = isinstance(operand, Plain) and operand.column.type().is_boolean()
    if isinstance(operand, Plain) and not is_condition and None not in written:
        return operand.column.isin(written)
    if isinstance(operand, Number):
        found = numbers.one_of(operand, [c for c in choices if isinstance(c, Number)])
        if found is not None:
            return found
    return columns.any_of([equal(operand, choice) for choice in choices])


def _literal(cell: Cell) -> Column | None:
    """The literal value of a column; None for any other column."""
    if isinstance(cell, Plain) and isinstance(cell.column.op(), ops.Literal):
        return cell.column.op().value
    return None


@means("one_of")
def _one_of(operand: Cell, *choices: Cell) -> Cell:
    return Plain(one_of(operand, choices))


def _comparing(comparison: Comparison) -> Meaning:
    return lambda left, right: Plain(_compare(comparison, left, right))


for sign in Comparison:
    means(of_comparison(sign).name)(_comparing(sign))


means("plus")(numbers.add)
means("times")(numbers.multiply)
means("over")(numbers.divide)
means("negate")(numbers.negate)


@means("minus")
def _minus(left: Number, right: Number) -> Cell:
    return numbers.add(left, numbers.negate(right))


@means("later")
def _later(day: Plain, period: PeriodColumns) -> Cell:
    return dates.shift(day, period, 1)


@means("earlier")
def _earlier(day: Plain, period: PeriodColumns) -> Cell:
    return dates.shift(day, period, -1)


@means("after")
def _after(period: PeriodColumns, day: Plain) -> Cell:
    return dates.shift(day, period, 1)


@means("years_between")
def _years_between(start: Plain, end: Plain) -> Cell:
    return Number(dates.years_between(start, end), 1, -9999, 9999)


@means("months_between")
def _months_between(start: Plain, end: Plain) -> Cell:
    return Number(dates.months_between(start, end), 1, -12 * 9999, 12 * 9999)


@means("days_between")
def _days_between(start: Plain, end: Plain) -> Cell:
    return Number(dates.days_between(start, end), 1, -_MOST_DAYS, _MOST_DAYS)


_MOST_DAYS: Final = 366 * 9999


def _part_of(part: str, most: int) -> Meaning:
    return lambda day: Number(dates.part_of(day, part), 1, 1, most)


for part, most in (("year", 9999), ("quarter", 4), ("month", 12)):
    means(f"{part}_of")(_part_of(part, most))


@means("working_days_after")
def _working_days_after(calendar: Calendar, number: Number, day: Plain) -> Cell:
    return working_days.after(calendar, number.numerator, day.column)


@means("working_days_before")
def _working_days_before(calendar: Calendar, number: Number, day: Plain) -> Cell:
    return working_days.before(calendar, number.numerator, day.column)


@means("working_days_between")
def _working_days_between(calendar: Calendar, start: Plain, end: Plain) -> Cell:
    most = len(calendar.table.days)
    found = working_days.between(calendar, start.column, end.column)
    return Number(found, 1, -most, most)


@means("working_day_from")
def _working_day_from(calendar: Calendar, day: Plain) -> Cell:
    return working_days.on_or_after(calendar, day.column)


@means("working_day_up_to")
def _working_day_up_to(calendar: Calendar, day: Plain) -> Cell:
    return working_days.on_or_before(calendar, day.column)


def _periods(unit: Unit) -> Meaning:
    return lambda start, end: dates.periods(unit, start, end)


for unit, listed in PERIODS_OF.items():
    means(listed.name)(_periods(unit))
    means(FIRST_DAY_OF[unit].name)(partial(dates.first_day, unit))
    means(LAST_DAY_OF[unit].name)(partial(dates.last_day, unit))
for edge in ("start", "end"):
    means(f"{edge}_of")(partial(field_of, name=edge))


def _rounding(how: Rounding) -> Meaning:
    def rounded(number: Number, unit: Number) -> Cell:
        # The unit of a rounding is a literal.
        assert isinstance(unit.numerator, int)
        assert isinstance(unit.denominator, int)
        return numbers.rounded(number, Fraction(unit.numerator, unit.denominator), how)

    return rounded


means("round")(_rounding(Rounding.HALF_UP))
means("round_up")(_rounding(Rounding.UP))
means("round_down")(_rounding(Rounding.DOWN))


def _extreme(comparison: Comparison) -> Meaning:
    def extreme(*values: Cell) -> Cell:
        found = [value for value in values if isinstance(value, Number)]
        if found:
            return numbers.extreme(found, comparison)
        return dates.extreme([value for value in values if isinstance(value, Plain)], comparison)

    return extreme


for name in ("least", "but_at_most"):
    means(name)(_extreme(Comparison.AT_MOST))
for name in ("greatest", "but_at_least"):
    means(name)(_extreme(Comparison.AT_LEAST))


def _so_many(bounds: Callable[[int, int], tuple[int, int]]) -> Meaning:
    """The meaning of counting conditions in Kleene logic.

    Yes if those that are yes suffice, no if they cannot even with the unknown ones, else unknown.
    """

    def so_many(number: Number, *conditions: Plain) -> Cell:
        assert isinstance(number.numerator, int)
        least, most = bounds(number.numerator, len(conditions))

        def counted(unknown: bool) -> Column:
            truths = (
                as_number(ibis.coalesce(one.column, unknown)).cast("int64") for one in conditions
            )
            return columns.folded([*truths], operator.add)

        def within(sure: bool) -> Column:
            tests = []
            if least > 0:
                tests.append(counted(not sure) >= least)
            if most < len(conditions):
                tests.append(counted(sure) <= most)
            return columns.all_of(tests)

        return Plain(within(True).cases((True, True), else_=within(False).nullif(True)))

    return so_many


means("at_least_of")(_so_many(lambda number, conditions: (number, conditions)))
means("at_most_of")(_so_many(lambda number, conditions: (0, number)))
means("exactly_of")(_so_many(lambda number, conditions: (number, number)))
