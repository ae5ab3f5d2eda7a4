"""Nobody else's data is read, half-written data is never seen, and no failure is an error."""

import errno
import io
import os
import time
from pathlib import Path

import platformdirs
import pytest

from linkage_rules.policy.loading import store as module
from linkage_rules.policy.loading.store import Store, usual_folder

posix = pytest.mark.skipif(os.name != "posix", reason="needs owners and permission bits")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "a" / "b")


def test_what_is_written_is_read_and_replaced(store):
    assert store.read("x") is None
    store.write("x", b"one")
    store.write("x", b"two")
    assert store.read("x") == b"two"
    assert [path.name for path in store.folder.iterdir()] == ["x.checked"]


@posix
def test_folder_and_files_are_for_their_user_alone(store):
    store.write("x", b"one")
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert (store.folder / "x.checked").stat().st_mode & 0o777 == 0o600


@posix
@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_folder_that_others_may_write_to_is_not_used(store, mode):
    store.write("x", b"one")
    store.folder.chmod(mode)
    assert store.read("x") is None
    store.write("y", b"two")
    assert [path.name for path in store.folder.iterdir()] == ["x.checked"]


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_write_to_is_not_read(store, mode):
    store.write("x", b"one")
    (store.folder / "x.checked").chmod(mode)
    assert store.read("x") is None


@posix
def test_what_belongs_to_another_user_is_not_used(store, monkeypatch):
    store.write("x", b"one")
    monkeypatch.setattr(os, "geteuid", lambda: store.folder.stat().st_uid + 1)
    assert store.read("x") is None
    store.write("y", b"two")
    assert [path.name for path in store.folder.iterdir()] == ["x.checked"]


@posix
def test_a_link_is_not_followed(store, tmp_path):
    store.write("x", b"one")
    (tmp_path / "elsewhere").write_bytes(b"planted")
    (store.folder / "y.checked").symlink_to(tmp_path / "elsewhere")
    assert store.read("y") is None
    store.write("y", b"own")
    assert store.read("y") == b"own"
    assert (tmp_path / "elsewhere").read_bytes() == b"planted"


@posix
def test_a_pipe_is_not_waited_for(store):
    store.write("x", b"one")
    os.mkfifo(store.folder / "y.checked", 0o600)
    assert store.read("y") is None


def test_a_folder_in_the_place_of_a_file_is_no_file(store):
    (store.folder / "x.checked").mkdir(parents=True)
    assert store.read("x") is None
    store.write("x", b"one")
    assert store.read("x") is None


def test_a_file_in_the_place_of_the_folder_is_no_cache(store):
    store.folder.parent.mkdir()
    store.folder.write_bytes(b"")
    store.write("x", b"one")
    assert store.read("x") is None


def test_a_folder_that_cannot_be_made_is_no_cache(store, monkeypatch):
    def refuse(*args: object, **options: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    store.write("x", b"one")
    assert store.read("x") is None


class FullDisk(io.FileIO):
    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(store, monkeypatch):
    store.write("x", b"one")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(module, "open", FullDisk, raising=False)
        store.write("x", b"two")
    assert store.read("x") == b"one"
    assert [path.name for path in store.folder.iterdir()] == ["x.checked"]


def test_what_is_too_large_is_neither_written_nor_read(store, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 3)
    store.write("x", b"1234")
    assert not store.folder.exists()
    store.write("x", b"123")
    (store.folder / "x.checked").write_bytes(b"1234")
    assert store.read("x") is None


def test_what_was_used_longest_ago_makes_way(store, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 2)
    for age, name in ((20, "used"), (10, "unused")):
        store.write(name, b"1")
        at = time.time() - age
        os.utime(store.folder / f"{name}.checked", (at, at))
    assert store.read("used") == b"1"
    store.write("third", b"1")
    assert {path.name for path in store.folder.iterdir()} == {"used.checked", "third.checked"}


def test_what_can_only_be_read_is_read(store, monkeypatch):
    def refused(*_):
        raise OSError(errno.EROFS, "read-only")

    store.write("x", b"1")
    monkeypatch.setattr(os, "utime", refused)
    assert store.read("x") == b"1"


def test_the_oldest_make_way_and_nothing_else_does(store, monkeypatch):
    monkeypatch.setattr(module, "MOST_FILES", 2)
    store.write("first", b"1")
    now = time.time()
    (store.folder / "notes.txt").write_text("kept")
    (store.folder / "killed.unfinished").write_bytes(b"")
    (store.folder / "working.unfinished").write_bytes(b"")
    os.utime(store.folder / "killed.unfinished", (now - 7200, now - 7200))
    for age, name in ((30, "first"), (20, "second"), (10, "third")):
        store.write(name, b"1")
        os.utime(store.folder / f"{name}.checked", (now - age, now - age))
    store.write("fourth", b"1")
    left = {path.name for path in store.folder.iterdir()}
    assert left == {"third.checked", "fourth.checked", "notes.txt", "working.unfinished"}


def test_the_folder_is_the_systems_or_the_one_that_is_named(monkeypatch, tmp_path):
    monkeypatch.delenv("LINKAGE_RULES_CACHE")
    assert usual_folder() == platformdirs.user_cache_path("linkage_rules", appauthor=False)
    monkeypatch.setenv("LINKAGE_RULES_CACHE", str(tmp_path))
    assert usual_folder() == tmp_path
    monkeypatch.setenv("LINKAGE_RULES_CACHE", "off")
    assert usual_folder() is None


def test_without_a_home_there_is_no_cache(monkeypatch):
    monkeypatch.delenv("LINKAGE_RULES_CACHE")
    monkeypatch.setattr(
        platformdirs, "user_cache_path", lambda *args, **options: Path("~/.cache/linkage_rules")
    )
    assert usual_folder() is None
