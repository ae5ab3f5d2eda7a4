"""The reasons why an example that a policy lacks is suggested."""

from typing import Final

from linkage_rules.words.messages import Phrase, reason

TITLE: Final = Phrase("{name}, added {number}", "{name}，补充{number}")
NORM_APPLIES: Final = Phrase("{norm} applies", "适用“{norm}”")
NORM_DOES_NOT: Final = Phrase("{norm} does not apply", "不适用“{norm}”")
FACT_KNOWN: Final = Phrase("{fact} has a value", "能算出“{fact}”")
CONDITION_DECIDES: Final = Phrase(
    "in {owner}, {condition} decides alone as {answer}",
    "“{owner}”中只由“{condition}”为“{answer}”决定",
)
PROPERTY_ASKED: Final = Phrase("the property “{title}” is put to it", "核对性质“{title}”")
CHANGE: Final = Phrase(
    "would notice a change of {name}: {change}", "能发现“{name}”的改动：{change}"
)

HEADING: Final = Phrase(
    "examples that are missing: {count}; paste them into the policy",
    "建议补充示例{count}个，可直接粘贴到政策中",
)
NOTHING: Final = Phrase("No example is missing.", "没有需要补充的示例。")
IMPOSSIBLE: Final = Phrase("proved: there is no such record", "已证明没有这样的记录")
NOT_FOUND: Final = Phrase("no record was found in time", "在时限内未找到这样的记录")
NOTHING_TO_EXPECT: Final = Phrase(
    "a record was found, but nothing that an example could expect of it tells",
    "找到了记录，但示例中没有可写的期望能反映它",
)
NO_DECIMAL: Final = Phrase(
    "it takes a number that no decimal denotes, which an example cannot hold",
    "所需的数不能写成有限小数，示例中无法写出",
)
ALIKE: Final = Phrase("proved: it changes no answer", "已证明不改变任何结论")
NOT_TOLD: Final = Phrase(
    "no record tells them apart, as far as was looked; see linkage-rules mutate",
    "未找到结论不同的记录；详见 linkage-rules mutate",
)
WITHOUT: Final = Phrase("No example: {reason}: {why}", "没有示例：{reason}：{why}")
CUT_SHORT: Final = Phrase(
    "stopped after {seconds} seconds; give a longer --stop-after for the rest",
    "已满 {seconds} 秒，其余没有再找；可延长 --stop-after",
)
FAILING: Final = reason(
    "ASK-405",
    "no examples are suggested while one fails: mend it first",
    "有示例未通过，先改正后才能建议补充",
)
