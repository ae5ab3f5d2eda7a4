"""What programs hold, as records and values: models, rows, objects, and what NumPy and pandas hold.

`plain` makes a value of Python of one of NumPy, pandas or Arrow; `entries` gives the fields of
whatever holds a record, `elements` those of a list. Nothing is guessed: what is no plain value
stays as it is, and the readers refuse it by name. No library is imported here. Who hands over an
array has imported NumPy already.
"""

import dataclasses
import inspect
import math
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import islice
from typing import Any, Final, TypeAlias

import attrs
from attrs import frozen

from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Period

Entries: TypeAlias = Collection[tuple[object, object]]
"""Names and values; a name may occur twice, which is for the reader to find."""


@frozen
class Unreadable:
    """Stands where an attribute could not be read, with the error that it raised."""

    error: Exception


# Single values

_PLAIN: Final = frozenset({bool, int, str, date, Fraction, Period, dict, list, tuple, type(None)})


def plain(value: object) -> object:
    """A value as plain Python has it; ``None`` for what a library holds where nothing is known.

    That is NaN (a ``float``, a ``Decimal`` or of NumPy), NaT, ``pd.NA``, a masked element. A
    timestamp of pandas or NumPy is a day if it is midnight and has no time zone, because these
    have no other days.

    >>> plain(float("nan")) is None, plain(Decimal("1.5"))
    (True, Decimal('1.5'))
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, Decimal):
        return None if value.is_qnan() else value
    converter = _CONVERTERS.get(_library(type(value)))
    return value if converter is None else converter(value)


def _library(cls: type) -> str:
    """The library that a class, or what it is made from, belongs to."""
    roots = (base.__module__.partition(".")[0] for base in cls.__mro__)
    return next((root for root in roots if root in _CONVERTERS), "")


def _of_numpy(value: Any) -> object:
    numpy, masks = sys.modules["numpy"], sys.modules.get("numpy.ma")
    if masks is not None and value is masks.masked:
        return None
    if isinstance(value, numpy.ndarray):
        return plain(value[()]) if value.ndim == 0 else value
    if isinstance(value, numpy.datetime64 | numpy.timedelta64):
        return None if numpy.isnat(value) else _day_or_itself(value)
    if isinstance(value, numpy.bool_):
        return bool(value)
    if isinstance(value, numpy.integer):
        return int(value)
    if isinstance(value, numpy.str_):
        return str(value)
    if isinstance(value, numpy.floating):
        return None if numpy.isnan(value) else _exact_or_itself(value)
    return value


def _day_or_itself(value: Any) -> object:
    """Midnight as its day. A year or a month says no day, a span of time neither."""
    numpy = sys.modules["numpy"]
    if isinstance(value, numpy.timedelta64) or numpy.datetime_data(value.dtype)[0] in "YMW":
        return value
    day = value.astype("datetime64[D]")
    return day.item() if day == value else value


def _exact_or_itself(value: Any) -> object:
    """A number of another size as a ``float`` if that is the decimal it shows, else as it is."""
    number = float(value)
    if not math.isfinite(number):
        return number
    return number if number == value and Fraction(str(value)) == Fraction(number) else value


def _of_pandas(value: Any) -> object:
    pandas = sys.modules["pandas"]
    if value is pandas.NA or value is pandas.NaT:
        return None
    if isinstance(value, pandas.Timestamp) and value.tz is None and value == value.normalize():
        return value.date()
    return value


def _of_arrow(value: Any) -> object:
    return plain(value.as_py()) if isinstance(value, sys.modules["pyarrow"].Scalar) else value


def _of_pydantic(value: Any) -> object:
    return plain(value.root) if isinstance(value, sys.modules["pydantic"].RootModel) else value


_CONVERTERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "numpy": _of_numpy,
    "pandas": _of_pandas,
    "pyarrow": _of_arrow,
    "pydantic": _of_pydantic,
}


# Lists


def elements(
    value: object, from_attributes: bool, most: int
) -> Sequence[object] | Unreadable | None:
    """The elements of a list, one more than ``most`` at most; ``None`` for what is no list.

    A list is a ``list`` or ``tuple``, an array of NumPy, a series, index or array of pandas, Polars
    or Arrow. With ``from_attributes`` it is also what an ORM keeps of a relation: a sequence, or a
    manager or query that gives ``all()``.
    """
    if isinstance(value, list | tuple):
        return None if _is_named(value) else value
    if isinstance(value, (*_SINGLE, Mapping)):
        return None
    every = getattr(type(value), "all", None)
    if _is_array(value):
        every = None
    elif not from_attributes or not (callable(every) or isinstance(value, Sequence)):
        return None
    try:
        return [*islice(_iterable(every(value) if callable(every) else value), most + 1)]
    except Exception as error:
        return Unreadable(error)


def _iterable(value: Any) -> Iterable[object]:
    found: Iterable[object] = value
    return found


_TABLES: Final = frozenset({"numpy", "pandas", "polars", "pyarrow"})
"""Libraries whose objects are arrays and tables, and have their columns as attributes."""


def _home(value: object) -> str:
    return _library(type(value)) or type(value).__module__.partition(".")[0]


def _is_array(value: Any) -> bool:
    library = _home(value)
    kinds: tuple[type, ...] = ()
    if library == "numpy":
        kinds = (sys.modules["numpy"].ndarray,)
    elif library == "pandas":
        pandas = sys.modules["pandas"]
        kinds = (pandas.Series, pandas.Index, pandas.api.extensions.ExtensionArray)
    elif library == "polars":
        kinds = (sys.modules["polars"].Series,)
    elif library == "pyarrow":
        kinds = (sys.modules["pyarrow"].Array, sys.modules["pyarrow"].ChunkedArray)
    return isinstance(value, kinds)


# Records

_SINGLE: Final = (str, bytes, bytearray, int, float, complex, Decimal, Fraction, date, Enum, Period)
"""What is one value, whatever attributes it has."""


def entries(data: object, record_type: RecordType, from_attributes: bool) -> Entries | None:
    """The names and values of what holds a record; ``None`` for what holds none.

    Models, dataclasses and attrs classes, named tuples and rows say what their fields are, and all
    of those count. Of any other object, with ``from_attributes``, and of one that is mapped to a
    table, only what is named like a field of the type is looked at.
    """
    if isinstance(data, dict | Mapping):
        return data.items()
    if isinstance(data, (*_SINGLE, type, list, set, frozenset)):
        return None
    if from_attributes and hasattr(type(data), "__mapper__"):
        return _of_attributes(data, record_type)
    declared = _declared(data)
    if declared is not None:
        return [*_called(declared, record_type)]
    row = _of_row(data)
    if row is None and from_attributes and not (isinstance(data, tuple) or _home(data) in _TABLES):
        return _of_attributes(data, record_type)
    return row


_Declared: TypeAlias = Iterator[tuple[str, object, tuple[object, ...]]]
"""Each field that a class declares: its name, its value, what it is called elsewhere."""

_ABSENT: Final = object()


def _declared(data: Any) -> _Declared | None:
    cls: Any = type(data)
    if attrs.has(cls):
        return ((a.name, _attribute(data, a.name), (a.alias,)) for a in attrs.fields(cls))
    if dataclasses.is_dataclass(data):
        return ((f.name, _attribute(data, f.name), ()) for f in dataclasses.fields(data))
    pydantic = sys.modules.get("pydantic")
    if pydantic is not None and isinstance(data, pydantic.BaseModel):
        return _of_model(data)
    return None


def _of_model(model: Any) -> _Declared:
    """The fields of a pydantic model, with those that are computed and those it takes besides."""
    cls = type(model)
    held = vars(model)
    for name, field in cls.model_fields.items():
        if field.exclude is not True:
            # Not by the attribute, which would warn where the field is deprecated.
            value = held[name] if name in held else _attribute(model, name)
            yield name, value, (field.serialization_alias, field.alias, field.validation_alias)
    for name, computed in cls.model_computed_fields.items():
        yield name, _attribute(model, name), (computed.alias,)
    for name, value in (model.model_extra or {}).items():
        yield name, value, ()


def _called(declared: _Declared, record_type: RecordType) -> Iterator[tuple[object, object]]:
    """Fields by their names; one whose name the type does not know by its alias, if it knows that.

    What was never set is left out, and so unknown.
    """
    known = record_type.by_spelling
    for name, value, aliases in declared:
        if value is not _ABSENT:
            spellings = (one for one in (name, *aliases) if isinstance(one, str) and one in known)
            yield next(spellings, name), value


def _is_named(data: object) -> bool:
    """Whether it is a named tuple, or a row of SQLAlchemy, which is like one."""
    # Its class is asked: an object may make up whatever attribute it is asked for, or raise.
    return hasattr(type(data), "_fields") and hasattr(type(data), "_asdict")


def _of_row(data: Any) -> Entries | None:
    """Named tuples, rows of databases, of pandas and of structured arrays."""
    if _is_named(data):
        return [*zip(data._fields, data, strict=True)]
    library = _library(type(data))
    if library == "pandas":
        series = isinstance(data, sys.modules["pandas"].Series)
        return [*zip(data.index, data, strict=True)] if series else None
    if library == "numpy":
        names = getattr(data.dtype, "names", None) if getattr(data, "ndim", 1) == 0 else None
        return [(name, data[name]) for name in names] if names else None
    if not library and hasattr(type(data), "keys") and hasattr(type(data), "__getitem__"):
        return [(name, data[name]) for name in data.keys()]  # noqa: SIM118 - only keys() is there
    return None


def _of_attributes(data: object, record_type: RecordType) -> Entries | None:
    """What of an object is named like a field; ``None`` if nothing is."""
    found = []
    for field in record_type.fields:
        for name in (field.name, field.label):
            value = _ABSENT if name is None else _attribute(data, name)
            if value is not _ABSENT:
                found.append((name, value))
                break
    return found or None


def _attribute(holder: object, name: str) -> object:
    """An attribute, whose reading may run anything, such as a query of a session that is closed."""
    try:
        return getattr(holder, name)
    except AttributeError as error:
        return _ABSENT if _is_absent(error, holder, name) else Unreadable(error)
    except Exception as error:
        return Unreadable(error)


def _is_absent(error: AttributeError, holder: object, name: str) -> bool:
    """Whether there is no such attribute, and it was not its reading that went wrong."""
    at_once = error.__traceback__ is not None and error.__traceback__.tb_next is None
    # Django says so where a relation leads nowhere.
    if at_once or type(error).__name__.endswith("DoesNotExist"):
        return True
    return inspect.getattr_static(holder, name, _ABSENT) is _ABSENT
