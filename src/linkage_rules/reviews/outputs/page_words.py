"""The words of the portfolio in front of the opinions."""

from typing import Final

from linkage_rules.words.messages import Phrase

PORTFOLIO: Final = Phrase("Review Summary", "审核情况总览")
CONCLUSION: Final = Phrase("Conclusion", "审核结论")
LEGEND: Final = Phrase("Conclusions and what they mean", "审核结论的含义")
TOTALS: Final = Phrase("What the results come to", "结果汇总")
RECORDS: Final = Phrase("Conclusions one by one", "逐条结论")
IN_SHORT: Final = Phrase("In short", "简要意见")
UNREAD: Final = Phrase("Not read", "无法读取和存疑")
WHERE: Final = Phrase("Place", "位置")
WHY: Final = Phrase("Why", "原因")
FOUND: Final = Phrase("Found", "读到的内容")
EXPECTED: Final = Phrase("Expected, or what to do", "应为或建议")
SUMMARY: Final = Phrase("{read} ({kind}): {counts}.", "共{read}个{kind}：{counts}。")
SUMMARY_OF_NONE: Final = Phrase("There are no records ({kind}).", "文件中没有{kind}。")
COUNTED: Final = Phrase("{what} {count}", "{what}{count}个")
UNREADABLE: Final = Phrase("could not be read", "无法读取")
READING: Final = Phrase("How the file was read", "文件读取情况")
OPINIONS_FOLLOW: Final = Phrase(
    "The opinions follow, each on a page of its own.", "审核意见书附后，每个{kind}一份。"
)
OPINIONS_BESIDE: Final = Phrase(
    "The opinions stand beside this page, one file each.",
    "审核意见书另存，每个{kind}一个文件，与本页在同一文件夹。",
)
END: Final = "</body>\n</html>\n"
WITHOUT_OPINIONS: Final = Phrase(
    "{count} records were judged. Opinions are printed for up to {limit} records; beyond that this "
    "file holds the summary alone. Split the file of records to have opinions printed, or write "
    "a workbook for all details.",
    "共审核{count}条。超过{limit}条时本文件只含总览，不附逐条意见书；"
    "如需意见书，请把记录文件分成几份，全部明细可写出为工作簿。",
)
TABLE_CUT: Final = Phrase(
    "The table lists {limit} of {count} records, the most serious conclusions first; the workbook "
    "and the CSV file list all.",
    "本表按结论轻重列出{count}条中的{limit}条；全部见工作簿或 CSV 文件。",
)
UNREAD_CUT: Final = Phrase(
    "The first {limit} of {count} are listed; the workbook lists all.",
    "本表列出{count}处中的前{limit}处；全部见工作簿。",
)
