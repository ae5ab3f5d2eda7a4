"""``linkage-rules review``: a file of records judged by a policy."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final

import click

from linkage_rules.language.keywords import Language
from linkage_rules.language.messages import say
from linkage_rules.loading import load
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.records import Wording, read_records
from linkage_rules.tools.commands import Command, Option
from linkage_rules.tools.endings import ExitStatus
from linkage_rules.tools.inputs import (
    as_of_option,
    find_record_type,
    policy_argument,
    record_type_option,
    records_argument,
    table_options,
)
from linkage_rules.tools.review_json import write_json
from linkage_rules.tools.review_page import review_page
from linkage_rules.tools.review_table import print_table
from linkage_rules.tools.review_words import Question, warning
from linkage_rules.tools.reviews import Reviewed, Tally, review
from linkage_rules.tools.terminal import console, safe

_VIOLATED: Final = "violated"
"""What ``--fail-on`` calls a violated norm."""


def review_records(
    policy: str,
    records: str,
    as_of: date | None,
    format_: str,
    record_type: str | None,
    mapping: str | None,
    sheet: str | None,
    everything: bool,
    fail_on: tuple[str, ...],
    out: str | None,
    language: Language,
) -> ExitStatus:
    """Judge every record of a file, and show what was found in one of three forms."""
    judge = load(policy)
    shape = find_record_type(judge, record_type)
    question = Question(judge, shape, as_of or date.today(), today=as_of is None)
    entries = read_records(records, shape, mapping, sheet)
    tally = Tally(entries)
    reviewed = review(judge, shape, entries, question.as_of)
    with _output(out) as file:
        counted = tally.counted(_with_progress(reviewed, file, language))
        if format_ == "json":
            write_json(counted, tally, question, file)
        elif format_ == "html":
            page = review_page(counted, tally, question, language, everything=everything)
            file.write(page)
        else:
            screen = console(file)
            print_table(counted, tally, question, screen, language, everything=everything)
    _warn(question, tally, language, in_output=format_ != "json" and out is None)
    return _ending(tally, frozenset(fail_on))


@contextmanager
def _output(out: str | None) -> Iterator[IO[str]]:
    if out is None:
        yield sys.stdout
    else:
        with Path(out).open("w", encoding="utf-8", newline="\n") as file:
            yield file


def _with_progress(
    reviewed: Iterable[Reviewed], file: IO[str], language: Language
) -> Iterator[Reviewed]:
    """The same, with their number on the terminal while a file is being written.

    Output that goes to the terminal, be it through a pager, shows its progress itself.
    """
    screen = console(stderr=True)
    if not screen.is_terminal or not _is_file(file):
        yield from reviewed
        return
    with screen.status("") as status:
        for count, one in enumerate(reviewed, 1):
            words = Wording(f"{count} records judged", f"已判定 {count} 条")
            status.update(words.render(language))
            yield one


def _is_file(file: IO[str]) -> bool:
    try:
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except OSError:
        return False


def _warn(question: Question, tally: Tally, language: Language, *, in_output: bool) -> None:
    """Say on the terminal what must not be missed, unless the output there has said it."""
    warned = warning(question)
    if warned is not None and not in_output:
        click.echo(safe(say(warned, language)), err=True)
    if tally.cut_short is not None:
        click.echo(safe(tally.cut_short.render(language)), err=True)


def _ending(tally: Tally, fail_on: frozenset[str]) -> ExitStatus:
    if tally.unreadable or tally.cut_short is not None:
        return ExitStatus.WRONG_INPUT
    found = {status.value for status in tally.counts()}
    if tally.violated:
        found.add(_VIOLATED)
    return ExitStatus.FINDINGS if found & fail_on else ExitStatus.WELL


command: Final = Command(
    "review",
    about=Wording(
        "judge every record of a file by a policy\n"
        "What stands in the way, is still to be done or is undetermined is listed for each record, "
        "with its reasons. A record that cannot be read never stops the others.",
        "按政策逐条判定文件中的记录\n"
        "每条记录列出受阻、待办和待定的事项及其理由；有记录无法读取，不影响其他记录。",
    ),
    params=[
        policy_argument(),
        records_argument("records"),
        as_of_option(),
        Option(
            ["--format", "format_"],
            type=click.Choice(("table", "json", "html")),
            default="table",
            about=Wording(
                "table (default), one JSON document, or one HTML page",
                "表格（默认）、一个 JSON 文档或一个 HTML 网页",
            ),
        ),
        record_type_option(),
        *table_options(),
        Option(
            ["--all", "everything"],
            is_flag=True,
            about=Wording(
                "show met duties and permitted actions too", "已履行的责任和允许的行为也列出"
            ),
        ),
        Option(
            ["--fail-on"],
            multiple=True,
            type=click.Choice((*(status.value for status in VerdictStatus), _VIOLATED)),
            metavar="VERDICT",
            about=Wording(
                "end with status 1 if a record has this verdict: "
                + ", ".join((*(s.value for s in VerdictStatus), _VIOLATED))
                + "; may be given several times",
                "有记录出现这种结论时退出状态为 1，可重复写："
                + "、".join((*(s.value for s in VerdictStatus), _VIOLATED)),
            ),
        ),
        Option(
            ["--out"],
            metavar="FILE",
            about=Wording("write to a file", "写入文件"),
        ),
    ],
    callback=review_records,
)
"""The command."""
