"""Asking the solver whether there is a record that meets a condition: a record, or a proof that
there is none."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import inf
from time import monotonic
from typing import Any, Final, TypeAlias

import z3
from attrs import field, frozen

from linkage_rules.engines.symbolic import terms
from linkage_rules.engines.symbolic.records import Branch, Leaf, Node, Scene, Slots
from linkage_rules.engines.symbolic.terms import Bool, Quantity, Truth, all_of, at_most, negated
from linkage_rules.engines.symbolic.values import (
    Many,
    OpenPeriod,
    Row,
    Single,
    Symbolic,
    Texts,
    known_of,
)
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value, is_decimal
from linkage_rules.words.messages import Phrase

Settled: TypeAlias = Callable[[Quantity], Any]
"""Gives the ``bool``, ``int`` or ``Fraction`` that the solver chose for a term."""

_SOME_DAY: Final = date(2023, 1, 1)


def record_of(scene: Scene, settled: Settled) -> tuple[Record, date]:
    """The record and the day in a solution; fields that were never read are unknown, if they may
    be."""
    record = _value(scene.root, settled, scene.texts)
    assert isinstance(record, dict)
    return record, date.fromordinal(settled(scene.as_of))


def _value(node: Node, settled: Settled, texts: Texts) -> Value:
    if not settled(node.known):
        return None
    match node:
        case Leaf(_, values, type_):
            single: Value = single_value([settled(value) for value in values], type_, texts)
            return single
        case Branch(_, record_type, fields):
            return {
                f.name: _value(fields[f.name], settled, texts)
                if f.name in fields
                else plainest(f)
                if f.required
                else None
                for f in record_type.fields
            }
        case Slots(_, elements, _):
            return tuple(
                _value(inner, settled, texts) for there, inner in elements if settled(there)
            )


def single_value(found: list[Any], type_: Type, texts: Texts) -> Any:
    """The value of the model that numbers of a solution stand for."""
    match type_:
        case Scalar.PERIOD:
            return Period(*found)
        case Scalar.DATE:
            return date.fromordinal(found[0])
        case Scalar.TEXT:
            return texts.text(found[0])
        case EnumType(members=members):
            return members[found[0]].name
    return found[0]


def value_of(value: Symbolic, type_: Type, settled: Settled, texts: Texts) -> Value:
    """The value of the model that an open value has in a solution."""
    if not settled(known_of(value)):
        return None
    match value, type_:
        case Truth(yes, _), _:
            return bool(settled(yes))
        case OpenPeriod(_, months, days), _:
            return Period(settled(months), settled(days))
        case Row(), RecordType(fields=fields):
            return {f.name: value_of(value.read(f.name), f.type, settled, texts) for f in fields}
        case Many(_, elements), ListType(element):
            return tuple(
                value_of(e.value, element, settled, texts) for e in elements if settled(e.present)
            )
    assert isinstance(value, Single)
    found: Value = single_value([settled(value.value)], type_, texts)
    return found


def plainest(declared: Field) -> Value:
    """The plainest value that a field may hold, with only the parts that are required.

    >>> plainest(Field("people", None, Scalar.WHOLE, minimum=3))
    3
    """
    least: Any = declared.minimum
    most: Any = declared.maximum
    match declared.type:
        case Scalar.YES_NO:
            return False
        case Scalar.DATE:
            return _nearest(_SOME_DAY, least, most)
        case Scalar.PERIOD:
            return Period()
        case Scalar.TEXT:
            return "1"
        case EnumType(members=members):
            return members[0].name if members else None
        case ListType():
            return ()
        case RecordType(fields=fields):
            return {f.name: plainest(f) if f.required else None for f in fields}
        case _:
            return _nearest(0, least, most)


def _nearest(wanted: Any, least: Any, most: Any) -> Value:
    """The value within bounds that is nearest to the wanted one."""
    below = wanted if most is None else min(wanted, most)
    nearest: Value = below if least is None else max(below, least)
    return nearest


_FINEST: Final = 1_000_000
"""The finest fraction: six decimals are more than people write."""

_FOR_DECIMALS: Final = 2.0
"""Seconds to look for a solution in decimals, where there is one already."""

TIME_LIMIT: Final = 10.0
"""Seconds for one question by default."""


@frozen(slots=False, eq=False)
class Candidate:
    """A record and a day that meet what was asked, as the solver sees it.

    They are read off the solution when first asked for, which has to be before the next question
    about the scene. The caller has to replay them on the reference engine before showing them to
    anyone.
    """

    __match_args__ = ("record", "as_of")

    _read: Callable[[], tuple[Record, date]]

    @cached_property
    def _found(self) -> tuple[Record, date]:
        return self._read()

    def read(self) -> "Candidate":
        """The candidate, with record and day read off already."""
        assert self._found
        return self

    @property
    def record(self) -> Record:
        """The record."""
        return self._found[0]

    @property
    def as_of(self) -> date:
        """The day."""
        return self._found[1]


@frozen(eq=False)
class Refuted:
    """What the solver was given when it found that no record meets what is ``asked``.

    That are the first ``constraints`` of the ``scene``, and the first ``theorems`` of what it had
    ``learned`` about days. ``lists`` are the assumptions about long lists.
    """

    asked: Bool
    scene: Scene
    constraints: int = 0
    learned: Sequence[Bool] = ()
    theorems: int = 0
    lists: tuple[Bool, ...] = ()


@frozen
class Impossible:
    """No valid record meets what was asked.

    ``list_bound`` is None where that is proved for all records, and else the length of lists up to
    which it is proved. ``refuted`` is what was shown to have no solution.
    """

    list_bound: int | None = None
    refuted: Refuted | None = field(default=None, eq=False, repr=False)


@frozen
class Undecided:
    """No answer: not within the time limit, or none at all; then ``because`` says why."""

    because: Phrase | None = None


Answer: TypeAlias = Candidate | Impossible | Undecided


class IrrationalError(Exception):
    """The solver chose a number that no record can hold."""


class Search:
    """Asks one question after another about the records of a scene.

    At the ``deadline``, a time of `time.monotonic`, the current question is given up.

    >>> from linkage_rules.model.types import Field, RecordType, Scalar
    >>> scene = Scene(RecordType("V", None, (Field("people", None, Scalar.WHOLE, minimum=3),)))
    >>> people = scene.record.read("people")
    >>> search = Search(scene)
    >>> search.find(all_of((people.known, at_most(people.value, 3)))).record
    {'people': 3}
    >>> search.find(all_of((people.known, at_most(people.value, 2))))
    Impossible(list_bound=None)
    """

    def __init__(
        self, scene: Scene, time_limit: float = TIME_LIMIT, deadline: float | None = None
    ) -> None:
        self.scene = scene
        self._solver = z3.Solver()
        self._time_limit = time_limit
        self._deadline = inf if deadline is None else deadline
        self._asserted = 0
        self._theorems: list[Bool] = []
        self._learned: list[Bool] = []

    def find(
        self,
        asked: Bool,
        needed: Mapping[Hashable, int] | None = None,
        time_limit: float | None = None,
    ) -> Answer:
        """A record that meets what is asked, or why there is none.

        ``needed`` is what `demand` gives for the expressions behind ``asked``. Without it the rest
        of every list counts as loose, which proves less. ``time_limit`` is in seconds, that of the
        search where it is left out.
        """
        if isinstance(asked, bool) and not asked:
            return Impossible(refuted=Refuted(False, self.scene))
        self._assert_constraints()
        limit = self._time_limit if time_limit is None else time_limit
        deadline = min(monotonic() + limit, self._deadline)
        tight = [
            negated(rest.loose)
            for rest in self.scene.rests
            if needed is not None and needed.get(rest.origin, 0) <= self.scene.list_bound
        ]
        written_out = [at_most(rest.count, 0) for rest in self.scene.rests]
        self._solver.push()
        try:
            self._solver.add(asked, *tight)
            found, model = self._answer(deadline)
            if found == z3.unsat:
                return Impossible(refuted=self._refuted(asked, tight))
            if model is not None and self._is(model, all_of(written_out)):
                return self._candidate(model, deadline)
            if not written_out:
                return Undecided()
            self._solver.add(*written_out)
            found, model = self._answer(deadline)
            if found == z3.unsat:
                refuted = self._refuted(asked, [*tight, *written_out])
                return Impossible(self.scene.list_bound, refuted)
            return Undecided() if model is None else self._candidate(model, deadline)
        finally:
            self._solver.pop()

    def _refuted(self, asked: Bool, lists: Iterable[Bool]) -> Refuted:
        """What the solver was given, recorded mostly as lengths of lists that only grow."""
        learned = self._learned
        return Refuted(asked, self.scene, self._asserted, learned, len(learned), tuple(lists))

    def _answer(self, deadline: float) -> tuple[Any, Any]:
        """The answer of the solver, with a solution that is made of real days, if there is one.

        Where the theorems about days leave a wrong solution, correct ones nearby are tried, then
        the exact definition.
        """
        calendar = self.scene.calendar
        while (found := self._checked(deadline)) == z3.sat:
            model = self._solver.model()
            mistaken = calendar.corrected(settling(model))
            if mistaken is None and not self.scene.exact:
                return found, model
            if mistaken is None:
                return self._exactly(model, deadline)
            for guess in mistaken.nearby:
                self._solver.push()
                self._solver.add(*guess)
                close = self._checked(deadline)
                model = self._solver.model() if close == z3.sat else None
                self._solver.pop()
                if model is not None and calendar.corrected(settling(model)) is None:
                    return close, model
            self._theorems += mistaken.theorems
            self._learned += mistaken.theorems or mistaken.exactly
            self._solver.add(*(mistaken.theorems or mistaken.exactly))
        return found, None

    def _exactly(self, rough: Any, deadline: float) -> tuple[Any, Any]:
        """An exact solution where `rough` is approximate: with the same quantities if possible,
        else any."""
        rules = [rule for one in self.scene.exact for rule in one.rules]
        alike = [
            terms.equal(quantity, _settled(rough, quantity))
            for one in self.scene.exact
            for quantity in one.inputs
        ]
        for given in (alike, []):
            self._solver.push()
            self._solver.add(*rules, *given)
            found = self._checked(deadline)
            model = self._solver.model() if found == z3.sat else None
            self._solver.pop()
            if model is not None and self.scene.calendar.corrected(settling(model)) is None:
                return found, model
        return (found, None) if found != z3.sat else (z3.unknown, None)

    def _checked(self, deadline: float) -> Any:
        left = deadline - monotonic()
        if left <= 0:
            return z3.unknown
        self._solver.set("timeout", max(1, int(left * 1000)))
        return answer_of(self._solver)

    def _assert_constraints(self) -> None:
        new = [*self.scene.constraints[self._asserted :], *self._theorems]
        self._asserted = len(self.scene.constraints)
        self._theorems = []
        if new:
            self._solver.add(*new)

    def _candidate(self, model: Any, deadline: float) -> Candidate | Undecided:
        """The record that was found, in numbers that have finite decimals if possible, as people
        write."""
        settled = settling(model)
        if not _has_decimals(settled, self.scene.numbers):
            written_out = [at_most(rest.count, 0) for rest in self.scene.rests]
            numbers = [number * _FINEST for number in self.scene.numbers]
            self._solver.add(*written_out, *map(z3.IsInt, numbers))
            _, plainer = self._answer(min(deadline, monotonic() + _FOR_DECIMALS))
            settled = settled if plainer is None else settling(plainer)
        try:
            for number in self.scene.numbers:
                settled(number)
        except IrrationalError:
            return Undecided()
        return Candidate(lambda: record_of(self.scene, settled))

    def _is(self, model: Any, condition: Bool) -> bool:
        return bool(_settled(model, condition))


def _has_decimals(settled: Settled, numbers: Iterable[Quantity]) -> bool:
    try:
        return all(is_decimal(settled(number)) for number in numbers)
    except IrrationalError:
        return False


def answer_of(solver: Any) -> Any:
    """Whether there is a solution, or unknown.

    Raises KeyboardInterrupt if the search was interrupted: z3 catches Ctrl-C itself and would
    report unknown.
    """
    found = solver.check()
    if found == z3.unknown and "interrupted" in solver.reason_unknown():
        raise KeyboardInterrupt
    return found


def _settled(model: Any, term: Quantity) -> bool | int | Fraction:
    """The value of a term in a solution; a whole number is an ``int``."""
    if isinstance(term, bool | int | Fraction):
        return term
    found = model.eval(term, model_completion=True)
    if z3.is_bool(found):
        return bool(z3.is_true(found))
    if z3.is_algebraic_value(found):
        raise IrrationalError
    number = Fraction(found.as_fraction()) if z3.is_rational_value(found) else found.as_long()
    return int(number) if number == int(number) else number


def solution(scene: Scene, given: Iterable[Bool]) -> Settled | None:
    """The values of terms where conditions are met; None where the conditions contradict each
    other."""
    solver = z3.Solver()
    exact = (rule for one in scene.exact for rule in one.rules)
    solver.add(*scene.constraints, *scene.calendar.days_exactly(), *exact, *given)
    while answer_of(solver) == z3.sat:
        settled = settling(solver.model())
        miscounted = scene.calendar.miscounted(settled)
        if not miscounted:
            return settled
        solver.add(*miscounted)
    return None


def settling(model: Any) -> Settled:
    """A function that gives the values of terms in a solution of the solver."""
    return lambda term: _settled(model, term)
