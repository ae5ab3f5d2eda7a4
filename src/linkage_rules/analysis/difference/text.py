"""A comparison as text for a terminal."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from linkage_rules.analysis.difference import wording
from linkage_rules.analysis.difference.days import in_force_on
from linkage_rules.analysis.difference.levels import Way
from linkage_rules.analysis.difference.readings import ReadingChange, Said
from linkage_rules.analysis.difference.results import (
    Comparison,
    Difference,
    Direction,
    Relation,
    Shown,
)
from linkage_rules.decisions.verdicts import conclusion, conduct
from linkage_rules.language.writing import transcribing
from linkage_rules.model.norms import Action, Interval, Norm
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import Scalar
from linkage_rules.words import decision_words as answers
from linkage_rules.words.called import called
from linkage_rules.words.citing import cited
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.told_values import in_words, printable
from linkage_rules.words.wrapping import wrapped

_MARGIN: Final = 4
"""The columns that are left free at the right."""

_UNTOLD: Final = (Status.IN_EFFECT, Status.UNDETERMINED)
"""What says no more of a norm than that it applies."""

_STEP: Final = "  "

Side: TypeAlias = tuple[Phrase, tuple[Phrase, ...]]
"""What a policy says in a sentence, and the norms and clauses that decide it."""


def text(difference: Difference, language: Language, width: int) -> str:
    """What differs, each with the record that shows it; then how much is the same."""
    return "\n".join(_Telling(difference, language, width).lines())


def names_of(comparison: Comparison) -> Phrase:
    """What an action or norm is called, and that it is new, gone or renamed."""
    old, new = comparison.old, comparison.new
    name = called(comparison.declared)
    if old is None:
        return wording.ADDED.filled(name=name)
    if new is None:
        return wording.REMOVED.filled(name=name)
    before = called(old)
    if old.name == new.name:
        return name
    return Phrase(
        wording.RENAMED.filled(name=name, old=before).en,
        name.zh if before.zh == name.zh else wording.RENAMED.filled(name=name, old=before).zh,
    )


def claim(list_bound: int | None) -> Phrase:
    """What kind of claim it is that there is no such record."""
    return wording.PROVED if list_bound is None else wording.BOUNDED.filled(bound=list_bound)


def sides(comparison: Comparison, shown: Shown, difference: Difference) -> tuple[Side, Side]:
    """What the old policy and the new one say of the record that is shown."""
    old = _side(comparison.old, comparison.declared, shown.old, difference.old)
    new = _side(comparison.new, comparison.declared, shown.new, difference.new)
    return old, new


def _side(
    one: Action | Norm | None, declared: Action | Norm, outcome: Outcome, package: Package
) -> Side:
    match one:
        case None:
            return wording.NO_NORM if isinstance(declared, Norm) else wording.NO_ACTION, ()
        case Norm():
            found = outcome.norms[one.name]
            named = {"norm": called(one), "conduct": conduct(one, package)}
            sentence = answers.APPLIES[found.applies].filled(**named)
            if found.applies and found.status not in _UNTOLD:
                status = answers.STATUSES[found.status]
                sentence = answers.NORM_HAS_STATUS.filled(status=status, **named)
            return sentence, tuple(cited(found, package) for found in one.citations[:1])
    verdict = outcome.verdicts[one.name]
    reasons: list[Phrase] = []
    if verdict.status is VerdictStatus.PERMITTED and not verdict.by:
        reasons.append(answers.PERMITTED_BY_DEFAULT)
    for name in (*verdict.by, *(verdict.open if not verdict.by else ())):
        norm = package.norms[name]
        pattern = answers.NORM_DECIDES if name in verdict.by else answers.NORM_IS_OPEN
        reasons.append(pattern.filled(norm=called(norm), conduct=conduct(norm, package)))
        reasons += (cited(one, package) for one in norm.citations[:1])
    return conclusion(verdict, package), tuple(reasons)


def days_in_words(days: Interval) -> Phrase:
    """An interval of days, both ends included."""
    start, end = (
        None if day is None else in_words(day, Scalar.DATE) for day in (days.start, days.end)
    )
    if start and end:
        if days.start == days.end:
            return start
        return wording.FROM_UNTIL.filled(start=start, end=end)
    if start:
        return wording.FROM.filled(start=start)
    return wording.UNTIL.filled(end=end) if end else wording.ANY_DAY


class _Telling:
    def __init__(self, difference: Difference, language: Language, width: int) -> None:
        self.found = difference
        self.language = language
        self.width = width - _MARGIN

    def lines(self) -> Iterator[str]:
        found = self.found
        yield say(wording.TITLE, self.language)
        for side, package in ((wording.OLD, found.old), (wording.NEW, found.new)):
            yield from self._told(1, wording.SIDE.filled(side=side, words=_policy(package)))
        yield from self._told(1, wording.DAYS.filled(days=days_in_words(found.days)))
        if found.set_aside:
            yield from self._told(1, wording.SET_ASIDE)
        for side, package in ((wording.OLD, found.old), (wording.NEW, found.new)):
            if not found.set_aside and not in_force_on(package, found.days):
                interval = days_in_words(package.in_force)
                words = wording.NOT_IN_FORCE.filled(side=side, interval=interval)
                yield from self._told(1, words)
        if found.old.in_force != found.new.in_force:
            before, after = (days_in_words(p.in_force) for p in (found.old, found.new))
            yield from self._told(1, wording.IN_FORCE.filled(before=before, after=after))
        if found.vocabulary:
            yield from self._heading(wording.VOCABULARY)
            for change in found.vocabulary:
                words = wording.CHANGES[change.kind].filled(owner=change.owner, name=change.name)
                yield from self._told(1, words)
        if found.readings:
            yield from self._heading(wording.READINGS)
            for reading in found.readings:
                yield from self._reading(reading)
        for heading, compared in ((wording.VERDICTS, found.actions), (wording.NORMS, found.norms)):
            different = [c for c in compared if c.relation is not Relation.SAME]
            if different:
                yield from self._heading(heading)
            for comparison in different:
                yield from self._comparison(comparison)
        yield ""
        if not found:
            yield from self._told(0, wording.NO_DIFFERENCE)
        yield from self._told(0, self._same())

    def _heading(self, heading: Phrase) -> Iterator[str]:
        yield ""
        yield say(heading, self.language)

    def _reading(self, change: ReadingChange) -> Iterator[str]:
        pattern = wording.READING_CHANGED
        if change.old is None or change.new is None:
            pattern = wording.READING_ADDED if change.old is None else wording.READING_REMOVED
        yield from self._told(1, pattern.filled(name=called(change.reading)))
        for pair in change.choices:
            for side, said in zip((wording.OLD, wording.NEW), pair, strict=True):
                yield from self._told(2, _chosen(side, said))
        if change.asked and change.old is not None and change.new is not None:
            yield from self._told(2, wording.READING_ASKED)

    def _comparison(self, comparison: Comparison) -> Iterator[str]:
        relation = wording.RELATIONS[comparison.relation]
        words = wording.COMPARED.filled(name=names_of(comparison), relation=relation)
        yield from self._told(1, words)
        for way, direction in comparison.ways.items():
            yield from self._direction(comparison, way, direction)

    def _direction(self, comparison: Comparison, way: Way, direction: Direction) -> Iterator[str]:
        shown = direction.shown
        if direction.undecided:
            yield from self._told(2, wording.UNDECIDED[way])
        elif shown is None:
            words = wording.NOT_SHOWN[way].filled(claim=claim(direction.list_bound))
            yield from self._told(2, words)
        if shown is None:
            return
        yield from self._told(2, (wording.SHOWN if shown.known else wording.SHOWN_OPEN)[way])
        witness = shown.witness
        for written in (
            transcribing.given(witness.record, witness.record_type, self.language),
            transcribing.as_of(witness.as_of, self.language),
        ):
            yield from (f"{_STEP * 2}{printable(line)}" for line in written.split("\n"))
        said = sides(comparison, shown, self.found)
        for side, (sentence, reasons) in zip((wording.OLD, wording.NEW), said, strict=True):
            yield from self._told(3, wording.SIDE.filled(side=side, words=sentence))
            for reason in reasons:
                yield from self._told(4, reason)

    def _same(self) -> Phrase:
        same = [
            [c for c in compared if c.relation is Relation.SAME]
            for compared in (self.found.actions, self.found.norms)
        ]
        counted = [c.list_bound for compared in same for c in compared]
        bounded = [bound for bound in counted if bound is not None]
        words = wording.PROVED
        if bounded:
            words = wording.SAME_BOUNDED.filled(
                proved=len(counted) - len(bounded), bounded=len(bounded), bound=max(bounded)
            )
        return wording.SAME.filled(actions=len(same[0]), norms=len(same[1]), claim=words)

    def _told(self, depth: int, words: Phrase) -> Iterator[str]:
        start = _STEP * depth
        told = printable(say(words, self.language))
        for number, line in enumerate(wrapped(told, self.width - len(start) - 2)):
            yield start + ("" if number == 0 else _STEP) + line


def _chosen(side: Phrase, said: Said) -> Phrase:
    days = days_in_words(said.days)
    if said.choice is None:
        return wording.NOT_CHOSEN.filled(side=side, days=days)
    because = said.because or ""
    return wording.CHOSEN.filled(side=side, days=days, choice=said.choice, because=because)


def _policy(package: Package) -> Phrase:
    name = Phrase(package.name, package.name)
    if package.label is None:
        return name
    return wording.POLICY.filled(label=package.label, name=name)
