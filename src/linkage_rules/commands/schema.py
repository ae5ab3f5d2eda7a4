"""``linkage-rules schema``: what records and documents look like, as JSON Schema."""

from typing import Final

import click

from linkage_rules.commands.commands import Option
from linkage_rules.commands.inputs import find_record_type, record_type_option
from linkage_rules.commands.kept import kept_command
from linkage_rules.commands.schemas import SCHEMAS
from linkage_rules.plain.writing import written
from linkage_rules.policy.policy import Policy
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.words.messages import Phrase


def schema(policy: Policy, record_type: str | None, by_label: bool) -> str:
    """The JSON Schema of a record type as text."""
    shape = find_record_type(policy, record_type)
    return written(policy.json_schema(shape.name, by_label=by_label))


def _of_a_document(ctx: click.Context, parameter: click.Parameter, name: str | None) -> None:
    """Print the schema of a document, and ask for no policy."""
    if name is None or ctx.resilient_parsing:
        return
    click.echo(written(SCHEMAS[name].schema()), nl=False)
    ctx.exit(ExitStatus.WELL)


command: Final = kept_command(
    "schema",
    about=Phrase(
        "write what records look like as a JSON Schema, in Chinese and English\n"
        "With --of, the schema of a JSON document that is written, without a policy.",
        "写出记录的 JSON Schema，说明中英文对照\n用 --of 则写出某种 JSON 文档的模式，不需要政策。",
    ),
    write=schema,
    params=[
        record_type_option(),
        Option(
            ["--by-label"],
            is_flag=True,
            about=Phrase("call fields by their labels", "字段以标签为名"),
        ),
        Option(
            ["--of"],
            type=click.Choice([*SCHEMAS]),
            metavar="NAME",
            expose_value=False,
            callback=_of_a_document,
            about=Phrase(
                "print the schema of this JSON document, and read no policy",
                "打印这种 JSON 文档的模式，不读政策",
            ),
        ),
    ],
)
