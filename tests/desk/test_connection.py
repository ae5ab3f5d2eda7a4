"""One connection answers what editors ask and what the page asks, and survives whatever is sent."""

import asyncio
import errno
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from linkage_rules.desk import connection
from linkage_rules.desk.connection import PROGRESS, REFUSED, STOPPED, DeskServer
from linkage_rules.desk.methods import Answer, Asked, Job, Task
from linkage_rules.words.messages import Phrase
from tests.waiting import waited_for


class Page:
    """What stands for the page: it sends messages, and waits for what comes."""

    def __init__(self, desk: Any) -> None:
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.server = DeskServer(
            desk.workbench,
            "zh",
            lambda message: self.said.put_nowait(json.loads(message)),
            asyncio.to_thread,
        )

    def send(self, method: str, params: Any, id_: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        self.server.receive(json.dumps(message | ({} if id_ is None else {"id": id_})))

    async def answer(self, id_: int) -> dict[str, Any]:
        while True:
            said = await asyncio.wait_for(self.said.get(), 60)
            if said.get("id") == id_:
                return said

    async def ask(self, method: str, params: Any) -> dict[str, Any]:
        self.send(method, params, 1)
        return await self.answer(1)


@pytest.fixture
def asked(desk: Any) -> Callable[[Callable[[Page], Awaitable[Any]]], Any]:
    async def session(work: Callable[[Page], Awaitable[Any]]) -> Any:
        page = Page(desk)
        await page.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        page.send("initialized", {})
        try:
            return await work(page)
        finally:
            page.server.leave()

    return lambda work: waited_for(session(work))


def test_what_an_editor_asks_and_what_the_page_asks(asked, desk):
    async def work(page: Page) -> tuple[Any, Any]:
        folder = await page.ask("desk/folder", {})
        read = await page.ask("desk/files/read", {"path": "xiangtan_2022/10_general.pol"})
        uri, text = read["result"]["uri"], read["result"]["saved"]["text"]
        document = {"uri": uri, "languageId": "pol", "version": 1, "text": text}
        page.send("textDocument/didOpen", {"textDocument": document})
        symbols = await page.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
        return folder["result"], symbols["result"]

    folder, symbols = asked(work)
    assert [policy["name"] for policy in folder["policies"]] == [
        *["calendar_china", "example_county", "vocabulary", "xiangtan_2022"]
    ]
    titles = {one["name"]: one["title"] for one in [*folder["policies"], *folder["bundled"]]}
    assert titles["xiangtan_2022"] == "关于进一步健全完善联农带农机制的实施意见"
    assert titles["bundled:xiangtan_2022"] == titles["xiangtan_2022"]
    assert symbols


def test_a_draft_lies_beside_what_the_disk_has(asked):
    path = "xiangtan_2022/10_general.pol"

    async def work(page: Page) -> Any:
        seen = (await page.ask("desk/files/read", {"path": path}))["result"]["saved"]["digest"]
        await page.ask("desk/files/keep", {"path": path, "text": "typed", "seen": seen})
        return (await page.ask("desk/files/read", {"path": path}))["result"]

    read = asked(work)
    assert read["draft"]["text"] == "typed"
    assert read["draft"]["digest"] == read["saved"]["digest"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("desk/files/read", {}),
        ("desk/files/read", {"path": 7}),
        ("desk/files/read", {"path": "../../etc/passwd"}),
        ("desk/files/read", []),
        ("desk/files/save", {"path": "a.pol", "text": "x"}),
    ],
)
def test_what_is_wrong_is_refused_in_words(asked, method, params):
    error = asked(lambda page: page.ask(method, params))["error"]
    assert error["code"] == REFUSED
    assert error["message"]


def test_names_of_records_come_as_they_were_sent(asked, monkeypatch):
    record = {"项目": {"a b": [1, None], "class": True}, "_x": "", "type_name": "t"}

    def echo(desk: Any, asked: Asked) -> Any:
        return asked["record"]

    monkeypatch.setattr(connection, "METHODS", {"desk/echo": Answer(echo)})
    assert asked(lambda page: page.ask("desk/echo", {"record": record}))["result"] == record


def test_a_job_tells_how_far_it_is_and_stops_where_it_is_told_to(asked, monkeypatch):
    def count(desk: Any, asked: Asked, task: Task) -> None:
        step = 0
        while True:
            task.tell(step, 0, Phrase("counting", "计数"))
            step += 1

    monkeypatch.setattr(connection, "METHODS", {"desk/count": Job(count)})

    async def work(page: Page) -> Any:
        page.send("desk/count", {"token": "t"}, 5)
        while (said := await page.said.get()).get("method") != PROGRESS:
            pass
        assert said["params"] == {"token": "t", "done": 0, "total": 0, "words": "计数"}
        page.send("$/cancelRequest", {"id": 5})
        return await page.answer(5)

    assert asked(work)["error"]["code"] == STOPPED


def test_a_job_that_is_stopped_by_its_token_may_answer_with_what_it_has_found(asked, monkeypatch):
    def count(desk: Any, asked: Asked, task: Task) -> int:
        steps = 0
        while not task.stopped:
            steps += 1
            task.report(steps, 0, Phrase("counting", "计数"))
        return steps

    monkeypatch.setattr(connection, "METHODS", {"desk/count": Job(count)})

    async def work(page: Page) -> Any:
        page.send("desk/count", {"token": "t"}, 5)
        while (await page.said.get()).get("method") != PROGRESS:
            pass
        # Nobody's token, and none at all, stop nothing.
        for token in ({"token": "other"}, {"token": []}, {}, None):
            page.send("desk/stop", token)
        page.send("desk/stop", {"token": "t"})
        return await page.answer(5)

    assert asked(work)["result"] > 0


def test_a_full_disk_is_no_fault_of_the_program(asked, monkeypatch):
    def fail(desk: Any, asked: Asked, task: Task) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/rows")

    monkeypatch.setattr(connection, "METHODS", {"desk/fail": Job(fail)})
    told = asked(lambda page: page.ask("desk/fail", {}))["error"]["message"]
    assert "磁盘已满（/somewhere/rows）" in told
    assert "差错" not in told
    assert "No space" not in told


def test_a_fault_inside_is_told_and_ends_nothing(asked, monkeypatch):
    def fail(desk: Any, asked: Asked) -> Any:
        raise ZeroDivisionError("inside")

    methods = {**connection.METHODS, "desk/fail": Answer(fail)}
    monkeypatch.setattr(connection, "METHODS", methods)

    async def work(page: Page) -> tuple[str, Any]:
        error = (await page.ask("desk/fail", {}))["error"]
        return error["message"], (await page.ask("desk/folder", {}))["result"]

    message, folder = asked(work)
    assert "ZeroDivisionError" in message
    assert "反馈" in message
    assert folder["policies"]


@pytest.mark.parametrize(
    "message",
    [
        *["", "no json", "[]", "1", '{"jsonrpc": "2.0"}', '{"method": "exit", "jsonrpc": "2.0"}'],
        '{"jsonrpc": "2.0", "method": 7, "id": 3}',
        '{"jsonrpc": "2.0", "method": "desk/none", "id": 3}',
        '{"jsonrpc": "2.0", "method": "textDocument/hover", "id": 3, "params": 5}',
        '{"jsonrpc": "2.0", "id": {"a": []}, "method": "desk/folder"}',
        '{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 99}}',
        "[" * 100_000,
    ],
)
def test_no_message_ends_the_connection(asked, message):
    async def work(page: Page) -> Any:
        page.server.receive(message)
        return await page.ask("desk/folder", {})

    assert asked(work)["result"]["policies"]
