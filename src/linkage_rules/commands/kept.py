"""Commands that write a document to be kept beside a policy, and check that it is up to date."""

from collections.abc import Callable, Iterable
from pathlib import Path

import click

from linkage_rules.commands.commands import Command, Option, UsageRefusedError
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.model.package import Package
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.atomic import whole
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.sources import ClauseTree
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


def from_source(
    write: Callable[[Package, ClauseTree], str], lacking: Phrase
) -> Callable[[Policy], str]:
    """A function that applies ``write`` to a policy and its official text.

    ``lacking`` is the message that the policy ``{name}`` names no such text.
    """

    def of_policy(policy: Policy) -> str:
        if policy.source is None:
            raise RefusedError(lacking.filled(name=policy.name))
        return write(policy.package, policy.source.tree)

    return of_policy


def kept_command(
    name: str,
    *,
    about: Phrase,
    write: Callable[..., str],
    params: Iterable[click.Parameter] = (),
) -> Command:
    """A command that prints or keeps the document of ``write`` for a policy, with the options
    ``params``."""

    @click.pass_context
    def run(
        ctx: click.Context,
        /,
        policy: str,
        out: str | None,
        check: bool,
        stdin_filename: str | None,
        language: Language,
        **asked: object,
    ) -> ExitStatus:
        if check and out is None:
            why = Phrase(
                "--check needs --out FILE to compare with", "--check 要与 --out 文件一起使用"
            )
            raise UsageRefusedError(why, ctx)
        check_dashes(stdin_filename, policy)
        return _keep(write(given_policy(policy, stdin_filename), **asked), out, check, language)

    return Command(
        name,
        about=about,
        params=[
            policy_argument(),
            *params,
            Option(
                ["--out"],
                metavar="FILE",
                about=Phrase("write to this file instead of printing", "写入此文件，不在屏幕显示"),
            ),
            Option(
                ["--check"],
                is_flag=True,
                about=Phrase(
                    "write nothing; exit with status 1 if the file is out of date",
                    "不写文件；文件已过时则以状态 1 退出",
                ),
            ),
            stdin_filename_option(),
        ],
        callback=run,
    )


def _keep(document: str, out: str | None, check: bool, language: Language) -> ExitStatus:
    """Print the document, or write it to ``out``; with ``check``, findings if the file there
    differs.

    Raises OSError when the file cannot be read or written.
    """
    if out is None:
        click.echo(document, nl=False)
    elif not check:
        with whole(Path(out)) as place:
            place.write_text(document, encoding="utf-8", newline="\n")
    elif not Path(out).exists() or Path(out).read_bytes() != document.encode():
        stale = Phrase(
            f"{out} does not say what the policy says; run the command again without --check",
            f"{out} 与政策不一致，请去掉 --check 重新运行",
        )
        click.echo(stale.render(language), err=True)
        return ExitStatus.FINDINGS
    return ExitStatus.WELL
