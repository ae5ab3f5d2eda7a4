"""A review as a table, for a terminal or a plain text file, written while the records are read."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import IO, Final, TypeAlias

from attrs import field, frozen
from rich.console import Console
from rich.text import Text

from linkage_rules.presenting.terminal import safe
from linkage_rules.reviews.lines import Line, lines
from linkage_rules.reviews.opinions import Opinion
from linkage_rules.reviews.opinions.conclusions import NO_CONCLUSION
from linkage_rules.reviews.opinions.tones import CONSOLE_STYLES, VERDICT_TONES
from linkage_rules.reviews.outputs.printed import Printed
from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.outputs.unread_records import UnreadRecords
from linkage_rules.reviews.review_words import (
    NOTHING_NOTABLE,
    REASON,
    UNREADABLE,
    Question,
    closing,
    remarks,
    title,
)
from linkage_rules.reviews.reviews import Judged, Title, Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import called
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.wrapping import display_width, wrapped

Styled: TypeAlias = tuple[str, str]
"""A line of text with its style."""
Cell: TypeAlias = list[Styled]

_MOST_ACTIONS: Final = 4
_NAME_AND_ACTION: Final = ((120, 24, 38), (100, 22, 28), (0, 16, 18))
"""From how many columns on, the widths of the first and the third column."""
_LEAST_REASON: Final = 20
_GAP: Final = "  "

_ACTIONS_AND_MORE: Final = Phrase("{actions} and {more} more", "{actions}等{count}项")
_LEFT_OUT: Final = Phrase(
    "Duties that are met and other permitted actions are left out; --all shows them. "
    "The command explain unfolds the reasons.",
    "已履行的责任和其他允许的行为没有列出，加 --all 查看；理由可用 explain 命令逐层展开。",
)

_BOLD: Final = "bold"
_SOFT: Final = "dim"
_ALERT: Final = "bold red"


class TableWriter:
    """A block for each record, then the records that could not be read, then the counts.

    Until then these wait in the file ``unreadable``, a line for each.
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

    def judged(self, one: Judged, told: Opinion) -> None:
        """Write the block of a record."""
        self._begin()
        quiet = NOTHING_NOTABLE if told.concluded else NO_CONCLUSION
        self._table.block(one.title, lines(one, everything=self._everything), quiet)

    def unreadable(self, one: Unreadable) -> None:
        """Keep a record that could not be read for the list below the others."""
        self._begin()
        self._unread.add(one)

    def finish(self) -> None:
        """Write what stands below the records."""
        self._begin()
        table, tally = self._table, self._review.tally
        if (report := tally.table) is not None:
            table.table(report)
        if tally.unreadable:
            table.section(UNREADABLE, self._unread, _ALERT)
        if not self._everything:
            table.paragraph(_LEFT_OUT, _SOFT)
        table.paragraph(closing(tally), _BOLD)

    def _begin(self) -> None:
        """The head stands above the first record: of a file that is none, there is no table."""
        if not self._begun:
            self._begun = True
            self._table.head(self._review.question)


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

    def head(self, question: Question) -> None:
        """What was asked, and the headings of the columns."""
        self.paragraph(title(question), _BOLD)
        for remark in remarks(question):
            self.paragraph(remark, _ALERT)
        self.line(Text())
        kind = called(question.record_type)
        headings = (kind, wording.VERDICT, wording.ACTION, REASON)
        cells = [[(safe(say(heading, self.language)), _BOLD)] for heading in headings]
        self._row(cells)
        self.line(Text("-" * (sum(self.widths) + 3 * len(_GAP)), _SOFT))

    def block(self, record: Title, told: Iterable[Line], quiet: Phrase) -> None:
        """A record on the left, and beside it a row for each line, or else what is ``quiet``."""
        beside: list[Cell] = [[], [], []]
        for line in told:
            cells = list(self._cells(line))
            height = max(map(len, cells))
            for column, cell in zip(beside, cells, strict=True):
                column += cell
                column += [("", "")] * (height - len(cell))
        if not beside[0]:
            beside[2] = self._wrapped(say(quiet, self.language), 3, _SOFT)
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
