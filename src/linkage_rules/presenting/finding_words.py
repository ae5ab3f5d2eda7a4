"""What is said of a finding beside its own words: the example that shows it, and what else has the
same cause."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from linkage_rules.language.writing.transcribing import example_text
from linkage_rules.model.package import Package
from linkage_rules.words.finding_words import FINDING_NAMES
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

# What only prints must not import the solver.
if TYPE_CHECKING:
    from linkage_rules.analysis.consistency import Finding

_TOGETHER: Final = Phrase(
    "for the same cause {count} more, each found by itself: {names}",
    "同一原因另有{count}项，均已逐项查出：{names}",
)
_TOGETHER_MORE: Final = Phrase(
    "{told} and {more} more (--format json lists all)", "{told}等，另{more}项见 --format json"
)
_NAMED: Final = 10
"""The most findings of the same cause that are named."""


def example_of(
    one: "Finding",
    package: Package,
    language: Language,
    titled: Callable[[str], str] = str,
) -> str:
    """The example for a finding that is shown by a record; of a complete record only the fields
    that matter. ``titled`` gives the title that it has, in place of the one that it would have."""
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
    return example_text(titled(title), shape, record, witness.as_of, expected, package, language)


def others_of(one: "Finding") -> Phrase:
    """The further findings with the same cause: their number, and the first of them by name."""
    names = tuple("–".join(other.names) for other in one.together[:_NAMED])
    words = _TOGETHER.filled(count=len(one.together), names=names)
    more = len(one.together) - len(names)
    return _TOGETHER_MORE.filled(told=words, more=more) if more else words
