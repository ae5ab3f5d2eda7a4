"""Records that show something: confirmed by the reference engine, and made as small as possible."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from time import monotonic
from typing import Any, Final, TypeAlias

from attrs import define, frozen

from linkage_rules.errors import Error, Fault
from linkage_rules.model import expressions as model
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.dependencies import behind, expressions_of
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Period, Record, Value, whole_if_possible
from linkage_rules.records import RecordError, validate

Holds: TypeAlias = Callable[[Record, date], bool]
"""Whether a record, judged on a day, shows what it is meant to show; asked of the reference
engine."""

_SOME_DAY: Final = date(2023, 1, 1)
"""The day to judge by where a policy does not depend on days."""

_MOST_TRIALS: Final = 2_000
"""The most smaller records that are tried for one witness."""


_MOST_PLACES: Final = 6
"""Numbers are rounded to fewer decimals than this if possible."""


@frozen
class Witness:
    """A valid record that shows something when it is judged as of a day."""

    record_type: RecordType
    record: Record
    as_of: date

    __repr__ = in_brief


class ReplayError(Error):
    """The reference engine does not confirm what another engine found: an error of this library.

    Such a record is never shown as a witness.
    """

    def __init__(self, record: Record, as_of: date, why: str) -> None:
        super().__init__(record, as_of, why)
        self.record = record
        self.as_of = as_of
        shown = f"{record!r}, {as_of.isoformat()}"
        en = f"internal error, please report it: {why}: {shown}"
        zh = f"内部错误，请反馈：符号引擎找到的记录未能在参考引擎上复现：{shown}"
        self.problems = (Fault("INT-002", (), en, zh),)

    def __str__(self) -> str:
        return f"{self.render('en')}\n{self.render('zh')}"


def confirmed(
    record_type: RecordType,
    record: Record,
    as_of: date,
    holds: Holds,
    packages: Sequence[Package] = (),
    asked: Sequence[Iterable[Expression]] | None = None,
    deadline: float | None = None,
) -> Witness:
    """The smallest witness that can be made of a record: least known, plainest values.

    ``packages`` are the policies whose days and amounts are tried as values; with ``asked``, the
    expressions of each that matter, only what these rest on. At the ``deadline``, a time of
    `time.monotonic`, the smallest record so far is given.

    Raises `ReplayError` when the record shows nothing of the kind on the reference engine, or is
    not valid.

    >>> from linkage_rules.model.types import RecordType
    >>> fields = (Field("a", None, Scalar.WHOLE), Field("b", None, Scalar.WHOLE))
    >>> village = RecordType("V", None, fields)
    >>> found = {"a": 7000, "b": 3}
    >>> confirmed(village, found, date(2023, 5, 1), lambda r, _: (r["a"] or 0) > 5).record
    {'a': 6, 'b': None}
    """
    if not holds(record, as_of):
        raise ReplayError(record, as_of, "the reference engine does not confirm a record")
    if asked is None:
        parts = [_parts(package) for package in packages]
    else:
        pairs = zip(packages, asked, strict=True)
        parts = [_parts_behind(package, tuple(one)) for package, one in pairs]
    smallest = _Shrinking(record_type, holds, _marks(packages, parts), deadline)
    record, as_of = smallest.shrunk(record, as_of)
    try:
        valid = validate(record, record_type)
    except RecordError as error:
        raise ReplayError(record, as_of, f"a record that is not valid: {error}") from error
    return Witness(record_type, valid, as_of)


Marks: TypeAlias = Mapping[Scalar, Sequence[Any]]
"""The values that a policy mentions, by type, plain ones first."""


_Parts: TypeAlias = Sequence[Expression]


def _parts(package: Package) -> _Parts:
    """Every part of the conditions of a policy."""
    return [part for condition in package.conditions() for part in walk(condition)] + [
        model.ParameterValue(one.name, one.type) for one in package.parameters.values()
    ]


def _parts_behind(package: Package, asked: tuple[Expression, ...]) -> _Parts:
    """Every part of the expressions of a policy, with what they rest on."""
    steps = behind(asked, package)
    further = (one for step in steps for one in expressions_of(step, package))
    return [part for whole in (*asked, *further) for part in walk(whole)]


def _marks(packages: Iterable[Package], parts: Iterable[_Parts]) -> Marks:
    found: dict[Scalar, dict[Any, None]] = {
        Scalar.WHOLE: dict.fromkeys((0, 1)),
        Scalar.MONEY: dict.fromkeys((0, 1, 100)),
        Scalar.NUMBER: dict.fromkeys((0, 1)),
        Scalar.DATE: {},
    }
    for package, written in zip(packages, parts, strict=True):
        days = [package.in_force.start, package.issued, package.in_force.end]
        for action in package.actions.values():
            days += [action.in_force.start, action.in_force.end]
        for part in written:
            if isinstance(part, model.ParameterValue):
                parameter = package.parameters[part.name]
                for period in parameter.periods:
                    _mention(found, parameter.type, period.value)
                    days += [period.in_force.start, period.in_force.end]
        for norm in package.norms.values():
            days += [norm.in_force.start, norm.in_force.end]
        for part in written:
            if isinstance(part, model.Constant):
                _mention(found, part.type, part.value)
        own_days = dict.fromkeys(day for day in days if day is not None)
        found[Scalar.DATE] = own_days | found[Scalar.DATE]
    found[Scalar.DATE].setdefault(_SOME_DAY)
    numbers = [*found[Scalar.WHOLE], *found[Scalar.NUMBER]]
    found[Scalar.NUMBER] = dict.fromkeys(sorted(numbers, key=abs))
    found[Scalar.WHOLE] = dict.fromkeys(n for n in found[Scalar.NUMBER] if n == int(n))
    found[Scalar.MONEY] = dict.fromkeys(sorted(found[Scalar.MONEY], key=abs))
    return {scalar: tuple(values) for scalar, values in found.items()}


def _mention(found: dict[Scalar, dict[Any, None]], type_: Type, value: Value) -> None:
    if isinstance(type_, ListType) and isinstance(value, tuple):
        for element in value:
            _mention(found, type_.element, element)
    elif isinstance(type_, Scalar) and type_ in found and value is not None:
        found[type_][value] = None


Put: TypeAlias = Callable[[Any], Record]
"""A function that puts a value in its place, and gives the whole record."""


@define
class _Shrinking:
    """Tries simpler records one after another, and keeps those that still show it."""

    record_type: RecordType
    holds: Holds
    marks: Marks
    deadline: float | None = None
    as_of: date = date.min
    trials: int = 0

    def shrunk(self, record: Record, as_of: date) -> tuple[Record, date]:
        self.as_of = as_of
        before: Record | None = None
        while before != record:
            before = record
            self._plainer_day(record)
            record = self._smaller_record(record, self.record_type, lambda whole: whole)
        return record, self.as_of

    def _plainer_day(self, record: Record) -> None:
        for day in self.marks[Scalar.DATE]:
            if day == self.as_of or self._shows(record, day):
                self.as_of = day
                return

    def _shows(self, record: Record, as_of: date | None = None) -> bool:
        self.trials += 1
        if self.trials > _MOST_TRIALS:
            return False
        if self.deadline is not None and monotonic() >= self.deadline:
            return False
        return self.holds(record, as_of or self.as_of)

    def _smaller_record(self, record: Record, record_type: RecordType, put: Put) -> Record:
        """The record with less known and plainer values, field by field."""
        smaller = dict(record)
        open_ = [f.name for f in record_type.fields if not f.required]
        smaller = self._less_known(smaller, [n for n in open_ if smaller[n] is not None], put)
        for declared in record_type.fields:
            value = smaller[declared.name]
            if value is not None:
                within = _into(smaller, declared.name, put)
                smaller[declared.name] = self._smaller(value, declared.type, declared, within)
        return smaller

    def _less_known(
        self, record: dict[str, Value], names: Sequence[str], put: Put
    ) -> dict[str, Value]:
        """The record without as many of the named fields as possible: first all, then ever smaller
        parts."""
        if not names:
            return record
        unknown = {**record, **dict.fromkeys(names)}
        if self._shows(put(unknown)):
            return unknown
        if len(names) == 1:
            return record
        middle = len(names) // 2
        for some in (names[:middle], names[middle:]):
            record = self._less_known(record, some, put)
        return record

    def _smaller(self, value: Any, type_: Type, declared: Field, put: Put) -> Value:
        match type_:
            case RecordType():
                return self._smaller_record(value, type_, put)
            case ListType(element):
                return self._smaller_list(value, element, declared, put)
            case _:
                simpler = self._first_simpler(value, type_, declared, put)
                while simpler is not None:
                    value = simpler
                    simpler = self._first_simpler(value, type_, declared, put)
                found: Value = value
                return found

    def _smaller_list(self, value: Any, element: Type, declared: Field, put: Put) -> Value:
        """The list with fewer elements, and less known about them."""
        items = list(value)
        number = 0
        while number < len(items):
            before, after = items[:number], items[number + 1 :]
            if self._shows(put((*before, *after))):
                items = [*before, *after]
                continue
            if items[number] is not None and self._shows(put((*before, None, *after))):
                items[number] = None
            number += 1
        for number, item in enumerate(items):
            if item is not None:
                within = _among(items, number, put)
                items[number] = self._smaller(item, element, declared, within)
        return tuple(items)

    def _first_simpler(self, value: Any, type_: Type, declared: Field, put: Put) -> Value:
        simpler = self._simpler(value, type_, declared)
        return next((other for other in simpler if self._shows(put(other))), None)

    def _simpler(self, value: Any, type_: Type, declared: Field) -> Iterator[Value]:
        """Simpler values, the simplest first."""
        match type_:
            case EnumType(members=members):
                names = [member.name for member in members]
                yield from names[: names.index(value)]
            case Scalar.TEXT:
                yield from ("1",) if value != "1" else ()
            case Scalar.PERIOD:
                yield from (Period(),) if value != Period() else ()
            case Scalar.YES_NO:
                yield from (False,) if value else ()
            case Scalar():
                yield from self._simpler_quantity(value, type_, declared)

    def _simpler_quantity(self, value: Any, type_: Scalar, declared: Field) -> Iterator[Value]:
        """The values that the policies mention and their neighbours, as far as they are plainer."""
        least: Any = declared.minimum
        most: Any = declared.maximum
        plainer = [bound for bound in (least, most) if bound is not None]
        plainer += self.marks[type_]
        plainer += [near for mark in self.marks[type_] for near in _beside(mark, type_)]
        if value in plainer:
            plainer = plainer[: plainer.index(value)]
        else:
            plainer += _nearer_to_zero(value) if type_ is not Scalar.DATE else ()
        for candidate in (other for other in dict.fromkeys(plainer) if other != value):
            if (least is None or least <= candidate) and (most is None or candidate <= most):
                yield candidate


def _into(record: dict[str, Value], name: str, put: Put) -> Put:
    return lambda value: put({**record, name: value})


def _among(items: list[Value], number: int, put: Put) -> Put:
    return lambda value: put((*items[:number], value, *items[number + 1 :]))


def _nearer_to_zero(number: int | Fraction) -> Iterator[int | Fraction]:
    """Rounder numbers on the way to zero, in smaller and smaller steps."""
    if number.denominator != 1:
        for places in range(_MOST_PLACES):
            rounder = round(Fraction(number), places)
            if rounder == number:
                return
            yield whole_if_possible(rounder)
        return
    step = abs(int(number))
    while step:
        yield int(number) - step if number > 0 else int(number) + step
        step //= 2


def _beside(mark: Any, type_: Scalar) -> Iterator[Any]:
    if type_ is Scalar.DATE:
        ordinals = (mark.toordinal() + step for step in (-1, 1))
        first, last = date.min.toordinal(), date.max.toordinal()
        yield from (date.fromordinal(n) for n in ordinals if first <= n <= last)
        return
    step = Fraction(1, 100) if type_ is Scalar.NUMBER else 1
    yield from (whole_if_possible(Fraction(mark + distance)) for distance in (-step, step))
