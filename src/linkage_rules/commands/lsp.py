"""``linkage-rules lsp``: a language server for editors."""

from typing import Final

import click
from click.core import ParameterSource

from linkage_rules.commands.commands import Command, Option
from linkage_rules.editing import start
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


@click.pass_context
def serve_editor(ctx: click.Context, /, stdio: bool, language: Language) -> ExitStatus:
    """Answer an editor until it ends."""
    asked = ctx.get_parameter_source("language") is ParameterSource.COMMANDLINE
    start(language if asked else None, language)
    return ExitStatus.WELL


command: Final = Command(
    "lsp",
    about=Phrase(
        "help to write policies in an editor\n"
        "A language server: the editor starts it and speaks with it through standard input and "
        "output; see docs/editors.md. It speaks the language of the editor, unless --language is "
        "given.",
        "在编辑器中辅助编写政策\n"
        "这是语言服务器，由编辑器启动，通过标准输入输出通信，见 docs/editors.md。"
        "不写 --language 时使用编辑器的语言。",
    ),
    params=[
        Option(
            ["--stdio"],
            is_flag=True,
            about=Phrase(
                "speak through standard input and output, as it always does; some editors add it",
                "通过标准输入输出通信；本命令总是如此，有的编辑器会自动加上这个选项",
            ),
        )
    ],
    callback=serve_editor,
)
"""The command."""
