"""What commands that ask the solver share: requiring it, and its limits."""

from collections.abc import Callable
from typing import Final

import click

from linkage_rules.commands.commands import Option, UsageRefusedError
from linkage_rules.extras import required
from linkage_rules.words.messages import Phrase

_LONGEST_LIST: Final = 10
_LONGEST_TIME: Final = 3600


def require_solver() -> None:
    """Raises `MissingExtraError` where z3 is not installed, before anything is read."""
    required("z3", "analysis")


def list_bound_option() -> Option:
    """The option for the length up to which lists are written out."""
    return Option(
        ["--list-bound"],
        metavar="N",
        about=Phrase(
            "write lists out up to so many entries (default: 3)", "列表逐项考虑到多少项（默认 3）"
        ),
        default="3",
        callback=_whole_number("--list-bound", 0, _LONGEST_LIST),
    )


def time_limit_option(
    about: Phrase, default: int | None = None, name: str = "--time-limit"
) -> Option:
    """The option for a time limit in seconds; ``None`` for no limit."""
    return Option(
        [name],
        metavar="SECONDS",
        about=about,
        default=None if default is None else str(default),
        callback=_whole_number(name, 1, _LONGEST_TIME),
    )


def stop_after_option() -> Option:
    """The option for the total time in seconds; without it there is no limit."""
    about = Phrase(
        "seconds after which the running question is given up and nothing more is asked; what is "
        "left counts as undecided",
        "到此秒数后中止正在求解的问题，也不再提出新问题，余下的算作未能断定",
    )
    return time_limit_option(about, name="--stop-after")


def question_limit_option() -> Option:
    """The option for the time of one question; the others are asked all the same."""
    about = Phrase(
        "seconds after which a single question is given up (default: 10)",
        "单个问题的时限，秒（默认 10）",
    )
    return time_limit_option(about, 10)


def whole_number_option(name: str, about: Phrase, default: int, least: int, most: int) -> Option:
    """A whole number within bounds."""
    return Option(
        [name],
        metavar="N",
        about=about,
        default=str(default),
        callback=_whole_number(name, least, most),
    )


def _whole_number(
    name: str, least: int, most: int
) -> Callable[[click.Context, click.Parameter, str | None], int | None]:
    def read(ctx: click.Context, parameter: click.Parameter, text: str | None) -> int | None:
        if text is None:
            return None
        if text.isascii() and text.isdecimal() and len(text) <= 9 and least <= int(text) <= most:
            return int(text)
        raise UsageRefusedError(
            Phrase(
                f"{name} {text}: not a whole number from {least} to {most}",
                f"{name} {text}：应为 {least} 到 {most} 的整数",
            ),
            ctx,
        )

    return read
