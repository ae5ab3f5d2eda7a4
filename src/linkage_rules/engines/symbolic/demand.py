"""How many elements of each list have to be written out for answers to hold for any length.

Why a few are enough: if elements are left out of a list, “some”, “every” and “in” keep their answer
as long as one element that decides it stays, and so do “min” and “max”; an aggregate that is
unknown stays so as long as one element that makes it unknown stays. So one element for each
question is enough. A question that also looks at elements of other lists is asked once for each of
those, whether the list is in the record or in a parameter; for a list within a list these are the
elements of both lists multiplied. The shares of a distribution depend on all elements: for them no
number is enough.
"""

from collections.abc import Hashable, Iterable, Mapping, Set
from math import prod
from typing import Final, TypeAlias

from attrs import define, field, frozen

from linkage_rules.engines.symbolic.periods import lists_periods
from linkage_rules.model import expressions as model
from linkage_rules.model.dependencies import behind, expressions_of
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import parts_of, walk

Origin: TypeAlias = Hashable
"""A list: of a record, as its path without numbers, or the periods that an expression lists."""

Origins: TypeAlias = frozenset[Origin]
"""The lists that a value may be an element of."""

_VERY_MANY: Final = 1_000_000


@frozen
class _Looked:
    """What a variable stands for: elements of which lists, and of how many such elements."""

    origins: Origins
    count: int
    around: "_Elements" = frozenset()
    """The elements that hold the list: the variable goes through it for each of them."""


_Elements: TypeAlias = frozenset[tuple[str, _Looked]]
"""What variables stand for, by their names."""


def _times(looked: _Elements, own: Set[str] = frozenset()) -> int:
    """How many combinations of elements there are, with the elements around them counted once.

    The elements of ``own`` variables count as one.
    """
    seen: set[tuple[str, _Looked]] = set()
    ahead = [*looked]
    while ahead:
        one = ahead.pop()
        if one not in seen and one[0] not in own:
            seen.add(one)
            ahead += one[1].around
    return prod(one.count for _, one in seen)


def demand(package: Package, asked: Iterable[Expression], list_bound: int) -> Mapping[Origin, int]:
    """How many elements of each list the questions behind some expressions need.

    A free variable stands for one element outside the record.

    >>> demand(Package(name="p"), [], 3)
    {}
    """
    asked_of = questions(package, asked, list_bound)
    return {origin: sum(times.values()) for origin, times in asked_of.items()}


def questions(
    package: Package, asked: Iterable[Expression], list_bound: int
) -> Mapping[Origin, Mapping[Expression, int]]:
    """The questions about the elements of each list, with how often each is asked.

    For two policies over one scene the questions of both count: an element that answers a question
    of one need not answer any of the other.

    >>> questions(Package(name="p"), [], 3)
    {}
    """
    asked = tuple(asked)
    count = _Count(package, list_bound)
    further = (e for step in behind(asked, package) for e in expressions_of(step, package))
    for expression in (*asked, *further):
        count.visit(expression, {})
    return count.questions()


_Context: TypeAlias = tuple[Expression, _Elements]
"""A question, and what its variables stand for apart from the elements that hold the list."""


@define
class _Count:
    package: Package
    list_bound: int
    asked: dict[Origin, dict[_Context, int]] = field(factory=dict)
    """How often each question is asked about each list; questions about the same elements count
    once."""

    def questions(self) -> dict[Origin, dict[Expression, int]]:
        found: dict[Origin, dict[Expression, int]] = {}
        for origin, contexts in self.asked.items():
            times = found.setdefault(origin, {})
            for (question, _), count in contexts.items():
                times[question] = times.get(question, 0) + count
        return found

    def visit(self, expression: Expression, variables: Mapping[str, _Looked]) -> None:
        """Count the questions in an expression, but not in the facts and norms that it uses."""
        inner = variables
        match expression:
            case model.HowMany():
                self.visit(model.counted_out(expression), variables)
                return
            case model.ElementOf(_, collection):
                self._ask(expression, collection, variables)
            case model.Some(variable, collection) | model.Every(variable, collection):
                self._ask(expression, collection, variables)
                inner = {**variables, variable.name: self._looked(collection, variables)}
            case model.Aggregate(aggregation, item, variable, collection, where):
                if where is not None or item is not None or aggregation is not Aggregation.COUNT:
                    self._ask(expression, collection, variables)
                inner = {**variables, variable.name: self._looked(collection, variables)}
            case model.Distribute(variable, collection):
                # The share of one element depends on all the others.
                for origin in self._elements(collection, variables):
                    context: _Context = (expression, frozenset())
                    self.asked.setdefault(origin, {})[context] = _VERY_MANY
                inner = {**variables, variable.name: self._looked(collection, variables)}
        for part in parts_of(expression):
            self.visit(part, inner)

    def _ask(
        self, question: Expression, collection: Expression, variables: Mapping[str, _Looked]
    ) -> None:
        # A list of an element is asked about once, for that element; where one of several lists is
        # chosen, it may be asked about for others too.
        parts = list(walk(collection))
        chosen = any(isinstance(part, model.Choose) for part in parts)
        own = {part.name for part in parts if isinstance(part, model.Variable) and not chosen}
        named = {part.name for part in walk(question) if isinstance(part, model.Variable)}
        others = frozenset((n, looked) for n, looked in variables.items() if n in named - own)
        times = _times(others, own)
        for origin in self._elements(collection, variables):
            self.asked.setdefault(origin, {})[question, others] = times

    def _looked(self, collection: Expression, variables: Mapping[str, _Looked]) -> _Looked:
        origins = self._elements(collection, variables)
        named = {part.name for part in walk(collection) if isinstance(part, model.Variable)}
        around = frozenset((n, looked) for n, looked in variables.items() if n in named)
        return _Looked(origins, self._length(collection, variables), around)

    def _length(self, collection: Expression, variables: Mapping[str, _Looked]) -> int:
        """The most elements of a list that are written out."""
        match collection:
            case model.ParameterValue(name):
                values = (period.value for period in self.package.parameters[name].periods)
                return max((len(v) for v in values if isinstance(v, tuple)), default=0)
            case model.Choose(_, consequence, alternative):
                return max(self._length(part, variables) for part in (consequence, alternative))
            case model.FactValue(name):
                return self._length(self.package.facts[name].means, {})
            case model.FactOf(means=means) | model.OnDay(means=means):
                return self._length(means, variables)
        return self.list_bound if self._origins(collection, variables) else _VERY_MANY

    def _elements(self, collection: Expression, variables: Mapping[str, _Looked]) -> Origins:
        origins = self._origins(collection, variables)
        return frozenset(f"{at}[]" if isinstance(at, str) else at for at in origins)

    def _origins(self, value: Expression, variables: Mapping[str, _Looked]) -> Origins:
        """The lists in the record that a value may come from; none for values of parameters."""
        match value:
            case model.Subject():
                return frozenset({""})
            case model.Variable(name):
                return variables[name].origins if name in variables else frozenset()
            case model.FieldValue(record, name):
                around = self._origins(record, variables)
                return frozenset(f"{at}.{name}" if at else name for at in around)
            case model.Choose(_, consequence, alternative):
                either = (self._origins(part, variables) for part in (consequence, alternative))
                return frozenset().union(*either)
            case model.FactValue(name):
                return self._origins(self.package.facts[name].means, {})
            case model.FactOf(means=means) | model.OnDay(means=means):
                return self._origins(means, variables)
            case model.Apply(operation) if lists_periods(operation):
                return frozenset({value})
            case _:
                return frozenset()
