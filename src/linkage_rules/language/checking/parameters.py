"""Parameters: their values over time, and the bounds within which an overlay may set them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from attrs import evolve

from linkage_rules.language import syntax
from linkage_rules.language.checking.data import DataChecker, written
from linkage_rules.language.checking.norms import citations, readings_of, single
from linkage_rules.language.checking.resolve import Names, ParameterSignature, Problems
from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.fixes import Fix
from linkage_rules.language.hints.choices import writing
from linkage_rules.model.norms import Interval, Parameter, ParameterPeriod, Tunable
from linkage_rules.model.spans import Span
from linkage_rules.model.types import ORDERED, Type
from linkage_rules.model.values import Value, exceeds
from linkage_rules.words import literals
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase


class ParameterChecker:
    """Checks the values of parameters, where they are declared and where overlays set them."""

    def __init__(self, names: Names, problems: Problems, data: DataChecker) -> None:
        self.names = names
        self.problems = problems
        self.data = data

    def parameter(self, declaration: syntax.ParameterDeclaration) -> Parameter | None:
        symbol = self.names.by_spelling[declaration.name.text]
        tunable = single(self.problems, declaration, syntax.TunableClause)
        if not isinstance(symbol.signature, ParameterSignature):
            return None
        type_ = symbol.signature.type
        lines = [*syntax.clauses_of(declaration, syntax.ParameterLine)]
        if not lines:
            self.problems.report(
                "POL-110", declaration.name.span, clause="=", expected=PARAMETER_LINE
            )
        self.no_reasons(lines, symbol.name)
        bounds = self.tunable(tunable, type_) if tunable else None
        return Parameter(
            declaration.name.text,
            declaration.label,
            type_,
            self.periods(lines, symbol.name, type_, bounds),
            citations(declaration),
            declaration.span,
            bounds,
            readings=readings_of(self.names, self.problems, declaration),
        )

    def tunable(self, clause: syntax.TunableClause, type_: Type) -> Tunable:
        """The bounds for overlays; bounds for a type without order are reported and left out."""
        low, high = (
            None if bound is None else self._bound(bound, type_)
            for bound in (clause.at_least, clause.at_most)
        )
        if exceeds(low, high):
            assert clause.at_least is not None
            assert clause.at_most is not None
            self.problems.wrong_way_round(clause.span, clause.at_least, clause.at_most)
            low = high = None
        return Tunable(low, high, clause.span)

    def _bound(self, bound: syntax.Literal, type_: Type) -> Value:
        if type_ not in ORDERED:
            self.problems.report("POL-304", bound.span, found_type=type_phrase(type_))
            return None
        return self.data.value(bound, type_)

    def periods(
        self,
        lines: Sequence[syntax.ParameterLine],
        name: str,
        type_: Type,
        bounds: Tunable | None,
    ) -> tuple[ParameterPeriod, ...]:
        """The value of each line with its days, which two lines may not share.

        A line without an end holds until the next one begins.
        """
        ordered = sorted(lines, key=lambda line: line.start or date.min)
        ends: dict[int, date | None] = {id(line): line.end for line in lines}
        for before, after in pairwise(ordered):
            start = after.start or date.min
            if (before.start or date.min) == start:
                first, second = sorted((before, after), key=lambda line: line.span.start)
                shown = start.isoformat() if after.start else _NO_START
                self._two_values("POL-401", first.span, second.span, name, shown)
            elif before.end is None:
                ends[id(before)] = start - timedelta(days=1)
            elif before.end >= start:
                first, second = sorted((before, after), key=lambda line: line.span.start)
                hint = self._ended(before, start - timedelta(days=1))
                shown = start.isoformat()
                self._two_values("POL-403", first.span, second.span, name, shown, hint)
        periods = []
        for line in lines:
            value = self.data.value(line.value, type_)
            if bounds is not None:
                self.check_bounds(value, type_, line.value.span, name, bounds)
            days = Interval(line.start, ends[id(line)])
            periods.append(ParameterPeriod(value, days, line.because))
        return tuple(periods)

    def _two_values(
        self,
        code: str,
        first: Span,
        second: Span,
        name: str,
        start: Phrase | str,
        hint: Fix | None = None,
    ) -> None:
        related = (Related(self.problems.excerpt(first), FIRST_PLACE),)
        self.problems.report(code, second, hint=hint, name=name, start=start, related=related)

    def _ended(self, line: syntax.ParameterLine, day: date) -> Fix:
        """The choice to end a value on a day."""
        text, written = self.problems.text(line.span), line.days[-1]
        if line.start is not None and day < line.start:
            return Fix(None)
        at = line.span.start + text.rindex(written)
        place = self.problems.files[line.span.file].span(at, at + len(written))
        ends = literals.write_date(day, "en" if written.isascii() else "zh")
        return Fix(None, (writing(place, ends, _END_THE_FIRST),))

    def no_reasons(self, lines: Sequence[syntax.ParameterLine], name: str) -> None:
        """Report reasons for the value of a parameter that is not a reading."""
        for line in lines:
            if line.because is not None:
                because = self.problems.said_in(line.span, "BECAUSE")
                reason = because and evolve(
                    because, end=line.span.start + len(self.problems.text(line.span).rstrip())
                )
                hint = self.problems.without(*filter(None, (reason,)))
                self.problems.report("POL-707", line.span, hint=hint, name=name)

    def check_bounds(
        self, value: Value, type_: Type, place: Span, name: str, bounds: Tunable
    ) -> None:
        """Report a value outside the bounds that a parameter may be set within."""
        low, high = bounds.minimum, bounds.maximum
        below = exceeds(low, value)
        above = exceeds(value, high)
        if below or above:
            said = Phrase("{terminal} {bound}", "{terminal} {bound}").filled(
                terminal=keyword_phrase("AT_LEAST" if below else "AT_MOST"),
                bound=written(low if below else high, type_),
            )
            related = (Related(self.problems.excerpt(bounds.span), FIRST_PLACE),)
            shown = written(value, type_)
            self.problems.report(
                "POL-606", place, name=name, value=shown, bounds=said, related=related
            )


_END_THE_FIRST: Final = Phrase("end the first value: {text}", "前一个值止于：{text}")
_NO_START: Final = Phrase("no day is written", "没有写起始日期")
PARAMETER_LINE: Final = Phrase(
    "a line such as: = 5 from 2022-12-07", "这样的一行：= 5 自 2022年12月7日"
)
