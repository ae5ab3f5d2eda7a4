"""How pydantic, and so FastAPI, reads and writes instances of classes that are no models of it.

Such a class has two hooks, which call `core_schema` and describe the plain data. pydantic is
imported only there, when it calls the hooks.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from linkage_rules.plain.reading import DocumentError


def core_schema(cls: type, write: Callable[[Any], Any], read: Callable[[Any], Any]) -> Any:
    """The result of ``__get_pydantic_core_schema__`` for a class.

    ``write`` makes plain data of an instance; ``read`` makes an instance of plain data, and raises
    `DocumentError` where it cannot.
    """
    core = import_module("pydantic_core")

    def taken(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        try:
            return read(value)
        except DocumentError as error:
            words = {"zh": error.why.zh, "en": error.why.en}
            raise core.PydanticCustomError(error.code, "{zh} / {en}", words) from None

    given = core.core_schema.plain_serializer_function_ser_schema(write, when_used="json")
    return core.core_schema.no_info_plain_validator_function(taken, serialization=given)
