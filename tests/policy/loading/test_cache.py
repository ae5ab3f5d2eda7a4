"""A policy from the cache is the policy that loading anew would give, or it is not used."""

import hashlib
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from linkage_rules import PolicyError, load
from linkage_rules.plain.digests import opened, sealed
from linkage_rules.plain.rows import to_rows
from linkage_rules.policy.loading import cache, evidence
from linkage_rules.policy.loading.finding import bundled_folder
from linkage_rules.policy.loading.packages import load_package, load_place
from linkage_rules.policy.policy import Policy
from linkage_rules.testing.examples import run_examples

SHARED = (
    'policy shared "S"\nenum kind\n  a\n  b\n\nrecord Project\n  id: text required\n  n: kind\n'
)
LOCAL = """policy local "L"
  source "source.txt"

use shared

bearer county

action enter of Project
  cites 一 "不得进入"

norm stop for Project
  cites 一 "不得进入"
  when n = a
  county must not enter
"""
SOURCE = "一、要求。没有机制的，不得进入。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    cached = tmp_path / "cache"
    monkeypatch.setenv("LINKAGE_RULES_CACHE", str(cached))
    return cached


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A policy that uses another and cites a source."""
    place = tmp_path / "policies" / "local"
    place.mkdir(parents=True)
    (place / "a.pol").write_text(LOCAL, "utf-8")
    (place / "source.txt").write_text(SOURCE, "utf-8")
    (place.parent / "shared.pol").write_text(SHARED, "utf-8")
    return place


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The packages that are checked anew, as they are."""
    done: list[Path] = []

    def counted(place: Path):
        done.append(place)
        return load_place(place)

    monkeypatch.setattr("linkage_rules.policy.loading.packages.load_place", counted)
    return done


def entries(folder: Path) -> list[Path]:
    found = sorted(folder.iterdir()) if folder.exists() else []
    return [path for path in found if not path.name.startswith("parser-")]


def same(one: Policy, other: Policy, place: Path) -> bool:
    """Whether two policies are the same to the last span."""
    files = [file.name for p in load_package(place).stack() for file, _ in p.files]
    return one == other and to_rows(one.package, files) == to_rows(other.package, files)


def verdict(policy: Policy, kind: str) -> str:
    decision = policy.evaluate({"id": "1", "n": kind}, as_of=date(2024, 1, 1))
    return decision.verdicts["enter"].status.value


def test_what_was_checked_once_is_not_checked_again(folder, local, checks):
    fresh = load(local)
    kept = load(local)
    assert checks == [local]
    assert same(kept, fresh, local)
    assert [verdict(kept, kind) for kind in "ab"] == ["forbidden", "unregulated"]


@pytest.mark.slow
def test_the_shipped_policy_is_the_same_from_the_cache(folder, checks):
    fresh = load("xiangtan_2022", cache=False)
    assert entries(folder) == []
    load("xiangtan_2022")
    kept = load("xiangtan_2022")
    assert len(checks) == 2
    assert same(kept, fresh, bundled_folder() / "xiangtan_2022")
    assert kept.source.tree.clauses == fresh.source.tree.clauses
    assert kept.source.name == fresh.source.name


def test_every_shipped_example_holds_from_the_cache(folder):
    load("xiangtan_2022")
    package = load("xiangtan_2022").package
    results = list(run_examples(package))
    assert len(results) == len(package.examples) > 300
    assert [result for result in results if not result.passed] == []


def test_without_the_cache_nothing_is_read_or_written(folder, local, checks):
    load(local)
    before = [(path, path.stat().st_mtime_ns) for path in entries(folder)]
    load(local, cache=False)
    assert checks == [local, local]
    assert [(path, path.stat().st_mtime_ns) for path in entries(folder)] == before


def test_the_environment_can_switch_it_off(local, checks, monkeypatch, tmp_path):
    monkeypatch.setenv("LINKAGE_RULES_CACHE", "off")
    monkeypatch.chdir(tmp_path)
    load(local)
    load(local)
    assert len(checks) == 2
    assert not (tmp_path / "off").exists()


CHANGES = {
    "its own text": lambda place: (place / "a.pol").write_text(
        LOCAL.replace("n = a", "n = b"), "utf-8"
    ),
    "another file of it": lambda place: (place / "b.pol").write_text("bearer city\n", "utf-8"),
    "the text it uses": lambda place: (place.parent / "shared.pol").write_text(
        SHARED.replace("  b\n", "  b\n  c\n"), "utf-8"
    ),
    "the source": lambda place: (place / "source.txt").write_text(SOURCE + "二、附则。\n", "utf-8"),
    "what a name leads to": lambda place: (
        (place.parent / "shared").mkdir()
        or (place.parent / "shared" / "x.pol").write_text(SHARED + "bearer town\n", "utf-8")
    ),
    "the name of a file": lambda place: (place / "a.pol").rename(place / "z.pol"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_anything_it_rests_on_is_seen(folder, local, checks, change):
    load(local)
    change(local)
    assert same(load(local), load(local, cache=False), local)
    assert len(checks) == 3


def test_a_mistake_that_comes_in_with_the_source_is_reported(folder, local):
    load(local)
    (local / "source.txt").write_text("一、要求。没有机制的，可以进入。\n", "utf-8")
    with pytest.raises(PolicyError) as raised:
        load(local)
    assert {d.code for d in raised.value.diagnostics} == {"POL-503"}


@pytest.mark.parametrize("lost", ["source.txt", "../shared.pol"])
def test_a_file_that_is_gone_is_reported(folder, local, lost):
    load(local)
    (local / lost).unlink()
    with pytest.raises(PolicyError):
        load(local)


def test_a_policy_with_mistakes_is_never_kept(folder, local):
    (local / "a.pol").write_text(LOCAL.replace("n = a", "m = a"), "utf-8")
    for _ in range(2):
        with pytest.raises(PolicyError):
            load(local)
    assert entries(folder) == []


def test_going_back_to_an_earlier_text_needs_no_checking(folder, local, checks):
    load(local)
    CHANGES["its own text"](local)
    assert verdict(load(local), "b") == "forbidden"
    (local / "a.pol").write_text(LOCAL, "utf-8")
    assert verdict(load(local), "a") == "forbidden"
    assert len(checks) == 2


def test_a_policy_may_move_and_its_spans_name_the_new_place(folder, local, checks, monkeypatch):
    load(local)
    local.parent.rename(local.parents[1] / "moved")
    moved = local.parents[1] / "moved" / "local"
    kept = load(moved)
    assert len(checks) == 1
    assert kept.package.norms["stop"].span.file == str(moved / "a.pol")
    monkeypatch.chdir(moved)
    assert load(moved).package.norms["stop"].span.file == "a.pol"
    assert same(load(moved), load(moved, cache=False), moved)


@pytest.mark.parametrize("made_by", ["another library", "another Python", "another parser"])
def test_what_others_have_made_is_not_used(folder, local, checks, monkeypatch, made_by):
    load(local)
    monkeypatch.setattr(evidence, "_makers", lambda: made_by)
    load(local)
    assert len(checks) == 2
    assert len(entries(folder)) == 2


def resealed(path: Path, change) -> None:
    """Change what is kept and put the right checksum on it, as one who knows the format can."""
    kept = json.loads(path.read_bytes().partition(b"\n")[2])
    path.write_bytes(sealed(cache._HEAD, change(kept)))


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b" "),
    "one byte changed": lambda path: path.write_bytes(
        path.read_bytes()
        .replace(b'"forbidden"', b'"permitted"')
        .replace(b"PROHIB", b"PERMIT")
        .replace(b"prohibition", b"permission ")
    ),
    "not ours": lambda path: path.write_bytes(b"\x80\x04\x95 pickled"),
    "an older format": lambda path: path.write_bytes(
        re.sub(rb"\Alinkage_rules \d+ ", b"linkage_rules 0 ", path.read_bytes())
    ),
    "no object": lambda path: resealed(path, lambda kept: {}),
    "no rows": lambda path: resealed(path, lambda kept: {**kept, "package": {"atoms": []}}),
    "a list": lambda path: resealed(path, lambda kept: [1]),
    "other evidence": lambda path: resealed(path, lambda kept: {**kept, "rests_on": "0"}),
    "no leads": lambda path: resealed(path, lambda kept: {**kept, "leads": []}),
    "leads of lists": lambda path: resealed(path, lambda kept: {**kept, "leads": [[[], None]]}),
    "endless leads": lambda path: resealed(path, lambda kept: {**kept, "leads": [[{}, None]] * 9}),
    "a lead astray": lambda path: resealed(
        path, lambda kept: {**kept, "leads": [[{"../../secret": 1}, "source.txt"], [{}, None]]}
    ),
    "deep": lambda path: path.write_bytes(
        cache._HEAD + hashlib.sha256(b"[" * 10**6).hexdigest().encode() + b"\n" + b"[" * 10**6
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_is_checked_anew_and_put_right(folder, local, checks, damage):
    fresh = load(local)
    (path,) = entries(folder)
    damage(path)
    assert same(load(local), fresh, local)
    assert len(checks) == 2
    load(local)
    assert len(checks) == 2


def test_a_text_that_changes_while_it_is_checked_is_not_kept(folder, local, monkeypatch):
    def changed_meanwhile(place: Path):
        loaded = load_place(place)
        CHANGES["its own text"](local)
        return loaded

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("linkage_rules.policy.loading.packages.load_place", changed_meanwhile)
        assert verdict(load(local), "a") == "forbidden"
    assert entries(folder) == []
    assert verdict(load(local), "b") == "forbidden"


def test_processes_that_write_at_once_leave_one_whole_entry(folder, local):
    program = f"import linkage_rules as lr; print(lr.load({str(local)!r}).digest)"
    started = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    digests = {process.communicate()[0].strip() for process in started}
    assert digests == {load(local, cache=False).digest}
    (entry,) = entries(folder)
    assert opened(cache._HEAD, entry.read_bytes()) is not None


def test_a_cached_policy_needs_neither_parser_nor_checker(folder, local):
    program = (
        f"import sys, linkage_rules as lr; lr.load({str(local)!r}); print(*sorted(sys.modules))"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    modules = {name for name in done.stdout.decode().split() if name != "linkage_rules.language"}
    unneeded = ("lark", "linkage_rules.language.", "linkage_rules.sources.building", "z3", "ibis")
    assert [name for name in modules if name.startswith(unneeded)] == []


def test_an_overlay_rests_on_all_layers_below(folder, tmp_path, checks):
    county = tmp_path / "county.pol"
    city = tmp_path / "city.pol"
    city.write_text(
        'policy city "C"\nparameter least: number\n  = 10%\n  tunable at least 0\n', "utf-8"
    )
    county.write_text('policy county "X"\namend city\nset least\n  = 20%\n', "utf-8")
    fresh, kept = load(county), load(county)
    assert checks == [county]
    assert same(kept, fresh, county)
    assert [*kept.package.layers] == ["city", "county"]
    city.write_text(city.read_text("utf-8").replace("10%", "15%"), "utf-8")
    again = load(county)
    assert checks == [county, county]
    assert again.digest != fresh.digest
