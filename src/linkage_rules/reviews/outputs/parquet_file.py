"""A review as a Parquet file, for programs: a row for each record, with the columns of
`Policy.evaluate_table` and the problems of records that could not be read."""

import re
from pathlib import Path
from typing import Any, Final

from linkage_rules.extras import required
from linkage_rules.reviews.opinions import Opinion
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.reviews import Judged, Unreadable
from linkage_rules.words.keywords import Language

PROBLEMS: Final = "problems"
"""The column that says what is wrong with a record that could not be read; NULL for the others."""

_ROWS: Final = 10_000
"""Rows that are held in memory until they are written."""

_POSITION: Final = re.compile(r"\[\d+\]")


class ParquetWriter:
    """Writes the records as they pass."""

    def __init__(self, place: Path, review: Review, language: Language) -> None:
        self._arrow = required("pyarrow", "parquet")
        self._language = language
        schema = _schema(self._arrow, review)
        self._file = required("pyarrow.parquet", "parquet").ParquetWriter(place, schema)
        self._schema = schema
        self._rows: list[dict[str, Any]] = []

    def judged(self, one: Judged, told: Opinion) -> None:
        """Take the row of a record."""
        decision = one.decision
        row: dict[str, Any] = {"id": one.title.id, "in_force": decision.in_force}
        for name, verdict in decision.verdicts.items():
            row[f"verdict_{name}"] = verdict.status.value
            row[f"by_{name}"] = list(verdict.by)
        row |= {f"status_{name}": norm.status.value for name, norm in decision.norms.items()}
        row["missing"] = list(dict.fromkeys(_POSITION.sub("", p) for p in decision.missing))
        self._take(row)

    def unreadable(self, one: Unreadable) -> None:
        """Take the row of a record that could not be read."""
        problems = [problem.render(self._language) for problem in one.error.problems]
        self._take({"id": one.title.id, PROBLEMS: problems})

    def finish(self) -> None:
        self._write()

    def close(self) -> None:
        self._file.close()

    def _take(self, row: dict[str, Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self._write()

    def _write(self) -> None:
        if self._rows:
            self._file.write_table(self._arrow.Table.from_pylist(self._rows, self._schema))
            self._rows = []


def _schema(arrow: Any, review: Review) -> Any:
    package, of = review.question.policy.package, review.question.record_type.name
    text, texts = arrow.string(), arrow.list_(arrow.string())
    columns = [("id", text), ("in_force", arrow.bool_())]
    for action in package.actions.values():
        if action.record_type == of:
            columns += [(f"verdict_{action.name}", text), (f"by_{action.name}", texts)]
    for norm in package.norms.values():
        if norm.record_type == of:
            columns.append((f"status_{norm.name}", text))
    return arrow.schema([*columns, ("missing", texts), (PROBLEMS, texts)])
