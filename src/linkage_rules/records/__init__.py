"""Records: from plain data and files to checked values, with every problem listed."""

from linkage_rules.records.entries import Entry
from linkage_rules.records.identity import digest
from linkage_rules.records.problems import InputError, Problem, RecordError
from linkage_rules.records.reading import read_records
from linkage_rules.records.validation import validate
from linkage_rules.records.wording import Wording

__all__ = [
    "Entry",
    "InputError",
    "Problem",
    "RecordError",
    "Wording",
    "digest",
    "read_records",
    "validate",
]
