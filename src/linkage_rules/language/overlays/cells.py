"""The cells of decision tables: which values of one input each of them is about."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

from attrs import frozen

from linkage_rules.language.checking.data import written
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Comparison, Expression
from linkage_rules.model.types import EnumType, Scalar, Type
from linkage_rules.words.messages import Phrase, keyword_phrase

Cut: TypeAlias = tuple[Any, bool]
"""A place between values: right before a value, or right behind it (``True``)."""


@frozen
class Stretch:
    """Values from one cut to the next; ``None`` leaves that side open."""

    low: Cut | None
    high: Cut | None


@frozen
class Input:
    """What a table looks at: a field or fact of the record, with the bounds of a field.

    Of a ``discrete`` input every value has a next one.
    """

    expression: Expression
    called: Phrase
    type: Type
    minimum: Any = None
    maximum: Any = None
    discrete: bool = False

    def cut(self, value: Any, behind: bool) -> Cut:
        """Right before or behind a value, in the one way of writing it."""
        if behind and self.discrete and value != date.max:
            step: Any = timedelta(days=1) if isinstance(value, date) else 1
            return (value + step, False)
        return (value, behind)


Cell: TypeAlias = "frozenset[str] | frozenset[bool] | Stretch | None"
"""Enum values, answers, a stretch of an ordered input; ``None`` is any value."""


def atoms(asked: Input, cells: Iterable[Cell]) -> Sequence[Any]:
    """The values of an input in the largest groups that no cell tells apart.

    Those are single enum values and answers, and stretches between all cuts.
    """
    match asked.type:
        case EnumType(members=members):
            return [member.name for member in members]
        case Scalar.YES_NO:
            return [True, False]
    cuts = {
        cut
        for cell in cells
        if isinstance(cell, Stretch)
        for cut in (cell.low, cell.high)
        if cut is not None
    }
    lowest = None if asked.minimum is None else asked.cut(asked.minimum, False)
    highest = None if asked.maximum is None else asked.cut(asked.maximum, True)
    inner = [
        cut
        for cut in sorted(cuts)
        if (lowest is None or cut > lowest) and (highest is None or cut < highest)
    ]
    return [Stretch(low, high) for low, high in pairwise([lowest, *inner, highest])]


def covers(cell: Cell, atom: Any) -> bool:
    """Whether a cell is about all values of an atom; it is about all of them or none."""
    if cell is None:
        return True
    if isinstance(cell, Stretch):
        above = cell.low is None or (atom.low is not None and atom.low >= cell.low)
        below = cell.high is None or (atom.high is not None and atom.high <= cell.high)
        return above and below
    return atom in cell


def left_open(cell: Stretch, gone: Iterable[Stretch]) -> Stretch:
    """A stretch without a bound that says nothing more once other stretches are ruled out.

    >>> left_open(Stretch((50, False), (100, False)), [Stretch(None, (50, False))])
    Stretch(low=None, high=(100, False))
    """
    others = tuple(gone)
    low, high = cell.low, cell.high
    while low is not None and (below := [one for one in others if one.high == low]):
        low = below[0].low
    while high is not None and (above := [one for one in others if one.low == high]):
        high = above[0].high
    return Stretch(low and cell.low, high and cell.high)


def described(asked: Input, atom: Any) -> Phrase:
    """One input and a group of its values in words."""
    if isinstance(atom, Stretch):
        value = _stretch_words(asked, atom)
    elif isinstance(asked.type, EnumType):
        member = next(m for m in asked.type.members if m.name == atom)
        value = Phrase(member.name, member.label or member.name)
    else:
        value = keyword_phrase("YES" if atom else "NO")
    return Phrase("{input} {value}", "{input} {value}").filled(input=asked.called, value=value)


def _stretch_words(asked: Input, atom: Stretch) -> Phrase:
    if atom.low and not atom.low[1] and atom.high == asked.cut(atom.low[0], True):
        only = written(atom.low[0], asked.type)
        return Phrase(f"= {only.en}", f"= {only.zh}")
    words = [_limit(asked, cut, lower) for cut, lower in _limits(asked, atom)]
    if not words:
        return keyword_phrase("ANY")
    return Phrase(" ".join(w.en for w in words), " ".join(w.zh for w in words))


def _limits(asked: Input, atom: Stretch) -> Iterable[tuple[Cut, bool]]:
    edge_low = None if asked.minimum is None else asked.cut(asked.minimum, False)
    edge_high = None if asked.maximum is None else asked.cut(asked.maximum, True)
    if atom.low is not None and atom.low != edge_low:
        yield atom.low, True
    if atom.high is not None and atom.high != edge_high:
        yield atom.high, False


def _limit(asked: Input, cut: Cut, lower: bool) -> Phrase:
    value, behind = cut
    terminal = ("ABOVE" if behind else "AT_LEAST") if lower else ("AT_MOST" if behind else "BELOW")
    return Phrase("{word} {value}", "{word} {value}").filled(
        word=keyword_phrase(terminal), value=written(value, asked.type)
    )


def condition(asked: Input, cell: Cell) -> tuple[Expression, ...]:
    """What a cell says of an input: nothing, or one or two conditions."""
    operand = asked.expression
    if cell is None:
        return ()
    if isinstance(cell, Stretch):
        said: list[Expression] = []
        for cut, lower in ((cell.low, True), (cell.high, False)):
            if cut is not None:
                constant = model.Constant(_plain(cut[0]), asked.type)
                said.append(model.Compare(_COMPARISONS[lower, cut[1]], operand, constant))
        return tuple(said)
    if asked.type is Scalar.YES_NO:
        return (operand if True in cell else model.Not(operand),) if len(cell) == 1 else ()
    choices = tuple(
        model.Constant(m.name, asked.type)
        for m in (asked.type.members if isinstance(asked.type, EnumType) else ())
        if m.name in cell
    )
    if len(choices) == 1:
        return (model.Compare(Comparison.EQUAL, operand, choices[0]),)
    return (model.OneOf(operand, choices),)


_COMPARISONS: Final = {
    (True, False): Comparison.AT_LEAST,
    (True, True): Comparison.GREATER,
    (False, False): Comparison.LESS,
    (False, True): Comparison.AT_MOST,
}


def _plain(value: Any) -> Any:
    whole = isinstance(value, Fraction) and value.denominator == 1
    return int(value) if whole else value
