"""The words of the diagnostics about readings."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.words.messages import Message, message

READINGS: Final[Mapping[str, Message]] = {
    "POL-701": message(
        "{value} is said of “{name}” already",
        "“{name}”已经写过{value}",
        "an alternative that differs from the choice and from the other alternatives",
        "与所选读法和其他读法都不同的另一种读法",
        "remove it, or write the alternative that was meant",
        "删去这一行，或改为本来想写的另一种读法",
    ),
    "POL-702": message(
        "the reading “{name}” says nothing here",
        "读法“{name}”这里没有内容",
        "a question, a choice and reasons in words",
        "写明问题、选择和理由",
        "write what is asked, what is chosen, and why",
        "写明问的是什么、怎么读、为什么",
    ),
    "POL-703": message(
        "“{name}” is tunable, but nothing else can be chosen",
        "“{name}”标为可调，却没有别的可选",
        "an alternative, or bounds within which others may choose",
        "另一种读法，或可选的范围",
        "add a line such as: or … because “…”; or remove “tunable”",
        "加一行：或 … 因为 “…”；或删去“可调”",
    ),
    "POL-704": message(
        "nothing rests on the reading “{name}”",
        "没有任何声明以读法“{name}”为依据",
        "a norm, fact, action or parameter that rests on it",
        "以它为依据的规范、事实、行为或参数",
        "use it in a condition, or write where it was applied: under reading {name}; "
        "a reading of the whole text is marked: throughout",
        "在条件中使用它，或在采用它的声明里写：依读法 {name}；贯穿全文的读法写明：全文适用",
    ),
    "POL-705": message(
        "{value} is none of the readings of “{name}”",
        "{value}不是“{name}”所列的读法",
        "one of: {offered}",
        "以下之一：{offered}",
        "choose one of them, or ask whoever keeps the policy below to add it: or … because “…”",
        "从中选一种，或请维护被修订政策的人加上：或 … 因为 “…”",
    ),
    "POL-706": message(
        "the reading “{name}” is not chosen in this way",
        "读法“{name}”不能这样设定",
        "{expected}",
        "{expected}",
        "choose one reading for all cases, and say why: because “…”",
        "各种情形用同一种读法，并写明理由：因为 “…”",
    ),
    "POL-707": message(
        "a value of “{name}” has a reason, but is no reading",
        "“{name}”的值写了理由，但它不是读法",
        "a value without “because”",
        "不带“因为”的值",
        "remove the reason; where the words leave room, declare: reading {name}",
        "删去理由；原文确有几种读法的，改为声明：读法 {name}",
    ),
}
