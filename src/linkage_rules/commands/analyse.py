"""``linkage-rules analyse``: is a policy consistent, and what shows that it is not."""

from typing import Final

import click

from linkage_rules.commands.commands import Command, Option
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.solving import (
    list_bound_option,
    question_limit_option,
    require_solver,
    time_limit_option,
)
from linkage_rules.policy.loading import load
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


def analyse(
    policy: str,
    format_: str,
    list_bound: int,
    time_limit: int,
    stop_after: int | None,
    language: Language,
) -> ExitStatus:
    """Print what was found; findings unless all are answered and everything was decided."""
    require_solver()
    judge = load(policy)
    package = judge.package
    found = judge.analyse(list_bound=list_bound, time_limit=time_limit, stop_after=stop_after)
    match format_:
        case "json":
            from linkage_rules.commands.analysis_data import analysis_json

            click.echo(analysis_json(found, package))
        case "sarif":
            from linkage_rules.commands.analysis_data import analysis_sarif

            click.echo(analysis_sarif(found, package, language))
        case _:
            from linkage_rules.commands.analysis_text import analysis_text

            click.echo(analysis_text(found, package, language))
    return ExitStatus.WELL if found.clean else ExitStatus.FINDINGS


command: Final = Command(
    "analyse",
    about=Phrase(
        "prove that a policy is consistent, or show the record on which it is not\n"
        "Norms that collide, never apply or repeat another; exceptions and conditions without "
        "effect; records without a verdict; properties.",
        "证明政策前后一致，或给出不一致的记录\n"
        "规范冲突、从不适用或重复；不起作用的例外和条件；没有结论的记录；性质是否成立。",
    ),
    params=[
        policy_argument(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("text", "json", "sarif")),
            default="text",
            about=Phrase(
                "text (default), JSON, or SARIF for code scanning",
                "文本（默认）、JSON，或供代码扫描用的 SARIF",
            ),
        ),
        list_bound_option(),
        question_limit_option(),
        time_limit_option(
            Phrase(
                "seconds after which nothing more is asked; what is left counts as undecided",
                "到此秒数后不再提出新问题，余下的算作未能断定",
            ),
            name="--stop-after",
        ),
    ],
    callback=analyse,
)
"""The command."""
