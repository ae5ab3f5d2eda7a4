"""The sample tables of the worked documents, with the bad cells that such tables have."""

import json

import pytest
from click.testing import CliRunner

from linkage_rules.commands.cli import main
from tests.places import ROOT

AWARD = (
    *("review", "example_award", str(ROOT / "samples" / "award_applications.csv")),
    *("--linked", f"households={ROOT / 'samples' / 'award_households.csv'}"),
    *("--record-type", "Application", "--as-of", "2024-06-10", "--format", "json"),
)


FUND = (
    *("review", "example_fund", str(ROOT / "samples" / "fund_assets.csv")),
    *("--linked", f"households={ROOT / 'samples' / 'fund_households.csv'}"),
    *("--linked", f"audits={ROOT / 'samples' / 'fund_audits.csv'}"),
    *("--record-type", "Asset", "--as-of", "2025-04-10", "--format", "json"),
)


def review(words):
    found = CliRunner().invoke(main, list(words))
    assert found.exit_code == 2
    return json.loads(found.stdout)


@pytest.fixture(scope="module")
def reviewed():
    return review(AWARD)


@pytest.fixture(scope="module")
def assets():
    return review(FUND)


@pytest.fixture(scope="module")
def decisions(reviewed):
    return {one["id"]: one["decision"] for one in reviewed["decisions"]}


def status(decision, norm):
    return decision["norms"][norm]["status"]


def test_bad_cells_are_told_and_stop_nothing(reviewed):
    assert [one["position"] for one in reviewed["unreadable"]] == [10]
    told = {(one["row"], one["heading"]) for one in reviewed["table"]["doubts"]}
    assert {(5, "带动户数"), (8, "户均增收"), (8, "合同截止日期"), (9, "自筹投资")} <= told
    (linked,) = reviewed["linked"]
    assert [(one["kind"], one["key"]) for one in linked["misfits"]] == [("dangling", "JB2024-099")]


@pytest.mark.parametrize(
    ("application", "norm", "expected"),
    [
        ("JB2024-001", "paid_in_time", "fulfilled"),
        ("JB2024-001", "decided_in_time", "overdue"),
        ("JB2024-002", "not_accepted", "fulfilled"),
        ("JB2024-003", "unqualified_may_not_apply", "violated"),
        ("JB2024-004", "ten_days", "violated"),
        ("JB2024-005", "barred_may_not_apply", "violated"),
        ("JB2024-006", "unqualified_may_not_apply", "undetermined"),
        ("JB2024-008", "not_paid_early", "violated"),
    ],
)
def test_what_is_known_is_judged(decisions, application, norm, expected):
    assert status(decisions[application], norm) == expected


def test_what_is_owed_is_worked_out_household_by_household(decisions):
    results = decisions["JB2024-001"]["results"]
    assert {name: one["value"] for name, one in results.items()} == {
        "operator_award": 3_600_000,
        "total_award": 3_768_800,
        "households[0].household_award": 98_800,
        "households[1].household_award": 20_000,
        "households[2].household_award": 50_000,
    }


def test_two_assets_of_one_number_are_told_and_judged(assets):
    assert [one["id"] for one in assets["decisions"]][-2:] == ["ZC-05", "ZC-05"]
    kinds = {(one["kind"], one["key"]) for each in assets["linked"] for one in each["misfits"]}
    assert kinds == {("duplicate", "ZC-05")}


@pytest.mark.parametrize(
    ("asset", "norm", "expected"),
    [
        ("ZC-01", "audited_quarterly", "due"),
        ("ZC-01", "fee_paid_in_time", "fulfilled"),
        ("ZC-01", "dividends_paid_in_time", "fulfilled"),
        ("ZC-02", "cared_for_after_handover", "violated"),
        ("ZC-02", "lease_term", "violated"),
        ("ZC-03", "audited_quarterly", "overdue"),
        ("ZC-02", "rectified_in_time", "overdue"),
        ("ZC-03", "no_dividends_without_profit", "violated"),
        ("ZC-04", "banned_for_three_years", "fulfilled"),
        ("ZC-04", "fee_paid_in_time", "undetermined"),
    ],
)
def test_what_is_known_of_an_asset_is_judged(assets, asset, norm, expected):
    (decision,) = (one["decision"] for one in assets["decisions"] if one["id"] == asset)
    assert status(decision, norm) == expected
