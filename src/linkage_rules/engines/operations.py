"""The table of an engine for the operations: a function for each row of `model.operations`."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from linkage_rules.errors import Error, Fault
from linkage_rules.model.operations import Operation
from linkage_rules.words.messages import Phrase
from linkage_rules.words.written import written

Meaning: TypeAlias = Callable[..., Any]

_OPERAND: Final = Phrase("…", "…")


class LackingError(Error):
    """An engine has no function for an operation. ``because`` says for which, and what to do."""

    def __init__(self, because: Phrase) -> None:
        super().__init__(because)
        self.because = because
        self.problems = (Fault("ASK-501", (), because.en, because.zh),)

    def __str__(self) -> str:
        return f"{self.render('en')}\n{self.render('zh')}"


@frozen
class Column:
    """The functions of an engine by the names of the operations.

    ``instead`` is the phrase for an operation that has none.
    """

    instead: Phrase
    meanings: dict[str, Meaning] = field(factory=dict)

    def means(self, name: str) -> Callable[[Meaning], Meaning]:
        """A decorator that enters a function for the operation with a name."""

        def entered(function: Meaning) -> Meaning:
            self.meanings[name] = function
            return function

        return entered

    def of(self, operation: Operation) -> Meaning:
        """The function for an operation; raises `LackingError` where there is none."""
        meaning = self.meanings.get(operation.name)
        if meaning is None:
            shown = written(operation, [_OPERAND] * operation.arity)
            raise LackingError(self.instead.filled(operation=shown))
        return meaning
