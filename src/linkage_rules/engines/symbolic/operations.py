"""The symbolic column of the table of operations: what each means over open values."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.values import Symbolic, computed
from linkage_rules.model.operations import Operation
from linkage_rules.words.messages import Phrase
from linkage_rules.words.written import written

Meaning: TypeAlias = Callable[..., Symbolic]
"""Takes the scene and the operands."""

MEANINGS: Final[dict[str, Meaning]] = {}
"""By the name of the operation."""

_OPERAND: Final = Phrase("…", "…")
_LACKING: Final = Phrase(
    "nothing is proved of “{operation}” yet; the records can be judged one by one",
    "尚不能对“{operation}”作证明；可以逐条审核记录",
)


class LackingError(Exception):
    """A question rests on an operation of which nothing can be proved; ``because`` says which."""

    def __init__(self, operation: Operation) -> None:
        self.because = _LACKING.filled(operation=written(operation, [_OPERAND] * operation.arity))
        super().__init__(self.because.en)


def means(name: str) -> Callable[[Meaning], Meaning]:
    """Enters a function into the column."""

    def entered(function: Meaning) -> Meaning:
        MEANINGS[name] = function
        return function

    return entered


def applied(operation: Operation, scene: Scene, operands: Sequence[Symbolic]) -> Symbolic:
    """An operation on open values; raises `LackingError` where the column has none for it."""
    meaning = MEANINGS.get(operation.name)
    if meaning is None:
        raise LackingError(operation)
    return meaning(scene, *operands)


@means("years_between")
def _years_between(scene: Scene, start: Symbolic, end: Symbolic) -> Symbolic:
    return computed(scene.calendar.years_between, start, end)
