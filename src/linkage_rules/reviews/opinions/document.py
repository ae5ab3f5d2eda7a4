"""An opinion as an office document: one description from which pages and Word files are made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final, TypeAlias

from attrs import field, frozen

from linkage_rules.decisions import Decision
from linkage_rules.decisions.report import ReadingEntry, ResultEntry, SharesEntry
from linkage_rules.decisions.results import totals
from linkage_rules.model.deontic import Tone
from linkage_rules.model.package import Layer, Package
from linkage_rules.model.types import EnumType, Field, ListType, RecordType, Scalar
from linkage_rules.model.values import Value
from linkage_rules.reviews.opinions import document_words as said
from linkage_rules.reviews.opinions.conclusions import (
    CONCLUSION_TONES,
    CONCLUSIONS,
    MEANINGS,
    Conclusion,
    of_the_gates,
)
from linkage_rules.reviews.opinions.grounds import Gate, Ground
from linkage_rules.reviews.opinions.opinion import Demand, Opinion
from linkage_rules.reviews.opinions.spoken import spoken
from linkage_rules.reviews.opinions.unread import Unread, unread_in
from linkage_rules.reviews.review_words import Question
from linkage_rules.reviews.reviews import Judged
from linkage_rules.words import decision_words as wording
from linkage_rules.words.called import as_words
from linkage_rules.words.citing import document_called
from linkage_rules.words.messages import Phrase, enumerated
from linkage_rules.words.telling import days_in_words, loosenings
from linkage_rules.words.told_values import in_words

_MOST: Final = 20
_LONGEST: Final = 40
_TYPES: Final = (Scalar.TEXT, Scalar.MONEY, Scalar.DATE)


@frozen
class Particular:
    """A field with its value."""

    label: Phrase
    value: Phrase


def particulars(decision: Decision) -> tuple[Particular, ...]:
    """The first twenty known and short fields of a record, and its lists of amounts.

    Fields that are absent and have a blank value are left out, since they were not reported.
    """
    fields = decision.record_type.fields
    shown = ((field, _shown(field, decision.record[field.name])) for field in fields)
    found = tuple(Particular(spoken(field), words) for field, words in shown if words is not None)
    return found[:_MOST]


def _shown(field: Field, value: Value) -> Phrase | None:
    if value is None or value == field.blank:
        return None
    if isinstance(field.type, ListType) and isinstance(field.type.element, RecordType):
        return _amounts(value, field.type.element)
    if isinstance(value, str) and field.type is Scalar.TEXT:
        return Phrase(value, value) if len(value) <= _LONGEST else None
    if field.type in _TYPES or isinstance(field.type, EnumType):
        return _in_words(value, field)
    return None


def _in_words(value: Value, field: Field) -> Phrase:
    words = in_words(value, field.type)
    return Phrase(as_words(words.en), words.zh) if isinstance(field.type, EnumType) else words


def _amounts(value: Value, type_: RecordType) -> Phrase | None:
    """A list such as the funds of a project: each kind with its amount."""
    kind = next((f for f in type_.fields if isinstance(f.type, EnumType)), None)
    amount = next((f for f in type_.fields if f.type is Scalar.MONEY), None)
    if kind is None or amount is None or kind is not type_.fields[0]:
        return None
    listed = tuple(_each_amount(value, kind, amount))
    return wording.LISTED.filled(listed=listed) if listed else None


def _each_amount(value: Value, kind: Field, amount: Field) -> Iterator[Phrase]:
    for element in value if isinstance(value, tuple) else ():
        if isinstance(element, Mapping):
            known = [field for field in (kind, amount) if element[field.name] is not None]
            parts = [_in_words(element[field.name], field) for field in known]
            if parts:
                yield enumerated(parts, " ", "")


def basis(question: Question) -> Phrase:
    """The sentence on the basis of the opinion, with which it begins."""
    package = question.policy.package
    documents = [_document(layer, package) for layer in package.layers.values()]
    return said.BASIS.filled(documents=enumerated(documents, en=" and "))


def out_of_force(question: Question) -> Phrase:
    """The sentence that the documents are not in force on the day, and when they are."""
    package = question.policy.package
    documents = [_titled(layer) for layer in package.layers.values()]
    interval, day = days_in_words(package.periods), in_words(question.as_of, Scalar.DATE)
    return said.OUT_OF_FORCE.filled(
        documents=enumerated(documents, en=" and "), interval=interval, day=day
    )


def _document(layer: Layer, package: Package) -> Phrase:
    particulars = tuple(_particulars(layer, package))
    if not particulars or layer.label is None:
        return _titled(layer)
    listed = enumerated(particulars, zh="，")
    title = Phrase(layer.label, layer.label)
    in_brackets = Phrase(f" ({listed.en})", f"（{listed.zh}）")
    return said.DOCUMENT.filled(title=title, particulars=in_brackets)


def _titled(layer: Layer) -> Phrase:
    if layer.label is None:
        return said.UNNAMED.filled(name=layer.name)
    return said.DOCUMENT.filled(title=layer.label, particulars="")


def _particulars(layer: Layer, package: Package) -> Iterator[Phrase]:
    """Who issued a document and when, and its short title."""
    match layer.issuer, layer.issued:
        case str(issuer), None:
            yield said.ISSUED_BY_SOMEBODY.filled(issuer=issuer)
        case None, day if day is not None:
            yield said.ISSUED_SOME_DAY.filled(day=in_words(day, Scalar.DATE))
        case str(issuer), day if day is not None:
            yield said.ISSUED_BY.filled(issuer=issuer, day=in_words(day, Scalar.DATE))
    short = document_called(layer, package)
    if short is not None and short != f"《{layer.label}》":
        yield said.HEREAFTER.filled(short=short)


_DIGITS: Final = 12
"""How many characters of a checksum are printed: enough to distinguish two documents."""
_TO_FILL_IN: Final = said.NUMBER_TO_FILL_IN.filled(office=said.NO_OFFICE)


@frozen
class Paragraph:
    """One or more sentences.

    ``soft`` marks a remark, which stays on a page with what follows if it ``leads`` to that; a
    ``warning`` has to be conspicuous.
    """

    kind: ClassVar[str] = "paragraph"
    words: Phrase
    soft: bool = False
    warning: bool = False
    leads: bool = True


@frozen
class Verdict:
    """The conclusion as a conspicuous heading, and a sentence that explains it."""

    kind: ClassVar[str] = "verdict"
    conclusion: Phrase
    sentence: Phrase
    tone: Tone


@frozen
class Point:
    """A numbered point with the lines that support it.

    ``about`` is the name of the verdict or norm whose reasons can be unfolded on a screen.
    """

    said: Phrase
    lines: tuple[Phrase, ...]
    tone: Tone | None = None
    about: str | None = None


@frozen
class Points:
    """Numbered points."""

    kind: ClassVar[str] = "points"
    points: tuple[Point, ...]


@frozen
class Grid:
    """A table with headings.

    ``shares`` are the widths of its columns in percent, ``marked`` the numbers of the rows to
    highlight.
    """

    kind: ClassVar[str] = "grid"
    headings: tuple[Phrase, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    marked: frozenset[int] = frozenset()


@frozen
class Pairs:
    """Labels with their values, two pairs a row."""

    kind: ClassVar[str] = "pairs"
    pairs: tuple[tuple[Phrase, Phrase], ...]

    @property
    def rows(self) -> Iterator[tuple[tuple[Phrase, Phrase], ...]]:
        for start in range(0, len(self.pairs), 2):
            yield self.pairs[start : start + 2]


Block: TypeAlias = Paragraph | Verdict | Points | Grid | Pairs


@frozen
class Section:
    """A numbered part of the document; ``name`` is its name in style sheets and tests."""

    name: str
    heading: Phrase
    blocks: tuple[Block, ...]


@frozen
class Blank:
    """A row of the closing block: labels, each with the content of its cell, or nothing where it is
    filled in by hand.

    ``tall`` rows leave room for some lines of handwriting.
    """

    cells: tuple[tuple[Phrase, Phrase], ...]
    tall: bool = False


@frozen
class Closing:
    """Who signs, until when, and the contact: one block, which stays on one page.

    ``reminder`` repeats the record and the conclusion, so that the sheet cannot be exchanged;
    ``notes`` stand below the block.
    """

    reminder: Phrase
    rows: tuple[Blank, ...]
    notes: tuple[Phrase, ...]


@frozen
class Document:
    """The whole document.

    ``head`` are pairs of lines left and right, ``codes`` the foot of every page; without a
    conclusion to be signed there is no ``closing``.
    """

    title: Phrase
    subtitle: Phrase
    head: tuple[tuple[Phrase, Phrase], ...]
    warnings: tuple[Phrase, ...]
    sections: tuple[Section, ...]
    closing: Closing | None
    codes: Phrase
    running: Phrase = field(default=Phrase("", ""))


def document(judged: Judged, told: Opinion, question: Question) -> Document:
    """The opinion on a record as a document to be checked, signed and sealed."""
    title = told.title
    called = title.id or title.place
    number = Phrase(called, called) if isinstance(called, str) else called
    name = Phrase(title.name, title.name) if title.name else number
    kind = spoken(question.record_type)
    decision = judged.decision
    codes = said.CODES.filled(
        policy=question.policy.digest[:_DIGITS], record=decision.record_digest[:_DIGITS]
    )
    rest = tuple(_rest(judged, told, question))
    sections = (_conclusion(told, rest, question), *rest)
    numbered = said.NUMBER.filled(kind=kind, number=number)
    return Document(
        title=said.TITLE,
        subtitle=name,
        head=(
            (said.FILE_NUMBER.filled(number=told.number or _TO_FILL_IN), said.ISSUED),
            (numbered, said.AS_OF.filled(day=in_words(question.as_of, Scalar.DATE))),
            (said.ADDRESSEE, Phrase("", "")),
        ),
        warnings=tuple(_warnings(told, question)),
        sections=sections,
        closing=_closing(told, name, numbered) if told.concluded else None,
        codes=codes,
        running=said.RUNNING.filled(number=number, name=name) if title.name else number,
    )


def _warnings(told: Opinion, question: Question) -> Iterator[Phrase]:
    if told.concluded and not question.in_force:
        yield said.PARTLY_IN_FORCE.filled(why=out_of_force(question))
    yield from loosenings(question.policy.package)
    yield from told.simplified


def _conclusion(told: Opinion, rest: Sequence[Section], question: Question) -> Section:
    tone, conclusion = CONCLUSION_TONES[told.conclusion], CONCLUSIONS[told.conclusion]
    if told.conclusion is Conclusion.FACTS_ALONE:
        facts = Verdict(conclusion, MEANINGS[told.conclusion], tone)
        return Section("conclusion", said.CONCLUSION, (Paragraph(basis(question)), facts))
    if not told.concluded:
        stated = Verdict(conclusion, said.NO_CONCLUSION.filled(why=out_of_force(question)), tone)
        return Section("conclusion", said.CONCLUSION, (stated,))
    blocks: list[Block] = [
        Paragraph(basis(question)),
        Verdict(conclusion, of_the_gates(told.gates), tone),
    ]
    where = {section.name: place for place, section in enumerate(rest, 2)}
    counts = (
        (said.COUNT_FAILINGS, len(told.failings), "failings"),
        (said.COUNT_DUE, len(told.due), "due"),
        (said.COUNT_DEMANDS, told.wanted, "demands"),
    )
    counted = tuple(
        words.filled(count=count, part=numeral(where[name]))
        for words, count, name in counts
        if count
    )
    if counted:
        blocks.append(Paragraph(said.FURTHERMORE.filled(counts=counted)))
    if told.against:
        blocks.append(Points(tuple(map(_of_gate, told.against))))
    return Section("conclusion", said.CONCLUSION, tuple(blocks))


def _rest(judged: Judged, told: Opinion, question: Question) -> Iterator[Section]:
    """The sections after the conclusion, in the order in which they have to be attended to."""
    if told.values:
        yield Section("values", said.VALUES, (Pairs(told.values),))
    if told.results:
        yield _results(judged.decision, told.results)
    yield from map(_shares, told.shares)
    if told.failings:
        yield Section("failings", said.FAILINGS, (_grounds(told.failings),))
    if told.due:
        yield Section("due", said.DUE, (_grounds(told.due),))
    if told.exceptions:
        weighed = (said.together(one.sentence, one.not_lifted) for one in told.exceptions)
        yield Section("exceptions", said.EXCEPTIONS, tuple(map(Paragraph, weighed)))
    if told.demands:
        yield _demands(told.demands)
    if doubts := tuple(unread_in(judged, question.record_type)):
        yield _doubts(doubts)
    if told.unsettled:
        note = Paragraph(said.UNSETTLED_NOTE, soft=True)
        listed = Paragraph(said.sentence(told.unsettled))
        yield Section("unsettled", said.UNSETTLED, (note, listed))
    if told.met:
        yield Section("met", said.MET, (Paragraph(said.sentence(told.met)),))
    if told.encouraged:
        yield Section("encouraged", said.ENCOURAGED, (Paragraph(said.sentence(told.encouraged)),))
    if told.readings:
        yield Section("readings", said.READINGS, tuple(_readings(told.readings)))
    if found := particulars(judged.decision):
        pairs = Pairs(tuple((one.label, one.value) for one in found))
        yield Section("particulars", said.PARTICULARS, (pairs,))


def _results(decision: Decision, results: Sequence[ResultEntry]) -> Section:
    """The section of results: each with its value and remarks; below them the totals over several
    records."""
    rows = [
        (one.title, one.words, said.clauses(note for note in (one.owed, one.wanted) if note))
        for one in results
    ]
    for total in totals(decision.results.values()).values():
        if total.known + total.unknown > 1 and total.amount is not None:
            title = said.summed(spoken(total.fact), said.SUM_OF, said.SUM_OF_SUMS)
            rows.append((title, total.words, Phrase("", "")))
    open_ = frozenset(at for at, one in enumerate(results) if one.wanted is not None)
    headings = (said.RESULT, said.RESULT_VALUE, said.REMARK)
    return Section("results", said.RESULTS, (Grid(headings, (38, 24, 38), tuple(rows), open_),))


def _shares(shares: SharesEntry) -> Section:
    """The section of a distribution, the sums below; the reasons of each share are in its
    explanation."""
    rows = tuple(row[:-1] for row in shares.rows)
    grid = Grid(wording.SHARE_COLUMNS[:-1], (28, 18, 14, 20, 20), rows, frozenset({len(rows) - 1}))
    notes = (Paragraph(note) for note in shares.notes)
    told = Paragraph(said.sentence((shares.words,)), soft=True)
    return Section("shares", shares.title, (told, *notes, grid))


def _grounds(grounds: Iterable[Ground]) -> Points:
    return Points(tuple(Point(one.standing, tuple(_lines(one)), about=one.name) for one in grounds))


def _of_gate(gate: Gate) -> Point:
    lines = dict.fromkeys(line for ground in gate.grounds for line in _lines(ground))
    return Point(gate.sentence, tuple(lines), gate.tone, gate.name)


def _lines(ground: Ground) -> Iterator[Phrase]:
    for citation in ground.citations:
        yield said.CLAUSE.filled(clause=citation.clause, words=citation.words)
    if ground.observed:
        yield said.OBSERVED.filled(observed=said.clauses(ground.observed))
    yield from ground.answering
    yield from ground.notes


def _demands(demands: Sequence[Demand]) -> Section:
    headings = (said.ORDINAL, said.DEMAND, said.CONCERNS, said.EVIDENCE, said.TERM)
    nothing = Phrase("", "")
    rows = []
    for number, demand in enumerate(demands, 1):
        places = said.clauses(demand.wanted)
        asked = said.STARRED.filled(places=places) if demand.decisive else places
        concerns = said.clauses(demand.concerns)
        rows.append((Phrase(str(number), str(number)), asked, concerns, nothing, nothing))
    marked = frozenset(at for at, demand in enumerate(demands) if demand.decisive)
    note = said.DEMANDS_NOTE
    if marked:
        note = said.together(note, said.DECISIVE_NOTE)
    grid = Grid(headings, (9, 37, 28, 14, 12), tuple(rows), marked)
    return Section("demands", said.DEMANDS, (Paragraph(note, soft=True), grid))


def _doubts(doubts: Iterable[Unread]) -> Section:
    rows = tuple((one.place, Phrase(one.found, one.found), one.why) for one in doubts)
    grid = Grid((said.WHERE, said.FOUND, said.WHY), (38, 22, 40), rows)
    return Section("doubts", said.DOUBTS, (Paragraph(said.DOUBTS_NOTE, soft=True), grid))


def _readings(readings: Sequence[ReadingEntry]) -> Iterator[Block]:
    """The readings: those that decide with all alternatives, the others with the choice alone."""
    deciding = [one for one in readings if one.decides]
    others = [one for one in readings if not one.decides]
    if deciding:
        yield Paragraph(said.READINGS_THAT_DECIDE, soft=True)
        yield Points(tuple(Point(one.title, (*one.reasons, *one.decides)) for one in deciding))
    if others:
        yield Paragraph(said.OTHER_READINGS if deciding else said.READINGS_NOTE, soft=True)
        for one in others:
            yield Paragraph(said.SENTENCE.filled(listed=one.title), soft=True, leads=False)


def _closing(told: Opinion, name: Phrase, numbered: Phrase) -> Closing:
    nothing = Phrase("", "")
    reminder = said.REMINDER.filled(
        name=name, numbered=numbered, conclusion=CONCLUSIONS[told.conclusion]
    )
    rows = (
        Blank(((said.OFFICER_OPINION, said.AGREED),), tall=True),
        Blank(((said.DEADLINE, said.DEADLINE_BLANK), (said.CONTACT, nothing))),
        Blank(((said.OFFICER, nothing), (said.SECOND, nothing))),
        Blank(((said.OFFICE, nothing), (said.DATE, said.DATE_BLANK))),
        Blank(((said.RECEIVED, nothing), (said.RECEIVED_ON, said.DATE_BLANK))),
    )
    return Closing(reminder, rows, (said.OBJECTION, said.DRAFT))


_NUMERALS: Final = "一二三四五六七八九十"


def numeral(number: int) -> Phrase:
    """The number of a section, in Chinese numerals as official letters use them, and in digits.

    >>> numeral(3), numeral(11).zh
    (Phrase(en='3', zh='三'), '十一')
    """
    tens, ones = divmod(number, 10)
    written = ("十" if tens else "") + (_NUMERALS[ones - 1] if ones else "")
    return Phrase(str(number), written)
