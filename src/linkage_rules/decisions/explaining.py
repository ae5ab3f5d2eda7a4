"""Why: the explanation of a verdict, of a norm's status and of a fact, as a tree of sentences.

What a policy declares is unfolded where it is first met, and only named after that."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import date
from typing import Final

from attrs import Factory, evolve, frozen

from linkage_rules.decisions.derivations import Lookup, deciding, look_up
from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.missing import Absences, Needs
from linkage_rules.decisions.results import WorkedOut
from linkage_rules.decisions.steps import MAX_DEPTH, Nodes, Room, Steps
from linkage_rules.decisions.verdicts import (
    NormPart,
    NormRole,
    answering,
    by_default,
    conclusion,
    consequence,
    gives_way_because,
    other_periods,
    period_in_words,
    roles,
    was_done,
    with_due,
)
from linkage_rules.engines.reference import Evaluation, truth_of, value_of
from linkage_rules.model import expressions as model
from linkage_rules.model.deontic import Asked
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import (
    Action,
    Citation,
    Deadline,
    Fact,
    Interval,
    Modality,
    Norm,
    Parameter,
)
from linkage_rules.model.outcomes import Derivation, NormOutcome, PeriodOutcome, Verdict
from linkage_rules.model.package import Amendment, AmendmentKind, Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.model.values import Truth
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.citing import cited
from linkage_rules.words.messages import Phrase
from linkage_rules.words.parties import conduct
from linkage_rules.words.places import place, position
from linkage_rules.words.telling import (
    by_when,
    days_in_words,
    default_ended,
    fact_called,
    layer_called,
    layer_that_chose,
    loosened,
    loosening,
    not_in_force,
    reading_reasons,
    reading_stated,
    simplified,
)
from linkage_rules.words.told_values import in_words, printable

_SENTENCES = {
    NormPart.DECIDES: wording.NORM_DECIDES,
    NormPart.GIVES_WAY: wording.NORM_GIVES_WAY,
    NormPart.APPLIES: wording.NORM_APPLIES,
    NormPart.OPEN: wording.NORM_IS_OPEN,
    NormPart.OVERRIDDEN: wording.NORM_DOES_NOT_APPLY,
    NormPart.ABSENT: wording.NORM_DOES_NOT_APPLY,
    NormPart.WITHOUT_EFFECT: wording.NORM_IS_OPEN_WITHOUT_EFFECT,
}


@frozen
class Unfolded:
    """The names that have been explained: ``elsewhere`` before this explanation, the rest during
    it."""

    elsewhere: Set[tuple[Kind, str]] = frozenset()
    _here: set[tuple[Kind, str]] = Factory(set)

    def add(self, declared: tuple[Kind, str]) -> None:
        self._here.add(declared)

    def __contains__(self, declared: object) -> bool:
        return declared in self._here or declared in self.elsewhere


@frozen
class Reasons:
    """Makes the nodes for what a policy declares.

    ``wanted`` holds the record paths that the answer being explained still needs; ``unfolded`` the
    names that are explained already and are only mentioned again. It grows.
    """

    evaluation: Evaluation
    record_type: RecordType
    wanted: frozenset[str]
    unfolded: Unfolded
    room: Room = Factory(Room)

    @property
    def _package(self) -> Package:
        return self.evaluation.package

    @property
    def _steps(self) -> Steps:
        return Steps(self._package, self.record_type, self.wanted, self, self.room)

    def declared(self, derivation: Derivation, depth: int) -> Nodes:
        """See `linkage_rules.decisions.steps.Declared`."""
        match derivation.subject:
            case Fact() as fact:
                return (self._fact(fact, derivation, depth),)
            case model.FactOf() as asked:
                return self._fact_of(asked, derivation, depth)
            case Norm() as norm:
                return (self._norm(norm, wording.APPLIES[truth_of(derivation)], depth),)
            case model.ParameterValue() as parameter:
                return (self._parameter(parameter, derivation, depth),)
            case model.OnDay() as dated:
                return self._on_day(dated, derivation, depth)
            case model.ActionIs(action):
                return (self._verdict(action, depth),)
            case model.NormIs(name, asked):
                return self._compliance(self._package.norms[name], asked, derivation, depth)
        return ()

    def _once(self, node: Node, unfold: Callable[[int], Nodes], depth: int) -> Node:
        if (node.kind, node.name or "") in self.unfolded:
            return evolve(node, seen=True)
        if depth + 1 >= MAX_DEPTH:
            return evolve(node, parts=(Node(Kind.NOTE, wording.TOO_DEEP),))
        self.unfolded.add((node.kind, node.name or ""))
        return evolve(node, parts=unfold(depth + 1))

    # Facts and parameters

    def fact(self, name: str) -> Node:
        """A fact with its reasons."""
        derivation = self.evaluation.facts[name]
        fact = self._package.facts[name]
        self.unfolded.add((Kind.FACT, name))
        return evolve(
            _fact_stated(fact, derivation, self._package), parts=self._means(fact, derivation, 0)
        )

    def _fact(self, fact: Fact, derivation: Derivation, depth: int) -> Node:
        stated = _fact_stated(fact, derivation, self._package)
        return self._once(stated, lambda deeper: self._means(fact, derivation, deeper), depth)

    def _fact_of(self, asked: model.FactOf, derivation: Derivation, depth: int) -> Nodes:
        """A fact of another record or with arguments. It is explained each time, since the values
        differ."""
        fact, means = self._package.facts[asked.name], derivation.parts[-1]

        def parts(deeper: int) -> Nodes:
            return (*self._said_of(fact, means, deeper), *self._worked_out(fact, means, deeper))

        return self._each_time(
            lambda shown: self._steps.of_record(derivation, asked, shown), parts, depth
        )

    def _means(self, fact: Fact, derivation: Derivation, depth: int) -> Nodes:
        cited = self._said_of(fact, derivation.parts[0], depth)
        return (*cited, *self._worked_out(fact, derivation.parts[0], depth))

    def _worked_out(self, fact: Fact, means: Derivation, depth: int) -> Nodes:
        """The nodes for the definition of a fact."""
        derivation = _definition(fact, means)
        if fact.table:
            return self._row(fact, look_up(fact, derivation), depth)
        return tuple(self._steps.of(derivation, depth))

    def _said_of(self, fact: Fact, means: Derivation, depth: int) -> Nodes:
        """The nodes on which layer defines a fact, what that rests on, and for which days."""
        on_its_days = _on_its_days(fact, means)
        layer = tuple(_layer_of_fact(fact, self._package, on_its_days))
        if on_its_days is False:
            return layer
        layer += _simplified(fact)
        return (*layer, *self._citations(fact.citations), *self._readings(fact.readings, depth))

    def _row(self, fact: Fact, found: Lookup, depth: int) -> Nodes:
        """The nodes on the row of a table that applies, and on the inputs that were looked at."""
        inputs = tuple(n for part in found.inputs for n in self._steps.of(part, depth + 1))
        if found.row is not None and not isinstance(found.value.subject, model.Constant):
            inputs += tuple(self._steps.of(found.value, depth + 1))
        value = value_of(found.value)
        answer = in_words(value, fact.type)
        if found.row is not None and isinstance(found.row.condition, model.Constant):
            sentence = wording.ANY_ROW.filled(value=answer)
        elif found.row is not None and found.row.condition is not None:
            case = self._steps.describe(found.row.condition)
            pattern = wording.BRACKET if fact.progressive else wording.ROW
            sentence = pattern.filled(case=case, value=answer)
        elif found.row is not None:
            sentence = wording.ELSE_ROW.filled(value=answer)
        elif isinstance(found.value.subject, model.Choose):
            sentence = wording.ROW_UNKNOWN
        else:
            return self._steps.of(found.value, depth)
        return (Node(Kind.CONDITION, sentence, inputs, answer=value, type=fact.type),)

    def _parameter(
        self, parameter: model.ParameterValue, derivation: Derivation, depth: int
    ) -> Node:
        declared, value = self._package.parameters[parameter.name], value_of(derivation)
        on = self.evaluation.as_of if parameter.day is None else derivation.parts[0].answer
        if declared.reading is not None and parameter.day is None:
            return self._reading(declared, depth)
        day = in_words(on if isinstance(on, date) else None, Scalar.DATE)
        if value is None:
            sentence = wording.PARAMETER_WITHOUT_VALUE.filled(subject=called(declared), as_of=day)
        else:
            answer = in_words(value, parameter.type)
            sentence = wording.PARAMETER.filled(subject=called(declared), answer=answer)
            if parameter.day is not None:
                sentence = wording.OF_THE_DAY.filled(sentence=sentence, day=day)
        node = Node(Kind.PARAMETER, sentence, name=declared.name, answer=value, type=parameter.type)
        period = declared.period_on(on) if isinstance(on, date) else None
        layer = declared.layer if period is None else period.layer
        parts = (
            *_layer_of_value(layer, self._package),
            # What a lower layer cites gives no reason for a value that a layer above set.
            *self._citations(c for c in declared.citations if c.layer == layer),
            *self._readings(declared.readings, depth),
        )
        if parameter.day is not None:
            # On another day it has another value, so the node tells that as well.
            return evolve(node, parts=parts)
        return self._once(node, lambda deeper: parts, depth) if parts else node

    def _on_day(self, asked: model.OnDay, derivation: Derivation, depth: int) -> Nodes:
        """The nodes for something asked as of another day: that day, and what the answer rests on
        then."""

        def parts(deeper: int) -> Nodes:
            shown = deciding(derivation)
            return tuple(node for one in shown for node in self._steps.of(one, deeper))

        return self._each_time(
            lambda shown: self._steps.stated(derivation, asked, shown), parts, depth
        )

    def _each_time(
        self, stated: Callable[[Nodes], Node], parts: Callable[[int], Nodes], depth: int
    ) -> Nodes:
        """A node that is explained each time it occurs, while there is room and depth for it."""
        instead = self.room.taken()
        if instead is not None:
            return instead
        too_deep = depth + 1 >= MAX_DEPTH
        return (stated((Node(Kind.NOTE, wording.TOO_DEEP),) if too_deep else parts(depth + 1)),)

    def _readings(self, names: Iterable[str], depth: int) -> Nodes:
        """The readings that a declaration rests on by name."""
        return tuple(self._reading(self._package.readings[name], depth) for name in names)

    def _reading(self, declared: Parameter, depth: int) -> Node:
        """A reading: the choice on the day, and below it the reasons, the alternatives, and the
        words of the source."""
        day = self.evaluation.as_of
        choice = declared.value_on(day)
        node = Node(
            Kind.READING,
            reading_stated(declared, day),
            name=declared.name,
            answer=choice,
            type=declared.type,
        )
        layer = layer_that_chose(declared, day)
        parts = (
            *(Node(Kind.NOTE, sentence) for sentence in reading_reasons(declared, day)),
            *_layer_of_value(layer, self._package),
            *self._citations(declared.citations),
        )
        return self._once(node, lambda deeper: parts, depth)

    # Norms

    def norm(self, name: str) -> Node:
        """A norm with its status and the reasons for it."""
        norm = self._package.norms[name]
        outcome = self.evaluation.norm_outcome(name)
        self.unfolded.add((Kind.NORM, name))
        parts = self._whether_applies(norm, 0)
        done = self.evaluation.done[norm.action]
        if norm.deadline is not None and norm.deadline.unit is not None:
            parts += self._periods(outcome, norm.deadline, 0)
        elif outcome.applies is not False and norm.modality is not Modality.PERMISSION:
            if done is None:
                action = called(self._package.actions[norm.action])
                parts += (Node(Kind.NOTE, wording.NOT_OBSERVED.filled(action=action)),)
            elif outcome.applies or done.answer is None:
                parts += self._done(norm.action, done, 0)
                parts += self._deadline(norm, 0)
        parts += (*_following(norm, outcome.status), *self._giving_way(norm))
        sentence = wording.NORM_HAS_STATUS.filled(
            norm=called(norm),
            status=with_due(wording.STATUSES[outcome.status], outcome),
            conduct=self._conduct(norm),
        )
        return Node(Kind.NORM, sentence, parts, name=name, answer=outcome.status)

    def _periods(self, outcome: NormOutcome, deadline: Deadline, depth: int) -> Nodes:
        """The nodes on how the periods of a duty stand.

        Periods that make the status have their reasons; of the others it is told how many have
        which status.
        """
        if outcome.applies is False:
            return ()
        due = Node(Kind.NOTE, by_when(deadline, self._steps.describe))
        if not outcome.periods:
            listed = self.evaluation.periods_listed(outcome.norm)
            return (due, *(() if listed.answer else self._steps.of(listed, depth + 1)))
        deciding = [period for period in outcome.periods if period.status is outcome.status]
        shown = deciding[:_MOST_PERIODS]
        told = (self._period(outcome.norm.name, period, depth + 1) for period in shown)
        others = other_periods(one for one in outcome.periods if one not in shown)
        rest = () if others is None else (Node(Kind.NOTE, others),)
        return (due, *told, *rest)

    def _period(self, norm: str, period: PeriodOutcome, depth: int) -> Node:
        parts: Nodes = ()
        if period.status is not Status.NOT_YET_DUE:
            done, in_time = self.evaluation.of_period(norm, period)
            parts = self._steps.of(in_time if done.answer else done, depth)
        return Node(Kind.CONDITION, period_in_words(period), parts)

    def _deadline(self, norm: Norm, depth: int) -> Nodes:
        """By when a duty is due, and what that rests on."""
        if norm.deadline is None:
            return ()
        begun = norm.deadline.begun
        waits = () if begun is None else (self.evaluation.facts[begun],)
        asked = (*waits, self.evaluation.facts[norm.deadline.due])
        return (
            Node(Kind.NOTE, by_when(norm.deadline, self._steps.describe)),
            *(node for one in asked for node in self.declared(one, depth)),
        )

    def _conduct(self, norm: Norm) -> Phrase:
        return conduct(norm, self._package, record=self.evaluation.record)

    def _giving_way(self, norm: Norm) -> Nodes:
        found = self.evaluation.verdicts[norm.action]
        if norm.name not in found.defeated:
            return ()
        sentence = wording.GIVES_WAY_IN.filled(conclusion=conclusion(found, self._package))
        reason = Node(Kind.NOTE, gives_way_because(norm, found))
        return (Node(Kind.NOTE, sentence, (reason,)),)

    def _norm(self, norm: Norm, pattern: Phrase, depth: int, before: Nodes = ()) -> Node:
        """Whether a norm applies, as a sentence made from ``pattern``; ``before`` are nodes to put
        first."""
        sentence = pattern.filled(norm=called(norm), conduct=self._conduct(norm))
        applies = truth_of(self.evaluation.applies[norm.name])
        node = Node(Kind.NORM, sentence, name=norm.name, answer=applies, type=Scalar.YES_NO)
        unfolded = self._once(node, lambda deeper: self._whether_applies(norm, deeper), depth)
        return evolve(unfolded, parts=(*before, *unfolded.parts))

    def _whether_applies(self, norm: Norm, depth: int) -> Nodes:
        cited = (*_layer_of_norm(norm, self._package), *_simplified(norm))
        cited += self._citations(norm.citations)
        cited += (*self._readings(norm.readings, depth), *self._governed(norm))
        answering_for_it = answering(norm, self.evaluation)
        cited += tuple(Node(Kind.NOTE, one.sentence) for one in answering_for_it)
        if not norm.in_force.contains(self.evaluation.as_of):
            return (*cited, self._not_in_force(norm.in_force))
        derivation = self.evaluation.applies[norm.name]
        if not derivation.parts:
            return (*cited, Node(Kind.NOTE, wording.UNCONDITIONAL))
        return (*cited, *self._conditions(norm, derivation, depth))

    def _governed(self, norm: Norm) -> Nodes:
        """The node on the date that stands in for the as-of date of a norm."""
        if norm.governed_by is None:
            return ()
        field = self.record_type.by_spelling[norm.governed_by]
        day = in_words(self.evaluation.record[field.name], Scalar.DATE)
        return (Node(Kind.NOTE, wording.GOVERNED_BY.filled(field=called(field), day=day)),)

    def _conditions(self, norm: Norm, derivation: Derivation, depth: int) -> Iterable[Node]:
        """The conditions and overrides of a norm that decide whether it applies."""
        parts = iter(derivation.parts)
        conditions = [part for part in norm.parts() if part.sign is not None]

        def decides(part: Derivation) -> bool:
            return derivation.answer is True or part.answer is derivation.answer

        # `zip` has to take from the conditions first, so that it does not consume a part too many.
        for condition, part in zip(conditions, parts, strict=False):
            if decides(part) and condition.role == "spanning":
                yield from self._spanning(norm, part, depth)
            elif decides(part):
                asked = part if condition.sign else part.parts[0]
                patterns = wording.CONDITIONS[condition.role]
                yield self._asked(patterns, condition.expression, asked, depth)
        overriding = self._package.overriding[norm.name]
        for other, part in zip(overriding, parts, strict=True):
            if decides(part):
                yield self._norm(other, wording.OVERRIDDEN[truth_of(part.parts[0])], depth)

    def _spanning(self, norm: Norm, part: Derivation, depth: int) -> Iterator[Node]:
        """The node that no whole period lies in the days of a duty.

        Nothing where one does: its periods are then told themselves.
        """
        if part.answer is True or norm.deadline is None:
            return
        condition = self._steps.describe(norm.deadline.written)
        sentence = wording.SPANNING[truth_of(part)].filled(condition=condition)
        assert isinstance(norm.deadline.written, model.Apply)
        edges = map(self.evaluation.derive, norm.deadline.written.operands)
        parts = tuple(node for edge in edges for node in self._steps.of(edge, depth + 1))
        yield Node(Kind.CONDITION, sentence, parts, answer=part.answer, type=Scalar.YES_NO)

    def _asked(
        self,
        patterns: Mapping[Truth, Phrase],
        condition: Expression,
        derivation: Derivation,
        depth: int,
    ) -> Node:
        answer = truth_of(derivation)
        sentence = patterns[answer].filled(condition=self._steps.describe(condition))
        parts = self._steps.inside(derivation, depth + 1)
        return Node(Kind.CONDITION, sentence, parts, answer=answer, type=Scalar.YES_NO)

    def _not_in_force(self, interval: Interval) -> Node:
        today = in_words(self.evaluation.as_of, Scalar.DATE)
        days = days_in_words((interval,))
        return Node(Kind.NOTE, wording.NOT_IN_FORCE.filled(as_of=today, interval=days))

    def _compliance(self, norm: Norm, asked: Asked, derivation: Derivation, depth: int) -> Nodes:
        """The nodes on what decides whether a norm is violated or fulfilled: whether it applies,
        whether it is done, and how its deadline stands."""
        nodes: Nodes = ()
        applies = self.evaluation.applies[norm.name]
        if norm.deadline is not None and norm.deadline.unit is not None:
            outcome = self.evaluation.norm_outcome(norm.name)
            whether = self.declared(applies, depth)
            if outcome.applies is not True:
                return whether
            named = Node(
                Kind.NORM,
                wording.NORM_HAS_STATUS.filled(
                    norm=called(norm),
                    status=with_due(wording.STATUSES[outcome.status], outcome),
                    conduct=conduct(norm, self._package),
                ),
                self._periods(outcome, norm.deadline, depth),
                answer=outcome.status,
            )
            return (*whether, named, *_following(norm, outcome.status))
        for part in deciding(derivation):
            if part is applies or isinstance(part.subject, Fact):
                nodes += self.declared(part, depth)
            else:
                nodes += self._done(norm.action, part, depth)
        status = self.evaluation.norm_outcome(norm.name).status
        return (*nodes, *_following(norm, status)) if derivation.answer else nodes

    def _done(self, action: str, done: Derivation, depth: int) -> Nodes:
        declared = self._package.actions[action]
        sentence = wording.DONE[truth_of(done)].filled(action=called(declared))
        node = Node(Kind.DONE, sentence, name=action, answer=truth_of(done), type=Scalar.YES_NO)
        return (self._once(node, lambda deeper: self._steps.of(done, deeper), depth),)

    # Verdicts

    def verdict(self, name: str) -> Node:
        """The verdict on an action with its reasons."""
        self.unfolded.add((Kind.VERDICT, name))
        return evolve(self._concluded(name), parts=self._by_norms(name, 0))

    def _verdict(self, name: str, depth: int) -> Node:
        return self._once(self._concluded(name), lambda deeper: self._by_norms(name, deeper), depth)

    def _concluded(self, name: str) -> Node:
        found = self.evaluation.verdicts[name]
        sentence = conclusion(found, self._package, was_done(name, self.evaluation))
        return Node(Kind.VERDICT, sentence, name=name, answer=found.status)

    def _by_norms(self, name: str, depth: int) -> Nodes:
        found = self.evaluation.verdicts[name]
        by = (self._role(role, found, depth) for role in roles(name, self.evaluation))
        notes = (Node(Kind.NOTE, sentence) for sentence in self._without_a_norm(found))
        rests = self._readings(found.action.readings, depth)
        return (*self._citations(found.action.citations), *rests, *notes, *by)

    def _citations(self, citations: Iterable[Citation]) -> Nodes:
        return tuple(
            Node(Kind.CITATION, cited(one, self._package), citation=one) for one in citations
        )

    def _without_a_norm(self, found: Verdict) -> Iterable[Phrase]:
        if found.status is VerdictStatus.CONFLICTING:
            yield wording.CONFLICT_NEEDS_DECISION
        if by_default(found):
            done = was_done(found.action.name, self.evaluation)
            yield wording.DONE_BY_DEFAULT if done else wording.PERMITTED_BY_DEFAULT
        if found.status is VerdictStatus.UNREGULATED:
            yield wording.NO_NORM_APPLIES
            yield from self._not_by_default(found.action)

    def _not_by_default(self, action: Action) -> Iterable[Phrase]:
        """Why an action that is permitted by default is not so permitted on the day."""
        package, as_of = self._package, self.evaluation.as_of
        if not package.in_force_on(as_of):
            yield not_in_force(package, as_of)
        elif action.permitted_by_default:
            yield default_ended(package, action.name)

    def _role(self, role: NormRole, found: Verdict, depth: int) -> Node:
        pattern = _SENTENCES[role.part]
        if role.part is NormPart.WITHOUT_EFFECT:
            sentence = pattern.filled(norm=called(role.norm), conduct=self._conduct(role.norm))
            return Node(Kind.NORM, sentence, name=role.norm.name, type=Scalar.YES_NO)
        reason = gives_way_because(role.norm, found) if role.part is NormPart.GIVES_WAY else None
        before = (Node(Kind.NOTE, reason),) if reason else ()
        told = self._norm(role.norm, pattern, depth, before)
        return evolve(told, parts=(*told.parts, *self._standing(role.norm, depth + 1)))

    def _standing(self, norm: Norm, depth: int) -> Nodes:
        """How a duty with a deadline stands, and why; nothing where the norm does not apply."""
        outcome = self.evaluation.norm_outcome(norm.name)
        if norm.deadline is None or outcome.applies is False:
            return ()
        done = self.evaluation.done[norm.action]
        parts = () if done is None else self._done(norm.action, done, depth + 1)
        status = with_due(wording.STATUSES[outcome.status], outcome)
        sentence = wording.STANDS.filled(status=status)
        return (Node(Kind.NOTE, sentence, (*parts, *self._deadline(norm, depth + 1))),)


def _fact_stated(fact: Fact, derivation: Derivation, package: Package) -> Node:
    value = value_of(derivation)
    spoken = value is None or fact.type is Scalar.YES_NO
    sentence = (wording.IS if spoken else wording.EQUALS).filled(
        subject=fact_called(fact, package), answer=in_words(value, fact.type)
    )
    return Node(Kind.FACT, sentence, name=fact.name, answer=value, type=fact.type)


def _simplified(declared: Norm | Fact) -> Nodes:
    said = simplified(declared)
    return (_note(said),) if said else ()


def _following(norm: Norm, status: Status) -> Nodes:
    called_for = consequence(norm, status)
    return (Node(Kind.NOTE, called_for),) if called_for else ()


# Which layer of a stack something comes from; of a policy that amends none nothing is told


def _layer_of_norm(norm: Norm, package: Package) -> Iterator[Node]:
    """Where a norm comes from, what it replaces, and whether it was loosened."""
    if len(package.layers) == 1 or not norm.layer:
        return
    layer = layer_called(package, norm.layer)
    override = _amendment(package, AmendmentKind.OVERRIDE, norm.name, norm.layer)
    if override is None:
        yield _note(wording.FROM_LAYER.filled(layer=layer))
    else:
        below = layer_called(package, override.replaces)
        because = printable(override.because or "")
        yield _note(wording.OVERRIDES.filled(layer=layer, below=below, because=because))
    for amendment in loosened(package):
        if amendment.target == norm.name:
            yield _note(loosening(package, amendment))


def _layer_of_fact(fact: Fact, package: Package, on_its_days: Truth) -> Iterator[Node]:
    """Which layer defines a fact, or sets it by a table, and what that replaces."""
    if len(package.layers) == 1 or not fact.layer:
        return
    layer = layer_called(package, fact.layer)
    # A derived copy as of another date has the name of the fact and of that date.
    name = fact.name.rpartition("__")[0] if fact.name in package.hidden else fact.name
    override = _amendment(package, AmendmentKind.OVERRIDE, name, fact.layer)
    if override is None:
        setting = _amendment(package, AmendmentKind.SET, name, fact.layer)
        pattern = wording.FROM_LAYER if setting is None else wording.SET_BY
        yield _note(pattern.filled(layer=layer))
    elif on_its_days is False:
        days = days_in_words((fact.in_force,))
        yield _note(wording.NOT_REDEFINED.filled(layer=layer, interval=days))
    else:
        below = layer_called(package, override.replaces)
        because = printable(override.because or "")
        yield _note(wording.REDEFINES.filled(layer=layer, below=below, because=because))


def _on_its_days(fact: Fact, means: Derivation) -> Truth:
    """Whether the day is one for which the layer of a fact defines it.

    Unknown where the date that governs the norm is unknown.
    """
    dated = fact.definition is not fact.means and isinstance(means.subject, model.Choose)
    return truth_of(means.parts[0]) if dated else True


def _definition(fact: Fact, means: Derivation) -> Derivation:
    """The derivation of the definition that holds on the day, for a fact that an overlay defines
    anew."""
    dated = fact.definition is not fact.means and isinstance(means.subject, model.Choose)
    return means.parts[-1] if dated and len(means.parts) > 1 else means


def _layer_of_value(layer: str, package: Package) -> Iterator[Node]:
    """Which layer sets a value."""
    if len(package.layers) > 1 and layer:
        yield _note(wording.SET_BY.filled(layer=layer_called(package, layer)))


def _amendment(
    package: Package, change: AmendmentKind, target: str, layer: str
) -> Amendment | None:
    found = (
        a
        for a in package.amendments
        if a.change is change and a.target == target and a.layer == layer
    )
    return next(found, None)


def _note(sentence: Phrase) -> Node:
    return Node(Kind.NOTE, sentence)


# Whole explanations

_MOST_NEEDS: Final = 8
_MOST_PERIODS: Final = 6


class Explainer:
    """Explains the answers of one evaluation.

    A declaration is explained where it is first met and only named after that, over all questions
    to the same explainer; those in ``unfolded`` are only named from the start. What is asked about
    is always explained. Explainers of one evaluation may share ``absences``, which remembers what
    it has searched.
    """

    def __init__(
        self,
        needs: Needs,
        unfolded: Set[tuple[Kind, str]] = frozenset(),
        absences: Absences | None = None,
    ) -> None:
        self._evaluation = needs.evaluation
        self._record_type = needs.record_type
        self._needs = needs
        self._absences = absences or Absences(needs.evaluation)
        self._unfolded = Unfolded(unfolded)

    def verdict(self, name: str) -> Node:
        """Why the verdict on an action is what it is."""
        needed = self._needs.of_verdict(name)
        open_ = self._evaluation.verdicts[name].status is VerdictStatus.UNDETERMINED
        return self._whole(
            self._reasons(needed).verdict(name), open_, needed, self._absences.behind_verdict(name)
        )

    def norm(self, name: str) -> Node:
        """Why a norm has the status it has."""
        needed = self._needs.of_status(name)
        open_ = self._evaluation.norm_outcome(name).status is Status.UNDETERMINED
        done = self._evaluation.is_done(self._evaluation.package.norms[name])
        behind = (self._evaluation.applies[name], *((done,) if done else ()))
        return self._whole(self._reasons(needed).norm(name), open_, needed, behind)

    def fact(self, name: str) -> Node:
        """Why a fact has the value it has."""
        derivation = self._evaluation.facts[name]
        needed = self._needs.of(derivation)
        node = self._reasons(needed).fact(name)
        return self._whole(node, derivation.answer is None, needed, (derivation,))

    def _reasons(self, wanted: frozenset[str]) -> Reasons:
        return Reasons(self._evaluation, self._record_type, wanted, self._unfolded)

    def _whole(
        self, node: Node, is_open: bool, needed: frozenset[str], behind: Iterable[Derivation]
    ) -> Node:
        """The node with a sentence on what is needed to settle it in front, and a warning at the
        end."""
        asked = (self._needed(needed),) if is_open else ()
        rests = any(map(self._absences.behind, behind))
        warning = (Node(Kind.NOTE, wording.ANSWER_RESTS_ON_ABSENCE),) if rests else ()
        return evolve(node, parts=(*asked, *node.parts, *warning))

    def _needed(self, needed: frozenset[str]) -> Node:
        if not needed:
            return Node(Kind.NEEDS, wording.CANNOT_BE_SETTLED)
        ordered = sorted(needed, key=lambda path: position(path, self._record_type))
        places = tuple(with_path(path, self._record_type) for path in ordered[:_MOST_NEEDS])
        if len(ordered) > _MOST_NEEDS:
            places += (wording.AND_OTHERS.filled(count=len(ordered) - _MOST_NEEDS),)
        return Node(Kind.NEEDS, wording.NEEDS.filled(places=places))


def with_path(path: str, record_type: RecordType) -> Phrase:
    """The words for a path, with the path itself for the place ``path``."""
    return wording.PLACE.filled(place=place(path, record_type), path=path)


def result_within(one: WorkedOut, record_type: RecordType) -> Node:
    """Why a result of a record that stands in another is what it is.

    The reasons are those of the inner record judged by itself, so their paths begin at it. For an
    unknown record there is no reason but that it is unknown.
    """
    result = one.result
    stated = wording.IS if result.value is None or result.type is Scalar.YES_NO else wording.EQUALS
    sentence = stated.filled(subject=result.called(record_type), answer=result.words)
    node = Node(Kind.FACT, sentence, name=result.name, answer=result.value, type=result.type)
    if one.needs is None:
        places = tuple(with_path(path, record_type) for path in result.missing)
        return evolve(node, parts=(Node(Kind.NEEDS, wording.NEEDS.filled(places=places)),))
    return evolve(node, parts=Explainer(one.needs).fact(result.name).parts)
