"""The words of the printed opinions and of the portfolio in front of them."""

from typing import Final

from linkage_rules.language.messages import Phrase

TITLE: Final = Phrase("Review Opinion", "审核意见书")
PORTFOLIO: Final = Phrase("Review Summary", "审核情况总览")
DRAFT: Final = Phrase(
    "Drafted by applying the rules of the policy to what was reported. It takes effect once the "
    "officer in charge has checked and signed it.",
    "本意见书由政策规则对填报信息逐条比对后拟出，经审核人核对签字、单位盖章后生效。",
)
PARTICULARS: Final = Phrase("The record", "基本情况")
NUMBER: Final = Phrase("No.", "编号")
AS_OF: Final = Phrase("As of {day}", "基准日 {day}")

BASIS: Final = Phrase(
    "What was reported was reviewed under “{policy}”, with this result:",
    "依据《{policy}》对填报信息逐条审核，意见如下：",
)
CONCLUSION: Final = Phrase("Conclusion", "审核结论")
FAILINGS: Final = Phrase("To be put right", "须整改的事项")
DUE: Final = Phrase("To be done", "待办事项")
DEMANDS: Final = Phrase("To be supplied", "须补充的信息")
DEMANDS_NOTE: Final = Phrase(
    "Not reported, and able to change the opinion. Until it is supplied it counts neither as yes "
    "nor as no.",
    "以下信息没有填报，补充后可能改变意见；补充之前既不作“是”、也不作“否”认定。",
)
DECISIVE_NOTE: Final = Phrase(
    " Items marked ★ decide whether the matter may proceed.", "标★的决定能否办理。"
)
MET: Final = Phrase("Duties that are met", "已做到的要求")
ENCOURAGED: Final = Phrase("Encouraged", "鼓励事项")
EXCEPTIONS: Final = Phrase("Exceptions that were weighed", "例外的考虑")
READINGS: Final = Phrase("Readings this opinion rests on", "本意见采用的读法")
READINGS_NOTE: Final = Phrase(
    "Where the words of the document leave room, this is how they were read.",
    "原文留有余地之处，本意见按以下读法适用。",
)
UNSETTLED: Final = Phrase("To be judged by a person", "须由人判断的事项")
UNSETTLED_NOTE: Final = Phrase(
    "No field of the record can settle these.", "以下事项补充记录字段也不能确定，须由人判断。"
)
DOUBTS: Final = Phrase("Cells in doubt", "存疑的单元格")
DOUBTS_NOTE: Final = Phrase(
    "What stands in these cells could not be taken; the fields count as not reported.",
    "以下单元格的内容无法采用，所对应的信息按未填报处理。",
)

ANSWERING: Final = Phrase("{listed}", "{listed}")
CLAUSE: Final = Phrase("Clause {clause}", "依据 {clause}")
OBSERVED: Final = Phrase("As reported: {observed}", "认定依据：{observed}")
DEMAND: Final = Phrase("Information", "须补充的信息")
CONCERNS: Final = Phrase("Matters to", "关系到的事项")

OFFICER_OPINION: Final = Phrase("Opinion of the officer", "审核人意见")
OFFICER: Final = Phrase("Reviewed by (signature)", "审核人（签字）")
SECOND: Final = Phrase("Checked by (signature)", "复核人（签字）")
OFFICE: Final = Phrase("Office (seal)", "审核单位（盖章）")
DATE: Final = Phrase("Date", "日期")
DATE_BLANK: Final = Phrase("____ / ____ / ________", "　　　　年　　月　　日")

LEGEND: Final = Phrase("Conclusions and what they mean", "审核结论的含义")
RECORDS: Final = Phrase("Records", "逐条结论")
RECORD: Final = Phrase("Record", "记录")
IN_SHORT: Final = Phrase("In short", "意见摘要")
UNREAD: Final = Phrase("Not read", "无法读取和存疑")
WHERE: Final = Phrase("Place", "位置")
WHY: Final = Phrase("Why", "原因")
FOUND: Final = Phrase("Found", "读到的内容")
EXPECTED: Final = Phrase("Expected, or what to do", "应为或建议")
OPINIONS_FOLLOW: Final = Phrase(
    "The opinions on the records follow, each on a page of its own.", "各记录的审核意见书附后。"
)
WITHOUT_OPINIONS: Final = Phrase(
    "{count} records were judged. Opinions are printed for up to {limit} records; beyond that this "
    "file holds the summary alone. Split the file of records to have opinions printed, or write "
    "a workbook for all details.",
    "共审核 {count} 条记录。超过 {limit} 条时本文件只含总览，不附逐条意见书；"
    "如需意见书，请把记录文件分成几份，全部明细可写出为工作簿。",
)
TABLE_CUT: Final = Phrase(
    "The table lists {limit} of {count} records, the most serious conclusions first; the workbook "
    "and the CSV file list all.",
    "本表按结论轻重列出 {count} 条中的 {limit} 条；全部记录见工作簿或 CSV 文件。",
)
UNREAD_CUT: Final = Phrase(
    "The first {limit} of {count} are listed; the workbook lists all.",
    "本表列出 {count} 处中的前 {limit} 处；全部见工作簿。",
)
LISTED: Final = Phrase("{listed}", "{listed}")
