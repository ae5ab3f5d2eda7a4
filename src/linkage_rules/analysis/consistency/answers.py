"""Which findings a policy answers: a property says that they are meant so, and holds."""

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve

from linkage_rules.analysis.consistency.findings import Finding
from linkage_rules.model.findings import FindingAnswer, FindingKind
from linkage_rules.model.package import Package, Property
from linkage_rules.words.messages import Phrase

_STALE: Final = Phrase(
    "the property “{title}” answers a finding that there is not",
    "性质“{title}”所答复的发现并不存在",
)
_OF_FIELDS: Final = frozenset({FindingKind.OUTSIDE_BOUNDS, FindingKind.CONTRADICTORY_BOUNDS})


def answered(
    findings: Iterable[Finding], package: Package, refuted: frozenset[Property]
) -> Iterator[Finding]:
    """The findings, each with the property that answers it; and answers to what was not found.

    A property that is refuted answers nothing.
    """
    answers = [
        (claim, answer)
        for claim in package.properties
        if claim not in refuted
        for answer in claim.answers
    ]
    used: set[int] = set()
    for finding in findings:
        fitting = [(c, a) for c, a in answers if _fits(a, finding)]
        used.update(id(answer) for _, answer in fitting)
        yield evolve(finding, answered_by=fitting[0][0]) if fitting else finding
    for claim, answer in answers:
        if id(answer) not in used:
            yield Finding(
                kind=FindingKind.STALE_ANSWER,
                names=(claim.title,),
                words=_STALE.filled(title=claim.title),
                span=answer.span,
            )


def _fits(answer: FindingAnswer, finding: Finding) -> bool:
    names = finding.names[:1] if finding.kind in _OF_FIELDS else finding.names
    return answer.kind is finding.kind and set(answer.names) == set(names)
