"""Every word that advice is given in."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.engines.symbolic import EditKind
from linkage_rules.language.messages import Phrase
from linkage_rules.model.values import Truth

GOAL: Final = Phrase("Goal: {goal}", "目标：{goal}")
NOW: Final = Phrase("Now: {words}", "现在：{words}")
THEN: Final = Phrase("Then: {words}", "之后：{words}")
REACHED: Final = Phrase(
    "The goal is reached already; nothing has to be changed.", "目标已经达到，无须改动。"
)

ALTERNATIVE: Final = Phrase("Alternative {number}: {size}", "办法{number}：{size}")
SIZE_ONE: Final = Phrase("1 change", "改动1处")
SIZE: Final = Phrase("{count} changes", "改动{count}处")
NOTHING_TO_CHANGE: Final = Phrase("nothing to change", "无须改动")
PROVIDED: Final = Phrase(
    "Provided that (unknown so far, and not to be changed):", "前提（目前未知，且不可改动）："
)
TO_CHANGE: Final = Phrase("To change:", "改动：")
CONDITIONAL: Final = Phrase(
    "No change reaches the goal for certain while the facts below are unknown. "
    "Establish them first.",
    "以下情况尚未查明时，任何改动都不能保证达到目标；应先行核实。",
)

EDITS: Final[Mapping[EditKind, Phrase]] = {
    EditKind.SET: Phrase("{place}: {before} → {after}", "{place}：{before} → {after}"),
    EditKind.ADD: Phrase("{place}: add {after}", "{place}：增加一项 {after}"),
    EditKind.REMOVE: Phrase("{place}: remove {before}", "{place}：去掉这一项（{before}）"),
}
HAS: Final = Phrase("{place}: has an entry {after}", "{place}：其中有一项 {after}")
IS: Final = Phrase("{place}: {after}", "{place}：{after}")
ANY_TEXT: Final = Phrase("any text", "任填")
EMPTY_RECORD: Final = Phrase("reported, with nothing in it", "已填报（内容不限）")

BECAUSE_NORM: Final[Mapping[Truth, Phrase]] = {
    False: Phrase("so that norm {name} does not apply", "这样规范“{name}”不再适用"),
    True: Phrase("so that norm {name} applies", "这样规范“{name}”适用"),
    None: Phrase(
        "so that norm {name} is no longer certain to apply or not",
        "这样规范“{name}”是否适用不再确定",
    ),
}
BECAUSE_STATUS: Final = Phrase(
    "so that norm {name} is {after}, not {before}", "这样规范“{name}”由“{before}”变为“{after}”"
)
BECAUSE_FACT: Final = Phrase(
    "so that {name} is {after}, not {before}", "这样“{name}”由{before}变为{after}"
)

NONE: Final = Phrase(
    "There is no way: no change to the fields that may be changed reaches the goal.",
    "没有办法：只改动可以改动的字段，达不到目标。",
)
OBSTACLES: Final = Phrase(
    "What cannot be changed stands in the way. The goal could be reached, for example, if this "
    "were different:",
    "不可改动的情况挡住了去路。例如，以下情况若有不同，目标才有可能达到：",
)
OBSTACLE: Final = Phrase(
    "{place}: is {before}, would have to be {after}", "{place}：现为“{before}”，须为“{after}”"
)
IMPOSSIBLE: Final = Phrase(
    "No record at all reaches the goal on that day.", "在这一天，无论怎样的记录都达不到目标。"
)
UNFINISHED: Final = Phrase(
    "The search ended at its limit of time or size; there may be more ways.",
    "查找已到时间或规模的上限，尚未全部查完，可能还有别的办法。",
)
UNFINISHED_NOTHING: Final = Phrase(
    "The search ended at its limit of time or size before a way was found; there may be one.",
    "查找已到时间或规模的上限，尚未找到办法，也未能断定没有。",
)
MOST_ADDED: Final = Phrase(
    "Lists were lengthened by at most {count} entries.", "清单最多考虑增加{count}项。"
)
CURTAILED: Final = Phrase(
    "Of lists with more than {count} entries, those behind were left as they are.",
    "清单超过{count}项的，其后各项未考虑改动。",
)
