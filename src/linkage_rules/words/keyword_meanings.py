"""What the keywords of the policy language say, for somebody who meets one while writing."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.model.deontic import FORCES
from linkage_rules.words import deontic_words
from linkage_rules.words.messages import Phrase

_SOMEBODY: Final = Phrase("somebody", "有关主体")
_SOMETHING: Final = Phrase("do something", "作出某一行为")

MEANINGS: Final[Mapping[str, Phrase]] = {
    **{
        keyword: deontic_words.FORCES[force].conduct.filled(bearer=_SOMEBODY, action=_SOMETHING)
        for force, keyword in FORCES.items()
    },
    "POLICY": Phrase(
        "names the policy of this folder; its first line", "写明本文件夹的政策名称，写在最前面"
    ),
    "ISSUER": Phrase("who issued the document", "印发文件的机关"),
    "ISSUED": Phrase("the day on which the document was issued", "文件的印发日期"),
    "IN_FORCE": Phrase("from which day it is in force, and until when", "自哪天起施行，到哪天为止"),
    "SOURCE": Phrase(
        "the file with the official text, which quotes are checked against",
        "官方原文的文件名，引文都与它核对",
    ),
    "USE": Phrase("makes the names of another policy known here", "引入另一个政策声明的名称"),
    "AMEND": Phrase(
        "the policy that this one lies on top of and changes", "本政策在哪个政策之上作改动"
    ),
    "CONTINUES_TO": Phrase(
        "how long the norms of the policy below stay in force", "被修订政策的规范延续到哪天"
    ),
    "ENUM": Phrase(
        "a closed list of values, one of which a field has", "一组固定的取值，字段从中取一个"
    ),
    "RECORD": Phrase("what is reported of something: its fields", "一类填报对象及其字段"),
    "EXTEND": Phrase("further fields for a record of another policy", "给另一政策的记录增加字段"),
    "REQUIRED": Phrase("every record has to have this field", "每条记录都必须填这一项"),
    "CHANGEABLE": Phrase("whoever asks for advice can change it", "申报人可以改动这一项"),
    "BLANK_MEANS": Phrase(
        "what an absent field is read as, instead of unknown", "没有填时按什么理解，不写则为未知"
    ),
    "AT_LEAST": Phrase("the least that is allowed, itself included", "下限，含本数"),
    "AT_MOST": Phrase("the most that is allowed, itself included", "上限，含本数"),
    "BEARER": Phrase(
        "whom norms address, or whom something is owed to", "规范所针对的主体，或权利人"
    ),
    "CALENDAR": Phrase("which days are working days", "哪些天是工作日"),
    "COVERS": Phrase("the days that the calendar speaks of", "日历管到的日期范围"),
    "WEEKEND": Phrase("the days of the week that rest", "每周休息的日子"),
    "HOLIDAY": Phrase("days that rest though they are in the week", "放假的日子"),
    "WORKDAY": Phrase("days that are worked though they are at a weekend", "调休上班的日子"),
    "PARAMETER": Phrase("a figure or list that the document sets", "文件规定的数值，可以有多个"),
    "TUNABLE": Phrase(
        "a policy on top of this one may set it otherwise", "修订本政策的可以另行设定"
    ),
    "SET": Phrase("sets a parameter of the policy below", "设定被修订政策的参数"),
    "READING": Phrase(
        "words that can be read in several ways, and the way that was taken",
        "条文有多种理解时，采用哪一种",
    ),
    "ASKS": Phrase("the question that the reading answers", "这条读法回答的问题"),
    "THROUGHOUT": Phrase("the whole policy is read so", "全文都这样理解"),
    "UNDER_READING": Phrase("the readings that this rests on", "这一条以哪些读法为前提"),
    "FACT": Phrase(
        "a definition: what a term means for a record", "一个定义：某个说法对一条记录来说指什么"
    ),
    "OF": Phrase("which record it is about", "关于哪种记录"),
    "MEANS": Phrase("the condition or value that the term stands for", "这个说法所指的条件或数值"),
    "RESULT": Phrase("the fact is a result that a decision gives", "这个事实作为审核的结果给出"),
    "CITES": Phrase("the clause of the document and its exact words", "所依据的条款和原文"),
    "DISTRIBUTION": Phrase("how an amount is parted among several", "一笔金额怎样分给多方"),
    "AMONG": Phrase("who has a share", "分给谁"),
    "TOTAL": Phrase("what is distributed", "分配的总额"),
    "BASE": Phrase("what each has first", "每个先得多少"),
    "ACTION": Phrase("something that somebody does, and that norms are about", "规范所管的行为"),
    "DONE_WHEN": Phrase("how a record shows that it is done", "怎样看出已经完成"),
    "DONE_ON": Phrase("the day on which it was done", "完成的那一天"),
    "DONE_AT": Phrase("all days on which it was done", "历次完成的日子"),
    "PERMITTED_BY_DEFAULT": Phrase(
        "permitted where no norm says otherwise", "没有规范另作规定时允许"
    ),
    "NORM": Phrase(
        "who must, may or must not do what, and when",
        "一条规范：谁在什么情形下应当、可以或不得做什么",
    ),
    "FOR": Phrase("which record the norm is about", "规范管哪种记录"),
    "WHEN": Phrase("the condition under which the norm applies", "规范适用的条件"),
    "UNLESS": Phrase("the exception, in which it does not apply", "例外：此时规范不适用"),
    "OVERRIDES": Phrase(
        "the norms that give way where this one applies", "本规范适用时，哪些规范让位"
    ),
    "WITHIN": Phrase("how long there is for a duty", "义务的期限"),
    "NO_LATER_THAN": Phrase("the last day on which it is in time", "最迟到哪天"),
    "BEFORE": Phrase("the day on which it is too late", "必须早于哪天"),
    "HOLDS_FOR": Phrase("how long the norm holds", "规范管多久"),
    "GOVERNED_BY": Phrase(
        "the date by which it is decided which norms hold", "按哪个日期确定适用的规范"
    ),
    "DELEGATED": Phrase("the level below is to lay it down", "授权下级作出规定"),
    "ANSWERED_FOR_BY": Phrase("who answers for a violation", "违反时追究谁的责任"),
    "OVERRIDE": Phrase(
        "takes the place of a norm or fact of the policy below", "取代被修订政策的规范或事实"
    ),
    "REPEAL": Phrase("a norm of the policy below no longer holds", "被修订政策的某条规范不再适用"),
    "LOOSENS": Phrase(
        "says that a change is looser than the policy below, and why",
        "说明比被修订政策宽松，以及理由",
    ),
    "ADJUST": Phrase("changes days of a calendar of the policy below", "调整被修订政策的日历"),
    "EXAMPLE": Phrase(
        "a record with what the policy should say of it", "一个示例：一条记录和政策应得出的结论"
    ),
    "GIVEN": Phrase(
        "the record of the example; or what a fact is given", "示例中填报的内容；或事实所给定的值"
    ),
    "AS_OF_DATE": Phrase("the day on which is judged", "按哪一天判断"),
    "EXPECT": Phrase("what the policy should say", "应得出的结论"),
    "PROPERTY": Phrase(
        "a claim about every record, which can be proved", "对所有记录都成立的论断，可以证明"
    ),
    "ALWAYS": Phrase("what is always so", "总是成立的内容"),
    "ANSWERS": Phrase(
        "says that what an analysis finds is meant so", "说明分析中的某项发现是有意为之"
    ),
    "STATEMENT": Phrase(
        "a sentence of the text that is no norm, and why", "原文中不是规范的句子，以及理由"
    ),
    "BECAUSE": Phrase("the reason", "理由"),
    "SIMPLIFIED_BECAUSE": Phrase("why this says less than the text", "为什么写得比原文简单"),
    "AND": Phrase("all have to hold", "都要成立"),
    "OR": Phrase("one of them is enough", "有一个成立即可"),
    "NOT": Phrase("holds where the other does not", "后面的不成立时成立"),
    "IMPLIES": Phrase("where the first holds, the second has to", "前面成立时，后面必须成立"),
    "IF": Phrase("one value or another, as a condition has it", "按条件取两个值中的一个"),
    "IN": Phrase("is one of several values, or stands in a list", "是其中之一，或在列表里"),
    "SOME": Phrase("at least one entry of a list", "列表中至少有一个"),
    "EVERY": Phrase("all entries of a list", "列表中的每一个"),
    "COUNT": Phrase("how many entries of a list", "列表中有几个"),
    "SUM": Phrase("all values of a list together", "列表中各项的和"),
    "WHERE": Phrase("only the entries for which this holds", "只算符合这个条件的"),
    "UNKNOWN": Phrase("was not reported; nothing is concluded from it", "没有填报，不据此下结论"),
    "AS_OF": Phrase("the day on which is judged", "作出判断的那一天"),
    "IS_KNOWN": Phrase("was reported", "已经填报"),
    "NEVER": Phrase("has not happened", "还没有发生"),
    "TYPE_YES_NO": Phrase("yes or no", "是或否"),
    "TYPE_WHOLE": Phrase("a number without decimals", "没有小数的数"),
    "TYPE_NUMBER": Phrase("a number", "可以有小数的数"),
    "TYPE_MONEY": Phrase("an amount of money, exact to the fen", "金额，精确到分"),
    "TYPE_DATE": Phrase("a day", "某一天"),
    "TYPE_PERIOD": Phrase("a length of time, such as 3 years or 15 days", "一段时间，如3年、15天"),
    "TYPE_TEXT": Phrase("words", "文字"),
    "LIST_OF": Phrase("several values of a kind", "多个同类的值"),
    "HAS_MANY": Phrase("records of their own that belong to this one", "属于本记录的多条其他记录"),
}
"""By the terminals of the keywords; those that explain themselves have none."""
