"""The command line `linkage-rules`: finding commands, exit statuses, and signals."""

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper, UnsupportedOperation
from threading import current_thread, main_thread
from types import FrameType
from typing import Any, Final, NoReturn

import click

from linkage_rules.commands.commands import Group, Option, language_of
from linkage_rules.commands.usage_errors import usage_error
from linkage_rules.errors import Error
from linkage_rules.extras import MissingExtraError
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.terminal import safe
from linkage_rules.words.messages import Phrase
from linkage_rules.words.system_failures import why_failed

_ENDING: Final = ("SIGTERM", "SIGHUP", "SIGINT")
_NOT_WRITTEN: Final = Phrase("the output cannot be written: {why}", "结果无法写出：{why}")
_UNUSABLE: Final = Phrase("{place} cannot be used: {why}", "{place} 无法使用：{why}")
_STATUS: Final = 128
"""Added to the number of a signal that ended a program, as shells do."""
_SOON: Final = 0.05
"""In seconds."""


@contextmanager
def unwinding() -> Iterator[None]:
    """Turn signals that end the program into exceptions, so that ``with`` and ``finally`` blocks
    run.

    SIGINT raises KeyboardInterrupt, others SystemExit with the status that shells expect. Only
    signals that would end the program are handled: under ``nohup`` a hang-up stays ignored, and
    handlers of other programs stay. Only the first of several signals counts, so that none can
    interrupt the cleaning up.

    The exception is never lost. Python drops it in destructors and in some attribute look-ups, and
    a library may replace it by an error of its own; so it is raised again soon after, unless
    somebody is cleaning up because of it, and once more at the end.
    """
    # Only the main thread may handle signals; no other is ever interrupted.
    if current_thread() is not main_thread():
        yield
        return
    found: dict[int, Any] = {}
    asked: list[BaseException] = []
    told = sys.unraisablehook

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        ending = KeyboardInterrupt() if number == signal.SIGINT else SystemExit(_STATUS + number)
        asked.append(ending)
        for other in found:
            signal.signal(other, signal.SIG_IGN)
        if hasattr(signal, "setitimer"):
            found[signal.SIGALRM] = signal.signal(signal.SIGALRM, again)
            signal.setitimer(signal.ITIMER_REAL, _SOON, _SOON)
        raise ending

    def again(number: int, frame: FrameType | None) -> None:
        if not any(error is asked[0] for error in _in_hand()):
            raise asked[0]

    def dropped(unraisable: "sys.UnraisableHookArgs") -> None:
        if unraisable.exc_value not in asked:
            told(unraisable)

    for name in _ENDING:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in _UNTOUCHED:
            found[number] = signal.signal(number, leave)
    sys.unraisablehook = dropped
    try:
        yield
    finally:
        if asked and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in found.items():
            signal.signal(number, handler)
        sys.unraisablehook = told
        if asked:
            raise asked[0]


_UNTOUCHED: Final = (signal.SIG_DFL, signal.default_int_handler)


def _in_hand() -> Iterator[BaseException]:
    """The exceptions that are being handled now, with those they followed."""
    error = sys.exception()
    while error is not None:
        yield error
        error = error.__context__


PROGRAM: Final = "linkage-rules"

_COMMANDS: Final = {
    "review": "linkage_rules.commands.review",
    "agenda": "linkage_rules.commands.agenda",
    "explain": "linkage_rules.commands.explain",
    "map": "linkage_rules.commands.map",
    "check": "linkage_rules.commands.check",
    "test": "linkage_rules.commands.test",
    "build": "linkage_rules.commands.build",
    "fmt": "linkage_rules.commands.fmt",
    "source": "linkage_rules.commands.source",
    "mutate": "linkage_rules.commands.mutate",
    "coverage": "linkage_rules.commands.coverage",
    "analyse": "linkage_rules.commands.analyse",
    "diff": "linkage_rules.commands.diff",
    "advise": "linkage_rules.commands.advise",
    "document": "linkage_rules.commands.document",
    "schema": "linkage_rules.commands.schema",
    "stubs": "linkage_rules.commands.stubs",
    "audit": "linkage_rules.commands.audit",
    "timeline": "linkage_rules.commands.timeline",
    "impact": "linkage_rules.commands.impact",
    "replay": "linkage_rules.commands.replay",
    "serve": "linkage_rules.commands.serve",
    "lsp": "linkage_rules.commands.lsp",
    "desk": "linkage_rules.commands.desk",
    "completion": "linkage_rules.commands.completion",
}
_ABOUT: Final = Phrase(
    "Rules from the clauses of official documents: readable, checked, executable.\n"
    "Exit status: 0 well, 1 with findings, 2 if the input is wrong.",
    "把公文条款写成读得懂、查得到依据、可以运行的规则。\n退出状态：0 正常，1 有发现，2 输入有误。",
)


_RARELY: Final = (20_000, 50, 20)


def collect_rarely() -> None:
    """Let the garbage collector run less often than by default, at the cost of some MB.

    A command keeps its modules and its policy to the end, so that collecting finds nothing.
    """
    gc.set_threshold(*_RARELY)


class CommandLine(Group):
    """The commands, started so that no mistake of the user ends in a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run and exit with an `ExitStatus`."""
        collect_rarely()
        sys.stdout = sys.stdout or _closed_output()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A terminal that lacks a character is no reason to stop.
                stream.reconfigure(errors="replace")
        try:
            with unwinding():
                status = super().main(
                    args, prog_name or PROGRAM, complete_var, standalone_mode=False, **extra
                )
        except (click.exceptions.Abort, KeyboardInterrupt):
            status = ExitStatus.INTERRUPTED
        except click.UsageError as error:
            click.echo(usage_error(error, language_of(error.ctx)), err=True)
            status = ExitStatus.WRONG_INPUT
        sys.exit(status)

    def invoke(self, ctx: click.Context) -> int:
        """Run the command; its refusals are printed here, where its language is known."""
        try:
            status: int = super().invoke(ctx)
            sys.stdout.flush()
        except MissingExtraError as error:
            words = Phrase(error.render("en"), error.render("zh"))
            return _refused(RefusedError(words).render(language_of(ctx)))
        except Error as error:
            return _refused(error.render(language_of(ctx)))
        except BrokenPipeError:
            # The reader of the output has closed it.
            _drop_output()
            return ExitStatus.OUTPUT_CLOSED
        except OSError as error:
            if error.filename is None:
                # The output itself may have failed, and would fail once more at the end.
                _drop_output()
            return _refused(_unusable_file(error).render(language_of(ctx)))
        return status


def _closed_output() -> TextIOWrapper:
    """A replacement for an output that was closed from the start."""
    return os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")


def _drop_output() -> None:
    """Discard what is still buffered."""
    # An output that is no file of the system is nobody's to close at the end.
    with suppress(UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(message: str) -> ExitStatus:
    click.echo(safe(message), err=True)
    return ExitStatus.WRONG_INPUT


def _unusable_file(error: OSError) -> RefusedError:
    why = why_failed(error)
    if error.filename is None:
        return RefusedError(_NOT_WRITTEN.filled(why=why))
    return RefusedError(_UNUSABLE.filled(place=str(error.filename), why=why))


def _show_version(ctx: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"{PROGRAM} {version(PROGRAM)}")
        ctx.exit(ExitStatus.WELL)


main: Final = CommandLine(
    PROGRAM,
    about=_ABOUT,
    params=[
        Option(
            ["--version"],
            about=Phrase("show the version", "显示版本"),
            is_flag=True,
            callback=_show_version,
            expose_value=False,
        )
    ],
    homes=_COMMANDS,
)
"""The entry point."""
