"""Calendars of working days: the days they cover, their holidays and make-up workdays."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, TypeAlias

from attrs import evolve

from linkage_rules.language import syntax
from linkage_rules.language.checking.norms import single
from linkage_rules.language.checking.resolve import Problems
from linkage_rules.language.diagnostics import Related
from linkage_rules.language.references import Reference
from linkage_rules.model.norms import Citation
from linkage_rules.model.work_calendars import DaysListed, WorkCalendar
from linkage_rules.model.working_days import WEEKEND, Weekday
from linkage_rules.words.messages import FIRST_PLACE, Phrase, keyword_phrase
from linkage_rules.words.working_days import WEEKDAYS

Declared: TypeAlias = syntax.CalendarDeclaration | syntax.AdjustDeclaration

Days: TypeAlias = tuple[date, date]

MOST_YEARS: Final = 50
"""The most years that a calendar may cover, because engines write all its days out."""

_DAY: Final = timedelta(days=1)


class CalendarChecker:
    """Checks calendars where they are declared and where overlays adjust them.

    ``layer`` is the policy that is checked, for what a calendar cites. A calendar with a fault is
    reported and left out; whatever counts by it is not reported again.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.layer = ""

    def calendar(self, declaration: syntax.CalendarDeclaration) -> WorkCalendar | None:
        """The calendar that is declared."""
        before = len(self.problems.diagnostics)
        covered = [*syntax.clauses_of(declaration, syntax.Covers)]
        if not covered:
            clause = keyword_phrase("COVERS")
            at = declaration.name.span
            self.problems.report("POL-110", at, clause=clause, expected=_COVERS_LINE)
            return None
        weekend = self._weekend(single(self.problems, declaration, syntax.Weekend))
        days = self._covered(covered, None)
        listed = self._listed(declaration, days)
        if days is None or len(self.problems.diagnostics) > before:
            return None
        name, label = declaration.name.text, declaration.label
        span = declaration.span
        return WorkCalendar(name, label, *days, weekend, listed, span, layer=self.layer)

    def adjusted(
        self, declaration: syntax.AdjustDeclaration, below: WorkCalendar
    ) -> WorkCalendar | None:
        """A calendar of a policy below with the days that an overlay lists in their place."""
        before = len(self.problems.diagnostics)
        covered = [*syntax.clauses_of(declaration, syntax.Covers)]
        days = self._covered(covered, below)
        listed = self._listed(declaration, days)
        if days is None or len(self.problems.diagnostics) > before:
            return None
        start, end = days
        return evolve(below, start=start, end=end, listed=(*below.listed, *listed))

    def _weekend(self, clause: syntax.Weekend | None) -> tuple[Weekday, ...]:
        if clause is None:
            return WEEKEND
        known = {spelling: day for day, words in WEEKDAYS.items() for spelling in words}
        found: list[Weekday] = []
        for name in clause.weekdays:
            day = known.get(name.text)
            if day is None:
                offered = [Phrase(*words[:2]) for words in WEEKDAYS.values()]
                self.problems.unknown_name(_WEEKDAY, name, known, offered=offered)
                continue
            if day in found:
                hint = self.problems.without_member(name.span)
                self.problems.report("POL-340", name.span, hint=hint, day=name.text)
            english, chinese, *_ = WEEKDAYS[day]
            self.problems.references[name.span] = Reference(english, chinese)
            found.append(day)
        return tuple(found)

    def _covered(self, lines: Sequence[syntax.Covers], below: WorkCalendar | None) -> Days | None:
        """The days that are covered, without gaps between them."""
        found = [((line.first, line.last), line.span) for line in lines if line.first <= line.last]
        if below is not None:
            found.append(((below.start, below.end), below.span))
        if not found:
            return None
        ((start, end), before), *others = sorted(found, key=lambda one: one[0])
        for (first, last), span in others:
            related = (Related(self.problems.excerpt(before), FIRST_PLACE),)
            if below is None and first <= end:
                day = first.isoformat()
                inside = last <= end and self.problems.without(span)
                self.problems.report("POL-340", span, hint=inside or None, day=day, related=related)
            elif first > end + _DAY:
                # If an overlay and the policy below cover days twice, the line of the overlay is
                # the mistake.
                place = before if below is not None and span == below.span else span
                start_of_gap, end_of_gap = (end + _DAY).isoformat(), (first - _DAY).isoformat()
                self.problems.report(
                    "POL-342", place, related=related, start=start_of_gap, end=end_of_gap
                )
            end, before = max(end, last), span
        if end.year - start.year >= MOST_YEARS:
            self.problems.report("POL-347", lines[-1].span, limit=str(MOST_YEARS))
            return None
        return start, end

    def _listed(self, declaration: Declared, covered: Days | None) -> tuple[DaysListed, ...]:
        """The holidays and make-up workdays, with the words that the lines below them cite."""
        listed: dict[date, syntax.DaysLine] = {}
        return tuple(
            DaysListed(
                *(line.worked, *_ends(line), line.label, citations, line.span), layer=self.layer
            )
            for line, citations in _with_citations(declaration, self.layer)
            if covered is not None and self._suits(line, covered, listed)
        )

    def _suits(
        self, line: syntax.DaysLine, covered: Days, listed: dict[date, syntax.DaysLine]
    ) -> bool:
        """Whether all days of a line are covered and not listed before; otherwise that is
        reported."""
        start, end = covered
        outside = next((day for day in _ends(line) if not start <= day <= end), None)
        if outside is not None:
            self.problems.report(
                *("POL-343", line.span),
                day=outside.isoformat(),
                start=start.isoformat(),
                end=end.isoformat(),
            )
            return False
        first, last = _ends(line)
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            other = listed.setdefault(day, line)
            if other is not line:
                code = "POL-340" if other.worked is line.worked else "POL-341"
                related = (Related(self.problems.excerpt(other.span), FIRST_PLACE),)
                said = day.isoformat()
                hint = self.problems.without(*(x.span for x in (other, line) if _is_one_day(x)))
                self.problems.report(code, line.span, hint=hint, day=said, related=related)
                return False
        return True


def _is_one_day(line: syntax.DaysLine) -> bool:
    first, last = _ends(line)
    return first == last


def _ends(line: syntax.DaysLine) -> Days:
    return line.first, line.last or line.first


def _with_citations(
    declaration: Declared, layer: str
) -> Iterator[tuple[syntax.DaysLine, tuple[Citation, ...]]]:
    """Each line of days with the citations in the lines that follow it, before the next days."""
    waiting: list[syntax.DaysLine] = []
    cited: list[Citation] = []
    for clause in declaration.clauses:
        match clause:
            case syntax.DaysLine():
                if cited:
                    yield from ((line, tuple(cited)) for line in waiting)
                    waiting, cited = [], []
                waiting.append(clause)
            case syntax.Cites(number, quote):
                cited.append(Citation(number, quote, clause.span, layer=layer))
    yield from ((line, tuple(cited)) for line in waiting)


_WEEKDAY: Final = Phrase("a day of the week", "星期几")
_COVERS_LINE: Final = Phrase(
    "a line such as: covers 2024-01-01 to 2024-12-31",
    "这样的一行：涵盖 2024年1月1日 至 2024年12月31日",
)
