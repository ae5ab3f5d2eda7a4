"""What declared things are called, and finding them by what they are called."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final, Protocol, TypeVar

from linkage_rules.errors import Error, Fault
from linkage_rules.words.keywords import LANGUAGES, Language
from linkage_rules.words.messages import DID_YOU_MEAN, Phrase

_K = TypeVar("_K")

_LONGEST_COMPARED: Final = 200
_NOT_FOUND: Final = Phrase(
    "the decision has no action, norm or fact called {name}",
    "审核结论中没有名为 {name} 的行为、规定或认定事项",
)


class Named(Protocol):
    """Anything a policy declares."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str | None: ...


def called(declared: Named) -> Phrase:
    """In Chinese the label, where there is one; in English the ASCII name.

    >>> from linkage_rules.model.norms import Bearer
    >>> called(Bearer("county", "县级主管部门")).zh
    '县级主管部门'
    """
    return Phrase(declared.name, declared.label or declared.name)


class UnknownNameError(Error, KeyError):
    """A decision was asked for an action, norm or fact that it knows nothing of.

    ``name`` is what was asked for, ``near`` a name like it, if there is one. ``str()`` gives the
    message in English, `render` in either language.

    >>> print(UnknownNameError("entr", "entry").render("zh"))
    审核结论中没有名为 entr 的行为、规定或认定事项；是否想写“entry”？
    """

    def __init__(self, name: str, near: str | None = None) -> None:
        super().__init__(name, near)
        self.name = name
        self.near = near
        said = {language: self._said(language) for language in LANGUAGES}
        self.problems = (Fault("ASK-101", (name,), said["en"], said["zh"]),)

    def __str__(self) -> str:
        return self.render("en")

    def _said(self, language: Language) -> str:
        # Only here: what tells values is much to import for all who only need `called`.
        from linkage_rules.words.told_values import readable

        found = _NOT_FOUND.fill(language, {"name": readable(self.name)})
        if self.near is None:
            return found
        joint = "；" if language == "zh" else "; "
        return found + joint + DID_YOU_MEAN.fill(language, {"near": self.near})


def find(spelling: str, declared: Mapping[_K, Iterable[Named]]) -> tuple[_K, str]:
    """The kind and the ASCII name of what has that name or label; no two things share one.

    Raises `UnknownNameError` with the nearest spelling when nothing has it.

    >>> from linkage_rules.model.norms import Bearer
    >>> find("县", {"actions": [], "bearers": [Bearer("county", "县")]})
    ('bearers', 'county')
    """
    everything = [(kind, one) for kind, ones in declared.items() for one in ones]
    for kind, one in everything:
        if spelling in (one.name, one.label):
            return kind, one.name
    known = [spelled for _, one in everything for spelled in (one.name, one.label) if spelled]
    near = get_close_matches(spelling[:_LONGEST_COMPARED], known, 1)
    raise UnknownNameError(spelling, near[0] if near else None)
