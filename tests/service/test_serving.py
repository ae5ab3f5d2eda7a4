"""The service as a process: where it listens, how it ends, and what is left of it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from linkage_rules.commands.listening import bound
from tests.places import DOCS
from tests.service.conftest import DAY, KEY, PROJECT
from tests.serving import Serving, served

REVIEWS = f"{PROJECT}/reviews?{DAY}"
_PATIENCE = 120


def serving(folder: Path, **environment: str) -> AbstractContextManager[Serving]:
    """A service on a free port, with its uploads in a folder of the test."""
    command = [sys.executable, "-m", "linkage_rules", "serve", "xiangtan_2022", "--port", "0"]
    settings = {**os.environ, "TMPDIR": str(folder), "LINKAGE_RULES_LANGUAGE": "en"} | environment
    return served(command, settings)


def until(claim, *, process: subprocess.Popen) -> None:
    """Wait until something can be seen from outside."""
    end = time.monotonic() + _PATIENCE
    while not claim():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)


def test_it_listens_to_other_machines_with_keys_alone(run, monkeypatch):
    monkeypatch.delenv("LINKAGE_RULES_API_KEYS", raising=False)
    for host in ("0.0.0.0", "::", "192.0.2.1", "rules.example.org"):
        result = run("serve", "--host", host, language="en")
        assert result.exit_code == 2
        assert "no key is asked for" in result.stderr


@pytest.mark.parametrize("limit", ["seconds", "seconds=", "seconds=x", "secnds=1", "threads=0"])
def test_a_limit_that_is_none_is_told(run, limit: str):
    assert run("serve", "--limit", limit).exit_code == 2


def test_a_port_that_is_taken_is_told(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "xiangtan_2022", "--port", taken.getsockname()[1], language="en")
    assert result.exit_code == 2
    assert "cannot listen on 127.0.0.1" in result.stderr


def test_answers_are_sent_at_once():
    """A socket that does not say that it is TCP costs each answer some 40 ms, see `bound`."""
    with bound("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP


@pytest.mark.slow
def test_a_kill_in_the_middle_of_an_upload_leaves_nothing_after_the_next_start(tmp_path: Path):
    def uploads() -> list[Path]:
        return [path for path in tmp_path.rglob("*.csv") if path.stat().st_size]

    with serving(tmp_path) as server:
        host, port = server.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as sending:
            head = (
                f"POST {REVIEWS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n"
                "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
                '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
            )
            sending.sendall(head.encode() + b"P-1,\n" * 100_000)
            until(uploads, process=server.process)
            assert server.end(signal.SIGKILL) == -signal.SIGKILL
        left = uploads()
        assert left
    with serving(tmp_path) as server:
        assert not any(path.exists() for path in left)
        assert httpx.get(f"{server.address}/health/ready").json() == {"status": "ready"}
        assert server.end() == 0
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
def test_it_ends_well_in_the_middle_of_a_review(tmp_path: Path):
    rows = "项目编号,经营性\n" + "".join(f"P-{n},是\n" for n in range(20_000))
    with serving(tmp_path, LINKAGE_RULES_API_KEYS=KEY) as server:
        client = httpx.Client(
            base_url=server.address, headers={"X-API-Key": KEY}, timeout=_PATIENCE
        )
        with client:
            sent = client.post(f"{REVIEWS}&out=csv", files={"file": ("a.csv", rows)})
            place = sent.headers["location"]
            with client.stream("GET", f"{place}/events") as events:
                lines = events.iter_lines()
                while '"state":"running"' not in next(lines):
                    pass
                server.process.send_signal(signal.SIGTERM)
                rest = [*lines]
        assert "event: stopped" in rest
        assert server.process.wait(_PATIENCE) == 0
    assert [*tmp_path.iterdir()] == []


@pytest.mark.slow
def test_who_first_sends_everything_and_only_then_reads_has_all_answers(tmp_path: Path):
    """What is sent and what is answered are each more than all buffers on the way hold."""
    records, text = 500, "x" * 12_000
    sent = "".join(f'{{"id": "P-{n}", "name": "{text}"}}\n' for n in range(records))
    with serving(tmp_path) as server:
        answer = httpx.post(
            f"{server.address}{PROJECT}/evaluate-many?{DAY}&form=verdicts",
            content=sent.encode(),
            headers={"Content-Type": "application/x-ndjson"},
            timeout=_PATIENCE,
        )
        *lines, end = answer.text.splitlines()
        assert len(lines) == records
        assert end == f'{{"end":{{"read":{records},"refused":0}}}}'
        assert server.end() == 0


def unit() -> str:
    return (DOCS / "service.md").read_text("utf-8").split("```ini\n")[1].split("```")[0]


def test_the_unit_in_the_documents_starts_the_command_as_it_is(run):
    (command,) = re.findall("ExecStart=(.*)", unit())
    program, name, *words = command.split()
    assert (Path(program).name, name) == ("linkage-rules", "serve")
    # All but the last option, with which the same words are checked and nothing is started.
    assert run(name, *words, "--limit", "none", language="en").stderr.count("NAME=NUMBER") == 1


@pytest.mark.slow
def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path):
    from shutil import which

    if which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed here")
    file = tmp_path / "linkage-rules.service"
    file.write_text(re.sub("ExecStart=\\S+", f"ExecStart={sys.executable}", unit()))
    found = subprocess.run(
        ["systemd-analyze", "verify", file], capture_output=True, encoding="utf-8"
    )
    ours = [line for line in found.stderr.splitlines() if file.name in line]
    assert [line for line in ours if "not exist" not in line] == []
