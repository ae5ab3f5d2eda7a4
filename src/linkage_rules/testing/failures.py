"""Failed examples and refuted properties in words: what was expected, what was found, and why."""

from collections.abc import Iterable, Mapping
from textwrap import indent

from linkage_rules.decisions import Decision
from linkage_rules.model.spans import Span
from linkage_rules.model.types import ListType, RecordType, Type
from linkage_rules.model.values import Record, Value
from linkage_rules.testing.checks import Check
from linkage_rules.testing.examples import ExampleResult
from linkage_rules.testing.trials import Counterexample, Trial
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.told_values import in_words


def example_failure(result: ExampleResult, language: Language) -> str:
    """What was expected and found, and the explanation of everything that was asked about."""
    head = _headed(result.example.title, result.example.span)
    why = _explained(result.decision, result.failures, language)
    blocks = [*(_claim(check, language) for check in result.failures), *why]
    return "\n".join((head.render(language), *(indent(block, "  ") for block in blocks)))


def property_failure(trial: Trial, language: Language) -> str:
    """The counterexample as an analyst would write it down, and why the property is no on it.

    The record can be put into the policy as the ``given`` of an example.
    """
    found = trial.counterexample
    assert found is not None
    head = _headed(trial.property.title, trial.property.span)
    given = as_given(found.record, found.decision.record_type)
    at = Phrase(f"given {given.en}\nas of {found.as_of}", f"给定 {given.zh}\n截至 {found.as_of}")
    tried = Phrase(
        f"the smallest of {trial.tried} records tried (seed {trial.seed})",
        f"试过的{trial.tried}条记录中最小的一条（种子 {trial.seed}）",
    )
    said = _disagreement(found) if found.check.passed else None
    claim = said.render(language) if said else _claim(found.check, language)
    why = _explained(found.decision, (found.check,), language)
    blocks = [at.render(language), claim, *why, tried.render(language)]
    return "\n".join((head.render(language), *(indent(block, "  ") for block in blocks)))


def as_given(record: Record, record_type: RecordType) -> Phrase:
    """What is known of a record, as the ``given`` of an example states it.

    >>> from linkage_rules.model.types import Field, Scalar
    >>> fund = RecordType("Fund", None, (Field("amount", "金额", Scalar.MONEY),))
    >>> as_given({"amount": 120_000_000}, fund).zh
    '金额：120万元'
    """
    parts = [
        (called(field), _datum(record[field.name], field.type))
        for field in record_type.fields
        if record[field.name] is not None
    ]
    en = ", ".join(f"{name.en}: {datum.en}" for name, datum in parts)
    return Phrase(en, "，".join(f"{name.zh}：{datum.zh}" for name, datum in parts))


def _datum(value: Value, type_: Type) -> Phrase:
    match type_, value:
        case RecordType(), Mapping():
            inner = as_given(value, type_)
            return Phrase(f"{{{inner.en}}}", f"{{{inner.zh}}}")
        case ListType(element), tuple():
            items = enumerated((_datum(item, element) for item in value), zh="，")
            return Phrase(f"[{items.en}]", f"[{items.zh}]")
        case _:
            words = in_words(value, type_)
            return Phrase(words.en, words.zh)


def _headed(title: str, span: Span) -> Phrase:
    place = _place(span)
    return Phrase(f"FAILED {title} ({place})", f"失败：{title}（{place}）")


def _claim(check: Check, language: Language) -> str:
    place = _place(check.span)
    expected, found = check.expected, check.found
    return Phrase(
        f"expected: {expected.en} ({place})\n   found: {found.en}",
        f"应为：{expected.zh}（{place}）\n实为：{found.zh}",
    ).render(language)


def _disagreement(found: Counterexample) -> Phrase:
    return Phrase(
        f"the engine {found.engine} says no, the reference engine does not: please report this",
        f"引擎 {found.engine} 的答案为否，参考引擎不然：请报告此问题",
    )


def _explained(decision: Decision, checks: Iterable[Check], language: Language) -> list[str]:
    asked = dict.fromkeys(name for check in checks for name in check.about)
    return [decision.explain(name, language) for name in asked]


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"
