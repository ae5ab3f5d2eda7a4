"""How long proofs take at the size of a law, and how much memory: five policies made for it.

    python benchmarks/law.py                    # all of them, each in a process of its own
    python benchmarks/law.py --only one_action --norms 50
    python benchmarks/law.py --write FOLDER     # the policies as files, for the commands

Each work is asked once; the seconds are those of the processor, so that other work on the machine
does not count. The policies are made by rule and have faults: norms of one action collide, and
conditions follow from one another, as they do in a law that grew.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import frozen
from machine import described, markdown

from linkage_rules.language.checking.check import check
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.package import Package

HEAD = """policy {name}
  in force 2023-01-01 to 2030-12-31
record Project
  id: text required
{fields}
bearer county
bearer operator
"""

DUTIES = ("must", "must not", "must in principle", "encouraged to", "may")


def one_action(norms: int) -> str:
    """Norms on one action: the duties and the bans among them collide on most stretches."""
    fields = [f"  flag{n}: yes/no" for n in range(20)]
    fields += [f"  amount{n}: money at least 0元" for n in range(10)]
    lines = [HEAD.format(name="one_action", fields="\n".join(fields))]
    lines.append("action build of Project\n  done when flag0")
    for n in range(norms):
        bearer = ("county", "operator")[n // 2 % 2]
        amount, low = f"amount{n % 10}", 3 * n + 1
        lines.append(
            f"norm norm{n} for Project\n"
            f"  when flag{1 + n % 19} and {amount} > {low}万元 and {amount} <= {low + 400}万元\n"
            f"  {bearer} {DUTIES[n % 5]} build"
        )
    return "\n".join(lines) + "\n"


def chain(facts: int) -> str:
    """Facts of which each rests on the one before, and a norm on every tenth of them."""
    fields = [f"  amount{n}: money at least 0元" for n in range(40)]
    fields += [f"  flag{n}: yes/no" for n in range(40)]
    lines = [HEAD.format(name="chain", fields="\n".join(fields))]
    lines.append("fact fact0 of Project\n  means flag0")
    for n in range(1, facts):
        own = f"amount{n % 40} > {n}万元" if n % 3 else f"flag{n % 40}"
        means = f"fact{n - 1} and {own}" if n % 4 else f"fact{n - 1} or {own}"
        lines.append(f"fact fact{n} of Project\n  means {means}")
    for n in range(0, facts, 10):
        lines.append(f"action act{n} of Project\n  done when flag{n % 40} or amount{n % 40} > 0元")
        lines.append(f"norm norm{n} for Project\n  when fact{n}\n  county must act{n}")
    last = facts - facts % 10
    lines.append(
        f"norm whole for Project\n  when fact{facts - 1}\n  county must not act{last - 10}"
    )
    return "\n".join(lines) + "\n"


def law(norms: int, threshold: int = 500) -> str:
    """A long law: five norms on each action, facts, exceptions, overrides; one action in twenty is
    both required and forbidden on some records."""
    fields = [f"  flag{n}: yes/no" for n in range(60)]
    fields += [f"  amount{n}: money at least 0元" for n in range(30)]
    fields += [f"  count{n}: whole number at least 0" for n in range(10)]
    fields += [f"  done{n}: yes/no" for n in range(norms // 5)]
    lines = [HEAD.format(name="law", fields="\n".join(fields))]
    for n in range(100):
        lines.append(f"fact fact{n} of Project\n  means flag{n % 60} and count{n % 10} > {n}")
    for n in range(norms // 5):
        lines.append(f"action act{n} of Project\n  done when done{n}")
    for n in range(norms):
        limit = threshold if n == norms // 2 else n + 1
        conditions = [f"flag{n % 60}", f"amount{n % 30} > {limit}万元"]
        conditions += [f"fact{n // 2 % 100}"] if n % 2 else [f"count{n % 10} <= {2000 + n}"]
        lines.append(f"norm norm{n} for Project\n  when {' and '.join(conditions)}")
        if n % 7 == 0:
            lines.append(f"  unless flag{(n + 20) % 60}")
        if n % 10 == 9:
            lines.append(f"  overrides norm{n - 1}")
        bearer, duty = ("county", "operator")[n % 2], DUTIES[n % 5]
        if duty == "must not" and n // 5 % 20:
            duty = "must"
        lines.append(f"  {bearer} {duty} act{n // 5}")
    return "\n".join(lines) + "\n"


def sums(norms: int) -> str:
    """Norms that hold sums over three lists against limits and against one another."""
    fields = [f"  funds{n}: list of Fund" for n in range(3)]
    fields += [f"  flag{n}: yes/no" for n in range(10)]
    fund = "record Fund\n  own: yes/no\n  amount: money at least 0元\n  year: whole number\n"
    head = HEAD.format(name="sums", fields="\n".join(fields))
    lines = [head.replace("record Project", f"{fund}record Project", 1)]
    for n in range(norms):
        funds, other = f"funds{n % 3}", f"funds{(n + 1) % 3}"
        some = f"sum(f.amount over f in {funds} where f.year >= {2000 + n})"
        own = f"sum(f.amount over f in {other} where f.own)"
        conditions = (
            f"{some} > {n + 10}万元",
            f"{some} > {own}",
            f"{some} + {own} <= {100 * n + 100}万元 and flag{n % 10}",
            f"count(f in {funds} where f.own) >= 2 and {own} >= {n + 1}万元",
        )[n % 4]
        lines.append(f"action act{n} of Project\n  done when {own} > {n}万元")
        lines.append(f"norm norm{n} for Project\n  when {conditions}")
        lines.append(f"  county {DUTIES[n % 4]} act{n - n % 2}")
    return "\n".join(lines) + "\n"


def checked(name: str, text: str) -> Package:
    """The policy of a text."""
    source = SourceFile(f"{name}.pol", text)
    file, problems = parse(source)
    found = check(((source, file),))
    every = [*problems, *found.diagnostics]
    assert not every, "\n".join(problem.render("en") for problem in every[:5])
    return found.package


@frozen
class Work:
    """What is asked: the texts of one policy, or of an old and a new one."""

    title: str
    texts: Callable[[], tuple[str, ...]]


def works(size: int | None) -> Mapping[str, Work]:
    """All of them, in full size or with so many norms or facts."""
    few, many = size or 200, size or 1000
    return {
        "one_action": Work(f"analyse, {few} norms on one action", lambda: (one_action(few),)),
        "chain": Work(f"analyse, chain of {few} facts", lambda: (chain(few),)),
        "law": Work(f"analyse, {many} norms over {many // 5} actions", lambda: (law(many),)),
        "diff": Work(
            f"diff, {many} norms, one threshold changed", lambda: (law(many), law(many, 501))
        ),
        "sums": Work(f"sums over lists, {size or 20} norms", lambda: (sums(size or 20),)),
    }


def measured(name: str, size: int | None) -> dict[str, object]:
    """The seconds of the processor, what was found, and the most memory, of this process."""
    work = works(size)[name]
    packages = [checked(f"{name}{n}", text) for n, text in enumerate(work.texts())]
    from linkage_rules.analysis.consistency import analyse
    from linkage_rules.analysis.difference import difference

    start = time.process_time()
    if len(packages) == 2:
        found = difference(*packages)
        compared = (*found.actions, *found.norms)
        told = (
            sum(one.relation not in ("same", "undecided") for one in compared),
            sum(one.relation == "undecided" for one in compared),
        )
    else:
        analysis = analyse(packages[0])
        told = (len(analysis.findings), len(analysis.undecided))
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"title": work.title, "seconds": seconds, "told": told, "peak": peak}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", choices=works(None), help="only this one")
    parser.add_argument(
        "--norms", type=int, help="so many norms or facts in place of the full size"
    )
    parser.add_argument("--write", type=Path, help="write the policies into a folder, ask nothing")
    parser.add_argument("--here", action="store_true", help="ask in this process, print as JSON")
    arguments = parser.parse_args()
    names = [arguments.only] if arguments.only else list(works(None))
    if arguments.write:
        arguments.write.mkdir(parents=True, exist_ok=True)
        for name in names:
            for n, text in enumerate(works(arguments.norms)[name].texts()):
                (arguments.write / f"{name}{n or ''}.pol").write_text(text, "utf-8")
        return 0
    if arguments.here:
        print(json.dumps(measured(names[0], arguments.norms)))
        return 0
    print(described(), end="\n\n")
    rows = [["work", "CPU s", "findings or differences", "undecided", "MB at most"]]
    for name in names:
        size = [] if arguments.norms is None else ["--norms", str(arguments.norms)]
        command = [sys.executable, __file__, "--here", "--only", name, *size]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        one = json.loads(done.stdout)
        told = [f"{number:,}" for number in one["told"]]
        rows.append([one["title"], f"{one['seconds']:.1f}", *told, str(one["peak"])])
    print(*markdown(rows), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
