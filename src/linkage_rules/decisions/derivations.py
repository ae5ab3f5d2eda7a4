"""Reading a derivation: which parts decide its answer, which row of a table it led to, what each
entry of a distribution was worked out from."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.model import expressions as model
from linkage_rules.model.distributing import Amount, Hindrance, hindrance
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Norm, TableRow
from linkage_rules.model.outcomes import Answer, Derivation
from linkage_rules.model.traversal import walk
from linkage_rules.model.values import Value


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
    answers = [part.answer for part in parts]
    return tuple(
        [parts[n] for n in deciding_places(derivation.subject, derivation.answer, answers)]
    )


def deciding_places(
    subject: Expression | Fact | Norm | Action, answer: Answer, answers: Sequence[Answer]
) -> Iterable[int]:
    """The positions of the deciding parts (see `deciding`), when only their answers are known."""
    every = range(len(answers))
    if answer is None and not isinstance(subject, model.FactOf):
        return _equal(answers, None) or every
    match subject:
        case model.FactOf():
            return every[-1:]
        case model.And() | Norm():
            return _equal(answers, False) if answer is False else every
        case model.Or():
            return _equal(answers, True) if answer is True else every
        case model.Implies() if answer is True:
            return [n for n in every if answers[n] is bool(n)]
        case model.NormIs() if answer is False:
            return every[:1] if answers[0] is False else every[1:]
        case model.Some() | model.Every() | model.HowMany():
            return _bodies(subject, answer, answers)
    return every


def decided_by(derivation: Derivation, evaluation: Evaluation) -> tuple[Derivation, ...]:
    """What an answer directly rests on: its deciding parts, or for a question about a verdict the
    norms that decide the verdict."""
    match derivation.subject:
        case model.ActionIs(action):
            return tuple(evaluation.applies[name] for name in evaluation.verdicts[action].by)
    return deciding(derivation)


def behind(
    answers: Iterable[Derivation], onward: Callable[[Derivation], Iterable[Derivation]]
) -> Iterator[Derivation]:
    """The derivations that can be reached from some by ``onward``, depth first and each once,
    beginning with themselves."""
    waiting, met = [*answers][::-1], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) not in met:
            met.add(id(current))
            yield current
            waiting += reversed([*onward(current)])


def bodies(derivation: Derivation) -> dict[int, Derivation]:
    """The elements that decide a quantifier over a known list, by position, each with its answer.

    They are the elements with the same answer as the whole; for `HowMany` all elements whose answer
    is known, since only together they decide.
    """
    parts = derivation.parts
    found = _bodies(derivation.subject, derivation.answer, [part.answer for part in parts])
    return {place - 1: parts[place] for place in found}


def _bodies(subject: object, answer: Answer, answers: Sequence[Answer]) -> list[int]:
    if isinstance(subject, model.HowMany) and answer is not None:
        return [n for n in range(1, len(answers)) if answers[n] is not None]
    return [n for n in _equal(answers, answer) if n]


def _equal(answers: Sequence[Answer], answer: Answer) -> list[int]:
    return [place for place, found in enumerate(answers) if found is answer]


@frozen
class Lookup:
    """The outcome of looking up a record in a decision table.

    ``row`` is the row that gives the value, and ``value`` the derivation of that value. Both are
    None where the day or the record does not settle the row, and where a layer below gives the
    value. ``inputs`` are the fields and facts that were looked at; with a row, those that its
    conditions read.
    """

    row: TableRow | None
    value: Derivation
    inputs: tuple[Derivation, ...]


def look_up(fact: Fact, means: Derivation) -> Lookup:
    """Follow the choices in the expression of a table down to the row and the value that it
    gives."""
    rows = {row.span: row for row in fact.table}
    asked: list[Derivation] = []
    # The subject of a value that is read, such as a fact, is its declaration, not the expression
    # that reads it.
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


# Distributions


@frozen
class Entry:
    """What was looked at for one element of a distribution: whether it takes part, its base, its
    weight.

    Each is None where the engine did not need it.
    """

    passes: Derivation | None
    base: Derivation | None
    weight: Derivation | None

    @property
    def takes_part(self) -> bool | None:
        """Whether the element takes part; None where that is unknown."""
        if self.passes is None:
            return True
        answer = self.passes.answer
        assert answer is None or isinstance(answer, bool)
        return answer


def entries(derivation: Derivation) -> list[Entry]:
    """The elements of a distribution, in order; empty where the list is unknown."""
    node = derivation.subject
    assert isinstance(node, model.Distribute)
    collection, _, *rest = derivation.parts
    waiting = iter(rest)
    found = []
    for _ in collection.answer if isinstance(collection.answer, tuple) else ():
        passes = None if node.where is None else next(waiting)
        base = weight = None
        if passes is None or passes.answer is True:
            base = None if node.base is None else next(waiting)
            weight = next(waiting)
        found.append(Entry(passes, base, weight))
    return found


def hindered(derivation: Derivation) -> Hindrance | None:
    """Why no share of the distribution is known; None where all are."""
    if derivation.answer is not None:
        return None
    collection, total, *_ = derivation.parts
    if collection.answer is None:
        return Hindrance.NO_LIST
    looked_at = entries(derivation)
    there = [entry for entry in looked_at if entry.takes_part]
    bases = [amount_of(entry.base) for entry in there if entry.base is not None]
    why = hindrance(amount_of(total), bases, [amount_of(entry.weight) for entry in there])
    open_ = any(entry.takes_part is None for entry in looked_at)
    if open_ and why in (None, Hindrance.NO_BASE, Hindrance.NO_WEIGHT, _NOTHING):
        return Hindrance.NOT_SAID_WHO
    return why


_NOTHING = Hindrance.NOTHING_TO_PART_BY


def amount_of(derivation: Derivation | None) -> Amount | None:
    """The answer of a derivation that is known to be a number or an amount."""
    value: Value = None if derivation is None else value_of(derivation)
    assert not isinstance(value, bool)
    assert value is None or isinstance(value, Amount)
    return value
