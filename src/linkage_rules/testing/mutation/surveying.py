"""Trying changes of a policy one after another: which its examples notice, and what is known of the
others."""

from collections.abc import Iterable, Iterator
from time import monotonic

from attrs import define, frozen

from linkage_rules.analysis.witnesses import Witness
from linkage_rules.decisions import Decision
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.package import Expectation, Package
from linkage_rules.testing.checks import met
from linkage_rules.testing.expecting import expectations
from linkage_rules.testing.failures import as_given
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import Mutant
from linkage_rules.testing.mutation.telling import Alike, Told, telling_record
from linkage_rules.words import mutation_words as wording
from linkage_rules.words.messages import Phrase


@define
class Timely:
    """Changes as long as there is time: ``end`` is a time of `time.monotonic`."""

    changed: Iterable[Mutant]
    end: float
    is_cut_short: bool = False

    def __iter__(self) -> Iterator[Mutant]:
        for mutant in self.changed:
            if monotonic() >= self.end:
                self.is_cut_short = True
                return
            yield mutant


@frozen
class Tried:
    """A change, the title of the example or property that notices it, or else what is ``told`` of
    it."""

    mutant: Mutant
    noticed_by: str | None
    told: Told = None

    @property
    def words(self) -> Phrase:
        """What is known of a change that nothing notices, as a sentence."""
        match self.told:
            case Witness(kind, record, as_of):
                given = as_given(record, kind)
                return wording.SHOWN.filled(
                    kind=Phrase(kind.name, kind.label or kind.name), given=given, day=str(as_of)
                )
            case Alike(None):
                return wording.ALIKE
            case Alike(int(list_bound)):
                return wording.ALIKE_BOUNDED.filled(bound=list_bound)
        return wording.UNTOLD


def telling(package: Package, mutant: Mutant, witness: Witness) -> Expectation | None:
    """What an example with a record can expect, so that it notices a change; None where nothing
    that an example can say tells the two policies apart."""
    at = (witness.record_type, witness.record, witness.as_of)
    after = Evaluation(mutant.package, *at)
    decision = Decision(mutant.package, "", *at[:2], after.outcome())
    expected = expectations(package, *at)
    return next((one for one in expected if not met(one, after, decision)), None)


def survey(
    package: Package, changed: Timely, *, time_limit: float, tries: int, seed: int
) -> Iterator[Tried]:
    """Each change with what notices it, for a package whose own examples pass.

    For a change that nothing notices a record is looked for on which it makes a difference, or a
    proof that there is none, for ``time_limit`` seconds at most: by the solver where it is
    installed, then among ``tries`` generated records (for which ``hypothesis`` has to be there),
    the first with the seed ``seed``.

    >>> from math import inf
    >>> from linkage_rules.testing.mutation.mutants import mutants
    >>> package = Package(name="p")
    >>> list(survey(package, Timely(mutants(package), inf), time_limit=1, tries=0, seed=1))
    []
    """
    for fate in fates(package, changed):
        told: Told = None
        left = changed.end - monotonic()
        if fate.noticed_by is None and left > 0:
            told = telling_record(package, fate.mutant, tries, seed, min(time_limit, left))
        yield Tried(fate.mutant, fate.noticed_by, told)
