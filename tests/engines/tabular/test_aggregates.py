"""What is asked of whole lists, on a table, as the reference engine answers it.

Lists that are unknown, empty, full of what is alike, and with something unknown in them.
"""

from datetime import date
from fractions import Fraction

from linkage_rules.policy.loading import loads
from linkage_rules.testing.engines import REFERENCE, differences, engines

ITEMS = {"kind": "kind", "day": "date", "size": "whole number", "share": "number", "ok": "yes/no"}
QUESTIONS = {
    **{f"distinct_{item}": f"distinct(x.{item} over x in xs)" for item in ITEMS},
    "distinct_ok_ones": "distinct(x.kind over x in xs where x.ok)",
    "count_ok_ones": "count(x in xs where x.ok)",
    "sum_size": "sum(x.size over x in xs where x.ok)",
    "sum_share": "sum(x.share over x in xs)",
    "most": "max(x.size over x in xs)",
    "least": "min(x.size over x in xs where x.ok)",
}


def asked() -> str:
    lines = ["policy p", "enum kind", "  red", "  blue", "record Part"]
    lines += [f"  {item}: {type_}" for item, type_ in ITEMS.items()]
    lines += ["record Thing", "  xs: list of Part", "action act of Thing", "bearer someone"]
    for name, question in QUESTIONS.items():
        lines += [f"norm {name} for Thing", f"  when {question} > 1", "  someone must act"]
    return "\n".join(lines) + "\n"


def part(*items: object) -> dict[str, object]:
    return dict(zip(ITEMS, items, strict=True))


EARLY, LATE = date(2020, 1, 1), date(2020, 2, 1)
LISTS = [
    None,
    [],
    [part("red", EARLY, 1, Fraction(1, 2), True), part("red", EARLY, 1, Fraction(1, 2), True)],
    [part("red", EARLY, 1, Fraction(1, 2), True), part("blue", LATE, 3, Fraction(5), False)],
    [part("red", EARLY, 2, Fraction(2), True), part("blue", LATE, 2, Fraction(3), True)],
    [part(None, EARLY, 1, Fraction(2), True), part("red", None, 2, Fraction(2), True)],
    [part("red", EARLY, 1, Fraction(2), None), part("blue", LATE, 2, Fraction(3), True)],
    [part("red", EARLY, None, Fraction(2), True), part("blue", LATE, 2, None, False)],
    [None, part("blue", LATE, 2, Fraction(3), True)],
]


def test_aggregates_over_the_elements_of_a_list() -> None:
    package = loads({"p.pol": asked()}).package
    thing = package.record_types["Thing"]
    records = [{"xs": None if one is None else tuple(one)} for one in LISTS]
    wanted, found = (
        engines()[name](package, thing, records, EARLY) for name in (REFERENCE, "tabular")
    )
    for want, got in zip(wanted, found, strict=True):
        assert [*differences(want, got)] == []
    alike, unlike = ([one.statuses["distinct_kind"]] for one in wanted[2:4])
    assert alike != unlike
