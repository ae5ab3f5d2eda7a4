"""Properties tried on generated records, on every engine: a search for a counterexample."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from attrs import evolve
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from linkage_rules.decisions import Decision
from linkage_rules.engines import reference
from linkage_rules.engines.compiled import Program
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.package import Package, Property
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record, Truth
from linkage_rules.testing.checks import Claim, check_claim
from linkage_rules.testing.claims import with_claim
from linkage_rules.testing.generation.aiming import Aiming
from linkage_rules.testing.generation.drafts import Draft
from linkage_rules.testing.generation.focusing import fields_read, focused
from linkage_rules.testing.generation.landmarks import landmarks
from linkage_rules.testing.generation.records import as_of_dates, record_of
from linkage_rules.testing.trials import Counterexample, Trial

Answer: TypeAlias = Callable[[Record, date], Truth]
"""Whether a property holds of a record on a day, as one engine sees it."""

_FREELY, _AGAINST, _PRESUPPOSED = range(3)


class _FoundError(Exception):
    def __init__(self, record: Record, as_of: date, engine: str) -> None:
        super().__init__()
        self.found = (record, as_of, engine)


def try_property(package: Package, claim: Property, examples: int, start: int) -> Trial:
    """Search generated records for one of which a property is no, on any engine.

    Only what the property rests on is filled in. A third of the records are drawn freely, the
    others are steered to where the property is no, or where what it presupposes is yes. The same
    ``start`` gives the same records.
    """
    extended, norm = with_claim(package, claim)
    narrowed = focused(extended, norm)
    shape = package.record_types[claim.record_type]
    engines = _engines(narrowed, shape, norm)
    candidates = _candidates(narrowed, shape, claim)
    days = as_of_dates(package)
    tried = 0

    @seed(start)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(st.data())
    def search(data: st.DataObject) -> None:
        nonlocal tried
        tried += 1
        day = data.draw(days)
        record = data.draw(candidates(day))
        for engine, answer in engines.items():
            if answer(record, day) is False:
                raise _FoundError(record, day, engine)

    try:
        search()
    except _FoundError as error:
        found = _counterexample(package, shape, claim, *error.found)
        return Trial(claim, tried, start, found)
    return Trial(claim, tried, start)


def _engines(package: Package, shape: RecordType, norm: str) -> Mapping[str, Answer]:
    program = Program(package, shape)

    def by_reference(record: Record, day: date) -> Truth:
        return reference.evaluate(package, shape, record, day).norms[norm].applies

    def by_compiled_code(record: Record, day: date) -> Truth:
        return program.outcome(record, day).norms[norm].applies

    return {"reference": by_reference, "compiled": by_compiled_code}


def _candidates(
    package: Package, shape: RecordType, claim: Property
) -> Callable[[date], SearchStrategy[Record]]:
    """Draws records that know only what the property rests on, two thirds of them steered."""
    near = landmarks(package)
    read = fields_read(package, shape.name)
    narrow = evolve(shape, fields=tuple(f for f in shape.fields if f.required or f.name in read))
    unread: Record = {f.name: None for f in shape.fields}
    always = claim.always
    premise = always.condition if isinstance(always, model.Implies) else model.Not(always)

    @st.composite
    def drawn(draw: st.DrawFn, day: date) -> Record:
        record = draw(record_of(narrow, near))
        steering = draw(st.sampled_from((_FREELY, _AGAINST, _PRESUPPOSED)))
        draft = Draft(draw, shape, near)
        draft.start({**unread, **record})
        aiming = Aiming(package, draft, day)
        if steering == _PRESUPPOSED:
            aiming.condition(premise, True, {})
        elif steering == _AGAINST:
            aiming.condition(always, False, {})
        return draft.record()

    return drawn


def _counterexample(
    package: Package, shape: RecordType, claim: Property, record: Record, day: date, engine: str
) -> Counterexample:
    evaluation = Evaluation(package, shape, record, day)
    check = check_claim(Claim.of(claim, package), evaluation)
    decision = Decision(package, "", shape, record, evaluation.outcome())
    return Counterexample(record, day, engine, check, decision)
