"""A review as rows in a table of a database: those of a Parquet file, with the day and the policy.

A table may hold the rows of several reviews, so each row has its policy and day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from linkage_rules.records.databases import DatabaseUrl, Kind, TableWriter, table_writer
from linkage_rules.reviews.outputs.parquet_file import columns_of, row_of, row_of_unreadable
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.reviews import Judged, Unreadable
from linkage_rules.words.keywords import Language

_WHENCE: Final = {"policy": Kind.TEXT, "policy_digest": Kind.TEXT, "as_of": Kind.DAY}


@contextmanager
def database_writer(
    url: DatabaseUrl, review: Review, language: Language
) -> "Iterator[DatabaseWriter]":
    """A writer of the records to a table; at the end the table is there as a whole, or not at
    all."""
    with table_writer(url, {**_WHENCE, **columns_of(review)}) as table:
        yield DatabaseWriter(table, review, language)


class DatabaseWriter:
    """Writes the records as they pass."""

    def __init__(self, table: TableWriter, review: Review, language: Language) -> None:
        question = review.question
        self._table = table
        self._language = language
        self._whence = {
            "policy": question.policy.package.name,
            "policy_digest": question.policy.digest,
            "as_of": question.as_of,
        }

    def judged_as_data(self, one: Judged) -> None:
        """Take the row of a record."""
        self._table.take(self._whence | row_of(one))

    def unreadable(self, one: Unreadable) -> None:
        """Take the row of a record that could not be read."""
        self._table.take(self._whence | row_of_unreadable(one, self._language))

    def finish(self) -> None:
        self._table.finish()
