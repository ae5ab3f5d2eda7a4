"""The compiled engine: a policy as straight-line Python, for the hot path.

It means what the reference engine means. Statuses and verdicts come from the same two tables
(`model.deontic`), looked up instead of worked out.

`plan` decides what is worked out for records of one type on a day: norms in force, the facts they
rest on, and groups of norms that are skipped where the condition they share is no. From that plan
`program` writes one function, as `ast` and never as text:

1. A `reading` puts the fields into locals: `ValidReading` those that are needed, of a record that
   was validated; `sweep.Sweep` all, checking each.
2. `expressions` works out facts, done-conditions and norms, each into a local if it is
   asked for more than once.
3. The function returns the truths (does each norm apply, is each action done) and what was read.

**It takes** a package, a record type and a day, and then one record after another: valid ones, or
with `sweep.Sweep` any plain data. **It gives** truths, which `answers` makes statuses and verdicts
of, and what was read; a decision is made of these when somebody looks. A new kind of expression
needs its code here, for what may be unknown, and for `complete`, where nothing is.

Each plan is written twice. The code of `complete` is for records that leave nothing unknown: it is
two-valued, and all questions about a list are answered in one loop, which is the one that reads
the list. At the first unknown it hands the record over to the general code, in Kleene logic, and
that hands what it cannot read over to the careful validation. `answers` makes outcomes of truths.

**It may not know** what a decision is, nor say why: reasons are read off the derivations of the
reference engine. Nothing of a policy is ever pasted into code as text.

`source` shows the code:

    policy = linkage_rules.load("xiangtan_2022")
    program = Program(policy.package, policy.record_type("Project"))
    print(source(program.era(date(2023, 5, 1)).plan))
"""

from linkage_rules.engines.compiled.program import Era, Program, compiled, source
from linkage_rules.engines.compiled.reading import Judged, Run

__all__ = ["Era", "Judged", "Program", "Run", "compiled", "source"]
