"""What happens unseen is logged under documented names and levels, and nothing else is."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import linkage_rules as lr
from linkage_rules.commands.cli import main
from tests.places import DOCS, SMALL_WORKS

TEXT = "policy a\nrecord Case\n  id: text\n"


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(r.name.removeprefix("linkage_rules."), r.levelname) for r in caplog.records]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINKAGE_RULES_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a.pol").write_text(TEXT, "utf-8")
    return tmp_path / "a.pol"


def test_why_a_policy_was_checked_anew_is_told(place, caplog):
    caplog.set_level("DEBUG", "linkage_rules")
    lr.load(place)
    lr.load(place)
    assert told(caplog) == [("cache", "INFO"), ("cache", "DEBUG")]
    assert "nothing is kept" in caplog.text
    # The tables of the parser are there as well, unless another test has had them made.
    (kept,) = {*(place.parent / "cache").iterdir()} - {*(place.parent / "cache").glob("parser-*")}
    kept.write_bytes(kept.read_bytes()[:-3])
    caplog.clear()
    lr.load(place)
    assert told(caplog) == [("cache", "INFO")]


def test_that_something_it_rests_on_is_gone_is_told(place, caplog):
    caplog.set_level("INFO", "linkage_rules")
    used = place.with_name("b.pol")
    used.write_text("policy b\n", "utf-8")
    place.write_text(TEXT + "use b\n", "utf-8")
    lr.load(place)
    used.write_text('policy b "B"\n', "utf-8")
    lr.load(place)
    assert "has changed" in caplog.text
    used.unlink()
    with pytest.raises(lr.PolicyError):
        lr.load(place)
    assert "cannot be found" in caplog.text


def test_a_table_that_is_judged_record_by_record_is_told(tmp_path, caplog, monkeypatch):
    pytest.importorskip("pyarrow")
    caplog.set_level("INFO", "linkage_rules")
    monkeypatch.setattr("linkage_rules.commands.review.find_spec", lambda name: None)
    (tmp_path / "a.json").write_text("[]", "utf-8")
    out = str(tmp_path / "a.parquet")
    CliRunner().invoke(main, ["review", str(SMALL_WORKS), str(tmp_path / "a.json"), "--out", out])
    assert ("tables", "INFO") in told(caplog)


def test_a_program_that_sets_nothing_up_sees_nothing(place):
    """A warning without a handler would be printed by Python itself."""
    program = (
        "import logging; from linkage_rules.logs import tell; tell('watch', 'warning', 'x %s', 1)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")


def test_nothing_is_told_where_nobody_uses_logging(monkeypatch):
    monkeypatch.delitem(sys.modules, "logging")
    from linkage_rules.logs import tell

    tell("cache", "info", "%s", "x")
    assert "logging" not in sys.modules


def test_the_names_and_levels_are_documented():
    """Each call in the code has its row, and each row its call."""
    rows, name = set(), ""
    for line in (DOCS / "logging.md").read_text("utf-8").splitlines():
        if found := re.match(r"\| (?:`linkage_rules\.(\w+)`)? ?\| ([A-Z]+) \|", line):
            name = found[1] or name
            rows.add((name, found[2].lower()))
    source = Path(lr.__file__).parent
    calls = {
        found
        for path in source.rglob("*.py")
        for found in re.findall(r'\btell\(\s*"(\w+)", "(\w+)"', path.read_text("utf-8"))
        if path.name != "logs.py"
    }
    assert rows == calls


def test_decisions_are_silent(place, caplog):
    caplog.set_level("DEBUG", "linkage_rules")
    policy = lr.load(place, cache=False)
    policy.evaluate({"id": "1"}, as_of=date(2024, 1, 1))
    assert {name for name, _ in told(caplog)} <= {"compiled"}
