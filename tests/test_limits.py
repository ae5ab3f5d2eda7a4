"""The bounds that docs/limits.md names are those in the code, and every bound on input is named."""

import re
from importlib import import_module

import pytest

from linkage_rules.records import limits as of_records
from linkage_rules.records.tables import limits as of_tables
from tests.places import DOCS

TEXT = (DOCS / "limits.md").read_text("utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ")]

NAMED = {
    "language.reading.source": {"MAX_CHARACTERS": "characters of a file"},
    "language.reading.parser": {
        "MAX_DEPTH": "levels of an expression",
        "MAX_DECLARATION": "characters of a declaration",
        "MAX_UNREADABLE": "declarations of a file",
    },
    "language.checking.circles": {"MAX_FACTORS": "factors"},
    "language.checking.tables": {"MAX_ROWS": "decision table"},
    "language.checking.cases": {"MAX_CASES": "decision table"},
    "policy.loading.packages": {"MAX_USES": "policies that use policies"},
    "policy.loading.given": {
        "MAX_TEXTS": "texts given to `loads`",
        "MAX_TEXT_BYTES": "texts given to `loads`",
    },
    "policy.loading.built": {"MAX_BUILT_BYTES": "bytes of a built policy"},
    "policy.loading.store": {"MOST_FILES": "cached policies", "MAX_BYTES": "cached policies"},
    "policy.policy": {"_MOST_DAYS": "days of a timeline"},
    "policy.loading.evidence": {"_MOST_BYTES": "bytes, lines of an official text"},
    "sources.reading": {"MOST_LINES": "bytes, lines of an official text"},
    "sources.problems": {"MOST_PROBLEMS": "faults of one official text"},
    "records.limits": {
        "MAX_DEPTH": "levels, values, characters",
        "MAX_VALUES": "levels, values, characters",
        "MAX_TEXT": "levels, values, characters",
        "MAX_LINKED": "rows of a linked file",
        "MAX_LISTED": "problems of one record",
        "MAX_FILE_BYTES": "bytes of a `.json`",
        "MAX_LINE_BYTES": "bytes of a `.json`",
    },
    "records.tables.limits": {
        "MAX_ROWS": "rows of a sheet",
        "MAX_COLUMNS": "rows of a sheet",
        "MAX_HEADER_SEARCH": "rows from the top",
        "MAX_HEADER_DEPTH": "rows from the top",
        "MAX_UNPACKED_BYTES": "bytes of a workbook when unpacked",
        "MAX_RATIO": "bytes of a workbook when unpacked",
        "LARGE_PART_BYTES": "bytes of a workbook when unpacked",
        "MAX_CSV_LINE": "characters of a line of CSV",
        "MAX_MAPPING_BYTES": "bytes of a mapping file",
        "MAX_ELEMENTS": "XML elements of a sheet",
        "ELEMENTS_PER_BYTE": "XML elements of a sheet",
        "MAX_SETTINGS": "XML elements of any other part",
        "MAX_SHEETS": "sheets of a workbook",
        "MAX_ROW_CELLS": "cells on a row",
        "MAX_MERGED": "merged blocks",
        "MAX_MERGES": "merged blocks",
        "MAX_COLUMN_VALUES": "values of a Parquet column",
        "MAX_OLD_BYTES": "bytes of an old workbook",
    },
    "records.tables.number_formats": {
        "_MOST_DIGITS": "digits of a number",
        "_MOST_PLACES": "digits of a number",
    },
    "commands.standard_input": {"MAX_BYTES": "bytes through standard input"},
    "decisions.filed": {"MAX_BYTES": "bytes of a mapping file"},
    "decisions.steps": {
        "MAX_DEPTH": "levels of one explanation",
        "MAX_STEPS": "steps of one explanation",
        "LONGEST_DESCRIPTION": "characters of a condition",
        "_MOST_ELEMENTS": "elements of a list that are told",
    },
    "reviews.outputs.page": {"MOST_OPINIONS": "opinions in one", "MOST_LISTED": "opinions in one"},
    "reviews.outputs.terminal": {"MOST_LISTED": "opinions in one"},
    "engines.symbolic.records": {"MOST_PARTS": "a solver"},
    "engines.symbolic.revision": {"MOST_ELEMENTS": "a solver"},
}
"""Where a bound is in the code, and the row that names it."""

CASES = [(module, name, row) for module, names in NAMED.items() for name, row in names.items()]


@pytest.mark.parametrize(("module", "name", "row"), CASES)
def test_a_bound_is_what_the_code_says(module, name, row):
    value = getattr(import_module(f"linkage_rules.{module}"), name)
    (named,) = (line for line in ROWS if row in line.split("|")[1])
    numbers = re.findall(r"[0-9][0-9,]*", "".join(named.split("|")[1:4]))
    assert f"{value:,}" in [number.rstrip(",") for number in numbers], named


@pytest.mark.parametrize("module", [of_records, of_tables])
def test_every_bound_on_records_is_named(module):
    bounds = {name for name in vars(module) if name.isupper()}
    assert bounds == NAMED[module.__name__.removeprefix("linkage_rules.")].keys()


def test_the_bounds_of_queries_are_what_the_code_says():
    from linkage_rules.engines.tabular.query import MOST_STAGES

    assert f"{MOST_STAGES} facts, norms and questions" in TEXT


def test_the_largest_number_is_what_the_code_says():
    from linkage_rules.model.values import MAX_MAGNITUDE

    assert MAX_MAGNITUDE == 10**18
    assert "| 10^18 |" in TEXT


def test_the_limits_of_the_service_are_what_the_code_says():
    from attrs import fields

    from linkage_rules.service import Limits

    named = dict(re.findall(r"^\| `(\w+)` \| ([0-9,]+) \|", TEXT, re.MULTILINE))
    assert named == {each.name: f"{each.default:,}" for each in fields(Limits)}
