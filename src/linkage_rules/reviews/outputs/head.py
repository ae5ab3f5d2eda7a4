"""The head of every output: the question, and what became of the rows."""

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from linkage_rules.model.types import Scalar
from linkage_rules.records import ReadingReport, Skip
from linkage_rules.records.tables.report import WHY_SKIPPED
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.review_words import REPEATED, link_heading, link_lines, remarks
from linkage_rules.reviews.reviews import Tally
from linkage_rules.words.messages import Phrase
from linkage_rules.words.told_values import in_words

_POLICY: Final = Phrase("Policy", "政策")
_POLICY_NAMED: Final = Phrase("{name}", "{label}（{name}）")
_POLICY_DIGEST: Final = Phrase("Policy checksum", "规则校验码")
_AS_OF: Final = Phrase("As of", "审核基准日")
_TODAY: Final = Phrase("{day} (the day of the review)", "{day}（审核当日）")
_FILE: Final = Phrase("File of records", "所读文件")
_SHEET: Final = Phrase("Sheet", "工作表")
_MAPPING: Final = Phrase("Read as", "按何种表式读取")
_ROWS: Final = Phrase("Rows in the sheet", "工作表行数")
_ROWS_ADD_UP: Final = Phrase(
    "{rows}: {records} records ({judged} reviewed, {refused} that could not be read), "
    "{skipped} passed over",
    "共{rows}行：记录{records}行（已审核{judged}、无法读取{refused}），略过{skipped}行",
)
_JUDGED: Final = Phrase("Records reviewed ({kind})", "已审核的{kind}")
_REFUSED: Final = Phrase("Records that could not be read", "无法读取的{kind}")
_SKIPPED: Final = Phrase("Rows passed over", "略过的行")
_DOUBTFUL: Final = Phrase("Cells in doubt", "存疑的单元格")
_NOTED: Final = Phrase(
    "Cells read with a remark (listed in the workbook)", "读取时有说明的单元格（见工作簿）"
)
_LINKED: Final = Phrase("List from another file", "取自其他文件的列表")
_MISFIT: Final = Phrase("Does not fit", "对应不上")
_DOUBTFUL_IN: Final = Phrase("Cells in doubt in {file}", "{file} 中存疑的单元格")
_UNUSED: Final = Phrase("Columns that were not read", "未读取的列")
_OTHER_SHEETS: Final = Phrase("Sheets that were not read", "未读取的工作表")
_SKIPPED_ROWS: Final = Phrase("{total} ({kinds})", "{total}（{kinds}）")
_KIND: Final = Phrase("{kind} {count}", "{kind}{count}")
_CUT_SHORT: Final = Phrase(
    "The file could not be read to its end; what follows the last record listed was not judged: "
    "{problem}",
    "文件未能读到末尾，所列最后一条记录之后的内容没有审核：{problem}",
)


@frozen
class Line:
    """A label with its value, and the number if the value is one."""

    label: Phrase
    value: Phrase
    count: int | None = None


def question_lines(review: Review) -> Iterator[Line]:
    """The lines on the policy, the day and the file."""
    policy = review.question.policy
    named = _POLICY_NAMED.filled(name=policy.name, label=policy.label or policy.name)
    day = in_words(review.question.as_of, Scalar.DATE)
    yield Line(_POLICY, named)
    yield Line(_POLICY_DIGEST, Phrase(policy.digest, policy.digest))
    yield Line(_AS_OF, _TODAY.filled(day=day) if review.question.today else day)
    yield Line(_FILE, Phrase(review.source.name, review.source.name))


def reading_lines(review: Review) -> Iterator[Line]:
    """How many records were judged and refused, and what became of the other rows of a table."""
    reading, tally = review.tally.table, review.tally
    if reading is not None:
        if reading.sheet is not None:
            yield Line(_SHEET, Phrase(reading.sheet, reading.sheet))
        yield Line(_MAPPING, Phrase(reading.mapping, reading.mapping))
        yield Line(_ROWS, _rows(reading, tally))
    kind = spoken(review.question.record_type)
    yield _counted(_JUDGED.filled(kind=kind), tally.read - tally.unreadable)
    yield _counted(_REFUSED.filled(kind=kind), tally.unreadable)
    if reading is not None:
        kinds = tuple(
            _KIND.filled(kind=WHY_SKIPPED[why], count=count)
            for why in Skip
            if (count := reading.skipped.get(why, 0))
        )
        total = sum(reading.skipped.values())
        skipped = _SKIPPED_ROWS.filled(total=total, kinds=kinds) if kinds else _number(total)
        yield Line(_SKIPPED, skipped)
        yield _counted(_DOUBTFUL, reading.doubtful)
        yield _counted(_NOTED, reading.noted)
        if reading.unused:
            yield Line(_UNUSED, _listed(f"{h.letter} {h.text}" for h in reading.unused))
        if reading.other_sheets:
            yield Line(_OTHER_SHEETS, _listed(reading.other_sheets))
    for repeated in tally.repeated.words():
        yield Line(REPEATED, repeated)
    for report in tally.links:
        yield Line(_LINKED, link_heading(report))
        for misfit in link_lines(report):
            yield Line(_MISFIT, misfit)
        if report.table is not None and report.table.doubtful:
            yield _counted(_DOUBTFUL_IN.filled(file=report.file), report.table.doubtful)


def _rows(reading: ReadingReport, tally: Tally) -> Phrase:
    """The counts of the rows; the three kinds add up to all."""
    judged, skipped = tally.read - tally.unreadable, sum(reading.skipped.values())
    return _ROWS_ADD_UP.filled(
        rows=reading.rows,
        records=tally.read,
        judged=judged,
        refused=tally.unreadable,
        skipped=skipped,
    )


def warnings(review: Review) -> Iterator[Phrase]:
    """What must not be missed: remarks on the policy, and a file that could not be read to its
    end."""
    yield from remarks(review.question)
    if (cut_short := review.tally.cut_short) is not None:
        yield _CUT_SHORT.filled(problem=Phrase(cut_short.render("en"), cut_short.render("zh")))


def _counted(label: Phrase, count: int) -> Line:
    return Line(label, _number(count), count)


def _number(count: int) -> Phrase:
    return Phrase(str(count), str(count))


def _listed(names: Iterable[str]) -> Phrase:
    listed = tuple(names)
    return Phrase(", ".join(listed), "、".join(listed))
