"""The work on many records shared among processes comes out as that of one."""

import os
import signal

import pytest

from linkage_rules.presenting.endings import RefusedError
from linkage_rules.records import Entry, InputError
from linkage_rules.records.problems import FileProblem
from linkage_rules.reviews.sharing import shared
from linkage_rules.words.messages import Phrase, reason
from tests.places import LIBRARY_ENTRY

AS_OF = ("--as-of", "2023-05-01")


def entries(count, read=None):
    for number in range(1, count + 1):
        if read is not None:
            read.append(number)
        yield Entry(number, Phrase(f"record {number}", f"第{number}条记录"), {"id": str(number)})


def test_what_is_worked_out_comes_in_the_order_of_the_records():
    found = [*shared(entries(95), lambda entry: entry.position * 2, 2)]
    assert [(entry.position, doubled) for entry, doubled in found] == [
        (number, number * 2) for number in range(1, 96)
    ]


def test_another_process_does_the_work():
    ((_, worker),) = shared(entries(1), lambda entry: os.getpid(), 1)
    assert worker != os.getpid()


def test_only_so_many_records_are_on_their_way():
    read = []
    passing = shared(entries(1000, read), lambda entry: None, 2)
    next(passing)
    assert len(read) < 200
    passing.close()


def test_a_file_that_is_broken_half_way_gives_what_stands_before():
    def broken():
        yield from entries(25)
        why = reason("FIL-999", "broken", "损坏")
        raise InputError(FileProblem("a.ndjson", "", why, Phrase("a file", "文件")))

    found = []
    with pytest.raises(InputError):
        found.extend(shared(broken(), lambda entry: entry.position, 2))
    assert len(found) == 25


def test_what_the_work_raises_is_raised():
    def work(entry):
        raise ValueError(entry.position)

    with pytest.raises(ValueError, match="1"):
        [*shared(entries(3), work, 1)]


def test_a_process_that_is_ended_is_told():
    with pytest.raises(RefusedError, match="--jobs"):
        [*shared(entries(3), lambda entry: os.kill(os.getpid(), signal.SIGKILL), 1)]


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_shared_review_is_written_as_any_other(run, tmp_path, ending):
    told = []
    for folder, jobs in (("alone", "1"), ("shared", "2")):
        (tmp_path / folder).mkdir()
        out = tmp_path / folder / f"review.{ending}"
        asked = ("review", LIBRARY_ENTRY / "policy.pol", LIBRARY_ENTRY / "projects.json", *AS_OF)
        found = run(*asked, "--out", out, "--jobs", jobs)
        told.append((found.exit_code, found.stderr.replace(str(out), ""), contents(out)))
    assert told[0] == told[1]


def contents(path):
    if path.suffix != ".xlsx":
        return path.read_bytes()
    import openpyxl

    book = openpyxl.load_workbook(path)
    return [[*sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


@pytest.mark.parametrize("out", [("--out", "a.html"), ("--out", "a.csv", "--out", "b/"), ()])
def test_what_cannot_be_shared_is_refused(run, out):
    asked = ("review", LIBRARY_ENTRY / "policy.pol", LIBRARY_ENTRY / "projects.json", *AS_OF)
    found = run(*asked, *out, "--jobs", "2")
    assert found.exit_code == 2
    assert "--jobs" in found.stderr
