"""Every engine against the reference engine, and every proof against a second solver.

    python benchmarks/assurance.py --policies 200 --records 10 --seed 1
    python benchmarks/assurance.py --crosscheck xiangtan_2022 --crosscheck example_award

For each policy some records are judged on one day by every engine that is installed. What is
compared: the status of every norm, the verdict on every action with the norms that decide and the
verdicts still possible, every fact, and the fields that are missing, as far as an engine says
these things. The first disagreement, or an engine that raises, ends the run with exit code 1 and
is printed; `--shrink` makes it as small as can be first. `--markdown` prints the figures as
docs/assurance.md has them.

With `--crosscheck` (extra `crosscheck`) nothing is generated: everything that an analysis of these
policies proves is written as SMT-LIB 2 (`linkage-rules analyse --proofs`) and put to cvc5, which
has `--time-limit` seconds for each file. `unsat` agrees, `unknown` is undecided and no agreement;
`sat`, or a file it cannot read, ends the run with exit code 1. So does a proof whose premises alone
have no solution for cvc5: such a one would prove anything.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from linkage_rules.extras import required
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Record
from linkage_rules.policy.loading import load
from linkage_rules.presenting.proof_files import write_proofs
from linkage_rules.testing.engines import (
    REFERENCE,
    Engine,
    PolicyRefusedError,
    differences,
    engines,
)
from linkage_rules.testing.generation import as_of_dates, checked, policy_texts, records

RECORD_TYPES = ("Case", "Case", "Case", "Group", "Part")


class DisagreementError(AssertionError):
    """An engine gives another answer than the reference engine."""


def compare(
    package: Package,
    shape: RecordType,
    some: list[Record],
    as_of: date,
    others: dict[str, Engine],
    counts: dict[str, Counter[str]],
) -> None:
    """Count what each engine agrees on; raise `DisagreementError` with the first difference."""
    expected = engines()[REFERENCE](package, shape, some, as_of)
    for name, engine in others.items():
        started = time.process_time()
        try:
            found = engine(package, shape, some, as_of)
        except PolicyRefusedError:
            counts[name]["policies refused"] += 1
            continue
        except Exception as error:
            raise DisagreementError(
                f"{name} raises {error!r}\n{shape.name}: {some}\nas of {as_of}"
            ) from error
        counts[name]["ms"] += round(1000 * (time.process_time() - started))
        for record, wanted, got in zip(some, expected, found, strict=True):
            for one in differences(wanted, got):
                raise DisagreementError(
                    f"{name}, {one.what} {one.name}: {one.found}; reference: {one.expected}\n"
                    f"{shape.name}: {record}\nas of {as_of}"
                )
            counts[name]["records"] += 1
            counts[name]["answers"] += len(got.statuses) + len(got.verdicts)
            counts[name]["answers"] += len(got.facts or ())
            counts[name]["undetermined"] += list(got.verdicts.values()).count("undetermined")


def run(
    policies: int, records_each: int, start: int, others: dict[str, Engine], shrink: bool
) -> dict[str, Counter[str]]:
    """Compare on that many policies; what was compared, by engine."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in others}

    @seed(start)
    @settings(
        max_examples=policies,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(st.data())
    def try_policy(data: st.DataObject) -> None:
        text = data.draw(policy_texts(with_is_known=True))
        package = checked(text)
        shape = package.record_types[data.draw(st.sampled_from(RECORD_TYPES))]
        one = records(package, shape)
        some = data.draw(st.lists(one, min_size=records_each, max_size=records_each))
        try:
            compare(package, shape, some, data.draw(as_of_dates(package)), others, counts)
        except DisagreementError as error:
            error.add_note(f"\n{text}")
            raise

    try_policy()
    return counts


# Proofs


def answer(text: str, seconds: float, *, premises_alone: bool = False) -> str:
    """What cvc5 answers a text of SMT-LIB 2: ``sat``, ``unsat``, ``unknown``, or that and why it
    cannot read it.

    With ``premises_alone`` the last assertion, which is contrary to the claim, is left out.
    """
    cvc5 = required("cvc5", "crosscheck")
    solver = cvc5.Solver()
    solver.setOption("tlimit-per", str(int(seconds * 1000)))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "proof")
    symbols = parser.getSymbolManager()
    left_out = text.count("\n(assert ") if premises_alone else 0
    said = ""
    try:
        while not (command := parser.nextCommand()).isNull():
            name = command.getCommandName()
            if name == "assert":
                left_out -= 1
            # The result that the text states is that for the whole, so it is left out.
            if premises_alone and (name == "set-info" or (name == "assert" and left_out == 0)):
                continue
            said += command.invoke(solver, symbols)
    except RuntimeError as error:
        return f"unreadable: {error}"
    # cvc5 may give a reason after “unknown”.
    return re.sub(r"^unknown \(\w+\)$", "unknown", said.strip())


def crosscheck(texts: Iterable[str], seconds: float) -> tuple[Counter[str], list[tuple[int, str]]]:
    """How often cvc5 agrees, and the places of texts where it does not, with what it says."""
    counts: Counter[str] = Counter()
    wrong: list[tuple[int, str]] = []
    for place, text in enumerate(texts):
        counts["proofs"] += 1
        if "\n(assert false)\n" in text:
            counts["settled"] += 1
        started = time.perf_counter()
        said = answer(text, seconds)
        counts["ms"] += round(1000 * (time.perf_counter() - started))
        if said == "unsat":
            counts["agree"] += 1
        elif said == "unknown":
            counts["undecided"] += 1
        else:
            wrong.append((place, said))
        alone = answer(text, seconds, premises_alone=True)
        counts[f"premises {alone}"] += 1
        if alone not in ("sat", "unknown"):
            wrong.append((place, f"the premises alone: {alone}"))
    return counts, wrong


def proofs_of(policy: str) -> Iterator[tuple[str, str]]:
    """Every proof of an analysis, as the file that is written of it."""
    loaded = load(policy)
    found = loaded.analyse(proofs=True)
    with TemporaryDirectory() as folder:
        place = Path(folder) / "proofs"
        write_proofs(place, found, loaded.package, "en")
        for path in sorted(place.glob("*.smt2")):
            yield path.name, path.read_text("utf-8")


def check_proofs(policies: list[str], seconds: float, markdown: bool) -> int:
    heads = ("policy", "proofs", "cvc5 agrees", "undecided", "disagrees", "settled without asking")
    heads = (*heads, "premises alone have a solution", "s")
    rows: list[tuple[str, ...]] = []
    failed = 0
    for policy in policies:
        files = list(proofs_of(policy))
        counts, wrong = crosscheck((text for _, text in files), seconds)
        for place, said in wrong:
            print(f"{policy}, {files[place][0]}: {said}")
        failed += len(wrong)
        columns = (counts["proofs"], counts["agree"], counts["undecided"], len(wrong))
        columns = (*columns, counts["settled"], counts["premises sat"], counts["ms"] // 1000)
        rows.append((policy, *(f"{number:,}" for number in columns)))
    print_table(heads, rows, markdown)
    return 1 if failed else 0


def report(counts: dict[str, Counter[str]], markdown: bool) -> None:
    heads = ("engine", "records", "answers", "undetermined verdicts", "policies refused", "CPU s")
    rows = [
        (
            name,
            f"{found['records']:,}",
            f"{found['answers']:,}",
            f"{found['undetermined']:,}",
            f"{found['policies refused']:,}",
            f"{found['ms'] / 1000:.0f}",
        )
        for name, found in counts.items()
    ]
    print_table(heads, rows, markdown)


def print_table(heads: tuple[str, ...], rows: list[tuple[str, ...]], markdown: bool) -> None:
    if markdown:
        lines = [heads, ("---", *["--:"] * (len(heads) - 1)), *rows]
        print(*(f"| {' | '.join(cells)} |" for cells in lines), sep="\n")
        return
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for cells in (heads, *rows):
        print("  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--policies", type=int, default=50, help="policies to generate")
    parser.add_argument("--records", type=int, default=10, help="records for each policy")
    parser.add_argument("--seed", type=int, default=1, help="where the generation starts")
    parser.add_argument("--engine", action="append", help="only this engine; may be repeated")
    parser.add_argument("--shrink", action="store_true", help="make a disagreement small")
    parser.add_argument("--markdown", action="store_true", help="print a table for the docs")
    parser.add_argument(
        "--crosscheck",
        action="append",
        metavar="POLICY",
        help="put what is proved of this policy to a second solver; may be repeated",
    )
    parser.add_argument(
        "--time-limit", type=float, default=10.0, help="seconds of the second solver for a proof"
    )
    arguments = parser.parse_args()
    if arguments.crosscheck:
        return check_proofs(arguments.crosscheck, arguments.time_limit, arguments.markdown)
    others = {name: engine for name, engine in engines().items() if name != REFERENCE}
    if arguments.engine:
        others = {name: others[name] for name in arguments.engine}
    started = time.perf_counter()
    try:
        counts = run(
            arguments.policies, arguments.records, arguments.seed, others, arguments.shrink
        )
    except DisagreementError as error:
        print(f"The engines disagree.\n{error}", *getattr(error, "__notes__", ())[:1])
        return 1
    minutes = (time.perf_counter() - started) / 60
    print(f"no disagreement (seed {arguments.seed}, {minutes:.1f} minutes)\n")
    report(counts, arguments.markdown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
