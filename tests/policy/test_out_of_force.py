"""A day on which a policy is not in force: every answer says so, and nobody is told “permitted”."""

import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import linkage_rules as lr
from linkage_rules.commands.cli import main
from linkage_rules.decisions.filed import filed
from linkage_rules.policy.policy import Policy

POLICY = """\
policy entry "入库办法"
  in force 2023-01-01 to 2025-12-31
record Project "项目"
  id "编号": text required
  poor "亏损": yes/no
bearer county "县"
action enter "入库" of Project
  permitted by default
action report "报告" of Project
norm ban "亏损不得入库" for Project
  when poor
  county must not enter
norm closing "届满后应报告" for Project
  in force 2027-01-01 to 2027-12-31
  when poor
  county must report
"""
IN, BEFORE, AFTER, OWN_DAYS = (
    date(2024, 5, 1),
    date(2022, 12, 31),
    date(2026, 1, 1),
    date(2027, 5, 1),
)
RECORD = {"id": "P-1", "poor": False}
SCHEMA = files("linkage_rules") / "decision.schema.json"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "entry.pol").write_text(POLICY, "utf-8")
    (tmp_path / "records.json").write_text(
        json.dumps([RECORD, {"id": "P-2", "poor": True}]), "utf-8"
    )
    return tmp_path


@pytest.fixture
def policy(place: Path) -> Policy:
    return lr.load(place / "entry.pol")


@pytest.mark.parametrize(("day", "in_force"), [(BEFORE, False), (IN, True), (AFTER, False)])
@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_a_decision_says_whether_its_policy_is_in_force(
    policy: Policy, day: date, in_force: bool, engine: Any
) -> None:
    decision = policy.evaluate(RECORD, as_of=day, engine=engine, outside="allow")
    assert decision.in_force is in_force
    assert [(p.start, p.end) for p in decision.periods] == [(date(2023, 1, 1), date(2025, 12, 31))]
    status = decision.verdicts["enter"].status
    assert status is (lr.VerdictStatus.PERMITTED if in_force else lr.VerdictStatus.UNREGULATED)
    assert ("not in force" in repr(decision)) is not in_force
    written = decision.to_dict()
    jsonschema.validate(written, json.loads(SCHEMA.read_text("utf-8")))
    assert written["in_force"] is in_force
    assert written["periods"] == [{"from": "2023-01-01", "to": "2025-12-31"}]
    assert filed(written).in_force is in_force
    for text in (decision.to_text("zh"), decision.to_html("zh")):
        assert ("政策在" in text) is not in_force


ASKING: dict[str, Callable[..., object]] = {
    "evaluate": lambda policy, **more: policy.evaluate(RECORD, **more),
    "evaluate again": lambda policy, **more: [policy.evaluate(RECORD, **more) for _ in "12"],
    "evaluate_many": lambda policy, **more: list(policy.evaluate_many([RECORD], **more)),
    "evaluate_table": lambda policy, **more: policy.evaluate_table(_table(), **more),
    "summarise": lambda policy, **more: policy.summarise(_table(), **more),
    "impact": lambda policy, **more: policy.impact(policy, _table(), **more),
    "advise": lambda policy, **more: policy.advise(RECORD, "not enter is forbidden", **more),
}


def _table() -> Any:
    import pyarrow as pa

    return pa.table({"id": ["P-1"], "poor": [False]})


@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("day", [BEFORE, AFTER, date.min, date.max])
def test_whoever_asks_about_another_day_is_warned_where_he_asks(
    policy: Policy, asking: Callable[..., object], day: date
) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asking(policy, as_of=day)
    assert caught
    for warning in caught:
        assert warning.category is lr.OutOfForceWarning
        assert warning.filename == __file__
        said = str(warning.message)
        assert "in force from 2023-01-01 to 2025-12-31" in said
        assert "2023年1月1日至2025年12月31日施行" in said
        assert "outside='allow'" in said


@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
def test_on_a_day_in_force_nobody_is_warned(policy: Policy, asking: Callable[..., object]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", lr.OutOfForceWarning)
        asking(policy, as_of=IN)
        asking(policy, as_of=IN, outside="raise")
        asking(policy, as_of=AFTER, outside="allow")


@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
def test_another_day_can_be_refused(policy: Policy, asking: Callable[..., object]) -> None:
    for _ in range(2):
        with pytest.raises(lr.OutOfForceError, match="not in force on 2026-01-01") as refused:
            asking(policy, as_of=AFTER, outside="raise")
        assert refused.value.policy == "entry"
        assert refused.value.as_of == AFTER
        assert refused.value.periods == policy.package.periods
    with warnings.catch_warnings():
        warnings.simplefilter("error", lr.OutOfForceWarning)
        with pytest.raises(lr.OutOfForceWarning):
            asking(policy, as_of=AFTER)


@pytest.mark.parametrize("asking", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("day", [IN, AFTER])
def test_what_is_no_day_and_what_is_no_choice_is_refused(
    policy: Policy, asking: Callable[..., object], day: date
) -> None:
    asking(policy, as_of=day, outside="allow")
    with pytest.raises(ValueError, match="'raise', 'warn', 'allow'"):
        asking(policy, as_of=day, outside="ignore")
    for no_day in (datetime(day.year, day.month, day.day), day.isoformat(), None):
        with pytest.raises(TypeError, match="as_of"):
            asking(policy, as_of=no_day)
    with pytest.raises(TypeError, match="as_of"):
        asking(policy)


def test_the_warning_is_an_error_on_the_command_line_of_python(place: Path) -> None:
    ask = (
        "import linkage_rules as lr, datetime, warnings\n"
        "policy = lr.load('entry.pol')\n"
        "policy.evaluate({'id': 'P-1'}, as_of=datetime.date(2026, 1, 1))\n"
        "print('answered')\n"
    )
    (place / "test_ask.py").write_text(f"def test_it():\n    {'    '.join(ask.splitlines(True))}")
    pytest_options = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_ask.py")
    for options, errors in (
        (("-c", ask), False),
        (("-W", "error::UserWarning", "-c", ask), True),
        ((*pytest_options, "-W", "error::linkage_rules.OutOfForceWarning"), True),
    ):
        ran = subprocess.run(
            [sys.executable, *options], cwd=place, capture_output=True, text=True, check=False
        )
        said = ran.stdout + ran.stderr
        assert "OutOfForceWarning" in said
        assert (ran.returncode != 0) is errors, said


def test_a_table_says_in_every_row_whether_the_policy_is_in_force(policy: Policy) -> None:
    for day, in_force, verdict in ((IN, True, "permitted"), (AFTER, False, "unregulated")):
        asked: dict[str, Any] = {"as_of": day, "outside": "allow"}
        (row,) = policy.evaluate_table(_table(), **asked).to_pyarrow().to_pylist()
        assert (row["in_force"], row["verdict_enter"]) == (in_force, verdict)
        counted = policy.summarise(_table(), **asked).to_pyarrow().to_pylist()
        assert {one["in_force"] for one in counted} == {in_force}
    (change,) = (
        policy.impact(policy, _table(), as_of=IN, other_as_of=AFTER, outside="allow")
        .to_pyarrow()
        .to_pylist()
    )
    assert (change["before"], change["after"]) == ("permitted", "unregulated")
    assert (change["in_force_before"], change["in_force_after"]) == (True, False)


def test_an_impact_warns_of_the_other_day_too(policy: Policy) -> None:
    with pytest.warns(lr.OutOfForceWarning, match="2026-01-01"):
        policy.impact(policy, _table(), as_of=IN, other_as_of=AFTER)


def run(place: Path, *arguments: str) -> Any:
    files = {"entry": str(place / "entry.pol"), "records": str(place / "records.json")}
    return CliRunner().invoke(main, [files.get(a, a) for a in arguments])


REVIEW = ("review", "entry", "records", "--as-of")
EXPLAIN = ("explain", "entry", "records", "--id", "P-1", "--action", "enter", "--as-of")


@pytest.mark.parametrize("asked", [REVIEW, EXPLAIN], ids=["review", "explain"])
@pytest.mark.parametrize(
    ("language", "why", "advice"),
    [
        ("en", "in force from 2023-01-01 to 2025-12-31", "--as-of, such as 2025-12-31"),
        ("zh", "2023年1月1日至2025年12月31日施行", "--as-of 另选日期，如 2025-12-31"),
    ],
)
def test_a_command_says_it_and_ends_with_a_status_of_its_own(
    place: Path, asked: tuple[str, ...], language: str, why: str, advice: str
) -> None:
    well = run(place, *asked, "2024-05-01", "--language", language)
    assert well.exit_code == 0
    told = run(place, *asked, "2026-01-01", "--language", language)
    assert told.exit_code == 1
    assert why in told.output.replace("\n", " ")
    allowed = run(place, *asked, "2026-01-01", "--language", language, "--outside", "allow")
    # A command that it proposes says the same once more.
    without = allowed.output.replace(" --outside allow", "")
    assert (allowed.exit_code, without) == (0, told.output)
    refused = run(place, *asked, "2026-01-01", "--language", language, "--outside", "raise")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert why in refused.stderr
    assert advice in refused.stderr


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (("advise", "entry", "records", "--id", "P-2", "--goal", "not enter is forbidden"), 0),
        (("impact", "entry", "entry", "records"), 0),
    ],
    ids=["advise", "impact"],
)
def test_what_others_say_of_a_day_out_of_force(
    place: Path, asked: tuple[str, ...], status: int
) -> None:
    told = run(place, *asked, "--as-of", "2026-01-01", "--language", "en")
    assert told.exit_code == 1
    assert "in force from 2023-01-01 to 2025-12-31" in told.output.replace("\n", " ")
    allowed = run(place, *asked, "--as-of", "2026-01-01", "--language", "en", "--outside", "allow")
    assert (allowed.exit_code, allowed.output) == (status, told.output)
    refused = run(place, *asked, "--as-of", "2026-01-01", "--outside", "raise")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "2026" in refused.stderr


def test_an_impact_says_which_side_is_out_of_force(place: Path) -> None:
    days = ("--before-as-of", "2025-12-31", "--as-of", "2026-01-01", "--language", "en")
    told = run(place, "impact", "entry", "entry", "records", *days)
    assert told.exit_code == 1
    assert "After: The policy is not in force on 2026-01-01" in told.output
    assert "Before: The policy" not in told.output


def test_advice_says_whether_its_policy_is_in_force(policy: Policy) -> None:
    record = {"id": "P-2", "poor": True}
    for day, in_force in ((IN, True), (AFTER, False)):
        found = policy.advise(record, "not enter is forbidden", as_of=day, outside="allow")
        assert (found.in_force, found.to_dict()["in_force"]) == (in_force, in_force)
        assert ("政策在" in found.to_text("zh")) is not in_force
        assert found.reached is not in_force


def test_a_review_draws_no_conclusion_and_gives_nothing_to_sign(place: Path) -> None:
    names = ("r.html", "r.csv", "r.json", "r.parquet", "r.xlsx", "r.txt")
    out = [part for name in names for part in ("--out", str(place / name))]
    assert run(place, *REVIEW, "2026-01-01", "--language", "zh", *out).exit_code == 1
    page = (place / "r.html").read_text("utf-8")
    assert re.sub(r"</?span[^>]*>", "", page).count("，本次不作审核结论。") == 2
    assert '<table class="signature">' not in page
    for name in ("r.csv", "r.txt"):
        text = (place / name).read_text("utf-8-sig")
        assert text.count("不在施行期，不作结论") == 2
        assert "可以" not in text
        assert "符合要求" not in text
    document = json.loads((place / "r.json").read_text("utf-8"))
    assert document["in_force"] is False
    assert document["summary"]["verdicts"] == {}
    import pyarrow.parquet as parquet

    rows = parquet.read_table(place / "r.parquet").to_pylist()
    assert [(row["in_force"], row["verdict_enter"]) for row in rows] == [(False, "unregulated")] * 2


def test_a_norm_with_days_of_its_own_is_concluded_from(place: Path) -> None:
    page = place / "r.html"
    run(place, *REVIEW, "2027-05-01", "--language", "zh", "--out", str(page))
    text = page.read_text("utf-8")
    assert text.count('<table class="signature">') == 1, "only the record that the norm concerns"
    assert re.sub(r"</?span[^>]*>", "", text).count("，本次不作审核结论。") == 1
    assert "报告" in text


def test_a_legend_explains_it_only_where_it_occurs(place: Path) -> None:
    page = place / "r.html"
    run(place, *REVIEW, "2024-05-01", "--language", "zh", "--out", str(page))
    assert "不在施行期" not in page.read_text("utf-8")


def test_a_decision_filed_before_still_says_what_it_said(place: Path, policy: Policy) -> None:
    written = policy.evaluate(RECORD, as_of=AFTER, outside="allow").to_dict()
    older = json.loads(json.dumps(written))
    older["format_version"] = 2
    del older["in_force"], older["periods"]
    older["verdicts"]["enter"].update(status="permitted", possible=["permitted"])
    assert filed(older).in_force is None
    (place / "old.json").write_text(json.dumps(older), "utf-8")
    (place / "new.json").write_text(json.dumps(written), "utf-8")
    policy_option = ("--policy", "entry", "--language", "zh")
    assert run(place, "replay", str(place / "new.json"), *policy_option).exit_code == 0
    changed = run(place, "replay", str(place / "old.json"), *policy_option)
    assert changed.exit_code == 1
    assert "入库" in changed.output


def test_a_policy_that_was_extended_no_longer_gives_the_same_decision(place: Path) -> None:
    entry = place / "entry.pol"
    # No norm is in force on the day, then as now; that the policy is in force now is all.
    text = POLICY.replace("  permitted by default\n", "").replace(
        "  when poor\n  county must not", "  in force 2020-01-01 to 2020-12-31\n  county must not"
    )
    entry.write_text(text, "utf-8")
    written = lr.load(entry).evaluate(RECORD, as_of=AFTER, outside="allow").to_json()
    (place / "d.json").write_text(written, "utf-8")
    entry.write_text(text.replace("2025-12-31", "2026-12-31"), "utf-8")
    found = run(place, "replay", str(place / "d.json"), "--policy", "entry", "--language", "en")
    assert found.exit_code == 1
    assert "is in force on that day now" in found.output


@pytest.mark.parametrize("damage", [None, "yes", 1])
def test_a_filed_decision_that_does_not_say_it_is_refused(policy: Policy, damage: object) -> None:
    from linkage_rules.plain.reading import DocumentError

    written = policy.evaluate(RECORD, as_of=IN).to_dict()
    written["in_force"] = damage
    with pytest.raises(DocumentError, match="in_force"):
        filed(written)
