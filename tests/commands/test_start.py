"""A command imports what its output needs: most of what a short one takes is importing."""

import json
import subprocess
import sys

import pytest

import linkage_rules as lr

PROGRAM = """
import contextlib, io, json, sys
from linkage_rules.commands.cli import main

told = {}
for words in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        main(words)
    told[words[-1]] = [*sys.modules]
print(json.dumps(told))
"""
SHOWING = {"rich", "jinja2", "markupsafe"}
"""What shows on terminals and makes pages."""
READING = {"lark", "linkage_rules.language.reading.parser", "linkage_rules.language.checking.check"}
"""What reads and checks a policy, which was done before."""
OTHER_FILES = {
    "openpyxl",
    "pyarrow",
    "xlsxwriter",
    "linkage_rules.records.databases",
    "linkage_rules.records.tables.reading",
    "linkage_rules.reviews.outputs.workbook",
    "linkage_rules.reviews.outputs.page",
}
"""What reads tables and writes other forms."""


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The modules that are imported once a record was reviewed into a form, one after the other."""
    lr.load("xiangtan_2022")
    records = tmp_path_factory.mktemp("start") / "one.json"
    records.write_text('[{"id": "P-1", "operating": true}]', "utf-8")
    asked = ["review", "xiangtan_2022", str(records), "--as-of", "2023-05-01", "--format"]
    forms = json.dumps([[*asked, form] for form in ("csv", "json")])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, forms], check=True, capture_output=True, text=True
    )
    return {form: set(names) for form, names in json.loads(done.stdout).items()}


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("unneeded", [SHOWING, READING, OTHER_FILES], ids=["show", "read", "other"])
def test_a_review_for_programs_imports_nothing_that_it_does_not_need(imported, form, unneeded):
    assert "linkage_rules.reviews.reviews" in imported[form]
    assert not unneeded & imported[form]
