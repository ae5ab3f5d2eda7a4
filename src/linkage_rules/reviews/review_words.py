"""The words above and below a review, the same in every form."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from attrs import frozen

from linkage_rules.model.types import RecordType, Scalar
from linkage_rules.policy.policy import Policy
from linkage_rules.records import LinkReport, Misfit
from linkage_rules.reviews.reviews import Tally
from linkage_rules.words import decision_words as wording
from linkage_rules.words.keywords import LANGUAGES
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.showing import printable
from linkage_rules.words.telling import days_in_words, loosenings, nearest, simplified_by_name
from linkage_rules.words.told_values import in_words

REVIEW: Final = Phrase("Review", "审核结果")
REASON: Final = Phrase("Reason", "理由")
NOTHING_NOTABLE: Final = Phrase("nothing to attend to", "没有需要注意的事项")
UNREADABLE: Final = Phrase("Records that could not be read", "无法读取的记录")
REPEATED: Final = Phrase("Records of one id", "编号相同的记录")
TABLE: Final = Phrase("How the table was read", "表格读取情况")

_POLICY: Final = Phrase("{name}", "{label}（{name}）")
_AS_OF: Final = Phrase("as of {day}", "审核基准日{day}")
_AS_OF_TODAY: Final = Phrase("as of {day}, today", "审核基准日{day}（今天）")
_NOT_IN_FORCE: Final = Phrase(
    "The policy is not in force on {day}: it is in force {interval}. Nothing is permitted by "
    "default then, and no norm applies but those with days of their own; "
    "choose another day with --as-of, such as {example}.",
    "注意：该政策在{day}不在施行期内（{interval}施行），届时没有默认允许，"
    "除自有施行期的规定外各条均不适用。请用 --as-of 另选日期，如 {example}。",
)
_READ: Final = Phrase(
    "{read} records: {judged} reviewed, {unreadable} that could not be read",
    "共{read}条：已审核{judged}条，无法读取{unreadable}条",
)
_CUT_SHORT: Final = Phrase("{read}, the rest of the file unread", "{read}，文件其余部分未能读取")
_COUNT: Final = Phrase("{what} {count}", "{what}{count}")
_VIOLATED: Final = Phrase("rules violated", "违反规定")
_TOTAL: Final = Phrase("{read}; {counts}", "{read}；{counts}")

_MOST_PLACES: Final = 5
_LINKED: Final = Phrase(
    "{path} from {file}: {rows} rows, {linked} of them belong to a record",
    "{path} 取自 {file}：共{rows}行，其中{linked}行属于所审核的记录",
)
_MISFITS: Final[Mapping[Misfit, Phrase]] = {
    Misfit.DANGLING: Phrase(
        "no record has the key {key}: {places}", "没有记录的键为“{key}”：{places}"
    ),
    Misfit.DUPLICATE: Phrase(
        "{rows} records have the key {key}; each was given its rows",
        "{rows}条记录的键都是“{key}”，所属各行分别计入每一条",
    ),
    Misfit.UNKNOWN: Phrase("no key is reported: {places}", "未填写键：{places}"),
    Misfit.UNREADABLE: Phrase("could not be read: {places}", "无法读取：{places}"),
}
_MORE_PLACES: Final = Phrase("{places} and {more} more", "{places}等，另有{more}处")
_MORE_MISFITS: Final = Phrase("… and {count} more", "……另有{count}处")


@frozen
class Question:
    """The question of a review: which records, which policy, which day.

    ``today`` says that nobody chose the day.
    """

    policy: Policy
    record_type: RecordType
    as_of: date
    today: bool

    @property
    def in_force(self) -> bool:
        """Whether the policy, or one of those it amends, is in force on the day."""
        return self.policy.package.in_force_on(self.as_of)


def title(question: Question) -> Phrase:
    """The policy and the day."""
    name, label = question.policy.name, question.policy.label
    policy = _POLICY.filled(name=name, label=label) if label else Phrase(name, name)
    day = (_AS_OF_TODAY if question.today else _AS_OF).filled(
        day=in_words(question.as_of, Scalar.DATE)
    )
    return Phrase(f"{policy.en}, {day.en}", f"{policy.zh}，{day.zh}")


def remarks(question: Question) -> Iterator[Phrase]:
    """Remarks to read first: that the policy is not in force on the day, which norms of lower
    policies it loosens, what says less than the text, and why."""
    if (warned := not_in_force(question)) is not None:
        yield warned
    yield from loosenings(question.policy.package)
    yield from map(simplified_by_name, question.policy.package.simplified.values())


def not_in_force(question: Question) -> Phrase | None:
    """The sentence that the policy is not in force on the day, and when it is; None if it is in
    force."""
    if question.in_force:
        return None
    package = question.policy.package
    return _NOT_IN_FORCE.filled(
        day=in_words(question.as_of, Scalar.DATE),
        interval=days_in_words(package.periods),
        example=nearest(package, question.as_of).isoformat(),
    )


def link_heading(report: LinkReport) -> Phrase:
    """The list and the file it comes from, with the number of its rows that belong to a record."""
    return _LINKED.filled(
        path=report.path, file=printable(report.file), rows=report.rows, linked=report.linked
    )


def link_lines(report: LinkReport) -> Iterator[Phrase]:
    """What does not fit between a linked file and the records, as lines."""
    for problem in report.problems:
        places = enumerated(problem.places[:_MOST_PLACES])
        more = len(problem.places) - _MOST_PLACES
        if more > 0:
            places = _MORE_PLACES.filled(places=places, more=more)
        yield _MISFITS[problem.kind].filled(key=problem.key or "", places=places, rows=problem.rows)
        for one in problem.error.problems[:_MOST_PLACES] if problem.error else ():
            for en, zh in zip(*(one.render(to).split("\n") for to in LANGUAGES), strict=True):
                yield Phrase(f"  {en}", f"  {zh}")
    if report.omitted:
        yield _MORE_MISFITS.filled(count=report.omitted)


def closing(tally: Tally) -> Phrase:
    """The sentence on how many records were read, with their verdicts."""
    judged = tally.read - tally.unreadable
    read = _READ.filled(read=tally.read, judged=judged, unreadable=tally.unreadable)
    if tally.cut_short is not None:
        read = _CUT_SHORT.filled(read=read)
    verdicts = tuple(
        _COUNT.filled(what=wording.COUNTED_VERDICTS[status], count=count)
        for status, count in tally.counts().items()
    )
    violated = (_COUNT.filled(what=_VIOLATED, count=tally.violated),) if tally.violated else ()
    return _TOTAL.filled(read=read, counts=(*verdicts, *violated)) if verdicts else read
