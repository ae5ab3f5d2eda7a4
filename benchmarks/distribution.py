"""A distribution among a thousand households: by this library, and by hand.

    python benchmarks/distribution.py

prints medians of one run as Markdown: compiled code beside the same written out in Python with
fractions, and DuckDB beside the same in SQL by hand. Both by hand give the same shares, which is
checked first.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from machine import described, markdown, warn_if_busy

import linkage_rules as lr
from linkage_rules.engines.reference import Evaluation
from linkage_rules.records import validate

POLICY = """
policy dividends "分红"

record Household "农户"
  name "户主": text
  member "成员": yes/no
  shares "股数": whole number at least 0 at most 10000
  floor_return "保底收益": money at least 0元 at most 1000元

record Project "项目"
  households "农户们": list of Household
  net_income "净收益": money at least 0元 at most 1000万元

bearer county "县"

distribution dividends "收益分配" of Project
  among h in households where h.member
  total net_income
  base h.floor_return
  by h.shares
  to 1分

action pay "分红" of Project

norm pays "应当分红" for Project
  when sum(d over d in dividends) >= 1元
  county must pay
"""
DAY = date(2023, 5, 1)
SQL = """
WITH one AS (
    SELECT id, net_income, row_number() OVER () AS place, h.*
    FROM (SELECT id, net_income, unnest(households) AS h FROM projects)
), placed AS (
    SELECT id, net_income, row_number() OVER (PARTITION BY id ORDER BY place) AS place,
        CASE WHEN member THEN shares ELSE 0 END::HUGEINT AS weight,
        CASE WHEN member THEN floor_return ELSE 0 END AS base
    FROM one
), summed AS (
    SELECT *, sum(weight) OVER w AS weights,
        greatest(net_income - sum(base) OVER w, 0)::HUGEINT AS rest
    FROM placed WINDOW w AS (PARTITION BY id)
), parted AS (
    SELECT *, weight * rest // weights AS units, weight * rest % weights AS remainder FROM summed
), ranked AS (
    SELECT *, rest - sum(units) OVER w AS more,
        row_number() OVER (PARTITION BY id ORDER BY remainder DESC, place) AS rank
    FROM parted WINDOW w AS (PARTITION BY id)
)
SELECT id, sum(base + units + CASE WHEN rank <= more THEN 1 ELSE 0 END) >= 100 AS due
FROM ranked GROUP BY id
"""


def by_hand(project: dict[str, Any]) -> list[int]:
    """The shares with fractions, as somebody writes them who does not want to lose a fen."""
    members = [h for h in project["households"] if h["member"]]
    left = Fraction(max(project["net_income"] - sum(h["floor_return"] for h in members), 0))
    whole = sum(h["shares"] for h in members)
    parts = [left * h["shares"] / whole for h in members]
    units = [int(part) for part in parts]
    over = int(left) - sum(units)
    ranked = sorted(range(len(parts)), key=lambda i: (-(parts[i] - units[i]), i))
    for place in ranked[:over]:
        units[place] += 1
    given = iter(h["floor_return"] + count for h, count in zip(members, units, strict=True))
    return [next(given) if h["member"] else 0 for h in project["households"]]


def project(random: Random, number: int) -> dict[str, Any]:
    return {
        "net_income": random.randint(5 * 10**7, 10**9),
        "households": [
            {
                "name": f"户{n}",
                "member": random.random() < 0.9,
                "shares": random.randint(1, 10_000),
                "floor_return": random.randint(0, 10_000),
            }
            for n in range(number)
        ],
    }


def median(act: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--households", type=int, default=1_000)
    parser.add_argument("--projects", type=int, default=200)
    asked = parser.parse_args(arguments)
    warn_if_busy()
    random = Random(1)
    policy = lr.loads({"dividends.pol": POLICY})
    shape = policy.package.record_types["Project"]
    one = project(random, asked.households)
    record = validate(one, shape)
    shares = Evaluation(policy.package, shape, record, DAY).fact_values()["dividends"]
    assert list(shares) == by_hand(one)

    def judged() -> object:
        return policy.evaluate(record, as_of=DAY, record_type="Project", assume_valid=True).norms

    hand = median(lambda: by_hand(one), asked.rounds)
    ours = median(judged, asked.rounds)

    many = [{"id": n, **project(random, asked.households)} for n in range(asked.projects)]
    household = pa.struct(
        [
            *(("name", pa.string()), ("member", pa.bool_())),
            *(("shares", pa.int64()), ("floor_return", pa.int64())),
        ]
    )
    columns = [("id", pa.int64()), ("net_income", pa.int64()), ("households", pa.list_(household))]
    table = pa.Table.from_pylist(many, schema=pa.schema(columns))
    connection = duckdb.connect()
    connection.execute("SET threads TO 1")
    connection.register("arrow", table)
    connection.execute("CREATE TABLE projects AS SELECT * FROM arrow")
    backend = ibis.duckdb.from_connection(connection)
    query = policy.evaluate_table(
        backend.table("projects"), as_of=DAY, record_type="Project", columns=["id", "status_pays"]
    )
    text = ibis.to_sql(query, dialect="duckdb")
    found = dict(connection.execute(str(text)).fetchall())
    assert found == {n: "due" if due else "" for n, due in connection.execute(SQL).fetchall()}
    rounds = max(5, asked.rounds // 3)
    sql = median(lambda: connection.execute(SQL).fetchall(), rounds)
    by_query = median(lambda: connection.execute(str(text)).fetchall(), rounds)

    among = f"{asked.households:,} households"
    rows = f"{asked.projects:,} projects of {among}"
    timed = [
        (f"{among}, in Python with fractions, by hand", hand, hand),
        (f"{among}, compiled code, every status read", ours, hand),
        (f"{rows}, DuckDB, SQL by hand", sql, sql),
        (f"{rows}, DuckDB, this library", by_query, sql),
    ]
    figures = [["a distribution", "ms", "× by hand"]]
    figures += [[what, f"{took * 1e3:.2f}", f"{took / base:.2f}"] for what, took, base in timed]
    print("\n".join([*markdown(figures), "", described()]))


if __name__ == "__main__":
    main(sys.argv[1:])
