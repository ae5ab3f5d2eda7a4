"""A watched policy is the one that lies there now, or the last good one, and says what is wrong."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest

import linkage_rules as lr
from linkage_rules.policy.loading import watching
from linkage_rules.policy.loading.building import build
from linkage_rules.policy.loading.packages import load_package
from tests.policy.loading.test_given import LOCAL, SHARED, TEXT

WRONG = LOCAL.replace("n = a", "m = a")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKAGE_RULES_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A policy that uses another one and cites a source."""
    place = tmp_path / "rules" / "local"
    place.mkdir(parents=True)
    (place / "a.pol").write_text(LOCAL, "utf-8")
    (place / "text.txt").write_text(TEXT, "utf-8")
    (place.parent / "shared.pol").write_text(SHARED, "utf-8")
    return place


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was loaded, kept or not."""
    done: list[object] = []

    def counted(place, cache):
        done.append(place)
        return checked(place, cache)

    checked = watching.checked
    monkeypatch.setattr(watching, "checked", counted)
    return done


def written(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def aged(*folders: Path) -> None:
    """Make everything so old that its times say whether it has changed."""
    for folder in folders:
        for path in (*folder.rglob("*"), folder):
            os.utime(path, (1_000_000_000, 1_000_000_000))


def old(monkeypatch) -> None:
    """Take times at their word, as some seconds after the last change."""
    monkeypatch.setattr(watching, "_YOUNG", -(10**18))


def test_nothing_is_loaded_again_while_nothing_changes(local, loads):
    watched = lr.watch(local)
    first = watched.policy
    assert watched.policy is first
    assert watched.problem is None
    assert not watched.check()
    assert len(loads) == 1


def test_no_content_is_read_where_times_say_that_nothing_changed(local, monkeypatch):
    old(monkeypatch)
    watched = lr.watch(local)
    monkeypatch.setattr(watching, "_content", None)
    assert watched.policy.name == "local"


CHANGES = {
    "its own text": lambda place: written(place / "a.pol", LOCAL.replace("n = a", "n = b")),
    "another file": lambda place: written(place / "b.pol", "bearer town\n"),
    "a file less": lambda place: (place / "a.pol").rename(place / "z.pol"),
    "what it uses": lambda place: written(
        place.parent / "shared.pol", SHARED.replace("  b\n", "  b\n  c\n")
    ),
    "the source": lambda place: written(place / "text.txt", TEXT + "二、附则。\n"),
    "a nearer package": lambda place: (
        (place.parent / "shared").mkdir()
        or written(place.parent / "shared" / "s.pol", SHARED + "bearer town\n")
    ),
}


@pytest.mark.parametrize("times", ["young", "old"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_anything_it_rests_on_is_seen(local, change, times, monkeypatch):
    if times == "old":
        old(monkeypatch)
    seen = []
    watched = lr.watch(local, on_change=seen.append)
    before = watched.policy
    change(local)
    after = watched.policy
    assert after is not before
    fresh = lr.load(local, cache=False)
    assert (after.digest, after.package, after.source) == (
        fresh.digest,
        fresh.package,
        fresh.source,
    )
    assert seen == [watched]
    assert watched.policy is after


def test_a_change_that_no_time_shows_is_seen_while_the_file_is_young(local):
    watched = lr.watch(local)
    state = (local / "a.pol").stat()
    written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
    os.utime(local / "a.pol", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert watched.policy.digest == lr.load(local).digest


def test_a_file_that_is_touched_is_no_change(local, loads):
    watched = lr.watch(local)
    first = watched.policy
    os.utime(local / "a.pol", (1, 1))
    assert watched.policy is first
    assert len(loads) == 1


BAD = {
    "a mistake": lambda place: written(place / "a.pol", WRONG),
    "half written": lambda place: written(place / "a.pol", LOCAL[: len(LOCAL) // 2]),
    "empty": lambda place: written(place / "a.pol", ""),
    "no text": lambda place: (place / "a.pol").write_bytes(b"\xff"),
    "a quote that is gone": lambda place: written(place / "text.txt", "一、要求。\n"),
    "no source": lambda place: (place / "text.txt").unlink(),
    "nothing used": lambda place: (place.parent / "shared.pol").unlink(),
    "a mistake in what it uses": lambda place: written(place.parent / "shared.pol", "policy"),
    "no files": lambda place: (place / "a.pol").unlink(),
    "no folder": lambda place: shutil.rmtree(place),
    "nothing at all": lambda place: shutil.rmtree(place.parent),
    "a file in its place": lambda place: shutil.rmtree(place) or written(place, "policy"),
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_the_last_good_one_is_kept_until_what_lies_there_is_good_again(local, change, tmp_path):
    kept = tmp_path / "kept"
    shutil.copytree(local.parent, kept)
    seen = []
    watched = lr.watch(local, on_change=lambda one: seen.append(one.problem))
    good = watched.policy
    change(local)
    assert watched.policy is good
    problem = watched.problem
    assert problem is not None
    assert problem.render("zh")
    assert "problems there now" in repr(watched)
    assert watched.problem is problem
    if local.is_file():
        local.unlink()
    shutil.copytree(kept, local.parent, dirs_exist_ok=True)
    assert watched.problem is None
    assert watched.policy is good
    assert seen == [problem, None]


def test_another_problem_is_told_too(local):
    watched = lr.watch(local)
    written(local / "a.pol", WRONG)
    first = watched.problem
    written(local / "a.pol", WRONG.replace("m = a", "o = a"))
    assert watched.check()
    assert str(watched.problem) != str(first)


def test_a_folder_that_is_replaced_by_renaming_is_seen(local):
    watched = lr.watch(local)
    new = local.parent / "new"
    shutil.copytree(local, new)
    written(new / "a.pol", LOCAL.replace("n = a", "n = b"))
    aged(new)
    local.rename(local.parent / "old")
    new.rename(local)
    assert watched.policy.digest == lr.load(local).digest


def test_a_link_that_is_set_to_another_folder_is_seen(local, tmp_path):
    shutil.copytree(local.parent, tmp_path / "second")
    written(tmp_path / "second" / "local" / "a.pol", LOCAL.replace("n = a", "n = b"))
    (tmp_path / "current").symlink_to(local.parent)
    watched = lr.watch(tmp_path / "current" / "local")
    (tmp_path / "next").symlink_to(tmp_path / "second")
    (tmp_path / "next").replace(tmp_path / "current")
    assert watched.policy.digest == lr.load(tmp_path / "second" / "local").digest


def test_what_is_half_written_while_it_is_read_is_read_again(local, monkeypatch):
    """The file changes between being read and being looked at."""
    watched = lr.watch(local)
    checked, changes = watching.checked, iter([LOCAL.replace("n = a", "n = b")])

    def changed_meanwhile(place, cache):
        found = checked(place, cache)
        written(local / "a.pol", next(changes, LOCAL.replace("n = a", "n = b")))
        return found

    monkeypatch.setattr(watching, "checked", changed_meanwhile)
    written(local / "a.pol", LOCAL.replace("must not", "may"))
    assert watched.policy.digest == lr.load(local).digest


def test_a_built_policy_is_watched_too(local, tmp_path):
    path = tmp_path / "local.json"
    path.write_bytes(build(load_package(local)))
    watched = lr.watch(path)
    good = watched.policy
    path.write_bytes(path.read_bytes()[:-9])
    assert watched.policy is good
    assert [d.code for d in watched.problem.diagnostics] == ["POL-015"]
    written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
    path.write_bytes(build(load_package(local)))
    assert watched.policy.digest == lr.load(local).digest


def test_there_has_to_be_a_good_policy_to_begin_with(local):
    written(local / "a.pol", WRONG)
    with pytest.raises(lr.PolicyError):
        lr.watch(local)
    with pytest.raises(lr.PolicyError, match="POL-001"):
        lr.watch(local / "none")


def test_it_is_found_again_from_another_folder(local, monkeypatch, tmp_path):
    monkeypatch.chdir(local.parent)
    watched = lr.watch("local")
    monkeypatch.chdir(tmp_path)
    written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
    assert watched.problem is None
    assert watched.policy.digest == lr.load(local).digest


def test_while_one_thread_loads_the_others_get_the_last_good_policy(local, monkeypatch):
    watched = lr.watch(local)
    good, checked = watched.policy, watching.checked
    begun, go_on = Event(), Event()

    def slow(place, cache):
        begun.set()
        assert go_on.wait(10)
        return checked(place, cache)

    monkeypatch.setattr(watching, "checked", slow)
    written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(lambda: watched.policy)
        assert begun.wait(10)
        assert watched.policy is good
        go_on.set()
        assert loading.result(10).digest == lr.load(local).digest


def test_many_threads_get_one_and_the_same_policy(local, loads):
    watched = lr.watch(local)
    written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
    together = Barrier(8)

    def ask() -> lr.Policy:
        together.wait(10)
        return watched.policy

    with ThreadPoolExecutor(8) as pool:
        [task.result(10) for task in [pool.submit(ask) for _ in range(8)]]
    assert watched.policy.digest == lr.load(local).digest
    assert len(loads) == 2


def test_a_thread_looks_only_where_one_is_asked_for(local):
    changed = Event()
    watched = lr.watch(local, on_change=lambda _: changed.set())
    with watched.polling(every=0.001) as same:
        assert same is watched
        written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
        assert changed.wait(10)
    assert watched.policy.digest == lr.load(local).digest


def test_what_happens_is_logged(local, caplog):
    caplog.set_level("DEBUG", "linkage_rules")
    watched = lr.watch(local)
    written(local / "a.pol", WRONG)
    assert watched.problem
    written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
    assert watched.problem is None
    told = [(r.name, r.levelname) for r in caplog.records if r.name == "linkage_rules.watch"]
    assert told == [("linkage_rules.watch", "WARNING"), ("linkage_rules.watch", "INFO")]


def test_an_error_of_the_one_who_is_told_is_raised_and_what_lies_there_counts(local):
    def fail(_: lr.Watched) -> None:
        raise RuntimeError("told")

    watched = lr.watch(local, on_change=fail)
    written(local / "a.pol", LOCAL.replace("n = a", "n = b"))
    with pytest.raises(RuntimeError, match="told"):
        watched.check()
    assert watched.policy.digest == lr.load(local).digest


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_has_no_text_is_seen_where_a_policy_file_could_be(local, make):
    """Opening a pipe would wait for whoever writes into it."""
    watched = lr.watch(local)
    good = watched.policy
    odd = local / "b.pol"
    make(odd)
    assert watched.policy is good
    assert watched.problem.diagnostics[0].code == "POL-011"
    odd.rmdir() if odd.is_dir() else odd.unlink()
    assert (watched.policy, watched.problem) == (good, None)


def test_a_pipe_is_called_what_it_is(local):
    os.mkfifo(local / "b.pol")
    with pytest.raises(lr.PolicyError, match="it is no file but a pipe"):
        lr.load(local)
