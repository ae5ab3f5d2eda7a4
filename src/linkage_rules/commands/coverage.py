"""`coverage`: which conditions the examples of a policy have tried, and which not."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

import click

from linkage_rules.analysis.coverage import (
    Coverage,
    coverage,
)
from linkage_rules.commands.commands import Command, Option, UsageRefusedError, report_format_option
from linkage_rules.commands.inputs import policy_argument
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.model.package import Package
from linkage_rules.presenting.coverage_rows import (
    ConditionRow,
    Entry,
    entries,
    figures,
    percent,
)
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.pages import page
from linkage_rules.presenting.terminal import safe
from linkage_rules.presenting.titles import title_of
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase

_CONDITIONS: Final = Phrase("conditions", "条件")
_VALUES: Final = Phrase("values of facts", "事实的值")
_WORDS: Final = {
    "missing": Phrase("missing", "缺"),
    "still_open": Phrase("Not covered yet", "尚未覆盖"),
    "nothing": Phrase(
        "It declares no norm, fact or condition that an example could exercise.",
        "没有声明可由示例检验的规范、事实或条件。",
    ),
    "all_covered": Phrase(
        "The examples exercise every norm and every condition both ways.",
        "示例已从正反两面覆盖每条规范、每个条件。",
    ),
    "standings": Phrase(
        "Ways in which a deadline can stand that no example shows", "没有示例的期限履行情况"
    ),
    "condition": Phrase("condition", "条件"),
    "decides_yes": Phrase("decides as yes", "为“是”时独自起作用"),
    "decides_no": Phrase("decides as no", "为“否”时独自起作用"),
    "explained": Phrase(
        "A norm is covered when it applies in one example and does not in another. A condition is "
        "covered when there is an example where it is yes and one where it is no, and in both "
        "turning it round would turn the answer round (masking MC/DC).",
        "一条规范在某个示例中适用、在另一个示例中不适用，即已覆盖。一个条件要有为“是”和为“否”的示例各一个，"
        "且在这两个示例中，只要把它反过来，结论就跟着反过来，才算已覆盖（屏蔽型 MC/DC）。",
    ),
}


def coverage_text(found: Coverage, package: Package, language: Language) -> str:
    """The figures, and everything that is not covered with the example to write."""
    lines = [_title(package, language), ""]
    for figure in figures(found, language):
        lines.append(f"{figure.words}  {figure.done}/{figure.total}  {figure.share}")
    lines.append("")
    open_entries = [e for e in entries(found, package, language) if e.open]
    if open_entries:
        lines.append(_WORDS["still_open"].render(language))
        for entry in open_entries:
            lines += ["", *_entry_lines(entry)]
    elif not found.norms + found.facts + found.conditions:
        lines.append(_WORDS["nothing"].render(language))
    else:
        lines.append(_WORDS["all_covered"].render(language))
    if found.open_standings:
        lines += ["", _WORDS["standings"].render(language)]
        for entry in entries(found, package, language):
            told = [half.words for half in entry.standings if half.advice]
            lines += [f"  {entry.kind} {entry.title}  {', '.join(told)}"] if told else []
    return safe("\n".join(lines))


def coverage_page(found: Coverage, package: Package, language: Language) -> str:
    """Everything as an HTML page that needs no other file: covered or not, and by which example."""
    return page(
        "coverage_report.html",
        language,
        title=_title(package, language),
        words={key: words.render(language) for key, words in _WORDS.items()},
        figures=figures(found, language),
        entries=entries(found, package, language),
    )


def _title(package: Package, language: Language) -> str:
    called = title_of(package.name, package.label, language)
    return Phrase(f"Coverage of {called}", f"示例覆盖情况：{called}").render(language)


def _entry_lines(entry: Entry) -> Iterator[str]:
    yield f"{entry.kind} {entry.title}  {entry.place}"
    for half in entry.halves:
        if half.advice:
            yield f"  {half.advice}"
    for condition in entry.conditions:
        if condition.advice:
            yield from _condition_lines(condition)


def _condition_lines(condition: ConditionRow) -> Iterator[str]:
    yield f"  {condition.role} {condition.text}  {condition.place}"
    if condition.within:
        yield f"    {condition.within}"
    yield f"    {condition.advice}"


def report_coverage(
    policy: str,
    format_: str,
    min_conditions: int | None,
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Print the coverage; findings if fewer conditions are covered than was asked for."""
    check_dashes(stdin_filename, policy)
    package = given_policy(policy, stdin_filename).package
    found = coverage(package)
    written = coverage_page if format_ == "html" else coverage_text
    click.echo(written(found, package, language))
    shares = ((found.condition_share, _CONDITIONS), (found.fact_share, _VALUES))
    share, what = min(shares, key=itemgetter(0))
    reached = percent(share)
    if min_conditions is None or reached >= min_conditions:
        return ExitStatus.WELL
    below = Phrase(
        f"{reached}% of the {what.en} are covered, {min_conditions}% were asked for",
        f"{what.zh}覆盖率 {reached}%，未达到要求的 {min_conditions}%",
    )
    click.echo(below.render(language), err=True)
    return ExitStatus.FINDINGS


def _read_percentage(
    ctx: click.Context, parameter: click.Parameter, text: str | None
) -> int | None:
    if text is None:
        return None
    number = text.removesuffix("%")
    if number.isascii() and number.isdecimal() and len(number) <= 3 and int(number) <= 100:
        return int(number)
    why = Phrase(
        f"--min-conditions {text}: not a whole number from 0 to 100",
        f"--min-conditions {text}：应为 0 到 100 的整数",
    )
    raise UsageRefusedError(why, ctx)


command: Final = Command(
    "coverage",
    about=Phrase(
        "show which norms and conditions the examples exercise, and which examples are missing\n"
        "A condition is exercised when examples show that it decides by itself, as yes and as no.",
        "查看示例覆盖了哪些规范和条件，还缺哪些示例\n"
        "示例表明一个条件为“是”、为“否”时都能独自左右结论，才算覆盖。",
    ),
    params=[
        policy_argument(),
        report_format_option(),
        Option(
            ["--min-conditions"],
            metavar="PERCENT",
            about=Phrase(
                "exit with status 1 when fewer conditions are covered, such as 90",
                "条件覆盖率低于此百分数时以状态 1 退出，如 90",
            ),
            callback=_read_percentage,
        ),
        stdin_filename_option(),
    ],
    callback=report_coverage,
)
