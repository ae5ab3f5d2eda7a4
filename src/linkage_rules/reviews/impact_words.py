"""How far it was looked for changes, in words: what of a file was not judged, and whether it can be
said that nothing changes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from linkage_rules.records.tables.report import outlined
from linkage_rules.reviews.impact import Impact
from linkage_rules.reviews.review_words import link_heading, link_lines
from linkage_rules.words.messages import Phrase

_NOTHING: Final = Phrase("Nothing changes.", "没有变化。")
_NOTHING_IN_THAT: Final = Phrase(
    "Nothing changes in what was read. Not judged: {gaps}.",
    "已读取的内容没有变化；未能审核的有：{gaps}。",
)
_NOTHING_READ: Final = Phrase(
    "No record could be read, so it cannot be said whether anything changes.",
    "没有读取到任何记录，无法判断有没有变化。",
)
_UNREADABLE: Final = Phrase("{count} records that could not be read", "无法读取的记录{count}条")
_DOUBTFUL: Final = Phrase(
    "{count} doubtful cells, taken as unknown", "存疑单元格{count}个（按未知处理）"
)
_COLUMNS: Final = Phrase("{count} columns", "未读取的列{count}个")
_SHEETS: Final = Phrase("{count} sheets", "未读取的工作表{count}个")
_ROWS: Final = Phrase("{count} rows of {file}", "{file} 中对应不上的{count}行")
_BY: Final[Mapping[int, tuple[Phrase, ...]]] = {
    0: (),
    1: (Phrase("{line}", "{line}"),),
    2: (
        Phrase("for the old policy, {line}", "按原政策读取：{line}"),
        Phrase("for the new policy, {line}", "按新政策读取：{line}"),
    ),
}
"""The words for a line on a table, by how often it was read."""
_REST: Final = Phrase("the rest of the file", "文件的其余部分")
_CUT_SHORT: Final = Phrase(
    "The file could not be read to its end, and what follows was not judged: {problem}",
    "文件未能读到末尾，其余部分没有审核：{problem}",
)


def unchanged(found: Impact) -> Phrase:
    """The sentence that nothing changes, as far as that can be said of what was read."""
    if found.read == found.unreadable:
        return _NOTHING_READ
    gaps = tuple(_gaps(found))
    return _NOTHING_IN_THAT.filled(gaps=gaps) if gaps else _NOTHING


def is_whole(found: Impact) -> bool:
    """Whether records were read, and all that is in the file was judged."""
    return found.read > 0 and not any(_gaps(found))


def not_judged(found: Impact) -> Iterator[Phrase]:
    """What must not be missed of how the file was read: all of it where something was not judged,
    else the hidden rows and columns that were."""
    whole = is_whole(found)
    for words, table in zip(_BY[len(found.tables)], found.tables, strict=True):
        for line in table.remarks if whole else outlined(table):
            yield words.filled(line=line)
    for report in found.links:
        if report.problems:
            yield link_heading(report)
            yield from link_lines(report)
    if (cut_short := found.cut_short) is not None:
        yield _CUT_SHORT.filled(problem=Phrase(cut_short.render("en"), cut_short.render("zh")))


def _gaps(found: Impact) -> Iterator[Phrase]:
    if found.unreadable:
        yield _UNREADABLE.filled(count=found.unreadable)
    if found.doubtful:
        yield _DOUBTFUL.filled(count=found.doubtful)
    # What one of the policies has no field for need not be read for it.
    if columns := _unread_by_all({h.letter for h in table.unused} for table in found.tables):
        yield _COLUMNS.filled(count=len(columns))
    if sheets := _unread_by_all({*table.other_sheets} for table in found.tables):
        yield _SHEETS.filled(count=len(sheets))
    for report in found.links:
        if misfits := sum(one.rows for one in report.problems):
            yield _ROWS.filled(count=misfits, file=report.file)
    if found.cut_short is not None:
        yield _REST


def _unread_by_all(unread: Iterable[set[str]]) -> set[str]:
    every = [*unread]
    return every[0].intersection(*every[1:]) if every else set()
