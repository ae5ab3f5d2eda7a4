"""What a thing of the model consists of, and what two policies that say the same have in common.

Where something stands in a file is for messages: it makes no difference to what is said. Who makes
a thing by hand gives what is different and leaves out the rest.
"""

import pkgutil
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Any, get_args

import attrs
import pytest

import linkage_rules.model
from linkage_rules.model import expressions as model
from linkage_rules.model.spans import NOWHERE
from linkage_rules.model.types import Scalar
from tests.golden import Golden
from tests.policies import package_of

HEAD = """policy p "政策"
  issuer "县政府"
  issued 2023-01-01
  in force 2023-02-01 to 2025-12-31

"""
TEXT = """enum kind "类型"
  red "红"

record Part "部件"
  size "大小": whole number at least 1

record Thing "事项"
  kind "类型": kind
  parts "部件": list of Part
  on "日期": date
  acted_on "行动日期": date

parameter most "上限": whole number
  = 5

bearer county "县"

action act "行动" of Thing
  done on acted_on

fact large "大" of Thing: yes/no
  means count(p in parts where p.size > most) > 1

norm rule "规则" for Thing
  when large
  county must act within 3 months after on

norm other "另一规则" for Thing
  when kind = red
  overrides rule
  county may act
"""


def test_where_something_stands_makes_no_difference() -> None:
    here, there = package_of(HEAD + TEXT), package_of(HEAD + "\n\n\n" + TEXT)
    assert here.norms["rule"].span != there.norms["rule"].span
    for name in ("enums", "record_types", "parameters", "actions", "facts", "norms", "bearers"):
        assert getattr(here, name) == getattr(there, name), name


def test_who_issued_a_policy_and_when_it_holds_is_read() -> None:
    package = package_of(HEAD + TEXT)
    assert (package.name, package.label, package.issuer) == ("p", "政策", "县政府")
    assert package.issued == date(2023, 1, 1)
    assert package.in_force.start == date(2023, 2, 1)
    assert package.in_force.end == date(2025, 12, 31)
    assert package_of("policy p\n").issuer is None


CONDITIONS = [
    one
    for one in get_args(model.Expression)
    if any(f.name == "type" and not f.init for f in attrs.fields(one))
]


@pytest.mark.parametrize("one", CONDITIONS, ids=lambda one: one.__name__)
def test_what_has_a_type_of_its_own_is_a_condition_or_a_day(one: type) -> None:
    (own,) = [f for f in attrs.fields(one) if f.name == "type"]
    assert own.default in (Scalar.YES_NO, Scalar.DATE)


def things() -> Iterator[Any]:
    for found in pkgutil.iter_modules(linkage_rules.model.__path__):
        module = import_module(f"linkage_rules.model.{found.name}")
        for one in vars(module).values():
            own = isinstance(one, type) and one.__module__ == module.__name__
            if own and attrs.has(one) and not one.__name__.startswith("_"):
                yield one


def told(part: Any) -> str:
    """How a part is given, what it is where it is not, and what it is left out of."""
    how = f"  {part.name}" if part.init else f"  {part.name} by itself"
    how += ", by name" if part.kw_only else ""
    if part.default is not attrs.NOTHING:
        said = getattr(part.default, "__name__", repr(part.default))
        how += f" = {'nowhere' if part.default is NOWHERE else said}"
    left_out = (("compared", part.eq), ("shown", part.repr))
    return ", not ".join((how, *(word for word, is_in in left_out if not is_in)))


def test_what_everything_consists_of_is_as_it_was_read(golden: Golden) -> None:
    parts = [
        f"{one.__module__.rpartition('.')[2]}.{one.__name__}\n"
        + "".join(f"{told(part)}\n" for part in attrs.fields(one))
        for one in things()
    ]
    golden("declarations.txt", "\n".join(parts))


def test_where_something_stands_is_compared_nowhere() -> None:
    places = [p for one in things() for p in attrs.fields(one) if p.default is NOWHERE]
    assert len(places) > 30
    assert not [part for part in places if part.eq or part.repr]
