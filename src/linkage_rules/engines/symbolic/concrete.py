"""The answers of the symbolic engine for one record, to compare them with the reference engine."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import frozen

from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.symbolic.records import Scene
from linkage_rules.engines.symbolic.rules import Rules
from linkage_rules.engines.symbolic.search import solution, value_of
from linkage_rules.engines.symbolic.terms import Bool, in_turn
from linkage_rules.engines.symbolic.values import Many, Row, Symbolic
from linkage_rules.model.package import Package, StepKind
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.model.values import Record, Truth, Value
from linkage_rules.words.messages import Phrase


@frozen
class Truths:
    """Facts, norms and verdicts of one record on one day, by name.

    ``possible`` holds for each action the verdicts that could still come out, depending on what is
    unknown.
    """

    facts: Mapping[str, Value]
    applies: Mapping[str, Truth]
    statuses: Mapping[str, Status]
    verdicts: Mapping[str, VerdictStatus]
    possible: Mapping[str, frozenset[VerdictStatus]]


@in_turn
def truths_of(package: Package, record_type: RecordType, record: Record, as_of: date) -> Truths:
    """Evaluate the constraints of a policy on a validated record.

    It is slow, and gives the same as `engines.reference`; tests compare the two.

    Raises ValueError when the constraints say that there is no such record; a valid record never
    makes them do so. Raises LackingError where the record leads to a longer list of periods of the
    calendar than is worth solving for.

    >>> from linkage_rules.model.types import RecordType
    >>> truths_of(Package(name="p"), RecordType("V", None, ()), {}, date(2023, 5, 1)).facts
    {}
    """
    bound = _longest_list(record)
    while True:
        found = _truths_within(bound, package, record_type, record, as_of)
        if found is not None:
            return found
        bound = max(2 * bound, 4)
        if bound > _MOST_WRITTEN_OUT:
            raise LackingError(_MANY_PERIODS)


_MOST_WRITTEN_OUT: Final = 40
_MANY_PERIODS: Final = Phrase(
    f"nothing is solved for more than {_MOST_WRITTEN_OUT} periods; judge the record itself",
    f"期间超过{_MOST_WRITTEN_OUT}个时不作求解；请直接审核该记录",
)


def _truths_within(
    bound: int, package: Package, record_type: RecordType, record: Record, as_of: date
) -> Truths | None:
    """The truths with lists written out up to ``bound`` elements; None where a list is longer."""
    scene = Scene(record_type, list_bound=bound)
    rules = Rules(package, scene)
    steps = package.orders.get(record_type.name, ())
    facts = {s.name: rules.fact(s.name) for s in steps if s.kind is StepKind.FACT}
    for name, value in facts.items():
        _read_all(value, package.facts[name].type)
    norms = [s.name for s in steps if s.kind is StepKind.APPLIES]
    actions = [s.name for s in steps if s.kind is StepKind.VERDICT]
    applies = {norm: rules.applies(norm) for norm in norms}
    statuses = {norm: {s: rules.status_is(norm, s) for s in Status} for norm in norms}
    verdicts = {a: {v: rules.verdict(a, v) for v in VerdictStatus} for a in actions}
    possible = {action: rules.possible_verdicts(action) for action in actions}
    given = scene.equations(record, as_of)
    settled = solution(scene, given)
    if settled is None:
        raise ValueError(f"the constraints have no room for {record!r} on {as_of}")

    def met(condition: Bool) -> bool:
        return bool(settled(condition))

    # Lists of the record are never longer than `bound`; lists of periods may be, depending on the
    # days. Where the days are unknown the solver chose the length, which means nothing.
    listed = (many for _, many in scene.periods.values() if met(many.known))
    if any(settled(rest.count) > 0 for many in listed for _, rest in many.rests):
        return None

    return Truths(
        {
            name: value_of(value, package.facts[name].type, settled, scene.texts)
            for name, value in facts.items()
        },
        {n: True if met(t.yes) else False if met(t.no) else None for n, t in applies.items()},
        {n: next(s for s, holds in found.items() if met(holds)) for n, found in statuses.items()},
        {a: next(v for v, holds in found.items() if met(holds)) for a, found in verdicts.items()},
        {a: frozenset(v for v, can in found.items() if met(can)) for a, found in possible.items()},
    )


def _read_all(value: Symbolic, type_: Type) -> None:
    """Read every field of a value, so that its terms exist before they are set to those of the
    record."""
    match value, type_:
        case Row(), RecordType(fields=fields):
            for declared in fields:
                _read_all(value.read(declared.name), declared.type)
        case Many(_, elements), ListType(element):
            for each in elements:
                _read_all(each.value, element)


def _longest_list(value: Value) -> int:
    if isinstance(value, Mapping):
        return max(map(_longest_list, value.values()), default=0)
    if isinstance(value, tuple):
        return max(len(value), *map(_longest_list, value), 0)
    return 0
