"""What a policy says once it is checked: everything it declares, what each part is, and where.

Beside each part stand the words it was read from, as its span gives them: this is what messages,
explanations and documents point at. The text holds every construct of the language.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import attrs
import pytest

from linkage_rules.model.operations import Operation
from linkage_rules.model.package import Package
from linkage_rules.model.spans import NOWHERE, Span
from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar
from linkage_rules.model.work_calendars import WorkCalendar
from tests.golden import Golden
from tests.policies import package_of, policy_in

CITY = """policy city "市意见"
  issuer "市政府"
  issued 2023-01-01
  in force 2023-02-01 to 2025-12-31

enum kind "种类"
  red "红"
  blue "蓝"

record Item "项"
  amount "额": money at least 0元
  kind "类": kind
  day "日": date

record Owner "业主"
  name "姓名": text required

record Thing "事项"
  id "编号": text required
  a "甲": yes/no changeable
  b: yes/no blank means no
  n "个数": whole number at least 0 at most 100 may be raised
  q: number
  cost "造价": money blank means 0元
  d "日期": date
  done "完成日": date
  lasts: period
  colour "颜色": kind
  note: text
  who "责任人": text
  main: Item
  items "各项": list of Item not withdrawn change costs 3
  numbers: list of whole number

record Place
  name: text required
  things: has many Thing by note = name

bearer town "乡镇" is name of Owner
bearer county "县"
bearer people

calendar year "年历"
  covers 2023-01-01 to 2023-12-31
  holiday 2023-05-01 to 2023-05-03 "劳动节" cites 一 "放假"
  workday 2023-05-06

parameter limit "限额": money
  = 100万元 to 2023-12-31
  = 200万元 from 2024-01-01
  tunable at least 50万元 at most 300万元

parameter kinds: list of kind
  = [red, blue]

reading wide "从宽": yes/no
  asks "含不含？"
  = yes because "依法"
  or no because "从严"
  tunable

reading both "都要"
  asks "两样？"
  = "都要" because "并列"

fact large "大额" of Thing
  means cost > limit or wide and cost = limit
  cites 一 "大额"
  under reading both

fact good of Item
  means amount >= 10元 and kind in kinds

fact above_ of Thing: money
  given least: money
  means max(cost, least) but at most 500万元

fact rate "比例" of Thing: number by colour, n
  red or blue, below 5: 10%
  red, at least 5 below 10: 20%
  else: if a then 30% else 0.4

fact tiers of Thing: money progressive by cost
  at least 0元 at most 100元: 5%
  above 100元: 3%

distribution shared "分配" of Thing
  among i in items where i.amount > 0元
  total cost * 50%
  base 1元
  by i.amount
  to 1分

fact owed "应付" of Thing: money
  result for county to people
  means round sum(i.amount over i in items where i.good) to 1元

fact several of Thing
  means (some i in items has i.kind = red) and (every i in items has i.good)
    and count(items) > 1 and distinct(i.kind over i in items) <= 2
    and at least 2 i in items has i.amount > 1元

fact choices of Thing
  means at least 1 of {a, b, not a} and colour in {red, blue} and n between 1 and 5
    and a is known and (a implies b) and 3 in numbers and note = "x" and main.good
    and some i in items has shared of i > above_(least: 2元) * 0

fact days_ "天数" of Thing: number
  means days between d and done + -n * 2 / 1 * 0 + year of d - quarter of d

fact dates of Thing: date
  means min(d + lasts, done - 3 days, 5 working days after d, first day of month of d)

fact periods_ of Thing
  means some each in quarters from d to d + 1 year has start of each < as_of and done in each

fact earlier_ of Thing
  means large as it stood on d

action pay "支付" of Thing
  done on done
  permitted by default

action see of Thing
  done when a or b

action audit of Thing
  done at i.day over i in items where i.amount > 1元

norm due "付款" for Thing
  when large and not b
  unless n > 50
  within 3 days after d
  governed by d
  answered for by who
  cites 二.(一) "应当付款"
  town or county must pay to people
  simplified because "不计节假日"

norm forbid for Thing
  when see is forbidden
  overrides due
  in force 2023-06-01 to 2024-12-31
  governed by d
  county must in principle not pay

norm yearly for Thing
  every quarter from d to d + 2 years within 5 working days
  county and town must audit

norm lasting for Thing
  holds for 3 years after d
  delegated
  county encouraged to see

norm latest for Thing
  when due is violated
  governed by d
  no later than 2024-06-30
  people must in principle pay

example "例" of Thing
  given id: "1", a: yes, cost: 3元, items: [{amount: 3元, kind: 红}, {amount: unknown}]
  as of 2023-05-01
  expect large
  expect pay is required by due
  expect missing d, items[1].amount

property "总" for Thing
  always large implies not (pay is forbidden)
  answers idle_norm of lasting

statement 三 "为了发展" because "目的"
"""
COUNTY = """policy county_rules "县细则"
  in force 2023-07-01
amend city
  issued 2023-01-01
  continues to 2026-12-31

set limit
  = 150万元 from 2023-07-01
  cites 一 "限额"

set wide
  = no because "从严"

override lasting
  because "从严"
  county must see

repeal latest
  because "并入"

loosens due because "授权"

extend Thing
  poor "脱贫": yes/no

adjust calendar year
  because "节日"
  holiday 2023-10-01 cites 一 "国庆"

norm own for Thing
  when poor
  county may see
"""


def _words(span: Span, files: Mapping[str, str]) -> str:
    if span == NOWHERE:
        return "nowhere"
    text = files[Path(span.file).stem]
    words = " ".join(text[span.start : span.end].split())
    line = text[: span.start].count("\n") + 1
    column = span.start - text.rfind("\n", 0, span.start)
    assert (span.line, span.column) == (line, column)
    return f"{line}:{column} “{words if len(words) <= 40 else words[:19] + ' … ' + words[-18:]}”"


def _told(value: Any) -> str | None:
    """A value in a word; None for what has parts of its own."""
    match value:
        case Enum() | Scalar():
            return str(value.value)
        case ListType(element):
            return f"list of {_told(element)}"
        case EnumType() | RecordType() | WorkCalendar():
            return str(value.name)
        case Operation():
            by = value.calendar
            return str(value) if by is None else f"{value} by {by.name}"
    return None if attrs.has(type(value)) else repr(value)


def lines(value: Any, name: str, files: Mapping[str, str], depth: int) -> Iterator[str]:
    """A part, what it is made of, and the words it was read from."""
    start = "  " * depth + name
    if isinstance(value, tuple) and value and any(attrs.has(type(one)) for one in value):
        for number, one in enumerate(value):
            yield from lines(one, f"{name}[{number}]", files, depth)
        return
    declared = depth == 0
    told = None if declared else _told(value)
    if told is not None:
        yield f"{start} = {told}"
        return
    plain, inner, place = [], [], ""
    for part in attrs.fields(type(value)):
        one = getattr(value, part.name)
        if isinstance(one, Span):
            place += f" {part.name if part.name != 'span' else 'at'} {_words(one, files)}"
            continue
        if part.default == one or (part.name == "layer" and not declared):
            continue
        said = _told(one) if not isinstance(one, tuple) else None
        if said is not None:
            plain.append(f"{part.name}: {said}")
        elif isinstance(one, tuple) and not any(attrs.has(type(each)) for each in one):
            plain.append(f"{part.name}: {one!r}")
        else:
            inner.append((part.name, one))
    yield f"{start} {type(value).__name__}({', '.join(plain)}){place}"
    for called, one in inner:
        yield from lines(one, called, files, depth + 1)


PARTS = (
    *("declared_enums", "declared_records", "declared_bearers", "declared_calendars"),
    *("declared_parameters", "declared_facts", "declared_actions", "declared_norms"),
    *("examples", "properties", "statements", "amends", "amendments", "order"),
)


def read_off(package: Package, **texts: str) -> str:
    head = f"{package!r} {package.label} {package.issuer} {package.issued}"
    found = [f"{head} at {_words(package.span, texts)}", f"derived {package.derived}"]
    for part in PARTS:
        found.append(f"\n{part}")
        for one in getattr(package, part):
            found += lines(one, "-", texts, 0)
    return "\n".join(found) + "\n"


@pytest.fixture(scope="module")
def city() -> Package:
    return package_of(CITY)


def test_everything_that_is_declared_is_read_from_its_words(city: Package, golden: Golden) -> None:
    golden("city.txt", read_off(city, a=CITY))


def test_what_lies_on_top_is_read_from_its_words(
    city: Package, tmp_path: Path, golden: Golden
) -> None:
    """Only what is otherwise than below is written down."""
    below = {*read_off(city, a=CITY).splitlines()}
    package = policy_in(tmp_path, city=CITY, county=COUNTY).package
    told = read_off(package, city=CITY, county=COUNTY).splitlines()
    golden("county.txt", "\n".join(line for line in told if line not in below) + "\n")
