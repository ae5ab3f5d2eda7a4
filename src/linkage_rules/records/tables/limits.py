"""How much a table may hold."""

from typing import Final

MAX_ROWS: Final = 1_048_576
"""Rows of one sheet, blank ones included: as many as Excel has."""

MAX_COLUMNS: Final = 1_000
"""Columns up to the last one with something in it."""

MAX_HEADER_SEARCH: Final = 30
"""Rows from the top among which the headings are looked for."""

MAX_HEADER_DEPTH: Final = 3
"""Rows of headings one above the other."""

MAX_UNPACKED_BYTES: Final = 500_000_000
"""All parts of a workbook together, unpacked."""

MAX_RATIO: Final = 200
"""How many times larger than packed a part of a workbook may be, if it is large at all."""

LARGE_PART_BYTES: Final = 20_000_000
"""Parts of a workbook up to this size may be packed as densely as they like."""

MAX_CSV_LINE: Final = 10_000_000
"""Characters on one line of a CSV file."""

MAX_MAPPING_BYTES: Final = 1_000_000
"""Size of a mapping file."""

MAX_ELEMENTS: Final = 1_000_000
"""XML elements of a part of a workbook, however small it is when packed."""

ELEMENTS_PER_BYTE: Final = 10
"""Elements for each packed byte of a larger part. Sheets as programs write them have about one;
cells that say nothing, over and over, have a hundred."""

MAX_SETTINGS: Final = 300_000
"""Elements of a part that is no sheet and no table of texts: styles, names, the list of sheets."""

MAX_SHEETS: Final = 1_000
"""Sheets of a workbook, each named in it once."""

MAX_ROW_CELLS: Final = 16_384
"""Cells on one row, blank ones included: as many as Excel has columns."""

MAX_MERGED: Final = 5_000_000
"""Cells that are given a value because they are merged with one above."""

MAX_COLUMN_VALUES: Final = 50_000_000
"""Values of one column of a Parquet file in one of its row groups, those in lists included."""

MAX_MERGES: Final = 100_000
"""Merged blocks of cells in one sheet."""

MAX_OLD_BYTES: Final = 60_000_000
"""Size of an old workbook (.xls, .et), which is taken apart in memory."""
