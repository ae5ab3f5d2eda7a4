"""All values that fit are told, against trying every one."""

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_rules.analysis.advice import Advice, advise, read_goal
from linkage_rules.analysis.advice.consequences import Sense, sense
from linkage_rules.analysis.advice.fitting import Fitting
from linkage_rules.engines.reference import Evaluation
from linkage_rules.model.package import Package
from linkage_rules.records import validate
from tests.policies import package_of

DAY = date(2023, 5, 1)

POLICY = """
policy p
enum owner
  household "农户"
  village "村集体"
  township "乡镇"
  operator "经营主体"
record Deal
  families "户数": whole number at least 0 at most 30
  lasting: yes/no
record Project
  people "带动户数": whole number at least 0 at most 30 changeable
  more "新增户数": whole number at least 0 at most 30 changeable
  paid "投入": money at least 0元 changeable
  share "比例": number at least 0 at most 1 changeable
  until "截止": date changeable
  income "收益归属": owner changeable
  sound: yes/no changeable
  deals "安排": list of Deal changeable
  fixed: yes/no
bearer county
action enter of Project
  permitted by default
action count_ of Project
  done when people <= 20
norm no_entry for Project
  when {}
  county must not enter
norm not_too_many for Project
  when fixed
  county must count_
"""


def of(ban: str) -> Package:
    return package_of(POLICY.format(ban))


def advised(ban: str, record: dict[str, Any], **options: Any) -> Advice:
    package = of(ban)
    shape = package.record_types["Project"]
    wanted = read_goal("enter is permitted", package, shape)
    options = {"alternatives": 1, "time_limit": 300, **options}
    return advise(package, shape, validate(record, shape), wanted, as_of=DAY, **options)


def only(advice: Advice) -> Fitting:
    (change,) = advice.alternatives[0].changes
    (fitting,) = change.fitting
    return fitting


@pytest.mark.parametrize(
    ("ban", "record", "english", "chinese"),
    [
        pytest.param(
            "people < 12",
            {"people": 3},
            "bring people to at least 12 (reported as 3)",
            "落实：带动户数不低于12（现填报3）",
            id="at least",
        ),
        pytest.param(
            "people > 12",
            {"people": 13},
            "bring people to at most 12 (reported as 13)",
            "落实：带动户数不高于12（现填报13）",
            id="at most",
        ),
        pytest.param(
            "people < 12 or people > 25",
            {"people": 3},
            "bring people to at least 12 and at most 25 (reported as 3)",
            "落实：带动户数不低于12且不高于25（现填报3）",
            id="between",
        ),
        pytest.param(
            "people != 12",
            {"people": 3},
            "bring people to 12 (reported as 3)",
            "落实：带动户数达到12（现填报3）",
            id="one alone",
        ),
        pytest.param(
            "more < 12 and more > 2 or more = 20",
            {"more": 5},
            "at most 2, or at least 12 and at most 19, or at least 21",
            "不高于2，或者不低于12且不高于19，或者不低于21",
            id="several stretches",
        ),
        pytest.param(
            "people < 12",
            {},
            "report people (not reported; needed: at least 12)",
            "补报：带动户数（未填报；须不低于12）",
            id="of what is unknown",
        ),
        pytest.param(
            "paid <= 100元",
            {"paid": 5_000},
            "at least 100.01 yuan (reported as 50 yuan)",
            "不低于100.01元（现填报50元）",
            id="one fen more",
        ),
        pytest.param(
            "share <= 0.3 or share >= 0.5",
            {"share": Fraction(1, 10)},
            "more than 0.3 and less than 0.5",
            "高于0.3且低于0.5",
            id="a number, ends left out",
        ),
        pytest.param(
            "until < as_of + 1 years",
            {"until": date(2023, 1, 1)},
            "2024-05-01 or later",
            "不早于2024年5月1日",
            id="a date",
        ),
        pytest.param(
            "income != household and income != village",
            {"income": "operator"},
            "bring income to household or village (reported as operator)",
            "落实：收益归属为农户或村集体（现填报经营主体）",
            id="an enum",
        ),
        pytest.param(
            "income = operator",
            {"income": "operator"},
            "bring income to anything but operator (reported as operator)",
            "落实：收益归属为经营主体以外的任何一种（现填报经营主体）",
            id="all but one",
        ),
        pytest.param(
            "not (sound is known)",
            {},
            "report sound (not reported; either answer will do)",
            "补报：sound（未填报；如实填“是”或“否”均可）",
            id="either answer",
        ),
        pytest.param(
            "not (some d in deals has d.families >= 5)",
            {"deals": []},
            "deals: arrange one more, {families: 5} (will do: families: at least 5)",
            "落实：安排增加一项 {户数：5}（户数不低于5均可）",
            id="inside an entry that is added",
        ),
    ],
)
def test_a_range_is_told_as_an_officer_would(
    ban: str, record: dict[str, Any], english: str, chinese: str
) -> None:
    advice = advised(ban, record)
    assert english in advice.to_text("en", width=200)
    assert chinese in advice.to_text("zh", width=200)


def test_a_value_that_makes_something_else_worse_is_not_in_the_range() -> None:
    advice = advised("people < 12", {"people": 3, "fixed": True})
    (stretch,) = only(advice).stretches
    assert (stretch.low, stretch.high) == (12, 20)


def test_a_value_of_an_enum_that_makes_something_else_worse_is_told_with_it() -> None:
    text = POLICY.format("income != household and income != village")
    text = text.replace("done when people <= 20", "done when income != village")
    package = package_of(text)
    shape = package.record_types["Project"]
    record = validate({"income": "operator", "fixed": True}, shape)
    goal = read_goal("enter is permitted", package, shape)
    advice = advise(package, shape, record, goal, as_of=DAY, time_limit=300)
    fitting = only(advice)
    assert fitting.values == ("household",)
    ((value, (worse,)),) = fitting.costlier
    assert (value, worse.declared.name, worse.after) == ("village", "not_too_many", "violated")
    assert "村集体也能达到目标，但规定“not_too_many”由“已履行”变为“被违反”" in advice.to_text("zh")
    (told,) = advice.to_dict()["alternatives"][0]["changes"][0]["fitting"]
    assert told["costlier"][0]["worse"][0]["name"] == "not_too_many"


def test_ranges_that_do_not_hold_together_are_said_to_hold_one_at_a_time() -> None:
    ban = "people + more < 10 or people + more > 20 or people < 2 or more < 2"
    advice = advised(ban, {"people": 0, "more": 0})
    (way,) = advice.alternatives
    assert not way.together
    values = {c.edit.path: c.edit.after for c in way.changes}
    told = f"带动户数：{values['people']}；新增户数：{values['more']}"
    assert f"以上范围须逐项掌握，即其余各项取以下值时成立：{told}" in advice.to_text(
        "zh", width=200
    )


def test_ranges_that_hold_together_are_not_remarked_on() -> None:
    advice = advised("people < 2 or more < 2 or income != village", {"people": 0, "more": 0})
    (way,) = advice.alternatives
    assert way.together
    assert "以上范围" not in advice.to_text("zh")


def test_where_the_time_is_over_no_range_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    from linkage_rules.engines.symbolic import OutOfTimeError, Varied

    def over(*_: object) -> None:
        raise OutOfTimeError

    monkeypatch.setattr(Varied, "spans", over)
    advice = advised("people < 12", {"people": 3})
    (change,) = advice.alternatives[0].changes
    assert change.fitting == ()
    assert "落实：带动户数达到12（现填报3）" in advice.to_text("zh")


def test_where_not_all_periods_are_considered_no_range_is_claimed() -> None:
    ban = "count(quarters from until to as_of) < 3"
    advice = advised(ban, {"until": DAY})
    (change,) = advice.alternatives[0].changes
    assert change.edit.path == "until"
    assert change.fitting == ()


def test_an_entry_is_found_after_others_were_removed() -> None:
    deals = [{"families": 1, "lasting": False}, {"families": 1}, {"families": 8, "lasting": True}]
    ban = "count(deals) != 2 or some d in deals has d.lasting is known and not d.lasting"
    ban = f"{ban} or some e in deals has e.families < 7"
    advice = advised(ban, {"deals": deals}, alternatives=9)
    removed = [w for w in advice.alternatives if "remove" in {c.edit.kind.value for c in w.changes}]
    assert removed
    for way in removed:
        for change in way.changes:
            for fitting in change.fitting:
                number = int(fitting.path.partition("[")[2].partition("]")[0])
                entry: Any = way.record["deals"]
                assert entry[number][fitting.path.rpartition(".")[2]] == fitting.chosen


atoms = st.one_of(
    st.tuples(
        st.sampled_from(("people", "more", "people + more", "people - more")),
        st.sampled_from(("<", "<=", "=", "!=", ">", ">=")),
        st.integers(0, 30).map(str),
    ).map(" ".join),
    st.sampled_from(("income = village", "income = operator", "fixed", "sound")),
)
conditions = st.recursive(
    atoms,
    lambda inner: st.tuples(inner, st.sampled_from(("and", "or")), inner).map(
        lambda t: f"({t[0]}) {t[1]} ({t[2]})"
    ),
    max_leaves=4,
)


@settings(max_examples=30, deadline=None)
@given(
    ban=conditions,
    people=st.sampled_from((None, 0, 7, 25)),
    more=st.sampled_from((None, 3, 30)),
    income=st.sampled_from((None, "operator", "village")),
    fixed=st.sampled_from((None, True, False)),
)
def test_exactly_the_values_that_do_are_told(
    ban: str, people: int | None, more: int | None, income: str | None, fixed: bool | None
) -> None:
    given_ = {"people": people, "more": more, "income": income, "fixed": fixed}
    advice = advised(ban, {k: v for k, v in given_.items() if v is not None}, alternatives=3)
    package, shape = advice.package, advice.record_type
    members = ("household", "village", "township", "operator")
    domains: dict[str, tuple[Any, ...]] = {
        "people": tuple(range(31)),
        "more": tuple(range(31)),
        "income": members,
        "sound": (True, False),
        "fixed": (True, False),
    }

    def does(way: Any, changed: dict[str, Any]) -> bool:
        first = Evaluation(package, shape, way.record, DAY)
        last = Evaluation(package, shape, {**way.record, **changed}, DAY)
        if last.derive(advice.goal).answer is not True:
            return False
        turned = [(first.norm_outcome(n).status, last.norm_outcome(n).status) for n in last.applies]
        turned += [
            (first.verdicts[n].status, v.status) for n, v in last.verdicts.items() if n != "enter"
        ]
        return not any(sense(*both) is Sense.WORSE for both in turned)

    kept = {"people": None}
    for way in advice.alternatives:
        changes = (*way.provided, *way.changes)
        assert way.changes
        for change in changes:
            for fitting in change.fitting:
                assert fitting.holds(change.edit.after)
                lowered = fitting.path in kept and change.edit.before is not None
                for value in domains[fitting.path]:
                    if lowered and value > change.edit.before and not change.withdraws:
                        continue  # A duty wants it to be few.
                    if value != change.edit.before:
                        fits = does(way, {fitting.path: value})
                        assert fitting.holds(value) is fits, (fitting, value)
        if way.together:
            ranged = [f for c in changes for f in c.fitting if f.is_open]
            all_values = [[v for v in domains[f.path] if f.holds(v)][:6] for f in ranged]
            for chosen in product(*all_values):
                named = zip((f.path for f in ranged), chosen, strict=True)
                assert does(way, dict(named))
