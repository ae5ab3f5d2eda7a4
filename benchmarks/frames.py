"""How fast frames in memory are judged, beside what a user would write for the same twelve rules.

    python benchmarks/frames.py [--rows 10000 --rows 100000] [--rounds 5]

Each answers the rules of the workload for one Arrow table: SQL for DuckDB that knows its functions
of lists, Polars, NumPy over the buffers of Arrow, OpenFisca, and this library, with a query made
for each table and with one that is prepared. All answers are compared first. Times are those of the
processor, of all threads together, the median of rounds taken in turn: they bear a busy machine. By
hand and in OpenFisca nothing is unknown, and nothing is said but twelve truths; nobody hashes
anything. Needs the extras `tables` and `peers`, and Polars.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import duckdb
import machine
import numpy as np
import openfisca_rules
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import tables

import linkage_rules as lr

ASSISTANCE = (
    *("bridging_subsidy", "integrated_agri", "east_west", "designated_aid"),
    "social_donation",
)
CONTRACTED = ("share", "lease_land", "lease_house")


def by_polars(table: pa.Table) -> list[Any]:
    """The twelve rules in Polars, over lists as they are."""
    one, c = pl.element().struct.field, pl.col
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)

    def each(name: str, expression: pl.Expr) -> Any:
        return c(name).list.eval(expression).list

    duty = c("operating") & (c("assisted") | c("in_asset_management"))
    contracted = each("modes", one("mode").is_in(CONTRACTED)).any()
    low = each("modes", (one("mode") == "share") & (one("floor_return_bp") < 100)).any()
    start = pl.date(2021, 1, 1), pl.date(2025, 12, 31)
    answers = (
        frame.with_columns(
            assisted=each("funds", one("type").is_in(ASSISTANCE)).any(),
            poor=each("modes", one("poor_households")).sum(),
            reached=each("modes", one("households")).sum(),
            amount=each("funds", one("amount")).sum(),
            kinds=each("modes", one("mode")).n_unique(),
            all_reached=each("modes", one("households") >= 1).all(),
        )
        .with_columns(duty=duty)
        .select(
            c("duty").alias("1"),
            (c("duty") & ~c("mechanism")).alias("2"),
            (c("duty") & ~c("effects_clear")).alias("3"),
            (
                c("implemented")
                & c("duty")
                & ((c("poor") == 0) | c("assets_idle") | c("operating_loss"))
            ).alias("4"),
            (c("implemented") & c("nominal") & (c("reached") == 0)).alias("5"),
            (contracted & ~c("agreement_signed")).alias("6"),
            low.alias("7"),
            (c("operating") & ~c("assisted") & (c("modes").list.len() >= 1)).alias("8"),
            ((c("amount") < 200_000_000) & (c("asset_owner") == "village")).alias("9"),
            c("start").is_between(*start).alias("10"),
            (
                c("mechanism")
                & c("effects_clear")
                & (c("poor") * 100 >= 30 * c("reached"))
                & (c("kinds") >= 2)
            ).alias("11"),
            c("all_reached").alias("12"),
        )
    )
    return [answers.to_series(n).to_numpy() for n in range(12)]


def by_numpy(table: pa.Table) -> list[Any]:
    """The twelve rules on the buffers of Arrow: a list is its elements and where they begin."""

    def column(name: str) -> Any:
        return table[name].combine_chunks().to_numpy(zero_copy_only=False)

    def elements(name: str) -> tuple[Any, Any]:
        array = table[name].combine_chunks()
        return array.flatten(), array.offsets.to_numpy() - array.offsets[0].as_py()

    def sums(values: Any, ends: Any) -> Any:
        running = np.concatenate(([0], np.cumsum(values)))
        return running[ends[1:]] - running[ends[:-1]]

    def codes(texts: Any) -> tuple[Any, dict[str, int]]:
        found = texts.dictionary_encode()
        words = {word: n for n, word in enumerate(found.dictionary.to_pylist())}
        return found.indices.to_numpy(), words

    funds, of_funds = elements("funds")
    modes, of_modes = elements("modes")
    types, type_words = codes(funds.field("type"))
    kinds, kind_words = codes(modes.field("mode"))
    helping = np.isin(types, [type_words.get(w, -1) for w in ASSISTANCE])
    assisted = sums(helping, of_funds) > 0
    households = modes.field("households").to_numpy()
    poor = sums(modes.field("poor_households").to_numpy(), of_modes)
    reached = sums(households, of_modes)
    contracted = sums(np.isin(kinds, [kind_words.get(w, -1) for w in CONTRACTED]), of_modes) > 0
    share = kinds == kind_words.get("share", -1)
    low = sums(share & (modes.field("floor_return_bp").to_numpy() < 100), of_modes) > 0
    bits = np.zeros(len(of_modes) - 1, np.int64)
    rows = np.repeat(np.arange(len(bits)), np.diff(of_modes))
    np.bitwise_or.at(bits, rows, np.left_shift(1, kinds))
    several = (bits & (bits - 1)) != 0
    duty = column("operating") & (assisted | column("in_asset_management"))
    owners, owner_words = codes(table["asset_owner"].combine_chunks())
    start = column("start").astype("datetime64[D]")
    mechanism, clear, implemented = map(column, ("mechanism", "effects_clear", "implemented"))
    return [
        duty,
        duty & ~mechanism,
        duty & ~clear,
        implemented & duty & ((poor == 0) | column("assets_idle") | column("operating_loss")),
        implemented & column("nominal") & (reached == 0),
        contracted & ~column("agreement_signed"),
        low,
        column("operating") & ~assisted & (np.diff(of_modes) >= 1),
        (sums(funds.field("amount").to_numpy(), of_funds) < 200_000_000)
        & (owners == owner_words["village"]),
        (start >= np.datetime64("2021-01-01")) & (start <= np.datetime64("2025-12-31")),
        mechanism & clear & (poor * 100 >= 30 * reached) & several,
        sums(households < 1, of_modes) == 0,
    ]


def works(policy: lr.Policy, table: pa.Table) -> dict[str, Callable[[], Any]]:
    """What is timed, by name; each gives a table or a list of twelve columns."""
    statuses = [f"status_rule_{n}" for n in tables.RULES]
    asked: dict[str, Any] = {"as_of": tables.AS_OF}
    some = policy.prepare_table(table.schema, columns=statuses, **asked)
    every = policy.prepare_table(table.schema, **asked)
    connection = duckdb.connect(config={"threads": 1})

    def by_sql() -> Any:
        connection.register("rows", table)
        return connection.sql(tables.BY_HAND).to_arrow_table()

    def anew() -> Any:
        made = policy.evaluate_table(table, columns=statuses, **asked)
        made.get_backend().raw_sql("SET threads = 1")
        return made.to_pyarrow()

    rules = openfisca_rules.system()
    arrays = openfisca_rules.given(table)
    return {
        "good SQL by hand, DuckDB": by_sql,
        "Polars by hand": lambda: by_polars(table),
        "NumPy over Arrow by hand": lambda: by_numpy(table),
        "OpenFisca": lambda: openfisca_rules.answers(rules, openfisca_rules.given(table)),
        "OpenFisca, its arrays made before": lambda: openfisca_rules.answers(rules, arrays),
        "`prepare_table`, the 12 statuses": lambda: some.evaluate(table),
        "`prepare_table`, all 37 columns": lambda: every.evaluate(table),
        "`evaluate_table`, the 12 statuses": anew,
    }


def truths(answers: Any) -> list[Any]:
    """The twelve answers of whatever gave them, as arrays."""
    if isinstance(answers, list):
        return [np.asarray(one, bool) for one in answers]
    names = [f"rule_{n}" for n in tables.RULES]
    if names[0] not in answers.column_names:
        found = [pc.not_equal(answers[f"status_{name}"], "not_applicable") for name in names]
    else:
        found = [answers[name] for name in names]
    return [one.to_numpy() for one in found]


def times(policy: lr.Policy, table: pa.Table, rounds: int) -> dict[str, float]:
    """Seconds of CPU of each, the median of the rounds; ends the run where answers differ."""
    asked = works(policy, table)
    expected = None
    for name, work in asked.items():
        found = truths(work())
        expected = expected or found
        if not np.array_equal(expected, found):
            raise SystemExit(f"{name} has other answers than {next(iter(asked))}")
    taken: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, work in asked.items():
            started = time.process_time()
            work()
            taken[name].append(time.process_time() - started)
    return {name: statistics.median(found) for name, found in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    counts = arguments.rows or [10_000, 100_000]
    machine.warn_if_busy()
    policy = lr.load(tables.POLICY)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        tables.write(path, max(counts))
        whole = pq.read_table(path)
    found = [times(policy, whole.slice(0, n).combine_chunks(), arguments.rounds) for n in counts]
    heads = [head for n in counts for head in (f"ms, {n:,} rows", "of Polars' time")]
    rows: list[tuple[str, ...]] = [("", *heads)]
    for name in found[0]:
        cells = []
        for one in found:
            cells += [f"{1000 * one[name]:.1f}", f"{one[name] / one['Polars by hand']:.1f}"]
        rows.append((name, *cells))
    print("\n".join(machine.markdown(rows)))
    print(f"\n{machine.described()}")


if __name__ == "__main__":
    main()
