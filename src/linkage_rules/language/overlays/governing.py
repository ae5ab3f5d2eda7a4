"""Rewriting norms that are governed by a date of the record, so that engines need not know of that.

Such a norm is in force where the date lies in its interval. Every parameter it reads becomes a
choice among its values by that date, and every fact it rests on that changes with time is declared
again, as of that date.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from attrs import evolve

from linkage_rules.language.checking.definitions import (
    changes_with_time,
    is_constant,
    written_out_again,
)
from linkage_rules.language.checking.resolve import Named, Problems
from linkage_rules.language.diagnostics import Related
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import replaced, some_day, stretches
from linkage_rules.model.dependencies import in_order, reached
from linkage_rules.model.expressions import Expression
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.norms import Action, Fact, Interval, Norm, Parameter, ParameterPeriod
from linkage_rules.model.operations import Comparison
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import transformed, walk
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.values import NEVER
from linkage_rules.words.called import called
from linkage_rules.words.messages import FIRST_PLACE


def governed(package: Package) -> Package:
    """The package with every governed norm, and the actions of such norms, rewritten."""
    if not any(norm.governed_by for norm in package.declared_norms):
        return package
    return _Governor(package).governed()


def redefined(package: Package, changed: Package) -> Package:
    """A changed package in which facts may have new definitions, with all definitions written out
    again, also in norms that are governed by a date.

    >>> package = Package(name="p")
    >>> redefined(package, package) is package
    True
    """
    again = written_out_again(package, changed)
    if again is changed or not any(norm.governed_by for norm in again.declared_norms):
        return again
    return _Governor(again).again()


def governing_date(action: Action, package: Package) -> str | None:
    """The date field that governs all norms on an action, if it is the same one for all."""
    fields = {norm.governed_by for norm in package.norms_on[action.name]}
    return fields.pop() if len(fields) == 1 else None


def check_governing(package: Package, places: Mapping[str, Named], problems: Problems) -> None:
    """Report an action of which the done-condition would differ by the governing dates of its
    norms."""
    for action in package.declared_actions:
        norms = package.norms_on[action.name]
        if (
            not any(norm.governed_by for norm in norms)
            or governing_date(action, package) is not None
            or not changes_with_time(action.done_when, package)
        ):
            continue
        # The message points to a norm of this policy, if one of the two is.
        norm = next((n for n in reversed(norms) if n.name in places), norms[-1])
        other = next(n for n in norms if n.governed_by != norm.governed_by)
        problems.report(
            "POL-613",
            places[norm.name].name.span if norm.name in places else norm.span,
            name=called(norm),
            action=called(action),
            related=(Related(problems.excerpt(other.span), FIRST_PLACE),),
        )


def _facts_in(expression: Expression) -> list[str]:
    """The facts that an expression uses directly; norms that it asks about are judged by their own
    dates."""
    return [part.name for part in walk(expression) if isinstance(part, model.FactValue)]


@kept_beside
def _changes(fact: str, package: Package) -> bool:
    return changes_with_time(package.facts[fact].means, package)


class _Governor:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.facts: dict[tuple[str, str], Fact] = {}
        self.parameters: dict[str, Parameter] = {}

    def governed(self) -> Package:
        norms = tuple(map(self._norm, self.package.declared_norms))
        actions = tuple(map(self._action, self.package.declared_actions))
        package = self.package
        return evolve(
            package,
            declared_norms=norms,
            declared_actions=actions,
            declared_facts=(*package.declared_facts, *self.facts.values()),
            declared_parameters=(*package.declared_parameters, *self.parameters.values()),
            derived=(*self.parameters, *(fact.name for fact in self.facts.values())),
        )

    def again(self) -> Package:
        """The package, in which some definitions refer to the as-of date again, rewritten again."""
        package = self.package
        norms = tuple(
            norm if norm.governed_by is None else self._dated(norm, norm.governed_by)
            for norm in package.declared_norms
        )
        facts = tuple(f for f in self.facts.values() if f.name not in package.facts)
        parameters = tuple(
            p for name, p in self.parameters.items() if name not in package.parameters
        )
        return evolve(
            package,
            declared_norms=norms,
            declared_actions=tuple(map(self._action, package.declared_actions)),
            declared_facts=(*package.declared_facts, *facts),
            declared_parameters=(*package.declared_parameters, *parameters),
            derived=(*package.derived, *(p.name for p in parameters), *(f.name for f in facts)),
        )

    def _dated(self, norm: Norm, field: str) -> Norm:
        """A norm with a date in the place of the as-of date."""
        day = self._day(field, norm.record_type)
        dated = norm.rewritten(lambda condition: self._as_of(condition, day))
        if dated.deadline is not None:
            deadline = dated.deadline.rewritten(lambda written: self._as_of(written, day))
            dated = evolve(dated, deadline=deadline)
        return dated

    def _norm(self, norm: Norm) -> Norm:
        if norm.governed_by is None:
            return norm
        day = self._day(norm.governed_by, norm.record_type)
        dated = self._dated(norm, norm.governed_by)
        parts = (*_in_force(day, norm.in_force), *(() if dated.when is None else (dated.when,)))
        when = None if not parts else parts[0] if len(parts) == 1 else model.And(parts)
        return evolve(dated, when=when, in_force=Interval())

    def _action(self, action: Action) -> Action:
        """The action as of the governing date: under an old rule, what counts as done follows that
        rule."""
        field = governing_date(action, self.package)
        dated = action.done_on is not None or action.done_at is not None
        if field is None or action.done_when is None or dated:
            # A done-day does not depend on the rules.
            return action
        day = self._day(field, action.record_type)
        return evolve(action, done_when=self._as_of(action.done_when, day))

    def _day(self, field: str, record_type: str) -> model.FieldValue:
        subject: RecordType = self.package.record_types[record_type]
        return model.FieldValue(model.Subject(subject), field, Scalar.DATE)

    def _as_of(self, expression: Expression, day: model.FieldValue) -> Expression:
        """The expression with a day in the place of the as-of date."""
        for name in self._facts_below(expression):
            self._fact(name, day)

        return transformed(expression, partial(self._part_as_of, day))

    def _part_as_of(self, day: model.FieldValue, part: Expression) -> Expression | None:
        """A part of an expression with a day in the place of the as-of date; None where it is
        changed in its own parts, if at all."""
        match part:
            case model.AsOf(span=span):
                return evolve(day, span=span)
            case model.ParameterValue(name, day=None):
                return self._value(self.package.parameters[name], part, day)
            case model.OnDay():
                # Parts that have a day of their own do not change.
                change = partial(self._part_as_of, day)
                on, means = (transformed(one, change) for one in (part.day, part.means))
                return evolve(part, day=on, means=means)
            case model.FactValue(name, type_) if (name, day.name) in self.facts:
                other = self.facts[name, day.name]
                return model.FactValue(other.name, type_, span=part.span)
        return None

    def _facts_below(self, expression: Expression) -> list[str]:
        """The facts behind an expression that change with time, each after those it rests on."""
        facts = self.package.facts
        found = reached(_facts_in(expression), lambda name: _facts_in(facts[name].means))
        order = in_order({name: _facts_in(facts[name].means) for name in found})
        if not isinstance(order, list):
            return []  # A circle, which is reported.
        return [name for name in order if _changes(name, self.package)]

    def _fact(self, name: str, day: model.FieldValue) -> None:
        key = (name, day.name)
        if key in self.facts:
            return
        fact = self.package.facts[name]
        label = fact.label and f"{fact.label}（{self._called(day)}）"
        means = self._as_of(fact.means, day)
        self.facts[key] = evolve(fact, name=f"{name}__{day.name}", label=label, means=means)

    def _called(self, day: model.FieldValue) -> str:
        record_type = self.package.record_types[getattr(day.record.type, "name", "")]
        return record_type.by_spelling[day.name].label or day.name

    def _value(
        self, parameter: Parameter, read: model.ParameterValue, day: model.FieldValue
    ) -> Expression:
        """The value of a parameter on a day: a choice among parameters with one value each."""
        if is_constant(parameter):
            return read
        held = [*_all_days(replaced(parameter.periods, ()))]
        result: Expression | None = None
        for interval, period in reversed(held):
            value = self._fixed(parameter, read, interval, period)
            if result is None or interval.end is None:
                result = value
                continue
            until = model.Constant(interval.end, Scalar.DATE)
            result = model.Choose(
                model.compared(Comparison.AT_MOST, day, until), value, result, read.type
            )
        assert result is not None
        return evolve(result, span=read.span)

    def _fixed(
        self,
        parameter: Parameter,
        read: model.ParameterValue,
        interval: Interval,
        period: ParameterPeriod | None,
    ) -> Expression:
        start, end = interval.start, interval.end
        # Two values for all days are a fault; what reads them is checked all the same.
        suffix = f"from_{start:%Y_%m_%d}" if start else f"to_{end:%Y_%m_%d}" if end else "always"
        name = f"{parameter.name}__{suffix}"
        if name not in self.parameters:
            days = f"{start.isoformat()}起" if start else f"{end.isoformat()}以前" if end else ""
            label = parameter.label and f"{parameter.label}（{days}）"
            always = () if period is None else (evolve(period, in_force=Interval()),)
            self.parameters[name] = evolve(
                parameter,
                name=name,
                label=label,
                periods=always,
                tunable=None,
            )
        return model.ParameterValue(name, read.type, span=read.span)


def _in_force(day: Expression, interval: Interval) -> Iterator[Expression]:
    """The conditions that a day lies in an interval; `NEVER` lies in none."""
    if interval.end is None:
        yield model.compared(Comparison.LESS, day, model.Constant(NEVER, Scalar.DATE))
    for comparison, limit in (
        (Comparison.AT_LEAST, interval.start),
        (Comparison.AT_MOST, interval.end),
    ):
        if limit is not None:
            yield model.compared(comparison, day, model.Constant(limit, Scalar.DATE))


def _all_days(
    periods: tuple[ParameterPeriod, ...],
) -> Iterator[tuple[Interval, ParameterPeriod | None]]:
    """All days as intervals in order, each with its period, or None."""
    for stretch in stretches(period.in_force for period in periods):
        day = some_day(stretch)
        found = next((p for p in periods if p.in_force.contains(day)), None)
        yield stretch, found
