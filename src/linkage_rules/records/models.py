"""Records as models of pydantic, for FastAPI and others that use it.

pydantic is imported when a model is asked for.
"""

import keyword
import math
from collections import deque
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from linkage_rules.extras import required
from linkage_rules.model.types import Field, ListType, RecordType, Type
from linkage_rules.model.values import Period, Value
from linkage_rules.records.limits import MAX_DEPTH
from linkage_rules.records.problems import RecordError
from linkage_rules.records.schema import description, field_schema, title
from linkage_rules.records.validation import validate
from linkage_rules.words.literals import write_number, write_period

_EXACT_DIGITS: Final = 15
"""A ``float`` represents decimals of up to that many digits exactly."""


def model(record_type: RecordType) -> Any:
    """A model whose fields are those of a record type, and which is read as records are.

    It takes what `validate` takes, labels and texts with units among them, and holds what that
    gives: fen, days, ASCII names of members; nested records are models, and a field that is unknown
    is ``None``. What is wrong is told by a ``ValidationError`` of pydantic with an entry for each
    problem: its code, its path, its words in both languages.

    Raises `MissingExtraError` where pydantic is not installed.
    """
    for known, made in _MADE:
        if known is record_type:
            return made
    made = _Maker(required("pydantic", "service")).made(record_type)
    _MADE.append((record_type, made))
    return made


_MADE: Final[deque[tuple[RecordType, Any]]] = deque(maxlen=256)
"""The models that were made last, by record type."""


class _Maker:
    """Makes the models of a record type and of those that it holds, each once."""

    def __init__(self, pydantic: Any) -> None:
        self.pydantic = pydantic
        self.models: dict[str, Any] = {}

    def made(self, record_type: RecordType) -> Any:
        if record_type.name not in self.models:
            self.models[record_type.name] = self._model(record_type)
        return self.models[record_type.name]

    def _model(self, record_type: RecordType) -> Any:
        pydantic = self.pydantic
        attributes = attribute_names(record_type.fields, dir(pydantic.BaseModel))
        fields = {
            attributes[field.name]: (
                self._annotation(field),
                pydantic.Field(
                    ... if field.required else None,
                    alias=None if attributes[field.name] == field.name else field.name,
                    title=title(field),
                    description=description(field),
                ),
            )
            for field in record_type.fields
        }

        by_attribute = {mine: name for name, mine in attributes.items() if mine != name}

        def read(cls: Any, data: object) -> object:
            if isinstance(data, cls):
                return data
            if isinstance(data, dict):
                named = {mine: name for mine, name in by_attribute.items() if name not in data}
                data = {named.get(key, key): value for key, value in data.items()}
            try:
                record = validate(as_written(data), record_type)
            except RecordError as error:
                raise as_validation_error(error, record_type.name) from None
            return self._values(record_type, record)

        return pydantic.create_model(
            "".join(c if c.isalnum() else "_" for c in record_type.name),
            __doc__=title(record_type),
            __config__=pydantic.ConfigDict(
                title=title(record_type),
                extra="forbid",
                populate_by_name=True,
                serialize_by_alias=True,
                protected_namespaces=(),
            ),
            __validators__={"read": pydantic.model_validator(mode="before")(classmethod(read))},
            **fields,
        )

    def _annotation(self, field: Field) -> Any:
        held = self._held(field.type)
        if held is not None:
            return held if field.required else held | None
        said = {k: v for k, v in field_schema(field).items() if k not in ("title", "description")}
        return _annotated(
            Any,
            self.pydantic.WithJsonSchema(said),
            self.pydantic.PlainSerializer(in_json, when_used="json"),
        )

    def _held(self, type_: Type) -> Any:
        """The annotation of a field that holds records; ``None`` for any other field."""
        if isinstance(type_, RecordType):
            return self.made(type_)
        if isinstance(type_, ListType):
            held = self._held(type_.element)
            return None if held is None else list[held | None]  # type: ignore[valid-type]
        return None

    def _values(self, record_type: RecordType, record: Mapping[str, Value]) -> dict[str, Any]:
        """The known values of a record, by the names of the fields in Python."""
        attributes = attribute_names(record_type.fields, dir(self.pydantic.BaseModel))
        return {
            attributes[field.name]: self._value(field.type, record[field.name])
            for field in record_type.fields
            if record[field.name] is not None
        }

    def _value(self, type_: Type, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(type_, RecordType):
            # Nested records are validated already, so their models are made without reading them
            # again.
            known = self._values(type_, value)
            whole = self.made(type_)
            absent = {name: None for name in whole.model_fields if name not in known}
            return whole.model_construct(_fields_set=set(known), **absent, **known)
        if isinstance(type_, ListType):
            return [self._value(type_.element, element) for element in value]
        return value


def _annotated(kind: Any, *said: Any) -> Any:
    from typing import Annotated

    return Annotated[(kind, *said)]


def attribute_names(fields: Iterable[Field], taken: Iterable[str]) -> dict[str, str]:
    """The names of fields in Python: their own names, or similar ones where these are not possible.

    >>> from linkage_rules.model.types import Scalar
    >>> names = ("amount", "class", "copy", "_x", "a b")
    >>> attribute_names((Field(name, None, Scalar.TEXT) for name in names), ["copy"])
    {'amount': 'amount', 'class': 'class_', 'copy': 'copy_', '_x': 'x', 'a b': 'a_b'}
    """
    names = [field.name for field in fields]
    used = {*taken, *names}
    found: dict[str, str] = {}
    for name in names:
        plain = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")
        if plain and name not in taken:
            found[name] = name
            continue
        other = "".join(c if c.isalnum() else "_" for c in name).strip("_")
        other = other if other[:1].isidentifier() else f"field_{other}"
        while other in used or keyword.iskeyword(other):
            other += "_"
        used.add(other)
        found[name] = other
    return found


def in_json(value: Any) -> Any:
    """A value as it stands in a record in JSON; a type that JSON lacks becomes a text.

    >>> in_json(Fraction(3, 10)), in_json(Period(months=36)), in_json([Fraction(1, 2), None])
    ('0.3', '3 years', ['0.5', None])
    """
    match value:
        case Fraction():
            return write_number(value)
        case Period():
            return write_period(value, "en")
        case list() | tuple():
            return [in_json(element) for element in value]
    return value


def as_written(data: Any, depth: int = 0) -> Any:
    """Plain data with each ``float`` as the decimal that it was written as.

    FastAPI gives a number of a request as a ``float``, from which the decimal can be recovered up
    to 15 digits; a ``float`` with more digits was computed and stays as it is.

    >>> as_written({"share": [0.1, 0.1 + 0.2]})
    {'share': [Decimal('0.1'), 0.30000000000000004]}
    """
    if depth > MAX_DEPTH:
        return data
    match data:
        case float() if math.isfinite(data):
            decimal = Decimal(float.__repr__(data))
            return decimal if len(decimal.normalize().as_tuple().digits) <= _EXACT_DIGITS else data
        case dict():
            return {name: as_written(value, depth + 1) for name, value in data.items()}
        case list():
            return [as_written(value, depth + 1) for value in data]
    return data


def as_validation_error(error: RecordError, name: str) -> Exception:
    """The problems of a record as an error of pydantic, each at its location."""
    core = required("pydantic_core", "service")
    told = [
        core.InitErrorDetails(
            type=core.PydanticCustomError(
                problem.code,
                "{zh} / {en}",
                {
                    "zh": problem.why.zh,
                    "en": problem.why.en,
                    **{k: v for k, v in problem.to_dict().items() if k in ("expected", "hint")},
                },
            ),
            loc=problem.path,
            input=problem.value,
        )
        for problem in error.problems
    ]
    found: Exception = core.ValidationError.from_exception_data(name, told)
    return found
