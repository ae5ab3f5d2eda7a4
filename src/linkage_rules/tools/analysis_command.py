"""``linkage-rules analyse``: is a policy consistent, and what shows that it is not."""

from typing import Final

import click

from linkage_rules.language.keywords import Language
from linkage_rules.loading import load
from linkage_rules.records import Wording
from linkage_rules.tools.commands import Command, Option
from linkage_rules.tools.endings import ExitStatus, RefusedError
from linkage_rules.tools.inputs import policy_argument

_LIST_BOUND: Final = 3
_TIME_LIMIT: Final = 10.0

_NEEDS_Z3: Final = Wording(
    'proofs need z3; install it with: pip install "linkage-rules[analysis]"',
    '证明需要 z3，请运行：pip install "linkage-rules[analysis]"',
)


def analyse(
    policy: str, format_: str, list_bound: int, time_limit: float, language: Language
) -> ExitStatus:
    """Print what was found; findings unless all are answered and everything was decided."""
    try:
        from linkage_rules.analysis.consistency import analyse
    except ImportError:
        raise RefusedError(_NEEDS_Z3) from None
    package = load(policy).package
    found = analyse(package, list_bound=list_bound, time_limit=time_limit)
    match format_:
        case "json":
            from linkage_rules.tools.analysis_data import analysis_json

            click.echo(analysis_json(found, package))
        case "sarif":
            from linkage_rules.tools.analysis_data import analysis_sarif

            click.echo(analysis_sarif(found, package, language))
        case _:
            from linkage_rules.tools.analysis_text import analysis_text

            click.echo(analysis_text(found, package, language))
    return ExitStatus.WELL if found.clean else ExitStatus.FINDINGS


command: Final = Command(
    "analyse",
    about=Wording(
        "prove that a policy is consistent, or show the record on which it is not\n"
        "Norms that collide, never apply or repeat another; exceptions and conditions without "
        "effect; records without a verdict; properties.",
        "证明政策前后一致，或给出不一致的记录\n"
        "规范冲突、从不适用或重复；不起作用的例外和条件；缺少结论的记录；性质是否成立。",
    ),
    params=[
        policy_argument(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("text", "json", "sarif")),
            default="text",
            about=Wording(
                "text (default), JSON, or SARIF for code scanning",
                "文本（默认）、JSON，或供代码扫描用的 SARIF",
            ),
        ),
        Option(
            ["--list-bound"],
            metavar="NUMBER",
            type=click.IntRange(0, 10),
            default=_LIST_BOUND,
            about=Wording(
                f"elements of each list to write out, 0 to 10 (default: {_LIST_BOUND})",
                f"每个列表展开几项，0 到 10（默认 {_LIST_BOUND}）",
            ),
        ),
        Option(
            ["--time-limit"],
            metavar="SECONDS",
            type=click.FloatRange(0.01, 3600),
            default=_TIME_LIMIT,
            about=Wording(
                f"seconds that one question may take (default: {_TIME_LIMIT:g})",
                f"一个问题最多用几秒（默认 {_TIME_LIMIT:g}）",
            ),
        ),
    ],
    callback=analyse,
)
"""The command."""
