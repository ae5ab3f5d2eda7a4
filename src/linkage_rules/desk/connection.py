"""The one connection of the page: what an editor asks of a language server, and what the page asks.

It knows of no network: whoever has a channel hands messages in, and gets those that go out.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from importlib.metadata import version
from tempfile import gettempdir
from traceback import format_exception
from typing import Any, Final

from attrs import frozen
from pygls.exceptions import JsonRpcException
from pygls.protocol import JsonRPCNotification, JsonRPCRequestMessage

from linkage_rules.desk import (
    carrying,
    checking,
    comparing,
    files,
    review_files,
    reviewing,
    rules,
    spreadsheets,
    standing,
)
from linkage_rules.desk.desk import Desk
from linkage_rules.desk.methods import Answer, Asked, Job, Method, StoppedError, Task
from linkage_rules.desk.workbench import Workbench
from linkage_rules.editing.server import PolicyProtocol, PolicyServer
from linkage_rules.errors import Error
from linkage_rules.logs import tell
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.system_failures import why_failed

METHODS: Final[Mapping[str, Method]] = {
    **files.METHODS,
    **carrying.METHODS,
    **rules.METHODS,
    **spreadsheets.METHODS,
    **reviewing.METHODS,
    **review_files.METHODS,
    **checking.METHODS,
    **comparing.METHODS,
    **standing.METHODS,
}
"""What the page asks, by method."""

PROGRESS: Final = "desk/progress"
"""What the page is told of a job while it goes on."""

STOP: Final = "desk/stop"
"""What the page says to have a job end that it asked for with the same ``token``."""

REFUSED: Final = -32803
"""The code of an answer that says why what was asked for cannot be done (of the protocol:
RequestFailed)."""
STOPPED: Final = -32800
"""The code of a job that the user has stopped (RequestCancelled)."""

_FAULT: Final = Phrase(
    "This is a fault of linkage-rules, not of what you did: {what} failed ({error}). What you "
    "typed is safe. The window in which the desk was started has the details to report.",
    "这是 linkage-rules 自身的差错，与您的操作无关：{what} 未能完成（{error}）。"
    "已输入的内容不受影响；请把启动工作台的窗口中显示的详情反馈给开发者。",
)
_BY_SYSTEM: Final = Phrase(
    "this could not be done: {why} ({place}). What you typed is safe; make room or ask for the "
    "right to write there, then try again",
    "未能完成：{why}（{place}）。已输入的内容不受影响；请腾出空间或取得写入权限后再试",
)
_STOPPED: Final = Phrase("stopped", "已停止")
_OURS: Final = "desk/"
_SHOWN: Final = 200
"""How many characters of a message are logged."""


class DeskProtocol(PolicyProtocol):
    """The protocol of editors, and the questions of the page, whose parameters stay as they came:
    names of records may be no names of Python."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        method = data.get("method")
        if not isinstance(method, str) or not method.startswith(_OURS):
            return super().structure_message(data)
        asked = data.get("params")
        given = {"method": method, "jsonrpc": "2.0", "params": asked if asked else {}}
        if "id" in data:
            return JsonRPCRequestMessage(id=data["id"], **given)
        return JsonRPCNotification(**given)


@frozen
class _Writer:
    """Hands what the server says to ``send``."""

    send: Callable[[str], object]

    def write(self, message: bytes) -> None:
        self.send(message.decode())

    def close(self) -> None:
        """Nothing is kept open."""


class DeskServer(PolicyServer):
    """What answers one page. ``send`` takes what is said to it. ``run`` has a job done beside the
    connection, in a thread; where there are none jobs are done at once, and ``pause`` between their
    steps has the messages heard that came meanwhile."""

    def __init__(
        self,
        workbench: Workbench,
        language: Language,
        send: Callable[[str], object],
        run: Callable[..., Any] | None = None,
        pause: Callable[[], None] | None = None,
    ) -> None:
        self._run = run
        self._pause = pause
        self._under_way: set[Task] = set()
        self._by_token: dict[str, Task] = {}
        self._left = False
        super().__init__(version("linkage-rules"), None, language, DeskProtocol)
        self.protocol.set_writer(_Writer(send), include_headers=False)
        self.desk = Desk(workbench, self.session)
        for method, how in METHODS.items():
            self.feature(method)(self._answered(method, how))
        self.feature(STOP)(lambda asked: self._stop(asked))

    def receive(self, message: str) -> None:
        """Take a message of the page. What is no message of the protocol is logged, and not
        answered."""
        try:
            data = json.loads(message)
            # A page comes and goes; the program ends when its user says so.
            if isinstance(data, dict) and data.get("method") != "exit":
                self.protocol.handle_message(self.protocol.structure_message(data))
        except (ValueError, RecursionError, JsonRpcException) as error:
            tell("desk", "warning", "%s is no message: %s", message[:_SHOWN], error)

    def leave(self) -> None:
        """The page is gone: stop what is still done for it, and remove what was kept for it."""
        self._left = True
        for task in self._under_way:
            task.stop()
        self._clear()
        self.shutdown()  # type: ignore[no-untyped-call]

    def _clear(self) -> None:
        """Remove what was kept for a page that is gone, once nothing is done with it any more."""
        if self._left and not self._under_way:
            self.desk.shelf.close()

    def _stop(self, asked: Any) -> None:
        """Have a job end, with what it has found by then where that is worth to be shown."""
        token = asked.get("token") if isinstance(asked, dict) else None
        task = self._by_token.get(token) if isinstance(token, str) else None
        if task is not None:
            task.stop()

    def _answered(self, method: str, how: Method) -> Callable[[Any], Any]:
        async def answer(asked: Any) -> Any:
            given = asked if isinstance(asked, dict) else {}
            try:
                if isinstance(how, Answer):
                    async with self._turn:
                        return how.make(self.desk, given)
                return await self._done(how, given)
            except StoppedError:
                words = _STOPPED.render(self.desk.language)
                raise JsonRpcException(words, STOPPED) from None
            except Error as error:
                raise JsonRpcException(_said(error, self.desk.language), REFUSED) from error
            except OSError as error:
                tell("desk", "warning", "%s failed\n%s", method, "".join(format_exception(error)))
                place = str(error.filename or gettempdir())
                said = _BY_SYSTEM.filled(why=why_failed(error), place=place)
                raise JsonRpcException(said.render(self.desk.language), REFUSED) from error
            except Exception as error:
                tell("desk", "warning", "%s failed\n%s", method, "".join(format_exception(error)))
                short = f"{type(error).__name__}: {error}"
                words = _FAULT.fill(self.desk.language, {"what": method, "error": short})
                raise JsonRpcException(words, REFUSED) from error

        return answer

    async def _done(self, job: Job, asked: Asked) -> Any:
        loop = asyncio.get_running_loop()
        token = asked.get("token")

        def report(done: int, total: int, words: Phrase) -> None:
            told = {
                "token": token,
                "done": done,
                "total": total,
                "words": words.render(self.desk.language),
            }
            if self._run is None:
                self.protocol.notify(PROGRESS, told)
            else:
                loop.call_soon_threadsafe(self.protocol.notify, PROGRESS, told)

        task = Task(report) if self._pause is None else Task(report, self._pause)
        self._under_way.add(task)
        if isinstance(token, str):
            self._by_token[token] = task
        try:
            if self._run is None:
                return job.make(self.desk, asked, task)
            return await self._run(job.make, self.desk, asked, task)
        except asyncio.CancelledError:
            task.stop()
            raise
        finally:
            self._under_way.discard(task)
            if isinstance(token, str):
                self._by_token.pop(token, None)
            self._clear()


def _said(error: Error, language: Language) -> str:
    """What an error says, all of it."""
    return "\n".join(problem.render(language) for problem in error.problems)
