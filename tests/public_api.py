"""The public API as text: every public name with its signature.

Annotations are shown by their last names, so that moving a class to another module changes nothing.
"""

import enum
import inspect
import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import import_module

import attrs

from linkage_rules.model.expressions import Expression
from linkage_rules.model.types import Type
from linkage_rules.model.values import Value
from linkage_rules.words.keywords import Language

MODULES = (
    "linkage_rules",
    "linkage_rules.analysis",
    "linkage_rules.decisions",
    "linkage_rules.policy",
    "linkage_rules.policy.loading",
    "linkage_rules.records",
    "linkage_rules.service",
    "linkage_rules.sources",
    "linkage_rules.testing",
    "linkage_rules.testing.generation",
)


# Classes that public functions give, but whose annotations are imported for type checkers only.
GIVEN = (
    "linkage_rules.analysis.advice.Advice",
    "linkage_rules.analysis.difference.Difference",
)

_UNIONS = {
    "Expression": str(Expression),
    "Value": str(Value),
    "Type": str(Type),
    "Language": str(Language),
}


def described() -> str:
    """The text of all of `MODULES`: each class is described where it is first met."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    seen: set[type] = set()
    for module_name in MODULES:
        module = import_module(module_name)
        yield f"== {module_name}"
        for name in sorted(module.__all__):
            yield from _member(name, getattr(module, name), seen)
        yield ""
    yield "== what these give and hold, the model and the text of a policy apart"
    for given in map(named, GIVEN):
        yield from _member(given.__name__, given, seen)
    for given in sorted(given_by(seen), key=lambda each: (each.__name__, each.__module__)):
        yield from _member(given.__name__, given, seen)


def named(path: str) -> type:
    module, _, name = path.rpartition(".")
    named: type = getattr(import_module(module), name)
    return named


def given_by(seen: set[type]) -> set[type]:
    """The classes of the library in annotations of public methods and fields of the classes in
    ``seen``."""
    given: set[type] = set()
    for owner in seen:
        words = {word for _, value in members_of(owner) for word in _words(signature_of(value))}
        for home in map(inspect.getmodule, filter(is_ours, owner.__mro__)):
            given |= {v for n, v in vars(home).items() if inspect.isclass(v) and n in words}
    inner = ("linkage_rules.model.", "linkage_rules.language.")
    return {
        each for each in given - seen if is_ours(each) and not each.__module__.startswith(inner)
    }


def _words(signature: str | None) -> set[str]:
    return set(re.findall(r"[A-Z]\w+", signature or ""))


def _member(name: str, value: object, seen: set[type]) -> Iterator[str]:
    if inspect.isclass(value):
        base = next(b for b in value.__mro__[1:] if not is_ours(b) or b.__name__ in all_names())
        yield f"class {name}" if base is object else f"class {name}({base.__name__})"
        if value in seen:
            return
        seen.add(value)
        yield from _class(value)
    elif inspect.isfunction(inspect.unwrap(value)):
        yield f"def {name}{signature_of(inspect.unwrap(value))}"
    elif inspect.ismodule(value):
        yield f"module {name}"
    else:
        yield f"{name}: {type(value).__name__}"


def _class(owner: type) -> Iterator[str]:
    if issubclass(owner, enum.Enum):
        yield from (f"  {member.name} = {member.value!r}" for member in owner)
    elif any("__init__" in vars(base) for base in owner.__mro__ if is_ours(base)):
        yield f"  __init__{signature_of(owner.__init__)}"
    for name, value in members_of(owner):
        match value:
            case property() | cached_property():
                yield f"  {name}{signature_of(value)}"
            case attrs.Attribute():
                yield f"  {name}: {_annotation(value.type)}"
            case staticmethod() | classmethod():
                yield f"  {type(value).__name__} {name}{signature_of(value)}"
            case _ if inspect.isfunction(value):
                yield f"  def {name}{signature_of(value)}"
            case _:
                yield f"  {name}"


@cache
def all_names() -> frozenset[str]:
    return frozenset(name for module in MODULES for name in import_module(module).__all__)


def is_ours(base: type) -> bool:
    return base.__module__.startswith("linkage_rules")


def members_of(owner: type) -> Iterator[tuple[str, object]]:
    """The public members that a class and its bases in the library define."""
    members: dict[str, object] = {}
    for base in reversed(owner.__mro__):
        if is_ours(base):
            members |= vars(base)
    if attrs.has(owner):
        members |= {field.name: field for field in attrs.fields(owner)}
    if issubclass(owner, enum.Enum):
        members = {name: each for name, each in members.items() if name not in owner.__members__}
    return ((name, members[name]) for name in sorted(members) if not name.startswith("_"))


def signature_of(value: object) -> str | None:
    if isinstance(value, property):
        given = inspect.signature(value.fget).return_annotation if value.fget else None
        return f": {_annotation(given)}"
    if isinstance(value, cached_property):
        return f": {_annotation(inspect.signature(value.func).return_annotation)}"
    if isinstance(value, attrs.Attribute):
        return _annotation(value.type)
    if isinstance(value, staticmethod | classmethod):
        value = value.__func__
    if not inspect.isfunction(value):
        return None
    signature = inspect.signature(value)
    parameters = [
        each.replace(annotation=_Shown(each.annotation))
        if each.annotation is not each.empty
        else each
        for each in signature.parameters.values()
    ]
    gives = signature.return_annotation
    return str(inspect.Signature(parameters)) + (
        "" if gives is signature.empty else f" -> {_annotation(gives)}"
    )


class _Shown:
    def __init__(self, annotation: object) -> None:
        self.text = _annotation(annotation)

    def __repr__(self) -> str:
        return self.text


def _annotation(annotation: object) -> str:
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        return annotation.__qualname__
    text = annotation if isinstance(annotation, str) else str(annotation)
    for name, union in _UNIONS.items():
        text = text.replace(union, name)
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", re.sub(r"\(?<class '([\w.]+)'>\)?", r"\1", text))
