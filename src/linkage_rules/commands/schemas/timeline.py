"""What ``timeline --format json`` writes."""

from linkage_rules.commands.schemas.shapes import (
    Schema,
    day,
    document,
    fields,
    one_of,
    or_none,
    part,
    several,
    text,
)
from linkage_rules.model.package import AmendmentKind

_KINDS = (
    *("policy", "norms", "norm", "defaults", "default", "parameter", "table", "due", "overdue"),
    *AmendmentKind,
)


def schema() -> Schema:
    """What begins and ends in a policy, in the order of the days."""
    event = fields(
        {
            "day": or_none(
                day(
                    "The day on which it is so for the first time; null: from the start.",
                    "从哪一天起；一开始就如此的为 null。",
                )
            ),
            "kind": one_of(
                _KINDS,
                "What it concerns: a policy, norms, permissions by default, a parameter, a table, "
                "the last day of a duty or the day after it, or what an overlay does.",
                "涉及什么：政策、规范、默认允许、参数、表格、义务的最后一日或次日，或者修订的方式。",
            ),
            "name": text(
                "The ASCII name of what it concerns; of several norms or defaults the layer.",
                "所涉及的 ASCII 名称；涉及多条规范或默认允许的，为所在一层。",
            ),
            "layer": text("The policy of the stack that it comes from.", "出自叠加中的哪项政策。"),
            "words": part("phrase", "The event in words.", "文字说明。"),
        }
    )
    return document(
        "timeline",
        fields(
            {
                "policy": text("The ASCII name of the policy.", "政策的 ASCII 名称。"),
                "layers": several(
                    {"type": "string"},
                    "The policies of the stack, lowest first.",
                    "叠加的各项政策，最下层在前。",
                ),
                "events": several(
                    event, "What begins or ends, by day.", "开始或者结束的各项，按日期先后。"
                ),
            },
            "What begins and ends in a policy, in the order of the days.",
            "政策中各项内容从哪天开始、到哪天结束，按日期先后。",
        ),
    )
