"""A checked policy: what it declares and uses, the layers it is made of, and variants of it with
another choice of a reading."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum, StrEnum
from functools import cached_property
from typing import Protocol, TypeVar

from attrs import evolve, field, fields, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.calendar import joined, overlap
from linkage_rules.model.constituents import Composed, Constituent
from linkage_rules.model.expressions import Distribute, Expression, is_whole
from linkage_rules.model.findings import FindingAnswer
from linkage_rules.model.norms import (
    Action,
    Bearer,
    Citation,
    Fact,
    Interval,
    Norm,
    Parameter,
    ParameterPeriod,
)
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.traversal import asks
from linkage_rules.model.types import EnumType, ListType, RecordType, Type
from linkage_rules.model.values import Record, Value
from linkage_rules.model.work_calendars import WorkCalendar


@frozen
class Layer:
    """One policy of a stack: a city's opinion, a county's rules on top of it."""

    name: str
    label: str | None = None
    issuer: str | None = None
    issued: date | None = None
    in_force: Interval = Interval()

    __repr__ = in_brief


class AmendmentKind(StrEnum):
    """What an overlay does to something of a policy below."""

    SET = "set"
    OVERRIDE = "override"
    REPEAL = "repeal"
    LOOSEN = "loosen"
    CONTINUE = "continue"
    ADJUST = "adjust"


@frozen
class Amendment:
    """One change that a layer makes, and why.

    ``target`` is the norm, parameter or calendar that is changed, or for `AmendmentKind.CONTINUE`
    the policy; ``replaces`` names the layer whose declaration gives way, ``in_force`` the days on
    which the change holds.
    """

    change: AmendmentKind
    target: str
    label: str | None
    layer: str
    replaces: str
    in_force: Interval = Interval()
    because: str | None = None
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief

    @property
    def name(self) -> str:
        """The name of the declaration that is changed."""
        return self.target


@frozen
class Expectation:
    """What an example expects: that ``holds`` is yes, decided by the norms ``by``; or that the
    field paths ``missing`` are named as missing."""

    holds: Expression | None = None
    by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Example:
    """A record an analyst wrote, with what the policy should say of it on a date."""

    title: str
    record_type: str
    given: Record
    as_of: date | None
    expectations: tuple[Expectation, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief


@frozen
class Property(Composed):
    """A claim about every record of one type; it may answer findings of an analysis."""

    title: str
    record_type: str
    always: Expression
    answers: tuple[FindingAnswer, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief

    def parts(self) -> Iterator[Constituent]:
        """What is claimed."""
        yield Constituent("always", self.always)


@frozen
class Statement:
    """A sentence of the source that is no norm (purpose, rhetoric), with the reason why."""

    citation: Citation
    because: str
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief


class StepKind(Enum):
    """What one step of an evaluation works out."""

    FACT = "fact"
    DONE = "done"
    APPLIES = "applies"
    VERDICT = "verdict"


@frozen
class Step:
    kind: StepKind
    name: str


class _Declared(Protocol):
    @property
    def name(self) -> str: ...


_D = TypeVar("_D", bound=_Declared)
_T = TypeVar("_T")


@frozen(slots=False, kw_only=True)
class Package:
    """A checked policy.

    The tuples hold what this package declares itself, in the order of its files. The mappings
    (`record_types`, `norms` …) hold by name what is visible in it, used packages included.
    ``order`` lists every fact, done-condition, norm and verdict that is visible, each after those
    it rests on, so an engine can work through it without recursion.

    An overlay also holds the declarations of the policies it amends that it leaves in force, each
    with the layer it comes from: ``amends`` are the layers below, lowest first, ``amendments`` all
    changes that the layers make. Examples, properties and statements are those of the overlay
    alone. ``derived`` names the facts and parameters that the checker adds and nobody wrote: copies
    of others as of a date that governs a norm, and the facts of a deadline.
    """

    name: str
    label: str | None = None
    issuer: str | None = None
    issued: date | None = None
    in_force: Interval = Interval()
    source: str | None = None
    uses: tuple["Package", ...] = ()
    declared_enums: tuple[EnumType, ...] = ()
    declared_records: tuple[RecordType, ...] = ()
    declared_bearers: tuple[Bearer, ...] = ()
    declared_calendars: tuple[WorkCalendar, ...] = ()
    declared_parameters: tuple[Parameter, ...] = ()
    declared_facts: tuple[Fact, ...] = ()
    declared_actions: tuple[Action, ...] = ()
    declared_norms: tuple[Norm, ...] = ()
    examples: tuple[Example, ...] = ()
    properties: tuple[Property, ...] = ()
    statements: tuple[Statement, ...] = ()
    order: tuple[Step, ...] = ()
    amends: tuple[Layer, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    derived: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    def in_short(self) -> str:
        """How many norms it has, and when it is in force, in English.

        >>> Package(name="p", in_force=Interval(date(2022, 12, 7))).in_short()
        'no norms, in force from 2022-12-07'
        """
        count = len(self.norms)
        norms = "1 norm" if count == 1 else f"{count or 'no'} norms"
        return f"{norms}, in force {' and '.join(map(str, self.periods))}"

    def __repr__(self) -> str:
        return f"<Package {self.name}: {self.in_short()}>"

    def __getstate__(self) -> dict[str, object]:
        # Cached properties are not pickled; they are worked out again in the other process.
        return {field.name: getattr(self, field.name) for field in fields(type(self))}

    def stack(self) -> Iterator["Package"]:
        """This package and all it uses, each once, used packages first."""
        seen: set[str] = set()
        for used in self.uses:
            for package in used.stack():
                if package.name not in seen:
                    seen.add(package.name)
                    yield package
        yield self

    @property
    def layer(self) -> Layer:
        """This policy as the topmost layer of its stack."""
        return Layer(self.name, self.label, self.issuer, self.issued, self.in_force)

    @cached_property
    def layers(self) -> Mapping[str, Layer]:
        """The layers of the stack by name, lowest first; one for a policy that amends none."""
        return {layer.name: layer for layer in (*self.amends, self.layer)}

    @cached_property
    def periods(self) -> tuple[Interval, ...]:
        """The days on which a layer of the stack is in force, in stretches that do not touch.

        Where an overlay continues the policy below, its days are among them.
        """
        continued = (a.in_force for a in self.amendments if a.change is AmendmentKind.CONTINUE)
        return joined((*(layer.in_force for layer in self.layers.values()), *continued))

    def in_force_on(self, day: date) -> bool:
        """Whether a layer of the stack is in force."""
        return any(period.contains(day) for period in self.periods)

    @cached_property
    def default_periods(self) -> Mapping[str, tuple[Interval, ...]]:
        """The days on which each action that is permitted by default is so permitted.

        On these days both the policy that declares the action and this policy are in force.
        """
        return {
            action.name: tuple(
                shared
                for period in self.periods
                for shared in (overlap(period, action.in_force),)
                if shared is not None
            )
            for action in self.actions.values()
            if action.permitted_by_default
        }

    def permits_by_default(self, action: str, day: date) -> bool:
        """Whether an action is permitted on a day by default, that is where no norm says
        otherwise."""
        return any(days.contains(day) for days in self.default_periods.get(action, ()))

    @cached_property
    def enums(self) -> Mapping[str, EnumType]:
        return _by_name(e for p in self.stack() for e in p.declared_enums)

    @cached_property
    def record_types(self) -> Mapping[str, RecordType]:
        return _by_name(r for p in self.stack() for r in p.declared_records)

    @cached_property
    def bearers(self) -> Mapping[str, Bearer]:
        return _by_name(b for p in self.stack() for b in p.declared_bearers)

    @cached_property
    def calendars(self) -> Mapping[str, WorkCalendar]:
        return _by_name(c for p in self.stack() for c in p.declared_calendars)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        return _by_name(q for p in self.stack() for q in p.declared_parameters)

    @cached_property
    def readings(self) -> Mapping[str, Parameter]:
        """The readings, each with its choice as the value it has as a parameter."""
        derived = frozenset(self.derived)
        return {
            name: parameter
            for name, parameter in self.parameters.items()
            if parameter.reading is not None and name not in derived
        }

    def readings_behind(self, parameter: str) -> tuple[str, ...]:
        """The readings that a user of a parameter rests on: the parameter itself where it is a
        reading, and those that it names."""
        name = self.said_once_more.get(parameter, parameter)
        named = self.parameters[parameter].readings
        return (name, *named) if name in self.readings else named

    @cached_property
    def said_once_more(self) -> Mapping[str, str]:
        """For each derived parameter the name of the declared one that it is a copy of."""
        return {n: n.rpartition("__")[0] for n in self.derived if n in self.parameters}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return _by_name(f for p in self.stack() for f in p.declared_facts)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The names of all derived facts and parameters, those of used policies among them."""
        return frozenset(name for package in self.stack() for name in package.derived)

    @cached_property
    def stated_facts(self) -> Mapping[str, Fact]:
        """The facts that somebody wrote, by name: all but the derived ones."""
        return {name: fact for name, fact in self.facts.items() if name not in self.hidden}

    @cached_property
    def results(self) -> Mapping[str, tuple[Fact, ...]]:
        """The facts that are results, by record type, in the order they are declared."""
        told = (fact for fact in self.stated_facts.values() if fact.result is not None)
        return _grouped(self.record_types, ((fact.record_type, fact) for fact in told))

    @cached_property
    def distributions(self) -> Mapping[str, tuple[Fact, ...]]:
        """The facts that are distributions, by record type, in the order they are declared."""
        told = (f for f in self.stated_facts.values() if isinstance(f.means, Distribute))
        return _grouped(self.record_types, ((fact.record_type, fact) for fact in told))

    @cached_property
    def whole_facts(self) -> frozenset[str]:
        """The names of the facts whose values are whole numbers, or whole fen, for every record."""
        whole: set[str] = set()
        for step in self.order:
            if step.kind is StepKind.FACT:
                means = self.facts[step.name].means
                whole |= {step.name} if is_whole(means, whole.__contains__) else set()
        return frozenset(whole)

    @cached_property
    def giving_results(self) -> frozenset[str]:
        """The record types that have results, or hold records that do, however deep."""

        def gives(type_: Type) -> bool:
            match type_:
                case ListType(element=element):
                    return gives(element)
                case RecordType(name=name, fields=parts):
                    return bool(self.results.get(name)) or any(gives(f.type) for f in parts)
            return False

        return frozenset(name for name, one in self.record_types.items() if gives(one))

    @cached_property
    def simplified(self) -> Mapping[str, Norm | Fact]:
        """The norms and facts that say less than the text, by name."""
        declared: list[Norm | Fact] = [*self.norms.values(), *self.stated_facts.values()]
        return {one.name: one for one in declared if one.simplified is not None}

    @cached_property
    def actions(self) -> Mapping[str, Action]:
        return _by_name(a for p in self.stack() for a in p.declared_actions)

    @cached_property
    def norms(self) -> Mapping[str, Norm]:
        return _by_name(n for p in self.stack() for n in p.declared_norms)

    def parts(self) -> Iterator[tuple[Fact | Action | Norm | Property, Constituent]]:
        """Every expression that is visible, with the declaration that holds it."""
        declared: list[Fact | Action | Norm | Property] = [
            *self.facts.values(),
            *self.actions.values(),
            *self.norms.values(),
            *self.properties,
        ]
        for one in declared:
            yield from ((one, part) for part in one.parts())

    def conditions(self) -> Iterator[Expression]:
        """Every visible expression from which an answer is worked out."""
        return (part.expression for _, part in self.parts() if part.sign is not None)

    @cached_property
    def asks_facts(self) -> bool:
        """Whether the package uses expressions that are written out: a fact of another record or
        with arguments, or something as of another day."""
        declared: tuple[Composed, ...] = (
            *self.declared_facts,
            *self.declared_actions,
            *self.declared_norms,
            *self.properties,
        )
        deadlines = (n.deadline for n in self.declared_norms if n.deadline is not None)
        expectations = (e.holds for x in self.examples for e in x.expectations)
        expressions = (
            *(part.expression for one in declared for part in one.parts()),
            *(part for deadline in deadlines for part in deadline.parts()),
            *(holds for holds in expectations if holds is not None),
        )
        return any(map(asks, expressions))

    @cached_property
    def norms_on(self) -> Mapping[str, tuple[Norm, ...]]:
        """The norms about each action, in the order they are declared."""
        return _grouped(self.actions, ((n.action, n) for n in self.norms.values()))

    @cached_property
    def overriding(self) -> Mapping[str, tuple[Norm, ...]]:
        """The norms that override each norm."""
        return _grouped(self.norms, ((o, n) for n in self.norms.values() for o in n.overrides))

    @cached_property
    def requirements(self) -> Mapping[str, tuple[Expression, ...]]:
        """For each norm the expressions that have to be yes for it to apply."""
        return {norm.name: tuple(norm.requirements()) for norm in self.norms.values()}

    @cached_property
    def orders(self) -> Mapping[str, tuple[Step, ...]]:
        """For each record type the steps that concern it, in the order in which they are worked
        out."""
        return _grouped(self.record_types, ((self._record_type(s), s) for s in self.order))

    def _record_type(self, step: Step) -> str:
        match step.kind:
            case StepKind.FACT:
                return self.facts[step.name].record_type
            case StepKind.APPLIES:
                return self.norms[step.name].record_type
            case StepKind.DONE | StepKind.VERDICT:
                return self.actions[step.name].record_type


def on_other_days(package: Package, days: Interval) -> Package:
    """The package with other days in force, for itself and for all it declares for its own days.

    >>> on_other_days(Package(name="p"), Interval(date(2024, 1, 1))).in_force.start
    datetime.date(2024, 1, 1)
    """
    own = package.in_force
    return evolve(
        package,
        in_force=days,
        declared_norms=tuple(
            evolve(norm, in_force=days) if norm.in_force == own else norm
            for norm in package.declared_norms
        ),
        declared_actions=tuple(
            evolve(action, in_force=days) if action.in_force == own else action
            for action in package.declared_actions
        ),
    )


def _by_name(items: Iterator[_D]) -> dict[str, _D]:
    return {item.name: item for item in items}


def _grouped(names: Iterable[str], pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    """Group items by name; each of ``names`` has an entry.

    Items of other names are left out: a package with faults may lack a declaration.
    """
    groups: dict[str, list[_T]] = {name: [] for name in names}
    for name, item in pairs:
        if name in groups:
            groups[name].append(item)
    return {name: tuple(items) for name, items in groups.items()}


def with_choice(package: Package, reading: str, value: Value) -> Package:
    """The package with another choice of a reading, for all days.

    The derived copies of the reading, as of dates that govern norms, change with it. Raises
    KeyError when there is no such reading.

    >>> from linkage_rules.model.norms import Reading
    >>> from linkage_rules.model.types import Scalar
    >>> chosen = (ParameterPeriod(True, Interval(), "as usual"),)
    >>> included = Parameter("i", "含本数", Scalar.YES_NO, chosen, reading=Reading("?"))
    >>> package = Package(name="p", declared_parameters=(included,))
    >>> with_choice(package, "i", False).parameters["i"].periods[0].value
    False
    """
    periods = (ParameterPeriod(value, Interval(), _reason(package.readings[reading], value)),)
    changed = {
        name: evolve(parameter, periods=periods)
        for name, parameter in package.parameters.items()
        if name == reading or package.said_once_more.get(name) == reading
    }
    own = tuple(changed.pop(p.name, p) for p in package.declared_parameters)
    # A reading of a used policy is declared again in this package, where it hides the other.
    return evolve(package, declared_parameters=(*own, *changed.values()))


def _reason(parameter: Parameter, value: Value) -> str | None:
    assert parameter.reading is not None
    said = [(period.value, period.because) for period in parameter.periods]
    said += [(other.value, other.because) for other in parameter.reading.alternatives]
    return next((because for known, because in said if known == value), None)
