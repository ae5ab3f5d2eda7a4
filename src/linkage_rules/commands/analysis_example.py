"""The record that shows a finding, as an example that can be pasted into the policy."""

from linkage_rules.analysis.consistency import Finding
from linkage_rules.language.writing.transcribing import example_text
from linkage_rules.model.package import Package
from linkage_rules.words.finding_words import FINDING_NAMES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


def shown_example(one: Finding, package: Package, language: Language) -> str:
    """The text of the example; of a complete record the fields that play a part."""
    assert one.shown is not None
    witness = one.shown.witness
    record = dict(witness.record)
    if one.shown.complete:
        record |= dict.fromkeys(record.keys() - one.shown.fields)
    kind = Phrase(one.kind.value, FINDING_NAMES[one.kind].zh)
    title = Phrase("{kind}: {names}", "{kind}：{names}").fill(
        language, {"kind": kind, "names": tuple(one.names)}
    )
    expected, shape = one.shown.expected, witness.record_type
    return example_text(title, shape, record, witness.as_of, expected, package, language)
