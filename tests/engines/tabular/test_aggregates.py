"""What is asked of whole lists, on a table, as the reference engine answers it.

Lists that are unknown, empty, full of what is alike, and with something unknown in them.
"""

from datetime import date
from fractions import Fraction

import ibis
import pyarrow as pa

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


KINDS = [f"k{number}" for number in range(70)]


def about_parts(kinds: list[str], **norms: str) -> str:
    """A policy about things that have parts of some kinds, with these norms."""
    lines = ["policy p", "enum kind", *(f"  {kind}" for kind in kinds), "record Part"]
    lines += ["  kind: kind", "  size: whole number", "record Thing", "  xs: list of Part"]
    lines += ["action act of Thing", "bearer someone"]
    for name, when in norms.items():
        lines += [f"norm {name} for Thing", f"  when {when}", "  someone must act"]
    return "\n".join(lines) + "\n"


def test_more_is_asked_than_one_number_has_bits_for() -> None:
    """Of seventy kinds, and of twelve conditions, which take more than one pass."""
    sizes = {f"s{n}": f"some x in xs has x.size > {n}" for n in range(28, 40)}
    text = about_parts(KINDS, many="distinct(x.kind over x in xs) > 2", **sizes)
    package = loads({"p.pol": text}).package
    lists = [
        *([], [("k1", 39), ("k69", 3)], [("k0", 0), ("k35", 40), ("k69", None)]),
        *([(None, 5), ("k1", 39)], [(kind, 20) for kind in KINDS]),
    ]
    records = [{"xs": tuple({"kind": k, "size": s} for k, s in one)} for one in lists]
    asked = (package, package.record_types["Thing"], records, EARLY)
    wanted, found = (engines()[name](*asked) for name in (REFERENCE, "tabular"))
    for want, got in zip(wanted, found, strict=True):
        assert [*differences(want, got)] == []


def test_what_is_asked_of_one_list_is_one_pass_beside_the_sums() -> None:
    policy = loads(
        {
            "p.pol": about_parts(
                ["red", "blue"],
                several="distinct(x.kind over x in xs) > 1",
                red="some y in xs has y.kind = red",
                blue="some x in xs has x.kind in {blue}",
                large="every x in xs has x.size > 3",
                sized="sum(x.size over x in xs) > 9",
            )
        }
    )
    part = pa.struct({"kind": pa.string(), "size": pa.int64()})
    table = pa.table({"xs": pa.array([], pa.list_(part))})
    written = policy.prepare_table(table, as_of=EARLY, columns=["status_sized"]).sql
    assert written.count("LIST_BIT_OR") == 1
    assert written.count("LIST_APPLY") == 2


def test_what_is_no_member_of_an_enum_is_none_that_is_asked_for() -> None:
    """Such a row is no valid one; it is not taken for another, and not for unknown."""
    text = about_parts(
        ["red", "blue"],
        several="distinct(x.kind over x in xs) > 1",
        red="some x in xs has x.kind = red",
    )
    policy = loads({"p.pol": text})
    lists = [[{"kind": kind, "size": 1} for kind in kinds] for kinds in ("g", ["g", "red"], [None])]
    table = ibis.memtable(
        pa.table({"xs": pa.array(lists, pa.list_(pa.struct({"kind": pa.string()})))})
    )
    found = policy.evaluate_table(table, as_of=EARLY).to_pyarrow()
    assert found["status_red"].to_pylist() == ["not_applicable", "due", "undetermined"]
    assert found["status_several"].to_pylist() == ["undetermined"] * 3
