"""Records and values in objects of Python: models, rows, other objects, values of NumPy and pandas.

`plain` turns a value of NumPy, pandas or Arrow into one of plain Python; `entries` gives the fields
of an object that holds a record, `elements` those of a list. Nothing is guessed: any other object
stays as it is, and the readers refuse it with its type. No library is imported here; a caller who
has an array has imported NumPy already.
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
"""Pairs of names and values; a name may occur twice, which the reader has to notice."""


@frozen
class Unreadable:
    """Stands for an attribute that could not be read, with the error that was raised."""

    error: Exception


# Single values

_PLAIN: Final = frozenset({bool, int, str, date, Fraction, Period, dict, list, tuple, type(None)})


def plain(value: object) -> object:
    """A value of a library as one of plain Python; ``None`` for its marks of missing values.

    These are NaN (a ``float``, a ``Decimal`` or of NumPy), NaT, ``pd.NA`` and masked elements. A
    timestamp of pandas or NumPy becomes a day if it is midnight and has no time zone, because these
    libraries have no other type for days.

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
    """The top-level module of a class, or of the library class it is derived from."""
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
    """A timestamp at midnight as a day; any other timestamp, year, month or time span as it is."""
    numpy = sys.modules["numpy"]
    if isinstance(value, numpy.timedelta64) or numpy.datetime_data(value.dtype)[0] in "YMW":
        return value
    day = value.astype("datetime64[D]")
    return day.item() if day == value else value


def _exact_or_itself(value: Any) -> object:
    """A number of another precision as a ``float``, if that equals the decimal it prints; else as
    it is."""
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
    """The elements of a list, at most ``most`` + 1 of them; ``None`` if the object is no list.

    A list is a ``list`` or ``tuple``, an array of NumPy, or a series, index or array of pandas,
    Polars or Arrow. With ``from_attributes`` it is also a relation of an ORM: a sequence, or a
    manager or query with ``all()``.
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
"""Types of single values, which are no records although they have attributes."""


def entries(data: object, record_type: RecordType, from_attributes: bool) -> Entries | None:
    """The names and values of an object that holds a record; ``None`` for any other object.

    Models, dataclasses, attrs classes, named tuples and rows declare their fields, and all of these
    count. Of other objects (only with ``from_attributes``), and of those that are mapped to a
    table, only attributes that are named like a field of the type are read.
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
"""The fields that a class declares: each with its name, its value and its aliases."""

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
    """The fields of a pydantic model, with computed and extra ones."""
    cls = type(model)
    held = vars(model)
    for name, field in cls.model_fields.items():
        if field.exclude is not True:
            # Reading the attribute would warn where the field is deprecated.
            value = held[name] if name in held else _attribute(model, name)
            yield name, value, (field.serialization_alias, field.alias, field.validation_alias)
    for name, computed in cls.model_computed_fields.items():
        yield name, _attribute(model, name), (computed.alias,)
    for name, value in (model.model_extra or {}).items():
        yield name, value, ()


def _called(declared: _Declared, record_type: RecordType) -> Iterator[tuple[object, object]]:
    """The fields by their names; by an alias where the type knows only that.

    Fields that were never set are left out, and so are unknown.
    """
    known = record_type.by_spelling
    for name, value, aliases in declared:
        if value is not _ABSENT:
            spellings = (one for one in (name, *aliases) if isinstance(one, str) and one in known)
            yield next(spellings, name), value


def _is_named(data: object) -> bool:
    """Whether an object is a named tuple, or a row of SQLAlchemy, which is like one."""
    # The class is asked: attributes of the object may be made up or raise an error.
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
    """The attributes of an object that are named like a field; ``None`` without any."""
    found = []
    for field in record_type.fields:
        for name in (field.name, field.label):
            value = _ABSENT if name is None else _attribute(data, name)
            if value is not _ABSENT:
                found.append((name, value))
                break
    return found or None


def _attribute(holder: object, name: str) -> object:
    """The value of an attribute; `Unreadable` where reading it fails, as it may run a query."""
    try:
        return getattr(holder, name)
    except AttributeError as error:
        return _ABSENT if _is_absent(error, holder, name) else Unreadable(error)
    except Exception as error:
        return Unreadable(error)


def _is_absent(error: AttributeError, holder: object, name: str) -> bool:
    """Whether the attribute does not exist, as opposed to an error while it was read."""
    at_once = error.__traceback__ is not None and error.__traceback__.tb_next is None
    # Django raises such an error for a relation without an object.
    if at_once or type(error).__name__.endswith("DoesNotExist"):
        return True
    return inspect.getattr_static(holder, name, _ABSENT) is _ABSENT
