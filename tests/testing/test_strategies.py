"""Strategies give what users test their own claims with: plain, valid, telling, small."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample, Unsatisfiable
from hypothesis.internal.conjecture.data import ConjectureData

from linkage_rules import Policy, load
from linkage_rules.testing import AimError, as_of_dates, policies, records
from linkage_rules.testing.generation import checked
from tests.policies import policy_of

FEW = settings(
    max_examples=15, suppress_health_check=list(HealthCheck), database=None, deadline=None
)
DAY = date(2024, 6, 1)

POLICY = """
policy support
  in force 2023-01-01 to 2026-12-31

enum kind "种类"
  grain "粮食"
  fruit "水果"
  tea "茶叶"

record Crop "作物"
  kind "种类": kind
  sold "收入": money at least 0元

record Household "农户"
  id "编号": text required
  members "人口": whole number at least 1 at most 20
  moved_in "迁入": date at least 2000-01-01 at most 2030-12-31
  share "占比": number at least 0 at most 1
  crops "作物": list of Crop
  guarantor "担保": Crop
  listed "在册": yes/no
  numbers "数": list of whole number

bearer town "乡镇"

parameter favoured "优先": list of kind
  = [grain, tea]

fact income "总收入" of Household: money
  means sum(c.sold over c in crops)

fact settled "定居" of Household
  means years between moved_in and as_of >= 3

action support_household "扶持" of Household
  permitted by default

action visit "走访" of Household
  done when listed

norm by_income "低收入应扶持" for Household
  when income / members < 5000元 and settled and share * 2 >= 1
  town must support_household

norm by_crop "优先作物应扶持" for Household
  when some c in crops has c.kind in favoured and c.sold between 1万元 and 2万元
  unless every c in crops has c.kind = tea
  town must support_household

norm not_listed "不在册不得扶持" for Household
  when not listed implies moved_in + 1年 > as_of
  overrides by_income
  town must not support_household

norm many "多户应走访" for Household
  when count(c in crops where c.kind != fruit) >= 3 and 7 in numbers
  town must visit

norm visit_again "未走访" for Household
  when many is violated and support_household is forbidden and guarantor.kind in {fruit, tea}
  town may visit

norm silent "未报" for Household
  when not (share is known) and (if listed then members = 3 else members > 3)
  town may visit

norm not_ever "从不" for Household
  when members > 10 and members < 5
  town may visit

norm ended "已止" for Household
  in force 2023-01-01 to 2023-12-31
  town may visit
"""
NORMS = ["by_income", "by_crop", "not_listed", "many", "visit_again", "silent"]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return policy_of(POLICY)


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return load("xiangtan_2022")


def smallest(strategy: Any, wanted: Any = lambda _: True) -> Any:
    return find(strategy, wanted, settings=settings(FEW, max_examples=500))


def test_the_simplest_record_says_what_is_required_and_no_more(policy: Policy) -> None:
    assert smallest(records(policy, "Household")) == {"id": ""}
    assert smallest(records(policy, "农户")) == {"id": ""}
    assert smallest(records(policy, "Crop")) == {}


@FEW
@given(data=st.data())
def test_every_record_is_valid(policy: Policy, data: st.DataObject) -> None:
    record = data.draw(records(policy, "Household"))
    assert type(record) is dict
    day = data.draw(as_of_dates(policy))
    policy.evaluate(record, as_of=day, record_type="Household", outside="allow")


@pytest.mark.parametrize(
    "seen",
    [
        lambda r: "crops" not in r and "members" in r,
        lambda r: None in r.get("crops", []),
        lambda r: r.get("crops") == [],
        lambda r: {} in r.get("crops", []),
        lambda r: any(c.get("sold") == 1_000_001 for c in r.get("crops", []) if c),
        lambda r: r.get("members") == 20,
        lambda r: r.get("moved_in") == date(2000, 1, 1),
        lambda r: r.get("guarantor", {}).get("kind") == "tea",
    ],
    ids=[
        *("an unknown field", "an unknown element", "an empty list", "an empty element"),
        *("a fen above 1万元", "the largest number", "the first day"),
        "an enum value inside a record",
    ],
)
def test_records_reach(policy: Policy, seen: Any) -> None:
    smallest(records(policy, "Household"), seen)


@pytest.mark.slow
@pytest.mark.parametrize("applies", [True, False, None])
@pytest.mark.parametrize("norm", NORMS)
def test_records_aim_at_a_norm(policy: Policy, norm: str, applies: bool | None) -> None:
    seen = []

    @settings(FEW, max_examples=5)
    @given(records(policy, "Household", norm=norm, applies=applies, as_of=DAY))
    def aimed(record: dict[str, Any]) -> None:
        decision = policy.evaluate(record, as_of=DAY, record_type="Household")
        seen.append(decision.norms[norm].applies)

    aimed()
    assert set(seen) == {applies}


@pytest.mark.parametrize("norm", ["by_crop", "not_listed", "silent"])
def test_aimed_records_shrink(policy: Policy, norm: str) -> None:
    record = smallest(records(policy, "Household", norm=norm, as_of=DAY))
    needed = {
        "by_crop": {"id", "crops"},
        "not_listed": {"id", "moved_in", "listed"},
        "silent": {"id", "listed", "members"},
    }
    assert set(record) <= needed[norm]


def test_what_the_policy_does_not_read_is_left_out_unless_it_is_asked_for(policy: Policy) -> None:
    unread = policy_of(POLICY.replace("in {fruit, tea}", "= tea").replace("and 7 in numbers", ""))
    seen: set[str] = set()

    @settings(FEW, max_examples=40)
    @given(records(unread, "Household"))
    def draw(record: dict[str, Any]) -> None:
        seen.update(record)

    draw()
    assert seen == {f.name for f in unread.record_type("Household").fields} - {"numbers"}
    smallest(records(unread, "Household", also=["numbers"]), lambda r: r.get("numbers") == [1])
    smallest(records(unread, "Household", also=["数"]), lambda r: "numbers" in r)


def test_a_strategy_is_made_once_and_never_for_another_policy(policy: Policy) -> None:
    other = policy_of(POLICY)
    assert other.digest == policy.digest
    ours = records(policy, "Household", norm="silent", as_of=DAY)
    assert records(policy, "Household", norm="silent", as_of=DAY) is ours
    assert records(policy, "Household", norm="silent", as_of=DAY, also=["id"]) is not ours
    assert records(other, "Household", norm="silent", as_of=DAY) is not ours


@pytest.fixture
def choices(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many choices were made, those included that Hypothesis only thinks through."""
    made = [0]
    drawing = ConjectureData._draw

    def counted(self: ConjectureData, *args: Any, **rest: Any) -> Any:
        made[0] += 1
        return drawing(self, *args, **rest)

    monkeypatch.setattr(ConjectureData, "_draw", counted)
    yield made
    assert made[0]


def test_an_aimed_record_takes_few_choices(shipped: Policy, choices: list[int]) -> None:
    aimed = records(shipped, norm="no_mechanism_no_entry", as_of=date(2023, 5, 1))
    choices[0] = 0

    @settings(FEW, max_examples=10, phases=[Phase.generate], derandomize=True)
    @given(aimed)
    def draw(record: dict[str, Any]) -> None:
        assert record

    draw()
    assert choices[0] < 10 * 250


@pytest.mark.slow
def test_a_failing_claim_on_the_shipped_policy_becomes_small_within_few_choices(
    shipped: Policy, choices: list[int]
) -> None:
    day = date(2023, 5, 1)
    found: list[dict[str, Any]] = []

    @settings(FEW, max_examples=200, derandomize=True, phases=[Phase.generate, Phase.shrink])
    @given(records(shipped))
    def never_violated(record: dict[str, Any]) -> None:
        decision = shipped.evaluate(record, as_of=day, outside="allow")
        if sum(norm.status.value == "violated" for norm in decision.norms.values()) >= 2:
            found.append(record)
            raise AssertionError

    with pytest.raises(AssertionError):
        never_violated()
    assert len(found[-1]) <= 6
    assert choices[0] < 300_000


def test_a_counterexample_is_small(policy: Policy) -> None:
    def forbidden(record: dict[str, Any]) -> bool:
        decision = policy.evaluate(record, as_of=DAY, record_type="Household")
        return decision.verdicts["support_household"].status.value == "forbidden"

    # An empty list is needed: crops of which nothing is known may call for support.
    small = {"id": "", "crops": [], "listed": True}
    assert smallest(records(policy, "Household"), forbidden) == small


def test_by_default_a_norm_is_aimed_at_on_its_first_day(policy: Policy) -> None:
    record = smallest(records(policy, "Household", norm="已止"))
    decision = policy.evaluate(record, as_of=date(2023, 1, 1), record_type="Household")
    assert decision.norms["ended"].applies is True


@pytest.mark.parametrize(
    ("aim", "words"),
    [
        ({"norm": "not_ever"}, ["no record was found", "not_ever", "未找到"]),
        ({"norm": "ended", "as_of": DAY}, ["is not in force on 2024-06-01", "未施行"]),
        ({"norm": "by_incom"}, ["no norm by_incom", "by_income", "没有"]),
        ({"also": ["memebers"]}, ["no field memebers", "members", "没有字段"]),
        ({"norm": "ended", "applies": None}, ["cannot be told", "无法判断"]),
    ],
)
def test_what_cannot_be_aimed_at_is_said(
    policy: Policy, aim: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(AimError) as caught:
        records(policy, "Household", **aim)
    said = f"{caught.value}\n{caught.value.render('zh')}"
    assert [word for word in words if word not in said] == []


@pytest.mark.slow
def test_the_shipped_policy_can_be_aimed_at(shipped: Policy) -> None:
    day = date(2023, 5, 1)
    strategy = records(shipped, norm="no_mechanism_no_entry", as_of=day)

    @settings(FEW, max_examples=5)
    @given(strategy)
    def forbidden(record: dict[str, Any]) -> None:
        decision = shipped.evaluate(record, as_of=day, outside="allow")
        assert decision.verdicts["enter_library"].status.value == ("forbidden")

    forbidden()


def test_days_gather_where_something_begins_or_ends(policy: Policy) -> None:
    for day in (date(2022, 12, 31), date(2023, 12, 31), date(2024, 1, 1), date(2027, 1, 1)):
        assert smallest(as_of_dates(policy), lambda found, day=day: found == day) == day


@pytest.mark.slow
@settings(FEW, max_examples=5)
@given(policies())
def test_policies_can_be_asked(policy: Policy) -> None:
    policy.evaluate(_required(policy), as_of=DAY, record_type="Case", outside="allow")
    assert len(policy.digest) == 64


def _required(policy: Policy) -> dict[str, Any]:
    record: dict[str, Any] = smallest(records(policy, "Case"))
    return record


def test_no_record_beyond_its_bounds(policy: Policy) -> None:
    with pytest.raises(NoSuchExample):
        find(
            records(policy, "Household"),
            lambda r: not 1 <= r.get("members", 1) <= 20,
            settings=settings(FEW, max_examples=100),
        )


def test_without_hypothesis_the_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "hypothesis.py").write_text("raise ImportError('not installed')")
    program = "import linkage_rules.testing as t; t.run_examples; t.records"
    found = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {program}"],
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1
    assert 'pip install "linkage-rules[testing]"' in found.stderr


@pytest.mark.parametrize(
    "means",
    [
        "days between fact0 and day",
        "count(years from 2023-01-01 to fact0)",
        "year of fact0",
    ],
)
def test_a_policy_that_reckons_with_what_never_happens_is_not_drawn(means: str) -> None:
    text = f"""\
policy p
record Case
  day: date
fact fact0 of Case: date
  means never
fact fact1 of Case: whole number
  means {means}
"""
    with pytest.raises(Unsatisfiable):
        find(st.just(text).map(checked), lambda _: True)
    with pytest.raises(AssertionError, match="POL-202"):
        checked(text.replace("fact0", "day0", 1))
