"""Many records in one request: one record a line comes in, one answer a line goes out.

Input is received at once into a temporary file, so that a client that sends everything before it
reads does not block. Answers are worked out as the client takes them, so that only a few are held
in memory.
"""

import asyncio
from codecs import BOM_UTF8
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Final, TypeAlias

from attrs import Factory, define
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from linkage_rules.service.gate import Asked, as_answered, pieces, too_large
from linkage_rules.service.problems import ServiceError, details, encoded
from linkage_rules.service.settings import Limits
from linkage_rules.service.work import Work
from linkage_rules.words.system_failures import why_failed

MEDIA_TYPE: Final = "application/x-ndjson"

_PIECE: Final = 1 << 16
"""How many bytes are read at once, and about how many are answered."""

Line: TypeAlias = tuple[int, bytes | None]
"""The number of a line, counted from 1, and its content; None if that is too long."""

Taking: TypeAlias = Callable[[], AbstractContextManager[Path]]
"""A function that gives a folder for the input, as a context manager."""

Answer: TypeAlias = Callable[[int, bytes], object]
"""A function from the number and the content of a line to its answer. It raises errors of the
library."""


@define
class Cut:
    """Cuts input into lines. Blank ones are counted and left out.

    >>> cut = Cut(5)
    >>> [*cut.of(b"ab"), *cut.of(b"c\\n\\n1234567"), *cut.of(b"8\\nx"), *cut.rest()]
    [(1, b'abc'), (3, None), (4, b'x')]
    """

    longest: int
    _begun: bytearray = Factory(bytearray)
    _number: int = 1
    _dropped: bool = False

    def of(self, piece: bytes) -> Iterator[Line]:
        *ended, begun = piece.split(b"\n")
        for part in ended:
            self._take(part)
            yield from self.rest()
            self._number += 1
        self._take(begun)

    def rest(self) -> Iterator[Line]:
        """The unfinished line at the end of the input."""
        number, dropped = self._number, self._dropped
        content = bytes(self._begun).strip(b" \t\r")
        if number == 1:
            content = content.removeprefix(BOM_UTF8)
        self._begun.clear()
        self._dropped = False
        if dropped:
            yield number, None
        elif content:
            yield number, content

    def _take(self, part: bytes) -> None:
        if self._dropped or len(self._begun) + len(part) > self.longest:
            self._dropped = True
            self._begun.clear()
        else:
            self._begun += part


@define
class _Spool:
    """The body of a request, as far as it has been received."""

    file: IO[bytes]
    had: int = 0
    error: Exception | None = None
    ended: bool = False
    grown: asyncio.Event = Factory(asyncio.Event)
    _turn: Lock = Factory(Lock)
    """The file has one position for reading and writing, so the two take turns."""

    async def fill(self, receive: Receive, limits: Limits) -> None:
        """Receive the body until it ends, or an error occurs."""
        try:
            async for piece in pieces(receive, limits, limits.stream_bytes):
                await asyncio.to_thread(self._write, piece)
                self.grown.set()
        except (ServiceError, ClientDisconnect) as error:
            self.error = error
        except OSError as error:
            self.error = ServiceError("SRV-124", why=why_failed(error))
        finally:
            self.ended = True
            self.grown.set()

    async def read(self) -> AsyncIterator[bytes]:
        """The body from its beginning, each piece as soon as it is there.

        Raises the error that ended it early.
        """
        done = 0
        while True:
            self.grown.clear()
            if done < self.had:
                piece = await asyncio.to_thread(self._read, done)
                done += len(piece)
                yield piece
            elif not self.ended:
                await self.grown.wait()
            elif self.error is not None:
                raise self.error
            else:
                return

    def _write(self, piece: bytes) -> None:
        with self._turn:
            self.file.seek(self.had)
            self.file.write(piece)
            self.had += len(piece)

    def _read(self, start: int) -> bytes:
        with self._turn:
            self.file.seek(start)
            return self.file.read(min(_PIECE, self.had - start))


class LineAnswers(Response):
    """Answers as lines for lines of input.

    Each has the number of its line, with ``answer`` or ``problem``; the last one has the number of
    lines, or the problem that ended the stream early.
    """

    media_type = MEDIA_TYPE

    def __init__(
        self, answer: Answer, work: Work, limits: Limits, asked: Asked, taking: Taking
    ) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._answer = answer
        self._work, self._limits, self._asked = work, limits, asked
        self._taking = taking
        self._read = self._refused = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._taking() as folder, TemporaryFile(dir=folder) as file:
            spool = _Spool(file)
            filling = asyncio.create_task(spool.fill(receive, self._limits))
            start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
            try:
                await send(start)
                async for piece in self._pieces(spool):
                    async with asyncio.timeout(self._limits.stall_seconds):
                        await send({"type": "http.response.body", "body": piece, "more_body": True})
                await send({"type": "http.response.body", "body": b"", "more_body": False})
            except TimeoutError:
                # The client is gone. The response is left unfinished, which closes the connection,
                # so that nobody can take it for complete.
                raise ClientDisconnect from None
            finally:
                filling.cancel()
                with suppress(asyncio.CancelledError):
                    await filling

    async def _pieces(self, spool: _Spool) -> AsyncIterator[bytes]:
        cut, lines = Cut(self._limits.line_bytes), deque[Line]()
        try:
            async for piece in spool.read():
                lines.extend(cut.of(piece))
                async for answered in self._answered(lines):
                    yield answered
            lines.extend(cut.rest())
            async for answered in self._answered(lines):
                yield answered
        except ServiceError as error:
            yield self._told({"problem": details(error, self._asked.language)})
        else:
            yield self._told({"end": {"read": self._read, "refused": self._refused}})

    async def _answered(self, lines: deque[Line]) -> AsyncIterator[bytes]:
        while lines:
            yield await self._done(lines)
            if lines and self._read >= self._limits.lines:
                raise ServiceError("SRV-121", limit=self._limits.lines)

    async def _done(self, lines: deque[Line]) -> bytes:
        """The answers for some lines; the work waits for its turn as long as allowed."""
        deadline = asyncio.get_running_loop().time() + self._limits.seconds
        while True:
            try:
                return await self._work.done(self._limits.seconds, self._some, lines)
            except ServiceError as error:
                if error.code != "SRV-111" or asyncio.get_running_loop().time() > deadline:
                    raise
            await asyncio.sleep(0.05)

    def _some(self, lines: deque[Line]) -> bytes:
        told = bytearray()
        while lines and len(told) < _PIECE and self._read < self._limits.lines:
            number, content = lines.popleft()
            self._read += 1
            try:
                if content is None:
                    raise too_large(self._limits.line_bytes)
                told += self._told({"line": number, "answer": self._answer(number, content)})
            except Exception as error:
                self._refused += 1
                answered = as_answered(error, self._asked.id, "a line")
                problem = details(answered, self._asked.language)
                told += self._told({"line": number, "problem": problem})
        return bytes(told)

    def _told(self, content: object) -> bytes:
        return encoded(content) + b"\n"
