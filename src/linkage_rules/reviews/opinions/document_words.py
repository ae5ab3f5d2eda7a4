"""The fixed phrases of an opinion, apart from those about the record."""

import re
from collections.abc import Iterable
from typing import Final

from linkage_rules.words.messages import Phrase, enumerated

# Head and foot

TITLE: Final = Phrase("Review Opinion", "审核意见书")
FILE_NUMBER: Final = Phrase("File no.: {number}", "文号：{number}")
NUMBER_TO_FILL_IN: Final = Phrase("{office}______________", "{office}〔　　　　〕　　号")
NUMBER_IN_FULL: Final = Phrase("{office}〔{year}〕{number}号", "{office}〔{year}〕{number}号")
NO_OFFICE: Final = Phrase("", "　　　　")
ISSUED: Final = Phrase("Issued on: ______________", "出具日期：　　　　年　　月　　日")
NUMBER: Final = Phrase("No. of the {kind}: {number}", "{kind}编号：{number}")
AS_OF: Final = Phrase("As of: {day}", "审核基准日：{day}")
ADDRESSEE: Final = Phrase("To: ______________________________", "主送：")
CODES: Final = Phrase(
    "Policy checksum {policy}  Record checksum {record}", "规则校验码{policy}　记录校验码{record}"
)
RUNNING: Final = Phrase("{number} {name}", "{number}　{name}")
PAGE_OF: Final = Phrase("Page {page} of {pages}", "第{page}页　共{pages}页")

# On what it rests

BASIS: Final = Phrase(
    "What was reported was reviewed under {documents}, with this result:",
    "根据{documents}有关规定，对申报信息进行了审核，意见如下：",
)
DOCUMENT: Final = Phrase("“{title}”{particulars}", "《{title}》{particulars}")
UNNAMED: Final = Phrase("the policy {name}", "政策{name}")
ISSUED_BY: Final = Phrase("issued by {issuer} on {day}", "{issuer}{day}印发")
ISSUED_BY_SOMEBODY: Final = Phrase("issued by {issuer}", "{issuer}印发")
ISSUED_SOME_DAY: Final = Phrase("issued on {day}", "{day}印发")
HEREAFTER: Final = Phrase("{short} below", "以下简称{short}")
OUT_OF_FORCE: Final = Phrase(
    "{documents} is in force {interval}, and {day} is not one of those days",
    "{documents}施行期为{interval}，审核基准日{day}不在施行期内",
)

# The parts

CONCLUSION: Final = Phrase("Conclusion", "审核结论")
NO_CONCLUSION: Final = Phrase("{why}: no conclusion is drawn.", "{why}，本次不作审核结论。")
PARTLY_IN_FORCE: Final = Phrase(
    "{why}; no norm applies but those with days of their own.",
    "{why}，除自有施行期的规定外各条均不适用。",
)
FURTHERMORE: Final = Phrase("Furthermore: {counts}.", "另有：{counts}。")
COUNT_FAILINGS: Final = Phrase(
    "{count} to be put right (part {part})", "须整改{count}项（见{part}）"
)
COUNT_DUE: Final = Phrase("{count} to be done (part {part})", "待办{count}项（见{part}）")
COUNT_DEMANDS: Final = Phrase(
    "{count} facts to be supplied (part {part})", "待补充信息{count}项（见{part}）"
)
VALUES: Final = Phrase("Facts", "认定事项")
RESULTS: Final = Phrase("Results", "核定结果")
RESULT: Final = Phrase("Result", "结果")
RESULT_VALUE: Final = Phrase("Value", "数额或内容")
REMARK: Final = Phrase("Remark", "说明")
SUM_OF: Final = Phrase("{result}, total", "{result}合计")
SUM_OF_SUMS: Final = Phrase("{result}, in all", "{result}，共")
_IS_SUM_EN: Final = re.compile(r"(?:^|[^a-z]|sub)(?:totals?|sums?|altogether)$", re.IGNORECASE)
_IS_SUM_ZH: Final = re.compile(
    r"(?:[合总共小]计|总[额数和量]|总金额|汇总)(?:[（(][^（()）]*[)）])?$"
)


def summed(result: Phrase, pattern: Phrase, of_sums: Phrase, **values: Phrase) -> Phrase:
    """The phrase for the sum of a result; ``of_sums`` is used for a result that is called a sum
    itself.

    >>> subsidy, payable = Phrase("subsidy", "补贴"), Phrase("payable total", "应发合计")
    >>> summed(subsidy, SUM_OF, SUM_OF_SUMS).zh, summed(payable, SUM_OF, SUM_OF_SUMS)
    ('补贴合计', Phrase(en='payable total, in all', zh='应发合计，共'))
    """
    en = of_sums if _IS_SUM_EN.search(result.en) else pattern
    zh = of_sums if _IS_SUM_ZH.search(result.zh) else pattern
    return Phrase(en.en, zh.zh).filled(result=result, **values)


FAILINGS: Final = Phrase("To be put right", "须整改的事项")
DUE: Final = Phrase("To be done", "待办事项")
DEMANDS: Final = Phrase("To be supplied, told once and for all", "须补充的信息（一次性告知）")
DEMANDS_NOTE: Final = Phrase(
    "Not reported, and able to change the opinion. Until it is supplied it counts neither as yes "
    "nor as no.",
    "以下信息未填报，补充后可能改变意见；补充之前既不作“是”、也不作“否”认定。",
)
DECISIVE_NOTE: Final = Phrase(
    "Items marked ★ decide whether the matter may proceed; supply them first.",
    "标★的信息决定能否办理，请先补报。",
)
STARRED: Final = Phrase("★ {places}", "★{places}")
ORDINAL: Final = Phrase("No.", "序号")
DEMAND: Final = Phrase("Information", "须补充内容")
CONCERNS: Final = Phrase("Matters to", "涉及事项")
EVIDENCE: Final = Phrase("Evidence", "佐证材料")
TERM: Final = Phrase("By", "期限")
MET: Final = Phrase("Duties that are met", "已做到的要求")
ENCOURAGED: Final = Phrase("Encouraged", "鼓励事项")
EXCEPTIONS: Final = Phrase("Exceptions that were weighed", "例外的考虑")
READINGS: Final = Phrase("Readings this opinion rests on", "本意见采用的读法")
READINGS_NOTE: Final = Phrase(
    "Where the words of the document leave room, this is how they were read.",
    "原文可作不同理解之处，本意见按以下读法适用。",
)
READINGS_THAT_DECIDE: Final = Phrase(
    "Where the words of the document leave room, this is how they were read. Another choice would "
    "change this opinion:",
    "原文可作不同理解之处，本意见按以下读法适用；改按其他读法，本意见的结论随之改变：",
)
OTHER_READINGS: Final = Phrase("These readings were used too:", "另采用下列读法：")
UNSETTLED: Final = Phrase("To be judged by a person", "须人工研判的事项")
UNSETTLED_NOTE: Final = Phrase(
    "What is reported cannot settle these; the officer has to judge them.",
    "下列事项无法由填报信息确定，请审核人研判。",
)
DOUBTS: Final = Phrase("Cells in doubt", "存疑单元格")
DOUBTS_NOTE: Final = Phrase(
    "What stands in these cells could not be taken; the fields count as not reported.",
    "以下单元格的内容无法采用，所对应的信息按未填报处理。",
)
WHERE: Final = Phrase("Place", "位置")
FOUND: Final = Phrase("Found", "读到的内容")
WHY: Final = Phrase("Why", "原因")
PARTICULARS: Final = Phrase("The record", "基本情况")
SENTENCE: Final = Phrase("{listed}.", "{listed}。")

CLAUSE: Final = Phrase("Clause {clause}: {words}", "条款依据：{clause}{words}")
OBSERVED: Final = Phrase("As reported: {observed}", "填报情况：{observed}")

# Who signs

REMINDER: Final = Phrase(
    "{name} ({numbered}). Conclusion: {conclusion}", "{name}（{numbered}）　审核结论：{conclusion}"
)
OFFICER_OPINION: Final = Phrase("Opinion of the officer", "审核人意见")
AGREED: Final = Phrase("□ agreed   □ not agreed, because:", "□同意　　□不同意，理由：")
DEADLINE: Final = Phrase("To be put right or supplied by", "整改（补正）期限")
DEADLINE_BLANK: Final = Phrase("____ / ____ / ________", "　　　年　月　日前")
CONTACT: Final = Phrase("Contact and telephone", "联系人及电话")
OFFICER: Final = Phrase("Reviewed by (signature)", "审核人（签字）")
SECOND: Final = Phrase("Checked by (signature)", "复核人（签字）")
OFFICE: Final = Phrase("Office (seal)", "审核单位（盖章）")
DATE: Final = Phrase("Date", "日期")
DATE_BLANK: Final = Phrase("____ / ____ / ________", "　　　年　　月　　日")
RECEIVED: Final = Phrase("Received by (applicant)", "签收（申报单位）")
RECEIVED_ON: Final = Phrase("Received on", "签收日期")
OBJECTION: Final = Phrase(
    "Whoever disagrees may ask the office to check the opinion again within ____ days of receipt.",
    "对本意见有异议的，可自收到之日起　　　日内向审核单位申请复核。",
)
DRAFT: Final = Phrase(
    "Drafted by a program that holds what was reported against the rules. It takes effect once "
    "the officer in charge has checked and signed it and the office has sealed it.",
    "本意见书初稿由规则系统比对填报信息生成，经审核人核对签字并加盖审核单位印章后生效。",
)


def clauses(phrases: Iterable[Phrase]) -> Phrase:
    """Several clauses joined in a sentence.

    >>> clauses([Phrase("a", "甲"), Phrase("b", "乙")])
    Phrase(en='a; b', zh='甲；乙')
    """
    return enumerated(phrases, "; ", "；")


def sentence(phrases: Iterable[Phrase]) -> Phrase:
    """The clauses that are not None, as one sentence.

    >>> sentence([Phrase("a", "甲"), Phrase("b", "乙")]).zh
    '甲；乙。'
    """
    return SENTENCE.filled(listed=clauses(phrases))


def together(*phrases: Phrase | None) -> Phrase:
    """The sentences that are not None, one after another.

    >>> together(Phrase("A.", "甲。"), None, Phrase("B.", "乙。"))
    Phrase(en='A. B.', zh='甲。乙。')
    """
    return enumerated((one for one in phrases if one is not None), " ", "")
