"""A derivation read: its answer, the parts that decide it, the row of a table it led to."""

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Fact, Norm, TableRow
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.traversal import walk


def deciding(derivation: Derivation) -> tuple[Derivation, ...]:
    """The parts that have to be shown for the answer to be understood.

    Of a conjunction that is no, the parts that are no; of one that is yes, all; of anything
    unknown, the unknown parts, or all where none of them is.

    >>> from linkage_rules.model.types import Scalar
    >>> yes, no = (model.Constant(answer, Scalar.YES_NO) for answer in (True, False))
    >>> parts = (Derivation(yes, True), Derivation(no, False))
    >>> deciding(Derivation(model.And((yes, no)), False, parts)) == parts[1:]
    True
    """
    parts = derivation.parts
    if derivation.answer is None and not isinstance(derivation.subject, model.FactOf):
        return tuple(part for part in parts if part.answer is None) or parts
    match derivation.subject:
        case model.FactOf():
            return parts[-1:]
        case model.And() | Norm():
            return _agreeing(parts, False) if derivation.answer is False else parts
        case model.Or():
            return _agreeing(parts, True) if derivation.answer is True else parts
        case model.Implies() if derivation.answer is True:
            condition, consequence = parts
            return (*_agreeing((condition,), False), *_agreeing((consequence,), True))
        case model.NormIs() if derivation.answer is False:
            applies, *done = parts
            return (applies,) if applies.answer is False else tuple(done)
        case model.Some() | model.Every() | model.HowMany():
            return tuple(bodies(derivation).values())
    return parts


def decided_by(derivation: Derivation, evaluation: Evaluation) -> tuple[Derivation, ...]:
    """What an answer rests on one step back: the parts that decide it, and for a verdict that is
    asked for the norms that make it."""
    match derivation.subject:
        case model.ActionIs(action):
            return tuple(evaluation.applies[name] for name in evaluation.verdicts[action].by)
    return deciding(derivation)


def behind(
    answers: Iterable[Derivation], onward: Callable[[Derivation], Iterable[Derivation]]
) -> Iterator[Derivation]:
    """Answers and all that one comes to from them, depth first and each once."""
    waiting, met = [*answers][::-1], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) not in met:
            met.add(id(current))
            yield current
            waiting += reversed([*onward(current)])


def bodies(derivation: Derivation) -> dict[int, Derivation]:
    """The elements that decide a quantifier over a known list, by position, each with its answer.

    They are those that agree with the answer: every element, where no single one decides. Where so
    many are wanted it is all of which it is known, which together suffice.
    """
    elements = enumerate(derivation.parts[1:])
    if isinstance(derivation.subject, model.HowMany) and derivation.answer is not None:
        return {index: body for index, body in elements if body.answer is not None}
    return {index: body for index, body in elements if body.answer is derivation.answer}


def _agreeing(parts: tuple[Derivation, ...], answer: bool) -> tuple[Derivation, ...]:
    return tuple(part for part in parts if part.answer is answer)


@frozen
class Lookup:
    """What came of looking a record up in a table.

    ``row`` is the row that gives the value, which ``value`` derives; there is none where the day or
    the record leaves it open, and where a layer below gives the value. ``inputs`` are what was
    looked at, of a row that was found what it asks for.
    """

    row: TableRow | None
    value: Derivation
    inputs: tuple[Derivation, ...]


def look_up(fact: Fact, means: Derivation) -> Lookup:
    """Follow the choices of a table down to its value."""
    rows = {row.span: row for row in fact.table}
    asked: list[Derivation] = []
    # Of what is read, such as a fact, the subject is what was declared, and not where it is read.
    node: Expression = means.subject if isinstance(means.subject, model.Choose) else fact.definition
    current = means
    while isinstance(node, model.Choose) and node.span not in rows:
        condition, *chosen = current.parts
        asked.append(condition)
        if not chosen:
            break
        node = node.consequence if condition.answer else node.alternative
        current = chosen[0]
    row, inputs = rows.get(node.span), _inputs(asked)
    if row is not None and row.condition is not None:
        read = {part.name for part in walk(row.condition) if isinstance(part, _READ)}
        inputs = tuple(one for one in inputs if getattr(one.subject, "name", None) in read)
    return Lookup(row, current, inputs)


_READ = (model.FieldValue, model.FactValue, model.FactOf)


def _inputs(conditions: Iterable[Derivation]) -> tuple[Derivation, ...]:
    """The fields and facts that the conditions read, each once, however often it is read."""
    inputs: dict[str, Derivation] = {}
    for found in behind(conditions, lambda one: () if _is_read(one) else one.parts):
        match found.subject:
            case model.FieldValue() | Fact() as read:
                inputs.setdefault(found.path or read.name, found)
    return tuple(inputs.values())


def _is_read(found: Derivation) -> bool:
    return isinstance(found.subject, model.FieldValue | Fact)
