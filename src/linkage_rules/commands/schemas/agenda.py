"""What ``agenda --format json`` writes."""

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
    policy,
    said,
    several,
    text,
    yes_no,
)
from linkage_rules.model.norms import Bearing
from linkage_rules.model.statuses import Status

LISTED = (Status.OVERDUE, Status.VIOLATED, Status.DUE, Status.NOT_YET_DUE, Status.UNDETERMINED)
"""How a duty that is not fulfilled may stand."""

_TITLE = {
    "place": part("phrase", "Where the record stands in the file.", "记录在文件中的位置。"),
    "id": or_none(text("The id; null: none.", "编号；没有的为 null。")),
    "name": or_none(text("The name; null: none.", "名称；没有的为 null。")),
}
_DAY_OR_NONE = {"type": ["string", "null"], "format": "date"}
_DUTY = fields(
    {
        **_TITLE,
        "record": said(
            {"type": "object"},
            "The required fields of the record. Money is whole fen, what is not whole a quotient "
            "n/d, a day ISO 8601.",
            "记录的必填字段。金额为整数分，不是整数的写作分数 n/d，日期为 ISO 8601。",
        ),
        "norm": named("The norm that asks for it.", "要求它的规范。"),
        "action": text("The ASCII name of the action.", "行为的 ASCII 名称。"),
        "status": one_of(
            LISTED,
            "How it stands on the day; undetermined where that is unknown.",
            "当天的情况；不知道的为 undetermined。",
        ),
        "due": or_none(
            said(
                {"type": "string"},
                "The last day to do it in time, ISO 8601; null: none, or not known.",
                "按期履行的最后一日，ISO 8601；没有期限或者不知道的为 null。",
            )
        ),
        "begins": said(
            _DAY_OR_NONE,
            "Of what is not yet due the day on which what it waits for happens, ISO 8601; null: "
            "none, or not known.",
            "未到履行时间的，所等待的事发生的那一天，ISO 8601；没有或者不知道的为 null。",
        ),
        "in_principle": yes_no(
            "Whether the text asks for it in principle only.", "原文是否只要求“原则上”做到。"
        ),
        "missing": several(
            {"type": "string"},
            "Of what is undetermined the paths of the fields that could settle it.",
            "待定的，能使它确定的字段的路径。",
        ),
        "bearers": several(part("party"), "Who has to do it.", "须履行的各方。"),
        "bearing": one_of(
            Bearing,
            "one: a single bearer. any: one of the bearers is enough. all: they bear it together.",
            "one：只有一个承担者。any：其中一个履行即可。all：共同承担。",
        ),
        "counterparty": or_none(
            part("party", "To whom it is owed; null: not said.", "义务的相对方；没有写的为 null。")
        ),
        "period": or_none(
            fields(
                {
                    "start": day("The first day.", "首日。"),
                    "end": day("The last day.", "末日。"),
                },
                "Of a duty of every period the days of the period; null of any other.",
                "每期都须履行的义务，该期的起止日期；其他义务为 null。",
            )
        ),
        "citations": part("citations"),
        "words": part("phrase", "What is to be done.", "要做什么。"),
    }
)
_REFUSED = fields(
    {
        **_TITLE,
        "problems": several(
            fields(
                {
                    "code": text("The stable code, such as REC-218.", "固定代码，如 REC-218。"),
                    "path": said(
                        {"type": "array", "items": {"type": ["string", "integer"]}},
                        "The field, outermost first; elements of lists are counted from 0.",
                        "字段，由外到内；列表的条目从0数起。",
                    ),
                    "en": text("What is wrong, in English.", "错在哪里，英文。"),
                    "zh": text("What is wrong, in Chinese.", "错在哪里，中文。"),
                }
            ),
            "What is wrong with it.",
            "各个问题。",
        ),
    }
)


def schema() -> Schema:
    """Every obligation of the records of a file that is not fulfilled."""
    return document(
        "agenda",
        fields(
            {
                "policy": policy(),
                "record_type": named("The type of the records.", "记录的类型。"),
                "as_of": day("The day to judge by.", "审核基准日。"),
                "until": said(
                    _DAY_OR_NONE,
                    "Up to which day what is not yet due is listed, ISO 8601; null: not at all.",
                    "未到履行时间的列到哪一天，ISO 8601；不列的为 null。",
                ),
                "in_force": yes_no(
                    "Whether the policy is in force on the day.", "政策当天是否施行。"
                ),
                "counts": fields(
                    {status.value: count(*_COUNTED[status]) for status in LISTED},
                    "How many there are in each status; those of which there are none are left "
                    "out.",
                    "各种情况各有多少；没有的不列。",
                    optional=[status.value for status in LISTED],
                ),
                "later": count("How many more are not yet due.", "另有多少项未到履行时间。"),
                "duties": several(
                    _DUTY,
                    "The obligations by bearer, the one with the most urgent first.",
                    "各项义务，按承担者，最紧迫的在前。",
                ),
                "refused": several(
                    _REFUSED, "The records that could not be read.", "无法读取的记录。"
                ),
            },
            "Every obligation that is not fulfilled, in every record of a file.",
            "文件中每条记录没有履行的各项义务。",
        ),
    )


_COUNTED = {
    Status.OVERDUE: ("Not done, and the last day has passed.", "逾期未履行。"),
    Status.VIOLATED: ("Not done, and there is no last day.", "没有期限而未履行。"),
    Status.DUE: ("To be done.", "待履行。"),
    Status.NOT_YET_DUE: ("To be done later.", "未到履行时间。"),
    Status.UNDETERMINED: ("Not known.", "待定。"),
}
