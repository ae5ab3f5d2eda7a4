"""Properties tried on generated records, on every engine: a search for a counterexample."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, TypeAlias

from attrs import evolve
from hypothesis import given, seed
from hypothesis import strategies as st

from linkage_rules.decisions import Decision
from linkage_rules.engines import reference
from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.norms import Action, Modality, Norm, Strength
from linkage_rules.model.package import Package, Property, Step, StepKind
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record, Truth
from linkage_rules.testing.checks import Claim, check_claim
from linkage_rules.testing.engines import (
    REFERENCE,
    PolicyRefusedError,
    absent_engines,
    engines,
)
from linkage_rules.testing.generation.drawn import as_of_dates
from linkage_rules.testing.generation.focusing import focused
from linkage_rules.testing.generation.targeted import Target, searching, steered_records
from linkage_rules.testing.trials import Counterexample, Trial
from linkage_rules.words.messages import Phrase

_CLAIM: Final = "property"
_QUICK: Final = (REFERENCE, "compiled")
_SOME: Final = 8
"""How many records the slower engines are asked about."""

Answer: TypeAlias = Callable[[Record, date], Truth]
"""A function that says whether a property holds for a record on a day, by one engine."""


class _FoundError(Exception):
    def __init__(self, record: Record, as_of: date, engine: str) -> None:
        super().__init__()
        self.found = (record, as_of, engine)


def try_property(package: Package, claim: Property, examples: int, start: int) -> Trial:
    """Search generated records for one that refutes a property, on any installed engine.

    Only the fields that the property rests on are filled in. Some records are drawn freely, the
    others are aimed at refuting the property, or at meeting its premise. The same ``start`` gives
    the same records.
    """
    extended, norm = with_claim(package, claim)
    narrowed = focused(extended, norm)
    shape = package.record_types[claim.record_type]
    quick = _quick_engines(narrowed, shape, norm)
    targets = _targets(claim)
    days, steered = as_of_dates(package), steered_records(narrowed, shape, targets)
    seen: list[tuple[Record, date]] = []
    answered: list[bool] = []

    @seed(start)
    @searching(examples)
    @given(st.data())
    def search(data: st.DataObject) -> None:
        day = data.draw(days)
        record = data.draw(steered(day))
        seen.append((record, day))
        for engine, answer in quick.items():
            said = answer(record, day)
            if said is False:
                raise _FoundError(record, day, engine)
        answered.append(said is not None)

    try:
        search()
        unasked = _try_slow_engines(narrowed, shape, norm, seen)
    except _FoundError as error:
        found = _counterexample(package, shape, claim, *error.found)
        return Trial(claim, len(seen), start, found)
    asked = tuple(name for name in engines() if name not in unasked)
    return Trial(claim, len(seen), start, None, unasked, sum(answered), asked)


def _quick_engines(package: Package, shape: RecordType, norm: str) -> Mapping[str, Answer]:
    program = Program(package, shape)

    def by_reference(record: Record, day: date) -> Truth:
        return reference.evaluate(package, shape, record, day).norms[norm].applies

    def by_compiled_code(record: Record, day: date) -> Truth:
        return program.outcome(record, day).norms[norm].applies

    return {"reference": by_reference, "compiled": by_compiled_code}


def _try_slow_engines(
    package: Package, shape: RecordType, norm: str, seen: Sequence[tuple[Record, date]]
) -> dict[str, Phrase]:
    """Ask the engines that are slow to start about some of the records, all for one day.

    Gives the engines that could not be asked, and why.
    """
    by_day: dict[date, list[Record]] = {}
    for record, day in seen:
        by_day.setdefault(day, []).append(record)
    day, records = max(by_day.items(), key=lambda item: len(item[1]))
    some = records[:_SOME]
    unasked = absent_engines()
    for name, engine in engines().items():
        if name not in _QUICK:
            try:
                answers = engine(package, shape, some, day)
            except PolicyRefusedError as refusal:
                unasked[name] = refusal.why
                continue
            for record, said in zip(some, answers, strict=True):
                if said.statuses[norm] == Status.NOT_APPLICABLE.value:
                    raise _FoundError(record, day, name)
    return unasked


def _targets(claim: Property) -> list[Target]:
    """The targets: that the property is no, and that its premise is yes."""
    always = claim.always
    if isinstance(always, model.Implies):
        return [(always, False), (always.condition, True)]
    return [(always, False)]


def _counterexample(
    package: Package, shape: RecordType, claim: Property, record: Record, day: date, engine: str
) -> Counterexample:
    evaluation = Evaluation(package, shape, record, day)
    check = check_claim(Claim.of(claim, package), evaluation)
    decision = Decision(package, "", shape, record, evaluation.outcome())
    return Counterexample(record, day, engine, check, decision)


def with_claim(package: Package, claim: Property) -> tuple[Package, str]:
    """The package with a norm that applies exactly where a property holds, and the name of that
    norm.

    So every engine can work the property out.
    """
    taken = {*package.norms, *package.actions}
    name = next(n for n in (_CLAIM + "_" * i for i in range(1, len(taken) + 2)) if n not in taken)
    action = Action(name, None, claim.record_type)
    norm = Norm(
        name,
        claim.title,
        claim.record_type,
        Modality.PERMISSION,
        Strength.STRICT,
        bearer="",
        action=name,
        when=claim.always,
    )
    steps = (Step(kind, name) for kind in (StepKind.DONE, StepKind.APPLIES, StepKind.VERDICT))
    extended = evolve(
        package,
        declared_actions=(*package.declared_actions, action),
        declared_norms=(*package.declared_norms, norm),
        order=(*package.order, *steps),
    )
    return extended, name
