"""What a field says of how it may be changed, and what a change of it costs."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.advice import Advice, advise, read_goal
from linkage_rules.engines.reference import Evaluation
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import format_text
from linkage_rules.model.types import Only
from linkage_rules.records import validate
from linkage_rules.records.schema import description
from tests.policies import package_of

DAY = date(2023, 5, 1)

HEAD = """
policy p
enum colour
  red, blue
record Part
  n: whole number may be raised
  m: whole number
record Project
"""
TAIL = """
bearer county
action enter of Project
  permitted by default
norm no_entry for Project
  when not ({})
  county must not enter
"""


def advised(fields: str, wanted: str, record: dict[str, Any], *, alternatives: int = 9) -> Advice:
    lines = "".join(f"  {line.strip()}\n" for line in fields.split(";"))
    package = package_of(HEAD + lines + TAIL.format(wanted))
    shape = package.record_types["Project"]
    goal = read_goal("enter is permitted", package, shape)
    return advise(
        package,
        shape,
        validate(record, shape),
        goal,
        as_of=DAY,
        time_limit=300,
        alternatives=alternatives,
    )


def ways(advice: Advice) -> list[list[tuple[str, Any]]]:
    return [[(c.edit.path, c.edit.after) for c in w.changes] for w in advice.alternatives]


DAY_BEFORE, DAY_AFTER = date(2023, 4, 30), date(2023, 5, 2)

# What each word allows: a field, what is wanted of it, what it was, and whether that is advised.
TRUTH_TABLE = [
    ("n: whole number changeable", "n > 5", 3, True),
    ("n: whole number changeable", "n < 2", 3, True),
    ("n: whole number may be raised", "n > 5", 3, True),
    ("n: whole number may be raised", "n < 2", 3, False),
    ("n: whole number may be raised", "n < 2", None, True),
    ("n: whole number may be lowered", "n > 5", 3, False),
    ("n: whole number may be lowered", "n < 2", 3, True),
    ("n: whole number may be lowered", "n > 5", None, True),
    ("n: money may be raised", "n > 5元", 300, True),
    ("n: money may be lowered", "n > 5元", 300, False),
    ("n: number may be raised", "n > 0.5", 0, True),
    ("n: number may be lowered", "n > 0.5", 0, False),
    ("n: date may be raised", "n > as_of", DAY, True),
    ("n: date may be raised", "n < as_of", DAY, False),
    ("n: date may be lowered", "n > as_of", DAY, False),
    ("n: date may be lowered", "n < as_of", DAY, True),
    ("n: yes/no not withdrawn", "n", False, True),
    ("n: yes/no not withdrawn", "not n", True, False),
    ("n: yes/no not withdrawn", "not n", None, True),
    ("n: list of colour not withdrawn", "red in n", ["blue"], True),
    ("n: list of colour not withdrawn", "not (red in n)", ["red"], False),
    ("n: list of colour not withdrawn", "count(n) = 1", ["red", "red"], False),
    ("n: list of colour changeable", "not (red in n)", ["red"], True),
    ("n: list of Part not withdrawn", "every p in n has p.n > 3", [{"n": 2}], True),
    ("n: list of Part not withdrawn", "every p in n has p.n < 2", [{"n": 2}], False),
    ("n: list of Part not withdrawn", "every p in n has p.m < 2", [{"m": 2}], True),
    ("n: list of Part changeable", "every p in n has p.n < 2", [{"n": 2}], True),
]


@pytest.mark.parametrize(("field", "wanted", "before", "expected"), TRUTH_TABLE)
def test_what_each_word_allows(field: str, wanted: str, before: Any, expected: bool) -> None:
    advice = advised(field, wanted, {} if before is None else {"n": before})
    assert not advice.reached
    assert advice.finished
    assert bool(advice.alternatives) is expected
    if not expected:
        assert advice.obstacles
        assert not advice.impossible
        assert "There is no way" in advice.to_text("en")


def test_what_a_word_rules_out_stands_in_the_way() -> None:
    advice = advised("n: whole number may be raised", "n < 2", {"n": 3})
    (obstacle,) = advice.obstacles
    assert (obstacle.edit.path, obstacle.edit.before, obstacle.edit.after) == ("n", 3, 1)


def test_with_another_way_the_one_that_is_ruled_out_is_not_told() -> None:
    fields = "n: whole number may be raised; m: yes/no changeable"
    assert ways(advised(fields, "n < 2 or m", {"n": 3, "m": False})) == [[("m", True)]]


def test_a_range_goes_no_further_than_the_word_allows() -> None:
    advice = advised("n: whole number may be raised", "n != 3", {"n": 3})
    ((change,),) = (way.changes for way in advice.alternatives)
    (stretch,) = change.fitting[0].stretches
    assert (stretch.low, stretch.high) == (4, None)


def test_ways_come_in_order_of_what_they_cost() -> None:
    fields = "a: yes/no changeable change costs 5; b: yes/no changeable; c: yes/no changeable"
    advice = advised(fields, "a or b and c", {"a": False, "b": False, "c": False})
    assert ways(advice) == [[("b", True), ("c", True)], [("a", True)]]
    assert [way.cost for way in advice.alternatives] == [2, 5]
    assert "Way 2 (1 thing to do, cost 5)" in advice.to_text("en")
    assert "整改途径二（1项，代价5）" in advice.to_text("zh")
    assert [way["cost"] for way in advice.to_dict()["alternatives"]] == [2, 5]


def test_where_no_cost_is_said_none_is_told() -> None:
    assert "cost" not in advised("a: yes/no changeable", "a", {"a": False}).to_text("en")


def test_an_entry_costs_twice_what_its_list_says() -> None:
    fields = "kinds: list of colour changeable change costs 3; a: yes/no changeable change costs 7"
    advice = advised(fields, "red in kinds or a", {"kinds": [], "a": False})
    assert [way.cost for way in advice.alternatives] == [6, 7]


def test_no_assumption_is_cheaper_than_the_costliest_change() -> None:
    fields = "a: yes/no changeable change costs 1000; b: yes/no; c: yes/no; d: yes/no"
    advice = advised(fields, "c and (a or b and d)", {"a": False})
    first = advice.alternatives[0]
    assert [c.edit.path for c in first.provided] == ["c"]
    assert [c.edit.path for c in first.changes] == ["a"]


WORDED = """\
policy p
record Project "项目"
  a "甲"：整数 只可提高 不小于 0 改动代价 3
  b "乙"：金额 只可降低
  c "丙"：是否 必填 不予撤回
  d "丁"：多个 文本 不予撤回 改动代价 2
  e "戊"：是否 可改
"""


def translate(text: str, language: Any) -> str:
    return format_text(SourceFile("a.pol", text), language)


def test_the_words_are_printed_and_read_in_both_languages() -> None:
    english = translate(WORDED, "en")
    assert '  a "甲": whole number may be raised change costs 3 at least 0\n' in english
    assert '  b "乙": money may be lowered\n' in english
    assert '  c "丙": yes/no required not withdrawn\n' in english
    assert translate(english, "zh") == translate(WORDED, "zh")
    first, second = (package_of(text).record_types["Project"] for text in (WORDED, english))
    assert first == second
    assert [(f.only, f.changeable, f.cost) for f in first.fields] == [
        (Only.RAISED, True, 3),
        (Only.LOWERED, True, 1),
        (Only.KEPT, True, 1),
        (Only.KEPT, True, 2),
        (None, True, 1),
    ]


def test_the_words_are_names_wherever_they_are_no_words_of_a_field() -> None:
    package = package_of(
        """\
policy p
record Project "项目"
  a "甲"：整数
  不予撤回：是否 不予撤回
  只可提高 "升"：整数 只可提高
  改动代价：金额 可改
  可改：是否 可改
  withdrawn：是否
主体 县
事实 只可降低 关于 Project
  指 改动代价 > 1元 且 不予撤回 且 not withdrawn
行为 act 关于 Project
规范 duty 对于 Project
  当 只可降低 且 只可提高 > 1
  县 应当 act
"""
    )
    names = [f.name for f in package.record_types["Project"].fields]
    assert names == ["a", "不予撤回", "只可提高", "改动代价", "可改", "withdrawn"]


def test_a_schema_says_how_a_field_may_be_changed() -> None:
    fields = package_of(WORDED).record_types["Project"].fields
    told = [description(one) for one in fields]
    assert "还可以提高。" in told[0]
    assert "It can still be lowered." in told[1]
    assert "可以落实，不予撤回。" in told[2]
    assert "It can still be changed." in told[4]


words = st.sampled_from(("changeable", "may be raised", "may be lowered", ""))
truth_words = st.sampled_from(("changeable", "not withdrawn", ""))


@settings(max_examples=40, deadline=None)
@given(
    word=words,
    other=truth_words,
    costs=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    wanted=st.sampled_from(
        ("n > 1", "n < 1", "n != 1 and a", "not a", "a or n = 0", "n = 2 or not a", "a and n > 0")
    ),
    n=st.sampled_from((None, 0, 1, 2)),
    a=st.sampled_from((None, True, False)),
)
def test_advice_is_what_trying_everything_out_finds(
    word: str, other: str, costs: tuple[int, int], wanted: str, n: int | None, a: bool | None
) -> None:
    fields = (
        f"n: whole number at least 0 at most 2 {word} change costs {costs[0]}; "
        f"a: yes/no {other} change costs {costs[1]}"
    )
    given_ = {"n": n, "a": a}
    advice = advised(fields, wanted, {k: v for k, v in given_.items() if v is not None})

    def reaches(record: dict[str, Any]) -> bool:
        found = Evaluation(advice.package, advice.record_type, record, DAY)
        return found.derive(advice.goal).answer is True

    def may_be(name: str, after: Any) -> bool:
        before, said = given_[name], word if name == "n" else other
        if after == before:
            return True
        if not said:
            return False
        if before is None or said == "changeable":
            return True
        return (
            bool(after > before) if said in ("may be raised", "not withdrawn") else after < before
        )

    possible = [
        {"n": number, "a": truth}
        for number, truth in product((n, 0, 1, 2), (a, True, False))
        if may_be("n", number) and may_be("a", truth) and reaches({"n": number, "a": truth})
    ]

    def cost(record: dict[str, Any]) -> int:
        return costs[0] * (record["n"] != n) + costs[1] * (record["a"] != a)

    if advice.reached:
        return
    certain = [way for way in advice.alternatives if not way.provided]
    assert bool(certain) is bool(possible)
    if possible:
        assert certain[0].cost == min(map(cost, possible))
        assert [way.cost for way in certain] == sorted(way.cost for way in certain)
    for way in certain:
        assert dict(way.record) in possible
