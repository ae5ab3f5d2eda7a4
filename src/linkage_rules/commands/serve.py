"""``linkage-rules serve``: policies that answer over HTTP."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from threading import current_thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Any, Final

import click

from linkage_rules.commands.commands import Argument, Command, Option, UsageRefusedError
from linkage_rules.commands.inputs import POLICY_ABOUT, complete_policy
from linkage_rules.commands.listening import bound
from linkage_rules.commands.standard_input import DASH
from linkage_rules.extras import required
from linkage_rules.policy.loading import bundled_names, load
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.service import Limits, create_app
from linkage_rules.service.settings import KEYS_FILE_VARIABLE, KEYS_VARIABLE, keys_of
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

if TYPE_CHECKING:
    from fastapi import FastAPI

_EXAMPLES: Final = "example_"
"""The prefix of shipped policies that are made-up examples."""

_MOST_CONNECTIONS: Final = 1_000

_NO_KEYS: Final = Phrase(
    "--host {host} can be reached from other machines, and no key is asked for; set keys of at "
    f"least 16 characters in {KEYS_VARIABLE} or {KEYS_FILE_VARIABLE}, or serve on 127.0.0.1",
    "--host {host} 可以从其他机器访问，但没有设置密钥；请在环境变量 "
    f"{KEYS_VARIABLE} 或 {KEYS_FILE_VARIABLE} 中设置至少16个字符的密钥，或只在 127.0.0.1 上服务",
)
_LISTENING: Final = Phrase(
    "{policies}: listening on {address} ({keys}); what can be asked: {address}/openapi.json",
    "{policies}：服务地址 {address}（{keys}）；可用的接口见 {address}/openapi.json",
)
_NO_DASH: Final = Phrase(
    "a service answers for policies that can be loaded again when it starts anew; write what comes "
    "through standard input into a file and name that",
    "服务重新启动时须能再次载入政策；请把标准输入的内容存为文件，再写文件名",
)
_WITH_KEYS: Final = Phrase("with a key", "须附密钥")
_WITHOUT_KEYS: Final = Phrase("this machine alone, without a key", "仅限本机，无需密钥")
_NO_LIMIT: Final = Phrase(
    "--limit {written}: write NAME=NUMBER, such as seconds=10",
    "--limit {written}：请写成 名称=数值，如 seconds=10",
)


def serve(
    policies: tuple[str, ...],
    host: str,
    port: int,
    allow_policies: bool,
    limit: tuple[str, ...],
    host_name: tuple[str, ...],
    language: Language,
) -> ExitStatus:
    """Answer requests until a signal asks to end."""
    required("uvicorn", "service")
    keys = keys_of()
    if not keys and not _is_loopback(host):
        raise RefusedError(_NO_KEYS.filled(host=host))
    if DASH in policies:
        raise UsageRefusedError(_NO_DASH)
    limits = Limits().changed(dict(map(_read_limit, limit)))
    served = [load(policy) for policy in policies] or _shipped()
    app = create_app(
        served,
        keys=keys,
        allow_policies=allow_policies,
        limits=limits,
        language=language,
        hosts=host_name,
    )
    place = bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    told = _LISTENING.filled(
        policies=tuple(policy.name for policy in served),
        address=f"http://{shown}:{place.getsockname()[1]}",
        keys=_WITH_KEYS if keys else _WITHOUT_KEYS,
    )
    _run(app, place, limits, lambda: click.echo(safe(told.render(language)), err=True))
    return ExitStatus.WELL


def _run(app: "FastAPI", place: socket.socket, limits: Limits, started: Callable[[], None]) -> None:
    import uvicorn

    reviews = app.state.linkage_rules.reviews

    class Server(uvicorn.Server):
        """A server that shuts down properly: no new request is accepted, running ones are answered,
        and reviews are stopped and marked as stopped."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                self.loop = asyncio.get_running_loop()
                started()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            # A signal may come at any moment, also while a lock is held.
            if self.started:
                self.loop.call_soon_threadsafe(reviews.end)
            super().handle_exit(sig, frame)

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Like the base class, but the signal is not raised again: ending on it is normal."""
            if current_thread() is not main_thread():
                yield
                return
            asked = (signal.SIGINT, signal.SIGTERM)
            found: dict[int, Any] = {n: signal.signal(n, self.handle_exit) for n in asked}
            try:
                yield
            finally:
                for number, handler in found.items():
                    signal.signal(number, handler)

    config = uvicorn.Config(
        app,
        ws="none",
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=round(limits.closing_seconds),
    )
    Server(config).run(sockets=[place])


def _shipped() -> list[Policy]:
    """The shipped policies that judge records, without the made-up examples."""
    names = (name for name in bundled_names() if not name.startswith(_EXAMPLES))
    return [policy for policy in map(load, names) if policy.package.norms]


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _read_limit(written: str) -> tuple[str, float]:
    name, _, value = written.partition("=")
    try:
        number = float(value)
    except ValueError:
        raise UsageRefusedError(_NO_LIMIT.filled(written=written)) from None
    return name.strip(), int(number) if number.is_integer() else number


command: Final = Command(
    "serve",
    about=Phrase(
        "answer questions about policies over HTTP\n"
        "Decisions, explanations, what is missing, advice and reviews of files, described in "
        "/openapi.json; see docs/service.md. Without a POLICY the shipped ones are served, but for "
        f"the examples. Keys are asked for if {KEYS_VARIABLE} or {KEYS_FILE_VARIABLE} is set; they "
        "are needed where other machines can ask.",
        "通过 HTTP 提供审核服务\n"
        "提供结论、解释、缺项、建议和文件审核，接口说明见 /openapi.json 和 docs/service.md。"
        "不写政策时提供随附的政策（示例除外）。"
        f"设置了 {KEYS_VARIABLE} 或 {KEYS_FILE_VARIABLE} 时须附密钥；"
        "在本机以外的地址上服务必须设置。",
    ),
    params=[
        Argument(
            ["policies"],
            called=Phrase("[POLICY...]", "[政策...]"),
            nargs=-1,
            about=POLICY_ABOUT,
            shell_complete=complete_policy,
        ),
        Option(
            ["--host"],
            default="127.0.0.1",
            metavar="HOST",
            about=Phrase(
                "address to listen on (default: 127.0.0.1, this machine alone)",
                "服务地址（默认 127.0.0.1，仅限本机）",
            ),
        ),
        Option(
            ["--port"],
            type=click.IntRange(0, 65535),
            default=8000,
            metavar="PORT",
            about=Phrase(
                "port to listen on (default: 8000; 0: any that is free)",
                "端口（默认 8000；0 为任一空闲端口）",
            ),
        ),
        Option(
            ["--allow-policies"],
            is_flag=True,
            about=Phrase(
                "let requests bring texts in the policy language: policies and goals",
                "允许请求附带政策文本：政策和目标条件",
            ),
        ),
        Option(
            ["--limit"],
            multiple=True,
            metavar="NAME=NUMBER",
            about=Phrase(
                "another bound on sizes or times, see docs/limits.md; may be given several times",
                "修改某项限制，见 docs/limits.md；可重复写",
            ),
        ),
        Option(
            ["--host-name"],
            multiple=True,
            metavar="NAME",
            about=Phrase(
                "another name that this machine is asked by, where no key is asked for",
                "无需密钥时，请求中允许使用的其他主机名",
            ),
        ),
    ],
    callback=serve,
)
"""The command."""
