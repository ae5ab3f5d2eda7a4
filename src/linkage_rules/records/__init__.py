"""Records: from plain data and files to checked values, with every problem listed."""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.plain.digests import digest
    from linkage_rules.records.entries import Entry, Progress, Reading
    from linkage_rules.records.problems import (
        CellNote,
        CellProblem,
        InputError,
        Place,
        Problem,
        RecordError,
    )
    from linkage_rules.records.reading import read_records
    from linkage_rules.records.tables.mapping import ColumnMapping
    from linkage_rules.records.tables.mapping_files import MappingError, read_mapping
    from linkage_rules.records.tables.proposing import Proposal, propose_mapping
    from linkage_rules.records.tables.reading import TableReading
    from linkage_rules.records.tables.report import ReadingReport, SkippedRow
    from linkage_rules.records.tables.rows import Skip
    from linkage_rules.records.validation import validate
    from linkage_rules.words.messages import Phrase

__all__ = [
    "CellNote",
    "CellProblem",
    "ColumnMapping",
    "Entry",
    "InputError",
    "MappingError",
    "Phrase",
    "Place",
    "Problem",
    "Progress",
    "Proposal",
    "Reading",
    "ReadingReport",
    "RecordError",
    "Skip",
    "SkippedRow",
    "TableReading",
    "digest",
    "propose_mapping",
    "read_mapping",
    "read_records",
    "validate",
]

__getattr__ = on_demand(
    __name__,
    {
        ".plain.digests": ("digest",),
        ".words.messages": ("Phrase",),
        "entries": (
            "Entry",
            "Progress",
            "Reading",
        ),
        "problems": (
            "CellNote",
            "CellProblem",
            "InputError",
            "Place",
            "Problem",
            "RecordError",
        ),
        "reading": ("read_records",),
        "tables.mapping": ("ColumnMapping",),
        "tables.mapping_files": (
            "MappingError",
            "read_mapping",
        ),
        "tables.proposing": (
            "Proposal",
            "propose_mapping",
        ),
        "tables.reading": ("TableReading",),
        "tables.report": (
            "ReadingReport",
            "SkippedRow",
        ),
        "tables.rows": ("Skip",),
        "validation": ("validate",),
    },
)
