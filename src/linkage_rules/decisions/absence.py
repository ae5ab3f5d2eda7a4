"""Whether an answer rests on something not being reported."""

from collections.abc import Iterable

from linkage_rules.decisions.deciding import deciding
from linkage_rules.decisions.verdicts import Part, roles
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model import expressions as model
from linkage_rules.model.outcomes import Derivation


class Absences:
    """Where in one evaluation ``is known`` says no among the steps that decide.

    What was looked through once is remembered: long chains of facts share their beginnings.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._rests: dict[int, bool] = {}

    def behind(self, derivation: Derivation) -> bool:
        """Whether ``is known`` says no anywhere among the steps that decide."""
        waiting = [derivation]
        while waiting:
            current = waiting[-1]
            if id(current) in self._rests:
                waiting.pop()
                continue
            subject = current.subject
            if isinstance(subject, model.IsKnown) and current.answer is False:
                self._rests[id(current)] = True
                continue
            parts = (
                self.behind_verdict(subject.action)
                if isinstance(subject, model.ActionIs)
                else deciding(current)
            )
            unseen = [part for part in parts if id(part) not in self._rests]
            if unseen:
                waiting += unseen
            else:
                self._rests[id(current)] = any(self._rests[id(part)] for part in parts)
        return self._rests[id(derivation)]

    def behind_verdict(self, action: str) -> tuple[Derivation, ...]:
        """Whether each of the norms applies that the verdict on an action rests on."""
        found: Iterable[Derivation] = (
            self._evaluation.applies[role.norm.name]
            for role in roles(action, self._evaluation)
            if role.part is not Part.WITHOUT_EFFECT
        )
        return tuple(found)
