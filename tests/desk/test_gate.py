"""The page is for the one who started it, on this machine, and loads nothing from elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from linkage_rules.desk.gate import Gate
from tests.waiting import waited_for

TOKEN = "token-of-the-window"
HOST = "127.0.0.1:8765"
HOME = f"http://{HOST}"


async def speak(channel: WebSocket) -> None:
    await channel.accept()


ROUTES = [Route("/", lambda _: PlainTextResponse("in")), WebSocketRoute("/connection", speak)]


class Browser:
    """What stands for a browser: it keeps its cookies."""

    def __init__(self) -> None:
        self.gate = Gate(Starlette(routes=ROUTES), TOKEN)
        self.cookies = httpx.Cookies()

    def get(self, address: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.gate)
            async with httpx.AsyncClient(transport=transport, cookies=self.cookies) as client:
                return await client.get(f"{HOME}{address}", **more)

        answer = waited_for(ask())
        self.cookies.update(answer.cookies)
        return answer

    def connects(self, headers: dict[str, str]) -> bool:
        """Whether a connection is accepted."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"host": HOST, "cookie": cookies, **headers}
        scope = {
            "type": "websocket",
            "path": "/connection",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in told.items()],
            "subprotocols": [],
        }
        said: list[str] = []

        async def receive() -> dict[str, Any]:
            return {"type": "websocket.connect"}

        async def send(message: Any) -> None:
            said.append(message["type"])

        waited_for(self.gate(scope, receive, send))
        return said[0] == "websocket.accept"


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def inside(browser: Browser) -> Iterator[Browser]:
    answer = browser.get(f"/?token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))
    return browser


def test_who_has_the_token_is_let_in_and_stays_in(browser: Browser):
    assert browser.get("/").status_code == 401
    assert browser.get("/?token=other").status_code == 401
    assert browser.get(f"/?token={TOKEN}").status_code == 303
    assert browser.get("/").text == "in"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "10.0.0.1", "[::"])
def test_other_names_of_this_machine_are_not_answered(inside: Browser, host: str):
    assert inside.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null"])
def test_pages_of_elsewhere_are_not_answered(inside: Browser, origin: str):
    assert inside.get("/", headers={"origin": origin}).status_code == 403
    assert not inside.connects({"origin": origin})


def test_a_connection_is_for_the_page_alone(browser: Browser):
    assert not browser.connects({"origin": HOME})
    assert browser.get(f"/?token={TOKEN}").status_code == 303
    assert browser.connects({"origin": HOME})
    assert not browser.connects({})
    assert not browser.connects({"origin": HOME, "host": "evil.example"})


def test_every_answer_says_what_may_be_loaded(browser: Browser):
    addresses = ("/", f"/?token={TOKEN}", "/", "/none")
    answers = [browser.get(address) for address in addresses]
    for answer in answers:
        rules = answer.headers["content-security-policy"]
        assert "default-src 'none'" in rules
        assert "unsafe" not in rules
        assert set(re.findall(r"\w+://[^ ;]+", rules)) == {f"ws://{HOST}"}
        assert answer.headers["cache-control"] == "no-store"
    nonces = {re.search("'nonce-(.+?)'", a.headers["content-security-policy"])[1] for a in answers}
    assert len(nonces) == len(answers)
