"""What the norms of a policy want to be there, so that nobody is advised to take it back.

It is read off the expressions, not proved: it decides only which ways are tried first, and never
whether a way reaches its goal.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from attrs import evolve, frozen

from linkage_rules.engines.symbolic import Kept
from linkage_rules.model import expressions as model
from linkage_rules.model import operations
from linkage_rules.model.deontic import MODALITIES
from linkage_rules.model.expressions import Aggregation, Expression
from linkage_rules.model.norms import Action, Norm
from linkage_rules.model.package import Package
from linkage_rules.model.values import Value

_MORE: Final = 1
_LESS: Final = -1

_Where = Mapping[str, str]
"""The paths of the lists that variables go through, without the numbers of elements."""


@frozen
class Want:
    """A part of the record that norms want to be more, to be less, or to have a value."""

    path: str
    sign: int
    value: str | None
    norm: Norm


@frozen
class Wants:
    """What the norms want of the records of a type on a day, by path without numbers."""

    by_path: Mapping[str, tuple[Want, ...]]

    def kept(self, path: str) -> Kept | None:
        """What must not be taken back in a part; None where no norm wants anything of it.

        A norm that wants both more and less of it does not count. Where norms differ, the right
        value lies in between, and neither direction is kept.
        """
        wants = self.by_path.get(path, ())
        signs = {w.norm.name: {o.sign for o in wants if o.norm is w.norm and o.sign} for w in wants}
        clear = {sign for one in signs.values() if len(one) == 1 for sign in one}
        # If something is wanted in an entry, the entry itself is wanted, too.
        if any(w.sign == _MORE or w.value is not None for w in self._inside(path)):
            clear.add(_MORE)
        values: frozenset[Value] = frozenset(w.value for w in wants if w.value is not None)
        kept = Kept(not_less=clear == {_MORE}, not_more=clear == {_LESS}, values=values)
        return kept if kept != Kept() else None

    def kept_and_reported(self, path: str) -> Kept | None:
        """Like `kept`, and in addition nothing that is wanted may be reported as missing."""
        kept = self.kept(path)
        return None if kept is None else evolve(kept, reported=True)

    def _inside(self, path: str) -> Iterator[Want]:
        """What the norms want inside the entries of a list."""
        for inner, wants in self.by_path.items():
            if inner.startswith(f"{path}[]"):
                yield from wants

    def norms(self, path: str) -> tuple[Norm, ...]:
        """The norms that want something of a part."""
        wants = (*self.by_path.get(path, ()), *self._inside(path))
        return tuple({want.norm.name: want.norm for want in wants}.values())


def wants(package: Package, record_type: str, as_of: date) -> Wants:
    """What the norms in force want.

    That is first of all what duties and encouragements ask to be done; for parts that these do not
    mention, what keeps bans from being violated.
    """
    first: dict[str, list[Want]] = {}
    second: dict[str, list[Want]] = {}
    for norm in package.norms.values():
        if norm.record_type != record_type or not norm.in_force.contains(as_of):
            continue
        into = first if MODALITIES[norm.modality].to_do else second
        for expression, sign in _asked(norm, package.actions[norm.action]):
            for want in _read(package, norm, expression, sign):
                into.setdefault(want.path, []).append(want)
    found = {**second, **first}
    return Wants({path: tuple(one) for path, one in found.items()})


def _asked(norm: Norm, action: Action) -> Iterator[tuple[Expression, int]]:
    """The expressions that a norm wants to be yes (1) or no (-1)."""
    done = () if action.done_when is None else (action.done_when,)
    row = MODALITIES[norm.modality]
    if row.to_do:
        yield from ((one, _MORE) for one in done)
        # Where no record shows whether its action is done, the norm's condition says what is
        # missing.
        whole = norm.when.operands if isinstance(norm.when, model.And) else (norm.when,)
        for one in whole if not done else ():
            if isinstance(one, model.Not) and isinstance(one.operand, model.FieldValue):
                yield one.operand, _MORE
    elif row.unmet is not None:
        yield from ((one, _LESS) for one in done)
        if norm.when is not None:
            yield norm.when, _LESS
        if norm.unless is not None:
            yield norm.unless, _MORE


@frozen
class _Part:
    """A part of what is wanted, which is to be more or yes (1), or less or no (-1)."""

    expression: Expression
    sign: int
    where: _Where

    def beside(self, *parts: Expression) -> Iterator["_Part"]:
        """Parts inside it that are to change in the same direction."""
        return (_Part(part, self.sign, self.where) for part in parts)

    def against(self, part: Expression) -> "_Part":
        """A part inside it that is to change in the opposite direction."""
        return _Part(part, -self.sign, self.where)


def _read(package: Package, norm: Norm, asked: Expression, sign: int) -> Iterator[Want]:
    """What makes an expression more, or yes, read off the places of fields in it."""
    waiting = [_Part(asked, sign, {})]
    seen: set[tuple[int, int, tuple[tuple[str, str], ...]]] = set()
    while waiting:
        part = waiting.pop()
        key = (id(part.expression), part.sign, tuple(part.where.items()))
        if key in seen:
            continue
        seen.add(key)
        waiting += _parts(part, package)
        for path, wanted, value in _wanted_in(part):
            if path is not None:
                yield Want(path, wanted, value, norm)


def _parts(part: _Part, package: Package) -> Iterator[_Part]:
    """The parts that a part rests on, each with its direction."""
    match part.expression:
        case model.FactValue(name):
            yield _Part(package.facts[name].means, part.sign, {})
        case model.FactOf(means=means):
            if not part.expression.is_open:
                yield from part.beside(means)
        case model.OnDay(means=means):
            yield from part.beside(means)
        case model.Not(operand):
            yield part.against(operand)
        case model.And(operands) | model.Or(operands):
            yield from part.beside(*operands)
        case model.Implies(condition, consequence):
            yield part.against(condition)
            yield from part.beside(consequence)
        case model.Choose(_, consequence, alternative):
            yield from part.beside(consequence, alternative)
        case (
            model.Some(variable, collection, body)
            | model.Every(variable, collection, body)
            | model.HowMany(_, None, variable, collection, body)
        ):
            yield _Part(body, part.sign, _within(variable, collection, part.where))
        case model.Aggregate(aggregation, item, variable, collection, passes):
            inner = _within(variable, collection, part.where)
            if passes is not None and aggregation in _ADDING:
                yield _Part(passes, part.sign, inner)
            if item is not None and aggregation is not Aggregation.DISTINCT:
                yield _Part(item, part.sign, inner)
        case model.Apply(operation, operands):
            signs = _SIGNS.get(operation.name, ())
            if len(signs) == len(operands):
                for operand, own in zip(operands, signs, strict=True):
                    yield _Part(operand, part.sign * own, part.where)


def _wanted_in(part: _Part) -> Iterator[tuple[str | None, int, str | None]]:
    """The parts of the record that a part reads directly: path, direction, and value if one is
    wanted.

    “Every entry …” would also hold without entries, but that is not counted as wanted.
    """
    match part.expression:
        case model.FieldValue():
            yield _path(part.expression, part.where), part.sign, None
        case (
            model.Some(collection=many)
            | model.ElementOf(collection=many)
            | model.HowMany(most=None, collection=many)
        ):
            yield _path(many, part.where), part.sign, None
        case model.Aggregate(aggregation, collection=many) if aggregation in _ADDING:
            yield _path(many, part.where), part.sign, None
        case model.Apply(operation, (asked, *others)) if (
            operation in (operations.EQUAL, operations.ONE_OF) and part.sign == _MORE
        ):
            for other in others:
                if isinstance(other, model.Constant) and isinstance(other.value, str):
                    yield _path(asked, part.where), 0, other.value


_ADDING: Final = frozenset({Aggregation.COUNT, Aggregation.SUM, Aggregation.DISTINCT})
_SIGNS: Final[Mapping[str, tuple[int, ...]]] = {
    operations.LESS.name: (_LESS, _MORE),
    operations.AT_MOST.name: (_LESS, _MORE),
    operations.GREATER.name: (_MORE, _LESS),
    operations.AT_LEAST.name: (_MORE, _LESS),
    operations.PLUS.name: (_MORE, _MORE),
    operations.MINUS.name: (_MORE, _LESS),
    operations.LATER.name: (_MORE, _MORE),
    operations.EARLIER.name: (_MORE, _LESS),
    operations.NEGATE.name: (_LESS,),
    operations.OVER.name: (_MORE, _LESS),
    operations.TIMES.name: (_MORE, _MORE),
    operations.BUT_AT_LEAST.name: (_MORE, _MORE),
    operations.BUT_AT_MOST.name: (_MORE, _MORE),
}
"""For each operation in which direction each operand moves the result, for non-negative amounts."""


def _path(expression: Expression, where: _Where) -> str | None:
    """The path of a value in the record, without numbers; None where it is not in the record."""
    match expression:
        case model.FieldValue(model.Subject(), name):
            return name
        case model.FieldValue(record, name):
            around = _path(record, where)
            return None if around is None else f"{around}.{name}"
        case model.Variable(name):
            return where.get(name)
    return None


def _within(variable: model.Variable, collection: Expression, where: _Where) -> _Where:
    path = _path(collection, where)
    rest = {name: path for name, path in where.items() if name != variable.name}
    return rest if path is None else {**rest, variable.name: f"{path}[]"}
