"""Norms that depend on a day that does not exist, such as one month after 31 January.

The language then takes the last day of the month; other systems take the first day of the next one.
Where that makes a difference to a norm, the policy has to say that the last day is meant.

Periods in which something is to be done, or for which a norm holds, are not examined: by article
202 of the Civil Code of the PRC they end on the last day of the month.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Final, TypeAlias

from attrs import define, evolve, field

from linkage_rules.analysis.consistency.findings import Finding, Open, Result, Shown
from linkage_rules.analysis.consistency.gaps import reach
from linkage_rules.analysis.consistency.inquiry import Inquiry
from linkage_rules.analysis.criteria import is_own
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import Bool, Candidate, Rules, Undecided, all_of, any_of
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import MODALITIES
from linkage_rules.model.dependencies import in_turn_behind
from linkage_rules.model.expressions import Expression, NormApplies, NormIs
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.norms import Deadline, Fact, Norm, Term
from linkage_rules.model.operations import AFTER, COUNTED_UP, EARLIER
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status
from linkage_rules.model.traversal import transformed, walk
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.values import NEVER, Period, shift
from linkage_rules.words import finding_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.deontic_words import STATUSES
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words

_Change: TypeAlias = Callable[..., Expression | None]
_UPWARDS: Final = tuple(COUNTED_UP.values())


def ambiguous_month_ends(inquiry: Inquiry, dead: frozenset[str]) -> Iterator[Result]:
    """Norms that would come out differently if a missing day counted as the first of the next
    month.

    ``dead`` norms never apply.
    """
    package = inquiry.package
    both = _BothWays(package, inquiry.record_type)
    for norm in filter(lambda one: is_own(one, package), package.declared_norms):
        if norm.record_type != inquiry.record_type.name or norm.name in dead:
            continue
        if any(both.counted_up(_asked(norm, package))):
            yield from _ambiguous(inquiry, norm, both)


def _asked(norm: Norm, package: Package) -> tuple[Expression, ...]:
    applies = NormApplies(norm.name)
    observed = package.actions[norm.action].done_when is not None
    if not observed or not MODALITIES[norm.modality].binding:
        return (applies,)
    return applies, *(NormIs(norm.name, one) for one in (Status.FULFILLED, Status.VIOLATED))


def _ambiguous(inquiry: Inquiry, norm: Norm, both: "_BothWays") -> Iterator[Result]:
    kind, asked = FindingKind.AMBIGUOUS_MONTH_END, _asked(norm, inquiry.package)

    def differs(rules: Rules) -> Bool:
        upwards = both.rules(rules)
        pairs = [(rules.truth(one), upwards.truth(one)) for one in asked]
        ways = ((one.yes, other.no) for pair in pairs for one, other in (pair, pair[::-1]))
        return any_of(map(all_of, ways))

    def holds(found: Evaluation) -> bool:
        upwards = both.evaluation(found, asked)
        answers = ((found.derive(one).answer, upwards.derive(one).answer) for one in asked)
        return any({*pair} == {True, False} for pair in answers)

    match inquiry.find(differs, asked, times=2):
        case Candidate(record, as_of):
            witness = inquiry.witness(record, as_of, holds, asked)
            found = Evaluation(inquiry.package, inquiry.record_type, witness.record, witness.as_of)
            status, other = (
                STATUSES[one.norm_outcome(norm.name).status]
                for one in (found, both.evaluation(found))
            )
            words = wording.AMBIGUOUS_MONTH_END.filled(
                norm=called(norm), status=status, other=other, day=both.day(asked, found)
            )
            expected = tuple(one for one in asked if found.derive(one).answer is True)
            shown = Shown(witness, expected)
            cause = kind, frozenset(both.counted_up(asked))
            yield Finding(
                kind=kind, names=(norm.name,), words=words, span=norm.span, shown=shown, cause=cause
            )
        case Undecided(because):
            yield Open(kind, (norm.name,), norm.span, because)


@define(eq=False)
class _BothWays:
    """A policy, and the same policy with missing days counted as the first of the next month."""

    package: Package
    record_type: RecordType
    _upwards: Package | None = field(default=None, init=False)
    _rules: dict[int, tuple[Rules, Rules]] = field(factory=dict, init=False)
    """By ``id`` of the rules of the policy itself, which are kept too so that the id is not
    reused."""

    def rules(self, rules: Rules) -> Rules:
        """The rules of the changed policy for the same records."""
        if id(rules) not in self._rules:
            self._rules[id(rules)] = rules, Rules(self._counted_up(), rules.scene)
        return self._rules[id(rules)][1]

    def evaluation(
        self, found: Evaluation, about: tuple[Expression, ...] | None = None
    ) -> Evaluation:
        """The evaluation of the changed policy for the same record; with ``about`` only of these
        expressions."""
        upwards, shape = self._counted_up(), self.record_type
        steps = None if about is None else in_turn_behind(about, upwards, shape.name)
        return Evaluation(upwards, shape, found.record, found.as_of, steps)

    def _counted_up(self) -> Package:
        if self._upwards is None:
            self._upwards = _rewritten(self.package, self._upwards_of)
        return self._upwards

    def counted_up(self, asked: tuple[Expression, ...]) -> Iterator[model.Apply]:
        """The operations behind some expressions that move a day by months and are examined both
        ways."""
        for part in reach(self._counted_up(), asked):
            if isinstance(part, model.Apply) and part.operation in _UPWARDS:
                yield part

    def _periods(self, part: Expression) -> tuple[Period, ...]:
        """The periods by which a day may be moved; a period of the record may be in months."""
        if not isinstance(part, model.Apply) or part.operation.name not in COUNTED_UP:
            return ()
        match _day_and_period(part)[1]:
            case model.Constant(Period() as value):
                return (value,)
            case model.ParameterValue(name):
                values = (one.value for one in self.package.parameters[name].periods)
                return tuple(value for value in values if isinstance(value, Period))
        return (Period(months=1),)

    def _upwards_of(self, part: Expression, settled: Expression | None = None) -> Expression | None:
        """The expression with missing days counted up, or None where it moves no day.

        Occurrences of ``settled`` are left as they are.
        """
        if not any(period.months for period in self._periods(part)):
            return None
        assert isinstance(part, model.Apply)
        change = partial(self._upwards_of, settled=settled)
        operands = tuple(transformed(one, change) for one in part.operands)
        operation = part.operation if part == settled else COUNTED_UP[part.operation.name]
        return evolve(part, operation=operation, operands=operands)

    def day(self, asked: tuple[Expression, ...], found: Evaluation) -> Phrase:
        """The missing day with both ways to count it; for a day of an element of a list its
        formula."""
        for part in self.counted_up(asked):
            if any(isinstance(one, model.Variable) for one in walk(part)):
                continue
            start, period = (found.derive(one).answer for one in _day_and_period(part))
            sign = -1 if part.operation is COUNTED_UP[EARLIER.name] else 1
            if isinstance(start, date) and isinstance(period, Period):
                told = _told(start, period.months, sign)
                if told is not None:
                    return told
        return wording.DAY_OF_ELEMENT


def _told(start: date, months: int, sign: int) -> Phrase | None:
    """A missing day with both ways to count it; None where the day exists."""
    last = shift(start, Period(months), sign)
    if last is None or start == NEVER or last.day >= start.day:
        return None
    pattern = wording.DAY_COUNTED_BACK if sign < 0 else wording.DAY_COUNTED
    return pattern.filled(
        start=in_words(start, Scalar.DATE),
        period=in_words(Period(months), Scalar.PERIOD),
        last=in_words(last, Scalar.DATE),
        first=in_words(last + timedelta(days=1), Scalar.DATE),
    )


def _day_and_period(part: model.Apply) -> tuple[Expression, Expression]:
    first, second = part.operands
    after = (AFTER, COUNTED_UP[AFTER.name])
    return (second, first) if part.operation in after else (first, second)


def _rewritten(package: Package, change: _Change) -> Package:
    """A package, and those it uses, with ``change`` applied to every condition except counted
    deadlines."""

    def throughout(expression: Expression, settled: Expression | None = None) -> Expression:
        return transformed(expression, partial(change, settled=settled))

    counted = {
        name: norm.deadline
        for norm in package.declared_norms
        if norm.deadline is not None
        for name in norm.deadline.made
    }

    def fact(one: Fact) -> Fact:
        match counted.get(one.name):
            case Deadline(term=Term.EVERY):
                return one
            case Deadline(term=Term.WITHIN, written=written):
                return one.rewritten(partial(throughout, settled=written))
        return one.rewritten(throughout)

    def norm(one: Norm) -> Norm:
        changed = one.rewritten(throughout)
        match one.lasting:
            case model.And(operands=(_, model.Apply(operands=(_, until)))):
                return evolve(changed, lasting=throughout(one.lasting, until))
        return changed

    return evolve(
        package,
        uses=tuple(_rewritten(one, change) for one in package.uses),
        declared_facts=tuple(map(fact, package.declared_facts)),
        declared_actions=tuple(one.rewritten(throughout) for one in package.declared_actions),
        declared_norms=tuple(map(norm, package.declared_norms)),
    )
