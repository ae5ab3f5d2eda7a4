"""Whatever goes wrong while a file is written: the old one or the new one, whole, and no litter."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow
import pyarrow.parquet as parquet
import pytest
from attrs import frozen

import linkage_rules
from linkage_rules.reviews.outputs.writing import ENDINGS
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


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a policy and records; each test leaves in it what it found."""
    folder = tmp_path_factory.mktemp("place")
    for name in ("policy.pol", "source.txt"):
        shutil.copy(LIBRARY / name, folder)
    records = [{"id": f"A-{n}", "name": "水渠" * 20} for n in range(60)]
    (folder / "many.json").write_text(json.dumps(records), "utf-8")
    (folder / "few.json").write_text(json.dumps(records[:3]), "utf-8")
    many = {"id": [f"A-{n}" for n in range(60)], "operating": [True] * 60}
    parquet.write_table(pyarrow.table(many), folder / "many.parquet")
    return folder


def review(place, out):
    return ["review", place / "policy.pol", place / "many.json", "--as-of", "2023-05-01",
            "--out", out]  # fmt: skip


def opinions(place, out):
    return [*review(place, f"{out}/")[:2], place / "few.json", *review(place, f"{out}/")[3:]]


def word(place, out):
    return [*opinions(place, out), "--word"]


def agenda(place, out):
    return ["agenda", place / "policy.pol", place / "many.json", "--as-of", "2023-05-01",
            "--out", out]  # fmt: skip


def bulk(place, out):
    """Judged in one query, which DuckDB writes."""
    return ["review", "xiangtan_2022", place / "many.parquet", "--as-of", "2023-05-01",
            "--out", out]  # fmt: skip


def audit(place, out):
    return ["audit", "xiangtan_2022", "--out", out]


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
    "c.md": audit,
    "b.parquet": bulk,
    "b.xlsx": agenda,
    "b.ics": agenda,
    "pages": opinions,
    "documents": word,
}
UNTIDY = "policy   untidy\n\n\n\n" + "".join(f"action   a{n} of R\n" for n in range(80))
UNTIDY += "record R\n  id   : text\n"


@frozen
class Writer:
    """A command that writes a file or folder, and what it does when nothing goes wrong."""

    words: list
    out: Path
    old: bytes | dict
    """What stood there before."""
    new: bytes | dict
    calls: int
    """How many functions it enters."""
    steps: int


@pytest.fixture(
    scope="module", params=[pytest.param(n, marks=pytest.mark.xdist_group(n)) for n in WRITERS]
)
def undisturbed(request, driver, place):
    out = place / request.param
    old = UNTIDY.encode() if request.param == "a.pol" else OLD if out.suffix else {}
    put(out, old)
    words = WRITERS[request.param](place, out)
    # The first run may have to check the policy; from then on a run does the same work each time.
    driver.ask(words)
    put(out, old)
    found = driver.ask(words, counts=True)
    assert found["status"] == 0, found["told"]
    new = held_in(out)
    assert new != old
    yield Writer(words, out, old, new, found["calls"], found["steps"])
    remove(out)


@pytest.fixture
def writer(undisturbed):
    """It has not written yet."""
    put(undisturbed.out, undisturbed.old)
    return undisturbed


def remove(out):
    if out.is_dir():
        shutil.rmtree(out)
    else:
        out.unlink()


def put(out, content):
    """Have a file or folder hold this and nothing else."""
    if isinstance(content, bytes):
        out.write_bytes(content)
        return
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    for name, held in content.items():
        (out / name).write_bytes(held)


def held_in(out):
    if out.is_dir():
        return {path.name: path.read_bytes() for path in out.iterdir()}
    return out.read_bytes()


def is_whole(out, new, old):
    """Old, or new; some are never the same twice, then they have the same names and sizes."""
    found = held_in(out)
    if found in (new, old):
        return True
    if isinstance(found, dict):
        return found.keys() == new.keys() and all(
            alike(found[name], held, name) for name, held in new.items()
        )
    return alike(found, new, out.name)


def alike(found, new, name):
    is_archive = name.endswith((".xlsx", ".parquet", ".docx"))
    return found == new or (is_archive and abs(len(found) - len(new)) < 100)


def longest(content):
    return len(content) if isinstance(content, bytes) else max(map(len, content.values()))


@pytest.mark.slow
def test_a_full_disk_is_told_and_leaves_the_old_file(driver, scratch, place, writer):
    words, out, old, new = writer.words, writer.out, writer.old, writer.new
    before = sorted(place.iterdir())
    chance = random.Random(out.name)
    for largest in (1, *(chance.randrange(1, longest(new) * 9 // 10) for _ in range(POINTS))):
        found = driver.ask(words, largest=largest)
        assert found["status"] == 2, found
        assert "cannot be used" in found["told"], found
        assert out.name in found["told"]
        assert "Traceback" not in found["told"]
        assert "ignored" not in found["told"]
        assert held_in(out) == old
        assert sorted(place.iterdir()) == before
        assert list((scratch / "tmp").iterdir()) == []


@pytest.mark.slow
def test_whatever_cannot_be_made_on_the_way_is_told_and_leaves_the_old_file(
    driver, scratch, place, writer
):
    words, out, old, new = writer.words, writer.out, writer.old, writer.new
    before = sorted(place.iterdir())
    steps = range(1, writer.steps + 1)
    chance = random.Random(f"{out.name} steps")
    # The last is that it takes its name.
    for step in {steps[-1], *chance.sample(steps, min(POINTS, len(steps)))}:
        found = driver.ask(words, step=step)
        assert found["status"] in (0, 2), found
        assert "Traceback" not in found["told"]
        assert ".unfinished" not in found["told"]
        if found["status"] == 0:
            # It was the cache, without which everything goes on.
            assert is_whole(out, new, new)
            put(out, old)
        else:
            assert "cannot be used" in found["told"], found
            assert held_in(out) == old
        assert sorted(place.iterdir()) == before
        assert list((scratch / "tmp").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_leaves_the_old_file_or_the_new_one_and_nothing_else(
    driver, scratch, place, writer, name, status
):
    words, out, old, new = writer.words, writer.out, writer.old, writer.new
    calls = writer.calls
    before = sorted(place.iterdir())
    chance = random.Random(f"{out.name} {name}")
    for call in sorted(chance.sample(range(calls // 10, calls * 97 // 100), POINTS)):
        found = driver.ask(words, signal=name, call=call)
        assert found["status"] == status, found
        assert "Traceback" not in found["told"]
        assert is_whole(out, new, old)
        assert sorted(place.iterdir()) == before
        assert list((scratch / "tmp").iterdir()) == []


@pytest.mark.slow
def test_a_kill_leaves_the_old_file_or_the_new_one_and_the_next_run_tidies_up(
    driver, scratch, place, writer
):
    words, out, old, new = writer.words, writer.out, writer.old, writer.new
    calls = writer.calls
    before = sorted(place.iterdir())
    chance = random.Random(f"{out.name} killed")
    left = 0
    for call in sorted(chance.sample(range(calls // 10, calls), POINTS)):
        found = driver.ask(words, signal="SIGKILL", call=call)
        assert found["status"] == -9
        assert is_whole(out, new, old)
        left += len(set(place.iterdir()) - set(before))
        put(out, old)
    assert driver.ask(words)["status"] == 0
    assert sorted(place.iterdir()) == before
    shutil.rmtree(scratch / "tmp")
    (scratch / "tmp").mkdir()


SOURCES = Path(linkage_rules.__file__).parent
WAYS = re.compile(
    r"(?<![.\w])(?:whole|whole_folder|review_in_bulk|review_entries_in_bulk)\("
    r"|\.write_(?:text|bytes)\(|open\([^)\n]*\"[wxa+]b?\"|mkstemp|O_CREAT"
)
WRITING = {
    "commands/build.py": ["a.json, through the same way: tests/commands/test_build.py"],
    "commands/standard_input.py": ["a copy of a stream, gone with the command"],
    "commands/fmt.py": ["a.pol"],
    "commands/impact.py": ["b.md"],
    "commands/kept.py": ["a.md", "c.md"],
    "commands/review.py": ["b.parquet"],
    "desk/dropped.py": ["a file that was dropped, gone with the page: tests/desk/"],
    "desk/review_files.py": ["a page, gone with the page of the desk: tests/desk/"],
    "desk/spool.py": ["rows of a file that was dropped, gone with the page: tests/desk/"],
    "desk/starters.py": ["a starter, through atomic.py: tests/desk/"],
    "desk/workbench.py": ["texts, drafts and histories, through atomic.py: tests/desk/"],
    "presenting/atomic.py": ["all of these, through it"],
    "presenting/proof_files.py": ["proofs, a folder as a whole: tests/presenting/"],
    "policy/loading/store.py": ["the cache, below"],
    "reviews/bulk_review.py": ["b.parquet"],
    "reviews/outputs/folder.py": ["pages"],
    "reviews/outputs/word.py": ["documents"],
    "service/uploads.py": ["a file that is reviewed, gone with the review: tests/service/"],
    "reviews/outputs/agenda_forms.py": ["b.xlsx", "b.ics"],
    "reviews/outputs/writing.py": [*(f"a{ending}" for ending in ENDINGS), "pages"],
}
"""The modules that open files for writing, and what above is written through them."""


def writes(path: Path) -> bool:
    text = re.sub(r"(?m)^\s*(?:>>>|\.\.\.|def ).*$", "", path.read_text("utf-8"))
    if path.name != "atomic.py" and "presenting.atomic import" not in text:
        # Something else of that name.
        text = re.sub(r"(?<![.\w])whole\(", "", text)
    return WAYS.search(text) is not None


def test_whatever_writes_a_file_is_tried_here():
    found = {p.relative_to(SOURCES).as_posix() for p in SOURCES.rglob("*.py") if writes(p)}
    assert found == WRITING.keys()
    tried = {name for names in WRITING.values() for name in names if "," not in name}
    assert tried == WRITERS.keys()


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


@pytest.mark.slow
def test_a_cache_survives_a_kill_at_any_point(driver, scratch, place):
    words = ["check", place / "policy.pol"]
    calls = driver.ask(words, counts=True)["calls"]
    cache = scratch / "cache"
    chance = random.Random("cache")
    for call in chance.sample(range(calls // 10, calls), 2 * POINTS):
        shutil.rmtree(cache, ignore_errors=True)
        assert driver.ask(words, signal="SIGKILL", call=call)["status"] == -9
        assert driver.ask(words)["status"] == 0
    assert driver.ask(words, largest=100)["status"] == 0
