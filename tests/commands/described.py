"""Which fields a schema describes, and which of them occur in a document."""

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

Schema = Mapping[str, Any]
WAYS = ("oneOf", "anyOf", "allOf")


class Fields:
    """The fields of a schema, each by the part that has it and its path there.

    What a part ``elsewhere`` is made of is the business of the schema that it comes from.
    """

    def __init__(self, schema: Schema, elsewhere: Mapping[str, Any]) -> None:
        self._parts = {
            name: part for name, part in schema.get("$defs", {}).items() if name not in elsewhere
        }
        self._schema = schema
        self._validator = Draft202012Validator(
            schema, format_checker=Draft202012Validator.FORMAT_CHECKER
        )

    def faults(self, document: Any) -> list[str]:
        """What of the document the schema does not allow."""
        return [f"{one.json_path}: {one.message}" for one in self._validator.iter_errors(document)]

    def described(self) -> set[str]:
        """Every field that is described."""
        found = {*_described(self._schema, "")}
        return found.union(*({*_described(p, f"{name}: ")} for name, p in self._parts.items()))

    def occurring(self, document: Any) -> set[str]:
        """Those that are in a document."""
        return {*self._occurring(self._schema, document, "")}

    def _occurring(self, schema: Schema, found: Any, at: str) -> Iterator[str]:
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/$defs/")
            if name in self._parts:
                yield from self._occurring(self._parts[name], found, f"{name}: ")
            return
        for way in _ways(schema):
            if self._validator.evolve(schema=way).is_valid(found):
                yield from self._occurring(way, found, at)
        if isinstance(found, list) and isinstance(schema.get("items"), dict):
            for one in found:
                yield from self._occurring(schema["items"], one, f"{at}[]")
        if isinstance(found, dict):
            each = schema.get("additionalProperties")
            for name, held in found.items():
                if name in schema.get("properties", {}):
                    yield f"{at}.{name}"
                    yield from self._occurring(schema["properties"][name], held, f"{at}.{name}")
                elif isinstance(each, dict):
                    yield from self._occurring(each, held, f"{at}.*")


def _described(schema: Schema, at: str) -> Iterator[str]:
    for name, held in schema.get("properties", {}).items():
        yield f"{at}.{name}"
        yield from _described(held, f"{at}.{name}")
    for way in _ways(schema):
        yield from _described(way, at)
    if isinstance(schema.get("items"), dict):
        yield from _described(schema["items"], f"{at}[]")
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _described(schema["additionalProperties"], f"{at}.*")


def _ways(schema: Schema) -> Iterator[Schema]:
    for key in WAYS:
        yield from schema.get(key, ())
