"""The gate that every request passes: keys, hosts, language, counting, common headers.

It wraps the whole application, so that nothing can bypass it.
"""

import asyncio
import logging
import secrets
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from ipaddress import ip_address
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

from attrs import field, frozen
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from linkage_rules.service.problems import (
    ANSWERED,
    MEDIA_TYPE,
    ServiceError,
    accepted,
    details,
    encoded,
    status_of,
)
from linkage_rules.service.settings import Keys, Limits
from linkage_rules.service.work import Metrics
from linkage_rules.words.keywords import Language

_LOG: Final = logging.getLogger("linkage_rules.service")

OPEN: Final = frozenset({"/health/live", "/health/ready"})
"""Addresses that need no key, because they tell nothing of policies or records."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ALWAYS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language, Authorization, X-API-Key",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer: answers contain records, so they must not be stored, framed or run."""


@frozen
class Asked:
    """What the gate has found out about a request."""

    language: Language
    owner: str = ""
    """The owner of the key, by a name that does not reveal the key."""
    id: str = field(factory=lambda: secrets.token_hex(8))


def asked_by(request: Request) -> Asked:
    """The result of the gate for a request."""
    asked: Asked = request.scope["linkage_rules.asked"]
    return asked


@frozen
class Gate:
    """Lets allowed requests in, and answers the others itself."""

    app: ASGIApp
    keys: Keys
    metrics: Metrics
    language: Language
    hosts: frozenset[str]
    """Allowed hosts in lower case, beside the names of this machine."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            # Websockets are refused by the application.
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        language = accepted(headers.get("accept-language", ""), self.language)
        asked = Asked(language)
        begun, status = perf_counter(), 0
        # A HEAD request gets the headers of the whole answer, without the body.
        heads_alone = scope["method"] == "HEAD"
        inner = {**scope, "method": "GET"} if heads_alone else scope

        async def answering(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                told = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    told[name] = value
                told["Content-Language"] = language
                told["X-Request-ID"] = asked.id
            elif heads_alone:
                message = {**message, "body": b""}
            await send(message)

        self.metrics.under_way.inc()
        try:
            asked = Asked(language, self._owner(scope, headers), asked.id)
            inner["linkage_rules.asked"] = asked
            await self.app(inner, receive, answering)
        except ClientDisconnect:
            status = status or 499
        except Exception as error:
            told = as_answered(error, asked.id, _route(inner))
            if status:
                raise
            await answer_to(told, language)(scope, receive, answering)
        finally:
            self._count(scope["method"], _route(inner), status, perf_counter() - begun)

    def _owner(self, scope: Scope, headers: Headers) -> str:
        """The owner of a request. Raises `ServiceError` if the request is not allowed."""
        if scope["path"].removeprefix(scope.get("root_path", "")) in OPEN:
            return ""
        if not self.keys:
            self._from_here(headers)
            return ""
        brought = headers.get("x-api-key", "")
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and bearer.strip():
            brought = bearer.strip()
        owner = self.keys.owner(brought)
        if owner is None:
            raise ServiceError("SRV-101", {"WWW-Authenticate": 'Bearer realm="linkage-rules"'})
        return owner

    def _from_here(self, headers: Headers) -> None:
        """Check that a request without a key comes from this machine.

        Web pages in a local browser must not get in: neither through a domain that points to this
        machine, nor by posting a form.
        """
        host = headers.get("host", "")
        if not self._is_own(_name(f"//{host}")):
            raise ServiceError("SRV-102", host=host[:100] or "—")
        origin = headers.get("origin")
        if origin is not None and _authority(origin) != host.lower():
            raise ServiceError("SRV-103", origin=origin[:100])
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            raise ServiceError("SRV-103", origin="—")

    def _is_own(self, host: str) -> bool:
        if host in self.hosts or host == "localhost":
            return True
        with suppress(ValueError):
            return ip_address(host).is_loopback
        return False

    def _count(self, method: str, route: str, status: int, seconds: float) -> None:
        self.metrics.under_way.dec()
        self.metrics.requests.labels(method if method in _METHODS else "other", route, status).inc()
        self.metrics.seconds.labels(route).observe(seconds)


def as_answered(error: Exception, request: str, place: str) -> Exception:
    """The error if it has an answer of its own. Any other is logged with its traceback, and
    replaced by an error with the id of the request, by which it is found in the log."""
    if isinstance(error, ANSWERED):
        return error
    _LOG.error("request %s failed at %s", request, place, exc_info=error)
    return ServiceError("SRV-118", request=request)


def answer_to(error: Exception, language: Language) -> Response:
    """The response with the problem details of an error.

    If the body may not have been read, the connection is closed, see RFC 9112, 9.3.
    """
    headers = error.headers if isinstance(error, ServiceError) else {}
    content = encoded(details(error, language))
    return Response(content, status_of(error), headers, MEDIA_TYPE)


def refused_by_routing(request: Request, error: Exception) -> Response:
    """The response for errors of Starlette: unknown addresses and methods."""
    assert isinstance(error, HTTPException)
    language = asked_by(request).language
    if error.status_code == 405:
        allowed = dict(error.headers or {})
        return answer_to(ServiceError("SRV-105", allowed, method=request.method[:20]), language)
    if error.status_code == 404:
        return answer_to(ServiceError("SRV-104"), language)
    return answer_to(ServiceError("SRV-127", why=str(error.detail)[:200]), language)


def local_names(hosts: Iterable[str]) -> frozenset[str]:
    """Names of hosts in the form that the gate compares."""
    return frozenset(host.strip().lower().strip("[]") for host in hosts)


def _name(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _authority(origin: str) -> str:
    """The host and port of an origin; empty for one without a host, such as ``null``."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "unmatched")


async def pieces(receive: Receive, limits: Limits, most: int) -> AsyncIterator[bytes]:
    """The body of a request in pieces as they arrive.

    Raises `ServiceError` when it is longer than ``most`` bytes or stalls, and `ClientDisconnect`
    when the client is gone.
    """
    had = 0
    more = True
    while more:
        try:
            async with asyncio.timeout(limits.stall_seconds):
                message = await receive()
        except TimeoutError:
            seconds = round(limits.stall_seconds)
            raise ServiceError("SRV-113", {"Connection": "close"}, seconds=seconds) from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        piece: bytes = message.get("body", b"")
        more = message.get("more_body", False)
        had += len(piece)
        if had > most:
            raise too_large(most)
        if piece:
            yield piece


def too_large(most: int) -> ServiceError:
    return ServiceError("SRV-106", {"Connection": "close"}, limit=most)


async def body(request: Request, expected: str, limits: Limits, most: int) -> bytes:
    """The whole body of a request with the expected content type.

    Raises `ServiceError` for another type, or for more than ``most`` bytes, before reading if the
    length is given.
    """
    check_content(request, expected, most)
    content = b"".join([piece async for piece in pieces(request.receive, limits, most)])
    return content.removeprefix(BOM_UTF8)


def check_content(request: Request, expected: str, most: int) -> None:
    """Raise `ServiceError` for what the headers show: a wrong content type, or too great a
    length."""
    found = request.headers.get("content-type", "")
    kind, _, parameters = found.lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "").partition("charset=")[2]
    if kind.strip() != expected or charset.partition(";")[0] not in ("", "utf-8", "utf8"):
        raise ServiceError(
            "SRV-107", {"Accept-Post": expected}, expected=expected, found=found[:100] or "—"
        )
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        coded = request.headers["content-encoding"][:100]
        raise ServiceError("SRV-107", {"Accept-Encoding": ""}, expected="identity", found=coded)
    length = request.headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > most:
        raise too_large(most)
