"""What ``diff --format json`` writes."""

from linkage_rules.analysis.difference.difference import Relation, ResultRelation
from linkage_rules.analysis.difference.renames import RenamedKind
from linkage_rules.analysis.difference.vocabulary import ChangeKind
from linkage_rules.commands.schemas.shapes import (
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
    yes_no,
)
from linkage_rules.model.statuses import Status, VerdictStatus


def _days(en: str, zh: str) -> Schema:
    edge: Schema = {"type": ["string", "null"], "format": "date"}
    return fields(
        {
            "from": said(edge, "The first day; null: none.", "首日；没有的为 null。"),
            "to": said(edge, "The last day; null: none.", "末日；没有的为 null。"),
        },
        en,
        zh,
    )


def _policy(en: str, zh: str) -> Schema:
    found = named(en, zh)
    found["properties"]["in_force"] = _days(
        "The days on which it is in force, both included.", "施行的日期，含首尾两日。"
    )
    found["required"] = [*found["properties"]]
    return found


_SIDES = {
    "old": or_none(named("In the old policy; null: not there.", "旧政策的；没有的为 null。")),
    "new": or_none(named("In the new policy; null: not there.", "新政策的；没有的为 null。")),
}
_STRETCH = {"first": day("The first day.", "首日。"), "last": day("The last day.", "末日。")}
_CHOICE = fields(
    {
        "choice": part("phrase", "What is chosen.", "所作的选择。"),
        "because": or_none(text("The reason; null: none.", "理由；没有的为 null。")),
    }
)
_READING = fields(
    {
        **_SIDES,
        "asked_differently": yes_no(
            "Whether the question or the alternatives differ.", "问题或者可选的读法是否不同。"
        ),
        "choices": several(
            fields(
                {
                    "days": _days("On which days.", "在哪些日期。"),
                    "old": or_none(
                        said(
                            _CHOICE,
                            "What the old policy chooses; null: nothing.",
                            "旧政策的选择；没有的为 null。",
                        )
                    ),
                    "new": or_none(
                        said(
                            _CHOICE,
                            "What the new policy chooses; null: nothing.",
                            "新政策的选择；没有的为 null。",
                        )
                    ),
                }
            ),
            "The stretches of days on which they choose or reason differently.",
            "选择或者理由不同的各段日期。",
        ),
    }
)
_CALENDAR = fields(
    {
        **_SIDES,
        "days": several(
            fields(
                {
                    **_STRETCH,
                    "worked": or_none(
                        yes_no(
                            "Whether the new one has them worked; null: it does not cover them.",
                            "新日历中是否为工作日；不含这些日期的为 null。",
                        )
                    ),
                }
            ),
            "The days of which they say something else.",
            "两者说法不同的日期。",
        ),
        "covered": several(
            fields(_STRETCH), "The days that only the new one covers.", "只有新日历包含的日期。"
        ),
    }
)
_SHOWN = {
    "known": yes_no(
        "Whether they differ in more than what is left open: false only on records on which "
        "something that matters is unknown.",
        "是否不只在待定之处不同：只在有关内容未知的记录上不同的为 false。",
    ),
    "as_of": day("The day to judge by.", "审核基准日。"),
    "record": part("value", "The record.", "记录。"),
    "given": part(
        "phrase", "The record as the lines of an example.", "记录，写成示例的“给定”各行。"
    ),
}
_SIDE = fields(
    {
        "status": or_none(
            one_of(
                [*dict.fromkeys((*Status, *VerdictStatus))],
                "How the norm or the action stands; null: this policy does not have it.",
                "规范或行为的情况；这一政策没有的为 null。",
            )
        ),
        "by": several(
            {"type": "string"},
            "Of an action: the norms that decide, by ASCII name.",
            "行为：决定结论的规范，ASCII 名称。",
        ),
        "sentence": part("phrase", "The same in words.", "文字说明。"),
        "reasons": several(part("phrase"), "Why.", "理由。"),
    },
    "What a policy says of the record.",
    "一项政策对该记录的答复。",
    optional=("by",),
)
_DIRECTION: Schema = {
    "anyOf": [
        fields(
            {
                "answer": said(
                    {"const": "shown"}, "There is a record that shows it.", "有记录说明。"
                ),
                **_SHOWN,
                "old": part("side", "What the old policy says.", "旧政策的答复。"),
                "new": part("side", "What the new policy says.", "新政策的答复。"),
            }
        ),
        fields({"answer": said({"const": "undecided"}, "It could not be decided.", "未能判定。")}),
        fields(
            {
                "answer": said({"const": "never"}, "There is no such record.", "没有这样的记录。"),
                "proved": yes_no(
                    "true: for all records. false: for lists up to list_bound.",
                    "true：对所有记录。false：列表至多 list_bound 个条目。",
                ),
                "list_bound": count(
                    "Up to how many elements of a list; not there where it is proved for all.",
                    "列表至多几个条目；对所有记录得到证明的没有这一项。",
                ),
            },
            optional=("list_bound",),
        ),
    ],
}
_RELATION = one_of(
    Relation, "How the new policy stands to the old one.", "新政策与旧政策相比如何。"
)
_RECORD_TYPE = text("The ASCII name of the record type.", "记录类型的 ASCII 名称。")
_COMPARISON = fields(
    {
        "record_type": _RECORD_TYPE,
        **_SIDES,
        "relation": _RELATION,
        "stricter": said(
            _DIRECTION, "Whether it is stricter for any record.", "是否对某条记录更严。"
        ),
        "looser": said(_DIRECTION, "Whether it is looser for any record.", "是否对某条记录更宽。"),
    },
    "An action or a norm in both policies.",
    "一个行为或一条规范，两项政策对照。",
)
_RESULT = fields(
    {
        "record_type": _RECORD_TYPE,
        **_SIDES,
        "relation": one_of(
            ResultRelation, "How the new result stands to the old one.", "新结果与旧结果相比如何。"
        ),
        "list_bound": or_none(
            count(
                "Up to how many elements of a list it is the same; null: for all records.",
                "列表至多几个条目时相同；对所有记录的为 null。",
            )
        ),
        "shown": or_none(
            fields(
                {
                    **_SHOWN,
                    "old": part(
                        "value",
                        "The value by the old policy; null is unknown.",
                        "旧政策的值；未知为 null。",
                    ),
                    "new": part(
                        "value",
                        "The value by the new policy; null is unknown.",
                        "新政策的值；未知为 null。",
                    ),
                },
                "A record for which it is another value; null: there is none.",
                "值不同的记录；没有的为 null。",
            )
        ),
    }
)


def schema() -> Schema:
    """In what a new policy differs from an old one, with records that show it."""
    return document(
        "difference",
        fields(
            {
                "old": _policy("The old policy.", "旧政策。"),
                "new": _policy("The new policy.", "新政策。"),
                "days": _days("The days that are compared.", "所比较的日期。"),
                "periods_set_aside": yes_no(
                    "Whether the days on which the policies are in force were left out of account, "
                    "because they have none in common.",
                    "两项政策没有共同的施行日期时，是否不计施行日期。",
                ),
                "list_bound": count(
                    "Up to how many elements of a list records were looked for, where that had to "
                    "be bounded.",
                    "需要限定时，列表至多几个条目。",
                ),
                "renamed": several(
                    fields(
                        {
                            "kind": one_of(RenamedKind, "What it is.", "是什么。"),
                            "of": or_none(
                                text(
                                    "Of a field or a value: the record type or the enum; null of "
                                    "others.",
                                    "字段或枚举值：所属的记录类型或枚举；其他为 null。",
                                )
                            ),
                            "old": named("As it was called.", "原来的名称。"),
                            "new": named("As it is called.", "现在的名称。"),
                        }
                    ),
                    "What was said to be the same under another name.",
                    "指明只是改了名称的。",
                ),
                "vocabulary": several(
                    fields(
                        {
                            "kind": one_of(ChangeKind, "What changed.", "什么变了。"),
                            "owner": part(
                                "phrase", "The record type or the enum.", "记录类型或枚举。"
                            ),
                            "name": part("phrase", "The field or the value.", "字段或枚举值。"),
                        }
                    ),
                    "Fields and values that one policy lacks, or bounds that differ.",
                    "只有一项政策有的字段和枚举值，以及不同的取值范围。",
                ),
                "readings": several(
                    _READING,
                    "The readings that are chosen, asked or reasoned differently.",
                    "选择、问题或理由不同的读法。",
                ),
                "notes": several(
                    fields(
                        {
                            "kind": one_of(
                                ("norm", "fact"),
                                "Whether it is a norm or a fact.",
                                "规范还是事实。",
                            ),
                            "name": text("The ASCII name.", "ASCII 名称。"),
                            "label": or_none(
                                text("The Chinese label; null: none.", "中文标签；没有的为 null。")
                            ),
                            "old": or_none(
                                text(
                                    "The reason in the old policy; null: not simpler.",
                                    "旧政策的理由；没有简化的为 null。",
                                )
                            ),
                            "new": or_none(
                                text(
                                    "The reason in the new policy; null: not simpler.",
                                    "新政策的理由；没有简化的为 null。",
                                )
                            ),
                        }
                    ),
                    "What is said differently of norms and facts that say less than the text.",
                    "对原文的简化，两者说法不同的。",
                ),
                "calendars": several(
                    _CALENDAR,
                    "The calendars of working days that have other days.",
                    "日期不同的工作日历。",
                ),
                "actions": several(
                    part("comparison"), "Each action, equal ones too.", "每个行为，包括相同的。"
                ),
                "norms": several(
                    part("comparison"), "Each norm, equal ones too.", "每条规范，包括相同的。"
                ),
                "results": several(
                    _RESULT, "Each result, equal ones too.", "每项结果，包括相同的。"
                ),
            },
            "In what a new policy differs from an old one, each with a record that shows it.",
            "新政策与旧政策的不同，各附一条说明问题的记录。",
        ),
        {"comparison": _COMPARISON, "side": _SIDE},
    )
