"""Whether the analysis of a policy full of dates decides every question, and in what time.

    python benchmarks/dates.py --norms 50 --policies 5 --seed 1

makes up policies as regulations speak of time: within days, months, years or working days after a
day, no later than, before, for years after; ages, months and working days between days; days that
move with facts and parameters, and rules of the day on which something began. Printed for each is
how many questions were asked, how many stayed undecided, what was found, and the CPU seconds. The
time limit of a question is by the clock on the wall. The status is 1 where one stayed undecided.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from typing import Final

from machine import described, markdown, warn_if_busy

from linkage_rules import Policy, loads
from linkage_rules.analysis.consistency import Analysis, analyse

HEAD: Final = """\
policy made_up
  in force 2022-12-07 to 2026-12-28

use calendar_china

enum kind
  farm
  firm
  village

record Matter
  id: text required
  kind_: kind
  urgent: yes/no
  aided: yes/no
  amount: money at least 0元
  born_on: date at least 1920-01-01 at most 2026-12-31
{fields}

bearer county
bearer applicant

parameter notice: period
  = 30 days from 2022-12-07 to 2024-12-31
  = 2 months from 2025-01-01

parameter term: period
  = 3 years

fact of_age of Matter
  means years between born_on and as_of >= 18

fact long_term of Matter
  means months between begun_on and ended_on >= 36
"""

DAYS: Final = (
    *("accepted_on", "begun_on", "ended_on", "checked_on", "told_on", "signed_on"),
    *("granted_on", "withdrawn_on", "fraud_on", "renewed_on"),
)

_Drawn = Callable[[Random, int], str]
"""Draws one norm, with its action and facts, from its number."""


def _duty(deadline: Callable[[Random], str]) -> _Drawn:
    def drawn(random: Random, n: int) -> str:
        modality = random.choice(["must", "must", "must in principle"])
        lines = [f"action act{n} of Matter", f"  done on done{n}", "", f"norm norm{n} for Matter"]
        if random.random() < 0.6:
            lines.append(f"  when {_condition(random)}")
        if random.random() < 0.2:
            lines.append(f"  governed by {_day(random)}")
        lines += [f"  {deadline(random)}", f"  {_bearer(random)} {modality} act{n}"]
        return "\n".join(lines)

    return drawn


def _rule(clauses: Callable[[Random], tuple[str, ...]]) -> _Drawn:
    def drawn(random: Random, n: int) -> str:
        modality = random.choice(["must not", "must not", "may", "encouraged to"])
        lines = [f"action act{n} of Matter", "", f"norm norm{n} for Matter", *clauses(random)]
        return "\n".join([*lines, f"  {_bearer(random)} {modality} act{n}"])

    return drawn


def _either(random: Random, n: int) -> str:
    """Forbidden until a day, permitted from then on, with the day as a fact."""
    months = random.choice((1, 3, 6, 12, 18, 60))
    start = f"{_day(random)} + {months} months"
    moved = random.choice((start, f"working day on or after ({start})", f"{start} + 15 days"))
    return (
        f"action act{n} of Matter\n\nfact free{n} of Matter: date\n  means {moved}\n\n"
        f"norm norm{n} for Matter\n  when as_of < free{n}\n  applicant must not act{n}\n\n"
        f"norm allowed{n} for Matter\n  when as_of >= free{n}\n  applicant may act{n}"
    )


def _day(random: Random) -> str:
    return random.choice(DAYS)


def _two(random: Random) -> list[str]:
    return random.sample(DAYS, 2)


def _bearer(random: Random) -> str:
    return random.choice(("county", "applicant"))


_PERIODS: Final = (
    *((7, "days"), (15, "days"), (30, "days"), (1, "month"), (3, "months"), (6, "months")),
    *((18, "months"), (1, "year"), (2, "years")),
)


def _period(random: Random) -> str:
    number, unit = random.choice(_PERIODS)
    return f"{number} {unit}"


def _condition(random: Random) -> str:
    one, other = _two(random)
    return random.choice(
        (
            "of_age",
            "long_term and urgent",
            f"{one} + {_period(random)} <= {other}",
            f"{one} <= {other} - {random.choice((1, 2, 6))} months",
            f"years between born_on and {one} >= {random.choice((16, 18, 60))}",
            f"months between {one} and {other} < {random.choice((1, 6, 12, 24))}",
            f"days between {one} and {other} > {random.choice((10, 90, 365))}",
            f"working days between {one} and {other} > {random.choice((5, 20))}",
            f"{one} + notice < as_of",
            f"month of {one} = {random.randint(1, 12)} and aided",
            f"year of {one} = {random.randint(2020, 2026)}",
            f"kind_ = {random.choice(('farm', 'firm', 'village'))} and {one} < as_of",
            f"amount >= {random.randint(1, 300)}万元",
        )
    )


_DRAWN: Final[tuple[_Drawn, ...]] = (
    _duty(lambda random: f"within {_period(random)} after {_day(random)}"),
    _duty(
        lambda random: (
            f"within {random.choice((3, 5, 10, 15, 20))} working days after {_day(random)}"
        )
    ),
    _duty(lambda random: f"no later than {_day(random)} + {_period(random)}"),
    _duty(
        lambda random: f"no later than {random.choice((2024, 2025))}-{random.randint(1, 12):02}-28"
    ),
    _duty(lambda random: f"before {_day(random)}"),
    _duty(lambda random: f"within notice after {_day(random)}"),
    _duty(
        lambda random: f"no later than working day on or after ({_day(random)} + {_period(random)})"
    ),
    _rule(lambda random: (f"  holds for {random.choice((1, 3, 5))} years after {_day(random)}",)),
    _rule(
        lambda random: (f"  holds for term after {_day(random)}", f"  when {_condition(random)}")
    ),
    _rule(lambda random: (f"  when {_condition(random)}", f"  unless {_condition(random)}")),
    _rule(lambda random: (f"  when {_condition(random)} and {_condition(random)}",)),
    _either,
)


def made_up(norms: int, seed: int) -> Policy:
    """A policy of about as many norms, which checks."""
    random = Random(seed)
    drawn = [_DRAWN[n % len(_DRAWN)](random, n) for n in range(norms)]
    fields = "\n".join(f"  {day}: date" for day in (*DAYS, *(f"done{n}" for n in range(norms))))
    claims = "\n\n".join(_claims(random))
    text = "\n\n".join([HEAD.format(fields=fields), *drawn, claims])
    return loads({"made_up.pol": f"{text}\n"})


def _claims(random: Random) -> Iterator[str]:
    """Properties about days: some true, some false at the end of a month."""
    for number in range(5):
        one, other = _two(random)
        months = random.choice((1, 2, 6, 12, 36))
        claim = random.choice(
            (
                f"{one} <= {other} implies {one} + {months} months <= {other} + {months} months",
                f"{one} < {other} implies {one} + {months} months < {other} + {months} months",
                f"{one} + {months} months + 1 month = {one} + {months + 1} months",
                f"years between {one} and ({one} + {months} years) = {months}",
                f"{one} + {months} months - {months} months <= {one}",
            )
        )
        yield f'property "claim {number}" for Matter\n  always {claim}'


def measured(policy: Policy, time_limit: float) -> tuple[float, int, Analysis]:
    """CPU seconds, questions asked, and what was found."""
    asked = count()
    start = time.process_time()
    found = analyse(policy, time_limit=time_limit, asking=lambda: next(asked))
    return time.process_time() - start, next(asked), found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--norms", type=int, default=50, help="norms of each policy")
    parser.add_argument("--policies", type=int, default=3, help="how many policies are made up")
    parser.add_argument("--seed", type=int, default=1, help="of the first; the others follow it")
    parser.add_argument("--time-limit", type=float, default=10.0, help="seconds for one question")
    arguments = parser.parse_args()
    warn_if_busy()
    print(described(), end="\n\n")
    rows = [["seed", "norms", "questions", "undecided", "findings", "proved", "CPU seconds"]]
    is_open = False
    for seed in range(arguments.seed, arguments.seed + arguments.policies):
        policy = made_up(arguments.norms, seed)
        seconds, asked, found = measured(policy, arguments.time_limit)
        counts = (len(policy.package.declared_norms), asked, len(found.undecided))
        outcome = (len(found.findings), len(found.proved))
        rows.append([str(seed), *map(str, counts + outcome), f"{seconds:.1f}"])
        is_open = is_open or bool(found.undecided)
        for one in found.undecided:
            print("undecided:", seed, one.kind.value, *one.names, file=sys.stderr)
    print(*markdown(rows), sep="\n")
    return int(is_open)


if __name__ == "__main__":
    sys.exit(main())
