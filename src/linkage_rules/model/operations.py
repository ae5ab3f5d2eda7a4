"""The one table of operations on values: what each takes, gives and means, and how it is written.

An operation takes its operands as they come and gives a value; what binds a name or need not look
at everything (“and”, “if”, “some”, “is known” …) is a kind of expression of its own. A row says
everything the library has to know of an operation. From it the parser, the checker, the printer,
the reference and compiled engines, `missing`, the generators and the mutations take what they need;
the symbolic and the tabular engine each hold one function per operation, by its name, and refuse
what they have none for.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum, IntEnum
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from linkage_rules.model import working_days
from linkage_rules.model.periods import CALENDAR_PERIOD, Unit, is_too_many, periods
from linkage_rules.model.truth import conjunction, disjunction, so_many
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
from linkage_rules.model.values import (
    NEVER,
    Period,
    Value,
    months_between,
    shift,
    shift_up,
    whole_if_possible,
    years_between,
)
from linkage_rules.model.working_days import Calendar


class Level(IntEnum):
    """How tightly an expression binds, loosest first: the precedence levels of the grammar."""

    EXPRESSION = 0
    DISJUNCTION = 1
    CONJUNCTION = 2
    NEGATION = 3
    COMPARISON = 4
    LIMIT = 5
    SUM = 6
    PRODUCT = 7
    UNARY = 8
    POSTFIX = 9


OPENING: Final = {"LPAR": "RPAR", "LBRACE": "RBRACE"}
"""Terminals of brackets that a pattern may hold, each with the one that closes it."""


@frozen
class Words:
    """An operation that is written in words, as ``YEARS_BETWEEN {0} AND {1}``.

    The patterns of the two languages hold keywords and brackets by their terminal and the operands
    by number; ``{1...}`` are all operands from that number on, two at least, with commas between
    them. A pattern that begins with an operand or a bracket stands at its ``level`` between others;
    one that begins with a keyword stands where a value can. ``keywords`` are those that no other
    construct has: terminal, English and Chinese; empty where a language has none, because it writes
    the operation otherwise. What gives a ``list`` stands where a list can and no sign of
    arithmetic, so that its last operand may be a sum.
    """

    en: str
    zh: str
    level: Level = Level.UNARY
    keywords: tuple[tuple[str, str, str], ...] = ()
    list: bool = False

    def of(self, language: str) -> str:
        """The pattern in a language, ``en`` or ``zh``."""
        return self.en if language == "en" else self.zh

    @property
    def patterns(self) -> tuple[str, ...]:
        """Each way of writing it once, the English one first."""
        return tuple(dict.fromkeys((self.en, self.zh)))

    def level_of(self, pattern: str) -> Level:
        """The level of an expression that is written by the pattern."""
        if self.reaches(pattern):
            return Level.LIMIT
        return Level.UNARY if is_prefix(pattern) else self.level

    def reaches(self, pattern: str) -> bool:
        """Whether the pattern gives a list and ends in an operand that may be a whole sum."""
        return self.list and is_prefix(pattern) and is_operand(pattern.split()[-1])

    def operand_levels(self, pattern: str) -> tuple[Level, ...]:
        """The level that each operand needs at least, in the order of the pattern.

        Between brackets anything can stand, between two keywords a sum; at the end of a pattern
        that begins with a keyword only what binds as tightly as a name, unless the pattern
        `reaches` further.
        """
        parts = pattern.split()
        return tuple(
            self._operand_level(parts, place)
            for place, part in enumerate(parts)
            if is_operand(part)
        )

    def _operand_level(self, parts: Sequence[str], place: int) -> Level:
        if any(part in OPENING for part in parts[:place]) and not any(
            part in OPENING.values() for part in parts[:place]
        ):
            return Level.EXPRESSION
        if is_prefix(parts[0]) or parts[0] in OPENING:
            inside = place + 1 < len(parts) or self.reaches(" ".join(parts))
            return Level.SUM if inside else Level.POSTFIX
        if self.level is Level.COMPARISON:
            return Level.LIMIT
        return self.level if place == 0 else Level(self.level + 1)

    @property
    def is_variadic(self) -> bool:
        """Whether it takes any number of operands."""
        return "..." in self.en


def is_operand(part: str) -> bool:
    """Whether a part of a pattern stands for operands."""
    return part.startswith("{")


def is_prefix(pattern: str) -> bool:
    """Whether a pattern begins with a keyword, not with an operand or a bracket."""
    return not is_operand(pattern) and pattern.split()[0] not in OPENING


class Comparison(Enum):
    """The comparison signs."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="


class Operator(Enum):
    """The arithmetic signs."""

    PLUS = "+"
    MINUS = "-"
    TIMES = "*"
    OVER = "/"


class Listing(Enum):
    """The pairs of brackets in which several values are listed."""

    ONE_OF = "in {}"


class Alike(Enum):
    """What operands of a comparison must have in common: one type, or one type with an order."""

    ANY = "any"
    ORDERED = "ordered"


@frozen
class Joined:
    """An operation that is a conjunction or a disjunction of comparisons of its operands.

    ``parts`` gives for a number of operands each comparison and the two operands it compares. The
    answer may be known though some operands are not.
    """

    all: bool
    parts: Callable[[int], tuple[tuple[Comparison, tuple[int, int]], ...]]

    def answer(self, operands: Sequence[Any]) -> bool | None:
        """The answer for operands that may be unknown."""
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
    repeats: bool = False
    """Whether the last operand may be repeated any number of times."""

    def of(self, number: int) -> tuple[Type, ...] | None:
        """The types of that number of operands; None where the operation does not take so many."""
        more = number - len(self.operands)
        if more < 0 or (more and not self.repeats):
            return None
        return (*self.operands, *self.operands[-1:] * more)


@frozen
class WrittenOut:
    """An operand that the policy writes out as a number: a unit, or how many of several.

    ``suits`` gets that number and the number of operands and says whether it is allowed;
    ``expected`` says in English and Chinese which numbers are. If not ``always``, an expression may
    stand there, too.
    """

    place: int
    suits: Callable[[Any, int], bool]
    expected: Callable[[int], tuple[str, str]]
    always: bool = True


Size: TypeAlias = tuple[int, int]
"""The largest result of an operation: how many factors its numerator and its denominator have."""


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
    """Another operation with the same operands that people confuse this one with.

    It is proposed only if all operands are of types in ``among``; an empty ``among`` allows any.
    """

    by: str
    kind: str = "operator"
    among: frozenset[Type] = frozenset()


def _no_inverse(*operands: Value) -> None:
    """For operations without an inverse."""


def _never(operands: Sequence[Value]) -> bool:
    return False


@frozen(eq=False, repr=False)
class Operation:
    """A row of the table.

    ``means`` computes the exact result from known operands, or None (unknown) where there is none;
    a ``total`` operation always has one. With an unknown operand the result is unknown; where
    ``undefined`` is true of the operands it stays unknown, whatever the unknown ones turn out to
    be. Two kinds treat unknown operands otherwise: one ``joined`` of comparisons may be settled by
    some of them, and the ``means`` of a ``kleene`` one takes unknown operands itself.

    ``takes`` are the signatures, the narrowest first, and ``taking`` describes them in English and
    Chinese for messages, where the types alone do not suffice; comparisons have no signature and
    ask that the operands are ``alike``. ``keeps_whole`` says that whole fen give whole fen,
    ``makes_whole`` that any amounts do; ``size`` bounds how large a result can grow.
    ``written_out`` is an operand that has to be a number in the policy. ``inverses`` are the
    inverses for the first operands, ``exchanges`` the operations it may be mistaken for.

    An operation that counts working days needs a calendar: ``counts`` makes ``means`` from one. The
    row of the table has no ``calendar``; in a policy stands the copy that `by` gives for a
    calendar.
    """

    name: str
    written: Words | Operator | Comparison | Listing
    means: Callable[..., Any]
    takes: tuple[Signature, ...] = ()
    alike: Alike | None = None
    joined: Joined | None = None
    kleene: Callable[..., Any] | None = None
    total: bool = True
    undefined: Callable[[Sequence[Value]], bool] = _never
    taking: tuple[str, str] | None = None
    keeps_whole: bool = True
    makes_whole: bool = False
    written_out: WrittenOut | None = None
    size: Callable[[Sequence[Size]], Size] = largest
    inverses: tuple[Inverse, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    counts: Callable[[Calendar], Callable[..., Any]] | None = None
    calendar: Calendar | None = None

    def __repr__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Operation):
            return self is other
        return self.name == other.name and self.calendar == other.calendar

    def __hash__(self) -> int:
        return hash(self.name)

    def __reduce__(self) -> tuple[Callable[..., "Operation"], tuple[object, ...]]:
        return named, (self.name, self.calendar)

    def by(self, calendar: Calendar | None) -> "Operation":
        """The operation counting by a calendar; the row itself where it does not count working
        days.

        >>> from datetime import date
        >>> from linkage_rules.model.work_calendars import WorkCalendar
        >>> year = WorkCalendar("c", None, date(2024, 1, 1), date(2024, 12, 31))
        >>> WORKING_DAYS_AFTER.by(year).means(1, date(2024, 1, 5)), PLUS.by(year) is PLUS
        (datetime.date(2024, 1, 8), True)
        """
        row = OPERATIONS[self.name]
        if row.counts is None or calendar is None:
            return row
        if self.name not in calendar.rows:
            counting = evolve(row, means=row.counts(calendar), calendar=calendar)
            calendar.rows[self.name] = counting
        found: Operation = calendar.rows[self.name]
        return found

    @property
    def words(self) -> Words:
        """Its spelling in words. Only for operations that are not written with a sign."""
        assert isinstance(self.written, Words)
        return self.written

    @property
    def arity(self) -> int:
        """How many operands the operation takes; for one with any number, the fewest."""
        if isinstance(self.written, Words) and self.written.is_variadic:
            return max(int(n) for n in re.findall(r"{(\d+)", self.written.en)) + 2
        if self.takes:
            return len(self.takes[0].operands)
        return self.words.en.count("{") if isinstance(self.written, Words) else 2

    def result(self, operands: Sequence[Type]) -> Type | None:
        """The type of the result for operands of these types; None where it does not take them.

        >>> YEARS_BETWEEN.result((Scalar.DATE, Scalar.DATE))
        <Scalar.WHOLE: 'whole number'>
        """
        if self.alike is not None:
            return Scalar.YES_NO if _are_alike(operands, self.alike) else None
        for signature in self.takes:
            wanted = signature.of(len(operands))
            if wanted is not None and all(map(fits, operands, wanted)):
                return signature.result
        return None

    def answer(self, operands: Sequence[Any]) -> Any:
        """The result for operands that may be unknown."""
        if self.joined is not None:
            return self.joined.answer(operands)
        if self.kleene is not None:
            return self.kleene(*operands)
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


AFTER: Final = Operation(
    name="after",
    written=Words(
        en="{0} AFTER {1}",
        zh="{1} COUNTED_FROM {0}",
        level=Level.SUM,
        keywords=(("AFTER", "after", ""), ("COUNTED_FROM", "", "之后")),
    ),
    takes=(Signature((Scalar.PERIOD, Scalar.DATE), Scalar.DATE),),
    means=lambda period, day: shift(day, period, 1),
    total=False,
    inverses=(_no_inverse, lambda day, period: shift(day, period, -1)),
)

COUNTED_UP: Final[Mapping[str, Operation]] = {
    LATER.name: evolve(
        LATER, name="later_counted_up", means=lambda day, period: shift_up(day, period, 1)
    ),
    EARLIER.name: evolve(
        EARLIER, name="earlier_counted_up", means=lambda day, period: shift_up(day, period, -1)
    ),
    AFTER.name: evolve(
        AFTER, name="after_counted_up", means=lambda period, day: shift_up(day, period, 1)
    ),
}
"""The operations that move days, changed: a month without that day gives the first day of the next
month instead of its own last. They are not in the table, since no policy can name them; only the
reference and the symbolic engine know them, to show where the rule makes a difference."""


# Amounts: rounded, the least and the greatest of several, and held within a limit


def _rounding(
    name: str, english: str, chinese: str, adds: Callable[[Any, Any], bool], *others: str
) -> Operation:
    """An operation that rounds to a multiple of a unit.

    ``adds`` says of the remainder and the unit whether to round away from zero. It works on the
    absolute value and puts the sign back.
    """

    def means(number: Any, unit: Any) -> Any:
        whole, left = divmod(abs(number), unit)
        size = (whole + adds(left, unit)) * unit
        return whole_if_possible(-size if number < 0 else size)

    terminal = name.upper()
    return Operation(
        name=name,
        written=Words(
            en=f"{terminal} {{0}} TO {{1}}",
            zh=f"{{0}} {terminal} {{1}}",
            level=Level.LIMIT,
            keywords=((terminal, english, chinese),),
        ),
        takes=(
            Signature((Scalar.NUMBER, Scalar.WHOLE), Scalar.WHOLE),
            *(_NUMBERS, _AMOUNTS),
        ),
        taking=(
            "an amount of money and a unit of money, or a number and a unit that is a number",
            "金额和金额单位，或数和数的单位",
        ),
        means=means,
        makes_whole=True,
        written_out=WrittenOut(1, lambda unit, _: unit > 0, lambda _: _A_UNIT),
        size=_rounded_size,
        inverses=(lambda wanted, unit: None if wanted % unit else wanted,),
        exchanges=tuple(map(Exchange, others)),
    )


_A_UNIT: Final = ("a unit above zero, such as 1 yuan or 0.01", "大于零的单位，如 1元、0.01")


def _rounded_size(sizes: Sequence[Size]) -> Size:
    (top, _), (unit, parts) = sizes
    return (max(top + parts, unit), parts)


ROUND: Final = _rounding(
    *("round", "round", "四舍五入到"),
    lambda left, unit: 2 * left >= unit,
    *("round_up", "round_down"),
)
ROUND_UP: Final = _rounding(
    "round_up", "round up", "进位到", lambda left, _: left > 0, "round", "round_down"
)
ROUND_DOWN: Final = _rounding(
    "round_down", "round down", "舍去到", lambda left, _: False, "round", "round_up"
)

_OF_ONE_KIND: Final = (_WHOLE, _NUMBERS, _AMOUNTS, Signature((Scalar.DATE,) * 2, Scalar.DATE))
_TAKING_ONE_KIND: Final = (
    "numbers, amounts of money or dates, all of one kind",
    "同一类的数、金额或日期",
)


def _chosen_among(
    name: str, words: Words, means: Callable[..., Any], fits: Callable[..., bool], other: str
) -> Operation:
    """An operation that gives one of its operands, such as the least.

    ``fits`` says of an operand and each other one whether the first may be chosen.
    """

    def inverse(wanted: Any, *others: Any) -> Any:
        return wanted if all(fits(wanted, other) for other in others) else None

    return Operation(
        name=name,
        written=words,
        takes=tuple(evolve(one, repeats=words.is_variadic) for one in _OF_ONE_KIND),
        taking=_TAKING_ONE_KIND,
        means=means,
        inverses=(inverse, inverse),
        exchanges=(Exchange(other),),
    )


def _call(terminal: str) -> Words:
    pattern = f"{terminal} LPAR {{0...}} RPAR"
    return Words(en=pattern, zh=pattern)


def _clamp(terminal: str, english: str, chinese: str) -> Words:
    pattern = f"{{0}} {terminal} {{1}}"
    return Words(pattern, pattern, Level.LIMIT, ((terminal, english, chinese),))


LEAST: Final = _chosen_among("least", _call("MIN"), min, operator.le, "greatest")
GREATEST: Final = _chosen_among("greatest", _call("MAX"), max, operator.ge, "least")
BUT_AT_LEAST: Final = _chosen_among(
    "but_at_least",
    _clamp("BUT_AT_LEAST", "but at least", "但不低于"),
    *(max, operator.ge, "but_at_most"),
)
BUT_AT_MOST: Final = _chosen_among(
    "but_at_most",
    _clamp("BUT_AT_MOST", "but at most", "但不超过"),
    *(min, operator.le, "but_at_least"),
)

# How many of several conditions are met


def _so_many(
    name: str,
    english: str,
    chinese: str,
    bounds: Callable[[int], tuple[int, int | None]],
    written_out: Callable[[int], tuple[int, int]],
    *others: str,
) -> Operation:
    """An operation on a number and conditions, such as “at least 2 of”.

    ``bounds`` turns the number into the least and the most conditions that may be yes.
    ``written_out`` gives for a number of conditions the range of numbers that make sense: outside
    of it the answer would not depend on the conditions.
    """

    def means(number: int, *truths: bool | None) -> bool | None:
        return so_many(truths, *bounds(number))

    def suits(number: Any, operands: int) -> bool:
        least, most = written_out(operands - 1)
        return bool(least <= number <= most)

    def expected(operands: int) -> tuple[str, str]:
        least, most = written_out(operands - 1)
        return f"a whole number from {least} to {most}", f"{least}至{most}的整数"

    among = f"AMONG_{english.upper().replace(' ', '_')}"
    return Operation(
        name=name,
        written=Words(
            en=f"{english.upper().replace(' ', '_')} {{0}} OF LBRACE {{1...}} RBRACE",
            zh=f"LBRACE {{1...}} RBRACE {among} {{0}} ITEMS",
            level=Level.COMPARISON,
            keywords=((among, "", chinese),),
        ),
        takes=(Signature((Scalar.WHOLE, Scalar.YES_NO), Scalar.YES_NO, repeats=True),),
        taking=("a whole number and conditions", "整数和条件"),
        means=means,
        kleene=means,
        written_out=WrittenOut(0, suits, expected),
        exchanges=tuple(Exchange(other, "connective") for other in others),
    )


AT_LEAST_OF: Final = _so_many(
    *("at_least_of", "at least", "中至少"),
    *(lambda number: (number, None), lambda conditions: (1, conditions)),
    *("at_most_of", "exactly_of"),
)
AT_MOST_OF: Final = _so_many(
    *("at_most_of", "at most", "中至多"),
    *(lambda number: (0, number), lambda conditions: (0, conditions - 1)),
    *("at_least_of", "exactly_of"),
)
EXACTLY_OF: Final = _so_many(
    *("exactly_of", "exactly", "中恰好"),
    *(lambda number: (number, number), lambda conditions: (0, conditions)),
    *("at_least_of", "at_most_of"),
)

# Days, months and years: how many lie between two dates, and which a date lies in


def _is_never(operands: Sequence[Value]) -> bool:
    """Whether a date among the operands is `NEVER`, for which there is no number of days or
    year."""
    return NEVER in operands


def _between_dates(
    name: str, chinese: str, means: Callable[[date, date], int], period: Callable[[int], Period]
) -> Operation:
    terminal = name.upper()

    def way(number: int) -> int:
        return -1 if number >= 0 else 1

    return Operation(
        name=name,
        written=Words(
            en=f"{terminal} {{0}} AND {{1}}",
            zh=f"{terminal} {{0}} TO {{1}}",
            keywords=((terminal, name.replace("_", " "), chinese),),
        ),
        takes=(Signature((Scalar.DATE, Scalar.DATE), Scalar.WHOLE),),
        means=lambda start, end: None if NEVER in (start, end) else means(start, end),
        total=False,
        undefined=_is_never,
        inverses=(
            lambda number, end: shift(end, period(abs(number)), way(number)),
            lambda number, start: shift(start, period(abs(number)), -way(number)),
        ),
    )


YEARS_BETWEEN: Final = _between_dates(
    "years_between", "周年数", years_between, lambda number: Period(months=12 * number)
)
MONTHS_BETWEEN: Final = _between_dates(
    "months_between", "相隔月数", months_between, lambda number: Period(months=number)
)
DAYS_BETWEEN: Final = _between_dates(
    "days_between",
    "相隔天数",
    lambda start, end: (end - start).days,
    lambda number: Period(days=number),
)


def _part_of_date(
    name: str, chinese: str, means: Callable[[date], int], day_in: Callable[[int], tuple[int, int]]
) -> Operation:
    """An operation that gives a part of a date, such as the year.

    ``day_in`` gives year and month of some date that has the wanted part, for the inverse.
    """
    terminal, its = name.upper(), f"ITS_{name.upper().removesuffix('_OF')}"

    def inverse(wanted: int) -> date | None:
        year, month = day_in(wanted)
        in_calendar = date.min.year <= year <= date.max.year and 1 <= month <= 12
        return date(year, month, 1) if in_calendar else None

    return Operation(
        name=name,
        written=Words(
            en=f"{terminal} {{0}}",
            zh=f"{{0}} {its}",
            level=Level.POSTFIX,
            keywords=((terminal, name.replace("_", " "), ""), (its, "", chinese)),
        ),
        takes=(Signature((Scalar.DATE,), Scalar.WHOLE),),
        means=lambda day: None if day == NEVER else means(day),
        total=False,
        undefined=_is_never,
        inverses=(inverse,),
    )


_A_YEAR: Final = 2023

YEAR_OF: Final = _part_of_date("year_of", "的年份", lambda day: day.year, lambda year: (year, 1))
QUARTER_OF: Final = _part_of_date(
    "quarter_of",
    "的季度",
    lambda day: (day.month + 2) // 3,
    lambda quarter: (_A_YEAR, 3 * quarter - 2),
)
MONTH_OF: Final = _part_of_date(
    "month_of", "的月份", lambda day: day.month, lambda month: (_A_YEAR, month)
)

_CALLED: Final = {
    Unit.YEAR: ("year", "当年"),
    Unit.HALF_YEAR: ("half-year", "当半年"),
    Unit.QUARTER: ("quarter", "当季"),
    Unit.MONTH: ("month", "当月"),
}


def _edge_of_unit(unit: Unit, which: str, chinese: str, mistaken: str, other: Unit) -> Operation:
    """The first or the last day of the year, the quarter … in which a day lies."""

    def means(day: date) -> date | None:
        if day == NEVER:
            return NEVER
        number = unit.number(day)
        if which == "first":
            return unit.first_day(number)
        # The last day of the last period would be `NEVER`, which is no day of the calendar.
        return None if number == unit.number(NEVER) else unit.last_day(number)

    name = f"{which}_day_of_{unit.name.lower()}"
    english, its = _CALLED[unit]
    terminal, its_terminal = name.upper(), f"ITS_{name.upper()}"
    return Operation(
        name=name,
        written=Words(
            en=f"{terminal} {{0}}",
            zh=f"{{0}} {its_terminal}",
            level=Level.POSTFIX,
            keywords=(
                (terminal, f"{which} day of {english} of", ""),
                (its_terminal, "", f"的{its}{chinese}"),
            ),
        ),
        takes=(Signature((Scalar.DATE,), Scalar.DATE),),
        means=means,
        total=which == "first",
        inverses=(lambda wanted: wanted,),
        exchanges=(
            Exchange(f"{mistaken}_day_of_{unit.name.lower()}"),
            Exchange(f"{which}_day_of_{other.name.lower()}", "unit"),
        ),
    )


_NEAR: Final = {
    Unit.YEAR: Unit.QUARTER,
    Unit.HALF_YEAR: Unit.YEAR,
    Unit.QUARTER: Unit.MONTH,
    Unit.MONTH: Unit.QUARTER,
}
FIRST_DAY_OF: Final = {
    unit: _edge_of_unit(unit, "first", "首日", "last", near) for unit, near in _NEAR.items()
}
"""For each unit the operation that gives the first day of the unit in which a day lies."""
LAST_DAY_OF: Final = {
    unit: _edge_of_unit(unit, "last", "末日", "first", near) for unit, near in _NEAR.items()
}
"""For each unit the operation that gives the last day of the unit in which a day lies."""

# Working days, by a calendar


def _without_a_calendar(*operands: Value) -> None:
    """The meaning of an operation in the table that counts working days: unknown without a
    calendar."""


_SOME_DAYS: Final = WrittenOut(
    0,
    lambda number, _: number >= 1,
    lambda _: ("a whole number from 1 on", "1以上的整数"),
    always=False,
)


def _counting(name: str, written: Words, other: str) -> Operation:
    """An operation that moves a day by a number of working days; the day itself is not counted."""
    return Operation(
        name=name,
        written=written,
        takes=(Signature((Scalar.WHOLE, Scalar.DATE), Scalar.DATE),),
        means=_without_a_calendar,
        counts=getattr(working_days, other),
        total=False,
        written_out=_SOME_DAYS,
        exchanges=(Exchange("working_days_before" if other == "after" else "working_days_after"),),
    )


WORKING_DAYS_AFTER: Final = _counting(
    "working_days_after",
    Words(
        en="{0} WORKING_DAYS_AFTER {1}",
        zh="{1} COUNTED_FROM {0} WORKING_DAYS",
        level=Level.SUM,
        keywords=(
            ("WORKING_DAYS_AFTER", "working days after", ""),
            ("WORKING_DAYS", "working days", "个工作日"),
        ),
    ),
    "after",
)
WORKING_DAYS_BEFORE: Final = _counting(
    "working_days_before",
    Words(
        en="{0} WORKING_DAYS_BEFORE {1}",
        zh="{1} COUNTED_BACK_FROM {0} WORKING_DAYS",
        level=Level.SUM,
        keywords=(
            ("WORKING_DAYS_BEFORE", "working days before", ""),
            ("COUNTED_BACK_FROM", "", "之前"),
        ),
    ),
    "before",
)
WORKING_DAYS_BETWEEN: Final = Operation(
    name="working_days_between",
    written=Words(
        en="WORKING_DAYS_BETWEEN {0} AND {1}",
        zh="WORKING_DAYS_BETWEEN {0} TO {1}",
        keywords=(("WORKING_DAYS_BETWEEN", "working days between", "相隔工作日数"),),
    ),
    takes=(Signature((Scalar.DATE, Scalar.DATE), Scalar.WHOLE),),
    means=_without_a_calendar,
    counts=working_days.between,
    total=False,
    undefined=_is_never,
    exchanges=(Exchange("days_between"),),
)


def _nearest(name: str, english: str, chinese: str, counts: Any, other: str) -> Operation:
    """An operation that gives the day itself where it is a working day, else the nearest one on one
    side of it."""
    terminal, moved = name.upper(), f"{name.upper()}_IT"
    return Operation(
        name=name,
        written=Words(
            en=f"{terminal} {{0}}",
            zh=f"{{0}} {moved}",
            level=Level.POSTFIX,
            keywords=((terminal, english, ""), (moved, "", chinese)),
        ),
        takes=(Signature((Scalar.DATE,), Scalar.DATE),),
        means=_without_a_calendar,
        counts=counts,
        total=False,
        inverses=(lambda day: day,),
        exchanges=(Exchange(other),),
    )


WORKING_DAY_FROM: Final = _nearest(
    *("working_day_from", "working day on or after", "顺延至工作日"),
    *(working_days.on_or_after, "working_day_up_to"),
)
WORKING_DAY_UP_TO: Final = _nearest(
    *("working_day_up_to", "working day on or before", "提前至工作日"),
    *(working_days.on_or_before, "working_day_from"),
)


# Periods of the calendar: those that meet some days, and the first and the last day of one

_NAMES: Final = {unit: f"{unit.name.lower()}s" for unit in Unit}


def _periods(unit: Unit, english: str, chinese: str, *mistaken: Unit) -> Operation:
    name = _NAMES[unit]
    terminal, its = f"{name.upper()}_FROM", f"ITS_{name.upper()}"

    def is_beyond(operands: Sequence[Value]) -> bool:
        """Whether there is no list of the periods between two days: an end is `NEVER`, or there are
        too many."""
        start, end = operands
        if not isinstance(start, date) or not isinstance(end, date):
            return end == NEVER
        return end == NEVER or (start <= end and is_too_many(unit, start, end))

    return Operation(
        name=f"{name}_from",
        written=Words(
            en=f"{terminal} {{0}} TO {{1}}",
            zh=f"FROM {{0}} TO {{1}} {its}",
            keywords=((terminal, f"{english} from", ""), (its, "", chinese)),
            list=True,
        ),
        takes=(Signature((Scalar.DATE, Scalar.DATE), ListType(CALENDAR_PERIOD)),),
        means=partial(periods, unit),
        total=False,
        undefined=is_beyond,
        exchanges=tuple(Exchange(f"{_NAMES[other]}_from", "unit") for other in mistaken),
    )


YEARS_FROM: Final = _periods(Unit.YEAR, "years", "的各年度", Unit.QUARTER)
HALF_YEARS_FROM: Final = _periods(Unit.HALF_YEAR, "half-years", "的各半年度", Unit.YEAR)
QUARTERS_FROM: Final = _periods(Unit.QUARTER, "quarters", "的各季度", Unit.MONTH, Unit.YEAR)
MONTHS_FROM: Final = _periods(Unit.MONTH, "months", "的各月", Unit.QUARTER)

PERIODS_OF: Final = {
    Unit.YEAR: YEARS_FROM,
    Unit.HALF_YEAR: HALF_YEARS_FROM,
    Unit.QUARTER: QUARTERS_FROM,
    Unit.MONTH: MONTHS_FROM,
}
"""For each unit the operation that lists its periods between two days."""


def _edge_of_period(which: str, chinese: str, mistaken: str) -> Operation:
    terminal, its = f"{which.upper()}_OF", f"ITS_{which.upper()}"
    return Operation(
        name=f"{which}_of",
        written=Words(
            en=f"{terminal} {{0}}",
            zh=f"{{0}} {its}",
            level=Level.POSTFIX,
            keywords=((terminal, f"{which} of", ""), (its, "", chinese)),
        ),
        takes=(Signature((CALENDAR_PERIOD,), Scalar.DATE),),
        means=operator.itemgetter(which),
        exchanges=(Exchange(f"{mistaken}_of"),),
    )


START_OF: Final = _edge_of_period("start", "的首日", "end")
END_OF: Final = _edge_of_period("end", "的末日", "start")

OPERATIONS: Final[dict[str, Operation]] = {
    row.name: row
    for row in (
        *(EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, BETWEEN, ONE_OF),
        *(PLUS, MINUS, TIMES, OVER, NEGATE, LATER, EARLIER, AFTER),
        *(ROUND, ROUND_UP, ROUND_DOWN, LEAST, GREATEST, BUT_AT_LEAST, BUT_AT_MOST),
        *(AT_LEAST_OF, AT_MOST_OF, EXACTLY_OF),
        *(YEARS_BETWEEN, MONTHS_BETWEEN, DAYS_BETWEEN, YEAR_OF, QUARTER_OF, MONTH_OF),
        *FIRST_DAY_OF.values(),
        *LAST_DAY_OF.values(),
        *(WORKING_DAYS_AFTER, WORKING_DAYS_BEFORE, WORKING_DAYS_BETWEEN),
        *(WORKING_DAY_FROM, WORKING_DAY_UP_TO),
        *(YEARS_FROM, HALF_YEARS_FROM, QUARTERS_FROM, MONTHS_FROM, START_OF, END_OF),
    )
}
"""Every operation by its name."""


def named(name: str, calendar: Calendar | None = None) -> Operation:
    """The operation with a name, which is always the same object, also after unpickling."""
    return OPERATIONS[name].by(calendar)


_COMPARISONS: Final = {
    row.written: row for row in OPERATIONS.values() if isinstance(row.written, Comparison)
}


def of_comparison(sign: Comparison) -> Operation:
    """The operation that a sign of comparison stands for."""
    return _COMPARISONS[sign]


def of_sign(sign: Operator) -> tuple[Operation, ...]:
    """The operations on two values that are written with a sign, those on numbers first."""
    rows = OPERATIONS.values()
    return tuple(row for row in rows if row.written is sign and row.arity == 2)


def written_in_words() -> Mapping[str, Words]:
    """The spelling of each operation that is written in words, by the name of the operation."""
    return {name: row.written for name, row in OPERATIONS.items() if isinstance(row.written, Words)}
