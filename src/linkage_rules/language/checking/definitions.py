"""What a fact means where it is asked of a record, or given something: its definition, written out.

A fact that is asked of an element of a list, or that is given values, has no answer of its own for
the record that is judged. Where it is asked its definition stands, with the element in the place of
the record and the arguments in the places of what it is given. Until it is written out, the fact
itself stands for that, so that what rests on what is seen, circles included.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from attrs import define, evolve, field

from linkage_rules.language.checking.resolve import Problems
from linkage_rules.model import expressions as model
from linkage_rules.model.constituents import Composed
from linkage_rules.model.dependencies import in_order
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm
from linkage_rules.model.package import Example, Package
from linkage_rules.model.traversal import parts_of, transformed, walk
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


def written_out(package: Package, problems: Problems) -> Package:
    """The package with every definition written out where a fact is asked of a record.

    Where facts rest on one another in a circle nothing is written out: the circle is reported with
    the order of all that is declared.
    """
    if not any(map(_asks, _expressions(package))):
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
    if not any(map(_asks, _expressions(package))):
        return changed

    def again(part: Expression) -> Expression | None:
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


def _asks(expression: Expression) -> bool:
    return any(isinstance(part, model.FactOf) for part in walk(expression))


def _facts_in(expression: Expression) -> list[str]:
    return [part.name for part in walk(expression) if isinstance(part, model.FactValue)]


def _expressions(package: Package) -> Iterator[Expression]:
    """Every expression that a package declares itself."""
    declared: tuple[Composed, ...] = (
        *package.declared_facts,
        *package.declared_actions,
        *package.declared_norms,
        *package.properties,
    )
    for one in declared:
        yield from (part.expression for part in one.parts())
    for norm in package.declared_norms:
        if norm.deadline is not None:
            yield from norm.deadline.parts()
    for example in package.examples:
        for expectation in example.expectations:
            if expectation.holds is not None:
                yield expectation.holds


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
        if not any(isinstance(p, model.FactOf) and p.is_open for p in walk(found)):
            self.means[fact.name] = found

    def expanded(self, expression: Expression) -> Expression:
        """An expression with the definitions of all it asks of records."""
        if not _asks(expression):
            return expression
        self.left = MAX_WRITTEN_OUT
        return self._expanded(expression, _variables(expression))

    def _expanded(self, expression: Expression, taken: frozenset[str]) -> Expression:
        def change(part: Expression) -> Expression | None:
            if not isinstance(part, model.FactOf) or not part.is_open:
                return part if isinstance(part, model.FactOf) else None
            record, *values = (self._expanded(p, taken) for p in (part.record, *part.arguments))
            asked = evolve(part, record=record, arguments=tuple(values))
            if part.name not in self.means:
                # It has a fault, which was reported.
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
