"""A cluster of Spark on this machine: a master and two workers, started without Spark's scripts.

Everything listens on the loopback address, on ports that are free; it ends with the block.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

needs_java = pytest.mark.skipif(
    not (shutil.which("java") or os.environ.get("JAVA_HOME")), reason="NOT RUN: Spark needs Java"
)
HOST = "127.0.0.1"
PATIENCE = 120
WORKERS = 2


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
    return port


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a master, to which two workers with a core each have come."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST}
    environment |= {"SPARK_DAEMON_MEMORY": "256m", "SPARK_NO_DAEMONIZE": "1"}
    master, page = free_port(), free_port()
    address = f"spark://{HOST}:{master}"
    with ExitStack() as running:
        folder = Path(running.enter_context(TemporaryDirectory(prefix="cluster-")))

        def start(name: str, kind: str, *words: object) -> Path:
            log = folder / f"{name}.log"
            command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{kind}"]
            with log.open("wb") as file:
                process = subprocess.Popen(
                    [*command, *map(str, words)], env=environment, stdout=file, stderr=file
                )
            running.callback(_end, process)
            return log

        start("master", "master.Master", "--host", HOST, "--port", master, "--webui-port", page)
        for number in range(WORKERS):
            words = ("--host", HOST, "--webui-port", 0, "--cores", 1, "--memory", "1g")
            place = ("--work-dir", folder / f"work{number}", address)
            start(f"worker{number}", "worker.Worker", *words, *place)
        yield address


def _end(process: "subprocess.Popen[Any]") -> None:
    process.terminate()
    process.wait(PATIENCE)


SCRIPT = """
import sys
import ibis
import pyarrow.parquet as parquet
from pyspark.sql import SparkSession
from tests.differential.questions import DAY, QUESTIONS, SMALL
from tests.policies import policy_of

address, rows, out = sys.argv[1:]
options = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "512m",
    "spark.executor.cores": "1",
    "spark.cores.max": "2",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "2",
    "spark.scheduler.minRegisteredResourcesRatio": "1.0",
    "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
session = SparkSession.builder.master(address).config(map=options).getOrCreate()
table = ibis.pyspark.connect(session).read_parquet(rows)
policy = policy_of(SMALL.format(least="20元"))
answers = policy.evaluate_table(table, as_of=DAY).to_pyarrow()
parquet.write_table(answers, out)
workers = session._jsc.sc().statusTracker().getExecutorInfos()
print("executors", len(workers) - 1)
session.stop()
"""
"""What a driver does; in a process of its own, for one process has one session."""
