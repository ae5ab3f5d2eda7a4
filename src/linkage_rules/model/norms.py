"""What a policy declares about conduct: facts, parameters, actions, bearers and norms.

The terms follow OASIS LegalRuleML: a norm is a prescriptive statement, a fact a constitutive one.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Self

from attrs import evolve, field, frozen

from linkage_rules.model.briefly import in_brief
from linkage_rules.model.constituents import Composed, Constituent
from linkage_rules.model.expressions import Aggregate, Apply, Choose, Expression
from linkage_rules.model.operations import PERIODS_OF
from linkage_rules.model.periods import Unit
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.types import Type
from linkage_rules.model.values import Percent, Value


class Modality(StrEnum):
    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    RECOMMENDATION = "recommendation"
    PERMISSION = "permission"


class Strength(StrEnum):
    """How strictly a norm binds; defeasible is “in principle” (原则上): to be followed unless
    justified."""

    STRICT = "strict"
    DEFEASIBLE = "defeasible"


def _layer() -> str:
    result: str = field(default="", eq=False, repr=False, kw_only=True)
    return result


@frozen
class Citation:
    """The words of the source that a declaration rests on; ``layer`` names the policy it cites."""

    clause: str
    quote: str
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    layer: str = _layer()

    __repr__ = in_brief


@frozen
class Interval:
    """Days from ``start`` to ``end``, both included; ``None`` leaves that side open.

    >>> Interval(date(2022, 12, 7), None).contains(date(2022, 12, 6))
    False
    """

    start: date | None = None
    end: date | None = None

    def __str__(self) -> str:
        if self.start and self.end:
            return f"{self.start} to {self.end}"
        if self.start:
            return f"from {self.start}"
        return f"until {self.end}" if self.end else "on every day"

    def contains(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@frozen
class NamedBy:
    """The text field of a record type that holds the name of a party."""

    record_type: str
    field: str


@frozen
class Bearer:
    """A party: whoever a norm addresses, or whom a duty is owed to.

    ``named_by`` are the fields that name it in a record, at most one for each record type.
    """

    name: str
    label: str | None
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    named_by: tuple[NamedBy, ...] = ()

    def field_naming_it(self, record_type: str) -> str | None:
        """The field that names the party in a record of that type, if there is one.

        >>> operator = Bearer("operator", None, named_by=(NamedBy("Project", "operator_name"),))
        >>> operator.field_naming_it("Project"), operator.field_naming_it("Claim")
        ('operator_name', None)
        """
        fields = (tie.field for tie in self.named_by if tie.record_type == record_type)
        return next(fields, None)


class Bearing(StrEnum):
    """How several bearers share a norm.

    One alone; any of them, where it is enough that one acts; or all of them, for what is to be done
    together and what each of them has to leave.
    """

    ONE = "one"
    ANY = "any"
    ALL = "all"


@frozen
class ParameterPeriod:
    """The value of a parameter over an interval, and the policy that sets it.

    ``because`` is the reason why a reading is chosen; a parameter that is none has no reason.
    """

    value: Value
    in_force: Interval
    because: str | None = None
    layer: str = _layer()

    __repr__ = in_brief


@frozen
class Tunable:
    """The permission for an overlay to set a parameter, to values from ``minimum`` to
    ``maximum``."""

    minimum: Value = None
    maximum: Value = None
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief


@frozen
class Alternative:
    """Another way in which the words could be read, and the reason for it."""

    value: Value
    because: str

    __repr__ = in_brief


@frozen
class Reading:
    """What makes a parameter a reading: words that can be understood in several ways, and a choice.

    The choice is the value of the parameter, its reason that of the period. ``throughout`` says
    that the whole policy is read so, not only what rests on the reading by name.
    """

    question: str
    alternatives: tuple[Alternative, ...] = ()
    throughout: bool = False

    __repr__ = in_brief


@frozen
class Parameter:
    """A figure or list that the document sets, or a stated reading of it; it may change over time.

    ``readings`` are the names of the readings that its values rest on; ``reading`` is set where the
    parameter is a reading itself.
    """

    name: str
    label: str | None
    type: Type
    periods: tuple[ParameterPeriod, ...]
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    tunable: Tunable | None = None
    reading: Reading | None = None
    readings: tuple[str, ...] = ()
    layer: str = _layer()

    __repr__ = in_brief

    def period_on(self, day: date) -> ParameterPeriod | None:
        """The latest period that holds ``day``."""
        holding = [p for p in self.periods if p.in_force.contains(day)]
        return max(holding, key=lambda p: p.in_force.start or date.min) if holding else None

    def value_on(self, day: date) -> Value:
        """The value of the latest period that holds ``day``; unknown when there is none."""
        period = self.period_on(day)
        return None if period is None else period.value

    @property
    def is_in_percent(self) -> bool:
        """Whether the policy writes its values in percent."""
        return any(isinstance(period.value, Percent) for period in self.periods)

    def alternatives_to(self, choice: Value) -> tuple[Alternative, ...]:
        """The alternatives of a reading to a choice, with the choices of other days among them."""
        if self.reading is None:
            return ()
        of_other_days = (Alternative(p.value, p.because or "") for p in self.periods)
        found: list[Alternative] = []
        for one in (*self.reading.alternatives, *of_other_days):
            if one.value != choice and one.value not in [other.value for other in found]:
                found.append(one)
        return tuple(found)


@frozen
class Bound:
    """One end of a stretch of values; ``included`` says whether it belongs to it."""

    limit: Expression
    included: bool

    __repr__ = in_brief


@frozen
class TableCell:
    """The condition of a table row on one input: to be one of ``choices``, or to lie between
    bounds.

    Without either any value will do.
    """

    choices: tuple[Expression, ...] = ()
    low: Bound | None = None
    high: Bound | None = None

    __repr__ = in_brief

    @property
    def is_any(self) -> bool:
        """Whether any value of the input will do."""
        return not self.choices and self.low is None and self.high is None


@frozen
class TableRow:
    """A row of a decision table: its condition, the value it gives, and the days it is valid on.

    ``cells`` are the conditions on the inputs of the table, and ``condition`` says the same as one
    expression. The row for all remaining cases has neither; a row for every case has a constant as
    its condition. ``span`` is the place of the value in the file, by which the row is recognised in
    the expression of the table; ``place`` is that of the whole row.
    """

    condition: Expression | None
    value: Expression
    in_force: Interval = Interval()
    cells: tuple[TableCell, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    place: Span = field(default=NOWHERE, eq=False, repr=False)

    __repr__ = in_brief

    def rewritten(self, change: Callable[[Expression], Expression]) -> "TableRow":
        """The row with ``change`` applied to every expression in it."""

        def bound(end: Bound | None) -> Bound | None:
            return None if end is None else evolve(end, limit=change(end.limit))

        return evolve(
            self,
            condition=None if self.condition is None else change(self.condition),
            value=change(self.value),
            cells=tuple(evolve(c, low=bound(c.low), high=bound(c.high)) for c in self.cells),
        )


@frozen
class Given:
    """A parameter of a fact: a value that is passed where the fact is asked for, by its name in the
    definition."""

    name: str
    type: Type

    __repr__ = in_brief


@frozen
class Entitlement:
    """What makes a fact a result: a value that one bearer owes to another.

    Each is the name of a bearer, or None where the policy does not say. Both are None for a result
    that is a figure and owed by nobody.
    """

    bearer: str | None = None
    counterparty: str | None = None

    __repr__ = in_brief


@frozen
class Fact(Composed):
    """A definition: what a term means for a record of one type.

    The names in ``given`` are variables of its definition; such a fact has a value only where it is
    asked for with arguments, as `FactOf`. ``table`` holds the rows of a decision table, where the
    definition was written as one, and ``inputs`` what it looks at; ``means`` says the same as an
    expression. Where it is ``progressive`` a row is a bracket, and its value the rate of what lies
    inside. ``tunable`` says that an overlay may replace it. ``result`` says that it is a result,
    which a decision gives, and who owes it to whom. ``in_force`` are the days for which an overlay
    defines it anew: on other days the definition of the policy below goes on, and ``means`` is a
    choice between the two. ``simplified`` is the reason why the fact says less than the text, or
    None.
    """

    name: str
    label: str | None
    record_type: str
    type: Type
    means: Expression
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    table: tuple[TableRow, ...] = field(default=(), eq=False, repr=False)
    tunable: Tunable | None = None
    readings: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    result: Entitlement | None = None
    in_force: Interval = Interval()
    simplified: str | None = None
    inputs: tuple[Expression, ...] = field(default=(), eq=False, repr=False)
    progressive: bool = field(default=False, eq=False, repr=False)
    layer: str = _layer()

    __repr__ = in_brief

    @property
    def definition(self) -> Expression:
        """The definition as it was written, for the days of ``in_force``."""
        if self.in_force == Interval() or not isinstance(self.means, Choose):
            return self.means
        return self.means.consequence

    def defined_as(self, definition: Expression) -> "Fact":
        """The fact with another definition for the days of ``in_force``."""
        if self.in_force == Interval() or not isinstance(self.means, Choose):
            return evolve(self, means=definition)
        return evolve(self, means=evolve(self.means, consequence=definition))

    @property
    def is_told(self) -> bool:
        """Whether every record has a value of the fact; one with arguments has values only where
        asked."""
        return not self.given

    def parts(self) -> Iterator[Constituent]:
        """The expression of its meaning."""
        yield Constituent("means", self.means)

    def rewritten(self, change: Callable[[Expression], Expression]) -> Self:
        """The fact with ``change`` applied to its meaning and to its table."""
        changed = super().rewritten(change)
        if not self.table or changed is self:
            return changed
        return evolve(
            changed,
            table=tuple(row.rewritten(change) for row in self.table),
            inputs=tuple(map(change, self.inputs)),
        )


@frozen
class Action(Composed):
    """Something a bearer does, observed as done by a condition on the record where there is one.

    ``done_on`` is the day on which it was done, where the record holds that; ``done_when`` is then
    the condition that this day is reached. ``done_at`` are the days of a list, for an action that
    may be done several times; it counts as done from the first of them. ``in_force`` are the days
    of the policy that declares it: on these, as long as the policy that is asked is in force too,
    it is ``permitted_by_default``.
    """

    name: str
    label: str | None
    record_type: str
    done_when: Expression | None = None
    permitted_by_default: bool = False
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    readings: tuple[str, ...] = ()
    in_force: Interval = Interval()
    done_on: Expression | None = None
    done_at: Aggregate | None = None
    layer: str = _layer()

    __repr__ = in_brief

    def parts(self) -> Iterator[Constituent]:
        """The condition under which it is done, where a record shows that."""
        if self.done_when is not None:
            yield Constituent("done_when", self.done_when)
        if self.done_on is not None:
            yield Constituent("done_on", self.done_on, sign=None)
        if self.done_at is not None:
            yield Constituent("done_at", self.done_at, sign=None)


class Term(StrEnum):
    """The kinds of deadlines; the value is the keyword of the language."""

    WITHIN = "WITHIN"
    NO_LATER_THAN = "NO_LATER_THAN"
    BEFORE = "BEFORE"
    EVERY = "EVERY"


@frozen
class Deadline:
    """By when a duty has to be done.

    ``written`` is the expression behind the keyword of ``term``. The other fields are names of
    derived facts: whether the event that starts the time has happened (``begun``; None where there
    is none), the day it is ``due``, whether it was ``done`` and ``in_time``, whether the due day is
    ``over``.

    A duty of every period has in ``written`` the list of its periods, up to never where they have
    no end, and in ``grace`` how long after each it may be done, where it is not due within it. Its
    facts sum up all its periods as if they were one: ``done`` then says that no period is waiting,
    and ``standing`` is a number for the period that stands worst.
    """

    term: Term
    written: Expression
    begun: str | None
    due: str
    in_time: str
    over: str
    grace: Expression | None = None
    done: str | None = None
    standing: str | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that the status of the duty rests on."""
        found = (self.begun, self.done, self.in_time, self.over)
        return tuple(name for name in found if name is not None)

    @property
    def made(self) -> tuple[str, ...]:
        """The names of all facts that are derived from the deadline."""
        found = (*self.facts, self.due, self.standing)
        return tuple(name for name in found if name is not None)

    @property
    def unit(self) -> Unit | None:
        """The unit (month, year …) of a duty of every period; None for any other deadline."""
        if self.term is not Term.EVERY or not isinstance(self.written, Apply):
            return None
        return next(u for u, listed in PERIODS_OF.items() if listed is self.written.operation)

    def parts(self) -> Iterator[Expression]:
        """The expressions that the policy writes for the deadline."""
        yield self.written
        if self.grace is not None:
            yield self.grace

    def rewritten(self, change: Callable[[Expression], Expression]) -> "Deadline":
        """The deadline with ``change`` applied to what is written."""
        grace = None if self.grace is None else change(self.grace)
        return evolve(self, written=change(self.written), grace=grace)


@frozen
class Norm(Composed):
    """A prescriptive statement about one action on records of one type.

    It applies when it is in force on the as-of date, ``when`` holds, ``unless`` does not, and no
    norm that overrides it applies. ``governed_by`` names the date field that stands in for the
    as-of date; ``delegated`` says that overlays may loosen it. ``layer`` is the policy of a stack
    that it comes from. ``readings`` name the readings that it rests on, ``answerable`` the fields
    and facts of the record that tell who is responsible. ``simplified`` is the reason why the norm
    says less than the text, or None.

    ``bearer`` is the bearer that is named first, ``bearers`` are all of them, and ``bearing`` says
    how they share the norm. ``counterparty`` is the party that it is owed to, or None.
    """

    name: str
    label: str | None
    record_type: str
    modality: Modality
    strength: Strength
    bearer: str
    action: str
    when: Expression | None = None
    unless: Expression | None = None
    overrides: tuple[str, ...] = ()
    in_force: Interval = Interval()
    citations: tuple[Citation, ...] = ()
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    governed_by: str | None = None
    delegated: bool = False
    readings: tuple[str, ...] = ()
    answerable: tuple[Expression, ...] = ()
    lasting: Expression | None = None
    deadline: Deadline | None = None
    co_bearers: tuple[str, ...] = ()
    bearing: Bearing = Bearing.ONE
    counterparty: str | None = None
    simplified: str | None = None
    spanning: Expression | None = None
    layer: str = _layer()

    __repr__ = in_brief

    @property
    def bearers(self) -> tuple[str, ...]:
        """All bearers of the norm, in the order in which they are named.

        >>> duty = Norm("n", None, "Claim", Modality.OBLIGATION, Strength.STRICT, "town", "pay",
        ...     co_bearers=("county",), bearing=Bearing.ANY)
        >>> duty.bearers
        ('town', 'county')
        """
        return (self.bearer, *self.co_bearers)

    def parts(self) -> Iterator[Constituent]:
        """Its conditions, and the expressions that tell who is responsible."""
        if self.when is not None:
            yield Constituent("when", self.when)
        if self.unless is not None:
            yield Constituent("unless", self.unless, sign=False)
        if self.lasting is not None:
            yield Constituent("lasting", self.lasting)
        if self.spanning is not None:
            yield Constituent("spanning", self.spanning)
        for answering in self.answerable:
            yield Constituent("answerable", answering, sign=None)

    @property
    def citation(self) -> Citation | None:
        """The first citation, which is the one shown where there is room for one."""
        return self.citations[0] if self.citations else None
