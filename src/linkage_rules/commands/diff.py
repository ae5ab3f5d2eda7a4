"""``linkage-rules diff``: in which records a new policy is stricter or looser than an old one."""

from datetime import date
from typing import TYPE_CHECKING, Final

import click

from linkage_rules.commands.commands import Argument, Command, Option, UsageRefusedError
from linkage_rules.commands.inputs import (
    POLICY_ABOUT,
    POLICY_CALLED,
    complete_policy,
    find_record_type,
    read_day,
)
from linkage_rules.commands.solving import (
    list_bound_option,
    question_limit_option,
    require_solver,
    stop_after_option,
)
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.model.norms import Interval
from linkage_rules.policy.comparing import difference
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.progress_bar import Asking
from linkage_rules.presenting.terminal import width
from linkage_rules.records import RecordError
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

# Printing the help must not import the solver.
if TYPE_CHECKING:
    from linkage_rules.analysis.difference import Comparison, Difference, ResultComparison


def diff(
    old: str,
    new: str,
    as_of: date | None,
    from_: date | None,
    to: date | None,
    record_type: str | None,
    list_bound: int,
    time_limit: int,
    stop_after: int | None,
    rename: tuple[tuple[str, str], ...],
    format_: str,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Compare two policies; findings if they differ, or if that could not be ruled out."""
    if as_of is not None and (from_ is not None or to is not None):
        raise UsageRefusedError(_ONE_DAY_OR_SEVERAL)
    if from_ is not None and to is not None and from_ > to:
        raise UsageRefusedError(_NO_DAY)
    check_dashes(stdin_filename, old, new)
    require_solver()
    from linkage_rules.analysis.difference import IncompatibleError, RenameError, Telling

    before, after = (given_policy(each, stdin_filename) for each in (old, new))
    telling: Telling | None = None

    def tell(begun: "Difference", one: "Comparison | ResultComparison") -> None:
        """Print a comparison as soon as it is there; before the first one the head."""
        nonlocal telling
        lines: list[str] = []
        if telling is None:
            telling = Telling(begun, language, width())
            lines += telling.head()
        lines += telling.compared(one)
        if lines:
            with progress.aside():
                click.echo("\n".join(lines))

    try:
        with Asking(language) as progress:
            found = difference(
                before,
                after,
                days=Interval(as_of or from_, as_of or to),
                record_type=_record_type(record_type, before, after),
                list_bound=list_bound,
                time_limit=time_limit,
                stop_after=stop_after,
                rename=rename,
                tell=tell if format_ == "text" else None,
                asking=progress.asking,
            )
    except (IncompatibleError, RenameError) as error:
        raise RefusedError(Phrase(error.render("en"), error.render("zh"))) from error
    if format_ == "json":
        click.echo(found.to_json(), nl=False)
    elif telling is None:
        click.echo(found.to_text(language, width=width()))
    else:
        click.echo("\n".join(telling.end(found)))
    return ExitStatus.FINDINGS if found else ExitStatus.WELL


def _record_type(asked: str | None, before: Policy, after: Policy) -> str | None:
    """The name of the record type that was asked for, which one policy at least has to know."""
    if asked is None:
        return None
    try:
        return before.record_type(asked).name
    except RecordError:
        return find_record_type(after, asked).name


def _read_rename(
    ctx: click.Context, parameter: click.Parameter, texts: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    return tuple(_halves(text, ctx) for text in texts)


def _halves(text: str, ctx: click.Context) -> tuple[str, str]:
    old, equals, new = (part.strip() for part in text.replace("＝", "=").partition("="))
    if not (old and equals and new) or "=" in new:
        raise UsageRefusedError(
            Phrase(
                f"--rename {text}: write OLD=NEW, such as amount=total or Fund.amount=Fund.total",
                f"--rename {text}：请写“旧名=新名”，如 金额=总额 或 资金.金额=资金.总额",
            ),
            ctx,
        )
    return old, new


_ONE_DAY_OR_SEVERAL: Final = Phrase(
    "give either --as-of or --from and --to", "--as-of 与 --from、--to 不能同时使用"
)
_NO_DAY: Final = Phrase("--from is later than --to", "--from 晚于 --to")


def _policy(name: str, about: Phrase) -> Argument:
    words = Phrase(f"{about.en}: {POLICY_ABOUT.en}", f"{about.zh}：{POLICY_ABOUT.zh}")
    called = {
        "old": Phrase("OLD", "原政策"),
        "new": Phrase("NEW", "新政策"),
    }.get(name, POLICY_CALLED)
    return Argument([name], about=words, called=called, shell_complete=complete_policy)


def _day(name: str, about: Phrase) -> Option:
    declared = [name, "from_"] if name == "--from" else [name]
    return Option(declared, metavar="DATE", about=about, callback=read_day)


command: Final = Command(
    "diff",
    about=Phrase(
        "show where a new policy is stricter or looser than an old one, and a record for each\n"
        "Exit status: 0 no difference, 1 a difference or undecided, 2 if the input is wrong.",
        "说明新政策比原政策严在哪里、宽在哪里，并各举一条记录为例\n"
        "退出状态：0 没有差异，1 有差异或者未能断定，2 输入有误。",
    ),
    params=[
        _policy("old", Phrase("the old policy", "原政策")),
        _policy("new", Phrase("the new policy", "新政策")),
        _day(
            "--as-of",
            Phrase(
                "compare on that day only (default: all days on which both are in force)",
                "只比较这一天（默认为两项政策均在施行的所有日子）",
            ),
        ),
        _day("--from", Phrase("compare from that day on", "从这一天起比较")),
        _day("--to", Phrase("compare until that day", "比较到这一天为止")),
        Option(
            ["--record-type"],
            metavar="NAME",
            about=Phrase(
                "compare only what concerns that record type, by name or label",
                "只比较涉及该记录类型的内容，名称或标签均可",
            ),
        ),
        Option(
            ["--rename"],
            multiple=True,
            metavar="OLD=NEW",
            callback=_read_rename,
            about=Phrase(
                "take a field, norm, fact, action or anything else of the old policy for the same "
                "thing under another name; may be given several times",
                "原政策的字段、规范、事实、行为等在新政策中改了名，视为同一；可重复写",
            ),
        ),
        list_bound_option(),
        question_limit_option(),
        stop_after_option(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("text", "json")),
            default="text",
            about=Phrase("text (default) or json", "text（默认）或 json"),
        ),
        stdin_filename_option(),
    ],
    callback=diff,
)
"""The command."""
