"""Terms of the solver, and three-valued truths made of two of them."""

import operator
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import wraps
from threading import Lock, RLock, get_ident
from typing import Any, Final, ParamSpec, TypeAlias, TypeVar

from attrs import frozen

from linkage_rules.extras import MissingExtraError
from linkage_rules.model import values

try:
    import z3
except ImportError as error:
    raise MissingExtraError("analysis", error) from error

# Terms of one question may be garbage-collected while another thread asks the next.
z3.Z3_enable_concurrent_dec_ref(z3.main_ctx().ref())

_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Turn:
    """Whose turn it is to ask: a thread that has it may take it once more within."""

    def __init__(self) -> None:
        self._turn = RLock()
        self._passing = Lock()
        self._thread: int | None = None
        self._depth = 0
        self._is_interrupted = False

    def __enter__(self) -> None:
        self._turn.acquire()
        with self._passing:
            self._thread = get_ident()
            self._depth += 1

    def __exit__(self, *_: object) -> None:
        with self._passing:
            self._depth -= 1
            if not self._depth:
                self._thread = None
                self._settle()
        self._turn.release()

    def interrupt(self, thread: int) -> None:
        # The turn does not pass on meanwhile, so that nobody else is interrupted.
        with self._passing:
            if self._thread == thread:
                self._is_interrupted = True
                z3.main_ctx().interrupt()

    def _settle(self) -> None:
        # An interrupt that met no search is kept by z3, and would meet the next question.
        if self._is_interrupted:
            self._is_interrupted = False
            z3.Solver().check()


_TURN: Final = _Turn()


def in_turn(question: Callable[_P, _T]) -> Callable[_P, _T]:
    """Make a function wait while another thread asks a question.

    z3 keeps all terms in one context, which two threads must not use at once. A question is
    whatever makes terms and has them answered; a time limit within it begins when it is its turn.
    """

    @wraps(question)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        with _TURN:
            return question(*args, **kwargs)

    return asked


def interrupt(thread: int) -> None:
    """Give up what a thread asks of the solver now; there one of `INTERRUPTED` is raised.

    ``thread`` is what `threading.get_ident` gives. Where it asks nothing, nothing happens: it may
    still ask the next question, and has to look itself whether it should.
    """
    _TURN.interrupt(thread)


INTERRUPTED: Final = (KeyboardInterrupt, z3.Z3Exception)
"""What ends a question that is interrupted: while the solver searches, and in all else it does."""


Bool: TypeAlias = Any
"""A ``bool`` or a Boolean term."""

Quantity: TypeAlias = Any
"""An ``int``, a ``Fraction`` or an arithmetic term."""


def boolean(name: str) -> Bool:
    """A free Boolean term."""
    return z3.Bool(name)


def whole(name: str) -> Quantity:
    """A free whole number as a term."""
    return z3.Int(name)


def function(name: str, number: Quantity) -> Quantity:
    """The value of a free function on whole numbers."""
    return z3.Function(name, z3.IntSort(), z3.IntSort())(_term(number))


def real(name: str) -> Quantity:
    """A free real (exact) number as a term."""
    return z3.Real(name)


def all_of(conditions: Iterable[Bool]) -> Bool:
    """
    >>> all_of([True, True]), all_of([boolean("a"), False]), all_of([True, boolean("a")])
    (True, False, a)
    """
    found = _essential(conditions, neutral=True)
    if found is None:
        return False
    return True if not found else _joined(z3.Z3_mk_and, found)


def any_of(conditions: Iterable[Bool]) -> Bool:
    """
    >>> any_of([]), any_of([boolean("a"), True])
    (False, True)
    """
    found = _essential(conditions, neutral=False)
    if found is None:
        return True
    return False if not found else _joined(z3.Z3_mk_or, found)


def _essential(conditions: Iterable[Bool], neutral: bool) -> list[Bool] | None:
    """The conditions that matter, each once; None where one of them settles the result."""
    found: dict[int, Bool] = {}
    for condition in conditions:
        if isinstance(condition, bool):
            if condition is not neutral:
                return None
        else:
            found[condition.get_id()] = condition
    return list(found.values())


def _joined(make: Callable[..., Any], conditions: Sequence[Bool]) -> Bool:
    """Several conditions as one; made directly, because the checks of z3's own function take most
    of the time."""
    if len(conditions) == 1:
        return conditions[0]
    context = z3.main_ctx()
    given = (z3.Ast * len(conditions))(*(one.as_ast() for one in conditions))
    return z3.BoolRef(make(context.ref(), len(conditions), given), context)


def negated(condition: Bool) -> Bool:
    """
    >>> negated(True), negated(negated(boolean("a")))
    (False, a)
    """
    if isinstance(condition, bool):
        return not condition
    if z3.is_not(condition):
        return condition.arg(0)
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), condition.as_ast()), context)


def implied(condition: Bool, consequence: Bool) -> Bool:
    return any_of((negated(condition), consequence))


def same(left: Bool, right: Bool) -> Bool:
    """Whether two conditions have the same truth."""
    both = all_of((left, right))
    return any_of((both, all_of((negated(left), negated(right)))))


def chosen(condition: Bool, consequence: Quantity, alternative: Quantity) -> Quantity:
    """
    >>> chosen(True, 1, 2), chosen(boolean("a"), 1, 1)
    (1, 1)
    """
    if isinstance(condition, bool):
        return consequence if condition else alternative
    left, right = _term(consequence), _term(alternative)
    return consequence if left.eq(right) else z3.If(condition, left, right)


def _term(quantity: Quantity) -> Any:
    if isinstance(quantity, int):
        return z3.IntVal(quantity)
    if isinstance(quantity, Fraction):
        return z3.RatVal(quantity.numerator, quantity.denominator)
    return quantity


def is_constant(quantity: Quantity) -> bool:
    return isinstance(quantity, int | Fraction)


def _combined(function: Callable[[Any, Any], Any], left: Quantity, right: Quantity) -> Any:
    if is_constant(left) and is_constant(right):
        return function(left, right)
    return function(_term(left), _term(right))


def plus(left: Quantity, right: Quantity) -> Quantity:
    """
    >>> plus(1, Fraction(1, 2)), plus(whole("x"), 0)
    (Fraction(3, 2), x)
    """
    if is_constant(right) and right == 0:
        return left
    if is_constant(left) and left == 0:
        return right
    return _combined(operator.add, left, right)


def minus(left: Quantity, right: Quantity) -> Quantity:
    return plus(left, times(-1, right))


def times(left: Quantity, right: Quantity) -> Quantity:
    if any(is_constant(factor) and factor == 0 for factor in (left, right)):
        return 0
    return _combined(operator.mul, left, right)


def over(dividend: Quantity, divisor: Quantity) -> Quantity:
    """An exact quotient; meaningless where the divisor is zero."""
    if is_constant(divisor):
        return times(dividend, Fraction(1) / divisor) if divisor else 0
    numerator, denominator = (
        z3.ToReal(t) if z3.is_int(t) else t for t in (_term(dividend), _term(divisor))
    )
    return numerator / denominator


def floor_over(dividend: Quantity, divisor: int) -> Quantity:
    """The whole quotient by a positive constant, rounded down."""
    return dividend // divisor if is_constant(dividend) else dividend / divisor


def remainder(dividend: Quantity, divisor: int) -> Quantity:
    """The remainder of a whole number by a positive constant; never negative."""
    return dividend % divisor


def least(left: Quantity, right: Quantity) -> Quantity:
    return chosen(at_most(left, right), left, right)


def greatest(left: Quantity, right: Quantity) -> Quantity:
    return chosen(at_most(right, left), left, right)


def total(quantities: Iterable[Quantity]) -> Quantity:
    result: Quantity = 0
    for quantity in quantities:
        result = plus(result, quantity)
    return result


def equal(left: Quantity, right: Quantity) -> Bool:
    return _combined(operator.eq, left, right)


def less(left: Quantity, right: Quantity) -> Bool:
    return _combined(operator.lt, left, right)


def at_most(left: Quantity, right: Quantity) -> Bool:
    return _combined(operator.le, left, right)


def between(low: Quantity, quantity: Quantity, high: Quantity) -> Bool:
    """Whether a quantity lies between two others, both ends included."""
    return all_of((at_most(low, quantity), at_most(quantity, high)))


@frozen(eq=False)
class Truth:
    """The conditions under which something is yes and is no; where neither is met it is unknown.

    They are never both met.
    """

    yes: Bool
    no: Bool

    @property
    def known(self) -> Bool:
        return any_of((self.yes, self.no))

    def is_(self, truth: values.Truth) -> Bool:
        """The condition that it is yes (``True``), no (``False``) or unknown (``None``)."""
        if truth is None:
            return all_of((negated(self.yes), negated(self.no)))
        return self.yes if truth else self.no


UNKNOWN = Truth(False, False)


def truth_of(known: Bool, value: Bool) -> Truth:
    """Yes or no as ``value`` says, where it is known."""
    return Truth(all_of((known, value)), all_of((known, negated(value))))


def negation(truth: Truth) -> Truth:
    return Truth(truth.no, truth.yes)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """
    >>> conjunction([UNKNOWN, Truth(False, True)]).no
    True
    """
    parts = tuple(truths)
    return Truth(all_of(part.yes for part in parts), any_of(part.no for part in parts))


def disjunction(truths: Iterable[Truth]) -> Truth:
    parts = tuple(truths)
    return Truth(any_of(part.yes for part in parts), all_of(part.no for part in parts))


def implication(condition: Truth, consequence: Truth) -> Truth:
    return disjunction((negation(condition), consequence))


def same_truth(first: Truth, second: Truth) -> Bool:
    """The condition that two truths agree; unknown agrees with unknown."""
    return all_of(
        any_of((all_of((a, b)), all_of((negated(a), negated(b)))))
        for a, b in ((first.yes, second.yes), (first.no, second.no))
    )


def overturned(before: Truth, after: Truth) -> Bool:
    """The condition that a known truth has changed; unknown may become anything."""
    pairs: Sequence[tuple[Bool, Bool]] = ((before.yes, after.yes), (before.no, after.no))
    return any_of(all_of((was, negated(still))) for was, still in pairs)
