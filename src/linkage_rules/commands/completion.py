"""``linkage-rules completion``: the script that lets a shell complete our commands."""

import os
from pathlib import PurePath
from typing import Final

import click
from click.shell_completion import get_completion_class

from linkage_rules.commands.commands import Argument, Command, UsageRefusedError
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

_SHELLS = ("bash", "zsh", "fish")


@click.pass_context
def complete(ctx: click.Context, /, shell: str | None, language: Language) -> ExitStatus:
    """Print the script for a shell, or for the one that is running."""
    name = shell or PurePath(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        listed = Phrase(", ".join(_SHELLS), "、".join(_SHELLS))
        raise UsageRefusedError(
            Phrase(f"say which shell: {listed.en}", f"请写明是哪种 shell：{listed.zh}"), ctx
        )
    script = get_completion_class(name)
    assert script is not None
    root = ctx.find_root()
    assert root.info_name is not None
    variable = f"_{root.info_name}_COMPLETE".replace("-", "_").upper()
    click.echo(script(root.command, {}, root.info_name, variable).source())
    return ExitStatus.WELL


command: Final = Command(
    "completion",
    about=Phrase(
        "print the completion script of a shell\n"
        'For bash: eval "$(linkage-rules completion bash)" in ~/.bashrc.',
        "输出 shell 的命令补全脚本\n"
        '例如在 ~/.bashrc 中写入：eval "$(linkage-rules completion bash)"',
    ),
    params=[
        Argument(
            ["shell"],
            type=click.Choice(_SHELLS),
            required=False,
            called=Phrase(f"[{'|'.join(_SHELLS)}]", f"[{'|'.join(_SHELLS)}]"),
            about=Phrase("otherwise taken from $SHELL", "不写时依环境变量 SHELL"),
        )
    ],
    callback=complete,
)
