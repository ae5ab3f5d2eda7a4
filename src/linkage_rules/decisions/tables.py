"""Which row of a decision table a record falls under."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Fact, TableRow
from linkage_rules.model.outcomes import Derivation


@frozen
class Lookup:
    """What came of looking a record up in a table.

    ``row`` is the row that gives the value; there is none where the day or the record leaves it
    open, and where a layer below gives the value, which ``value`` then derives. ``inputs`` are what
    was looked at.
    """

    row: TableRow | None
    value: Derivation
    inputs: tuple[Derivation, ...]


def look_up(fact: Fact, means: Derivation) -> Lookup:
    """Follow the choices of a table down to its value."""
    asked: list[Derivation] = []
    current = means
    while isinstance(current.subject, model.Choose):
        condition, *chosen = current.parts
        asked.append(condition)
        if not chosen:
            break
        current = chosen[0]
    row = None
    if isinstance(current.subject, model.Constant):
        row = next((row for row in fact.table if row.span == current.subject.span), None)
    return Lookup(row, current, tuple(_inputs(asked)))


def _inputs(conditions: Sequence[Derivation]) -> Iterator[Derivation]:
    """The fields and facts that the conditions read, each once."""
    seen: set[object] = set()
    waiting = list(reversed(conditions))
    while waiting:
        current = waiting.pop()
        match current.subject:
            case model.FieldValue() | Fact() as subject:
                key = current.path or subject.name
                if key not in seen:
                    seen.add(key)
                    yield current
            case _:
                waiting.extend(reversed(current.parts))
