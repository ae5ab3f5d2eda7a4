"""``linkage-rules schema``: what records of a policy look like, as a JSON Schema."""

from typing import Final

from linkage_rules.commands.commands import Option
from linkage_rules.commands.inputs import find_record_type, record_type_option
from linkage_rules.commands.kept import kept_command
from linkage_rules.plain.writing import written
from linkage_rules.policy.policy import Policy
from linkage_rules.words.messages import Phrase


def schema(policy: Policy, record_type: str | None, by_label: bool) -> str:
    """The JSON Schema of a record type as text."""
    shape = find_record_type(policy, record_type)
    return written(policy.json_schema(shape.name, by_label=by_label))


command: Final = kept_command(
    "schema",
    about=Phrase(
        "write what records look like as a JSON Schema, in Chinese and English",
        "写出记录的 JSON Schema，说明中英文对照",
    ),
    write=schema,
    params=[
        record_type_option(),
        Option(
            ["--by-label"],
            is_flag=True,
            about=Phrase("call fields by their labels", "字段以标签为名"),
        ),
    ],
)
