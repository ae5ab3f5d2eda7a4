"""Names: what is declared in a package and in those it uses, under every spelling."""

from collections.abc import Iterable, Iterator, MutableMapping, MutableSet, Sequence
from enum import Enum
from typing import Final, Protocol, TypeAlias

from attrs import Factory, define, evolve, field, frozen

from linkage_rules.language import syntax
from linkage_rules.language.diagnostics import Diagnostic, Excerpt, Related
from linkage_rules.language.fixes import Choice, Edit, Fix, certain
from linkage_rules.language.hints import choices
from linkage_rules.language.hints.names_meant import name_meant, names_offered
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.references import Reference
from linkage_rules.model.expressions import Distribute, Expression, FieldValue, Subject
from linkage_rules.model.norms import Given, Modality
from linkage_rules.model.package import Package
from linkage_rules.model.spans import Span
from linkage_rules.model.types import EnumType, Field, Member, RecordType, Type
from linkage_rules.model.work_calendars import WorkCalendar
from linkage_rules.words.called import called
from linkage_rules.words.keywords import BY_TERMINAL, Language, spelling
from linkage_rules.words.messages import FIRST_PLACE, Phrase, Words
from linkage_rules.words.names import left_open, to_fill_in


class Kind(Enum):
    """What a declared name stands for. The value is what messages call it."""

    ENUM = Phrase("an enum", "枚举")
    RECORD_TYPE = Phrase("a record type", "记录类型")
    BEARER = Phrase("a bearer", "主体")
    PARAMETER = Phrase("a parameter", "参数")
    READING = Phrase("a reading", "读法")
    FACT = Phrase("a fact", "事实")
    DISTRIBUTION = Phrase("a distribution", "分配")
    ACTION = Phrase("an action", "行为")
    NORM = Phrase("a norm", "规范")
    CALENDAR = Phrase("a calendar", "工作日历")


HOLD_VALUES: Final = frozenset({Kind.PARAMETER, Kind.READING, Kind.FACT, Kind.DISTRIBUTION})
"""The kinds of names that stand for values in expressions."""


class Named(Protocol):
    """A declaration with a name, at which messages about it point."""

    @property
    def name(self) -> syntax.Name: ...


@frozen
class ParameterSignature:
    type: Type


@frozen
class FactSignature:
    """The signature of a fact; ``given`` are its arguments.

    ``among`` is set for a distribution: the names that lead to the list of participants, empty
    where that has a fault.
    """

    record_type: str
    type: Type
    given: tuple[Given, ...] = ()
    among: tuple[str, ...] | None = None


def list_of_record(collection: Expression | None) -> tuple[str, ...]:
    """The names that lead from the record to a list that is a field; none for any other list."""
    match collection:
        case FieldValue(Subject(), name):
            return (name,)
        case FieldValue(record, name) if path := list_of_record(record):
            return (*path, name)
    return ()


@frozen
class ActionSignature:
    """The signature of an action.

    ``observable``: it has a done-condition; ``dated``: it has a day on which it is done;
    ``repeated``: it has a list of such days.
    """

    record_type: str
    observable: bool
    dated: bool = False
    repeated: bool = False


@frozen
class NormSignature:
    """The signature of a norm; ``has_deadline`` says whether it has a deadline."""

    record_type: str
    modality: Modality
    action: str
    has_deadline: bool = False


_EXCHANGE: Final = Phrase(
    "check the two values; if they are the wrong way round, write {least} first and {greatest} "
    "after it",
    "核对两个值；若是写反了，先写{least}，后写{greatest}",
)

Signature: TypeAlias = (
    EnumType
    | RecordType
    | ParameterSignature
    | FactSignature
    | ActionSignature
    | NormSignature
    | WorkCalendar
    | None
)


@define
class Symbol:
    """A declared name. ``signature`` is filled in once types are known; a bearer has none.

    ``package`` is the used package that declares it, if it is one.
    """

    kind: Kind
    name: str
    label: str | None
    excerpt: Excerpt
    signature: Signature = None
    package: str | None = None

    @property
    def span(self) -> Span:
        """Where it is declared."""
        return self.excerpt.span


Meant: TypeAlias = Symbol | Field | Member
"""What a written name can stand for."""


@define
class Problems:
    """Collects the problems of all passes.

    ``unread`` are words from declarations with faults, which are not to be reported as unknown.
    ``references`` records what every written name means. ``guesses`` is how often the meaning of an
    unknown name is still searched for, since that takes time.
    """

    files: dict[str, SourceFile]
    unread: MutableSet[str] = Factory(set)
    diagnostics: list[Diagnostic] = Factory(list)
    references: dict[Span, Reference] = Factory(dict)
    guesses: int = 100

    def report(
        self,
        code: str,
        span: Span,
        *,
        hint: Phrase | Fix | None = None,
        related: tuple[Related, ...] = (),
        **arguments: Words,
    ) -> None:
        excerpt = self.excerpt(span)
        fix = hint if isinstance(hint, Fix) else Fix(hint)
        self.diagnostics.append(
            Diagnostic(code, excerpt, arguments, fix.hint, related, fix.choices)
        )

    def excerpt(self, span: Span) -> Excerpt:
        file = self.files.get(span.file)
        return Excerpt.of(file, span) if file else Excerpt(span, "")

    def text(self, span: Span) -> str:
        """The text of a span."""
        return self.files[span.file].text[span.start : span.end]

    def is_english(self, span: Span) -> bool:
        """Whether the text of a span is written in English, so that what is put there is, too."""
        return self.text(span).isascii()

    def quoted(self, span: Span) -> str:
        """The text of a span, as a message quotes it."""
        return self.files[span.file].on_one_line(span)

    def wrong_way_round(self, span: Span, least: syntax.Node, greatest: syntax.Node) -> None:
        """Report a least value above the greatest, with a fix that exchanges them."""
        low, high = self.text(least.span), self.text(greatest.span)
        exchanged = (Edit(least.span, high), Edit(greatest.span, low))
        hint = certain(_EXCHANGE.filled(least=high, greatest=low), *exchanged)
        self.report("POL-312", span, least=low, greatest=high, hint=hint)

    def taken_away(self, clause: Span, hint: Phrase | None = None) -> Fix:
        """The fix that takes a clause or a declaration away, with the lines on which it stands."""
        return certain(hint, *choices.without_lines(self.files[clause.file], clause).edits)

    def without(self, *places: Span, hint: Phrase | None = None) -> Fix:
        """The fix that leaves to the author which of several places to remove."""
        here = (place for place in places if place.file in self.files)
        return Fix(hint, tuple(choices.without(self.files[place.file], place) for place in here))

    def without_member(self, *places: Span, hint: Phrase | None = None) -> Fix:
        """Like `without`, of members that are listed with commas or words between them."""
        return Fix(hint, tuple(choices.without_member(self.files[p.file], p) for p in places))

    def said_in(self, clause: Span, terminal: str) -> Span | None:
        """Where a keyword stands in a clause; None where it does not."""
        return choices.said_in(self.files[clause.file], clause, terminal)

    def behind(self, clause: Span, terminal: str) -> Span:
        """What stands in a clause behind the keyword that it begins with."""
        file, end = self.files[clause.file], clause.start + len(self.text(clause).rstrip())
        start = next(
            clause.start + len(spelled)
            for spelled in sorted(BY_TERMINAL[terminal].spellings, key=len, reverse=True)
            if file.text.startswith(spelled, clause.start)
        )
        words = file.text[start:end].lstrip()
        return file.span(end - len(words), end)

    def changing(self, declaration: "Changing", terminal: str) -> Choice:
        """The choice to change something of the policy below, instead of what begins a
        declaration; the reason, where there must be one, is to be filled in."""
        file, span, name = self.files[declaration.span.file], declaration.span, declaration.name
        head = file.text[span.start : span.end].partition("\n")[0].rstrip()
        # The inputs of a table stand in the head as well.
        inputs = [one.span for one in getattr(declaration, "inputs", ())]
        end = span.start + len(head)
        if inputs:
            by = self.said_in(evolve(span, end=inputs[0].start), "BY")
            end = by.start if by else end
        language: Language = "en" if file.text[span.start].isascii() else "zh"
        text = f"{spelling(terminal, language)} {self.text(name.span)}"
        if terminal != "SET":
            reason = to_fill_in("the reason" if language == "en" else "理由", language)
            text += f" {spelling('BECAUSE', language)} “{reason}”"
        place = file.span(span.start, end)
        return choices.writing(place, f"{text} " if inputs else text)

    def label_span(self, name: Span, label: str) -> Span:
        """The place of the label behind a name."""
        file = self.files.get(name.file)
        at = file.text.find(label, name.end) if file else -1
        return file.span(at, at + len(label)) if file and at >= 0 else name

    def unknown_name(
        self,
        kind: Phrase,
        name: syntax.Name,
        known: Iterable[str],
        others: Iterable[str] = (),
        is_value: bool = False,
        offered: Sequence[Phrase] = (),
    ) -> None:
        """Report a name that means nothing here, with what was probably meant.

        ``known`` are names that could stand here, ``others`` names of other kinds; with
        ``is_value`` a quantity could stand here, too. If no name is similar, the message lists what
        is ``offered``. A word from a declaration that could not be read is not reported again. A
        place that was left open, as in the draft of a norm, is told as such.
        """
        if name.text in self.unread:
            return
        if (wanted := left_open(name.text)) is not None:
            self.report("POL-210", name.span, wanted=wanted, kind=kind)
            return
        hint = self.name_meant(name, known, others, is_value) or names_offered(name, offered)
        self.report("POL-202", name.span, hint=hint, name=name.text, kind=kind)

    def name_meant(
        self,
        name: syntax.Name,
        known: Iterable[str],
        others: Iterable[str] = (),
        is_value: bool = False,
    ) -> Fix | None:
        """The fix with the name that was probably meant; None after too many searches."""
        if not self.guesses:
            return None
        self.guesses -= 1
        file = self.files.get(name.span.file)
        return name_meant(name.text, name.span, known, others, file, is_value)


_OWN_NAME: Final = Phrase("a name of its own", "自己的名称")

KINDS: dict[type[syntax.Declaration], Kind] = {
    syntax.EnumDeclaration: Kind.ENUM,
    syntax.RecordDeclaration: Kind.RECORD_TYPE,
    syntax.BearerDeclaration: Kind.BEARER,
    syntax.CalendarDeclaration: Kind.CALENDAR,
    syntax.ParameterDeclaration: Kind.PARAMETER,
    syntax.ReadingDeclaration: Kind.READING,
    syntax.FactDeclaration: Kind.FACT,
    syntax.DistributionDeclaration: Kind.DISTRIBUTION,
    syntax.ActionDeclaration: Kind.ACTION,
    syntax.NormDeclaration: Kind.NORM,
}
"""The declarations that give something a name of its own, and what that is."""

NamedDeclaration: TypeAlias = (
    syntax.EnumDeclaration
    | syntax.RecordDeclaration
    | syntax.BearerDeclaration
    | syntax.CalendarDeclaration
    | syntax.ParameterDeclaration
    | syntax.ReadingDeclaration
    | syntax.FactDeclaration
    | syntax.DistributionDeclaration
    | syntax.ActionDeclaration
    | syntax.NormDeclaration
)


Changing: TypeAlias = (
    NamedDeclaration
    | syntax.SetDeclaration
    | syntax.OverrideDeclaration
    | syntax.RepealDeclaration
    | syntax.LoosensDeclaration
    | syntax.AdjustDeclaration
)
"""The declarations in whose place something of the policy below may be changed."""


@define
class Names:
    """Every name and label that is visible in a package. One spelling has one meaning.

    ``disputed`` are spellings that were declared twice, which was reported.
    """

    problems: Problems
    by_spelling: MutableMapping[str, Symbol] = field(factory=dict)
    disputed: MutableSet[str] = field(factory=set)

    def of_kind(self, kind: Kind) -> Iterator[Symbol]:
        """The symbols of one kind, each once."""
        seen: set[str] = set()
        for symbol in self.by_spelling.values():
            if symbol.kind is kind and symbol.name not in seen:
                seen.add(symbol.name)
                yield symbol

    def find(
        self, name: syntax.Name, kind: Kind, hint: Phrase | Fix | None = None
    ) -> Symbol | None:
        """The symbol a name stands for; reports when there is none of that kind.

        ``hint`` says what to do with one of another kind.
        """
        symbol = self.by_spelling.get(name.text)
        if symbol is None:
            known = (s for s, found in self.by_spelling.items() if found.kind is kind)
            offered = [called(s) for s in self.of_kind(kind)]
            self.problems.unknown_name(kind.value, name, known, offered=offered)
            return None
        if symbol.kind is not kind and name.text in self.disputed:
            return None
        if symbol.kind is not kind:
            self.problems.report(
                "POL-203",
                name.span,
                name=name.text,
                found_kind=symbol.kind.value,
                kind=kind.value,
                hint=hint,
            )
            return None
        self.refer(name, symbol)
        return symbol

    def refer(self, name: syntax.Name, meant: Meant) -> None:
        """Remember what a written name stands for."""
        self.problems.references[name.span] = Reference(meant.name, meant.label, meant.span)

    def declare(
        self, symbol: Symbol, place: Span | None = None, hint: Phrase | Fix | None = None
    ) -> None:
        """Enter a symbol under its name and label; reports a spelling that is taken.

        ``place`` is where to report, if not where the symbol is declared, ``hint`` what to do. A
        name that was left open in a draft is told as such.
        """
        wanted = left_open(symbol.name)
        if wanted is not None and symbol.package is None:
            self.problems.report("POL-210", symbol.excerpt.span, wanted=wanted, kind=_OWN_NAME)
        for spelled in dict.fromkeys(s for s in (symbol.name, symbol.label) if s):
            first = self.by_spelling.setdefault(spelled, symbol)
            if first is symbol:
                continue
            self.disputed.add(spelled)
            if symbol.package is not None and symbol.package == first.package:
                continue  # It was reported of that package.
            declared = symbol.excerpt.span
            if spelled != symbol.name:
                declared = self.problems.label_span(declared, spelled)
            self.problems.report(
                "POL-201",
                place or declared,
                hint=hint,
                name=spelled,
                related=(Related(first.excerpt, FIRST_PLACE),),
            )


def collect_names(
    declarations: Iterable[syntax.Declaration], uses: Iterable[Package], problems: Problems
) -> tuple[Names, dict[str, NamedDeclaration]]:
    """The names of a package and of those it uses, and its own declarations by ASCII name.

    A declaration whose name is taken is left out.
    """
    declarations = tuple(declarations)
    names = Names(problems)
    seen: set[str] = set()
    using = [d.name.span for d in declarations if isinstance(d, syntax.Use)]
    for number, used in enumerate(uses):
        place = using[min(number, len(using) - 1)] if using else None
        for package in used.stack():
            if package.name not in seen:
                seen.add(package.name)
                for symbol in _symbols_of(package, problems):
                    # A calendar that an overlay adjusts is declared again, with its adjusted days.
                    if symbol.signature is used.calendars.get(symbol.name, symbol.signature):
                        names.declare(symbol, place)
    amends = any(isinstance(declaration, syntax.Amend) for declaration in declarations)
    below = dict(names.by_spelling) if amends else {}
    own: dict[str, NamedDeclaration] = {}
    for declaration in declarations:
        kind = KINDS.get(type(declaration))
        if kind is None:
            continue
        assert isinstance(declaration, NamedDeclaration)
        excerpt = problems.excerpt(declaration.name.span)
        symbol = Symbol(kind, declaration.name.text, declaration.label, excerpt)
        known = below.get(symbol.name)
        change = _CHANGES.get(kind) if known is not None and known.kind is kind else None
        taken = (names.by_spelling.get(s) for s in (symbol.name, symbol.label) if s)
        others = [other for other in taken if other is not None]
        hint = None
        if others:
            mine = [own[other.name].span for other in others if other.name in own]
            hint = problems.without(*mine[:1], declaration.span)
        if change is not None:
            instead = problems.changing(declaration, _CHANGING[kind])
            hint = Fix(change.filled(name=symbol.name), (instead,))
        names.declare(symbol, hint=hint)
        if names.by_spelling[symbol.name] is symbol:
            own[symbol.name] = declaration
    return names, own


_CHANGING: Final = {
    Kind.PARAMETER: "SET",
    Kind.READING: "SET",
    Kind.CALENDAR: "ADJUST",
    Kind.NORM: "OVERRIDE",
    Kind.FACT: "OVERRIDE",
}
"""The keywords with which an overlay changes something."""

_CHANGES: Final = {
    Kind.PARAMETER: Phrase(
        "to change what the policy below says, write: set {name}; else choose another name",
        "要改动被修订政策的参数，请写：设定 {name}；否则换一个名称",
    ),
    Kind.READING: Phrase(
        "to choose otherwise than the policy below, write: set {name}; else choose another name",
        "要另作选择，请写：设定 {name}；否则换一个名称",
    ),
    Kind.CALENDAR: Phrase(
        "to change days of the calendar below, write: adjust calendar {name} because “…”; "
        "else choose another name",
        "要改动被修订政策的工作日历，请写：调整日历 {name} 因为 “…”；否则换一个名称",
    ),
    Kind.NORM: Phrase(
        "to change what the policy below says, write: override {name} because “…”; "
        "else choose another name",
        "要改动被修订政策的规范，请写：取代 {name} 因为 “…”；否则换一个名称",
    ),
    Kind.FACT: Phrase(
        "to define it otherwise than the policy below, write: override {name} because “…”; "
        "else choose another name",
        "要改动被修订政策的定义，请写：取代 {name} 因为 “…”；否则换一个名称",
    ),
}
"""How an overlay changes something that it cannot declare again."""


def spellings_in(package: Package) -> set[str]:
    """The names and labels of all that is visible in a package."""
    nowhere = Problems({})
    symbols = (s for one in package.stack() for s in _symbols_of(one, nowhere))
    return {spelling for s in symbols for spelling in (s.name, s.label) if spelling}


def _symbols_of(package: Package, problems: Problems) -> Iterator[Symbol]:
    def symbol(kind: Kind, item: object, signature: Signature = None) -> Symbol:
        name, label, span = (getattr(item, a) for a in ("name", "label", "span"))
        return Symbol(kind, name, label, problems.excerpt(span), signature, package.name)

    for enum in package.declared_enums:
        yield symbol(Kind.ENUM, enum, enum)
    for record in package.declared_records:
        yield symbol(Kind.RECORD_TYPE, record, record)
    for bearer in package.declared_bearers:
        yield symbol(Kind.BEARER, bearer)
    for calendar in package.declared_calendars:
        yield symbol(Kind.CALENDAR, calendar, calendar)
    for parameter in package.declared_parameters:
        kind = Kind.PARAMETER if parameter.reading is None else Kind.READING
        yield symbol(kind, parameter, ParameterSignature(parameter.type))
    for fact in package.declared_facts:
        means = fact.means
        shared = isinstance(means, Distribute)
        among = list_of_record(means.collection) if isinstance(means, Distribute) else None
        of = FactSignature(fact.record_type, fact.type, fact.given, among)
        yield symbol(Kind.DISTRIBUTION if shared else Kind.FACT, fact, of)
    for action in package.declared_actions:
        observable = action.done_when is not None
        dated, repeated = (day is not None for day in (action.done_on, action.done_at))
        signature = ActionSignature(action.record_type, observable, dated, repeated)
        yield symbol(Kind.ACTION, action, signature)
    for norm in package.declared_norms:
        has_deadline = norm.deadline is not None
        of_norm = NormSignature(norm.record_type, norm.modality, norm.action, has_deadline)
        yield symbol(Kind.NORM, norm, of_norm)
