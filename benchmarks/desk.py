"""How long the desk takes for a large spreadsheet, and whether it answers meanwhile.

    python benchmarks/desk.py [--rows 50000] [--only csv|xlsx]

A desk is started as users start it, and asked over its connection as the page asks: to read a
spreadsheet in the layout of the office, to review it, and to write the table of results. While each
goes on, the folder is asked for again and again, as a user does who works on in another place.
Printed are the seconds of each, the longest time such a question waited, and the most memory that
the process of the desk held. Needs the extras `desk` and `sheets`.
"""

import argparse
import asyncio
import json
import re
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import machine
from spreadsheets import write_csv, write_xlsx
from websockets.asyncio.client import ClientConnection, connect

POLICY = "bundled:xiangtan_2022"
DAY = "2023-06-01"
CALLED = {"read": "to read it", "run": "to review it", "write": "to write the results"}
HEAD = ("a spreadsheet", "seconds", "seconds that others waited", "MB at most")
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
ADDRESS = re.compile(rb"http://(127\.0\.0\.1:(\d+))/\?token=(\S+)")
LARGEST = 100_000_000
BETWEEN = 0.2
"""Seconds between two questions of somebody who works on."""


class Asking:
    """Asks a desk as the page does."""

    def __init__(self, channel: ClientConnection) -> None:
        self._channel = channel
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._hearing = asyncio.create_task(self._hear())

    async def _hear(self) -> None:
        async for message in self._channel:
            said = json.loads(message)
            waiting = self._waiting.pop(said.get("id"), None)
            if waiting is not None:
                waiting.set_result(said)

    async def ask(self, method: str, params: dict[str, Any]) -> Any:
        number = time.monotonic_ns()
        self._waiting[number] = asyncio.get_running_loop().create_future()
        asked = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        waiting = self._waiting[number]
        await self._channel.send(json.dumps(asked))
        said = await waiting
        if "error" in said:
            raise SystemExit(said["error"]["message"])
        return said["result"]

    async def timed(self, method: str, params: dict[str, Any]) -> tuple[Any, float, float]:
        """The answer, its seconds, and the longest that another question waited meanwhile."""
        began, longest = time.monotonic(), 0.0
        job = asyncio.create_task(self.ask(method, params))
        while not job.done():
            asked = time.monotonic()
            await self.ask("desk/folder", {})
            longest = max(longest, time.monotonic() - asked)
            await asyncio.wait([job], timeout=BETWEEN)
        return job.result(), time.monotonic() - began, longest


def most_memory(process: int) -> int:
    """The most memory that a process has held, in megabytes (Linux)."""
    told = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", told)[1]) // 1_000  # type: ignore[index]


async def measured(place: Path, address: re.Match[bytes], process: int) -> list[tuple[str, ...]]:
    host, port, token = (one.decode() for one in address.groups())
    headers = {"Cookie": f"linkage-rules-desk-{port}={token}"}
    rows = []
    async with connect(
        f"ws://{host}/connection",
        origin=f"http://{host}",  # type: ignore[arg-type]
        additional_headers=headers,
        max_size=LARGEST,
    ) as channel:
        desk = Asking(channel)
        await desk.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        asked = {"policy": POLICY, "record_type": "Project", "name": place.name}
        known = {**asked, "content": b64encode(place.read_bytes()).decode()}
        for step, gives in (("read", "read"), ("run", "run"), ("write", None)):
            answer, seconds, longest = await desk.timed(f"desk/review/{step}", known)
            figures = (f"{seconds:.1f}", f"{longest:.1f}", f"{most_memory(process)}")
            rows.append((f"{place.suffix[1:]}, {CALLED[step]}", *figures))
            if gives is not None:
                known = {"policy": POLICY, "as_of": DAY, "form": "csv", gives: answer[gives]}
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--only", choices=WRITERS)
    asked = parser.parse_args()
    rows: list[tuple[str, ...]] = [HEAD]
    with TemporaryDirectory(prefix="desk-") as folder:
        for ending in [asked.only] if asked.only else WRITERS:
            place = Path(folder) / f"projects.{ending}"
            WRITERS[ending](place, asked.rows)
            command = [sys.executable, "-m", "linkage_rules", "desk", folder, "--no-browser"]
            with subprocess.Popen([*command, "--port", "0"], stderr=subprocess.PIPE) as process:
                assert process.stderr
                address = next(filter(None, map(ADDRESS.search, process.stderr)))
                try:
                    rows += asyncio.run(measured(place, address, process.pid))
                finally:
                    process.terminate()
    print(*machine.markdown(rows), "", machine.described(), sep="\n")


if __name__ == "__main__":
    main()
