"""With which other values of what is changed a way reaches the goal as well."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from attrs import evolve, field, frozen

from linkage_rules.analysis.advice.consequences import (
    Consequence,
    Sense,
    consequences,
    named,
    worse_than,
)
from linkage_rules.analysis.witnesses import ReplayError
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import (
    Bool,
    Edit,
    EditKind,
    Keeping,
    Kept,
    Numbers,
    OutOfTimeError,
    Rules,
    TooLargeError,
    Varied,
    all_of,
    kept_by_word,
    negated,
    unnumbered,
)
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import MAX_MAGNITUDE, Record, Value

_MOST_VALUES: Final = 60
"""How many values of an enum are tried one by one; of more, none but the one that is advised."""


@frozen
class Stretch:
    """Values from ``low`` to ``high``; None where there is no limit but the bounds of the field.

    An end that is not included is the nearest value that no longer fits.
    """

    low: Value
    high: Value
    low_in: bool = True
    high_in: bool = True

    __repr__ = in_brief

    def holds(self, value: Value) -> bool:
        """Whether a value lies in the stretch.

        >>> Stretch(60, None).holds(59), Stretch(60, None).holds(60)
        (False, True)
        """
        number: Any = value
        low: Any = self.low
        high: Any = self.high
        above = low is None or (low <= number if self.low_in else low < number)
        return above and (high is None or (number <= high if self.high_in else number < high))


@frozen
class Fitting:
    """All values of one part with which an alternative reaches the goal, the other parts being as
    named.

    With each of them the goal is reached, and nothing else is worse than with the named value; with
    any other value one of the two is not so. ``path`` is that of the part in the changed record.
    ``values`` are those of an enum or a yes/no, which were tried one by one; ``stretches`` are
    those of a number, amount or date, which were proved, and tried at their ends. ``costlier`` are
    values of an enum that also reach the goal, each with what it makes worse.
    """

    path: str
    type: Type
    chosen: Value
    values: tuple[Value, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    costlier: tuple[tuple[Value, tuple[Consequence, ...]], ...] = ()

    __repr__ = in_brief

    @property
    def is_open(self) -> bool:
        """Whether any value but the named one fits."""
        one = self.stretches[0] if len(self.stretches) == 1 else None
        return len(self.values) > 1 or (
            bool(self.stretches) and (one is None or one.low is None or one.low != one.high)
        )

    def holds(self, value: Value) -> bool:
        """Whether a value fits."""
        return value in self.values or any(stretch.holds(value) for stretch in self.stretches)


@frozen
class Fittings:
    """The fitting values for each of the changes of an alternative, by their edits.

    ``together`` says that every combination fits; otherwise each holds with the others as named.
    """

    by_edit: Mapping[int, tuple[Fitting, ...]] = {}
    together: bool = True


NOTHING_ELSE: Final = Fittings()
"""For changes of which no other fitting value is known."""


@frozen
class Fitter:
    """Looks for all fitting values in the record after an alternative."""

    package: Package
    record_type: RecordType
    before: Record
    after: Record
    as_of: date
    goal: Expression
    keeping: Keeping
    deadline: float
    _found: Evaluation = field(init=False)

    @_found.default
    def _judged(self) -> Evaluation:
        return Evaluation(self.package, self.record_type, self.after, self.as_of)

    def fittings(self, edits: Sequence[Edit]) -> Fittings:
        """The fitting values for each edit; `NOTHING_ELSE` where the solver came to no answer."""
        parts = {
            number: [*self._parts(edit, edits)]
            for number, edit in enumerate(edits)
            if edit.kind is not EditKind.REMOVE
        }
        found: dict[int, tuple[Fitting, ...]] = {}
        spans: dict[str, Sequence[Numbers]] = {}
        try:
            for number, inside in parts.items():
                fits = (self._fitting(part, value, spans) for part, value in inside)
                found[number] = tuple(fit for fit in fits if fit is not None)
            together = self._together(
                [part for inside in parts.values() for part, _ in inside],
                [fit for fits in found.values() for fit in fits if fit.is_open],
                spans,
            )
        except (OutOfTimeError, TooLargeError):
            return NOTHING_ELSE
        return Fittings(found, together)

    # The parts that an edit sets

    def _parts(self, edit: Edit, edits: Sequence[Edit]) -> Iterator[tuple["_Part", Value]]:
        if edit.kind is EditKind.ADD:
            earlier = [
                other
                for other in edits[: edits.index(edit)]
                if other.kind is EditKind.ADD and other.path == edit.path
            ]
            before = _at(self.before, edit.path)
            count = len(before) if isinstance(before, tuple) else 0
            gone = sum(
                other.kind is EditKind.REMOVE and other.path.rpartition("[")[0] == edit.path
                for other in edits
            )
            path = f"{_moved(edit.path, edits)}[{count - gone + len(earlier)}]"
            yield from self._inside(path, edit.type, edit.after)
        else:
            path = _moved(edit.path, edits)
            declared = self._declared(path)
            kept = (kept_by_word(declared), self.keeping(unnumbered(path)) or Kept())
            yield _Part(path, declared, edit.before, kept), edit.after

    def _inside(self, path: str, type_: Type, value: Value) -> Iterator[tuple["_Part", Value]]:
        """The parts that are set in an added entry."""
        if isinstance(type_, RecordType) and isinstance(value, Mapping):
            for declared in type_.fields:
                inner = value[declared.name]
                if inner is not None:
                    yield from self._inside(f"{path}.{declared.name}", declared.type, inner)
        elif not isinstance(type_, RecordType | ListType):
            yield _Part(path, self._declared(path), None, ()), value

    def _declared(self, path: str) -> Field:
        """The field at a path; an element has the bounds of its list."""
        found = Field("", None, self.record_type)
        for name in unnumbered(path).replace("[]", ".[]").split("."):
            if name == "[]":
                assert isinstance(found.type, ListType)
                found = evolve(found, type=found.type.element)
            else:
                assert isinstance(found.type, RecordType)
                found = found.type.by_spelling[name]
        return found

    # What fits for one

    def _fitting(
        self, part: "_Part", chosen: Value, spans: dict[str, Sequence[Numbers]]
    ) -> Fitting | None:
        path, declared = part.path, part.declared
        match declared.type:
            case EnumType(members=members) if len(members) <= _MOST_VALUES:
                return self._one_by_one(part, chosen, [m.name for m in members])
            case Scalar.YES_NO if part.before is None:
                return self._one_by_one(part, chosen, [True, False])
            case Scalar.WHOLE | Scalar.NUMBER | Scalar.MONEY | Scalar.DATE:
                varied = Varied(self.record_type, self.after, self.as_of, {path: part.within})
                found = varied.spans(path, self._holds(varied), chosen, self.deadline)
                if found is None:
                    return None
                spans[path] = found
                stretches = tuple(_stretch(span, part.within) for span in found)
                fitting = Fitting(path, declared.type, chosen, stretches=stretches)
                self._try_out(fitting, found)
                return fitting
        return None

    def _one_by_one(self, part: "_Part", chosen: Value, values: Sequence[Value]) -> Fitting:
        fits: list[Value] = []
        costlier: list[tuple[Value, tuple[Consequence, ...]]] = []
        for value in values:
            worse: tuple[Consequence, ...] | None = None
            if value == chosen:
                worse = ()
            elif part.may_be(value) and value != part.before:
                worse = self._worse(_with(self.after, part.path, value))
            if worse:
                costlier.append((value, worse))
            elif worse is not None:
                fits.append(value)
        type_ = part.declared.type
        return Fitting(part.path, type_, chosen, tuple(fits), costlier=tuple(costlier))

    def _worse(self, record: Record) -> tuple[Consequence, ...] | None:
        """What is worse in a record than after the alternative; None where the goal is not
        reached."""
        other = Evaluation(self.package, self.record_type, record, self.as_of)
        if other.derive(self.goal).answer is not True:
            return None
        everything = consequences(self._found, other, self.goal, frozenset())
        return tuple(one for one in everything if one.sense is Sense.WORSE)

    def _holds(self, varied: Varied) -> Bool:
        """The condition that the goal is reached and nothing is worse, over a record with free
        parts."""
        rules = Rules(self.package, varied)
        norms, actions = named(self.goal)
        parts = [rules.truth(self.goal).yes]
        for name in self._found.applies:
            if name not in norms:
                status = self._found.norm_outcome(name).status
                worse = (rules.status_is(name, Status(s)) for s in worse_than(status))
                parts += map(negated, worse)
        for name, verdict in self._found.verdicts.items():
            if name not in actions:
                worse = (rules.verdict(name, VerdictStatus(v)) for v in worse_than(verdict.status))
                parts += map(negated, worse)
        return all_of(parts)

    def _try_out(self, fitting: Fitting, spans: Sequence[Numbers]) -> None:
        """Try the ends of the stretches on the reference engine; raises `ReplayError` if they do
        not fit."""
        for span in spans:
            for number, belongs in ((span.low, span.low_in), (span.high, span.high_in)):
                value: Value = number
                if fitting.type is Scalar.DATE:
                    value = date.fromordinal(int(number))
                record = _with(self.after, fitting.path, value)
                if belongs and self._worse(record) != ():
                    raise ReplayError(record, self.as_of, "a value that fits does not")

    def _together(
        self,
        parts: Sequence["_Part"],
        fits: Sequence[Fitting],
        spans: Mapping[str, Sequence[Numbers]],
    ) -> bool:
        """Whether every combination of the fitting values fits."""
        if len(fits) < 2:
            return True
        free = {part.path: part.within for part in parts}
        varied = Varied(
            self.record_type, self.after, self.as_of, {fit.path: free[fit.path] for fit in fits}
        )
        holds = self._holds(varied)
        ranges = {fit.path: spans.get(fit.path, ()) or _numbers(fit) for fit in fits}
        return varied.always(ranges, holds, self.deadline)


@frozen
class _Part:
    """A single value that an alternative sets: its path and field, the value before, and what must
    not be taken back."""

    path: str
    declared: Field
    before: Value
    kept: tuple[Kept, ...]

    def may_be(self, value: Value) -> bool:
        """Whether a value takes nothing back that must not be."""
        return self.before is None or all(k.allows(self.before, value) for k in self.kept)

    @property
    def within(self) -> Field:
        """The field, with its bounds narrowed to values that take nothing back."""
        own, before = self.declared, self.before
        if before is None or isinstance(before, str | bool):
            return own
        return evolve(
            own,
            minimum=before if any(k.not_less for k in self.kept) else own.minimum,
            maximum=before if any(k.not_more for k in self.kept) else own.maximum,
        )


def _numbers(fitting: Fitting) -> tuple[Numbers, ...]:
    """The numbers that stand for the values of an enum, or for no and yes."""
    type_ = fitting.type
    if isinstance(type_, EnumType):
        names = [member.name for member in type_.members]
        return tuple(Numbers(n, n) for n in (names.index(str(v)) for v in fitting.values))
    return ()


def _stretch(span: Numbers, within: Field) -> Stretch:
    """A stretch in values of the field; an end at a bound of the field becomes None."""

    def value(number: Any) -> Value:
        return date.fromordinal(number) if within.type is Scalar.DATE else number

    first, last = (date.min, date.max) if within.type is Scalar.DATE else (None, None)
    least: Any = within.minimum if within.minimum is not None else first or -MAX_MAGNITUDE
    most: Any = within.maximum if within.maximum is not None else last or MAX_MAGNITUDE
    low, high = value(span.low), value(span.high)
    if low == high:
        return Stretch(low, high)
    return Stretch(
        None if low == least else low,
        None if high == most else high,
        low == least or span.low_in,
        high == most or span.high_in,
    )


# Places in a record


def _steps(path: str) -> list[str | int]:
    parts = path.replace("[", ".[").split(".")
    return [int(part[1:-1]) if part.startswith("[") else part for part in parts]


def _at(value: Any, path: str) -> Any:
    for step in _steps(path):
        value = None if value is None else value[step]
    return value


def _with(record: Record, path: str, value: Value) -> Record:
    """The record with another value at a path; everything around that is known."""

    def changed(within: Any, steps: list[str | int]) -> Any:
        if not steps:
            return value
        first, *rest = steps
        inner = changed(within[first], rest)
        if isinstance(first, int):
            return (*within[:first], inner, *within[first + 1 :])
        return {**within, first: inner}

    result: Record = changed(record, _steps(path))
    return result


def _moved(path: str, edits: Sequence[Edit]) -> str:
    """The path in the changed record of a part of the record before, after entries were removed."""
    removed = {edit.path for edit in edits if edit.kind is EditKind.REMOVE}
    before = after = ""
    for step in _steps(path):
        if isinstance(step, int):
            gone = sum(f"{before}[{n}]" in removed for n in range(step))
            before, after = f"{before}[{step}]", f"{after}[{step - gone}]"
        else:
            dot = "." if before else ""
            before, after = f"{before}{dot}{step}", f"{after}{dot}{step}"
    return after
