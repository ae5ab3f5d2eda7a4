"""The limits of records and files of records. What exceeds them is reported as a problem."""

from typing import Final

MAX_DEPTH: Final = 32
"""Levels of nesting in a record: the record is one, a list in it another, a record in that a third.
The levels of a file are counted alike."""

MAX_VALUES: Final = 1_000_000
"""Fields given and list elements in one record, nested ones included."""

MAX_TEXT: Final = 100_000
"""Characters in a text field."""

MAX_LINKED: Final = 1_000_000
"""The most rows of a file that fills a list of other records; they are held in memory."""

MAX_LISTED: Final = 1_000
"""Problems of one record that are described; further ones are counted."""

MAX_FILE_BYTES: Final = 200_000_000
"""Size of a file that has to be held in memory as a whole (.json)."""

MAX_LINE_BYTES: Final = 50_000_000
"""Size of one line of a file that is read line by line (.ndjson, .jsonl)."""
