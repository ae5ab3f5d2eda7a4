"""A service asked without a network: requests go to the application as a server would hand them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from attrs import Factory, define

from linkage_rules.service import Limits, create_app
from tests.waiting import waited_for

PROJECT = "/policies/xiangtan_2022/Project"
DAY = "as_of=2023-05-01"
KEY = "a-key-of-the-tests-alone"


@define
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = Factory(dict)
    pieces: list[bytes] = Factory(list)

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.body.splitlines()]


@define
class Client:
    """Asks an application. ``sent`` may be pieces, each handed over when it is asked for."""

    app: Any
    headers: Mapping[str, str] = Factory(dict)

    def __call__(
        self,
        method: str,
        address: str,
        sent: bytes | str | Iterable[bytes] | dict[str, Any] | None = None,
        **headers: str,
    ) -> Answer:
        return waited_for(self.asked(method, address, sent, **headers))

    async def asked(self, method: str, address: str, sent: Any = None, **headers: str) -> Answer:
        told = {"host": "localhost"} | {k.lower(): v for k, v in self.headers.items()}
        if isinstance(sent, dict):
            sent, told["content-type"] = json.dumps(sent), "application/json"
        pieces = [sent.encode()] if isinstance(sent, str) else sent or [b""]
        if isinstance(pieces, bytes):
            pieces = [pieces]
        told |= {name.replace("_", "-").lower(): value for name, value in headers.items()}
        path, _, query = address.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": quote(query, safe="=&,%").encode(),
            "headers": [(n.encode(), v.encode()) for n, v in told.items() if v is not None],
            "server": ("localhost", 80),
            "client": ("127.0.0.1", 1),
            "state": {},
        }
        answer, coming = Answer(), self._coming(pieces)

        async def receive() -> dict[str, Any]:
            return await anext(coming)

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {n.decode(): v.decode() for n, v in message["headers"]}
            elif message.get("body"):
                answer.pieces.append(message["body"])

        await self.app(scope, receive, send)
        return answer

    async def _coming(self, pieces: Iterable[bytes]) -> AsyncIterator[dict[str, Any]]:
        waiting = iter(pieces)
        piece = next(waiting, b"")
        for following in waiting:
            yield {"type": "http.request", "body": piece, "more_body": True}
            piece = following
        yield {"type": "http.request", "body": piece, "more_body": False}
        # A client that has sent everything stays until it has its answer.
        await asyncio.Event().wait()


@pytest.fixture(scope="session")
def ask() -> Client:
    """Asks a service of the shipped policy that needs no key."""
    return Client(create_app(["xiangtan_2022"], keys=()))


Made = Callable[..., Client]


@pytest.fixture(scope="session")
def service(ask: Client) -> Made:
    """Makes a service of the same policy with keys, bounds or permissions of its own."""
    policies = [*ask.app.state.linkage_rules.policies.values()]

    def made(limits: Mapping[str, float] | None = None, **settings: Any) -> Client:
        bounds = Limits().changed(limits or {})
        return Client(create_app(policies, **{"keys": (), "limits": bounds} | settings))

    return made
