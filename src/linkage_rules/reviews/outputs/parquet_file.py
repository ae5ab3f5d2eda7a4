"""A review as a Parquet file, for programs: a row for each record, with the columns of
`Policy.evaluate_table` and the problems of records that could not be read."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from linkage_rules.extras import required
from linkage_rules.model.norms import Fact
from linkage_rules.model.package import Package
from linkage_rules.model.types import Scalar
from linkage_rules.model.values import Value
from linkage_rules.plain.writing import exact, on_one_line, tagged
from linkage_rules.records.databases import Kind
from linkage_rules.reviews.findings import facts_alone
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.reviews import Judged, Unreadable
from linkage_rules.words.keywords import Language

PROBLEMS: Final = "problems"
"""The column that says what is wrong with a record that could not be read; NULL for the others."""

_ROWS: Final = 10_000
"""How many rows are held in memory before they are written."""

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

    def judged_as_data(self, one: Judged) -> None:
        """Take the row of a record."""
        self._take(row_of(one))

    def unreadable(self, one: Unreadable) -> None:
        """Take the row of a record that could not be read."""
        self._take(row_of_unreadable(one, self._language))

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
    texts = arrow.list_(arrow.string())
    types = {
        Kind.TEXT: arrow.string(),
        Kind.FLAG: arrow.bool_(),
        Kind.DAY: arrow.date32(),
        Kind.TEXTS: texts,
        Kind.WHOLE: arrow.decimal128(38, 0),
        Kind.NUMBER: arrow.float64(),
    }
    return arrow.schema([(name, types[kind]) for name, kind in columns_of(review).items()])


def columns_of(review: Review) -> dict[str, Kind]:
    """The columns of the answers: those of `Policy.evaluate_table`, or for a policy that has only
    facts, these and its results."""
    package, of = review.question.policy.package, review.question.record_type.name
    columns = {"id": Kind.TEXT, "in_force": Kind.FLAG}
    for action in package.actions.values():
        if action.record_type == of:
            columns |= {f"verdict_{action.name}": Kind.TEXT, f"by_{action.name}": Kind.TEXTS}
    for norm in package.norms.values():
        if norm.record_type == of:
            columns[f"status_{norm.name}"] = Kind.TEXT
            if norm.deadline is not None:
                columns[f"due_{norm.name}"] = Kind.DAY
    for fact in package.results[of]:
        columns[f"result_{fact.name}"] = _kind(fact, package)
    for fact in facts_alone(package, review.question.record_type):
        columns[f"fact_{fact.name}"] = Kind.FLAG if fact.type is Scalar.YES_NO else Kind.TEXT
    return {**columns, "missing": Kind.TEXTS, PROBLEMS: Kind.TEXTS}


def row_of(one: Judged) -> dict[str, Any]:
    """The answers on one record, by column."""
    decision = one.decision
    row: dict[str, Any] = {"id": one.title.id, "in_force": decision.in_force}
    for name, verdict in decision.verdicts.items():
        row[f"verdict_{name}"] = verdict.status.value
        row[f"by_{name}"] = list(verdict.by)
    for name, outcome in decision.norms.items():
        row[f"status_{name}"] = outcome.status.value
        if outcome.norm.deadline is not None:
            row[f"due_{name}"] = outcome.due
    for fact in decision.package.results[decision.record_type.name]:
        value = decision.results[fact.name].value
        row[f"result_{fact.name}"] = _given(value, _kind(fact, decision.package))
    for fact in facts_alone(decision.package, decision.record_type):
        value = tagged(decision.facts[fact.name], fact.type)["value"]
        as_it_is = value is None or isinstance(value, bool | str)
        row[f"fact_{fact.name}"] = value if as_it_is else on_one_line(value)
    row["missing"] = list(dict.fromkeys(_POSITION.sub("", p) for p in decision.missing))
    return row


_KINDS: Final = {Scalar.YES_NO: Kind.FLAG, Scalar.DATE: Kind.DAY}
_NUMBERS: Final = frozenset({Scalar.WHOLE, Scalar.MONEY, Scalar.NUMBER})


def _kind(result: Fact, package: Package) -> Kind:
    """The kind of the column of a result: whole fen for money, unless it may be a fraction of
    one."""
    if result.type in _NUMBERS:
        return Kind.WHOLE if result.name in package.whole_facts else Kind.NUMBER
    return _KINDS.get(result.type, Kind.TEXT) if isinstance(result.type, Scalar) else Kind.TEXT


def _given(value: Value, kind: Kind) -> object:
    if kind is Kind.NUMBER and value is not None:
        assert isinstance(value, int | Fraction)
        return float(value)
    return value if kind is not Kind.TEXT or value is None else exact(value)


def row_of_unreadable(one: Unreadable, language: Language) -> dict[str, Any]:
    """What is wrong with a record that could not be read, by column."""
    problems = [problem.render(language) for problem in one.error.problems]
    return {"id": one.title.id, PROBLEMS: problems}
