"""Policies and records by chance, to try claims about every decision on."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from linkage_rules.model.types import EnumType, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Record, Value

VOCABULARY = """\
policy chance "随机"
  in force 2022-01-01 to 2030-12-31
enum kind "种类"
  grain "粮食"
  fruit "水果"
record Fund "资金"
  kind "种类": kind
  amount "数额": whole number
  paid "已拨付": yes/no
record Approval "审批"
  granted "已批准": yes/no
  level "级别": whole number
  funds "资金": list of Fund
record Project "项目"
  p: yes/no
  q: yes/no
  r: yes/no
  x: whole number
  y: whole number
  kind "种类": kind
  day "日期": date
  funds "资金列表": list of Fund
  numbers "数列": list of whole number
  approval "审批": Approval
bearer county "县"
parameter limit "限额": whole number
  = 2 from 2023-01-01
parameter lost "失效参数": whole number
  = 1 from 2022-01-01 to 2022-06-30
parameter kinds "种类表": list of kind
  = [grain]
fact main_funds of Project: list of Fund
  means if p then funds else approval.funds
action early "早" of Project
  done when q
action late "晚" of Project
  permitted by default
action noted "记" of Project
  done when approval.granted
"""

_FORCES = (
    "must",
    "must in principle",
    "must not",
    "must in principle not",
    "encouraged to",
    "may",
)


_OF_A_RECORD = re.compile(r"\b(?!limit\b|lost\b)[a-z]")
"""What makes a number differ from record to record."""


class _Writer:
    """Writes conditions as text; ``names`` are the outcomes and facts that may be asked for."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], is_known: bool) -> None:
        self.draw = draw
        self.is_known = is_known
        self.names: list[str] = []
        self.variables = 0

    def pick(self, *choices: str) -> str:
        return str(self.draw(st.sampled_from(choices)))

    def truth(self, depth: int, funds: tuple[str, ...] = ()) -> str:
        plain = [
            *("p", "q", "r", "approval.granted", "yes"),
            *self.names,
            *(f"{fund}.paid" for fund in funds),
        ]
        if depth == 0:
            return self.pick(*plain)
        forms = ["plain", "not", "and", "or", "implies", "compare", "between", "in", "if"]
        forms += ["some", "every", "element", "kind", "known"][: 5 if self.is_known else 4]
        match self.pick(*forms):
            case "not":
                return f"(not {self.truth(depth - 1, funds)})"
            case "and" | "or" | "implies" as word:
                return f"({self.truth(depth - 1, funds)} {word} {self.truth(depth - 1, funds)})"
            case "compare":
                sign = self.pick("=", "!=", "<", "<=")
                return f"({self.number(depth - 1, funds)} {sign} {self.number(depth - 1, funds)})"
            case "between":
                operand, low, high = (self.number(depth - 1, funds) for _ in range(3))
                if low.isdecimal() and high.isdecimal():
                    # Two that are written the wrong way round are a mistake that is told.
                    low, high = sorted((low, high), key=int)
                return f"({operand} between {low} and {high})"
            case "in":
                operand, first, second = (self.number(depth - 1, funds) for _ in range(3))
                return f"({operand} in {{{first}, {second}}})"
            case "if":
                condition, then, other = (self.truth(depth - 1, funds) for _ in range(3))
                return f"(if {condition} then {then} else {other})"
            case "some" | "every" as word:
                fund, collection = self.variable(), self.funds()
                return (
                    f"({word} {fund} in {collection} has {self.truth(depth - 1, (*funds, fund))})"
                )
            case "element":
                return f"({self.number(depth - 1, funds)} in numbers)"
            case "kind":
                return f"({self.pick('kind', *(f'{fund}.kind' for fund in funds))} in kinds)"
            case "known":
                return f"({self.number(depth - 1, funds)} is known)"
        return self.pick(*plain)

    def number(self, depth: int, funds: tuple[str, ...] = ()) -> str:
        plain = [
            *("x", "y", "approval.level", "limit", "lost", "0", "1", "2"),
            *(f"{fund}.amount" for fund in funds),
        ]
        if depth == 0:
            return self.pick(*plain)
        match self.pick("plain", "arithmetic", "if", "aggregate", "count", "years"):
            case "arithmetic":
                sign = self.pick("+", "-", "*", "/")
                left, right = (self.number(depth - 1, funds) for _ in range(2))
                if sign == "/" and not _OF_A_RECORD.search(right):
                    # One that comes to zero for every record is a mistake that is told.
                    right = "2"
                return f"({left} {sign} {right})"
            case "if":
                then, other = (self.number(depth - 1, funds) for _ in range(2))
                return f"(if {self.truth(depth - 1, funds)} then {then} else {other})"
            case "aggregate":
                word, fund = self.pick("sum", "min", "max", "distinct"), self.variable()
                inner = (*funds, fund)
                item, where = self.number(depth - 1, inner), self.truth(depth - 1, inner)
                return f"{word}({item} over {fund} in {self.funds()} where {where})"
            case "count":
                fund = self.variable()
                where = self.truth(depth - 1, (*funds, fund))
                return f"count({fund} in {self.funds()} where {where})"
            case "years":
                return "(years between day and as_of)"
        return self.pick(*plain)

    def funds(self) -> str:
        return self.pick("funds", "approval.funds", "main_funds")

    def variable(self) -> str:
        self.variables += 1
        return f"v{self.variables}"


@st.composite
def policies(draw: Callable[[st.SearchStrategy[Any]], Any], is_known: bool = False) -> str:
    """Two rounds of norms on `VOCABULARY`; the second may ask for the outcomes of the first."""
    write = _Writer(draw, is_known)
    text = ""
    for number in range(2):
        text += f"fact fact{number} of Project means {write.truth(2)}\n"
        write.names.append(f"fact{number}")
    asked: list[str] = []
    for stage in ("early", "late"):
        for number in range(draw(st.integers(1, 4))):
            name = f"{stage}{number}"
            force = write.pick(*_FORCES)
            action = "early" if stage == "early" else write.pick("late", "noted")
            text += f"norm {name} for Project\n"
            if draw(st.booleans()):
                text += f"  when {write.truth(2)}\n"
            if draw(st.booleans()):
                text += f"  unless {write.truth(1)}\n"
            if number and draw(st.booleans()):
                text += f"  overrides {stage}{number - 1}\n"
            text += f"  county {force} {action}\n"
            if stage == "early":
                asked.append(f"({name} applies)")
                if force.startswith("must"):
                    asked += [f"({name} is violated)", f"({name} is fulfilled)"]
        if stage == "early":
            asked += ["(early is forbidden)", "(early is required)", "(early is permitted)"]
            write.names += asked
    return text


def values(type_: Type) -> st.SearchStrategy[Value]:
    """Values of a type, unknown wherever something may be unknown."""
    match type_:
        case EnumType(members=members):
            known: st.SearchStrategy[Any] = st.sampled_from([member.name for member in members])
        case ListType(element=element):
            known = st.lists(values(element), max_size=3).map(tuple)
        case RecordType():
            known = records(type_)
        case Scalar.YES_NO:
            known = st.booleans()
        case Scalar.DATE:
            known = st.dates(date(2018, 1, 1), date(2024, 1, 1))
        case _:
            known = st.integers(0, 3)
    return st.none() | known


def records(record_type: RecordType) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries({field.name: values(field.type) for field in record_type.fields})


def filled(
    draw: Callable[[st.SearchStrategy[Any]], Any],
    value: Value,
    type_: Type,
    path: str,
    kept: frozenset[str],
) -> Value:
    """The value with some of what is unknown filled in, but nothing at the paths ``kept``."""
    if isinstance(type_, RecordType):
        if value is None and draw(st.booleans()):
            return None
        known = value if isinstance(value, dict) else {}
        return {
            field.name: filled(
                draw,
                known.get(field.name),
                field.type,
                f"{path}.{field.name}" if path else field.name,
                kept,
            )
            for field in type_.fields
        }
    if isinstance(type_, ListType) and isinstance(value, tuple):
        return tuple(
            filled(draw, element, type_.element, f"{path}[{index}]", kept)
            for index, element in enumerate(value)
        )
    if value is not None or path in kept:
        return value
    return draw(values(type_))
