"""The base of every error that the library raises on purpose, and what each of them can say.

>>> from linkage_rules.model.types import RecordType
>>> from linkage_rules.records import validate
>>> try:
...     validate({"nane": "P-1"}, RecordType("Project", "项目", ()))
... except Error as error:
...     [(problem.code, problem.path) for problem in error.problems]
[('REC-102', ('nane',))]
"""

from typing import Any, Final, Literal, Protocol, TypeAlias

from attrs import frozen

Language: TypeAlias = Literal["en", "zh"]

_LONGEST: Final = 160
"""The characters of the message by which an error shows itself."""


class Told(Protocol):
    """One problem that an error reports.

    ``code`` is stable: see ``docs/errors.md``. ``path`` says where, from the outside to the inside:
    field names and positions in lists, or a file, a line and a column; it is empty for the whole.
    """

    @property
    def code(self) -> str: ...
    @property
    def path(self) -> tuple[str | int, ...]: ...
    def render(self, language: Language) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...


class Error(Exception):
    """Every error that the library raises on purpose.

    ``problems`` are all that is wrong, at least one, each with a stable ``code``, a ``path``, words
    in both languages (`render`) and `to_dict`. An error that is about one thing has one.
    """

    problems: tuple[Told, ...]

    def __repr__(self) -> str:
        more = len(self.problems) - 1
        said = self.problems[0].render("en").partition("\n")[0]
        words = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
        return f"<{type(self).__name__} {self.code}: {words}{f' and {more} more' * bool(more)}>"

    @property
    def code(self) -> str:
        """The stable code of the first problem, such as ``REC-102``."""
        return self.problems[0].code

    def render(self, language: Language) -> str:
        """The message in one language, ``zh`` or ``en``."""
        return "\n".join(problem.render(language) for problem in self.problems)

    def to_dict(self) -> dict[str, Any]:
        """The error as plain data, ready for JSON: its kind, its code and its problems."""
        return {
            "error": type(self).__name__,
            "code": self.code,
            "problems": [problem.to_dict() for problem in self.problems],
        }


@frozen
class Fault:
    """The one problem of an error that is about one thing; ``en`` and ``zh`` say what it is.

    >>> Fault("ASK-004", ("engine",), "no such engine", "没有这个引擎").to_dict()["path"]
    ['engine']
    """

    code: str
    path: tuple[str | int, ...]
    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def render(self, language: Language) -> str:
        """The message in one language."""
        return self.zh if language == "zh" else self.en

    def to_dict(self) -> dict[str, Any]:
        """The problem as plain data, ready for JSON."""
        return {
            "code": self.code,
            "path": list(self.path),
            "message": {"zh": self.zh, "en": self.en},
        }


class ArgumentError(Error, ValueError, TypeError):
    """An argument that is not what a function takes: a fault of the program, not of a record.

    ``argument`` is its name. It is a ValueError and a TypeError, whichever a caller looks for.
    """

    def __init__(self, code: str, argument: str, en: str, zh: str) -> None:
        super().__init__(code, argument, en, zh)
        self.argument = argument
        self.problems = (Fault(code, (argument,), en, zh),)

    def __str__(self) -> str:
        return f"{self.problems[0].render('en')} ({self.problems[0].render('zh')})"


def not_a(argument: str, en: str, zh: str, given: object) -> ArgumentError:
    """The error for an argument of the wrong type.

    ``en`` and ``zh`` name the type that was expected, ``given`` is what was passed instead.
    """
    kind = type(given).__name__
    return ArgumentError(
        "ASK-115",
        argument,
        f"{argument} is {en}, not {kind}",
        f"{argument} 应为{zh}，而不是 {kind}",
    )


def not_sent(kind: str, en: str, zh: str) -> ArgumentError:
    """The error for an object of a ``kind`` that cannot be sent to another process.

    ``en`` and ``zh`` say what to send instead.
    """
    return ArgumentError(
        "ASK-114",
        kind,
        f"a {kind} belongs to this process and cannot be pickled or copied; {en}",
        f"{kind} 属于当前进程，不能序列化或复制；{zh}",
    )
