"""Every phrase that tells the difference of two policies; kinds are keyed as in its JSON."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.words.messages import Phrase, reason

TITLE: Final = Phrase("The difference between two policies", "两项政策的差异")
OLD: Final = Phrase("Old", "原")
NEW: Final = Phrase("New", "新")
SIDE: Final = Phrase("{side}: {words}", "{side}：{words}")
POLICY: Final = Phrase("{label} ({name})", "{label}（{name}）")
DAYS: Final = Phrase("Days compared: {days}", "比较的日子：{days}")
SET_ASIDE: Final = Phrase(
    "The two are in force on no common day, so each is judged as if its own period of validity "
    "were left open.",
    "两项政策没有同时施行的日子，因此比较时各自的施行期不计在内。",
)
NOT_IN_FORCE: Final = Phrase(
    "{side}: mind that it is in force on none of these days ({interval}): norms without days of "
    "their own do not apply then",
    "{side}：注意，这些日子均不在施行期内（{interval}），没有另定期限的规范一律不适用",
)
ANY_DAY: Final = Phrase("any day", "任何一天")
FROM: Final = Phrase("from {start} on", "{start}起")
UNTIL: Final = Phrase("until {end}", "至{end}止")
FROM_UNTIL: Final = Phrase("{start} to {end}", "{start}至{end}")
IN_FORCE: Final = Phrase("In force: {before} → {after}", "施行期：{before} → {after}")

VOCABULARY: Final = Phrase("What a record holds", "记录的内容")
NOTES: Final = Phrase("Notes", "说明")
SIMPLIFIED_NOW: Final = Phrase(
    "{name}: says less than the text from now on: {after}", "{name}：新作了简化：{after}"
)
SIMPLIFIED_NO_MORE: Final = Phrase(
    "{name}: no longer said to be less than the text: {before}", "{name}：不再写明简化：{before}"
)
SIMPLIFIED_OTHERWISE: Final = Phrase(
    "{name}: says less than the text for another reason: {before} → {after}",
    "{name}：简化的理由有变：{before} → {after}",
)
READINGS: Final = Phrase("Readings", "读法")
READING_ADDED: Final = Phrase("{name} (new reading)", "{name}（新的读法）")
READING_REMOVED: Final = Phrase("{name} (no reading any more)", "{name}（读法已删去）")
READING_CHANGED: Final = Phrase("{name}: read differently", "{name}：读法有变")
READING_ASKED: Final = Phrase(
    "the question or the alternatives are worded differently", "问题或另列的读法有变"
)
CHOSEN: Final = Phrase(
    "{side} ({days}): {choice}, because {because}", "{side}（{days}）：{choice}，因为{because}"
)
NOT_CHOSEN: Final = Phrase("{side} ({days}): nothing chosen", "{side}（{days}）：没有选定")
CALENDARS: Final = Phrase("Working days", "工作日")
CALENDAR_ADDED: Final = Phrase("{name} (new calendar)", "{name}（新的工作日历）")
CALENDAR_REMOVED: Final = Phrase("{name} (no calendar any more)", "{name}（工作日历已删去）")
CALENDAR_CHANGED: Final = Phrase("{name}: other days", "{name}：日子有变")
DAYS_WORKED: Final[Mapping[bool | None, Phrase]] = {
    True: Phrase("{days}: worked now", "{days}：改为上班"),
    False: Phrase("{days}: no working days any more", "{days}：改为休息"),
    None: Phrase("{days}: not covered any more", "{days}：不再涵盖"),
}
DAYS_COVERED: Final = Phrase("{days}: covered now", "{days}：新涵盖")
VERDICTS: Final = Phrase("Verdicts", "结论")
NORMS: Final = Phrase("Norms", "规范")

RESULTS: Final = Phrase("Results", "结果")
RESULT_RELATIONS: Final[Mapping[str, Phrase]] = {
    "changed": Phrase("another value", "数值或内容有变"),
    "reassigned": Phrase("owed by or to somebody else", "给付双方有变"),
    "retyped": Phrase("of another type", "类型有变"),
    "added": Phrase("new", "新增"),
    "removed": Phrase("gone", "已删去"),
    "undecided": Phrase("undecided", "未能断定"),
}
RESULT_SHOWN: Final = Phrase("For example for this record:", "例如对于这条记录：")
RESULT_SHOWN_OPEN: Final = Phrase(
    "Only where something is unknown, for example for this record:",
    "仅在有情况未知时不同，例如对于这条记录：",
)
OWED_BY_NOBODY: Final = Phrase("it is not said who owes it to whom", "没有写明由谁给付谁")

CHANGES: Final[Mapping[str, Phrase]] = {
    "field_added": Phrase("{owner}: new field {name}", "{owner}：新增字段“{name}”"),
    "field_removed": Phrase("{owner}: no field {name} any more", "{owner}：删去字段“{name}”"),
    "bounds_changed": Phrase(
        "{owner}: other bounds for field {name}", "{owner}：字段“{name}”的范围或必填要求有变"
    ),
    "value_added": Phrase("{owner}: new value {name}", "{owner}：新增取值“{name}”"),
    "value_removed": Phrase("{owner}: no value {name} any more", "{owner}：删去取值“{name}”"),
}

RELATIONS: Final[Mapping[str, Phrase]] = {
    "same": Phrase("same", "相同"),
    "stricter": Phrase("stricter", "更严"),
    "looser": Phrase("looser", "更宽"),
    "both": Phrase("stricter for some records, looser for others", "有的记录更严，有的更宽"),
    "undecided": Phrase("undecided", "未能断定"),
}
COMPARED: Final = Phrase("{name}: {relation}", "{name}：{relation}")
ADDED: Final = Phrase("{name} (new)", "{name}（新增）")
REMOVED: Final = Phrase("{name} (gone)", "{name}（已删去）")
RENAMED: Final = Phrase("{name} (was {old})", "{name}（原名“{old}”）")

SHOWN: Final[Mapping[str, Phrase]] = {
    "stricter": Phrase("Stricter, for example for this record:", "更严，例如对于这条记录："),
    "looser": Phrase("Looser, for example for this record:", "更宽，例如对于这条记录："),
}
SHOWN_OPEN: Final[Mapping[str, Phrase]] = {
    "stricter": Phrase(
        "Stricter only where something is unknown, for example for this record:",
        "仅在有情况未知时更严，例如对于这条记录：",
    ),
    "looser": Phrase(
        "Looser only where something is unknown, for example for this record:",
        "仅在有情况未知时更宽，例如对于这条记录：",
    ),
}
NOT_SHOWN: Final[Mapping[str, Phrase]] = {
    "stricter": Phrase("Never stricter: {claim}.", "不会更严：{claim}。"),
    "looser": Phrase("Never looser: {claim}.", "不会更宽：{claim}。"),
}
UNDECIDED: Final[Mapping[str, Phrase]] = {
    "stricter": Phrase(
        "Whether it is ever stricter could not be decided in time.", "限时内未能断定是否会更严。"
    ),
    "looser": Phrase(
        "Whether it is ever looser could not be decided in time.", "限时内未能断定是否会更宽。"
    ),
}
PROVED: Final = Phrase("proved for all records", "已对所有记录证明")
BOUNDED: Final = Phrase("shown for lists up to {bound} entries", "在列表不超过{bound}项时成立")

NO_ACTION: Final = Phrase("there is no such action", "没有这个行为")
NO_NORM: Final = Phrase("there is no such norm", "没有这条规范")

SAME: Final = Phrase(
    "The same: {actions} verdicts and {norms} norms; {claim}.",
    "相同：结论{actions}项，规范{norms}条；{claim}。",
)
SAME_RESULTS: Final = Phrase(
    "The same: {results} results; {claim}.", "相同：结果{results}项；{claim}。"
)
SAME_BOUNDED: Final = Phrase(
    "{proved} of them proved for all records, {bounded} shown for lists up to {bound} entries",
    "其中{proved}个已对所有记录证明，{bounded}个在列表不超过{bound}项时成立",
)
NO_DIFFERENCE: Final = Phrase(
    "No difference: they say the same of every record.", "没有差异：对任何记录，两者的说法相同。"
)

# Vocabularies that do not fit

HEADING: Final = Phrase(
    "the policies cannot be compared, because no record is fit for both; "
    "give the fields the same types, or new names:",
    "两项政策无法比较：没有同时适合两者的记录；请统一字段的类型，或者给字段改名：",
)
IN_OLD: Final = Phrase("the old policy", "原政策")
IN_NEW: Final = Phrase("the new policy", "新政策")
KINDS: Final[Mapping[str, Phrase]] = {
    "record": Phrase("record type", "记录类型"),
    "enum": Phrase("enum", "枚举"),
    "field": Phrase("field", "字段"),
    "value": Phrase("enum value", "枚举值"),
    "bearer": Phrase("bearer", "主体"),
    "parameter": Phrase("parameter", "参数"),
    "fact": Phrase("fact", "事实"),
    "action": Phrase("action", "行为"),
    "norm": Phrase("norm", "规范"),
    "calendar": Phrase("calendar", "工作日历"),
}
"""The kinds of declared things that can be renamed."""
RENAMINGS: Final = Phrase("Taken to be the same under another name", "视为改名、实为同一")
RENAMING: Final = Phrase("{kind} {old} → {new}", "{kind}“{old}” → “{new}”")
NAMES_OR_LABELS: Final = Phrase(
    "give the name or the label, of a field Record.field", "请写名称或标签，字段可写“记录.字段”"
)
NOT_THERE: Final = reason(
    "ASK-303",
    "renamed: nothing in {where} is called {name}; {hint}",
    "改名：{where}中没有名为“{name}”的内容；{hint}",
)
NOT_ONE_KIND: Final = reason(
    "ASK-304",
    "renamed {old}={new}: {old} names one thing ({kind}), {new} another ({other}); only a thing of "
    "the same kind can be the same thing",
    "改名 {old}={new}：“{old}”是{kind}，“{new}”是{other}；只有同一种内容才可能是改名",
)
SEVERAL: Final = reason(
    "ASK-305",
    "renamed {old}={new} may mean several things; write one of: {several}",
    "改名 {old}={new} 可指多处；请写明其中之一：{several}",
)
SAME_NAME: Final = reason(
    "ASK-306",
    "renamed {old}={new}: the name is the same in both policies; leave it out",
    "改名 {old}={new}：两项政策中名称相同，无需写明改名，请删去",
)
TWICE_OLD: Final = reason(
    "ASK-307",
    "renamed: {name} of the old policy is renamed twice; leave one out",
    "改名：原政策的“{name}”写了两次改名；请删去一处",
)
TWICE_NEW: Final = reason(
    "ASK-308",
    "renamed: two things of the old policy would become {name}; leave one out",
    "改名：原政策有两处都改名为“{name}”；请删去一处",
)
BOTH_IN_OLD: Final = reason(
    "ASK-309",
    "renamed {old}={new}: the old policy has another {kind} {new}; say what became of that one "
    "too, or leave this out",
    "改名 {old}={new}：原政策另有{kind}“{new}”；请一并写明它改成了什么，或删去这一处",
)
ELSEWHERE: Final = reason(
    "ASK-310",
    "renamed {old}={new}: they belong to {owner} and {other}; if that was renamed too, write also "
    "{owner}={other}",
    "改名 {old}={new}：两者分属“{owner}”和“{other}”；如果所属也改了名，请另写 {owner}={other}",
)
TYPES: Final = reason(
    "ASK-301",
    "field {field} of {owner}: {before} in the old policy, {after} in the new one",
    "{owner}的字段“{field}”：原政策中是{before}，新政策中是{after}",
)
BOUNDS: Final = reason(
    "ASK-302",
    "field {field} of {owner}: no value is within the bounds of both policies",
    "{owner}的字段“{field}”：没有一个值同时在两项政策的范围之内",
)
