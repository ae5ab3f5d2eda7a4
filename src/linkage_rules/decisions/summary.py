"""A decision in a few lines: what is decided, what is violated, who has to act, what is missing."""

from collections.abc import Iterable, Iterator
from typing import Final

from linkage_rules.decisions.judgement import Judgement
from linkage_rules.decisions.results import as_plain, totals
from linkage_rules.decisions.verdicts import with_due
from linkage_rules.model.deontic import MODALITIES, is_failing
from linkage_rules.model.deontic import STATUSES as BY_URGENCY
from linkage_rules.model.deontic import VERDICTS as BY_WEIGHT
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import EnumType, Scalar
from linkage_rules.plain.writing import FORMATS, Plain, chosen, exact, plain, tagged
from linkage_rules.words.called import Named, called
from linkage_rules.words.deontic_words import STATUSES, VERDICTS
from linkage_rules.words.messages import Phrase, enumerated

_FAILING: Final = tuple(filter(is_failing, BY_URGENCY))
_TO_ACT_ON: Final = frozenset({*_FAILING, Status.DUE, Status.IN_EFFECT})
_DECISIVE: Final = (
    VerdictStatus.CONFLICTING,
    VerdictStatus.FORBIDDEN,
    VerdictStatus.REQUIRED,
)
_MOST_NAMED: Final = 3
_MOST_MISSING: Final = 100
"""The most missing fields that are listed; a record with long lists may have any number."""
_SAID: Final = Phrase("{what}: {named}", "{what}：{named}")
_AND_MORE: Final = Phrase("{named} and {count} more", "{named}等{count}项")
_UNDETERMINED: Final = Phrase("undetermined: {count}", "待定：{count}项")
_OTHER_RESULTS: Final = Phrase("further results: {count}", "其他结果：{count}项")
_MISSING: Final = Phrase("fields to ask for: {count}", "待补充：{count}项")
_NOTHING: Final = Phrase("nothing stands against it", "无不得、应当或者违反的事项")
_OUT_OF_FORCE: Final = Phrase("the policy is not in force on that day", "政策当日不在施行期")


def summary(decision: Judgement) -> Plain:
    """The summary as plain data, as ``summary.schema.json`` describes it.

    ``duties`` names for each bearer the binding norms that have to be acted on, grouped by status:
    overdue, violated, late, due, or in effect, with the due days of those that have a deadline
    (``due_by``). A norm with several bearers stands with each of them, and ``shared`` says whether
    any of them is enough or all bear it. Names are ASCII names; ``words`` tells the whole in one
    sentence of each language. Of the fields to ask for the hundred most decisive are listed,
    ``further_missing`` counts the others; of the record the required fields that are single values.
    """
    package, shape = decision.package, decision.record_type
    further = len(decision.missing) - _MOST_MISSING
    violated: list[Plain] = []
    duties: dict[str, Plain] = {}
    for outcome in decision.norms.values():
        norm, status = outcome.norm, outcome.status
        if status in _TO_ACT_ON and MODALITIES[norm.modality].binding:
            for bearer in norm.bearers:
                owed = duties.setdefault(bearer, {"label": package.bearers[bearer].label})
                owed.setdefault(status.value, []).append(norm.name)
                if outcome.due is not None:
                    owed.setdefault("due_by", {})[norm.name] = exact(outcome.due)
                if len(norm.bearers) > 1:
                    owed.setdefault("shared", {})[norm.name] = norm.bearing.value
            if is_failing(status):
                violated.append(chosen(norm, "name", "label"))
    return {
        **FORMATS["summary"].head,
        "policy": {**chosen(package, "name", "label"), "digest": decision.policy_digest},
        "record_type": chosen(shape, "name", "label"),
        "record": {
            f.name: exact(decision.record[f.name])
            for f in shape.fields
            if f.required and isinstance(f.type, Scalar | EnumType)
        },
        "record_digest": decision.record_digest,
        "as_of": decision.as_of.isoformat(),
        "in_force": decision.in_force,
        "verdicts": {name: v.status.value for name, v in sorted(decision.verdicts.items())},
        "violated": violated,
        "duties": duties,
        "missing": list(decision.missing[:_MOST_MISSING]),
        **({} if further <= 0 else {"further_missing": further}),
        **_results(decision),
        "words": plain(enumerated(_words(decision), "; ", "；")),
    }


def _results(decision: Judgement) -> Plain:
    """The results of the record, and the totals of the results of the records in it."""
    if not decision.results:
        return {}
    own = [one for one in decision.results.values() if not one.place]
    inside = totals(one for one in decision.results.values() if one.place)
    return {
        "results": {
            one.name: {"label": one.label, **tagged(one.value, one.type), "unit": one.unit}
            for one in own
        },
        "totals": {name: as_plain(total) for name, total in inside.items()},
    }


def _results_in_words(decision: Judgement) -> Iterator[Phrase]:
    own = [one for one in decision.results.values() if not one.place]
    for one in own[:_MOST_NAMED]:
        yield _SAID.filled(what=called(one.fact), named=one.words)
    if len(own) > _MOST_NAMED:
        yield _OTHER_RESULTS.filled(count=len(own) - _MOST_NAMED)


def _words(decision: Judgement) -> Iterator[Phrase]:
    verdicts = decision.verdicts.values()
    said = False
    if not decision.in_force:
        yield _OUT_OF_FORCE
    for status in BY_WEIGHT:
        actions = [verdict.action for verdict in verdicts if verdict.status is status]
        if actions and status in _DECISIVE:
            said = True
            yield _SAID.filled(what=VERDICTS[status].called, named=_named(actions))
    for kind in _FAILING:
        if failing := [one.norm for one in decision.norms.values() if one.status is kind]:
            said = True
            yield _SAID.filled(what=STATUSES[kind], named=_named(failing))
    for outcome in decision.norms.values():
        if outcome.status is Status.DUE and outcome.due is not None:
            yield _SAID.filled(
                what=with_due(STATUSES[Status.DUE], outcome), named=called(outcome.norm)
            )
    yield from _results_in_words(decision)
    undetermined = sum(verdict.status is VerdictStatus.UNDETERMINED for verdict in verdicts)
    if undetermined:
        yield _UNDETERMINED.filled(count=undetermined)
    elif not said and not decision.results:
        yield _NOTHING
    if decision.missing:
        yield _MISSING.filled(count=len(decision.missing))


def _named(declared: Iterable[Named]) -> Phrase:
    everything = [called(one) for one in declared]
    named = enumerated(everything[:_MOST_NAMED])
    more = len(everything) - _MOST_NAMED
    if more <= 0:
        return named
    english = _AND_MORE.filled(named=named, count=more).en
    return Phrase(english, _AND_MORE.filled(named=named, count=len(everything)).zh)
