"""Who may open the page and the connection, and what the page may load.

The page is for the one who started it: with a token that is told once, in the address that the
program opens, and stays in a cookie. It is answered under the names of this machine alone, so that
no page of elsewhere gets in through a name that leads here; a connection is answered to the page
itself alone. The page loads what the program holds and nothing else.
"""

import secrets
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qs, urlsplit

from attrs import frozen
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from linkage_rules.words.messages import Phrase

_COOKIE: Final = "linkage-rules-desk"
_REFUSED: Final = Phrase(
    "This page is for the one who started the desk. Open the address that the window of the desk "
    "shows, with all that it ends in.",
    "此页面只供启动工作台的人使用。请打开工作台窗口中显示的完整网址。",
)
_ELSEWHERE: Final = Phrase(
    "The desk is answered on this machine alone, under the address that its window shows.",
    "工作台只在本机、以其窗口中显示的网址提供服务。",
)
_REFUSED_TO_SPEAK: Final = 1008
"""The close code of a connection that is not allowed (RFC 6455, 7.4.1: policy violation)."""


@frozen
class Gate:
    """Lets the one in who has the token, and says in every answer what the page may do."""

    app: ASGIApp
    token: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        nonce = secrets.token_urlsafe(16)
        scope["linkage_rules.nonce"] = nonce
        refusal = self._refusal(scope, headers)
        if scope["type"] == "websocket":
            if refusal is None:
                await self.app(scope, receive, send)
            else:
                await receive()
                await send({"type": "websocket.close", "code": _REFUSED_TO_SPEAK})
            return

        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in always(nonce, headers.get("host", "")).items():
                    told.setdefault(name, value)
            await send(message)

        await (refusal or self.app)(scope, receive, answering)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """What is answered to a request that is not let in."""
        host = headers.get("host", "")
        if not _is_own(host):
            return PlainTextResponse(_both(_ELSEWHERE), 403)
        origin = headers.get("origin")
        from_page = origin is not None and _authority(origin) == host.lower()
        if (origin is not None or scope["type"] == "websocket") and not from_page:
            return PlainTextResponse(_both(_ELSEWHERE), 403)
        if self._knows(_cookie(headers, host)):
            return None
        brought = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        if scope["type"] == "http" and self._knows(brought):
            let_in = RedirectResponse("/", 303)
            let_in.set_cookie(_name(host), self.token, httponly=True, samesite="strict", path="/")
            return let_in
        return PlainTextResponse(_both(_REFUSED), 401)

    def _knows(self, brought: str) -> bool:
        return secrets.compare_digest(brought.encode(), self.token.encode())


def always(nonce: str, host: str) -> dict[str, str]:
    """The headers of every answer: the page runs its own scripts, wears its own styles and those of
    the editor, which bear the ``nonce``, and speaks with its own program."""
    rules = (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"connect-src 'self' ws://{host}",
        "frame-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(rules),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


def _is_own(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    """The name of the cookie: browsers keep those of all ports of a machine together."""
    return (
        f"{_COOKIE}-{host.rpartition(':')[2]}" if host.rpartition(":")[2].isdecimal() else _COOKIE
    )


def _cookie(headers: Headers, host: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(_name(host))
    except CookieError:
        return ""
    return found.value if found else ""


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _both(words: Phrase) -> str:
    return f"{words.zh}\n{words.en}\n"
