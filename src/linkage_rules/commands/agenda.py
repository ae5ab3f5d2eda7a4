"""``linkage-rules agenda``: who owes what to whom by when, over the records of a file."""

import sys
from datetime import date
from pathlib import Path
from typing import Final

import click

from linkage_rules.commands.commands import Command, Option, UsageRefusedError
from linkage_rules.commands.inputs import (
    Linked,
    as_of_option,
    day_option,
    find_record_type,
    linked_options,
    outside_option,
    policy_argument,
    record_type_option,
    records_argument,
    table_options,
)
from linkage_rules.commands.judging import ending, require_in_force
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_file,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.extras import required
from linkage_rules.policy.out_of_force import Outside
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.progress_bar import with_progress
from linkage_rules.presenting.terminal import safe
from linkage_rules.records import read_records
from linkage_rules.reviews.agenda import Agenda, gathered
from linkage_rules.reviews.outputs.agenda_forms import (
    ENDINGS,
    PRINTED,
    Form,
    print_agenda,
    write_agenda,
)
from linkage_rules.reviews.outputs.agenda_rows import counts, left_out
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Tally, review
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

_NEEDS: Final = {Form.WORKBOOK: ("xlsxwriter", "sheets"), Form.CALENDAR: ("icalendar", "calendar")}
_BEFORE: Final = Phrase(
    "--until {until} is before the day asked about, {as_of}",
    "--until {until} 早于审核基准日 {as_of}",
)
_NEEDS_FILE: Final = Phrase(
    "a workbook is written to a file: --out agenda.xlsx", "工作簿须写入文件：--out 待办台账.xlsx"
)
_OTHER_FORM: Final = Phrase(
    "--format {form} and {path} do not go together; the ending says what is written",
    "--format {form} 与 {path} 不一致；文件类型由扩展名决定",
)
_NO_ENDING: Final = Phrase(
    "{path}: the ending says what to write: {endings}", "{path}：请以扩展名写明文件类型：{endings}"
)
_SAME: Final = Phrase(
    "{path} is the file of records; choose another name, so that it is not lost",
    "{path} 就是记录文件；请换一个文件名，以免原文件被覆盖",
)
_UNDATED: Final = Phrase(
    "{count} duties without a day are in no calendar; see the text or the workbook",
    "{count}项没有期限，不写入日历；请看文字或工作簿",
)


def show_agenda(
    policy: str,
    records: str,
    as_of: date | None,
    until: date | None,
    format_: str | None,
    out: str | None,
    outside: Outside,
    record_type: str | None,
    mapping: str | None,
    sheet: str | None,
    linked: tuple[str, ...],
    linked_mapping: tuple[str, ...],
    linked_sheet: tuple[str, ...],
    stdin_filename: str | None,
    language: Language,
) -> ExitStatus:
    """Gather what is owed in every record; one that cannot be read is listed as such."""
    day = as_of or date.today()
    if until is not None and until < day:
        raise UsageRefusedError(_BEFORE.filled(until=until.isoformat(), as_of=day.isoformat()))
    path = None if out is None else Path(out)
    form = _form(format_, path)
    if form in _NEEDS:
        required(*_NEEDS[form])
    check_dashes(stdin_filename, policy, records)
    judge = given_policy(policy, stdin_filename)
    shape = find_record_type(judge, record_type)
    question = Question(judge, shape, day, today=as_of is None)
    require_in_force(question, outside)
    source = given_file(records, stdin_filename)
    if path is not None and path.exists() and path.resolve() == Path(source.called).resolve():
        raise RefusedError(_SAME.filled(path=str(path)))
    entries = read_records(source.place, shape, mapping, sheet, called=source.called)
    entries = Linked(linked, linked_mapping, linked_sheet).link(entries, shape)
    tally = Tally(entries)
    judged = with_progress(tally.counted(review(judge, shape, entries, day)), entries, language)
    agenda = gathered(question, judged, tally, until)
    if path is None:
        # As it is, line ends included.
        click.echo(print_agenda(agenda, form, language).encode("utf-8", "replace"), nl=False)
    else:
        write_agenda(agenda, path, form, language)
    _tell(agenda, form, path, language)
    spoiled = bool(agenda.refused) or tally.misfits or tally.cut_short is not None
    return max(ExitStatus.WRONG_INPUT if spoiled else ExitStatus.WELL, ending(question, outside))


def _form(format_: str | None, path: Path | None) -> Form:
    """What is to be written. Raises `UsageRefusedError` where that does not fit together."""
    asked = None if format_ is None else Form(format_)
    if path is None:
        if asked is Form.WORKBOOK:
            raise UsageRefusedError(_NEEDS_FILE)
        return asked or Form.TEXT
    form = ENDINGS.get(path.suffix.lower())
    if form is None:
        raise RefusedError(_NO_ENDING.filled(path=str(path), endings=tuple(ENDINGS)))
    if asked not in (None, form):
        raise UsageRefusedError(_OTHER_FORM.filled(form=asked.value, path=str(path)))
    return form


def _tell(agenda: Agenda, form: Form, path: Path | None, language: Language) -> None:
    """Say on the terminal what was written, and what must not be missed."""
    told: list[Phrase] = []
    if path is not None:
        told += [Phrase(f"written: {path}", f"已写出：{path}"), counts(agenda)]
    if path is not None or form is not Form.TEXT:
        told += left_out(agenda)
    if form is Form.CALENDAR and agenda.undated:
        told.append(_UNDATED.filled(count=agenda.undated))
    for phrase in told:
        print(safe(say(phrase, language)), file=sys.stderr)


command: Final = Command(
    "agenda",
    about=Phrase(
        "list who owes what to whom by when, in every record of a file\n"
        "What is overdue comes first, then what is due by day, by bearer. A record that cannot be "
        "read is listed as such. Exit status: 0 well, 1 the policy is not in force on the day, "
        "2 if the input is wrong.",
        "待办台账：列出文件中每条记录由谁、对谁、最迟何时、须做什么\n"
        "按责任主体分列，逾期的在前，其余按期限排列；无法读取的记录照样列出。"
        "退出状态：0 正常，1 政策在基准日不在施行期，2 输入有误。",
    ),
    params=[
        policy_argument(),
        records_argument("records"),
        as_of_option(),
        day_option(
            "--until",
            Phrase(
                "list what begins or is due up to this day, too; without it, what is owed already",
                "一并列出到这一天为止开始履行或到期的事项；不写则只列已须履行的",
            ),
        ),
        Option(
            ["--format", "format_"],
            type=click.Choice([form.value for form in Form]),
            metavar="FORM",
            about=Phrase(
                "text (default), "
                + ", ".join(form.value for form in PRINTED if form is not Form.TEXT)
                + "; xlsx with --out",
                "text（默认）、"
                + "、".join(form.value for form in PRINTED if form is not Form.TEXT)
                + "；xlsx 须用 --out",
            ),
        ),
        Option(
            ["--out"],
            metavar="FILE",
            about=Phrase(
                f"write to a file instead; its ending says what: {', '.join(ENDINGS)}",
                f"改为写入文件，扩展名决定写成什么：{'、'.join(ENDINGS)}",
            ),
        ),
        outside_option(),
        record_type_option(),
        *table_options(),
        *linked_options(),
        stdin_filename_option(),
    ],
    callback=show_agenda,
)
"""The command."""
