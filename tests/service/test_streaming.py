"""Many records in one request: each line has its answer, and none stops the others."""

import asyncio
import json

import pytest

from linkage_rules.service import streaming
from linkage_rules.service.streaming import Cut
from tests.service.conftest import DAY, PROJECT, Answer, Client
from tests.waiting import waited_for

MANY = f"{PROJECT}/evaluate-many?{DAY}"
KIND = "application/x-ndjson"


def line(number: int) -> bytes:
    return json.dumps({"id": f"P-{number}"}).encode() + b"\n"


def test_a_bad_line_is_told_and_the_others_are_answered(ask: Client):
    sent = b'{"id": "P-1"}\nnot JSON\n\n{"id": 7}\r\n\xff\n{"id": "P-6"}'
    *lines, end = ask("POST", MANY, sent, content_type=KIND).lines()
    assert [one["line"] for one in lines] == [1, 2, 4, 5, 6]
    assert ["answer" in one for one in lines] == [True, False, False, False, True]
    assert lines[1]["problem"]["status"] == 422
    assert end == {"end": {"read": 5, "refused": 3}}


def test_each_answer_is_that_of_the_record_alone(ask: Client):
    record = {"id": "P-1", "operating": True}
    (one, _) = ask("POST", MANY, json.dumps(record), content_type=KIND).lines()
    assert one["answer"] == ask("POST", f"{PROJECT}/evaluate?{DAY}", record).json()


def test_lines_may_come_in_any_pieces(ask: Client):
    sent = b"".join(line(n) for n in range(5))
    whole = ask("POST", MANY, sent, content_type=KIND).body
    pieces = [sent[n : n + 7] for n in range(0, len(sent), 7)]
    assert ask("POST", MANY, pieces, content_type=KIND).body == whole


@pytest.mark.parametrize("sent", [b"", b"\n\n \r\n"])
def test_no_record_is_no_error(ask: Client, sent: bytes):
    answer = ask("POST", MANY, sent, content_type=KIND)
    assert answer.lines() == [{"end": {"read": 0, "refused": 0}}]


def test_a_line_that_is_too_long_is_one_bad_line(service):
    client = service({"line_bytes": 100})
    sent = b'{"id": "P-1"}\n{"id": "' + b"x" * 1000 + b'"}\n{"id": "P-3"}\n'
    first, second, third, end = client("POST", MANY, sent, content_type=KIND).lines()
    assert second == {"line": 2, "problem": second["problem"]}
    assert second["problem"]["code"] == "SRV-106"
    assert "answer" in first
    assert "answer" in third
    assert end == {"end": {"read": 3, "refused": 1}}


def test_a_fault_of_the_service_is_one_bad_line_too(service, monkeypatch, caplog):
    client = service()
    policy = type(client.app.state.linkage_rules.policies["xiangtan_2022"])
    judge = policy.evaluate

    def evaluate(self, record, **asked):
        if record["id"] == "P-1":
            raise ZeroDivisionError
        return judge(self, record, **asked)

    monkeypatch.setattr(policy, "evaluate", evaluate)
    answer = client("POST", MANY, b"".join(map(line, range(3))), content_type=KIND)
    assert ["problem" in one for one in answer.lines()] == [False, True, False, False]
    assert "ZeroDivisionError" in caplog.text


def test_more_records_than_allowed_end_the_answers_with_a_problem(service):
    client = service({"lines": 3})
    three = client("POST", MANY, b"".join(map(line, range(3))), content_type=KIND)
    assert three.lines()[-1] == {"end": {"read": 3, "refused": 0}}
    four = client("POST", MANY, b"".join(map(line, range(4))), content_type=KIND)
    *lines, last = four.lines()
    assert len(lines) == 3
    assert last["problem"]["code"] == "SRV-121"


def test_more_bytes_than_allowed_end_the_answers_with_a_problem(service):
    client = service({"stream_bytes": 40})
    answer = client("POST", MANY, [line(n) for n in range(10)], content_type=KIND)
    assert answer.lines()[-1]["problem"]["code"] == "SRV-106"


def test_answers_come_while_records_are_still_to_be_sent(ask: Client):
    """The second record is sent only when the first was answered."""

    async def by_turns() -> list[dict]:
        answered, sent = asyncio.Event(), 0

        async def receive():
            nonlocal sent
            sent += 1
            if sent == 2:
                await asyncio.wait_for(answered.wait(), 60)
            return {"type": "http.request", "body": line(sent), "more_body": sent < 2}

        got = []

        async def send(message):
            if message.get("body"):
                got.extend(json.loads(one) for one in message["body"].splitlines())
                answered.set()

        await ask.app(scope(), receive, send)
        return got

    lines = waited_for(by_turns())
    assert [one.get("line") for one in lines] == [1, 2, None]


def test_a_client_that_takes_nothing_is_not_answered_ahead(service, monkeypatch):
    """What is sent is taken, so that who first sends all is not kept waiting; but no more is judged
    than the client has taken the answers of."""
    monkeypatch.setattr(streaming, "_PIECE", 100)
    client = service()
    policy = client.app.state.linkage_rules.policies["xiangtan_2022"]
    judged = client.app.state.linkage_rules.metrics.records.labels(policy.name, "Project", "judged")
    records = 12

    async def slow() -> tuple[float, float]:
        taken, all_sent, count = asyncio.Event(), asyncio.Event(), 0

        async def receive():
            nonlocal count
            count += 1
            if count == records:
                all_sent.set()
            return {"type": "http.request", "body": line(count), "more_body": count < records}

        async def send(message):
            if message.get("body"):
                await taken.wait()

        asking = asyncio.create_task(client.app(scope(), receive, send))
        await asyncio.wait_for(all_sent.wait(), 60)
        ahead = judged._value.get()
        taken.set()
        await asking
        return ahead, judged._value.get()

    ahead, in_the_end = waited_for(slow())
    assert ahead <= 2
    assert in_the_end == records


def test_a_client_that_goes_away_is_no_fault(ask: Client, caplog):
    async def leaving() -> Answer:
        answer, messages = Answer(), [{"type": "http.request", "body": line(1), "more_body": True}]

        async def receive():
            return messages.pop() if messages else {"type": "http.disconnect"}

        async def send(message):
            answer.pieces.append(message.get("body", b""))

        await ask.app(scope(), receive, send)
        return answer

    assert b'"end"' not in waited_for(leaving()).body
    assert caplog.text == ""


def scope(more: str = "form=summary") -> dict:
    return {
        "type": "http",
        "method": "POST",
        "path": f"{PROJECT}/evaluate-many",
        "raw_path": b"",
        "query_string": f"{DAY}&{more}".encode(),
        "headers": [(b"host", b"localhost"), (b"content-type", KIND.encode())],
        "server": ("localhost", 80),
        "scheme": "http",
    }


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_are_cut_alike_in_pieces_of_any_size(size: int):
    text = b"one\n\ntoo long a line\r\n  two \nthree"
    cut = Cut(10)
    pieces = [text[n : n + size] for n in range(0, len(text), size)]
    lines = [found for piece in pieces for found in cut.of(piece)] + [*cut.rest()]
    assert lines == [(1, b"one"), (3, None), (4, b"two"), (5, b"three")]
