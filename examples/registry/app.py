"""A registry of projects: records come in over HTTP, lie in PostgreSQL, and are judged.

One record is judged when it comes in, and the answer says what stands in its way. All of them are
judged at once, every night or when it is asked for, as one frame in one query; the verdicts go into
a table that anybody may read with SQL. See README.md beside this file.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated, Any

import polars as pl
import psycopg
from fastapi import Body, FastAPI, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from psycopg.types.json import Jsonb

import linkage_rules as lr
from linkage_rules.records import validate

TABLES = """
CREATE TABLE IF NOT EXISTS project (
    id text PRIMARY KEY,
    record jsonb NOT NULL,
    received timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS verdict (
    project text NOT NULL REFERENCES project ON DELETE CASCADE,
    as_of date NOT NULL,
    policy_digest text NOT NULL,
    action text NOT NULL,
    verdict text NOT NULL,
    PRIMARY KEY (project, as_of, action)
);
"""

Plain = dict[str, Any]


class Registry:
    """The projects in a database, and the policy that they are judged by."""

    def __init__(self, database: str, policy: lr.Policy, record_type: str = "Project") -> None:
        self.database = database
        self.policy = policy
        self.record_type = record_type

    def prepare(self) -> None:
        """Make the tables where they are not there yet."""
        with psycopg.connect(self.database) as connection:
            connection.execute(TABLES)

    def receive(self, record: Mapping[str, object], as_of: date) -> lr.Decision:
        """Judge a record and keep it. Raises `RecordError` for one that cannot be used."""
        decision = self.judge(record, as_of)
        with psycopg.connect(self.database) as connection:
            connection.execute(
                "INSERT INTO project (id, record) VALUES (%s, %s) ON CONFLICT (id)"
                " DO UPDATE SET record = excluded.record, received = now()",
                (decision.record["id"], Jsonb(dict(record))),
            )
        return decision

    def find(self, project: str) -> Plain | None:
        """The record of a project as it was received."""
        with psycopg.connect(self.database) as connection:
            row = connection.execute(
                "SELECT record FROM project WHERE id = %s", (project,)
            ).fetchone()
        return None if row is None else row[0]

    def judge(self, record: Mapping[str, object], as_of: date) -> lr.Decision:
        """What the policy says of a record; the day is never left to chance."""
        return self.policy.evaluate(
            record, as_of=as_of, record_type=self.record_type, outside="raise"
        )

    def judge_all(self, as_of: date) -> int:
        """Judge every project in one query, and keep the verdicts of the day. Gives how many."""
        with psycopg.connect(self.database) as connection:
            found = connection.execute("SELECT record FROM project ORDER BY id").fetchall()
            if not found:
                return 0
            frame = self.frame([record for (record,) in found])
            verdicts = self.verdicts(frame, as_of)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM verdict WHERE as_of = %s", (as_of,))
                cursor.executemany(
                    "INSERT INTO verdict (project, action, verdict, as_of, policy_digest)"
                    " VALUES (%s, %s, %s, %s, %s)",
                    [(*row, as_of, self.policy.digest) for row in verdicts.iter_rows()],
                )
        return len(found)

    def frame(self, records: list[Plain]) -> pl.DataFrame:
        """Records as a frame: a row each, amounts in fen, lists as lists.

        They are read as single records are, so that 120万元 and 2023年5月1日 are what they say.
        """
        shape = self.policy.record_type(self.record_type)
        rows = [dict(validate(record, shape)) for record in records]
        frame = pl.DataFrame(rows, infer_schema_length=None)
        # What nobody has said of any project is unknown, as is a column that is not there.
        return frame.select(column for column in frame if column.null_count() < len(column))

    def verdicts(self, frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
        """A row for each project and action: the id, the action, the verdict."""
        judged = self.policy.evaluate_table(
            frame, as_of=as_of, record_type=self.record_type, outside="raise"
        )
        table: pl.DataFrame = judged.to_polars()
        actions = [name for name in table.columns if name.startswith("verdict_")]
        long = table.unpivot(actions, index="id", variable_name="action", value_name="verdict")
        return long.with_columns(pl.col("action").str.strip_prefix("verdict_"))

    def count(self, as_of: date) -> list[Plain]:
        """How many projects have which verdict on which action on a day."""
        with psycopg.connect(self.database) as connection:
            rows = connection.execute(
                "SELECT action, verdict, count(*) FROM verdict WHERE as_of = %s"
                " GROUP BY action, verdict ORDER BY action, verdict",
                (as_of,),
            ).fetchall()
        return [{"action": a, "verdict": v, "projects": n} for a, v, n in rows]


Day = Annotated[date, Query(description="the day to judge by, such as 2023-05-01")]
Record = Annotated[Plain, Body()]


def create(registry: Registry) -> FastAPI:
    """The application over a registry."""

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        registry.prepare()
        yield

    app = FastAPI(title="Registry of projects", lifespan=alive, docs_url=None, redoc_url=None)

    @app.exception_handler(lr.Error)
    def refused(request: Request, error: lr.Error) -> JSONResponse:
        """What the library refuses, with a code, a path and words for each problem."""
        return JSONResponse(error.to_dict(), 422)

    @app.put("/projects")
    def receive(record: Record, as_of: Day) -> Plain:
        return registry.receive(record, as_of).summary()

    @app.get("/projects/{project}")
    def judged(project: str, as_of: Day) -> Plain:
        return registry.judge(record_of(registry, project), as_of).summary()

    @app.get("/projects/{project}/reasons/{name}")
    def reasons(project: str, name: str, as_of: Day) -> Plain:
        decision = registry.judge(record_of(registry, project), as_of)
        return {"name": name, "text": decision.explain(name, "zh")}

    @app.post("/verdicts")
    def judge_all(as_of: Day) -> Plain:
        return {"projects": registry.judge_all(as_of)}

    @app.get("/verdicts")
    def verdicts(as_of: Day) -> list[Plain]:
        return registry.count(as_of)

    @app.get("/schema")
    def schema() -> Plain:
        return registry.policy.json_schema(registry.record_type)

    return app


def record_of(registry: Registry, project: str) -> Plain:
    record = registry.find(project)
    if record is None:
        raise HTTPException(404, f"there is no project {project}")
    return record


def from_environment() -> FastAPI:
    """The application as a server starts it: ``uvicorn --factory app:from_environment``."""
    return create(Registry(os.environ["DATABASE_URL"], lr.load("xiangtan_2022")))
