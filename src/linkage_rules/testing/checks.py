"""One claim about a decision: what was expected, what was found, and whether they agree."""

from collections.abc import Callable, Iterable
from typing import Final

from attrs import frozen

from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import Evaluation
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model import expressions as model
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Expectation, Package, Property
from linkage_rules.model.spans import Span
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.testing.questions import Asked, actions_in, answer, asked_in, names_in
from linkage_rules.words.decision_words import ANSWERS
from linkage_rules.words.keywords import LANGUAGES, Language, spelling
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.names import preferred
from linkage_rules.words.places import place
from linkage_rules.words.told_values import in_words

_SEPARATORS: Final = Phrase(", ", "、")
_MOST_LISTED: Final = 8


@frozen
class Check:
    """One claim about the decision on an example: what was expected, and what was found.

    The claim is an expectation of the example, or a property of the policy; ``span`` is its place.
    ``about`` are the names of actions, norms and facts in it. ``open`` says that a property is
    unknown for the record, so that it was not really tested.
    """

    expected: Phrase
    found: Phrase
    passed: bool
    span: Span
    about: tuple[str, ...] = ()
    open: bool = False

    __repr__ = in_brief


def check_expectation(
    expectation: Expectation, evaluation: Evaluation, decision: Decision
) -> Check:
    """Whether the decision says what an example expects."""
    if expectation.holds is None:
        return _check_missing(expectation, decision)
    question, package = expectation.holds, evaluation.package
    return Check(
        expected=_said(question, expectation.by, package),
        found=_found(question, evaluation),
        passed=met(expectation, evaluation, decision),
        span=expectation.span,
        about=names_in(question),
    )


def met(expectation: Expectation, evaluation: Evaluation, decision: Decision) -> bool:
    """Whether the decision says what an example expects, without the words for it."""
    if expectation.holds is None:
        return set(decision.missing).issuperset(expectation.missing)
    deciding = {
        norm for name in actions_in(expectation.holds) for norm in evaluation.verdicts[name].by
    }
    return answer(expectation.holds, evaluation) is True and deciding.issuperset(expectation.by)


def not_refuted(always: Expression, evaluation: Evaluation) -> bool:
    """Whether the claim of a property is not “no” for a record; unknown does not refute it."""
    return answer(always, evaluation) is not False


@frozen
class Claim:
    """A property of a policy, with its words, which are the same on every record."""

    property: Property
    words: Phrase

    @classmethod
    def of(cls, claim: Property, package: Package) -> "Claim":
        said = _said(claim.always, (), package)
        zh = f"性质“{claim.title}”：{said.zh}"
        return cls(claim, Phrase(f"property “{claim.title}”: {said.en}", zh))


def check_claim(claim: Claim, evaluation: Evaluation) -> Check:
    """Whether a record does not refute a property."""
    always = claim.property.always
    return Check(
        expected=claim.words,
        found=_found(always, evaluation),
        passed=not_refuted(always, evaluation),
        span=claim.property.span,
        about=names_in(always),
        open=answer(always, evaluation) is None,
    )


def _check_missing(expectation: Expectation, decision: Decision) -> Check:
    expected, found = (_places(p, decision) for p in (expectation.missing, decision.missing))
    return Check(
        expected=Phrase(f"missing: {expected.en}", f"缺少：{expected.zh}"),
        found=Phrase(f"missing: {found.en}", f"缺少：{found.zh}"),
        passed=met(expectation, decision.evaluation, decision),
        span=expectation.span,
    )


def _places(paths: tuple[str, ...], decision: Decision) -> Phrase:
    if not paths:
        return Phrase("nothing", "无")
    words = [place(path, decision.record_type) for path in paths[:_MOST_LISTED]]
    more = len(paths) - len(words)
    listed = enumerated(words)
    return Phrase(
        listed.en + (f" and {more} more" if more else ""),
        listed.zh + (f"等{len(paths)}项" if more else ""),
    )


def _found(question: Expression, evaluation: Evaluation) -> Phrase:
    """What the decision says: the answer to a question about one thing, or else yes, no or unknown,
    with the answers that this rests on."""
    if isinstance(question, model.NormIs | model.ActionIs):
        return _outcome(question, evaluation)
    found = answer(question, evaluation)
    assert found is None or isinstance(found, bool)
    words = ANSWERS[found]
    asked = () if found else asked_in(question)
    parts = dict.fromkeys(_outcome(part, evaluation) for part in asked)
    if not parts:
        return Phrase(words.en, words.zh)
    listed = enumerated(parts, "; ", "；")
    return Phrase(f"{words.en} ({listed.en})", f"{words.zh}（{listed.zh}）")


def _outcome(asked: Asked, evaluation: Evaluation) -> Phrase:
    package = evaluation.package
    match asked:
        case model.NormIs(name):
            status = evaluation.norm_outcome(name).status
            return _said(model.NormIs(name, status), (), package)
        case model.ActionIs(name):
            verdict = evaluation.verdicts[name]
            return _said(model.ActionIs(name, verdict.status), verdict.by, package)
    value = evaluation.derive(asked).answer
    assert not isinstance(value, Status | VerdictStatus)
    words, said = in_words(value, asked.type), _said(asked, (), package)
    return Phrase(f"{said.en}: {words.en}", f"{said.zh}：{words.zh}")


def _said(question: Expression, by: Iterable[str], package: Package) -> Phrase:
    """The question in the policy language, with the norms that decide the answer."""

    def written(language: Language) -> str:
        text = describe(question, package, language)
        norms = [preferred(name, package.norms[name].label, language) for name in by]
        listed = _SEPARATORS.render(language).join(norms)
        return f"{text} {spelling('BY', language)} {listed}" if norms else text

    return _in_both(written)


def _in_both(write: Callable[[Language], str]) -> Phrase:
    en, zh = map(write, LANGUAGES)
    return Phrase(en, zh)
