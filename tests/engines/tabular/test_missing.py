"""Which fields a table names as missing: those that something open rests on and that are unknown.

Each norm gate for a case of its own, so that in a row of that case nothing else is open. Of what is
read the reading of the reference engine is a part; here it is told exactly.
"""

from datetime import date
from typing import Any

from linkage_rules.engines.tabular.arrow import table_of
from linkage_rules.engines.tabular.inputs import as_ibis
from linkage_rules.engines.tabular.query import query
from linkage_rules.model.package import Package
from tests.policies import package_of, record_of

DAY = date(2023, 5, 1)
HEAD = """policy p
record Maker
  name: text
  on: date
record Part
  ok: yes/no
  size: whole number
  maker: Maker
  makers: list of Maker
record Thing
  which: text
  gate: text
  a: yes/no
  b: yes/no
  n: whole number
  d: date
  e: date
  lasts: period
  main: Part
  parts: list of Part
  flags: list of yes/no
bearer someone
parameter most: whole number
  = 5
  = 6 from 2030-01-01
fact big of Thing
  means n > most
fact good of Part
  means ok and size > 1
fact beyond of Thing
  given limit: whole number
  means n > limit
action allowed of Thing
norm other for Thing
  when gate = "other" and n > 3
  someone may allowed
action done_on_b of Thing
  done when b
norm done_other for Thing
  when gate = "done" and d < as_of
  someone must done_on_b
action act_on of Thing
norm on for Thing
  when gate = "on" and e < as_of
  someone must not act_on
"""

# A condition, what is known, and what is missing.
CONDITIONS: list[tuple[str, dict[str, Any], str]] = [
    ("a", {}, "a"),
    ("a", {"a": True}, ""),
    ("a and b", {}, "a b"),
    ("a and b", {"a": True}, "b"),
    ("a and b", {"a": False}, ""),
    ("a is known", {}, ""),
    ("if a then n > 1 else d < e", {}, "a n d e"),
    ("if a then n > 1 else d < e", {"a": True, "d": DAY}, "n e"),
    ("big", {}, "n"),
    ("beyond(limit: 3)", {}, "n"),
    ("beyond(limit: count(flags))", {"n": 3}, "flags"),
    ("big as it stood on d", {}, "n d"),
    ("d + lasts < as_of", {}, "d lasts"),
    ("main.ok", {}, "main.ok"),
    ("main.ok", {"main": {"size": 1}}, "main.ok"),
    ("main.maker.on < d", {}, "d main.maker.on"),
    ("main.good", {"main": {"size": 2}}, "main.ok"),
    ("(if a then main else main).ok", {"a": True}, "main.ok"),
    ("some p in parts has p.ok", {}, "parts"),
    ("some p in parts has p.ok", {"parts": [{"ok": None}]}, "parts.ok"),
    ("some p in parts has p.ok", {"parts": [None]}, "parts.ok"),
    ("some p in parts has p.ok", {"parts": [{"ok": True}]}, ""),
    ("every p in parts has p.size > n", {"parts": [{"size": 1}]}, "n"),
    ("count(p in parts where p.ok) > 1", {"parts": [{"size": 1}]}, "parts.ok"),
    ("sum(p.size over p in parts where p.ok) > 1", {"parts": [{}]}, "parts.ok parts.size"),
    ("at least 2 p in parts has p.good", {"parts": [{"ok": True}]}, ""),
    ("at least 1 p in parts has p.good", {"parts": [{"ok": True}]}, "parts.size"),
    ("some m in main.makers has m.on < as_of", {}, "main.makers"),
    ("some p in parts has some m in p.makers has m.name = \"x\"", {"parts": [{}]},
     "parts.makers"),
    ("some p in parts has p.maker.name = \"x\"", {"parts": [{"maker": {}}]}, "parts.maker.name"),
    ("some f in flags has f", {}, "flags"),
    ("some f in flags has f", {"flags": [None]}, "flags"),
    ("count(flags) > 1", {"flags": [None]}, ""),
    ("other applies", {"gate": "other"}, "n"),
    ("other applies", {"gate": "done", "d": DAY}, ""),
    ("done_other is violated", {"gate": "done"}, "b d"),
    ("act_on is forbidden", {"gate": "on"}, "e"),
]  # fmt: skip

# What else a norm says, what its action is done by, what is known, and what is missing.
NORMS: list[tuple[str, str, dict[str, Any], str]] = [
    ("someone must", "", {}, ""),
    ("someone must", "done when a", {}, "a"),
    ("someone must", "done when a", {"a": False}, ""),
    ("someone may", "done when a", {}, ""),
    ("someone must not", "done when a and b", {"b": True}, "a"),
    ("someone must", "done on d", {}, "d"),
    ("within 3 days after e\n  someone must", "done on d", {}, "d e"),
    ("within 3 days after e\n  someone must", "done on d", {"e": date(2023, 6, 1)}, ""),
    ("within 3 days after e\n  someone must", "done on d", {"e": date(2023, 4, 1)}, "d"),
    ("within 3 days after e\n  someone must", "done on d", {"d": DAY}, "e"),
    ("no later than d\n  someone must", "done on e", {"e": DAY, "d": DAY}, ""),
    ("no later than d\n  someone must", "done on e", {"d": DAY}, "e"),
    ("unless n > 1\n  someone must", "", {}, "n"),
    ("holds for 3 years after d\n  someone must not", "", {}, "d"),
]  # fmt: skip


def policy() -> Package:
    lines = [HEAD]
    for number, (condition, *_) in enumerate(CONDITIONS):
        lines += [f"action c{number} of Thing", f"norm condition{number} for Thing"]
        lines += [f'  when which = "c{number}" and ({condition})', f"  someone may c{number}"]
    for number, (says, done, *_) in enumerate(NORMS):
        lines += [f"action n{number} of Thing", f"  {done}" if done else "# never seen"]
        lines += [f"norm norm{number} for Thing", f'  when which = "n{number}"']
        lines += [f"  {says} n{number}"]
    return package_of("\n".join(lines) + "\n")


def test_what_is_missing_is_what_something_open_rests_on() -> None:
    package = policy()
    shape = package.record_types["Thing"]
    cases = [(f"c{n}", given, told) for n, (_, given, told) in enumerate(CONDITIONS)]
    cases += [(f"n{n}", given, told) for n, (_, _, given, told) in enumerate(NORMS)]
    rows = [
        record_of(package, {"which": name, "gate": "-", **given}, "Thing")
        for name, given, _ in cases
    ]
    found = query(package, shape, as_ibis(table_of(shape, rows)), DAY, ["which"]).to_pyarrow()
    said = {row["which"]: " ".join(row["missing"]) for row in found.to_pylist()}
    assert said == {name: told for name, _, told in cases}
