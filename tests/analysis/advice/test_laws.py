"""Advice against trying everything out, on small policies."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, combinations, product
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.advice import advise, read_goal
from linkage_rules.analysis.advice.wanted import wants
from linkage_rules.engines.reference import Evaluation
from linkage_rules.engines.symbolic import Edit, Keeping, revised, unnumbered
from linkage_rules.model import expressions as model
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package
from linkage_rules.model.retyping import spoken_in
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.model.types import (
    ORDERED,
    EnumType,
    Field,
    ListType,
    Only,
    RecordType,
    Scalar,
    Type,
)
from linkage_rules.testing.generation import as_of_dates, packages
from linkage_rules.testing.generation import records as generated_records
from tests.policies import package_of

pytestmark = pytest.mark.slow

DAY = date(2023, 5, 1)
ATOMS = (
    *("a", "b", "fixed", "other", "n = 2", "n > 0", "k = red", "a is known", "p.x"),
    *("some i in list has i.y", "every i in list has i.y", "some i in list has i.z"),
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
            st.lists(
                st.fixed_dictionaries(
                    {"y": st.sampled_from((True, False, None)), "z": st.sampled_from((True, None))}
                ),
                max_size=2,
            ).map(tuple),
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
  z: yes/no
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
    return package_of(text)


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
            (
                sum(cost for cost, _ in chosen),
                tuple({**item, "y": y} for item, (_, y) in zip(items, chosen, strict=True)),
            )
            for chosen in product(*each)
        ]
    fields = [list(choices(record[name], domain)) for name, domain in DOMAINS.items()]
    for chosen in product(*fields, nested, lists):
        cost = sum(price for price, _ in chosen)
        values = (value for _, value in chosen)
        yield cost, {**record, **dict(zip((*DOMAINS, "p", "list"), values, strict=True))}


def nothing(_: str) -> None:
    """Nothing is kept."""


def takes_back(before: dict[str, Any], after: dict[str, Any], kept: Keeping) -> bool:
    """Whether a revision takes back what is kept."""

    def parts(record: dict[str, Any]) -> dict[str, Any]:
        listed = {f"list[{n}].y": e["y"] for n, e in enumerate(record["list"] or ())}
        return {
            **{name: record[name] for name in DOMAINS},
            "p.x": (record["p"] or {}).get("x"),
            **listed,
        }

    first, last = parts(before), parts(after)
    for path, value in first.items():
        rule = kept(unnumbered(path))
        if rule is None or value == last[path]:
            continue
        if value is None:
            unwanted = rule.not_more if last[path] else rule.not_less
            if rule.reported and isinstance(last[path], bool) and unwanted:
                return True
        elif not rule.allows(value, last[path]):
            return True
    return False


def every_completion(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What is unknown and cannot be changed, told in every way, or left unknown."""

    def told(value: Any) -> tuple[Any, ...]:
        return (None, True, False) if value is None else (value,)

    items = record["list"] or ()
    entries = product(*(told(item["z"]) for item in items))
    for fixed, other, found in product(told(record["fixed"]), told(record["other"]), entries):
        inside = tuple({**item, "z": z} for item, z in zip(items, found, strict=True))
        some = record["list"] and inside
        yield {**record, "fixed": fixed, "other": other, "list": some}


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
    wanted_there = wants(package, "Project", DAY)

    def sizes(keeping: Keeping) -> list[int]:
        return [
            cost
            for cost, changed in every_revision(record)
            if not takes_back(record, changed, keeping) and reaches(changed)
        ]

    def could_be(keeping: Keeping) -> bool:
        return any(
            not takes_back(told, changed, keeping) and reaches(changed)
            for told in every_completion(record)
            for _, changed in every_revision(told)
        )

    unconditional = [w for w in advice.alternatives if not w.provided]
    best = sizes(wanted_there.kept_and_reported) or sizes(wanted_there.kept)
    if best:
        assert len(unconditional[0].changes) == min(best)
    elif record["list"] is not None:  # An unknown list may hold anything.
        provided = could_be(wanted_there.kept)
        assert not provided or (advice.alternatives and not unconditional)
        anyhow = sizes(nothing)
        if not provided:
            assert bool(unconditional) is bool(anyhow)
            assert not anyhow or len(unconditional[0].changes) == min(anyhow)
            assert bool(advice.alternatives) is (bool(anyhow) or could_be(nothing))
    taken_back = any(takes_back(record, dict(w.record), wanted_there.kept) for w in unconditional)
    assert taken_back is any(c.withdraws for w in unconditional for c in w.changes)
    counts = [len(w.changes) for w in unconditional]
    assert counts == sorted(counts)
    for alternative in advice.alternatives:
        edits = [c.edit for c in (*alternative.changes, *alternative.provided)]
        assert reaches(alternative.record)
        assert dict(revised(record, shape, edits)) == dict(alternative.record)
        fewer = chain.from_iterable(combinations(edits, size) for size in range(len(edits)))
        assert not any(reaches(revised(record, shape, some)) for some in fewer)


def said_of(field: Field, words: bool) -> dict[str, Any]:
    """That a field is changeable, or only in one way, and what that costs."""
    if not words:
        return {"changeable": True}
    ways: tuple[Only | None, ...] = (None,)
    if field.type in ORDERED:
        ways = (Only.RAISED, Only.LOWERED)
    elif field.type is Scalar.YES_NO or isinstance(field.type, ListType):
        ways = (Only.KEPT, None)
    place = len(field.name)
    return {"changeable": True, "only": ways[place % len(ways)], "cost": 1 + place % 3}


def marked(package: Package, every: int, words: bool = False) -> Package:
    """The same policy with some fields of each record type changeable."""
    types: dict[str, EnumType | RecordType] = {**package.enums}

    def of(type_: Type) -> Type:
        match type_:
            case ListType(element):
                return ListType(of(element))
            case RecordType(name=name, fields=fields):
                if name not in types:
                    marks = (evolve(f, type=of(f.type), **said_of(f, words)) for f in fields)
                    kept = (evolve(f, type=of(f.type)) for f in fields)
                    chosen = (
                        m if n % every == 0 else k
                        for n, (m, k) in enumerate(zip(marks, kept, strict=True))
                    )
                    types[name] = evolve(type_, fields=tuple(chosen))
                return types[name]
        return type_

    for record_type in package.record_types.values():
        of(record_type)
    return spoken_in(package, types)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Package, RecordType, Any, Expression, date]:
    generated = draw(packages(with_is_known=True).filter(lambda p: bool(p.norms)))
    package = marked(generated, draw(st.sampled_from((1, 2))), draw(st.booleans()))
    norm = draw(st.sampled_from(sorted(package.norms.values(), key=lambda n: n.name)))
    verdicts = (VerdictStatus.PERMITTED, VerdictStatus.FORBIDDEN, VerdictStatus.UNREGULATED)
    applies = model.NormApplies(norm.name)
    asked = (applies, model.Not(applies), *(model.ActionIs(norm.action, v) for v in verdicts))
    shape = package.record_types[norm.record_type]
    record = draw(generated_records(package, shape))
    return package, shape, record, draw(st.sampled_from(asked)), draw(as_of_dates(package))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_of_any_advice_no_change_can_be_left_out(
    case: tuple[Package, RecordType, Any, Expression, date],
) -> None:
    package, shape, record, goal, day = case
    advice = advise(package, shape, record, goal, as_of=day, time_limit=5)

    def reaches(edits: Iterable[Edit]) -> bool:
        changed = revised(record, shape, edits)
        return Evaluation(package, shape, changed, day).derive(goal).answer is True

    assert advice.reached is reaches(())
    costs = [w.cost for w in advice.alternatives if not w.provided]
    assert costs == sorted(costs)
    for alternative in advice.alternatives:
        edits = [c.edit for c in (*alternative.changes, *alternative.provided)]
        assert reaches(edits)
        whole = revised(record, shape, edits)
        for one in edits:
            fewer = [e for e in edits if e is not one]
            # What a part must have when it comes into being is told with it, be it the plainest.
            comes_with_it = one.before is None and revised(record, shape, fewer) == whole
            assert comes_with_it or not reaches(fewer)
