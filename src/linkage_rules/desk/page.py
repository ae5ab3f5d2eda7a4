"""The page and its connection, as an application for a server on this machine."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from linkage_rules.desk.connection import DeskServer
from linkage_rules.desk.gate import Gate
from linkage_rules.desk.workbench import Workbench
from linkage_rules.presenting.endings import RefusedError
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

BUILT: Final = Path(__file__).parent / "built"
"""Where the page is once it is built; wheels carry it."""

LARGEST_MESSAGE: Final = 64_000_000
"""The largest message that a page may send, in bytes."""

_NOT_BUILT: Final = Phrase(
    "the page is not built in this checkout; build it with `python3 dev.py page`, which needs Node",
    "当前检出中尚未构建页面；请运行 python3 dev.py page 构建（需要 Node）",
)


def application(workbench: Workbench, token: str, language: Language) -> Gate:
    """What serves the page of a folder to the one who has the token. Raises `RefusedError` where
    the page is not built."""
    if not (BUILT / "index.html").is_file():
        raise RefusedError(_NOT_BUILT)

    async def page(request: Request) -> HTMLResponse:
        # It names its parts by what they hold, and may have been built or installed anew meanwhile.
        written = (BUILT / "index.html").read_text("utf-8")
        nonce = request.scope["linkage_rules.nonce"]
        return HTMLResponse(
            written.replace("NONCE", nonce).replace('lang="zh"', f'lang="{language}"')
        )

    async def connection(channel: WebSocket) -> None:
        await channel.accept()
        await _speak(channel, workbench, language)

    routes = [
        Route("/", page),
        WebSocketRoute("/connection", connection),
        Mount("/assets", StaticFiles(directory=BUILT / "assets")),
    ]
    return Gate(Starlette(routes=routes), token)


async def _hand_over(said: asyncio.Queue[str], channel: WebSocket) -> None:
    """Send what is said, in order, until the channel is closed; after that it is dropped."""
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await channel.send_text(await said.get())


async def _speak(channel: WebSocket, workbench: Workbench, language: Language) -> None:
    """Answer a page until it leaves."""
    said: asyncio.Queue[str] = asyncio.Queue()
    server = DeskServer(workbench, language, said.put_nowait, asyncio.to_thread)
    speaking = asyncio.create_task(_hand_over(said, channel))
    try:
        while True:
            server.receive(await channel.receive_text())
    except WebSocketDisconnect:
        pass
    finally:
        speaking.cancel()
        server.leave()
