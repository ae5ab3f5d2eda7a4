"""Records: from plain data and files to checked values, with every problem listed.

**It takes** what somebody has: mappings from a program, JSON, and the tables that offices keep,
with everything that is in them. **It gives** records as the model has them (money in fen, dates as
days, unknown as ``None``), or a `RecordError` that lists every problem with its place, what was
found, what was expected and the likely fix. Values that are not exact are not guessed: a float that
is near a decimal, an amount without a unit, or a date that shows no year is reported or noted.

- `validation.validate` is the way from plain data of any origin to a checked record; read it first.
It defines what a valid record is; the compiled sweep over plain records has to agree with it. -
`given` finds the fields of models, rows and objects, and plain values in those of NumPy, pandas. -
`scalars` turns single values into those of the model, exactly or not at all; `refusals` says why
one is not taken, and `problems` is what a problem is. - `reading.read_records` opens a file of any
format. It gives the entries one by one, so that a file of any length is read in bounded memory:
`json_files` for JSON, `tables` for workbooks, CSV and Parquet. - `linking.link_records` puts lists
into records that stand in files of their own. - `tables` reads what an officer sees in a cell.
Which column fills which field is a mapping, which a person writes in TOML or has proposed;
``docs/mapping.md`` tells of it. - `schema` says what records of a type look like, as a JSON Schema
for programs of others; `models` makes models of pydantic of them. - `limits` bounds sizes and
depths. What goes beyond is a problem, and no crash.

**It may not know** what a policy says of a record: types and bounds are all that is asked. Nor does
it know the language; values are written there with `words.literals`, as here. Libraries for
workbooks and Parquet are extras, imported with the first such file.

Public names are offered here and imported when they are first asked for.
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.plain.digests import digest
    from linkage_rules.records.entries import Entry, Progress, Reading
    from linkage_rules.records.linking import (
        LinkedFile,
        LinkedReading,
        LinkProblem,
        LinkReport,
        Misfit,
        link_records,
        linked_type,
    )
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
    "LinkProblem",
    "LinkReport",
    "LinkedFile",
    "LinkedReading",
    "MappingError",
    "Misfit",
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
    "link_records",
    "linked_type",
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
        "linking": (
            "LinkProblem",
            "LinkReport",
            "LinkedFile",
            "LinkedReading",
            "Misfit",
            "link_records",
            "linked_type",
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
