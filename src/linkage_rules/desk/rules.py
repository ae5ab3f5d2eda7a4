"""What the page asks of rules: the text, the rules and what they do."""

from collections.abc import Mapping
from typing import Any, Final

from linkage_rules.desk import beginning
from linkage_rules.desk.decided import judged, problem_shown
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.drafting import drafted_norm, drafted_statement
from linkage_rules.desk.methods import (
    Answer,
    Asked,
    Job,
    Method,
    Task,
    day,
    day_if_any,
    number,
    table,
    text,
)
from linkage_rules.desk.placing import Placing
from linkage_rules.desk.record_forms import record_form, record_types
from linkage_rules.desk.texts import text_shown
from linkage_rules.desk.trying import examples_listed, examples_tried
from linkage_rules.desk.written import language_of
from linkage_rules.language.writing.transcribing import example_text
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.package import Expectation, Package
from linkage_rules.model.types import RecordType
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import RecordError, validate
from linkage_rules.sources import Sentence
from linkage_rules.testing.expecting import can_be_written, expectations
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.messages import Phrase
from linkage_rules.words.names import preferred

_NO_TYPE: Final = Phrase("the policy has no record “{type}” any more", "政策中已没有记录“{type}”")
_NO_DECIMAL: Final = Phrase(
    "a number in the record has no end of decimals, so no example can hold it; round it",
    "记录中有除不尽的数，写不进示例，请改为有限位小数",
)
_OTHERWISE: Final = Phrase(
    "the policy was changed, and does not decide “{said}” of this record any more; close this, and "
    "make the example anew",
    "政策有改动，对这条记录已不再得出“{said}”；请关闭后重新生成示例",
)
_NO_SENTENCE: Final = Phrase(
    "this sentence is not in the text any more; the text was changed", "原文已改动，找不到这一句"
)


def overview(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The text with what rests on each sentence, the examples and the record types of a policy.

    Where the policy has problems, that is told by ``problems``, how many; what is told besides is
    of the policy as it last had none.
    """
    placing = _placing(desk, text(asked, "policy"))
    loaded = desk.loaded(text(asked, "policy"))
    return {
        "label": placing.package.label or placing.package.name,
        "problems": len(loaded.diagnostics),
        "first": loaded.diagnostics[0].headline(desk.language) if loaded.diagnostics else None,
        "text": text_shown(placing, desk.language),
        "examples": examples_listed(placing),
        "norms": [
            {"name": one.name, "at": placing.at(one.span)} for one in placing.package.norms.values()
        ],
        "types": record_types(placing.package, desk.language),
        "records": [
            {"name": one.name, "label": called(one).render(desk.language)}
            for one in placing.package.record_types.values()
        ],
    }


def examples(desk: Desk, asked: Asked, task: Task) -> dict[str, Any]:
    """Run the examples of a policy, or with ``path`` those of a file."""
    policy = desk.policy(text(asked, "policy"))
    file = asked.get("path")
    placing = Placing(desk.workbench.folder, policy.package, None)
    return examples_tried(placing, file if isinstance(file, str) else None, task, desk.language)


def form(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The form of a record type."""
    package = _package(desk, text(asked, "policy"))
    return record_form(_type(package, text(asked, "type")), desk.language)


def judge(desk: Desk, asked: Asked) -> dict[str, Any]:
    """What a policy decides of a record."""
    return judged(desk, desk.policy(text(asked, "policy")), asked)


def example(desk: Desk, asked: Asked) -> dict[str, Any]:
    """A record as the text of an example.

    ``expects`` is what the policy decides of it, each as the policy language writes it; those that
    are ``chosen`` the example expects. It is in the language of the file ``into``.
    """
    package = desk.policy(text(asked, "policy")).package
    language = language_of(desk, text(asked, "policy"), text(asked, "into"))
    shape = _type(package, text(asked, "type"))
    try:
        record = validate(table(asked, "record"), shape)
    except RecordError as error:
        problems = [problem_shown(one, desk.language) for one in error.problems]
        return {"text": None, "expects": [], "problems": problems}
    if not can_be_written(record):
        raise RefusedError(_NO_DECIMAL)
    as_of, chosen = day(asked, "as_of"), asked.get("chosen", ())
    found = expectations(package, shape, record, as_of)
    expects = [_expectation(one, package, desk.language) for one in found]
    if gone := [one for one in chosen if one not in expects]:
        raise RefusedError(_OTHERWISE.filled(said=gone[0]))
    title = text(asked, "title")
    expected = [one for one, said in zip(found, expects, strict=True) if said in chosen]
    written = example_text(title, shape, record, as_of, expected, package, language)
    return {"text": f"{written}\n", "expects": expects, "problems": []}


def draft(desk: Desk, asked: Asked) -> dict[str, str]:
    """A sentence, by its number and its ``words``, as the draft of a norm; with ``because`` as the
    statement that it is no rule; in the language of the file ``into``."""
    placing = _placing(desk, text(asked, "policy"))
    sentence = _sentence(placing, number(asked, "sentence"), text(asked, "words"))
    language = language_of(desk, text(asked, "policy"), text(asked, "into"))
    if isinstance(because := asked.get("because"), str):
        return {"text": drafted_statement(sentence, because, language)}
    shape = placing.package.record_types.get(text(asked, "type", ""))
    of = preferred(shape.name, shape.label, language) if shape else None
    return {"text": drafted_norm(sentence, placing.package, of, language)}


def recognise(desk: Desk, asked: Asked) -> dict[str, Any]:
    """What is seen in the text of a new document."""
    return beginning.recognised(text(asked, "text"), desk.language)


def begin(desk: Desk, asked: Asked) -> dict[str, str]:
    """Make a new policy, in force from the day ``first`` to the day ``last``, each left out where
    the text says none."""
    name, title = text(asked, "name"), text(asked, "title")
    record, written = text(asked, "record"), text(asked, "text")
    days = (day_if_any(asked, "first"), day_if_any(asked, "last"))
    beginning.begun(desk.workbench, name, title, record, written, days, desk.language)
    desk.session.look_again()
    return {"policy": name}


def copy(desk: Desk, asked: Asked) -> dict[str, str]:
    """Copy a shipped policy into the folder."""
    name = text(asked, "name")
    beginning.copied(desk.workbench, text(asked, "bundled"), name)
    desk.session.look_again()
    return {"policy": name}


def _expectation(one: Expectation, package: Package, language: Language) -> str:
    assert one.holds is not None
    said = describe(one.holds, package, language)
    norms = (package.norms[name] for name in one.by)
    by = ("、" if language == "zh" else ", ").join(called(n).render(language) for n in norms)
    return f"{said} {spelling('BY', language)} {by}" if by else said


def _package(desk: Desk, policy: str) -> Package:
    """A policy as it last had no problem."""
    return desk.known(policy).package


def _placing(desk: Desk, policy: str) -> Placing:
    known = desk.known(policy)
    source = known.loaded.source or (known.sound and known.sound.source)
    return Placing(desk.workbench.folder, known.package, source.tree if source else None)


def _type(package: Package, name: str) -> RecordType:
    found = package.record_types.get(name)
    if found is None:
        raise RefusedError(_NO_TYPE.filled(type=name))
    return found


def _sentence(placing: Placing, wanted: int, words: str) -> Sentence:
    """The sentence of a number, which is another one where the text was changed before it."""
    sentences = placing.text.sentences if placing.text else ()
    if not 0 < wanted <= len(sentences) or sentences[wanted - 1].text != words:
        raise RefusedError(_NO_SENTENCE)
    return sentences[wanted - 1]


METHODS: Final[Mapping[str, Method]] = {
    "desk/rules/overview": Answer(overview),
    "desk/rules/examples": Job(examples),
    "desk/rules/form": Answer(form),
    "desk/rules/judge": Answer(judge),
    "desk/rules/example": Answer(example),
    "desk/rules/draft": Answer(draft),
    "desk/rules/recognise": Answer(recognise),
    "desk/rules/begin": Answer(begin),
    "desk/rules/copy": Answer(copy),
}
"""What the page asks."""
