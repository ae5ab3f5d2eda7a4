"""The values that an overlay sets for parameters of lower policies, single or by decision table."""

from datetime import date
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from linkage_rules.language import syntax
from linkage_rules.language.checking.data import written
from linkage_rules.language.checking.expressions import ExpressionChecker
from linkage_rules.language.checking.norms import citations, head_of, readings_of, single
from linkage_rules.language.checking.outcomes import Scope, report_record_type
from linkage_rules.language.checking.parameters import PARAMETER_LINE
from linkage_rules.language.checking.readings import ReadingChecker, choice_line
from linkage_rules.language.checking.resolve import Kind, Names, Problems
from linkage_rules.language.checking.tables import ROWS_NEEDED, TableReader, expression
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Choice, Fix
from linkage_rules.language.hints.choices import writing
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import within
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Citation, Fact, Interval, Parameter, ParameterPeriod, Tunable
from linkage_rules.model.operations import (
    BUT_AT_LEAST,
    BUT_AT_MOST,
    GREATEST,
    LEAST,
    Comparison,
)
from linkage_rules.model.spans import Span
from linkage_rules.model.types import EnumType, RecordType, Scalar
from linkage_rules.model.values import exceeds
from linkage_rules.words.messages import FIRST_PLACE, Phrase, enumerated, keyword_phrase

Holder: TypeAlias = Parameter | Fact
"""The declaration of a parameter: itself, or the decision table that an overlay made of it."""


@frozen
class Setting:
    """The new values of a parameter: ``periods``, or a ``table`` by record.

    ``tunable`` says whether the next overlay may set it again, ``in_force`` the days the setting is
    for.
    """

    in_force: Interval
    periods: tuple[ParameterPeriod, ...] = ()
    table: Fact | None = None
    tunable: Tunable | None = None
    citations: tuple[Citation, ...] = ()
    readings: tuple[str, ...] = ()


def name_below(name: str, layer: str) -> str:
    """The name of a declaration that an overlay has replaced."""
    return f"{name}__{layer}"


def label_below(label: str | None, layer: str) -> str | None:
    """The label of a declaration that an overlay has replaced."""
    return label and f"{label}（{layer}）"


def as_of_compared(*bounds: tuple[Comparison, date | None]) -> tuple[Expression, ...]:
    """Comparisons of the as-of date with each of the given days; None is skipped."""
    return tuple(
        model.compared(comparison, model.AsOf(), model.Constant(day, Scalar.DATE))
        for comparison, day in bounds
        if day is not None
    )


def on(days: Interval) -> Expression:
    """The condition that the as-of date lies in an interval with at least one end."""
    bounds = ((Comparison.AT_LEAST, days.start), (Comparison.AT_MOST, days.end))
    parts = as_of_compared(*bounds)
    return parts[0] if len(parts) == 1 else model.And(parts)


def report_outside(problems: Problems, place: Span, name: str, dates: Span | None) -> None:
    """Report days on which the overlay itself is not in force."""
    related = (Related(problems.excerpt(dates), _IN_FORCE),) if dates else ()
    problems.report("POL-615", place, name=name, related=related)


class SettingChecker:
    """Checks ``set`` declarations."""

    def __init__(
        self,
        names: Names,
        problems: Problems,
        expressions: ExpressionChecker,
        readings: ReadingChecker,
    ) -> None:
        self.names = names
        self.problems = problems
        self.parameters = readings.parameters
        self.readings = readings
        self.tables = TableReader(expressions, problems)

    def setting(
        self,
        declaration: syntax.SetDeclaration,
        holder: Holder,
        policy: Interval,
        dates: Span | None,
    ) -> Setting | None:
        """The setting of a declaration; ``None`` when it has a fault, which was reported."""
        assert holder.tunable is not None
        clause = single(self.problems, declaration, syntax.TunableClause)
        again = self._again(clause, holder, holder.tunable) if clause else None
        lines = [*syntax.clauses_of(declaration, syntax.ParameterLine)]
        rows = [*syntax.clauses_of(declaration, syntax.Row)]
        if not self._fits_reading(declaration, holder):
            return None
        if not self._fit_together(declaration, lines, rows):
            return None
        dated: list[syntax.ParameterLine | syntax.Row] = [*lines, *rows]
        written = [(line.span, line.start, line.end) for line in dated]
        for place, start, end in written:
            days = Interval(start or policy.start, end or policy.end)
            backwards = days.start and days.end and days.end < days.start
            if backwards or not within(days, policy):
                report_outside(self.problems, place, holder.name, dates)
                return None
        cited = citations(declaration)
        named = readings_of(self.names, self.problems, declaration)
        if declaration.record_type is None:
            periods = self._periods(declaration, lines, holder, policy)
            return None if periods is None else Setting(policy, periods, None, again, cited, named)
        table = self._table(declaration, declaration.record_type, rows, holder, policy)
        return None if table is None else Setting(policy, (), table, again, cited, named)

    def _again(self, clause: syntax.TunableClause, holder: Holder, before: Tunable) -> Tunable:
        """The bounds for the next overlay; they must lie within those for this one."""
        asked = self.parameters.tunable(clause, holder.type)
        for bound in (asked.minimum, asked.maximum):
            self.parameters.check_bounds(bound, holder.type, clause.span, holder.name, before)
        low = before.minimum if asked.minimum is None else asked.minimum
        high = before.maximum if asked.maximum is None else asked.maximum
        return Tunable(low, high, asked.span)

    def _fits_reading(self, declaration: syntax.SetDeclaration, holder: Holder) -> bool:
        """Report a reading that is set by a table: a reading is chosen once for all cases."""
        if not isinstance(holder, Parameter) or holder.reading is None:
            return True
        rows = [*syntax.clauses_of(declaration, syntax.Row)]
        if not rows and declaration.record_type is None:
            return True
        place = rows[0].span if rows else declaration.name.span
        self.problems.report("POL-706", place, name=holder.name, expected=choice_line(holder.type))
        return False

    def _fit_together(
        self,
        declaration: syntax.SetDeclaration,
        lines: list[syntax.ParameterLine],
        rows: list[syntax.Row],
    ) -> bool:
        """Whether a table has rows and anything else lines; a table below must stay a table."""
        is_table = declaration.record_type is not None
        if not is_table and rows:
            place, clause, expected = rows[0].span, keyword_phrase("BY"), _TABLE
        elif is_table and lines:
            place, (clause, expected) = lines[0].span, ROWS_NEEDED
        elif not (lines or rows):
            place = head_of(declaration)
            clause, expected = ROWS_NEEDED if is_table else (_EQUALS, PARAMETER_LINE)
        else:
            return True
        self.problems.report("POL-110", place, clause=clause, expected=expected)
        return False

    def _check_bounds(self, value: Expression, holder: Holder, bounds: Tunable) -> None:
        """Report a value of a row outside the bounds, or one that may be outside.

        The value below is always allowed.
        """
        if isinstance(value, model.Constant):
            self.parameters.check_bounds(value.value, holder.type, value.span, holder.name, bounds)
        elif not self._is_within(value, holder, bounds):
            said, held = _said(bounds, holder), self._held(value, holder, bounds)
            self.problems.report(
                "POL-622", value.span, name=holder.name, bounds=said, hint=Fix(None, (held,))
            )

    def _held(self, value: Expression, holder: Holder, bounds: Tunable) -> Choice:
        """The choice to hold a value to its bounds."""
        words = self.problems.text(value.span)
        english = words.isascii()
        text = f"({words})" if english else f"（{words}）"
        for bound, terminal in (
            (bounds.minimum, "BUT_AT_LEAST"),
            (bounds.maximum, "BUT_AT_MOST"),
        ):
            if bound is not None:
                limit, keyword = written(bound, holder.type), keyword_phrase(terminal)
                ends = (keyword.en, limit.en) if english else (keyword.zh, limit.zh)
                text = f"{text} {' '.join(ends)}"
        return writing(value.span, text)

    def _is_within(self, value: Expression, holder: Holder, bounds: Tunable) -> bool:
        """Whether a computed value is certainly within bounds; the value below always is."""
        if isinstance(value, model.Choose):
            parts = (value.consequence, value.alternative)
            return all(self._is_within(part, holder, bounds) for part in parts)
        low, high = bounds.minimum, bounds.maximum
        return value == value_below(holder) or (
            _keeps(value, low, True) and _keeps(value, high, False)
        )

    def _periods(
        self,
        declaration: syntax.SetDeclaration,
        lines: list[syntax.ParameterLine],
        holder: Holder,
        policy: Interval,
    ) -> tuple[ParameterPeriod, ...] | None:
        if isinstance(holder, Fact):
            place = declaration.name.span
            self.problems.report(
                "POL-110",
                place,
                hint=_ONE_ROW,
                related=(Related(self.problems.excerpt(holder.span), FIRST_PLACE),),
                clause=keyword_phrase("BY"),
                expected=_TABLE,
            )
            return None
        if holder.reading is None:
            self.parameters.no_reasons(lines, holder.name)
            found = self.parameters.periods(lines, holder.name, holder.type, holder.tunable)
        else:
            found = self.readings.periods(lines, holder.name, holder.type, holder.tunable)
            self.readings.check_offered(holder, lines, [period.value for period in found])
        return tuple(
            evolve(
                period,
                in_force=Interval(
                    period.in_force.start or policy.start, period.in_force.end or policy.end
                ),
            )
            for period in found
        )

    def _table(
        self,
        declaration: syntax.SetDeclaration,
        about: syntax.Name,
        lines: list[syntax.Row],
        holder: Holder,
        policy: Interval,
    ) -> Fact | None:
        symbol = self.names.find(about, Kind.RECORD_TYPE)
        record_type = symbol.signature if symbol else None
        if not isinstance(record_type, RecordType):
            return None
        if isinstance(holder, Fact) and holder.record_type != record_type.name:
            scope = Scope(record_type)
            name = declaration.name
            report_record_type(self.names, self.problems, name, holder.record_type, scope)
            return None
        if not isinstance(holder.type, EnumType | Scalar):
            found = type_phrase(holder.type)
            place = declaration.name.span
            self.problems.report("POL-301", place, found_type=found, expected_type=_SINGLE)
            return None
        scope = Scope(record_type)
        inputs = self.tables.inputs(declaration.inputs, scope)
        rows = self.tables.rows(lines, inputs, holder.type, scope, policy) if inputs else None
        if inputs is None or rows is None or holder.tunable is None:
            return None
        for row in rows:
            self._check_bounds(row.value, holder, holder.tunable)
        return Fact(
            name=holder.name,
            label=holder.label,
            record_type=record_type.name,
            type=holder.type,
            means=expression(inputs, rows, holder.type, value_below(holder)),
            citations=citations(declaration),
            span=declaration.span,
            table=rows,
            inputs=inputs,
        )


def _said(bounds: Tunable, holder: Holder) -> Phrase:
    """The bounds of a parameter in words."""
    ends = ((bounds.minimum, "AT_LEAST"), (bounds.maximum, "AT_MOST"))
    said = [
        Phrase("{word} {value}", "{word} {value}").filled(
            word=keyword_phrase(word), value=written(value, holder.type)
        )
        for value, word in ends
        if value is not None
    ]
    return enumerated(said, " ", " ")


def _keeps(value: Expression, bound: Any, is_lower: bool) -> bool:
    """Whether a computed value certainly satisfies a bound, for every record."""
    match value:
        case _ if bound is None:
            return True
        case model.Constant(number):
            return not (exceeds(bound, number) if is_lower else exceeds(number, bound))
        case model.Choose(_, first, other):
            return _keeps(first, bound, is_lower) and _keeps(other, bound, is_lower)
        case model.Apply(operation, operands) if operation in _GREATEST | _LEAST:
            # The greatest of several is above a bound if one of them is, and below it if all are.
            enough = any if (operation in _GREATEST) is is_lower else all
            return enough(_keeps(operand, bound, is_lower) for operand in operands)
    return False


_GREATEST: Final = frozenset({GREATEST, BUT_AT_LEAST})
_LEAST: Final = frozenset({LEAST, BUT_AT_MOST})


def value_below(holder: Holder) -> model.Expression:
    """The expression of the value that holds on days for which none was set."""
    name = name_below(holder.name, holder.layer)
    if isinstance(holder, Parameter):
        return model.ParameterValue(name, holder.type)
    return model.FactValue(name, holder.type)


_IN_FORCE: Final = Phrase("in force", "施行期")
_EQUALS: Final = Phrase("=", "=")
_ONE_ROW: Final = Phrase(
    "the policy below sets it by a table; where one value is for every case, write the one row: "
    "else: value",
    "被修订的政策用表设定了它，这里也要用表；各种情形都用同一个值的，只写一行：否则：值",
)
_TABLE: Final = Phrase(
    "a first line such as: set min_share for Project by category",
    "这样的第一行：设定 最低比例 对于 项目 依照 项目类型",
)
_SINGLE: Final = Phrase("a single value for each row", "每行一个值")
