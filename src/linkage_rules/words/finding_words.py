"""The names of the findings of an analysis, and the phrases that tell them."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.model.findings import FindingKind
from linkage_rules.words.messages import Phrase

FINDING_NAMES: Final[Mapping[FindingKind, Phrase]] = {
    kind: Phrase(kind.value.replace("-", "_"), label)
    for kind, label in {
        FindingKind.CONFLICTING_NORMS: "规范冲突",
        FindingKind.NEVER_APPLIES: "从不适用",
        FindingKind.IMPLIED_NORM: "规范重复",
        FindingKind.IDLE_EXCEPTION: "例外不起作用",
        FindingKind.IDLE_OVERRIDE: "优先不起作用",
        FindingKind.IDLE_CONDITION: "条件不起作用",
        FindingKind.OUTSIDE_BOUNDS: "超出范围",
        FindingKind.CONTRADICTORY_BOUNDS: "无可取之值",
        FindingKind.NEVER_FULFILLED: "无法履行",
        FindingKind.NEVER_VIOLATED: "从不违反",
        FindingKind.UNMEETABLE_TOGETHER: "不能同时履行",
        FindingKind.IDLE_NORM: "规定不起作用",
        FindingKind.SINGLE_VALUE_EXCEPTION: "例外仅一值",
        FindingKind.GAP_BETWEEN_VERSIONS: "新旧规定不衔接",
        FindingKind.ODD_UNIT: "单位可疑",
        FindingKind.UNUSED: "没有用到",
        FindingKind.NO_VERDICT: "缺少规定",
        FindingKind.MISSING_PARAMETER: "参数缺值",
        FindingKind.UNDETERMINED_ON_COMPLETE_RECORD: "填齐仍待定",
        FindingKind.AMBIGUOUS_MONTH_END: "月末有歧义",
        FindingKind.PROPERTY_REFUTED: "性质不成立",
        FindingKind.IDLE_PREMISE: "前提从不成立",
        FindingKind.IDLE_PROPERTY: "性质没有内容",
        FindingKind.STALE_ANSWER: "多余的答复",
    }.items()
}
"""The name of each kind in English and in Chinese, each one word."""

_NOT_ANSWERED: Final = (
    FindingKind.PROPERTY_REFUTED,
    FindingKind.IDLE_PREMISE,
    FindingKind.IDLE_PROPERTY,
    FindingKind.STALE_ANSWER,
    FindingKind.UNUSED,
)

ANSWERABLE: Final[Mapping[str, FindingKind]] = {
    spelling: kind
    for kind, name in FINDING_NAMES.items()
    if kind not in _NOT_ANSWERED
    for spelling in (name.en, name.zh)
}
"""The kinds that a property may accept as intended, under both spellings.

The other kinds are about properties, which are repaired, or are remarks only.
"""

FINDING_ADVICE: Final[Mapping[FindingKind, Phrase]] = {
    FindingKind.CONFLICTING_NORMS: Phrase(
        "What to do: say which of the two “overrides” the other, or give one an “unless”.",
        "建议：写明哪一条“优先于”另一条，或者给其中一条加上“除非”。",
    ),
    FindingKind.NEVER_APPLIES: Phrase(
        "What to do: correct what keeps it from applying, or leave the norm out.",
        "建议：改正使它不适用的条件、例外或优先关系，或者删去这一条。",
    ),
    FindingKind.IMPLIED_NORM: Phrase(
        "What to do: leave one out; where the document says both, answer with a property.",
        "建议：删去其中一条；原文确有两处的，写一条性质“答复”。",
    ),
    FindingKind.IDLE_EXCEPTION: Phrase(
        "What to do: correct the “unless”, or leave it out.", "建议：改正“除非”，或者删去。"
    ),
    FindingKind.IDLE_OVERRIDE: Phrase(
        "What to do: correct the conditions, or leave “overrides” out.",
        "建议：改正两条的条件，或者删去“优先于”。",
    ),
    FindingKind.IDLE_CONDITION: Phrase(
        "What to do: correct the condition, or leave it out.", "建议：改正这个条件，或者删去。"
    ),
    FindingKind.OUTSIDE_BOUNDS: Phrase(
        "What to do: correct the comparison, or the bounds of the field.",
        "建议：改正这处比较，或者改正字段的范围。",
    ),
    FindingKind.CONTRADICTORY_BOUNDS: Phrase(
        "What to do: correct the bounds of the field.", "建议：改正字段的范围。"
    ),
    FindingKind.NEVER_FULFILLED: Phrase(
        "What to do: correct the condition of the norm, or by what its action counts as done.",
        "建议：改正这条规定的条件，或者改正行为怎样算完成。",
    ),
    FindingKind.NEVER_VIOLATED: Phrase(
        "What to do: correct the condition of the norm, or by what its action counts as done; if "
        "its deadline is the last day of the policy, give it an “in force” that goes on after it.",
        "建议：改正这条规定的条件，或者改正行为怎样算完成；限期正好到政策最后一日的，给它写一个更长的“施行”。",
    ),
    FindingKind.UNMEETABLE_TOGETHER: Phrase(
        "What to do: say which of the two “overrides” the other, or give one an “unless”.",
        "建议：写明哪一条“优先于”另一条，或者给其中一条加上“除非”。",
    ),
    FindingKind.IDLE_NORM: Phrase(
        "What to do: correct its condition or what it gives way to; where the document says it all "
        "the same, answer with a property.",
        "建议：改正它的条件或先后关系；原文确有此句的，写一条性质“答复”。",
    ),
    FindingKind.SINGLE_VALUE_EXCEPTION: Phrase(
        "What to do: check which side the limit belongs to (“以上”“以下”“超过”“不足”).",
        "建议：核对界限本身归哪一边（“以上”“以下”“超过”“不足”）。",
    ),
    FindingKind.GAP_BETWEEN_VERSIONS: Phrase(
        "What to do: let the later one begin on the day after the earlier one ends.",
        "建议：让后一条自前一条截止的次日起施行。",
    ),
    FindingKind.ODD_UNIT: Phrase(
        "What to do: check the unit (元 or 万元, 60 or 60%).",
        "建议：核对单位（元、万元，60、60%）。",
    ),
    FindingKind.UNUSED: Phrase(
        "What to do: use it, or leave it out.", "建议：在规则中用到它，或者删去。"
    ),
    FindingKind.IDLE_PREMISE: Phrase(
        "What to do: correct the premise, or leave the property out.",
        "建议：改正前提，或者删去这条性质。",
    ),
    FindingKind.IDLE_PROPERTY: Phrase(
        "What to do: state what this policy in particular ensures, or leave the property out.",
        "建议：写明这份政策所保证的内容，或者删去这条性质。",
    ),
    FindingKind.NO_VERDICT: Phrase(
        "What to do: add a norm for such records, or say what holds by default.",
        "建议：为这样的记录补写规定，或者写明默认怎样。",
    ),
    FindingKind.MISSING_PARAMETER: Phrase(
        "What to do: give the parameter a value for that day.", "建议：为参数补写当日的取值。"
    ),
    FindingKind.UNDETERMINED_ON_COMPLETE_RECORD: Phrase(
        "What to do: say what holds in this case, for instance with “if … then … else …”.",
        "建议：写明遇到这种情形怎样算，如用“如果……那么……否则……”。",
    ),
    FindingKind.AMBIGUOUS_MONTH_END: Phrase(
        "What to do: where the last day of the month is meant (as article 202 of the Civil Code "
        "has it), say so with a property that answers; where not, count in days.",
        "建议：如果就是月末日（《民法典》第二百零二条），写一条性质“答复”；否则改为按日计算。",
    ),
    FindingKind.PROPERTY_REFUTED: Phrase(
        "What to do: correct the rules, or the property.", "建议：改正规则，或者改正这条性质。"
    ),
    FindingKind.STALE_ANSWER: Phrase("What to do: leave the answer out.", "建议：删去这条答复。"),
}
"""What to do about a finding."""

# Norms

CONFLICTING: Final = Phrase(
    "{duty} requires {action} and {ban} forbids it, and neither gives way to the other",
    "“{duty}”要求“{action}”，“{ban}”却予以禁止，两条规定互不优先",
)
WHEN_NEVER_MET: Final = Phrase(
    "{norm} never applies: no record meets its condition",
    "“{norm}”从不适用：没有记录能满足它的条件",
)
ALWAYS_EXCEPTED: Final = Phrase(
    "{norm} never applies: its exception holds wherever its condition does",
    "“{norm}”从不适用：凡满足条件的记录都落入它的例外",
)
ALWAYS_OVERRIDDEN: Final = Phrase(
    "{norm} never applies: wherever its condition is met, a norm that overrides it applies "
    "({others})",
    "“{norm}”从不适用：凡满足条件的记录，优先于它的规范都适用（{others}）",
)
IMPLIED: Final = Phrase(
    "{norm} adds nothing: wherever it applies, {other} applies and says the same",
    "“{norm}”没有作用：凡它适用之处，“{other}”都适用，要求相同",
)
IMPLIED_BY_SEVERAL: Final = Phrase(
    "{norm} adds nothing: wherever it applies, one of {others} applies and says the same",
    "“{norm}”没有作用：凡它适用之处，{others}之一必定适用，要求相同",
)
EXCEPTION_NEVER_HOLDS: Final = Phrase(
    "the exception of {norm} has no effect: it holds for no record",
    "“{norm}”的例外不起作用：没有记录落入这一例外",
)
IDLE_EXCEPTION: Final = Phrase(
    "the exception of {norm} has no effect: where it holds, the norm does not apply anyway",
    "“{norm}”的例外不起作用：落入例外的记录本来就不适用这条规范",
)
IDLE_OVERRIDE: Final = Phrase(
    "that {norm} overrides {other} has no effect: the two never apply to the same record",
    "“{norm}”优先于“{other}”不起作用：两条规范从不同时适用",
)

NEVER_FULFILLED: Final = Phrase(
    "{norm} cannot be fulfilled: of no record to which it applies can it be met ({action})",
    "“{norm}”无法履行：凡适用的记录都不可能符合要求（“{action}”）",
)
NEVER_VIOLATED: Final = Phrase(
    "{norm} cannot be violated: every record to which it applies meets it ({action})",
    "“{norm}”不可能违反：凡适用的记录都已符合要求（“{action}”）",
)
UNMEETABLE_TOGETHER: Final = Phrase(
    "{one} and {other} apply to the same records, and none can fulfil both",
    "“{one}”与“{other}”会同时适用，而没有记录能两条都履行",
)
UNMEETABLE_WITHIN: Final = Phrase(
    "{one} and {other} apply to the same records, and none can fulfil both: {weaker} binds less "
    "than the other one and applies nowhere else",
    "“{one}”与“{other}”会同时适用，而没有记录能两条都履行：“{weaker}”约束力较弱，又从不单独适用",
)
UNUSABLE_WITHIN: Final = Phrase(
    "{one} and {other} apply to the same records, and none can make use of {weaker} without "
    "violating the other one; {weaker} applies nowhere else",
    "“{one}”与“{other}”会同时适用，而照“{weaker}”去做必然违反另一条；“{weaker}”又从不单独适用",
)
IDLE_NORM: Final = Phrase(
    "{norm} changes no verdict: wherever it applies, what is said of {action} is the same without",
    "“{norm}”不改变任何结论：凡它适用之处，没有它对“{action}”的结论也相同",
)
SINGLE_VALUE_EXCEPTION: Final = Phrase(
    "the exception of {norm} lets exactly one value of {field} through: {value}",
    "“{norm}”的例外只对“{field}”的一个值起作用：{value}",
)
SINGLE_VALUE_OVERRIDE: Final = Phrase(
    "{norm} overrides {other} for exactly one value of {field}: {value}",
    "“{norm}”只对“{field}”的一个值优先于“{other}”：{value}",
)
GAP_BETWEEN_VERSIONS: Final = Phrase(
    "{earlier} ends on {end} and {later} begins on {start}: between them neither is in force",
    "“{earlier}”至{end}截止，“{later}”自{start}起施行，中间的日子两条都不施行",
)

# Conditions and bounds

EXCLUDING: Final = Phrase(
    "{norm} never applies: its conditions exclude each other ({conditions})",
    "“{norm}”从不适用：它的条件互相排斥（{conditions}）",
)
ODD_AMOUNT: Final = Phrase(
    "{value} stands beside amounts such as {other}: perhaps {meant} is meant",
    "“{value}”与“{other}”这样的金额并列，是否应为“{meant}”",
)
ODD_SHARE: Final = Phrase(
    "{value} stands beside shares such as {other}: perhaps {meant} is meant",
    "“{value}”与“{other}”这样的比例并列，是否应为“{meant}”",
)
UNUSED: Final[Mapping[str, Phrase]] = {
    "field": Phrase(
        "no rule reads these fields of {owner}: {names}",
        "没有规则用到“{owner}”的字段：{names}",
    ),
    "enum": Phrase(
        "no rule names these values of {owner}: {names}",
        "没有规则提到“{owner}”的取值：{names}",
    ),
    "fact": Phrase("no rule uses these facts: {names}", "没有规则用到这些事实：{names}"),
    "parameter": Phrase("no rule uses these parameters: {names}", "没有规则用到这些参数：{names}"),
    "bearer": Phrase("no norm addresses these bearers: {names}", "没有规定提到这些主体：{names}"),
    "action": Phrase("no norm is about these actions: {names}", "没有规定提到这些行为：{names}"),
}

LEFT_OUT: Final = Phrase(
    "in {owner}, {condition} never changes the answer: it can be left out",
    "“{owner}”中的条件“{condition}”从不改变结论，可以删去",
)
ALWAYS: Final = Phrase(
    "in {owner}, {condition} is {answer} wherever it matters: only one branch is ever taken",
    "“{owner}”中，凡起作用之处“{condition}”总为“{answer}”，只会走其中一支",
)
ALWAYS_APPLIES: Final = Phrase(
    "the condition of {norm} is met by every record: {condition}",
    "“{norm}”的条件对每条记录都成立：{condition}",
)
ALWAYS_THE_SAME: Final = Phrase(
    "{fact} is {answer} for every record", "“{fact}”对每条记录都为“{answer}”"
)
DONE_ALWAYS_THE_SAME: Final = Phrase(
    "whether {action} is done is {answer} for every record",
    "“{action}”是否完成，对每条记录都为“{answer}”",
)
SETTLED: Final = Phrase(
    "{comparison} is always {answer}: the bounds of {field} of {type} settle it",
    "“{comparison}”总为“{answer}”：“{type}”的字段“{field}”的范围已经决定了它",
)
NO_VALUE: Final = Phrase(
    "{field} of {type} can hold no value: the enum {enum} has none",
    "“{type}”的字段“{field}”没有可取的值：枚举“{enum}”一个值也没有",
)
NO_RECORD: Final = Phrase(
    "there is no valid {type}: {field} is required, and the enum {enum} has no values",
    "不可能有“{type}”：字段“{field}”必填，而枚举“{enum}”一个值也没有",
)

# Records without an answer

NO_VERDICT: Final = Phrase(
    "{action} is forbidden for some records and permitted for others, but for some nothing is said",
    "“{action}”有的记录被禁止，有的被允许，还有的没有任何规定",
)
NORM_UNDETERMINED: Final = Phrase(
    "whether {norm} applies stays unknown although every field of the record is known",
    "记录的每个字段都已填写，“{norm}”是否适用仍然无法判断",
)
DONE_UNDETERMINED: Final = Phrase(
    "whether {action} is done stays unknown although every field of the record is known",
    "记录的每个字段都已填写，“{action}”是否完成仍然无法判断",
)
MISSING_PARAMETER: Final = Phrase(
    "{parameter} has no value on {day}, when {norm} is in force and needs it",
    "“{parameter}”在{day}没有值，而“{norm}”当日施行，要用到它",
)

AMBIGUOUS_MONTH_END: Final = Phrase(
    "{norm} rests on a day that there is not ({day}): {status} by the first reading, {other} by "
    "the second",
    "“{norm}”遇到月中没有的日子（{day}）：按前一种算法为“{status}”，按后一种为“{other}”",
)
DAY_COUNTED: Final = Phrase(
    "{start} + {period} is {last} or {first}", "{start}之后{period}，是{last}还是{first}"
)
DAY_COUNTED_BACK: Final = Phrase(
    "{start} - {period} is {last} or {first}", "{start}之前{period}，是{last}还是{first}"
)
DAY_OF_ELEMENT: Final = Phrase(
    "the last day of a month or the first of the next", "月末日还是次月首日"
)

# Properties

REFUTED: Final = Phrase(
    "the property “{title}” does not hold for every record",
    "性质“{title}”并非对每条记录都成立",
)
IDLE_PREMISE: Final = Phrase(
    "the premise of the property “{title}” never holds, so that it says nothing",
    "性质“{title}”的前提从不成立，等于什么也没有说",
)
IDLE_PROPERTY: Final = Phrase(
    "the property “{title}” would hold whatever the policy says",
    "无论政策怎样规定，性质“{title}”都成立",
)
STALE: Final = Phrase(
    "the property “{title}” answers a finding that there is not",
    "性质“{title}”所答复的发现并不存在",
)
