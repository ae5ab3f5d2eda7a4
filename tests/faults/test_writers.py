"""Whatever goes wrong while a file is written: the old one or the new one, whole, and no litter."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import LIBRARY_ENTRY as LIBRARY

HERE = Path(__file__).parent
OLD = b"was here before"
POINTS = 2


class Driver:
    """A process that runs commands in children of its own; see ``driver.py``."""

    def __init__(self, scratch):
        self.process = subprocess.Popen(
            [sys.executable, HERE / "driver.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "TMPDIR": str(scratch / "tmp"),
                "LINKAGE_RULES_CACHE": str(scratch / "cache"),
                "LINKAGE_RULES_LANGUAGE": "en",
            },
        )

    def ask(self, words, **fault):
        print(json.dumps({"words": list(map(str, words)), **fault}), file=self.process.stdin)
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scratch")
    (folder / "tmp").mkdir()
    return folder


@pytest.fixture(scope="module")
def driver(scratch):
    driver = Driver(scratch)
    yield driver
    driver.process.stdin.close()
    driver.process.stdout.close()
    assert driver.process.wait() == 0


@pytest.fixture
def place(tmp_path):
    """A folder with a policy, records, and an older file of every name that is written."""
    for name in ("policy.pol", "source.txt"):
        shutil.copy(LIBRARY / name, tmp_path)
    records = [{"id": f"A-{n}", "name": "水渠" * 20} for n in range(60)]
    (tmp_path / "many.json").write_text(json.dumps(records), "utf-8")
    return tmp_path


def review(place, out):
    return ["review", place / "policy.pol", place / "many.json", "--as-of", "2023-05-01",
            "--out", out]  # fmt: skip


def rewrite(place, out):
    return ["fmt", out]


def document(place, out):
    return ["document", "xiangtan_2022", "--out", out]


def impact(place, out):
    policy = place / "policy.pol"
    return ["impact", policy, policy, place / "many.json", "--as-of", "2023-05-01", "--out", out]


WRITERS = {
    **{f"a.{ending}": review for ending in ("xlsx", "html", "csv", "json", "txt", "parquet")},
    "a.pol": rewrite,
    "a.md": document,
    "b.md": impact,
}
UNTIDY = "policy   untidy\n\n\n\n" + "".join(f"action   a{n} of R\n" for n in range(300))
UNTIDY += "record R\n  id   : text\n"


@pytest.fixture(params=WRITERS)
def writer(request, place):
    """The words of a command, the file it writes, and what stood in it before."""
    out = place / request.param
    out.write_bytes(UNTIDY.encode() if request.param == "a.pol" else OLD)
    return WRITERS[request.param](place, out), out, out.read_bytes()


def new_content(driver, words, out, old):
    """What the command writes when nothing goes wrong, and how many functions it enters."""
    # The first run may have to check the policy; from then on a run does the same work each time.
    driver.ask(words)
    out.write_bytes(old)
    found = driver.ask(words)
    assert found["status"] == 0, found["told"]
    written = out.read_bytes()
    assert written != old
    out.write_bytes(old)
    return written, found["calls"]


def is_whole(out, new, old):
    """Old, or new; a workbook and a Parquet file are never the same twice, so their size is."""
    found = out.read_bytes()
    if out.suffix in (".xlsx", ".parquet"):
        return found == old or abs(len(found) - len(new)) < 100
    return found in (old, new)


def test_a_full_disk_is_told_and_leaves_the_old_file(driver, scratch, place, writer):
    words, out, old = writer
    new, _ = new_content(driver, words, out, old)
    before = sorted(place.iterdir())
    chance = random.Random(out.name)
    for largest in (1, *(chance.randrange(1, len(new) * 9 // 10) for _ in range(POINTS))):
        found = driver.ask(words, largest=largest)
        assert found["status"] == 2, found
        assert "cannot be used" in found["told"], found
        assert out.name in found["told"]
        assert "Traceback" not in found["told"]
        assert "ignored" not in found["told"]
        assert out.read_bytes() == old
        assert sorted(place.iterdir()) == before
        assert list((scratch / "tmp").iterdir()) == []


@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_leaves_the_old_file_or_the_new_one_and_nothing_else(
    driver, scratch, place, writer, name, status
):
    words, out, old = writer
    new, calls = new_content(driver, words, out, old)
    before = sorted(place.iterdir())
    chance = random.Random(f"{out.name} {name}")
    for call in sorted(chance.sample(range(calls // 10, calls * 97 // 100), POINTS)):
        found = driver.ask(words, signal=name, call=call)
        assert found["status"] == status, found
        assert "Traceback" not in found["told"]
        assert is_whole(out, new, old)
        assert sorted(place.iterdir()) == before
        assert list((scratch / "tmp").iterdir()) == []


def test_a_kill_leaves_the_old_file_or_the_new_one_and_the_next_run_tidies_up(
    driver, scratch, place, writer
):
    words, out, old = writer
    new, calls = new_content(driver, words, out, old)
    before = sorted(place.iterdir())
    chance = random.Random(f"{out.name} killed")
    left = 0
    for call in sorted(chance.sample(range(calls // 10, calls), POINTS)):
        found = driver.ask(words, signal="SIGKILL", call=call)
        assert found["status"] == -9
        assert is_whole(out, new, old)
        left += len(set(place.iterdir()) - set(before))
        out.write_bytes(old)
    assert driver.ask(words)["status"] == 0
    assert sorted(place.iterdir()) == before
    shutil.rmtree(scratch / "tmp")
    (scratch / "tmp").mkdir()


def test_a_file_that_another_process_is_writing_is_left_to_it(tmp_path):
    from linkage_rules.presenting.atomic import whole

    out = tmp_path / "a.txt"
    with whole(out) as first:
        first.write_text("first")
        with whole(out) as second:
            second.write_text("second")
        assert first.exists()
    assert out.read_text() == "first"
    assert list(tmp_path.iterdir()) == [out]


def test_a_cache_survives_a_kill_at_any_point(driver, scratch, place):
    words = ["check", place / "policy.pol"]
    calls = driver.ask(words)["calls"]
    cache = scratch / "cache"
    chance = random.Random("cache")
    for call in chance.sample(range(calls // 10, calls), 2 * POINTS):
        shutil.rmtree(cache, ignore_errors=True)
        assert driver.ask(words, signal="SIGKILL", call=call)["status"] == -9
        assert driver.ask(words)["status"] == 0
        assert driver.ask(words, largest=100)["status"] == 0
