"""Comparing two policies over one scene: where does the new one ask more or less than the old
one?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import cached_property, partial
from itertools import chain
from typing import Any, Final, TypeAlias, TypeVar

from attrs import evolve, field, frozen

from linkage_rules.analysis.difference import levels
from linkage_rules.analysis.difference.candidates import about_changed_days, of_examples
from linkage_rules.analysis.difference.difference import (
    Comparison,
    Difference,
    Direction,
    ResultComparison,
    Shown,
)
from linkage_rules.analysis.difference.levels import Judge, Levels, RecordJudge, Way, moved
from linkage_rules.analysis.difference.renames import Renamed, renames, spoken_anew
from linkage_rules.analysis.difference.vocabulary import common_vocabulary
from linkage_rules.analysis.limits import SOON, Limits
from linkage_rules.analysis.witnesses import Holds, confirmed
from linkage_rules.decisions.missing import is_covered
from linkage_rules.engines.reference import Evaluation, value_of
from linkage_rules.engines.symbolic import (
    LIST_BOUND,
    LONGEST_WRITTEN_OUT,
    MOST_PARTS,
    TIME_LIMIT,
    Answer,
    Bool,
    Candidate,
    Impossible,
    Rules,
    Scene,
    Search,
    TooLargeError,
    Undecided,
    all_of,
    in_turn,
    negated,
    questions,
    same_truth,
)
from linkage_rules.model import expressions as model
from linkage_rules.model.calendar import overlap
from linkage_rules.model.dependencies import (
    asked_in,
    counted_by,
    expressions_of,
    in_turn_behind,
    rests_on,
)
from linkage_rules.model.expressions import Expression
from linkage_rules.model.norms import Action, Fact, Interval, Norm
from linkage_rules.model.package import Package, Step, StepKind, on_other_days
from linkage_rules.model.retyping import spoken_in
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record, Value
from linkage_rules.words.called import Named

ALWAYS: Final = Interval()

Asked: TypeAlias = tuple[tuple[Expression, ...], tuple[Expression, ...]]
"""The expressions that a question rests on, of the old policy and of the new one."""

Compared: TypeAlias = Comparison | ResultComparison
"""The comparison of one action, norm or result."""

Differs: TypeAlias = Callable[[Judge, Judge, bool], Bool]
"""The condition that two policies differ, from the answers of both; the last argument says whether
only known answers count."""


@in_turn
def difference(
    old: Package,
    new: Package,
    *,
    days: Interval = ALWAYS,
    record_type: str | None = None,
    list_bound: int = LIST_BOUND,
    time_limit: float = TIME_LIMIT,
    stop_after: float | None = None,
    tell: Callable[[Difference, Compared], None] | None = None,
    asking: Callable[[], None] | None = None,
    rename: Iterable[tuple[str, str]] = (),
    stop: Callable[[], bool] | None = None,
) -> Difference:
    """How a new policy differs from an old one: for each action and norm, in which direction.

    Both judge the same record on the same day, so nothing counts but what they say: texts, names
    of norms, facts and parameters, and the order of things do not. ``days`` limits the days, both
    ends included; without it they are those on which both policies are in force. ``record_type``
    limits the comparison to one. ``time_limit`` is in seconds, for each question; ``stop_after``
    seconds after the start the question that is asked is given up, nothing more is asked, and what
    is left is undecided. ``tell`` is called with each comparison when it is decided, and with a
    difference that holds none yet; ``asking`` is called before each question. Once
    ``stop`` says so, nothing more is asked either. Of what rests on
    nothing that changed nothing is asked. ``rename`` are names or labels of the old policy, each
    with that of the same thing in the new one.

    Raises `IncompatibleError` when no record is fit for both, `RenameError` when what is renamed is
    not there, or would be two things.

    >>> from linkage_rules.model.package import Package
    >>> bool(difference(Package(name="p"), Package(name="p")))
    False
    """
    limits = Limits.of(list_bound, time_limit, stop_after, asking, stop=stop)
    renamed = renames(old, new, rename)
    records = dict(one.names for one in renamed if isinstance(one.old, RecordType))
    record_type = None if record_type is None else records.get(record_type, record_type)
    old = spoken_anew(old, renamed)
    vocabulary = common_vocabulary(old, new)
    set_aside = days == ALWAYS and common_days(old, new) is None
    compared = [spoken_in(package, vocabulary.types) for package in (old, new)]
    if days == ALWAYS:
        days = common_days(old, new) or hull(old.in_force, new.in_force)
    before, after = compared
    old, new = map(always_in_force, compared) if set_aside else compared
    changes = vocabulary.changes
    begun = Difference(before, after, days, set_aside, list_bound, changes, (), (), (), renamed)
    one_told = None if tell is None else partial(tell, begun)
    actions: list[Comparison] = []
    norms: list[Comparison] = []
    results: list[ResultComparison] = []
    for name in dict.fromkeys((*before.record_types, *after.record_types)):
        shape = vocabulary.types[name]
        if record_type not in (None, name) or not _judged(name, before, after):
            continue
        assert isinstance(shape, RecordType)
        pair = Pair(old, new, shape, days, list_bound, limits, renamed)
        actions += told(pair.actions(), one_told)
        norms += told(pair.norms(), one_told)
        results += told(pair.results(), one_told)
    return evolve(begun, actions=tuple(actions), norms=tuple(norms), results=tuple(results))


_A = TypeVar("_A")


def told(found: Iterable[_A], tell: Callable[[_A], None] | None) -> Iterator[_A]:
    """The items, with ``tell`` called for each as it comes."""
    for one in found:
        if tell is not None:
            tell(one)
        yield one


def _judged(record_type: str, *packages: Package) -> bool:
    return any(
        record_type in (declared.record_type for declared in package.actions.values())
        or package.results.get(record_type)
        for package in packages
    )


@frozen(eq=False)
class _Asking:
    """Both policies over one scene, and the search in it."""

    scene: Scene
    rules: tuple[Rules, Rules]
    search: Search


@frozen(slots=False, eq=False)
class Pair:
    """Two policies over the records of one type."""

    old: Package
    new: Package
    shape: RecordType
    days: Interval
    list_bound: int
    limits: Limits
    renamed: tuple[Renamed, ...] = ()
    _longer: dict[int, Pair] = field(factory=dict, init=False)
    _too_large: set[Asked] = field(factory=set, init=False)
    _asking: list[_Asking] = field(factory=list, init=False)

    def _asked_of(self) -> Iterator[tuple[_Asking, float]]:
        """Whom to ask, with the time limit: first the scene shared by all questions, then a scene
        of its own."""
        limit = self.limits.time_limit
        if self._asking:
            yield self._asking[-1], min(limit, SOON)
        scene = Scene(self.shape, self.list_bound, MOST_PARTS, self.limits.days)
        rules = Rules(self.old, scene), Rules(self.new, scene)
        self._asking.append(_Asking(scene, rules, Search(scene, limit, self.limits.deadline)))
        del self._asking[:-1]
        yield self._asking[-1], limit

    @cached_property
    def _examples(self) -> Sequence[tuple[Record, date]]:
        return of_examples((self.new, self.old), self.shape, self.days)

    @cached_property
    def _matching(self) -> Matching:
        return matched(self.old, self.new, self.shape.name, self._apply_alike, self.renamed)

    def _apply_alike(self, one: Norm, other: Norm) -> bool:
        """Whether two norms are proved to apply to the same records."""

        def differ(before: Judge, after: Judge, known: bool) -> Bool:
            return negated(same_truth(before.applies(one.name), after.applies(other.name)))

        asked = ((model.NormApplies(one.name),), (model.NormApplies(other.name),))
        return isinstance(self._find(differ, False, asked), Impossible)

    def actions(self) -> Iterator[Comparison]:
        for old, new in self._matching.actions:
            names = tuple(None if action is None else action.name for action in (old, new))

            def differs(way: Way, names: Any = names) -> Differs:
                return lambda before, after, known: moved(
                    levels.of_verdict(names[0], before),
                    levels.of_verdict(names[1], after),
                    way,
                    known_only=known,
                )

            asked = tuple(_verdict_asked(action) for action in (old, new))
            ways = {way: self.direction(differs(way), (asked[0], asked[1])) for way in Way}
            yield Comparison(old, new, ways)

    def norms(self) -> Iterator[Comparison]:
        for old, new in self._matching.norms:

            def differs(way: Way, old: Norm | None = old, new: Norm | None = new) -> Differs:
                return lambda before, after, known: moved(
                    self._levels(old, before, self.old),
                    self._levels(new, after, self.new),
                    way,
                    known_only=known,
                )

            asked = (_norm_asked(old, self.old), _norm_asked(new, self.new))
            yield Comparison(old, new, {way: self.direction(differs(way), asked) for way in Way})

    def results(self) -> Iterator[ResultComparison]:
        """Each result of either policy, with a record for which the value differs."""
        name = self.shape.name
        about = [package.results.get(name, ()) for package in (self.old, self.new)]
        for old, new in _paired(about[0], about[1], self.renamed):
            if old is None or new is None or old.type != new.type:
                yield ResultComparison(old, new, None)
                continue

            def differs(
                before: Judge, after: Judge, known: bool, old: Fact = old, new: Fact = new
            ) -> Bool:
                return levels.other_result(old.name, new.name, before, after, known)

            asked = tuple((model.FactValue(one.name, one.type),) for one in (old, new))
            direction = self.direction(differs, (asked[0], asked[1]))
            values = self._values(old, new, direction)
            reassigned = self._owed(old, self.old) != self._owed(new, self.new)
            yield ResultComparison(old, new, direction, *values, reassigned)

    def _owed(self, result: Fact, package: Package) -> tuple[str | None, ...]:
        """The bearer and the counterparty of a result, by their names in the old policy."""
        assert result.result is not None
        parties = (result.result.bearer, result.result.counterparty)
        anew = self._matching.bearers if package is self.new else {}
        return tuple(None if name is None else anew.get(name, name) for name in parties)

    def _values(self, old: Fact, new: Fact, direction: Direction) -> tuple[Value, Value]:
        """What the two results are for the record that is shown."""
        if direction.shown is None:
            return None, None
        witness = direction.shown.witness
        before, after = self._evaluations(witness.record, witness.as_of)
        return value_of(before.facts[old.name]), value_of(after.facts[new.name])

    def _levels(self, norm: Norm | None, answers: Judge, package: Package) -> Levels:
        if norm is None:
            return {}
        renamed = self._matching.bearers if package is self.new else {}
        action = norm.action
        if package is self.new:
            action = self._old_names.get(action, action)
        parties = levels.Parties(
            tuple(renamed.get(bearer, bearer) for bearer in norm.bearers),
            action,
            renamed.get(norm.counterparty or "", norm.counterparty or ""),
        )
        return levels.of_norm(norm, answers, parties, is_observed(norm, package))

    @cached_property
    def _old_names(self) -> Mapping[str, str]:
        return _by_new_name(self._matching.actions)

    # Asking

    def direction(self, differs: Differs, asked: Asked) -> Direction:
        """A record that shows a difference, with lists as long as the questions need, within
        reason.

        A record on which everything is known is looked for first.
        """
        if not self._may_differ(asked):
            return Direction()
        if (shown := self._tried(differs, asked)) is not None:
            return Direction(shown)
        found = self._within_bound(differs, asked)
        if found.list_bound is None:
            return found
        needed = max(self._needed(asked).values(), default=0)
        if not self.list_bound < needed <= LONGEST_WRITTEN_OUT:
            return found
        further = self._with_longer_lists(needed)._within_bound(differs, asked)
        return found if further.undecided else further

    def _tried(self, differs: Differs, asked: Asked) -> Shown | None:
        """One of the candidates that shows a difference and on which everything is known."""
        examples = self._examples
        about_days = about_changed_days(self.old, self.new, self.shape, asked, examples, self.days)
        holds = self._holding(differs, True, asked)
        for record, as_of in chain(examples, about_days):
            if self.limits.is_over:
                return None
            if holds(record, as_of):
                return self._shown(record, as_of, differs, True, asked)
        return None

    def _may_differ(self, asked: Asked) -> bool:
        """Whether the expressions of the two policies, or anything they rest on, differ."""
        renamed = any(new != old for new, old in self._matching.bearers.items())
        if asked[0] != asked[1] or renamed:
            return True
        return self.rests_on_a_change(asked[0])

    def rests_on_a_change(self, asked: Iterable[Expression]) -> bool:
        """Whether the two policies differ in what common expressions rest on."""
        steps = (step for one in asked for step in asked_in(one, self.new))
        return not self._changed.isdisjoint(steps)

    @cached_property
    def _changed(self) -> Set[Step]:
        return changed_steps(self.old, self.new)

    def _with_longer_lists(self, list_bound: int) -> Pair:
        if list_bound not in self._longer:
            longer = evolve(self, list_bound=list_bound)
            self._longer[list_bound] = longer
        return self._longer[list_bound]

    def _within_bound(self, differs: Differs, asked: Asked) -> Direction:
        bound: int | None = None
        undecided = False
        for known in (True, False):
            match self._find(differs, known, asked):
                case Candidate(record, as_of):
                    return Direction(self._shown(record, as_of, differs, known, asked))
                case Impossible(list_bound):
                    bound = list_bound if bound is None else max(bound, list_bound or 0)
                case _:
                    undecided = True
        return Direction(None, undecided, None if undecided else bound)

    def _find(self, differs: Differs, known: bool, asked: Asked) -> Answer:
        if asked in self._too_large or self.limits.is_over:
            return Undecided()
        self.limits.asking()
        found: Answer = Undecided()
        for one, seconds in self._asked_of():
            one.scene.begin()
            try:
                condition = self._differing(one, differs, known, asked)
            except TooLargeError:
                self._too_large.add(asked)
                return Undecided()
            if isinstance(condition, bool) and not condition:
                return Impossible()
            on_days = one.rules[0].in_force(self.days)
            needed = self._needed(asked) if one.scene.rests else {}
            found = one.search.find(all_of((condition, on_days)), needed, seconds)
            if not isinstance(found, Undecided):
                return found
        return found

    def _differing(self, one: _Asking, differs: Differs, known: bool, asked: Asked) -> Bool:
        """The condition that they differ; answers that are unknown only because a calendar ends are
        no difference."""
        if known or not self._counts(asked):
            return differs(*one.rules, known)
        both = Rules(self.old, one.scene), Rules(self.new, one.scene)
        for rules, expressions in zip(both, asked, strict=True):
            for expression in expressions:
                rules.value(expression)
        return all_of((differs(*both, known), *(rules.covered for rules in both)))

    def _counts(self, asked: Asked) -> bool:
        """Whether what is asked of either policy counts working days."""
        pairs = zip(asked, (self.old, self.new), strict=True)
        return any(counted_by(expressions, package) for expressions, package in pairs)

    def _needed(self, asked: Asked) -> Mapping[Hashable, int]:
        """How many elements answer the questions of both policies; shared questions count once."""
        before, after = (
            questions(package, expressions, self.list_bound)
            for package, expressions in zip((self.old, self.new), asked, strict=True)
        )
        return {
            origin: sum(before.get(origin, {}).values())
            + sum(
                times
                for question, times in after.get(origin, {}).items()
                if question not in before.get(origin, {}) or not self._means_the_same(question)
            )
            for origin in dict.fromkeys((*before, *after))
        }

    def _means_the_same(self, question: Expression) -> bool:
        """Whether a question rests on nothing that the policies declare differently."""
        for part in walk(question):
            match part:
                case model.ParameterValue(name):
                    parameters = self.old.parameters.get(name), self.new.parameters.get(name)
                    if parameters[0] is None or parameters[1] is None:
                        return False
                    if parameters[0].periods != parameters[1].periods:
                        return False
                case model.FactValue() | model.NormApplies() | model.NormIs() | model.ActionIs():
                    return False
        return True

    def _holding(self, differs: Differs, known: bool, asked: Asked) -> Holds:
        """A function that checks with the reference engine whether a record shows a difference."""
        old, new = (
            in_turn_behind(one, package, self.shape.name)
            for one, package in zip(asked, (self.old, self.new), strict=True)
        )

        covered_alone = not known and self._counts(asked)

        def holds(record: Record, as_of: date) -> bool:
            if not self.days.contains(as_of):
                return False
            before = Evaluation(self.old, self.shape, record, as_of, old)
            after = Evaluation(self.new, self.shape, record, as_of, new)
            judges = RecordJudge(before, self.shape), RecordJudge(after, self.shape)
            if not differs(*judges, known):
                return False
            both = zip((before, after), asked, strict=True)
            return not covered_alone or all(
                is_covered(found.derive(one)) for found, about in both for one in about
            )

        return holds

    def _shown(
        self, record: Record, as_of: date, differs: Differs, known: bool, asked: Asked
    ) -> Shown:
        holds = self._holding(differs, known, asked)
        packages = (self.old, self.new)
        deadline = self.limits.deadline
        witness = confirmed(self.shape, record, as_of, holds, packages, asked, deadline)
        before, after = self._evaluations(witness.record, witness.as_of)
        return Shown(witness, before.outcome(), after.outcome(), known)

    def _evaluations(self, record: Record, as_of: date) -> tuple[Evaluation, Evaluation]:
        return (
            Evaluation(self.old, self.shape, record, as_of),
            Evaluation(self.new, self.shape, record, as_of),
        )


def _verdict_asked(action: Action | None) -> tuple[Expression, ...]:
    if action is None:
        return ()
    return (model.ActionIs(action.name, VerdictStatus.FORBIDDEN),)


def _norm_asked(norm: Norm | None, package: Package) -> tuple[Expression, ...]:
    if norm is None:
        return ()
    unmet = levels.unmet_question(norm, is_observed(norm, package))
    return (model.NormApplies(norm.name), *(() if unmet is None else (unmet,)))


def is_observed(norm: Norm, package: Package) -> bool:
    return package.actions[norm.action].done_when is not None


# What did not change


def changed_steps(old: Package, new: Package) -> Set[Step]:
    """The steps that two policies work out differently: their own content differs, or that of a
    step they rest on.

    Names, labels, texts and places do not count.
    """
    same = {
        name
        for name, one in new.parameters.items()
        if name in old.parameters and old.parameters[name].periods == one.periods
    }
    found = {*old.order} ^ {*new.order}
    for step in new.order:
        if step not in found and (
            _content(step, old) != _content(step, new)
            or not _parameters(step, new) <= same
            or any(below in found for below in rests_on(step, new))
        ):
            found.add(step)
    return found


def _content(step: Step, package: Package) -> tuple[object, ...]:
    """What a step itself says, as a value that can be compared."""
    rests = tuple(dict.fromkeys(rests_on(step, package)))
    match step.kind:
        case StepKind.APPLIES:
            norm = package.norms[step.name]
            effect = (norm.modality, norm.strength, norm.bearing, norm.counterparty, norm.deadline)
            bearing = (norm.action, norm.bearers, norm.in_force)
            return rests, package.requirements[step.name], effect, bearing
        case StepKind.VERDICT:
            return rests, package.default_periods.get(step.name)
        case StepKind.FACT:
            return rests, package.facts[step.name].type, expressions_of(step, package)
    return rests, expressions_of(step, package)


def _parameters(step: Step, package: Package) -> set[str]:
    parts = (part for whole in expressions_of(step, package) for part in walk(whole))
    return {part.name for part in parts if isinstance(part, model.ParameterValue)}


# What of the old policy is what of the new one


_N = TypeVar("_N", bound=Named)

Pairs: TypeAlias = tuple[tuple[_N | None, _N | None], ...]
Matches: TypeAlias = Callable[[Norm, Norm], bool]


@frozen
class Matching:
    """The actions and norms of two policies in pairs; None for one that a policy lacks."""

    bearers: Mapping[str, str]
    actions: Pairs[Action]
    norms: Pairs[Norm]


def matched(
    old: Package,
    new: Package,
    record_type: str,
    same_meaning: Matches,
    renamed: Iterable[Renamed] = (),
) -> Matching:
    """Pairs of what was ``renamed``, then by name, then norms by meaning, then the rest by label.

    ``same_meaning`` says of two norms on the same action, of the same modality, strength and
    parties, whether they apply to the same records.
    """
    renamed = tuple(renamed)
    bearers = _by_new_name(_paired(old.bearers.values(), new.bearers.values(), renamed))
    about = [
        [a for a in package.actions.values() if a.record_type == record_type]
        for package in (old, new)
    ]
    actions = _paired(about[0], about[1], renamed)
    names = _by_new_name(actions)
    before, after = (
        [n for n in package.norms.values() if n.record_type == record_type]
        for package in (old, new)
    )

    def alike(one: Norm, other: Norm) -> bool:
        return (
            (one.modality, one.strength) == (other.modality, other.strength)
            and one.action == names.get(other.action, other.action)
            and one.bearing is other.bearing
            and set(one.bearers) == {bearers.get(name, name) for name in other.bearers}
            and one.counterparty == bearers.get(other.counterparty or "", other.counterparty)
        )

    norms = _pairs(
        before,
        after,
        (
            _said_to_be(renamed),
            _same_name,
            lambda one, other: alike(one, other) and same_meaning(one, other),
            _same_label,
        ),
    )
    return Matching(bearers, actions, norms)


def _paired(before: Iterable[_N], after: Iterable[_N], renamed: tuple[Renamed, ...]) -> Pairs[_N]:
    return _pairs(before, after, (_said_to_be(renamed), _same_name, _same_label))


def _said_to_be(renamed: Iterable[Renamed]) -> Callable[[Named, Named], bool]:
    """A function that says of two declarations whether one was said to be renamed to the other."""
    pairs = {(type(one.old), type(one.new), *one.names) for one in renamed}
    return lambda one, other: (type(one), type(other), one.name, other.name) in pairs


def _same_name(one: Named, other: Named) -> bool:
    return one.name == other.name


def _same_label(one: Named, other: Named) -> bool:
    return one.label is not None and one.label == other.label


def _pairs(
    before: Iterable[_N], after: Iterable[_N], ways: Iterable[Callable[[_N, _N], bool]]
) -> Pairs[_N]:
    """The pairs in the order of the old policy, then what the new one adds."""
    partner: dict[str, _N] = {}
    left_before, left_after = list(before), list(after)
    order = [*left_before]
    for is_match in ways:
        for one in [*left_before]:
            other = next((o for o in left_after if is_match(one, o)), None)
            if other is not None:
                partner[one.name] = other
                left_before.remove(one)
                left_after.remove(other)
    return (*((one, partner.get(one.name)) for one in order), *((None, one) for one in left_after))


def _by_new_name(pairs: Pairs[_N]) -> Mapping[str, str]:
    return {new.name: old.name for old, new in pairs if old is not None and new is not None}


# Days


def common_days(old: Package, new: Package) -> Interval | None:
    """The days on which both policies are in force; None if there are none."""
    return overlap(old.in_force, new.in_force)


def hull(one: Interval, other: Interval) -> Interval:
    """The days from the first of two intervals to the last of them."""
    starts, ends = (one.start, other.start), (one.end, other.end)
    return Interval(
        None if None in starts else min(s for s in starts if s),
        None if None in ends else max(e for e in ends if e),
    )


def always_in_force(package: Package) -> Package:
    """The policy, and its norms unless they have days of their own, in force on every day."""
    used = tuple(always_in_force(used) for used in package.uses)
    return evolve(on_other_days(package, ALWAYS), uses=used)
