"""A policy and its overlay as one package, each declaration with the layer it comes from."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from attrs import evolve

from linkage_rules.language.overlays.edits import Edits
from linkage_rules.language.overlays.settings import (
    Setting,
    as_of_compared,
    label_below,
    name_below,
    on,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import outside, overlap, replaced, within
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import (
    Action,
    Alternative,
    Citation,
    Fact,
    Interval,
    Norm,
    Parameter,
    Reading,
)
from linkage_rules.model.operations import Comparison, Operation
from linkage_rules.model.package import Amendment, AmendmentKind, Package
from linkage_rules.model.traversal import transformed
from linkage_rules.model.work_calendars import WorkCalendar

_T = TypeVar("_T", Parameter, Fact, Action, Norm)
_H = TypeVar("_H", Parameter, Fact)
_D = TypeVar("_D", Action, Norm)
_R = TypeVar("_R", Fact, Action, Norm)


def with_layer(package: Package) -> Package:
    """The package with its own name on everything it declares and cites."""
    layer = package.name

    def cited(citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(evolve(citation, layer=layer) for citation in citations)

    def named(items: Iterable[_T]) -> tuple[_T, ...]:
        return tuple(evolve(i, layer=layer, citations=cited(i.citations)) for i in items)

    return evolve(
        package,
        declared_parameters=tuple(
            evolve(p, periods=tuple(evolve(period, layer=layer) for period in p.periods))
            for p in named(package.declared_parameters)
        ),
        declared_facts=named(package.declared_facts),
        declared_actions=named(package.declared_actions),
        declared_norms=named(package.declared_norms),
        amendments=tuple(evolve(a, citations=cited(a.citations)) for a in package.amendments),
    )


def merged(below: Package, own: Package, edits: Edits, until: date | None = None) -> Package:
    """One package of the policy below and the overlay on top of it.

    ``own`` holds what the overlay declares itself. Norms and permissions by default below that end
    with their policy go on ``until`` another day, if there is one. On days on which the overlay is
    not in force the policy below holds unchanged.
    """
    if until is not None:
        below = _continued(below, until)
        edits.amendments.append(
            Amendment(
                change=AmendmentKind.CONTINUE,
                target=below.name,
                label=below.label,
                layer=own.name,
                replaces=below.name,
                in_force=Interval(own.in_force.start, until),
                span=own.span,
            )
        )
    return _Merger(below, own, edits).merge()


def _continued(below: Package, until: date) -> Package:
    end = below.in_force.end

    def on(items: Iterable[_D]) -> tuple[_D, ...]:
        return tuple(
            evolve(item, in_force=Interval(item.in_force.start, until))
            if item.in_force.end == end
            else item
            for item in items
        )

    return evolve(
        below,
        declared_norms=on(below.declared_norms),
        declared_actions=on(below.declared_actions),
    )


class _Merger:
    def __init__(self, below: Package, own: Package, edits: Edits) -> None:
        self.below = below
        self.own = own
        self.edits = edits
        self.layer = own.name
        self.tables = {n: s.table for n, s in edits.values.items() if s.table is not None}
        self.norms = {norm.name: norm for norm in below.declared_norms}
        self.earlier: dict[str, str] = {}
        """The names under which overridden norms go on for the days before and after."""

    def merge(self) -> Package:
        own = with_layer(evolve(self.own, amendments=tuple(self.edits.amendments)))
        norms = [n for norm in self.below.declared_norms for n in self._norm(norm)]
        facts, parameters = self._facts(), self._parameters()
        own_uses = [used for used in self.own.uses if used.name != self.below.name]
        uses = {used.name: used for used in (*self.below.uses, *own_uses)}
        return evolve(
            own,
            uses=tuple(uses.values()),
            declared_enums=(*self.below.declared_enums, *own.declared_enums),
            declared_records=(*self.below.declared_records, *own.declared_records),
            declared_bearers=(*self.below.declared_bearers, *own.declared_bearers),
            declared_calendars=(*self._calendars(), *own.declared_calendars),
            declared_parameters=(*parameters, *own.declared_parameters),
            declared_facts=tuple(map(self._read, (*facts, *own.declared_facts))),
            declared_actions=tuple(
                map(self._read, (*self.below.declared_actions, *own.declared_actions))
            ),
            declared_norms=tuple(map(self._asking, (*norms, *own.declared_norms))),
            amends=(*self.below.amends, self.below.layer),
            amendments=(*self.below.amendments, *own.amendments),
        )

    # Norms

    def _norm(self, norm: Norm) -> Iterator[Norm]:
        """What a norm below becomes: itself, its replacement, and the rest of it on other days."""
        new = self.edits.norms.get(norm.name)
        repealed = any(
            a.target == norm.name and a.change is AmendmentKind.REPEAL
            for a in self.edits.amendments
        )
        if new is not None:
            yield _in_layer(new, self.layer)
            left = without(norm, new.in_force)
            if left is not None:
                self.earlier[norm.name] = name_below(norm.name, norm.layer)
                yield evolve(
                    left,
                    name=self.earlier[norm.name],
                    label=label_below(norm.label, norm.layer),
                    # If a date governs which rule holds, it governs the old rule, too.
                    governed_by=left.governed_by or new.governed_by,
                )
        elif repealed:
            left = without(norm, self.own.in_force)
            if left is not None:
                yield left
        else:
            yield norm

    def _asking(self, norm: Norm) -> Norm:
        overrides = tuple(
            name
            for overridden in norm.overrides
            for name in (overridden, self.earlier.get(overridden))
            if name is not None
        )
        return evolve(self._read(norm), overrides=overrides)

    # Facts, parameters and what reads them

    def _facts(self) -> Iterator[Fact]:
        deadlines = (norm.deadline for norm in self.below.declared_norms if norm.deadline)
        # The facts of deadlines are made again after the norms are merged.
        made_anew = {name for one in deadlines for name in one.made}
        for fact in self.below.declared_facts:
            if fact.name in made_anew:
                continue
            setting = self.edits.values.get(fact.name)
            new = self.edits.facts.get(fact.name)
            if new is not None:
                yield _in_layer(new, self.layer)
                # A result must not occur twice.
                yield evolve(_renamed(fact), result=None)
            elif setting is None or setting.table is None:
                yield fact
            else:
                yield _in_layer(_again(setting.table, setting), self.layer)
                yield _renamed(fact)
        parameters = {parameter.name for parameter in self.below.declared_parameters}
        for name, setting in self.edits.values.items():
            if name in parameters and setting.table is not None:
                yield _in_layer(_again(setting.table, setting), self.layer)

    def _calendars(self) -> Iterator[WorkCalendar]:
        adjusted = {calendar.name: calendar for calendar in self.edits.calendars.values()}
        for calendar in self.below.declared_calendars:
            yield adjusted.pop(calendar.name, calendar)
        # A calendar of a used policy is declared again here, with its adjusted days.
        yield from adjusted.values()

    def _parameters(self) -> Iterator[Parameter]:
        for parameter in self.below.declared_parameters:
            setting = self.edits.values.get(parameter.name)
            if setting is None:
                yield parameter
            elif setting.table is not None:
                yield _renamed(parameter)
            else:
                new = tuple(evolve(p, layer=self.layer) for p in setting.periods)
                cited = tuple(evolve(c, layer=self.layer) for c in setting.citations)
                yield evolve(
                    parameter,
                    periods=replaced(parameter.periods, new),
                    citations=(*parameter.citations, *cited),
                    tunable=setting.tunable,
                    reading=_with_choice_below(parameter),
                    readings=_joined(parameter.readings, setting.readings),
                )

    def _read(self, declared: _R) -> _R:
        """A declaration of a lower layer, referring to the values and norms of this layer."""

        def change(part: Expression) -> Expression | None:
            match part:
                case model.ParameterValue(name, type_) if name in self.tables:
                    table = self.tables[name]
                    if table.record_type == declared.record_type:
                        return model.FactValue(name, type_, span=part.span)
                    layer = self.below.parameters[name].layer
                    return model.ParameterValue(name_below(name, layer), type_, span=part.span)
                case model.NormApplies(name) | model.NormIs(name) if name in self.earlier:
                    other = evolve(part, norm=self.earlier[name])
                    return model.Or((part, other), span=part.span)
                case model.Apply(operation, operands) if self._adjusted(operation) is not None:
                    inner = tuple(transformed(operand, change) for operand in operands)
                    return self._counting(evolve(part, operands=inner))
            return None

        def changed(expression: Expression) -> Expression:
            return transformed(expression, change)

        whole: Any = declared
        if isinstance(whole, Norm) and whole.deadline is not None:
            whole = evolve(whole, deadline=whole.deadline.rewritten(changed))
        if isinstance(whole, Action):
            days = {"done_on": whole.done_on, "done_at": whole.done_at}
            said: dict[str, Any] = {
                name: changed(day) for name, day in days.items() if day is not None
            }
            whole = whole if not said else evolve(whole, **said)
        read: _R = whole.rewritten(changed)
        return read

    def _adjusted(self, operation: Operation) -> WorkCalendar | None:
        """The adjusted calendar for an operation below; None if its calendar is not changed."""
        calendar = operation.calendar
        new = None if calendar is None else self.edits.calendars.get(calendar.name)
        return None if new is None or new is calendar else new

    def _counting(self, below: model.Apply) -> Expression:
        """An operation below, counting by the adjusted calendar on the days of the overlay."""
        adjusted = evolve(below, operation=below.operation.by(self._adjusted(below.operation)))
        if all(within(days, self.own.in_force) for days in self.below.periods):
            return adjusted
        return model.Choose(on(self.own.in_force), adjusted, below, below.type, span=below.span)


def _in_layer(item: _T, layer: str) -> _T:
    cited = tuple(evolve(citation, layer=layer) for citation in item.citations)
    return evolve(item, layer=layer, citations=cited)


def _again(table: Fact, setting: Setting) -> Fact:
    return evolve(table, tunable=setting.tunable, readings=setting.readings)


def _joined(below: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*below, *own)))


def _with_choice_below(parameter: Parameter) -> Reading | None:
    """The reading, with the choice of the policy below as a further alternative."""
    reading = parameter.reading
    if reading is None:
        return None
    known = [alternative.value for alternative in reading.alternatives]
    below = [
        Alternative(period.value, period.because or "")
        for period in parameter.periods
        if period.value not in known
    ]
    return evolve(reading, alternatives=(*reading.alternatives, *below))


def _renamed(holder: _H) -> _H:
    name = name_below(holder.name, holder.layer)
    label = label_below(holder.label, holder.layer)
    return evolve(holder, name=name, label=label, tunable=None)


def without(norm: Norm, days: Interval) -> Norm | None:
    """What is left of a norm on the days outside an interval; ``None`` when nothing is."""
    if within(norm.in_force, days):
        return None
    if overlap(norm.in_force, days) is None:
        return norm
    left = outside(norm.in_force, days)
    if len(left) == 1:
        return evolve(norm, in_force=left[0])
    parts = [not_on(days)] if norm.when is None else [not_on(days), norm.when]
    return evolve(norm, when=parts[0] if len(parts) == 1 else model.And(tuple(parts)))


def not_on(days: Interval) -> Expression:
    """The condition that the as-of date lies outside an interval."""
    parts = as_of_compared((Comparison.LESS, days.start), (Comparison.GREATER, days.end))
    return parts[0] if len(parts) == 1 else model.Or(parts)
