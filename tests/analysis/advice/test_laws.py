"""Advice against trying everything out, on small policies."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.advice import advise, read_goal
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import revised
from linkage_rules.language.check import check
from linkage_rules.language.parser import parse
from linkage_rules.language.source import SourceFile
from linkage_rules.model.package import Package

DAY = date(2023, 5, 1)
ATOMS = (
    *("a", "b", "fixed", "other", "n = 2", "n > 0", "k = red", "a is known", "p.x"),
    *("some i in list has i.y", "every i in list has i.y"),
)
DOMAINS: dict[str, tuple[Any, ...]] = {
    "a": (True, False),
    "b": (True, False),
    "n": (0, 1, 2),
    "k": ("red", "blue"),
}

conditions = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda c: f"not ({c})"),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
    ),
    max_leaves=6,
)
records = st.fixed_dictionaries(
    {
        "a": st.sampled_from((True, False, None)),
        "b": st.sampled_from((True, False, None)),
        "fixed": st.sampled_from((True, False, None)),
        "other": st.sampled_from((True, False, None)),
        "n": st.sampled_from((0, 1, 2, None)),
        "k": st.sampled_from(("red", "blue", None)),
        "p": st.sampled_from((None, {"x": None}, {"x": False}, {"x": True})),
        "list": st.one_of(
            st.none(),
            st.lists(st.sampled_from(({"y": True}, {"y": False}, {"y": None})), max_size=2).map(
                tuple
            ),
        ),
    }
)
goals = st.sampled_from(
    ("enter is permitted", "enter is forbidden", "ban applies", "duty is fulfilled", "not fact_")
)


def policy(ban: str, unless: str, fact: str) -> Package:
    text = f"""policy p
enum colour
  red
  blue
record Part
  x: yes/no changeable
record Item
  y: yes/no changeable
record Project
  a: yes/no changeable
  b: yes/no changeable
  fixed: yes/no
  other: yes/no
  n: whole number at least 0 at most 2 changeable
  k: colour changeable
  p: Part
  list: list of Item
bearer county
fact fact_ of Project
  means {fact}
action enter of Project
  permitted by default
  done when b
norm ban for Project
  when {ban} or fact_
  unless {unless}
  county must not enter
norm duty for Project
  when {unless}
  county must in principle enter
"""
    source = SourceFile("p.pol", text)
    tree, problems = parse(source)
    checked = check(((source, tree),))
    assert not problems
    assert not checked.diagnostics
    return checked.package


def every_revision(record: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """All records that changes can lead to, with the number of changes; nothing is forgotten."""

    def choices(before: Any, domain: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
        yield 0, before
        yield from ((1, value) for value in domain if value != before)

    truths = (True, False)
    parts = record["p"]
    nested = [(0, parts)] + [(1, {"x": x}) for x in truths if parts is None or parts["x"] is not x]
    items = record["list"]
    lists: list[tuple[int, Any]] = [(0, items)]
    if items:
        each = [list(choices(item["y"], truths)) for item in items]
        lists = [
            (sum(cost for cost, _ in chosen), tuple({"y": y} for _, y in chosen))
            for chosen in product(*each)
        ]
    fields = [list(choices(record[name], domain)) for name, domain in DOMAINS.items()]
    for chosen in product(*fields, nested, lists):
        cost = sum(price for price, _ in chosen)
        values = (value for _, value in chosen)
        yield cost, {**record, **dict(zip((*DOMAINS, "p", "list"), values, strict=True))}


@settings(max_examples=60, deadline=None)
@given(ban=conditions, unless=conditions, fact=conditions, record=records, goal=goals)
def test_advice_is_what_trying_everything_out_finds(
    ban: str, unless: str, fact: str, record: dict[str, Any], goal: str
) -> None:
    package = policy(ban, unless, fact)
    shape = package.record_types["Project"]
    wanted = read_goal(goal, package, shape)

    def reaches(changed: Any) -> bool:
        return Evaluation(package, shape, changed, DAY).derive(wanted).answer is True

    advice = advise(package, shape, record, wanted, as_of=DAY, time_limit=60, alternatives=4)
    assert advice.finished
    assert advice.reached is reaches(record)
    if advice.reached:
        return
    sizes = [cost for cost, changed in every_revision(record) if reaches(changed)]
    unconditional = [w for w in advice.alternatives if not w.provided]
    assert bool(unconditional) is bool(sizes)
    if sizes:
        assert len(unconditional[0].changes) == min(sizes)
    counts = [len(w.changes) for w in unconditional]
    assert counts == sorted(counts)
    for alternative in advice.alternatives:
        edits = [c.edit for c in (*alternative.changes, *alternative.provided)]
        assert reaches(alternative.record)
        assert dict(revised(record, shape, edits)) == dict(alternative.record)
        fewer = chain.from_iterable(combinations(edits, size) for size in range(len(edits)))
        assert not any(reaches(revised(record, shape, some)) for some in fewer)
