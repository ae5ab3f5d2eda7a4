"""Every word that advice is given in; kinds of edits are keyed as in its JSON."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.model.values import Truth
from linkage_rules.words.messages import Phrase, reason

GOAL: Final = Phrase("Goal: {goal}", "目标：{goal}")
NOW: Final = Phrase("Now: {words}", "现在：{words}")
THEN: Final = Phrase("Then: {words}", "之后：{words}")
REACHED: Final = Phrase(
    "The goal is reached already; nothing has to be done.", "目标已经达到，无须整改。"
)

ALTERNATIVE: Final = Phrase("Way {number} ({size})", "整改途径{number}（{size}）")
SIZE_ONE: Final = Phrase("1 thing to do", "1项")
SIZE: Final = Phrase("{count} things to do", "{count}项")
WITH_COST: Final = Phrase("{size}, cost {cost}", "{size}，代价{cost}")
NOTHING_TO_CHANGE: Final = Phrase("nothing to do", "无须整改")
PROVIDED: Final = Phrase(
    "Provided that (unknown so far, to be established first):", "前提（目前未知，须先核实）："
)
TO_CHANGE: Final = Phrase("To do:", "须落实：")
CONDITIONAL: Final = Phrase(
    "Nothing that could be done reaches the goal for certain while the facts below are unknown. "
    "Establish them first.",
    "以下情况尚未查明时，任何整改都不能保证达到目标；应当先行核实。",
)
CONDITIONAL_KEEPING: Final = Phrase(
    "Short of taking back what norms want, nothing that could be done reaches the goal for certain "
    "while the facts below are unknown. Establish them first.",
    "以下情况尚未查明时，不撤回规定所要的内容，任何整改都不能保证达到目标；应当先行核实。",
)
WITHDRAWS: Final = Phrase(
    "this takes back what the policy wants (norm {norms}); no other way was found",
    "这会撤回规定（{norms}）所要的内容；没有找到别的途径",
)
IN_FACT: Final = Phrase(
    "These are things to be done in fact. Report them once they are done, with evidence; do not "
    "alter the report alone.",
    "以上为须实际做到的事项，落实后如实填报并附佐证材料，不得仅改填报内容。",
)

MAKE_SO: Final = Phrase("bring about: {place} (reported as no)", "落实：{place}（现填报“否”）")
END_IT: Final = Phrase("put an end to: {place} (reported as yes)", "纠正：{place}（现填报“是”）")
REPORT_TRUTH: Final = Phrase(
    "report {place} (not reported; {after}, if that is so)",
    "补报：{place}（未填报；如属实，填“{after}”）",
)
REPORT_VALUE: Final = Phrase(
    "report {place} (not reported; needed: {after})", "补报：{place}（未填报；须为{after}）"
)
REACH: Final = Phrase(
    "bring {place} to {after} (reported as {before})", "落实：{place}达到{after}（现填报{before}）"
)
REACH_RANGE: Final = Phrase(
    "bring {place} to {after} (reported as {before})", "落实：{place}{after}（现填报{before}）"
)
REPORT_RANGE: Final = Phrase(
    "report {place} (not reported; needed: {after})", "补报：{place}（未填报；须{after}）"
)
REPORT_EITHER: Final = Phrase(
    "report {place} (not reported; either answer will do)",
    "补报：{place}（未填报；如实填“是”或“否”均可）",
)
EXACTLY: Final = Phrase("{value}", "为{value}")
FROM: Final[Mapping[tuple[str, bool], Phrase]] = {
    ("number", True): Phrase("at least {value}", "不低于{value}"),
    ("number", False): Phrase("more than {value}", "高于{value}"),
    ("date", True): Phrase("{value} or later", "不早于{value}"),
}
UP_TO: Final[Mapping[tuple[str, bool], Phrase]] = {
    ("number", True): Phrase("at most {value}", "不高于{value}"),
    ("number", False): Phrase("less than {value}", "低于{value}"),
    ("date", True): Phrase("{value} or earlier", "不晚于{value}"),
}
ONE_OF: Final = Phrase("{values}", "为{values}")
ANY_BUT: Final = Phrase("anything but {values}", "为{values}以外的任何一种")
ANY_VALUE: Final = Phrase("any value", "为任意值")
AND: Final = (" and ", "且")
OR: Final = (" or ", "或")
NOR: Final = (" or ", "、")
OR_ELSE: Final = (", or ", "，或者")
WITH: Final = ("; ", "；")
"""What stands between several, in English and in Chinese."""
COSTLIER: Final = Phrase(
    "{value} reaches the goal too, but makes worse: {worse}", "{value}也能达到目标，但{worse}"
)
THE_ENTRY: Final = Phrase("the entry", "该项")
INNER: Final = Phrase("{place}: {fits}", "{place}{fits}")
WITH_INNER: Final = Phrase("{entry} (will do: {inner})", "{entry}（{inner}均可）")
ONE_AT_A_TIME: Final = Phrase(
    "Each of these ranges holds while the others stand at: {values}",
    "以上范围须逐项掌握，即其余各项取以下值时成立：{values}",
)
EDITS: Final[Mapping[str, Phrase]] = {
    "add": Phrase("{place}: arrange one more, {after}", "落实：{place}增加一项 {after}"),
    "remove": Phrase("{place}: end this one ({before})", "取消：{place}（现填报{before}）"),
}
HAS: Final = Phrase("{place}: has an entry {after}", "{place}：其中有一项 {after}")
IS: Final = Phrase("{place}: {after}", "{place}：{after}")
ANY_TEXT: Final = Phrase("any text", "任填")
EMPTY_RECORD: Final = Phrase("reported, with nothing in it", "已填报（内容不限）")

BECAUSE_NORM: Final[Mapping[Truth, Phrase]] = {
    False: Phrase("so that norm {name} does not apply", "据此，规定“{name}”不再适用"),
    True: Phrase("so that norm {name} applies", "据此，规定“{name}”适用"),
    None: Phrase(
        "so that norm {name} is no longer certain to apply or not",
        "据此，规定“{name}”是否适用不再确定",
    ),
}
BECAUSE_STATUS: Final = Phrase(
    "so that norm {name} is {after}, not {before}", "据此，规定“{name}”由“{before}”变为“{after}”"
)
BECAUSE_FACT: Final = Phrase(
    "so that {name} is {after}, not {before}", "据此，“{name}”由{before}变为{after}"
)

NOTHING_VIOLATED: Final = Phrase("no norm is found violated", "未发现被违反的规定")
LEFT_OPEN: Final = Phrase(
    "Of these norms it is unknown whether they are violated; they are left aside: {norms}",
    "以下规定是否被违反尚不清楚，未计入目标：{norms}",
)
LEFT_OPEN_AND_MORE: Final = Phrase(
    "Of these norms it is unknown whether they are violated; they are left aside: {norms} and "
    "{count} more",
    "以下规定是否被违反尚不清楚，未计入目标：{norms}等{count}条",
)
NOTHING_WORSE: Final = Phrase("Nothing else becomes worse.", "此外，没有规定或结论因此变差。")
CONSEQUENCES: Final[Mapping[str, Phrase]] = {
    "worse": Phrase("What else becomes worse:", "此外变差的："),
    "better": Phrase("What else becomes better:", "此外变好的："),
    "other": Phrase("What else stands otherwise:", "此外有变化的："),
}
NORM_TURNS: Final = Phrase(
    "norm {norm}: from “{before}” to “{after}”", "规定“{norm}”由“{before}”变为“{after}”"
)
OF_CONDUCT: Final = Phrase("{words} – {conduct}", "{words}——{conduct}")
ACTION_TURNS: Final = Phrase(
    "action {action}: from “{before}” to “{after}”", "行为“{action}”由“{before}”变为“{after}”"
)

NONE: Final = Phrase(
    "There is no way: no change to the fields that may be changed reaches the goal.",
    "没有整改途径：只整改可以整改的事项，达不到目标。",
)
OBSTACLES: Final = Phrase(
    "What cannot be changed stands in the way. The goal could be reached, for example, if this "
    "were different:",
    "妨碍目标的是不能靠整改改变的情况。例如，以下情况若有不同，目标才有可能达到：",
)
OBSTACLE: Final = Phrase(
    "{place}: is {before}, would have to be {after}", "{place}：现为“{before}”，须为“{after}”"
)
IMPOSSIBLE: Final = Phrase(
    "No record at all reaches the goal on that day.", "在这一天，无论怎样的记录都达不到目标。"
)
NONE_WITHIN: Final = Phrase(
    "None of the records that were considered reaches the goal on that day, whatever is changed or "
    "unknown. The bounds:",
    "在这一天，所考虑的记录无论怎样整改、未知情况如何，都达不到目标。所考虑的范围：",
)
KEPT_KNOWN: Final = Phrase(
    "What is known was not made unknown, though the goal rests on whether something is known.",
    "目标取决于某些情况是否已知；已知的情况未考虑改为未知。",
)
UNFINISHED: Final = Phrase(
    "The search ended at its limit of time or size; there may be more ways.",
    "查找已到时间或规模的上限，尚未全部查完，可能还有别的途径。",
)
UNFINISHED_NOTHING: Final = Phrase(
    "The search ended at its limit of time or size before a way was found; there may be one.",
    "查找已到时间或规模的上限，尚未找到途径，也未能断定没有。",
)
MOST_ADDED: Final = Phrase(
    "Lists were lengthened by at most {count} entries.", "列表最多考虑增加{count}项。"
)
CURTAILED: Final = Phrase(
    "Of lists with more than {count} entries, those behind were left as they are.",
    "列表超过{count}项的，其后各项未考虑整改。",
)

# What was given as a goal

NOT_ONE: Final = reason(
    "ASK-201",
    "the goal is not one condition; write for example: enter_library is permitted",
    "目标应为一个条件，例如：纳入项目库 被允许",
)
TOO_LONG: Final = reason(
    "ASK-202", "the goal is longer than {limit} characters", "目标超过{limit}个字符"
)
NONE_TO_VIOLATE: Final = reason(
    "ASK-203",
    "no norm on records of this type can be violated; name what is to be reached",
    "没有针对这类记录而可能被违反的规定；请写明要达到的目标",
)
