"""``linkage-rules desk``: a page of one's own on this machine."""

import secrets
import socket
import sys
import webbrowser
from pathlib import Path
from typing import Final

import click
from platformdirs import user_state_path

from linkage_rules.commands.commands import Argument, Command, Option
from linkage_rules.commands.listening import bound
from linkage_rules.extras import required
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase
from linkage_rules.words.system_failures import why_failed

_NEEDED: Final = ("starlette", "uvicorn", "websockets", "lsprotocol", "pygls", "pypinyin")

_LISTENING: Final = Phrase(
    "The desk of {folder} is at {address}\n"
    "It is answered on this machine alone. Close this window, or press Ctrl+C, to end it.",
    "工作台已打开：{address}\n文件夹：{folder}\n只在本机可用。关闭本窗口或按 Ctrl+C 即结束。",
)
_NO_FOLDER: Final = Phrase("{folder} is not a folder", "{folder} 不是文件夹")
_STARTER: Final = Phrase(
    "{file} starts the desk of this folder by double click", "双击 {file} 即可打开本文件夹的工作台"
)
_NOT_WRITTEN: Final = Phrase(
    "no starter could be written into {folder}: {why}", "无法在 {folder} 中写入启动文件：{why}"
)


def desk(folder: Path, port: int, browser: bool, starter: bool, language: Language) -> ExitStatus:
    """Serve the page until a signal asks to end."""
    for module in _NEEDED:
        required(module, "desk")
    if not folder.is_dir():
        raise RefusedError(_NO_FOLDER.filled(folder=str(folder)))
    if starter:
        _write_starter(folder, language)
        return ExitStatus.WELL
    import uvicorn

    from linkage_rules.desk.page import LARGEST_MESSAGE, application
    from linkage_rules.desk.workbench import Workbench

    token = secrets.token_urlsafe(24)
    workbench = Workbench.of(folder, user_state_path("linkage-rules") / "desk")
    app = application(workbench, token, language)
    place = bound("127.0.0.1", port)
    address = f"http://127.0.0.1:{place.getsockname()[1]}/?token={token}"
    config = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
    )

    class Server(uvicorn.Server):
        """A server that says when it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                told = _LISTENING.filled(folder=str(workbench.folder), address=address)
                click.echo(safe(told.render(language)), err=True)
                if browser:
                    webbrowser.open(address)

    Server(config).run(sockets=[place])
    return ExitStatus.WELL


def _write_starter(folder: Path, language: Language) -> None:
    from linkage_rules.desk.starters import write_starter

    try:
        written = write_starter(sys.platform, sys.executable, folder)
    except OSError as error:
        why = why_failed(error)
        raise RefusedError(_NOT_WRITTEN.filled(folder=str(folder), why=why)) from error
    click.echo(safe(_STARTER.filled(file=str(written)).render(language)))


command: Final = Command(
    "desk",
    about=Phrase(
        "read a document, write its rules and review projects on a page of your own\n"
        "The page opens in the browser and is answered on this machine alone; nothing leaves it. "
        "FOLDER holds the policies (default: the current one); see docs/desk.md.",
        "在本机网页中阅读公文、编写规则、审核项目\n"
        "页面在浏览器中打开，只在本机可用，资料不会离开本机。"
        "文件夹存放政策（默认当前文件夹），见 docs/desk.md。",
    ),
    params=[
        Argument(
            ["folder"],
            called=Phrase("[FOLDER]", "[文件夹]"),
            type=click.Path(path_type=Path),
            default=Path("."),
            about=Phrase("the folder of the policies", "存放政策的文件夹"),
        ),
        Option(
            ["--port"],
            type=click.IntRange(0, 65535),
            default=8765,
            metavar="PORT",
            about=Phrase(
                "port to listen on (default: 8765; 0: any that is free)",
                "端口（默认 8765；0 为任一空闲端口）",
            ),
        ),
        Option(
            ["--browser/--no-browser"],
            default=True,
            about=Phrase(
                "open the page in the browser, or only say its address", "是否自动打开浏览器"
            ),
        ),
        Option(
            ["--starter"],
            is_flag=True,
            about=Phrase(
                "write a file into FOLDER that starts its desk by double click, and end",
                "在文件夹中写入双击即可打开工作台的启动文件，然后结束",
            ),
        ),
    ],
    callback=desk,
)
"""The command."""
