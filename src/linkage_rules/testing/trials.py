"""The result of trying a property on generated records."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import Factory, frozen

from linkage_rules.decisions import Decision
from linkage_rules.model.package import Property
from linkage_rules.model.values import Record
from linkage_rules.testing.checks import Check
from linkage_rules.words.messages import Phrase


@frozen
class Counterexample:
    """A record, as small as could be found, and a day for which a property is no.

    ``engine`` is the first engine that says so; ``check`` is the check on the reference engine.
    """

    record: Record
    as_of: date
    engine: str
    check: Check
    decision: Decision


@frozen
class Trial:
    """The result of trying a property on ``tried`` records drawn from ``seed``.

    The counterexample is None when no record refutes it. ``answered`` is the number of records for
    which it was known. ``asked`` are the engines that were asked, ``unasked`` the others with the
    reason: the library is not installed, or the engine refuses this policy.
    """

    property: Property
    tried: int
    seed: int
    counterexample: Counterexample | None = None
    unasked: Mapping[str, Phrase] = Factory(dict)
    answered: int = 0
    asked: tuple[str, ...] = ()

    def is_open(self) -> bool:
        """Whether the property was unknown for every record, so that nothing was tested."""
        return self.counterexample is None and not self.answered


def open_trial(trial: Trial) -> Phrase:
    """The remark that a property was unknown for every record it was tried on.

    >>> from linkage_rules.model.expressions import Constant
    >>> from linkage_rules.model.types import Scalar
    >>> claim = Property("never", "Project", Constant(None, Scalar.YES_NO))
    >>> open_trial(Trial(claim, tried=50, seed=1)).en
    'NOT ASKED: never: unknown of all 50 generated records'
    """
    title, tried = trial.property.title, trial.tried
    return Phrase(
        f"NOT ASKED: {title}: unknown of all {tried} generated records",
        f"未核对：{title}：在生成的{tried}条记录上均为未知",
    )


def unasked_engines(trials: Iterable[Trial]) -> list[Phrase]:
    """A line for each engine that some trials could not use, with the reason."""
    lines: dict[Phrase, None] = {}
    for trial in trials:
        for engine, why in trial.unasked.items():
            en = f"the {engine} engine was not asked: {why.en}"
            lines[Phrase(en, f"未询问 {engine} 引擎：{why.zh}")] = None
    return list(lines)
