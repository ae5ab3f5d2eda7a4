"""Properties: proved, shown up to a length of lists, or refuted with a record."""

from collections.abc import Iterator
from typing import Final

from linkage_rules.analysis.consistency.findings import Finding, Open, Proved, Shown
from linkage_rules.analysis.consistency.inquiry import Inquiry
from linkage_rules.engines.symbolic import Candidate, Impossible
from linkage_rules.model import expressions as model
from linkage_rules.model.findings import FindingKind
from linkage_rules.model.package import Property
from linkage_rules.words.messages import Phrase

_REFUTED: Final = Phrase(
    "the property “{title}” does not hold for every record",
    "性质“{title}”并非对每条记录都成立",
)


def claims(inquiry: Inquiry) -> Iterator[Finding | Proved | Open]:
    """Every property about the records, tried on all of them at once.

    A property is refuted by a record for which it is no; where it is unknown it stands.
    """
    for claim in inquiry.package.properties:
        if claim.record_type == inquiry.record_type.name:
            yield _tried(inquiry, claim)


def _tried(inquiry: Inquiry, claim: Property) -> Finding | Proved | Open:
    kind, names, always = FindingKind.PROPERTY_REFUTED, (claim.title,), claim.always
    match inquiry.find(lambda rules: rules.truth(always).no, (always,)):
        case Impossible(list_bound):
            return Proved(claim, list_bound)
        case Candidate(record, as_of):
            witness = inquiry.witness(
                record, as_of, lambda found: found.derive(always).answer is False
            )
            words = _REFUTED.filled(title=claim.title)
            shown = Shown(witness, (model.Not(always),))
            return Finding(kind=kind, names=names, words=words, span=claim.span, shown=shown)
    return Open(kind, names, claim.span)
