"""What declared things are called in both languages, and how they are found by name or label."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from typing import Any, Final, NoReturn, Protocol, Self, TypeVar

from linkage_rules.errors import ArgumentError, Error, Fault
from linkage_rules.model.briefly import listed
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import DID_YOU_MEAN, Phrase

_K = TypeVar("_K")
_V = TypeVar("_V")

_LONGEST_COMPARED: Final = 200
_NOT_FOUND: Final = Phrase(
    "the decision has no action, norm or fact called {name}",
    "审核结论中没有名为 {name} 的行为、规定或认定事项",
)
_NO_SUCH: Final = Phrase("there is no {kind} called {name}", "没有名为 {name} 的{kind}")

ACTION: Final = Phrase("action", "行为")
BEARER: Final = Phrase("bearer", "责任主体")
PARAMETER: Final = Phrase("parameter", "参数")
NORM: Final = Phrase("norm", "规定")
FACT: Final = Phrase("fact", "认定事项")
FIELD: Final = Phrase("field", "字段")
RESULT: Final = Phrase("result", "结果")
DISTRIBUTION: Final = Phrase("distribution", "分配")


class Named(Protocol):
    """Anything that a policy declares with a name and perhaps a label."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str | None: ...


def called(declared: Named) -> Phrase:
    """The name for users: in Chinese the label, where there is one; in English the ASCII name.

    >>> from linkage_rules.model.norms import Bearer
    >>> called(Bearer("county", "县级主管部门")).zh
    '县级主管部门'
    """
    return Phrase(declared.name, declared.label or declared.name)


@lru_cache(maxsize=4096)
def as_words(name: str) -> str:
    """An ASCII name as plain words, with spaces for underscores.

    >>> as_words("enter_library"), as_words("PovertyVillage")
    ('enter library', 'poverty village')
    """
    return _JOINT.sub(" ", name).strip().lower()


_JOINT: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")


class UnknownNameError(Error, KeyError):
    """A name was asked for that a decision, or a mapping by name, does not have.

    ``name`` is the name that was asked for, ``near`` a similar name that exists, or None, and
    ``kind`` the kind of thing that was looked for, such as an action, or None. ``str()`` gives the
    message in English, `render` in either language.

    >>> print(UnknownNameError("entr", "entry").render("zh"))
    审核结论中没有名为 entr 的行为、规定或认定事项；是否想写“entry”？
    """

    def __init__(self, name: str, near: str | None = None, kind: Phrase | None = None) -> None:
        name = name if isinstance(name, str) else repr(name)
        super().__init__(name, near, kind)
        self.name = name
        self.near = near
        self.kind = kind
        said = {language: self._said(language) for language in LANGUAGES}
        self.problems = (Fault("ASK-101", (name,), said["en"], said["zh"]),)

    def __str__(self) -> str:
        return self.render("en")

    def _said(self, language: Language) -> str:
        # Imported here, because it imports much that users of `called` alone do not need.
        from linkage_rules.words.told_values import readable

        name = readable(self.name)
        if self.kind is None:
            found = _NOT_FOUND.fill(language, {"name": name})
        else:
            found = _NO_SUCH.fill(language, {"name": name, "kind": self.kind})
        if self.near is None:
            return found
        joint = "；" if language == "zh" else "; "
        return found + joint + DID_YOU_MEAN.fill(language, {"near": self.near})


def find(spelling: str, declared: Mapping[_K, Iterable[Named]]) -> tuple[_K, str]:
    """Find a declared thing by its name or its label; gives its kind and its ASCII name.

    No two things share a name or label. Raises `UnknownNameError` with the nearest spelling when
    nothing has it.

    >>> from linkage_rules.model.norms import Bearer
    >>> find("县", {"actions": [], "bearers": [Bearer("county", "县")]})
    ('bearers', 'county')
    """
    everything = [(kind, one) for kind, ones in declared.items() for one in ones]
    for kind, one in everything:
        if spelling in (one.name, one.label):
            return kind, one.name
    known = [spelled for _, one in everything for spelled in (one.name, one.label) if spelled]
    raise UnknownNameError(spelling, _near(spelling, known))


def _near(spelling: str, known: Iterable[str]) -> str | None:
    near = get_close_matches(spelling[:_LONGEST_COMPARED], known, 1)
    return near[0] if near else None


def labels_of(declared: Iterable[Named]) -> dict[str, str]:
    """The ASCII names of declared things by their labels.

    >>> from linkage_rules.model.norms import Bearer
    >>> labels_of([Bearer("county", "县"), Bearer("city", None)])
    {'县': 'county'}
    """
    return {one.label: one.name for one in declared if one.label}


_D = TypeVar("_D", bound="Named")


def declared(kind: Phrase, things: Mapping[str, _D]) -> "ByName[_D]":
    """A mapping of declared things that can be looked up by name and by label."""
    return ByName(kind, things, labels_of(things.values()))


class ByName(dict[str, _V]):
    """Answers or values by ASCII name, which cannot be changed; labels are taken as names are.

    A name that is not there raises `UnknownNameError`, a `KeyError`, with the nearest name. An
    interactive prompt completes names and labels.

    >>> found = ByName(ACTION, {"enter": True}, {"入库": "enter"})
    >>> found["enter"], found["入库"], "入库" in found
    (True, True, True)
    >>> print(found.get("leave"), len(found))
    None 1
    >>> found["entr"]  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    linkage_rules.words.called.UnknownNameError: there is no action called entr; ...
    """

    __slots__ = ("_kind", "_labels")

    def __init__(
        self, kind: Phrase, values: Mapping[str, _V], labels: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(values)
        self._kind = kind
        self._labels = labels or {}

    def __missing__(self, name: str) -> _V:
        if (found := self._labels.get(name)) is not None and super().__contains__(found):
            return super().__getitem__(found)
        raise UnknownNameError(name, _near(str(name), [*self, *self._labels]), self._kind)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or super().__contains__(self._labels.get(name, name))  # type: ignore[call-overload]

    def get(self, name: str, default: Any = None) -> Any:
        """The value by a name or label, or the default."""
        if name in self:
            return self[name]
        return default

    def __repr__(self) -> str:
        shown = (f"{name} {_in_short(value)}" for name, value in self.items())
        kind = self._kind.en if len(self) == 1 else f"{self._kind.en}s"
        return listed(f"<{len(self) or 'no'} {kind}: ", shown, ">") if self else f"<no {kind}>"

    def _ipython_key_completions_(self) -> list[str]:
        return [*self, *self._labels]

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._kind, dict(self), self._labels)

    def _unchangeable(self, *_: object, **__: object) -> NoReturn:
        kind = self._kind
        en, zh = f"what is known of each {kind.en} cannot be changed", f"各{kind.zh}的内容不可更改"
        raise ArgumentError("ASK-113", kind.en, en, zh)

    __setitem__ = __delitem__ = __ior__ = _unchangeable
    clear = pop = popitem = setdefault = update = _unchangeable


def _in_short(value: object) -> str:
    status = getattr(value, "status", value)
    if isinstance(status, Enum):
        return str(status.value)
    if isinstance(words := getattr(value, "words", None), Phrase):
        return words.en
    from linkage_rules.words.showing import shown

    return "…" if isinstance(value, Mapping | tuple) and value else shown(value)
