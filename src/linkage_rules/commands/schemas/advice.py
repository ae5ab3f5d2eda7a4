"""What ``advise --format json`` writes."""

from linkage_rules.analysis.advice.consequences import Sense
from linkage_rules.commands.schemas.shapes import (
    CALENDARS,
    Schema,
    count,
    day,
    document,
    fields,
    named,
    one_of,
    or_none,
    part,
    several,
    text,
    yes_no,
)
from linkage_rules.engines.symbolic.revision import EditKind
from linkage_rules.model.statuses import Status, VerdictStatus

_STANDING = [*dict.fromkeys((*Status, *VerdictStatus))]
_CITED = or_none(
    part("citation", "The clause on which it rests; null: none.", "所依据的条款；没有的为 null。")
)
_LABEL = or_none(text("The Chinese label; null: none.", "中文标签；没有的为 null。"))
_PATH = text(
    "The path in the record, such as funds[0].amount; elements of lists are counted from 0.",
    "在记录中的路径，如 funds[0].amount；列表的条目从0数起。",
)

_CONSEQUENCE = fields(
    {
        "kind": one_of(("norm", "action"), "Whether it is a norm or an action.", "规范还是行为。"),
        "name": text("The ASCII name.", "ASCII 名称。"),
        "label": _LABEL,
        "sense": one_of(Sense, "Which way it turns.", "变好、变坏还是别的。"),
        "before": one_of(_STANDING, "How it stands as things are.", "现在的情况。"),
        "after": one_of(_STANDING, "How it stands after the changes.", "改动之后的情况。"),
        "words": part("phrase", "The same in words.", "文字说明。"),
        "citation": _CITED,
    },
    "A norm or an action, beside those of the goal, that stands otherwise after the changes.",
    "目标以外的、改动之后情况不同的规范或行为。",
)
_FITTING = fields(
    {
        "path": _PATH,
        "values": several(
            part("value"), "Of an enum or a yes or no: each that does.", "枚举或是否：可用的各值。"
        ),
        "costlier": several(
            fields(
                {
                    "value": part("value", "The value.", "该值。"),
                    "worse": several(
                        part("consequence"), "What stands worse with it.", "因此变坏的各项。"
                    ),
                }
            ),
            "The values of an enum that reach the goal too, with what stands worse with each.",
            "也能达到目标、但会使别的变坏的枚举值。",
        ),
        "stretches": several(
            fields(
                {
                    "low": part(
                        "value",
                        "The lowest; its value is null where only the bounds of the field end it.",
                        "最低；只受字段范围限制的，值为 null。",
                    ),
                    "high": part(
                        "value",
                        "The highest; its value is null where only the bounds of the field end it.",
                        "最高；只受字段范围限制的，值为 null。",
                    ),
                    "low_in": yes_no("Whether the lowest does itself.", "最低值本身是否可用。"),
                    "high_in": yes_no("Whether the highest does itself.", "最高值本身是否可用。"),
                }
            ),
            "Of a number, an amount or a date: the stretches that do.",
            "数、金额或日期：可用的各段。",
        ),
    },
    "All values of one part with which the way reaches the goal, all else being as it says.",
    "其余照此办理时，这一处能达到目标的全部取值。",
)
_CHANGE = fields(
    {
        "kind": one_of(EditKind, "What is done to it.", "怎样改。"),
        "path": _PATH,
        "before": part("value", "The value as it is; null is unknown.", "现在的值；未知为 null。"),
        "after": part("value", "The value after the change.", "改成的值。"),
        "words": part("phrase", "The change in words.", "文字说明。"),
        "because": several(
            fields(
                {
                    "kind": one_of(
                        ("norm", "fact"), "Whether it is a norm or a fact.", "规范还是事实。"
                    ),
                    "name": text("The ASCII name.", "ASCII 名称。"),
                    "label": _LABEL,
                    "words": part("phrase", "The reason in words.", "文字说明。"),
                    "citation": _CITED,
                }
            ),
            "Why it is needed.",
            "改动的理由。",
        ),
        "fitting": several(
            part("fitting"),
            "What fits as well as the value that is named; empty where that was not found out.",
            "同样可用的取值；没有查明的为空。",
        ),
        "withdraws": several(
            named("A norm.", "规范。"),
            "The norms that want what it takes back.",
            "要求做到、而这一改动撤回的规范。",
        ),
    },
    "One part of the record with another value.",
    "记录中一处的改动。",
)
_ALTERNATIVE = fields(
    {
        "changes": several(part("change"), "What to change.", "要改什么。"),
        "provided": several(
            part("change"),
            "Provided that unknown fields which cannot be changed turn out to have these values.",
            "前提：不能改动的未知字段查明为这些值。",
        ),
        "then": several(part("phrase"), "How things stand then.", "改动之后的情况。"),
        "consequences": several(
            part("consequence"),
            "What else stands otherwise, the worst first.",
            "其他变化，最坏的在前。",
        ),
        "cost": count(
            "What the changes count together; ways are in order of it.",
            "各改动合计的代价，各办法按此排列。",
        ),
        "together": yes_no(
            "Whether what fits for one change fits with all that fits for the others.",
            "一处可用的取值，与其他各处可用的取值是否可以任意搭配。",
        ),
        "record": part("value", "The record after the changes.", "改动之后的记录。"),
    }
)


def schema() -> Schema:
    """What to change in a record so that it reaches a goal."""
    return document(
        "advice",
        fields(
            {
                "policy": named("The policy.", "政策。"),
                "record_type": named("The type of the record.", "记录的类型。"),
                "as_of": day("The day to judge by.", "审核基准日。"),
                "in_force": yes_no(
                    "Whether the policy is in force on the day.", "政策当天是否施行。"
                ),
                "goal": part("phrase", "What to reach.", "要达到的目标。"),
                "now": several(part("phrase"), "How things stand.", "现在的情况。"),
                "reached": yes_no("Whether the goal is reached already.", "目标是否已经达到。"),
                "alternatives": several(
                    _ALTERNATIVE,
                    "The ways to reach it, the least changes first.",
                    "达到目标的各种办法，改动最少的在前。",
                ),
                "obstacles": several(
                    part("change"),
                    "Where there is no way: what cannot be changed and stands in the way, each "
                    "with a value with which the goal could be reached.",
                    "没有办法时：不能改动而有妨碍的各项，各附能达到目标的值。",
                ),
                "finished": yes_no(
                    "Whether everything was looked at in the time.", "是否在时限内找遍了。"
                ),
                "most_added": or_none(
                    count(
                        "How many entries a list was given at most; null: none was lengthened.",
                        "列表至多增加了几个条目；没有增加的为 null。",
                    )
                ),
                "curtailed": yes_no(
                    "Whether only the first entries of a list were considered.",
                    "是否只考虑了列表最前的条目。",
                ),
                "kept_known": yes_no(
                    "Whether the goal rests on whether something is known, which was never taken "
                    "back.",
                    "目标是否取决于某项内容是否已知；已知的没有改为未知。",
                ),
                "kept_wanted": yes_no(
                    "Whether ways that take back what norms want were not looked for, since there "
                    "are others.",
                    "是否因另有办法而没有找那些撤回规范要求的办法。",
                ),
                "impossible": yes_no(
                    "Whether it is proved that no record at all reaches the goal on the day.",
                    "是否证明当天没有任何记录能达到目标。",
                ),
                "left_open": several(
                    named("A norm.", "规范。"),
                    "The norms of which it is not known whether they are violated, where the goal "
                    "is that nothing is.",
                    "目标是没有违反时，不知道是否被违反的规范。",
                ),
                "calendars": CALENDARS,
            },
            "What to change in a record so that it reaches a goal, and because of which clause.",
            "要达到目标，记录应作哪些改动，依据哪一条款。",
        ),
        {"change": _CHANGE, "consequence": _CONSEQUENCE, "fitting": _FITTING},
    )
