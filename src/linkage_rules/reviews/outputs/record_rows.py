"""One row for each record, for tables in spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Final

from attrs import frozen

from linkage_rules.decisions.results import Total
from linkage_rules.decisions.verdicts import verdict_in_words
from linkage_rules.model.deontic import Tone
from linkage_rules.model.norms import Action, Fact, Modality
from linkage_rules.model.statuses import Status
from linkage_rules.model.types import Field, Scalar, Type
from linkage_rules.model.values import Value, whole_if_possible
from linkage_rules.reviews.findings import facts_alone
from linkage_rules.reviews.opinions import Opinion
from linkage_rules.reviews.opinions.conclusions import CONCLUSION_TONES, CONCLUSIONS
from linkage_rules.reviews.opinions.opinion import listed_values
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.tones import VERDICT_TONES
from linkage_rules.reviews.opinions.unread import Unread, unread_in
from linkage_rules.reviews.repeated import same_id
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Judged, Unreadable
from linkage_rules.words import decision_words as wording
from linkage_rules.words.keywords import Language
from linkage_rules.words.literals import write_number
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.telling import loosenings
from linkage_rules.words.told_values import in_words

_IDENTIFYING: Final = ("id", "name", "township", "village")
"""The fields by which an office looks for a record, by their names in the vocabulary."""

PLACE: Final = Phrase("Place", "位置")
CONCLUSION: Final = Phrase("Conclusion", "审核结论")
REASONS: Final = Phrase("Reasons", "禁止或冲突的理由和依据")
FAILINGS: Final = Phrase("To be put right", "须整改的事项")
DUE: Final = Phrase("To be done", "待办事项")
FIRST_DUE: Final = Phrase("First due", "最早期限")
DEMANDS: Final = Phrase("To be supplied", "须补充的信息")
DOUBTS: Final = Phrase("Cells in doubt", "存疑的单元格")
AGAINST: Final = Phrase("Forbidden or violated (clause)", "不得办理及违反规定的事项（条款）")
DECISIVE: Final = Phrase("decisive: {places}", "决定能否办理：{places}")
_OTHERS: Final = Phrase("{count} others", "其他{count}项")
NOT_DECISIVE: Final = Phrase("other: {places}", "其他：{places}")
_DOUBTED: Final = Phrase("{place} ({field}): {why}", "{place}（{field}）：{why}")
_DOUBTED_WITH: Final = Phrase("{doubted}: {found}", "{doubted}：{found}")
UNREADABLE: Final = Phrase("unreadable", "无法读取")
_IN_YUAN: Final = Phrase("{result} (yuan)", "{result}（元）")


class Form(Enum):
    """How a number is formatted in a workbook."""

    MONEY = "#,##0.00"
    WHOLE = "#,##0"
    NUMBER = "#,##0.######"


_FORMS: Final = {
    Scalar.MONEY: Form.MONEY,
    Scalar.WHOLE: Form.WHOLE,
    Scalar.NUMBER: Form.NUMBER,
}


@frozen
class Figure:
    """A number in a cell, exact, with its format."""

    value: int | Fraction
    form: Form


@frozen
class Cell:
    """The content of a cell, in one or more lines, with its tone.

    ``figure`` is its number, if it has one (money in yuan); the single line is then that number in
    words.
    """

    lines: tuple[str, ...]
    tone: Tone | None = None
    figure: Figure | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@frozen
class Layout:
    """The columns: the record, its conclusion, its results, the facts for a policy that has only
    facts, its gates, and the reasons.

    Where the policy loosens something, a last column says so in every row, because rows are sorted,
    copied and filed one by one.
    """

    identifying: tuple[Field, ...]
    gates: tuple[Action, ...]
    language: Language
    loosened: tuple[Phrase, ...] = ()
    facts: tuple[Fact, ...] = ()
    results: tuple[Fact, ...] = ()
    has_deadlines: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        phrases = (
            PLACE,
            *map(spoken, self.identifying),
            CONCLUSION,
            *map(result_heading, self.results),
            *map(spoken, self.facts),
            *map(spoken, self.gates),
            REASONS,
            FAILINGS,
            DUE,
            *((FIRST_DUE,) if self.has_deadlines else ()),
            DEMANDS,
            DOUBTS,
            *((wording.LOOSENED,) if self.loosened else ()),
        )
        return tuple(say(phrase, self.language) for phrase in phrases)


def layout_of(question: Question, language: Language) -> Layout:
    """The columns for records of a type. A gate is an action that some norm may forbid on a
    condition."""
    package, record_type = question.policy.package, question.record_type
    fields = [record_type.by_spelling.get(name) for name in _IDENTIFYING]
    gates = [
        package.actions[name]
        for name, norms in package.norms_on.items()
        if package.actions[name].record_type == record_type.name
        and any(n.modality is Modality.PROHIBITION and (n.when or n.unless) for n in norms)
    ]
    texts = [field for field in fields if field is not None and field.type is Scalar.TEXT]
    facts = facts_alone(package, record_type)
    results = package.results[record_type.name]
    dated = any(n.deadline and n.record_type == record_type.name for n in package.norms.values())
    loose = loosenings(package)
    return Layout(tuple(texts), tuple(gates), language, loose, facts, results, dated)


def result_heading(result: Fact) -> Phrase:
    """The heading of the column of a result, with the unit of its amounts."""
    words = spoken(result)
    return _IN_YUAN.filled(result=words) if result.type is Scalar.MONEY else words


def value_cell(value: Value, type_: Type, language: Language) -> Cell:
    """A value as a cell: a number as a number, money in yuan; an unknown value in words.

    >>> value_cell(33_350, Scalar.MONEY, "zh")
    Cell(lines=('333.5',), tone=None, figure=Figure(value=Fraction(667, 2), form=<Form.MONEY: \
'#,##0.00'>))
    """
    if value is None:
        return Cell((say(in_words(value, type_), language),), Tone.OPEN)
    form = _FORMS.get(type_) if isinstance(type_, Scalar) else None
    if form is None:
        return Cell((say(in_words(value, type_), language),))
    assert isinstance(value, int | Fraction)
    number = whole_if_possible(Fraction(value, 100)) if form is Form.MONEY else value
    written = write_number(number)
    # Programs that open a CSV file would read a fraction as a day.
    written = f"{float(number):.12g}" if "/" in written else written
    return Cell((written,), figure=Figure(number, form))


def total_row(totals: Mapping[str, Total], layout: Layout) -> tuple[Cell, ...] | None:
    """The row with the totals of results; None where there are none.

    Where some values are unknown, words take the place of the sum.
    """
    if not any(one.type in _FORMS for one in layout.results):
        return None
    cells = [Cell((say(wording.TOTAL, layout.language),))]
    cells += [Cell(()) for _ in (*layout.identifying, CONCLUSION)]
    for result in layout.results:
        total = totals.get(result.name)
        if total is None or total.amount is None:
            cells.append(Cell(()))
        elif not total.is_whole:
            cells.append(Cell((say(total.words, layout.language),), Tone.OPEN))
        else:
            cells.append(value_cell(total.amount, result.type, layout.language))
    return (*cells, *(Cell(()) for _ in range(len(layout.headings) - len(cells))))


def row_of(judged: Judged, told: Opinion, layout: Layout) -> tuple[Cell, ...]:
    """The cells of a record and of the opinion on it, as many as there are headings."""
    return tuple(_cells(judged, told, layout))


def _cells(judged: Judged, told: Opinion, layout: Layout) -> Iterator[Cell]:
    language = layout.language
    yield Cell((judged.entry.place.render(language),))
    yield from _identifying(judged, layout)
    yield _concluded(told, language)
    for result in layout.results:
        value = judged.decision.results[result.name].value
        yield value_cell(value, result.type, language)
    for _, words in told.values:
        yield Cell((say(words, language),))
    found = {finding.action.name: finding for finding in judged.findings}
    for action in layout.gates:
        finding = found.get(action.name)
        if finding is None:
            yield Cell(())
        else:
            words = verdict_in_words(finding.verdict, judged.decision.package, finding.done)
            yield Cell((say(words, language),), VERDICT_TONES[finding.status])
    yield _listed((gate.reason for gate in told.against), language)
    failing = Tone.FAILING if told.failings else None
    yield _listed((ground.demand for ground in told.failings), language, failing)
    yield _listed((ground.demand for ground in told.due), language)
    if layout.has_deadlines:
        yield _first_due(told)
    yield Cell(tuple(_supplied(told, language)))
    doubts = unread_in(judged, judged.decision.record_type)
    yield Cell((*_same_id(judged, language), *(say(_doubted(doubt), language) for doubt in doubts)))
    if layout.loosened:
        yield _listed(layout.loosened, language)


def _same_id(one: Judged | Unreadable, language: Language) -> Iterator[str]:
    """The remark that an earlier record has the id of this one."""
    if one.same_id_at is not None:
        yield say(same_id(one.same_id_at), language)


def _first_due(told: Opinion) -> Cell:
    """The earliest due day of something that is not done, as a cell that can be sorted."""
    undone = (Status.DUE, Status.OVERDUE)
    open_ = [one for one in (*told.failings, *told.due) if one.status in undone]
    days = [one.due for one in open_ if one.due is not None]
    if not days:
        return Cell(())
    late = any(one.status is Status.OVERDUE for one in open_)
    return Cell((min(days).isoformat(),), Tone.FAILING if late else None)


def _doubted(doubt: Unread) -> Phrase:
    doubted = _DOUBTED.filled(place=doubt.place, field=doubt.field, why=doubt.why)
    if not doubt.found:
        return doubted
    return _DOUBTED_WITH.filled(doubted=doubted, found=Phrase(doubt.found, doubt.found))


def _supplied(told: Opinion, language: Language) -> Iterator[str]:
    """What to supply: one line for what decides a gate, another for the rest."""
    for phrase, decisive in ((DECISIVE, True), (NOT_DECISIVE, False)):
        demands = (demand for demand in told.demands if demand.decisive is decisive)
        places = tuple(place for demand in demands for place in demand.places)
        if places:
            yield say(phrase.filled(places=places), language)


def overview_row(judged: Judged, told: Opinion, layout: Layout) -> Iterator[Cell]:
    """The cells of a record in the printed overview: what stands against it, what is missing."""
    language = layout.language
    yield from _identifying(judged, layout)
    yield _concluded(told, language)
    yield _listed(
        (
            *(listed_values([one]) for one in told.values),
            *(listed_values([(one.title, one.words)]) for one in told.results if one.about),
            *(gate.reason for gate in told.against),
            *(ground.demand for ground in told.failings),
        ),
        language,
    )
    yield Cell(tuple(_wanted(told, language)))


def _wanted(told: Opinion, language: Language) -> Iterator[str]:
    """What to supply in short: what decides a gate by name, the rest as a number."""
    places = tuple(place for demand in told.demands if demand.decisive for place in demand.places)
    if places:
        yield say(DECISIVE.filled(places=places), language)
    if others := told.wanted - len(places):
        yield say(_OTHERS.filled(count=others), language)


def unreadable_overview_row(one: Unreadable, layout: Layout) -> Iterator[Cell]:
    """The cells in the printed overview of a record that could not be read."""
    yield from _known(one, layout)
    yield Cell((say(UNREADABLE, layout.language),), Tone.BAD)
    yield Cell(tuple(one.error.render(layout.language).splitlines()))
    yield Cell(())


def _identifying(judged: Judged, layout: Layout) -> Iterator[Cell]:
    for field in layout.identifying:
        value = judged.decision.record[field.name]
        yield Cell((value,) if isinstance(value, str) else ())


def _known(one: Unreadable, layout: Layout) -> Iterator[Cell]:
    known = {"id": one.title.id, "name": one.title.name}
    for field in layout.identifying:
        name = known.get(field.name)
        yield Cell((name,) if name else ())


def _concluded(told: Opinion, language: Language) -> Cell:
    concluded = say(CONCLUSIONS[told.conclusion], language)
    return Cell((concluded,), CONCLUSION_TONES[told.conclusion])


def unreadable_row(one: Unreadable, layout: Layout) -> tuple[Cell, ...]:
    """The cells of a record that could not be read, with all its problems in the column for
    reasons."""
    language = layout.language
    return (
        Cell((one.entry.place.render(language),)),
        *_known(one, layout),
        Cell((say(UNREADABLE, language),), Tone.BAD),
        *(Cell(()) for _ in (*layout.results, *layout.facts, *layout.gates)),
        Cell(tuple(one.error.render(language).splitlines())),
        *(Cell(()) for _ in range(3 + layout.has_deadlines)),
        Cell((*_same_id(one, language),)),
        *(Cell(()) for _ in range(bool(layout.loosened))),
    )


def _listed(phrases: Iterable[Phrase], language: Language, tone: Tone | None = None) -> Cell:
    return Cell(numbered([say(phrase, language) for phrase in phrases]), tone)


def numbered(texts: Sequence[str]) -> tuple[str, ...]:
    """Texts with a number in front where there are several.

    >>> numbered(["甲", "乙"]), numbered(["甲"])
    (('1. 甲', '2. 乙'), ('甲',))
    """
    if len(texts) < 2:
        return tuple(texts)
    return tuple(f"{number}. {text}" for number, text in enumerate(texts, 1))
