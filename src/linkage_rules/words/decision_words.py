"""Every phrase that explanations are made of, in both languages: one term for one thing
everywhere."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.model.deontic import Force
from linkage_rules.model.distributing import Hindrance
from linkage_rules.model.norms import Term
from linkage_rules.model.periods import Unit
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.words import deontic_words
from linkage_rules.words.messages import Phrase, keyword_phrase

# Answers

YES: Final = keyword_phrase("YES")
NO: Final = keyword_phrase("NO")
UNKNOWN: Final = keyword_phrase("UNKNOWN")
ANSWERS: Final[Mapping[bool | None, Phrase]] = {True: YES, False: NO, None: UNKNOWN}

STATUSES: Final = deontic_words.STATUSES
VERDICTS: Final[Mapping[VerdictStatus, Phrase]] = {
    status: words.called for status, words in deontic_words.VERDICTS.items()
}
NOTHING_FORBIDS: Final = Phrase("no ban found", "无禁止情形")
"""For the verdict “permitted” where no norm permits the action: it is permitted by default only."""
ALREADY_DONE: Final = Phrase("already done", "已经发生")
"""Instead of “no ban found” where the action was done already: whether it was allowed then is
judged by the rules of that time."""
COUNTED_VERDICTS: Final[Mapping[VerdictStatus, Phrase]] = {
    status: words.counted or words.called for status, words in deontic_words.VERDICTS.items()
}
"""The name of a group of verdicts of one status, as in counts, whatever norms decide them."""
VERDICTS_IN_PRINCIPLE: Final[Mapping[VerdictStatus, Phrase]] = {
    status: words.in_principle
    for status, words in deontic_words.VERDICTS.items()
    if words.in_principle is not None
}
"""The name of a verdict that only norms with “in principle” decide."""

# Sentences on an action

CONCLUSIONS: Final[Mapping[VerdictStatus, Phrase]] = {
    status: words.sentence for status, words in deontic_words.VERDICTS.items()
}
CONDUCT: Final[Mapping[Force, Phrase]] = {
    force: words.conduct for force, words in deontic_words.FORCES.items()
}
CONFLICT_NEEDS_DECISION: Final = Phrase(
    "Norms of equal strength contradict each other; a person has to decide which prevails.",
    "同等效力的规定相互矛盾，须由审核单位研究确定适用哪一条，必要时请示制定机关。",
)
NOTHING_FORBIDS_IT: Final = Phrase(
    "{action}: nothing found that forbids it", "未发现不得{action}的情形"
)
DONE_ALREADY: Final = Phrase("{action}: already done", "{action}：已经发生")
PERMITTED_BY_DEFAULT: Final = Phrase(
    "No norm that applies forbids it; none permits it expressly either.",
    "没有适用的禁止规定，也没有规定明文允许。",
)
DONE_BY_DEFAULT: Final = Phrase(
    "It was done; no norm that applies says that it was not to be.",
    "已经发生；没有适用的规定认定其不得。",
)
POLICY_NOT_IN_FORCE: Final = Phrase(
    "The policy is not in force on {as_of}: it is in force {interval}.",
    "政策在{as_of}不在施行期内：{interval}施行。",
)
DEFAULT_NOT_IN_FORCE: Final = Phrase(
    "The policy permits it by default on other days: {interval}.",
    "政策的默认允许只在另外的日期施行：{interval}。",
)
NO_NORM_APPLIES: Final = Phrase("No norm on this action applies.", "没有适用于该行为的规定。")

# Norms, by the part they play in a verdict

NORM_DECIDES: Final = Phrase("By norm {norm}: {conduct}", "依规定“{norm}”：{conduct}")
NORM_APPLIES: Final = Phrase("Norm {norm} applies: {conduct}", "规定“{norm}”适用：{conduct}")
NORM_DOES_NOT_APPLY: Final = Phrase(
    "Norm {norm} does not apply: {conduct}", "规定“{norm}”不适用：{conduct}"
)
NORM_IS_OPEN: Final = Phrase(
    "Unknown whether norm {norm} applies: {conduct}", "规定“{norm}”是否适用未知：{conduct}"
)
NORM_IS_OPEN_WITHOUT_EFFECT: Final = Phrase(
    "Unknown whether norm {norm} applies, which cannot change the verdict: {conduct}",
    "规定“{norm}”是否适用未知，但不影响结论：{conduct}",
)
NORM_GIVES_WAY: Final = Phrase("Norm {norm} gives way: {conduct}", "规定“{norm}”让位：{conduct}")
NORM_HAS_STATUS: Final = Phrase(
    "Norm {norm}: {status} – {conduct}", "规定“{norm}”：{status}——{conduct}"
)
APPLIES: Final[Mapping[bool | None, Phrase]] = {
    True: NORM_APPLIES,
    False: NORM_DOES_NOT_APPLY,
    None: NORM_IS_OPEN,
}
GIVES_WAY_IN: Final = Phrase(
    "It gives way in the verdict: {conclusion}", "该规定在这一结论中让位：{conclusion}"
)

GIVES_WAY_TO_STRICT: Final = Phrase(
    "Why: “in principle” gives way to a strict norm.",
    "原因：“原则上”的规定让位于没有写“原则上”的规定。",
)
GIVES_WAY_TO: Final[Mapping[VerdictStatus, Phrase]] = {
    status: words.prevails
    for status, words in deontic_words.VERDICTS.items()
    if words.prevails is not None
}
"""Why a norm that is no duty gives way, by the verdict that prevails."""

# Whether a norm applies

CITATION: Final = Phrase("Clause {clause}: {quote}", "条款依据：{clause}{quote}")
NOT_IN_FORCE: Final = Phrase(
    "Not in force on {as_of}: in force {interval}", "{as_of}不在施行期内：{interval}施行"
)
FROM: Final = Phrase("from {start}", "自{start}起")
ON_EVERY_DAY: Final = Phrase("on every day", "一直")
UNTIL: Final = Phrase("until {end}", "至{end}止")
FROM_UNTIL: Final = Phrase("from {start} to {end}", "{start}至{end}")
UNCONDITIONAL: Final = Phrase("It applies without any condition.", "没有附加条件。")
WHEN: Final[Mapping[bool | None, Phrase]] = {
    True: Phrase("Condition met: {condition}", "条件成立：{condition}"),
    False: Phrase("Condition not met: {condition}", "条件不成立：{condition}"),
    None: Phrase("Unknown whether the condition is met: {condition}", "条件未知：{condition}"),
}
UNLESS: Final[Mapping[bool | None, Phrase]] = {
    True: Phrase("Exception applies: {condition}", "例外成立：{condition}"),
    False: Phrase("Exception does not apply: {condition}", "例外不成立：{condition}"),
    None: Phrase("Unknown whether the exception applies: {condition}", "例外未知：{condition}"),
}
LASTING: Final[Mapping[bool | None, Phrase]] = {
    True: Phrase("It still holds: {condition}", "仍在适用期内：{condition}"),
    False: Phrase("It does not hold on this day: {condition}", "不在适用期内：{condition}"),
    None: Phrase(
        "Unknown whether it holds on this day: {condition}", "是否在适用期内未知：{condition}"
    ),
}
SPANNING: Final[Mapping[bool | None, Phrase]] = {
    True: Phrase(
        "A whole period lies in the days: {condition}", "起止日之间有完整的期间：{condition}"
    ),
    False: Phrase(
        "No whole period lies in the days: {condition}", "起止日之间没有完整的期间：{condition}"
    ),
    None: Phrase(
        "Unknown whether a whole period lies in the days: {condition}",
        "起止日之间是否有完整的期间未知：{condition}",
    ),
}
CONDITIONS: Final[Mapping[str, Mapping[bool | None, Phrase]]] = {
    "when": WHEN,
    "unless": UNLESS,
    "lasting": LASTING,
    "spanning": SPANNING,
}
"""The phrase for each condition that a norm can have, by its role and by its answer (None:
unknown)."""
OVERRIDDEN: Final[Mapping[bool | None, Phrase]] = {
    True: Phrase(
        "Overridden, because norm {norm} applies: {conduct}",
        "规定“{norm}”优先适用：{conduct}",
    ),
    False: Phrase(
        "Not overridden, because norm {norm} does not apply: {conduct}",
        "有优先效力的规定“{norm}”不适用：{conduct}",
    ),
    None: Phrase(
        "Unknown whether it is overridden by norm {norm}: {conduct}",
        "有优先效力的规定“{norm}”是否适用未知：{conduct}",
    ),
}
DONE: Final[Mapping[bool | None, Phrase]] = {
    True: Phrase("Done: {action}", "行为已完成：{action}"),
    False: Phrase("Not done: {action}", "行为未完成：{action}"),
    None: Phrase("Unknown whether done: {action}", "行为是否完成未知：{action}"),
}
DUE_BY: Final[Mapping[Term, Phrase]] = {
    Term.WITHIN: Phrase("Deadline: within {written}", "期限：{written}"),
    Term.NO_LATER_THAN: Phrase("Deadline: no later than {written}", "期限：不迟于{written}"),
    Term.BEFORE: Phrase("Deadline: before {written}", "期限：早于{written}"),
}
EVERY: Final[Mapping[Unit, Phrase]] = {
    Unit.YEAR: Phrase("year", "年"),
    Unit.HALF_YEAR: Phrase("half-year", "半年"),
    Unit.QUARTER: Phrase("quarter", "季度"),
    Unit.MONTH: Phrase("month", "月"),
}
DUE_EVERY: Final = Phrase(
    "Deadline: every {unit} {days}, {by}", "期限：{days}，每{unit}一次，{by}完成"
)
EVERY_FROM: Final = Phrase("from {start}", "自{start}起")
EVERY_FROM_TO: Final = Phrase("from {start} to {end}", "自{start}起至{end}止")
BY_ITS_END: Final = Phrase("by its last day", "当期届满前")
WORKING_DAYS: Final = Phrase("{number} working days", "{number}个工作日")
AFTER_ITS_END: Final = Phrase("within {grace} after its end", "当期届满之后{grace}内")
PERIOD_STANDS: Final = Phrase("{period}: {status}", "{period}：{status}")
OTHER_PERIODS: Final = Phrase("Of other periods {listed}", "其余各期：{listed}")
SO_MANY_PERIODS: Final = Phrase("{count} {status}", "{status}{count}期")
OF_DEADLINE: Final[Mapping[str, Phrase]] = {
    "begun": Phrase("deadline of {norm} has begun to run", "“{norm}”期限已起算"),
    "due": Phrase("due date of {norm}", "“{norm}”到期日"),
    "in_time": Phrase("{norm} was done in time", "“{norm}”按期完成"),
    "over": Phrase("deadline of {norm} is past", "“{norm}”期限已过"),
    "done": Phrase("no period of {norm} is waiting", "“{norm}”各期均无待办"),
    "standing": Phrase("how the periods of {norm} stand", "“{norm}”各期最差情形"),
}
"""The names of the facts that are derived from a deadline, by the end of the name of the fact."""
STANDS: Final = Phrase("How it stands: {status}", "履行情况：{status}")
WITH_DUE: Final = Phrase("{status}, due by {due}", "{status}（最迟{due}）")
NOT_OBSERVED: Final = Phrase(
    "The record does not show whether it is done: {action}",
    "记录中不反映该行为是否完成：{action}",
)
JUSTIFY_OR_FIX: Final = Phrase(
    "“In principle”: give reasons for the exception, or put it right.",
    "属“原则上”要求：未做到的，应当书面说明理由或者整改。",
)

ANSWERS_FOR_IT: Final = Phrase("Answers for it ({role}): {who}", "责任单位：{who}（{role}）")
NOT_SAID_WHO_ANSWERS: Final = Phrase(
    "Who answers for it is not reported ({role})", "责任单位未填报（{role}）"
)

# Steps

AS_BLANK: Final = Phrase("{sentence} (as it is read where blank)", "{sentence}（空白即视为如此）")
FACT_OF = Phrase("{fact} ({inside})", "{fact}（{inside}）")
GIVEN = Phrase("{name}: {value}", "{name}：{value}")
IS: Final = Phrase("{subject}: {answer}", "{subject}：{answer}")
EQUALS: Final = Phrase("{subject} = {answer}", "{subject} = {answer}")
PARAMETER: Final = Phrase("parameter {subject} = {answer}", "参数“{subject}”：{answer}")
OF_THE_DAY: Final = Phrase("{sentence} (on {day})", "{sentence}（{day}）")
PARAMETER_WITHOUT_VALUE: Final = Phrase(
    "parameter {subject} has no value on {as_of}", "参数“{subject}”在{as_of}没有取值"
)
READING: Final = Phrase("reading {subject}: {answer}", "读法“{subject}”：{answer}")
READING_WITHOUT_CHOICE: Final = Phrase(
    "reading {subject}: nothing is chosen on {as_of}", "读法“{subject}”在{as_of}没有选定"
)
READ_QUESTION: Final = Phrase("Question: {question}", "问题：{question}")
READ_BECAUSE: Final = Phrase("Why: {because}", "理由：{because}")
READ_OTHERWISE: Final = Phrase(
    "It could also be read: {answer} ({because})", "另一读法：{answer}（{because}）"
)
READINGS_HEADING: Final = Phrase("Readings this rests on", "采用的读法")
READING_DECIDES: Final = Phrase(
    "Read as {answer}, this would change: {changes}", "改读作{answer}，会改变：{changes}"
)
READING_CHANGES: Final = Phrase(
    "{subject} from {before} to {after}", "“{subject}”由{before}变为{after}"
)
NEEDED: Final = Phrase("{place}: unknown – needed", "{place}：未知，须补报（{path}）")
SHARES_HEADING: Final = Phrase("Distributions", "分配")
DISTRIBUTION: Final = Phrase("Distribution", "分配")
SHARE_COLUMNS: Final = (
    Phrase("Who", "分配对象"),
    Phrase("First", "先付"),
    Phrase("Weight", "权重"),
    Phrase("By weight", "按权重"),
    Phrase("Share", "合计"),
    Phrase("How it came about", "说明"),
)
"""The headings of the columns of a sheet of shares."""
ALL_SHARES: Final = Phrase("All", "总计")
OF_TOTAL: Final = Phrase("of a total of {total}", "总额{total}")
TO_UNIT: Final = Phrase("in multiples of {unit}", "精确到{unit}")
NO_SHARES: Final[Mapping[Hindrance, Phrase]] = {
    Hindrance.NO_LIST: Phrase(
        "No share is known: it is unknown among whom to distribute.",
        "各份均未知：参与分配的名单未知。",
    ),
    Hindrance.NO_TOTAL: Phrase(
        "No share is known: the total is unknown.", "各份均未知：总额未知。"
    ),
    Hindrance.NOT_SAID_WHO: Phrase(
        "No share is known: of an entry it is unknown whether it takes part.",
        "各份均未知：有一项是否参与分配未知。",
    ),
    Hindrance.NO_BASE: Phrase(
        "No share is known: what an entry has first is unknown.", "各份均未知：有一项的先付额未知。"
    ),
    Hindrance.NO_WEIGHT: Phrase(
        "No share is known: the weight of an entry is unknown.", "各份均未知：有一项的权重未知。"
    ),
    Hindrance.NEGATIVE_BASE: Phrase(
        "No share is known: what an entry has first is below zero.",
        "各份均未知：有一项的先付额为负。",
    ),
    Hindrance.NEGATIVE_WEIGHT: Phrase(
        "No share is known: the weight of an entry is below zero.", "各份均未知：有一项的权重为负。"
    ),
    Hindrance.NOTHING_TO_PART_BY: Phrase(
        "No share is known: something is left, and the weights sum to nothing.",
        "各份均未知：尚有余额可分，而权重合计为零。",
    ),
}
BASES_ABOVE_TOTAL: Final = Phrase(
    "The bases come to {bases}, more than the total of {total}: they are paid in full, and nothing "
    "is left by weight.",
    "先付合计{bases}，超过总额{total}：先付照付，按权重无可分。",
)
TOTAL_BELOW_ZERO: Final = Phrase(
    "The total is below zero: nothing is left by weight.", "总额为负：按权重无可分。"
)
NOT_DISTRIBUTED: Final = Phrase(
    "{left} is less than one unit, and is not distributed.", "余{left}不足一个单位，不再分配。"
)
SHARE: Final = Phrase("{place}: {share}, by weight {weight}", "{place}：{share}（权重{weight}）")
SHARE_WITH_BASE: Final = Phrase(
    "{place}: {share}, of it {base} first and {part} by weight {weight}",
    "{place}：{share}（先付{base}，按权重{weight}分得{part}）",
)
SHARE_UNKNOWN: Final = Phrase(
    "{place}: unknown (first: {base}; weight: {weight})",
    "{place}：未知（先付：{base}；权重：{weight}）",
)
TAKES_NO_PART: Final = Phrase("{place}: takes no part", "{place}：不参与分配")
MAY_TAKE_PART: Final = Phrase("{place}: unknown whether it takes part", "{place}：是否参与分配未知")
ELEMENT: Final = Phrase("{place} – {sentence}", "{place}——{sentence}")
ITEM: Final = Phrase("item {position}", "第{position}项")
LEFT_OUT: Final = Phrase("{place} – left out", "{place}——不计入")
COUNTED: Final = Phrase("{place} – counted", "{place}——计入")
NO_ELEMENT: Final = Phrase("{subject}: an empty list", "{subject}：没有一项")
MORE: Final = Phrase("… and {count} more", "……另有{count}项")
MORE_ALIKE: Final = Phrase("… and {count} more alike", "……另有{count}项，情形相同")
CANNOT_BE_COMPUTED: Final = Phrase(
    "{subject}: unknown – cannot be computed from these values",
    "{subject}：未知，由这些数值无法算出",
)
CANNOT_BE_COUNTED: Final = Phrase(
    "{subject}: unknown; {lacking}",
    "{subject}：未知，{lacking}",
)
UP_TO_NEVER: Final = Phrase(
    "there is no list of periods up to a day that never comes", "截止日为“从未”，无法列出各期间"
)
TOO_MANY_PERIODS: Final = Phrase(
    "these are more than {count} periods, which are not listed", "期间超过{count}个，不予列出"
)
SEE_THERE: Final = Phrase("(see there)", "（另见）")
SEEN: Final = Phrase("(explained above)", "（理由见前）")
TOO_DEEP: Final = Phrase("… (the reasoning goes on)", "……（以下推理从略）")
CUT: Final = Phrase(
    "… (cut here: the explanation has more than {count} steps)",
    "……（理由超过{count}步，以下从略）",
)
RESTS_ON_ABSENCE: Final = Phrase(
    "Note: this rests on the record not saying {subject}. Once that is reported, "
    "the answer may turn round.",
    "注意：这一步以未填报“{subject}”为前提；补报后可能改变。",
)
ANSWER_RESTS_ON_ABSENCE: Final = Phrase(
    "Note: the answer rests in part on something not being reported (“is known”); "
    "once it is, the answer may turn round.",
    "注意：以上推理有以未填报某项信息为前提的；补报后结论可能改变。",
)
NEEDS: Final = Phrase("To settle it, report: {places}", "须补报：{places}")
PLACE: Final = Phrase("{path}", "{place}（{path}）")
AND_OTHERS: Final = Phrase("and {count} more", "另{count}项")
CANNOT_BE_SETTLED: Final = Phrase(
    "No field of the record can settle it.", "补充记录字段也不能使其确定。"
)

# Layers, tables and dates of overlays

FROM_LAYER: Final = Phrase("From {layer}.", "出自{layer}。")
SET_BY: Final = Phrase("Set by {layer}.", "由{layer}设定。")
OVERRIDES: Final = Phrase(
    "From {layer}, in the place of the norm of {below}, because: {because}",
    "出自{layer}，取代{below}的这条规定，理由：{because}",
)
SIMPLER: Final = Phrase("Says less than the text: {because}", "对原文作了简化：{because}")
SIMPLER_NAMED: Final = Phrase(
    "{name} says less than the text: {because}", "“{name}”对原文作了简化：{because}"
)
SIMPLIFIED: Final = Phrase("Simplified", "简化说明")
REDEFINES: Final = Phrase(
    "From {layer}, in the place of the definition of {below}, because: {because}",
    "出自{layer}，取代{below}的这条定义，理由：{because}",
)
NOT_REDEFINED: Final = Phrase(
    "{layer} defines it anew for other days only: {interval}.",
    "{layer}另有定义，只适用于：{interval}。",
)
LOOSENS: Final = Phrase(
    "{layer} loosens {norm} of {below}, because: {because}",
    "{layer}放宽{below}的“{norm}”，理由：{because}",
)
GOVERNED_BY: Final = Phrase("Judged as of {field}: {day}", "按{field}适用当时的规定：{day}")
ROW: Final = Phrase("Row “{case}”: {value}", "适用“{case}”一行：{value}")
ANY_ROW: Final = Phrase("The row for every case: {value}", "适用“一切情形”一行：{value}")
ELSE_ROW: Final = Phrase("The row for everything else: {value}", "适用“其余情形”一行：{value}")
BRACKET: Final = Phrase("Up to bracket “{case}”: {value}", "计至“{case}”一档：{value}")
ROW_UNKNOWN: Final = Phrase("Which row it is cannot be told yet.", "尚不能确定适用哪一行。")

# Values

SOME_ITEMS: Final = Phrase("{count} items", "{count}项")
ONE_ITEM: Final = Phrase("1 item", "1项")
AND_MORE: Final = Phrase("{items} and {count} more", "{items}等{count}项")
NONE_AT_ALL: Final = Phrase("none", "无")
REPORTED: Final = Phrase("reported", "已填报")
QUOTED: Final = Phrase("“{text}”", "“{text}”")

# Headings

AS_OF_DATE: Final = Phrase("As of", "审核基准日")
IN_FORCE: Final = Phrase("In force", "施行期")
RECORD: Final = Phrase("Record", "记录")
RECORD_NAMED: Final = Phrase("{kind} {names}", "{kind}{names}")
RECORD_DIGEST: Final = Phrase("Record checksum", "记录校验码")
POLICY: Final = Phrase("Policy", "政策")
LAYERS: Final = Phrase("Layers", "政策层次")
LOOSENED: Final = Phrase("Loosened", "放宽")
POLICY_DIGEST: Final = Phrase("Policy checksum", "规则校验码")
DECISION: Final = Phrase("Decision", "审核结论")
CONCLUSIONS_HEADING: Final = Phrase("Conclusions", "结论")
MISSING_HEADING: Final = Phrase("Missing – could still change the outcome", "须补报的信息")
RESULTS_HEADING: Final = Phrase("Results", "结果")
NORMS_HEADING: Final = Phrase("Norms", "规定")
FACTS_HEADING: Final = Phrase("Facts", "事实")
RECORD_HEADING: Final = Phrase("The record as judged", "所审核的记录")
REASONS_HEADING: Final = Phrase("Reasons", "理由")
NOTHING_MISSING: Final = Phrase("Nothing: every answer is settled.", "无，各项均已确定。")
NOTHING_HELPS: Final = Phrase(
    "No field of the record could still settle what is undetermined.",
    "仍有待定的事项，但补充记录字段也不能使其确定。",
)
MISSING_FOR: Final = Phrase("{path} – concerns: {concerns}", "{place}（{path}）——涉及：{concerns}")
CONCERNS: Final = Phrase("Concerns", "涉及")
UNREGULATED: Final = Phrase("Unregulated actions", "无规定的行为")
NOT_APPLICABLE: Final = Phrase("Norms that do not apply", "不适用的规定")
FIELD: Final = Phrase("Field", "字段")
LISTED: Final = Phrase("{listed}", "{listed}")
UNREGULATED_ACTIONS: Final = Phrase("Unregulated: {actions}", "无规定的行为：{actions}")
NOT_APPLICABLE_NORMS: Final = Phrase("Not applicable: {norms}", "不适用的规定：{norms}")
ACTION: Final = Phrase("Action", "行为")
VERDICT: Final = Phrase("Verdict", "结论")
DECIDED_BY: Final = Phrase("By norm", "依据的规定")
POSSIBLE: Final = Phrase("possible: {possible}", "可能：{possible}")
BY_DEFAULT: Final = Phrase("no norm", "没有规定")
WHO: Final = Phrase("Who", "责任主体")
WHY: Final = Phrase("Why", "理由")

# Results

RESULT_OF: Final = Phrase("{result} of {place}", "{place}：{result}")
RESULT_STATED: Final = Phrase("{result}: {value}", "{result}：{value}")
OWED: Final = {
    (True, True): Phrase("owed by {bearer} to {counterparty}", "由{bearer}给付{counterparty}"),
    (True, False): Phrase("owed by {bearer}", "由{bearer}给付"),
    (False, True): Phrase("owed to {counterparty}", "给付{counterparty}"),
}
"""Who owes a result to whom; the key says whether the bearer and the counterparty are named."""
RESULT_NEEDS: Final = Phrase("needs {places}", "须补报{places}")
RESULT_OPEN: Final = Phrase("no field can settle it", "无法由填报信息确定")
SUM_OF_KNOWN: Final = Phrase(
    "{amount} for the {known} known; {unknown} more unknown",
    "已知{known}项计{amount}，另有{unknown}项待定",
)
WITHOUT_UNREAD: Final = Phrase(
    "{counted}; {unread} records that could not be read are not in it",
    "{counted}；无法读取的{unread}条未计入",
)
RESULTS_COUNTED: Final = Phrase(
    "{known} known, {unknown} unknown", "已定{known}项，待定{unknown}项"
)
TOTAL: Final = Phrase("Total", "合计")
