"""``linkage-rules map``: a first mapping for a table, printed for a person to put right."""

import click

from linkage_rules.commands.commands import Argument, Command, Option
from linkage_rules.commands.inputs import POLICY_ABOUT, find_record_type, record_type_option
from linkage_rules.commands.standard_input import (
    check_dashes,
    given_file,
    stdin_filename_option,
)
from linkage_rules.policy.loading import load
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.presenting.terminal import safe
from linkage_rules.records import propose_mapping
from linkage_rules.records.reading import naming
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


def propose(
    table: str,
    record_type: str | None,
    sheet: str | None,
    stdin_filename: str | None,
    policy: str,
    language: Language,
) -> ExitStatus:
    """Print the mapping; say on the error stream how many columns found a field."""
    check_dashes(stdin_filename, table)
    shape = find_record_type(load(policy), record_type)
    source = given_file(table, stdin_filename)
    with naming(source.path, source.called):
        proposal = propose_mapping(source.place, shape, sheet)
    click.echo(safe(proposal.text), nl=False)
    total = len(proposal.columns)
    found = sum(column.field is not None for column in proposal.columns)
    summary = Phrase(
        f"{found} of {total} columns resemble a field; check every line before use",
        f"{total}列中有{found}列找到相近字段，请逐列核对后使用",
    )
    click.echo(summary.render(language), err=True)
    return ExitStatus.WELL


command = Command(
    "map",
    about=Phrase(
        "propose which column of a table fills which field\n"
        "Save the output as a .toml file and put it right; records are then read with it.",
        "推测表格各列对应的字段\n把输出存为 .toml 文件并改好，即可用来读取记录。",
    ),
    params=[
        Argument(
            ["table"],
            called=Phrase("FILE", "表格文件"),
            about=Phrase(
                "table: .xlsx, .xls, .et, .ods, .xlsb, .csv or .parquet, or the URL of one in a "
                "database",
                "表格：.xlsx、.xls、.et、.ods、.xlsb、.csv 或 .parquet，或数据库中表的网址",
            ),
        ),
        record_type_option(),
        Option(
            ["--sheet"],
            metavar="NAME",
            about=Phrase(
                "sheet to read (default: the first one with something in it)",
                "读取哪个工作表（默认第一个有内容的）",
            ),
        ),
        stdin_filename_option(),
        Option(
            ["--policy"],
            metavar="POLICY",
            default="vocabulary",
            show_default=True,
            about=POLICY_ABOUT,
        ),
    ],
    callback=propose,
)
