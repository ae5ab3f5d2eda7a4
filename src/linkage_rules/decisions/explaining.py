"""Why: the whole explanation of a verdict, of a norm's status and of a fact."""

from collections.abc import Iterable, Set
from typing import Final

from attrs import evolve

from linkage_rules.decisions.absence import Absences
from linkage_rules.decisions.explanation import Kind, Node
from linkage_rules.decisions.missing import Needs
from linkage_rules.decisions.places import place, position
from linkage_rules.decisions.reasons import Reasons, Unfolded
from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.types import RecordType
from linkage_rules.words import decision_words as wording
from linkage_rules.words.messages import Phrase

_MOST_NEEDS: Final = 8


class Explainer:
    """Explains the answers of one evaluation.

    What a policy declares is unfolded where it is first met and only named after that, for as long
    as the same explainer is asked; ``unfolded`` names what is to be named only from the start.
    What is asked for itself is always unfolded. Explainers of one evaluation may share what they
    know of ``absences``.
    """

    def __init__(
        self,
        needs: Needs,
        unfolded: Set[tuple[Kind, str]] = frozenset(),
        absences: Absences | None = None,
    ) -> None:
        self._evaluation = needs.evaluation
        self._record_type = needs.record_type
        self._needs = needs
        self._absences = absences or Absences(needs.evaluation)
        self._unfolded = Unfolded(unfolded)

    def verdict(self, name: str) -> Node:
        """Why the verdict on an action is what it is."""
        needed = self._needs.of_verdict(name)
        open_ = self._evaluation.verdicts[name].status is VerdictStatus.UNDETERMINED
        return self._whole(
            self._reasons(needed).verdict(name), open_, needed, self._absences.behind_verdict(name)
        )

    def norm(self, name: str) -> Node:
        """Why a norm has the status it has."""
        needed = self._needs.of_status(name)
        open_ = self._evaluation.norm_outcome(name).status is Status.UNDETERMINED
        done = self._evaluation.done[self._evaluation.package.norms[name].action]
        behind = (self._evaluation.applies[name], *((done,) if done else ()))
        return self._whole(self._reasons(needed).norm(name), open_, needed, behind)

    def fact(self, name: str) -> Node:
        """Why a fact has the value it has."""
        derivation = self._evaluation.facts[name]
        needed = self._needs.of(derivation)
        node = self._reasons(needed).fact(name)
        return self._whole(node, derivation.answer is None, needed, (derivation,))

    def _reasons(self, wanted: frozenset[str]) -> Reasons:
        return Reasons(self._evaluation, self._record_type, wanted, self._unfolded)

    def _whole(
        self, node: Node, is_open: bool, needed: frozenset[str], behind: Iterable[Derivation]
    ) -> Node:
        """The node, after what is needed to settle it and before a warning."""
        asked = (self._needed(needed),) if is_open else ()
        rests = any(map(self._absences.behind, behind))
        warning = (Node(Kind.NOTE, wording.ANSWER_RESTS_ON_ABSENCE),) if rests else ()
        return evolve(node, parts=(*asked, *node.parts, *warning))

    def _needed(self, needed: frozenset[str]) -> Node:
        if not needed:
            return Node(Kind.NEEDS, wording.CANNOT_BE_SETTLED)
        ordered = sorted(needed, key=lambda path: position(path, self._record_type))
        places = tuple(with_path(path, self._record_type) for path in ordered[:_MOST_NEEDS])
        if len(ordered) > _MOST_NEEDS:
            places += (wording.AND_OTHERS.filled(count=len(ordered) - _MOST_NEEDS),)
        return Node(Kind.NEEDS, wording.NEEDS.filled(places=places))


def with_path(path: str, record_type: RecordType) -> Phrase:
    """What a path is called, with the path itself to fill it in by."""
    return wording.PLACE.filled(place=place(path, record_type), path=path)
