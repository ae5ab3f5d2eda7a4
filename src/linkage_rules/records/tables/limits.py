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
