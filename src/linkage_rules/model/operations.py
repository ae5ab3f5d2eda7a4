"""The one table of operations on values: what each takes, gives and means, and how it is written.

An operation takes its operands as they come and gives a value; what binds a name or need not look
at everything (“and”, “if”, “some”, “is known” …) is a kind of expression of its own. A row says
everything the library has to know of an operation. From it the parser, the checker, the printer,
the reference and compiled engines, `missing`, the generators and the mutations take what they need;
the symbolic and the tabular engine each hold one function per operation, by its name, and refuse
what they have none for.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from enum import Enum, IntEnum
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import frozen

from linkage_rules.model.truth import conjunction, disjunction
from linkage_rules.model.types import (
    NUMERIC,
    ORDERED,
    ListType,
    RecordType,
    Scalar,
    Type,
    common,
    fits,
)
from linkage_rules.model.values import Period, Value, shift, whole_if_possible, years_between


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


class Comparison(Enum):
    """The signs that compare."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


class Operator(Enum):
    """The signs of arithmetic."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"


class Listing(Enum):
    """The brackets of values that are listed."""

    ONE_OF = "in {}"


class Alike(Enum):
    """What operands have to be that are compared: of one kind, or of one kind with an order."""

    ANY = "any"
    ORDERED = "ordered"


@frozen
class Joined:
    """An answer that is put together of the answers of comparisons: all of them, or one.

    ``parts`` gives for a number of operands each comparison and the two operands it compares. What
    one of them settles may leave operands unknown.
    """

    all: bool
    parts: Callable[[int], tuple[tuple[Comparison, tuple[int, int]], ...]]

    def answer(self, operands: Sequence[Any]) -> bool | None:
        """The answer for operands any of which may be unknown."""
        answers = (
            of_comparison(comparison).answer([operands[place] for place in places])
            for comparison, places in self.parts(len(operands))
        )
        return conjunction(answers) if self.all else disjunction(answers)


@frozen
class Signature:
    """Types of operands that go together, and the type of the result."""

    operands: tuple[Type, ...]
    result: Type


Size: TypeAlias = tuple[int, int]
"""Factors in the numerator and in the denominator of the largest result."""


def largest(sizes: Sequence[Size]) -> Size:
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
    ``undefined`` says so of the operands, it is so whatever the unknown ones turn out to be. What
    is ``joined`` of comparisons is unknown only as these leave it open.

    ``takes`` are the signatures, the narrowest first, and ``taking`` says in English and Chinese
    what it takes, where they do not; what compares has none and asks that the operands are
    ``alike``. ``keeps_whole`` says that whole numbers of fen give a whole number of fen, ``size``
    how large a result can grow. ``inverses`` are those for the first operands, ``exchanges`` what
    it may be mistaken for.
    """

    name: str
    written: Words | Operator | Comparison | Listing
    means: Callable[..., Any]
    takes: tuple[Signature, ...] = ()
    alike: Alike | None = None
    joined: Joined | None = None
    total: bool = True
    undefined: Callable[[Sequence[Value]], bool] = _never
    taking: tuple[str, str] | None = None
    keeps_whole: bool = True
    size: Callable[[Sequence[Size]], Size] = largest
    inverses: tuple[Inverse, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple[Callable[[str], "Operation"], tuple[str]]:
        return named, (self.name,)

    @property
    def words(self) -> Words:
        """How it is written, where that is in words."""
        assert isinstance(self.written, Words)
        return self.written

    @property
    def arity(self) -> int:
        """How many operands it takes."""
        if self.takes:
            return len(self.takes[0].operands)
        return self.words.en.count("{") if isinstance(self.written, Words) else 2

    def result(self, operands: Sequence[Type]) -> Type | None:
        """The type of the result for operands of these types; ``None`` where they do not go.

        >>> YEARS_BETWEEN.result((Scalar.DATE, Scalar.DATE))
        <Scalar.WHOLE: 'whole number'>
        """
        if self.alike is not None:
            return Scalar.YES_NO if _are_alike(operands, self.alike) else None
        for signature in self.takes:
            if len(operands) == len(signature.operands) and all(
                map(fits, operands, signature.operands)
            ):
                return signature.result
        return None

    def answer(self, operands: Sequence[Any]) -> Any:
        """The result for operands any of which may be unknown."""
        if self.joined is not None:
            return self.joined.answer(operands)
        return None if None in operands else self.means(*operands)


def _are_alike(operands: Sequence[Type], how: Alike) -> bool:
    for operand in operands[1:]:
        together = common(operands[0], operand)
        if together is None or isinstance(together, ListType | RecordType):
            return False
        if how is Alike.ORDERED and together not in ORDERED:
            return False
    return True


def _comparison(
    sign: Comparison, means: Callable[[Any, Any], bool], alike: Alike, *mistaken: Comparison
) -> Operation:
    exchanges = tuple(Exchange(other.name.lower(), "comparison") for other in mistaken)
    name = sign.name.lower()
    return Operation(name=name, written=sign, means=means, alike=alike, exchanges=exchanges)


_C = Comparison
EQUAL: Final = _comparison(_C.EQUAL, operator.eq, Alike.ANY, _C.NOT_EQUAL)
NOT_EQUAL: Final = _comparison(_C.NOT_EQUAL, operator.ne, Alike.ANY, _C.EQUAL)
LESS: Final = _comparison(_C.LESS, operator.lt, Alike.ORDERED, _C.AT_MOST, _C.AT_LEAST)
AT_MOST: Final = _comparison(_C.AT_MOST, operator.le, Alike.ORDERED, _C.LESS, _C.GREATER)
GREATER: Final = _comparison(_C.GREATER, operator.gt, Alike.ORDERED, _C.AT_LEAST, _C.AT_MOST)
AT_LEAST: Final = _comparison(_C.AT_LEAST, operator.ge, Alike.ORDERED, _C.GREATER, _C.LESS)

BETWEEN: Final = Operation(
    name="between",
    written=Words(
        en="{0} BETWEEN {1} AND {2}",
        zh="{0} BETWEEN {1} TO {2}",
        level=Level.COMPARISON,
        keywords=(("BETWEEN", "between", "介于"),),
    ),
    means=lambda operand, low, high: low <= operand <= high,
    alike=Alike.ORDERED,
    joined=Joined(True, lambda _: ((_C.AT_LEAST, (0, 1)), (_C.AT_MOST, (0, 2)))),
)
ONE_OF: Final = Operation(
    name="one_of",
    written=Listing.ONE_OF,
    means=lambda operand, *choices: operand in choices,
    alike=Alike.ANY,
    joined=Joined(False, lambda n: tuple((_C.EQUAL, (0, place)) for place in range(1, n))),
)


def _exactly(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: whole_if_possible(function(left, right))


def divide(dividend: Any, divisor: Any) -> Any:
    """An exact quotient; unknown when the divisor is zero.

    >>> divide(1, 3), divide(6, 3), divide(1, 0)
    (Fraction(1, 3), 2, None)
    """
    return None if divisor == 0 else whole_if_possible(Fraction(dividend) / divisor)


_WHOLE: Final = Signature((Scalar.WHOLE, Scalar.WHOLE), Scalar.WHOLE)
_NUMBERS: Final = Signature((Scalar.NUMBER, Scalar.NUMBER), Scalar.NUMBER)
_AMOUNTS: Final = Signature((Scalar.MONEY, Scalar.MONEY), Scalar.MONEY)
_SHARE: Final = Signature((Scalar.MONEY, Scalar.NUMBER), Scalar.MONEY)
_SHIFTED: Final = Signature((Scalar.DATE, Scalar.PERIOD), Scalar.DATE)

PLUS: Final = Operation(
    name="plus",
    written=Operator.PLUS,
    takes=(_WHOLE, _NUMBERS, _AMOUNTS),
    taking=(
        "numbers with numbers, money with money, or a date plus a period",
        "数加数、金额加金额，或日期加时长",
    ),
    means=_exactly(operator.add),
    size=_sum_size,
    inverses=(lambda total, right: total - right, lambda total, left: total - left),
    exchanges=(Exchange("minus"),),
)
MINUS: Final = Operation(
    name="minus",
    written=Operator.MINUS,
    takes=(_WHOLE, _NUMBERS, _AMOUNTS),
    taking=(
        "numbers from numbers, money from money, or a period from a date; "
        "for two dates use “years between”",
        "数减数、金额减金额，或日期减时长；两个日期之间用“周年数”",
    ),
    means=_exactly(operator.sub),
    size=_sum_size,
    inverses=(lambda rest, right: rest + right, lambda rest, left: left - rest),
    exchanges=(Exchange("plus"),),
)
TIMES: Final = Operation(
    name="times",
    written=Operator.TIMES,
    takes=(
        *(_WHOLE, _NUMBERS, _SHARE),
        Signature((Scalar.NUMBER, Scalar.MONEY), Scalar.MONEY),
    ),
    taking=("numbers, or money times a number", "数乘数，或金额乘数"),
    means=_exactly(operator.mul),
    size=_product_size,
    inverses=(divide, divide),
    exchanges=(Exchange("over", among=NUMERIC),),
)
OVER: Final = Operation(
    name="over",
    written=Operator.OVER,
    takes=(_NUMBERS, _SHARE, Signature((Scalar.MONEY, Scalar.MONEY), Scalar.NUMBER)),
    taking=(
        "numbers, money over a number, or money over money",
        "数除以数、金额除以数，或金额除以金额",
    ),
    means=divide,
    total=False,
    undefined=lambda operands: operands[1] == 0,
    keeps_whole=False,
    size=_quotient_size,
    inverses=(
        lambda quotient, divisor: whole_if_possible(Fraction(quotient) * divisor),
        lambda quotient, dividend: divide(dividend, quotient),
    ),
    exchanges=(Exchange("times", among=NUMERIC),),
)
NEGATE: Final = Operation(
    name="negate",
    written=Operator.MINUS,
    takes=tuple(Signature((t,), t) for t in (Scalar.WHOLE, Scalar.NUMBER, Scalar.MONEY)),
    means=operator.neg,
    inverses=(operator.neg,),
)
LATER: Final = Operation(
    name="later",
    written=Operator.PLUS,
    takes=(_SHIFTED,),
    means=lambda day, period: shift(day, period, 1),
    total=False,
    inverses=(lambda day, period: shift(day, period, -1),),
    exchanges=(Exchange("earlier"),),
)
EARLIER: Final = Operation(
    name="earlier",
    written=Operator.MINUS,
    takes=(_SHIFTED,),
    means=lambda day, period: shift(day, period, -1),
    total=False,
    inverses=(lambda day, period: shift(day, period, 1),),
    exchanges=(Exchange("later"),),
)


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

OPERATIONS: Final[dict[str, Operation]] = {
    row.name: row
    for row in (
        *(EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, BETWEEN, ONE_OF),
        *(PLUS, MINUS, TIMES, OVER, NEGATE, LATER, EARLIER, YEARS_BETWEEN),
    )
}
"""Every operation by its name."""


def named(name: str) -> Operation:
    """The operation of a name, which is the same one however it comes into a process."""
    return OPERATIONS[name]


_COMPARISONS: Final = {
    row.written: row for row in OPERATIONS.values() if isinstance(row.written, Comparison)
}


def of_comparison(sign: Comparison) -> Operation:
    """The operation that a sign of comparison stands for."""
    return _COMPARISONS[sign]


def of_sign(sign: Operator) -> tuple[Operation, ...]:
    """The operations on two values that are written with a sign, numbers first."""
    rows = OPERATIONS.values()
    return tuple(row for row in rows if row.written is sign and row.arity == 2)


def written_in_words() -> Mapping[str, Words]:
    """How each operation that is written in words is written, by its name."""
    return {name: row.written for name, row in OPERATIONS.items() if isinstance(row.written, Words)}
