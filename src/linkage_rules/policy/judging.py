"""How a policy judges the records of one type: the engines, and the ways a record may be read."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.decision import judged
from linkage_rules.decisions.judgement import Grounds
from linkage_rules.engines import reference
from linkage_rules.engines.compiled import Era, Judged, Run, compiled
from linkage_rules.engines.compiled.sweep import Sweep
from linkage_rules.errors import ArgumentError
from linkage_rules.logs import tell
from linkage_rules.records import RecordError, validate
from linkage_rules.words.showing import shown

Decide: TypeAlias = Callable[[object, date, bool], Decision]


@frozen(slots=False, eq=False)
class Judge:
    """Judges records of one type, as long as the same norms are in force."""

    policy_digest: str
    era: Era

    def decider(self, engine: str) -> Decide:
        """The function of an engine that takes a record, a date, and whether the record is taken as
        valid."""
        if engine == "compiled":
            return self.decide
        if engine == "reference":
            return self._by_reference
        raise ArgumentError(
            "ASK-105",
            "engine",
            f"the engine is 'compiled' or 'reference', not {shown(engine)}",
            f"engine 应为 compiled 或 reference，而不是 {shown(engine)}",
        )

    def decide(self, record: object, as_of: date, assume_valid: bool) -> Decision:
        """The decision of the compiled code on a record."""
        answers, read = (self._of_valid if assume_valid else self._of_any)(record, as_of)
        return judged(self._grounds, as_of, answers, read)

    def _by_reference(self, record: Any, as_of: date, assume_valid: bool) -> Decision:
        plan = self.era.plan
        valid = record if assume_valid else validate(record, plan.record_type)
        outcome = reference.evaluate(plan.package, plan.record_type, valid, as_of)
        return Decision(plan.package, self.policy_digest, plan.record_type, valid, outcome)

    def prepare(self, as_of: date) -> None:
        """Compile all code now, for the era of a day.

        A record of which nothing is known passes through all functions: each hands it over to the
        next, which is compiled then.
        """
        shape = self.era.plan.record_type
        self._of_valid(dict.fromkeys(declared.name for declared in shape.fields), as_of)
        with suppress(RecordError):
            self._of_any({}, as_of)

    @cached_property
    def _of_valid(self) -> Run:
        return self.era.run

    @cached_property
    def _of_any(self) -> Run:
        """The code for any record: the sweep for a plain one, else full validation."""
        shape, judge_valid = self.era.plan.record_type, self.era.run

        def with_care(record: object, as_of: date) -> Judged:
            return judge_valid(validate(record, shape), as_of)

        if not Sweep.covers(shape):
            tell("compiled", "info", "%s: every record is validated first", shape.name)
            return with_care
        return compiled(self.era.plan, Sweep(shape), with_care)

    @cached_property
    def _grounds(self) -> Grounds:
        plan = self.era.plan
        return Grounds(
            plan.package,
            self.policy_digest,
            plan.record_type,
            self.era.answers.__getitem__,
            Sweep(plan.record_type).record,
        )
