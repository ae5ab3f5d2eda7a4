"""Is a policy in which one thing is slightly wrong told from the policy that is meant?

    python benchmarks/mutations.py xiangtan_2022

Every change of `linkage-rules mutate` is held against the examples and properties of the policy,
and so is every norm made strict or softened to “in principle”, which shows in no verdict where no
other norm is weighed against it. What they do not notice is compared with the policy itself by
`lr.difference`. Printed is what noticed how many changes; and each change that nothing noticed,
with what the comparison claims of it. The exit code is 1 if a comparison was undecided.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator

from attrs import evolve

from linkage_rules.analysis.difference import Difference, difference
from linkage_rules.analysis.difference.difference import Relation
from linkage_rules.model.norms import Modality, Strength
from linkage_rules.model.package import Package
from linkage_rules.policy.loading import load
from linkage_rules.testing.mutation.killing import fates
from linkage_rules.testing.mutation.mutants import Mutant, mutants
from linkage_rules.words.messages import Phrase

DIFFERENT = (Relation.STRICTER, Relation.LOOSER, Relation.BOTH)


def softened_or_made_strict(package: Package) -> Iterator[Mutant]:
    """Each obligation and prohibition with the other strength."""
    for norm in package.declared_norms:
        if norm.modality not in (Modality.OBLIGATION, Modality.PROHIBITION):
            continue
        other = next(s for s in Strength if s is not norm.strength)
        words = f"{norm.strength.value} → {other.value}"
        norms = tuple(evolve(n, strength=other) if n is norm else n for n in package.declared_norms)
        changed = evolve(package, declared_norms=norms)
        yield Mutant(
            "strength", norm.name, norm.record_type, Phrase(words, words), norm.span, changed
        )


def claimed(found: Difference) -> str:
    """What a comparison that shows no difference claims."""
    if found:
        return "undecided"
    bounds = {c.list_bound for c in (*found.actions, *found.norms)}
    return "no difference: " + ("proved for all records" if bounds == {None} else "short lists")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("policy", nargs="?", default="xiangtan_2022")
    package = load(parser.parse_args().policy).package
    tried = list(mutants(package))
    weighed = {mutant.name for mutant in tried if mutant.kind == "strength"}
    tried += (m for m in softened_or_made_strict(package) if m.name not in weighed)
    noticed: Counter[str] = Counter()
    undecided = False
    for fate in fates(package, tried):
        mutant = fate.mutant
        if fate.noticed_by is not None:
            noticed["an example or a property"] += 1
            continue
        found = difference(package, mutant.package, record_type=mutant.record_type)
        if any(c.relation in DIFFERENT for c in (*found.actions, *found.norms)):
            noticed["the difference, with a record"] += 1
            continue
        said = claimed(found)
        undecided |= said == "undecided"
        noticed["nothing"] += 1
        print(f"{mutant.name} (line {mutant.span.line}): {mutant.change.en}: {said}")
    for by, number in noticed.items():
        print(f"{number:>5} {by}")
    return int(undecided)


if __name__ == "__main__":
    sys.exit(main())
