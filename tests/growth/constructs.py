"""Policies that hold a construct of the language n times, n levels deep or in a row of n."""

from collections.abc import Callable
from datetime import date, timedelta

HEAD = """
policy chain "链"

record Item "项"
  ok "合格": yes/no
  amount: money at least 0元 at most 100元

record Case "案"
  known "已知": yes/no
  n: whole number at least 0 at most 10
  name: text
  d: date
  paid: money
  items: list of Item

bearer county "县"

action visit "走访" of Case
"""


def wrapped(inner: str, outer: str, times: int) -> str:
    for level in range(times):
        inner = outer.format(inner, level % 9)
    return inner


def norm(condition: str, place: int = 0, on: str = "visit", may: str = "must") -> str:
    return f"norm due{place} for Case\n  when {condition}\n  county {may} {on}\n"


def text(place: int) -> str:
    return f'"甲{place}"'


def one_action(k: int) -> str:
    return "".join(norm(f"n > {i % 9}", i, may=("must", "may")[i % 2]) for i in range(k))


def many_actions(k: int) -> str:
    return "".join(f"action a{i} of Case\n{norm('known', i, f'a{i}')}" for i in range(k))


def deadlines(k: int) -> str:
    """Duties with a deadline, each of which asks how the one before it stands."""
    asked = (f"  when n{i - 1} is violated\n" if i else "" for i in range(k))
    norms = (
        f"norm n{i} for Case\n{when}  within {i + 1} days after d\n  county must a{i}\n"
        for i, when in enumerate(asked)
    )
    return "".join(f"action a{i} of Case\n  done on d\n{one}" for i, one in enumerate(norms))


def working_days(k: int) -> str:
    """Duties with a deadline in working days, by one calendar."""
    norms = (
        f"action w{i} of Case\n  done on d\n"
        f"norm v{i} for Case\n  within {i + 1} working days after d\n  county must w{i}\n"
        for i in range(k)
    )
    calendar = "calendar year\n  covers 2023-01-01 to 2023-12-31\n  holiday 2023-05-01\n"
    return "".join((calendar, *norms))


def holidays(k: int) -> str:
    """A calendar with as many lines."""
    days = (date(2020, 1, 1) + timedelta(days=2 * i) for i in range(k))
    lines = "".join(f"  holiday {day}\n" for day in days)
    fact = "fact last of Case: date\n  means 15 working days after d\n"
    return f"calendar years\n  covers 2020-01-01 to 2040-12-31\n{lines}{fact}" + norm("known")


def recurring(k: int) -> str:
    """Duties of every year, each of which asks how the one before it stands."""
    asked = (f"  when n{i - 1} is late\n" if i else "" for i in range(k))
    return "".join(
        f"action a{i} of Case\n  done at d + {i} days over x in items where x.ok\n"
        f"norm n{i} for Case\n{when}  every year from d to d + 3 years\n  county must a{i}\n"
        for i, when in enumerate(asked)
    )


def chain(k: int) -> str:
    facts = (f"fact f{i} of Case\n  means {f'f{i - 1} and ' if i else ''}n > 3\n" for i in range(k))
    return "".join((*facts, norm(f"f{k - 1}")))


def facts_of_elements(k: int) -> str:
    facts = (
        f"fact g{i} of Item\n  means ok{f' and g{i - 1}' if i else ''} and amount > {i % 9}元\n"
        for i in range(k)
    )
    return "".join((*facts, norm(f"some x in items has x.g{k - 1}")))


def results(k: int) -> str:
    """Facts that are results, and a result of each element of a list."""
    own = (f"fact r{i} of Case: money\n  result for county\n  means {i}元 * n\n" for i in range(k))
    return "".join((*own, "fact part of Item: money\n  result\n  means amount\n", norm("known")))


def bearers(k: int) -> str:
    """A duty that many bear together."""
    names = [f"b{i}" for i in range(k)]
    declared = "".join(f"bearer {name} is name of Case\n" for name in names)
    duty = f"norm due for Case\n  when known\n  {' and '.join(names)} must visit\n"
    return declared + (duty if k > 1 else norm("known"))


def distributions(k: int) -> str:
    """Distributions among one list, the weights of each being the shares of the one before it."""
    shared = (
        f"distribution s{i} of Case\n  among x in items where x.ok\n  total {i + 1}元\n"
        f"  by {f's{i - 1} of x' if i else 'x.amount'}\n  to 1分\n"
        for i in range(k)
    )
    return "".join((*shared, norm(f"some x in items has s{k - 1} of x > 1元")))


def given(k: int) -> str:
    fact = "fact more of Case: whole number\n  given m: whole number\n  means n + m\n"
    return fact + norm(wrapped("n", "more(m: {0})", k) + " > 3")


def rows(k: int) -> str:
    """A table that tells as many values apart as it has rows."""
    between = (f"  at least {i}元 below {i + 1}元: n + {i}\n" for i in range(k))
    head = "fact rate of Case: whole number by paid\n  below 0元: 0\n"
    return f"{head}{''.join(between)}  at least {k}元: {k}\n{norm('rate > 3')}"


def brackets(k: int) -> str:
    between = (f"  at least {i}元 below {i + 1}元: {i + 1}%\n" for i in range(k))
    head = "fact due of Case: money progressive by paid\n"
    return f"{head}{''.join(between)}  at least {k}元: 1\n{norm('due > 3元')}"


GROWING: dict[str, tuple[Callable[[int], str], int]] = {
    "if in what is chosen": (
        lambda k: norm(wrapped("n", "(if n > {1} then {0} else {1})", k) + " > 3"), 10
    ),
    "if in the condition of an if": (
        lambda k: norm(wrapped("known", "(if {0} then n > {1} else known)", k)), 10
    ),
    "if in the comparison of an if": (
        lambda k: norm(wrapped("n", "(if {0} > {1} then n else {1})", k) + " > 3"), 6
    ),
    "and": (lambda k: norm(" and ".join(f"n > {i % 9}" for i in range(k))), 250),
    "or of texts": (lambda k: norm(" or ".join(f'name = "甲{i}"' for i in range(k))), 250),
    "in texts": (lambda k: norm(f"name in {{{', '.join(map(text, range(k)))}}}"), 1_000),
    "in numbers": (lambda k: norm(f"n in {{{', '.join(map(str, range(k)))}}}"), 1_000),
    "not": (lambda k: norm(wrapped("known", "not ({0})", k)), 10),
    "implies": (lambda k: norm(wrapped("known", "(known implies {0})", k)), 10),
    "plus": (lambda k: norm(" + ".join("n" * k) + " > 3"), 10),
    "norms on one action": (one_action, 20),
    "deadlines": (deadlines, 10),
    "duties of every period": (recurring, 4),
    "periods": (
        lambda k: norm(" and ".join(f"(some q in years from d to (d + 3 years) has n > {i})"
                                    for i in range(k))), 10
    ),
    "deadlines in working days": (working_days, 10),
    "holidays of a calendar": (holidays, 100),
    "norms on actions of their own": (many_actions, 20),
    "facts in a chain": (chain, 25),
    "facts of elements": (facts_of_elements, 25),
    "distributions": (distributions, 5),
    "facts that are given values": (given, 8),
    "bearers of one norm": (bearers, 20),
    "results": (results, 20),
    "rows of a table": (rows, 25),
    "brackets": (brackets, 10),
    "questions about a list": (
        lambda k: "".join(norm(f"some x in items has x.amount > {i}元", i) for i in range(k)), 10
    ),
    "if in an element": (
        lambda k: norm(
            f"some x in items has "
            f"{wrapped('x.amount', '(if x.amount > {1}元 then {0} else {1}元)', k)} > 3元"
        ),
        10,
    ),
}  # fmt: skip

NESTED = frozenset(
    {
        "if in what is chosen", "if in the condition of an if", "if in the comparison of an if",
        "if in an element", "not", "implies", "plus",
    }
)  # fmt: skip
"""Those of which n is a number of levels."""

PAIRWISE = frozenset({"duties of every period"})
"""Those of which every two days are held in order for the solver."""

WRITTEN_OUT = frozenset({"facts of elements", "facts that are given values"})
"""Those that put definitions into one another, of which there are at most 5,000 parts."""
