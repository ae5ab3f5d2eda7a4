"""A review on a terminal: projects by conclusion, or every record with its findings."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen
from rich.console import Console
from rich.text import Text

from linkage_rules.decisions.report import ResultEntry
from linkage_rules.presenting.terminal import in_shell, safe
from linkage_rules.reviews.findings import concludes_nothing
from linkage_rules.reviews.lines import Line, lines
from linkage_rules.reviews.opinions import Opinion
from linkage_rules.reviews.opinions.conclusions import (
    CONCLUSION_TONES,
    CONCLUSIONS,
    NO_CONCLUSION,
    Conclusion,
)
from linkage_rules.reviews.opinions.document_words import summed
from linkage_rules.reviews.opinions.opinion import listed_values
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.tones import CONSOLE_STYLES, VERDICT_TONES
from linkage_rules.reviews.outputs.portfolio import Portfolio
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.review_words import (
    NOTHING_NOTABLE,
    REASON,
    REPEATED,
    TABLE,
    UNREADABLE,
    Question,
    closing,
    link_heading,
    link_lines,
    not_in_force,
    remarks,
    title,
)
from linkage_rules.reviews.reviews import Judged, Tally, Title, Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, enumerated, say
from linkage_rules.words.wrapping import display_width, wrapped

if TYPE_CHECKING:
    from linkage_rules.records import ReadingReport

_GAP: Final = "  "
_BOLD: Final = "bold"
_NOTES_ELSEWHERE: Final = Phrase(
    "{count} notes on cells that were read: see the sheet Remarks of a workbook (--out x.xlsx)",
    "另有读取说明{count}条，见工作簿（--out 审核结果.xlsx）的工作表“读取说明”",
)


@frozen
class Printed:
    """Writes to ``out`` in one language; every text is wrapped, none is cut."""

    out: Console
    language: Language

    def section(self, heading: Phrase, entries: Iterable[str], style: str) -> None:
        """Write a heading with entries below it; the lines of an entry keep its indentation."""
        self.line(Text(say(heading, self.language), style))
        for line in (line for entry in entries for line in safe(entry).split("\n")):
            text = line.lstrip()
            indent = _GAP + " " * (len(line) - len(text))
            for part in wrapped(text, self.out.width - len(indent)):
                self.line(Text(indent + part))
        self.line(Text())

    def table(self, report: "ReadingReport") -> None:
        """Write the report on a table with its doubtful cells; the notes are only in the
        workbook."""
        told = [report.in_short(self.language)]
        if report.noted:
            told.append(say(_NOTES_ELSEWHERE.filled(count=report.noted), self.language))
        self.section(TABLE, told, _BOLD)

    def links(self, tally: Tally) -> None:
        """Write the reports on the files that fill lists, with what does not fit."""
        for report in tally.links:
            told = [say(line, self.language) for line in link_lines(report)]
            if report.table is not None:
                told.append(report.table.in_short(self.language))
            self.section(link_heading(report), told, _ALERT if report.problems else _BOLD)

    def repeated(self, tally: Tally) -> None:
        """Write the ids that several records have."""
        if told := [say(line, self.language) for line in tally.repeated.words()]:
            self.section(REPEATED, told, _ALERT)

    def totals(self, tally: Tally) -> None:
        """Write the totals of the results."""
        for total in tally.totals().values():
            if total.amount is None:
                continue
            # The number of known ones among all tells that the sum is not complete.
            of_sums = _SUM_OF_SUMS if total.is_whole else _PART_OF_SUMS
            sum_ = summed(called(total.fact), _SUM, of_sums, value=total.words)
            self.paragraph(sum_, _BOLD if total.is_whole else _ALERT)

    def paragraph(self, words: Phrase, style: str) -> None:
        """Write a text on as many lines as it needs."""
        for line in wrapped(safe(say(words, self.language)), self.out.width):
            self.line(Text(line, style))

    def line(self, line: Text) -> None:
        """Write a line as it is, without wrapping it again."""
        self.out.print(line, soft_wrap=True)


@frozen
class UnreadRecords:
    """The records that could not be read, in words; kept as lines of the file ``waiting``."""

    waiting: IO[str]
    language: Language

    def add(self, one: Unreadable) -> None:
        """Keep a record."""
        known = (one.title.place.render(self.language), one.title.id, one.title.name)
        head = " ".join(spelling for spelling in known if spelling)
        problems = (f"  {line}" for line in one.error.render(self.language).split("\n"))
        self.waiting.write(json.dumps("\n".join((head, *problems))) + "\n")

    def __iter__(self) -> Iterator[str]:
        """Each record that was kept, as several lines of text."""
        self.waiting.seek(0)
        return (json.loads(line) for line in self.waiting)


Styled: TypeAlias = tuple[str, str]
"""A line of text with its style."""
Cell: TypeAlias = list[Styled]

_MOST_ACTIONS: Final = 4
_NAME_AND_ACTION: Final = ((120, 24, 38), (100, 22, 28), (0, 16, 18))
"""The widths of the first and the third column, by the least number of columns of the terminal."""
_LEAST_REASON: Final = 20

_ACTIONS_AND_MORE: Final = Phrase("{actions} and {more} more", "{actions}等{count}项")
_LEFT_OUT: Final = Phrase(
    "Duties that are met and other permitted actions are left out; --all shows them. "
    "The command explain unfolds the reasons.",
    "已履行的责任和其他允许的行为没有列出，加 --all 查看；理由可用 explain 命令逐层展开。",
)

_VALUE: Final = Phrase("Value", "认定结果")
_FACT: Final = Phrase("Fact", "认定事项")
_NOTHING: Final = Phrase("", "")
_SUM: Final = Phrase("{result}, total: {value}", "{result}合计：{value}")
_SUM_OF_SUMS: Final = Phrase("{result}: {value} in all", "{result}：共{value}")
_PART_OF_SUMS: Final = Phrase("{result}: {value}", "{result}：{value}")

_SOFT: Final = "dim"
_ALERT: Final = "bold red"


class TableWriter:
    """A block for each record, then the records that could not be read, then the counts.

    Until then these are kept in the file ``unreadable``, a line for each.
    """

    def __init__(
        self,
        out: Console,
        unreadable: IO[str],
        review: Review,
        language: Language,
        *,
        everything: bool,
    ) -> None:
        self._review, self._language, self._everything = review, language, everything
        self._table = _Table(out, language, everything)
        self._unread = UnreadRecords(unreadable, language)
        self._begun = False
        question = review.question
        self._facts_alone = concludes_nothing(question.policy.package, question.record_type)

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the block of a record."""
        self._begin()
        if self._facts_alone:
            self._table.values(one.title, told.values, told.results)
            return
        quiet = NOTHING_NOTABLE if told.concluded else NO_CONCLUSION
        found = lines(one, everything=self._everything)
        self._table.block(one.title, found, quiet, told.results)

    def unreadable(self, one: Unreadable) -> None:
        """Keep a record that could not be read for the list below the others."""
        self._begin()
        self._unread.add(one)

    def finish(self) -> None:
        """Write what follows the records."""
        self._begin()
        table, tally = self._table, self._review.tally
        if (report := tally.table) is not None:
            table.table(report)
        table.links(tally)
        table.repeated(tally)
        if tally.unreadable:
            table.section(UNREADABLE, self._unread, _ALERT)
        if not self._everything and not self._facts_alone:
            table.paragraph(_LEFT_OUT, _SOFT)
        table.paragraph(closing(tally), _BOLD)
        table.totals(tally)

    def _begin(self) -> None:
        """Write the head of the table before the first record; a file without records has none."""
        if not self._begun:
            self._begun = True
            self._table.head(self._review.question, facts_alone=self._facts_alone)


@frozen
class _Table(Printed):
    """Four columns as wide as the terminal allows; every cell is wrapped, none is cut."""

    everything: bool
    widths: tuple[int, int, int, int] = field(init=False)

    @widths.default
    def _widths(self) -> tuple[int, int, int, int]:
        name, action = next(
            narrow for least, *narrow in _NAME_AND_ACTION if self.out.width >= least
        )
        verdict = 12
        rest = self.out.width - name - verdict - action - 3 * len(_GAP)
        return name, verdict, action, max(_LEAST_REASON, rest)

    def head(self, question: Question, *, facts_alone: bool) -> None:
        """Write the question, and the headings of the columns."""
        self.paragraph(title(question), _BOLD)
        for remark in remarks(question):
            self.paragraph(remark, _ALERT)
        self.line(Text())
        kind = called(question.record_type)
        judged = (wording.VERDICT, wording.ACTION, REASON)
        headings = (kind, *((_VALUE, _FACT, _NOTHING) if facts_alone else judged))
        cells = [[(safe(say(heading, self.language)), _BOLD)] for heading in headings]
        self._row(cells)
        self.line(Text("-" * (sum(self.widths) + 3 * len(_GAP)), _SOFT))

    def block(
        self, record: Title, told: Iterable[Line], quiet: Phrase, results: Iterable[ResultEntry]
    ) -> None:
        """Write a record with a row for each line and each result, or with ``quiet`` if there is
        none."""
        rows = [[*self._cells(line)] for line in told]
        if not rows:
            rows = [[[], [], self._wrapped(say(quiet, self.language), 3, _SOFT)]]
        self._beside(record, [*rows, *map(self._result, results)])

    def values(
        self,
        record: Title,
        told: Iterable[tuple[Phrase, Phrase]],
        results: Iterable[ResultEntry],
    ) -> None:
        """Write a record with a row for each fact and its value, in full length."""
        rows: list[list[Cell]] = [
            [
                self._wrapped(say(value, self.language), 1, ""),
                self._wrapped(say(fact, self.language), 2, ""),
                [],
            ]
            for fact, value in told
        ]
        self._beside(record, [*rows, *map(self._result, results)])

    def _result(self, one: ResultEntry) -> list[Cell]:
        """The cells of a result: its value, its name, and who owes it or what it still needs."""
        notes = enumerated((note for note in (one.owed, one.wanted) if note), "; ", "；")
        return [
            self._wrapped(say(one.words, self.language), 1, _SOFT if one.wanted else _BOLD),
            self._wrapped(say(one.title, self.language), 2, ""),
            self._wrapped(say(notes, self.language), 3, ""),
        ]

    def _beside(self, record: Title, rows: Iterable[Sequence[Cell]]) -> None:
        """Write a record on the left, and the rows of three cells beside it."""
        beside: list[Cell] = [[], [], []]
        for cells in rows:
            height = max(map(len, cells))
            for column, cell in zip(beside, cells, strict=True):
                column += cell
                column += [("", "")] * (height - len(cell))
        self._row([[*self._name(record)], *beside])
        self.line(Text())

    def _name(self, record: Title) -> Iterator[Styled]:
        known = [s for s in (record.name, record.id) if s] or [record.place.render(self.language)]
        for spelling, style in zip_longest(known, (_BOLD,), fillvalue=_SOFT):
            yield from self._wrapped(spelling, 0, style)

    def _cells(self, line: Line) -> Iterator[Cell]:
        style = CONSOLE_STYLES[VERDICT_TONES[line.status]]
        stressed = _ALERT if line.violated else ""
        yield self._wrapped(say(line.verdict, self.language), 1, stressed or style)
        yield self._wrapped(say(self._actions(line), self.language), 2, "")
        yield self._wrapped(say(line.reason, self.language), 3, stressed)

    def _actions(self, line: Line) -> Phrase:
        count = len(line.actions)
        if self.everything or count <= _MOST_ACTIONS:
            return wording.LISTED.filled(listed=line.actions)
        shown = line.actions[: _MOST_ACTIONS - 1]
        return _ACTIONS_AND_MORE.filled(actions=shown, more=count - len(shown), count=count)

    def _wrapped(self, text: str, column: int, style: str) -> Cell:
        return [(line, style) for line in wrapped(safe(text), self.widths[column])]

    def _row(self, columns: list[Cell]) -> None:
        for cells in zip_longest(*columns, fillvalue=("", "")):
            line = Text()
            for (text, style), width in zip(cells, self.widths, strict=True):
                line.append(text, style)
                line.append(" " * (width - display_width(text)) + _GAP)
            line.rstrip()
            self.line(line)


MOST_LISTED: Final = 500
"""The most records that are listed below one conclusion."""
_MOST_NORMS: Final = ((100, 2), (0, 1))
"""How many norms or places are named, by the least number of columns of the terminal."""
_MOST_PROBLEMS: Final = 3
_NAME_WIDTH: Final = 34

_READ: Final = Phrase("{count} records ({kind})", "共{count}个{kind}")
_CUT_SHORT: Final = Phrase("{read}, the rest of the file unread", "{read}，文件其余部分未能读取")
_COUNTS: Final = Phrase("{read}: {counts}", "{read}：{counts}")
_CONCLUDED: Final = Phrase("{conclusion} {count}", "{conclusion}{count}")
_UNREAD: Final = Phrase("could not be read {count}", "无法读取{count}")
_GROUP: Final = Phrase("{conclusion} ({count})", "{conclusion}（{count}）")
_NORMS: Final = Phrase("{gate}: {norms}", "{gate}：{norms}")
_WANTED_BY_NAME: Final = Phrase("not reported: {places}", "未填报：{places}")
_AND_MORE: Final = Phrase("{listed} and {more} more", "{listed}等{count}项")
_FAILING: Final = Phrase("to correct {count}", "整改{count}")
_DUE: Final = Phrase("to do {count}", "待办{count}")
_WANTED: Final = Phrase("to report {count}", "待补{count}")
_CUT: Final = Phrase(
    "{count} more are not listed; the workbook (--out) has them all.",
    "另有{count}个没有列出，工作簿（--out）中全部列出。",
)
_PROBLEMS: Final = Phrase("Most frequent problems: {problems}", "最常见的问题：{problems}")
_PROBLEM: Final = Phrase("{norm} {count}", "{norm}（{count}）")
_NEXT: Final = Phrase("What to do next", "下一步")


def _same(command: str) -> Phrase:
    return Phrase(command, command)


_STEPS: Final = (
    (
        Phrase("opinions to be signed", "出具审核意见书"),
        Phrase("review {asked} --out opinions/", "review {asked} --out 审核意见书/"),
    ),
    (
        Phrase("a workbook", "出具审核情况表"),
        Phrase("review {asked} --out review.xlsx", "review {asked} --out 审核结果.xlsx"),
    ),
    (Phrase("every verdict", "看全部单项结论"), _same("review {asked} --details")),
    (Phrase("why, for one record", "看一个{kind}的理由"), _same("explain {asked} {chosen}")),
)
_GONE: Final = Phrase(
    "What came through standard input is gone; put it into a file to ask about one record with "
    "explain, or to write opinions and a workbook with review --out.",
    "标准输入的内容没有留存；存为文件后，可用 explain 查看其中一条的理由，"
    "用 review --out 出具意见书和情况表。",
)


@frozen
class _Listed:
    """A record in a line: its name, its most serious finding, and how much is left to do."""

    title: Title
    position: int
    weight: tuple[int, ...]
    weighs: Phrase | None
    left: tuple[Phrase, ...]


class OverviewWriter:
    """Keeps a line for each record, and writes all of them at the end.

    Below a conclusion the records are sorted by how much stands against them, then by how much is
    to be corrected, done and reported. If there are more than `MOST_LISTED`, the others are only
    counted. Records that could not be read are kept in the file ``unreadable``.
    """

    def __init__(
        self, out: Console, unreadable: IO[str], review: Review, language: Language
    ) -> None:
        self._review, self._language = review, language
        self._kind = spoken(review.question.record_type)
        self._printed = Printed(out, language)
        self._unread = UnreadRecords(unreadable, language)
        self._most = next(most for least, most in _MOST_NORMS if out.width >= least)
        self._portfolio = Portfolio(self._kind, ())
        self._listed: dict[Conclusion, list[_Listed]] = defaultdict(list)

    def judged(self, one: Judged, told: Opinion) -> None:
        """Count a record, and keep its line."""
        self._portfolio.add(one, told)
        listed = self._listed[told.conclusion]
        weight = (len(told.against), len(told.failings), len(told.due), told.wanted)
        listed.append(
            _Listed(
                one.title, one.entry.position, weight, _weighs(told, self._most), tuple(_left(told))
            )
        )
        if len(listed) >= 2 * MOST_LISTED:
            _heaviest(listed)

    def unreadable(self, one: Unreadable) -> None:
        """Keep a record that could not be read for the list below the others."""
        self._unread.add(one)

    def finish(self) -> None:
        """Write everything."""
        question, tally = self._review.question, self._review.tally
        self._printed.paragraph(title(question), _BOLD)
        for remark in remarks(question):
            self._printed.paragraph(remark, _ALERT)
        self._printed.paragraph(self._counted(), _BOLD)
        self._printed.line(Text())
        for listed in self._listed.values():
            _heaviest(listed)
        names = (self._called(one) for listed in self._listed.values() for one in listed)
        width = min(max(map(display_width, names), default=0), self._name_width)
        for conclusion in Conclusion:
            if self._listed[conclusion]:
                self._group(conclusion, width)
        if problems := self._problems():
            self._printed.paragraph(problems, "")
            self._printed.line(Text())
        if (report := tally.table) is not None:
            self._printed.table(report)
        self._printed.links(tally)
        self._printed.repeated(tally)
        if tally.unreadable:
            self._printed.section(UNREADABLE, self._unread, _ALERT)
        self._printed.totals(tally)
        if tally.results:
            self._printed.line(Text())
        self._steps()
        if (warned := not_in_force(question)) is not None:
            # So that the last lines are not mistaken for a conclusion.
            self._printed.paragraph(warned, _ALERT)

    def _counted(self) -> Phrase:
        """How many records there are of each conclusion."""
        tally = self._review.tally
        counts = [
            _CONCLUDED.filled(conclusion=CONCLUSIONS[one], count=count)
            for one in Conclusion
            if (count := self._portfolio.conclusions[one])
        ]
        if tally.unreadable:
            counts.append(_UNREAD.filled(count=tally.unreadable))
        read = _READ.filled(count=tally.read, kind=self._kind)
        if tally.cut_short is not None:
            read = _CUT_SHORT.filled(read=read)
        told = enumerated(counts, zh="　")
        return _COUNTS.filled(read=read, counts=told) if counts else read

    def _group(self, conclusion: Conclusion, width: int) -> None:
        count, listed = self._portfolio.conclusions[conclusion], self._listed[conclusion]
        style = CONSOLE_STYLES[CONCLUSION_TONES[conclusion]]
        heading = _GROUP.filled(conclusion=CONCLUSIONS[conclusion], count=count)
        self._printed.line(Text(say(heading, self._language), style))
        for one in listed:
            self._record(one, width)
        if count > len(listed):
            self._printed.paragraph(_CUT.filled(count=count - len(listed)), _SOFT)
        self._printed.line(Text())

    def _record(self, one: _Listed, width: int) -> None:
        names = wrapped(self._called(one), width)
        room = self._printed.out.width - width - 2 * len(_GAP)
        told = wrapped(safe(say(one.weighs, self._language)), room) if one.weighs else []
        for number, left in enumerate(one.left):
            # A count and the words for what it counts stay on one line.
            count, gap = say(left, self._language), " " if number else _GAP
            if told and display_width(told[-1] + gap + count) <= room:
                told[-1] += gap + count
            else:
                told.append(count)
        for number in range(max(len(names), len(told))):
            name = names[number] if number < len(names) else ""
            line = Text(_GAP)
            line.append(name, _BOLD if number == 0 else "")
            if number < len(told):
                line.append(" " * (width - display_width(name)) + _GAP + told[number])
            self._printed.line(line)

    @property
    def _name_width(self) -> int:
        return min(_NAME_WIDTH, self._printed.out.width * 2 // 5 + 2)

    def _called(self, one: _Listed) -> str:
        known = (one.title.id, one.title.name)
        names = " ".join(name for name in known if name)
        return safe(names or say(one.title.place, self._language))

    def _problems(self) -> Phrase | None:
        problems = tuple(
            _PROBLEM.filled(norm=norm, count=sum(counts.values()))
            for norm, counts in self._portfolio.failings(_MOST_PROBLEMS)
        )
        return _PROBLEMS.filled(problems=problems) if problems else None

    def _steps(self) -> None:
        """The commands to type next, with the names that were typed; the last one explains a single
        record."""
        self._printed.line(Text(say(_NEXT, self._language), _BOLD))
        if (asked := self._review.asked) is None:
            self._printed.paragraph(_GONE, "")
            return
        worst = next((one for c in Conclusion for one in self._listed[c]), None)
        chosen = "" if worst is None else _chosen(worst)
        steps = [
            (say(what.filled(kind=self._kind), self._language), say(how, self._language))
            for what, how in _STEPS
            if worst is not None or "{chosen}" not in how.en
        ]
        width = max(display_width(what) for what, _ in steps)
        for what, how in steps:
            typed = f"linkage-rules {how.format(asked=asked, chosen=chosen)}"
            beside = f"{_GAP}{what}{' ' * (width - display_width(what))}{_GAP}{safe(typed)}"
            fits = display_width(beside) <= self._printed.out.width
            # A command that does not fit begins a new line, so that it can be copied as a whole.
            for line in (beside,) if fits else (f"{_GAP}{what}", safe(typed)):
                self._printed.line(Text(line))


def _heaviest(listed: list[_Listed]) -> None:
    """Keep the most serious records, sorted, and only as many as are shown."""
    listed.sort(key=lambda one: one.weight, reverse=True)
    del listed[MOST_LISTED:]


def _chosen(one: _Listed) -> str:
    known = one.title.id
    return f"--at {one.position}" if known is None else f"--id {in_shell(known)}"


def _weighs(told: Opinion, most: int) -> Phrase | None:
    """The most serious finding: what is forbidden, with the norms, else what is violated, else what
    is missing and decisive.

    Results are put before it, or, for a policy that has only facts, the facts.
    """
    results = [(one.title, one.words) for one in told.results if one.about]
    given = listed_values((*told.values, *results)) if told.values or results else None
    against = None if told.values else _against(told, most)
    parts = [part for part in (given, against) if part is not None]
    return enumerated(parts, "; ", "；") if parts else None


def _against(told: Opinion, most: int) -> Phrase | None:
    if told.against:
        gates = tuple(gate.sentence for gate in told.against)
        norms = tuple(dict.fromkeys(g.norm for gate in told.against for g in gate.grounds))
        joined = enumerated(gates, "; ", "；")
        return _NORMS.filled(gate=joined, norms=_shortly(norms, most)) if norms else joined
    if told.failings:
        return _shortly(tuple(ground.norm for ground in told.failings), most)
    places = tuple(place for demand in told.demands if demand.decisive for place in demand.places)
    return _WANTED_BY_NAME.filled(places=_shortly(places, most)) if places else None


def _shortly(listed: Sequence[Phrase], most: int) -> Phrase:
    shown = listed[:most]
    together = enumerated(shown)
    more = len(listed) - len(shown)
    return _AND_MORE.filled(listed=together, more=more, count=len(listed)) if more else together


def _left(told: Opinion) -> Iterator[Phrase]:
    counts = ((_FAILING, len(told.failings)), (_DUE, len(told.due)), (_WANTED, told.wanted))
    for words, count in counts:
        if count:
            yield words.filled(count=count)
