"""The limits of tables."""

from typing import Final

MAX_ROWS: Final = 1_048_576
"""Rows of one sheet, blank ones included: as many as Excel has."""

MAX_COLUMNS: Final = 1_000
"""The last column that may have content."""

MAX_HEADER_SEARCH: Final = 30
"""Rows from the top among which the headings are looked for."""

MAX_HEADER_DEPTH: Final = 3
"""Rows of headings one above the other."""

MAX_UNPACKED_BYTES: Final = 500_000_000
"""The most bytes of all parts of a workbook together, unpacked."""

MAX_RATIO: Final = 200
"""The largest ratio of unpacked to packed size of a large part of a workbook."""

LARGE_PART_BYTES: Final = 20_000_000
"""Parts of a workbook up to this unpacked size may have any ratio."""

MAX_CSV_LINE: Final = 10_000_000
"""Characters on one line of a CSV file."""

MAX_MAPPING_BYTES: Final = 1_000_000
"""Size of a mapping file."""

MAX_ELEMENTS: Final = 1_000_000
"""The XML elements that a part of a workbook may have in any case, however small it is packed."""

ELEMENTS_PER_BYTE: Final = 10
"""XML elements per packed byte of a larger part. Sheets that programs write have about one; endless
empty cells have a hundred."""

MAX_SETTINGS: Final = 300_000
"""The most elements of a part that is neither a sheet nor the shared texts: styles, names, the list
of sheets."""

MAX_SHEETS: Final = 1_000
"""Sheets of a workbook, each named in it once."""

MAX_ROW_CELLS: Final = 16_384
"""Cells on one row, blank ones included: as many as Excel has columns."""

MAX_MERGED: Final = 5_000_000
"""The most cells that get their value from a merged cell above."""

MAX_COLUMN_VALUES: Final = 50_000_000
"""Values of one column of a Parquet file in one of its row groups, those in lists included."""

MAX_MERGES: Final = 100_000
"""Merged blocks of cells in one sheet."""

MAX_OLD_BYTES: Final = 60_000_000
"""The most bytes of an old workbook (.xls, .et), which is parsed in memory."""
