"""How many requests a second the service answers, and what of that is judging.

    python benchmarks/service.py [--seconds 5] [--clients 1 8 64]

Two processes serve the same application, one after the other: as it is, and with a constant in
place of the answer, so that all else is the same: connection, key, parameters, body, thread and
metrics.
This process asks with so many clients at once, each over a connection of its own that stays open
and with the next request when the last one is answered. The record is the first of the sample
projects. Then as many records go through ``evaluate-many`` in one request. Needs the extra
``service``; servers and clients share the cores of the machine.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

import machine

SAMPLES = Path(__file__).parents[1] / "samples" / "projects.json"
PLACE = "/policies/xiangtan_2022/Project"
DAY = "as_of=2023-05-01"
KEY = "a-key-of-the-benchmark"
LINES = 2_000

FORMS = {
    "without judging": ("plain", "verdicts"),
    "the verdicts": ("judged", "verdicts"),
    "a summary": ("judged", "summary"),
}


def serve(kind: str) -> None:
    """Be one of the two servers."""
    from linkage_rules.commands.cli import main
    from linkage_rules.service.app import Desk

    if kind == "plain":
        Desk.told = lambda *asked: b'{"verdicts":{}}'  # type: ignore[method-assign]
    main(["serve", "xiangtan_2022", "--port", "0", "--language", "en"])


@contextmanager
def server(kind: str) -> Iterator[tuple[str, int]]:
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", kind],
        env={**os.environ, "LINKAGE_RULES_API_KEYS": KEY},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if found := re.search(rb"listening on (http://\S+)", line):
                address = urlsplit(found[1].decode())
                assert address.hostname is not None
                assert address.port is not None
                yield address.hostname, address.port
                break
        else:
            raise SystemExit("the server did not start")
    finally:
        process.terminate()
        process.wait()


def request(path: str, kind: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {KEY}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def client(place: tuple[str, int], asked: bytes, until: float) -> list[float]:
    """Ask over one connection until then. Gives how long each answer took, in seconds."""
    reader, writer = await asyncio.open_connection(*place)
    took = []
    while (begun := time.perf_counter()) < until:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode())
        length = re.search(rb"(?i)content-length: (\d+)", head)
        assert length is not None
        await reader.readexactly(int(length[1]))
        took.append(time.perf_counter() - begun)
    writer.close()
    return took


async def load(place: tuple[str, int], asked: bytes, clients: int, seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    found = await asyncio.gather(*(client(place, asked, until) for _ in range(clients)))
    return [one for took in found for one in took]


def many(place: tuple[str, int], record: bytes, form: str) -> float:
    """Records a second that go through one request."""
    import httpx

    begun = time.perf_counter()
    answer = httpx.post(
        f"http://{place[0]}:{place[1]}{PLACE}/evaluate-many?{DAY}&form={form}",
        content=(record + b"\n") * LINES,
        headers={"Content-Type": "application/x-ndjson", "X-API-Key": KEY},
        timeout=None,
    )
    assert answer.text.splitlines()[-1] == f'{{"end":{{"read":{LINES},"refused":0}}}}'
    return LINES / (time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64])
    parser.add_argument("--serve", choices=("plain", "judged"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve)
        return
    machine.warn_if_busy()
    record = json.dumps(json.loads(SAMPLES.read_text("utf-8"))[0]).encode()
    rows = [["answer", "clients", "requests/s", "p50, ms", "p99, ms"]]
    lines = [["in one request", "records/s"]]
    for name, (kind, form) in FORMS.items():
        asked = request(f"{PLACE}/evaluate?{DAY}&form={form}", "application/json", record)
        with server(kind) as place:
            # What is made once is no request's doing.
            asyncio.run(load(place, asked, 1, 1))
            for clients in arguments.clients:
                took = asyncio.run(load(place, asked, clients, arguments.seconds))
                cuts = [1000 * cut for cut in quantiles(took, n=100)]
                rate = len(took) / arguments.seconds
                times = f"{cuts[49]:.2f}", f"{cuts[98]:.2f}"
                rows.append([name, str(clients), f"{rate:,.0f}", *times])
            if kind == "judged":
                lines.append([name, f"{many(place, record, form):,.0f}"])
    print(*machine.markdown(rows), sep="\n", end="\n\n")
    print(*machine.markdown(lines), sep="\n", end="\n\n")
    print(machine.described())


if __name__ == "__main__":
    main()
