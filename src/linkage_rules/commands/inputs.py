"""What commands are given: a policy, records, a day."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, get_args

import click
from attrs import frozen
from click.shell_completion import CompletionItem

from linkage_rules.commands.commands import Argument, Option, UsageRefusedError
from linkage_rules.model.types import RecordType
from linkage_rules.policy.out_of_force import Outside
from linkage_rules.policy.policy import Policy
from linkage_rules.records import InputError, Problem, Reading, RecordError
from linkage_rules.records.reading import EXTENSIONS
from linkage_rules.words import literals
from linkage_rules.words.literals import LiteralError
from linkage_rules.words.messages import Phrase

_LIKE_A_CELL: Final = re.compile(r"^([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})$")
"""A day as spreadsheets show it, such as 2023/5/1."""

POLICY_ABOUT: Final = Phrase(
    "name of a shipped policy, a .pol file or a folder of them, or a .json file that build wrote",
    "随附政策的名称、.pol 文件、装有 .pol 文件的文件夹，或 build 写出的 .json 文件",
)

POLICY_CALLED: Final = Phrase("POLICY", "政策")


def policy_argument() -> Argument:
    """One policy."""
    return Argument(
        ["policy"], about=POLICY_ABOUT, called=POLICY_CALLED, shell_complete=complete_policy
    )


def policies_argument() -> Argument:
    """One policy or several."""
    return Argument(
        ["policies"],
        called=Phrase("POLICY...", "政策..."),
        nargs=-1,
        required=True,
        about=POLICY_ABOUT,
        shell_complete=complete_policy,
    )


def records_argument(name: str) -> Argument:
    """A file of records."""
    return Argument(
        [name],
        called=Phrase(name.upper(), "记录文件"),
        about=Phrase(
            f"file of records: {', '.join(EXTENSIONS)}; or the URL of a table in a database, such "
            "as postgresql://user@host/db?table=projects",
            f"记录文件：{'、'.join(EXTENSIONS)}；或数据库中表的网址，"
            "如 postgresql://用户@主机/库?table=projects",
        ),
        shell_complete=_complete_file,
    )


def table_options() -> list[Option]:
    """The options for files that are tables: ``mapping`` and ``sheet``."""
    mapping = Option(
        ["--mapping"],
        metavar="FILE",
        about=Phrase(
            "file that says which column of a table fills which field",
            "列对应文件：写明表格的哪一列对应哪个字段",
        ),
        shell_complete=_complete_file,
    )
    sheet = Option(
        ["--sheet"],
        metavar="NAME",
        about=Phrase(
            "sheet of a workbook (default: the first that fits)",
            "工作簿中的工作表（默认第一个相符的）",
        ),
    )
    return [mapping, sheet]


def linked_options() -> list[Option]:
    """The options for lists from files of their own: the file, its mapping and its sheet."""
    return [
        Option(
            ["--linked"],
            multiple=True,
            metavar="LIST=FILE",
            about=Phrase(
                "file that fills a list of the records by key, such as projects=projects.xlsx; "
                "may be given several times",
                "记录中某个列表另存的文件，按键对应，如 项目=项目库.xlsx；可重复写",
            ),
        ),
        Option(
            ["--linked-mapping"],
            multiple=True,
            metavar="LIST=FILE",
            about=Phrase("mapping file for such a list", "该列表文件的列对应文件"),
        ),
        Option(
            ["--linked-sheet"],
            multiple=True,
            metavar="LIST=SHEET",
            about=Phrase("sheet to read of such a file", "该列表文件的工作表"),
        ),
    ]


@frozen
class Linked:
    """The options for lists from files of their own, as they were typed."""

    files: tuple[str, ...]
    mappings: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    def link(self, entries: Reading, record_type: RecordType) -> Reading:
        """The records with lists from these files, or as they are without such options.

        Raises `UsageRefusedError` for a name that is no list of the records, or is given twice.
        """
        files = _by_list("--linked", self.files, record_type)
        mappings = _by_list("--linked-mapping", self.mappings, record_type)
        sheets = _by_list("--linked-sheet", self.sheets, record_type)
        for option, given in (("--linked-mapping", mappings), ("--linked-sheet", sheets)):
            for path in given.keys() - files.keys():
                raise UsageRefusedError(_NOT_LINKED.filled(option=option, path=path))
        if not files:
            return entries
        from linkage_rules.records import LinkedFile, link_records, linked_type, read_records

        found = {}
        for path, file in files.items():
            _, element = linked_type(record_type, path)
            reading = read_records(file, element, mappings.get(path), sheets.get(path))
            found[path] = LinkedFile(file, reading)
        return link_records(entries, record_type, found)


def _by_list(option: str, typed: Iterable[str], record_type: RecordType) -> dict[str, str]:
    if not typed:
        return {}
    from linkage_rules.records import linked_type

    found: dict[str, str] = {}
    for text in typed:
        name, equals, value = text.partition("=")
        if not (name and equals and value):
            raise UsageRefusedError(_NO_LIST.filled(option=option, typed=text))
        try:
            path, _ = linked_type(record_type, name)
        except InputError as error:
            raise UsageRefusedError(_no_such_list(option, name, error.problem)) from None
        if path in found:
            raise UsageRefusedError(_LIST_TWICE.filled(option=option, path=path))
        if value == "-":
            raise UsageRefusedError(_NOT_THROUGH_INPUT.filled(option=option, path=path))
        found[path] = value
    return found


def _no_such_list(option: str, name: str, problem: Problem) -> Phrase:
    hint = problem.hint or Phrase("", "")
    return Phrase(
        f"{option} {name}: {problem.why.en}; expected: {problem.expected.en}"
        + (f"; {hint.en}" if hint.en else ""),
        f"{option} {name}：{problem.why.zh}；应为：{problem.expected.zh}"
        + (f"；{hint.zh}" if hint.zh else ""),
    )


_NO_LIST: Final = Phrase(
    "{option} {typed}: write the list and its file, such as projects=projects.xlsx",
    "{option} {typed}：请写成 列表=文件，如 项目=项目库.xlsx",
)
_LIST_TWICE: Final = Phrase("{option}: {path} is given twice", "{option}：{path} 写了两次")
_NOT_THROUGH_INPUT: Final = Phrase(
    "{option} {path}=-: only the records themselves come through standard input; write the name of "
    "a file",
    "{option} {path}=-：标准输入只能传入记录本身；请写文件名",
)
_NOT_LINKED: Final = Phrase(
    "{option}: no file is given for {path} with --linked",
    "{option}：没有用 --linked 给出 {path} 的文件",
)


def as_of_option() -> Option:
    """The day to judge by; today when it is not given."""
    return day_option(
        "--as-of",
        Phrase(
            "day to judge by, such as 2023-05-01 (default: today)",
            "审核基准日，如 2023-05-01（默认今天）",
        ),
    )


def outside_option() -> Option:
    """What to do on a day on which the policy is not in force."""
    return Option(
        ["--outside"],
        type=click.Choice(get_args(Outside)),
        default="warn",
        about=Phrase(
            "if the policy is not in force on the day: warn (default; say so and end with status "
            "1), raise (refuse), or allow",
            "政策在基准日不在施行期时：warn（默认，说明并以状态 1 退出）、raise（拒绝）"
            "或 allow（照常）",
        ),
    )


def day_option(name: str, about: Phrase) -> Option:
    """A day."""
    return Option([name], metavar="DATE", about=about, callback=read_day)


def record_type_option() -> Option:
    """The type of the records, by name or label."""
    return Option(
        ["--record-type"],
        metavar="NAME",
        about=Phrase(
            "record type, by name or label (default: the only one with norms; of several, Project)",
            "记录类型，名称或标签均可（默认为唯一有规范的类型；有多个时为“项目”）",
        ),
    )


def find_record_type(policy: Policy, asked: str | None) -> RecordType:
    """The record type that was asked for; without a name the one that is meant.

    Raises `UsageRefusedError` when there is none, or when several may be meant.
    """
    try:
        return policy.record_type(asked)
    except RecordError as error:
        raise UsageRefusedError(_no_record_type(asked, error.problems[0])) from None


def _no_record_type(asked: str | None, problem: Problem) -> Phrase:
    expected = problem.expected
    # Without a name the hint would be about the Python function.
    hint = problem.hint if asked else None
    option = f"--record-type {asked}" if asked else "--record-type"
    return Phrase(
        f"{option}: {problem.why.en}; expected: {expected.en}" + (f"; {hint.en}" if hint else ""),
        f"{option}：{problem.why.zh}；应为：{expected.zh}" + (f"；{hint.zh}" if hint else ""),
    )


def read_day(ctx: click.Context, parameter: click.Parameter, text: str | None) -> date | None:
    """The day that an option names. Raises `UsageRefusedError` when it is none."""
    if text is None:
        return None
    try:
        day = literals.read_date(_LIKE_A_CELL.sub(r"\1-\2-\3", text))
    except LiteralError:
        why = Phrase("no such day in the calendar", "日历上没有这一天")
    else:
        if day is not None:
            return day
        why = Phrase("not a date; write 2023-05-01", "不是日期，请写成 2023-05-01 或 2023年5月1日")
    option = parameter.opts[0]
    words = Phrase(f"{option} {text}: {why.en}", f"{option} {text}：{why.zh}")
    raise UsageRefusedError(words, ctx)


def complete_policy(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The shipped policies that begin so, otherwise files."""
    from linkage_rules.policy.loading import bundled_names

    names = [name for name in bundled_names() if name.startswith(incomplete)]
    if names:
        return [CompletionItem(name) for name in names]
    return _complete_file(ctx, parameter, incomplete)


def _complete_file(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(incomplete, type="file")]
