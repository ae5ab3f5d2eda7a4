"""A review as a table, for a terminal or a plain text file."""

from collections.abc import Iterable
from typing import Final

from rich.box import HORIZONTALS
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from linkage_rules.decisions import wording
from linkage_rules.decisions.names import called
from linkage_rules.language.keywords import Language
from linkage_rules.language.messages import Phrase, say
from linkage_rules.model.statuses import VerdictStatus
from linkage_rules.tools.lines import Line, lines
from linkage_rules.tools.review_words import (
    DOUBTS,
    NOTHING_NOTABLE,
    REASON,
    UNREADABLE,
    Question,
    closing,
    title,
    warning,
)
from linkage_rules.tools.reviews import Judged, Reviewed, Tally, Title, Unreadable
from linkage_rules.tools.terminal import safe

_MORE: Final = Phrase(
    "Met duties and permitted actions are left out; --all shows them, and explain gives reasons.",
    "已履行的责任和允许的行为没有列出，加 --all 查看；详细理由用 explain 命令查看。",
)

_STYLES: Final = {
    VerdictStatus.CONFLICTING: "bold magenta",
    VerdictStatus.FORBIDDEN: "bold red",
    VerdictStatus.REQUIRED: "yellow",
    VerdictStatus.RECOMMENDED: "cyan",
    VerdictStatus.PERMITTED: "green",
    VerdictStatus.UNREGULATED: "dim",
    VerdictStatus.UNDETERMINED: "blue",
}
_VIOLATED: Final = "bold yellow"


def print_table(
    reviewed: Iterable[Reviewed],
    tally: Tally,
    question: Question,
    out: Console,
    language: Language,
    *,
    everything: bool,
) -> None:
    """One block of lines a record, then the records that could not be read, then the counts."""
    table = _table(question, language)
    unreadable: list[Unreadable] = []
    doubts: list[str] = []
    for one in reviewed:
        if isinstance(one, Unreadable):
            unreadable.append(one)
        else:
            doubts += (doubt.render(language) for doubt in one.entry.doubts)
            _add(table, one, language, everything=everything)
    out.print(Text(safe(say(title(question), language)), style="bold"))
    if (warned := warning(question)) is not None:
        out.print(Text(say(warned, language), style="bold yellow"))
    if table.row_count:
        out.print(table)
    if doubts:
        out.print(Text(say(DOUBTS, language), style="bold yellow"))
        for doubt in doubts:
            out.print(Padding(Text(safe(doubt)), (0, 0, 0, 2)))
    if unreadable:
        out.print(Text(say(UNREADABLE, language), style="bold red"))
        for record in unreadable:
            out.print(_problems(record, language))
    if not everything and table.row_count:
        out.print(Text(say(_MORE, language), style="dim"))
    out.print(Text(say(closing(tally), language), style="bold"))


def _table(question: Question, language: Language) -> Table:
    table = Table(box=HORIZONTALS, header_style="bold", pad_edge=False, padding=(0, 1))
    table.add_column(say(called(question.record_type), language), ratio=None, max_width=22)
    table.add_column(say(wording.VERDICT, language), no_wrap=True)
    table.add_column(say(wording.ACTION, language), max_width=30)
    table.add_column(say(REASON, language))
    return table


def _add(table: Table, judged: Judged, language: Language, *, everything: bool) -> None:
    told = lines(judged, everything=everything)
    name = _name(judged.title, language)
    if not told:
        table.add_row(name, "", "", Text(say(NOTHING_NOTABLE, language)), end_section=True)
    rows = [_row(line, language) for line in told]
    for number, row in enumerate(rows, 1):
        first = name if number == 1 else ""
        table.add_row(first, *row, end_section=number == len(rows))


def _row(line: Line, language: Language) -> tuple[RenderableType, ...]:
    style = _VIOLATED if line.violated and line.status is VerdictStatus.REQUIRED else ""
    return (
        Text(say(line.verdict, language), style=style or _STYLES[line.status]),
        Text(safe(say(line.actions, language))),
        Text(safe(say(line.reason, language)), style=style),
    )


def _name(record: Title, language: Language) -> Text:
    spellings = [s for s in (record.name, record.id) if s] or [record.place.render(language)]
    text = Text(safe(spellings[0]), style="bold")
    for further in spellings[1:]:
        text.append("\n" + safe(further), style="dim")
    return text


def _problems(record: Unreadable, language: Language) -> RenderableType:
    place = record.title.place.render(language)
    known = [s for s in (record.title.id, record.title.name) if s]
    head = f"{place} {' '.join(known)}".rstrip()
    body = Text(safe(record.error.render(language)))
    return Group(Text(safe(head), style="red"), Padding(body, (0, 0, 0, 2)))
