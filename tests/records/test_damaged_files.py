"""Claims about files of every format that are damaged anywhere: what is told is in the words of the
reader, and none of those of a library.

Some damage of Parquet ends the process from within Arrow, so files are read in a process of their
own; what it prints is what a user would be told.
"""

import re
import subprocess
import sys

import pytest

from linkage_rules.records.problems import InputError
from linkage_rules.records.tables.spreadsheet_faults import guarded
from tests.places import ROOT, module_at

damage = module_at(ROOT / "fuzz" / "damage.py", "fuzz_damage")

TELLING = """
import random, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import damage
from linkage_rules.records import InputError, read_records
ending, count = sys.argv[2], int(sys.argv[3])
place = Path(f"damaged{ending}")
for number in range(count):
    place.write_bytes(damage.damaged_file(ending, random.Random(f"told {ending} {number}")))
    try:
        for entry in read_records(place, damage.policy().record_type("Project")):
            pass
    except InputError as error:
        print(error.problem.code, error.problem.value, error.render("zh"), sep="\\t", end="\\0")
"""

OF_US = re.compile(r"linkage-rules map|damaged\.\w+|Strict Open XML|CSV UTF-8|XML Spreadsheet 2003")
"""A command, the name of the file, and names of formats, which are the same in Chinese."""
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,:]+[A-Za-z]{2,}")


def told(ending: str, count: int, folder) -> list[list[str]]:
    """Code, value and words of all that was refused."""
    words = [sys.executable, "-c", TELLING, str(ROOT / "fuzz"), ending, str(count)]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [one.split("\t") for one in done.stdout.split("\0")[:-1]]


def english(words: str, content: str) -> list[str]:
    """English in a message that does not stand in the file itself."""
    return [said for said in ENGLISH.findall(OF_US.sub("", words)) if said not in content]


@pytest.mark.parametrize(
    ("ending", "count"),
    [
        (".xlsx", 60),
        (".xls", 60),
        (".ods", 60),
        (".xlsb", 60),
        (".csv", 150),
        (".json", 300),
        pytest.param(".parquet", 400, marks=pytest.mark.slow),
    ],
)
def test_a_damaged_file_is_told_in_words_of_the_reader_and_none_of_a_library(
    ending, count, tmp_path
):
    refused = told(ending, count, tmp_path)
    content = damage.whole(ending).decode("utf-8", "replace")
    assert [one for one in refused if english(one[2], content)] == []
    # Damage of these is seen; what is left of a CSV file or of JSON is often a file like others.
    assert ending == ".csv" or len(refused) > count // 20


def test_a_fault_of_our_own_is_not_told_as_damage(tmp_path):
    # Whose code it is, its globals say.
    of_ours = {"__name__": "linkage_rules.records.tables.workbooks"}
    exec("def ours(): return not_there", of_ours)
    with pytest.raises(NameError):
        guarded(tmp_path / "a.xlsx", of_ours["ours"])
    with pytest.raises(InputError) as refused:
        guarded(tmp_path / "a.xlsx", lambda: [][1])
    assert isinstance(refused.value.__cause__, IndexError)
    assert "list index" not in refused.value.render("en") + refused.value.render("zh")
