"""Examples say what a policy is expected to decide; running them says whether it does."""

from collections.abc import Callable

import pytest
from attrs.exceptions import FrozenInstanceError

from linkage_rules.testing import Check, ExampleResult, run_examples
from tests.policies import package_of

POLICY = """
policy entry
  in force 2022-01-01 to 2025-12-31

record Fund "资金"
  amount "金额": money

record Project "项目"
  planned "有方案": yes/no
  urgent "应急": yes/no
  listed "已入库": yes/no
  amount "金额": money
  funds "资金来源": list of Fund
  note "备注": text

record Village "村"
  poor "脱贫村": yes/no

bearer office "办公室"

action enter "入库" of Project
  done when listed
  permitted by default

action report "报告" of Project

action train "培训" of Project
  done when listed

fact large "大额" of Project
  means sum(f.amount over f in funds) >= 100万元

norm no_plan "无方案不得入库" for Project
  when not planned
  office must not enter

norm urgent_entry "应急应入库" for Project
  when urgent
  office must enter

norm report_large "大额应报告" for Project
  when large
  office must report

norm training "鼓励培训" for Project
  office encouraged to train

property "有方案又不应急的可以入库" for Project
  always planned and not urgent implies enter is permitted
"""

Run = Callable[[str], tuple[ExampleResult, ...]]


@pytest.fixture
def run() -> Run:
    """Runs examples added to the policy."""

    def examples(text: str) -> tuple[ExampleResult, ...]:
        return run_examples(package_of(POLICY + text))

    return examples


@pytest.fixture
def expect(run: Run) -> Callable[[str, str], Check]:
    """The check of one expectation on one record."""

    def check(given: str, expectation: str) -> Check:
        text = f'example "x" of Project\n  given {given}\n  as of 2023-05-01\n  {expectation}\n'
        (result,) = run(text)
        return result.checks[0]

    return check


@pytest.mark.parametrize(
    ("given", "expectation"),
    [
        ("planned: no, urgent: no", "expect enter is forbidden"),
        ("planned: no, urgent: no", "expect enter is forbidden by no_plan"),
        ("planned: no, urgent: yes", "expect enter is conflicting by urgent_entry, no_plan"),
        ("planned: yes, urgent: no", "expect enter is permitted"),
        ("planned: yes, urgent: yes", "expect enter is required by urgent_entry"),
        ("planned: yes", "expect enter is undetermined"),
        ("planned: no, urgent: no, listed: no", "expect no_plan is fulfilled"),
        ("planned: no, listed: yes", "expect no_plan is violated"),
        ("planned: no", "expect no_plan is undetermined"),
        ("planned: no", "expect no_plan applies"),
        ("planned: yes", "expect no_plan is not applicable"),
        ("funds: [{amount: 100万元}]", "expect report_large is due"),
        ("listed: no", "expect training is open"),
        ("listed: yes", "expect training is taken up"),
        ("funds: []", "expect not large"),
        ('note: "a"', 'expect note = "a"'),
        ("planned: yes", "expect not (urgent is known)"),
        ("planned: yes", "expect missing urgent"),
        ("funds: [{amount: unknown}]", "expect missing funds[0].amount"),
        ("planned: no, listed: yes", "expect no_plan is violated and training is taken up"),
        ("planned: no, urgent: no", "expect not (enter is permitted)"),
        ("planned: yes", "expect enter is undetermined and no_plan is not applicable"),
    ],
)
def test_an_expectation_that_the_decision_meets_passes(expect, given, expectation):
    assert expect(given, expectation).passed


@pytest.mark.parametrize(
    ("given", "expectation", "expected", "found"),
    [
        (
            "planned: no, urgent: no",
            "expect enter is permitted",
            "enter is permitted",
            "enter is forbidden by no_plan",
        ),
        (
            "planned: no, urgent: no",
            "expect enter is forbidden by urgent_entry",
            "enter is forbidden by urgent_entry",
            "enter is forbidden by no_plan",
        ),
        (
            "planned: yes",
            "expect enter is permitted",
            "enter is permitted",
            "enter is undetermined",
        ),
        (
            "planned: no",
            "expect no_plan is violated",
            "no_plan is violated",
            "no_plan is undetermined",
        ),
        (
            "planned: no, listed: no",
            "expect no_plan is undetermined",
            "no_plan is undetermined",
            "no_plan is fulfilled",
        ),
        (
            "planned: yes",
            "expect not (enter is permitted)",
            "not enter is permitted",
            "unknown (enter is undetermined)",
        ),
        (
            "planned: no",
            "expect not (no_plan is not applicable) and no_plan is violated",
            "not no_plan is not applicable and no_plan is violated",
            "unknown (no_plan is undetermined)",
        ),
        ("funds: []", "expect large", "large", "no (large: no)"),
        ("planned: yes", "expect large", "large", "unknown (large: unknown)"),
        (
            "amount: 120万元",
            "expect amount > 200万元",
            "amount > 2 million yuan",
            "no (amount: 1.2 million yuan)",
        ),
        ("planned: yes", "expect no_plan applies", "no_plan applies", "no (no_plan applies: no)"),
        (
            "planned: yes, urgent: no",
            "expect missing urgent",
            "missing: urgent",
            "missing: funds, listed",
        ),
    ],
)
def test_an_expectation_that_is_not_met_says_what_was_found(
    expect, given, expectation, expected, found
):
    check = expect(given, expectation)
    assert not check.passed
    assert (check.expected.en, check.found.en) == (expected, found)


def test_expected_and_found_are_said_in_chinese_too(expect):
    check = expect("planned: no, urgent: yes", "expect enter is forbidden by no_plan")
    assert check.expected.zh == "入库 被禁止 依照 无方案不得入库"
    assert check.found.zh == "入库 有冲突 依照 无方案不得入库、应急应入库"


def test_a_check_knows_where_it_stands_and_what_it_is_about(expect):
    check = expect("planned: no", "expect enter is forbidden and large or no_plan is violated")
    assert check.span.line == POLICY.count("\n") + 4
    assert check.about == ("enter", "large", "no_plan")


def test_an_example_holds_its_decision_and_passes_when_all_its_checks_do(run):
    (result,) = run(
        'example "两项" of Project\n  given planned: no, urgent: no\n  as of 2023-05-01\n'
        "  expect enter is forbidden\n  expect enter is permitted\n"
    )
    assert result.example.title == "两项"
    assert [check.passed for check in result.checks] == [True, False, True]
    assert result.failures == (result.checks[1],)
    assert not result.passed
    assert result.decision.explain("enter", "en").startswith("must not enter")


def test_the_as_of_date_of_an_example_counts(run):
    before, after = run(
        'example "a" of Project\n  given planned: no\n  as of 2021-12-31\n'
        "  expect no_plan is not applicable\n"
        'example "b" of Project\n  given planned: no\n  as of 2022-01-01\n'
        "  expect no_plan applies\n"
    )
    assert before.passed
    assert after.passed


def test_a_property_that_is_no_on_an_example_fails_there_and_is_named(run):
    results = run(
        'property "应急的可以入库" for Project\n  always urgent implies enter is permitted\n'
        'example "应急" of Project\n  given planned: yes, urgent: yes\n  as of 2023-05-01\n'
        "  expect enter is required\n"
        'example "不应急" of Project\n  given planned: yes, urgent: no\n  as of 2023-05-01\n'
        "  expect enter is permitted\n"
    )
    assert [result.passed for result in results] == [False, True]
    (failure,) = results[0].failures
    assert failure.expected.zh == "性质“应急的可以入库”：应急 蕴含 入库 被允许"
    assert failure.found.zh == "否（应急：是；入库 被要求 依照 应急应入库）"
    assert failure.about == ("enter",)


def test_a_property_that_is_unknown_on_an_example_does_not_fail(run):
    (result,) = run(
        'property "都有方案" for Project\n  always planned\n'
        'example "未填" of Project\n  as of 2023-05-01\n  expect enter is undetermined\n'
    )
    assert result.passed


def test_a_property_is_tried_on_examples_of_its_record_type_alone(run):
    (result,) = run(
        'example "村" of Village\n  given poor: yes\n  as of 2023-05-01\n  expect poor\n'
    )
    assert len(result.checks) == 1


def test_what_is_asked_of_list_elements_is_answered(expect):
    given = "funds: [{amount: 1元}, {amount: 3元}]"
    assert expect(given, "expect some f in funds has f.amount > 2元").passed
    check = expect(given, "expect every f in funds has f.amount > 2元")
    assert not check.passed
    assert check.found.en == "no (funds: 2 items)"


def test_a_policy_without_examples_has_no_results(run):
    assert run("") == ()


def test_results_cannot_be_changed(run):
    (result,) = run(
        'example "a" of Project\n  given planned: no\n  as of 2023-05-01\n'
        "  expect no_plan applies\n"
    )
    with pytest.raises(FrozenInstanceError):
        result.checks = ()
