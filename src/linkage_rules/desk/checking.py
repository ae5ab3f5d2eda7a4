"""What the page asks of checks of a policy: whether it is consistent, what its examples exercise,
what they would not notice, and which are missing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain, count
from math import inf
from threading import get_ident
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from linkage_rules.analysis.coverage import coverage as covered
from linkage_rules.analysis.witnesses import Witness
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Asked, Job, Method, StoppedError, Task, number, text
from linkage_rules.desk.placing import Placing
from linkage_rules.desk.texts import figures_shown
from linkage_rules.desk.witnesses import record_shown
from linkage_rules.desk.written import language_of
from linkage_rules.extras import required
from linkage_rules.language.writing.transcribing import example_text
from linkage_rules.model.findings import FAULTS
from linkage_rules.model.norms import Citation
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.types import Scalar
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.cited_rules import rules_of
from linkage_rules.presenting.coverage_rows import (
    ConditionRow,
    Entry,
    Half,
    Shown,
    entries,
    figures,
    percent,
)
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.presenting.finding_words import example_of, others_of
from linkage_rules.presenting.source_view import source_view
from linkage_rules.testing.examples import run_example
from linkage_rules.testing.mutation.mutants import Mutant, mutants
from linkage_rules.testing.mutation.surveying import Timely, Tried, survey, telling
from linkage_rules.testing.mutation.telling import HAS_SOLVER, Alike
from linkage_rules.words.called import called
from linkage_rules.words.citing import clause_called
from linkage_rules.words.finding_words import FINDING_ADVICE, FINDING_NAMES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.mutation_words import NO_PROOFS
from linkage_rules.words.proof_words import extent
from linkage_rules.words.told_values import in_words, printable

if TYPE_CHECKING:
    from linkage_rules.analysis.consistency import Finding, Open

QUESTION: Final = 5.0
"""Seconds after which a single question to the solver is given up."""
LONGEST: Final = 3600
"""The longest time that a check may be given, in seconds."""
_RECORDS: Final = 100
"""Records that are tried for a change that nothing notices."""
_SEED: Final = 1

_ASKED: Final = Phrase("{count} questions asked", "已提问{count}个")
_RUNNING: Final = Phrase("example “{title}”", "示例“{title}”")
_MEASURING: Final = Phrase("following each condition through the examples", "正在逐个示例核对条件")
_LISTING: Final = Phrase("{count} places to change found", "找到可改动之处{count}处")
_TRYING: Final = Phrase("{name}: {change}", "{name}：{change}")
_SOUGHT: Final = Phrase("{count} purposes of examples looked into", "已查看{count}项示例用途")
_FAILING: Final = Phrase(
    "the example “{title}” fails ({file}, line {line}): put it right in the place “Rules” first, "
    "then ask again; while an example fails, it cannot be told what the others notice",
    "示例“{title}”未通过（{file} 第{line}行）。请先在“规则”中改正，再重试："
    "有示例未通过时，无法判断其余示例能发现什么",
)
_NO_SECONDS: Final = Phrase(
    "a check can be given 1 to {most} seconds, not {seconds}",
    "检查时间应为 1 至 {most} 秒，而不是 {seconds} 秒",
)
_CUT_SHORT: Final = Phrase(
    "The time was up before everything was tried: what is shown is a part. Give it more time.",
    "时间已到，尚未全部试完，以下只是一部分；可以延长时间再试。",
)
_STOPPED_EXAMPLES: Final = Phrase(
    "Stopped after {count} purposes: the others, and the changes that no example notices, were not "
    "looked at.",
    "已停止，查看了{count}项用途；其余用途和示例未发现的改动都没有查看。",
)


# Consistency


def analyse(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """Whether a policy is consistent: what collides, has no effect or is missing, each with the
    record that shows it; ``seconds`` is how long it may take. Raises `MissingExtraError` where
    there is no solver."""
    required("z3", "analysis")
    policy, seconds = desk.policy(text(asked, "policy")), seconds_of(asked)
    language = desk.language
    found = policy.analyse(
        time_limit=QUESTION,
        stop_after=seconds,
        asking=Counting(task, _ASKED),
        stop=lambda: task.stopped,
    )
    shower = _Shower(desk, asked, policy)
    answered = [one for one in found.findings if one.answered_by is not None]
    first, last = (in_words(day, Scalar.DATE) for day in (found.days.start, found.days.end))
    return {
        "digest": policy.digest,
        "stopped": task.stopped,
        "days": {"first": first.render(language), "last": last.render(language)},
        "findings": [shower.finding(one) for one in found.unanswered],
        "answered": [shower.finding(one) for one in answered],
        "remarks": [shower.finding(one) for one in found.remarks],
        "undecided": [shower.undecided(one) for one in found.undecided],
        "properties": [
            {
                "title": one.property.title,
                "words": extent(one.list_bound).render(language),
                "at": shower.at(one.property.span),
            }
            for one in found.proved
        ],
        "examples_in": shower.examples_in,
    }


class _Shower:
    """Puts what was found in a policy into the words of the page, and examples into that of the
    file which they go into."""

    def __init__(self, desk: Desk, asked: Asked, policy: Policy) -> None:
        self.language: Language = desk.language
        self.package = policy.package
        self.examples_in = _examples_in(desk, asked, policy.package)
        self.written = language_of(desk, text(asked, "policy"), self.examples_in)
        tree = policy.source.tree if policy.source else None
        self.titled = _Titles(one.title for one in policy.package.examples)
        self.placing = Placing(desk.workbench.folder, policy.package, tree)

    def at(self, span: Span) -> dict[str, Any] | None:
        """The place in a file of the folder."""
        return self.placing.at(span)

    def words(self, phrase: Phrase) -> str:
        """A phrase on one line."""
        return printable(say(phrase, self.language))

    def finding(self, one: "Finding") -> dict[str, Any]:
        """A finding, with the record that shows it as an example, or how far its proof reaches."""
        shown = one.shown
        return {
            "kind": one.kind.value,
            "called": self.words(_without_underscores(FINDING_NAMES[one.kind])),
            "tone": "bad" if one.kind in FAULTS else "open",
            "names": [self.called(name) for name in one.names],
            "words": self.words(one.words),
            "advice": self.words(FINDING_ADVICE[one.kind]),
            "at": self.at(one.span),
            "citations": [*self._citations(one.names)],
            "proof": None if shown is not None else self.words(extent(one.list_bound)),
            "witness": None if shown is None else self.witness(shown.witness),
            "complete": shown is not None and shown.complete,
            "matters": [] if shown is None else sorted(shown.fields),
            "example": None
            if shown is None
            else f"{example_of(one, self.package, self.written, self.titled)}\n",
            "others": self.words(others_of(one)) if one.together else None,
            "answered_by": None if one.answered_by is None else one.answered_by.title,
        }

    def undecided(self, one: "Open") -> dict[str, Any]:
        """A question that stays open."""
        return {
            "called": self.words(_without_underscores(FINDING_NAMES[one.kind])),
            "names": [self.called(name) for name in one.names],
            "because": None if one.because is None else self.words(one.because),
            "at": self.at(one.span),
        }

    def witness(self, one: Witness) -> dict[str, Any]:
        """The record that shows something."""
        return record_shown(one.record, one.record_type, one.as_of, self.language)

    def called(self, name: str) -> str:
        """What a declaration is called; a property is named by its title."""
        package = self.package
        for declared in (package.norms, package.facts, package.actions, package.parameters):
            if name in declared:
                return self.words(called(declared[name]))
        return printable(name)

    def _citations(self, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        for name in names:
            norm = self.package.norms.get(name)
            if norm is not None and norm.citation is not None:
                yield {"name": self.called(name), **self._citation(norm.citation)}

    def _citation(self, citation: Citation) -> dict[str, Any]:
        return {
            "clause": printable(clause_called(citation, self.package)),
            "quote": printable(citation.quote),
        }


class _Titles:
    """Gives every example a title that no other has: one that is taken gets a number."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def __call__(self, title: str) -> str:
        numbered = chain((title,), (f"{title} ({number})" for number in count(2)))
        free = next(one for one in numbered if one not in self._taken)
        self._taken.add(free)
        return free


def _without_underscores(name: Phrase) -> Phrase:
    return Phrase(name.en.replace("_", " "), name.zh)


# What examples exercise


def coverage(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """What the examples of a policy exercise: of its norms, conditions and sentences."""
    policy = desk.policy(text(asked, "policy"))
    language, package = desk.language, policy.package
    task.tell(0, 0, _MEASURING)
    found = covered(package)
    shower = _Shower(desk, asked, policy)
    rows = entries(found, package, language)
    told = []
    for number_, row in enumerate(rows):
        task.tell(number_, len(rows), _MEASURING)
        told.append(_entry(row, shower))
    return {
        "digest": policy.digest,
        "figures": [
            {
                "words": one.words,
                "done": one.done,
                "total": one.total,
                "share": one.share,
                "complete": one.complete,
            }
            for one in figures(found, language)
        ],
        "conditions": percent(found.condition_share),
        "entries": told,
        "sentences": _sentences(policy, language),
        "examples": len(package.examples),
    }


def _sentences(policy: Policy, language: Language) -> list[dict[str, Any]]:
    """How many sentences of the text rules rest on; none where there is no text."""
    if policy.source is None:
        return []
    return figures_shown(source_view(policy.source.tree, rules_of(policy.package)), language)


def _entry(one: Entry, shower: _Shower) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "name": one.name,
        "title": printable(one.title),
        "at": shower.at(one.span),
        "open": one.open,
        "halves": [_half(half, shower) for half in one.halves],
        "standings": [_half(half, shower) for half in one.standings],
        "conditions": [_condition(row, shower) for row in one.conditions],
    }


def _half(one: Half, shower: _Shower) -> dict[str, Any]:
    return {"words": one.words, "by": _by(one.example, shower), "advice": one.advice}


def _condition(one: ConditionRow, shower: _Shower) -> dict[str, Any]:
    return {
        "role": one.role,
        "text": printable(one.text),
        "within": None if one.within is None else printable(one.within),
        "at": shower.at(one.span),
        "yes": _by(one.yes_by, shower),
        "no": _by(one.no_by, shower),
        "advice": None if one.advice is None else printable(one.advice),
    }


def _by(example: Shown | None, shower: _Shower) -> dict[str, Any] | None:
    if example is None:
        return None
    return {"title": printable(example.title), "at": shower.at(example.span)}


# Changes that nothing notices


def mutate(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """Small changes of a policy that none of its examples notices, within ``seconds``; what was not
    tried before it was stopped is ``left``, by what would have been changed."""
    policy, seconds = desk.policy(text(asked, "policy")), seconds_of(asked)
    language, package = desk.language, policy.package
    _refuse_failing(package, task)
    # All that can be changed is listed first, so that it can be told how much there is to try.
    end = monotonic() + seconds
    every = Timely(mutants(package), end)
    listed: list[Mutant] = []
    for mutant in every:
        task.tell(len(listed), 0, _LISTING.filled(count=len(listed)))
        listed.append(mutant)
    shower = _Shower(desk, asked, policy)
    changed = Timely(_announced(listed, shower, task), end)
    tried, unnoticed = 0, []
    with suppress(StoppedError), stoppable(task):
        for one in survey(package, changed, time_limit=QUESTION, tries=_tries(), seed=_SEED):
            tried += 1
            if one.noticed_by is None:
                unnoticed.append(_survivor(one, shower))
    left = Counter(shower.called(mutant.name) for mutant in listed[tried:])
    told: list[Phrase] = []
    if every.is_cut_short or changed.is_cut_short:
        told.append(_CUT_SHORT)
    if not HAS_SOLVER and any(one["standing"] == "open" for one in unnoticed):
        told.append(NO_PROOFS)
    return {
        "digest": policy.digest,
        "stopped": task.stopped,
        "left": [{"name": name, "count": many} for name, many in left.items()],
        "tried": tried,
        "total": len(listed),
        "unnoticed": unnoticed,
        "remarks": [one.render(language) for one in told],
        "examples_in": shower.examples_in,
    }


def _tries() -> int:
    """How many records are generated for a change: none where nothing generates them."""
    from importlib.util import find_spec

    return 0 if find_spec("hypothesis") is None else _RECORDS


def _announced(listed: list[Mutant], shower: _Shower, task: Task) -> Iterator[Mutant]:
    for place, mutant in enumerate(listed):
        name = shower.called(mutant.name)
        task.tell(place, len(listed), _TRYING.filled(name=name, change=mutant.change))
        yield mutant


def _survivor(one: Tried, shower: _Shower) -> dict[str, Any]:
    mutant, turn = one.mutant, one.mutant.turn
    witness = one.told if isinstance(one.told, Witness) else None
    standing = "alike" if one.told == Alike(None) else "open" if witness is None else "shown"
    return {
        "name": shower.called(mutant.name),
        "before": shower.words(turn.before).split("\n"),
        "after": None if turn.after is None else shower.words(turn.after).split("\n"),
        "at": shower.at(mutant.span),
        "standing": standing,
        "words": shower.words(one.words),
        "witness": None if witness is None else shower.witness(witness),
        "example": None if witness is None else _as_example(witness, mutant, shower),
    }


def _as_example(witness: Witness, mutant: Mutant, shower: _Shower) -> str:
    """The record as an example that expects what the changed policy decides otherwise."""
    package, language = shower.package, shower.written
    shape, record, as_of = witness.record_type, witness.record, witness.as_of
    title = shower.titled(f"{shower.called(mutant.name)}：{shower.words(mutant.change)}")
    found = telling(package, mutant, witness)
    expected = () if found is None else (found,)
    return f"{example_text(title, shape, record, as_of, expected, package, language)}\n"


# Examples that are missing


def suggest(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """The examples that a policy lacks, within ``seconds``. Raises `MissingExtraError` where there
    is no solver."""
    required("z3", "analysis")
    from linkage_rules.testing.suggesting import suggestion_text, suggestions

    policy, seconds = desk.policy(text(asked, "policy")), seconds_of(asked)
    language, package = desk.language, policy.package
    _refuse_failing(package, task)
    counting = Counting(task, _SOUGHT)
    found = suggestions(
        package,
        time_limit=QUESTION,
        stop_after=seconds,
        asking=counting,
        stop=lambda: task.stopped,
    )
    told: tuple[Phrase, ...] = ()
    if task.stopped:
        told = (_STOPPED_EXAMPLES.filled(count=counting.count),)
    elif not found.complete:
        told = (_CUT_SHORT,)
    shower = _Shower(desk, asked, policy)
    return {
        "digest": policy.digest,
        "stopped": task.stopped,
        "examples": [
            {
                "title": shower.words(one.title),
                "reasons": [shower.words(reason) for reason in one.reasons],
                "text": f"{suggestion_text(one, package, shower.written)}\n",
                "witness": record_shown(
                    one.example.given,
                    package.record_types[one.example.record_type],
                    one.example.as_of,
                    language,
                ),
            }
            for one in found.examples
            if one.example.as_of is not None
        ],
        "without": [
            {"reason": shower.words(reason), "why": shower.words(why)}
            for reason, why in found.without
        ],
        "remarks": [one.render(language) for one in told],
        "examples_in": shower.examples_in,
    }


# Shared


def seconds_of(asked: Asked) -> float:
    """How long a check may take; 0 means as long as it needs."""
    seconds = number(asked, "seconds", 0)
    if not 0 <= seconds <= LONGEST:
        raise RefusedError(_NO_SECONDS.filled(most=LONGEST, seconds=seconds))
    return seconds or inf


class Counting:
    """What is called before each step of which nobody knows how many there are: it counts them and
    tells of each, until it is stopped. ``count`` is how many were begun by then."""

    def __init__(self, task: Task, words: Phrase) -> None:
        self._task, self._words, self.count = task, words, 0

    def __call__(self) -> None:
        if not self._task.stopped:
            self.count += 1
            self._task.report(self.count, 0, self._words.filled(count=self.count))


@contextmanager
def stoppable(task: Task) -> Iterator[None]:
    """A block that asks the solver, whose running question is given up when the job is stopped."""
    if not HAS_SOLVER:
        yield
        return
    from linkage_rules.engines.symbolic import INTERRUPTED, interrupt

    thread = get_ident()
    with task.when_stopped(lambda: interrupt(thread)):
        try:
            yield
        except INTERRUPTED:
            if task.stopped:
                raise StoppedError from None
            raise


def _refuse_failing(package: Package, task: Task) -> None:
    """Refuse what can only be asked of a policy whose examples pass."""
    for place, example in enumerate(package.examples):
        task.tell(place, len(package.examples), _RUNNING.filled(title=example.title))
        if not run_example(package, example).passed:
            file = example.span.file.replace("\\", "/").rpartition("/")[2]
            line = example.span.line
            raise RefusedError(_FAILING.filled(title=example.title, file=file, line=line))


def _examples_in(desk: Desk, asked: Asked, package: Package) -> str | None:
    """The file of a policy that most of its examples stand in, or else its last; None for a shipped
    one, which cannot be changed."""
    placing = Placing(desk.workbench.folder, package, None)
    found: dict[str, int] = {}
    for example in package.examples:
        if at := placing.at(example.span):
            found[at["path"]] = found.get(at["path"], 0) + 1
    if found:
        return max(found, key=lambda path: found[path])
    name = text(asked, "policy")
    files = [one.files for one in desk.workbench.policies() if one.name == name]
    written = [path for path in (files[0] if files else ()) if path.endswith(".pol")]
    return written[-1] if written else None


METHODS: Final[Mapping[str, Method]] = {
    "desk/check/analyse": Job(analyse),
    "desk/check/coverage": Job(coverage),
    "desk/check/mutate": Job(mutate),
    "desk/check/suggest": Job(suggest),
}
"""What the page asks."""
