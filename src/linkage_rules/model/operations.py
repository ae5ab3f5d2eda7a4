"""The one table of operations on values: what each takes, gives and means, and how it is written.

An operation takes its operands as they come and gives a value; what binds a name or need not look
at everything (“and”, “if”, “some”, “is known” …) is a kind of expression of its own. A row says
everything the library has to know of an operation. From it the parser, the checker, the printer,
the reference and compiled engines, `missing`, the generators and the mutations take what they need;
the symbolic and the tabular engine each hold one function per operation, by its name, and refuse
what they have none for.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, IntEnum
from typing import Any, Final, TypeAlias

from attrs import frozen

from linkage_rules.model.types import Scalar, Type, fits
from linkage_rules.model.values import Period, Value, shift, years_between


class Level(IntEnum):
    """How tightly an expression holds together; the rules of the grammar, loosest first."""

    EXPRESSION = 0
    DISJUNCTION = 1
    CONJUNCTION = 2
    NEGATION = 3
    COMPARISON = 4
    SUM = 5
    PRODUCT = 6
    UNARY = 7
    POSTFIX = 8


@frozen
class Words:
    """An operation that is written in words, as ``YEARS_BETWEEN {0} AND {1}``.

    The patterns of the two languages hold keywords by their terminal and the operands by number.
    One that begins with an operand stands at its ``level`` between others; one that begins with a
    keyword stands where a value can, and its operands are as tight as a name. ``keywords`` are
    those that no other construct has: terminal, English and Chinese; empty where a language has
    none, because it writes the operation otherwise.
    """

    en: str
    zh: str
    level: Level = Level.UNARY
    keywords: tuple[tuple[str, str, str], ...] = ()

    def level_of(self, first: bool) -> Level:
        """How tight an operand has to be: the first of a pattern, or another one."""
        if self.is_prefix:
            return Level.POSTFIX
        if self.level is Level.COMPARISON:
            return Level.SUM
        return self.level if first else Level(self.level + 1)

    @property
    def patterns(self) -> tuple[str, ...]:
        """Each way of writing it once, the English one first."""
        return tuple(dict.fromkeys((self.en, self.zh)))

    @property
    def is_prefix(self) -> bool:
        """Whether it begins with a keyword."""
        return not self.en.startswith("{")


class Sign(Enum):
    """The signs of arithmetic."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"


@frozen
class Signature:
    """Types of operands that go together, and the type of the result."""

    operands: tuple[Type, ...]
    result: Type


Size: TypeAlias = tuple[int, int]
"""Factors in the numerator and in the denominator of the largest result."""


def _largest(sizes: Sequence[Size]) -> Size:
    return (max(n for n, _ in sizes), max(d for _, d in sizes))


def _sum_size(sizes: Sequence[Size]) -> Size:
    left, right = sizes
    return (max(left[0] + right[1], right[0] + left[1]), left[1] + right[1])


def _product_size(sizes: Sequence[Size]) -> Size:
    left, right = sizes
    return (left[0] + right[0], left[1] + right[1])


def _quotient_size(sizes: Sequence[Size]) -> Size:
    left, right = sizes
    return (left[0] + right[1], left[1] + right[0])


Inverse: TypeAlias = Callable[..., Any]
"""From the wanted result and the other operands, in their order, to the operand that gives it.

``None`` where there is none. It may miss: whoever uses it works the result out."""


@frozen
class Exchange:
    """What an operation may be mistaken for: ``by`` another one with the same operands.

    Only where all operands are of the types in ``among``, if that is not empty.
    """

    by: str
    kind: str = "operator"
    among: frozenset[Type] = frozenset()


def _never(operands: Sequence[Value]) -> bool:
    return False


@frozen(eq=False, repr=False)
class Operation:
    """A row of the table.

    ``means`` is what it gives for known operands: exact, and unknown (``None``) where it has no
    value. It is ``total`` when it always has one. With an unknown operand it is unknown; where
    ``undefined`` says so of the operands, it is so whatever the unknown ones turn out to be.
    ``takes`` are the signatures, the narrowest first, and ``taking`` says in English and Chinese
    what it takes, where that is not said by them. ``keeps_whole`` says that whole numbers of fen
    give a whole number of fen, ``size`` how large a result can grow. ``inverses`` has one for each
    operand or is empty, ``exchanges`` are its mutants.
    """

    name: str
    written: Words | Sign
    takes: tuple[Signature, ...]
    means: Callable[..., Any]
    total: bool = True
    undefined: Callable[[Sequence[Value]], bool] = _never
    taking: tuple[str, str] | None = None
    keeps_whole: bool = True
    size: Callable[[Sequence[Size]], Size] = _largest
    inverses: tuple[Inverse, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple[Callable[[str], "Operation"], tuple[str]]:
        return OPERATIONS.__getitem__, (self.name,)

    @property
    def words(self) -> Words:
        """How it is written, where that is in words."""
        assert isinstance(self.written, Words)
        return self.written

    @property
    def arity(self) -> int:
        """How many operands it takes."""
        return len(self.takes[0].operands)

    def result(self, operands: Sequence[Type]) -> Type | None:
        """The type of the result for operands of these types; ``None`` where they do not go.

        >>> YEARS_BETWEEN.result((Scalar.DATE, Scalar.DATE))
        <Scalar.WHOLE: 'whole number'>
        """
        for signature in self.takes:
            if len(operands) == len(signature.operands) and all(
                map(fits, operands, signature.operands)
            ):
                return signature.result
        return None

    def answer(self, operands: Sequence[Any]) -> Any:
        """The result for operands any of which may be unknown."""
        return None if None in operands else self.means(*operands)


def _years(number: int) -> Period:
    return Period(months=12 * abs(number))


def _backwards(number: int) -> int:
    return -1 if number >= 0 else 1


YEARS_BETWEEN: Final = Operation(
    name="years_between",
    written=Words(
        en="YEARS_BETWEEN {0} AND {1}",
        zh="YEARS_BETWEEN {0} TO {1}",
        keywords=(("YEARS_BETWEEN", "years between", "周年数"),),
    ),
    takes=(Signature((Scalar.DATE, Scalar.DATE), Scalar.WHOLE),),
    means=years_between,
    inverses=(
        lambda years, end: shift(end, _years(years), _backwards(years)),
        lambda years, start: shift(start, _years(years), -_backwards(years)),
    ),
)

OPERATIONS: Final[dict[str, Operation]] = {row.name: row for row in (YEARS_BETWEEN,)}
"""Every operation by its name."""


def in_words() -> Mapping[str, Words]:
    """How each operation that is written in words is written, by its name."""
    return {name: row.written for name, row in OPERATIONS.items() if isinstance(row.written, Words)}
