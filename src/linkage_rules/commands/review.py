"""``linkage-rules review``: a file of records judged by a policy."""

import os
import stat
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeVar

import click
from click.core import ParameterSource

from linkage_rules.commands.commands import Command, Option, UsageRefusedError, WordChoice
from linkage_rules.commands.inputs import (
    Linked,
    as_of_option,
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
    DASH,
    GivenFile,
    check_dashes,
    given_file,
    given_policy,
    stdin_filename_option,
)
from linkage_rules.extras import required
from linkage_rules.logs import tell
from linkage_rules.model.deontic import is_failing
from linkage_rules.model.statuses import Status, VerdictStatus
from linkage_rules.policy.out_of_force import Outside
from linkage_rules.presenting.endings import ExitStatus, RefusedError
from linkage_rules.presenting.progress_bar import with_progress
from linkage_rules.presenting.terminal import in_shell, safe
from linkage_rules.records import read_records
from linkage_rules.records.reading import naming
from linkage_rules.records.urls import is_url
from linkage_rules.reviews.findings import facts_alone
from linkage_rules.reviews.outputs import (
    ENDINGS,
    PRINTED,
    SHARING,
    Form,
    Review,
    Sharing,
    check_paths,
    is_folder,
    print_review,
    write_review,
)
from linkage_rules.reviews.repeated import RepeatedIds
from linkage_rules.reviews.review_words import (
    Question,
    closing,
    link_heading,
    link_lines,
    remarks,
)
from linkage_rules.reviews.reviews import Tally, review
from linkage_rules.words import decision_words as wording
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say

if TYPE_CHECKING:
    from linkage_rules.records.databases import DatabaseUrl
    from linkage_rules.reviews.bulk_review import BulkTally
    from linkage_rules.reviews.opinions.file_numbers import FileNumbers

_T = TypeVar("_T")

_VIOLATED: Final = "violated"
_FAILING: Final = frozenset(status.value for status in Status if is_failing(status))
"""The statuses that count as violated."""
"""What ``--fail-on`` calls a violated norm."""

_FAILURES: Final = {
    **{status.value: wording.VERDICTS[status].zh for status in VerdictStatus},
    _VIOLATED: wording.STATUSES[Status.VIOLATED].zh,
}
"""What ``--fail-on`` takes, with its Chinese words."""

_ASKED_AGAIN: Final = (
    *("record_type", "mapping", "sheet", "linked", "linked_mapping", "linked_sheet"),
    *("outside", "language"),
)
"""The options that are repeated in proposed commands, where they were typed."""

MOST_JOBS: Final = 64
"""The most processes of a review."""

LARGE: Final = 8 << 20
"""From that many bytes on a CSV file that is to become a Parquet file is judged in one query."""

_WITHOUT_HEAD: Final = (Form.JSON.value, Form.CSV.value)
"""Printed forms without a place above the records for remarks on all of them."""

_WORD_NEEDS_FOLDER: Final = Phrase(
    "--word writes each opinion as a Word document of its own; say into which folder: "
    "--out opinions/",
    "--word 把每份意见书各写成一个 Word 文档，请写明文件夹：--out 审核意见书/",
)
_NO_NUMBER: Final = Phrase(
    "--number {written}: not a file number; write the code word of the office, such as 潭农审, or "
    "the number of the first opinion, such as 潭农审〔2023〕15号",
    "--number {written}：不是文号，请写发文机关代字，如 潭农审，"
    "或第一份意见书的文号，如 潭农审〔2023〕15号",
)
_NOT_SHARED: Final = Phrase(
    "--jobs shares the work on workbooks (.xlsx), CSV and JSON alone; leave it out",
    "--jobs 只用于工作簿（.xlsx）、CSV 和 JSON，其他形式请勿使用",
)
_EITHER: Final = Phrase(
    "--format says what to print and --out what to write; give one of them",
    "--format 用于打印，--out 用于写入文件，请只用其一",
)


@click.pass_context
def review_records(
    ctx: click.Context,
    /,
    policy: str,
    records: str,
    as_of: date | None,
    format_: str | None,
    record_type: str | None,
    mapping: str | None,
    sheet: str | None,
    linked: tuple[str, ...],
    linked_mapping: tuple[str, ...],
    linked_sheet: tuple[str, ...],
    stdin_filename: str | None,
    detail: bool,
    everything: bool,
    fail_on: tuple[str, ...],
    out: tuple[str, ...],
    word: bool,
    number: str | None,
    jobs: int,
    outside: Outside,
    language: Language,
) -> ExitStatus:
    """Judge every record of a file, and show what was found on the terminal or in files."""
    if format_ is not None and out:
        raise UsageRefusedError(_EITHER)
    tables = _tables(out)
    paths = [_path(text) for text in out if not is_url(text)]
    if word and not any(map(is_folder, paths)):
        raise UsageRefusedError(_WORD_NEEDS_FOLDER)
    numbers = _numbers(number)
    form = Form(format_ or (Form.TABLE if detail or everything else Form.OVERVIEW))
    if jobs > 1:
        _check_sharing(form, out)
    check_dashes(stdin_filename, policy, records)
    judge = given_policy(policy, stdin_filename)
    shape = find_record_type(judge, record_type)
    question = Question(judge, shape, as_of or date.today(), today=as_of is None)
    require_in_force(question, outside)
    source = given_file(records, stdin_filename)
    _check_tables(tables, source)
    bulk = None if linked else _in_bulk(question, source, out, mapping, sheet, language)
    if bulk is not None:
        told = _told(question, bulk, out[0], frozenset(fail_on), language)
        return max(told, ending(question, outside))
    entries = read_records(source.place, shape, mapping, sheet, called=source.called)
    entries = Linked(linked, linked_mapping, linked_sheet).link(entries, shape)
    tally = Tally(entries)

    def watched(passing: Iterator[_T]) -> Iterator[_T]:
        # A table on the terminal, also through a pager, shows its progress by itself.
        if out or form is Form.OVERVIEW or _is_file(sys.stdout):
            return with_progress(passing, entries, language)
        return passing

    judged = watched(tally.counted(review(judge, shape, entries, question.as_of)))
    sharing = Sharing(entries, jobs, watched) if jobs > 1 else None
    typed = _typed(ctx, source, question.as_of)
    asked = Review(question, Path(source.called), judged, tally, typed, numbers, sharing)
    if out:
        write_review(asked, paths, language, everything=everything, as_word=word, tables=tables)
        _tell(tally, [*paths, *tables], language)
    else:
        print_review(asked, form, sys.stdout, language, everything=everything)
        if format_ in _WITHOUT_HEAD:
            _tell_repeated(tally.repeated, language)
            _tell_links(tally, language)
    _warn(question, tally, language, in_output=not out and format_ not in _WITHOUT_HEAD)
    return max(_ending(tally, frozenset(fail_on)), ending(question, outside))


def _check_sharing(form: Form, out: tuple[str, ...]) -> None:
    """Raise `UsageRefusedError` where the work cannot be shared among processes."""
    from linkage_rules.reviews.sharing import NOT_HERE, can_share

    forms = [ENDINGS.get(Path(text).suffix.lower()) for text in out if not is_url(text)]
    if len(forms) < len(out) or any(one not in SHARING for one in (forms if out else [form])):
        raise UsageRefusedError(_NOT_SHARED)
    if not can_share():
        raise UsageRefusedError(NOT_HERE)


def _tables(out: tuple[str, ...]) -> "list[DatabaseUrl]":
    """The tables in databases among the outputs."""
    urls = [text for text in out if is_url(text)]
    if not urls:
        return []
    from linkage_rules.records.databases import read_url

    return [read_url(text) for text in urls]


def _check_tables(tables: "list[DatabaseUrl]", source: GivenFile) -> None:
    """Raise `RefusedError` for a table that is also read, or is written twice."""
    if not tables:
        return
    from linkage_rules.records.databases import read_url

    named = [table.table_place for table in tables]
    read = None if source.url is None else read_url(source.url).table_place
    for place in named:
        if named.count(place) > 1:
            raise RefusedError(Phrase(f"{place} is named twice", f"{place} 写了两次"))
        if place == read:
            raise RefusedError(
                Phrase(
                    f"{place} is the table of records; choose another name, so that it is not lost",
                    f"{place} 就是记录所在的表；请换一个表名，以免原表被覆盖",
                )
            )


def _numbers(written: str | None) -> "FileNumbers | None":
    if written is None:
        return None
    from linkage_rules.reviews.opinions.file_numbers import FileNumbers

    numbers = FileNumbers.read(written)
    if numbers is None:
        raise UsageRefusedError(_NO_NUMBER.filled(written=written))
    return numbers


def _path(text: str) -> Path:
    """The file or folder to be written; a new folder is typed with a slash at its end."""
    path = Path(text)
    if is_folder(path) and not text.endswith(("/", os.sep)) and not path.is_dir():
        raise RefusedError(
            Phrase(
                f"{text} has no ending that says what to write: {', '.join(ENDINGS)}; a folder "
                f"with a file for each opinion is written {text}/",
                f"{text} 没有写扩展名：{'、'.join(ENDINGS)}；"
                f"要写成文件夹、每份意见书一个文件，请写 {text}/",
            )
        )
    return path


def _typed(ctx: click.Context, source: GivenFile, as_of: date) -> str | None:
    """The arguments to ask about the same records by the same policy again, quoted for a shell.

    None for standard input, which is gone. The day is included even if it was not typed.
    """
    if source.through_standard_input or ctx.params["policy"] == DASH:
        return None
    words = [_positional(ctx.params["policy"]), _positional(source.called)]
    words += ["--as-of", as_of.isoformat()]
    for option in ctx.command.params:
        given = ctx.get_parameter_source(option.name or "")
        if option.name in _ASKED_AGAIN and given is ParameterSource.COMMANDLINE:
            value = ctx.params[option.name]
            for one in value if isinstance(value, tuple) else (value,):
                words += [max(option.opts, key=len), str(one)]
    return " ".join(map(in_shell, words))


def _positional(word: str) -> str:
    """A file that is named like an option gets its folder in front."""
    return f"./{word}" if word.startswith("-") else word


def _in_bulk(
    question: Question,
    source: GivenFile,
    out: tuple[str, ...],
    mapping: str | None,
    sheet: str | None,
    language: Language,
) -> "BulkTally | None":
    """Judge all records in one query, if the output is one Parquet file and a query is possible.

    A Parquet file is read as it is, unless options say how to read it; a large CSV file is read
    cell by cell first.
    """
    if source.url is not None or any(map(is_url, out)):
        return None
    if [Path(path).suffix.lower() for path in out] != [".parquet"]:
        return None
    required("pyarrow", "parquet")
    if facts_alone(question.policy.package, question.record_type):
        # A policy that has only facts gives no verdicts or statuses, so a query would be empty.
        return None
    # Without them the answers are the same, one record at a time.
    if find_spec("ibis") is None or find_spec("duckdb") is None:
        tell("tables", "info", "%s: judged record by record: ibis or duckdb lacks", source.called)
        return None
    from linkage_rules.engines.tabular.faults import TableError
    from linkage_rules.reviews.bulk_review import review_entries_in_bulk, review_in_bulk

    target = Path(out[0])
    path, called = source.path, source.called
    check_paths([target], Path(called))
    try:
        match path.suffix.lower():
            case ".parquet" if mapping is None and sheet is None:
                with naming(path, called):
                    return review_in_bulk(question, path, target, language)
            case ".csv" if path.is_file() and path.stat().st_size >= LARGE:
                shape = question.record_type
                entries = read_records(path, shape, mapping, sheet, called=called)
                return review_entries_in_bulk(question, entries, target, language)
    except TableError as error:
        tell("tables", "info", "%s: judged record by record: %s", called, error)
    return None


def _told(
    question: Question,
    tally: "BulkTally",
    out: str,
    fail_on: frozenset[str],
    language: Language,
) -> ExitStatus:
    """Print a summary of what was judged in bulk."""
    told = [Phrase(f"written: {out}", f"已写出：{out}"), tally.closing()]
    if tally.table is not None:
        told += (tally.table.counts(), *tally.table.unread(), *tally.table.remarks)
    lines = [line.render(language) for line in told]
    if tally.cut_short is not None:
        lines.append(tally.cut_short.render(language))
    click.echo(safe("\n".join(lines)), err=True)
    _tell_repeated(tally.repeated, language)
    _remark(question, language)
    if tally.bad or tally.cut_short is not None:
        return ExitStatus.WRONG_INPUT
    return bulk_ending(tally, fail_on)


def _is_file(file: IO[str]) -> bool:
    try:
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode)
    except OSError:
        return False


def _tell(tally: Tally, paths: "list[Path | DatabaseUrl]", language: Language) -> None:
    """Print what was written, and a summary of it."""
    names = ", ".join(map(str, paths)) if language == "en" else "、".join(map(str, paths))
    written = Phrase(f"written: {names}", f"已写出：{names}").render(language)
    lines = [written, say(closing(tally), language)]
    if tally.table is not None:
        told = (tally.table.counts(), *tally.table.unread(), *tally.table.remarks)
        lines += (line.render(language) for line in told)
    click.echo(safe("\n".join(lines)), err=True)
    _tell_repeated(tally.repeated, language)
    _tell_links(tally, language)


def _tell_repeated(repeated: RepeatedIds, language: Language) -> None:
    """Print the ids that several records have."""
    for line in repeated.words():
        click.echo(safe(say(line, language)), err=True)


def _tell_links(tally: Tally, language: Language) -> None:
    """Print what does not fit between the records and the files of their lists."""
    for report in tally.links:
        click.echo(safe(say(link_heading(report), language)), err=True)
        for line in link_lines(report):
            click.echo(safe(f"  {say(line, language)}"), err=True)


def _warn(question: Question, tally: Tally, language: Language, *, in_output: bool) -> None:
    """Print what must not be missed, unless it is in the output on the terminal already."""
    if not in_output:
        _remark(question, language)
    if tally.cut_short is not None:
        click.echo(safe(tally.cut_short.render(language)), err=True)


def _remark(question: Question, language: Language) -> None:
    for remark in remarks(question):
        click.echo(safe(say(remark, language)), err=True)


def bulk_ending(tally: "BulkTally", fail_on: frozenset[str]) -> ExitStatus:
    """The exit status of a review in bulk in which every row could be read."""
    found = set(tally.found)
    if found & _FAILING:
        found.add(_VIOLATED)
    return ExitStatus.FINDINGS if found & fail_on else ExitStatus.WELL


def _ending(tally: Tally, fail_on: frozenset[str]) -> ExitStatus:
    if tally.unreadable or tally.misfits or tally.cut_short is not None:
        return ExitStatus.WRONG_INPUT
    found = {status.value for status in tally.counts()}
    if tally.violated:
        found.add(_VIOLATED)
    return ExitStatus.FINDINGS if found & fail_on else ExitStatus.WELL


command: Final = Command(
    "review",
    about=Phrase(
        "judge every record of a file by a policy\n"
        "What stands in the way, is still to be done or is undetermined is listed for each record, "
        "with its reasons. A record that cannot be read never stops the others.",
        "按政策逐条审核文件中的记录\n"
        "每条记录列出受阻、待办和待定的事项及其理由；有记录无法读取，不影响其他记录。",
    ),
    params=[
        policy_argument(),
        records_argument("records"),
        as_of_option(),
        Option(
            ["--format", "format_"],
            type=click.Choice([form.value for form in PRINTED]),
            metavar="FORM",
            about=Phrase(
                "what to print: overview (default), table (all verdicts), json (one document), "
                "html (one page) or csv",
                "打印成什么：overview 概览（默认）、table 逐项结论、json 文档、html 网页、csv",
            ),
        ),
        outside_option(),
        record_type_option(),
        *table_options(),
        *linked_options(),
        stdin_filename_option(),
        Option(
            ["--details", "--detail", "detail"],
            is_flag=True,
            about=Phrase(
                "print the table of all verdicts with their reasons, like --format table",
                "打印逐项结论和理由的表格，同 --format table",
            ),
        ),
        Option(
            ["--all", "everything"],
            is_flag=True,
            about=Phrase(
                "in the table, show met duties and permitted actions too",
                "表格中把已履行的责任和允许的行为也列出",
            ),
        ),
        Option(
            ["--fail-on"],
            multiple=True,
            type=WordChoice(_FAILURES),
            metavar="VERDICT",
            about=Phrase(
                "end with status 1 if a record has this verdict: "
                + ", ".join(_FAILURES)
                + "; may be given several times",
                "有记录出现这种结论时退出状态为 1，可重复写："
                + "、".join(f"{zh}（{en}）" for en, zh in _FAILURES.items()),
            ),
        ),
        Option(
            ["--out"],
            metavar="FILE",
            multiple=True,
            about=Phrase(
                f"write to a file instead; its ending says what: {', '.join(ENDINGS)}; "
                "a name with / behind it is a folder with a file for each opinion; a URL such as "
                "postgresql://host/db?table=answers is a table in a database; "
                "may be given several times",
                f"改为写入文件，扩展名决定写成什么：{'、'.join(ENDINGS)}；"
                "末尾写 / 的是文件夹，每份意见书一个文件；"
                "也可写数据库中表的网址，如 postgresql://主机/库?table=answers；可重复写",
            ),
        ),
        Option(
            ["--word"],
            is_flag=True,
            about=Phrase(
                "with --out FOLDER/: write the opinions as Word documents (.docx)",
                "与 --out 文件夹/ 同用：意见书写成 Word 文档（.docx）",
            ),
        ),
        Option(
            ["--number"],
            metavar="NUMBER",
            about=Phrase(
                "file number of the opinions: the code word of the office, or the whole number of "
                "the first opinion, from which the others are numbered",
                "意见书的文号：发文机关代字，如 潭农审；或第一份的文号，如 潭农审〔2023〕15号，"
                "其余依次编号",
            ),
        ),
        Option(
            ["--jobs"],
            type=click.IntRange(1, MOST_JOBS),
            default=1,
            metavar="N",
            about=Phrase(
                "processes that judge the records, for workbooks, CSV and JSON (default: 1)",
                "由几个进程审核，用于工作簿、CSV 和 JSON（默认1）",
            ),
        ),
    ],
    callback=review_records,
)
"""The command."""
