"""Declarations of a policy in sentences for readers who do not write `.pol`."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from linkage_rules.language.checking.units import type_phrase
from linkage_rules.language.writing.unparse import describe
from linkage_rules.model.expressions import (
    Constant,
    Distribute,
    Expression,
    FactValue,
    FieldValue,
    unit_of,
)
from linkage_rules.model.norms import (
    Action,
    Bearer,
    Deadline,
    Fact,
    Interval,
    Norm,
    Parameter,
    ParameterPeriod,
    Reading,
    TableCell,
    TableRow,
)
from linkage_rules.model.package import Amendment, AmendmentKind, Package, Statement
from linkage_rules.model.traversal import walk
from linkage_rules.model.types import Field, ListType, RecordType, Scalar, Type
from linkage_rules.model.values import Value
from linkage_rules.model.work_calendars import DaysListed, WorkCalendar
from linkage_rules.presenting.cited_rules import Declared
from linkage_rules.words.called import Named, as_words
from linkage_rules.words.decision_words import OWED
from linkage_rules.words.deontic_words import FORCES
from linkage_rules.words.keywords import Language, spelling
from linkage_rules.words.literals import write_date
from linkage_rules.words.messages import Phrase, say
from linkage_rules.words.names import with_article
from linkage_rules.words.parties import deed, subject
from linkage_rules.words.telling import by_when
from linkage_rules.words.working_days import WEEKDAYS, spoken


@frozen
class _Words:
    asked: str
    chosen: str
    otherwise: str
    tunable: str
    throughout: str
    under: str
    answers: str
    mark: str
    stop: str


_WORDS: Final[dict[Language, _Words]] = {
    "zh": _Words(
        asked="“{name}”：{question}",
        chosen="{days}读作{value}，因为{because}。",
        otherwise="也可读作{value}，因为{because}。",
        tunable="修订本政策的可以另作选择。",
        throughout="全文适用。",
        under="依读法{names}。",
        answers="责任单位见{names}。",
        mark="“{}”",
        stop="。",
    ),
    "en": _Words(
        asked="“{name}”: {question} ",
        chosen="It is read as {value}{days}, because {because}. ",
        otherwise="It could be read as {value}, because {because}. ",
        tunable="A policy on top of this one may choose otherwise. ",
        throughout="The whole policy is read so. ",
        under=" Under the reading {names}.",
        answers=" Who answers: see {names}.",
        mark="“{}”",
        stop=". ",
    ),
}


def reading_in_words(
    reading: Parameter,
    name: str,
    language: Language,
    value: Callable[[Value, Type], str],
    text: Callable[[str], str],
) -> str:
    """A reading in words: the question, the choice and its reason, the alternatives with theirs,
    and who may choose.

    ``value`` formats a choice, ``text`` formats what an author wrote.
    """
    said, words = reading.reading, _WORDS[language]
    assert said is not None
    parts = [words.asked.format(name=name, question=_closed(text(said.question), words))]
    parts += [chosen(period, reading.type, language, value, text) for period in reading.periods]
    parts += [
        words.otherwise.format(
            value=value(other.value, reading.type), because=_open(text(other.because))
        )
        for other in said.alternatives
    ]
    parts += [words.tunable] if reading.tunable else []
    parts += [words.throughout] if said.throughout else []
    return "".join(parts).strip()


def chosen(
    period: ParameterPeriod,
    type_: Type,
    language: Language,
    value: Callable[[Value, Type], str],
    text: Callable[[str], str],
) -> str:
    """What is chosen on some days, with the reason."""
    return _WORDS[language].chosen.format(
        days=_days(period.in_force, language),
        value=value(period.value, type_),
        because=_open(text(period.because or "")),
    )


def resting_on(names: Iterable[str], language: Language) -> str:
    """The sentence on the readings that a declaration names; empty for none."""
    return _named(_WORDS[language].under, names, language)


def answered_by(names: Iterable[str], language: Language) -> str:
    """The sentence on the fields that tell who is responsible; empty for none."""
    return _named(_WORDS[language].answers, names, language)


def _named(pattern: str, names: Iterable[str], language: Language) -> str:
    marked = [_WORDS[language].mark.format(name) for name in names]
    joint = "、" if language == "zh" else ", "
    return pattern.format(names=joint.join(marked)) if marked else ""


def _days(days: Interval, language: Language) -> str:
    start, end = (None if d is None else write_date(d, language) for d in (days.start, days.end))
    if language == "zh":
        return (f"自{start}起" if start else "") + (f"至{end}" if end else "")
    return (f" from {start}" if start else "") + (f" to {end}" if end else "")


def _open(text: str) -> str:
    """A text without its final stop, for use inside a sentence."""
    return text.rstrip("。.；; ")


def _closed(text: str, words: _Words) -> str:
    return text if text.endswith(("？", "?", "。", ".")) else f"{text}{words.stop.strip()}"


@frozen
class Style:
    """How names and expressions are set off from the sentence around them."""

    name: Callable[[str], str]
    expression: Callable[[str], str]


PLAIN: Final = Style(name=str, expression="“{}”".format)


def in_plain_words(
    declared: Declared,
    package: Package,
    language: Language,
    style: Style = PLAIN,
    with_rows: bool = True,
) -> str:
    """What a declaration means; the rows of a table only ``with_rows``, see `table_in_words`.

    ``package`` is the policy it is visible in. English uses the ASCII names, read as words; Chinese
    the labels, where there are any. The texts that ``style`` gets are not escaped for any format.

    >>> from linkage_rules.model.norms import Modality, Strength
    >>> norm = Norm(
    ...     name="library",
    ...     label=None,
    ...     record_type="Project",
    ...     modality=Modality.PROHIBITION,
    ...     strength=Strength.STRICT,
    ...     bearer="county",
    ...     action="enter_library",
    ... )
    >>> from linkage_rules.model.norms import Bearer
    >>> policy = Package(
    ...     name="small",
    ...     declared_records=(RecordType("Project", "项目", ()),),
    ...     declared_bearers=(Bearer("county", "县级主管部门"),),
    ...     declared_actions=(Action("enter_library", "纳入项目库", "Project"),),
    ...     declared_norms=(norm,),
    ... )
    >>> print(in_plain_words(norm, policy, "zh"))
    任何项目，县级主管部门不得纳入项目库。
    >>> print(in_plain_words(norm, policy, "en"))
    For every project, the county must not enter library.
    """
    writer = (_English if language == "en" else _Chinese)(package, style)
    match declared:
        case Norm():
            return writer.norm(declared) + writer.told_besides(declared)
        case Fact():
            said = writer.fact(declared, with_rows) + writer.result(declared)
            return said + writer.told_besides(declared)
        case Action():
            return writer.action(declared) + writer.rests(declared) + writer.blanks(declared)
        case Parameter(reading=Reading()):
            return writer.reading(declared)
        case Parameter():
            return writer.parameter(declared) + writer.rests(declared)
        case WorkCalendar():
            return writer.calendar(declared)
        case Statement():
            return writer.statement(declared)
        case Amendment():
            return writer.amendment(declared)


def table_in_words(
    fact: Fact, package: Package, language: Language, style: Style = PLAIN
) -> tuple[tuple[str, ...], ...]:
    """The headings and the rows of a decision table, a text for each cell; empty without a table.

    The last column holds the value; where rows hold on other days than the policy, a column before
    it has these days.
    """
    if not fact.table:
        return ()
    writer = (_English if language == "en" else _Chinese)(package, style)
    dated = any(row.in_force not in (Interval(), package.in_force) for row in fact.table)
    in_english = language == "en"

    def cells(row: TableRow) -> Iterator[str]:
        if row.condition is None:
            rest = spelling("ELSE", language)
            yield from (rest if number == 0 else "" for number in range(len(fact.inputs)))
        for cell in row.cells:
            yield writer.cell(cell, language)
        if dated:
            yield _days(row.in_force, language).strip()
        yield writer.written(row.value, language)

    head = [writer.written(asked, language) for asked in fact.inputs]
    days = ["days" if in_english else "适用日期"] if dated else []
    named = as_words(fact.name) if in_english else fact.label or fact.name
    return ((*head, *days, style.name(named)), *(tuple(cells(row)) for row in fact.table))


_Named: TypeAlias = (
    Bearer | RecordType | Norm | Fact | Action | Parameter | WorkCalendar | Amendment
)
_Period: TypeAlias = tuple[ParameterPeriod, Type]


@frozen
class _Writer(ABC):
    package: Package
    style: Style

    def written(self, expression: Expression, language: Language) -> str:
        return self.style.expression(describe(expression, self.package, language))

    def by_when(self, deadline: Deadline) -> Phrase:
        """By when a duty is due."""

        def written(part: Expression) -> Phrase:
            return Phrase(self.written(part, "en"), self.written(part, "zh"))

        return by_when(deadline, written)

    def value(self, value: Value, type_: Type, language: Language) -> str:
        """A value of a parameter, as the language writes it."""
        match value, type_:
            case None, _:
                return spelling("UNKNOWN", language)
            case tuple(), ListType(element):
                joint = ", " if language == "en" else "、"
                items = joint.join(self.value(item, element, language) for item in value)
                return items or ("(none)" if language == "en" else "（空）")
            case Mapping(), RecordType(fields=fields):
                parts = (
                    f"{(f.label if language == 'zh' else None) or f.name} "
                    f"{self.value(value[f.name], f.type, language)}"
                    for f in fields
                )
                return ("; " if language == "en" else "；").join(parts)
            case _:
                return describe(Constant(value, type_), self.package, language)

    def cell(self, cell: TableCell, language: Language) -> str:
        """The condition of a cell of a table."""
        if cell.is_any:
            return spelling("ANY", language)
        either = f" {spelling('OR', language)} "
        said = [either.join(self.written(choice, language) for choice in cell.choices)]
        ends = ((cell.low, "AT_LEAST", "ABOVE"), (cell.high, "AT_MOST", "BELOW"))
        for bound, included, excluded in ends:
            if bound is not None:
                word = spelling(included if bound.included else excluded, language)
                said.append(f"{word} {self.written(bound.limit, language)}")
        return " ".join(filter(None, said))

    def set_here(self, amendment: Amendment) -> list[_Period]:
        """The values that an overlay sets, with the type of the parameter."""
        parameter = self.package.parameters[amendment.target]
        return [(p, parameter.type) for p in parameter.periods if p.layer == amendment.layer]

    def _reading(self, reading: Parameter, called: str, language: Language) -> str:
        return reading_in_words(reading, called, language, self._choice(language), self.style.name)

    def _choice(self, language: Language) -> Callable[[Value, Type], str]:
        def written(value: Value, type_: Type) -> str:
            if isinstance(value, str) and type_ is Scalar.TEXT:
                return f"“{self.style.name(value)}”"
            return self.style.expression(self.value(value, type_, language))

        return written

    def _chosen(self, period: ParameterPeriod, type_: Type, language: Language) -> str:
        return chosen(period, type_, language, self._choice(language), self.style.name)

    def _rests(
        self,
        declared: Norm | Fact | Action | Parameter,
        language: Language,
        called: Callable[[Parameter | Fact | Field], str],
    ) -> str:
        readings = [called(self.package.readings[name]) for name in declared.readings]
        said = resting_on(readings, language)
        if isinstance(declared, Norm):
            said += answered_by(map(called, self._who_answers(declared)), language)
        return said

    def _who_answers(self, norm: Norm) -> Iterator[Fact | Field]:
        for one in norm.answerable:
            if isinstance(one, FactValue):
                yield self.package.facts[one.name]
            elif isinstance(one, FieldValue):
                yield self.package.record_types[norm.record_type].by_spelling[one.name]

    def told_besides(self, declared: Norm | Fact) -> str:
        """The sentences after the rule: what it rests on, overrides and leaves out."""
        said = self.rests(declared) + self.blanks(declared) + self.overrides(declared)
        return said if declared.simplified is None else said + self.simpler(declared.simplified)

    @abstractmethod
    def rests(self, declared: Norm | Fact | Action | Parameter) -> str:
        """The sentences on the readings that it rests on, and on who is responsible."""

    def blanks(self, declared: Norm | Fact | Action) -> str:
        """The sentences on how its fields are read where they are left blank."""
        written = [part.expression for part in declared.parts()]
        if isinstance(declared, Norm) and declared.deadline is not None:
            written.append(declared.deadline.written)
        found: dict[tuple[str, str], Field] = {}
        for part in (part for expression in written for part in walk(expression)):
            if isinstance(part, FieldValue) and isinstance(part.record.type, RecordType):
                field = part.record.type.by_spelling[part.name]
                if field.blank is not None:
                    found[part.record.type.name, field.name] = field
        return "".join(map(self.blank, found.values()))

    @abstractmethod
    def blank(self, field: Field) -> str:
        """What a field is read as where it is left blank."""

    @abstractmethod
    def simpler(self, because: str) -> str:
        """The sentence that it says less than the text, and why."""

    @abstractmethod
    def result(self, fact: Fact) -> str:
        """The sentence that a fact is a result, and who owes it to whom."""

    def _owed(self, fact: Fact, language: Language, called: Callable[[Bearer], Phrase]) -> str:
        if fact.result is None:
            return ""
        parties = {"bearer": fact.result.bearer, "counterparty": fact.result.counterparty}
        named = {role: called(self.package.bearers[name]) for role, name in parties.items() if name}
        pattern = OWED.get(("bearer" in named, "counterparty" in named))
        return "" if pattern is None else say(pattern.filled(**named), language)

    def overrides(self, declared: Norm | Fact) -> str:
        """The sentence that an overlay replaces a declaration of a lower policy by this one."""
        for amendment in self.package.amendments:
            made = (amendment.change, amendment.target, amendment.layer)
            if made == (AmendmentKind.OVERRIDE, declared.name, declared.layer):
                return self.override(amendment)
        return ""

    @abstractmethod
    def override(self, amendment: Amendment) -> str:
        """The sentence that something is overridden, and why."""

    def other_days(self, amendment: Amendment) -> Interval:
        """The days of an amendment, where these are not the days of its policy."""
        layer = self.package.layers[amendment.layer]
        return Interval() if amendment.in_force == layer.in_force else amendment.in_force

    def adjusted(self, amendment: Amendment) -> tuple[WorkCalendar, list[DaysListed]]:
        """A calendar that an overlay adjusts, with the days that it lists."""
        calendar = self.package.calendars[amendment.target]
        return calendar, [days for days in calendar.listed if days.layer == amendment.layer]

    def own_force(self, norm: Norm) -> bool:
        """Whether a norm is in force on other days than its policy."""
        return norm.in_force not in (self.package.in_force, Interval())


class _Chinese(_Writer):
    def result(self, fact: Fact) -> str:
        owed = self._owed(fact, "zh", self.named)
        said = f"这是要给出的结果，{owed}。" if owed else "这是要给出的结果。"
        return said if fact.result else ""

    def rests(self, declared: Norm | Fact | Action | Parameter) -> str:
        return self._rests(declared, "zh", lambda named: self.style.name(named.label or named.name))

    def reading(self, reading: Parameter) -> str:
        return self._reading(reading, self.called(reading), "zh")

    def norm(self, norm: Norm) -> str:
        record = self.called(self.package.record_types[norm.record_type])
        if norm.when is None:
            opening = f"任何{record}，"
        else:
            opening = f"{record}符合{self.written(norm.when, 'zh')}的，"
        bearer = subject(norm, self.package, self.named).zh
        action = deed(norm, self.package, self.named).zh
        duty = FORCES[norm.modality, norm.strength].rule.zh.format(bearer=bearer, action=action)
        sentence = opening + duty
        if norm.unless is not None:
            sentence += f"；但{self.written(norm.unless, 'zh')}的除外"
        if norm.lasting is not None:
            sentence += f"；本条在{self.written(norm.lasting, 'zh')}期间适用"
        if norm.deadline is not None:
            sentence += f"；{self.by_when(norm.deadline).zh}"
        if norm.overrides:
            others = "".join(f"“{self.called(self.package.norms[o])}”" for o in norm.overrides)
            sentence += f"；与{others}不一致时适用本条"
        if self.own_force(norm):
            sentence += f"；本条{_days(norm.in_force, 'zh')}施行"
        return f"{sentence}。"

    def fact(self, fact: Fact, with_rows: bool = True) -> str:
        record = self.called(self.package.record_types[fact.record_type])
        called = f"“{self.called(fact)}”{self._given(fact)}"
        goes = f"{record}的{called}，" if fact.given else f"{record}的{called}"
        if fact.progressive:
            by = self.written(fact.inputs[0], "zh")
            rows = "；".join(self._bracket(row) for row in fact.table)
            told = f"：{rows}。" if with_rows else "，见下表。"
            return f"{goes}按{by}分档累进{told}"
        if fact.table:
            rows = "；".join(self._row(row) for row in fact.table)
            told = f"：{rows}。" if with_rows else "。"
            return f"{goes}按下表{told}"
        if isinstance(fact.definition, Distribute):
            return self._distribution(fact, fact.definition, record)
        means = self.written(fact.definition, "zh")
        if fact.type is Scalar.YES_NO:
            return f"{called}，是指{record}符合{means}。"
        kind = self.style.name(type_phrase(fact.type).zh)
        return f"{record}的{called}，是指{means}（{kind}）。"

    def _given(self, fact: Fact) -> str:
        """The words for the arguments of a fact."""
        values = "、".join(
            f"{self.style.expression(one.name)}（{self.style.name(type_phrase(one.type).zh)}）"
            for one in fact.given
        )
        return f"，给定{values}" if values else ""

    def blank(self, field: Field) -> str:
        called = self.style.name(field.label or field.name)
        value = self.style.expression(self.value(field.blank, field.type, "zh"))
        return f"“{called}”空白的，视为{value}。"

    def simpler(self, because: str) -> str:
        return f"对原文作了简化，理由是“{self.style.name(because)}”。"

    def override(self, amendment: Amendment) -> str:
        below, because = map(self.style.name, (amendment.replaces, amendment.because or ""))
        days = _days(self.other_days(amendment), "zh")
        said = f"{days}取代 {below} 的规定" if days else f"取代 {below} 的规定"
        return f"{said}，理由是“{because}”。"

    def _distribution(self, fact: Fact, means: Distribute, record: str) -> str:
        whole, among, by = (
            self.written(part, "zh") for part in (means.total, means.collection, means.weight)
        )
        only = "" if means.where is None else f"中符合{self.written(means.where, 'zh')}的"
        first = "" if means.base is None else f"每项先付{self.written(means.base, 'zh')}，"
        unit = self.written(unit_of(means), "zh")
        each = f"其中每一项记作{self.style.name(means.variable.name)}"
        return (
            f"{record}的“{self.called(fact)}”，是把{whole}分给{among}{only}（{each}）：{first}"
            f"余额按{by}分，各份舍去到{unit}，剩下的单位给余数最大的各项。"
        )

    def _bracket(self, row: TableRow) -> str:
        cell, rate = self.cell(row.cells[0], "zh"), self.written(row.value, "zh")
        return f"{cell}的部分{_days(row.in_force, 'zh')}按{rate}"

    def _row(self, row: TableRow) -> str:
        match row.condition:
            case None:
                case = "其余的"
            case Constant():
                case = "一律"
            case condition:
                case = f"{self.written(condition, 'zh')}的"
        value = self.written(row.value, "zh")
        return f"{case}{_days(row.in_force, 'zh')}为{value}"

    def action(self, action: Action) -> str:
        record = self.called(self.package.record_types[action.record_type])
        called = f"“{self.called(action)}”"
        if (days := action.done_at) is not None and days.item is not None:
            listed, day = (self.written(one, "zh") for one in (days.collection, days.item))
            some = f"符合{self.written(days.where, 'zh')}的" if days.where is not None else ""
            sentence = f"{record}的{called}，以{listed}{some}各项的{day}为历次完成之日"
        elif action.done_on is not None:
            done_on = self.written(action.done_on, "zh")
            sentence = f"{record}的{called}，以{done_on}为完成之日"
        elif action.done_when is None:
            sentence = f"{called}：是否已做，{record}的记录不作反映"
        else:
            sentence = f"{record}符合{self.written(action.done_when, 'zh')}的，视为已做到{called}"
        return sentence + ("；没有禁止规定的，不作限制。" if action.permitted_by_default else "。")

    def parameter(self, parameter: Parameter) -> str:
        periods = "；".join(self._period(p, parameter.type) for p in parameter.periods)
        return f"“{self.called(parameter)}”{periods}。"

    def _period(self, period: ParameterPeriod, type_: Type) -> str:
        value = self.style.expression(self.value(period.value, type_, "zh"))
        return f"{_days(period.in_force, 'zh')}为{value}"

    def calendar(self, calendar: WorkCalendar) -> str:
        start, end = (write_date(day, "zh") for day in (calendar.start, calendar.end))
        weekend = "、".join(WEEKDAYS[day][1] for day in calendar.weekend)
        listed = [days for days in calendar.listed if days.layer == calendar.layer]
        said = "".join(f"；{one}" for one in self._listed(listed))
        return f"工作日历“{self.called(calendar)}”涵盖{start}至{end}：{weekend}休息{said}。"

    def _listed(self, listed: Sequence[DaysListed]) -> Iterator[str]:
        for worked, verb in ((False, "放假"), (True, "上班")):
            days = "、".join(
                spoken(one).zh + (f"（{self.style.name(one.label)}）" if one.label else "")
                for one in listed
                if one.worked is worked
            )
            if days:
                yield f"{verb}：{days}"

    def statement(self, statement: Statement) -> str:
        return f"不作规则处理，理由是“{self.style.name(statement.because)}”。"

    def amendment(self, amendment: Amendment) -> str:
        called = f"“{self.called(amendment)}”"
        if amendment.change is AmendmentKind.SET:
            periods = self.set_here(amendment)
            if amendment.target in self.package.readings:
                said = "".join(self._chosen(*period, "zh") for period in periods)
                return f"对{called}另作选择：{said}"
            return f"把{called}设定为：{'；'.join(self._period(*p) for p in periods)}。"
        if amendment.change is AmendmentKind.ADJUST:
            calendar, listed = self.adjusted(amendment)
            end = write_date(calendar.end, "zh")
            said = "；".join((*self._listed(listed), f"涵盖至{end}"))
            reason = self.style.name(amendment.because or "")
            return f"调整工作日历{called}：{said}；理由是“{reason}”。"
        verb = "废止" if amendment.change is AmendmentKind.REPEAL else "放宽"
        below = self.style.name(amendment.replaces)
        reason = self.style.name(amendment.because or "")
        return f"{verb} {below} 的{called}，理由是“{reason}”。"

    def called(self, named: _Named) -> str:
        return self.style.name(named.label or named.name)

    def named(self, named: Named) -> Phrase:
        return Phrase(named.name, self.style.name(named.label or named.name))


class _English(_Writer):
    def result(self, fact: Fact) -> str:
        owed = self._owed(fact, "en", self.named)
        said = f" It is a result, {owed}." if owed else " It is a result."
        return said if fact.result else ""

    def rests(self, declared: Norm | Fact | Action | Parameter) -> str:
        return self._rests(declared, "en", lambda named: self.called(named.name))

    def reading(self, reading: Parameter) -> str:
        return self._reading(reading, self.called(reading.name), "en")

    def norm(self, norm: Norm) -> str:
        record = self.called(norm.record_type)
        if norm.when is None:
            opening = f"For every {record}, "
        else:
            opening = f"For {with_article(record)} where {self.written(norm.when, 'en')}, "
        rule = FORCES[norm.modality, norm.strength].rule
        duty = rule.en.format(action=deed(norm, self.package, self.named).en)
        sentence = f"{opening}{subject(norm, self.package, self.named).en} {duty}"
        if norm.unless is not None:
            sentence += f", unless {self.written(norm.unless, 'en')}"
        if norm.lasting is not None:
            sentence += f"; this applies while {self.written(norm.lasting, 'en')}"
        if norm.deadline is not None:
            said = self.by_when(norm.deadline).en
            sentence += f"; {said[:1].lower()}{said[1:]}"
        if norm.overrides:
            others = _listed(f"“{self.called(other)}”" for other in norm.overrides)
            sentence += f"; where both apply, this takes precedence over {others}"
        if self.own_force(norm):
            sentence += f"; in force{_days(norm.in_force, 'en')}"
        return f"{sentence}."

    def fact(self, fact: Fact, with_rows: bool = True) -> str:
        record, called = self.called(fact.record_type), self.called(fact.name)
        given = self._given(fact)
        if fact.progressive:
            by = self.written(fact.inputs[0], "en")
            rows = "; ".join(self._bracket(row) for row in fact.table)
            told = f": {rows}." if with_rows else ", see the table."
            return f"“{called}” of {with_article(record)}{given} is progressive by {by}{told}"
        if fact.table:
            rows = "; ".join(self._row(row) for row in fact.table)
            told = f": {rows}." if with_rows else "."
            return f"“{called}” of {with_article(record)}{given} goes by this table{told}"
        if isinstance(fact.definition, Distribute):
            return self._distribution(called, fact.definition, record)
        means = self.written(fact.definition, "en")
        if fact.type is Scalar.YES_NO:
            return f"“{called}”{given} means {with_article(record)} where {means}."
        kind = self.style.name(type_phrase(fact.type).en)
        return f"“{called}” of {with_article(record)}{given} means {means} ({kind})."

    def _given(self, fact: Fact) -> str:
        """The words for the arguments of a fact."""
        values = [
            f"{self.style.expression(one.name)} ({self.style.name(type_phrase(one.type).en)})"
            for one in fact.given
        ]
        return f", given {_listed(values)}," if values else ""

    def blank(self, field: Field) -> str:
        value = self.style.expression(self.value(field.blank, field.type, "en"))
        return f" Where “{self.called(field.name)}” is left blank, it is read as {value}."

    def simpler(self, because: str) -> str:
        return f" This says less than the text; the reason is “{self.style.name(because)}”."

    def override(self, amendment: Amendment) -> str:
        below, because = map(self.style.name, (amendment.replaces, amendment.because or ""))
        days = _days(self.other_days(amendment), "en")
        return f" This overrides what {below} says{days}; the reason is “{because}”."

    def _distribution(self, called: str, means: Distribute, record: str) -> str:
        whole, among, by = (
            self.written(part, "en") for part in (means.total, means.collection, means.weight)
        )
        only = "" if means.where is None else f" where {self.written(means.where, 'en')}"
        first = "" if means.base is None else f"each has {self.written(means.base, 'en')} first; "
        unit = self.written(unit_of(means), "en")
        each = f"each called {self.style.name(means.variable.name)}"
        return (
            f"“{called}” of {with_article(record)} distributes {whole} among {among}{only} "
            f"({each}): {first}the rest goes by {by}, rounded down to {unit}, and the units left "
            f"over go to the largest remainders."
        )

    def _bracket(self, row: TableRow) -> str:
        cell, rate = self.cell(row.cells[0], "en"), self.written(row.value, "en")
        return f"{rate} of the part {cell}{_days(row.in_force, 'en')}"

    def _row(self, row: TableRow) -> str:
        match row.condition:
            case None:
                case = "everything else"
            case Constant():
                case = "in every case"
            case condition:
                case = f"where {self.written(condition, 'en')}"
        value = self.written(row.value, "en")
        return f"{case}: {value}{_days(row.in_force, 'en')}"

    def action(self, action: Action) -> str:
        record, called = self.called(action.record_type), f"“{self.called(action.name)}”"
        if (days := action.done_at) is not None and days.item is not None:
            listed, day = (self.written(one, "en") for one in (days.collection, days.item))
            some = f" where {self.written(days.where, 'en')}" if days.where is not None else ""
            name = self.style.name(days.variable.name)
            each = f"each {name} in {listed}{some}"
            sentence = f"For {with_article(record)}, {called} is done on {day} for {each}"
        elif action.done_on is not None:
            done_on = self.written(action.done_on, "en")
            sentence = f"For {with_article(record)}, {called} counts as done from {done_on} on"
        elif action.done_when is None:
            sentence = (
                f"{called}: the record of {with_article(record)} does not show whether it is done"
            )
        else:
            done = self.written(action.done_when, "en")
            sentence = f"For {with_article(record)} where {done}, {called} counts as done"
        default = "; it is permitted where nothing is laid down"
        return sentence + (f"{default}." if action.permitted_by_default else ".")

    def parameter(self, parameter: Parameter) -> str:
        periods = "; ".join(self._period(p, parameter.type) for p in parameter.periods)
        return f"“{self.called(parameter.name)}” is {periods}."

    def _period(self, period: ParameterPeriod, type_: Type) -> str:
        value = self.style.expression(self.value(period.value, type_, "en"))
        return f"{value}{_days(period.in_force, 'en')}"

    def calendar(self, calendar: WorkCalendar) -> str:
        start, end = (write_date(day, "en") for day in (calendar.start, calendar.end))
        weekend = _listed(WEEKDAYS[day][0].title() for day in calendar.weekend)
        listed = [days for days in calendar.listed if days.layer == calendar.layer]
        said = "".join(f"; {one}" for one in self._listed(listed))
        called = self.called(calendar.name)
        return f"The calendar “{called}” covers {start} to {end}: {weekend} rest{said}."

    def _listed(self, listed: Sequence[DaysListed]) -> Iterator[str]:
        for worked, kind in ((False, "holidays"), (True, "make-up workdays")):
            days = ", ".join(spoken(one).en for one in listed if one.worked is worked)
            if days:
                yield f"{kind}: {days}"

    def statement(self, statement: Statement) -> str:
        return f"No rule is made of this; the reason is “{self.style.name(statement.because)}”."

    def amendment(self, amendment: Amendment) -> str:
        called = f"“{self.called(amendment.target)}”"
        if amendment.change is AmendmentKind.SET:
            periods = self.set_here(amendment)
            if amendment.target in self.package.readings:
                said = "".join(self._chosen(*period, "en") for period in periods)
                return f"This chooses otherwise for {called}: {said}".strip()
            return f"This sets {called} to {'; '.join(self._period(*p) for p in periods)}."
        if amendment.change is AmendmentKind.ADJUST:
            calendar, listed = self.adjusted(amendment)
            end = write_date(calendar.end, "en")
            said = "; ".join((*self._listed(listed), f"covered until {end}"))
            reason = self.style.name(amendment.because or "")
            return f"This adjusts the calendar {called}: {said}; the reason is “{reason}”."
        verb = "repeals" if amendment.change is AmendmentKind.REPEAL else "loosens"
        below = self.style.name(amendment.replaces)
        reason = self.style.name(amendment.because or "")
        return f"This {verb} {called} of {below}; the reason is “{reason}”."

    def called(self, name: str) -> str:
        return self.style.name(as_words(name))

    def named(self, named: Named) -> Phrase:
        called = self.called(named.name)
        return Phrase(f"the {called}" if isinstance(named, Bearer) else called, named.name)


def _listed(items: Iterable[str]) -> str:
    *before, last = items
    return f"{', '.join(before)} and {last}" if before else last
