"""Inlines the definitions of facts where they are asked of another record, with arguments, or of
another day.

A fact asked of an element of a list, or given arguments, has no single answer for the record being
judged. So its definition is copied to where it is asked, with the element in place of the record
and the arguments in place of what the fact is given. Before that is done the expression refers to
the fact by name, so that dependencies and circles among facts can be seen.

An expression asked of another day is handled alike: the day takes the place of the as-of date, and
facts in it that change with time are replaced by their definitions.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from attrs import define, evolve, field

from linkage_rules.language.checking.resolve import Problems
from linkage_rules.model import expressions as model
from linkage_rules.model.constituents import Composed
from linkage_rules.model.dependencies import in_order, reached
from linkage_rules.model.expressions import Expression
from linkage_rules.model.kept import kept_beside
from linkage_rules.model.norms import Action, Fact, Interval, Norm, Parameter
from linkage_rules.model.package import Example, Package
from linkage_rules.model.traversal import asks, parts_of, transformed, walk
from linkage_rules.words.called import called

MAX_WRITTEN_OUT: Final = 5_000
"""The parts that all definitions in one expression may have together where they are written out."""

_C = TypeVar("_C", bound=Composed)


def asked_of(
    name: str,
    record: Expression,
    given: Iterable[str],
    arguments: Iterable[Expression],
    fact: model.FactValue,
) -> model.FactOf:
    """A fact that is asked of a record; what it means is written out when all facts are known."""
    return model.FactOf(
        name, record, tuple(given), tuple(arguments), fact, fact.type, span=fact.span
    )


def changes_with_time(expression: Expression | None, package: Package) -> bool:
    """Whether an expression reads the as-of date or a parameter with several values over time."""
    return expression is not None and any(True for _ in read_today(expression, package))


def read_today(
    expression: Expression, package: Package
) -> Iterator[model.AsOf | model.ParameterValue]:
    """The parts of an expression, and of the facts it rests on, whose value differs from day to day
    and is taken on the as-of date: the as-of date itself, and parameters with several values."""
    for part in _parts_today(expression, package):
        match part:
            case model.AsOf():
                yield part
            case model.ParameterValue(name, day=None):
                if not is_constant(package.parameters[name]):
                    yield part


def _parts_today(expression: Expression, package: Package) -> Iterator[Expression]:
    """All parts of an expression and of the facts it rests on, without operands that are asked of
    another day (`OnDay`)."""
    today = _asked_today(expression)
    facts = reached(_facts_in(today), lambda name: _facts_in(_defined_today(name, package)))
    for behind in (today, *(_defined_today(name, package) for name in facts)):
        yield from walk(behind)


@kept_beside
def _defined_today(fact: str, package: Package) -> Expression:
    return _asked_today(package.facts[fact].means)


def _asked_today(expression: Expression) -> Expression:
    """An expression with each `OnDay` in it replaced by its day: what remains is asked of the as-of
    date."""
    return transformed(expression, lambda part: part.day if isinstance(part, model.OnDay) else None)


def is_constant(parameter: Parameter) -> bool:
    """Whether a parameter never changes: it has the same value on all days, or no value at all."""
    return [period.in_force for period in parameter.periods] in ([], [Interval()])


def written_out(package: Package, problems: Problems) -> Package:
    """The package with every definition written out where a fact is asked of a record, and
    everything that is asked of another day.

    Where facts rest on one another in a circle nothing is written out: the circle is reported with
    the order of all that is declared.
    """
    if not package.asks_facts:
        return package
    rests = {name: _facts_in(fact.means) for name, fact in package.facts.items()}
    order = in_order({name: [n for n in on if n in rests] for name, on in rests.items()})
    if not isinstance(order, list):
        return package
    definitions = _Definitions(package, problems)
    for name in order:
        definitions.define(package.facts[name])
    return _rewritten(package, definitions)


def written_out_again(package: Package, changed: Package) -> Package:
    """A changed package, in which facts may be defined otherwise, with the definitions written out
    again. In norms that a date governs they speak of the day that is asked: see
    `linkage_rules.language.overlays.governing.redefined`.

    >>> package = Package(name="p")
    >>> written_out_again(package, package) is package
    True
    """
    if not package.asks_facts:
        return changed

    def again(part: Expression) -> Expression | None:
        if isinstance(part, model.OnDay):
            operand, day = (transformed(p, again) for p in (part.operand, part.day))
            return evolve(part, operand=operand, day=day, means=model.NOTHING_KNOWN)
        if not isinstance(part, model.FactOf):
            return None
        record, *arguments = (transformed(p, again) for p in (part.record, *part.arguments))
        fact = model.FactValue(part.name, part.type, span=part.span)
        return asked_of(part.name, record, part.given, arguments, fact)

    def plain(declared: _C) -> _C:
        return declared.rewritten(lambda condition: transformed(condition, again))

    derived = frozenset(changed.derived)
    return written_out(
        evolve(
            changed,
            declared_facts=tuple(
                f if f.name in derived else plain(f) for f in changed.declared_facts
            ),
            declared_actions=tuple(map(plain, changed.declared_actions)),
            declared_norms=tuple(map(plain, changed.declared_norms)),
        ),
        Problems({}),
    )


def _facts_in(expression: Expression) -> list[str]:
    return [part.name for part in walk(expression) if isinstance(part, model.FactValue)]


def _rewritten(package: Package, definitions: "_Definitions") -> Package:
    def whole(declared: _C) -> _C:
        return declared.rewritten(definitions.expanded)

    def fact(declared: Fact) -> Fact:
        return evolve(declared, means=definitions.means.get(declared.name, declared.means))

    def action(declared: Action) -> Action:
        on, at = (
            None if day is None else definitions.expanded(day)
            for day in (declared.done_on, declared.done_at)
        )
        assert at is None or isinstance(at, model.Aggregate)
        return evolve(whole(declared), done_on=on, done_at=at)

    def norm(declared: Norm) -> Norm:
        deadline = declared.deadline
        if deadline is not None:
            deadline = deadline.rewritten(definitions.expanded)
        return evolve(whole(declared), deadline=deadline)

    def example(declared: Example) -> Example:
        return evolve(
            declared,
            expectations=tuple(
                evolve(e, holds=None if e.holds is None else definitions.expanded(e.holds))
                for e in declared.expectations
            ),
        )

    return evolve(
        package,
        declared_facts=tuple(map(fact, package.declared_facts)),
        declared_actions=tuple(map(action, package.declared_actions)),
        declared_norms=tuple(map(norm, package.declared_norms)),
        examples=tuple(map(example, package.examples)),
        properties=tuple(map(whole, package.properties)),
    )


class _UnfitError(Exception):
    """A definition that cannot be written out where it is asked for; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@define
class _Definitions:
    """Writes definitions out. ``means`` holds those that were, by the name of the fact."""

    package: Package
    problems: Problems
    means: dict[str, Expression] = field(factory=dict)
    left: int = MAX_WRITTEN_OUT

    def define(self, fact: Fact) -> None:
        """Write out what a fact asks for; those that it rests on were before."""
        found = self.expanded(fact.means)
        if not any(isinstance(p, _WRITTEN_OUT) and p.is_open for p in walk(found)):
            self.means[fact.name] = found

    def expanded(self, expression: Expression) -> Expression:
        """An expression with the definitions of all it asks of records."""
        if not asks(expression):
            return expression
        self.left = MAX_WRITTEN_OUT
        return self._expanded(expression, _variables(expression))

    def _expanded(self, expression: Expression, taken: frozenset[str]) -> Expression:
        def change(part: Expression) -> Expression | None:
            if not isinstance(part, _WRITTEN_OUT) or not part.is_open:
                return part if isinstance(part, _WRITTEN_OUT) else None
            if isinstance(part, model.OnDay):
                return self._of_day(part, taken)
            record, *values = (self._expanded(p, taken) for p in (part.record, *part.arguments))
            asked = evolve(part, record=record, arguments=tuple(values))
            if part.name not in self.means:
                # A fact in it has a mistake that was reported already; it stays as it is.
                return asked
            try:
                means = self._put(
                    part.name, record, dict(zip(part.given, values, strict=True)), taken
                )
            except _UnfitError as error:
                fact = called(self.package.facts[part.name])
                self.problems.report(error.code, part.span, fact=fact, limit=MAX_WRITTEN_OUT)
                return asked
            return evolve(asked, means=means)

        return transformed(expression, change)

    def _of_day(self, part: model.OnDay, taken: frozenset[str]) -> model.OnDay:
        """An `OnDay` with its meaning filled in: the operand as of that day."""
        operand, day = (self._expanded(one, taken) for one in (part.operand, part.day))
        asked = evolve(part, operand=operand, day=day)
        is_open = any(isinstance(p, _WRITTEN_OUT) and p.is_open for p in walk(operand))
        if is_open or not {*_facts_in(operand)} <= self.means.keys():
            # A fact in it has a mistake that was reported already; it stays as it is.
            return asked
        try:
            return evolve(asked, means=self._on(day, operand, taken))
        except _UnfitError as error:
            asked_for = self.problems.quoted(part.operand.span)
            self.problems.report(error.code, part.span, fact=asked_for, limit=MAX_WRITTEN_OUT)
            return asked

    def _on(self, day: Expression, asked: Expression, taken: frozenset[str]) -> Expression:
        """An expression in which everything that is read as of today is read as of ``day``."""
        size = _size(day)

        def change(part: Expression) -> Expression | None:
            match part:
                case model.AsOf():
                    self._spend(size)
                    return day
                case model.ParameterValue(day=None):
                    self._spend(size)
                    return evolve(part, day=day)
                case model.OnDay():
                    # It has a day of its own; only what that day itself reads is changed.
                    on, means = (transformed(one, change) for one in (part.day, part.means))
                    return evolve(part, day=on, means=means)
                case model.FactValue(name) if self._may_change(part):
                    means = self._on(day, self._renamed(name, taken), taken)
                    subject = self.package.record_types[self.package.facts[name].record_type]
                    record = model.Subject(subject, span=part.span)
                    return model.FactOf(name, record, (), (), means, part.type, span=part.span)
            if isinstance(part, OF_THE_DAY):
                raise _UnfitError("POL-440")
            return None

        return transformed(asked, change)

    def _may_change(self, fact: model.FactValue) -> bool:
        """Whether a fact may have another value on another day, or rests on something that can only
        be asked as of today (`OF_THE_DAY`)."""
        told = (isinstance(part, OF_THE_DAY) for part in _parts_today(fact, self.package))
        return any(told) or changes_with_time(fact, self.package)

    def _renamed(self, name: str, taken: frozenset[str]) -> Expression:
        """The definition of a fact, in which elements have names that are not taken."""
        definition = self.means[name]
        self._spend(_size(definition))
        own = _variables(definition)
        renamed = {n: _fresh(n, taken | own) for n in own & taken}

        def change(part: Expression) -> Expression | None:
            match part:
                case model.Variable(variable) if variable in renamed:
                    return evolve(part, name=renamed[variable])
            return None

        return transformed(definition, change) if renamed else definition

    def _put(
        self, name: str, record: Expression, values: Mapping[str, Expression], taken: frozenset[str]
    ) -> Expression:
        """The definition of a fact with a record and values in their places.

        Elements that it looks at get other names where those are taken.
        """
        definition = self.means[name]
        own = _variables(definition)
        taken |= _variables(record).union(*map(_variables, values.values()))
        renamed = {n: _fresh(n, taken | own) for n in own & taken if n not in values}
        itself = isinstance(record, model.Subject)
        self._spend(_size(definition))

        def change(part: Expression) -> Expression | None:
            match part:
                case model.Subject():
                    self._spend(_size(record))
                    return record
                case model.Variable(variable) if variable in values:
                    self._spend(_size(values[variable]))
                    return values[variable]
                case model.Variable(variable) if variable in renamed:
                    return evolve(part, name=renamed[variable])
                case model.FactValue(other) if not itself:
                    means = self._put(other, record, {}, taken | own)
                    return model.FactOf(other, record, (), (), means, part.type, span=part.span)
                case model.NormApplies() | model.NormIs() | model.ActionIs() if not itself:
                    raise _UnfitError("POL-317")
                case model.Distribute() | model.ShareOf() if not itself:
                    raise _UnfitError("POL-385")
            return None

        return transformed(definition, change)

    def _spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _UnfitError("POL-318")


OF_THE_DAY: Final = (
    *(model.NormApplies, model.NormIs, model.ActionIs),
    *(model.Distribute, model.ShareOf),
)
"""What can be asked as of today only, and not of another day."""

_WRITTEN_OUT: Final = (model.FactOf, model.OnDay)


def _variables(expression: Expression) -> frozenset[str]:
    return frozenset(p.name for p in walk(expression) if isinstance(p, model.Variable))


def _size(expression: Expression) -> int:
    """The parts of an expression, those of definitions included."""
    return 1 + sum(map(_size, parts_of(expression)))


def _fresh(name: str, taken: frozenset[str]) -> str:
    number = 2
    while f"{name}{number}" in taken:
        number += 1
    return f"{name}{number}"
