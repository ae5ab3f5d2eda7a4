"""The answer of a derivation, as what it is known to be."""

from linkage_rules.model.outcomes import Derivation
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.model.values import Truth, Value


def value_of(derivation: Derivation) -> Value:
    """The answer of a derivation that answers with a value."""
    answer = derivation.answer
    assert not isinstance(answer, Status | VerdictStatus)
    value: Value = answer
    return value


def truth_of(derivation: Derivation) -> Truth:
    """The answer of a derivation that answers with yes, no or unknown."""
    answer = derivation.answer
    assert answer is None or isinstance(answer, bool)
    return answer
