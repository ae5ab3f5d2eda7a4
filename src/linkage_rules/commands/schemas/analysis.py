"""What ``analyse --format json`` writes."""

from linkage_rules.commands.schemas.shapes import (
    CALENDARS,
    FILE,
    Schema,
    count,
    day,
    document,
    fields,
    named,
    one_of,
    or_none,
    part,
    said,
    several,
    text,
)
from linkage_rules.model.findings import FindingKind

_KIND = one_of(FindingKind, "What kind of finding it is.", "发现的种类。")
_NAMES = several({"type": "string"}, "The ASCII names that it is about.", "涉及的 ASCII 名称。")
_BOUND = or_none(
    count(
        "Up to how many elements of a list it is proved; null: of all records.",
        "证明的范围：列表至多几个条目；对所有记录的为 null。",
    )
)
_WITNESS = fields(
    {
        "record_type": text("The ASCII name of its type.", "记录类型的 ASCII 名称。"),
        "record": said(
            {"type": "object"},
            "Its known fields. Money is whole fen, what is not whole a quotient n/d, a day "
            "ISO 8601.",
            "已知的字段。金额为整数分，不是整数的写作分数 n/d，日期为 ISO 8601。",
        ),
        "as_of": day("The day to judge by.", "审核基准日。"),
    },
    "A record that shows it; null where nothing is to be shown.",
    "能说明问题的记录；没有可展示的为 null。",
)
_FINDING = fields(
    {
        "kind": _KIND,
        "names": _NAMES,
        "message": part("phrase", "What was found.", "发现了什么。"),
        **FILE,
        "list_bound": _BOUND,
        "witness": or_none(_WITNESS),
        "together": several(
            part("finding"), "Further findings with the same cause.", "原因相同的其他发现。"
        ),
        "answered_by": or_none(
            text(
                "The title of the property that says it is meant so; null: none does.",
                "说明本意如此的性质的标题；没有的为 null。",
            )
        ),
    },
    "Something that is probably not meant so.",
    "很可能并非本意之处。",
)


def schema() -> Schema:
    """What is probably not meant so in a policy, and what is proved of it."""
    return document(
        "analysis",
        fields(
            {
                "policy": named("The policy.", "政策。"),
                "days": said(
                    {
                        "type": "array",
                        "prefixItems": [{"type": ["string", "null"], "format": "date"}] * 2,
                        "items": False,
                        "minItems": 2,
                    },
                    "The first and the last day that was asked about, ISO 8601; null: none.",
                    "所问的首日和末日，ISO 8601；没有的为 null。",
                ),
                "calendars": CALENDARS,
                "findings": several(
                    part("finding"),
                    "What was found, those that the policy answers too.",
                    "全部发现，包括政策已有回应的。",
                ),
                "remarks": several(
                    part("finding"), "What is only to be known of.", "只须知道的发现。"
                ),
                "properties": several(
                    fields(
                        {
                            "title": text("The title.", "标题。"),
                            "holds": one_of(
                                ("for all records", "for lists up to"),
                                "Of which records it is proved.",
                                "对哪些记录得到证明。",
                            ),
                            "list_bound": _BOUND,
                            **FILE,
                        }
                    ),
                    "The properties that hold.",
                    "成立的性质。",
                ),
                "undecided": several(
                    fields(
                        {
                            "kind": _KIND,
                            "names": _NAMES,
                            "because": or_none(
                                part(
                                    "phrase",
                                    "Why it was not decided; null: the time was over.",
                                    "没有判定的原因；时间已到的为 null。",
                                )
                            ),
                            **FILE,
                        }
                    ),
                    "What could not be decided.",
                    "未能判定的问题。",
                ),
            },
            "What is probably not meant so in a policy, and what is proved of it.",
            "政策中很可能并非本意之处，以及得到证明的性质。",
        ),
        {"finding": _FINDING},
    )
