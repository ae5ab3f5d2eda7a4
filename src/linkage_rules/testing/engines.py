"""Asking every engine the same questions in the same way, to compare it with the reference
engine."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import count
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from linkage_rules.decisions.missing import Needs, missing
from linkage_rules.decisions.results import worked_out
from linkage_rules.engines.operations import LackingError
from linkage_rules.engines.reference import Evaluation
from linkage_rules.extras import MissingExtraError, required
from linkage_rules.model.briefly import in_brief
from linkage_rules.model.outcomes import Outcome
from linkage_rules.model.package import Package
from linkage_rules.model.types import RecordType
from linkage_rules.model.values import Period, Record, Value
from linkage_rules.plain.writing import exact
from linkage_rules.words.messages import Phrase

REFERENCE: Final = "reference"


@frozen
class Said:
    """The answers of one engine for one record, by name; ``None`` for what it does not give.

    ``missing`` are the fields that could still change an undetermined answer, without positions in
    lists: a query over a table names fields only, and may name some more. ``results`` have the form
    of columns of a table.
    """

    statuses: Mapping[str, str]
    verdicts: Mapping[str, str]
    by: Mapping[str, tuple[str, ...]] | None = None
    possible: Mapping[str, frozenset[str]] | None = None
    facts: Mapping[str, Value] | None = None
    missing: frozenset[str] | None = None
    results: Mapping[str, object] | None = None


@frozen
class Difference:
    """One answer of an engine that differs from the reference engine."""

    what: str
    name: str
    expected: object
    found: object

    __repr__ = in_brief


class PolicyRefusedError(Exception):
    """An engine refuses a policy and says why; there is nothing to compare."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.why = Phrase(en, zh)


Engine: TypeAlias = Callable[[Package, RecordType, Sequence[Record], date], list[Said]]
"""A function that gives the answers for each of some valid records on a day."""


def by_reference(
    package: Package, shape: RecordType, records: Sequence[Record], as_of: date
) -> list[Said]:
    """The answers of the reference engine, with which all others are compared."""
    found = []
    for record in records:
        evaluation = Evaluation(package, shape, record, as_of)
        needs = Needs(evaluation, shape)
        paths = missing(needs, (p for one in worked_out(needs) for p in one.result.missing))
        fields = frozenset(re.sub(r"\[\d+\]", "", path) for path in paths)
        facts = evaluation.fact_values()
        told = {
            fact.name: in_a_table(facts[fact.name], fact.name in package.whole_facts)
            for fact in package.results[shape.name]
        }
        found.append(evolve(_of_outcome(evaluation.outcome(), facts, fields), results=told))
    return found


def by_compiled_code(
    package: Package, shape: RecordType, records: Sequence[Record], as_of: date
) -> list[Said]:
    from linkage_rules.engines.compiled import Program

    program = Program(package, shape)
    return [_of_outcome(program.outcome(record, as_of)) for record in records]


def by_table(
    package: Package, shape: RecordType, records: Sequence[Record], as_of: date
) -> list[Said]:
    """The answers of one query over all records. Raises `PolicyRefusedError` for a policy that no
    query can work out."""
    from linkage_rules.engines.tabular.inputs import as_ibis

    return by_query_on(as_ibis)(package, shape, records, as_of)


SPARK_FOR_A_HANDFUL: Final[Mapping[str, str]] = {
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "1",
    # Compiling each query to bytecode takes seconds, which is not worth it for a few rows.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""The settings of Spark that are fastest for a few rows on one machine."""


def local_spark() -> tuple[Any, Callable[[Any], Any]]:
    """A session of Spark in local mode, and a function that loads an Arrow table into it.

    Raises `MissingExtraError` where PySpark is not installed.
    """
    ibis, spark = required("ibis", "tables"), required("pyspark.sql", "spark")
    local = spark.SparkSession.builder.master("local[1]")
    session = local.config(map=dict(SPARK_FOR_A_HANDFUL)).getOrCreate()
    connection = ibis.pyspark.connect(session)
    numbers = count()

    def put(table: Any) -> Any:
        name = f"rows_{next(numbers)}"
        session.createDataFrame(table).createOrReplaceTempView(name)
        return connection.table(name)

    return session, put


def by_query_on(put: Callable[[Any], Any]) -> Engine:
    """An engine that runs the query on tables that ``put`` makes of Arrow tables."""

    def ask(
        package: Package, shape: RecordType, records: Sequence[Record], as_of: date
    ) -> list[Said]:
        from linkage_rules.engines.tabular import TableError
        from linkage_rules.engines.tabular.arrow import table_of
        from linkage_rules.engines.tabular.inputs import without_notices
        from linkage_rules.engines.tabular.query import query

        row = _unused("row", shape)
        table = put(table_of(shape, records).append_column(row, [list(range(len(records)))]))
        try:
            asked = query(package, shape, table, as_of, [row])
        except TableError as error:
            raise PolicyRefusedError(error.en, error.zh) from error
        with without_notices():
            answers = asked.to_pyarrow().to_pylist()
        answers.sort(key=lambda answer: answer[row])
        return [
            Said(
                statuses=_columns(answer, "status_"),
                verdicts=_columns(answer, "verdict_"),
                by={name: tuple(norms) for name, norms in _columns(answer, "by_").items()},
                missing=frozenset(answer["missing"]),
                results={n: near(v) for n, v in _columns(answer, "result_").items()},
            )
            for answer in answers
        ]

    return ask


def by_constraints(
    package: Package, shape: RecordType, records: Sequence[Record], as_of: date
) -> list[Said]:
    """The answers of the symbolic engine, solved for each record.

    Raises `PolicyRefusedError` where it does not support an operation.
    """
    from linkage_rules.engines.symbolic import truths_of

    found = []
    for record in records:
        try:
            truths = truths_of(package, shape, record, as_of)
        except LackingError as error:
            raise PolicyRefusedError(error.because.en, error.because.zh) from error
        found.append(
            Said(
                statuses={n: status.value for n, status in truths.statuses.items()},
                verdicts={n: verdict.value for n, verdict in truths.verdicts.items()},
                possible={n: frozenset(v.value for v in p) for n, p in truths.possible.items()},
                facts=truths.facts,
            )
        )
    return found


_ENGINES: Final[Mapping[str, Engine]] = {
    REFERENCE: by_reference,
    "compiled": by_compiled_code,
    "tabular": by_table,
    "symbolic": by_constraints,
}
_NEEDS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "tabular": ("tables", ("pyarrow", "ibis")),
    "symbolic": ("analysis", ("z3",)),
}


def engines() -> dict[str, Engine]:
    """The engines whose libraries are installed, by name, the reference engine first.

    >>> list(engines())[:2]
    ['reference', 'compiled']
    """
    absent = absent_engines()
    return {name: engine for name, engine in _ENGINES.items() if name not in absent}


def absent_engines() -> dict[str, Phrase]:
    """The engines that are not available here, and why."""
    absent = {}
    for name, (extra, modules) in _NEEDS.items():
        try:
            for module in modules:
                required(module, extra)
        except MissingExtraError as error:
            absent[name] = Phrase(error.render("en"), error.render("zh"))
    return absent


def differences(expected: Said, found: Said) -> Iterator[Difference]:
    """All answers in which an engine differs from the reference engine.

    >>> said = Said({"duty": "violated"}, {})
    >>> [d.what for d in differences(said, Said({"duty": "fulfilled"}, {}))]
    ['status']
    """
    for what, wanted, got in (
        ("status", expected.statuses, found.statuses),
        ("verdict", expected.verdicts, found.verdicts),
        ("deciding norms", expected.by, found.by),
        ("possible verdicts", expected.possible, found.possible),
        ("fact", expected.facts, found.facts),
        ("result", expected.results, found.results),
    ):
        if wanted is None or got is None:
            continue
        for name in wanted.keys() | got.keys():
            if wanted.get(name) != got.get(name):
                yield Difference(what, name, wanted.get(name), got.get(name))
    if expected.missing is not None and found.missing is not None:
        for path in sorted(expected.missing - found.missing):
            yield Difference("missing", path, "named", "not named")


def in_a_table(value: Value, is_whole: bool) -> object:
    """A result in the form of a column of a table."""
    if isinstance(value, Period):
        return exact(value)
    if is_whole or isinstance(value, bool) or not isinstance(value, int | Fraction):
        return value
    return near(float(value))


def near(value: object) -> object:
    """The value in a form in which neighbouring floating point numbers are equal."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _of_outcome(
    outcome: Outcome,
    facts: Mapping[str, Value] | None = None,
    fields: frozenset[str] | None = None,
) -> Said:
    verdicts = outcome.verdicts
    return Said(
        statuses={name: norm.status.value for name, norm in outcome.norms.items()},
        verdicts={name: verdict.status.value for name, verdict in verdicts.items()},
        by={name: verdict.by for name, verdict in verdicts.items()},
        possible={
            name: frozenset(v.value for v in verdict.possible) for name, verdict in verdicts.items()
        },
        facts=facts,
        missing=fields,
    )


def _columns(answer: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): value
        for name, value in answer.items()
        if name.startswith(prefix)
    }


def _unused(name: str, shape: RecordType) -> str:
    while name in shape.by_spelling:
        name += "_"
    return name
